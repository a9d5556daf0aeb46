"""Before a session ends its owner is asked; after it the same words go on."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.lived_in import Person
from tests.journeys.looking import troubles_of
from tests.journeys.test_without_connection import LEFT, NOTHING, draft_of
from tests.journeys.window import PHONE, OpenWindow, Window
from tests.live import course
from tests.live.house import House
from tests.live.parts import books

pytestmark = pytest.mark.browser
LONGEST_MS = 150_000  # who did not hear in time how long there is asks again after a minute
WORDS = "Rašyta, kol laikas ėjo į pabaigą."


@pytest.fixture
def learner(house: House, somebody: str) -> str:
    Person(house, somebody).enrol()
    return somebody


def sign_in(window: Window, email: str, *, shared: bool) -> None:
    """Sign in on a device that nobody tells how long there is: it would believe that for a day.

    No page is left open that could still ask.
    """
    window.page.route("**/here", lambda route: route.abort("aborted"))
    window.go("/sign-in")
    if shared:
        window.page.get_by_label(window.said("Others use this computer too")).check()
    window.sign_in(email)
    window.page.goto("about:blank")
    window.page.unroute("**/here")


def ends_in(house: House, email: str, seconds: int) -> None:
    """Let the person's session end so soon."""
    books(
        house,
        "UPDATE user_sessions SET expires_at = datetime('now', :later) || '.000000',"
        " last_seen_at = datetime('now') || '.000000'"
        " WHERE user_id = (SELECT id FROM users WHERE email = :email)",
        later=f"{seconds:+} seconds",
        email=email,
    )


def until(is_so: Callable[[], bool]) -> None:
    """Wait until it is so."""
    end = time.monotonic() + 90
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.1)


def minutes_left(house: House, email: str) -> float:
    ((days,),) = books(
        house,
        "SELECT julianday(expires_at) - julianday('now') FROM user_sessions WHERE user_id ="
        " (SELECT id FROM users WHERE email = :email) ORDER BY id DESC LIMIT 1",
        email=email,
    )
    return float(days) * 24 * 60


class ToldLater:
    """Lets requests wait until somebody says so."""

    def __init__(self) -> None:
        self._is_told, self._waiting = False, list[Route]()

    def answer(self, route: Route) -> None:
        """Let it go on, or wait."""
        if self._is_told:
            route.continue_()
        else:
            self._waiting.append(route)

    def tell(self) -> None:
        """Let all of them go on."""
        self._is_told = True
        for route in self._waiting:
            route.continue_()


@pytest.mark.parametrize(("language", "shared"), [("lt", True), ("en", False)])
def test_who_is_asked_in_time_stays(
    house: House, open_window: OpenWindow, learner: str, language: str, shared: bool
) -> None:
    window = open_window(language, PHONE)
    sign_in(window, learner, shared=shared)
    ends_in(house, learner, 290)
    # Once the dialog is there nobody can type: how long there is, is told when the words stand.
    told = ToldLater()
    window.page.route("**/here", told.answer)
    window.go(course.ASSIGNMENT)
    window.page.locator("textarea[name=text]").fill(WORDS)
    told.tell()
    dialog = window.page.get_by_role("alertdialog")
    expect(dialog).to_contain_text(window.said("You will soon be signed out"), timeout=LONGEST_MS)
    window.page.unroute("**/here")  # what is asked from now on waits for nobody
    expect(dialog.locator("[data-minutes]")).to_have_text(re.compile(r"\b[2-5]\b"))
    stay = dialog.get_by_role("button", name=window.said("Stay signed in"))
    expect(stay).to_be_focused()
    assert troubles_of(window, 0) == []
    stay.press("Enter")
    expect(dialog).to_have_count(0)
    expect(window.page.locator("textarea[name=text]")).to_have_value(WORDS)
    expect(window.page.locator("#work [data-autosave-state]")).to_have_attribute("data-state", "fine")
    until(lambda: minutes_left(house, learner) > 100)
    until(lambda: draft_of(house, learner) == [(WORDS,)])


def lets_time_run_out(house: House, email: str) -> Callable[[Route], None]:
    """Answer twice that two seconds are left, and then, when the session has ended, what is true."""
    answers = iter((True, False))

    def answer(route: Route) -> None:
        is_first = next(answers, None)
        if is_first is None:
            route.continue_()
            return
        true = route.fetch()
        if not is_first:
            ends_in(house, email, -1)
        route.fulfill(response=true, json={**true.json(), "seconds_left": 2})

    return answer


@pytest.mark.parametrize(("language", "shared"), [("en", True), ("lt", False)])
def test_who_comes_too_late_goes_on_with_the_same_words(
    house: House, open_window: OpenWindow, learner: str, language: str, shared: bool
) -> None:
    window = open_window(language)
    page = window.page
    sign_in(window, learner, shared=shared)
    page.route("**/here", lets_time_run_out(house, learner))
    window.go(course.ASSIGNMENT)
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_contain_text(window.said("You have been signed out"), timeout=LONGEST_MS)
    page.unroute("**/here")
    assert troubles_of(window, 1) == []
    # Whoever closes the message can still write; it is not saved, and says so.
    window.expected.add(401)
    dialog.get_by_role("button", name=window.said("Close this message")).click()
    page.locator("textarea[name=text]").fill(WORDS)
    expect(page.locator("#work [data-autosave-state]")).to_have_attribute("data-state", "trouble")
    if shared:
        assert page.evaluate(LEFT) == NOTHING
    with page.context.expect_page() as opened:
        page.evaluate(f"open('/{language}/sign-in')")
    other = opened.value
    other.get_by_label(window.said("E-mail address"), exact=True).fill(learner)
    other.get_by_label(window.said("Password"), exact=True).fill("savimoka-demo")
    if shared:
        other.get_by_label(window.said("Others use this computer too")).check()
    other.get_by_role("button", name=window.said("Sign in"), exact=True).click()
    expect(other.locator(".site-account")).to_be_visible()
    other.close()
    page.bring_to_front()
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("textarea[name=text]")).to_have_value(WORDS)
    expect(page.locator("#work [data-autosave-state]")).to_have_attribute("data-state", "fine")
    until(lambda: draft_of(house, learner) == [(WORDS,)])
