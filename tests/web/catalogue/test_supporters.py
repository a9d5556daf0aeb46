"""Who supports the site: nobody by default, else the operator's words and logo at the foot of pages."""

import io
from typing import Any

import pytest

from lms.foundation.db import session
from tests.factories.accounts import make_user

DOOR = "/lt/admin/texts/supporters"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="20" height="10"/></svg>'
WORDS = {"text_lt": "Remia **Pavyzdžio fondas**.", "text_en": "Supported by **Sample Fund**."}
NAMES = {"alt_lt": "Pavyzdžio fondas", "alt_en": "Sample Fund"}


@pytest.fixture
def desk(sign_in: Any) -> Any:
    """An administrator's browser."""
    admin = make_user(is_admin=True)
    session.commit()
    return sign_in(admin)


def test_nobody_is_named_by_default(client: Any) -> None:
    assert "supporters" not in client.get("/lt/help").text.split("<footer")[1]


def test_words_and_logo_stand_at_the_foot_of_every_page_in_both_languages(desk: Any, client: Any) -> None:
    sent = {**WORDS, **NAMES, "logo": (io.BytesIO(DRAWING), "herbas.svg")}
    assert desk.post_form(DOOR, sent).status_code == 303
    for language, name in (("lt", "Pavyzdžio fondas"), ("en", "Sample Fund")):
        foot = client.get(f"/{language}/help").text.split("<footer")[1]
        assert f"<strong>{name}</strong>" in foot and f'alt="{name}"' in foot
    address = client.get("/lt/help").text.split('class="supporters__logo" src="')[1].split('"')[0]
    picture = client.get(address)
    assert picture.status_code == 200 and picture.data == DRAWING
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert "immutable" in picture.headers["Cache-Control"]
    assert client.get("/lt/supporters/no.svg").status_code == 404


def test_the_block_can_be_taken_away_again(desk: Any, client: Any) -> None:
    desk.post_form(DOOR, {**WORDS, **NAMES, "logo": (io.BytesIO(DRAWING), "a.svg")})
    assert desk.post_form(DOOR, {"text_lt": "", "text_en": "", "remove_logo": "y"}).status_code == 303
    assert "supporters" not in client.get("/lt/help").text.split("<footer")[1]


@pytest.mark.parametrize(
    "sent",
    [
        {"text_lt": "Remia fondas."},
        {**NAMES, "logo": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "a.svg")},
        {**NAMES, "logo": (b"MZ no picture", "a.png")},
        {"logo": (DRAWING, "a.svg")},
    ],
    ids=["one language only", "a drawing that runs", "no picture", "a logo nobody can hear"],
)
def test_what_does_not_fit_is_refused_with_its_reason(desk: Any, client: Any, sent: dict[str, Any]) -> None:
    typed = dict(sent)
    if "logo" in typed:
        typed["logo"] = (io.BytesIO(typed["logo"][0]), typed["logo"][1])
    answer = desk.post_form(DOOR, typed)
    assert answer.status_code == 422 and "data-error-summary" in answer.text
    assert "supporters" not in client.get("/lt/help").text.split("<footer")[1]
