"""What of a page is shown, which words are marked, and what was meant."""

from hypothesis import given
from hypothesis import strategies as st

from lms.domain.search import asking, rules

LONG = (
    "Pirmas sakinys nieko nesako. Antras sakinys taip pat yra ilgas ir nieko nesako apie tai, ko ieškoma. "
    "Trečias sakinys kalba apie skurdą mieste ir kaime. Ketvirtas sakinys aiškina skurdo prevenciją. "
    "Penktas sakinys vėl kalba apie orą, kelią, duoną ir kitus dalykus, kurių niekas čia neieško."
)


def shown(text: str, typed: str, language: str = "lt") -> str:
    return "".join(
        f"[{run.text}]" if run.is_found else run.text
        for run in rules.marked(text, asking.read(typed), language)
    )


def test_all_forms_of_a_word_are_marked() -> None:
    assert shown("Skurdas, SKURDO ir skurdumas.", "skurdas").startswith("[Skurdas], [SKURDO] ir ")


def test_only_the_words_of_a_phrase_in_their_order_are_marked() -> None:
    text = "Klasteris socialinis, socialinis klasteris."
    assert shown(text, "„socialinis klasteris“") == "Klasteris socialinis, [socialinis] [klasteris]."


def test_a_long_piece_is_cut_at_the_sentence_that_says_most() -> None:
    found = shown(LONG, "skurdo prevencija")
    assert found.startswith("… Trečias sakinys kalba apie [skurdą]")
    assert "[skurdo] [prevenciją]" in found
    assert len(found) < rules.LONGEST_EXCERPT + 30


def test_the_best_place_has_most_of_the_words() -> None:
    pieces = [
        ["a", "Apie miestą.", "miest"],
        ["b", "Skurdas mieste.", "skurd miest"],
        ["c", "Skurdas.", "skurd"],
    ]
    found = rules.best_place(pieces, asking.read("skurdas mieste"), "lt")
    assert (found.block, found.more) == ("b", 0)
    assert rules.best_place(pieces, asking.read("skurdas"), "lt").more == 1
    assert rules.best_place(pieces, asking.read("duona"), "lt").block == ""


def test_the_nearest_word_is_meant() -> None:
    known = [("savivaldybe", "savivaldybė"), ("savivalda", "savivalda"), ("klasteris", "klasteris")]
    assert rules.nearest("savivladybe", known) == "savivaldybė"
    assert rules.nearest("klastris", known) == "klasteris"
    assert rules.nearest("begemotas", known) is None


def test_only_the_wrong_words_are_replaced() -> None:
    assert (
        rules.corrected('Skurdo "prevencja", -x', [("prevencja", "prevencija")]) == 'Skurdo "prevencija", -x'
    )


@given(st.text(max_size=600), st.text(max_size=60), st.sampled_from(["lt", "en"]))
def test_marking_neither_loses_nor_adds_words(text: str, typed: str, language: str) -> None:
    runs = rules.marked(text, asking.read(typed), language)
    joined = "".join(run.text for run in runs)
    cut = joined.removeprefix("… ").removesuffix(" …")
    assert cut in text
    assert all(run.text for run in runs)
