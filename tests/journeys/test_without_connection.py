"""The network is cut: what was begun can be read and written on, and arrives once when it is back."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.lived_in import Person
from tests.journeys.looking import troubles_of
from tests.journeys.window import PHONE, OpenWindow, Window
from tests.live import course
from tests.live.house import House
from tests.live.parts import books
from tests.live.wire import Wire

pytestmark = pytest.mark.browser

LESSON = f"{course.MODULE}/{course.lessons()[0]}"
NEXT = f"{course.MODULE}/{course.lessons()[1]}"
WORDS = "Rašyta be ryšio: ąčęėįšųūž „kabutės“ & <ženklai>."
LEFT = """async () => ({
  caches: await caches.keys(),
  stores: (await indexedDB.databases()).map(({ name }) => name),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  local: Object.keys(localStorage),
  session: Object.keys(sessionStorage),
})"""
NOTHING = {"caches": [], "stores": [], "workers": 0, "local": [], "session": []}


class Device:
    """A window whose line to the house can be cut, and which knows what that looks like."""

    def __init__(self, window: Window, wire: Wire) -> None:
        self.window, self.wire, self.page = window, wire, window.page

    def cut(self) -> None:
        """Take the network away."""
        self.wire.is_cut = True
        self.page.context.set_offline(True)

    def restore(self) -> None:
        """Give the network back."""
        self.wire.is_cut = False
        self.page.context.set_offline(False)

    def kept(self, *paths: str) -> None:
        """Wait until these pages are on the device and the worker answers for them."""
        wanted = [f"/{self.window.language}{path}" for path in paths]
        self._wait_until(
            """async (wanted) => {
              if (!navigator.serviceWorker.controller) return false;
              for (const path of wanted) if (!(await caches.match(path))) return false;
              return true;
            }""",
            wanted,
        )

    def nothing_waits(self) -> None:
        """Wait until everything has been sent."""
        self._wait_until(
            """() => new Promise((resolve) => {
              const asked = indexedDB.open("savimoka", 1);
              asked.onsuccess = () => {
                const all = asked.result.transaction("waiting").objectStore("waiting").getAll();
                all.onsuccess = () => {
                  asked.result.close();
                  const lines = all.result.map(({ kind, url, state }) => `${kind} ${url} ${state}`);
                  resolve(lines.join("; "));
                };
              };
            })""",
            wanted="",
        )

    def _wait_until(self, question: str, about: object = None, *, wanted: object = True) -> None:
        end = time.monotonic() + 40
        while (found := self.page.evaluate(question, about)) != wanted:
            assert time.monotonic() < end, found
            time.sleep(0.2)

    def forget_troubles(self) -> None:
        """Requests that failed because there was no network are what these tests want."""
        self.window.troubles = [
            trouble
            for trouble in self.window.troubles
            if not re.search("ERR_(INTERNET|EMPTY|CONNECTION|FAILED|NETWORK)|503 from|FetchEvent", trouble)
        ]


@pytest.fixture
def wire(house: House) -> Iterator[Wire]:
    found = Wire(house)
    yield found
    found.close()


@pytest.fixture
def learner(house: House, somebody: str) -> str:
    person = Person(house, somebody)
    person.enrol()
    person.begin_quiz(0)
    return somebody


@pytest.fixture
def open_device(open_window: OpenWindow, wire: Wire) -> Iterator[object]:
    opened = []

    def open_one(language: str = "lt", shape: dict[str, object] | None = None) -> Device:
        # To the window the line is the house.
        window = open_window(language, shape, house=wire)  # type: ignore[arg-type]
        opened.append(Device(window, wire))
        return opened[-1]

    yield open_one
    for device in opened:
        device.forget_troubles()


def draft_of(house: House, email: str) -> list[tuple[str]]:
    return _of(house, email, "SELECT draft_text FROM submissions s JOIN users u ON u.id = s.learner_id")


def asked_by(house: House, email: str) -> list[tuple[str]]:
    return _of(house, email, "SELECT m.text FROM messages m JOIN users u ON u.id = m.sender_id")


def read_by(house: House, email: str) -> list[tuple[str]]:
    of_enrolments = "JOIN enrolments e ON e.id = r.enrolment_id JOIN users u ON u.id = e.learner_id"
    return _of(house, email, f"SELECT r.lesson FROM readings r {of_enrolments}")


def _of(house: House, email: str, statement: str) -> list[tuple[str]]:
    return [(text,) for (text,) in books(house, f"{statement} WHERE u.email = :email", email=email)]


@pytest.mark.parametrize("language", ["lt", "en"])
def test_read_write_answer_and_ask_without_a_network(
    house: House, wire: Wire, open_device: object, learner: str, language: str
) -> None:
    device = open_device(language, PHONE)  # type: ignore[operator]
    window, page = device.window, device.page
    window.sign_in(learner)
    window.go(LESSON)
    window.go("/my")
    device.kept(LESSON, NEXT, f"{LESSON}/ask", course.QUIZ, course.ASSIGNMENT, course.MODULE, "/my")
    device.cut()
    # Reading: the page says that it was kept and when.
    window.go(LESSON)
    expect(page.locator(".offline-banner")).to_contain_text(re.compile(r"2\d{3}"))
    assert page.locator(".block").count() > 5
    assert troubles_of(window, 0) == []
    page.locator("button[name=next]").click()
    expect(page.locator("article[data-lesson]")).to_have_attribute("data-lesson", course.lessons()[1])
    # A question.
    window.go(f"{LESSON}/ask")
    page.locator("textarea[name=text]").fill(f"{WORDS} Klausimas.")
    window.press("Send the question")
    expect(page.locator("[data-offline-state]")).to_have_attribute("data-state", "trouble")
    # An answer and a draft.
    window.go(course.QUIZ)
    question = course.questions()[0]
    (right,) = course.right_values(question, language)
    page.locator(f"label[for=question-{question['key']}-{right}]").click()
    expect(page.locator(f"#question-{question['key']} [data-autosave-state]")).to_have_attribute(
        "data-state", "trouble"
    )
    window.go(course.ASSIGNMENT)
    page.locator("textarea[name=text]").fill(WORDS)
    expect(page.locator("#work [data-autosave-state]")).to_have_attribute("data-state", "trouble")
    # What waits can be seen, also in a page that is not on the device.
    window.go("/contact")
    expect(page.locator("h1")).to_have_text(window.said("No connection"))
    expect(page.locator("[data-waiting] li")).to_have_count(4)
    expect(page.locator("[data-waiting]")).to_contain_text(WORDS)
    expect(page.locator("[data-readable]")).to_contain_text(course.title(language))
    assert troubles_of(window, 1) == []
    window.go(course.ASSIGNMENT)
    expect(page.locator("textarea[name=text]")).to_have_value(WORDS)
    device.restore()
    device.nothing_waits()
    # All there, once, for whoever looks.
    assert draft_of(house, learner) == [(WORDS,)]
    assert asked_by(house, learner) == [(f"{WORDS} Klausimas.",)]
    assert read_by(house, learner) == [(course.lessons()[0],)]
    quiz = Person(house, learner, language).see(course.QUIZ).text
    assert re.search(rf'id="question-{question["key"]}-{right}" value="{right}" checked', quiz)
    window.go(LESSON)
    expect(page.locator(".offline-banner:visible")).to_have_count(0)
    expect(page.locator("#end form[data-offline]")).to_have_count(0)
