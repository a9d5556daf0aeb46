"""Put the kept exceptions of the spelling in order: python -m tests.content.sort_words"""

from pathlib import Path

from lms.foundation.sorting import sort_key


def main() -> None:
    """Write each list anew: every word once, in Lithuanian order."""
    for file in Path(__file__).parent.glob("words.*.txt"):
        words = {line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()}
        ordered = sorted(words, key=lambda word: (sort_key(word), word))
        file.write_text("\n".join(ordered) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
