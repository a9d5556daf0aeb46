"""Plain text in lines of 72, which a program that knows how makes whole again."""

from hypothesis import given
from hypothesis import strategies as st

from lms.foundation.flowed_text import WIDTH, flow, unflow

LONG = (
    "Pagal pridėtą failą konsultacija įrašoma į jūsų kalendorių. Jei planai pasikeistų, galėsite ją perkelti."
)


def test_long_lines_are_broken_between_words_and_short_ones_stay() -> None:
    text = f"Laba diena,\n\n{LONG}\n\n– {LONG}\n  https://learn.example.lt/{'x' * 90}\n\n-- \nSavimoka\n"
    lines = flow(text).split("\n")
    assert all(len(line) <= WIDTH for line in lines if "://" not in line)
    assert lines[:4] == [
        *("Laba diena,", ""),
        "Pagal pridėtą failą konsultacija įrašoma į jūsų kalendorių. Jei planai ",
        "pasikeistų, galėsite ją perkelti.",
    ]
    assert "-- " in lines
    assert unflow(flow(text)) == text


def test_an_address_stands_alone_where_it_does_not_fit() -> None:
    words, address = "Pasirinkti, kokius laiškus gauti:", f"https://learn.example.lt/{'x' * 60}"
    assert flow(f"{words} {address}") == f"{words} \n{address}"


def test_what_looks_like_a_quotation_or_begins_with_spaces_comes_back_as_it_was() -> None:
    text = "> ne citata\n  įtrauka\nFrom the start\n>" + "\nVieta: " + "ir " * 40 + "> čia"
    text += "\n" + "a" * 71 + "   " + "b" * 80
    assert unflow(flow(text)) == text


@given(st.text(alphabet="ab >-ą\n", max_size=300))
def test_nothing_but_spaces_at_the_ends_of_lines_is_lost(text: str) -> None:
    kept = [line if line == "-- " else line.rstrip(" ") for line in text.split("\n")]
    assert unflow(flow(text)).split("\n") == kept
