"""Days to hand in by: a learner's own, and one agreed with an author; neither is ever a wall."""

import re
from datetime import timedelta
from typing import Any

import pytest

from lms.domain.accounts.models import User
from lms.domain.assessment import queries
from lms.domain.assessment.models import AgreedDate, PlannedDate
from lms.domain.notifications.models import Notice
from lms.foundation import clock
from lms.foundation.audit import AuditEntry
from lms.foundation.db import session

TODAY = clock.now().date()
SOON, LATER = TODAY + timedelta(days=7), TODAY + timedelta(days=14)


def own_address(story: Any, language: str = "lt") -> str:
    return str(story.assignment(language, "/date"))


def agree(story: Any, submission_id: int, person: User, day: Any = SOON, note: str = "") -> Any:
    fields = {"agreed_on": str(day), "note": note}
    return story.browser(person).post_form(f"/lt/teach/submissions/{submission_id}/date", fields)


def test_a_learner_sets_changes_and_forgets_a_day(story: Any) -> None:
    browser = story.browser()
    assert "Šiam darbui termino nėra" in browser.get(story.assignment()).text
    for day in (SOON, LATER):
        assert browser.post_form(own_address(story), {"planned_on": str(day)}).status_code == 303
        assert session.query(PlannedDate).one().planned_on == day
    assert "Ketinate pateikti iki" in browser.get(story.assignment()).text
    assert f'value="{LATER}"' in browser.get(own_address(story, "en")).text
    assert browser.post_form(own_address(story), {"planned_on": str(SOON), "forget": "1"}).status_code == 303
    assert session.query(PlannedDate).count() == 0


def test_a_day_that_is_gone_is_refused_beside_its_field(story: Any) -> None:
    answer = story.browser().post_form(own_address(story), {"planned_on": str(TODAY - timedelta(days=3))})
    assert answer.status_code == 422
    assert (
        "Pasirinkite šiandieną arba vėlesnę dieną" in answer.text and 'id="planned_on-error"' in answer.text
    )


def test_a_day_in_the_far_future_is_refused_as_such(story: Any) -> None:
    answer = story.browser().post_form(own_address(story), {"planned_on": "2099-01-01"})
    assert answer.status_code == 422
    assert "per artimiausius penkerius metus" in answer.text


@pytest.mark.parametrize("typed", ["rytoj", "2026-13-45"])
def test_what_is_no_day_does_not_forget_the_one_that_is_set(story: Any, typed: str) -> None:
    browser = story.browser()
    assert browser.post_form(own_address(story), {"planned_on": str(SOON)}).status_code == 303
    answer = browser.post_form(own_address(story), {"planned_on": typed, "set": "1"})
    assert answer.status_code == 422
    error = re.search(r'id="planned_on-error"[^>]*>([^<]*)', answer.text)
    assert error
    assert "Not a valid" not in error[1]
    assert f'value="{typed}"' in answer.text
    assert session.query(PlannedDate).one().planned_on == SOON


def test_nobody_is_refused_after_the_day(story: Any) -> None:
    session.add(
        PlannedDate(
            learner_id=story.learner.id,
            module_id=story.module.module_id,
            assignment="actor-map",
            planned_on=TODAY - timedelta(days=30),
            set_at=clock.now(),
        )
    )
    session.commit()
    browser = story.browser()
    page = browser.get(story.assignment()).text
    assert "vėluoja" not in page.lower()
    address = re.search(r'id="work"[^>]*action="([^"]+)"', page)
    assert address
    sent = browser.post_form(address[1].replace("&amp;", "&"), {"text": "Darbas", "hand-in": "1"})
    assert sent.status_code == 303
    assert queries.list_own_dates(story.learner.id) == []


def test_an_author_agrees_a_day_and_the_learner_is_told(story: Any) -> None:
    submission_id = story.handed_in()
    page = story.browser(story.author).get(f"/lt/teach/submissions/{submission_id}").text
    assert f"/lt/teach/submissions/{submission_id}/date" in page
    assert agree(story, submission_id, story.author, note="Sveikite!").status_code == 303
    agreed = session.query(AgreedDate).one()
    assert (agreed.learner_id, agreed.agreed_on, agreed.note) == (story.learner.id, SOON, "Sveikite!")
    (notice,) = session.query(Notice).filter_by(kind="date-agreed").all()
    assert notice.recipient_id == story.learner.id
    assert session.query(AuditEntry).filter_by(deed="date-agreed").count() == 1
    agree(story, submission_id, story.author, LATER)
    assert session.query(AgreedDate).one().agreed_on == LATER
    assert session.query(Notice).filter_by(kind="date-agreed").count() == 2


def test_the_learner_reads_what_was_agreed(story: Any) -> None:
    session.add(
        AgreedDate(
            learner_id=story.learner.id,
            module_id=story.module.module_id,
            assignment="actor-map",
            agreed_on=SOON,
            note="<b>Sveikite!</b>",
            language="lt",
            agreed_by_id=story.author.id,
            agreed_at=clock.now(),
        )
    )
    session.commit()
    page = story.browser().get(story.assignment()).text
    assert "Rasa Žemaitytė sutiko jūsų darbo laukti iki" in page
    assert "&lt;b&gt;Sveikite!" in page
    assert "sutiko jūsų darbo laukti" not in story.browser(story.other).get(story.assignment()).text
    assert "laukiama iki" in story.browser().get("/lt/my").text
    assert "laukiama iki" not in story.browser(story.other).get("/lt/my").text


def test_a_stranger_agrees_nothing(story: Any) -> None:
    submission_id = story.handed_in()
    for person in (story.stranger, story.learner, story.other):
        assert agree(story, submission_id, person).status_code == 404
    assert agree(story, submission_id, story.author, TODAY - timedelta(days=2)).status_code == 422
    assert session.query(AgreedDate).count() == 0


def test_days_stand_in_the_plan_the_next_one_first(story: Any) -> None:
    browser = story.browser()
    browser.post_form(own_address(story), {"planned_on": str(LATER)})
    (own,) = queries.list_own_dates(story.learner.id)
    assert (own.module_id, own.assignment, own.on, own.is_agreed) == (
        story.module.module_id,
        "actor-map",
        LATER,
        False,
    )
    assert queries.list_own_dates(story.other.id) == []
    page = browser.get("/lt/my").text
    assert "Veikėjų žemėlapis" in page and "ketinate pateikti iki" in page
