"""Make the Lithuanian catalogue: one file per room, merged; and check that nothing is missing.

`python tools/catalogue.py` compiles and checks; `--check` only checks, `--compile` only compiles.
"""

import re
import sys
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "translations" / "lt"
COMPILED = FOLDER / "LC_MESSAGES" / "messages.mo"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "N_": None,
}
METHODS = [
    ("lms/**.py", "python"),
    ("templates/**.html", "jinja2"),
    ("templates/**.txt", "jinja2"),
    ("templates/**.xml", "jinja2"),
]
OPTIONS = {"jinja2": {"extensions": "jinja2.ext.i18n", "trimmed": "true", "newstyle_gettext": "true"}}
# What libraries say, not this program.
LIBRARIES = ("wtforms.po", "argparse.po")
HOLE = re.compile(r"%\((\w+)\)")


def main() -> int:
    """Merge and compile; return 1 when something is missing or wrong."""
    merged, problems = merge()
    if "--check" not in sys.argv:
        COMPILED.parent.mkdir(exist_ok=True)
        with COMPILED.open("wb") as file:
            write_mo(file, merged)
    if "--compile" in sys.argv:
        return 0
    problems += compare(merged)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


def merge() -> tuple[Catalog, list[str]]:
    """Read every room's file into one catalogue; the same sentence is translated one way only."""
    merged, problems = Catalog(locale="lt"), []
    for path in sorted(FOLDER.glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale="lt")
        for message in catalogue:
            if not message.id:
                continue
            if "fuzzy" in message.flags:
                problems.append(f"{path.name}:{message.lineno}: fuzzy")
            known = merged.get(message.id, message.context)
            if known and known.string != message.string:
                problems.append(
                    f"{path.name}:{message.lineno}: translated otherwise elsewhere: {message.id!r}"
                )
            forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
            if not all(forms) or (isinstance(message.id, tuple) and len(forms) != 3):
                problems.append(f"{path.name}:{message.lineno}: a form is missing: {message.id!r}")
            problems += [
                f"{path.name}:{message.lineno}: {fault}" for fault in _holes_differ(message.id, forms)
            ]
            merged.add(message.id, message.string, context=message.context)
    return merged, problems


def _holes_differ(source: str | tuple[str, ...], forms: tuple[str, ...]) -> list[str]:
    sources = source if isinstance(source, tuple | list) else (source,)
    wanted = set().union(*(HOLE.findall(text) for text in sources))
    return [
        f"holes differ: {form!r}"
        for form in forms
        if form and not set(HOLE.findall(form)) <= wanted | {"num"}
    ]


def compare(merged: Catalog) -> list[str]:
    """Tell which sentences of the program have no Lithuanian, and which Lithuanian nobody uses."""
    used, problems = set(), []
    for file, line, message, _comments, context in extract_from_dir(
        ROOT,
        METHODS,
        OPTIONS,
        KEYWORDS,
        directory_filter=lambda folder: Path(folder).name in {"lms", "templates"} or not _is_outside(folder),
    ):
        key = message[0] if isinstance(message, tuple) else message
        used.add((key, context))
        if merged.get(key, context) is None:
            problems.append(f"{file}:{line}: no Lithuanian for {message!r}")
    for entry in merged:
        key = entry.id[0] if isinstance(entry.id, tuple | list) else entry.id
        if key and (key, entry.context) not in used and not _is_library_message(key):
            problems.append(f"translations/lt: nobody says {key!r}")
    return problems


def _is_library_message(key: str) -> bool:
    escaped = key.replace("\n", "\\n")
    return any(f'"{escaped}"' in (FOLDER / name).read_text(encoding="utf-8") for name in LIBRARIES)


def _is_outside(folder: str) -> bool:
    return not any(part in {"lms", "templates"} for part in Path(folder).relative_to(ROOT).parts)


if __name__ == "__main__":
    sys.exit(main())
