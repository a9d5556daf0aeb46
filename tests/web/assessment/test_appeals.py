"""Annulling and appeals in the browser, with the whole history before both sides."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from lms.domain.assessment import queries
from lms.domain.assessment.models import Appeal, Grading, Submission
from lms.domain.learning.models import Achievement
from lms.domain.notifications.models import Notice
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.assessment import make_appeal, make_grading, make_version
from tests.factories.catalogue import make_programme, make_staff

SEVEN = {"points-problem": "2", "points-sectors": "2", "points-ties": "2", "points-conclusion": "1"}
EIGHT = {**SEVEN, "points-conclusion": "2"}
HOSTILE = "<script>alert(1)</script>{{ 7 * 7 }}"


class Case:
    """Work that the author has graded with seven points; a colleague may grade it too."""

    def __init__(self, story: Any, *, alone: bool = False) -> None:
        self.story, self.id = story, story.handed_in(draft_text="Mano žemėlapis")
        self.colleague = make_user(name="Mindaugas Ąžuolaitis")
        if not alone:
            make_staff(self.colleague, module=story.module)
        version = queries.find_last_version(self.id)
        assert version is not None
        self.version_id = version.id
        self.grading_id = make_grading(version, grader_id=story.author.id).id
        session.commit()
        self.learner, self.author = story.browser(), story.browser(story.author)
        self.second = story.browser(self.colleague)

    def work(self, rest: str = "", language: str = "lt") -> str:
        return f"/{language}/teach/submissions/{self.id}{rest}"

    def appeal(self, text: str = "Ryšiai aprašyti trečioje pastraipoje.", **fields: str) -> Any:
        typed = {"grading": str(self.grading_id), "appeal": text, **fields}
        return self.learner.post_form(self.story.assignment() + "/appeal", typed, follow_redirects=True)

    def appeal_path(self, language: str = "lt") -> str:
        session.rollback()
        return f"/{language}/teach/appeals/{session.scalars(select(Appeal.id)).one()}"

    def decide(self, browser: Any, button: str, **fields: str) -> Any:
        typed = {"version": str(self.version_id), **fields, button: "1"}
        return browser.post_form(self.appeal_path(), typed, follow_redirects=True)

    def annul(self, browser: Any, reason: str) -> Any:
        typed = {"grading": str(self.grading_id), "reason": reason}
        return browser.post_form(self.work("/annul"), typed, follow_redirects=True)

    def own_page(self, language: str = "lt") -> str:
        return str(self.learner.get(self.story.assignment(language)).text)


@pytest.fixture
def case(story: Any) -> Case:
    return Case(story)


def told(kind: str) -> list[int | None]:
    session.rollback()
    return list(session.scalars(select(Notice.recipient_id).filter_by(kind=kind)))


def test_a_granted_appeal_brings_a_better_grading(case: Case) -> None:
    assert 'name="appeal"' in case.own_page()
    made = case.appeal()
    assert "Apeliacija pateikta." in made.text
    assert "Laukia sprendimo" in made.text
    assert told("appeal-made") == [case.colleague.id]
    assert case.appeal_path() in case.second.get("/lt/teach").text
    assert case.appeal_path() not in case.author.get("/lt/teach").text
    page = case.second.get(case.appeal_path()).text
    for expected in ("Ryšiai aprašyti trečioje", "Mano žemėlapis", "Rasa Žemaitytė", "7 iš 12", "Istorija"):
        assert expected in page
    done = case.decide(case.second, "grant", **EIGHT, answer="Tiesa, ryšiai yra.", comment="Dabar aišku.")
    assert "Apeliacija patenkinta." in done.text
    assert told("appeal-decided") == [case.story.learner.id]
    page = case.own_page()
    for expected in ("8 iš 12", "Tiesa, ryšiai yra.", "Dabar aišku.", "Mindaugas Ąžuolaitis", "galutinis"):
        assert expected in page
    assert 'name="appeal"' not in page
    entry = session.scalar(select(Achievement).filter_by(enrolment_id=case.story.enrolment.id))
    assert entry is not None
    assert entry.score == 8


def test_the_grading_stands_with_an_answer(case: Case) -> None:
    case.appeal()
    silent = case.decide(case.second, "uphold")
    assert silent.status_code == 422
    assert 'id="answer-error"' in silent.text
    done = case.decide(case.second, "uphold", answer="Vertinta pagal kriterijus.")
    assert "Įvertinimas lieka galioti." in done.text
    page = case.own_page()
    assert "Vertinta pagal kriterijus." in page
    assert "7 iš 12" in page
    assert "Vertinta pagal kriterijus." in case.author.get(case.work()).text
    assert case.decide(case.second, "uphold", answer="Kitaip").status_code == 409


def test_what_was_typed_is_kept_where_something_is_missing(case: Case) -> None:
    for nothing in ("  ", " \u200b\n"):
        empty = case.appeal(nothing)
        assert empty.status_code == 422
        assert 'id="appeal-error"' in empty.text
    case.appeal()
    refused = case.decide(case.second, "grant", **SEVEN, answer="Ilgas atsakymas")
    assert refused.status_code == 422
    assert "Ilgas atsakymas" in refused.text
    missing = case.decide(case.second, "grant", answer="Ilgas atsakymas", **{"points-ties": "7,5"})
    assert missing.status_code == 422
    assert missing.text.count("points-ties-error") >= 1
    assert "0, 1, 2, 3" in missing.text, "whole points are asked for by name"
    assert session.scalars(select(Grading)).one().annulled_at is None


def test_who_graded_does_not_decide_unless_nobody_else_can(case: Case, make_story: Any) -> None:
    case.appeal()
    page = case.author.get(case.appeal_path()).text
    assert 'name="uphold"' not in page
    assert case.decide(case.author, "uphold", answer="Ne.").status_code == 403
    session.delete(session.scalars(select(Appeal)).one())
    session.commit()
    alone = Case(make_story(), alone=True)
    alone.appeal()
    page = alone.author.get(alone.appeal_path()).text
    assert "daugiau niekas jo vertinti negali" in page
    assert "Įvertinimas lieka galioti." in alone.decide(alone.author, "uphold", answer="Peržiūrėjau.").text


def test_the_learner_takes_the_appeal_back(case: Case) -> None:
    case.appeal()
    path = case.appeal_path()
    done = case.appeal(withdraw="1")
    assert "Apeliaciją atsiėmėte." in done.text
    late = case.second.post_form(path, {"answer": "Vertinta teisingai.", "uphold": "1"})
    assert late.status_code == 409
    assert "Besimokantysis apeliaciją atsiėmė" in late.text
    assert case.appeal_path() not in case.second.get("/lt/teach").text
    assert 'name="appeal"' not in case.own_page(), "once for each grading"


def test_an_annulled_grading_is_told_and_graded_anew(case: Case) -> None:
    silent = case.annul(case.author, " ")
    assert silent.status_code == 422
    assert 'id="reason-error"' in silent.text
    assert "Įvertinimas anuliuotas" in case.annul(case.author, "Supainioti darbai.").text
    assert told("grading-annulled") == [case.story.learner.id]
    assert case.work() in case.second.get("/lt/teach").text
    page = case.own_page()
    assert "Jūsų darbo įvertinimas anuliuotas" in page
    assert "Supainioti darbai." in page
    assert "Atsakymą" not in page, "they have heard once, by the day that was promised"
    assert session.scalar(select(Achievement).filter_by(enrolment_id=case.story.enrolment.id)) is None
    case.second.post_form(case.work(), {"version": str(case.version_id), **EIGHT, "grade": "1"})
    page = case.own_page()
    for expected in ("8 iš 12", "7 iš 12", "Supainioti darbai.", "anuliavo įvertinimą"):
        assert expected in page, "the whole history stays"
    assert case.annul(case.author, "Dar kartą").status_code == 409


def test_the_record_of_a_completed_module_stays_readable(make_story: Callable[..., Any]) -> None:
    story = make_story(requirements=("assignment:actor-map",))
    case = Case(story)
    session.delete(session.get_one(Grading, case.grading_id))
    session.get_one(Submission, case.id).state = "handed-in"
    session.commit()
    case.author.post_form(case.work(), {"version": str(case.version_id), **SEVEN, "grade": "1"})
    case.grading_id = session.scalars(select(Grading.id)).one()
    assert "Įvertinimas anuliuotas" in case.annul(case.author, "Supainioti darbai.").text
    record = case.learner.get("/lt/my/record")
    assert record.status_code == 200
    address = re.search(r'href="(/lt/my/record/\d+)', record.text)
    assert address, "completion once reached stays"
    assert case.learner.get(address.group(1)).status_code == 200
    assert case.learner.get("/lt/my").status_code == 200


def test_an_appeal_is_decided_before_its_grading_is_annulled(case: Case) -> None:
    case.appeal()
    assert 'name="reason"' not in case.author.get(case.work()).text
    assert case.annul(case.author, "Supainioti darbai.").status_code == 409


def test_both_sides_read_the_same_history(case: Case) -> None:
    case.appeal()
    case.decide(case.second, "grant", **EIGHT, answer="Tiesa, ryšiai yra.")
    lines = (
        "Ingrida Petrauskienė pateikė darbą (1 versija).",
        "Rasa Žemaitytė įvertino darbą (1 versija).",
        "Ingrida Petrauskienė pateikė apeliaciją dėl įvertinimo (1 versija).",
        "Mindaugas Ąžuolaitis patenkino apeliaciją.",
    )
    for page in (
        case.own_page(),
        case.author.get(case.work()).text,
        case.second.get(case.appeal_path()).text,
    ):
        places = [page.index(line, page.index('id="history"')) for line in lines]
        assert places == sorted(places)


def test_coordinators_and_strangers_see_nothing_of_it(case: Case) -> None:
    case.appeal()
    programme = make_programme(case.story.module)
    coordinator, admin = make_user(), make_user(is_admin=True)
    make_staff(coordinator, "coordinator", programme=programme)
    session.commit()
    for person in (coordinator, admin, case.story.other, case.story.learner):
        browser = case.story.browser(person)
        assert browser.get(case.appeal_path()).status_code == 404
        assert case.decide(browser, "uphold", answer="Ne.").status_code == 404
    stranger = case.story.browser(case.story.other)
    typed = {"grading": str(case.grading_id), "appeal": "Ir aš nesutinku."}
    assert stranger.post_form(case.story.assignment() + "/appeal", typed).status_code in (404, 409)
    assert len(list(session.scalars(select(Appeal)))) == 1


def test_an_author_who_learns_here_decides_nothing_of_their_own(case: Case) -> None:
    make_staff(case.story.learner, module=case.story.module)
    session.commit()
    case.appeal()
    own = case.story.browser()
    assert own.get(case.appeal_path()).status_code == 404
    assert case.decide(own, "uphold", answer="Taip.").status_code == 404
    assert case.annul(own, "Noriu daugiau.").status_code == 404
    assert case.appeal_path() not in own.get("/lt/teach").text


def test_hostile_words_are_shown_harmlessly(case: Case) -> None:
    case.appeal(HOSTILE)
    case.decide(case.second, "uphold", answer=HOSTILE)
    for page in (
        case.own_page(),
        case.second.get(case.appeal_path()).text,
        case.author.get(case.work()).text,
    ):
        assert "<script>alert" not in page
        assert html.escape(HOSTILE) in page


def test_it_speaks_both_languages_and_costs_few_statements(
    case: Case, statements: Callable[[], list[str]]
) -> None:
    case.appeal()
    submission = session.get_one(Submission, case.id)
    for number in range(2, 6):
        grading = make_grading(make_version(submission, case.story.module, number=number))
        make_appeal(grading, state="upheld", decided_at=grading.graded_at, decided_by_id=grading.grader_id)
    session.commit()
    asked = f"/en/teach/appeals/{session.scalar(select(Appeal.id).filter_by(state='open'))}"
    statements()
    assert "Let the grading stand" in case.second.get(asked).text
    assert len(statements()) <= 12
    assert "The learner has appealed against this grading" in case.second.get(case.work(language="en")).text
    assert len(statements()) <= 12
    assert "Your appeal" in case.own_page("en")
    assert len(statements()) <= 12
