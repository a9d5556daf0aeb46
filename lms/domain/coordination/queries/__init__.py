"""Reading across rooms: what waits for an author, how the people of a scope stand."""

from lms.domain.coordination.models import Invitation
from lms.domain.coordination.queries.answer_times import Bounds, list_questions
from lms.domain.coordination.queries.consultations import list_talks
from lms.domain.coordination.queries.course_health import (
    BrokenLink,
    Course,
    DueLink,
    find_slug,
    get_course,
    get_course_health_for_change,
    get_link,
    get_link_for_change,
    list_broken_links,
    list_due_links,
    list_links_at,
    list_links_of,
    list_links_to,
    list_looked_over,
)
from lms.domain.coordination.queries.figures import (
    Figures,
    InstitutionRow,
    ModuleRow,
    count_figures,
    list_institution_rows,
    list_module_rows,
)
from lms.domain.coordination.queries.invitations import (
    find_invitation,
    get_invitation,
    is_inside,
    list_invitations,
    list_invitations_of,
    list_open_invitations,
)
from lms.domain.coordination.queries.months import MonthRow, list_month_rows
from lms.domain.coordination.queries.people import (
    ModuleStanding,
    PersonRow,
    find_person,
    list_module_standings,
    list_people,
    stream_export,
)
from lms.domain.coordination.queries.places import (
    find_institution_name,
    list_institutions_to_invite,
    list_programmes_of,
)
from lms.domain.coordination.queries.reminders import (
    Candidate,
    hold_learners,
    list_candidates,
    list_reminders,
)
from lms.domain.coordination.queries.self_assessment import (
    SMALLEST_GROUP,
    StatementCount,
    list_self_assessment,
)
from lms.domain.coordination.queries.standings import PersonStanding, list_person_standings
from lms.domain.coordination.queries.waiting import (
    WaitingCount,
    WaitingItem,
    count_waiting,
    find_next_waiting,
    list_waiting,
    list_waiting_counts,
)

__all__ = [
    "SMALLEST_GROUP",
    "Bounds",
    "BrokenLink",
    "Candidate",
    "Course",
    "DueLink",
    "Figures",
    "InstitutionRow",
    "Invitation",
    "ModuleRow",
    "ModuleStanding",
    "MonthRow",
    "PersonRow",
    "PersonStanding",
    "StatementCount",
    "WaitingCount",
    "WaitingItem",
    "count_figures",
    "count_waiting",
    "find_institution_name",
    "find_invitation",
    "find_next_waiting",
    "find_person",
    "find_slug",
    "get_course",
    "get_course_health_for_change",
    "get_invitation",
    "get_link",
    "get_link_for_change",
    "hold_learners",
    "is_inside",
    "list_broken_links",
    "list_candidates",
    "list_due_links",
    "list_institution_rows",
    "list_institutions_to_invite",
    "list_invitations",
    "list_invitations_of",
    "list_links_at",
    "list_links_of",
    "list_links_to",
    "list_looked_over",
    "list_module_rows",
    "list_module_standings",
    "list_month_rows",
    "list_open_invitations",
    "list_people",
    "list_person_standings",
    "list_programmes_of",
    "list_questions",
    "list_reminders",
    "list_self_assessment",
    "list_talks",
    "list_waiting",
    "list_waiting_counts",
    "stream_export",
]
