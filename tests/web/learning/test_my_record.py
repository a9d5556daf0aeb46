"""My record: what was completed, and that very text again, byte for byte, for its owner alone."""

from collections.abc import Callable
from typing import Any

import pytest

from lms.domain.learning.models import Enrolment
from lms.foundation.db import session
from tests.factories.accounts import make_institution, make_user
from tests.factories.content import make_block, make_lesson, make_module, make_revision
from tests.factories.learning import make_completed_enrolment, make_enrolment, make_reading


@pytest.fixture
def graduate(sign_in: Callable[..., Any]) -> Any:
    """Somebody who completed a module whose text was then changed and which was then withdrawn."""
    institution = make_institution(name={"lt": "Pavyzdžio savivaldybė", "en": "Sample municipality"})
    learner = make_user()
    old = make_module(
        slug="concepts",
        title={"lt": "Senas pavadinimas", "en": "Old title"},
        lessons=(
            make_lesson("first", make_block("a", "Senas <em>tekstas</em> &amp; daugiau", "Old text")),
            make_lesson("second"),
        ),
    )
    enrolment = make_completed_enrolment(learner, old, completed_institution_id=institution.id)
    make_reading(enrolment, "first", old)
    new = make_revision(
        old,
        title={"lt": "Naujas pavadinimas", "en": "New title"},
        lessons=(make_lesson("first", make_block("a", "Naujas tekstas", "New text")),),
    )
    session.commit()
    browser = sign_in(learner)
    browser.enrolment_id, browser.old, browser.new = enrolment.id, old, new
    return browser


def test_the_record_says_what_when_how_long_where_and_under_which_revision(graduate: Any) -> None:
    text = graduate.get("/lt/my/record").text
    for words in (
        "Senas pavadinimas",
        "8\u00a0akad.\u00a0val. (6\u00a0val.)",
        "Lietuvių",
        "Pavyzdžio savivaldybė",
        "Redakcija Nr.\xa01",
        graduate.old.content_hash[:12],
        "Baigtas 1 modulis",
    ):
        assert words in text
    assert "Naujas pavadinimas" not in text
    assert "Old title" in graduate.get("/en/my/record").text


def test_the_text_is_opened_as_it_was(graduate: Any) -> None:
    address = f"/lt/my/record/{graduate.enrolment_id}"
    overview = graduate.get(address).text
    assert "Senas pavadinimas" in overview
    assert graduate.old.content_hash in overview
    assert f"{address}/second?revision=1" in overview
    text = graduate.get(f"{address}/first").text
    assert graduate.old.lessons[0].blocks[0].texts["lt"].html in text
    assert "Naujas tekstas" not in text
    assert "1 redakcijos tekstas" in text
    assert "Dabartinis modulis" in text
    assert "Old text" in graduate.get(f"/en/my/record/{graduate.enrolment_id}/first").text


def test_the_record_outlives_the_module(graduate: Any) -> None:
    make_module(slug="concepts", withdrawn=True)
    session.commit()
    address = f"/lt/my/record/{graduate.enrolment_id}"
    assert "Senas pavadinimas" in graduate.get("/lt/my/record").text
    assert "nebeskelbiamas" in graduate.get(address).text
    text = graduate.get(f"{address}/first").text
    assert graduate.old.lessons[0].blocks[0].texts["lt"].html in text
    assert "Dabartinis modulis" not in text


def test_a_lesson_is_shown_in_the_revision_in_which_it_was_read(sign_in: Callable[..., Any]) -> None:
    learner = make_user()
    old = make_module(lessons=(make_lesson("one", make_block("a", "Pirma redakcija", "x")),))
    new = make_revision(old, lessons=(make_lesson("one", make_block("a", "Antra redakcija", "x")),))
    enrolment = make_completed_enrolment(learner, new)
    make_reading(enrolment, "one", old)
    browser = sign_in(learner)
    address = f"/lt/my/record/{enrolment.id}"
    assert "Pirma redakcija" in browser.get(f"{address}/one").text
    assert "Antra redakcija" in browser.get(f"{address}/one?revision=2").text
    assert "?revision=2" in browser.get(address).text


def test_only_revisions_that_the_record_rests_on_are_opened(graduate: Any) -> None:
    address = f"/lt/my/record/{graduate.enrolment_id}"
    assert graduate.get(f"{address}?revision=1").status_code == 200
    assert graduate.get(f"{address}?revision=2").status_code == 404
    assert graduate.get(f"{address}/first?revision=2").status_code == 404
    assert graduate.get(f"{address}/no-such-lesson").status_code == 404


def test_other_peoples_records_do_not_exist(graduate: Any, sign_in: Callable[..., Any], client: Any) -> None:
    address = f"/lt/my/record/{graduate.enrolment_id}"
    for stranger in (sign_in(make_user()), sign_in(make_user(is_admin=True))):
        for page in (address, f"{address}/first"):
            assert stranger.get(page).status_code == 404
        assert "Senas pavadinimas" not in stranger.get("/lt/my/record").text
    assert client.get(address).status_code == 303
    assert graduate.get("/lt/my/record/999999").status_code == 404


def test_an_unfinished_module_has_its_evidence_too(sign_in: Callable[..., Any]) -> None:
    learner, module = make_user(), make_module()
    enrolment = make_enrolment(learner, module)
    browser = sign_in(learner)
    text = browser.get(f"/lt/my/record/{enrolment.id}").text
    assert "nebaigta" in text
    assert browser.get(f"/lt/my/record/{enrolment.id}/first").status_code == 200
    assert "Čia matysite modulius" in browser.get("/lt/my/record").text
    assert session.get(Enrolment, enrolment.id) is not None


def test_it_asks_few_questions_however_much_was_completed(
    sign_in: Callable[..., Any], statements: Callable[[], list[str]]
) -> None:
    learner = make_user()
    places = [make_completed_enrolment(learner) for _ in range(10)]
    browser = sign_in(learner)
    address = f"/lt/my/record/{places[0].id}"
    statements()
    assert browser.get("/lt/my/record").status_code == 200
    assert len(statements()) <= 4
    assert browser.get(f"{address}/first").status_code == 200
    assert len(statements()) <= 8


def test_what_was_begun_in_a_withdrawn_module_is_found_again(sign_in: Callable[..., Any]) -> None:
    learner, module, untouched = make_user(), make_module(slug="begun"), make_module(slug="untouched")
    make_reading(make_enrolment(learner, module), module.lessons[0].slug, module)
    make_enrolment(learner, untouched)
    session.commit()
    browser = sign_in(learner)
    assert "/lt/modules/begun" not in browser.get("/lt/my/record").text
    for each in (module, untouched):
        make_module(slug=each.slug, withdrawn=True)
    session.commit()
    text = browser.get("/lt/my/record").text
    assert 'href="/lt/modules/begun"' in text and "untouched" not in text
    assert browser.get("/lt/modules/begun").status_code == 200
