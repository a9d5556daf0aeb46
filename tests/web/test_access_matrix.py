"""Every door is tried by everyone, and what happens is what the table says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection

from lms.domain.accounts import service as accounts
from lms.domain.notifications.topics import OPTIONAL
from lms.foundation import db, storage
from tests.conftest import Browser
from tests.factories.accounts import PASSWORD
from tests.web import access_scene
from tests.web.access_table import ROLES, TABLE

POINTS = {f"points-{criterion}": "2" for criterion in ("problem", "sectors", "ties", "conclusion")}
BOTH = {"title_lt": "Žinia", "text_lt": "Tekstas", "title_en": "News", "text_en": "Text"}
HOURS = {"time_zone": "Europe/Vilnius", "mail_from_hour": "8", "mail_to_hour": "20"}
PLACE = {"name_lt": "Meras", "kind": "municipality", "country": "LT", "municipality": "", "county": ""}
WORDS = {"label_lt": "Žodis", "label_en": "Word"}
NEW_PASSWORD = "visai kitas slaptažodis"
# They look nothing up themselves: a used-up letter leads its reader on, a question to the page of its quiz.
LEAD_ON = {"accounts.confirm_sign_up", "assessment.show_question"}
NEWCOMER = {"name": "Nauja Naujienė", "email": "nauja2@example.lt", "password": NEW_PASSWORD}

# What is typed into forms that want something; the holes are filled from the scene.
TYPED: dict[str, dict[str, str]] = {
    "accounts.account": {"name": "Ona Onaitė", "language": "lt", **HOURS},
    "accounts.add_entry": WORDS,
    "accounts.add_institution_coordinator": {"email": "ona@example.lt"},
    "accounts.appearance": {"text_size": "large", "line_spacing": "wide", "color_scheme": "dark"},
    "accounts.change_email": {"email": "nauja3@example.lt", "current_password": PASSWORD},
    "accounts.change_entry": WORDS,
    "accounts.change_institution": PLACE,
    "accounts.change_password": {"password": NEW_PASSWORD, "current_password": PASSWORD},
    "accounts.close_account": {"current_password": PASSWORD},
    "accounts.create_institution": PLACE,
    "accounts.move_entry": {"up": "1"},
    "accounts.show_person": {"name": "Ona Onaitė", "language": "lt"},
    "accounts.sign_in": {"email": "ona@example.lt", "password": PASSWORD},
    "accounts.sign_up": NEWCOMER,
    "accounts.sign_up_sent": {"email": "nauja2@example.lt"},
    "accounts.password": {"email": "ona@example.lt"},
    "accounts.new_password": {"password": NEW_PASSWORD},
    "assessment.change_group": {"accept": "{invitation_to_group}"},
    "assessment.enter_grading": {**POINTS, "comment": "Gerai.", "version": "{version}", "grade": "1"},
    "assessment.enter_extension": {"learner": "{user_id}", "way": "minutes", "amount": "10"},
    "assessment.enter_marks": {"points-why": "3", "comment-why": "", "all": "1"},
    "assessment.correct_marks": {"points-why": "4", "reason": "Suklydau."},
    "assessment.settle_judgements": {"join": "1", "version": "{differing}"},
    "assessment.annul_grading": {"grading": "{grading_id}", "reason": "Supainioti darbai."},
    "assessment.make_appeal": {"grading": "{grading_id}", "appeal": "Kodėl tiek?"},
    "assessment.enter_decision": {"answer": "Taip.", "uphold": "1"},
    "assessment.save_answer": {"answer": "yes"},
    "assessment.keep_date": {"planned_on": "2030-01-02"},
    "assessment.keep_agreed_date": {"agreed_on": "2030-01-02"},
    "assessment.start_upload": {"name": "planas.txt", "size": "10", "modified": "2"},
    "assessment.take_quiz": {"begin": "1"},
    "assessment.write_assignment": {"text": "Mano darbas", "save": "1"},
    "assessment.change_saved_comment": {"text": "Trūksta ryšių."},
    "catalogue.change_news": BOTH,
    "catalogue.write_news": BOTH,
    "catalogue.change_text": BOTH,
    "catalogue.assign_staff": {"email": "ona@example.lt", "duty": "author", "thing": "module:{module_id}"},
    "consultations.offer_hours": {
        "module_id": "{module_id}",
        "day": "{next_month}",
        "from_time": "10:00",
        "to_time": "11:00",
        "minutes": "30",
        "weeks": "1",
        "place": "312 kabinetas",
        "spoken": "either",
    },
    "consultations.change_slot": {
        "day": "{next_month}",
        "from_time": "12:00",
        "to_time": "12:30",
        "place": "313 kabinetas",
        "spoken": "lt",
    },
    "consultations.book_slot": {"subject": "Apie žemėlapį"},
    "consultations.move_booking": {"slot_id": "{slot_id}", "reason": "Netinka laikas."},
    "consultations.cancel_booking": {"reason": "Nebereikia."},
    "consultations.record_outcome": {"outcome": "held", "note": "Sutarėme."},
    "coordination.confirm_translations": {"revision": "{revision_id}"},
    "coordination.invite": {
        "people": "Jonas Jonaitis, jonas@example.lt",
        "programme": "{programme_id}",
        "institution": "0",
    },
    "learning.keep_place": {"block": "first-two"},
    "learning.my_plan": {"hours": "1,5"},
    "learning.highlight_block": {"on": "1"},
    "learning.rate_oneself": {"moment": "before", "level-explain": "2"},
    "learning.write_note": {"text": "Mano mintis"},
    "catalogue.remark_on_page": {"page": "/lt/help", "text": "Klaida."},
    "notifications.pause_letters": {"reason": "Keičiamas pašto serveris."},
    "notifications.choose_notices": {
        "mail_days": "1",
        "digest_day": "1",
        **{f"way_{topic}": "at-once" for topic in ("results", "dates", *OPTIONAL)},
    },
    "coordination.send_reminders": {"person": "{user_id}"},
    "faq.write_entry": {"question_lt": "Kodėl?", "answer_lt": "Todėl."},
    "faq.move_entry": {"place": "second#"},
    "faq.edit_entry": {"question_lt": "Kodėl?", "answer_lt": "Todėl."},
    "messaging.ask": {"text": "Kodėl taip?", "block": "first-one"},
    "messaging.show_conversation": {"text": "Ačiū."},
    "messaging.edit_message": {"text": "Tiksliau sakant, kodėl taip?"},
    "messaging.list_absences": {"from_day": "2030-01-02", "to_day": "2030-01-09", "substitute": ""},
}


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    endpoint: str
    method: str
    tried_on: str
    expected: dict[str, str]

    @property
    def label(self) -> str:
        return f"{self.endpoint} {self.method}" + (f" [{self.tried_on}]" if self.tried_on else "")


def rows() -> list[Row]:
    line_of_table = re.compile(r"(\S+)\s+(GET|POST)\s+(?:\[([^]]+)\]\s+)?(.*)")
    found = []
    for line in TABLE.splitlines():
        if line and not line.startswith("#"):
            match = line_of_table.fullmatch(line)
            assert match, f"not a row: {line}"
            endpoint, method, tried_on, outcomes = match.groups()
            expected = dict(zip(ROLES, outcomes.split(), strict=True))
            found.append(Row(endpoint, method, tried_on or "", expected))
    return found


@dataclass
class Doors:
    """The application with its scene; each try is undone before the next one."""

    app: Flask
    connection: Connection
    scene: access_scene.Scene
    tokens: dict[str, str]

    def path(self, row: Row, values: dict[str, Any] | None = None) -> str:
        known = values or {**self.scene.values, **self.scene.special.get(row.tried_on, {})}
        (rule, *_more) = self.app.url_map.iter_rules(row.endpoint)
        wanted = {name: known[name] for name in rule.arguments - {"lang"} - set(rule.defaults or ())}
        with self.app.test_request_context("/lt/"):
            return self.app.url_for(row.endpoint, **wanted)

    def outcome(self, row: Row, role: str, path: str | None = None) -> str:
        path = path or self.path(row)
        typed = {k: v.format_map(self.scene.values) for k, v in TYPED.get(row.endpoint, {}).items()}
        self.app.extensions["tries"].forget()
        attempt = self.connection.begin_nested()
        try:
            browser = self._browser(role)
            answer = browser.post_form(path, typed) if row.method == "POST" else browser.get(path)
            return _said(answer)
        finally:
            db.session.remove()
            attempt.rollback()

    def _browser(self, role: str) -> Browser:
        self.app.test_client_class = Browser
        browser = self.app.test_client()
        if role != "visitor":
            with browser.session_transaction() as cookie:
                cookie["_user_id"] = self.tokens[role]
        return browser  # type: ignore[return-value]


def _said(answer: Any) -> str:
    if answer.status_code in (302, 303) and "/sign-in?next=" in answer.location:
        return "in"
    if answer.status_code < 400:
        answer.close()
        return "ok"
    return str(answer.status_code)


@pytest.fixture
def doors(app: Flask, tmp_path: Path) -> Iterator[Doors]:
    before = storage._storage
    storage.use(storage.FolderStorage(tmp_path / "files"))
    scene = access_scene.build(Path(app.config["SETTINGS"].mail_url))
    tokens = {
        role: accounts.open_session(person.id, browser="test", address="127.0.0.1")
        for role, person in scene.people.items()
    }
    db.session.commit()
    bind = db.session().get_bind()
    assert isinstance(bind, Connection)
    yield Doors(app, bind, scene, tokens)
    storage._storage = before


def test_every_door_has_its_row(whole_app: Flask) -> None:
    there = {
        f"{rule.endpoint} {method}"
        for rule in whole_app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}
    }
    written = {f"{row.endpoint} {row.method}" for row in rows()}
    assert sorted(there - written) == [], "doors without a row in access_table.py"
    assert sorted(written - there) == [], "rows in access_table.py without a door"


def test_everyone_passes_just_the_doors_that_the_table_says(doors: Doors) -> None:
    wrong = [
        f"{row.label}: {role} expected {expected}, got {got}"
        for row in rows()
        for role, expected in row.expected.items()
        if (got := doors.outcome(row, role)) != expected
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_what_is_not_there_is_not_found_by_anyone(doors: Doors) -> None:
    """Somebody else's things and things that never were look the same."""
    missing = {
        name: 999_999 if isinstance(value, int) else "0" * 64 if name == "sha256" else "nera-tokio"
        for name, value in {**doors.scene.values, "token": "", "key": ""}.items()
    }
    fixed = {
        "topics": "nera",
        "name": "category",
        "extension": "svg",
        "lesson": "nera-tokios",
        "key": "nera-tokio",
    }
    wrong = []
    for row in rows():
        (rule, *_more) = doors.app.url_map.iter_rules(row.endpoint)
        if rule.arguments <= {"lang", "name"} or row.endpoint in LEAD_ON | {"catalogue.change_text"}:
            continue
        for role in ("visitor", "learner", "author", "coord", "admin"):
            got = doors.outcome(row, role, doors.path(row, {**missing, **fixed}))
            if got not in ({"in", "404"} if role == "visitor" else {"404"}):
                wrong.append(f"{row.label}: {role} got {got}")
    assert not wrong, "\n" + "\n".join(wrong)
