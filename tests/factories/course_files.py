"""A small module as files: two lessons, a quiz and an assignment in both languages."""

from collections.abc import Mapping
from pathlib import Path

from lms.domain.content.reading import ModuleSource

MODULE = """\
languages: [lt, en]
base_language: lt
title: {lt: Klasteriai, en: Clusters}
summary: {lt: Apie klasterius., en: About clusters.}
aim: {lt: Suprasti klasterius., en: Understand clusters.}
outcomes:
  - {lt: Paaiškinti klasterį., en: Explain a cluster.}
authors:
  - {name: Rasa Žemaitytė, role: {lt: lektorė, en: lecturer}}
minutes: 60
prerequisites: []
reviewed_on: 2026-11-10
sources:
  - {text: {lt: Šaltinis, en: Source}, url: "https://example.lt/", accessed_on: 2026-11-02}
requirements: [read, "quiz:final", "assignment:actor-map"]
"""
FIRST_LT = """\
---
title: Kas yra klasteris
minutes: 30
---
## Kas tai

2016 m. Vilniuje 212 žmonių kalbėjo apie "klasterį".

- Pirmas veikėjas
- Antras veikėjas

![Veikėjų žemėlapis](media/map.svg "Žemėlapis")

!!! note "Pastebėkite"
    Klasteris nėra asociacija.

Žr. [kitą pamoką](lesson:second).
"""
FIRST_EN = """\
---
title: What is a cluster
minutes: 30
---
## What it is

In 2016 in Vilnius 212 people talked about a "cluster".

- The first actor
- The second actor

![Map of actors](media/map.svg "Map")

!!! note "Notice"
    A cluster is not an association.

See [the next lesson](lesson:second).
"""
SECOND_LT = """\
---
title: Kada klasterio nereikia
minutes: 30
---
Kartais pakanka susitarimo.
"""
SECOND_EN = """\
---
title: When no cluster is needed
minutes: 30
---
Sometimes an agreement is enough.
"""
QUIZ = """\
title: {lt: Testas, en: Quiz}
pass_percent: 70
questions:
  - key: legal
    kind: true-false
    right: false
    text: {lt: Klasteris yra juridinis asmuo., en: A cluster is a legal entity.}
  - key: sectors
    kind: single
    points: 2
    text: {lt: Kiek sektorių?, en: How many sectors?}
    options:
      - {key: two, text: {lt: Du, en: Two}}
      - {key: three, text: {lt: Trys, en: Three}, right: true}
"""
ASSIGNMENT = """\
title: {lt: Žemėlapis, en: Map}
instructions:
  lt: |
    Nubraižykite žemėlapį.
  en: |
    Draw a map.
accepts: [text, files]
minutes: 30
pass_points: 2
criteria:
  - key: problem
    title: {lt: Problema, en: Problem}
    levels:
      - {points: 0, text: {lt: Nepateikta, en: Not given}}
      - {points: 3, text: {lt: Puikiai, en: Excellent}}
"""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 20"><path d="M0 0L1 1"/></svg>'


def module_files(changes: Mapping[str, str | bytes | None] | None = None) -> dict[str, bytes]:
    """The files of the module; a change to None leaves a file out."""
    files: dict[str, str | bytes | None] = {
        "module.yaml": MODULE,
        "lt/01-first.md": FIRST_LT,
        "en/01-first.md": FIRST_EN,
        "lt/02-second.md": SECOND_LT,
        "en/02-second.md": SECOND_EN,
        "quizzes/final.yaml": QUIZ,
        "assignments/actor-map.yaml": ASSIGNMENT,
        "media/map.svg": DRAWING,
        **(changes or {}),
    }
    return {
        path: content.encode() if isinstance(content, str) else content
        for path, content in files.items()
        if content is not None
    }


def module_source(
    changes: Mapping[str, str | bytes | None] | None = None, slug: str = "clusters"
) -> ModuleSource:
    """The module as publishers take it."""
    return ModuleSource(slug, module_files(changes))


def write_module(
    folder: Path, changes: Mapping[str, str | bytes | None] | None = None, name: str = "01-clusters"
) -> Path:
    """Write the module into a folder below this one, and return that folder."""
    for path, content in module_files(changes).items():
        file = folder / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder / name
