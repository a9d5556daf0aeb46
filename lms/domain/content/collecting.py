"""Find the programmes and modules below a folder, whichever of them it is."""

import re
import stat
from collections.abc import Set
from dataclasses import dataclass, field, replace
from pathlib import Path

from lms.domain.content.glossary import parse_glossary, read_glossary, unread_glossary
from lms.domain.content.problems import ProblemList, has_errors
from lms.domain.content.reading import GLOSSARY, LIMITS, ModuleSource, decode, read_module, size_in_words
from lms.domain.content.schema_problems import check_shape
from lms.domain.content.schemas import SLUG, ProgrammeFile
from lms.domain.content.terms import NO_GLOSSARY, Glossary
from lms.domain.content.typography import set_text
from lms.domain.content.wordings import check_texts, texts_in
from lms.domain.content.yaml_loading import load_yaml

MODULE_FILE, PROGRAMME_FILE = "module.yaml", "programme.yaml"
_NUMBER = re.compile(r"\d{2,3}-")


@dataclass(frozen=True)
class ProgrammeSource:
    """A programme as its folder describes it; `modules` are slugs in their order."""

    slug: str
    title: dict[str, str]
    summary: dict[str, str]
    aim: dict[str, str]
    position: int
    modules: tuple[str, ...]


@dataclass
class Collection:
    """All that was found below a folder."""

    programmes: list[ProgrammeSource] = field(default_factory=list)
    modules: list[ModuleSource] = field(default_factory=list)
    problems: ProblemList = field(default_factory=ProblemList)
    glossary: Glossary = NO_GLOSSARY
    is_glossary_broken: bool = False


def read_collection(path: Path, known: Set[str] = frozenset()) -> Collection:
    """Read a module, a programme or a folder of both; what cannot be read is noted.

    Where the digests of all modules are `known`, they were published with this very glossary: its
    terms, which take longer to read than all else here, are then left out.
    """
    found = Collection()
    if not path.is_dir():
        found.problems.add(path.name, 1, "path-missing")
        return found
    place = _find_glossary(path)
    if place is None:
        _take_all(path, found)
        return found
    problems = ProblemList()
    content = read_glossary(*place, problems)
    if content is not None:
        found.glossary = unread_glossary(content)
    _take_all(path, found)
    is_known = found.modules and all(module.digest in known for module in found.modules)
    if content is not None and not is_known:
        found.glossary = parse_glossary(content, place[1], problems)
        found.modules = [replace(module, glossary=found.glossary) for module in found.modules]
    found.is_glossary_broken = has_errors(problems)
    found.problems.extend(problems)
    return found


def _take_all(path: Path, found: Collection) -> None:
    if (path / MODULE_FILE).exists() or _looks_like_module(path):
        _take_module(path.resolve(), "", found)
    elif (path / PROGRAMME_FILE).exists():
        _take_programme(path.resolve(), "", found)
    else:
        for folder in _folders(path, "", found):
            _take_any(folder, folder.name, found)
        if not found.modules and not found.programmes and not len(found.problems):
            found.problems.add(".", 1, "no-modules")


def slugs_around(path: Path) -> set[str]:
    """Return the names of the modules that stand in the same tree as this folder."""
    root = _root_of(path)
    found = {_slug_of(file.parent.name) for file in root.glob(f"*/{MODULE_FILE}")}
    return found | {_slug_of(file.parent.name) for file in root.glob(f"*/*/{MODULE_FILE}")}


def _root_of(path: Path) -> Path:
    """Return the folder that holds all the programmes and modules around that one."""
    root = path.resolve()
    while any(
        (root / name).exists() or (root.parent / name).exists() for name in (MODULE_FILE, PROGRAMME_FILE)
    ):
        root = root.parent
    return root


def _find_glossary(path: Path) -> tuple[Path, str] | None:
    """Find the glossary of the courses, which may stand higher than the folder asked about.

    That of a module's own folder is one of its files and is read with it.
    """
    folder, root, climbed = path.resolve(), _root_of(path), ""
    while (folder / MODULE_FILE).exists() or not (folder / GLOSSARY).exists():
        if folder == root:
            return None
        folder, climbed = folder.parent, f"../{climbed}"
    return folder / GLOSSARY, f"{climbed}{GLOSSARY}"


def _take_any(folder: Path, place: str, found: Collection) -> None:
    if (folder / MODULE_FILE).exists() or _looks_like_module(folder):
        _take_module(folder, place, found)
    elif (folder / PROGRAMME_FILE).exists():
        _take_programme(folder, place, found)
    else:
        inner = [each for each in _folders(folder, place, found) if (each / MODULE_FILE).exists()]
        for each in inner:
            _take_module(each, f"{place}/{each.name}", found)
        if inner:
            found.problems.add(f"{place}/{PROGRAMME_FILE}", 1, "programme-file-missing")


def _take_module(folder: Path, place: str, found: Collection) -> str | None:
    slug = _slug_of(folder.name)
    if not SLUG.fullmatch(slug):
        found.problems.add(place or ".", 1, "bad-folder-name")
        return None
    source = read_module(folder, slug, place, found.glossary)
    found.modules.append(source)
    return slug


def _take_programme(folder: Path, place: str, found: Collection) -> None:
    slugs = []
    for inner in _folders(folder, place, found):
        if (inner / MODULE_FILE).exists() or _looks_like_module(inner):
            slugs.append(_take_module(inner, f"{place}/{inner.name}" if place else inner.name, found))
    name = f"{place}/{PROGRAMME_FILE}" if place else PROGRAMME_FILE
    entry = _read_programme_file(folder / PROGRAMME_FILE, name, found.problems)
    if entry is None:
        return
    title, summary, aim = (
        {language: set_text(text.strip(), language) for language, text in texts.texts.items()}
        for texts in (entry.title, entry.summary, entry.aim)
    )
    modules = tuple(slug for slug in slugs if slug)
    found.programmes.append(
        ProgrammeSource(_slug_of(folder.name), title, summary, aim, entry.position, modules)
    )


def _read_programme_file(file: Path, name: str, problems: ProblemList) -> ProgrammeFile | None:
    try:
        state = file.lstat()
    except OSError:
        problems.add(name, 1, "programme-file-missing")
        return None
    if stat.S_ISLNK(state.st_mode) or not stat.S_ISREG(state.st_mode):
        problems.add(name, 1, "linked-file" if stat.S_ISLNK(state.st_mode) else "not-a-file")
        return None
    if state.st_size > LIMITS[".yaml"]:
        problems.add(name, 1, "file-too-large", limit=size_in_words(LIMITS[".yaml"]))
        return None
    text = decode(file.read_bytes(), name, problems)
    located = load_yaml(text, name, problems) if text is not None else None
    entry = check_shape(ProgrammeFile, located, problems) if located else None
    if entry and located:
        check_texts(texts_in(entry, located, "programme"), ("lt", "en"), None, problems)
    return entry


def _folders(path: Path, place: str, found: Collection) -> list[Path]:
    folders = []
    for inner in sorted(path.iterdir()):
        if inner.name.startswith((".", "_")) or not inner.is_dir():
            continue
        if inner.is_symlink():
            found.problems.add(f"{place}/{inner.name}" if place else inner.name, 1, "linked-file")
        else:
            folders.append(inner)
    return folders


def _looks_like_module(folder: Path) -> bool:
    """A folder of lessons whose module.yaml was forgotten is a module all the same."""
    return any((folder / language).is_dir() for language in ("lt", "en"))


def _slug_of(name: str) -> str:
    return _NUMBER.sub("", name, count=1)
