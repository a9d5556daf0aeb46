"""Take the pictures of the README from the running demo, in which people have been at work.

python -m tools.pictures    writes docs/pictures/<page>-<language>-<phone or desktop>.webp
"""

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from lms.cli.browsers import HOW_TO_GET_ONE, find_browser
from tests.journeys.lived_in import AUTHOR, BEGINNER, COORDINATOR, FINISHER, WAITING, furnish, running
from tests.live import course
from tests.live.house import PASSWORD, House

FOLDER = Path(__file__).resolve().parents[1] / "docs/pictures"
DEVICES = {
    "phone": {"viewport": {"width": 390, "height": 780}, "device_scale_factor": 2, "is_mobile": True},
    "desktop": {"viewport": {"width": 1280, "height": 780}, "device_scale_factor": 1.5},
}
LESSON = f"{course.MODULE}/{course.lessons()[2]}"
PICTURES = (
    ("both-languages", WAITING, f"{LESSON}?with=en", "lt", "desktop"),
    ("lesson", WAITING, LESSON, "en", "desktop"),
    ("coordinator", COORDINATOR, "/coordinate", "en", "desktop"),
    ("lesson", WAITING, LESSON, "lt", "phone"),
    ("my-learning", FINISHER, "/my", "lt", "phone"),
    ("quiz", BEGINNER, course.QUIZ, "en", "phone"),
    ("waiting-for-me", AUTHOR, "/teach", "en", "phone"),
)


def main() -> int:
    """Return 0 when all pictures are taken."""
    path = find_browser()
    if path is None:
        print(HOW_TO_GET_ONE, file=sys.stderr)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as house:
        furnish(house)
        with sync_playwright() as playwright:
            # Without the last, letters stand unevenly in pictures of one and a half dots.
            words = ["--no-sandbox", "--font-render-hinting=none"]
            browser = playwright.chromium.launch(executable_path=path, args=words)
            for picture in PICTURES:
                _take(browser, house, *picture)
    return 0


def _take(
    browser: Browser, house: House, name: str, email: str, path: str, language: str, device: str
) -> None:
    context = browser.new_context(locale=language, **DEVICES[device])
    page = context.new_page()
    _sign_in(page, f"{house.url}/{language}", email)
    page.goto(f"{house.url}/{language}{path}")
    with Image.open(BytesIO(page.screenshot(animations="disabled"))) as picture:
        picture.save(FOLDER / f"{name}-{language}-{device}.webp", quality=82, method=6)
    context.close()


def _sign_in(page: Page, home: str, email: str) -> None:
    page.goto(f"{home}/sign-in")
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{home}/my**")


if __name__ == "__main__":
    sys.exit(main())
