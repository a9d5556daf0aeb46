"""What people typed is kept as it is, and what shows nothing is nothing."""

import pytest

from lms.foundation.typed import long_text


@pytest.mark.parametrize("typed", ["\u200b", " \u2060\u00a0\n\ufeff", "\u200e\u200f\u00ad"])
def test_signs_that_show_nothing_are_no_text(typed: str) -> None:
    assert long_text(typed) == ""


@pytest.mark.parametrize("typed", ["", " \n\t", "a\u200bb", "\u200e12", "👩\u200d🏫", "Žodis\u00ad"])
def test_all_else_stays_as_typed(typed: str) -> None:
    assert long_text(typed) == typed
