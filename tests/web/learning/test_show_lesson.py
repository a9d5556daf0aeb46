"""The lesson page: for anyone, and for each reader with their own state."""

from collections.abc import Callable
from typing import Any

import pytest

from lms.domain.accounts.queries import get_user
from lms.domain.content.compiled import Module
from lms.domain.learning.models import Enrolment
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_staff
from tests.factories.content import make_block, make_lesson, make_module, make_revision
from tests.factories.learning import make_achievement, make_enrolment, make_reading
from tests.web.learning.conftest import Course

ADDRESS = "/lt/modules/concepts/second"


def test_a_visitor_reads_it_without_any_cookie(client: Any, module: Module) -> None:
    page = client.get(ADDRESS)
    assert page.status_code == 200
    assert "Pirma pastraipa" in page.text
    assert "Antra tema · Samprata – Savimoka" in page.text
    assert 'href="/lt/modules/concepts/first"' in page.text
    assert 'href="/lt/modules/concepts/third"' in page.text
    assert "20\u00a0min." in page.text
    assert "/lt/sign-up?next=/lt/modules/concepts/second" in page.text
    assert "Set-Cookie" not in page.headers
    assert "data-place-url" not in page.text
    assert "Pažymėti kaip perskaitytą" not in page.text


def test_every_block_has_its_address_and_tools(client: Any, module: Module) -> None:
    text = client.get(ADDRESS).text
    for block in ("gap-current", "gap-stale", "gap-missing"):
        assert f'id="{block}" data-block="{block}"' in text
        assert f"{ADDRESS}/ask?block={block}" in text
    assert f'data-peek-url="{ADDRESS}/blocks/gap-current?in=en"' in text
    assert "blocks/gap-missing" not in text


def test_older_and_missing_text_is_shown_and_says_so(client: Any, module: Module) -> None:
    text = client.get("/en/modules/concepts/second").text
    missing = text.split('id="gap-missing"')[1].split("</section>")[0]
    stale = text.split('id="gap-stale"')[1].split("</section>")[0]
    assert missing.startswith(' data-block="gap-missing" data-words="2" lang="lt"')
    assert "Shown in Lithuanian" in missing
    assert "Tik lietuviškai" in missing
    assert "The original of this part has changed" in stale
    assert "Second, older" in stale
    assert "not been translated into English yet" in text
    assert "neišverstos" not in client.get(ADDRESS).text


def test_one_block_can_be_read_in_the_other_language_without_scripts(client: Any, module: Module) -> None:
    text = client.get(f"{ADDRESS}?peek=gap-current").text
    assert '<div class="block__peek" lang="en"><p>First paragraph</p></div>' in text
    assert "Second, older" not in text
    # What one reader unfolded is not what the next one gets.
    assert "First paragraph" not in client.get(ADDRESS).text
    assert client.get(f"{ADDRESS}?peek=no-such-block").status_code == 200


def test_a_block_can_be_fetched_by_itself(client: Any, module: Module) -> None:
    fetched = client.get(f"{ADDRESS}/blocks/gap-current?in=en")
    assert fetched.text.strip() == "<p>First paragraph</p>"
    assert client.get(f"{ADDRESS}/blocks/gap-current").text.strip() == "<p>Pirma pastraipa</p>"
    for missing in ("gap-missing?in=en", "gap-current?in=no", "no-such-block"):
        assert client.get(f"{ADDRESS}/blocks/{missing}").status_code == 404
    assert client.get("/lt/modules/concepts/none/blocks/gap-current").status_code == 404


def test_what_is_not_there_is_not_found(client: Any, course: Course) -> None:
    for address in ("/lt/modules/concepts/no-such-lesson", "/lt/modules/no-such-module/first"):
        assert client.get(address).status_code == 404
        assert course.browser.get(address).status_code == 404


def test_switching_the_language_keeps_the_page(client: Any, course: Course) -> None:
    for browser in (client, course.browser):
        text = browser.get(ADDRESS).text
        assert 'href="/en/modules/concepts/second" lang="en" hreflang="en" data-keeps-place' in text
        assert 'id="gap-current"' in browser.get("/en/modules/concepts/second").text


def test_a_strangers_question_mark_stays_out_of_everyones_page(client: Any, module: Module) -> None:
    client.get(f"{ADDRESS}?utm=spy%22%3E")
    assert "spy" not in client.get(ADDRESS).text


def test_a_learner_sees_what_they_have_read_and_what_is_missing(course: Course) -> None:
    enrolment = session.get(Enrolment, course.enrolment_id)
    assert enrolment is not None
    make_reading(enrolment, "first", course.module)
    make_achievement(enrolment, "quiz:final", course.module)
    session.commit()
    text = course.browser.get(ADDRESS).text
    contents = text.split("lesson__contents")[1].split("</nav>")[0]
    assert contents.count("· perskaityta") == 1
    assert contents.count("· dar neperskaityta") == 2
    assert contents.count(">atlikta<") == 1
    assert "Atlikta 2 iš 5" in contents
    assert "Rasa Žemaitytė" in text
    assert f'data-place-url="{ADDRESS}/place"' in text
    assert "Pažymėti kaip perskaitytą" in text
    assert "Šią pamoką perskaitėte." in course.browser.get("/lt/modules/concepts/first").text


def test_each_reader_gets_their_own_state_in_the_same_page(
    course: Course, sign_in: Callable[..., Any], client: Any
) -> None:
    other = make_user(name="Jonas Jonaitis")
    enrolment = make_enrolment(other, course.module)
    make_reading(enrolment, "second", course.module)
    session.commit()
    browser = sign_in(other)
    for _ in range(2):
        theirs, own = browser.get(ADDRESS).text, course.browser.get(ADDRESS).text
        visitors = client.get(ADDRESS).text
        assert "Jonas Jonaitis" in theirs
        assert "Šią pamoką perskaitėte." in theirs
        assert "Jonas Jonaitis" not in own + visitors
        assert "Šią pamoką perskaitėte." not in own + visitors
        assert "Rasa Žemaitytė" not in theirs + visitors


def test_reading_goes_on_where_it_stopped_on_any_device(course: Course, sign_in: Callable[..., Any]) -> None:
    course.browser.post_form(f"{ADDRESS}/place", {"block": "gap-stale"})
    session.remove()
    phone = sign_in(get_user(course.learner_id))
    assert '<a href="#gap-stale">Tęsti nuo ten, kur sustojote</a>' in phone.get(ADDRESS).text
    assert "Tęsti nuo ten, kur sustojote" not in phone.get("/lt/modules/concepts/first").text


def test_who_is_not_enrolled_is_shown_the_way_in(module: Module, sign_in: Callable[..., Any]) -> None:
    text = sign_in(make_user()).get(ADDRESS).text
    assert 'action="/lt/modules/concepts/enrol"' in text
    assert "Registruotis į modulį" in text
    assert '/second/read"' not in text


def test_flashes_and_tokens_reach_the_prerendered_page(course: Course) -> None:
    with course.browser.session_transaction() as cookie:
        cookie["_flashes"] = [("success", "Sveiki & <b>labas</b>")]
    page = course.browser.get(ADDRESS).text
    assert "Sveiki &amp; &lt;b&gt;labas&lt;/b&gt;" in page
    assert page.count('name="csrf_token" value="token-of-the-test"') == 2
    assert "Sveiki" not in course.browser.get(ADDRESS).text
    assert "hole-" not in page


EVIL = '"><script>alert(1)</script>'


def test_hostile_names_and_titles_are_words(sign_in: Callable[..., Any], app: Any) -> None:
    evil_module = make_module(
        title={"lt": EVIL, "en": EVIL},
        lessons=(make_lesson("one", make_block("a", "Labas", "Hello"), title={"lt": EVIL, "en": EVIL}),),
    )
    learner = make_user(name=EVIL)
    make_enrolment(learner, evil_module)
    browser = sign_in(learner)
    for address in (f"/lt/modules/{evil_module.slug}", f"/lt/modules/{evil_module.slug}/one", "/lt/my"):
        text = browser.get(address).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text


@pytest.mark.parametrize("who", ["visitor", "learner", "staff"])
def test_it_asks_at_most_four_questions(
    course: Course,
    client: Any,
    sign_in: Callable[..., Any],
    statements: Callable[[], list[str]],
    who: str,
) -> None:
    author = make_user()
    make_staff(author, module=course.module)
    session.commit()
    readers = {"visitor": (client, 1), "learner": (course.browser, 2), "staff": (sign_in(author), 3)}
    browser, most = readers[who]
    browser.get(ADDRESS)
    statements()
    assert browser.get(ADDRESS).status_code == 200
    assert len(statements()) <= most


def test_a_new_revision_is_shown_at_once(course: Course, client: Any) -> None:
    client.get(ADDRESS)
    course.browser.get(ADDRESS)
    lesson = make_lesson("second", make_block("new-block", "Naujas tekstas", "New text"))
    make_revision(course.module, lessons=(lesson,))
    session.commit()
    for browser in (client, course.browser):
        assert "Naujas tekstas" in browser.get(ADDRESS).text


def test_a_withdrawn_module_leads_its_learners_to_their_record(
    course: Course, client: Any, sign_in: Callable[..., Any]
) -> None:
    make_module(slug="concepts", withdrawn=True)
    session.commit()
    answer = course.browser.get(ADDRESS)
    assert (answer.status_code, answer.location) == (303, f"/lt/my/record/{course.enrolment_id}/second")
    assert client.get(ADDRESS).status_code == 404
    assert sign_in(make_user()).get(ADDRESS).status_code == 404


def test_who_enrols_under_a_lesson_reads_on_there(sign_in: Callable[..., Any], module: Module) -> None:
    browser = sign_in(make_user())
    assert '<input type="hidden" name="lesson" value="second">' in browser.get(ADDRESS).text
    answer = browser.post_form("/lt/modules/concepts/enrol", {"lesson": "second"})
    assert (answer.status_code, answer.location) == (303, ADDRESS)
    for odd in ("no-such-lesson", "//elsewhere.example"):
        answer = browser.post_form("/lt/modules/concepts/enrol", {"lesson": odd})
        assert answer.location == "/lt/modules/concepts"


def test_who_touches_is_told_what_a_touch_does(client: Any, module: Module) -> None:
    assert "Palieskite pastraipą, jei norite apie ją paklausti rengėjo arba pamatyti ją angliškai." in (
        client.get(ADDRESS).text
    )
    assert "or to see it in Lithuanian." in client.get(ADDRESS.replace("/lt/", "/en/")).text


def test_the_way_on_says_where_it_leads(course: Course) -> None:
    text = course.browser.get(f"/lt/modules/{course.module.slug}/first").text
    assert "Kita pamoka: " in text
