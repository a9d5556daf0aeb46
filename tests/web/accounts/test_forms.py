"""What forms say by themselves, and text cleaned the same way everywhere."""

import re
from pathlib import Path

import pytest
import wtforms
from babel.messages.pofile import read_po
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import Length

from lms.foundation import i18n
from lms.web.shell.forms import Form, id_or_none, long_text, one_line, options


class Sample(Form):
    """A form with what WTForms judges by itself."""

    name = StringField("", [Length(max=21)])
    number = IntegerField("")
    choice = SelectField("", coerce=id_or_none)


def test_everything_that_wtforms_says_is_in_lithuanian() -> None:
    path = Path(wtforms.__file__).parent / "locale" / "wtforms.pot"
    with path.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    assert len(messages) > 35
    with Path("translations/lt/wtforms.po").open("rb") as file:
        ours = read_po(file, locale="lt")
    for message in messages:
        key = message.id[0] if isinstance(message.id, tuple | list) else message.id
        translated = ours.get(key)
        assert translated and translated.string, key
        forms = translated.string if isinstance(translated.string, tuple | list) else (translated.string,)
        holes = set(re.findall(r"%\(\w+\)[sd]|%s", " ".join([key])))
        assert all(set(re.findall(r"%\(\w+\)[sd]|%s", form)) <= holes for form in forms), key


@pytest.mark.parametrize(
    ("language", "reasons"),
    [
        (
            "lt",
            [
                "Galima įrašyti ne daugiau kaip 21 ženklą.",
                "Įrašykite sveikąjį skaičių.",
                "Pasirinkite iš sąrašo.",
            ],
        ),
        (
            "en",
            [
                "Field cannot be longer than 21 characters.",
                "Not a valid integer value.",
                "Not a valid choice.",
            ],
        ),
    ],
)
def test_reasons_come_in_the_readers_language(language: str, reasons: list[str]) -> None:
    with i18n.speaking(language):
        form = Sample(MultiDict({"name": "Ž" * 22, "number": "du", "choice": "7"}))
        form.choice.choices = options([(1, "Pirmas")], first="–")
        assert not form.validate()
        assert [form.errors[name][0] for name in ("name", "number", "choice")] == reasons


def test_an_empty_first_line_stands_for_none() -> None:
    form = Sample(MultiDict({"name": "", "number": "1", "choice": ""}))
    form.choice.choices = options([(1, "Pirmas")], first="–")
    assert form.validate() and form.choice.data is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (None, ""),
        ("  Ona \t Onaitė\r\n", "Ona Onaitė"),
        ("Onaite\u0307", "Onaitė"),
        ("\u202eOna\u202c\u200b\ufeff", "Ona"),
        ("O\x00na\x07", "Ona"),
        ("Å\u00a0Ø", "Å Ø"),
    ],
)
def test_one_line_is_cleaned(typed: str | None, kept: str) -> None:
    assert one_line(typed) == kept


def test_longer_text_keeps_its_lines_and_letters() -> None:
    assert long_text("a\r\n\r\n b\u200d\x00e\u0307") == "a\n\n b\u200dė"
