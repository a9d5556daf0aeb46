"""Two graders in the browser: blind until both are in, then agreement, or a third who decides."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from lms.domain.assessment import queries
from lms.domain.assessment.models import Grading, Opinion, Submission
from lms.domain.learning.models import Achievement
from lms.domain.notifications.models import Notice
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.assessment import make_opinion, make_version
from tests.factories.catalogue import make_staff
from tests.factories.content import make_assignment

SEVEN = {"points-problem": "2", "points-sectors": "2", "points-ties": "2", "points-conclusion": "1"}
EIGHT = {**SEVEN, "points-conclusion": "2"}
TWELVE = dict.fromkeys(SEVEN, "3")


class Both:
    """Work that waits for two graders; four people may grade it."""

    def __init__(self, story: Any, graders: int = 4) -> None:
        self.story = story
        names = ("Mindaugas Ąžuolaitis", "Vaida Kalnienė", "Tadas Upė")[: graders - 1]
        others = [make_user(name=name) for name in names]
        for person in others:
            make_staff(person, module=story.module)
        self.id = story.handed_in(draft_text="Mano žemėlapis")
        self.browsers = [story.browser(person) for person in (story.author, *others)]

    def path(self, rest: str = "", language: str = "lt") -> str:
        return f"/{language}/teach/submissions/{self.id}{rest}"

    def version(self) -> str:
        version = queries.find_last_version(self.id)
        assert version is not None
        return str(version.id)

    def see(self, who: int, language: str = "lt") -> str:
        answer = self.browsers[who].get(self.path(language=language))
        assert answer.status_code == 200
        return str(answer.text)

    def grade(self, who: int, points: dict[str, str], button: str = "grade", **fields: str) -> Any:
        typed = {"version": self.version(), **points, **fields, button: "1"}
        return self.browsers[who].post_form(self.path(), typed, follow_redirects=True)

    def settle(self, who: int, button: str) -> Any:
        typed = {"version": self.version(), button: "1"}
        return self.browsers[who].post_form(self.path("/settle"), typed, follow_redirects=True)

    def is_listed(self, who: int) -> bool:
        return self.path() in self.browsers[who].get("/lt/teach").text


@pytest.fixture
def both(make_story: Callable[..., Any]) -> Both:
    return Both(make_story(assignments=(make_assignment(graders=2),)))


def kinds() -> list[str]:
    session.rollback()
    return list(session.scalars(select(Notice.kind).order_by(Notice.id)))


def test_two_agree_and_only_their_result_is_told(both: Both) -> None:
    assert "Kada du vertinimai sutampa?" in both.see(0)
    done = both.grade(0, SEVEN, comment="Slapta nuomonė")
    assert "kai darbą įvertins ir kitas vertintojas" in done.text
    assert [both.is_listed(who) for who in (0, 1)] == [False, True]
    assert "Slapta nuomonė" in both.see(0)
    assert "Slapta nuomonė" not in both.see(1), "blind until their own judgement is in"
    learner = both.story.browser()
    assert "Slapta nuomonė" not in learner.get(both.story.assignment()).text
    assert kinds() == []
    done = both.grade(1, EIGHT, comment="Antra nuomonė", **{"comment-ties": "Ryšiai geri."})
    assert "Įvertinta, balai: 8 iš 12" in done.text
    assert kinds() == ["submission-graded"]
    page = learner.get(both.story.assignment()).text
    for expected in ("Slapta nuomonė", "Antra nuomonė", "Ryšiai geri.", "1,5 iš 3", "8 iš 12"):
        assert expected in page
    assert "Rasa Žemaitytė, Mindaugas Ąžuolaitis" in page
    entry = session.scalar(select(Achievement).filter_by(enrolment_id=both.story.enrolment.id))
    assert entry is not None
    assert entry.score == 8


def test_two_differ_and_one_takes_up_the_others(both: Both) -> None:
    both.grade(0, SEVEN, comment="Pirma nuomonė")
    done = both.grade(1, TWELVE, comment="Antra nuomonė")
    assert "Kitas vertintojas įvertino kitaip" in done.text
    for who in (0, 1):
        assert both.is_listed(who)
        assert "Pirma nuomonė" in both.see(who)
        assert "Antra nuomonė" in both.see(who)
        assert 'name="grade"' not in both.see(who)
    assert "Antra nuomonė" not in both.story.browser().get(both.story.assignment()).text
    done = both.settle(0, "join")
    assert "Sutikote su kitu vertinimu" in done.text
    page = both.story.browser().get(both.story.assignment()).text
    assert "Antra nuomonė" in page
    assert "Pirma nuomonė" not in page, "only the result goes to the learner"
    assert kinds() == ["submission-graded"]


def test_a_third_reads_both_and_decides(both: Both) -> None:
    both.grade(0, SEVEN, comment="Pirma nuomonė")
    both.grade(1, TWELVE, comment="Antra nuomonė")
    both.settle(0, "stand")
    assert not both.is_listed(0)
    page = both.see(2)
    for expected in ("Pirma nuomonė", "Antra nuomonė", "Sprendžiate jūs, trečiasis vertintojas"):
        assert expected in page
    assert 'name="deciding" value="1"' in page
    assert "laikosi šio vertinimo" in page
    done = both.grade(2, EIGHT, comment="Trečia nuomonė", deciding="1")
    assert "Įvertinta, balai: 8 iš 12" in done.text
    page = both.story.browser().get(both.story.assignment()).text
    assert "Trečia nuomonė" in page
    assert "Pirma nuomonė" not in page


def test_who_would_decide_without_having_read_is_told_and_loses_nothing(both: Both) -> None:
    both.grade(0, SEVEN)
    both.grade(1, TWELVE)
    late = both.grade(2, EIGHT, comment="Mano ilgas komentaras")
    assert late.status_code == 409
    assert "jų vertinimai skiriasi" in late.text
    assert "Mano ilgas komentaras" in late.text
    assert 'name="deciding" value="1"' in late.text
    assert 'name="grade"' in late.text


def test_a_second_judgement_of_the_same_person_is_refused(both: Both) -> None:
    both.grade(0, SEVEN)
    late = both.grade(0, TWELVE, comment="Persigalvojau")
    assert late.status_code == 409
    assert "Šį darbą jau įvertinote." in late.text
    assert "Persigalvojau" in late.text
    assert len(list(session.scalars(select(Opinion)))) == 1


def test_returning_needs_both(both: Both) -> None:
    both.grade(0, {}, "return", comment="Papildykite ryšius.")
    assert session.get_one(Submission, both.id).state == "handed-in"
    both.grade(1, {}, "return", comment="Trūksta šaltinių.")
    session.rollback()
    assert session.get_one(Submission, both.id).state == "returned"
    page = both.story.browser().get(both.story.assignment()).text
    assert "Papildykite ryšius." in page
    assert "Trūksta šaltinių." in page


def test_released_judgements_say_what_follows(both: Both) -> None:
    both.grade(0, SEVEN, "save")
    released = both.browsers[0].post_form("/lt/teach/release", {}, follow_redirects=True)
    assert "rezultatą nustato du vertintojai" in released.text
    assert session.scalar(select(Grading)) is None


def test_a_lone_grader_is_told_and_administrators_are_asked_for_another(
    make_story: Callable[..., Any],
) -> None:
    admin = make_user(is_admin=True)
    alone = Both(make_story(assignments=(make_assignment(graders=2),)), graders=1)
    assert "Šio darbo vertinti daugiau niekas negali" in alone.see(0)
    alone.grade(0, SEVEN)
    assert "Šio darbo vertinti daugiau niekas negali" in alone.see(0)
    session.rollback()
    (notice,) = session.scalars(select(Notice).filter_by(kind="grader-missing"))
    assert notice.recipient_id == admin.id
    listed = alone.story.browser(admin).get("/lt/notices").text
    assert "reikia dar vieno vertintojo" in listed


def test_settling_is_for_the_two_who_differ(both: Both) -> None:
    assert both.settle(0, "join").status_code == 409
    both.grade(0, SEVEN)
    both.grade(1, TWELVE)
    assert both.settle(2, "join").status_code == 409
    assert both.settle(0, "dance").status_code == 404
    assert both.story.browser().post_form(both.path("/settle"), {"join": "1"}).status_code == 404


def test_it_speaks_both_languages_and_costs_few_statements(
    both: Both, statements: Callable[[], list[str]]
) -> None:
    assert "Two people judge this work" in both.see(0, "en")
    both.grade(0, SEVEN)
    assert "Your judgement is in." in both.see(0, "en")
    both.grade(1, TWELVE)
    assert "The two judgements differ." in both.see(0, "en")
    version = queries.find_last_version(both.id)
    for number in range(2, 5):
        make_opinion(version, grading_id=None)
        make_version(session.get_one(Submission, both.id), both.story.module, number=number)
        version = queries.find_last_version(both.id)
    session.commit()
    statements()
    assert both.see(2)
    assert len(statements()) <= 12
