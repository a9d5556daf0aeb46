"""Text and colours: chosen by anyone, kept in the account or on the device, shown by every page."""

from collections.abc import Callable
from typing import Any

import pytest

from lms.domain.accounts.appearance import USUAL, Appearance, chosen, read_appearance
from lms.domain.accounts.queries import get_user
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.content import make_lesson, make_module

ADDRESS = "/lt/appearance"
DARK = {"text_size": "large", "line_spacing": "wide", "color_scheme": "dark"}
SAID = ' data-text-size="large" data-line-spacing="wide" data-color-scheme="dark">'


def first_element(page: Any) -> str:
    return str(page.text[page.text.index("<html") :].split(">")[0]) + ">"


def test_what_a_cookie_holds_is_read_or_left_alone() -> None:
    assert read_appearance("large.wide.dark") == Appearance("large", "wide", "dark")
    assert read_appearance(Appearance("small", "close", "light").written).color_scheme == "light"
    for odd in ("", "a.b", "large", "x.y.z", '".".">', "large.wide.dark.more", "." * 99):
        assert read_appearance(odd) == USUAL
    assert chosen("huge", "", "dark") == Appearance(color_scheme="dark")


def test_a_visitor_chooses_for_this_device(client: Any, app: Any) -> None:
    make_module(slug="concepts", lessons=(make_lesson("first"),))
    session.commit()
    assert "Pasirinkimas saugomas šiame įrenginyje." in client.get(ADDRESS).text
    answer = client.post_form(ADDRESS, {**DARK, "next": "/lt/modules/concepts/first"})
    assert (answer.status_code, answer.location) == (303, "/lt/modules/concepts/first")
    (cookie,) = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("look=")]
    assert "look=large.wide.dark" in cookie and "SameSite=Lax" in cookie and "HttpOnly" not in cookie
    for address in ("/lt/modules/concepts/first", "/lt/", "/lt/sign-in", ADDRESS):
        assert first_element(client.get(address)).endswith(SAID)
    another = app.test_client()
    assert "data-" not in first_element(another.get("/lt/modules/concepts/first"))


def test_a_member_takes_the_choice_to_every_device(sign_in: Callable[..., Any]) -> None:
    user = make_user()
    make_module(slug="concepts", lessons=(make_lesson("first"),))
    session.commit()
    answer = sign_in(user).post_form(ADDRESS, DARK, headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 204
    session.remove()
    assert get_user(user.id).appearance == "large.wide.dark"
    phone, others = sign_in(user), sign_in(make_user())
    for address in ("/lt/modules/concepts/first", "/lt/my", "/en/account"):
        assert first_element(phone.get(address)).endswith(SAID)
        assert "data-" not in first_element(others.get(address))


def test_the_account_knows_better_than_the_device(client: Any, sign_in: Callable[..., Any]) -> None:
    user = make_user(appearance="normal.normal.light")
    session.commit()
    browser = sign_in(user)
    browser.set_cookie("look", "large.wide.dark")
    assert first_element(browser.get("/lt/my")).endswith(' data-color-scheme="light">')
    undecided = sign_in(make_user())
    undecided.set_cookie("look", "large.wide.dark")
    assert first_element(undecided.get("/lt/my")).endswith(SAID)


@pytest.mark.parametrize("typed", [{}, {**DARK, "text_size": "huge"}, {**DARK, "color_scheme": ""}])
def test_what_is_not_offered_is_refused(client: Any, typed: dict[str, str]) -> None:
    answer = client.post_form(ADDRESS, typed)
    assert answer.status_code == 422
    assert "look=" not in str(answer.headers)


def test_it_leads_nobody_astray(client: Any) -> None:
    for elsewhere in ("//elsewhere.example", "https://elsewhere.example/", "/\\elsewhere"):
        answer = client.post_form(ADDRESS, {**DARK, "next": elsewhere})
        assert answer.location == ADDRESS
        text = client.get(ADDRESS, query_string={"next": elsewhere}).text
        assert 'name="next"' not in text and f'href="{elsewhere}"' not in text


def test_it_speaks_both_languages(client: Any) -> None:
    assert "Tekstas ir spalvos" in client.get(ADDRESS).text
    assert "Text and colours" in client.get("/en/appearance").text


def test_nothing_hostile_reaches_the_page(client: Any) -> None:
    client.set_cookie("look", '"><script>.x.y')
    assert "script>.x" not in client.get("/lt/").text
