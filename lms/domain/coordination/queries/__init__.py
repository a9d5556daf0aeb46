"""Reading across rooms: what waits for an author, how the people of a scope stand."""

from lms.domain.coordination.models import Invitation
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
from lms.domain.coordination.queries.waiting import count_waiting

__all__ = [
    "Figures",
    "InstitutionRow",
    "Invitation",
    "ModuleRow",
    "ModuleStanding",
    "MonthRow",
    "PersonRow",
    "count_figures",
    "count_waiting",
    "find_institution_name",
    "find_invitation",
    "find_person",
    "get_invitation",
    "is_inside",
    "list_institution_rows",
    "list_institutions_to_invite",
    "list_invitations",
    "list_invitations_of",
    "list_module_rows",
    "list_module_standings",
    "list_month_rows",
    "list_open_invitations",
    "list_people",
    "list_programmes_of",
    "stream_export",
]
