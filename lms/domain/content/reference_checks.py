"""Links and pictures: what they lead to must exist, in the module or among the others."""

from collections.abc import Collection, Iterable, Mapping

from lms.domain.content.addresses import Target
from lms.domain.content.examining import Examined
from lms.domain.content.recording_checks import check_recordings
from lms.domain.content.topics import TOPICS


def check_references(found: Examined) -> None:
    """Note links to lessons, quizzes, places and files that the module does not have."""
    anchors = _anchors(found)
    used = check_recordings(found)
    for file, _, lesson, piece in found.pieces():
        for _, target, line in piece.links:
            trouble = _trouble(target, lesson, found, anchors)
            if trouble:
                found.problems.add(file, line, trouble[0], **trouble[1])
        for _, target, line in piece.pictures:
            if target.kind == "file" and target.name not in found.source.files:
                found.problems.add(file, line, "picture-missing", path=target.name)
            elif target.kind == "file" and target.name.endswith((".pdf", ".vtt")):
                found.problems.add(file, line, "picture-kind")
        used |= {target.name for _, target, _ in piece.links + piece.pictures if target.kind == "file"}
    for path in found.media:
        if path not in used:
            found.problems.add(found.source.name(path), 1, "unused-media")
    _check_topics(found)


def _check_topics(found: Examined) -> None:
    if found.file is None or found.located is None:
        return
    for place, slug in enumerate(found.file.tags):
        if slug not in TOPICS:
            found.problems.add(
                found.located.file, found.located.line(("tags", place)), "unknown-topic", slug=slug
            )


def _anchors(found: Examined) -> dict[str, set[str]]:
    return {
        lesson.slug: {piece.anchor for text in lesson.texts.values() for piece in text.pieces if piece.anchor}
        for lesson in found.lessons
    }


def _trouble(
    target: Target, lesson: str, found: Examined, anchors: Mapping[str, set[str]]
) -> tuple[str, dict[str, str]] | None:
    name = f"{target.kind}:{target.name}"
    if target.kind == "quiz" and target.name not in found.quizzes:
        return "broken-link", {"target": name}
    if target.kind == "assignment" and target.name not in found.assignments:
        return "broken-link", {"target": name}
    if target.kind == "file" and target.name not in found.source.files:
        return "picture-missing", {"path": target.name}
    if target.kind == "lesson" and target.name not in anchors:
        return "broken-link", {"target": name}
    if target.kind in ("lesson", "place") and target.anchor:
        if target.anchor not in anchors.get(target.name or lesson, ()):
            return "broken-anchor", {"anchor": target.anchor}
    elif target.kind == "place":
        return "broken-link", {"target": "#"}
    return None


def check_neighbours(
    modules: Iterable[Examined], published: Mapping[str, Collection[str]], around: Collection[str] = ()
) -> None:
    """Note duplicate names, and prerequisites and links to modules that do not exist or go in a circle.

    `published` are the prerequisites of the modules that exist already, by slug; `around`
    are the names of modules that stand in the same folders.
    """
    examined = list(modules)
    seen: dict[str, Examined] = {}
    for found in examined:
        slug = found.source.slug
        if slug in seen:
            other = seen[slug].source.name("module.yaml")
            found.problems.add(found.source.name("module.yaml"), 1, "duplicate-slug", slug=slug, other=other)
        else:
            seen[slug] = found
    wanted = {slug: tuple(found.file.prerequisites) for slug, found in seen.items() if found.file}
    known = {*seen, *published, *around}
    for found in examined:
        _check_prerequisites(found, known, {**published, **wanted})
        for file, _, _, piece in found.pieces():
            for _, target, line in piece.links:
                if target.kind == "module" and target.name not in known:
                    found.problems.add(file, line, "broken-link", target=f"module:{target.name}")


def _check_prerequisites(found: Examined, known: set[str], wanted: Mapping[str, Collection[str]]) -> None:
    if found.file is None or found.located is None:
        return
    for place, slug in enumerate(found.file.prerequisites):
        line = found.located.line(("prerequisites", place))
        if slug not in known:
            found.problems.add(found.located.file, line, "unknown-prerequisite", slug=slug)
        elif circle := _find_circle(found.source.slug, slug, wanted):
            found.problems.add(found.located.file, line, "cyclic-prerequisite", circle=" → ".join(circle))


def _find_circle(start: str, first: str, wanted: Mapping[str, Collection[str]]) -> list[str] | None:
    """Return the way from a module over its prerequisite back to itself, if there is one."""
    ways, seen = [[start, first]], {first}
    while ways:
        way = ways.pop()
        if way[-1] == start:
            return way
        for following in wanted.get(way[-1], ()):
            if following == start or following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return None
