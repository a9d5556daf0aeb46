"""A house in which people have been at work, so that every page has something to show."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from tests.live import course
from tests.live.house import PASSWORD, House
from tests.live.parts import books, let_mail_be_due
from tests.live.post_office import plain_text
from tests.live.visitor import Answer, ShownForm, Visitor

BEGINNER, WAITING, FINISHER = "norway@demo.example", "learner@demo.example", "learner2@demo.example"
AUTHOR, COORDINATOR, ADMIN = "author@demo.example", "coordinator@demo.example", "admin@demo.example"
NEWCOMER = {"name": "Kari Nordmann", "email": "kari@nordmann.example", "password": "four quiet walks home"}
ANSWERED, UNANSWERED = "Ar bažnyčia – pilietinis sektorius?", "Kuo klasteris skiriasi nuo tinklo?"


class Person(Visitor):
    """Somebody of the demo who is signed in and does things by the forms that the pages show."""

    def __init__(self, house: House, email: str = "", language: str = "lt") -> None:
        super().__init__(house.url)
        self.language = language
        if email:
            self.sign_in(email, PASSWORD, language)

    def see(self, path: str) -> Answer:
        """Open a page in this person's language."""
        answer = self.get(f"/{self.language}{path}")
        assert answer.status == 200, (path, answer.status)
        return answer

    def do(self, path: str, form_end: str, *fields: tuple[str, str]) -> Answer:
        """Fill in and send a form that the page shows, which goes well."""
        answer = self.send(self._form(self.see(path), form_end), *fields)
        assert answer.status in (200, 303), (path, form_end, answer.status)
        return answer

    def _form(self, page: Answer, end: str) -> ShownForm:
        return page.form(end)

    def enrol(self) -> None:
        """Enrol in the programme."""
        self.do(course.PROGRAMME, "/enrol")

    def read(self, how_many: int) -> None:
        """Mark lessons as read, from the first one on."""
        for lesson in course.lessons()[:how_many]:
            self.do(f"{course.MODULE}/{lesson}", "/read", ("next", "1"))

    def ask(self, text: str) -> str:
        """Ask the author about the second lesson; return the address of the conversation."""
        lesson = f"{course.MODULE}/{course.lessons()[1]}"
        answer = self.do(f"{lesson}/ask", "/ask", ("text", text))
        return str(answer.location)

    def begin_quiz(self, how_many: int, *, rightly: bool = True) -> None:
        """Begin an attempt and answer so many questions."""
        page = self.see(course.QUIZ)
        self.send(next(form for form in page.forms if form.buttons and form.buttons[0][0] == "start"))
        for question in course.questions()[:how_many]:
            values = course.right_values(question, self.language) if rightly else ["nežinau"]
            if rightly or question["kind"] == "short":
                self.do(course.QUIZ, f"/answers/{question['key']}", *(("answer", value) for value in values))

    def hand_in_quiz(self) -> None:
        """Hand the open attempt in, also with questions unanswered."""
        page = self.see(course.QUIZ)
        form = next(form for form in page.forms if ("hand-in", "") in form.buttons)
        self.send(form, ("hand-in", "1"), ("anyway", "1"))

    def write_assignment(self, text: str, button: str = "save") -> None:
        """Save the draft, or hand the work in."""
        self.do(course.ASSIGNMENT, course.ASSIGNMENT, ("text", text), (button, "1"))

    def grade(self, learner: str) -> str:
        """Grade the work of this learner with seven points; return the address of the page."""
        waiting = self.see("/teach").text
        found = re.search(rf'href="/lt(/teach/submissions/\d+)"(?:(?!</tr>).)*{learner}', waiting, re.DOTALL)
        assert found, f"no work of {learner} waits"
        points = zip(course.criteria(), "2221", strict=True)
        fields = [(f"points-{criterion}", point) for criterion, point in points]
        path = found.group(1)
        self.do(path, path, *fields, ("comment", "Geras pradas."), ("grade", "1"))
        return path

    def offer_an_hour(self, days_ahead: int = 30) -> None:
        """Offer two times for consultation about the first module."""
        path, day = "/teach/consultations", date.today() + timedelta(days=days_ahead)
        heading = re.search(r"<h1>(.*?)</h1>", self.see(course.MODULE).text)
        assert heading, "the module has no name"
        title = re.sub(r"<[^>]+>", "", heading.group(1))
        taught = re.search(rf'<option[^>]*value="(\d+)"[^>]*>{re.escape(title)}<', self.see(path).text)
        assert taught, f"nothing can be offered in {title}"
        times = (("day", day.isoformat()), ("from_time", "10:00"), ("to_time", "11:00"))
        place = ("place", "https://pokalbiai.example.lt/rasa")
        self.do(path, path, ("module_id", taught.group(1)), *times, place)

    def book_the_first_time(self) -> None:
        """Book the first of the times that an author offers."""
        free = self.see(f"/consultations{course.MODULE}").text
        found = re.search(r"/consultations/slots/\d+/book", free)
        assert found, "no time is offered"
        self.do(found.group(), found.group(), ("subject", "The actor map"))


def furnish(house: House) -> None:
    """Let the people of the demo enrol, read, ask, answer, hand in, grade, invite and write news."""
    finisher, waiting = Person(house, FINISHER), Person(house, WAITING)
    beginner, author = Person(house, BEGINNER, "en"), Person(house, AUTHOR)
    for learner, lessons in ((finisher, 6), (waiting, 3), (beginner, 1)):
        learner.enrol()
        learner.read(lessons)
    finisher.begin_quiz(len(course.questions()))
    finisher.hand_in_quiz()
    finisher.write_assignment("Problema: Rugiškių jaunuoliai.\n\nVeikėjai: seniūnija, kepykla.", "hand-in")
    conversation = finisher.ask(ANSWERED)
    author.do(conversation.removeprefix("/lt"), conversation, ("text", "Taip, kai veikia kartu."))
    author.grade("Daiva Šimkutė")
    waiting.begin_quiz(10, rightly=False)
    waiting.hand_in_quiz()
    waiting.write_assignment("Problema: vienatvė kvartale.", "hand-in")
    waiting.ask(UNANSWERED)
    beginner.begin_quiz(2)
    beginner.write_assignment("Problem: the library’s doors are too narrow.")
    author.offer_an_hour()
    beginner.book_the_first_time()
    beginner.do("/account/notices", "/account/notices/calendar", ("make", "1"))
    _invite_and_announce(house)


def _invite_and_announce(house: House) -> None:
    coordinator, admin = Person(house, COORDINATOR), Person(house, ADMIN)
    coordinator.do(
        "/coordinate/invitations", "/invitations", ("people", "Ona Pavyzdienė; ona@pavyzdys.example")
    )
    words = [
        (f"{part}_{language}", text)
        for language, text in (("lt", "Rudens seminaras"), ("en", "Autumn seminar"))
        for part in ("title", "text")
    ]
    admin.do("/admin/news/new", "/admin/news/new", *words, ("publish", "1"))
    admin.do("/admin/news/new", "/admin/news/new", *words)
    # An invitation waits for the morning, and this may be a night.
    books(house, "UPDATE notices SET way = 'any-hour' WHERE mail = 'waiting'")
    let_mail_be_due(house)
    Person(house).do("/sign-up", "/sign-up", *NEWCOMER.items())
    Person(house).do("/password", "/password", ("email", FINISHER))
    changed = (("email", "ola@nordmann.example"), ("current_password", PASSWORD))
    Person(house, BEGINNER).do("/account/email", "/account/email", *changed)


def kept_letters(house: House) -> list[str]:
    """Return the texts of the letters in the house's own mailbox."""
    # Beside these lies what is still being written.
    files = sorted(file for part in ("cur", "new") for file in (house.folder / "mail" / part).glob("*"))
    letters = [message_from_bytes(file.read_bytes(), policy=default) for file in files]
    return [plain_text(letter) for letter in letters]  # type: ignore[arg-type]


def link_like(house: House, pattern: str) -> str | None:
    """Return the path, without its language, of the first link of that kind in any kept letter."""
    found = re.search(rf"http://\S+?/(?:lt|en)({pattern}\S*)", "\n".join(kept_letters(house)))
    return found.group(1) if found else None


@contextmanager
def running(folder: Path) -> Iterator[House]:
    """Run a house of one's own that keeps its mail in a folder, where its administrator can read it."""
    house = House(folder, LMS_MAIL_URL=str(folder / "mail"))
    try:
        house.start()
        yield house
    finally:
        house.stop()
