"""The coordinator's pages in both languages, closed to others, cheap however many people there are."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from lms.domain.catalogue.models import ProgrammeModule
from lms.domain.coordination.models import Invitation
from lms.foundation import clock, signing, working_days
from lms.foundation.db import session
from tests.factories.accounts import make_institution, make_user
from tests.factories.catalogue import make_programme, make_staff
from tests.factories.content import make_module
from tests.factories.learning import make_achievement, make_completed_enrolment, make_enrolment

PAGES = ["/lt/coordinate", "/lt/coordinate/people", "/lt/coordinate/invitations"]


@pytest.fixture
def story(app: Any) -> dict[str, Any]:
    module, foreign = make_module(), make_module()
    programme, other = make_programme(module), make_programme(foreign)
    here = make_institution(municipality="LT-06")
    people = [make_user(name=f"Vardas Pavardė{number:02}", institution_id=here.id) for number in range(30)]
    for number, person in enumerate(people):
        make_enrolment(person, module, started_at=clock.now() if number % 2 else None)
    evil = make_user(name="=cmd|' /C calc'!A0", institution_id=here.id)
    make_completed_enrolment(evil, module, completed_institution_id=here.id)
    stranger = make_user(name="Svetimas Svetimaitis")
    make_enrolment(stranger, foreign)
    coordinator = make_user(language="lt")
    make_staff(coordinator, "coordinator", programme=programme)
    session.commit()
    return {
        "module": module,
        "coordinator": coordinator,
        "people": people,
        "evil": evil,
        "stranger": stranger,
        "programme": programme,
        "other": other,
    }


@pytest.mark.parametrize("path", PAGES)
def test_pages_work_in_both_languages(story: Any, sign_in: Callable[..., Any], path: str) -> None:
    browser = sign_in(story["coordinator"])
    for language in ("lt", "en"):
        answer = browser.get(path.replace("/lt/", f"/{language}/"))
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_closed_to_others(story: Any, client: Any, sign_in: Callable[..., Any], path: str) -> None:
    assert client.get(path).status_code == 303
    assert sign_in(story["stranger"]).get(path).status_code == 404


def test_the_list_goes_on_and_stays_cheap(
    story: Any, sign_in: Callable[..., Any], statements: Callable[[], list[str]]
) -> None:
    browser = sign_in(story["coordinator"])
    browser.get("/lt/coordinate/people")
    statements()
    answer = browser.get("/lt/coordinate/people")
    assert len(statements()) <= 12
    assert answer.text.count("/lt/coordinate/people/") == 25
    assert "Svetimas" not in answer.text
    browser.get("/lt/coordinate")
    assert len(statements()) <= 12


def test_a_person_outside_the_scope_does_not_exist(story: Any, sign_in: Callable[..., Any]) -> None:
    browser = sign_in(story["coordinator"])
    assert browser.get(f"/lt/coordinate/people/{story['people'][0].id}").status_code == 200
    assert browser.get(f"/lt/coordinate/people/{story['stranger'].id}").status_code == 404
    assert browser.get("/lt/coordinate/people/999999").status_code == 404


def test_the_file_opens_in_lithuanian_excel_and_runs_nothing(story: Any, sign_in: Callable[..., Any]) -> None:
    answer = sign_in(story["coordinator"]).post_form("/lt/coordinate/export.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.status_code == 200
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 1 + 31
    assert {row[0] for row in rows[1:]} >= {"'" + story["evil"].name, story["people"][0].name}
    assert all(len(row) == len(rows[0]) for row in rows)
    assert sum(row[6] == "baigta" for row in rows) == 1


def test_inviting_names_every_bad_row_and_keeps_what_was_typed(
    story: Any, sign_in: Callable[..., Any]
) -> None:
    browser = sign_in(story["coordinator"])
    fields = {
        "programme": story["programme"].id,
        "institution": 0,
        "people": "Ona be adreso\nJonas;jonas@example.lt",
    }
    answer = browser.post_form("/lt/coordinate/invitations", fields)
    assert answer.status_code == 422
    assert "1 eilutė" in answer.text
    assert "Jonas;jonas@example.lt" in answer.text
    assert session.query(Invitation).count() == 0
    answer = browser.post_form("/lt/coordinate/invitations", {**fields, "people": "Jonas;jonas@example.lt"})
    assert answer.status_code == 303
    assert session.query(Invitation).one().email == "jonas@example.lt"


def test_nobody_invites_to_a_foreign_programme(story: Any, sign_in: Callable[..., Any]) -> None:
    fields = {"programme": story["other"].id, "institution": 0, "people": "jonas@example.lt"}
    answer = sign_in(story["coordinator"]).post_form("/lt/coordinate/invitations", fields)
    assert answer.status_code == 422
    assert session.query(Invitation).count() == 0


def test_the_letters_key_leads_in(story: Any, client: Any, sign_in: Callable[..., Any]) -> None:
    sign_in(story["coordinator"]).post_form(
        "/lt/coordinate/invitations",
        {"programme": story["programme"].id, "institution": 0, "people": "jonas@example.lt"},
    )
    invitation = session.query(Invitation).one()
    path = f"/lt/invitations/{signing.seal('invitation', invitation.id)}"
    assert client.get(path).status_code == 200
    assert client.get(path + "x").status_code == 404
    assert sign_in(story["stranger"]).post_form(path).status_code == 303
    session.expire_all()
    assert session.get(Invitation, invitation.id).user_id == story["stranger"].id


def test_a_persons_results_are_named_by_their_kind(story: Any, sign_in: Callable[..., Any]) -> None:
    module = make_module(slug="judged")
    session.add(ProgrammeModule(programme_id=story["programme"].id, module_id=module.module_id, place=9))
    person = story["people"][0]
    enrolment = make_enrolment(person, module)
    for key, score, most in (("read", 6, 6), ("quiz:final", 9, 12), ("assignment:actor-map", 7, 12)):
        make_achievement(enrolment, key, module, score=score, max_score=most)
    session.commit()
    text = sign_in(story["coordinator"]).get(f"/lt/coordinate/people/{person.id}").text
    assert "Testas: 9 iš 12" in text and "Užduotis: 7 iš 12" in text
    assert "6 iš 6" not in text  # lessons read stand in a column of their own


def test_the_course_of_months_is_drawn_with_its_table(story: Any, sign_in: Callable[..., Any]) -> None:
    page = sign_in(story["coordinator"]).get("/lt/coordinate").text
    drawing = page.split('<figure class="columns"')[1].split("</figure>")[0]
    month = f"{working_days.day_of(clock.now()):%Y-%m}"
    row = drawing.split(f'<th scope="row">{month}</th>')[1].split("</tr>")[0]
    assert ">16</td>" in row and ">1</td>" in row
    assert "pradėta modulių: 16, baigta: 1." in drawing


def test_institutions_can_be_put_in_order(story: Any, sign_in: Callable[..., Any]) -> None:
    small = make_institution(name={"lt": "Ąžuolo biblioteka", "en": "Oak Library"})
    make_enrolment(make_user(institution_id=small.id), story["module"])
    session.commit()
    browser = sign_in(story["coordinator"])

    def heads_and_order(query: str) -> tuple[str, bool]:
        table = (
            browser.get(f"/lt/coordinate{query}").text.split('id="by-institution"')[1].split("</table>")[0]
        )
        (head,) = [part for part in table.split("<th ")[1:] if 'sort="ascending"' in part or "desc" in part]
        return head.split(">")[2].split("<")[0], table.index("Ąžuolo") < table.index("Pavyzdžio")

    assert heads_and_order("") == heads_and_order("?sort=nonsense") == ("Institucija", True)
    assert heads_and_order("?sort=people") == ("Žmonės", False)
