"""Cut an answer by mail down to what its writer wrote: without the letter it answers, without the signature.

Mail programs quote in two ways: with a `>` before each line, where an answer may stand above,
below or in between, or with a heading, below which everything is quoted. Lithuanian, English and
Norwegian programs are known; what is not recognised is left, since losing words is worse.
"""

import re

MARKER = "##- Savimoka: rašykite virš šios eilutės · write above this line -##"
_OUR_MARK = re.compile(r"##-.{0,90}-##|rašykite virš šios eilutės|write above this line", re.IGNORECASE)
_LONGEST_MAIL = 100_000  # far more than a message may have; what stands further down is quoted
_LONGEST_LINE = 400  # of what mail programs write by themselves
_LONGEST_HEADING = 4  # lines over which a program breaks "On … wrote:"
_WROTE = re.compile(
    r"(\b(rašė|parašė|rašo|wrote|writes|skrev|schrieb|pisze|napisał|rakstīja|пишет|написал)\b.{0,200}:"
    r"|\bskrev\b.{3,200}:?)\W*$",
    re.IGNORECASE,
)
_QUOTING = re.compile(r"\W*(cituojam\w+|quoting)\b.{0,120}<[^<>\s]+@[^<>\s]+>\s*:\s*", re.IGNORECASE)
_WHEN_OR_WHO = re.compile(r"\b(19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\S@\S")
_SEPARATOR = re.compile(
    r"\W*[-_]{3,}\s*(original message|forwarded message|(pradin|pirmin|original|persiųst)\w+ "
    r"(laiškas|žinutė|pranešimas)|opprinnelig melding|videresendt melding)\s*[-_]{3,}"
    r"(\W*|\s*(from|nuo|siuntėjas|fra)\s*:.*)"  # phones write the whole heading on one line
    r"|begin forwarded message:\s*|pradėtas persiunčiamas laiškas:\s*|videresendt melding:\s*",
    re.IGNORECASE,
)
_FROM = re.compile(r"[*\s]*(from|nuo|siuntėjas|fra)\s*:[*\s]*\S", re.IGNORECASE)
_OTHER_HEADERS = re.compile(
    r"[*\s]*(sent|date|to|cc|subject|išsiųsta|išsiuntimo data|data|kam|gavėjas|kopija|tema|sendt|dato"
    r"|til|kopi|emne)\s*:[*\s]*",
    re.IGNORECASE,
)
_RULER = re.compile(r"\s*[_-]{10,}\s*")
_SENT_FROM = re.compile(
    r"\s*(sent from (my |mail for |outlook|yahoo|proton)|get outlook for|sent (via|with proton) "
    r"|(iš)?siųsta (iš|naudojant|per) |(gaukite|atsisiųs\w+|gauti) [„\"]?outlook"
    r"|sendt fra (min |e-post|outlook)|(hent|skaff deg) outlook).{0,120}",
    re.IGNORECASE,
)
_EMPTY_LINES = re.compile(r"\n{3,}")


def cut(text: str) -> str:
    """Return only what the writer of this mail added."""
    lines = [line.rstrip("\xa0\t ") if line != "-- " else line for line in text[:_LONGEST_MAIL].split("\n")]
    kept = _without_quotation_below(lines)
    kept = _without_marked_quotes(kept)
    kept = _without_signature(kept)
    return _EMPTY_LINES.sub("\n\n", "\n".join(line.rstrip() for line in kept)).strip()


def _without_quotation_below(lines: list[str]) -> list[str]:
    """End before a heading below which everything is the earlier letter."""
    for number, line in enumerate(lines):
        if line.startswith(">"):
            continue
        if _OUR_MARK.search(line) or _is_separator(line) or _is_block_of_headers(lines, number):
            above = lines[:number]
            _take_heading_from_end(above)
            return above
        if (length := _heading_at(lines, number)) and not _is_marked_quote(lines, number + length):
            return lines[:number]
    return lines


def _without_marked_quotes(lines: list[str]) -> list[str]:
    """Leave out the lines with `>` and the heading right above them."""
    kept: list[str] = []
    for line in lines:
        if not line.startswith(">"):
            kept.append(line)
        elif kept and kept[-1] != ">":
            _take_heading_from_end(kept)
            kept.append(">")
        elif not kept:
            kept.append(">")
    return ["" if line == ">" else line for line in kept]


def _without_signature(lines: list[str]) -> list[str]:
    for number, line in enumerate(lines):
        if line == "-- " or (line == "--" and any(each.strip() for each in lines[:number])):
            lines = lines[:number]
            break
    end = len(lines)
    while end and (not lines[end - 1].strip() or _SENT_FROM.fullmatch(lines[end - 1])):
        end -= 1
    return lines[:end]


def _is_separator(line: str) -> bool:
    return len(line) <= _LONGEST_LINE and bool(_SEPARATOR.fullmatch(line))


def _is_marked_quote(lines: list[str], number: int) -> bool:
    following = next((line for line in lines[number:] if line.strip()), "")
    return following.startswith(">")


def _is_block_of_headers(lines: list[str], number: int) -> bool:
    """Whether Outlook's heading begins here: From, Sent, To, Subject, one below the other."""
    if not _FROM.match(lines[number]):
        return False
    following = [line for line in lines[number + 1 : number + 9] if line.strip()][:4]
    return sum(bool(_OTHER_HEADERS.match(line)) for line in following) >= 2


def _heading_at(lines: list[str], number: int) -> int:
    """Return over how many lines "On … wrote:" reaches that begins here, or 0."""
    heading = ""
    if len(lines[number]) <= _LONGEST_LINE and _QUOTING.fullmatch(lines[number]):
        return 1
    for length in range(1, _LONGEST_HEADING + 1):
        line = lines[number + length - 1] if number + length <= len(lines) else ""
        if not line.strip() or line.startswith(">"):
            return 0
        heading = f"{heading} {line.strip()}".strip()
        if len(heading) > _LONGEST_LINE:
            return 0
        if _WROTE.search(heading) and heading.endswith(":") and _begins_a_heading(lines[number], heading):
            return length
    return 0


def _begins_a_heading(first_line: str, heading: str) -> bool:
    """Tell "On 21 November 2026, Ona wrote:" from a sentence of the writer's own that ends like it."""
    begins = re.match(
        r"\W*(on\b|den\b|(am|le|w dniu)\b|\d"
        r"|(pr|an|tr|kt|pn|pnkt|št|š|sk|s|pirmad|antrad|treč|ketv|penkt|šešt|sekm)\w*[.,]?\s"
        r"|(ma|ti|on|to|fr|lø|sø)\w{0,5}\.?[, ]\s*\d|(mon|tue|wed|thu|fri|sat|sun)\w*[, ]"
        r"|[^.!?]{0,80}<?\S+@\S+)",
        first_line,
        re.IGNORECASE,
    )
    return bool(begins and _WHEN_OR_WHO.search(heading))


def _take_heading_from_end(lines: list[str]) -> None:
    """Take away a heading or a ruler that led over to what has been cut."""
    while lines and (not lines[-1].strip() or _RULER.fullmatch(lines[-1])):
        lines.pop()
    taken = 0
    for length in range(1, min(_LONGEST_HEADING, len(lines)) + 1):
        if _heading_at(lines, len(lines) - length) == length:
            taken = length
            if not lines[-length].lstrip().startswith("<"):  # an address alone was broken off from more
                break
    del lines[len(lines) - taken :]
