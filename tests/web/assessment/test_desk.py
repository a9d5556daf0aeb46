"""The grader's desk: judgements that are kept and released, and comments to use again."""

from typing import Any

from sqlalchemy import select

from lms.domain.assessment import queries
from lms.domain.assessment.models import Grading, GradingDraft, SavedComment
from lms.domain.learning.models import Achievement
from lms.domain.notifications.models import Notice
from lms.foundation.audit import AuditEntry
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.assessment import make_saved_comment, make_submission, make_version
from tests.factories.catalogue import make_staff
from tests.factories.learning import make_enrolment

PASSING = {"points-problem": "2", "points-sectors": "2", "points-ties": "2", "points-conclusion": "1"}


def path(submission_id: int, language: str = "lt") -> str:
    return f"/{language}/teach/submissions/{submission_id}"


def send(browser: Any, submission_id: int, button: str, value: str = "1", **fields: str) -> Any:
    version = queries.find_last_version(submission_id)
    assert version is not None
    return browser.post_form(path(submission_id), {"version": str(version.id), **fields, button: value})


def rows(table: Any, **named: Any) -> list[Any]:
    session.rollback()
    return list(session.scalars(select(table).filter_by(**named)))


def another(story: Any) -> int:
    submission = make_submission(make_enrolment(make_user(), story.module), story.module)
    make_version(submission, story.module)
    session.commit()
    return submission.id


def test_what_is_kept_is_seen_by_its_grader_only(story: Any) -> None:
    submission_id = story.handed_in()
    second = make_user(name="Ieva Kazlauskaitė")
    make_staff(second, module=story.module)
    session.commit()
    author = story.browser(story.author)
    kept = send(author, submission_id, "save", **PASSING, **{"comment-ties": "Slapta mintis"})
    assert (kept.status_code, kept.location) == (303, path(submission_id))
    assert (rows(Grading), rows(Achievement), rows(Notice, kind="submission-graded")) == ([], [], [])
    page = author.get(path(submission_id)).text
    assert "Slapta mintis" in page
    assert "Šį vertinimą atidėjote" in page
    assert 'value="1" checked' in page
    assert "Atidėta, nepaskelbta" in author.get("/lt/teach").text
    for browser, address in (
        (story.browser(), story.assignment()),
        (story.browser(second), path(submission_id)),
        (story.browser(second), "/lt/teach"),
    ):
        page = browser.get(address).text
        assert "Slapta mintis" not in page
        assert "Atidėta" not in page


def test_the_work_still_waits_until_its_grading_is_released(story: Any) -> None:
    submission_id = story.handed_in()
    browser = story.browser(story.author)
    send(browser, submission_id, "save", **PASSING)
    assert path(submission_id) in browser.get("/lt/teach").text
    send(browser, submission_id, "grade", **PASSING)
    assert [each.outcome for each in rows(Grading)] == ["graded"]
    assert rows(GradingDraft) == []


def test_all_complete_gradings_are_released_at_once(story: Any) -> None:
    complete, failing, begun = story.handed_in(), another(story), another(story)
    browser = story.browser(story.author)
    send(browser, complete, "save", **PASSING, comment="Puiku")
    send(browser, failing, "save", **{**PASSING, "points-ties": "0"})
    send(browser, begun, "save", **{"points-ties": "1"})
    page = browser.get("/lt/teach").text
    assert "Paskelbti 2 atidėtus vertinimus" in page
    done = browser.post_form("/lt/teach/release", {}, follow_redirects=True)
    assert "Paskelbti 2 vertinimai" in done.text
    outcomes = {each.submission_id: (each.outcome, each.comment) for each in rows(Grading)}
    assert outcomes == {complete: ("graded", "Puiku"), failing: ("returned", "")}
    assert len(rows(Notice, kind="submission-graded")) == 2
    assert {each.deed for each in rows(AuditEntry)} >= {"submission-graded", "submission-returned"}
    assert [draft.submission_id for draft in rows(GradingDraft)] == [begun]
    again = browser.post_form("/lt/teach/release", {}, follow_redirects=True)
    assert "Nebuvo ką skelbti" in again.text
    assert len(rows(Grading)) == 2


def test_what_somebody_else_graded_meanwhile_is_not_released(story: Any) -> None:
    submission_id = story.handed_in()
    second = make_user()
    make_staff(second, module=story.module)
    session.commit()
    author = story.browser(story.author)
    send(author, submission_id, "save", **PASSING)
    send(story.browser(second), submission_id, "grade", **PASSING)
    late = send(author, submission_id, "save", **PASSING)
    assert late.status_code == 409
    author.post_form("/lt/teach/release", {})
    assert [each.grader_id for each in rows(Grading)] == [second.id]


def test_one_button_leads_from_work_to_work(story: Any) -> None:
    first, second, third = story.handed_in(), another(story), another(story)
    browser = story.browser(story.author)
    assert send(browser, first, "grade", "next", **PASSING).location == path(second)
    assert send(browser, second, "save", "next", **PASSING).location == path(third)
    assert send(browser, third, "grade", "next", **PASSING).location == "/lt/teach"


def test_points_are_read_with_comma_and_point(story: Any) -> None:
    submission_id = story.handed_in()
    browser = story.browser(story.author)
    fields = {**PASSING, "points-ties": "2,0", "points-problem": "2.0"}
    assert (
        'value="2" checked' in send(browser, submission_id, "grade", **{**fields, "points-sectors": ""}).text
    )
    assert send(browser, submission_id, "grade", **fields).status_code == 303
    (grading,) = rows(Grading)
    assert (grading.points["ties"], grading.points["problem"]) == (2, 2)
    assert send(browser, another(story), "grade", **{**PASSING, "points-ties": "1,5"}).status_code == 422


def test_a_comment_is_kept_and_put_in_without_scripts(story: Any) -> None:
    submission_id, next_id = story.handed_in(), another(story)
    browser = story.browser(story.author)
    words = {"comment-ties": "Trūksta ryšių.", "comment-problem": "Aišku."}
    send(browser, submission_id, "keep", "ties", **PASSING, **words)
    send(browser, submission_id, "keep", "ties", **PASSING, **words)
    (comment,) = rows(SavedComment)
    assert (comment.criterion, comment.text, comment.author_id) == ("ties", "Trūksta ryšių.", story.author.id)
    assert "Aišku." in browser.get(path(submission_id)).text, "what else was typed is kept"
    put_in = send(browser, next_id, "insert", str(comment.id), **{"comment-ties": "Gerai."})
    assert put_in.location == f"{path(next_id)}#points-ties"
    assert "Gerai.\n\nTrūksta ryšių." in browser.get(path(next_id)).text
    send(browser, next_id, "keep", "", comment="Apie visą darbą")
    assert [each.text for each in rows(SavedComment, criterion="")] == ["Apie visą darbą"]
    nothing = send(browser, next_id, "keep", "sectors")
    assert nothing.status_code == 422
    assert "Pirmiausia parašykite komentarą" in nothing.text
    assert send(browser, next_id, "keep", "unknown", comment="x").status_code == 404


def test_saved_comments_are_changed_and_removed_by_their_author_only(story: Any) -> None:
    submission = make_submission(story.enrolment, story.module)
    make_version(submission, story.module)
    second = make_user()
    make_staff(second, module=story.module)
    mine, theirs = (make_saved_comment(each, submission) for each in (story.author, second))
    theirs.text = "Svetimas komentaras"
    session.commit()
    browser = story.browser(story.author)
    page = browser.get("/lt/teach/comments").text
    assert "Trūksta ryšių tarp veikėjų." in page
    assert "Svetimas komentaras" not in page
    assert "Svetimas komentaras" not in browser.get(path(submission.id)).text
    assert browser.post_form(f"/lt/teach/comments/{mine.id}", {"text": " "}).status_code == 422
    assert browser.post_form(f"/lt/teach/comments/{mine.id}", {"text": "Kitaip"}).status_code == 303
    assert browser.post_form(f"/lt/teach/comments/{theirs.id}", {"remove": "1"}).status_code == 404
    assert send(browser, submission.id, "insert", str(theirs.id)).status_code == 404
    assert {each.text for each in rows(SavedComment)} == {"Kitaip", "Svetimas komentaras"}
    browser.post_form(f"/lt/teach/comments/{mine.id}", {"remove": "1"})
    assert [each.text for each in rows(SavedComment)] == ["Svetimas komentaras"]
    assert "Išsaugotų komentarų dar neturite" in browser.get("/lt/teach/comments").text


def test_what_changed_since_the_last_version_is_shown_word_by_word(story: Any) -> None:
    submission = make_submission(story.enrolment, story.module)
    make_version(submission, story.module, text="Trys veikėjai <b>be</b> ryšių.")
    author = story.browser(story.author)
    session.commit()
    assert "Kas pasikeitė" not in author.get(path(submission.id)).text
    make_version(submission, story.module, number=2, text="Penki nauji veikėjai <b>be</b> ryšių.")
    session.commit()
    page = author.get(path(submission.id)).text
    for expected in (
        "Kas pasikeitė nuo versijos Nr.\u00a01",
        "Pridėti 2 žodžiai, išbrauktas 1.",
        "</span>Trys<span",
        "&lt;b&gt;be&lt;/b&gt;",
    ):
        assert expected in page
    make_version(submission, story.module, number=3, text="Penki nauji veikėjai <b>be</b> ryšių.")
    session.commit()
    assert "Tekste nepasikeitė nė vienas žodis." in author.get(path(submission.id)).text


def test_it_speaks_english(story: Any) -> None:
    story.author.language = "en"
    submission_id = story.handed_in()
    session.commit()
    browser = story.browser(story.author)
    assert "Save this comment" in browser.get(path(submission_id, "en")).text
    assert "You have no saved comments yet" in browser.get("/en/teach/comments").text
