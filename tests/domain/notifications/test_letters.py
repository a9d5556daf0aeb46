"""Every letter in both languages, word for word; hostile names and broken rows do no harm.

After a wanted change: `SNAPSHOTS=write pytest tests/domain/notifications/test_letters.py`; read the diff.
"""

import os
import re
from email import message_from_bytes
from email.policy import default
from html import unescape
from pathlib import Path

import pytest

from lms.domain.notifications import letters
from lms.domain.notifications.notices import KINDS
from lms.foundation import i18n, rendering
from lms.foundation.db import session
from lms.foundation.mail import OutgoingMail
from lms.foundation.mail_writing import compose
from tests.domain.notifications.samples import IN_APP, VARIANTS, WITH_KEY, a_letter, sample
from tests.factories.notifications import make_notice

SNAPSHOTS = Path(__file__).parent / "snapshots"
KEY = re.compile(r"((?:token|key)=)[\w.-]+")
BOTH = pytest.mark.parametrize("language", i18n.LANGUAGES)

pytestmark = pytest.mark.usefixtures("sqlite")


def words_of(html: str) -> str:
    """What a reader of the HTML part reads, as one line."""
    body = re.sub(r"<(style|title)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@BOTH
@pytest.mark.parametrize("variant", VARIANTS)
def test_letters_read_as_agreed(variant: str, language: str) -> None:
    mail = letters.compose(sample(variant, language))
    text = KEY.sub(r"\1KEY", f"Subject: {mail.subject}\n\n{mail.text}")
    file = SNAPSHOTS / f"{variant}.{language}.txt"
    agree(text, file)
    agree(KEY.sub(r"\1KEY", mail.html), file.with_suffix(".html"))


def agree(text: str, file: Path) -> None:
    """Compare with what was agreed, or write it down where that was asked for."""
    if os.environ.get("SNAPSHOTS") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    assert text == file.read_text()


@BOTH
@pytest.mark.parametrize("variant", VARIANTS)
def test_both_parts_of_a_letter_say_the_same(variant: str, language: str) -> None:
    mail = letters.compose(sample(variant, language))
    read = words_of(mail.html)
    body = mail.text.partition("\nSavimoka\n")[0]
    for paragraph in filter(None, body.split("\n")):
        assert " ".join(paragraph.rstrip(":").split()) in read, paragraph


def test_every_kind_has_a_sample_and_its_three_templates() -> None:
    assert {IN_APP[each][0] if each in IN_APP else each for each in VARIANTS} == set(KINDS)
    for kind in KINDS:
        folder = rendering.TEMPLATES / "email" / kind
        assert {path.name for path in folder.iterdir()} == {"subject.txt", "body.txt", "body.html"}


def test_a_letter_leads_to_the_very_thing_by_way_of_its_notice() -> None:
    mail = letters.compose(sample("submission-graded", "lt"))
    assert "https://learn.example.lt/notifications.open_notice/notice_id=41" in mail.text
    assert 'href="https://learn.example.lt/notifications.open_notice/notice_id=41"' in mail.html


@pytest.mark.parametrize("variant", WITH_KEY)
def test_the_key_of_a_letter_is_made_when_it_is_written(variant: str) -> None:
    letter = sample(variant, "lt")
    mail = letters.compose(letter)
    assert KEY.search(mail.text)
    assert letter.about.keys() == {"token_id"}


def test_a_letter_whose_key_is_used_is_not_written_any_more() -> None:
    letter = a_letter(kind="reset-password", about={"token_id": 999}, is_in_app=False)
    with pytest.raises(letters.NothingToSay):
        letters.compose(letter)


def test_times_are_those_of_the_recipients_zone() -> None:
    here = sample("submission-received", "lt")
    assert "2026 m. lapkričio 20 d. 23.05 val." in letters.compose(here).text.replace("\u00a0", " ")
    oslo = a_letter(
        kind=here.kind, about=here.about, language="en", hours=here.hours.__class__("Europe/Oslo")
    )
    assert "20 November 2026, 22:05" in letters.compose(oslo).text


def test_people_are_addressed_as_they_wish() -> None:
    letter = a_letter(about=IN_APP["module-completed"][1], form_of_address="Jonai")
    assert letters.compose(letter).text.startswith("Laba diena, Jonai,\n")


HOSTILE = "Rasa</p><script>alert(1)</script>\r\nBcc: everyone@example.lt\r\n\r\n<b>“&”"


@BOTH
@pytest.mark.parametrize("variant", IN_APP)
def test_hostile_names_and_titles_stay_words(variant: str, language: str) -> None:
    kind, about = IN_APP[variant]
    evil = {"lt": HOSTILE, "en": HOSTILE}
    about = {name: evil if name.endswith("_title") else value for name, value in about.items()}
    letter = a_letter(
        kind=kind, about=about, language=language, sender=HOSTILE, recipient=HOSTILE, form_of_address=HOSTILE
    )
    mail = letters.compose(letter)
    assert "<script" not in mail.html
    assert "<b>" not in mail.html
    assert "\n" not in mail.subject and "\r" not in mail.subject
    parsed = message_from_bytes(compose(mail, "Savimoka <no-reply@learn.example.lt>"), policy=default)
    assert parsed["Bcc"] is None
    assert parsed["To"].addresses[0].addr_spec == "jonas@example.lt"
    assert parsed["Message-ID"] == "<name-of-the-mail@learn.example.lt>"
    assert {"text/plain", "text/html"} <= {part.get_content_type() for part in parsed.walk()}


def test_an_unknown_kind_and_a_broken_row_are_said_to_be_unwritable() -> None:
    with pytest.raises(letters.Unwritable, match="unknown kind"):
        letters.compose(a_letter(kind="from-the-future"))
    with pytest.raises(letters.Unwritable, match="lesson_title"):
        letters.compose(a_letter(kind="message-posted", about={"is_from_learner": False}))


def test_the_sentence_in_the_app_is_in_the_readers_language() -> None:
    kind, about = IN_APP["submission-graded"]
    assert letters.sentence(kind, about, "Rasa") == "Jūsų darbas „Veikėjų žemėlapis“ įvertintas"
    with i18n.speaking("en"):
        assert letters.sentence(kind, about, "Rasa") == "Your work “Actor map” has been graded"
    assert letters.sentence("from-the-future", {}, "") is None


def test_the_look_is_carried_by_the_tags_and_dark_rules_stay() -> None:
    html = letters.compose(a_letter(about=IN_APP["module-completed"][1])).html
    assert "prefers-color-scheme: dark" in html
    assert re.search(r'<td class="button"[^>]*background-color: ?#1d5a43', html)
    assert "http://" not in html.replace("http://www.w3.org", "")
    assert "<img" not in html


def test_letters_and_notices_fit() -> None:
    """The samples have what rows have: a notice from the database can be written too."""
    notice = make_notice()
    session.commit()
    mail = letters.compose(a_letter(about=notice.about))
    assert isinstance(mail, OutgoingMail)
