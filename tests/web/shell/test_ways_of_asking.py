"""An address that is asked in a way that no door there knows says which ways it knows."""

import re
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, UUIDConverter

from tests.conftest import Browser

WORDS = "Kodėl ryšiai svarbesni už narių skaičių?"
SAID = {"lt": "Šis puslapis išsiųstų duomenų nepriima", "en": "This page does not take what was sent"}
ONLY_A_FORM = {
    "lt": "Šio adreso tiesiogiai atverti negalima",
    "en": "This address cannot be opened by itself",
}
OURS = {"Origin": "http://localhost"}


def some_value(converter: BaseConverter) -> Any:
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[-1]
    if isinstance(converter, UUIDConverter):
        return UUID(int=7)
    return 7 if isinstance(converter, IntegerConverter) else "a"


def heading(page: str) -> str:
    (found,) = re.findall(r"<h1[^>]*>([^<]*)</h1>", page)
    return str(found)


def test_no_door_takes_what_it_does_not_know(app: Flask, client: Browser) -> None:
    wrong, rules = [], list(app.url_map.iter_rules())
    assert len(rules) > 200
    for number, rule in enumerate(rules):
        values = {name: some_value(converter) for name, converter in rule._converters.items()}
        with app.test_request_context():
            path = app.url_for(rule.endpoint, **{"lang": "lt", **values})
        known = set(client.options(path).headers["Allow"].split(", "))
        method = ("PUT", "DELETE", "PATCH")[number % 3]
        answer = client.open(path, method=method)
        said = set(answer.headers.get("Allow", "").split(", "))
        if answer.status_code != 405 or said != known or method in known:
            wrong.append((rule.endpoint, method, answer.status_code, said ^ known))
    assert wrong == []


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST"])
@pytest.mark.parametrize("language", ["lt", "en"])
def test_a_page_that_is_only_read_says_so_and_leads_back_to_itself(
    client: Browser, method: str, language: str
) -> None:
    path = f"/{language}/help"
    answer = client.open(f"{path}?a=b", method=method)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert f'<html lang="{language}"' in answer.text and heading(answer.text) == SAID[language]
    assert f'class="ds-button" href="{path}?a=b"' in answer.text
    assert client.get(f"{path}?a=b").status_code == 200, "where the button leads"


@pytest.mark.parametrize("language", ["lt", "en"])
def test_an_address_that_only_takes_a_form_offers_no_way_to_open_it(client: Browser, language: str) -> None:
    path = f"/{language}/sign-out"
    answer = client.delete(path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "OPTIONS, POST")
    assert heading(answer.text) == ONLY_A_FORM[language] and f'href="{path}"' not in answer.text


def test_what_was_written_is_shown_to_its_writer_alone(client: Browser) -> None:
    own = client.post("/lt/help", data={"text": WORDS}, headers=OURS)
    assert own.status_code == 405 and f">\n{WORDS}</textarea>" in own.text
    strange = client.post("/lt/help", data={"text": WORDS}, headers={"Origin": "http://evil.example"})
    assert strange.status_code == 405 and WORDS not in strange.text


def test_where_there_is_nothing_it_is_said_that_there_is_nothing(client: Browser) -> None:
    for method in ("PUT", "DELETE", "PATCH", "POST"):
        assert client.open("/en/nothing-here", method=method).status_code == 404


def test_reading_and_asking_for_the_ways_stay_what_they_were(client: Browser) -> None:
    head = client.head("/lt/help")
    assert (head.status_code, head.text) == (200, "")
    refused = client.head("/lt/sign-out")
    assert (refused.status_code, refused.headers["Allow"], refused.text) == (405, "OPTIONS, POST", "")
    asked = client.options("/lt/sign-in")
    assert asked.status_code == 200
    assert set(asked.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


def test_a_door_that_takes_a_form_still_wants_the_token(client: Browser) -> None:
    assert client.post("/lt/sign-out").status_code == 400
    assert client.post("/lt/sign-in", data={"email": "a@example.lt"}).status_code == 400
