"""Comparing what somebody typed with the words that are right: what is forgiven, and what always is."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from lms.foundation import stemming
from lms.foundation.sorting import fold

# Which of these a keyboard makes is not up to whoever types.
PLAIN_DASHES = dict.fromkeys("‐‑‒–—−", "-")
_PLAIN_SIGNS = str.maketrans(
    PLAIN_DASHES
    | dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032", "'")
    | dict.fromkeys("„“”‟«»\u2033", '"')
)


def is_accepted(typed: str, accept: Mapping[str, Sequence[str]], forgive: Sequence[str]) -> bool:
    """Tell whether the learner's words are among those that the author accepts.

    Words in the other language are right as well: one may read in English and think in Lithuanian.
    """
    given = comparable(typed, forgive)
    for language, accepted in accept.items():
        for words in accepted:
            wanted = comparable(words, forgive)
            if given == wanted or _is_another_form(given, wanted, forgive, language):
                return True
    return False


def comparable(words: str, forgive: Sequence[str] = ()) -> str:
    """Return a short answer as it is compared.

    Spaces, a last full stop and the look of dashes, quotation marks and apostrophes never matter.
    """
    plain = unicodedata.normalize("NFC", words)
    if "diacritics" in forgive:
        plain = "".join(_without_diacritics(letter) for letter in plain)
    if "case" in forgive:
        plain = unicodedata.normalize("NFC", plain.casefold())
    plain = "".join(
        sign for sign in plain if sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cf")
    )
    plain = re.sub(r"\s*-\s*", "-", " ".join(plain.translate(_PLAIN_SIGNS).split()))
    return plain.rstrip(". ") or plain


def _is_another_form(given: str, accepted: str, forgive: Sequence[str], language: str) -> bool:
    """Tell whether each word is a form of the one in its place; the letters that stay have to be the same."""
    if "inflection" not in forgive:
        return False
    ours, theirs = given.split(), accepted.split()
    return len(ours) == len(theirs) and all(
        word == wanted or _is_form_of(word, wanted, forgive, language)
        for word, wanted in zip(ours, theirs, strict=True)
    )


def _is_form_of(word: str, wanted: str, forgive: Sequence[str], language: str) -> bool:
    kept = stemming.stem(wanted.lower(), language)
    forms = {stemming.stem(word.lower(), language)}
    if "diacritics" in forgive:
        # What was accepted has lost its diacritics too, and may stem like any of what it stands for.
        forms |= set(stemming.stems_of_typed(word.lower(), language))
        return bool(forms & {kept, *stemming.stems_of_typed(wanted.lower(), language)})
    length = min(len(kept), len(word), len(wanted))
    return kept in forms and word[:length] == wanted[:length]


def _without_diacritics(letter: str) -> str:
    folded = fold(letter)
    return folded.upper() if letter != letter.lower() else folded
