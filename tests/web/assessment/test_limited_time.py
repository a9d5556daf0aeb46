"""A quiz whose time is limited: what is said, what comes too late, and more time for one person."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from lms.domain.assessment import overdue_jobs, queries
from lms.domain.assessment.models import Attempt, TimeExtension
from lms.domain.learning.models import Achievement
from lms.domain.notifications.models import Notice
from lms.foundation.audit import AuditEntry
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.content import make_open, make_question, make_quiz
from tests.factories.learning import make_enrolment

BEGUN = datetime.fromisoformat("2026-11-20T08:00:00+00:00")
QUIZ = make_quiz("final", make_question("first"), make_question("second"), time_limit_minutes=40)


@pytest.fixture
def clock() -> Iterator[Any]:
    """The clock of this test, which stands still until it is moved."""
    with time_machine.travel(BEGUN, tick=False) as traveller:
        yield traveller


@pytest.fixture
def story(clock: Any, make_story: Callable[..., Any]) -> Any:
    return make_story(quizzes=(QUIZ,))


def begin(story: Any, *answered: str) -> Any:
    browser = story.browser()
    assert browser.post_form(story.quiz(), {"start": ""}).status_code == 303
    for question in answered:
        assert answer(browser, story, question).status_code == 303
    return browser


def answer(browser: Any, story: Any, question: str, words: str = "yes", **more: Any) -> Any:
    return browser.post_form(story.quiz(rest=f"/answers/{question}"), {"answer": words}, **more)


def rows(table: Any, **named: Any) -> list[Any]:
    session.rollback()
    return list(session.scalars(select(table).filter_by(**named).order_by(table.id)))


def attempt_of(story: Any) -> Attempt:
    return rows(Attempt, learner_id=story.learner.id)[-1]


def extend(story: Any, person: Any = None, **fields: Any) -> Any:
    wanted = {"learner": str(story.learner.id), "way": "minutes", "amount": "20", **fields}
    return story.browser(person or story.author).post_form(time_path(story), wanted)


def time_path(story: Any, language: str = "lt", quiz: str = "final") -> str:
    return f"/{language}/teach/quizzes/{story.slug}/{quiz}/time"


def test_the_time_is_said_before_and_during_an_attempt(story: Any, clock: Any) -> None:
    browser = story.browser()
    start = browser.get(story.quiz()).text
    assert "Nuo testo pradžios turėsite 40 minučių." in start
    assert "kreipkitės į modulio rengėjus dar prieš pradėdami testą" in start
    assert "data-quiz-time" not in start
    begin(story)
    clock.shift(timedelta(minutes=18, seconds=30))
    page = browser.get(story.quiz()).text
    assert "liko 22 minutės" in page
    assert 'data-ends-at="2026-11-20T08:40:00+00:00"' in page
    assert "10.40\N{NO-BREAK SPACE}val." in page
    assert "21 minute left" not in browser.get(story.quiz("en")).text


def test_what_was_sent_in_time_counts_though_it_arrives_a_little_later(story: Any, clock: Any) -> None:
    browser = begin(story, "first")
    clock.shift(timedelta(minutes=40, seconds=10))
    assert answer(browser, story, "second").status_code == 303
    assert browser.post_form(story.quiz(), {"hand-in": ""}).status_code == 303
    attempt = attempt_of(story)
    assert (attempt.score, attempt.submitted_at) == (2, attempt.ends_at)


def test_a_late_answer_is_refused_in_words_and_the_rest_is_handed_in(
    clock: Any, make_story: Callable[..., Any]
) -> None:
    quiz = make_quiz("final", make_question("first"), make_open("why"), time_limit_minutes=5)
    story = make_story(quizzes=(quiz,))
    browser = begin(story, "first")
    clock.shift(timedelta(minutes=6))
    late = answer(browser, story, "why", "Mano <b>ilga</b> mintis")
    assert late.status_code == 409
    assert "Atsakymas gautas per vėlai" in late.text
    assert "Mano &lt;b&gt;ilga&lt;/b&gt; mintis" in late.text
    assert "Laikas baigėsi, todėl pateikti iki tada įrašyti atsakymai." in late.text
    attempt = attempt_of(story)
    assert (attempt.score, attempt.max_score, attempt.submitted_at) == (1, 5, attempt.ends_at)
    assert list(queries.read_answers(attempt.id)) == ["first"]
    (entry,) = rows(Achievement, requirement_key="quiz:final")
    assert entry.score == 1
    assert answer(browser, story, "why", "Dar kartą").status_code == 409


def test_what_waited_on_a_device_is_told_honestly(story: Any, clock: Any) -> None:
    browser = begin(story, "first")
    clock.shift(timedelta(hours=2))
    overdue_jobs.end_overdue_attempts()
    headers = {
        "Idempotency-Key": "a-key-of-sixteen-signs",
        "Savimoka-Writer": str(story.learner.id),
        "X-Requested-With": "fetch",
    }
    for _again in range(2):
        late = answer(browser, story, "second", headers=headers)
        assert late.status_code == 409
        assert "jau pasibaigus testo laikui" in json.loads(late.data)["reason"]
    assert attempt_of(story).score == 1


def test_who_looks_again_sees_what_was_handed_in(story: Any, clock: Any) -> None:
    browser = begin(story, "first")
    clock.shift(timedelta(minutes=41))
    page = browser.get(story.quiz()).text
    assert "Laikas baigėsi, todėl pateikti iki tada įrašyti atsakymai." in page
    assert attempt_of(story).is_passed is False
    assert "Kitam bandymui turėsite 40 minučių." in page
    assert browser.get(story.quiz()).status_code == 200
    (others,) = rows(Attempt, learner_id=story.other.id)
    assert others.submitted_at is None, "an attempt without a limit goes on"


def test_who_never_returns_is_entered_in_the_register_by_the_worker(story: Any, clock: Any) -> None:
    begin(story, "first")
    assert overdue_jobs.end_overdue_attempts() == 0
    clock.shift(timedelta(minutes=41))
    assert overdue_jobs.end_overdue_attempts() == 1
    assert overdue_jobs.end_overdue_attempts() == 0
    (entry,) = rows(Achievement, requirement_key="quiz:final")
    assert (entry.score, entry.max_score, entry.language) == (1, 2, "lt")


def test_a_new_attempt_begins_after_one_that_ran_out(story: Any, clock: Any) -> None:
    browser = begin(story)
    clock.shift(timedelta(minutes=50))
    assert browser.post_form(story.quiz(), {"start": ""}).status_code == 303
    first, second = rows(Attempt, learner_id=story.learner.id)
    assert (first.submitted_at, second.submitted_at) == (first.ends_at, None)
    assert second.ends_at == BEGUN + timedelta(minutes=90)


def test_handing_in_after_the_end_hands_in_what_was_saved(story: Any, clock: Any) -> None:
    browser = begin(story, "first")
    clock.shift(timedelta(minutes=45))
    done = browser.post_form(story.quiz(), {"hand-in": ""}, follow_redirects=True)
    assert "Laikas baigėsi" in done.text


@pytest.mark.parametrize(
    ("fields", "minutes", "said"),
    [
        ({"amount": "20"}, 60, "turite 60 minučių"),
        ({"way": "percent", "amount": "33 %"}, 54, "turite 54 minutes"),
        ({"way": "unlimited", "amount": ""}, None, "šio testo laiko jums neriboja"),
    ],
)
def test_one_person_has_more_time(
    story: Any, clock: Any, fields: dict[str, str], minutes: int | None, said: str
) -> None:
    given = extend(story, **fields, reason="Naudojasi ekrano skaitytuvu")
    assert given.status_code == 303
    page = story.browser(story.author).get(time_path(story)).text
    assert "Naudojasi ekrano skaitytuvu" in page
    assert story.learner.name in page
    start = story.browser().get(story.quiz()).text
    assert said in start
    assert "ekrano skaitytuvu</" not in start
    begin(story)
    end = None if minutes is None else BEGUN + timedelta(minutes=minutes)
    assert attempt_of(story).ends_at == end
    other = story.browser(story.other).get(story.quiz()).text
    assert "skyrė jums daugiau" not in other
    (notice,) = rows(Notice, kind="time-extended")
    assert (notice.recipient_id, notice.about["minutes"]) == (story.learner.id, minutes or 0)
    assert "ekrano" not in json.dumps(notice.about)
    (entry,) = rows(AuditEntry, deed="time-extended")
    assert "ekrano" not in json.dumps(entry.details)


def test_more_time_holds_for_an_attempt_that_has_begun_and_never_takes_any(story: Any, clock: Any) -> None:
    browser = begin(story, "first")
    clock.shift(timedelta(minutes=39))
    extend(story, amount="20")
    clock.shift(timedelta(minutes=10))
    assert answer(browser, story, "second").status_code == 303
    extend(story, amount="1")
    assert attempt_of(story).ends_at == BEGUN + timedelta(minutes=60)
    assert len(rows(TimeExtension)) == 1
    assert len(rows(Notice, kind="time-extended")) == 2
    (line,) = queries.list_extensions(story.module.module_id, "final")
    back = story.browser(story.author).post_form(time_path(story), {"take-back": str(line.id)})
    assert back.status_code == 303
    assert rows(TimeExtension) == []
    assert attempt_of(story).ends_at == BEGUN + timedelta(minutes=60)


def test_more_time_comes_too_late_for_an_attempt_that_has_ended(story: Any, clock: Any) -> None:
    begin(story, "first")
    clock.shift(timedelta(minutes=41))
    extend(story)
    assert attempt_of(story).submitted_at == BEGUN + timedelta(minutes=40)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"amount": "0"}, "sveikąjį skaičių nuo 1 iki 1440"),
        ({"amount": "1,5"}, "sveikąjį skaičių nuo 1 iki 1440"),
        ({"amount": "²"}, "sveikąjį skaičių nuo 1 iki 1440"),
        ({"way": "percent", "amount": "901"}, "sveikąjį skaičių nuo 1 iki 900"),
        ({"learner": ""}, "Pasirinkite besimokantįjį."),
        ({"learner": "999999"}, "Pasirinkite šio modulio besimokantįjį."),
        ({"learner": "99999999999999999999"}, "Pasirinkite šio modulio besimokantįjį."),
    ],
)
def test_what_cannot_be_given_is_refused_with_what_was_typed(
    story: Any, fields: dict[str, str], reason: str
) -> None:
    refused = extend(story, **fields, reason="Mano priežastis")
    assert refused.status_code == 422
    assert reason in refused.text
    assert "Mano priežastis" in refused.text
    assert rows(TimeExtension) == []


def test_time_is_given_only_by_those_who_answer_for_the_module(story: Any) -> None:
    for person in (story.learner, story.other, story.stranger):
        assert story.browser(person).get(time_path(story)).status_code == 404
        assert extend(story, person).status_code == 404
    make_enrolment(story.author, story.module)
    session.commit()
    assert extend(story, learner=str(story.author.id)).status_code == 403, "nobody gives themselves time"
    assert extend(story, learner=str(story.stranger.id)).status_code == 422, "not in the module"
    author = story.browser(story.author)
    assert author.get(time_path(story, quiz="nothing")).status_code == 404
    assert author.post_form(time_path(story), {"take-back": "999"}).status_code == 404
    assert rows(TimeExtension) == []


def test_learners_are_found_by_name_without_diacritics(story: Any) -> None:
    for number in range(25):
        make_enrolment(make_user(name=f"Vardas Pavardenis{number:02}"), story.module)
    session.commit()
    author = story.browser(story.author)
    assert "Besimokančiųjų yra daugiau" in author.get(time_path(story)).text
    found = author.get(f"{time_path(story)}?q=simkute").text
    assert story.other.name in found
    assert "Pavardenis" not in found
    assert story.stranger.name not in author.get(f"{time_path(story)}?q=ola").text
    assert "Tokio vardo besimokančiojo" in author.get(f"{time_path(story)}?q=%25").text


def test_a_quiz_without_a_limit_gives_no_time(make_story: Callable[..., Any]) -> None:
    story = make_story()
    assert "Šio testo laikas neribojamas." in story.browser(story.author).get(time_path(story)).text
    assert extend(story).status_code == 409
    assert "daugiau laiko šiam testui" not in story.browser(story.author).get(story.quiz()).text


def test_it_speaks_english_and_leads_there(story: Any) -> None:
    author = story.browser(story.author)
    assert "Give somebody more time for this quiz" in author.get(story.quiz("en")).text
    assert "More time for one person" in author.get(time_path(story, "en")).text
    assert "From the moment you begin you have 40 minutes." in story.browser().get(story.quiz("en")).text


def test_the_page_keeps_to_its_statements(story: Any, statements: Callable[[], list[str]]) -> None:
    for _each in range(5):
        make_enrolment(make_user(), story.module)
    session.commit()
    extend(story)
    author = story.browser(story.author)
    author.get(time_path(story))
    statements()
    author.get(time_path(story))
    assert len(statements()) <= 12
