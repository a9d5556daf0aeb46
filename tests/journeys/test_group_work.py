"""Three make a group, one goes on alone, two hand in one work; both get its result, with real mail."""

import re
from email.message import EmailMessage

import pytest
from playwright.sync_api import expect

from tests.journeys.keyboard import Keyboard
from tests.journeys.lived_in import AUTHOR, Person
from tests.journeys.looking import troubles_of
from tests.journeys.test_story import link_in, wait_for
from tests.journeys.window import PHONE, OpenWindow, Window
from tests.live.house import House
from tests.live.post_office import plain_text

pytestmark = pytest.mark.browser

MODULE = "/modules/social-partnership-and-trust"
WORK = f"{MODULE}/assignments/memorandum"
TEXT = "Bendras tikslas: jaunimo centras iki 2027 m."


def test_it_works(house: House, somebody: str, open_window: OpenWindow) -> None:
    friend = house.add_person("bendraautorius@demo.example", "Tomas Vaitkus")
    third = house.add_person("trecioji@demo.example", "Lina Kairienė")
    for email in (somebody, friend, third):
        _enrols(house, email)

    first = _at_work(open_window, "lt", somebody)
    _invites_by_keyboard(first, friend)
    Person(house, somebody).do(WORK, "/group", ("invite", "1"), ("email", third))

    second = open_window("en", PHONE)
    second.sign_in(friend)
    _opens_the_letter(second, friend)
    second.sees("Birutė Vaitkutė invites you to do this assignment together")
    assert troubles_of(second, 0) == []
    second.press("Accept")
    second.sees("You are in the group now.")
    _accepts(house, third)
    second.page.locator("textarea[name=text]").fill(TEXT)
    second.press("Save draft")
    second.sees("Draft saved.")
    expect(second.page.locator(".flash")).to_be_in_viewport()

    other = _at_work(open_window, "lt", third)
    other.sees("įrašė Tomas Vaitkus")
    other.page.locator("#group summary").filter(has_text="Dirbti savarankiškai").click()
    assert troubles_of(other, 1) == []
    other.press("Leave the group")
    other.sees("Dabar dirbate savarankiškai.")
    expect(other.page.locator(".flash")).to_be_in_viewport()
    expect(other.page.locator("textarea[name=text]")).to_have_value(TEXT)

    first.go(WORK)
    expect(first.page.locator("#group ul[aria-labelledby=members] li")).to_have_count(2)
    first.press("Hand in")
    expect(first.page.locator("#receipt")).to_be_visible()
    _opens_the_letter(second, friend, about="has handed in the work of your group")
    second.sees("Handed in by Birutė Vaitkutė")

    _grades(house)
    for window, email, said in (
        (first, somebody, "įvertino jūsų darbą"),
        (second, friend, "has graded your work"),
    ):
        _opens_the_letter(window, email, about=said)
        window.sees(re.compile(r"\b8\s\S+\s12\b"))
    other.go(WORK)
    expect(other.page.locator("button[name=hand-in]")).to_be_visible()
    expect(other.page.locator("#feedback")).to_have_count(0)
    assert "Įvertino" not in Person(house, third).see("/notices").text


def _enrols(house: House, email: str) -> None:
    person = Person(house, email)
    language = "en" if email.startswith("bendraautorius") else "lt"
    person.do("/account", "/account", ("language", language))
    person.do(MODULE, "/enrol")


def _at_work(open_window: OpenWindow, language: str, email: str) -> Window:
    window = open_window(language, PHONE)
    window.sign_in(email)
    window.go(WORK)
    return window


def _invites_by_keyboard(window: Window, email: str) -> None:
    keyboard, page = Keyboard(window), window.page
    keyboard.reach(page.locator("#group summary").filter(has_text="Pakviesti į grupę"))
    page.keyboard.press("Enter")
    keyboard.reach(page.locator("#group input[name=email]"))
    page.keyboard.type(email)
    page.keyboard.press("Enter")
    window.sees(f"{email}")
    expect(page.locator("#group button[name=withdraw]")).to_have_count(1)


def _accepts(house: House, email: str) -> None:
    person = Person(house, email)
    button = re.search(r'name="accept" value="(\d+)"', person.see(WORK).text)
    assert button, "no invitation is shown"
    person.do(WORK, "/group", ("accept", button.group(1)))


def _grades(house: House) -> None:
    author = Person(house, AUTHOR)
    waiting = author.see(f"/teach?kind=work&module={MODULE.rpartition('/')[2]}").text
    found = re.search(r'href="/lt(/teach/submissions/\d+)"(?:(?!</tr>).)*Tomas Vaitkus', waiting, re.DOTALL)
    assert found, "the work of the group waits for nobody"
    page = author.see(found.group(1)).text
    assert "Birutė Vaitkutė ir Tomas Vaitkus" in page
    assert "Lina" not in page
    criteria = sorted(set(re.findall(r'name="(points-[a-z-]+)"', page)))
    points = [(criterion, "2") for criterion in criteria]
    author.do(found.group(1), found.group(1), *points, ("comment", "Geras pradas."), ("grade", "1"))


def _opens_the_letter(window: Window, email: str, about: str = "") -> None:
    office = window.house.post_office

    def found() -> list[EmailMessage]:
        return [each for each in office.letters_to(email) if about in plain_text(each)]

    wait_for(found)
    window.go(link_in(found()[-1]))
