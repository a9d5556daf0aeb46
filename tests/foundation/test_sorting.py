"""Texts in the order of a language: what reads as one order in Lithuanian reads as another in English."""

import random

import pytest

from lms.foundation import i18n
from lms.foundation.sorting import person_sort_key, place_in_list, sort_key

LITHUANIAN = [
    *("Cvirka", "Čepas", "Ėringis", "Ežerskis", "Yla", "Ylaitė", "Irbinskas", "Įstrius", "Ivanauskas"),
    *("Simonaitis", "Svirskis", "Šimkus", "Zukas", "Žaliūkas"),
]
ENGLISH = [
    *("Čepas", "Cvirka", "Ėringis", "Ežerskis", "Irbinskas", "Įstrius", "Ivanauskas", "Ørsta", "Oslo"),
    *("Šimkus", "Simonaitis", "Svirskis", "Yla", "Ylaitė", "Žaliūkas", "Zukas"),
]


@pytest.mark.parametrize(("language", "expected"), [("lt", LITHUANIAN), ("en", ENGLISH)])
def test_each_language_has_its_own_order(language: str, expected: list[str]) -> None:
    shuffled = random.Random(7).sample(expected, len(expected))
    assert sorted(shuffled, key=lambda text: sort_key(text, language)) == expected


def test_letters_with_marks_follow_those_without() -> None:
    for language in ("lt", "en"):
        keys = [sort_key(text, language) for text in ("Zara", "Zarą", "Zarasai")]
        assert keys == sorted(keys) and len(set(keys)) == 3


def test_stored_keys_are_lithuanian_whoever_reads() -> None:
    name = "Yla Čepaitė"
    keys = {(sort_key(name), person_sort_key(name)) for language in ("lt", "en") if not i18n.speak(language)}
    assert len(keys) == 1


def test_what_has_two_names_is_filed_under_the_one_that_is_shown() -> None:
    ministry = {"lt": "Vidaus reikalų ministerija", "en": "Ministry of the Interior"}
    agency = {"lt": "Agentūra", "en": "Youth Agency"}
    only_lithuanian = {"lt": "Šilas", "en": ""}
    listed = [ministry, agency, only_lithuanian]
    with i18n.speaking("lt"):
        assert sorted(listed, key=place_in_list) == [agency, only_lithuanian, ministry]
    with i18n.speaking("en"):
        assert sorted(listed, key=place_in_list) == [ministry, only_lithuanian, agency]
