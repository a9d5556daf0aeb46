"""The head of a page is rendered once for each audience, and shows each reader their own."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, render_template

from lms.foundation.db import session
from lms.web.shell import frame
from lms.web.shell.pages import Unread
from lms.web.shell.session import viewer
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_programme, make_staff
from tests.factories.notifications import make_notice


@pytest.fixture
def person() -> Any:
    """An administrator who is author and coordinator and has something unread."""
    user = make_user(name="Ona <Onaitė>", is_admin=True)
    programme = make_programme()
    make_staff(user, programme=programme)
    make_staff(user, "coordinator", programme=programme)
    make_notice(user)
    make_notice(make_user())
    return user


@pytest.mark.parametrize("address", ["/lt/", "/en/my", "/lt/my/record", "/lt/help", "/lt/admin/news"])
def test_the_kept_bar_is_what_the_template_says(
    app: Flask, sign_in: Callable[..., Any], person: Any, address: str
) -> None:
    browser = sign_in(person)
    with browser:
        page = browser.get(address)
        assert page.status_code == 200
        plain = render_template("layout/viewer_bar.html", viewer=viewer(), unread=Unread(), here=address)
        kept = str(frame.viewer_bar())
    assert kept == plain
    assert kept in page.text
    assert "Ona &lt;Onaitė&gt;" in kept


def test_where_one_is_is_marked(client: Any, sign_in: Callable[..., Any], app: Flask) -> None:
    browser = sign_in(make_user())
    assert '<a href="/lt/my" aria-current="page">' in browser.get("/lt/my").text
    assert '<a href="/lt/my" aria-current="true">' in browser.get("/lt/my/record").text
    assert "aria-current" not in browser.get("/lt/help").text.split("site-nav")[1].split("</nav>")[0]
    assert '<a href="/lt/" aria-current="page">' in client.get("/lt/").text


def test_nobody_sees_another_readers_head(sign_in: Callable[..., Any], app: Flask) -> None:
    first, second = sign_in(make_user(name="Pirmas Žmogus")), sign_in(make_user(name="Antras Žmogus"))
    for _ in range(2):
        assert "Pirmas" not in second.get("/lt/my").text
        assert "Antras" not in first.get("/lt/my").text
    session.remove()


@pytest.mark.parametrize("address", ["/lt/my", "/lt/help", "/lt/offline?bare=1"])
def test_what_a_script_fetches_beside_takes_no_message_from_the_page_that_is_opened(
    sign_in: Callable[..., Any], person: Any, address: str
) -> None:
    browser = sign_in(person)
    with browser.session_transaction() as cookie:
        cookie["_flashes"] = [("success", "Jūsų klausimas išsiųstas.")]
    assert "klausimas išsiųstas" not in browser.get(address, headers={"Sec-Fetch-Mode": "cors"}).text
    opened = browser.get("/lt/my", headers={"Sec-Fetch-Mode": "navigate"}).text
    assert "klausimas išsiųstas" in opened
    assert "klausimas išsiųstas" not in browser.get("/lt/my").text
