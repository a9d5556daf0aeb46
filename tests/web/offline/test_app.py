"""The site as an app: its manifest, the script that answers without a network, what a device is told."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from lms.domain.accounts import service as accounts
from lms.foundation import clock
from lms.foundation.db import session
from lms.web.offline import app_files
from tests.conftest import Browser
from tests.factories.accounts import make_user
from tests.factories.content import make_assignment, make_module, make_quiz
from tests.factories.learning import make_enrolment

STATIC = Path(__file__).parents[3] / "static"
WORDS = re.compile(r"""(?:words|template|openDialog)\("([\w-]+)"|sayUnder\(form, "([\w-]+)\"""")


def is_there(client: Browser, address: str) -> bool:
    with client.get(address) as answer:
        return bool(answer.status_code == 200)


@pytest.mark.parametrize("language", ["lt", "en"])
def test_the_manifest_speaks_the_language_of_its_address(client: Browser, language: str) -> None:
    answer = client.get(f"/{language}/app.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    told = json.loads(answer.text)
    assert (told["lang"], told["start_url"], told["scope"]) == (language, f"/{language}/my", "/")
    assert f'<link rel="manifest" href="/{language}/app.webmanifest">' in client.get(f"/{language}/").text
    for icon in told["icons"]:
        assert is_there(client, icon["src"])
        if icon["type"] == "image/png":
            with Image.open(STATIC / icon["src"].partition("?")[0].removeprefix("/static/")) as image:
                assert "{}x{}".format(*image.size) == icon["sizes"]
    assert {icon.get("purpose") for icon in told["icons"]} == {None, "any", "maskable"}


def test_the_worker_stands_at_the_root_and_names_its_build(client: Browser) -> None:
    answer = client.get("/service-worker.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers
    known = json.loads(answer.text.partition("\n")[0].removeprefix("const KNOWN = ").rstrip(";"))
    assert len(set(known["assets"])) == len(known["assets"])  # a browser takes no file twice
    assert known["build"] == app_files.build()
    for address in known["assets"]:
        assert is_there(client, address), address
    # The stylesheet names the fonts by the addresses that the worker keeps.
    style = (STATIC / "css" / "lms.css").read_text()
    fonts = [each for each in known["assets"] if "/fonts/" in each]
    assert len(fonts) == 2 and all(each.removeprefix("/static/") in style for each in fonts)


def test_pages_name_their_reader_but_not_on_a_shared_computer(
    app: Any, sign_in: Callable[..., Browser], client: Browser
) -> None:
    person = make_user()
    session.commit()
    browser = sign_in(person)
    assert browser.get("/lt/my").headers["Savimoka-Reader"] == str(person.id)
    assert "Savimoka-Reader" not in client.get("/lt/").headers
    token = accounts.open_session(person.id, browser="test", address="127.0.0.1", shared=True)
    session.commit()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    assert "Savimoka-Reader" not in client.get("/lt/my").headers


def test_a_device_is_told_of_begun_modules_only(sign_in: Callable[..., Browser], statements: Any) -> None:
    learner = make_user()
    begun = make_module(slug="begun", quizzes=(make_quiz(),), assignments=(make_assignment(),))
    make_enrolment(learner, begun, started_at=clock.now())
    make_enrolment(learner, make_module(slug="later"))
    make_enrolment(learner, make_module(slug="left"), started_at=clock.now(), left_at=clock.now())
    make_enrolment(make_user(), make_module(slug="of-others"), started_at=clock.now())
    session.commit()
    browser = sign_in(learner)
    browser.get("/lt/offline/pages")
    statements()
    told = browser.get("/en/offline/pages").json
    assert len(statements()) <= 4
    assert told["home"]["url"] == "/en/my"
    (module,) = told["modules"]
    addresses = [page["url"] for page in module["pages"]]
    assert addresses[0] == "/en/modules/begun"
    assert {"/en/modules/begun/first", "/en/modules/begun/first/ask"} <= set(addresses)
    assert {"/en/modules/begun/quizzes/final", "/en/modules/begun/assignments/actor-map"} <= set(addresses)
    for address in addresses:
        assert browser.get(address).status_code == 200


def test_the_page_for_being_without_a_connection_holds_all_words(client: Browser) -> None:
    scripts = "".join(path.read_text() for path in (STATIC / "js" / "offline").glob("*.js"))
    used = {word or other for word, other in WORDS.findall(scripts)}
    assert {"kept", "form-kept", "stay-dialog"} <= used
    for language in ("lt", "en"):
        shown = client.get(f"/{language}/offline?bare=1").text
        assert {word for word in used if f'data-words="{word}"' not in shown} == set()
        for kind in ("draft", "answer", "form"):
            assert f'data-words="kind-{kind}"' in shown
        for state in ("waiting", "signedOut", "conflict", "refused"):
            assert f'data-words="state-{state}"' in shown
        assert "data-reader" not in shown


def test_the_page_without_its_reader_is_the_same_for_everybody(
    sign_in: Callable[..., Browser], client: Browser
) -> None:
    person = make_user(name="Niekieno Kito")
    session.commit()
    shown = sign_in(person).get("/lt/offline?bare=1").text
    assert "Niekieno Kito" not in shown
    assert "Niekieno Kito" in sign_in(person).get("/lt/offline").text
