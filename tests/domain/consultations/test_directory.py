"""Who answers for what and which hours are open, on both databases, others' hours beside."""

from datetime import timedelta

import pytest

from lms.domain.catalogue import queries as catalogue
from lms.domain.consultations import queries
from lms.foundation import clock
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_programme, make_staff
from tests.factories.consultations import make_booking, make_slot
from tests.factories.content import make_module

pytestmark = pytest.mark.usefixtures("database")


def test_authors_of_a_module_stand_once_in_order_of_their_last_names() -> None:
    first, second, nobodys = make_module(), make_module(), make_module()
    programme = make_programme(first, second)
    simkus, svirskis = make_user(name="Adomas Šimkus"), make_user(name="Zenonas Svirskis")
    make_staff(simkus, "author", programme=programme)
    make_staff(simkus, "author", module=first)
    make_staff(svirskis, "author", module=first)
    make_staff(make_user(standing="deactivated"), "author", module=second)
    make_staff(make_user(), "coordinator", programme=programme)
    found = catalogue.list_module_authors()
    assert [each.name for each in found[first.module_id]] == ["Zenonas Svirskis", "Adomas Šimkus"]
    assert [each.id for each in found[second.module_id]] == [simkus.id]
    assert nobodys.module_id not in found


def test_open_hours_say_how_many_the_nearest_and_the_languages() -> None:
    module, other, now = make_module(), make_module(), clock.now()
    author, colleague = make_user(), make_user()
    for person in (author, colleague):
        for each in (module, other):
            make_staff(person, "author", module=each)
    nearest = make_slot(author, module, days=2, spoken="lt")
    make_slot(author, module, days=3, spoken="lt")
    make_slot(author, module, days=1, withdrawn_at=now)
    make_slot(author, module, days=-1)
    make_booking(make_slot(author, module, days=1))
    make_booking(make_slot(author, module, days=4), cancelled_at=now)
    make_slot(colleague, other, days=5)
    make_slot(make_user(), other, days=1)  # who answers for it no more
    session.flush()
    found = queries.list_open_hours(now + timedelta(hours=1))
    assert set(found) == {(module.module_id, author.id), (other.module_id, colleague.id)}
    own = found[(module.module_id, author.id)]
    assert (own.count, own.nearest, own.languages) == (3, nearest.starts_at, ("lt", "en"))
    assert found[(other.module_id, colleague.id)].count == 1
