"""By phone the administrator pauses letters; one waits; resumed, it arrives by the real worker."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.looking import troubles_of
from tests.journeys.window import PHONE, OpenWindow
from tests.live import course
from tests.live.house import PASSWORD, House
from tests.live.parts import books, let_mail_be_due, wait_until
from tests.live.post_office import plain_text
from tests.live.visitor import Visitor

pytestmark = pytest.mark.browser
ADMIN, AUTHOR = "admin@demo.example", "author@demo.example"
PATIENCE_MS, PATIENCE = 120_000, 180  # two processors may be busy with other tests


@pytest.fixture
def talkative_house(house: House) -> Iterator[House]:
    """The house, in which letters leave again for the other stories, whatever happens here."""
    yield house
    books(house, "DELETE FROM mail_pauses")


def test_letters_wait_and_arrive_when_they_are_resumed(
    open_window: OpenWindow, talkative_house: House, somebody: str
) -> None:
    house = talkative_house
    window = open_window("lt", PHONE)
    window.sign_in(ADMIN)
    window.go("/admin/outbox")
    window.fill("Why", "Keičiamas pašto serveris")
    window.press("Let letters wait")
    expect(window.button("Resume sending")).to_be_visible(timeout=PATIENCE_MS)
    window.sees("Keičiamas pašto serveris")

    notice = _ask_the_author(house, somebody)
    for _sweep in range(2):  # one may have been under way
        swept = _last_sweep(house)
        wait_until(lambda swept=swept: _last_sweep(house) != swept, PATIENCE)
    assert (_mail_of(house, notice), _letters_about(house, notice)) == ("waiting", 0)

    window.page.reload()
    window.sees("Laiškų siuntimas laikinai sustabdytas")
    assert troubles_of(window, 0) == []
    window.press("Resume sending")
    expect(window.button("Let letters wait")).to_be_visible(timeout=PATIENCE_MS)
    wait_until(lambda: _mail_of(house, notice) == "sent", PATIENCE)
    assert _letters_about(house, notice) == 1


def _ask_the_author(house: House, learner: str) -> int:
    """Ask, as somebody else does meanwhile; return the number of the notice that the author gets."""
    visitor = Visitor(house.url)
    visitor.sign_in(learner, PASSWORD)
    visitor.send(visitor.get(f"/lt{course.MODULE}").form("/enrol"))
    lesson = f"/lt{course.MODULE}/{course.lessons()[0]}"
    answer = visitor.send(visitor.get(f"{lesson}/ask").form("/ask"), ("text", "Ar laiškas palauks?"))
    about = f"conversation:{str(answer.location).rpartition('/')[2]}"
    ((notice,),) = books(house, "SELECT max(id) FROM notices WHERE subject = :about", about=about)
    let_mail_be_due(house)
    return int(notice)


def _last_sweep(house: House) -> str:
    return str(books(house, "SELECT max(at) FROM heartbeats WHERE kind = 'sweeper'"))


def _mail_of(house: House, notice: int) -> str:
    return str(books(house, "SELECT mail FROM notices WHERE id = :id", id=notice)[0][0])


def _letters_about(house: House, notice: int) -> int:
    letters = house.post_office.letters_to(AUTHOR)
    return sum(f"/notices/{notice}\n" in f"{plain_text(letter)}\n" for letter in letters)
