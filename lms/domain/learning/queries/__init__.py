"""Reading the register: places, standings, records."""

from lms.domain.learning.queries.enrolments import (
    find_achievement,
    find_current_revision_id,
    find_enrolment,
    get_enrolment,
    get_enrolment_for_change,
    is_open,
    list_earned_keys,
    list_enrolments_for_change,
    list_ready,
    move_to,
)
from lms.domain.learning.queries.notes import NoteLine, OwnNote, find_note, list_notes, list_notes_in
from lms.domain.learning.queries.plans import (
    OwnPlan,
    claim_reminder,
    find_plan,
    find_plan_for_change,
    list_remindable,
)
from lms.domain.learning.queries.programmes import (
    ProgrammePlace,
    count_missing_modules,
    find_programme_enrolment,
    is_in_programme_with,
    list_missing_enrolments,
    list_open_module_ids,
    list_open_programmes_for_change,
    list_programme_places,
    list_unfinished_programme_places,
)
from lms.domain.learning.queries.records import Evidence, RecordLine, get_evidence, list_records
from lms.domain.learning.queries.standings import find_standing, get_standing, list_standings

__all__ = [
    "Evidence",
    "NoteLine",
    "OwnNote",
    "OwnPlan",
    "ProgrammePlace",
    "RecordLine",
    "claim_reminder",
    "count_missing_modules",
    "find_achievement",
    "find_current_revision_id",
    "find_enrolment",
    "find_note",
    "find_plan",
    "find_plan_for_change",
    "find_programme_enrolment",
    "find_standing",
    "get_enrolment",
    "get_enrolment_for_change",
    "get_evidence",
    "get_standing",
    "is_in_programme_with",
    "is_open",
    "list_earned_keys",
    "list_enrolments_for_change",
    "list_missing_enrolments",
    "list_notes",
    "list_notes_in",
    "list_open_module_ids",
    "list_open_programmes_for_change",
    "list_programme_places",
    "list_ready",
    "list_records",
    "list_remindable",
    "list_standings",
    "list_unfinished_programme_places",
    "move_to",
]
