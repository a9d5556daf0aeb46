"""Who opens My learning is found together with their programmes, and with whether any day was set."""

import pytest

from lms.domain.accounts import service as accounts
from lms.domain.accounts.models import User
from lms.domain.assessment.models import AgreedDate, PlannedDate
from lms.domain.catalogue.models import ProgrammeModule
from lms.domain.notifications import queries
from lms.foundation import clock
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_programme
from tests.factories.content import make_module
from tests.factories.learning import make_programme_enrolment

pytestmark = pytest.mark.usefixtures("database")


def found(person: User) -> queries.Learner:
    token = accounts.open_session(person.id, browser="test", address="127.0.0.1")
    session.flush()
    learner = queries.find_learner(token)
    assert learner is not None
    return learner


def test_who_is_in_nothing_is_found_all_the_same() -> None:
    person = make_user()
    make_programme_enrolment(make_user(), make_programme())
    learner = found(person)
    assert learner.actor.id == person.id
    assert learner.unread == (0, 0)
    assert learner.places == []
    assert learner.has_dates is False


def test_a_secret_that_opens_nothing_finds_nobody() -> None:
    make_user()
    assert queries.find_learner("no-such-secret") is None


def test_programmes_come_in_their_order_each_with_its_modules_in_theirs() -> None:
    person, modules = make_user(), [make_module() for _ in range(12)][::-1]
    first, second = make_programme(*modules), make_programme(modules[3], modules[0])
    empty = make_programme()
    session.query(ProgrammeModule).filter_by(programme_id=empty.id).delete()
    for programme in (empty, second, first):
        make_programme_enrolment(person, programme)
    places = found(person).places
    assert [place.slug for place in places] == [first.slug, second.slug, empty.slug]
    assert places[0].module_ids == [module.module_id for module in modules]
    assert places[1].module_ids == [modules[3].module_id, modules[0].module_id]
    assert places[2].module_ids == []
    assert places[0].title == first.title


@pytest.mark.parametrize("kind", ["own", "agreed"])
def test_a_day_of_either_kind_is_noticed_and_only_ones_own(kind: str) -> None:
    person, author, module, now = make_user(), make_user(), make_module(), clock.now()
    place = {"learner_id": person.id, "module_id": module.module_id, "assignment": "actor-map"}
    if kind == "own":
        session.add(PlannedDate(**place, planned_on=now.date(), set_at=now))
    else:
        agreed = {"agreed_on": now.date(), "note": "", "language": "lt", "agreed_at": now}
        session.add(AgreedDate(**place, **agreed, agreed_by_id=author.id))
    session.flush()
    assert found(person).has_dates is True
    assert found(author).has_dates is False
