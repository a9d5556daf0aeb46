"""Keys for what has only a title or a place in its file."""

import re
import unicodedata

_LONGEST = 60
_OTHER = str.maketrans({"ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ß": "ss", "þ": "th", "ð": "d", "œ": "oe"})


class Keys:
    """Gives each thing of one list a key that no other has."""

    def __init__(self, word: str) -> None:
        self._word, self._taken = word, set[str]()
        self._counts: dict[str, int] = {}

    def take(self, key: str) -> None:
        """Give a key away."""
        self._taken.add(key)

    def made_from(self, title: str) -> str:
        """Return a key that resembles a title, or counts where that cannot be; it is not given away yet."""
        wanted = key_of(title)
        if not wanted:
            return self._numbered(self._word)
        return wanted if wanted not in self._taken else self._numbered(wanted[: _LONGEST - 6].rstrip("-"))

    def next(self, word: str = "") -> str:
        """Give away the next key that counts."""
        key = self._numbered(word or self._word)
        self.take(key)
        return key

    def _numbered(self, word: str) -> str:
        number = self._counts.get(word, 0) + 1
        while f"{word}-{number}" in self._taken:
            number += 1
        self._counts[word] = number - 1
        return f"{word}-{number}"


def key_of(title: str) -> str:
    """Return a title in small Latin letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", title.lower().translate(_OTHER))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-")
