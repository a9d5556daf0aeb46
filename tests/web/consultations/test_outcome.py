"""What became of a consultation, on its page and in the lists of both sides."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from lms.domain.consultations import queries
from lms.foundation import clock
from lms.foundation.db import session
from tests.conftest import Browser
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_programme, make_staff
from tests.factories.consultations import make_booking, make_slot
from tests.factories.content import make_module

SignIn = Callable[[Any], Browser]
NOTE = "Sutarėme pradėti nuo <b>trijų</b> sektorių.\n\nKitas žingsnis – ryšiai."


class Scene:
    """An author and a learner whose hour was yesterday, a colleague with another hour, a coordinator."""

    def __init__(self) -> None:
        self.module = make_module(slug="clusters")
        programme = make_programme(self.module)
        self.author, self.learner = make_user(name="Rasa Rasaitė"), make_user(name="Ona Onaitė")
        self.colleague, self.coordinator = make_user(name="Jonas Jonaitis"), make_user()
        make_staff(self.author, "author", module=self.module)
        make_staff(self.colleague, "author", module=self.module)
        make_staff(self.coordinator, "coordinator", programme=programme)
        self.booking = make_booking(make_slot(self.author, self.module, days=-1), self.learner)
        others = make_slot(self.colleague, self.module, days=-1)
        self.noise = make_booking(others, make_user(name="Kitas Kitaitis"))
        session.commit()
        self.path = f"/lt/consultations/{self.booking.id}"


@pytest.fixture
def scene(app: Any) -> Scene:
    return Scene()


def test_the_author_records_and_the_learner_reads(scene: Scene, sign_in: SignIn) -> None:
    author, learner = sign_in(scene.author), sign_in(scene.learner)
    assert "Rengėjas dar nepažymėjo" in learner.get(scene.path).text
    assert f"{scene.path}/outcome" not in learner.get(scene.path).text
    list_page = author.get("/lt/teach/consultations").text
    assert scene.path in list_page
    assert "Kitas Kitaitis" not in list_page
    answer = author.post_form(f"{scene.path}/outcome", {"outcome": "held", "note": NOTE})
    assert (answer.status_code, answer.location) == (303, scene.path)
    for browser in (author, learner):
        page = browser.get(scene.path.replace("/lt/", "/en/")).text
        assert "It took place" in page
        assert "&lt;b&gt;trijų&lt;/b&gt; sektorių.\n\nKitas žingsnis" in page
        assert 'lang="lt">Sutarėme' in page
        past = browser.get("/lt/consultations/past").text
        assert scene.path in past
        assert "Kitas Kitaitis" not in past
    assert scene.path not in author.get("/lt/teach/consultations").text


def test_who_did_not_come_reads_it_as_said_to_them(scene: Scene, sign_in: SignIn) -> None:
    author = sign_in(scene.author)
    author.post_form(f"{scene.path}/outcome", {"outcome": "learner-absent", "note": ""})
    assert "Besimokantysis nedalyvavo" in author.get(scene.path).text
    page = sign_in(scene.learner).get(scene.path).text
    assert "Nedalyvavote" in page
    assert "Besimokantysis nedalyvavo" not in page


def test_a_refused_record_keeps_what_was_typed(scene: Scene, sign_in: SignIn) -> None:
    author = sign_in(scene.author)
    answer = author.post_form(f"{scene.path}/outcome", {"note": "Sutarėme dėl ryšių."})
    assert answer.status_code == 422
    assert "Pažymėkite, ar konsultacija įvyko." in answer.text
    assert "Sutarėme dėl ryšių.</textarea>" in answer.text
    answer = author.post_form(f"{scene.path}/outcome", {"outcome": "held", "note": "a" * 4001})
    assert answer.status_code == 422
    (choice,) = re.findall(r'<input[^>]*value="held"[^>]*>', answer.text)
    assert "checked" in choice
    assert queries.get_booking(scene.booking.id).outcome is None


def test_what_has_not_begun_or_is_too_old_is_refused_in_words(scene: Scene, sign_in: SignIn) -> None:
    ahead = make_booking(make_slot(scene.author, scene.module, days=2), scene.learner)
    session.commit()
    author = sign_in(scene.author)
    typed = {"outcome": "held", "note": "Sutarėme dėl ryšių."}
    assert "/outcome" not in author.get(f"/lt/consultations/{ahead.id}").text
    answer = author.post_form(f"/lt/consultations/{ahead.id}/outcome", typed)
    assert answer.status_code == 409
    assert "Ši konsultacija dar neprasidėjo." in answer.text
    assert "Sutarėme dėl ryšių.</textarea>" in answer.text
    author.post_form(f"{scene.path}/outcome", {"outcome": "not-held"})
    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        author = sign_in(scene.author)
        answer = author.post_form(f"{scene.path}/outcome", typed)
        assert answer.status_code == 409
        assert "Įrašą galima taisyti septynias dienas" in answer.text
        assert f"{scene.path}/outcome" not in author.get(scene.path).text


def test_what_is_mended_shows_both_what_it_said(scene: Scene, sign_in: SignIn) -> None:
    author = sign_in(scene.author)
    author.post_form(f"{scene.path}/outcome", {"outcome": "not-held", "note": "Sutriko ryšys."})
    assert "Taisyti įrašą" in author.get(scene.path).text
    author.post_form(f"{scene.path}/outcome", {"outcome": "held", "note": "Susisiekėme telefonu."})
    page = sign_in(scene.learner).get(scene.path).text
    assert "Susisiekėme telefonu." in page
    assert "Kas buvo įrašyta anksčiau" in page
    assert "Sutriko ryšys." in page


def test_nobody_else_reads_or_records_it(scene: Scene, sign_in: SignIn) -> None:
    sign_in(scene.author).post_form(f"{scene.path}/outcome", {"outcome": "held", "note": "Slapta santrauka"})
    for person in (scene.colleague, scene.coordinator):
        browser = sign_in(person)
        assert browser.get(scene.path).status_code == 404
        assert browser.post_form(f"{scene.path}/outcome", {"outcome": "held"}).status_code == 404
        assert "Slapta santrauka" not in browser.get("/lt/consultations/past").text
    assert sign_in(scene.learner).post_form(f"{scene.path}/outcome", {}).status_code == 404


def test_who_had_no_consultations_is_led_to_them(scene: Scene, sign_in: SignIn) -> None:
    page = sign_in(make_user()).get("/en/consultations/past").text
    assert "You have had no consultations yet." in page


def test_after_a_week_it_waits_for_the_author(scene: Scene, sign_in: SignIn) -> None:
    with time_machine.travel(clock.now() + timedelta(days=7), tick=False):
        waiting = sign_in(scene.author).get("/lt/teach").text
        assert "Pažymėti, ar konsultacija įvyko" in waiting
        assert scene.path in waiting
        assert "Kitas Kitaitis" not in waiting


@pytest.mark.parametrize("count", [1, 30])
def test_pages_cost_the_same_however_much_is_over(
    scene: Scene, sign_in: SignIn, statements: Any, count: int
) -> None:
    for day in range(count):
        made = make_slot(scene.author, scene.module, days=-2 - day)
        make_booking(made, scene.learner, outcome="held", recorded_at=clock.now())
        make_booking(make_slot(scene.author, scene.module, days=-40 - day), scene.learner)
    session.commit()
    author, learner = sign_in(scene.author), sign_in(scene.learner)
    author.post_form(f"{scene.path}/outcome", {"outcome": "held", "note": "Sutarėme."})
    author.post_form(f"{scene.path}/outcome", {"outcome": "held", "note": "Sutarėme dėl ryšių."})
    for browser, path in (
        (author, "/lt/teach/consultations"),
        (author, "/lt/consultations/past"),
        (learner, "/lt/consultations/past"),
        (author, scene.path),
        (learner, scene.path),
    ):
        statements()
        assert browser.get(path).status_code == 200
        assert len(statements()) <= 12, path
