"""A course that somebody wrote in order to run their own program in a learner's browser."""

import json
from collections.abc import Iterable
from pathlib import Path

from tests.domain.content.rendering import pieces_of
from tests.factories.attacks import ATTACKS
from tests.factories.course_files import DRAWING, MODULE, write_module

SLUG = "hostile"
# Publishing refuses these outright, as links to nowhere and pictures that are not there.
NO_FILE = 'media/x.svg"'
REFUSED = {"link-forbidden", "broken-link", "path-outside", "picture-missing", "picture-elsewhere"}
HOSTILE_DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 20"
  onload="alert(1)"><script>alert(2)</script><image xlink:href="https://x.lt/a.png" width="5" height="5"/>
  <foreignObject width="9" height="9"><body xmlns="http://www.w3.org/1999/xhtml"><img src="x"
  onerror="alert(3)"/></body></foreignObject>
  <a xlink:href="javascript:alert(4)"><path d="M0 0L9 9"/></a></svg>
"""


def lesson_attacks() -> list[str]:
    """Return the attacks that can be published in a lesson."""
    return [attack for attack in ATTACKS if not _is_refused(attack)]


def _is_refused(attack: str) -> bool:
    has_control_character = any(ord(character) < 32 and character not in "\n\t" for character in attack)
    codes = {code for _line, code in pieces_of(attack)[1]}
    return has_control_character or NO_FILE in attack or bool(REFUSED & codes)


def write_course(folder: Path) -> tuple[Path, list[str]]:
    """Write the course; return its folder, and its lessons' slugs."""
    files: dict[str, str | bytes | None] = {
        "lt/02-second.md": None,
        "en/02-second.md": None,
        "media/x.svg": DRAWING,
    }
    slugs = []
    for number, attacks in enumerate(_in_lessons(lesson_attacks()), 1):
        slugs.append("first" if number == 1 else f"attack-{number}")
        for language in ("lt", "en"):
            title = json.dumps(f"{number}: <img src=x onerror=alert(1)> {{{{ 7*7 }}}}")
            text = f"---\ntitle: {title}\nminutes: 1\n---\nPrieš.\n\n{attacks}\n"
            files[f"{language}/{number:02}-{slugs[-1]}.md"] = text
    files["module.yaml"] = MODULE.replace("Klasteriai", _quoted('"><script>alert(1)</script>')).replace(
        "Apie klasterius.", _quoted("</title><svg onload=alert(1)> {{ config }}")
    )
    files["quizzes/final.yaml"] = _quiz(lesson_attacks())
    files["assignments/actor-map.yaml"] = _assignment(lesson_attacks())
    return write_module(folder, files, f"01-{SLUG}"), slugs


def _in_lessons(attacks: list[str]) -> list[str]:
    """Put four attacks into a lesson; what may swallow all that follows stands alone."""
    alone = [attack for attack in attacks if attack.startswith(("```", "$$", "!!!", "???"))]
    others = [attack for attack in attacks if attack not in alone]
    return [*alone, *("\n\n***\n\n".join(others[start : start + 4]) for start in range(0, len(others), 4))]


def write_picture(folder: Path) -> Path:
    """Write a course whose picture is a program; return its folder."""
    return write_module(folder, {"media/map.svg": HOSTILE_DRAWING}, "01-pictured")


def _quiz(attacks: list[str]) -> str:
    questions = []
    for number, group in enumerate(_in_groups(attacks, 8)):
        questions += [
            f"  - key: q{number}",
            "    kind: single",
            f"    text: {_both(group[0])}",
            "    options:",
        ]
        for place, attack in enumerate(group):
            words, is_right = _both(attack), "false" if place else "true"
            questions.append(
                f"      - {{key: o{place}, text: {words}, feedback: {words}, right: {is_right}}}"
            )
    head = [f"title: {_both('<script>alert(1)</script>')}", "pass_percent: 70", "questions:"]
    return "\n".join([*head, *questions])


def _assignment(attacks: list[str]) -> str:
    levels = [f"{{points: {points}, text: {_both(attack)}}}" for points, attack in enumerate(attacks[:4])]
    return f"""\
title: {_both("<script>alert(1)</script>")}
instructions: {_both("<img src=x onerror=alert(1)>")}
accepts: [text, files]
minutes: 30
pass_points: 2
criteria:
  - key: problem
    title: {_both("<svg onload=alert(1)>")}
    levels: [{", ".join(levels)}]
"""


def _in_groups(attacks: list[str], size: int) -> Iterable[list[str]]:
    whole = [attack for attack in attacks if len(attack.split()) > 0]
    return [group for start in range(0, len(whole), size) if len(group := whole[start : start + size]) > 1]


def _both(text: str) -> str:
    return f"{{lt: {_quoted(text)}, en: {_quoted(text)}}}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=True)
