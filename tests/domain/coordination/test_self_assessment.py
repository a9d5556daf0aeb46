"""Counts of what groups say of themselves: never of fewer than five, never one person's by subtraction."""

from datetime import timedelta
from typing import Any

import pytest

from lms.domain.content.compiled import Module, Statement
from lms.domain.coordination import queries
from lms.domain.coordination.scope import Scope
from lms.domain.learning.models import SelfRating
from lms.foundation import clock
from lms.foundation.db import session
from tests.factories.accounts import make_institution, make_user
from tests.factories.catalogue import make_programme
from tests.factories.content import make_module
from tests.factories.learning import make_enrolment

pytestmark = pytest.mark.usefixtures("database")
STATEMENTS = (Statement("explain", {"lt": "Gebu paaiškinti.", "en": "I can explain."}),)


@pytest.fixture
def place() -> dict[str, Any]:
    module = make_module(self_assessment=STATEMENTS)
    foreign = make_module(self_assessment=STATEMENTS)
    programme = make_programme(module)
    make_programme(foreign)
    for _each in range(6):  # people of another programme, who are in nobody's figures here
        rated(foreign, before=4, after=4)
    return {"module": module, "programme": programme, "here": make_institution(), "there": make_institution()}


def rated(module: Module, *, before: int | None, after: int | None, at: Any = None, number: int = 0) -> None:
    learner = make_user(institution_id=at.id if at else None)
    make_enrolment(learner, module)
    for moment, level in (("before", before), ("after", after)):
        if level:
            session.add(
                SelfRating(
                    learner_id=learner.id,
                    module_id=module.module_id,
                    moment=moment,
                    statement="explain",
                    level=level,
                    revision_id=module.revision_id,
                    language="lt",
                    rated_at=clock.now() + timedelta(minutes=number),
                )
            )
    session.flush()


def of_programme(place: dict[str, Any]) -> Scope:
    return Scope(programmes=frozenset({place["programme"].id}), institutions=frozenset())


def of_institution(place: dict[str, Any], name: str) -> Scope:
    return Scope(programmes=frozenset(), institutions=frozenset({place[name].id}))


def counts(scope: Scope) -> list[tuple[int, int, int]]:
    return [each[2:] for each in queries.list_self_assessment(scope)]


def test_four_are_never_shown_and_five_are(place: dict[str, Any]) -> None:
    for number in range(4):
        rated(place["module"], before=1 + number % 2, after=3, number=number)
    rated(place["module"], before=1, after=None)  # who answered once only is in no figure
    assert counts(of_programme(place)) == []
    rated(place["module"], before=3, after=4, number=5)
    assert counts(of_programme(place)) == [(5, 1, 5)]
    assert counts(Scope(programmes=frozenset(), institutions=frozenset())) == []


def test_people_come_into_the_figures_five_at_a_time(place: dict[str, Any]) -> None:
    """Otherwise yesterday's figures and today's would differ by one person's answers."""
    for number in range(9):
        rated(place["module"], before=1, after=4 if number < 5 else 1, number=number)
        assert counts(of_programme(place)) == ([(5, 0, 5)] if number >= 4 else [])
    rated(place["module"], before=4, after=4, number=9)
    assert counts(of_programme(place)) == [(10, 1, 6)]


def test_the_rest_of_everybody_cannot_be_reckoned_out_either(place: dict[str, Any]) -> None:
    for number in range(5):
        rated(place["module"], before=1, after=3, at=place["here"], number=number)
    assert counts(of_institution(place, "here")) == [(5, 0, 5)]  # nobody else is left
    for number in range(4):
        rated(place["module"], before=1, after=1, at=place["there"], number=5 + number)
        assert counts(of_institution(place, "here")) == []
        assert counts(of_institution(place, "there")) == []
    rated(place["module"], before=1, after=1, at=place["there"], number=9)
    assert counts(of_institution(place, "here")) == [(5, 0, 5)]
    assert counts(of_institution(place, "there")) == [(5, 0, 0)]
    assert counts(of_programme(place)) == [(10, 0, 5)]
