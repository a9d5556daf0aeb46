"""A published module with a stale, a missing and a hostile piece, and a learner in it."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from flask import Flask

from lms.domain.content.compiled import Module
from lms.domain.learning import queries
from lms.domain.learning.standing import Standing
from lms.foundation.db import session
from lms.web.learning import lessons
from tests.factories.accounts import make_user
from tests.factories.content import make_block, make_lesson, make_module
from tests.factories.learning import make_enrolment


class Course(NamedTuple):
    """A module, a learner in it, and the learner's browser."""

    module: Module
    learner_id: int
    enrolment_id: int
    browser: Any

    @property
    def standing(self) -> Standing:
        """How the learner stands now."""
        session.remove()
        return queries.get_standing(self.enrolment_id)


@pytest.fixture(autouse=True)
def no_pages_of_other_tests() -> None:
    """Pages are kept by their content; tests must not see what others rendered."""
    lessons.pages.clear()


@pytest.fixture
def module(app: Flask) -> Module:
    """Three lessons; the second has gaps in its English."""
    gaps = (
        make_block("gap-current", "Pirma pastraipa", "First paragraph"),
        make_block("gap-stale", "Antra pastraipa", "Second, older", is_stale=True),
        make_block("gap-missing", "Tik lietuviškai", None),
    )
    module = make_module(
        slug="concepts",
        title={"lt": "Samprata", "en": "Concepts"},
        lessons=(
            make_lesson("first", title={"lt": "Pirma tema", "en": "First topic"}),
            make_lesson("second", *gaps, title={"lt": "Antra tema", "en": "Second topic"}),
            make_lesson("third", title={"lt": "Trečia tema", "en": "Third topic"}),
        ),
    )
    session.commit()
    return module


@pytest.fixture
def course(module: Module, sign_in: Callable[..., Any]) -> Course:
    """A learner who is in the module, beside another one."""
    learner = make_user(name="Rasa Žemaitytė")
    enrolment = make_enrolment(learner, module)
    make_enrolment(make_user(), module)
    session.commit()
    learner_id, enrolment_id = learner.id, enrolment.id
    return Course(module, learner_id, enrolment_id, sign_in(learner))
