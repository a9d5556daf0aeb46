"""The network is cut: what was begun can be read and written on, and arrives once when it is back."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.answering import answer, form_of
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
WORDS_BEFORE = "Rašyta su ryšiu."
WORDS = "Rašyta be ryšio: ąčęėįšųūž „kabutės“ & <ženklai>."
LEFT = """async () => ({
  caches: await caches.keys(),
  stores: (await indexedDB.databases()).map(({ name }) => name),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  local: Object.keys(localStorage),
  session: Object.keys(sessionStorage),
})"""
EVERYTHING_KEPT = """() => new Promise((resolve) => {
  const asked = indexedDB.open("savimoka", 1);
  asked.onsuccess = () => {
    const work = asked.result.transaction(["waiting", "facts"]);
    const waiting = work.objectStore("waiting").getAll();
    const facts = work.objectStore("facts").getAllKeys();
    work.oncomplete = () => {
      asked.result.close();
      resolve({ waiting: waiting.result, facts: facts.result });
    };
  };
})"""
ANSWERS = """() => [...document.querySelectorAll("[data-question] [name=answer]")].map((input) =>
  [input.closest("form").id, input.value, input.checked].join(" "))"""
LISTENS = """async () => {
  const script = performance.getEntriesByType("resource").find(({ name }) => name.includes("/js/offline.js"));
  if (script) await import(script.name);
  await new Promise((done) => requestIdleCallback(done, { timeout: 3000 }));
  return Boolean(script);
}"""
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

    def go(self, path: str) -> None:
        """Open an address and wait until its scripts listen and have looked for what waits."""
        self.window.go(path)
        self.page.wait_for_function(LISTENS)

    def kept(self, *paths: str) -> None:
        """Wait until these pages are on the device and the worker answers for them."""
        wanted = [f"/{self.window.language}{path}" for path in paths]
        self.wait_until(
            """async (wanted) => {
              const lacking = navigator.serviceWorker.controller ? [] : ["a worker"];
              for (const path of wanted) if (!(await caches.match(path))) lacking.push(path);
              return lacking;
            }""",
            wanted,
            wanted=[],
        )

    def nothing_waits(self) -> None:
        """Wait until everything has been sent."""
        self.wait_until(
            """() => new Promise((resolve) => {
              const asked = indexedDB.open("savimoka", 1);
              asked.onsuccess = () => {
                const all = asked.result.transaction("waiting").objectStore("waiting").getAll();
                all.onsuccess = () => {
                  asked.result.close();
                  const open = all.result.filter(({ state }) => state !== "sent");
                  resolve(open.map(({ kind, url, state }) => `${kind} ${url} ${state}`).join("; "));
                };
              };
            })""",
            wanted="",
        )

    def wait_until(self, question: str, about: object = None, *, wanted: object = True) -> None:
        """Ask the page until it answers what is wanted."""
        end = time.monotonic() + 240
        while (found := self.page.evaluate(question, about)) != wanted:
            assert time.monotonic() < end, (found, self.window.troubles)
            time.sleep(0.2)

    def forget_troubles(self) -> None:
        """Requests that failed because there was no network are what these tests want."""
        self.window.troubles = [
            trouble
            for trouble in self.window.troubles
            if not re.search("ERR_(INTERNET|EMPTY|CONNECTION|FAILED|NETWORK)|503 from|FetchEvent", trouble)
        ]


OpenDevice = Callable[..., Device]


@pytest.fixture
def wire(house: House) -> Iterator[Wire]:
    found = Wire(house)
    yield found
    found.close()


@pytest.fixture
def open_device(open_window: OpenWindow, wire: Wire) -> Iterator[OpenDevice]:
    opened: list[Device] = []

    def open_one(language: str = "lt", shape: dict[str, object] | None = None) -> Device:
        # To the window the line is the house.
        window = open_window(language, shape, house=wire, service_workers="allow")  # type: ignore[arg-type]
        opened.append(Device(window, wire))
        return opened[-1]

    yield open_one
    for device in opened:
        device.page.close()
        device.forget_troubles()


def answer_and_write(device: Device) -> object:
    """Answer questions of five kinds and begin the draft; once that has arrived, tell what was answered."""
    window, page = device.window, device.page
    device.go(course.QUIZ)
    questions = [course.question_of(kind) for kind in ("single", "multiple", "short", "matching", "ordering")]
    for question in questions[:-1]:
        answer(window, question)
    form_of(window, questions[-1]).locator("[data-move='1']").first.click()
    for question in questions:
        state = form_of(window, question).locator("[data-autosave-state]")
        expect(state).to_have_attribute("data-state", "fine")
    answers: object = page.evaluate(ANSWERS)
    window.go(course.ASSIGNMENT)
    page.locator("textarea[name=text]").fill(WORDS_BEFORE)
    expect(page.locator("#work [data-autosave-state]")).to_have_attribute("data-state", "fine")
    return answers


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
    house: House, wire: Wire, open_device: OpenDevice, quiz_taker: str, language: str
) -> None:
    device = open_device(language, PHONE)
    window, page = device.window, device.page
    window.sign_in(quiz_taker)
    window.go(LESSON)
    window.go("/my")
    device.kept(LESSON, NEXT, f"{LESSON}/ask", course.QUIZ, course.ASSIGNMENT, course.MODULE, "/my")
    # The pages that are kept do not know of what arrives now.
    answers = answer_and_write(device)
    device.cut()
    # Reading: the page says that it was kept and when.
    window.go(LESSON)
    expect(page.locator(".offline-banner")).to_contain_text(re.compile(r"2\d{3}"))
    assert page.locator(".block").count() > 5
    assert troubles_of(window, 0) == []
    page.locator("button[name=next]").click()
    expect(page.locator("article[data-lesson]")).to_have_attribute("data-lesson", course.lessons()[1])
    # A question.
    device.go(f"{LESSON}/ask")
    page.locator("textarea[name=text]").fill(f"{WORDS} Klausimas.")
    window.press("Send the question")
    expect(page.locator("[data-offline-state]")).to_have_attribute("data-state", "trouble")
    # An answer and a draft, and those that had arrived before.
    window.go(course.QUIZ)
    device.wait_until(ANSWERS, wanted=answers)
    expect(page.locator("[data-answered]").first).to_contain_text(re.compile(r"\b5\b"))
    question = course.question_of("single", "true-false")
    (right,) = course.right_values(question, language)
    page.locator(f"label[for=question-{question['key']}-{right}]").click()
    expect(page.locator(f"#question-{question['key']} [data-autosave-state]")).to_have_attribute(
        "data-state", "trouble"
    )
    window.go(course.ASSIGNMENT)
    expect(page.locator("textarea[name=text]")).to_have_value(WORDS_BEFORE)
    page.locator("textarea[name=text]").fill(WORDS)
    expect(page.locator("#work [data-autosave-state]")).to_have_attribute("data-state", "trouble")
    # What waits can be seen, also in a page that is not on the device.
    window.go("/contact")
    expect(page.locator("h1")).to_have_text(window.said("No connection"))
    expect(page.locator("[data-waiting] li")).to_have_count(4)
    expect(page.locator("[data-waiting]")).to_contain_text(WORDS)
    # The heading leads to the module; it is not said once more below.
    expect(page.locator("[data-readable] h3 a").filter(has_text=course.title(language))).to_have_count(1)
    readable = page.locator("[data-readable]")
    expect(readable.get_by_role("link", name=course.title(language), exact=True)).to_have_count(1)
    assert troubles_of(window, 1) == []
    window.go(course.ASSIGNMENT)
    expect(page.locator("textarea[name=text]")).to_have_value(WORDS)
    device.restore()
    device.nothing_waits()
    # All there, once, for whoever looks.
    assert draft_of(house, quiz_taker) == [(WORDS,)]
    assert asked_by(house, quiz_taker) == [(f"{WORDS} Klausimas.",)]
    assert read_by(house, quiz_taker) == [(course.lessons()[0],)]
    quiz = Person(house, quiz_taker, language).see(course.QUIZ).text
    assert re.search(rf'id="question-{question["key"]}-{right}" value="{right}" checked', quiz)
    window.go(LESSON)
    expect(page.locator(".offline-banner:visible")).to_have_count(0)
    expect(page.locator("#end form[data-offline]")).to_have_count(0)


def test_a_line_that_fails_for_a_moment_costs_no_reader_their_pages(
    wire: Wire, open_device: OpenDevice, quiz_taker: str
) -> None:
    device = open_device("lt", PHONE)
    # Without the one no worker begins, without the other no page is fetched; browsers try twice.
    wire.does_not_fetch = {"/en/offline": 4, "/lt/offline/pages": 4}
    device.window.sign_in(quiz_taker)
    device.window.go(LESSON)
    device.kept(LESSON, NEXT, course.ASSIGNMENT)
    assert wire.does_not_fetch == {"/en/offline": 0, "/lt/offline/pages": 0}


def test_a_page_that_no_worker_brought_is_taken_by_it(open_device: OpenDevice, quiz_taker: str) -> None:
    device = open_device("lt", PHONE)
    device.window.sign_in(quiz_taker)
    device.window.go(LESSON)
    device.kept(LESSON)
    # As a page whose navigation began before its worker did, one that is fetched by force has none.
    devtools = device.page.context.new_cdp_session(device.page)
    with device.page.expect_navigation():
        devtools.send("Page.reload", {"ignoreCache": True})
    device.kept(LESSON)


@pytest.mark.parametrize("language", ["lt", "en"])
def test_what_did_not_come_is_told(
    wire: Wire, open_device: OpenDevice, quiz_taker: str, language: str
) -> None:
    device = open_device(language, PHONE)
    device.window.sign_in(quiz_taker)
    device.window.go("/offline")
    keep = device.page.locator("[data-keep]")
    expect(keep).to_be_checked()
    wire.does_not_fetch = {"/offline/pages": 99}
    keep.uncheck()
    state = device.page.locator("[data-keep-state]")
    expect(state).to_have_text(device.window.said("What was kept for reading is removed."))
    keep.check()
    told = device.window.said(
        "Not everything could be fetched."
        " What is missing will be fetched by itself when you next open a page."
    )
    expect(state).to_have_text(told)
    assert troubles_of(device.window, 0) == []


def test_an_answer_that_was_lost_on_its_way_is_not_a_second_question(
    house: House, wire: Wire, open_device: OpenDevice, quiz_taker: str
) -> None:
    device = open_device("lt")
    window, page = device.window, device.page
    window.sign_in(quiz_taker)
    device.go(f"{LESSON}/ask")
    page.locator("textarea[name=text]").fill(WORDS)
    wire.loses["/ask"] = 99
    window.press("Send the question")
    expect(page.locator("[data-offline-state]")).to_have_attribute("data-state", "trouble")
    assert asked_by(house, quiz_taker) == [(WORDS,)]  # it had arrived
    wire.loses.clear()
    window.go("/my")
    device.nothing_waits()
    assert len([path for path in wire.posts if path.endswith("/ask")]) >= 2
    assert asked_by(house, quiz_taker) == [(WORDS,)]


def test_two_devices_that_wrote_on_meanwhile_are_shown_both(
    house: House, wire: Wire, open_device: OpenDevice, open_window: OpenWindow, quiz_taker: str
) -> None:
    device, desk = open_device("en", PHONE), open_window("en")
    window, page = device.window, device.page
    window.sign_in(quiz_taker)
    window.go("/my")
    device.kept(course.ASSIGNMENT)
    device.cut()
    window.go(course.ASSIGNMENT)
    page.locator("textarea[name=text]").fill(WORDS)
    expect(page.locator("#work [data-autosave-state]")).to_have_attribute("data-state", "trouble")
    window.go("/my")
    desk.sign_in(quiz_taker)
    desk.go(course.ASSIGNMENT)
    desk.page.locator("textarea[name=text]").fill("Written at the desk.")
    desk.press("Save draft")
    desk.sees("Written at the desk.")
    with window.expecting(409):
        device.restore()
        # What waits is shown anew whenever it changes: nothing is pressed in the middle of that.
        expect(page.locator(".offline-banner a[href='/en/offline#waiting']")).to_be_visible()
        window.go("/offline#waiting")
        expect(page.locator("[data-waiting] li")).to_have_attribute("data-state", "conflict")
    expect(page.locator(f"[data-waiting] a[href='/en{course.ASSIGNMENT}']")).to_be_visible()
    window.go(course.ASSIGNMENT)
    expect(page.locator("#kept")).to_contain_text(WORDS)
    expect(page.locator("textarea[name=text]")).to_have_value("Written at the desk.")
    device.nothing_waits()
    assert draft_of(house, quiz_taker) == [("Written at the desk.",)]


def test_signing_out_leaves_nothing_and_warns_of_what_was_not_sent(
    wire: Wire, open_device: OpenDevice, quiz_taker: str
) -> None:
    device = open_device("lt", PHONE)
    window, page = device.window, device.page
    window.sign_in(quiz_taker)
    window.go("/my")
    device.kept(LESSON, course.ASSIGNMENT)
    device.cut()
    window.go(course.ASSIGNMENT)
    page.locator("textarea[name=text]").fill(WORDS)
    expect(page.locator("#work [data-autosave-state]")).to_have_attribute("data-state", "trouble")
    # The line is there again, but nothing that is sent comes through yet.
    wire.is_cut = False
    wire.refuses_posts = True
    page.context.set_offline(False)
    # Who is quicker than the page is led to what waits.
    page.evaluate("document.querySelector('form[data-sign-out]').submit()")
    window.is_at("/offline")
    window.go("/notices")
    expect(page.locator(".offline-banner")).to_be_visible()
    page.locator(".site-account summary").click()
    window.press("Sign out")
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text(window.said("Something has not been sent yet"))
    assert troubles_of(window, 0) == []
    dialog.get_by_role("button", name=window.said("Stay signed in")).click()
    window.is_at("/notices")
    page.locator(".site-account summary").click()
    window.press("Sign out")
    wire.refuses_posts = False
    dialog.get_by_role("button", name=window.said("Sign out and delete it")).click()
    window.is_at("/sign-in")
    left = page.evaluate(LEFT)
    assert [name for name in left["caches"] if "pages" in name] == []
    assert page.evaluate(EVERYTHING_KEPT) == {"waiting": [], "facts": []}
    assert left["local"] == left["session"] == []
    device.cut()
    window.go(LESSON)
    expect(page.locator("h1")).to_have_text(window.said("No connection"))
    assert WORDS not in page.content()


def test_another_person_on_the_device_neither_sees_nor_sends_the_words(
    house: House, wire: Wire, open_device: OpenDevice, quiz_taker: str
) -> None:
    device = open_device("lt")
    window, page = device.window, device.page
    window.sign_in(quiz_taker)
    window.go("/my")
    device.kept(LESSON, course.ASSIGNMENT)
    device.cut()
    window.go(course.ASSIGNMENT)
    page.locator("textarea[name=text]").fill(WORDS)
    expect(page.locator("#work [data-autosave-state]")).to_have_attribute("data-state", "trouble")
    page.goto("about:blank")
    # The session has run out meanwhile, and somebody else signs in.
    page.context.clear_cookies()
    device.restore()
    window.sign_in("learner2@demo.example")
    window.go("/offline")
    expect(page.locator("[data-waiting]")).to_contain_text(
        window.said("Nothing waits. Everything you wrote has been sent.")
    )
    assert WORDS not in page.content()
    device.cut()
    window.go(LESSON)
    expect(page.locator("h1")).to_have_text(window.said("No connection"))
    page.goto("about:blank")
    device.restore()
    assert draft_of(house, quiz_taker) == []
    # Its writer is back, and so are the words.
    page.context.clear_cookies()
    window.sign_in(quiz_taker)
    window.go("/my")
    device.nothing_waits()
    assert draft_of(house, quiz_taker) == [(WORDS,)]


def test_on_a_shared_computer_nothing_is_ever_kept(open_device: OpenDevice, quiz_taker: str) -> None:
    device = open_device("lt")
    window, page = device.window, device.page
    window.go("/sign-in")
    page.get_by_label(window.said("Others use this computer too")).check()
    window.sign_in(quiz_taker)
    for path in ("/my", LESSON, course.QUIZ, f"{LESSON}/ask", "/offline"):
        window.go(path)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(700)
        assert page.evaluate(LEFT) == NOTHING, path
    window.sees(window.said("Others use this computer too. Nothing is kept on it."))
    device.go(course.ASSIGNMENT)
    device.cut()
    page.locator("textarea[name=text]").fill(WORDS)
    expect(page.locator("#work [data-autosave-state]")).to_have_attribute("data-state", "trouble")
    assert page.evaluate(LEFT) == NOTHING
    device.restore()
    expect(page.locator("#work [data-autosave-state]")).to_have_attribute("data-state", "fine")
    page.locator(".site-account summary").click()
    window.press("Sign out")
    window.is_at("/sign-in")
    assert page.evaluate(LEFT) == NOTHING


def test_a_device_that_is_named_as_shared_is_emptied(open_device: OpenDevice, quiz_taker: str) -> None:
    device = open_device("lt")
    window, page = device.window, device.page
    window.sign_in(quiz_taker)
    window.go("/my")
    device.kept(LESSON)
    page.goto("about:blank")
    page.context.clear_cookies()
    window.go("/sign-in")
    page.get_by_label(window.said("Others use this computer too")).check()
    window.sign_in("learner2@demo.example")
    window.go("/my")
    device.wait_until(LEFT, wanted=NOTHING)


def test_after_an_upgrade_pages_are_whole_with_and_without_a_network(
    wire: Wire, open_device: OpenDevice, quiz_taker: str
) -> None:
    device = open_device("lt", PHONE)
    window, page = device.window, device.page
    window.sign_in(quiz_taker)
    window.go("/my")
    device.kept(LESSON, NEXT)
    wire.release = "kita"
    page.evaluate("navigator.serviceWorker.getRegistration('/').then((worker) => worker.update())")
    # The new worker has everything and waits, so that the pages that are asked for meanwhile are not lost.
    device.wait_until(
        "async () => (await navigator.serviceWorker.getRegistration('/')).waiting?.state === 'installed'"
    )
    assert page.evaluate("caches.keys().then((names) => names.some((name) => /-build-kita/.test(name)))")
    for cut in (False, True):
        if cut:
            device.cut()
        for path in (LESSON, "/my"):
            # What is looked at is the page, not how long the last of its pictures takes.
            page.goto(f"{wire.url}/lt{path}", wait_until="domcontentloaded")
            expect(page.locator(".site-header")).to_be_visible()
            # The stylesheet is there: without it the page would have no colour of its own.
            expect(page.locator("body")).to_have_css("background-color", "rgb(251, 248, 242)")
        expect(page.locator(".offline-banner:visible")).to_have_count(int(cut))


def test_a_slow_network_shows_the_kept_page_after_three_seconds(
    wire: Wire, open_device: OpenDevice, quiz_taker: str
) -> None:
    wire.is_waited_for = False
    device = open_device("en", PHONE)
    window, page = device.window, device.page
    window.sign_in(quiz_taker)
    window.go("/my")
    device.kept(LESSON)
    wire.seconds_late = 600
    began = time.monotonic()
    page.goto(f"{wire.url}/en{LESSON}", wait_until="commit")
    expect(page.locator(".offline-banner")).to_be_visible()
    assert time.monotonic() - began > 2.5


def test_what_is_kept_can_be_seen_and_removed(wire: Wire, open_device: OpenDevice, quiz_taker: str) -> None:
    device = open_device("en", PHONE)
    window, page = device.window, device.page
    window.sign_in(quiz_taker)
    window.go("/my")
    device.kept(LESSON, course.ASSIGNMENT)
    window.go("/my")
    window.follow("Reading without a connection: what this device keeps")
    expect(page.locator("[data-size]")).to_contain_text("MB")
    keep = page.get_by_label(window.said("Keep begun modules on this device"))
    expect(keep).to_be_checked()
    keep.uncheck()
    window.sees(window.said("What was kept for reading is removed."))
    assert "savimoka-pages" not in str(page.evaluate("caches.keys()"))
    window.go("/my")
    page.wait_for_timeout(1500)
    assert "savimoka-pages" not in str(page.evaluate("caches.keys()"))
    window.go("/offline")
    keep.check()
    told = window.said("The begun modules are on this device now.")
    expect(page.locator("[data-keep-state]")).to_have_text(told, timeout=240_000)
    device.kept(LESSON, course.QUIZ)


def test_an_answer_to_an_attempt_that_is_over_stays_with_its_writer(
    house: House, wire: Wire, open_device: OpenDevice, quiz_taker: str
) -> None:
    device = open_device("en", PHONE)
    window, page = device.window, device.page
    window.sign_in(quiz_taker)
    window.go("/my")
    device.kept(course.QUIZ)
    device.cut()
    window.go(course.QUIZ)
    question = course.question_of("single", "true-false")
    (right,) = course.right_values(question, "en")
    page.locator(f"label[for=question-{question['key']}-{right}]").click()
    expect(page.locator(f"#question-{question['key']} [data-autosave-state]")).to_have_attribute(
        "data-state", "trouble"
    )
    # On another device the attempt is handed in meanwhile.
    Person(house, quiz_taker, "en").hand_in_quiz()
    window.go("/my")
    with window.expecting(409):
        device.restore()
        expect(page.locator(".offline-banner a[href$='#waiting']")).to_be_visible()
        window.go("/offline")
        line = page.locator("[data-waiting] li")
        expect(line).to_have_attribute("data-state", "refused")
    expect(line).to_contain_text(
        window.said("This attempt was handed in already, so its answers cannot be changed.")
    )
    line.get_by_role("button", name="Delete").click()
    page.locator("dialog[open]").get_by_role("button", name="Delete").click()
    expect(line).to_have_count(0)
