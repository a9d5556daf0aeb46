"""What the documents show and lead to is there: pictures, decisions, files of the house."""

import re
from pathlib import Path

import pytest

from tools.pictures import FOLDER, PICTURES

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document.relative_to(ROOT)))
def test_every_link_leads_to_a_file(document: Path) -> None:
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if ":" not in link]
    assert [link for link in links if link and not (document.parent / link).exists()] == []


def test_the_readme_shows_the_pictures_that_its_script_takes() -> None:
    taken = {f"{name}-{language}-{device}.webp" for name, _who, _path, language, device in PICTURES}
    shown = re.findall(r"\(docs/pictures/([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert set(shown) == taken == {file.name for file in FOLDER.iterdir()}
