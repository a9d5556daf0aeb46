"""A plan of one's own: chosen, looked at, paused, dropped; in both languages."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import time_machine

from lms.domain.learning import service
from lms.domain.learning.models import StudyPlan
from lms.foundation.db import session
from tests.factories.accounts import actor_of, make_user
from tests.factories.content import make_module
from tests.factories.learning import make_enrolment, make_reading

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
SignIn = Callable[..., Any]


def a_learner(**values: Any) -> Any:
    """Somebody in a module of two lessons (20 minutes each), a quiz and an assignment (90 minutes)."""
    learner = make_user(**values)
    module = make_module(slug="one", title={"lt": "Modulis vienas", "en": "Module one"})
    make_reading(make_enrolment(learner, module), "first", module)
    session.commit()
    return learner


def test_hours_with_a_comma_make_a_plan(app: Any, sign_in: SignIn) -> None:
    with time_machine.travel(NOW, tick=False):
        browser = sign_in(a_learner())
        saved = browser.post_form("/lt/my/plan", {"hours": "1,5", "days": ["2", "4"], "is_reminded": "y"})
        assert saved.status_code == 303
        text = browser.get("/lt/my/plan").text
    assert "<title>Mano mokymosi planas – Savimoka</title>" in text
    assert "1,5\u00a0val. per savaitę" in text
    assert "Savaitė nuo 2026\u00a0m. lapkričio\u00a023\u00a0d." in text.replace("m.\u00a0l", "m. l")
    assert 'href="/lt/modules/one/second"' in text
    assert 'href="/lt/modules/one/first"' not in text
    assert 'value="1,5"' in text
    assert "Jūsų dienos: antradienis ir ketvirtadienis." in text


def test_it_speaks_english_and_names_the_pace_for_a_day(app: Any, sign_in: SignIn) -> None:
    with time_machine.travel(NOW, tick=False):
        browser = sign_in(a_learner(language="en"))
        browser.post_form("/en/my/plan", {"hours": "0.5", "target_on": "2026-12-06"})
        text = browser.get("/en/my/plan").text
    assert "0.5 h a week" in text
    assert "To finish by 6 December 2026 it would take about 1.25 h a week." in text
    assert "overdue" not in text
    assert "is late" not in text


def test_what_cannot_be_is_said_beside_the_field(app: Any, sign_in: SignIn) -> None:
    browser = sign_in(a_learner())
    refused = browser.post_form("/lt/my/plan", {"hours": "daug", "days": ["9"], "target_on": "rytoj"})
    assert refused.status_code == 422
    assert "Įrašykite valandų skaičių" in refused.text
    assert 'value="daug"' in refused.text
    assert session.query(StudyPlan).count() == 0


def test_a_pause_and_a_return(app: Any, sign_in: SignIn) -> None:
    with time_machine.travel(NOW, tick=False):
        learner = a_learner()
        service.save_plan(actor_of(learner), minutes_a_week=60)
        session.commit()
        browser = sign_in(learner)
        assert browser.post_form("/lt/my/plan/pause", {"until": "2020-01-01"}).status_code == 422
        assert browser.post_form("/lt/my/plan/pause", {"until": "2026-12-28"}).status_code == 303
        text = browser.get("/lt/my/plan").text
        assert "Planas sustabdytas iki šios dienos: 2026" in text
        assert "gruodžio\u00a028" in text  # and the plan goes on from there
        assert "Planas sustabdytas." in browser.get("/lt/my").text
        browser.post_form("/lt/my/plan/resume")
        assert "Planas sustabdytas" not in browser.get("/lt/my/plan").text


def test_it_can_be_done_without(app: Any, sign_in: SignIn) -> None:
    learner = a_learner()
    service.save_plan(actor_of(learner), minutes_a_week=60)
    session.commit()
    browser = sign_in(learner)
    assert browser.post_form("/lt/my/plan/drop").status_code == 303
    assert "Sudaryti savo mokymosi planą" in browser.get("/lt/my").text


def test_my_learning_shows_one_calm_line(
    app: Any, sign_in: SignIn, statements: Callable[[], list[str]]
) -> None:
    learner, other = a_learner(), make_user()
    service.save_plan(actor_of(other), minutes_a_week=999)
    session.commit()
    browser = sign_in(learner)
    assert "Sudaryti savo mokymosi planą" in browser.get("/lt/my").text
    service.save_plan(actor_of(learner), minutes_a_week=90)
    session.commit()
    statements()
    text = browser.get("/lt/my").text
    assert len(statements()) <= 8
    assert "Jūsų planas – 1,5\u00a0val. per savaitę" in text
    assert "Your plan: 1.5 h a week" in browser.get("/en/my").text


def test_nothing_left_says_so(app: Any, sign_in: SignIn) -> None:
    learner = make_user()
    service.save_plan(actor_of(learner), minutes_a_week=60)
    session.commit()
    assert "Planuoti nėra ko" in sign_in(learner).get("/lt/my/plan").text


def test_a_visitor_is_sent_to_sign_in(client: Any) -> None:
    assert client.get("/lt/my/plan").status_code == 303
