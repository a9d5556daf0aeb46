"""What one says of oneself: kept by moment, changed while it can still be said, seen by nobody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from lms.domain.accounts.actor import Actor
from lms.domain.content.compiled import Module, Statement
from lms.domain.learning import queries, self_assessment, service
from lms.domain.learning.self_assessment import AFTER, BEFORE
from lms.foundation import clock
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid
from tests.factories.accounts import actor_of, make_user
from tests.factories.content import make_module
from tests.factories.learning import make_completed_enrolment, make_enrolment

STATEMENTS = (
    Statement("explain", {"lt": "Gebu paaiškinti.", "en": "I can explain."}),
    Statement("draw", {"lt": "Gebu nubraižyti.", "en": "I can draw."}),
)
levels = st.dictionaries(st.sampled_from(["explain", "draw"]), st.sampled_from(self_assessment.LEVELS))


@pytest.fixture
def module(database: Engine) -> Module:
    return make_module(self_assessment=STATEMENTS)


@pytest.fixture
def actor(module: Module) -> Actor:
    """A learner, beside another one who has rated themself in the same module."""
    other = make_user()
    make_enrolment(other, module)
    service.rate_oneself(actor_of(other), module, BEFORE, {"explain": 4, "draw": 4})
    learner = make_user()
    make_enrolment(learner, module)
    return actor_of(learner)


def own(actor: Actor, module: Module) -> dict[str, dict[str, int]]:
    session.flush()
    return queries.list_self_ratings(actor.id, module.module_id)


@given(before=levels, after=levels, asked=st.sampled_from([None, BEFORE, AFTER, "x"]))
def test_what_was_before_is_never_said_after(
    before: dict[str, int], after: dict[str, int], asked: str | None
) -> None:
    ratings = {BEFORE: before, AFTER: after}
    moment = self_assessment.moment_to_rate(asked, ratings, is_completed=False)
    assert moment in (BEFORE, AFTER)
    if after:
        assert moment == AFTER
    if not before and not after:
        assert moment == BEFORE
    assert self_assessment.moment_to_rate(asked, ratings, is_completed=True) == AFTER


def test_each_moment_is_kept_and_changed_in_place(actor: Actor, module: Module) -> None:
    assert own(actor, module) == {}
    service.rate_oneself(actor, module, BEFORE, {"explain": 1})
    service.rate_oneself(actor, module, BEFORE, {"explain": 2, "draw": 1})
    service.rate_oneself(actor, module, AFTER, {"explain": 3})
    assert own(actor, module) == {BEFORE: {"explain": 2, "draw": 1}, AFTER: {"explain": 3}}
    lines = self_assessment.lines(module, own(actor, module))
    assert [(line.statement.key, line.before, line.after) for line in lines] == [
        ("explain", 2, 3),
        ("draw", 1, None),
    ]


def test_what_was_before_stays_once_the_module_is_behind(actor: Actor, module: Module) -> None:
    with pytest.raises(Conflict, match="Pirmiausia įsivertinkite"):
        service.rate_oneself(actor, module, AFTER, {"explain": 3})
    service.rate_oneself(actor, module, BEFORE, {"explain": 1})
    service.rate_oneself(actor, module, AFTER, {"explain": 3})
    with pytest.raises(Conflict, match="nebegalima"):
        service.rate_oneself(actor, module, BEFORE, {"explain": 3})
    assert own(actor, module)[BEFORE] == {"explain": 1}


def test_who_has_completed_it_says_how_it_is_after(module: Module) -> None:
    learner = make_user()
    make_completed_enrolment(learner, module)
    service.rate_oneself(actor_of(learner), module, AFTER, {"draw": 4})
    assert own(actor_of(learner), module) == {AFTER: {"draw": 4}}


@pytest.mark.parametrize("chosen", [{}, {"unknown": 2}, {"explain": 5}, {"explain": 0}])
def test_what_is_not_asked_is_not_kept(actor: Actor, module: Module, chosen: dict[str, int]) -> None:
    with pytest.raises(Invalid):
        service.rate_oneself(actor, module, BEFORE, chosen)
    assert own(actor, module) == {}


def test_only_who_is_in_the_module_rates_themself(module: Module) -> None:
    gone = make_user()
    make_enrolment(gone, module, left_at=clock.now())
    for somebody in (gone, make_user()):
        with pytest.raises(Conflict, match="Pirmiausia užsiregistruokite"):
            service.rate_oneself(actor_of(somebody), module, BEFORE, {"explain": 1})
