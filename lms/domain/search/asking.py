"""What somebody typed into the search box: words, "exact phrases", and -what is not wanted. Pure."""

import re
from dataclasses import dataclass

from lms.foundation import stemming

LONGEST = 200
MOST_WORDS = 12
_PIECE = re.compile(
    r"(?P<minus>(?<!\S)[-−–])?(?:[\"„“”«»](?P<phrase>[^\"„“”«»]*)[\"„“”«»]?|(?P<word>[^\s\"„“”«»]+))"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the index: each tuple of `phrases` has to stand there as it is."""

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[tuple[str, ...], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for; leaving out alone finds nothing."""
        return not self.words and not self.phrases

    @property
    def all_words(self) -> tuple[str, ...]:
        """All words that are wanted, those of phrases too."""
        return tuple(dict.fromkeys([*self.words, *(word for phrase in self.phrases for word in phrase)]))


def read(typed: str) -> Asked:
    """Read what was typed; whatever it was, something harmless comes out."""
    wanted: list[str] = []
    phrases: list[tuple[str, ...]] = []
    without: list[tuple[str, ...]] = []
    count = 0
    for piece in _PIECE.finditer(stemming.composed(typed)[:LONGEST]):
        found = tuple(word.text for word in stemming.words(piece["phrase"] or piece["word"] or ""))
        found = found[: MOST_WORDS - count]
        count += len(found)
        if not found:
            continue
        if piece["minus"]:
            without.append(found)
        elif piece["phrase"] is not None:
            phrases.append(found)
        else:
            wanted.extend(found)
    telling = [word for word in wanted if len(word) > 1 and not stemming.is_common(word)]
    if telling or phrases:
        wanted = telling
    return Asked(tuple(dict.fromkeys(wanted)), tuple(phrases), tuple(without))
