"""Whatever refuses a form, its page shows what somebody wrote into it, and keeps it nowhere else."""

import errno
import html
import io
import logging
import re
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

import pytest
from flask import Flask, render_template
from sqlalchemy import delete
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import BadRequest, MethodNotAllowed, RequestEntityTooLarge
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter

from lms.domain.catalogue.models import Staff
from lms.domain.content import queries
from lms.domain.content import service as content
from lms.domain.learning.models import Enrolment
from lms.foundation import clock
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from lms.foundation.storage import StorageUnavailable
from lms.web.catalogue import remarks
from lms.web.shell import errors
from lms.web.shell.incoming import MOST_TYPED_BYTES
from lms.web.shell.kept_forms import MOST_SHOWN
from lms.web.shell.limits import Limit, TooManyTries
from tests.conftest import Browser
from tests.factories.accounts import make_user
from tests.factories.assessment import make_submission, make_version
from tests.factories.catalogue import make_staff
from tests.factories.content import make_assignment, make_module
from tests.factories.learning import make_enrolment
from tests.factories.messaging import make_conversation

HOSTILE = (
    "\nPirma „eilutė“ & </textarea><script>alert(1)</script>\r\n\r\n{{ 7 * 7 }} <!-- &lt; ąčęėįšųūž 🙂\n"
)
ORDINARY = "Kodėl ryšiai svarbesni už narių skaičių?"
WORDS = {"lt": "Jūsų parašytas tekstas", "en": "What you had written"}
MODULE = "concepts"
WORK = f"/lt/modules/{MODULE}/assignments/actor-map"
ASK = f"/lt/modules/{MODULE}/first/ask"
ADDRESSES = {"lesson": "first", "module": MODULE, "quiz": "final", "assignment": "actor-map"}

REFUSALS: dict[str, tuple[int, Callable[[], Exception]]] = {
    "not understood": (400, BadRequest),
    "not allowed": (403, NotAllowed),
    "not found": (404, NotFound),
    "no such way": (405, MethodNotAllowed),
    "changed meanwhile": (409, lambda: Conflict("Per tą laiką <kažkas> pasikeitė.")),
    "too large": (413, RequestEntityTooLarge),
    "not valid, and no form to say so": (422, lambda: Invalid("Netinka.")),
    "too often": (429, lambda: TooManyTries(clock.now() + timedelta(minutes=5))),
    "our own fault": (500, lambda: RuntimeError("sugedo")),
    "database is locked": (503, lambda: OperationalError("BEGIN", {}, Exception("database is locked"))),
    "storage is away": (503, lambda: StorageUnavailable("Saugykla neatsako.")),
    "disk is full": (507, lambda: OSError(errno.ENOSPC, "No space left on device")),
}


def shown_in(page: str) -> list[str]:
    """Return the texts that the page offers to be copied, as a browser would read them."""
    found = re.findall(r"<textarea[^>]* readonly>\n?(.*?)</textarea>", page, re.DOTALL)
    return [html.unescape(text) for text in found]


def refuse_at(
    app: Flask, monkeypatch: pytest.MonkeyPatch, endpoint: str, make: Callable[[], Exception]
) -> None:
    @wraps(app.view_functions[endpoint])
    def view(**_values: Any) -> Any:
        raise make()

    monkeypatch.setitem(app.view_functions, endpoint, view)


def address_of(app: Flask, endpoint: str, known: dict[str, Any]) -> str:
    (rule, *_more) = app.url_map.iter_rules(endpoint)
    with app.test_request_context():
        return app.url_for(endpoint, **{name: known[name] for name in rule.arguments})


def valid(converter: BaseConverter) -> Any:
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[-1]
    return 7 if isinstance(converter, IntegerConverter) else "a"


@pytest.fixture
def learner(app: Flask) -> Any:
    module = make_module(slug=MODULE, assignments=(make_assignment(),))
    person = make_user()
    make_enrolment(person, module)
    session.commit()
    return person


@pytest.fixture
def browser(sign_in: Callable[[Any], Browser], learner: Any) -> Browser:
    return sign_in(learner)


@pytest.mark.parametrize("language", ["lt", "en"])
@pytest.mark.parametrize(
    "endpoint", ["messaging.ask", "assessment.write_assignment", "catalogue.remark_on_page"]
)
def test_whatever_refuses_it_the_text_stands_on_the_page(
    app: Flask,
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    endpoint: str,
    language: str,
) -> None:
    path = address_of(app, endpoint, {**ADDRESSES, "lang": language})
    for what, (status, make) in REFUSALS.items():
        refuse_at(app, monkeypatch, endpoint, make)
        with caplog.at_level(logging.DEBUG):
            answer = browser.post_form(path, {"text": HOSTILE, "form_key": "a-key", "save": "1"})
        assert (answer.status_code, shown_in(answer.text)) == (status, [HOSTILE]), what
        assert answer.headers["Cache-Control"] == "no-store", what
        assert "<script>alert" not in answer.text and "{{ 7 * 7 }}" in answer.text, what
        assert f'lang="{language}"' in answer.text and "data-refused" in answer.text, what
        if status < 500:
            assert WORDS[language] in answer.text and 'value="a-key"' not in answer.text, what
        else:
            assert 'value="a-key"' in answer.text, f"{what}: it can be sent once more"
    assert "sugedo" in caplog.text and "Pirma" not in caplog.text


def test_no_door_loses_what_was_written(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    # A door whose key is in its address takes no words.
    doors = [rule for rule in writing if not hasattr(app.view_functions[rule.endpoint], "key_is_enough")]
    assert len(doors) > 100
    lost = []
    for rule in doors:
        refuse_at(app, monkeypatch, rule.endpoint, lambda: Conflict("Pasikeitė."))
        values = {name: valid(converter) for name, converter in rule._converters.items()}
        path = address_of(app, rule.endpoint, {"lang": "lt", **values})
        answer = browser.post_form(path, {"text": ORDINARY, "comment-ties": HOSTILE})
        # An address that its own pattern does not take is refused before its door.
        if answer.status_code not in (404, 409) or shown_in(answer.text) != [ORDINARY, HOSTILE]:
            lost.append((rule.endpoint, answer.status_code))
    assert lost == []


@pytest.mark.parametrize("status", [409, 429, 500])
def test_only_words_are_shown_and_never_a_secret(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    make = {409: Conflict, 429: lambda: TooManyTries(clock.now()), 500: RuntimeError}[status]
    refuse_at(app, monkeypatch, "accounts.change_password", make)
    secrets = ("password", "current_password", "new_password", "password_again")
    typed = {name: f"mano slapta frazė {number}" for number, name in enumerate(secrets)}
    answer = browser.post_form(
        "/lt/account/password", {**typed, "key": "first-one", "n": "12", "next": "/lt/my", "text": ORDINARY}
    )
    assert answer.status_code == status
    assert shown_in(answer.text) == [ORDINARY]
    assert "slapta frazė" not in answer.text


def test_several_texts_are_numbered_each_with_its_label(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_at(app, monkeypatch, "messaging.ask", Conflict)
    link = "https://example.lt/ilgas-adresas"
    page = browser.post_form(ASK, {"text": ORDINARY, "note": "a\nb", "link": link, "one": "vienas"}).text
    assert shown_in(page) == [ORDINARY, "a\nb", link]
    for number in (1, 2, 3):
        assert f'<label class="ds-label" for="written-{number}">Jūsų tekstas, {number} iš 3</label>' in page


def test_a_form_without_words_and_a_page_that_was_only_opened_say_nothing_of_them(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_at(app, monkeypatch, "messaging.ask", Conflict)
    pressed = browser.post_form(ASK, {"answer": "yes", "person": "7"})
    assert WORDS["lt"] not in pressed.text
    opened = browser.get(f"{ASK}?text={ORDINARY}")
    assert (opened.status_code, shown_in(opened.text)) == (409, [])
    assert opened.headers["Cache-Control"] == "private, no-cache"
    assert "data-refused" not in opened.text


def test_a_script_gets_what_it_got_before(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch, learner: Any
) -> None:
    refuse_at(app, monkeypatch, "messaging.ask", lambda: Conflict("Pasikeitė."))
    quiet = browser.post_form(ASK, {"text": ORDINARY}, headers={"X-Requested-With": "fetch"})
    assert quiet.status_code == 409 and ORDINARY not in quiet.text
    keyed = {"Idempotency-Key": "k" * 32, "Savimoka-Writer": str(learner.id)}
    assert browser.post_form(ASK, {"text": ORDINARY}, headers=keyed).json == {"reason": "Pasikeitė."}


@pytest.mark.parametrize("path", [ASK, "/lt/nothing-here", "/lt/notices/stop/results/made-up"])
def test_another_site_makes_no_page_show_its_words(browser: Browser, path: str) -> None:
    answer = browser.post(path, data={"text": ORDINARY}, headers={"Origin": "http://evil.example"})
    assert answer.status_code in (400, 404)
    assert ORDINARY not in answer.text


@pytest.mark.parametrize(("origin", "offered"), [("http://evil.example", 0), ("http://localhost", 1)])
def test_another_site_offers_nothing_to_be_sent_when_the_database_goes_away(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, origin: str, offered: int
) -> None:
    trouble = [REFUSALS["database is locked"][1]()]

    def render(*names: str, **values: Any) -> str:
        if trouble:
            raise trouble.pop()
        return render_template(*names, **values)

    monkeypatch.setattr(errors, "render_template", render)
    page = browser.post(ASK, data={"text": ORDINARY}, headers={"Origin": origin}).text
    assert "Netrukus grįšime" in page
    assert page.count(f'name="text" value="{ORDINARY}"') == offered


def test_more_than_anybody_can_have_typed_is_cut_and_said(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_at(app, monkeypatch, "messaging.ask", Conflict)
    whole = browser.post_form(ASK, {"text": "a b" + "c" * (MOST_SHOWN - 3)}).text
    assert len(shown_in(whole)[0]) == MOST_SHOWN and "telpa tik jo pradžia" not in whole
    cut = browser.post_form(ASK, {"text": "a b" + "c" * (MOST_SHOWN - 5), "more": ORDINARY}).text
    assert shown_in(cut)[1] == ORDINARY[:2] and "telpa tik jo pradžia" in cut


@pytest.mark.parametrize(("language", "said"), [("lt", "perskaityti nepavyko"), ("en", "could not be read")])
def test_what_was_too_large_to_be_read_is_said_honestly(browser: Browser, language: str, said: str) -> None:
    path = ASK.replace("/lt/", f"/{language}/")
    answer = browser.post_form(path, {"text": "a b" * MOST_TYPED_BYTES})
    assert answer.status_code == 413
    assert said in answer.text and shown_in(answer.text) == []


@pytest.mark.parametrize(
    ("language", "said"), [("lt", "Failus reikės pasirinkti iš naujo."), ("en", "Files have")]
)
def test_files_have_to_be_chosen_again(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    refuse_at(app, monkeypatch, "messaging.ask", Conflict)
    path = ASK.replace("/lt/", f"/{language}/")
    files = (io.BytesIO(b"%PDF-1.4"), "planas.pdf")
    assert said in browser.post_form(path, {"text": ORDINARY, "files": files}).text
    nothing_chosen = browser.post_form(path, {"text": ORDINARY, "files": (io.BytesIO(b""), "")})
    assert shown_in(nothing_chosen.text) == [ORDINARY] and said not in nothing_chosen.text


# As it happens to people.


def test_a_draft_after_leaving_the_module_in_another_window(browser: Browser, learner: Any) -> None:
    address = re.search(rf'action="({WORK}\?[^"]+)"', browser.get(WORK).text)
    assert address
    assert browser.post_form(f"/lt/modules/{MODULE}/leave").status_code == 303
    answer = browser.post_form(html.unescape(address.group(1)), {"text": HOSTILE, "save": "1"})
    assert (answer.status_code, shown_in(answer.text)) == (409, [HOSTILE])
    assert "užsiregistruokite" in answer.text.lower(), "how to go on"
    session.rollback()
    assert session.query(Enrolment).filter_by(learner_id=learner.id).one().left_at is not None


def test_a_question_about_a_module_that_was_withdrawn_meanwhile(
    sign_in: Callable[[Any], Browser], learner: Any
) -> None:
    stranger = sign_in(make_user())
    content.withdraw(MODULE, "test")
    session.commit()
    answer = stranger.post_form(ASK, {"text": HOSTILE})
    assert (answer.status_code, shown_in(answer.text)) == (404, [HOSTILE])
    assert "Galbūt, kol rašėte" in answer.text


def test_a_grading_and_an_answer_whose_author_lost_the_duty(
    sign_in: Callable[[Any], Browser], learner: Any
) -> None:
    author, enrolment = make_user(), session.query(Enrolment).filter_by(learner_id=learner.id).one()
    module = queries.get_current(MODULE)
    make_staff(author, module=module)
    work = make_submission(enrolment, module)
    version = make_version(work, module)
    talk = make_conversation(learner, module)
    session.commit()
    browser = sign_in(author)
    page = f"/en/teach/submissions/{work.id}"
    assert browser.get(page).status_code == 200
    session.execute(delete(Staff).where(Staff.user_id == author.id))
    session.commit()
    typed = {
        "comment-problem": ORDINARY,
        "comment": HOSTILE,
        "points-problem": "2",
        "version": str(version.id),
    }
    graded = browser.post_form(page, {**typed, "grade": "1"})
    assert (graded.status_code, shown_in(graded.text)) == (404, [ORDINARY, HOSTILE])
    said = browser.post_form(f"/en/messages/{talk.id}", {"text": HOSTILE})
    assert (said.status_code, shown_in(said.text)) == (404, [HOSTILE])


def test_a_remark_too_many(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remarks, "REMARKS", Limit("remarks", 0, 3600))
    answer = browser.post_form("/en/feedback", {"text": HOSTILE, "page": "/en/help"})
    assert (answer.status_code, shown_in(answer.text)) == (429, [HOSTILE])
    assert int(answer.headers["Retry-After"]) > 0


def test_a_token_that_is_too_old_offers_the_text_and_the_button(browser: Browser) -> None:
    headers = {"Origin": "http://localhost"}
    answer = browser.post(ASK, data={"text": HOSTILE, "csrf_token": "old"}, headers=headers)
    assert (answer.status_code, shown_in(answer.text)) == (400, [HOSTILE])
    assert answer.headers["Cache-Control"] == "no-store"
    assert f'<form method="post" action="{ASK}"' in answer.text
