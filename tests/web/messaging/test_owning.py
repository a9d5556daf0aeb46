"""Owners, promised days, absences and the learner's 'this answered it', on their pages."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from lms.domain.accounts.models import User
from lms.domain.messaging import jobs
from lms.domain.messaging.models import Absence, Conversation
from lms.domain.notifications.models import Notice
from lms.domain.notifications.notices import NOTICES
from lms.domain.notifications.queries import in_app
from lms.domain.notifications.subjects import questions
from lms.foundation import clock, working_days
from lms.foundation.db import session
from tests.conftest import Browser
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_staff
from tests.factories.consultations import make_slot
from tests.factories.content import make_module
from tests.factories.messaging import make_absence, make_conversation
from tests.web.messaging.conftest import World

SignIn = Callable[[User], Browser]


@pytest.fixture
def talk(world: World) -> Conversation:
    conversation = make_conversation(world.learner, world.module)
    make_conversation(world.other_learner)
    session.commit()
    return conversation


def html_of(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    text: str = answer.get_data(as_text=True)
    return text


def test_the_learner_reads_before_sending_by_when_they_are_answered(world: World, sign_in: SignIn) -> None:
    learner, path = sign_in(world.learner), f"modules/{world.module.slug}/first/ask"
    assert "Paprastai atsakoma per 3 darbo dienas. Atsakymo laukite iki" in html_of(learner, f"/lt/{path}")
    html = html_of(learner, f"/en/{path}")
    assert "Usually answered within 3 working days, by" in html
    assert "The authors are away" not in html
    make_absence(world.author)
    session.commit()
    assert "The authors are away" not in html_of(learner, f"/en/{path}")
    make_absence(world.co_author)
    session.commit()
    assert "The authors are away until" in html_of(learner, f"/en/{path}")
    assert "todėl atsakymo teks laukti ilgiau" in html_of(learner, f"/lt/{path}")
    lonely = make_module()
    session.commit()
    assert "Nobody answers for this module yet." in html_of(learner, f"/en/modules/{lonely.slug}/first/ask")


def test_the_conversation_says_the_day_and_when_it_has_passed(world: World, sign_in: SignIn) -> None:
    fresh = make_conversation(world.learner, world.module)
    late = make_conversation(world.learner, world.module, waiting_since=clock.now() - timedelta(days=20))
    session.commit()
    learner = sign_in(world.learner)
    assert "Atsakymo laukite iki" in html_of(learner, f"/lt/messages/{fresh.id}")
    assert "An answer was promised by" in html_of(learner, f"/en/messages/{late.id}")
    assert "Atsakyti iki:" in html_of(sign_in(world.author), f"/lt/messages/{fresh.id}")


def test_an_author_takes_it_and_hands_it_over(world: World, talk: Conversation, sign_in: SignIn) -> None:
    author, path = sign_in(world.author), f"/lt/messages/{talk.id}"
    html = html_of(author, path)
    assert "Šio klausimo dar niekas nepaėmė." in html
    assert f'<option value="{world.co_author.id}">Ieva Mažylė</option>' in html
    assert author.post_form(f"{path}/take", {"from": ""}).status_code == 303
    assert "Į šį klausimą atsakote jūs." in html_of(author, path)
    assert sign_in(world.co_author).post_form(f"{path}/take", {"from": ""}).status_code == 409
    assert author.post_form(f"{path}/hand-over", {"to": "x" * 20}).status_code == 303
    assert "Pasirinkite, kam perduoti klausimą." in html_of(author, path)
    assert author.post_form(f"{path}/hand-over", {"to": str(world.co_author.id)}).status_code == 303
    assert "Atsako: Ieva Mažylė" in html_of(author, path)
    notice = session.query(Notice).filter_by(kind="question-handed-over").one()
    assert notice.recipient_id == world.co_author.id
    assert "has handed a question over to you" in html_of(sign_in(world.co_author), "/en/notices")


def test_others_can_neither_take_nor_hand_over(world: World, talk: Conversation, sign_in: SignIn) -> None:
    for person in (world.learner, world.other_learner, world.other_author, world.coordinator, world.admin):
        browser = sign_in(person)
        assert browser.post_form(f"/lt/messages/{talk.id}/take", {"from": ""}).status_code == 404
        form = {"to": str(world.author.id)}
        assert browser.post_form(f"/lt/messages/{talk.id}/hand-over", form).status_code == 404
    session.expire_all()
    assert session.get_one(Conversation, talk.id).owner_id is None


def test_the_inbox_shows_whose_they_are(world: World, talk: Conversation, sign_in: SignIn) -> None:
    make_conversation(world.learner, world.module, owner_id=world.author.id, text="Mano paimtas")
    make_conversation(world.learner, world.module, owner_id=world.co_author.id, text="Kolegės paimtas")
    session.commit()
    author = sign_in(world.author)
    shown = {
        whose: html_of(author, f"/lt/teach/questions?whose={whose}") for whose in ("all", "mine", "nobody")
    }
    assert all(words in shown["all"] for words in ("Mano paimtas", "Kolegės paimtas", "Kuo klasteris"))
    assert "Mano paimtas" in shown["mine"]
    assert "Kolegės paimtas" not in shown["mine"] + shown["nobody"]
    assert "Kuo klasteris" in shown["nobody"]
    assert "Atsako: Ieva Mažylė" in shown["all"]
    assert author.get("/lt/teach/questions?whose=somebody").status_code == 404
    assert 'data-count="2"' in html_of(author, "/lt/teach")


def test_the_learner_says_that_this_answered_it(world: World, talk: Conversation, sign_in: SignIn) -> None:
    author, learner = sign_in(world.author), sign_in(world.learner)
    path = f"/lt/messages/{talk.id}"
    assert "Taip, gavau atsakymą" not in html_of(learner, path)
    author.post_form(path, {"text": "Todėl."})
    assert "Taip, gavau atsakymą" in html_of(learner, path)
    assert learner.post_form(f"{path}/settle").status_code == 303
    assert "Išspręsta" in html_of(author, "/lt/teach/questions?show=all")
    assert author.post_form(f"{path}/settle").status_code == 404
    learner.post_form(path, {"text": "O dar?"})
    assert "Laukia atsakymo" in html_of(learner, path)


def test_an_absence_is_entered_and_removed(world: World, sign_in: SignIn) -> None:
    make_absence(world.other_author)
    session.commit()
    author, today = sign_in(world.author), working_days.day_of(clock.now())
    form = {"from_day": today.isoformat(), "to_day": (today + timedelta(days=4)).isoformat()}
    html = html_of(author, "/lt/teach/absence")
    assert "Ieva Mažylė" in html
    assert world.other_author.name not in html
    assert author.post_form("/lt/teach/absence", {"from_day": "", "to_day": "x"}).status_code == 422
    substitute = {"substitute": str(world.co_author.id)}
    assert author.post_form("/lt/teach/absence", {**form, **substitute}).status_code == 303
    assert "Pavaduoja: Ieva Mažylė" in html_of(author, "/lt/teach/absence")
    assert "You answer instead of others" in html_of(sign_in(world.co_author), "/en/teach/absence")
    again = author.post_form("/lt/teach/absence", {**form, "substitute": ""})
    assert again.status_code == 422
    assert "Kai kurias iš šių dienų jau įrašėte." in again.get_data(as_text=True)
    absence = session.query(Absence).filter_by(user_id=world.author.id).one()
    assert sign_in(world.co_author).post_form(f"/lt/teach/absence/{absence.id}/remove").status_code == 404
    assert author.post_form(f"/lt/teach/absence/{absence.id}/remove").status_code == 303
    assert session.query(Absence).filter_by(user_id=world.author.id).count() == 0
    assert sign_in(world.learner).get("/lt/teach/absence").status_code == 404


def test_who_has_no_co_author_is_not_told_that_others_answer(world: World, sign_in: SignIn) -> None:
    module, alone = make_module(slug="alone"), make_user(name="Vienas Vienaitis")
    make_staff(alone, "author", module=module)
    make_absence(alone)
    make_absence(world.author)
    session.commit()
    others_answer = "Atsako kiti modulio rengėjai."
    assert others_answer in html_of(sign_in(world.author), "/lt/teach/absence")
    html = html_of(sign_in(alone), "/lt/teach/absence")
    assert "Jūsų niekas nepavaduoja." in html
    assert others_answer not in html


def test_who_chooses_a_substitute_who_is_away_too_is_told(world: World, sign_in: SignIn) -> None:
    make_absence(world.co_author)
    session.commit()
    author, today = sign_in(world.author), working_days.day_of(clock.now())

    def enter(first: int, last: int) -> str:
        days = (today + timedelta(days=each) for each in (first, last))
        form = dict(zip(("from_day", "to_day"), (each.isoformat() for each in days), strict=True))
        answer = author.post_form("/lt/teach/absence", {**form, "substitute": str(world.co_author.id)})
        assert answer.status_code == 303
        return html_of(author, "/lt/teach/absence")

    assert "rengėjo kai kuriomis iš šių dienų taip pat nebus" in enter(6, 9)
    assert "rengėjo kai kuriomis iš šių dienų taip pat nebus" not in enter(10, 12)


def test_who_offers_hours_while_away_is_told_that_they_stay(world: World, sign_in: SignIn) -> None:
    make_slot(world.author, world.module, days=3)
    make_slot(world.co_author, world.module, days=10)
    session.commit()
    author, today = sign_in(world.author), working_days.day_of(clock.now())
    stays = "siūlote konsultacijų valandas"
    for begin, is_told in ((8, False), (1, True)):
        days = [(today + timedelta(days=number)).isoformat() for number in (begin, begin + 5)]
        form = {"from_day": days[0], "to_day": days[1], "substitute": ""}
        assert author.post_form("/lt/teach/absence", form).status_code == 303
        assert (stays in html_of(author, "/lt/teach/absence")) is is_told


def test_during_leave_only_the_substitute_is_told(world: World, sign_in: SignIn) -> None:
    make_absence(world.author, world.co_author)
    session.commit()
    path = f"/lt/modules/{world.module.slug}/first/ask"
    answer = sign_in(world.learner).post_form(path, {"text": "Ar kas yra?"})
    assert [notice.recipient_id for notice in session.query(Notice)] == [world.co_author.id]
    html = html_of(sign_in(world.learner), answer.headers["Location"])
    assert "Atsako: Ieva Mažylė" in html


def test_coordinators_learn_that_answers_are_late_and_nothing_else(world: World, sign_in: SignIn) -> None:
    since = clock.now() - timedelta(days=20)
    late = make_conversation(world.learner, world.module, waiting_since=since, text="Slaptas klausimas")
    session.commit()
    jobs.tell_of_late_answers()
    jobs.tell_of_late_answers()
    coordinator = sign_in(world.coordinator)
    html = html_of(coordinator, "/en/notices")
    assert "1 question about the module" in html
    assert "Slaptas" not in html
    assert world.learner.name not in html
    notices = {notice.recipient_id: notice for notice in session.query(Notice)}
    assert set(notices) == {world.coordinator.id, world.co_author.id}
    to_coordinator = coordinator.get(f"/en/notices/{notices[world.coordinator.id].id}")
    assert to_coordinator.headers["Location"].endswith("/en/coordinate")
    assert coordinator.get(f"/en/messages/{late.id}").status_code == 404
    to_author = sign_in(world.co_author).get(f"/en/notices/{notices[world.co_author.id].id}")
    assert to_author.headers["Location"].endswith("/en/teach/questions")


def test_the_new_page_costs_few_statements(
    world: World, sign_in: SignIn, statements: Callable[[], list[str]]
) -> None:
    author = sign_in(world.author)
    author.get("/lt/teach/absence")
    statements()
    author.get("/lt/teach/absence")
    assert len(statements()) <= 6


def test_what_was_handed_over_is_read_from_wherever_it_is_opened(
    world: World, talk: Conversation, sign_in: SignIn
) -> None:
    path, co_author = f"/en/messages/{talk.id}", sign_in(world.co_author)
    sign_in(world.author).post_form(f"{path}/hand-over", {"to": str(world.co_author.id)})
    notice = session.query(Notice).filter_by(kind="question-handed-over").one()
    for place in ("/en/teach", "/en/teach/questions"):
        html = html_of(co_author, place)
        assert f'href="/en/notices/{notice.id}"' in html
        # It is no new message: what the header counts as such is what the list marks as such.
        assert "is-unread" not in html
    assert "Mark as read" in html_of(co_author, path)  # who came by another way
    co_author.get(f"/en/notices/{notice.id}")
    assert f'href="{path}"' in html_of(co_author, "/en/teach")
    assert "Mark as read" not in html_of(co_author, path)


def test_every_kind_that_leads_to_a_conversation_opens_it() -> None:
    leading = {kind.kind for kind in NOTICES if kind.leads_to is questions.to_conversation}
    assert leading == set(in_app.OF_CONVERSATIONS)
