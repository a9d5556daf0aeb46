"""From the bytes of a question file to its text: decoded right, or refused with what to do, never garbled.

Old programs wrote Lithuanian in Windows-1257 and western languages in Windows-1252. Nothing in a file says
which; the letters that result do, where they make sense in one of the two only.
"""

import re

from lms.domain.content.problems import ProblemList
from lms.domain.content.reading import MIB, clean_text, size_in_words

MOST_BYTES = MIB
ENCODINGS = {"utf-8": "utf-8-sig", "utf-16": "utf-16", "windows-1257": "cp1257", "windows-1252": "cp1252"}
_DECLARED = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"'](?P<name>[\w.:-]{1,40})[\"']")
_OF_NAMES = {"windows-1257": "windows-1257", "cp1257": "windows-1257", "windows-1252": "windows-1252"}
_OF_NAMES |= {"cp1252": "windows-1252"}
_LITHUANIAN = set("ąčęėįšųūžĄČĘĖĮŠŲŪŽ")
# Letters of which the same bytes are common letters of western languages.
_EITHER = set("ęųĘŲ")
_ONLY_LITHUANIAN = set("šžŠŽ")
# Signs that a text may well have beside its letters.
_SIGNS = set("„“”‚‘’–—…«»§°²³½¼¾€£©®™×÷±µ·•†‰¿¡ªº \u00a0\u00ad")
_WITHIN_WORD = re.compile(r"[^\W\d_][^\w\s'’‘\-­·*_/+&.,:;()=~#{}\\<>|–—…\u00a0][^\W\d_]")
# Lithuanian letters in UTF-8 that somebody has read as Windows-1252 or 1257 before and saved again.
_GARBLED = re.compile("Ä[…™—Æ¯æ\x8d\x85\x99\x97„˜–®]|Å[¡³«¾²ŗ½ļ»\xa0](?=[a-z]|\\b)|â€[œžš“”™¦]|Ã[¤¶¼¸¦©¥…˜]")


def decode_file(content: bytes, name: str, encoding: str, language: str, problems: ProblemList) -> str | None:
    """Return the text of a question file, or None where the reason was noted.

    Without an encoding it is found out; what language the text is in helps with that.
    """
    if len(content) > MOST_BYTES:
        problems.add(name, 1, "file-too-large", limit=size_in_words(MOST_BYTES))
        return None
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        problems.add(name, 1, "empty-file")
        return None
    if encoding:
        return _decoded_as(encoding, content, name, problems)
    text, code = _decoded(content, language)
    if text is None:
        problems.add(name, _line_of_trouble(content), code)
        return None
    cleaned = clean_text(text, name, problems)
    if cleaned is not None and (found := _GARBLED.search(cleaned)):
        line = cleaned.count("\n", 0, found.start()) + 1
        problems.add(name, line, "question-garbled-before", found=found.group())
        return None
    return cleaned


def _decoded_as(encoding: str, content: bytes, name: str, problems: ProblemList) -> str | None:
    try:
        text = content.decode(ENCODINGS[encoding])
    except UnicodeError as error:
        place = getattr(error, "start", 0)
        line = content.count(b"\n", 0, place) + 1
        problems.add(name, line, "question-encoding-wrong", encoding=encoding)
        return None
    return clean_text(text, name, problems)


def _decoded(content: bytes, language: str) -> tuple[str | None, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _tried(content, "utf-16"), "question-encoding-damaged"
    if b"\0" in content:
        return None, "binary-file"
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        pass
    if content.startswith(b"\xef\xbb\xbf"):
        return None, "question-encoding-damaged"
    declared = _declared(content)
    if declared in ("windows-1257", "windows-1252"):
        text = _tried(content, declared)
        return (text, "") if text is not None and _is_text(text) else (None, "question-encoding-unclear")
    return _guessed(content, language)


def _tried(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(ENCODINGS[encoding])
    except UnicodeError:
        return None


def _declared(content: bytes) -> str:
    """Return the encoding that an XML file says it is in, where it is one of ours."""
    found = _DECLARED.match(content)
    return _OF_NAMES.get(found["name"].decode().lower(), "") if found else ""


def _guessed(content: bytes, language: str) -> tuple[str | None, str]:
    """Decide between the two old encodings; where both make sense, the file is for its author to name."""
    baltic, western = (_tried(content, name) for name in ("windows-1257", "windows-1252"))
    baltic = baltic if baltic is not None and _is_text(baltic) else None
    western = western if western is not None and _is_text(western) else None
    if baltic == western and baltic is not None:
        return baltic, ""
    is_baltic = baltic is not None and _reads_lithuanian(baltic, language)
    is_western = western is not None and _reads_western(content, language)
    if is_baltic != is_western:
        return (baltic if is_baltic else western), ""
    return None, "question-encoding-unclear"


def _is_text(text: str) -> bool:
    """Tell whether there are only letters and signs that people type, and no sign amid a word."""
    strange = {sign for sign in text if ord(sign) > 127 and not sign.isalpha() and sign not in _SIGNS}
    if strange or any("\x80" <= sign <= "\x9f" for sign in text) or _GARBLED.search(text):
        return False
    return not any(ord(found.group()[1]) > 127 for found in _WITHIN_WORD.finditer(text))


def _reads_lithuanian(text: str, language: str) -> bool:
    """Tell whether every letter that is another one in the other encoding is Lithuanian, and surely so."""
    letters = {sign for sign in set(text) if ord(sign) > 127 and _otherwise(sign) != sign}
    if letters - _LITHUANIAN - _SIGNS:
        return False
    clear = {sign.lower() for sign in letters & _LITHUANIAN - _EITHER}
    # One "à" may be of any language; š and ž have bytes that hardly any other needs.
    return bool(clear & _ONLY_LITHUANIAN) or len(clear) >= (2 if language == "lt" and "ė" in clear else 3)


def _otherwise(sign: str) -> str:
    return sign.encode("cp1257").decode("cp1252", "replace")


def _reads_western(content: bytes, language: str) -> bool:
    """Western letters are meant where Lithuanian ones would make no sense in their places."""
    letters = {sign for byte in set(content) if (sign := _in(byte, "cp1257")) != _in(byte, "cp1252")}
    foreign = letters - _LITHUANIAN - _SIGNS
    lithuanian = (letters & _LITHUANIAN) - _EITHER
    if foreign and not lithuanian & _ONLY_LITHUANIAN:
        return language != "lt" or not lithuanian
    # å is the same in both; where it stands beside æ or ø, the text is Norwegian.
    return not lithuanian and bool(letters & _EITHER) and b"\xe5" in content.lower() and language != "lt"


def _in(byte: int, encoding: str) -> str:
    return bytes([byte]).decode(encoding, "replace")


def _line_of_trouble(content: bytes) -> int:
    """Return the line in which the file stops being UTF-8."""
    try:
        content.decode()
    except UnicodeDecodeError as error:
        return content.count(b"\n", 0, error.start) + 1
    return content.count(b"\n", 0, content.find(b"\0")) + 1
