"""The longest lesson on a slow phone, judged by Lighthouse."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.live import course
from tests.live.house import House
from tests.live.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.look]
WANTED = {"accessibility": 100, "best-practices": 95, "performance": 95}


@pytest.mark.parametrize("language", ["lt", "en"])
def test_the_longest_lesson_on_a_phone(house: House, tmp_path: Path, language: str) -> None:
    visitor = Visitor(house.url)
    lessons = [f"/{language}{course.MODULE}/{lesson}" for lesson in course.lessons()]
    longest = max(lessons, key=lambda path: len(visitor.get(path).text))
    report = tmp_path / "report.json"
    subprocess.run(
        [
            str(Path(os.environ["LOOK_TOOLS"]) / "node_modules/.bin/lighthouse"),
            f"{house.url}{longest}",
            *("--quiet", "--output=json", f"--output-path={report}", "--form-factor=mobile"),
            f"--only-categories={','.join(WANTED)}",
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
        ],
        env={**os.environ, "CHROME_PATH": os.environ["CHROMIUM"]},
        check=True,
    )
    said = json.loads(report.read_text())
    scores = {name: round(100 * said["categories"][name]["score"]) for name in WANTED}
    (Path(os.environ["LOOK_FOLDER"]) / f"lighthouse-{language}.json").write_text(json.dumps(scores))
    faults = [audit["title"] for audit in said["audits"].values() if audit["score"] == 0]
    assert all(scores[name] >= least for name, least in WANTED.items()), (scores, faults)
