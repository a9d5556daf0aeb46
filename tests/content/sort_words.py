"""Put the exceptions of the spelling in order, and drop what no course needs.

python -m tests.content.sort_words
"""

import sys

from lms.foundation.sorting import sort_key
from tests.content import test_wording as wording


def main() -> None:
    """Write each list anew: every word that a text needs once, in Lithuanian order."""
    unknown = [found for slug in wording.EVERYTHING for found in wording.unknown_words(slug)]
    for language in wording.DICTIONARIES:
        needed = {
            form for spoken, word, _ in unknown if spoken == language for form in wording.allowed_as(word)
        }
        kept = {word for word in wording.known(language) if word in needed}
        dropped = sorted(wording.known(language) - kept - {""}, key=sort_key)
        ordered = sorted(kept, key=lambda word: (sort_key(word), word))
        file = wording.HERE / f"words.{language}.txt"
        file.write_text("\n".join(ordered) + "\n", encoding="utf-8")
        sys.stdout.write(f"{file.name}: {len(ordered)} words; dropped: {', '.join(dropped) or 'none'}\n")


if __name__ == "__main__":
    main()
