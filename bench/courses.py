"""A programme of generated modules: lessons of 15 kB, a quiz and an assignment each."""

from pathlib import Path

MODULES = 12
PARAGRAPHS = 22

_SENTENCE = {
    "lt": "Savivaldybės darbuotojas pradeda nuo klausimo, kam ši paslauga reikalinga ir kas jau padaryta. ",
    "en": "The municipal officer begins by asking who needs this service and what has already been done. ",
}
_MODULE = """\
languages: [lt, en]
base_language: lt
title: {{lt: "Matavimo modulis {n}", en: "Measured module {n}"}}
summary: {{lt: "Modulis matavimams.", en: "A module for measuring."}}
aim: {{lt: "Išmatuoti puslapius.", en: "To measure pages."}}
outcomes:
  - {{lt: "Paaiškina, kas matuojama.", en: "Explains what is measured."}}
authors: [{{name: Rasa Žemaitytė, role: {{lt: rengėja, en: author}}}}]
minutes: 360
prerequisites: []
reviewed_on: 2026-11-01
sources: [{{text: {{lt: "Savi matavimai", en: "Own measurements"}}, dated: 2026-11-01}}]
self_assessment: []
tags: []
requirements: [read, "quiz:final", "assignment:work"]
"""
_QUESTION = """\
  - key: q{k}
    kind: single
    points: 1
    text: {{lt: "Kuris teiginys teisingas ({k})?", en: "Which statement is true ({k})?"}}
    options:
      - {{key: a, text: {{lt: "Pirmas", en: "The first"}}, right: true, feedback: {{lt: Taip, en: "Yes"}}}}
      - {{key: b, text: {{lt: "Antras", en: "The second"}}, feedback: {{lt: Ne, en: "No"}}}}
"""
_QUIZ = """\
title: {lt: "Baigiamasis testas", en: "Final quiz"}
intro: {lt: "Dešimt klausimų.", en: "Ten questions."}
pass_percent: 70
attempts: 0
order: fixed
questions:
"""
_ASSIGNMENT = """\
title: {lt: "Darbas", en: "Work"}
instructions:
  lt: |
    Parašykite darbą.
  en: |
    Write the work.
accepts: [text, files]
minutes: 60
pass_points: 2
every_criterion_above: 0
criteria:
  - key: content
    title: {lt: "Turinys", en: "Content"}
    levels:
      - {points: 0, text: {lt: "nepateikta", en: "not given"}}
      - {points: 3, text: {lt: "puikiai", en: "excellent"}}
"""


def write(folder: Path) -> None:
    """Write the programme's files under the folder."""
    programme = folder / "measured"
    programme.mkdir(parents=True)
    (programme / "programme.yaml").write_text(
        'title: {lt: "Matavimai", en: "Measurements"}\nsummary: {lt: "Matuojama.", en: "Measured."}\n'
        'aim: {lt: "Matuoti.", en: "To measure."}\nposition: 1\n'
    )
    for n in range(1, MODULES + 1):
        _write_module(programme / f"{n:02d}-measured-{n}", n)


def _write_module(module: Path, n: int) -> None:
    for name in ("lt", "en", "quizzes", "assignments"):
        (module / name).mkdir(parents=True)
    (module / "module.yaml").write_text(_MODULE.format(n=n))
    (module / "quizzes" / "final.yaml").write_text(
        _QUIZ + "".join(_QUESTION.format(k=k) for k in range(1, 11))
    )
    (module / "assignments" / "work.yaml").write_text(_ASSIGNMENT)
    titles = {"lt": "Pamoka", "en": "Lesson"}
    for language, title in titles.items():
        for number, slug in enumerate(("first", "second", "third", "fourth"), start=1):
            body = "\n\n".join(
                f"{_SENTENCE[language]}({n}.{number}.{paragraph}) " + _SENTENCE[language] * 5
                for paragraph in range(PARAGRAPHS)
            )
            text = f"---\ntitle: {title} {number}\nminutes: 30\n---\n\n## {title}\n\n{body}\n"
            (module / language / f"{number:02d}-{slug}.md").write_text(text)
