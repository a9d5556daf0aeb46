"""The order of texts, and forgiving comparison, the same on every database.

Databases differ in their collations, so a `sort_key` column holds what this
module makes of a text, and plain byte order then is Lithuanian order. Names of
people stand in it whatever language their reader chose; what has a name in each
language stands in the order of the language that is shown.
"""

import unicodedata
from collections.abc import Mapping

from lms.foundation.i18n import current_language, in_language

# First level: ą ę ė į y ų ū count as a e e i i u u; č š ž are letters of their own.
_FIRST_LEVEL = {
    "ą": "a", "ę": "e", "ė": "e", "į": "i", "y": "i", "ų": "u", "ū": "u",
    "č": "c\x7f", "š": "s\x7f", "ž": "z\x7f",
    "å": "a", "ä": "a", "æ": "ae", "ø": "o", "ö": "o", "ü": "u", "ł": "l", "đ": "d", "ß": "ss",
}  # fmt: skip
# Second level: the order among letters that are equal on the first.
_SECOND_LEVEL = {"ą": "1", "ę": "1", "ė": "2", "į": "1", "y": "2", "ų": "1", "ū": "2"}
_FOLDED = {
    **{letter: base.rstrip("\x7f") for letter, base in _FIRST_LEVEL.items() if letter != "y"},
    "þ": "th", "ð": "d", "œ": "oe",
}  # fmt: skip
_ENGLISH = (_FOLDED, dict.fromkeys(_FOLDED, "1"))
_LEVELS = {"lt": (_FIRST_LEVEL, _SECOND_LEVEL)}


def sort_key(text: str, language: str = "lt") -> str:
    """Return a key whose byte order is the order of texts in that language, for lists people read.

    In English y has its own place, and letters with marks stand among those without.
    """
    first_level, second_level = _LEVELS.get(language, _ENGLISH)
    lowered = unicodedata.normalize("NFC", text).lower()
    first, second = [], []
    for letter in lowered:
        if letter in first_level:
            first.append(first_level[letter])
            second.append(second_level.get(letter, "0"))
        elif letter.isalnum():
            first.append(_without_marks(letter))
            second.append("0")
        elif letter.isspace() or letter in "-–—":
            first.append(" ")
            second.append("0")
    return "".join(first).strip() + "\x01" + "".join(second)


def place_in_list(texts: Mapping[str, str]) -> str:
    """Return the key that files what has a name in each language where its reader looks for it."""
    return sort_key(in_language(texts), current_language())


def fold(text: str) -> str:
    """Return the text as people search for it: lower case, without diacritics."""
    lowered = unicodedata.normalize("NFC", text).lower()
    return "".join(_FOLDED.get(letter) or _without_marks(letter) for letter in lowered)


def person_sort_key(name: str) -> str:
    """Return the key that files a person under their last name, then the first."""
    words = name.split()
    return sort_key(" ".join([words[-1], *words[:-1]]) if words else "")


def _without_marks(letter: str) -> str:
    decomposed = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in decomposed if not unicodedata.combining(part)) or letter
