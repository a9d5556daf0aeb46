"""A coordinator finds who has stopped, reads what they would get, and has them reminded once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lms.domain.coordination.models import Reminder
from lms.domain.notifications.models import Notice
from lms.foundation import clock
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_programme, make_staff
from tests.factories.content import make_module
from tests.factories.learning import make_enrolment

LIST = "/lt/coordinate/people"
PAGE = "/lt/coordinate/reminders"


@pytest.fixture
def story(app: Any) -> dict[str, Any]:
    module, foreign = make_module(), make_module()
    long_ago = clock.now() - timedelta(days=20)
    past = {"enrolled_at": long_ago, "started_at": long_ago, "place_at": long_ago, "place_lesson": "first"}
    coordinator, other = make_user(name="Rūta Rūtaitė"), make_user()
    make_staff(coordinator, "coordinator", programme=make_programme(module))
    make_staff(other, "coordinator", programme=make_programme(foreign))
    stopped = make_user(name="Ona Onaitė", form_of_address="Ona")
    english = make_user(name="Kari Nordmann", language="en", time_zone="Europe/Oslo")
    for person in (stopped, english):
        make_enrolment(person, module, **past)
    make_enrolment(busy := make_user(name="Jonas Jonaitis"), module)
    make_enrolment(outsider := make_user(name="Svetimas Svetimaitis"), foreign, **past)
    session.commit()
    people = {"stopped": stopped, "english": english, "busy": busy, "outsider": outsider}
    return {"coordinator": coordinator, "other": other, **{name: each.id for name, each in people.items()}}


def test_the_list_names_who_has_stopped_and_the_file_holds_the_same(
    story: Any, sign_in: Callable[..., Any], statements: Callable[[], list[str]]
) -> None:
    browser = sign_in(story["coordinator"])
    everybody = browser.get(LIST).text
    assert everybody.count("nesimokė 14 dienų") == 2 + 1  # and the choice above the list
    assert 'type="checkbox"' not in everybody
    statements()
    quiet = browser.get(f"{LIST}?standing=quiet").text
    assert len(statements()) <= 12
    assert quiet.count('type="checkbox"') == 2
    assert "Ona Onaitė" in quiet
    assert "Jonas Jonaitis" not in quiet
    file = browser.post_form("/lt/coordinate/export.csv?standing=quiet").data.decode("utf-8-sig")
    assert ("Ona Onaitė" in file, "Kari Nordmann" in file, "Jonas Jonaitis" in file) == (True, True, False)


def test_what_is_shown_is_what_is_sent_and_it_is_sent_once(
    story: Any, sign_in: Callable[..., Any], statements: Callable[[], list[str]]
) -> None:
    browser = sign_in(story["coordinator"])
    chosen = f"{PAGE}?person={story['stopped']}&person={story['english']}&person={story['busy']}"
    browser.get(chosen)
    statements()
    shown = browser.get(chosen).text
    assert len(statements()) <= 12
    assert "Laba diena, Ona" in shown or "Ona" in shown
    assert "Jau kurį laiką nesimokėte modulyje" in shown
    assert '<div class="stack" lang="en"><p><strong>The module “' in shown
    assert "Jonas Jonaitis neseniai mokėsi" in shown
    assert "/notices/stop/" not in shown
    picked = {"person": [str(story["stopped"]), str(story["english"])]}
    for _click in range(2):
        answer = browser.post_form(PAGE, picked)
        assert (answer.status_code, answer.location) == (303, f"{LIST}?standing=quiet")
    notices = session.query(Notice).filter_by(kind="learner-reminded").all()
    assert {each.recipient_id for each in notices} == {story["stopped"], story["english"]}
    assert len(notices) == session.query(Reminder).count() == 2
    assert {each.sender_id for each in notices} == {story["coordinator"].id}
    said = browser.get(LIST).text
    assert "Priminimai siunčiami 2 žmonėms." in said
    assert "Ona Onaitė per pastarąsias dvi savaites jau gavo priminimą." in said
    assert said.count("Priminta: ") == 2


def test_the_coordinator_sees_what_became_of_it(
    story: Any, sign_in: Callable[..., Any], statements: Callable[[], list[str]]
) -> None:
    browser = sign_in(story["coordinator"])
    person = f"/lt/coordinate/people/{story['stopped']}"
    assert f"{PAGE}?person={story['stopped']}" in browser.get(person).text
    browser.post_form(PAGE, {"person": str(story["stopped"])})
    assert "Ona Onaitė: pranešimas jau platformoje, el. laiškas bus išsiųstas." in browser.get(person).text
    notice = session.query(Notice).filter_by(kind="learner-reminded").one()
    notice.mail, notice.sent_at = "sent", clock.now()
    session.commit()
    statements()
    assert "Ona Onaitė: el. laiškas išsiųstas" in browser.get(person).text
    assert len(statements()) <= 12


def test_all_of_a_page_are_picked_with_one_button(story: Any, sign_in: Callable[..., Any]) -> None:
    browser = sign_in(story["coordinator"])
    shown = f"shown={story['stopped']}&shown={story['english']}"
    assert browser.get(f"{PAGE}?{shown}&all=1").text.count('name="person"') == 2
    empty = browser.get(f"{PAGE}?{shown}")
    assert (empty.status_code, empty.location) == (303, f"{LIST}?standing=quiet")
    assert "Pirmiausia pažymėkite bent vieną žmogų." in browser.get(LIST).text


def test_it_is_closed_to_others_and_to_people_of_others(story: Any, sign_in: Callable[..., Any]) -> None:
    browser = sign_in(story["coordinator"])
    assert browser.get(f"{PAGE}?person={story['outsider']}").status_code == 404
    assert browser.post_form(PAGE, {"person": str(story["outsider"])}).status_code == 404
    assert browser.get(f"{PAGE}?person=x").status_code == 303
    assert browser.post_form(PAGE, {}).status_code == 404
    stranger = sign_in(story["other"])
    assert stranger.get(f"{PAGE}?person={story['stopped']}").status_code == 404
    assert session.query(Reminder).count() == 0
