"""What somebody has begun goes on: on another device, in the other language, without a connection."""

import re
import time

import pytest
from playwright.sync_api import Locator, Response, expect

from tests.journeys.answering import wait_until_it_saves_itself, wait_until_words_are_kept
from tests.journeys.lived_in import Person
from tests.journeys.window import PHONE, OpenWindow, Window
from tests.live import course
from tests.live.house import House

pytestmark = pytest.mark.browser

WORDS = "Rugiškių jaunuoliai vakarais neturi kur būti."


def saved(place: Locator) -> None:
    expect(place.locator("[data-autosave-state]")).to_have_attribute("data-state", "fine")
    expect(place.locator("[data-autosave-state]")).to_have_text(re.compile(r"\d\d:\d\d"))


def test_reading_goes_on_where_it_stopped_on_another_device(open_window: OpenWindow, quiz_taker: str) -> None:
    desk, phone = open_window("lt"), open_window("en", PHONE)
    desk.sign_in(quiz_taker)
    desk.go(f"{course.MODULE}/three-sectors")
    block = desk.page.locator(".block").nth(12)
    place = block.get_attribute("id")

    def is_of_this_place(answer: Response) -> bool:
        # Who has not scrolled for a while reads at the beginning, which is kept as well.
        return answer.url.endswith("/place") and f"block={place}&" in (answer.request.post_data or "")

    with desk.page.expect_response(is_of_this_place):
        block.evaluate("block => window.scrollTo(0, block.getBoundingClientRect().top + window.scrollY - 20)")
    phone.sign_in(quiz_taker)
    phone.go("/my")
    phone.follow("Continue where you stopped")
    phone.is_at(f"{course.MODULE}/three-sectors")
    link = phone.page.locator(f"a[href='#{place}']", has_text=phone.said("Continue where you stopped"))
    phone.page.wait_for_load_state("domcontentloaded")
    if link.count():  # else the button has led there already
        link.click()
    expect(phone.page.locator(f"#{place}")).to_be_in_viewport()


def test_answers_given_without_a_connection_are_saved_when_it_is_back(
    open_window: OpenWindow, quiz_taker: str
) -> None:
    window, other = open_window("lt"), open_window("en", PHONE)
    window.sign_in(quiz_taker)
    window.go(course.QUIZ)
    question = course.question_of("single", "true-false")
    (right,) = course.right_values(question, "lt")
    form = window.page.locator(f"#question-{question['key']}")
    wait_until_it_saves_itself(form)
    window.page.context.set_offline(True)
    form.locator(f"label[for=question-{question['key']}-{right}]").click()
    expect(form.locator("[data-autosave-state]")).to_have_attribute("data-state", "trouble")
    window.page.context.set_offline(False)
    saved(form)
    forget_being_offline(window)
    other.sign_in(quiz_taker)
    other.go(course.QUIZ)
    expect(other.page.locator(f"#question-{question['key']}-{right}")).to_be_checked()


def test_words_typed_without_a_connection_outlive_closing_the_page(
    house: House, open_window: OpenWindow, quiz_taker: str
) -> None:
    window = open_window("lt")
    window.sign_in(quiz_taker)
    window.go(course.ASSIGNMENT)
    wait_until_words_are_kept(window)
    window.page.context.set_offline(True)
    window.page.locator("textarea[name=text]").fill(WORDS)
    expect(window.page.locator("#work [data-autosave-state]")).to_have_attribute("data-state", "trouble")
    window.page.goto("about:blank")
    window.page.context.set_offline(False)
    forget_being_offline(window)
    window.go(course.ASSIGNMENT)
    expect(window.page.locator("textarea[name=text]")).to_have_value(WORDS)
    end, elsewhere = time.monotonic() + 60, Person(house, quiz_taker)
    while WORDS not in elsewhere.see(course.ASSIGNMENT).text:
        assert time.monotonic() < end, "the words never reached the server"
        time.sleep(0.2)


@pytest.mark.parametrize(
    "path",
    [f"{course.MODULE}/three-sectors/ask", course.ASSIGNMENT, "/account"],
    ids=["ask", "work", "account"],
)
def test_switching_the_language_keeps_what_was_typed(
    open_window: OpenWindow, quiz_taker: str, path: str
) -> None:
    window = open_window("lt")
    window.sign_in(quiz_taker)
    window.go(path)
    field = window.page.locator("textarea[name=text], input[name=form_of_address]")
    field.fill(WORDS)
    for language in ("en", "lt"):
        window.page.locator(f".language-switch a[hreflang={language}]").click()
        expect(window.page.locator("html")).to_have_attribute("lang", language)
        expect(field).to_have_value(WORDS)
    # The words may stand in the page before its script has taken those that went along.
    window.page.wait_for_function("() => sessionStorage.length === 0")


def test_switching_the_language_keeps_a_form_that_was_refused(open_window: OpenWindow) -> None:
    window = open_window("lt")
    window.go("/sign-up")
    window.fill("First name and surname", "Ona Onaitė")
    with window.expecting(422):
        window.press("Create the account")
        # The script that takes what was typed along is the one that puts the focus here.
        expect(window.page.locator("[data-error-summary]")).to_be_focused()
    window.page.locator(".language-switch a[hreflang=en]").click()
    expect(window.page.locator("html")).to_have_attribute("lang", "en")
    expect(window.page.locator("input[name=name]")).to_have_value("Ona Onaitė")


def test_an_answer_survives_a_change_of_language_and_a_second_tab(
    open_window: OpenWindow, quiz_taker: str
) -> None:
    window = open_window("lt")
    window.sign_in(quiz_taker)
    window.go(course.QUIZ)
    short = course.question_of("short")
    field = window.page.locator(f"#question-{short['key']} input[name=answer]")
    field.fill("pilietinis")  # at once: half of the word might be saved before the other half is typed
    window.page.locator(".language-switch a[hreflang=en]").click()
    expect(window.page.locator("html")).to_have_attribute("lang", "en")
    expect(field).to_have_value("pilietinis")
    # Only when it is saved: a tab that is opened in the middle of saving asks too early for what is saved
    # and too late for what waits.
    question = window.page.locator(f"#question-{short['key']}")
    saved = question.locator("[data-was-saved]").or_(question.locator("[data-state=fine]"))
    expect(saved.first).to_be_visible()
    tab = window.page.context.new_page()
    tab.goto(window.page.url)
    expect(tab.locator(f"#question-{short['key']} input[name=answer]")).to_have_value("pilietinis")


def forget_being_offline(window: Window) -> None:
    """The browser complains of every request without a connection; that is what these tests want."""
    window.troubles = [trouble for trouble in window.troubles if "ERR_INTERNET_DISCONNECTED" not in trouble]
