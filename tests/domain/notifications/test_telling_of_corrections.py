"""Whose result a corrected key has changed is told so, once, and nobody else is."""

from typing import Any

import pytest

from lms.domain.assessment import queries, service
from lms.domain.content.compiled import Module
from lms.domain.content.compiled_questions import Option
from lms.domain.learning.events import ModuleCompleted
from lms.domain.notifications import handlers
from lms.domain.notifications.models import Notice
from lms.foundation import events
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.assessment import actor_of, make_attempt
from tests.factories.content import make_module, make_question, make_quiz, make_revision
from tests.factories.learning import make_enrolment

pytestmark = pytest.mark.usefixtures("database")


def hand_in(
    module: Module, answer: str, *, person: Any = None, number: int = 1, enrolment: Any = None
) -> Any:
    person = person or make_user()
    enrolment = enrolment or make_enrolment(person, module)
    make_attempt(enrolment, module, number=number, answers={"first": [answer], "second": ["yes"]})
    service.submit_attempt(actor_of(person), module.slug, "final", language="lt")
    return enrolment


def notices() -> list[Notice]:
    return list(session.query(Notice).filter_by(kind="result-corrected").order_by(Notice.id))


def test_a_notice_to_those_whose_result_changed_each_with_their_attempt() -> None:
    first, second = make_question("first"), make_question("second")
    module = make_module(quizzes=(make_quiz("final", first, second),), requirements=("quiz:final",))
    author = make_user(name="Rasa Žemaitytė")
    raised, lowered, beside = make_user(language="en"), make_user(), make_user()
    place = hand_in(module, "yes", person=raised)
    hand_in(module, "no", person=raised, number=2, enrolment=place)
    hand_in(module, "yes", person=lowered)
    other = make_module(quizzes=(make_quiz("final", first, second),))
    hand_in(other, "no", person=beside)
    no = (Option("yes", {"lt": "Taip"}, False, {}), Option("no", {"lt": "Ne"}, True, {}))
    now = make_revision(module, quizzes=(make_quiz("final", make_question("first", options=no), second),))
    service.look_for_corrections(now.module_id, now.revision_id)
    correction = queries.find_correction_about(now.module_id, "final")
    assert correction is not None
    events.connect([each for each in handlers.HANDLERS if each[0] is not ModuleCompleted])

    service.mark_again(actor_of(author), correction, "lt")
    session.commit()
    [row] = notices()
    assert (row.recipient_id, row.sender_id, row.language) == (raised.id, author.id, "en")
    assert (row.about["outcome"], row.about["number"], row.about["quiz"]) == ("raised", 2, "final")
    assert not {"score", "points"} & row.about.keys(), "never how well"

    service.mark_again(actor_of(author), correction, "lt")
    service.lower_results(actor_of(author), correction, None, reason="Raktas.", language="lt")
    session.commit()
    rows = notices()[1:]
    assert {(row.recipient_id, row.about["outcome"], row.about["number"]) for row in rows} == {
        (raised.id, "lowered", 1),
        (lowered.id, "lowered", 1),
    }
