"""Grading in the browser: the list, the work, one judgement, and what became of telling."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select

from lms.domain.assessment import queries
from lms.domain.assessment.models import Grading, Submission
from lms.domain.learning.models import Achievement, Enrolment
from lms.domain.notifications.models import Notice
from lms.foundation import clock
from lms.foundation.audit import AuditEntry
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.assessment import make_file, make_grading, make_submission, make_version
from tests.factories.catalogue import make_programme, make_staff
from tests.factories.content import make_module
from tests.factories.learning import make_enrolment, make_reading

PASSING = {"points-problem": "2", "points-sectors": "2", "points-ties": "2", "points-conclusion": "1"}
FAILING = {**PASSING, "points-ties": "0"}
HOSTILE = "<script>alert(1)</script>{{ 7 * 7 }}"


def path(submission_id: int, language: str = "lt") -> str:
    return f"/{language}/teach/submissions/{submission_id}"


def version_of(submission_id: int) -> str:
    version = queries.find_last_version(submission_id)
    assert version is not None
    return str(version.id)


def grade(browser: Any, submission_id: int, button: str = "grade", **fields: str) -> Any:
    fields = {"version": version_of(submission_id), **fields, button: "1"}
    return browser.post_form(path(submission_id), fields)


def gradings() -> list[Grading]:
    session.rollback()
    return list(session.scalars(select(Grading)))


def test_it_works(story: Any) -> None:
    submission_id = story.handed_in(draft_text="Mano žemėlapis")
    browser = story.browser(story.author)
    waiting = browser.get("/lt/teach")
    assert path(submission_id) in waiting.text
    page = browser.get(path(submission_id))
    for expected in (
        "Mano žemėlapis",
        "Ingrida Petrauskienė",
        "Kriterijus ties",
        "Lygis 3",
        'name="points-ties"',
    ):
        assert expected in page.text
    assert f'name="version" value="{version_of(submission_id)}"' in page.text

    done = grade(browser, submission_id, **PASSING, **{"comment-ties": "Gerai.", "comment": "Ačiū!"})
    assert (done.status_code, done.location) == (303, path(submission_id))
    (grading,) = gradings()
    assert (grading.outcome, grading.total, grading.is_passed, grading.grader_id) == (
        "graded",
        7,
        True,
        story.author.id,
    )
    assert (grading.comments, grading.comment) == ({"ties": "Gerai."}, "Ačiū!")
    page = browser.get(path(submission_id)).text
    assert "Įvertinta, balai: 7 iš 12" in page
    assert "7 iš 12 balų" in page
    assert 'name="grade"' not in page
    assert path(submission_id) not in browser.get("/lt/teach").text
    entry = session.scalar(select(Achievement).filter_by(enrolment_id=story.enrolment.id))
    assert entry is not None
    assert (entry.requirement_key, entry.score, entry.is_passed) == ("assignment:actor-map", 7, True)
    assert session.scalar(select(AuditEntry).filter_by(deed="submission-graded")) is not None


def test_the_learner_is_told_once_and_the_grader_sees_it(story: Any) -> None:
    submission_id = story.handed_in()
    browser = story.browser(story.author)
    grade(browser, submission_id, **PASSING)
    session.rollback()
    (notice,) = session.scalars(select(Notice).filter_by(kind="submission-graded"))
    assert notice.recipient_id == story.learner.id
    assert "laukia išsiuntimo" in browser.get(path(submission_id)).text
    notice = session.merge(notice)
    notice.mail, notice.sent_at = "sent", clock.now()
    session.commit()
    assert "Išsiųsta" in browser.get(path(submission_id)).text
    notice = session.merge(notice)
    notice.read_at = clock.now()
    session.commit()
    assert "Ingrida Petrauskienė perskaitė" in browser.get(path(submission_id)).text


def test_who_grades_has_seen_that_there_was_work_and_who_improves_has_seen_the_feedback(story: Any) -> None:
    learner, author = story.browser(), story.browser(story.author)
    learner.post_form(story.assignment(), {"text": "Pirmas", "hand-in": "1"})
    submission_id = story.submission().id

    def unread(person: Any) -> list[str]:
        session.rollback()
        notices = select(Notice.kind).where(Notice.recipient_id == person.id, Notice.read_at.is_(None))
        return list(session.scalars(notices))

    assert unread(story.author) == ["submission-received"]
    grade(author, submission_id, **FAILING)
    assert (unread(story.author), unread(story.learner)) == ([], ["submission-graded"])
    learner.post_form(story.assignment(query="?serial=1"), {"text": "Antras", "hand-in": "1"})
    assert (unread(story.author), unread(story.learner)) == (["submission-received"], [])


def test_the_last_grade_completes_the_module_once(make_story: Callable[..., Any]) -> None:
    story = make_story(requirements=("read", "assignment:actor-map"))
    for lesson in ("first", "second"):
        make_reading(story.enrolment, lesson, story.module)
    submission_id = story.handed_in()
    grade(story.browser(story.author), submission_id, **PASSING)
    session.rollback()
    enrolment = session.scalar(select(Enrolment).filter_by(learner_id=story.learner.id))
    assert enrolment is not None
    assert enrolment.completed_at is not None


def test_too_few_points_return_the_work_kindly(story: Any) -> None:
    submission_id = story.handed_in()
    browser = story.browser(story.author)
    page = browser.post_form(
        path(submission_id),
        {"version": version_of(submission_id), **FAILING, "grade": "1"},
        follow_redirects=True,
    ).text
    assert "Grąžinta tobulinti" in page
    assert session.get_one(Submission, submission_id).state == "returned"
    assert "Grąžinta tobulinti" in story.browser().get(story.assignment()).text


def test_it_is_returned_for_improvement_with_a_word_on_why(story: Any) -> None:
    submission_id = story.handed_in()
    browser = story.browser(story.author)
    silent = grade(browser, submission_id, "return")
    assert silent.status_code == 422
    assert 'id="comment-error"' in silent.text
    assert grade(browser, submission_id, "return", comment="Pridėkite ryšių.").status_code == 303
    (grading,) = gradings()
    assert (grading.outcome, grading.total, grading.comment) == ("returned", None, "Pridėkite ryšių.")
    learner = story.browser()
    assert "Pridėkite ryšių." in learner.get(story.assignment()).text


def test_each_missing_criterion_is_named_and_what_was_typed_is_kept(story: Any) -> None:
    submission_id = story.handed_in()
    refused = grade(
        story.browser(story.author),
        submission_id,
        **{
            "points-problem": "3",
            "points-ties": "2,5",
            "comment-ties": "Ilgas komentaras",
            "comment": "Bendras",
        },
    )
    assert refused.status_code == 422
    for name in ("sectors", "conclusion", "ties"):
        assert f'id="points-{name}-error"' in refused.text
    assert 'href="#points-ties"' in refused.text
    assert 'id="points-problem-3" value="3" checked' in refused.text
    assert "Ilgas komentaras" in refused.text
    assert "Bendras" in refused.text
    assert gradings() == []


def test_all_missing_criteria_are_named_at_once(story: Any) -> None:
    refused = grade(story.browser(story.author), story.handed_in(), **{"points-problem": "3"})
    assert refused.status_code == 422
    assert len(re.findall(r'id="points-[a-z]+-error"', refused.text)) == 3


@pytest.mark.parametrize("typed", ["2,0", "2.0", " 2 "])
def test_points_are_taken_with_comma_or_point(story: Any, typed: str) -> None:
    submission_id = story.handed_in()
    done = grade(story.browser(story.author), submission_id, **{**PASSING, "points-ties": typed})
    assert done.status_code == 303
    assert gradings()[0].points["ties"] == 2


def test_of_two_graders_the_second_is_told_who_was_first(story: Any) -> None:
    second = make_user(name="Mindaugas Ąžuolaitis")
    make_staff(second, module=story.module)
    submission_id = story.handed_in()
    session.commit()
    version = version_of(submission_id)
    grade(story.browser(story.author), submission_id, **PASSING)
    late = story.browser(second).post_form(
        path(submission_id),
        {"version": version, **PASSING, "points-ties": "3", "comment": "Mano ilgas komentaras", "grade": "1"},
    )
    assert late.status_code == 409
    assert "Rasa Žemaitytė" in late.text
    assert "Mano ilgas komentaras" in late.text
    (grading,) = gradings()
    assert grading.grader_id == story.author.id


def test_sent_twice_it_is_one_judgement(story: Any) -> None:
    submission_id = story.handed_in()
    browser = story.browser(story.author)
    for _ in range(2):
        assert grade(browser, submission_id, **PASSING, comment="Ačiū").status_code == 303
    assert len(gradings()) == 1
    assert len(list(session.scalars(select(Notice).filter_by(kind="submission-graded")))) == 1


def test_a_grader_with_an_older_version_before_them_is_told(story: Any) -> None:
    submission_id = story.handed_in()
    first = version_of(submission_id)
    grade(story.browser(story.author), submission_id, **FAILING)
    submission = session.get_one(Submission, submission_id)
    make_version(submission, story.module, number=2)
    session.commit()
    late = story.browser(story.author).post_form(
        path(submission_id), {"version": first, **PASSING, "comment": "Senajai versijai", "grade": "1"}
    )
    assert late.status_code == 409
    assert "Gauta naujesnė versija" in late.text
    assert "Senajai versijai" in late.text
    assert len(gradings()) == 1


def test_earlier_versions_and_files_can_be_read(story: Any) -> None:
    submission_id = story.handed_in(draft_text="Pirmas variantas")
    submission = session.get_one(Submission, submission_id)
    version = queries.find_last_version(submission_id)
    assert version is not None
    make_file(submission, version_id=version.id, name="pirmas.txt")
    make_grading(version, outcome="returned", total=5, is_passed=False, comment="Tobulinkite.")
    submission.draft_text = "Antras variantas"
    make_version(submission, story.module, number=2)
    session.commit()
    page = story.browser(story.author).get(path(submission_id)).text
    for expected in ("Antras variantas", "Pirmas variantas", "pirmas.txt", "Tobulinkite.", 'name="grade"'):
        assert expected in page


def test_headings_of_graded_work_leave_no_level_out(story: Any) -> None:
    submission_id = story.handed_in()
    author = story.browser(story.author)
    grade(author, submission_id, **PASSING, comment="Ačiū!")
    for page in (author.get(path(submission_id)), story.browser().get(story.assignment())):
        main = page.text.partition("<main")[2]
        levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", main)]
        assert main.count("Viso darbo komentaras") == 2
        assert all(following - level <= 1 for level, following in pairwise(levels)), levels


def test_the_draft_of_work_being_improved_is_not_shown(story: Any) -> None:
    submission_id = story.handed_in()
    grade(story.browser(story.author), submission_id, **FAILING)
    session.get_one(Submission, submission_id).draft_text = "Dar niekam nerodoma"
    session.commit()
    assert "Dar niekam nerodoma" not in story.browser(story.author).get(path(submission_id)).text


def test_hostile_words_are_shown_harmlessly(story: Any) -> None:
    submission_id = story.handed_in(draft_text=HOSTILE)
    browser = story.browser(story.author)
    page = browser.get(path(submission_id)).text
    assert "<script>alert" not in page
    assert html.escape(HOSTILE) in page
    grade(browser, submission_id, **PASSING, comment=HOSTILE, **{"comment-ties": HOSTILE})
    for page in (browser.get(path(submission_id)).text, story.browser().get(story.assignment()).text):
        assert "<script>alert" not in page
        assert html.escape(HOSTILE) in page


def test_the_next_work_is_one_press_away(story: Any) -> None:
    first = story.handed_in()
    other = make_submission(make_enrolment(make_user(), story.module), story.module)
    make_version(other, story.module)
    session.commit()
    browser = story.browser(story.author)
    grade(browser, first, **PASSING)
    assert path(other.id) in browser.get(path(first)).text


def test_the_list_is_oldest_first(story: Any) -> None:
    newer = story.handed_in()
    older = make_submission(make_enrolment(make_user(), story.module), story.module)
    make_version(older, story.module, handed_in_at=clock.now() - timedelta(days=3))
    session.commit()
    text = story.browser(story.author).get("/lt/teach").text
    assert text.index(path(older.id)) < text.index(path(newer))
    assert "/lt/teach/questions" in text


def test_an_empty_list_says_so(story: Any) -> None:
    assert "Viskas atlikta." in story.browser(story.author).get("/lt/teach").text


def test_pages_cost_few_statements_however_much_waits(
    story: Any, statements: Callable[[], list[str]]
) -> None:
    submission_id = story.handed_in()
    for _ in range(12):
        make_version(make_submission(make_enrolment(make_user(), story.module), story.module), story.module)
    session.commit()
    browser = story.browser(story.author)
    statements()
    browser.get("/lt/teach")
    assert len(statements()) <= 8
    browser.get(path(submission_id))
    assert len(statements()) <= 9


def test_it_is_closed_to_others(story: Any, client: Any) -> None:
    submission_id = story.handed_in()
    programme = make_programme(story.module)
    programme_author, coordinator, admin, author_elsewhere = (make_user(is_admin=n == 2) for n in range(4))
    make_staff(programme_author, programme=programme)
    make_staff(coordinator, "coordinator", programme=programme)
    make_staff(author_elsewhere, module=make_module())
    session.commit()
    for address in ("/lt/teach", path(submission_id)):
        assert client.get(address).status_code == 303
    doors = {
        "author": (story.author, [200, 200]),
        "author of the programme": (programme_author, [200, 200]),
        "author elsewhere": (author_elsewhere, [200, 404]),
        "learner": (story.learner, [404, 404]),
        "other learner": (story.other, [404, 404]),
        "coordinator": (coordinator, [404, 404]),
        "admin": (admin, [404, 404]),
    }
    for name, (person, statuses) in doors.items():
        browser = story.browser(person)
        seen = [browser.get(address).status_code for address in ("/lt/teach", path(submission_id))]
        assert seen == statuses, name
        if statuses[1] == 404:
            assert grade(browser, submission_id, **PASSING).status_code == 404, name
    assert gradings() == []


def test_nobody_grades_their_own_work(story: Any) -> None:
    own = make_submission(make_enrolment(story.author, story.module), story.module)
    make_version(own, story.module)
    session.commit()
    browser = story.browser(story.author)
    assert path(own.id) not in browser.get("/lt/teach").text
    assert browser.get(path(own.id)).status_code == 404
    assert grade(browser, own.id, **PASSING).status_code == 404


def test_it_handles_a_missing_one(story: Any) -> None:
    browser = story.browser(story.author)
    assert browser.get(path(999)).status_code == 404
    assert browser.get(path(story.others_submission.id)).status_code == 404  # Only a draft yet.
    assert browser.post_form(path(999), {"grade": "1"}).status_code == 404


def test_it_speaks_both_languages(story: Any) -> None:
    submission_id = story.handed_in()
    browser = story.browser(story.author)
    page = browser.get(path(submission_id, "en")).text
    for expected in ("Return for improvement", "Criterion ties", "Level 3", "Actor map"):
        assert expected in page
    assert "Laukia manęs" in browser.get("/lt/teach").text
    assert "What was promised for the earliest day comes first." in browser.get("/en/teach").text


def test_both_lists_lead_to_each_other_and_say_how_much_waits(story: Any) -> None:
    story.handed_in()
    browser = story.browser(story.author)
    for address in ("/en/teach", "/en/teach/questions"):
        tabs = browser.get(address).text.split('class="tabs"')[1].split("</nav>")[0]
        assert f'href="{address}" aria-current="page"' in tabs
        assert 'data-count="1"' in tabs.split("Questions")[0]
        assert "data-count" not in tabs.split("Questions")[1]


def test_without_its_token_nothing_is_graded(story: Any) -> None:
    submission_id = story.handed_in()
    assert story.browser(story.author).post(path(submission_id), data=PASSING).status_code == 400
    assert gradings() == []
