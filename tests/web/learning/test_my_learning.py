"""My learning: the one next step first, then everything, without other people's."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from lms.foundation import clock
from tests.factories.accounts import make_user
from tests.factories.assessment import make_submission
from tests.factories.catalogue import make_programme
from tests.factories.content import make_module
from tests.factories.learning import (
    make_achievement,
    make_completed_enrolment,
    make_enrolment,
    make_programme_enrolment,
    make_reading,
)


def next_step(text: str) -> str:
    return text.split('class="next-step"')[1].split("</section>")[0]


def test_a_newcomer_is_told_what_to_do(sign_in: Callable[..., Any]) -> None:
    browser = sign_in(make_user())
    text = browser.get("/lt/my").text
    assert "Išsirinkti programą arba modulį" in text
    assert "next-step" not in text
    assert "Choose a programme or module" in browser.get("/en/my").text


def test_a_visitor_is_sent_to_sign_in(client: Any) -> None:
    answer = client.get("/lt/my")
    assert answer.status_code == 303
    assert "/lt/sign-in?next=" in answer.location


def test_the_next_step_is_in_the_module_the_learner_was_in_last(sign_in: Callable[..., Any]) -> None:
    learner, module, other = make_user(), make_module(title={"lt": "Vienas", "en": "One"}), make_module()
    programme = make_programme(other, module)
    make_programme_enrolment(learner, programme)
    now = clock.now()
    make_enrolment(learner, other, started_at=now, place_lesson="first", place_at=now - timedelta(days=1))
    enrolment = make_enrolment(
        learner, module, started_at=now, place_lesson="second", place_block="second-two", place_at=now
    )
    make_reading(enrolment, "first", module)
    step = next_step(sign_in(learner).get("/lt/my").text)
    assert "Vienas" in step
    assert f'href="/lt/modules/{module.slug}/second#second-two"' in step
    assert "Tęsti nuo ten, kur sustojote" in step


def test_of_modules_not_yet_begun_the_programmes_first_comes_first(sign_in: Callable[..., Any]) -> None:
    learner, second, first = make_user(), make_module(), make_module()
    make_programme_enrolment(learner, make_programme(first, second))
    make_enrolment(learner, second)
    make_enrolment(learner, first)
    step = next_step(sign_in(learner).get("/lt/my").text)
    assert f'href="/lt/modules/{first.slug}/first"' in step
    assert "Skaityti pirmą pamoką" in step


def test_work_in_grading_lets_the_next_module_come(sign_in: Callable[..., Any]) -> None:
    learner, waiting, other = make_user(), make_module(), make_module()
    enrolment = make_enrolment(learner, waiting, started_at=clock.now(), place_at=clock.now())
    for lesson in ("first", "second"):
        make_reading(enrolment, lesson, waiting)
    make_achievement(enrolment, "quiz:final", waiting)
    make_submission(enrolment, waiting, state="handed-in")
    make_enrolment(learner, other)
    text = sign_in(learner).get("/lt/my").text
    assert f'href="/lt/modules/{other.slug}/first"' in next_step(text)
    assert "jūsų darbas vertinamas" in text


def test_programmes_and_single_modules_have_their_own_progress(sign_in: Callable[..., Any]) -> None:
    learner, module, done, single = make_user(), make_module(), make_module(), make_module()
    make_programme_enrolment(learner, make_programme(module, done))
    enrolment = make_enrolment(learner, module)
    make_reading(enrolment, "first", module)
    make_completed_enrolment(learner, done)
    make_enrolment(learner, single)
    stranger = make_module(title={"lt": "Svetimas", "en": "Foreign"})
    make_enrolment(make_user(), stranger)
    text = sign_in(learner).get("/lt/my").text
    assert "Baigta 1 iš 2 modulių" in text
    assert "Atlikta 1 iš 4" in text
    assert "Atlikta 0 iš 4" in text
    assert "Pavieniai moduliai" in text
    assert "Svetimas" not in text


def test_what_was_left_can_be_taken_up_again(sign_in: Callable[..., Any]) -> None:
    learner, module, single = make_user(), make_module(), make_module()
    programme = make_programme(module)
    make_programme_enrolment(learner, programme)
    for each in (module, single):
        make_reading(make_enrolment(learner, each), "first", each)
    browser = sign_in(learner)
    browser.post_form(f"/lt/programmes/{programme.slug}/leave")
    assert f'action="/lt/programmes/{programme.slug}/enrol"' in browser.get("/lt/my").text
    browser.post_form(f"/lt/modules/{single.slug}/leave")
    left = browser.get("/lt/my").text
    assert "Iš ko pasitraukėte" in left
    assert f'action="/lt/modules/{single.slug}/enrol"' in left
    browser.post_form(f"/lt/programmes/{programme.slug}/enrol")
    text = browser.get("/lt/my").text
    assert "Atlikta 1 iš 4" in text
    assert f'action="/lt/programmes/{programme.slug}/leave"' in text


def test_withdrawn_modules_stay_only_where_they_were_completed(sign_in: Callable[..., Any]) -> None:
    learner = make_user()
    done = make_module(title={"lt": "Baigtas ir atšauktas", "en": "Done"})
    begun = make_module(title={"lt": "Pradėtas ir atšauktas", "en": "Begun"})
    make_completed_enrolment(learner, done)
    make_enrolment(learner, begun)
    for module in (done, begun):
        make_module(slug=module.slug, title=module.title, withdrawn=True)
    text = sign_in(learner).get("/lt/my").text
    assert "Baigtas ir atšauktas" in text
    assert "Pradėtas ir atšauktas" not in text


def test_who_has_done_everything_is_told_so(sign_in: Callable[..., Any]) -> None:
    learner = make_user()
    make_completed_enrolment(learner)
    assert "Baigėte viską" in sign_in(learner).get("/lt/my").text


def test_it_asks_at_most_eight_questions_however_many_modules(
    sign_in: Callable[..., Any], statements: Callable[[], list[str]]
) -> None:
    learner = make_user()
    modules = [make_module() for _ in range(12)]
    make_programme_enrolment(learner, make_programme(*modules[:6]))
    make_programme_enrolment(learner, make_programme(*modules[6:]))
    for module in modules:
        make_reading(make_enrolment(learner, module), "first", module)
    browser = sign_in(learner)
    statements()
    assert browser.get("/lt/my").status_code == 200
    assert len(statements()) <= 8


def test_modules_stand_in_the_order_of_their_programme_also_after_the_ninth(
    sign_in: Callable[..., Any],
) -> None:
    learner, modules = make_user(), [make_module() for _ in range(12)][::-1]
    make_programme_enrolment(learner, make_programme(*modules))
    make_programme_enrolment(learner, make_programme())
    for module in sorted(modules, key=lambda each: each.module_id):
        make_enrolment(learner, module)
    text = sign_in(learner).get("/lt/my").text
    contents = text.split('class="contents"')[1].split("</ol>")[0]
    places = [contents.index(f'href="/lt/modules/{module.slug}"') for module in modules]
    assert places == sorted(places)


def test_days_and_gradings_are_asked_for_only_where_there_are_any(
    sign_in: Callable[..., Any], statements: Callable[[], list[str]]
) -> None:
    learner, module = make_user(), make_module()
    make_programme_enrolment(learner, make_programme(module))
    make_reading(make_enrolment(learner, module), "first", module)
    browser = sign_in(learner)
    browser.get("/lt/my")
    statements()
    assert browser.get("/lt/my").status_code == 200
    assert len(statements()) <= 2
