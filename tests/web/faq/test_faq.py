"""From a conversation to an answer for all: written, checked, published beside its block, withdrawn."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lms.domain.content.compiled import BlockText
from lms.domain.faq.models import FaqEntry
from lms.foundation import clock
from lms.foundation.db import session
from lms.web.faq.blocks import words_of
from tests.factories.accounts import make_user
from tests.factories.content import make_block, make_lesson, make_module, make_revision
from tests.factories.faq import make_entry
from tests.factories.messaging import make_conversation, make_message
from tests.web.messaging.conftest import World

SignIn = Callable[..., Any]
QUESTION = "Laba diena, Rasa,\nar Jono Kalniečio pavyzdys tinka?\n\nPagarbiai\nJonas Kalnietis"
ANSWER = "Sveiki, Jonai! Taip, **tinka**. <script>alert(1)</script>\nRasa Žemaitytė"


@pytest.fixture
def talk_id(world: World) -> int:
    talk = make_conversation(world.learner, world.module, text=QUESTION, state="answered", waiting_since=None)
    make_message(talk, world.author, text=ANSWER)
    make_entry(make_module())
    session.commit()
    return talk.id


def lesson_of(world: World, language: str = "lt") -> str:
    return f"/{language}/modules/{world.module.slug}/first"


def typed(**words: str) -> dict[str, str]:
    return {
        "question_lt": "Ar toks pavyzdys tinka?",
        "answer_lt": "Taip, **tinka**. <script>alert(1)</script>",
        "question_en": "Does such an example do?",
        "answer_en": "It does.",
        **words,
    }


def only_entry(world: World) -> FaqEntry:
    session.remove()
    return session.query(FaqEntry).filter_by(module_id=world.module.module_id).one()


def test_the_form_is_filled_without_names(world: World, sign_in: SignIn, talk_id: int) -> None:
    author = sign_in(world.author)
    assert f'href="/lt/messages/{talk_id}/publish"' in author.get(f"/lt/messages/{talk_id}").text
    page = author.get(f"/lt/messages/{talk_id}/publish").text
    form = page.split('name="question_lt"')[1].split("</form>")[0]
    assert "Ar [vardas] pavyzdys tinka?" in form
    assert "Taip, **tinka**." in form
    for name in ("Jon", "Kalnie", "Ras", "Žemait", "Laba diena", "Pagarbiai", "Sveiki"):
        assert name not in form
    assert "Iš šio pokalbio jau parengta" not in page
    for _pressed_twice in range(2):
        made = author.post_form(f"/lt/messages/{talk_id}/publish", typed()).location
    assert made.endswith(f"/{only_entry(world).id}")
    page = author.get(f"/lt/messages/{talk_id}/publish").text
    assert f'href="{made}">Ar toks pavyzdys tinka?</a>' in page.split("Iš šio pokalbio jau parengta")[1]


def test_an_answer_for_all_shows_beside_its_block_in_both_languages(
    world: World, sign_in: SignIn, client: Any, talk_id: int
) -> None:
    author = sign_in(world.author)
    assert "klausimas ir atsakymas" not in client.get(lesson_of(world)).text
    answer = author.post_form(f"/lt/messages/{talk_id}/publish", typed())
    assert answer.status_code == 303
    entry_id = only_entry(world).id
    assert "klausimas ir atsakymas" not in client.get(lesson_of(world)).text
    looked = author.get(answer.location).text
    assert "Dar nepaskelbta" in looked
    assert "<strong>tinka</strong>" in looked
    assert author.post_form(f"/lt/teach/questions/answers/{entry_id}/publish", {}).status_code == 303
    for browser in (client, sign_in(world.learner), author):
        page = browser.get(lesson_of(world)).text
        beside = page.split('id="first-one"')[1].split('id="first-two"')[0]
        assert "1 klausimas ir atsakymas" in beside
        assert "<strong>tinka</strong>" in beside
        assert "<script>alert" not in page
        assert "Kalnietis" not in beside
    english = client.get(lesson_of(world, "en")).text
    assert "1 question and answer" in english
    assert "Does such an example do?" in english
    assert "Does such an example do?" in client.get(f"{lesson_of(world, 'en')}/print").text


def test_it_is_gone_as_soon_as_it_is_withdrawn(world: World, sign_in: SignIn, client: Any) -> None:
    entry_id = make_entry(world.module).id
    session.commit()
    assert "Klasteris turi bendrą tikslą" in client.get(lesson_of(world)).text
    path = f"/lt/teach/questions/answers/{entry_id}/withdraw"
    assert sign_in(world.author).post_form(path, {}).status_code == 303
    assert "Klasteris turi bendrą tikslą" not in client.get(lesson_of(world)).text


def test_it_stays_with_its_block_and_moves_to_the_end_when_that_is_gone(
    world: World, sign_in: SignIn, client: Any
) -> None:
    entry_id = make_entry(world.module).id
    lesson = make_lesson("first", make_block("new-one", "Nauja"), make_block("first-one", "Pakeista"))
    make_revision(world.module, lessons=(lesson, *world.module.lessons[1:]))
    session.commit()
    page = client.get(lesson_of(world)).text
    assert "Klasteris turi" in page.split('id="first-one"')[1]
    assert "Klasteris turi" not in page.split('id="first-one"')[0]
    make_revision(
        world.module,
        lessons=(make_lesson("first", make_block("new-one", "Nauja")), *world.module.lessons[1:]),
    )
    session.commit()
    assert "Klasteris turi" in client.get(lesson_of(world)).text.split('id="new-one"')[1]
    author = sign_in(world.author)
    for path in ("/lt/teach/questions/answers", f"/lt/teach/questions/answers/{entry_id}"):
        assert "Šios pastraipos pamokoje nebėra" in author.get(path).text


def test_links_to_lessons_lead_there_in_the_readers_language(world: World, client: Any) -> None:
    words = "Žr. [kitą pamoką](lesson:second#here) ir [niekur](lesson:nowhere)."
    make_entry(world.module, answer={"lt": words, "en": words})
    session.commit()
    for language in ("lt", "en"):
        page = client.get(lesson_of(world, language)).text
        assert f'/{language}/modules/{world.module.slug}/second#here"' in page
        assert "(lesson:nowhere)" in page


def test_what_has_lost_its_lesson_finds_another_place(world: World, sign_in: SignIn, client: Any) -> None:
    entry_id = make_entry(world.module).id
    make_revision(world.module, lessons=world.module.lessons[1:])
    session.commit()
    author, path = sign_in(world.author), f"/lt/teach/questions/answers/{entry_id}"
    page = author.get(path).text
    assert "Šios pamokos nebėra" in page and f'href="{path}/move"' in page
    page = author.get(f"{path}/move").text
    lesson = world.module.lessons[1]
    assert f'<optgroup label="{lesson.title["lt"]}">' in page and "Pamokos pabaigoje" in page
    assert author.post_form(f"{path}/move", {"place": "first#first-one"}).status_code == 422
    assert author.post_form(f"{path}/move").status_code == 422
    place = f"{lesson.slug}#{lesson.blocks[0].id}"
    assert author.post_form(f"{path}/move", {"place": place}).status_code == 303
    beside = client.get(f"/lt/modules/{world.module.slug}/{lesson.slug}").text
    assert "Klasteris turi bendrą tikslą" in beside.split(f'id="{lesson.blocks[0].id}"')[1]


def test_the_author_is_asked_about_the_language_that_was_left(world: World, sign_in: SignIn) -> None:
    entry = make_entry(world.module)
    words = {
        f"{part}_{language}": getattr(entry, part)[language]
        for part in ("question", "answer")
        for language in ("lt", "en")
    }
    path = f"/lt/teach/questions/answers/{entry.id}"
    session.commit()
    author = sign_in(world.author)
    seen = author.get(f"{path}/edit").text.split('name="seen" type="hidden" value="')[1].split('"')[0]
    saved = author.post_form(f"{path}/edit", {**words, "answer_lt": "Kitaip.", "seen": seen})
    assert "ar tekstas anglų kalba jį tebeatitinka" in author.get(saved.location).text
    late = sign_in(world.co_author).post_form(f"{path}/edit", {**words, "answer_lt": "Vėlai.", "seen": seen})
    assert late.status_code == 422
    assert "kitas rengėjas arba jūs kitame lange" in late.text and "Vėlai." in late.text


def test_half_a_translation_and_names_are_not_published(
    world: World, sign_in: SignIn, client: Any, talk_id: int
) -> None:
    author = sign_in(world.author)
    half = typed(question_en="", answer_en="", question_lt="Ar Jonui galima?")
    author.post_form(f"/lt/messages/{talk_id}/publish", half)
    path = f"/lt/teach/questions/answers/{only_entry(world).id}"
    refused = author.post_form(f"{path}/publish", {})
    assert refused.status_code == 422
    assert "Dar reikia parašyti klausimą ir atsakymą anglų kalba." in refused.text
    assert author.post_form(f"{path}/edit", typed(question_lt="Ar Jonui galima?")).status_code == 303
    assert "Jonui" in author.post_form(f"{path}/publish", {}).text
    assert "Jonui" not in client.get(lesson_of(world)).text
    assert author.post_form(f"{path}/publish", {"is_nobody": "1"}).status_code == 303
    assert "Jonui" in client.get(lesson_of(world)).text


def test_what_was_typed_comes_back_with_the_reason(world: World, sign_in: SignIn, talk_id: int) -> None:
    words = typed(answer_lt="", question_en="", answer_en="")
    answer = sign_in(world.author).post_form(f"/en/messages/{talk_id}/publish", words)
    assert answer.status_code == 422
    assert "Please write the question and the answer in one language at least." in answer.text
    assert "Ar toks pavyzdys tinka?" in answer.text


def test_ten_questions_stand_in_the_order_of_how_many_asked(world: World, sign_in: SignIn) -> None:
    for number, (block, state) in enumerate(
        [("first-one", "answered")] * 5
        + [("first-two", "waiting")] * 3
        + [("gone", "closed")]
        + [(None, "waiting")]
    ):
        talk = make_conversation(make_user(), world.module, block=block, state=state)
        talk.started_at = clock.now() - timedelta(days=number)
    elsewhere = make_module()
    for _number in range(9):
        make_conversation(make_user(), elsewhere, lesson="second")
    old = make_conversation(make_user(), world.module, lesson="second")
    old.started_at = clock.now() - timedelta(days=400)
    make_entry(world.module)
    session.commit()
    page = sign_in(world.author).get("/lt/teach/questions/blocks").text
    rows = page.split("<tbody")[1].split("</tbody>")[0].split("<tr>")[1:]
    assert ["first#first-one" in rows[0], "5 iš 5" in rows[0], "Taip" in rows[0]] == [True] * 3
    assert ["first#first-two" in rows[1], "0 iš 3" in rows[1], "Ne" in rows[1]] == [True] * 3
    assert "Visa pamoka" in rows[2]
    assert "modulyje nebėra" in rows[3]
    assert len(rows) == 4
    every = sign_in(world.author).get("/en/teach/questions/blocks?period=all").text
    assert every.split("<tbody")[1].count("<tr>") == 5
    assert sign_in(world.author).get("/lt/teach/questions/blocks?period=week").status_code == 404


@pytest.mark.parametrize(
    ("html", "text", "words"),
    [
        (
            '<p class="callout-title">Situacija: <em>Kelmai</em></p><p>Kas kaltas?</p>',
            "Situacija: Kelmai Kas kaltas?",
            "Situacija: Kelmai. Kas kaltas?",
        ),
        ("<details><summary>Kas kaltas?</summary><p>Niekas.</p></details>", *["Kas kaltas? Niekas."] * 2),
        ("<p>Kas kaltas?</p>", *["Kas kaltas?"] * 2),
    ],
)
def test_what_a_box_is_called_stands_apart_from_what_it_says(html: str, text: str, words: str) -> None:
    assert words_of(BlockText("", html, text, "")) == words


@pytest.mark.parametrize("page", ["blocks", "answers", "entry", "edit", "move", "write", "lesson"])
def test_pages_ask_few_questions(
    world: World, sign_in: SignIn, talk_id: int, statements: Callable[[], list[str]], page: str
) -> None:
    entries = [make_entry(world.module) for _number in range(30)]
    for _number in range(5):
        make_conversation(make_user(), world.module)
    entries[0].source = f"conversation:{talk_id}"
    session.commit()
    author = sign_in(world.author)
    path = {
        "blocks": "/lt/teach/questions/blocks",
        "answers": "/lt/teach/questions/answers",
        "entry": f"/lt/teach/questions/answers/{entries[0].id}",
        "edit": f"/lt/teach/questions/answers/{entries[0].id}/edit",
        "move": f"/lt/teach/questions/answers/{entries[0].id}/move",
        "write": f"/lt/messages/{talk_id}/publish",
        "lesson": lesson_of(world),
    }[page]
    statements()
    assert author.get(path).status_code == 200
    assert len(statements()) <= (4 if page == "lesson" else 12)
