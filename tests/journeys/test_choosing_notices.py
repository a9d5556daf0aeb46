"""By keyboard on a phone a daily summary is chosen; the real worker sends it as one letter; it is ended."""

import re
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.journeys.keyboard import Keyboard
from tests.journeys.lived_in import AUTHOR, Person
from tests.journeys.window import PHONE, OpenWindow, Window
from tests.live.house import House
from tests.live.parts import books, let_mail_be_due, wait_until
from tests.live.post_office import plain_text

pytestmark = pytest.mark.browser
NAME = "Ona Onaitė"
LATER = (
    "%(name)s: the notice is on the platform, the e-mail will be sent with the daily summary on %(moment)s."
)
NEVER = "%(name)s: the notice is on the platform; this person has chosen to get no letters on this."
ONE_CLICK = urlencode({"List-Unsubscribe": "One-Click"}).encode()


@pytest.mark.parametrize("language", ["lt", "en"])
def test_a_summary_is_chosen_comes_once_and_is_ended(
    house: House, open_window: OpenWindow, language: str
) -> None:
    email = house.add_person(f"chooser-{language}@demo.example", NAME, language)
    # Letters may come at any hour; that of the day's summary must not come between two messages.
    hour = (datetime.now(ZoneInfo("Europe/Vilnius")).hour + 8) % 24
    hours = "mail_from_hour = :hour, mail_to_hour = :hour"
    books(house, f"UPDATE users SET {hours} WHERE email = :email", hour=hour, email=email)
    person = Person(house, email, language)
    window = open_window(language, PHONE)
    window.sign_in(email)
    _chooses_by_keyboard(window)

    talk = person.ask("Ar tinka toks planas?").removeprefix(f"/{language}").partition("#")[0]
    sender = open_window(language, PHONE)
    sender.sign_in(AUTHOR)
    sender.go(talk)
    for words in ("Taip.", "Ir dar: trys sektoriai."):
        _answers(sender, words)
    sender.sees(sender.said(LATER, name=NAME, moment="|").partition("|")[0])
    let_mail_be_due(house)
    wait_until(lambda: house.post_office.letters_to(email), 90)
    (letter,) = house.post_office.letters_to(email)
    with_two = {"lt": "2 naujos žinutės apie pamoką", "en": "2 new messages about the lesson"}
    assert with_two[language] in plain_text(letter) and plain_text(letter).count("/notices/") == 2

    _is_ended_by_a_mail_program_and_by_a_person(letter, open_window(language, PHONE))
    window.go("/account/notices")
    expect(window.page.locator("input[name=way_messages][value=in-app]")).to_be_checked()
    _answers(sender, "Ir kvartalas.")
    sender.sees(sender.said(NEVER, name=NAME))
    window.go("/notices")
    expect(window.page.locator(".items .is-unread")).to_have_count(3)
    assert len(house.post_office.letters_to(email)) == 1


def _chooses_by_keyboard(window: Window) -> None:
    window.go("/account/notices")
    keyboard, page = Keyboard(window), window.page
    not_soon = (date.today() + timedelta(days=3)).isoweekday()
    keyboard.choose(page.locator(f"input[name=mail_days][value='{not_soon}']"))
    keyboard.choose_from(
        page.locator("select[name=digest_day]"),
        page.locator(f"select[name=digest_day] option[value='{not_soon % 7 + 1}']"),
    )
    keyboard.choose(page.locator("input[name=way_messages][value=daily]"))
    keyboard.choose(page.locator("input[name=way_groups][value=in-app]"))
    keyboard.press("Save")
    expect(page.locator(".flashes")).to_contain_text(window.said("Your changes are saved."))
    expect(page.locator("input[name=mail_days]:checked")).to_have_count(6)
    expect(page.locator("input[name=way_messages][value=daily]")).to_be_checked()


def _answers(author: Window, words: str) -> None:
    author.page.locator("textarea[name=text]").fill(words)
    author.press("Send the answer")
    expect(author.page.locator(".message").last).to_contain_text(words)


def _is_ended_by_a_mail_program_and_by_a_person(letter: EmailMessage, visitor: Window) -> None:
    """As RFC 8058 has it, without a session; then once more by the link that stands in the letter."""
    address = str(letter["List-Unsubscribe"]).strip("<>")
    with urlopen(address, ONE_CLICK, timeout=60) as answer:
        assert answer.status == 200
    (link,) = re.findall(r"https?://\S+/notices/stop/\S+", plain_text(letter))
    assert urlsplit(link).path == urlsplit(address).path
    visitor.go(link)
    visitor.sees(visitor.said("Shall these letters end?"))
    visitor.press("End these letters")
    visitor.sees(visitor.said("These letters have ended"))
