"""Lithuanian order and forgiving comparison, the same on every database.

Databases differ in their collations, so a `sort_key` column holds what this
module makes of a text, and plain byte order then is Lithuanian order.
"""

import unicodedata

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


def sort_key(text: str) -> str:
    """Return a key whose byte order is the Lithuanian order of texts, for lists people read."""
    lowered = unicodedata.normalize("NFC", text).lower()
    first, second = [], []
    for letter in lowered:
        if letter in _FIRST_LEVEL:
            first.append(_FIRST_LEVEL[letter])
            second.append(_SECOND_LEVEL.get(letter, "0"))
        elif letter.isalnum():
            first.append(_without_marks(letter))
            second.append("0")
        elif letter.isspace() or letter in "-–—":
            first.append(" ")
            second.append("0")
    return "".join(first).strip() + "\x01" + "".join(second)


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
