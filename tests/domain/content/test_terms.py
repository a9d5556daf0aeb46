"""Terms are found however they are inflected, as whole words, the longest first."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.content.terms import Lexicon, Term, TermWords


def term(key: str, lt: str, en: str = "x", *forms: str) -> Term:
    return Term(key, {"lt": TermWords(lt, "reikšmė", forms), "en": TermWords(en, "meaning", forms)})


TERMS = [
    term("social-cluster", "socialinis klasteris", "social cluster"),
    term("cluster", "klasteris", "cluster"),
    term("actor", "veikėjas", "actor"),
    term("public-sector", "viešasis sektorius", "public sector"),
    term("field", "sritis", "field"),
    term("learning", "mokymasis", "learning"),
    term("training", "mokymas", "training"),
    term("disability", "asmuo su negalia", "person with a disability"),
    term("ngo", "NVO", "NGO"),
    term("data", "duomenys", "data"),
    term("business-cluster", "verslo klasteris", "business cluster"),
    term("community", "bendruomenė", "community"),
    term("needs", "poreikių analizė", "needs analysis", "needs analyses"),
]
LITHUANIAN, ENGLISH = Lexicon(TERMS, "lt"), Lexicon(TERMS, "en")


def found(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    return [(each.key, text[each.begin : each.end]) for each in lexicon.find(text)]


@pytest.mark.parametrize(
    ("key", "forms"),
    [
        ("social-cluster", "socialinį klasterį; Socialiniai klasteriai; SOCIALINIUOSE KLASTERIUOSE"),
        ("public-sector", "viešojo sektoriaus; viešajame sektoriuje; viešąjį sektorių; viešieji sektoriai"),
        ("field", "srityje; sričių; sritims; sritys; sričiai"),
        ("data", "duomenų; duomenis; duomenims; duomenyse; duomenimis"),
        ("disability", "asmens su negalia; asmenims su negalia; asmenų su negalia; asmenys su negalia"),
        ("learning", "mokymosi; mokymuisi; mokymąsi; mokymusi"),
        ("training", "mokymo; mokymai; mokymuose"),
        ("community", "bendruomenėms; bendruomenių; bendruomene"),
        ("needs", "poreikių analizės; poreikių analizę"),
        ("ngo", "NVO"),
    ],
)  # fmt: skip
def test_lithuanian_forms(key: str, forms: str) -> None:
    for form in forms.split("; "):
        assert found(LITHUANIAN, f"Tai – {form}.") == [(key, form)]


@pytest.mark.parametrize(
    ("key", "forms"),
    [
        (
            "social-cluster",
            "social clusters; Social cluster; SOCIAL CLUSTERS; social\u00a0cluster; social\ncluster",
        ),
        ("community", "communities; community"),
        ("ngo", "NGO; NGOs"),
        ("needs", "needs analyses; needs analysis"),
        ("disability", "person with a disability"),
    ],
)
def test_english_forms(key: str, forms: str) -> None:
    for form in forms.split("; "):
        assert found(ENGLISH, f"It is “{form}”.") == [(key, form)]


@pytest.mark.parametrize(
    "text",
    [
        "Jie veikia ir veikė; veikla",  # not „veikėjas“
        "Verslui klasteris padėjo",
        "socialinis, o klasteris"[:10],
        "www.klasteris.lt info@klasteris.lt e-klasteris klasteris_a a/klasteris",
        "nvo ngo",
        "poreikio analizė",
    ],
)
def test_what_is_another_word_is_left_alone(text: str) -> None:
    keys = {key for key, _ in found(LITHUANIAN, text)}
    assert keys <= ({"cluster"} if "Verslui" in text else set())


def test_training_and_learning_are_two_words() -> None:
    assert found(LITHUANIAN, "mokymas ir mokymasis") == [("training", "mokymas"), ("learning", "mokymasis")]


def test_the_longest_term_is_meant_and_the_shorter_one_is_there_too() -> None:
    text = "Socialinis klasteris ir klasteris"
    assert found(LITHUANIAN, text) == [("social-cluster", "Socialinis klasteris"), ("cluster", "klasteris")]
    assert LITHUANIAN.all_in("socialinių klasterių") == {"social-cluster", "cluster"}
    assert found(LITHUANIAN, "socialinis; klasteris") == [("cluster", "klasteris")]


def test_irregular_forms_are_given() -> None:
    lexicon = Lexicon([term("children", "vaikas", "child", "children")], "en")
    assert found(lexicon, "a child, two children") == [("children", "child"), ("children", "children")]


@given(
    st.lists(st.text(st.sampled_from("abės. *+?()[]{}|^$\\<>&\"'-"), min_size=1, max_size=12), max_size=8),
    st.text(st.sampled_from("abėsABĖ. *+?()[]{}|^$\\<>&\"'-\n"), max_size=80),
)
def test_whatever_a_term_looks_like_what_is_found_is_whole_words(terms: list[str], text: str) -> None:
    for language in ("lt", "en"):
        lexicon = Lexicon([term(f"t{place}", words, words) for place, words in enumerate(terms)], language)
        end = 0
        for each in lexicon.find(text):
            assert end <= each.begin < each.end <= len(text)
            end = each.end
            assert re.fullmatch(r"\w.*\w|\w", text[each.begin : each.end], re.DOTALL)
            assert not text[each.begin - 1 : each.begin].isalnum() and not text[end : end + 1].isalnum()


@given(st.sampled_from(TERMS), st.sampled_from(["lt", "en"]))
def test_a_term_is_found_in_its_own_words(one: Term, language: str) -> None:
    lexicon = LITHUANIAN if language == "lt" else ENGLISH
    assert one.key in lexicon.all_in(f"({one.words[language].term})")


def test_many_terms_in_much_text_take_no_time() -> None:
    many = Lexicon([term(f"t{n}", f"socialinis veiksnys{n}") for n in range(300)] + TERMS, "lt")
    begin = time.process_time()
    many.find("socialinis socialiniai klasteriai ir kitos įstaigos " * 4000)
    assert time.process_time() - begin < 8
