"""Every page of everyone in both languages, read by v.Nu, which knows HTML and SVG by their standards."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from flask import Flask

from tests.journeys.every_page import PEOPLE, after_letters_and_trouble, all_ways
from tests.journeys.lived_in import Person
from tests.live.house import House

pytestmark = [pytest.mark.browser, pytest.mark.look]


def test_html_is_valid(furnished_house: House, whole_app: Flask, tmp_path: Path) -> None:
    saved = {}
    for who, email in PEOPLE.items():
        for language in ("lt", "en"):
            person = Person(furnished_house, email, language)
            paths = all_ways(furnished_house, whole_app, who)
            paths += after_letters_and_trouble(furnished_house) if who == "visitor" else []
            for path in paths:
                file = tmp_path / f"{len(saved)}.html"
                file.write_text(person.get(path if "://" in path else f"/{language}{path}").text)
                saved[file.name] = f"/{language}{path} as {who}"
    program = Path(os.environ["LOOK_TOOLS"]) / "node_modules/vnu-jar/build/dist/vnu.jar"
    done = subprocess.run(
        ["java", "-jar", str(program), "--format", "json", "--errors-only", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    found = {
        f"{saved[Path(each['url']).name]}: {each['message']} {each.get('extract', '')!r}"
        for each in json.loads(done.stderr)["messages"]
    }
    assert not found, "\n" + "\n".join(sorted(found))
