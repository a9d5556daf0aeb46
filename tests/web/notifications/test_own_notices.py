"""A person's own notices: in their language, leading to the very thing, counted in the header."""

from collections.abc import Callable
from typing import Any

import pytest

from lms.domain.accounts.models import User
from lms.domain.notifications.models import Notice
from lms.foundation.db import session
from tests.conftest import Browser
from tests.domain.notifications.samples import IN_APP
from tests.factories.accounts import make_user
from tests.factories.content import make_module
from tests.factories.learning import make_enrolment
from tests.factories.notifications import make_notice

SignIn = Callable[[User], Browser]
HOSTILE = "<script>alert(1)</script>"


def notice_of(person: User, variant: str = "submission-graded", **values: Any) -> Notice:
    kind, about = IN_APP[variant]
    notice = make_notice(person, kind=kind, about=about, subject="submission:5", **values)
    session.commit()
    return notice


def both_pages(browser: Browser, language: str) -> str:
    return "".join(browser.get(f"/{language}/notices?page={number}").text for number in (1, 2))


def test_notices_are_sentences_in_the_language_of_the_page(sign_in: SignIn) -> None:
    person = make_user()
    for variant in IN_APP:
        notice_of(person, variant, sender_id=make_user(name="Rasa Žemaitytė").id)
    browser = sign_in(person)
    html = both_pages(browser, "lt")
    assert "Jūsų darbas „Veikėjų žemėlapis“ įvertintas" in html
    assert "Rasa Žemaitytė atsakė į jūsų klausimą" in html
    assert "Baigėte modulį „Socialinio klasterio samprata“" in html
    html = both_pages(browser, "en")
    assert "Your work “Actor map” has been graded" in html
    assert "Rasa Žemaitytė has answered your question" in html


def test_a_notice_leads_to_the_very_thing_and_is_read_then(sign_in: SignIn) -> None:
    person, module = make_user(), make_module(slug="social-clustering-concepts")
    make_enrolment(person, module)
    notice = notice_of(person)
    browser = sign_in(person)
    assert 'data-count="1"' in browser.get("/lt/notices").get_data(as_text=True)
    answer = browser.get(f"/lt/notices/{notice.id}")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/lt/modules/social-clustering-concepts/assignments/actor-map"
    html = browser.get("/lt/notices").get_data(as_text=True)
    assert "is-unread" not in html
    first_read = session.get_one(Notice, notice.id, populate_existing=True).read_at
    browser.get(f"/lt/notices/{notice.id}")
    assert session.get_one(Notice, notice.id, populate_existing=True).read_at == first_read is not None


def test_every_kind_in_the_app_leads_somewhere(sign_in: SignIn) -> None:
    person = make_user()
    browser = sign_in(person)
    for variant in IN_APP:
        notice = notice_of(person, variant)
        assert browser.get(f"/en/notices/{notice.id}").headers["Location"].startswith("/en/"), variant


def test_a_notice_of_another_is_not_there_nor_one_that_went_by_mail_only(sign_in: SignIn) -> None:
    person, admin = make_user(), make_user(is_admin=True)
    notice = notice_of(person)
    letter = make_notice(person, kind="reset-password", about={"token_id": 1}, is_in_app=False)
    session.commit()
    for stranger in (make_user(), admin):
        browser = sign_in(stranger)
        assert browser.get(f"/lt/notices/{notice.id}").status_code == 404
        assert browser.post_form(f"/lt/notices/{notice.id}/read").status_code == 404
        assert browser.get("/lt/notices/99999").status_code == 404
    assert sign_in(person).get(f"/lt/notices/{letter.id}").status_code == 404
    assert session.get_one(Notice, notice.id, populate_existing=True).read_at is None


def test_the_list_holds_nothing_of_others(sign_in: SignIn) -> None:
    notice_of(make_user())
    html = sign_in(make_user()).get("/en/notices").get_data(as_text=True)
    assert "There are no notices yet." in html
    assert "Actor map" not in html


def test_a_visitor_is_sent_to_sign_in_and_then_to_the_thing(client: Browser) -> None:
    notice = notice_of(make_user())
    answer = client.get(f"/lt/notices/{notice.id}")
    assert answer.status_code == 303
    assert f"next=/lt/notices/{notice.id}" in answer.headers["Location"]
    assert session.get_one(Notice, notice.id, populate_existing=True).read_at is None


def test_one_or_all_can_be_marked_as_read(sign_in: SignIn) -> None:
    person, other = make_user(), make_user()
    notices = [make_notice(person) for _ in range(3)]
    foreign = make_notice(other)
    session.commit()
    ids, foreign_id = [each.id for each in notices], foreign.id
    browser = sign_in(person)
    assert browser.post_form(f"/lt/notices/{ids[0]}/read").status_code == 303
    session.expire_all()
    assert [session.get_one(Notice, each).read_at is None for each in ids] == [False, True, True]
    browser.post_form("/lt/notices/read")
    session.expire_all()
    assert [session.get_one(Notice, each).read_at is None for each in ids] == [False, False, False]
    assert session.get_one(Notice, foreign_id).read_at is None
    assert "Pažymėti visus kaip perskaitytus" not in browser.get("/lt/notices").get_data(as_text=True)


def test_without_the_token_nothing_is_marked(sign_in: SignIn) -> None:
    person = make_user()
    notice = notice_of(person)
    assert sign_in(person).post("/lt/notices/read").status_code == 400
    assert session.get_one(Notice, notice.id, populate_existing=True).read_at is None


def test_hostile_names_do_nothing(sign_in: SignIn) -> None:
    person, hostile = make_user(), make_user(name=HOSTILE)
    notice_of(person, "message-posted-answer", sender_id=hostile.id)
    html = sign_in(person).get("/lt/notices").get_data(as_text=True)
    assert HOSTILE not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; atsakė į jūsų klausimą" in html


def test_a_notice_of_a_newer_version_spoils_nothing(sign_in: SignIn) -> None:
    person = make_user()
    notice = make_notice(person, kind="from-the-future", about={})
    session.commit()
    browser = sign_in(person)
    assert "There is something new for you." in browser.get("/en/notices").get_data(as_text=True)
    assert browser.get(f"/en/notices/{notice.id}").headers["Location"] == "/en/notices"


@pytest.mark.parametrize("how_many", [1, 60])
def test_the_list_costs_the_same_however_long_it_is(
    sign_in: SignIn, statements: Callable[[], list[str]], how_many: int
) -> None:
    person = make_user()
    for _ in range(how_many):
        make_notice(person, sender_id=make_user().id)
    session.commit()
    browser = sign_in(person)
    browser.get("/lt/notices")
    statements()
    assert browser.get("/lt/notices").status_code == 200
    assert len(statements()) <= 4
    assert ("page=2" in browser.get("/lt/notices").get_data(as_text=True)) is (how_many > 25)
