"""A learner with an author, and somebody else's work beside, for the pages of assessment."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from lms.domain.assessment.models import Submission
from lms.foundation import storage
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.assessment import make_attempt, make_submission, make_version
from tests.factories.catalogue import make_staff
from tests.factories.content import make_module
from tests.factories.learning import make_enrolment


class Story:
    """One module with a learner, its author, a stranger, and another learner at work."""

    def __init__(self, sign_in: Callable[[Any], Any], **module: Any) -> None:
        self.module = make_module(**module)
        self.learner = make_user(name="Ingrida Petrauskienė")
        self.author = make_user(name="Rasa Žemaitytė")
        self.other = make_user(name="Daiva Šimkutė")
        self.stranger = make_user(name="Ola Nordmann", language="en", time_zone="Europe/Oslo")
        self.enrolment = make_enrolment(self.learner, self.module)
        make_staff(self.author, module=self.module)
        other = make_enrolment(self.other, self.module)
        if self.module.quizzes:
            make_attempt(other, self.module, answers={"first": ["no"]})
        self.others_submission = make_submission(other, self.module, draft_text="Kito žmogaus darbas")
        session.commit()
        self._sign_in = sign_in
        self.slug = self.module.slug

    def browser(self, person: Any = None) -> Any:
        """A browser in which this person, else the learner, is signed in."""
        return self._sign_in(person or self.learner)

    def quiz(self, language: str = "lt", rest: str = "") -> str:
        return f"/{language}/modules/{self.slug}/quizzes/final{rest}"

    def assignment(self, language: str = "lt", query: str = "") -> str:
        return f"/{language}/modules/{self.slug}/assignments/actor-map{query}"

    def submission(self) -> Submission | None:
        session.rollback()
        return session.query(Submission).filter_by(learner_id=self.learner.id).one_or_none()

    def handed_in(self, **values: Any) -> int:
        """The learner's work waiting to be graded; returns its id."""
        submission = make_submission(self.enrolment, self.module, **values)
        make_version(submission, self.module)
        session.commit()
        return submission.id


@pytest.fixture
def make_story(app: Flask, sign_in: Callable[[Any], Any]) -> Callable[..., Story]:
    return lambda **module: Story(sign_in, **module)


@pytest.fixture
def story(make_story: Callable[..., Story]) -> Story:
    return make_story()


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> Iterator[storage.FolderStorage]:
    """An empty storage for this test."""
    folder = storage.FolderStorage(tmp_path / "files")
    before = storage._storage
    storage.use(folder)
    yield folder
    storage._storage = before
