"""Two coordinators, or one who clicks many times, remind each person once; nobody waits for ever."""

from datetime import timedelta

import pytest

from lms.domain.accounts.actor import Actor
from lms.domain.coordination import service
from lms.domain.coordination.models import Reminder
from lms.foundation import clock, db
from lms.foundation.db import session
from tests.at_once import at_once, shared_database
from tests.factories.accounts import actor_of, make_user
from tests.factories.catalogue import make_programme
from tests.factories.content import make_module
from tests.factories.learning import make_enrolment

__all__ = ["shared_database"]
pytestmark = pytest.mark.usefixtures("shared_database")


def test_whoever_clicks_and_however_often_each_is_reminded_once() -> None:
    with db.unit_of_work():
        module, long_ago = make_module(), clock.now() - timedelta(days=20)
        programmes = frozenset({make_programme(module).id})
        actors = [actor_of(make_user(), coordinated_programmes=programmes) for _each in range(2)]
        people = [make_user() for _each in range(3)]
        for person in people:
            make_enrolment(person, module, enrolled_at=long_ago, started_at=long_ago, place_at=long_ago)
        ids = [person.id for person in people]

    def click(actor: Actor, picked: list[int]) -> list[int]:
        return [each.user_id for each in service.remind_people(actor, picked).ready]

    rounds = [(actors[number % 2], ids[::-1] if number % 3 else ids) for number in range(6)]
    outcomes = at_once(*(lambda actor=actor, picked=picked: click(actor, picked) for actor, picked in rounds))
    assert sorted(each for outcome in outcomes for each in outcome) == sorted(ids)
    with db.reading():
        assert session.query(Reminder).count() == 3
