"""One's own look at oneself, in both languages, and what a coordinator sees of it."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from lms.domain.content.compiled import Statement
from lms.domain.learning.models import SelfRating
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_programme, make_staff
from tests.factories.content import make_module
from tests.factories.learning import make_completed_enrolment, make_enrolment

SignIn = Callable[..., Any]
STATEMENTS = (
    Statement("explain", {"lt": "Gebu paaiškinti.", "en": "I can explain."}),
    Statement("draw", {"lt": "Gebu nubraižyti.", "en": "I can draw."}),
)
PAGE = "/lt/modules/concepts/self-assessment"


@pytest.fixture
def module(app: Any) -> Any:
    found = make_module(slug="concepts", self_assessment=STATEMENTS)
    other = make_user()
    make_enrolment(other, found)
    for moment in ("before", "after"):
        session.add(
            SelfRating(
                learner_id=other.id,
                module_id=found.module_id,
                moment=moment,
                statement="draw",
                level=4,
                revision_id=found.revision_id,
                language="lt",
                rated_at=other.created_at,
            )
        )
    session.commit()
    return found


def learner_in(module: Any, make: Callable[..., Any] = make_enrolment, **values: Any) -> Any:
    learner = make_user(**values)
    make(learner, module)
    session.commit()
    return learner


def test_before_and_after_are_said_and_shown(module: Any, sign_in: SignIn) -> None:
    browser = sign_in(learner_in(module))
    assert f'href="{PAGE}"' in browser.get("/lt/modules/concepts").text
    first = browser.get(PAGE).text
    assert "Prieš modulį" in first
    assert 'id="chart"' not in first
    done = browser.post_form(PAGE, {"moment": "before", "level-explain": "1", "level-draw": "2"})
    assert done.status_code == 303
    between = browser.get(PAGE).text
    assert "Dar ne" in between and "Su pagalba" in between and "neįsivertinta" in between
    assert 'name="level-explain"' not in between
    again = browser.get(f"{PAGE}?moment=before").text
    (chosen,) = re.findall(r"<input[^>]* checked [^>]*level-explain[^>]*>", again)
    assert 'value="1"' in chosen
    assert "Po modulio" in browser.get(f"{PAGE}?moment=after").text
    browser.post_form(PAGE, {"moment": "after", "level-explain": "3"})
    english = browser.get(PAGE.replace("/lt/", "/en/")).text
    assert "On my own" in english
    assert english.count("not said") == 2  # in the chart and in its table
    late = browser.post_form(PAGE, {"moment": "before", "level-explain": "4"})
    assert late.status_code == 422
    assert "ankstesnio įsivertinimo pakeisti nebegalima" in late.text


def test_nothing_chosen_is_told(module: Any, sign_in: SignIn) -> None:
    browser = sign_in(learner_in(module))
    refused = browser.post_form(PAGE, {"moment": "before"})
    assert refused.status_code == 422
    assert "Pasirinkite bent vieno teiginio atsakymą." in refused.text
    strange = browser.post_form(PAGE, {"moment": "before", "level-draw": "2", "level-explain": "9"})
    assert strange.status_code == 422


def test_after_completing_only_the_time_after_is_asked_for(module: Any, sign_in: SignIn) -> None:
    browser = sign_in(learner_in(module, make_completed_enrolment))
    page = browser.get(PAGE).text
    assert 'name="moment" value="after"' in page
    assert browser.post_form(PAGE, {"moment": "after", "level-draw": "4"}).status_code == 303


def test_it_is_there_for_those_in_the_module(app: Any, module: Any, sign_in: SignIn, client: Any) -> None:
    assert client.get(PAGE).status_code == 303
    assert sign_in(make_user()).get(PAGE).status_code == 404
    make_module(slug="silent")
    session.commit()
    browser = sign_in(learner_in(module))
    assert browser.get("/lt/modules/silent/self-assessment").status_code == 404


def test_the_pages_cost_few_statements(
    module: Any, sign_in: SignIn, statements: Callable[[], list[str]]
) -> None:
    learner = learner_in(module)
    coordinator = make_user()
    make_staff(coordinator, "coordinator", programme=make_programme(module))
    session.commit()
    browser = sign_in(learner)
    browser.get(PAGE)
    statements()
    browser.get(PAGE)
    assert len(statements()) <= 5
    browser = sign_in(coordinator)
    browser.get("/lt/coordinate/self-assessment")
    statements()
    text = browser.get("/lt/coordinate/self-assessment").text
    assert len(statements()) <= 5
    assert "Kol kas nė viena grupė nėra pakankamai didelė" in text


def test_a_coordinator_sees_a_group_of_five(module: Any, sign_in: SignIn) -> None:
    for _each in range(4):
        browser = sign_in(learner_in(module))
        browser.post_form(PAGE, {"moment": "before", "level-draw": "1"})
        browser.post_form(PAGE, {"moment": "after", "level-draw": "3"})
    coordinator = make_user(language="en")
    make_staff(coordinator, "coordinator", programme=make_programme(module))
    session.commit()
    text = sign_in(coordinator).get("/en/coordinate/self-assessment").text
    assert "All figures on this page were counted on" in text
    assert "I can draw." in text
    assert "1 of 5" in text and "5 of 5" in text
    assert "I can explain." not in text
