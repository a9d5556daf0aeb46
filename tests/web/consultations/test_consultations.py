"""Offering and booking consultations on pages, in both languages and two time zones."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lms.domain.catalogue.models import Staff
from lms.domain.consultations import queries
from lms.domain.consultations.models import ConsultationSlot
from lms.domain.content import service as content
from lms.foundation import clock
from lms.foundation.db import session
from tests.conftest import Browser
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_staff
from tests.factories.consultations import make_booking, make_slot
from tests.factories.content import make_module
from tests.factories.learning import make_enrolment
from tests.factories.notifications import make_notice

SignIn = Callable[[Any], Browser]


class Scene:
    """An author in Vilnius, a learner in Oslo, and others with bookings of their own."""

    def __init__(self) -> None:
        self.module = make_module(slug="clusters")
        self.author = make_user(name="Rasa Rasaitė")
        self.learner = make_user(name="Ona Onaitė", time_zone="Europe/Oslo", language="en")
        make_staff(self.author, "author", module=self.module)
        make_enrolment(self.learner, self.module)
        self.other = make_user(name="Jonas Jonaitis")
        make_enrolment(self.other, self.module)
        self.slot = make_slot(self.author, self.module, starts_at=datetime(2036, 1, 29, 8, 0, tzinfo=UTC))
        taken = make_slot(self.author, self.module, days=6, place="slaptas kabinetas")
        self.noise = make_booking(taken, self.other, subject="Kito klausimas")
        session.commit()

    @property
    def offer(self) -> dict[str, str]:
        return {
            "module_id": str(self.module.module_id),
            "day": (clock.now() + timedelta(days=20)).date().isoformat(),
            "from_time": "10:00",
            "to_time": "11:00",
            "minutes": "30",
            "weeks": "2",
            "place": "https://pokalbiai.example.lt/rasa",
            "spoken": "lt",
        }


@pytest.fixture
def scene(app: Any) -> Scene:
    return Scene()


def test_an_author_offers_hours_and_takes_one_back(scene: Scene, sign_in: SignIn) -> None:
    browser = sign_in(scene.author)
    answer = browser.post_form("/lt/teach/consultations", scene.offer)
    assert (answer.status_code, answer.location) == (303, "/lt/teach/consultations")
    page = browser.get("/lt/teach/consultations").text
    assert "Pasiūlyti 4 laikai." in page
    assert "Jonas Jonaitis" in page
    slots = [each for each in queries.list_offered(scene.author.id, clock.now(), 50) if not each.booking_id]
    assert len(slots) == 5
    answer = browser.post_form(f"/lt/teach/consultations/slots/{slots[0].id}/withdraw")
    assert answer.status_code == 303
    assert len(queries.list_free_slots(scene.module.module_id, clock.now(), 50)) == 4


def test_a_refused_offer_keeps_what_was_typed(scene: Scene, sign_in: SignIn) -> None:
    browser = sign_in(scene.author)
    answer = browser.post_form("/en/teach/consultations", {**scene.offer, "to_time": "09:00"})
    assert answer.status_code == 422
    assert "The end must be later than the beginning." in answer.text
    assert 'value="https://pokalbiai.example.lt/rasa"' in answer.text
    answer = browser.post_form("/lt/teach/consultations", {**scene.offer, "day": "", "weeks": "x"})
    assert answer.status_code == 422
    assert "Nurodykite dieną." in answer.text


def test_a_learner_books_in_their_own_zone(scene: Scene, sign_in: SignIn) -> None:
    browser = sign_in(scene.learner)
    free = browser.get("/en/consultations/modules/clusters").text
    assert "09:00–09:30" in free
    assert "Norway (Europe/Oslo)" in free
    assert "pokalbiai.example.lt" not in free
    answer = browser.post_form(f"/en/consultations/slots/{scene.slot.id}/book", {"subject": "The actor map"})
    assert answer.status_code == 303
    page = browser.get(answer.location).text
    assert "29 January 2036, 09:00–09:30" in page
    assert "29 January 2036, 10:00, Lithuania (Europe/Vilnius)" in page
    assert 'href="https://pokalbiai.example.lt/rasa"' in page
    assert "10.00–10.30" in sign_in(scene.author).get(answer.location.replace("/en/", "/lt/")).text


def test_who_comes_too_late_is_told_and_sees_what_is_left(scene: Scene, sign_in: SignIn) -> None:
    path = f"/lt/consultations/slots/{scene.noise.slot_id}/book"
    answer = sign_in(scene.learner).post_form(path, {"subject": "Ar tinka mano <b>žemėlapis</b>?"})
    assert answer.status_code == 409
    assert "Ar tinka mano &lt;b&gt;žemėlapis&lt;/b&gt;?" in answer.text  # not to be typed again
    assert "Šį laiką ką tik užsisakė kitas besimokantysis." in answer.text
    assert "09.00–09.30" in answer.text
    assert "Jonas Jonaitis" not in answer.text


def test_nobody_books_an_hour_to_which_its_author_has_just_moved_the_time(
    scene: Scene, sign_in: SignIn
) -> None:
    browser, path = sign_in(scene.learner), f"/lt/consultations/slots/{scene.slot.id}/book"
    found = re.search(r'name="starts_at" value="([^"]+)"', browser.get(path).text)
    assert found
    slot = session.get_one(ConsultationSlot, scene.slot.id)
    slot.starts_at, slot.ends_at = (each + timedelta(hours=3) for each in (slot.starts_at, slot.ends_at))
    session.commit()
    answer = browser.post_form(path, {"subject": "Žemėlapis", "starts_at": found[1]})
    assert answer.status_code == 409
    assert "Rengėjas ką tik pakeitė šį laiką." in answer.text
    assert "Žemėlapis" in answer.text  # not to be typed again
    assert browser.post_form(path, {"subject": ""}).status_code == 422
    again = re.search(r'name="starts_at" value="([^"]+)"', browser.get(path).text)
    assert again
    assert browser.post_form(path, {"subject": "Žemėlapis", "starts_at": again[1]}).status_code == 303


def test_moving_and_cancelling_ask_for_a_reason(scene: Scene, sign_in: SignIn) -> None:
    booking = make_booking(scene.slot, scene.learner)
    later = make_slot(scene.author, scene.module, days=9)
    session.commit()
    path, browser = f"/lt/consultations/{booking.id}", sign_in(scene.learner)
    answer = browser.post_form(f"{path}/move", {"slot_id": str(later.id), "reason": ""})
    assert (answer.status_code, "Nurodykite pašnekovui priežastį." in answer.text) == (422, True)
    typed = {"slot_id": str(scene.noise.slot_id), "reason": "Netinka"}
    assert browser.post_form(f"{path}/move", typed).status_code == 422
    assert browser.post_form(f"{path}/move", {**typed, "slot_id": str(later.id)}).status_code == 303
    assert "Šią konsultaciją pakeitėte." in browser.get(path).text
    assert browser.post_form(f"{path}/cancel", {"reason": " "}).status_code == 422
    assert browser.post_form(f"{path}/cancel", {"reason": "Nebereikia"}).status_code == 303
    assert "Nebereikia" in sign_in(scene.author).get(path).text
    assert browser.get(f"{path}/move").status_code == 409


def test_a_consultation_of_a_withdrawn_module_leads_nowhere_else(scene: Scene, sign_in: SignIn) -> None:
    browser = sign_in(scene.other)
    path = f"/lt/consultations/{scene.noise.id}"
    content.withdraw("clusters", "test")
    session.commit()
    assert browser.post_form(f"{path}/cancel", {"reason": "Modulio nebėra"}).status_code == 303
    page = browser.get(path).text
    assert "/consultations/modules/clusters" not in page
    late = browser.post_form(f"/lt/consultations/slots/{scene.slot.id}/book", {"subject": "Klausimas"})
    assert late.status_code == 409
    assert "nebesiūl" in late.text


def test_the_author_moves_a_booked_time(scene: Scene, sign_in: SignIn) -> None:
    booking = make_booking(scene.slot, scene.learner)
    session.commit()
    path, browser = f"/lt/teach/consultations/slots/{scene.slot.id}", sign_in(scene.author)
    typed = {
        "day": "2036-01-30",
        "from_time": "14:00",
        "to_time": "14:45",
        "place": "312",
        "spoken": "either",
    }
    answer = browser.post_form(path, {**typed, "reason": ""})
    assert (answer.status_code, "Nurodykite pašnekovui priežastį." in answer.text) == (422, True)
    assert browser.post_form(path, {**typed, "reason": "Posėdis"}).status_code == 303
    moved = queries.get_booking(booking.id)
    assert (moved.starts_at, moved.sequence) == (datetime(2036, 1, 30, 12, 0, tzinfo=UTC), 1)


def test_who_told_the_other_side_reads_what_became_of_that_and_not_of_a_reminder(
    scene: Scene, sign_in: SignIn
) -> None:
    booking = make_booking(scene.slot, scene.learner)
    for kind, mail in (("consultation-booked", "sent"), ("consultation-near", "dropped")):
        about = {"subject": f"consultation:{booking.id}", "occasion": f"{kind}:{booking.id}:0"}
        make_notice(scene.learner, kind=kind, mail=mail, sent_at=clock.now(), **about)
    session.commit()
    html = sign_in(scene.author).get(f"/lt/consultations/{booking.id}").get_data(as_text=True)
    assert "Ona Onaitė: el. laiškas išsiųstas" in html
    assert "Ona Onaitė: el. laiško nepavyko" not in html


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_that_nobody_can_mean_is_refused_beside_its_field(
    day: str, scene: Scene, sign_in: SignIn
) -> None:
    browser = sign_in(scene.author)
    answer = browser.post_form("/lt/teach/consultations", {**scene.offer, "day": day, "from_time": "00:30"})
    assert (answer.status_code, 'href="#day"' in answer.text) == (422, True)
    typed = {**scene.offer, "day": day, "from_time": "00:30", "reason": "Posėdis"}
    answer = browser.post_form(f"/lt/teach/consultations/slots/{scene.slot.id}", typed)
    assert (answer.status_code, 'href="#day"' in answer.text) == (422, True)


def test_a_calendar_file_is_a_private_attachment(scene: Scene, sign_in: SignIn) -> None:
    booking = make_booking(scene.slot, scene.learner)
    session.commit()
    answer = sign_in(scene.learner).get(f"/en/consultations/{booking.id}/calendar.ics")
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert b"METHOD:PUBLISH" in answer.data
    assert b"DTSTART:20360129T080000Z" in answer.data
    assert scene.author.email.encode() not in answer.data


def test_a_hostile_place_is_words(scene: Scene, sign_in: SignIn) -> None:
    scene.slot.place = 'javascript:alert("1")<script>'
    booking = make_booking(scene.slot, scene.learner, subject="<b>Klausimas</b>")
    session.commit()
    page = sign_in(scene.learner).get(f"/en/consultations/{booking.id}").text
    assert 'href="javascript' not in page
    assert "<b>Klausimas" not in page


def test_who_is_no_author_any_more_still_keeps_what_was_promised(scene: Scene, sign_in: SignIn) -> None:
    booking = make_booking(scene.slot, scene.learner)
    elsewhere = make_booking(make_slot(make_user(), scene.module), scene.other, subject="Kita")
    session.commit()
    author, own = sign_in(scene.author), f"/lt/consultations/{booking.id}"
    assert own not in author.get("/lt/consultations").text  # authors have a page for it
    session.query(Staff).filter_by(user_id=scene.author.id).delete()
    session.commit()
    assert author.get("/lt/teach/consultations").status_code == 404
    listed = author.get("/lt/consultations").text
    assert "Besimokančiųjų užsakytos konsultacijos su jumis" in listed
    assert f'href="{own}"' in listed
    assert f"/consultations/{elsewhere.id}" not in listed
    change = f"/lt/teach/consultations/slots/{scene.slot.id}"
    for path in (own, change):
        page = author.get(path).text
        assert 'href="/lt/consultations"' in page
        assert 'href="/lt/teach/consultations"' not in page
    typed = {"day": "2036-01-30", "from_time": "14:00", "to_time": "14:45", "place": "312", "spoken": "lt"}
    assert author.post_form(change, {**typed, "reason": "Posėdis"}).location == own
    assert author.post_form(f"{own}/cancel", {"reason": "Nebedirbu"}).status_code == 303
    assert f'href="{own}"' not in author.get("/lt/consultations").text
    assert author.post_form(f"{change}/withdraw").location == "/lt/consultations"
    assert "Besimokančiųjų užsakytos" not in sign_in(scene.learner).get("/lt/consultations").text


@pytest.mark.parametrize("count", [1, 30])
def test_pages_cost_the_same_however_much_is_offered(
    scene: Scene, sign_in: SignIn, statements: Any, count: int
) -> None:
    slots = [make_slot(scene.author, scene.module, days=10 + day) for day in range(count)]
    booking = make_booking(slots[0], scene.learner)
    session.commit()
    learner, author = sign_in(scene.learner), sign_in(scene.author)
    for browser, path in (
        (learner, "/lt/consultations"),
        (learner, "/lt/consultations/modules/clusters"),
        (learner, f"/lt/consultations/slots/{scene.slot.id}/book"),
        (learner, f"/lt/consultations/{booking.id}"),
        (learner, f"/lt/consultations/{booking.id}/move"),
        (author, "/lt/teach/consultations"),
        (author, f"/lt/consultations/{booking.id}"),
        (author, f"/lt/teach/consultations/slots/{scene.slot.id}"),
    ):
        statements()
        assert browser.get(path).status_code == 200
        assert len(statements()) <= 12, path
