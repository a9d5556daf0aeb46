"""From a folder to bytes to text: nothing is trusted, everything has a limit."""

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from lms.domain.content.problems import ProblemList
from lms.domain.content.terms import NO_GLOSSARY, Glossary

MANIFEST = ".savimoka.json"
GLOSSARY = "glossary.yaml"
MOST_FILES = 1000
MIB = 1024 * 1024
LIMITS = {".md": 1 * MIB, ".yaml": MIB // 4, ".json": 4 * MIB}
LIMITS |= dict.fromkeys((".mp4", ".webm"), 100 * MIB) | dict.fromkeys((".mp3", ".ogg", ".m4a"), 30 * MIB)
MEDIA_LIMIT = 10 * MIB
MODULE_LIMIT = 200 * MIB
_FOLDERS = ("lt", "en", "quizzes", "assignments", "media")
_IGNORED = re.compile(r"(\.|README|LICEN[CS]E|~\$).*|.*~", re.IGNORECASE)
_BINARY_STARTS = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"\x1f\x8b",
    b"RIFF",
)
_LITHUANIAN = set("ąčęėįšųūžĄČĘĖĮŠŲŪŽ„“”–…’ ")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ue000-\uf8ff]")
_HIDDEN = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class ModuleSource:
    """The files of one module, wherever they come from; `place` is where to tell people to look.

    `glossary` is that of the courses around the module, if there is one.
    """

    slug: str
    files: Mapping[str, bytes]
    place: str = ""
    problems: ProblemList = field(default_factory=ProblemList, compare=False)
    glossary: Glossary = NO_GLOSSARY

    @cached_property
    def digest(self) -> str:
        """A number for all content files together; the same files have the same number anywhere."""
        whole = hashlib.sha256(self.slug.encode() + self.glossary.digest.encode())
        for path in sorted(self.files):
            if path != MANIFEST:
                whole.update(f"\0{path}\0".encode() + hashlib.sha256(self.files[path]).digest())
        return whole.hexdigest()

    def name(self, path: str) -> str:
        """Return the file's name as people see it, beginning at the folder they asked about."""
        return f"{self.place}/{path}" if self.place else path

    def under(self, folder: str) -> list[str]:
        """Return the paths of the files in one of the module's folders, in order."""
        return sorted(path for path in self.files if path.startswith(f"{folder}/"))


def read_module(folder: Path, slug: str, place: str = "", glossary: Glossary | None = None) -> ModuleSource:
    """Read every file of a module's folder that belongs to a course, noting what cannot be read."""
    reader = _FolderReader(folder, place)
    reader.read()
    return ModuleSource(slug, reader.files, place, reader.problems, glossary or NO_GLOSSARY)


def size_in_words(size: int) -> str:
    """Return `1 MB` or `256 kB`."""
    return f"{size // MIB} MB" if size >= MIB else f"{size // 1024} kB"


class _FolderReader:
    def __init__(self, folder: Path, place: str) -> None:
        self.folder, self.place = folder, place
        self.files: dict[str, bytes] = {}
        self.problems = ProblemList()
        self.total = 0

    def read(self) -> None:
        for entry in self._entries(self.folder, ""):
            if entry.name in _FOLDERS and entry.is_dir(follow_symlinks=False):
                for inner in self._entries(Path(entry.path), f"{entry.name}/"):
                    self._take(inner, f"{entry.name}/{inner.name}")
            else:
                self._take(entry, entry.name)

    def _entries(self, folder: Path, prefix: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError:
            self._add(prefix.rstrip("/") or ".", "unreadable")
            return []
        if len(entries) > MOST_FILES:
            self._add(prefix.rstrip("/") or ".", "too-many-files", limit=MOST_FILES)
        return entries[:MOST_FILES]

    def _take(self, entry: os.DirEntry[str], path: str) -> None:
        if _IGNORED.fullmatch(entry.name) and path != MANIFEST:
            return
        if entry.is_symlink():
            self._add(path, "linked-file")
        elif not _belongs(path):
            self._add(path, "unknown-file")
        else:
            self._read_file(Path(entry.path), path)

    def _read_file(self, file: Path, path: str) -> None:
        limit = LIMITS.get(file.suffix, MEDIA_LIMIT)
        try:
            # Neither a link put here meanwhile nor a pipe that never ends may hold us up.
            handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            self._add(path, "unreadable")
            return
        with os.fdopen(handle, "rb") as opened:
            state = os.fstat(handle)
            if not stat.S_ISREG(state.st_mode):
                self._add(path, "not-a-file")
            elif state.st_size > limit:
                self._add(path, "file-too-large", limit=size_in_words(limit))
            elif self.total + state.st_size > MODULE_LIMIT:
                self._add("module.yaml", "module-too-large", limit=size_in_words(MODULE_LIMIT))
            else:
                self.files[path] = opened.read(limit)
                self.total += len(self.files[path])

    def _add(self, path: str, code: str, **holes: object) -> None:
        self.problems.add(f"{self.place}/{path}" if self.place else path, 1, code, **holes)


def _belongs(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    if not folder:
        return name in ("module.yaml", GLOSSARY, MANIFEST)
    if folder == "media":
        return True
    return name.endswith(".md") if folder in ("lt", "en") else name.endswith((".yaml", ".yml"))


def decode(content: bytes, name: str, problems: ProblemList) -> str | None:
    """Return the text of a file in NFC with plain line ends, or None where it cannot be used."""
    trouble = _encoding_trouble(content)
    if trouble:
        problems.add(name, _line_of_bad_byte(content) if trouble == "not-utf8" else 1, trouble)
        return None
    return clean_text(content.decode(), name, problems)


def clean_text(text: str, name: str, problems: ProblemList) -> str | None:
    """Return a decoded text in NFC with plain line ends, or None where it holds what no text does."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if bad := _CONTROL.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        problems.add(name, line, "control-character", character=f"U+{ord(bad.group()):04X}")
        return None
    for hidden in _HIDDEN.finditer(text):
        line = text.count("\n", 0, hidden.start()) + 1
        problems.add(name, line, "hidden-character", character=f"U+{ord(hidden.group()):04X}")
    return unicodedata.normalize("NFC", _HIDDEN.sub("", text))


def _encoding_trouble(content: bytes) -> str | None:
    if not content.strip():
        return "empty-file"
    if content.startswith(b"\xef\xbb\xbf"):
        return "bom"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" in content or content.startswith(_BINARY_STARTS):
        return "binary-file"
    try:
        content.decode()
    except UnicodeDecodeError:
        return _guess_encoding(content)
    return None


def _guess_encoding(content: bytes) -> str:
    """Name the old Lithuanian encoding where the letters make sense in it."""
    text = content.decode("cp1257", errors="replace")
    strange = [letter for letter in text if ord(letter) > 127]
    if len(_CONTROL.findall(text)) + text.count("\ufffd") > len(text) // 50:
        return "binary-file"
    share = sum(letter in _LITHUANIAN for letter in strange) / len(strange)
    return "windows-1257" if share > 0.8 else "not-utf8"


def _line_of_bad_byte(content: bytes) -> int:
    try:
        content.decode()
    except UnicodeDecodeError as error:
        return content.count(b"\n", 0, error.start) + 1
    return 1
