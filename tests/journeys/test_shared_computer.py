"""On a computer that others use too, nothing of a person stays behind when they have gone."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import SOMEBODY
from tests.journeys.lived_in import Person
from tests.journeys.window import OpenWindow, Window
from tests.live import course
from tests.live.house import House

pytestmark = pytest.mark.browser
SECRET = "Apie savo kaimynus rašau tik čia"


@pytest.fixture
def window(house: House, open_window: OpenWindow, somebody: str) -> Window:
    Person(house, somebody).enrol()
    return open_window("lt", service_workers="allow")


def sign_in_on_a_shared_computer(window: Window, email: str) -> None:
    window.go("/sign-in")
    window.page.get_by_label(window.said("Others use this computer too")).check()
    window.sign_in(email)


def sign_out(window: Window) -> None:
    window.page.locator(".site-account summary").click()
    window.press("Sign out")
    window.is_at("/sign-in")


def _saves_the_draft(window: Window) -> None:
    window.press("Save draft")
    expect(window.page.locator(".flashes")).to_contain_text(window.said("Draft saved."))


def test_after_signing_out_the_back_button_shows_nothing_personal(window: Window, somebody: str) -> None:
    sign_in_on_a_shared_computer(window, somebody)
    for path in ("/account", "/my", course.ASSIGNMENT):
        window.go(path)
    window.page.locator("textarea[name=text]").fill(SECRET)
    _saves_the_draft(window)
    expect(window.page.locator("textarea[name=text]")).to_have_value(SECRET)
    window.go("/my")
    sign_out(window)
    for _step in range(6):
        window.page.go_back()
        text = window.page.locator("body").inner_text()
        assert SOMEBODY not in text, window.page.url
        assert somebody not in window.page.content(), window.page.url
        assert SECRET not in window.page.content(), window.page.url


def test_words_that_were_not_sent_do_not_wait_on_a_shared_computer(window: Window, somebody: str) -> None:
    sign_in_on_a_shared_computer(window, somebody)
    window.go(course.ASSIGNMENT)
    text = window.page.locator("textarea[name=text]")
    state = window.page.locator("#work [data-autosave-state]")
    text.fill("Problema")
    expect(state).to_have_attribute("data-state", "fine")  # what saves has come while there was a connection
    window.page.context.set_offline(True)
    text.fill(SECRET)
    expect(state).to_have_attribute("data-state", "trouble")
    assert SECRET not in window.page.evaluate("JSON.stringify(localStorage)")
    window.page.context.set_offline(False)
    expect(state).to_have_attribute("data-state", "fine")  # nothing is on its way any more
    window.troubles = [trouble for trouble in window.troubles if "ERR_INTERNET_DISCONNECTED" not in trouble]


def test_the_next_person_sees_their_own_things_only(window: Window, somebody: str) -> None:
    sign_in_on_a_shared_computer(window, somebody)
    window.go(course.ASSIGNMENT)
    window.page.locator("textarea[name=text]").fill(SECRET)
    _saves_the_draft(window)
    sign_out(window)
    window.sign_in("learner@demo.example")
    window.go(course.ASSIGNMENT)
    expect(window.page.locator(".site-account__name")).to_have_text("Ingrida Petrauskienė")
    assert SECRET not in window.page.content()
    assert window.page.evaluate("localStorage.length") == 0
