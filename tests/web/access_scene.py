"""Everybody who may come to a door, and something real of another person behind each address."""

import hashlib
import io
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from lms.domain.accounts import passwords
from lms.domain.accounts import service as accounts
from lms.domain.accounts.models import AccountToken, InstitutionCoordinator, User, UserSession
from lms.domain.accounts.tokens import digest
from lms.domain.assessment.models import AnswerMark, Correction
from lms.domain.catalogue import service as catalogue
from lms.domain.content.addresses import media_name, stored_name
from lms.domain.content.compiled import Statement
from lms.domain.content.models import ContentMedia
from lms.domain.coordination import service as coordination
from lms.domain.coordination.models import CourseLink, Invitation
from lms.domain.learning import service as learning
from lms.domain.learning.models import Enrolment
from lms.domain.learning.queries import find_enrolment
from lms.foundation import clock, signing, storage
from lms.foundation.db import session
from tests.factories.accounts import PASSWORD, actor_of, make_entry, make_institution, make_user
from tests.factories.assessment import (
    make_appeal,
    make_attempt,
    make_file,
    make_grading,
    make_group,
    make_group_invitation,
    make_opinion,
    make_saved_comment,
    make_submission,
    make_unfinished,
    make_version,
)
from tests.factories.catalogue import make_news, make_programme, make_staff
from tests.factories.consultations import make_booking, make_slot
from tests.factories.content import make_assignment, make_module, make_open, make_quiz
from tests.factories.faq import make_entry as make_answer_for_all
from tests.factories.learning import make_enrolment, make_programme_enrolment
from tests.factories.messaging import (
    find_first_message,
    make_absence,
    make_conversation,
    make_message_file,
)
from tests.factories.notifications import make_feed, make_notice
from tests.web.access_table import ROLES

MAIL = b"From: a@example.lt\r\nTo: b@example.lt\r\nSubject: Labas\r\n\r\nLabas\r\n"
NEW_ADDRESS = {"email": "nauja@example.lt", "email_key": "nauja@example.lt"}
PICTURE = b"<svg xmlns='http://www.w3.org/2000/svg'/>"


@dataclass
class Scene:
    """People by their role, and the values that stand in addresses."""

    people: dict[str, User]
    values: dict[str, Any]
    special: dict[str, dict[str, Any]] = field(default_factory=dict)


def build(mailbox: Path) -> Scene:
    """Make the people, the courses they learn and teach, and what the learner and the administrator have."""
    here, elsewhere = make_institution(), make_institution()
    own: dict[str, dict[str, Any]] = {role: {} for role in ROLES if role != "visitor"}
    own["learner"] = {"email": "ona@example.lt", "institution_id": here.id}
    own["other"] = {"institution_id": here.id}
    own["admin"] = {"is_admin": True}
    password_hash = passwords.hash_password(PASSWORD)
    people = {role: make_user(password_hash=password_hash, **values) for role, values in own.items()}
    thoughts = make_quiz("thoughts", make_open(), time_limit_minutes=30)
    module = make_module(
        self_assessment=(Statement("explain", {"lt": "Gebu paaiškinti.", "en": "I can explain."}),),
        slug="clusters",
        assignments=(
            *(make_assignment(each) for each in ("actor-map", "report", "survey")),
            *(make_assignment(each, group_most=3) for each in ("essay", "team")),
            make_assignment("pair", graders=2),
        ),
        quizzes=(make_quiz(), thoughts),
    )
    foreign, withdrawn = make_module(slug="capacities"), make_module(slug="old", withdrawn=True)
    programme, foreign_programme = make_programme(module, slug="clustering"), make_programme(foreign)
    for person in (people["learner"], people["other"]):
        make_programme_enrolment(person, programme)
    duty = make_staff(people["author"], "author", programme=programme)
    make_staff(people["author2"], "author", programme=foreign_programme)
    make_staff(people["coord"], "coordinator", programme=programme)
    session.add(InstitutionCoordinator(institution_id=elsewhere.id, user_id=people["coord2"].id))
    scene = Scene(
        people,
        {
            "module": "clusters",
            "lesson": "first",
            "block": "first-one",
            "quiz": "final",
            "question": "first",
            "assignment": "essay",
            "module_id": module.module_id,
            "revision_id": module.revision_id,
            "programme": "clustering",
            "programme_id": programme.id,
            "staff_id": duty.id,
            "institution_id": here.id,
            "entry_id": make_entry().id,
            "user_id": people["learner"].id,
            "name": "category",
            "key": "help",
        },
        {"duty": {"institution_id": elsewhere.id, "user_id": people["coord2"].id}},
    )
    _what_the_learner_has(scene, module, withdrawn)
    _what_was_graded(scene, module)
    _what_groups_make(scene, module)
    _what_the_course_needs(scene, module)
    _letters_and_news(scene, programme, mailbox)
    _files(scene, module)
    session.commit()
    return scene


def _marked(marker: Any, enrolment: Any, module: Any) -> int:
    """An attempt whose open answer has its mark already."""
    result = {"score": 3, "max_score": 4, "is_passed": True, "submitted_at": clock.now()}
    attempt = make_attempt(
        enrolment, module, number=2, quiz="thoughts", answers={"why": ["Todėl."]}, **result
    )
    given = {"points": 3, "comment": "", "language": "lt", "marked_at": clock.now()}
    session.add(AnswerMark(attempt_id=attempt.id, question="why", marker_id=marker.id, **given))
    session.flush()
    return int(attempt.id)


def _what_the_learner_has(scene: Scene, module: Any, withdrawn: Any) -> None:
    learner, values = scene.people["learner"], scene.values
    enrolment = make_enrolment(learner, module)
    make_enrolment(learner, withdrawn)
    learning.save_plan(actor_of(learner), minutes_a_week=90)
    others = make_enrolment(scene.people["other"], module)
    make_attempt(enrolment, module)
    make_attempt(others, module)
    answered, own = (
        make_attempt(
            place,
            module,
            learner_id=person.id,
            quiz="thoughts",
            answers={"why": ["Todėl."]},
            is_waiting=True,
            submitted_at=clock.now(),
        )
        for place, person in ((enrolment, learner), (others, scene.people["author"]))
    )
    handed_in = make_submission(enrolment, module)
    version = make_version(handed_in, module)
    draft = make_submission(enrolment, module, assignment="essay")
    make_submission(others, module)
    browser = UserSession(
        token_hash="elsewhere",
        user_id=learner.id,
        created_at=clock.now(),
        last_seen_at=clock.now(),
        expires_at=clock.now() + timedelta(days=1),
        browser="test",
        address="127.0.0.1",
    )
    correction = Correction(
        module_id=module.module_id,
        quiz="final",
        from_revision_id=module.revision_id,
        to_revision_id=module.revision_id,
        found_at=clock.now(),
    )
    session.add_all([browser, correction])
    session.flush()
    values |= {
        "enrolment_id": enrolment.id,
        "submission_id": handed_in.id,
        "attempt_id": answered.id,
        "version": version.id,
        "upload_id": make_unfinished(learner.id, module, assignment="essay", size=1000).id,
        "comment_id": make_saved_comment(scene.people["author"], handed_in).id,
        "file_id": make_file(handed_in, version_id=version.id).id,
        "conversation_id": (asked := make_conversation(learner, module)).id,
        "message_id": (message := find_first_message(asked)).id,
        "absence_id": make_absence(scene.people["author"]).id,
        "booking_id": make_booking(make_slot(scene.people["author"], module, days=4), learner).id,
        "slot_id": make_slot(scene.people["author"], module).id,
        "next_month": (clock.now() + timedelta(days=30)).date().isoformat(),
        "notice_id": make_notice(learner, mail="failed").id,
        "session_id": browser.id,
        "correction_id": correction.id,
        "faq_id": make_answer_for_all(module, scene.people["author"], state="proposed").id,
    }
    scene.special |= {
        "of a draft": {"file_id": make_file(draft).id},
        "own": {"attempt_id": own.id},
        "marked": {"attempt_id": _marked(scene.people["author"], enrolment, module)},
        "of a message": {"file_id": make_message_file(message).id},
        "answered": {
            "conversation_id": make_conversation(learner, module, state="answered", waiting_since=None).id
        },
        "over": {"booking_id": make_booking(make_slot(scene.people["author"], module, days=-1), learner).id},
        "timed": {"quiz": "thoughts"},
        "withdrawn": {"module": "old", "assignment": "actor-map"},
        "signed key": {"topics": "messages", "key": signing.seal("stop-mail:messages", learner.id)},
        "own calendar": {"token": make_feed(learner)},
        "kept form": {
            "token": accounts.keep_form("/lt/account", [("name", "Ona")], writer_id=learner.id),
        },
    }


def _what_was_graded(scene: Scene, module: Any) -> None:
    author, values = scene.people["author"], scene.values
    works = {}
    for assignment in ("report", "survey", "pair"):
        enrolment = session.get_one(Enrolment, values["enrolment_id"])
        submission = make_submission(enrolment, module, assignment=assignment)
        works[assignment] = make_version(submission, module)
    grading, appealed = make_grading(works["report"]), make_grading(works["survey"])
    for grader in (author, make_user()):
        make_opinion(works["pair"], grader_id=grader.id)
    values |= {
        "grading_id": grading.id,
        "appeal_id": make_appeal(appealed).id,
        "differing": works["pair"].id,
    }
    scene.special |= {
        "graded": {"submission_id": grading.submission_id, "assignment": "report"},
        "two differ": {"submission_id": works["pair"].submission_id},
    }


def _what_groups_make(scene: Scene, module: Any) -> None:
    """The learner and the other learner hand in together; the author was with them and has left."""
    enrolment = session.get_one(Enrolment, scene.values["enrolment_id"])
    others = find_enrolment(scene.people["other"].id, module.module_id)
    assert others is not None
    # Their place is in another module, so that the group alone decides what they may open here.
    authors = make_enrolment(scene.people["author"], make_module(slug="beside"))
    group = make_group(make_submission(enrolment, module, assignment="team"), others, left=authors)
    version = make_version(group, module)
    scene.special |= {
        "of a group": {
            "submission_id": group.id,
            "file_id": make_file(group, version_id=version.id).id,
        },
    }
    inviting = make_submission(make_enrolment(module=module), module, assignment="essay")
    invitation = make_group_invitation(make_group(inviting), scene.people["learner"].email)
    scene.values["invitation_to_group"] = invitation.id


def _what_the_course_needs(scene: Scene, module: Any) -> None:
    coordination.look_over(module)
    link = CourseLink(module_id=module.module_id, address="https://gone.example.lt/", host="gone.example.lt")
    link.trouble, link.broken_since = "gone", clock.now()
    session.add(link)
    session.flush()
    scene.values["link_id"] = link.id


def _letters_and_news(scene: Scene, programme: Any, mailbox: Path) -> None:
    learner = scene.people["learner"]
    newcomer = make_user(standing="unconfirmed", confirmed_at=None)
    for purpose, owner in (("confirm", newcomer), ("password", learner), ("email", learner)):
        session.add(
            AccountToken(
                token_hash=digest(f"key-{purpose}"),
                purpose=purpose,
                user_id=owner.id,
                details={
                    **NEW_ADDRESS,
                    "name": owner.name,
                    "password_hash": owner.password_hash,
                    "nonce": "x",
                },
                created_at=clock.now(),
                expires_at=clock.now() + timedelta(hours=1),
            )
        )
        scene.special[f"key {purpose}"] = {"token": f"key-{purpose}"}
    invitation = Invitation(
        email="kviestas@example.lt",
        email_key="kviestas@example.lt",
        name="Kviestas Kviestaitis",
        programme_id=programme.id,
        invited_by_id=scene.people["coord"].id,
        invited_at=clock.now(),
    )
    session.add(invitation)
    session.flush()
    (mailbox / "new").mkdir(parents=True, exist_ok=True)
    (mailbox / "new" / "laiskas.eml").write_bytes(MAIL)
    scene.values |= {
        "invitation_id": invitation.id,
        "news_id": make_news().id,
        "remark_id": catalogue.remark_on_page(None, "/lt/help", "lt", "Neveikia nuoroda.").id,
    }
    scene.special |= {
        "on the desk": {"news_id": make_news(published_at=None).id},
        "letter": {"key": signing.seal("invitation", invitation.id)},
        "mail": {"key": "laiskas.eml"},
    }


def _files(scene: Scene, module: Any) -> None:
    sha256 = hashlib.sha256(PICTURE).hexdigest()
    storage.current().put(stored_name(media_name(sha256, "svg")), io.BytesIO(PICTURE))
    session.add(
        ContentMedia(
            revision_id=module.revision_id,
            path="media/a.svg",
            sha256=sha256,
            media_type="image/svg+xml",
            size=len(PICTURE),
        )
    )
    _logo(scene)
    scene.values["job_id"] = "7b1c6f0e-9f0a-4f7a-8a55-0d2b5d7e9c11"
    scene.values |= {"sha256": sha256, "extension": "svg", "filename": "css/lms.css"}


def _logo(scene: Scene) -> None:
    storage.current().put("supporters/logo.svg", io.BytesIO(PICTURE))
    logo = {"name": "logo.svg", "width": 1, "height": 1, "alt": {"lt": "Fondas", "en": "Fund"}}
    catalogue.name_supporters(actor_of(scene.people["admin"]), {"lt": "", "en": "", "logo": logo})
    scene.special["logo"] = {"name": "logo.svg"}
