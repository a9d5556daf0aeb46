"""Every door says who may pass, and every page has a template of its name."""

from pathlib import Path

from flask import Flask

TEMPLATES = Path(__file__).parents[2] / "templates"


def test_every_door_states_its_gate(whole_app: Flask) -> None:
    without = [
        rule.endpoint
        for rule in whole_app.url_map.iter_rules()
        if rule.endpoint != "static" and not hasattr(whole_app.view_functions[rule.endpoint], "gate")
    ]
    assert without == []


def test_every_writing_door_stands_apart_from_reading(whole_app: Flask) -> None:
    """A deed is never done by GET, whatever else a door accepts."""
    deeds = ("enrol", "leave", "mark_", "delete", "remove", "withdraw", "end_", "retry", "hand_in")
    wrong = [
        f"{rule.endpoint} {sorted(rule.methods or ())}"
        for rule in whole_app.url_map.iter_rules()
        if rule.endpoint.partition(".")[2].startswith(deeds)
        and "GET" in (rule.methods or ())
        and rule.endpoint != "assessment.mark_attempt"  # the page on which one marks, and no deed
    ]
    assert wrong == []


def test_every_template_is_used(whole_app: Flask) -> None:
    """Pages that no code names are furniture that somebody forgot."""
    code = "\n".join(path.read_text() for path in (Path(__file__).parents[2] / "lms").rglob("*.py"))
    markup = "\n".join(path.read_text() for path in TEMPLATES.rglob("*.*"))
    unused = [
        str(name)
        for path in TEMPLATES.rglob("*.html")
        if (name := path.relative_to(TEMPLATES))
        and name.parts[0] not in ("errors", "email")
        and name.as_posix().removesuffix(".html") not in code
        and name.as_posix() not in markup
    ]
    assert unused == []
