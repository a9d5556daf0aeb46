"""The private address of one's dates: made on a page, asked for by calendars, ended by its owner."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar

from lms.domain.accounts.models import User
from lms.domain.assessment.models import PlannedDate
from lms.domain.learning import service as learning
from lms.foundation import clock
from lms.foundation.db import session
from lms.web.shell import limits
from tests.conftest import Browser
from tests.factories.accounts import actor_of, make_user
from tests.factories.catalogue import make_staff
from tests.factories.consultations import make_booking, make_slot
from tests.factories.content import make_module
from tests.factories.learning import make_enrolment
from tests.factories.messaging import make_conversation
from tests.factories.notifications import make_feed

SignIn = Callable[[User], Browser]
PAGE = "/lt/account/notices"


def shown_address(browser: Browser, language: str = "lt") -> str:
    """The address as the page shows it."""
    html = browser.get(f"/{language}/account/notices").get_data(as_text=True)
    found = re.search(r'id="calendar-address"[^>]* value="([^"]+)"', html)
    assert found, html
    assert f"webcal:{found[1].partition(':')[2]}" in html
    return unescape(found[1])


def fetch(client: Browser, address: str, **headers: str) -> Any:
    return client.get(urlsplit(address).path, headers=headers)


def test_an_address_is_made_used_renewed_and_switched_off(client: Browser, sign_in: SignIn) -> None:
    module, author, learner = make_module(), make_user(name="Rasa Rasaitė"), make_user()
    make_booking(make_slot(author, module), learner)
    browser = sign_in(learner)
    assert "calendar-address" not in browser.get(PAGE).get_data(as_text=True)
    answer = browser.post_form(f"{PAGE}/calendar", {"make": "1"})
    assert (answer.status_code, answer.location) == (303, f"{PAGE}#calendar")
    address = shown_address(browser)
    assert address.startswith("http://")
    answer = fetch(client, address)
    assert (answer.status_code, answer.content_type) == (200, "text/calendar; charset=utf-8")
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event["SUMMARY"] == "Konsultacija: Rasa Rasaitė"
    assert re.fullmatch(r"https?://[^/]+/lt/consultations/\d+", event["URL"])
    english = fetch(client, shown_address(browser, "en"))
    assert "Consultation: Rasa Rasaitė" in english.get_data(as_text=True)
    browser.post_form(f"{PAGE}/calendar", {"renew": "1"})
    assert fetch(client, address).status_code == 404
    fresh = shown_address(browser)
    assert fetch(client, fresh).status_code == 200
    browser.post_form(f"{PAGE}/calendar/drop", {"drop": "1"})
    assert fetch(client, fresh).status_code == 404
    assert "calendar-address" not in browser.get(PAGE).get_data(as_text=True)


def test_a_calendar_without_dates_is_a_calendar_too(client: Browser) -> None:
    token = make_feed(make_user())
    session.commit()
    calendar = Calendar.from_ical(client.get(f"/lt/calendar/{token}.ics").data)
    assert calendar.walk("VEVENT") == []
    # RFC 5545 wants at least one component; programs refuse a calendar of none.
    assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE"]


def test_what_has_not_changed_is_not_sent_again(client: Browser) -> None:
    module, learner = make_module(), make_user()
    token = make_feed(learner)
    make_booking(make_slot(make_user(), module), learner)
    session.commit()
    first = client.get(f"/lt/calendar/{token}.ics")
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in first.headers
    same = client.get(f"/lt/calendar/{token}.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    make_booking(make_slot(make_user(), module, days=8), learner)
    session.commit()
    other = client.get(f"/lt/calendar/{token}.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200
    assert other.headers["ETag"] != first.headers["ETag"]


def test_closed_accounts_and_guesses_find_nothing(client: Browser) -> None:
    person = make_user()
    token = make_feed(person)
    session.commit()
    assert client.get(f"/en/calendar/{token}.ics").status_code == 200
    assert client.get(f"/en/calendar/{token[:-1]}.ics").status_code == 404
    assert client.get("/en/calendar/1.ics").status_code == 404
    session.get_one(User, person.id, populate_existing=True).standing = "deactivated"
    session.commit()
    assert client.get(f"/en/calendar/{token}.ics").status_code == 404


@pytest.mark.usefixtures("early_in_the_hour")
def test_asking_without_end_is_bounded_for_each_by_themself(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CALENDAR_OF_PERSON", limits.Limit("calendar", 2, 3600))
    monkeypatch.setattr(limits, "CALENDARS_NOT_FOUND", limits.Limit("calendar-not-found", 2, 3600))
    token, other = make_feed(make_user()), make_feed(make_user())
    session.commit()
    answers = [client.get(f"/lt/calendar/{token}.ics").status_code for _try in range(3)]
    assert answers == [200, 200, 429]
    guesses = [client.get(f"/lt/calendar/guess-{number}.ics").status_code for number in range(3)]
    assert guesses == [404, 404, 429]
    assert client.get(f"/lt/calendar/{other}.ics").status_code == 200


def test_it_takes_few_statements_however_much_there_is(
    client: Browser, statements: Callable[[], list[str]]
) -> None:
    module, person = make_module(), make_user()
    make_staff(person, "author", module=make_module())
    token = make_feed(person)
    counts = []
    for _more in range(2):
        for number in range(3):
            own = make_module()
            make_enrolment(person, own)
            make_booking(make_slot(make_user(), own, days=2 + number), person)
            make_conversation(make_user(), module)
            planned = {"planned_on": clock.now().date() + timedelta(days=3), "set_at": clock.now()}
            where = {"learner_id": person.id, "module_id": own.module_id, "assignment": "actor-map"}
            session.add(PlannedDate(**where, **planned))
        learning.save_plan(actor_of(person), minutes_a_week=600, days=[1, 2, 3, 4, 5, 6, 7])
        session.commit()
        client.get(f"/lt/calendar/{token}.ics")  # what the process holds of courses afterwards
        statements()
        assert client.get(f"/lt/calendar/{token}.ics").status_code == 200
        counts.append(len(statements()))
    assert counts[0] == counts[1] <= 11


def test_the_plan_leads_to_it(sign_in: SignIn) -> None:
    learner = make_user()
    learning.save_plan(actor_of(learner), minutes_a_week=60, days=[2])
    make_enrolment(learner, make_module())
    session.commit()
    assert f"{PAGE}#calendar" in sign_in(learner).get("/lt/my/plan").get_data(as_text=True)
