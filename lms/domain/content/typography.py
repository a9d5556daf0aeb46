"""Quotation marks, dashes and spaces that do not break, as each language sets them."""

import re
from dataclasses import dataclass, field

NBSP = "\u00a0"
_MARKS = {"lt": ("„", "“", "‚", "‘"), "en": ("“", "”", "‘", "’")}
_DOUBLE = '"„“”'
_OPENERS = "([{–—-/" + NBSP
_DASH = re.compile(r"(?:(?<=\s)|^)---?(?=\s|$)|(?<=\w)---?(?=\w)")
_SPECIAL = re.compile(r"[\"'„“”]|--|\.\.\.")
_NUMBER_AND_WORD = re.compile(
    r"(?<=\d)[ ](?=(?:%|€|m\.|d\.|val\.|min\.|proc\.|mėn\.|tūkst\.|mln\.|mlrd\.|p\.|psl\.|str\."
    r"|Eur|EUR|kg|km|cm|h|MB|kB)(?!\w))"
)
_WORD_AND_NUMBER = {
    "lt": re.compile(r"(?<!\w)(?:Nr\.|p\.|psl\.|str\.|d\.)[ ](?=\d)"),
    "en": re.compile(r"(?<!\w)(?:No\.|Nos\.|p\.|pp\.|Art\.|Fig\.|Table)[ ](?=\d)"),
}
_YEAR_AND_MONTH = re.compile(r"(?<=\d\u00a0m\.)[ ](?=[a-ząčęėįšųūž])")
_INITIAL = re.compile(r"(?<!\w)([A-ZĄČĘĖĮŠŲŪŽ]\.)[ ](?=[A-ZĄČĘĖĮŠŲŪŽ])")
_THOUSANDS = re.compile(r"(?<=\d)[ ](?=\d{3}(?!\d))")


@dataclass
class Setting:
    """What has been seen so far in one run of text, across its emphasised parts."""

    language: str
    before: str = ""
    open_marks: list[str] = field(default_factory=list)

    def set(self, text: str) -> str:
        """Return the text with the language's own marks."""
        if not text:
            return text
        if _SPECIAL.search(text):
            text = self._set_marks(text)
        self.before = text[-1]
        return _keep_together(text, self.language)

    def skip(self) -> None:
        """Pass over something that is not set, such as code."""
        self.before = "x"

    def _set_marks(self, text: str) -> str:
        text = text.replace("...", "…")
        text = _DASH.sub("–", text)
        found = []
        for place, letter in enumerate(text):
            after = text[place + 1 : place + 2]
            if letter in _DOUBLE:
                letter = self._double(letter, after)
            elif letter == "'":
                letter = self._single(after)
            found.append(letter)
            self.before = letter
        return "".join(found)

    def _double(self, letter: str, after: str) -> str:
        opening, closing, *_ = _MARKS[self.language]
        if self._is_at_beginning() and not after.isspace():
            # A mark that closes in the text's own language was not typed at a beginning by mistake.
            self.open_marks.append(closing)
            return opening
        if closing in self.open_marks:
            del self.open_marks[self.open_marks.index(closing) :]
            return closing
        return letter  # 5" or a mark without its pair: left as it was typed

    def _single(self, after: str) -> str:
        *_, opening, closing = _MARKS[self.language]
        if self._is_at_beginning() and after.isalpha():
            self.open_marks.append("single")
            return opening
        if "single" in self.open_marks and not after.isalnum():
            self.open_marks.remove("single")
            return closing
        return "’"

    def _is_at_beginning(self) -> bool:
        return not self.before or self.before.isspace() or self.before in _OPENERS + "„“‚‘"


def set_text(text: str, language: str) -> str:
    """Set a plain text such as a title."""
    return Setting(language).set(text)


def _keep_together(text: str, language: str) -> str:
    if " " not in text:
        return text
    text = _INITIAL.sub(rf"\1{NBSP}", text)
    text = _WORD_AND_NUMBER[language].sub(lambda found: found.group()[:-1] + NBSP, text)
    if any(letter.isdigit() for letter in text):
        text = _NUMBER_AND_WORD.sub(NBSP, text)
        text = _YEAR_AND_MONTH.sub(NBSP, text)
        text = _THOUSANDS.sub(NBSP, text)
    return text
