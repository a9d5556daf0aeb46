"""A module with its author, and a learner in it; everybody listens."""

from dataclasses import dataclass

import pytest
from flask import Flask

from lms import wiring
from lms.domain.accounts.models import User
from lms.domain.content.compiled import Module
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_programme, make_staff
from tests.factories.content import make_module
from tests.factories.learning import make_enrolment


@dataclass
class World:
    """People around one module, and strangers beside it."""

    module: Module
    learner: User
    author: User
    co_author: User
    coordinator: User
    admin: User
    other_learner: User
    other_author: User


@pytest.fixture
def world(app: Flask) -> World:
    """Committed, so that browsers can sign in."""
    wiring.connect()
    module, elsewhere = make_module(), make_module()
    programme = make_programme(module)
    people = World(
        module=module,
        learner=make_user(name="Jonas Kalnietis"),
        author=make_user(name="Rasa Žemaitytė"),
        co_author=make_user(name="Ieva Mažylė", language="en"),
        coordinator=make_user(),
        admin=make_user(is_admin=True),
        other_learner=make_user(),
        other_author=make_user(),
    )
    make_staff(people.author, module=module)
    make_staff(people.co_author, programme=programme)
    make_staff(people.coordinator, "coordinator", programme=programme)
    make_staff(people.other_author, module=elsewhere)
    make_enrolment(people.learner, module)
    session.commit()
    return people
