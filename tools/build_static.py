"""Build the stylesheet and the scripts of the pages, for whoever changes their sources.

    python tools/build_static.py            write static/css/lms.css and static/js/*.js
    python tools/build_static.py --check    only say whether the committed files are up to date

The sources stand in static/css/src and in the folders of static/js. The results are committed, so
nothing is built when the program is installed or run.
"""

import hashlib
import re
import sys
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
LAYERS = "@layer ds.theme, ds.base, ds.components, own;"
# What we use of Designsystemet. base.css brings its own layer; the others are put into one.
COMPONENTS = [
    *("heading", "paragraph", "label", "link", "list", "button", "field", "fieldset", "input"),
    *("validation-message", "error-summary", "alert", "tag", "table", "details", "skip-link", "dialog"),
]


def without_comments(css: str) -> str:
    """The same rules without what only people read."""
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def with_dark(css: str) -> str:
    """Expand every "@dark { … }" into the reader's system setting and the choice made on the page."""
    result = []
    while "@dark {" in css:
        before, rest = css.split("@dark {", 1)
        end = _closing(rest)
        rules = rest[:end]
        result += [
            before,
            "@media (prefers-color-scheme: dark) {:root:not([data-color-scheme=light]) {" + rules + "}}",
            # Paper is always light, as the system's own setting knows by itself.
            "@media screen {:root[data-color-scheme=dark] {" + rules + "}}",
        ]
        css = rest[end + 1 :]
    return "".join([*result, css])


def _closing(text: str) -> int:
    """Where the brace closes that was opened before the text."""
    depth = 1
    for place, letter in enumerate(text):
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if depth == 0:
            return place
    raise ValueError("@dark is not closed")


def smaller(css: str) -> str:
    """Squeeze white space where it says nothing; strings and urls are left alone."""
    parts = re.split(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""", css)
    for place in range(0, len(parts), 2):
        text = re.sub(r"\s+", " ", parts[place])
        text = re.sub(r"\s*([{};,])\s*", r"\1", text)
        parts[place] = re.sub(r":\s+", ":", text).replace(";}", "}")
    return "".join(parts).strip() + "\n"


def with_versions(css: str) -> str:
    """Give every file that the rules name its sum, because browsers keep static files for ever."""

    def versioned(found: re.Match[str]) -> str:
        content = (STATIC / found[1]).read_bytes()
        return f'url("../{found[1]}?v={hashlib.sha256(content).hexdigest()[:8]}")'

    return re.sub(r'url\("\.\./([^"]+)"\)', versioned, css)


def stylesheet() -> str:
    """Designsystemet's components that we use, then our theme and our own rules."""
    vendor = STATIC / "vendor" / "designsystemet"
    base = (vendor / "base.css").read_text(encoding="utf-8")
    components = "".join((vendor / f"{name}.css").read_text(encoding="utf-8") for name in COMPONENTS)
    own = "".join(path.read_text(encoding="utf-8") for path in sorted((STATIC / "css" / "src").glob("*.css")))
    notice = "/*! Designsystemet (MIT, Digdir) and Savimoka's own rules; sources in static/css/src */\n"
    theirs = without_comments(base + "@layer ds.components{" + components + "}")
    return notice + LAYERS + theirs.strip() + smaller(with_versions(with_dark(without_comments(own))))


def script() -> str:
    """Our scripts one after the other, each in a block of its own so that they share nothing by accident."""
    parts = []
    for path in sorted((STATIC / "js" / "src").glob("*.js")):
        parts.append(_lines(path) if path.name.startswith("00-") else "{\n" + _lines(path) + "\n}")
    text = "\n".join(parts) + "\n"
    return text.replace("OFFLINE_SUM", _sum(later_script())).replace("READING_SUM", _sum(reading_script()))


def reading_script() -> str:
    """What only lessons need; they load it themselves and hand it what all scripts share."""
    parts = ["{\n" + _lines(path) + "\n}" for path in sorted((STATIC / "js" / "reading").glob("*.js"))]
    return "export const start = ({ send, say, blockInView }) => {\n" + "\n".join(parts) + "\n};\n"


def assignment_script() -> str:
    """What only the page of an assignment needs: files in pieces, the preview."""
    given = "{ reader, askWho, filesOf, pageToken, readJson, sayUnder, texts }"
    return f"export const start = ({given}) => {{\n{_joined('assignment')}}};\n"


def later_script() -> str:
    """What keeps words and pages on the device; pages load it once they have nothing more urgent to do."""
    return _joined("shared", "offline").replace("ASSIGNMENT_SUM", _sum(assignment_script()))


def worker_script() -> str:
    """What answers without a connection: it shares the queue and the kept pages with the pages."""
    return _joined("shared", "worker")


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _joined(*folders: str) -> str:
    paths = [path for folder in folders for path in sorted((STATIC / "js" / folder).glob("*.js"))]
    return "\n".join(map(_lines, paths)) + "\n"


def _lines(path: Path) -> str:
    """Return the lines of a script without what only people read."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


def main(arguments: list[str]) -> int:
    """Write the files, or only compare; 0 when they are as their sources say."""
    wanted = {
        STATIC / "css" / "lms.css": stylesheet(),
        STATIC / "js" / "lms.js": script(),
        STATIC / "js" / "offline.js": later_script(),
        STATIC / "js" / "reading.js": reading_script(),
        STATIC / "js" / "assignment.js": assignment_script(),
        STATIC / "js" / "service-worker.js": worker_script(),
    }
    stale = [path for path, text in wanted.items() if not _holds(path, text)]
    if "--check" not in arguments:
        for path in stale:
            path.write_text(wanted[path], encoding="utf-8")
        return 0
    for path in stale:
        print(f"{path.name} is older than its sources: run tools/build_static.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
