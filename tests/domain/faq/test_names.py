"""Names are found in every case, with and without diacritics; other words are left alone."""

import pytest

from lms.domain.faq import names

PEOPLE = ("Jonas Kalnietis", "Rasa Žemaitytė", "doc. dr. Kęstutis Medžius", "Morten Berg")


@pytest.mark.parametrize(
    "form",
    [
        *("Jonas", "Jono", "Jonui", "Joną", "Jonu", "Jone", "Jonai", "Kalniečio", "Kalniečiui", "Kalnieti"),
        *("Rasos", "Rasai", "Rasą", "Rasoje", "Žemaitytės", "Žemaitytei", "Žemaitytę", "Žemaityte"),
        *("Kęstučio", "Kęstučiui", "Kęstuti", "Kęstutyje", "Medžiaus", "Medžiau", "Medžiumi"),
        *(
            "Mortenas",
            "Morteno",
            "Mortenui",
            "Mortens",
            "Bergo",
            "Bergu",
            "Zemaitytes",
            "zemaitytei",
            "JONUI",
        ),
    ],
)
def test_a_name_is_found_in_every_form(form: str) -> None:
    found = names.find_names(f"Vakar sakėte {form}, kad taip.", PEOPLE)
    assert [each.text for each in found] == [form]


def test_both_names_are_one_mark_with_the_title_before_them() -> None:
    text = "Klausiau doc. dr. Kęstučio Medžiaus ir jono kalniečio."
    assert names.remove_names(text, PEOPLE, "…") == "Klausiau … ir …."


@pytest.mark.parametrize(
    "text",
    [
        "Ant žolės rasos lašas, jonai ir rasa.",
        "Jonažolė ir Rasotas langas; Bergamo miestas.",
        "2015–2017 m. ir 2026-11-20, 120 000 Eur.",
        "Skirta 1 234 567 Eur, 12 500 000 € ar 2 800 000 gyventojų; NOK 450, 1 500 000 people.",
    ],
)
def test_other_words_and_numbers_stay(text: str) -> None:
    assert names.remove_names(text, PEOPLE, "…") == text


def test_addresses_and_telephone_numbers_go_too() -> None:
    text = "Rašykite jonas.k@example.lt arba skambinkite +370 612 34567."
    assert names.remove_names(text, PEOPLE, "…") == "Rašykite … arba skambinkite …."
    text = "+370 612 34567 eur, 861234567 asmeninis"
    assert names.remove_names(text, PEOPLE, "…") == "… eur, … asmeninis"
    text = "kalnietis@taryba.lt, rasa@taryba.lt, J. Kalniečio, J.Kalniečiui, ponei Rasai ir p. Kalniečiui"
    assert names.remove_names(text, PEOPLE, "…") == "…, …, …, …, … ir …"


def test_without_people_nothing_is_a_name() -> None:
    assert names.find_names("Jonas ir Rasa", []) == []
    assert names.find_names("Ponas dr. Y. sakė", ["dr. Y."]) == []
