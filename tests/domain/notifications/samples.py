"""One letter of every kind and variant, always the same."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from lms.domain.accounts.models import AccountToken
from lms.domain.coordination.models import Invitation
from lms.domain.notifications.queries import Letter
from lms.domain.notifications.rules import MailHours
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_programme

WRITTEN_AT = datetime(2026, 11, 20, 21, 5, tzinfo=UTC)
MODULE = {"lt": "Socialinio klasterio samprata", "en": "The concept of a social cluster"}
LESSON = {"lt": "Trys sektoriai", "en": "Three sectors"}
MAP = {"lt": "Veikėjų žemėlapis", "en": "Actor map"}
PROGRAMME = {"lt": "Socialinė klasterystė", "en": "Social clustering"}

MESSAGE = {"conversation_id": 3, "message_id": 9, "module_title": MODULE, "lesson_title": LESSON}
LATE = {"module_id": 1, "module_title": MODULE, "since": "2026-11-16"}
WORK = {
    "submission_id": 5,
    "number": 1,
    "module_id": 1,
    "module": "social-clustering-concepts",
    "module_title": MODULE,
    "assignment": "actor-map",
    "assignment_title": MAP,
}
QUIZ = {
    "module_id": 1,
    "module": "social-clustering-concepts",
    "module_title": MODULE,
    "quiz": "final",
    "quiz_title": {"lt": "Baigiamasis testas", "en": "Final quiz"},
}
ANSWERS = {**QUIZ, "attempt_id": 7, "number": 2}
TALK = {
    "booking_id": 2,
    "module_id": 1,
    "module": "social-clustering-concepts",
    "module_title": MODULE,
    "starts_at": "2026-12-04T08:00:00+00:00",
    "ends_at": "2026-12-04T08:30:00+00:00",
    "place": "312 kabinetas",
    "subject": "Kaip pradėti veikėjų žemėlapį?",
    "subject_language": "lt",
    "uid": "0123456789abcdef",
    "sequence": 1,
    "reason": "Tą rytą turiu posėdį.",
    "reason_language": "lt",
    "is_learner": True,
    "is_own_deed": False,
    "other": "Rasa Rasaitė",
}
OUTCOME = {
    **{name: TALK[name] for name in ("booking_id", "module_id", "module", "module_title")},
    **{name: TALK[name] for name in ("starts_at", "ends_at", "is_learner", "is_own_deed", "other")},
    "outcome": "held",
    "note": "Sutarėme pradėti nuo trijų sektorių ir patikslinti ryšius.",
    "note_language": "lt",
}
FOR_AUTHOR = {"is_learner": False, "other": "Ona Onaitė"}
IN_APP: dict[str, tuple[str, dict[str, Any]]] = {
    "message-posted-first": ("message-posted", {**MESSAGE, "is_from_learner": True, "is_first": True}),
    "message-posted-again": ("message-posted", {**MESSAGE, "is_from_learner": True, "is_first": False}),
    "message-posted-answer": ("message-posted", {**MESSAGE, "is_from_learner": False, "is_first": False}),
    "question-handed-over": (
        "question-handed-over",
        {"conversation_id": 3, "module_title": MODULE, "lesson_title": LESSON},
    ),
    "answers-late-author": ("answers-late", {**LATE, "count": 1, "duty": "author"}),
    "answers-late-coordinator": ("answers-late", {**LATE, "count": 12, "duty": "coordinator"}),
    "submission-received": ("submission-received", WORK),
    "submission-received-again": ("submission-received", {**WORK, "number": 2}),
    "submission-graded": ("submission-graded", {**WORK, "outcome": "graded"}),
    "submission-graded-last": (
        "submission-graded",
        {**WORK, "outcome": "graded", "also": "module-completed"},
    ),
    "submission-graded-returned": ("submission-graded", {**WORK, "outcome": "returned"}),
    "group-invited": ("group-invited", WORK),
    "group-changed-joined": ("group-changed", {**WORK, "change": "joined", "address": ""}),
    "group-changed-left": ("group-changed", {**WORK, "change": "left", "address": ""}),
    "group-changed-declined": (
        "group-changed",
        {**WORK, "change": "declined", "address": "jonas@example.lt"},
    ),
    "group-handed-in": ("group-handed-in", {**WORK, "receipt": "ABCDE-FGH23"}),
    "grading-annulled": ("grading-annulled", WORK),
    "appeal-made": ("appeal-made", {**WORK, "appeal_id": 4}),
    "appeal-decided": ("appeal-decided", {**WORK, "appeal_id": 4}),
    "grader-missing": ("grader-missing", WORK),
    "answers-received": ("answers-received", ANSWERS),
    "attempt-marked": ("attempt-marked", ANSWERS),
    "attempt-marked-last": ("attempt-marked", {**ANSWERS, "also": "module-completed"}),
    "result-corrected-raised": ("result-corrected", {**ANSWERS, "outcome": "raised"}),
    "result-corrected-last": (
        "result-corrected",
        {**ANSWERS, "outcome": "raised", "also": "module-completed"},
    ),
    "result-corrected-lowered": ("result-corrected", {**ANSWERS, "outcome": "lowered"}),
    "result-corrected-marker": (
        "result-corrected",
        {**ANSWERS, "outcome": "lowered", "is_by_marker": True},
    ),
    "date-agreed": ("date-agreed", {**WORK, "day": "2026-12-04"}),
    "consultation-booked": ("consultation-booked", TALK),
    "consultation-booked-author": ("consultation-booked", {**TALK, **FOR_AUTHOR}),
    "consultation-changed": ("consultation-changed", TALK),
    "consultation-changed-own": ("consultation-changed", {**TALK, "is_own_deed": True}),
    "consultation-cancelled": ("consultation-cancelled", TALK),
    "consultation-cancelled-own": ("consultation-cancelled", {**TALK, "is_own_deed": True}),
    "consultation-near": ("consultation-near", TALK),
    "consultation-recorded": ("consultation-recorded", OUTCOME),
    "consultation-recorded-absent": (
        "consultation-recorded",
        {**OUTCOME, "outcome": "learner-absent", "note": ""},
    ),
    "consultation-recorded-not": ("consultation-recorded", {**OUTCOME, "outcome": "not-held", "note": ""}),
    "time-extended": ("time-extended", {**QUIZ, "minutes": 61}),
    "time-extended-unlimited": ("time-extended", {**QUIZ, "minutes": 0}),
    "module-completed": (
        "module-completed",
        {"module_id": 1, "module": "social-clustering-concepts", "module_title": MODULE},
    ),
    "page-remarked": ("page-remarked", {"remark_id": 8, "page": "/lt/modules/social-clustering-concepts"}),
}
NEXT = {
    "module": "social-clustering-concepts",
    "module_title": MODULE,
    "kind": "read",
    "subject": "three-sectors",
    "lesson_title": LESSON,
    "minutes": 25,
}
IN_APP |= {
    "study-reminder": ("study-reminder", {**NEXT, "has_rested": False}),
    "study-reminder-rested": ("study-reminder", {**NEXT, "has_rested": True}),
    "study-reminder-tasks": (
        "study-reminder",
        {**NEXT, "kind": "quiz", "subject": "final", "has_rested": False},
    ),
}
STOP = {**NEXT, "has_begun": True, "stopped_title": LESSON}  # in the midst of it
IN_APP |= {
    "learner-reminded": ("learner-reminded", STOP),
    "learner-reminded-tasks": ("learner-reminded", {**STOP, "kind": "quiz", "subject": "final"}),
    "learner-reminded-begin": ("learner-reminded", {**STOP, "has_begun": False, "stopped_title": {}}),
}
WITH_KEY = {"confirm-address": "confirm", "reset-password": "password", "confirm-new-address": "email"}
WITHOUT_KEY = ("address-taken", "password-changed", "changed-address")
VARIANTS = (*IN_APP, *WITH_KEY, *WITHOUT_KEY, "invitation-sent")


def a_letter(**values: Any) -> Letter:
    """A letter to Jonas from Rasa, written late in the evening of 20 November 2026."""
    plain = Letter(
        id=41,
        kind="module-completed",
        language="lt",
        subject="submission:5",
        about={},
        message_id="name-of-the-mail@learn.example.lt",
        created_at=WRITTEN_AT,
        mail_due_at=WRITTEN_AT,
        is_in_app=True,
        tries=1,
        address="jonas@example.lt",
        recipient="Jonas Kalnietis",
        form_of_address="",
        sender="Rasa Žemaitytė",
        hours=MailHours("Europe/Vilnius", 0, 24),
        is_wanted=True,
        recipient_id=7,
    )
    return replace(plain, **values)


def sample(variant: str, language: str) -> Letter:
    """The letter of that variant in that language; account letters find their keys in the database."""
    if variant in IN_APP:
        kind, about = IN_APP[variant]
        return a_letter(kind=kind, about=about, language=language)
    if variant == "invitation-sent":
        return a_letter(kind=variant, about=_invitation(), language=language, is_in_app=False)
    about = {"token_id": _token(WITH_KEY[variant])} if variant in WITH_KEY else {}
    return a_letter(kind=variant, about=about, language=language, is_in_app=False, sender="")


def _token(purpose: str) -> int:
    token = AccountToken(
        token_hash=f"hash of {purpose}",
        purpose=purpose,
        user_id=make_user().id,
        details={"nonce": "always the same"},
        created_at=WRITTEN_AT,
        expires_at=datetime(2126, 1, 1, tzinfo=UTC),
    )
    session.add(token)
    session.flush()
    return token.id


def _invitation() -> dict[str, Any]:
    programme = make_programme(title=PROGRAMME)
    invitation = Invitation(
        email="jonas@example.lt",
        email_key="jonas@example.lt",
        name="Jonas Kalnietis",
        programme_id=programme.id,
        invited_by_id=make_user().id,
        invited_at=WRITTEN_AT,
    )
    session.add(invitation)
    session.flush()
    return {"invitation_id": invitation.id, "name": invitation.name, "programme_title": PROGRAMME}
