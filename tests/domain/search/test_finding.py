"""The same questions find the same pages in the same order, on SQLite and on PostgreSQL."""

from typing import Any

import pytest

from lms.domain.content.compiled import ExplainedTerm
from lms.domain.search import asking, queries, service
from tests.domain.search.conftest import Find
from tests.factories.accounts import actor_of, make_user
from tests.factories.catalogue import make_news, make_programme
from tests.factories.content import make_block, make_lesson, make_module
from tests.factories.learning import make_enrolment


def lesson(slug: str, *texts: str, title: str = "", **values: Any) -> Any:
    """A lesson in Lithuanian, one block for each text, with an English word that nobody looks for."""
    blocks = [make_block(f"{slug}-{number}", text, "Elsewhere") for number, text in enumerate(texts, start=1)]
    return make_lesson(
        slug, *blocks, title={"lt": title or f"Pamoka {slug}", "en": f"Lesson {slug}"}, **values
    )


# What stands in the texts, and how people without a Lithuanian keyboard type it.
FORMS = {
    "bendruomenė bendruomenių bendruomenėms bendruomenėje": "bendruomene bendruomenes bendruomeniu",
    "savivaldybė savivaldybės SAVIVALDYBIŲ savivaldybėms": "savivaldybe savivaldybiu SAVIVALDYBEJE",
    "klasteris klasterio klasteriai klasterių klasteriams": "klasteriu klasteriams",
    "duomenys duomenų duomenimis duomenis": "duomenu duomenims",
    "žmogus žmonės žmonių žmonėms žmogaus": "zmones zmoniu zmonems zmogus",
    "asmuo asmens asmenys asmenų asmenims": "asmenu asmenis",
    "mėnuo mėnesio mėnesiai": "menesiu menuo",
    "žmogiškųjų žmogiškieji žmogiškaisiais": "zmogiskuju zmogiskieji",
    "užduotis užduočių užduotį užduotys": "uzduociu uzduoti",
    "deinstitucionalizacija deinstitucionalizacijos deinstitucionalizaciją": "DEINSTITUCIONALIZACIJA",
}


@pytest.mark.parametrize("written", FORMS)
def test_every_form_of_a_word_finds_every_other(find: Find, written: str) -> None:
    forms = written.split()
    noise = lesson("noise", "Čia kalbama apie visai ką kita: orą, kelią ir duoną.")
    pages = [lesson(f"l{number}", f"Yra {form} ir kita.") for number, form in enumerate(forms)]
    service.index_module(make_module(slug="forms", lessons=(noise, *pages)).revision_id)
    for typed in [*forms, *FORMS[written].split()]:
        found = set(find(typed))
        assert {f"lesson:forms/l{number}" for number in range(len(forms))} <= found, typed
        assert "lesson:forms/noise" not in found


def test_where_the_words_stand_decides_the_order(find: Find) -> None:
    module = make_module(
        slug="order",
        title={"lt": "Apie kelius", "en": "About roads"},
        lessons=(
            lesson("once", "Kartą paminėtas skurdas."),
            lesson("often", "Skurdas, skurdo, skurdui.", "Skurdą, skurde, skurdas."),
            lesson("title", "Kas tai?", title="Skurdas mieste"),
        ),
    )
    service.index_module(module.revision_id)
    found = [page for page in find("skurdas") if page != "module:order"]  # which names its lessons
    assert found == ["lesson:order/title", "lesson:order/often", "lesson:order/once"]


def test_a_phrase_stands_as_it_is_and_reaches_over_no_end_of_a_piece(find: Find) -> None:
    module = make_module(
        slug="phrases",
        lessons=(
            lesson("whole", "Toks yra socialinis klasteris mieste."),
            lesson("apart", "Klasteris, kuris yra socialinis."),
            lesson("torn", "Čia baigiasi socialinis", "klasteris prasideda čia."),
        ),
    )
    service.index_module(module.revision_id)
    assert find("„socialinis klasteris“") == ["lesson:phrases/whole"]
    assert find('"socialinis klasteris') == ["lesson:phrases/whole"]
    assert set(find("socialinis klasteris")) == {
        f"lesson:phrases/{each}" for each in ("whole", "apart", "torn")
    }


def test_minus_leaves_out(find: Find) -> None:
    module = make_module(
        slug="minus", lessons=(lesson("both", "Skurdas ir turtas."), lesson("one", "Skurdas."))
    )
    service.index_module(module.revision_id)
    assert find("skurdas -turtas") == ["lesson:minus/one"]
    assert find('skurdas -"ir turtas"') == ["lesson:minus/one"]
    assert find("-turtas") == []


def test_the_readers_language_comes_first_and_each_page_once(find: Find) -> None:
    names = make_lesson("names", make_block("n", "Programa NATO veikia.", "The NATO programme works."))
    english = make_lesson("english", make_block("e", "Kitkas.", "Only NATO here."))
    service.index_module(make_module(slug="two", lessons=(english, names)).revision_id)
    assert find("nato") == ["lesson:two/names", "lesson:two/english"]
    assert find("nato", language="en") == ["lesson:two/english", "lesson:two/names"]
    hits = queries.list_hits(None, asking.read("nato"), "lt")
    assert [hit.language for hit in hits] == ["lt", "en"]


def test_programmes_news_and_help_are_found(find: Find) -> None:
    programme = make_programme(slug="trust", title={"lt": "Pasitikėjimas", "en": "Trust"})
    news = make_news(title={"lt": "Pasitikėjimo diena", "en": "Day of trust"})
    hidden = make_news(title={"lt": "Pasitikėjimo naktis", "en": "Night of trust"}, published_at=None)
    service.rebuild()
    assert find("pasitikėjimas") == ["programme:trust", f"news:{news.id}"]
    assert f"news:{hidden.id}" not in find("naktis")
    assert find("kaip čia mokytis")[0] == "help"
    programme.withdrawn_at = programme.withdrawn_at or news.created_at
    assert find("pasitikėjimas") == [f"news:{news.id}"]


def test_a_withdrawn_module_is_there_only_for_those_who_were_in_it(find: Find) -> None:
    module = make_module(slug="gone", withdrawn=True, lessons=(lesson("one", "Nebūtas žodis: krokodilas."),))
    make_module(slug="other")
    learner, stranger = make_user(), make_user()
    make_enrolment(learner, module)
    make_enrolment(stranger)
    service.rebuild()
    assert find("krokodilas") == []
    assert find("krokodilas", actor_of(stranger)) == []
    assert find("krokodilas", actor_of(learner)) == ["lesson:gone/one"]


def test_topics_are_found_in_both_languages_and_narrow_what_is_found(find: Find) -> None:
    about = make_module(slug="poverty", tags=("poverty-prevention",), lessons=(lesson("one", "Apie duoną."),))
    other = make_module(slug="bread", lessons=(lesson("one", "Apie duoną."),))
    for module in (about, other):
        service.index_module(module.revision_id)
    assert find("skurdo prevencija") == ["module:poverty"]
    assert find("poverty prevention", language="en") == ["module:poverty"]
    assert find("skurdo prevencija", language="en") == ["module:poverty"]
    assert find("", topic="poverty-prevention") == ["module:poverty"]
    assert find("duona", topic="poverty-prevention") == ["lesson:poverty/one"]
    assert find("duona", module="bread") == ["lesson:bread/one"]


def test_a_programme_narrows_to_itself_and_its_modules(find: Find) -> None:
    inside, outside = (
        make_module(slug=slug, lessons=(lesson("one", "Apie duoną."),)) for slug in ("in", "out")
    )
    make_programme(inside, slug="bakery", title={"lt": "Duonos kepimas", "en": "Baking"})
    make_programme(outside, slug="other")
    service.rebuild()
    assert find("duona", programme="bakery") == ["programme:bakery", "lesson:in/one"]


def test_publishing_again_leaves_nothing_of_the_former_revision(find: Find) -> None:
    first = make_module(slug="again", lessons=(lesson("one", "Senasis žodis: begemotas."),))
    service.index_module(first.revision_id)
    second = make_module(slug="again", lessons=(lesson("one", "Naujasis žodis: žirafa."),))
    service.index_module(second.revision_id)
    assert find("begemotas") == []
    assert find("žirafa") == ["lesson:again/one"]


def test_words_that_come_near_are_known(find: Find) -> None:
    service.index_module(
        make_module(slug="near", lessons=(lesson("one", "Savivaldybė ir bendruomenė."),)).revision_id
    )
    assert queries.find_near_word("savivladybe", "lt") == "savivaldybė"
    assert queries.find_near_word("bendruomenne", "en") == "bendruomenė"
    assert queries.find_near_word("bendruomene", "lt") is None
    assert queries.find_near_word("krokodilas", "lt") is None


def test_the_index_is_made_anew_once(find: Find) -> None:
    make_module(slug="late", lessons=(lesson("one", "Vėlyvas žodis: dinozauras."),))
    assert find("dinozauras") == []
    assert not service.ensure_built()
    queries.get_build_for_change().pipeline = "older"
    assert service.ensure_built()
    assert find("dinozauras") == ["lesson:late/one"]


def test_terms_are_found_once_however_many_modules_explain_them(find: Find) -> None:
    words = {"lt": "klasterio branduolys", "en": "cluster core"}
    meanings = {"lt": "Veikėjai, kurie telkia kitus.", "en": "Actors who rally others."}
    for slug in ("one", "two"):
        term = ExplainedTerm("cluster-core", words, meanings, ("first",))
        service.index_module(make_module(slug=slug, terms=(term,)).revision_id)
    assert find("branduoliai") == ["term:cluster-core"]
    assert find("rally others", language="en") == ["term:cluster-core"]
