"""Whatever people write or upload, nothing of it runs, loads or leads away in a real browser."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.factories.attacks import ATTACKS
from tests.journeys import hostile, lived_in
from tests.journeys.lived_in import ADMIN, AUTHOR, BEGINNER, COORDINATOR, FINISHER, Person
from tests.journeys.window import OpenWindow, Window
from tests.live import course
from tests.live.house import House

pytestmark = pytest.mark.browser

# Beside what a course may hold: what people try in forms, and what would confuse templates and letters.
IN_FORMS = [
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    "--><script>alert(1)</script>",
    "'-alert(1)-'",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "{{ 7*7 }} {% raw %} {{ config }} {{ request }}",
    "${7*7} #{7*7} <%= 7*7 %>",
    "%(name)s %s %n {0} {name}",
    "=cmd|' /C calc'!A0",
    "\u202egnp.exe \u2066x\u2069 \ufeff\u200b",
    "<plaintext><xmp>",
]
ALL = [*(attack for attack in ATTACKS if "\x01" not in attack and "\x02" not in attack), *IN_FORMS]
NAMES = ["Ona <b>Onaitė", "{{ 7*7 }} Onaitė", "Ona %(name)s", "Ona ‮ėtianO", "=Ona+Onaitė", 'O\'na & "Ona"']

# What a page may not hold, wherever it came from.
FIND_WHAT_RUNS = """
() => {
  const bad = [];
  const note = (one, why) => bad.push(`${why}: ${one.outerHTML.slice(0, 120)}`);
  const leads = ["href", "xlink:href", "src", "action", "formaction", "data", "poster"];
  const frames = ["iframe", "object", "embed", "base", "style", "applet", "foreignobject"];
  const runs = /^[\\s\\x00-\\x20]*(javascript|vbscript|data):/i;
  for (const one of document.querySelectorAll("*")) {
    for (const { name, value } of one.attributes) {
      const isPlaced = one.matches(".sidenote") && /^top: [\\d.]+px;$/.test(value);  // by our own script
      if (name.startsWith("on") || (["style", "srcdoc"].includes(name) && !isPlaced)) note(one, name);
      if (leads.includes(name) && runs.test(value)) note(one, name);
    }
    const tag = one.localName;
    if (frames.includes(tag)) note(one, tag);
    if (tag === "script" && !one.src.startsWith(`${location.origin}/static/`)) note(one, tag);
    if (tag === "meta" && one.httpEquiv) note(one, tag);
    if (tag === "form" && !one.action.startsWith(location.origin)) note(one, tag);
    if (["img", "link", "use", "source"].includes(tag)) {
      const address = one.src || one.href?.baseVal || one.href || "";
      if (address && !address.startsWith(location.origin) && !address.startsWith("/")) note(one, tag);
    }
  }
  return bad;
}
"""


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house of its own, for what is written here would trouble other stories."""
    with lived_in.running(tmp_path_factory.mktemp("attacked")) as running:
        yield running


def is_harmless(window: Window) -> None:
    """Nothing on the open page can run, and nothing has."""
    window.page.wait_for_load_state()
    assert window.page.evaluate(FIND_WHAT_RUNS) == [], window.page.url
    assert "49" not in window.page.locator("body").inner_text().split(), f"evaluated on {window.page.url}"


def test_what_runs_would_be_noticed(attacked: House, open_window: OpenWindow) -> None:
    """Without this, all other tests here could pass by not looking."""
    window = open_window("lt", house=attacked)
    window.go("/")
    window.page.evaluate("alert(1)")
    window.page.evaluate("document.body.innerHTML += '<p onclick=x>x</p><iframe srcdoc=x></iframe>'")
    window.page.evaluate("document.body.append(Object.assign(new Image(), { src: 'https://x.lt/a.png' }))")
    end = time.monotonic() + 60
    while not all(any(word in trouble for trouble in window.troubles) for word in ("alert", "policy")):
        assert time.monotonic() < end, window.troubles
        window.page.wait_for_timeout(50)
    found = window.page.evaluate(FIND_WHAT_RUNS)
    assert [line.partition(":")[0] for line in found] == ["onclick", "srcdoc", "iframe", "img"]
    assert any("alert" in trouble for trouble in window.troubles)
    assert any("policy" in trouble for trouble in window.troubles)
    window.page.close()  # nothing more is told of it now
    window.troubles.clear()


def test_a_hostile_course_runs_nothing(attacked: House, open_window: OpenWindow, tmp_path: Path) -> None:
    folder, lessons = hostile.write_course(tmp_path)
    published = attacked.lms("content", "publish", str(folder))
    assert published.returncode == 0, published.stdout[-2000:]
    visitor, learner = open_window("en", house=attacked), open_window("lt", house=attacked)
    module = f"/modules/{hostile.SLUG}"
    for path in ("/", module, *(f"{module}/{lesson}" for lesson in lessons)):
        visitor.go(path)
        is_harmless(visitor)
    learner.sign_in(FINISHER)
    learner.go(module)
    learner.press("Enrol in the module")
    learner.sees(learner.said("You are enrolled in the module."))
    for path in (f"{module}/first", f"{module}/first/ask", f"{module}/assignments/actor-map", "/my"):
        learner.go(path)
        is_harmless(learner)
    learner.go(f"{module}/quizzes/final")
    learner.press("Begin the quiz")
    expect(learner.button("Hand in the quiz")).to_be_visible()
    is_harmless(learner)
    with learner.expecting(422):
        learner.press("Hand in the quiz")
        learner.press("Hand in all the same")
        expect(learner.page.locator("#result")).to_be_visible()
    is_harmless(learner)


def test_the_other_language_beside_a_hostile_block_runs_nothing(
    attacked: House, open_window: OpenWindow
) -> None:
    window = open_window("lt", house=attacked)
    for lesson in ("attack-2", "attack-10", "attack-20"):
        window.go(f"/modules/{hostile.SLUG}/{lesson}")
        buttons = window.page.locator("button[data-peek-url]").all()
        for button in buttons:
            button.focus()  # with a mouse the tools of a block show when it rests there
            button.click()
        assert buttons
        expect(window.page.locator(".block__peek[data-filled]")).to_have_count(len(buttons))
        is_harmless(window)


def test_a_hostile_picture_runs_nothing(attacked: House, open_window: OpenWindow, tmp_path: Path) -> None:
    """Publishing refuses it or cleans it; and what is served as a picture stands in a sandbox."""
    checked = attacked.lms("content", "check", "--json", str(hostile.write_picture(tmp_path)))
    problems = json.loads(checked.stdout)["problems"]
    assert any(problem["severity"] == "error" and "svg" in problem["file"] for problem in problems)
    window = open_window("lt", house=attacked)
    window.go(f"{course.MODULE}/three-sectors")
    picture = window.page.locator("main img").first.get_attribute("src")
    answer = window.go(f"{attacked.url}{picture}")
    assert answer is not None and "sandbox" in answer.headers["content-security-policy"]


def test_hostile_messages_stay_words(attacked: House, open_window: OpenWindow) -> None:
    learner = Person(attacked, BEGINNER)
    learner.enrol()
    conversation = learner.ask("\n".join(ALL)).removeprefix("/lt")
    author = open_window("lt", house=attacked)
    author.sign_in(AUTHOR)
    for path in ("/teach/questions", "/notices", conversation):
        author.go(path)
        is_harmless(author)
    shown = author.page.locator(".message__text").first.evaluate("one => one.textContent")
    for attack in ALL:
        assert _same(attack) in _same(shown), attack


def test_hostile_work_stays_words(attacked: House, open_window: OpenWindow) -> None:
    learner = Person(attacked, FINISHER)
    learner.enrol()
    window = open_window("lt", house=attacked)
    window.sign_in(FINISHER)
    window.go(course.ASSIGNMENT)
    window.page.locator("textarea[name=text]").fill("\n".join(ALL))
    window.page.locator("input#files").set_input_files(
        {"name": '"><img src=x onerror=alert(1)>.txt', "mimeType": "text/html", "buffer": b"<script>alert(1)"}
    )
    expect(window.page.locator("[data-draft-files] a")).to_be_visible()
    window.press("Save draft")
    window.sees(window.said("Draft saved."))
    is_harmless(window)
    window.press("Hand in")
    expect(window.page.locator("#receipt")).to_be_visible()
    window.page.locator("#receipt > details > summary").click()
    is_harmless(window)
    author = open_window("lt", house=attacked)
    author.sign_in(AUTHOR)
    author.go("/teach")
    author.page.locator("main a[href*='/teach/submissions/']").first.click()
    expect(author.page).to_have_url(re.compile(r"/teach/submissions/\d+"))
    expect(author.page.locator(".files a").first).to_be_visible()
    is_harmless(author)
    with author.page.expect_download() as download:
        author.page.locator(".files a").first.click()
    assert "/" not in download.value.suggested_filename


def test_hostile_names_stay_names(attacked: House, open_window: OpenWindow) -> None:
    coordinator, admin = open_window("lt", house=attacked), open_window("en", house=attacked)
    coordinator.sign_in(COORDINATOR)
    admin.sign_in(ADMIN)
    learner, kept = Person(attacked, BEGINNER), 0
    for name in [*NAMES, *ALL]:
        form = learner.see("/account").form("/account")
        answer = learner.send(form, ("name", name[:120]), ("form_of_address", name[:60]))
        if answer.status == 422:
            continue
        assert answer.status == 303, (name, answer.status)
        kept += 1
        window, path = ((coordinator, "/coordinate/people"), (admin, "/admin/people"))[kept % 2]
        window.go(path)
        is_harmless(window)
    assert kept > len(NAMES)


def test_hostile_news_runs_nothing(attacked: House, open_window: OpenWindow) -> None:
    admin, window = Person(attacked, ADMIN), open_window("lt", house=attacked)
    for start in range(0, len(ALL), 6):
        text = "\n\n***\n\n".join(ALL[start : start + 6])
        words = [("title_lt", ALL[start][:200]), ("title_en", ALL[start][:200])]
        admin.do(
            *("/admin/news/new", "/admin/news/new"),
            *(("text_lt", text), ("text_en", text), *words, ("publish", "1")),
        )
    window.go("/")
    is_harmless(window)
    window.go("/news")
    is_harmless(window)
    for link in {each.get_attribute("href") for each in window.page.locator("main a[href*='/news/']").all()}:
        window.go(f"{attacked.url}{link}")
        is_harmless(window)


ASKED = [
    ("", "/sign-in?next={}"),
    ("", "/sign-up?next={}&name={}&email={}"),
    ("", "/privacy?version={}"),
    ("", "/modules/{}"),
    (COORDINATOR, "/coordinate/people?name={}&standing={}&programme={}&after={}&id=1"),
    (ADMIN, "/admin/people?q={}&standing={}&page={}"),
    (ADMIN, "/admin/outbox/letters?state={}"),
    (AUTHOR, "/teach/questions?module={}&show={}"),
]


def test_hostile_addresses_run_nothing(attacked: House, open_window: OpenWindow) -> None:
    windows: dict[str, Window] = {}
    for email, pattern in ASKED:
        if email not in windows:
            windows[email] = open_window("en", house=attacked)
            if email:
                windows[email].sign_in(email)
        for start in range(0, len(IN_FORMS), 5):
            attack = quote(" ".join(IN_FORMS[start : start + 5]), safe="")
            with windows[email].expecting(400, 404):
                windows[email].go(pattern.replace("{}", attack))
            is_harmless(windows[email])


@pytest.mark.parametrize(
    "destination", ["//x.lt/", "https://x.lt/", "javascript:alert(1)", "/\\x.lt", "\t//x.lt"]
)
def test_signing_in_never_leads_away(attacked: House, open_window: OpenWindow, destination: str) -> None:
    window = open_window("en", house=attacked)
    window.go(f"/sign-in?next={quote(destination, safe='')}")
    window.sign_in(FINISHER)
    window.is_at("/my")


def _same(text: str) -> str:
    """Line ends and what no form carries do not count."""
    return re.sub(r"[\r\n\t\x00-\x1f ]+", " ", text)
