"""Who is told of what: one row per recipient, in the deed's own transaction, once."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from rq import Queue

from lms.domain.accounts.actor import Actor
from lms.domain.accounts.events import LetterRequested
from lms.domain.assessment import service as assessment
from lms.domain.assessment.events import SubmissionGraded, SubmissionReceived
from lms.domain.catalogue import queries as catalogue
from lms.domain.coordination.events import PersonInvited
from lms.domain.coordination.models import Invitation
from lms.domain.learning.events import LearnerRemindedOfPlan, ModuleCompleted
from lms.domain.messaging.events import MessagePosted
from lms.domain.messaging.models import Conversation
from lms.domain.notifications.models import Notice
from lms.foundation import clock, events
from lms.foundation.db import session
from lms.foundation.events import Event
from tests.factories.accounts import make_user
from tests.factories.assessment import make_grading, make_submission, make_version
from tests.factories.catalogue import make_programme, make_staff
from tests.factories.content import make_module
from tests.factories.learning import make_completed_enrolment, make_enrolment
from tests.factories.messaging import make_conversation, make_message

pytestmark = pytest.mark.usefixtures("database")


def publish(event: Event) -> None:
    """Tell the event, as a deed that goes well does."""
    events.publish(event)
    session.commit()


def notices() -> list[Notice]:
    return list(session.query(Notice).order_by(Notice.id))


def message_posted(conversation: Conversation, sender: object) -> MessagePosted:
    message = make_message(conversation, sender)
    return MessagePosted(
        message_id=message.id,
        conversation_id=conversation.id,
        sender_id=message.sender_id,
        learner_id=conversation.learner_id,
        module_id=conversation.module_id,
        is_from_learner=message.is_from_learner,
        told_ids=tuple(_other_side(conversation, message.sender_id)),
    )


def _other_side(conversation: Conversation, sender_id: int) -> list[int]:
    if sender_id != conversation.learner_id:
        return [conversation.learner_id]
    return [each for each in catalogue.list_author_ids(conversation.module_id) if each != sender_id]


def test_a_question_is_told_to_every_author_of_the_module_and_to_nobody_else() -> None:
    module, learner = make_module(), make_user()
    programme = make_programme(module)
    author, colleague, gone = make_user(language="en"), make_user(), make_user(standing="deactivated")
    make_staff(author, module=module)
    make_staff(colleague, programme=programme)
    make_staff(gone, module=module)
    make_staff(make_user(), "coordinator", programme=programme)
    make_staff(make_user(), module=make_module())
    conversation = make_conversation(learner, module)
    event = message_posted(conversation, learner)
    publish(event)
    rows = notices()
    assert {(row.recipient_id, row.language) for row in rows} == {(author.id, "en"), (colleague.id, "lt")}
    assert {row.sender_id for row in rows} == {learner.id}
    assert {row.subject for row in rows} == {f"conversation:{conversation.id}"}
    assert {row.occasion for row in rows} == {f"message-posted:{event.message_id}"}
    assert all(row.mail == "waiting" and row.is_in_app for row in rows)


def test_what_was_written_does_not_stand_in_the_notice() -> None:
    module, learner = make_module(), make_user()
    make_staff(make_user(), module=module)
    conversation = make_conversation(learner, module, text="Slaptas klausimas")
    publish(message_posted(conversation, learner))
    assert "Slapta" not in str([row.about for row in notices()])


def test_an_answer_is_told_to_the_learner() -> None:
    module, learner, author = make_module(), make_user(), make_user()
    make_staff(author, module=module)
    conversation = make_conversation(learner, module)
    publish(message_posted(conversation, author))
    (row,) = notices()
    assert (row.recipient_id, row.sender_id) == (learner.id, author.id)


def test_an_author_who_asks_is_not_told_of_it() -> None:
    module, author = make_module(), make_user()
    make_staff(author, module=module)
    conversation = make_conversation(author, module)
    publish(message_posted(conversation, author))
    assert notices() == []


def test_the_same_occasion_is_told_once() -> None:
    module, learner = make_module(), make_user()
    make_staff(make_user(), module=module)
    event = message_posted(make_conversation(learner, module), learner)
    publish(event)
    publish(event)
    assert len(notices()) == 1


def test_many_recipients_make_one_job(fresh_queue: Queue) -> None:
    module, learner = make_module(), make_user()
    for _ in range(5):
        make_staff(make_user(), module=module)
    publish(message_posted(make_conversation(learner, module), learner))
    assert len(notices()) == 5
    assert [job.func_name for job in fresh_queue.jobs] == ["lms.domain.notifications.jobs.drain"]


def test_a_deed_that_fails_tells_nobody(fresh_queue: Queue) -> None:
    module, learner = make_module(), make_user()
    make_staff(make_user(), module=module)
    event = message_posted(make_conversation(learner, module), learner)
    session.commit()
    events.publish(event)
    session.rollback()
    assert notices() == []
    assert fresh_queue.jobs == []


def test_every_mail_has_its_own_name_under_our_host() -> None:
    module, learner = make_module(), make_user()
    for _ in range(3):
        make_staff(make_user(), module=module)
    publish(message_posted(make_conversation(learner, module), learner))
    names = {row.message_id for row in notices()}
    assert len(names) == 3
    assert all(name.endswith("@learn.example.lt") for name in names)


@time_machine.travel(datetime(2026, 11, 20, 21, 40, tzinfo=UTC), tick=False)
def test_at_night_the_notice_is_there_at_once_and_the_mail_waits_for_the_morning() -> None:
    learner = make_user(mail_from_hour=8, mail_to_hour=20)
    publish(message_posted(make_conversation(learner), make_user()))
    (row,) = notices()
    assert row.created_at == clock.now()
    assert row.mail_due_at == datetime(2026, 11, 21, 6, tzinfo=UTC)


def test_work_is_told_to_the_authors_and_its_grade_to_the_learner() -> None:
    module, learner, author = make_module(), make_user(), make_user()
    make_staff(author, module=module)
    submission = make_submission(make_enrolment(learner, module), module)
    version = make_version(submission, module)
    publish(
        SubmissionReceived(
            submission_id=submission.id,
            version_id=version.id,
            number=version.number,
            revision_id=version.revision_id,
            assignment=submission.assignment,
            learner_id=learner.id,
            learner_ids=frozenset({learner.id}),
            module_id=module.module_id,
        )
    )
    grading = make_grading(version, grader_id=author.id)
    graded = SubmissionGraded(
        submission_id=submission.id,
        grading_id=grading.id,
        learner_ids=(learner.id,),
        grader_id=author.id,
        module_id=module.module_id,
        outcome="graded",
    )
    publish(graded)
    received, told = notices()
    assert (received.kind, received.recipient_id) == ("submission-received", author.id)
    assert (told.kind, told.recipient_id, told.sender_id) == ("submission-graded", learner.id, author.id)
    assert told.about["assignment_title"] == {"lt": "Veikėjų žemėlapis", "en": "Actor map"}
    assert received.subject == told.subject == f"submission:{submission.id}"


def test_a_grade_that_completes_the_module_is_one_notice_that_says_both() -> None:
    module, learner, author = make_module(), make_user(), make_user()
    enrolment = make_completed_enrolment(learner, module)
    version = make_version(make_submission(enrolment, module), module)
    grading = make_grading(version, grader_id=author.id)
    events.publish(
        SubmissionGraded(
            submission_id=version.submission_id,
            grading_id=grading.id,
            learner_ids=(learner.id,),
            grader_id=author.id,
            module_id=module.module_id,
            outcome="graded",
        )
    )
    publish(ModuleCompleted(enrolment_id=enrolment.id, learner_id=learner.id, module_id=module.module_id))
    (row,) = notices()
    assert (row.kind, row.about["also"]) == ("submission-graded", "module-completed")


def test_grading_the_last_requirement_really_makes_one_notice() -> None:
    module, learner, author = make_module(requirements=("assignment:actor-map",)), make_user(), make_user()
    version = make_version(make_submission(make_enrolment(learner, module), module), module)
    grader = Actor(id=author.id, name=author.name, email=author.email)
    points = {"problem": 2, "sectors": 2, "ties": 2, "conclusion": 1}
    judgement = assessment.Judgement(version.id, "lt", points, {}, "Geras darbas.")
    assessment.grade(grader, version.submission_id, judgement)
    session.commit()
    (row,) = notices()
    assert (row.kind, row.about["also"], row.recipient_id) == (
        "submission-graded",
        "module-completed",
        learner.id,
    )


def test_a_module_completed_by_itself_is_told_by_itself() -> None:
    module, learner = make_module(), make_user()
    enrolment = make_completed_enrolment(learner, module)
    publish(ModuleCompleted(enrolment_id=enrolment.id, learner_id=learner.id, module_id=module.module_id))
    (row,) = notices()
    assert (row.kind, row.recipient_id) == ("module-completed", learner.id)


@time_machine.travel(datetime(2026, 11, 20, 21, 40, tzinfo=UTC), tick=False)
def test_a_letter_that_was_asked_for_leaves_at_night_and_is_not_in_the_app() -> None:
    person = make_user(standing="unconfirmed", mail_from_hour=8, mail_to_hour=20)
    publish(
        LetterRequested(
            kind="confirm-address",
            user_id=person.id,
            address="new@example.lt",
            language="en",
            occasion="confirm-address:7",
            token_id=7,
        )
    )
    (row,) = notices()
    assert (row.kind, row.recipient_id, row.address, row.language) == (
        "confirm-address",
        person.id,
        "new@example.lt",
        "en",
    )
    assert row.mail_due_at == clock.now()
    assert not row.is_in_app
    assert row.about == {"token_id": 7}


def test_an_invitation_goes_to_an_address_without_an_account() -> None:
    coordinator, programme = make_user(), make_programme()
    invitation = Invitation(
        email="Jonas@Example.lt",
        email_key="jonas@example.lt",
        name="Jonas Jonaitis",
        language="en",
        programme_id=programme.id,
        invited_by_id=coordinator.id,
        invited_at=clock.now(),
    )
    session.add(invitation)
    session.flush()
    publish(PersonInvited(invitation_id=invitation.id, round=1))
    (row,) = notices()
    assert (row.recipient_id, row.address, row.language) == (None, "Jonas@Example.lt", "en")
    assert row.sender_id == coordinator.id


def test_a_reminder_names_the_next_step_and_nothing_is_said_where_none_is_left() -> None:
    module = make_module(slug="one", requirements=("read",))
    learner, finished = make_user(language="en"), make_user()
    make_enrolment(learner, module)
    make_completed_enrolment(finished, module)
    for user in (learner, finished):
        for _try in range(2):
            publish(LearnerRemindedOfPlan(learner_id=user.id, on=date(2026, 11, 26), has_rested=False))
    (told,) = notices()
    assert (told.kind, told.recipient_id, told.language, told.mail) == (
        "study-reminder",
        learner.id,
        "en",
        "waiting",
    )
    assert told.about["subject"] == "first"
    assert told.occasion == f"study-reminder:{learner.id}:2026-11-26"
