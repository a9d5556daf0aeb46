"""Quotation marks, dashes and spaces as each language sets them."""

import pytest

from lms.domain.content.typography import NBSP, set_text
from tests.domain.content.rendering import html_of, pieces_of


@pytest.mark.parametrize(
    ("typed", "lt", "en"),
    [
        ('"Socialinis klasteris"', "„Socialinis klasteris“", "“Socialinis klasteris”"),
        ("sakė: \"aš 'ne' einu\".", "sakė: „aš ‚ne‘ einu“.", "sakė: “aš ‘ne’ einu”."),
        ('("x") ir „y“ ir “z”', "(„x“) ir „y“ ir „z“", "(“x”) ir “y” ir “z”"),
        ("O'Neill, rock'n'roll", "O’Neill, rock’n’roll", "O’Neill, rock’n’roll"),
        ('5" ekranas', '5" ekranas', '5" ekranas'),
        ("a -- b, 2015--2017...", "a – b, 2015–2017…", "a – b, 2015–2017…"),
        ("lms --help", "lms --help", "lms --help"),
        ("Nr. 5 ir 20 d.", "Nr.~5 ir 20~d.", "Nr. 5 ir 20~d."),
        ("2026 m. lapkričio 20 d.", "2026~m.~lapkričio 20~d.", "2026~m.~lapkričio 20~d."),
        ("A. Mickevičiaus g.", "A.~Mickevičiaus g.", "A.~Mickevičiaus g."),
        ("1 234,5 € ir 75 %", "1~234,5~€ ir 75~%", "1~234,5~€ ir 75~%"),
        ("No. 5, p. 12", "No. 5, p.~12", "No.~5, p.~12"),
        ("", "", ""),
    ],
)
def test_marks_and_spaces(typed: str, lt: str, en: str) -> None:
    assert set_text(typed, "lt") == lt.replace("~", NBSP)
    assert set_text(typed, "en") == en.replace("~", NBSP)


def test_setting_twice_changes_nothing() -> None:
    for language in ("lt", "en"):
        once = set_text("\"a 'b' c\" -- Nr. 5...", language)
        assert set_text(once, language) == once


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('"*Socialinis* klasteris" `"kodas"`', '„<em>Socialinis</em> klasteris“ <code>"kodas"</code>'),
        ('"[nuoroda](https://x.lt)"', '„<a href="https://x.lt">nuoroda</a>“'),
        ('*"pabrėžta"*', "<em>„pabrėžta“</em>"),
        ('\\"taip ir buvo\\"', '"taip ir buvo"'),
        ('*"a cluster"*{lang=en} ir "b"', '<em lang="en">“a cluster”</em> ir „b“'),
        ('$"x"$', None),
    ],
)
def test_marks_run_through_emphasis_and_stay_out_of_code(text: str, html: str | None) -> None:
    found = html_of(text)
    if html is None:
        assert "„" not in found
    else:
        assert found == f"<p>{html}</p>"


def test_every_block_begins_anew() -> None:
    assert [piece.text for piece in pieces_of('- "a\n- "b"\n\n"c"')[0]] == ["„a „b“", "„c“"]
