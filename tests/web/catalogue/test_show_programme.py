"""The page of a programme: what it is for, its modules, how the viewer stands."""

from collections.abc import Callable
from typing import Any

from lms.domain.catalogue import queries
from lms.foundation import clock
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.learning import make_completed_enrolment, make_enrolment, make_programme_enrolment
from tests.web.catalogue.conftest import Shelf

ADDRESS = "/lt/programmes/clustering"


def test_a_visitor_reads_it_and_is_shown_the_way_in(client: Any, shelf: Shelf) -> None:
    text = client.get(ADDRESS).text
    assert "Klasterystė" in text
    assert "/lt/sign-up?next=/lt/programmes/clustering" in text
    assert "Clustering" in client.get("/en/programmes/clustering").text


def test_an_unknown_or_withdrawn_one_is_not_found(client: Any, shelf: Shelf) -> None:
    assert client.get("/lt/programmes/no-such-programme").status_code == 404
    programme = queries.find_programme("clustering")
    assert programme is not None
    programme.withdrawn_at = clock.now()
    session.commit()
    assert client.get(ADDRESS).status_code == 404


def test_it_shows_the_viewers_own_standing(sign_in: Callable[..., Any], shelf: Shelf) -> None:
    learner = make_user()
    make_programme_enrolment(learner, shelf.programme)
    make_completed_enrolment(learner, shelf.first)
    make_enrolment(learner, shelf.second)
    make_completed_enrolment(make_user(), shelf.second)
    text = sign_in(learner).get(ADDRESS).text
    assert "Atlikta žingsnių: 0 iš 4" in text
    assert text.count("· baigta") == 1
    assert f"{ADDRESS}/leave" in text


def test_enrolling_leaving_and_returning(sign_in: Callable[..., Any], shelf: Shelf) -> None:
    browser = sign_in(make_user())
    for _ in range(2):
        answer = browser.post_form(f"{ADDRESS}/enrol")
        assert (answer.status_code, answer.location) == (303, "/lt/my")
    assert "Samprata" in browser.get("/lt/my").text
    answer = browser.post_form(f"{ADDRESS}/leave")
    assert (answer.status_code, answer.location) == (303, ADDRESS)
    assert "Grįžti į programą" in browser.get(ADDRESS).text
    browser.post_form(f"{ADDRESS}/enrol")
    assert "Samprata" in browser.get("/lt/my").text


def test_it_asks_few_questions(
    sign_in: Callable[..., Any], shelf: Shelf, statements: Callable[[], list[str]]
) -> None:
    learner = make_user()
    make_programme_enrolment(learner, shelf.programme)
    make_enrolment(learner, shelf.first)
    browser = sign_in(learner)
    browser.get(ADDRESS)
    statements()
    assert browser.get(ADDRESS).status_code == 200
    assert len(statements()) <= 6
