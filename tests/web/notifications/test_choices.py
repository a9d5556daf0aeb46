"""Choosing how one is told, and ending letters from a letter: by a person, and by a mail program."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from lms.domain.accounts.models import User
from lms.domain.notifications import queries, stopping
from lms.domain.notifications.models import Notice
from lms.foundation import clock
from lms.foundation.db import session
from tests.conftest import Browser
from tests.factories.accounts import make_user
from tests.factories.notifications import make_notice

SignIn = Callable[[User], Browser]
PAGE = "/lt/account/notices"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def typed(**values: Any) -> dict[str, Any]:
    ways = {
        f"way_{key}": "at-once"
        for key in ("results", "dates", "messages", "groups", "work", "plan", "reminders", "other")
    }
    return {"mail_days": ["1", "2", "3"], "digest_day": "2", **ways, **values}


def letter_address(user: User, *topics: str) -> str:
    """Where a letter to this person would lead its mail program."""
    return urlsplit(stopping.address_for(user.id, topics)).path


def test_choices_are_kept_and_shown(sign_in: SignIn) -> None:
    person, other = make_user(), make_user()
    browser = sign_in(person)
    answer = browser.post_form(
        PAGE, typed(way_messages="weekly", way_groups="in-app", way_results="any-hour")
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    session.expire_all()
    chosen = queries.choices_of(person.id)
    assert (chosen["messages"], chosen["groups"], chosen["results"]) == ("weekly", "in-app", "any-hour")
    person = session.get_one(User, person.id, populate_existing=True)
    assert (person.mail_days, person.digest_day) == ("123", 2)
    assert (queries.choices_of(other.id), other.mail_days) == ({}, "1234567")
    html = browser.get(PAGE).get_data(as_text=True)
    assert html.count(" checked") == 3 + 8
    browser.post_form(PAGE, typed(way_messages="daily"))
    assert queries.choices_of(person.id)["messages"] == "daily"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"mail_days": []}, "Choose at least one day."),
        ({"digest_day": "7"}, "The summary has to come on one of the days that you have chosen."),
        ({"way_results": "in-app"}, "Not a valid choice."),
        ({"way_messages": "any-hour"}, "Not a valid choice."),
        ({"mail_days": ["9"]}, ""),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(
    sign_in: SignIn, wrong: dict[str, Any], reason: str
) -> None:
    person = make_user()
    answer = sign_in(person).post_form("/en/account/notices", typed(**wrong))
    assert answer.status_code == 422
    assert reason in answer.get_data(as_text=True)
    assert queries.choices_of(person.id) == {}


def test_the_page_speaks_both_languages_and_costs_little(
    sign_in: SignIn, statements: Callable[[], list[str]]
) -> None:
    browser = sign_in(make_user())
    browser.get(PAGE)
    statements()
    html = browser.get(PAGE).get_data(as_text=True)
    assert len(statements()) <= 5
    assert "Kaip jums pranešame" in html
    # Letters about consultations cannot be switched off: whoever chooses reads where they belong.
    assert "Konsultacijos, kita darbo pateikimo diena, daugiau laiko testui." in html
    assert "How we tell you" in browser.get("/en/account/notices").get_data(as_text=True)
    assert PAGE in browser.get("/lt/account").get_data(as_text=True)


def test_opening_the_link_of_a_letter_changes_nothing_and_its_button_ends_the_letters(
    client: Browser,
) -> None:
    person, other = make_user(), make_user()
    waiting = make_notice(person, kind="message-posted", mail_due_at=clock.now())
    address = letter_address(person, "messages", "groups")
    session.commit()
    shown = client.get(address)
    assert shown.status_code == 200
    assert "Klausimai ir atsakymai ir Darbas grupėje" in shown.get_data(as_text=True)
    assert queries.choices_of(person.id) == {}
    assert client.post_form(address).status_code == 200
    session.expire_all()
    assert queries.choices_of(person.id) == {"messages": "in-app", "groups": "in-app"}
    assert queries.choices_of(other.id) == {}
    waiting = session.get_one(Notice, waiting.id, populate_existing=True)
    assert (waiting.way, waiting.mail) == ("in-app", "none")


def test_a_mail_program_ends_letters_with_one_click_without_session_or_token(client: Browser) -> None:
    person = make_user()
    address = letter_address(person, "messages")
    session.commit()
    assert client.post(address, data=ONE_CLICK).status_code == 200
    assert client.post(address, data=ONE_CLICK).status_code == 200
    assert queries.choices_of(person.id) == {"messages": "in-app"}


def test_a_key_holds_for_its_person_and_topics_alone(client: Browser) -> None:
    person = make_user()
    address = letter_address(person, "messages")
    session.commit()
    key = address.rpartition("/")[2]
    for wrong in (f"/lt/notices/stop/groups/{key}", f"/lt/notices/stop/results/{key}", address + "x"):
        assert client.get(wrong).status_code == 404
        assert client.post(wrong, data=ONE_CLICK).status_code == 404
    assert queries.choices_of(person.id) == {}
