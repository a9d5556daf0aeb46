"""Who can be asked: by programme and module, with their open hours on the reader's own clock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lms.domain.catalogue import queries as catalogue
from lms.domain.catalogue.models import Staff
from lms.foundation import clock
from lms.foundation.db import session
from tests.conftest import Browser
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_programme, make_staff
from tests.factories.consultations import make_booking, make_slot
from tests.factories.content import make_module
from tests.factories.learning import make_enrolment

SignIn = Callable[[Any], Browser]
PATH = "/lt/consultations"


class Scene:
    """Two programmes and a module beside them; three authors, of whom one has hours, and a learner."""

    def __init__(self) -> None:
        self.clusters, self.trust = make_module(slug="clusters"), make_module(slug="trust")
        self.beside = make_module(slug="beside")
        self.programme = make_programme(
            self.clusters, slug="clustering", title={"lt": "Klasteriai", "en": "C"}
        )
        self.other = make_programme(self.trust, slug="trusting", title={"lt": "Pasitikėjimas"})
        self.author, self.colleague = make_user(name="Rasa Šimkutė"), make_user(name="Ona Svirskytė")
        self.zita = make_user(name="Zita Žaliūkaitė")
        make_staff(self.author, "author", programme=self.programme)
        make_staff(self.author, "author", module=self.clusters)
        make_staff(self.colleague, "author", module=self.clusters)
        make_staff(self.zita, "author", module=self.trust)
        make_staff(make_user(name="Koordinatorė Kazė"), "coordinator", programme=self.programme)
        self.learner = make_user(name="Jonas Jonaitis", time_zone="Europe/Oslo")
        make_enrolment(self.learner, self.trust)
        session.commit()


@pytest.fixture
def scene(app: Any) -> Scene:
    return Scene()


def in_order(page: str, *words: str) -> bool:
    places = [page.find(word) for word in words]
    return -1 not in places and places == sorted(places)


def test_authors_stand_by_programme_and_module_in_lithuanian_order(scene: Scene, sign_in: SignIn) -> None:
    page = sign_in(scene.learner).get(PATH).text
    # First the programme in which the reader learns; Svirskytė comes before Šimkutė.
    assert in_order(page, "Pasitikėjimas", "Zita Žaliūkaitė", "Klasteriai", "Ona Svirskytė", "Rasa Šimkutė")
    assert page.count("Rasa Šimkutė") == 1
    assert "Koordinatorė Kazė" not in page
    assert "/modules/beside" not in page  # nobody answers for it
    assert 'href="/lt/modules/trust/first/ask"' in page


def test_hours_are_counted_and_the_nearest_is_on_the_readers_clock(scene: Scene, sign_in: SignIn) -> None:
    nearest = datetime(2036, 1, 29, 8, 0, tzinfo=UTC)
    make_slot(scene.author, scene.clusters, starts_at=nearest, spoken="en")
    make_slot(scene.author, scene.clusters, starts_at=nearest + timedelta(days=1), spoken="en")
    make_booking(make_slot(scene.author, scene.clusters, starts_at=nearest - timedelta(days=1)))
    make_slot(scene.author, scene.clusters, starts_at=clock.now() + timedelta(minutes=30))
    make_slot(scene.zita, scene.trust, starts_at=nearest, withdrawn_at=clock.now())
    session.commit()
    page = sign_in(scene.learner).get("/en/consultations").text
    assert "2 free times" in page
    assert "the nearest: 29 January 2036, 09:00" in page
    assert "In English" in page
    assert 'href="/en/consultations/modules/clusters"' in page
    assert 'href="/en/consultations/modules/trust"' not in page
    assert "pokalbiai.example.lt" not in page


def test_who_may_not_be_asked_any_more_is_not_named(scene: Scene, sign_in: SignIn) -> None:
    gone = make_module(slug="gone", withdrawn=True)
    former = make_user(name="Buvusi Rengėja")
    make_staff(former, "author", module=gone)
    closed = make_user(name="Uždaryta Paskyra", standing="deactivated")
    make_staff(closed, "author", module=scene.trust)
    session.commit()
    page = sign_in(scene.learner).get(PATH).text
    assert "Buvusi Rengėja" not in page
    assert "Uždaryta Paskyra" not in page


def test_nobody_is_led_to_ask_themself(scene: Scene, sign_in: SignIn) -> None:
    make_slot(scene.zita, scene.trust)
    session.commit()
    page = sign_in(scene.zita).get(PATH).text
    assert "Zita Žaliūkaitė" in page
    assert "/lt/modules/trust/first/ask" not in page
    assert "/lt/consultations/modules/trust" not in page


def test_where_nobody_answers_the_page_says_what_to_do(scene: Scene, sign_in: SignIn) -> None:
    for duty in session.query(Staff).filter_by(duty="author"):
        session.delete(duty)
    session.commit()
    page = sign_in(scene.learner).get(PATH).text
    assert "Modulių rengėjai dar nepaskirti." in page


def test_it_is_found_from_help_and_from_where_one_books(scene: Scene, sign_in: SignIn, client: Any) -> None:
    browser = sign_in(scene.learner)
    for path in ("/lt/help", "/lt/consultations/modules/trust"):
        assert f'href="{PATH}"' in browser.get(path).text
    assert f'href="{PATH}"' not in client.get("/lt/help").text


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_costs_the_same_however_long_it_is(
    scene: Scene, sign_in: SignIn, statements: Any, count: int
) -> None:
    for _number in range(count):
        module = make_module()
        make_programme(module)
        author = make_user()
        make_staff(author, "author", module=module)
        make_slot(author, module)
    session.commit()
    browser = sign_in(scene.learner)
    statements()
    assert browser.get(PATH).status_code == 200
    assert len(statements()) <= 12
    assert len(catalogue.list_module_authors()) == 2 + count
