"""One person at one browser window, who notes whatever nobody should ever meet there."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Dialog, Locator, Request, Response, expect

from lms.foundation import i18n
from tests.live.house import PASSWORD, House

SETTLED_MS = 45_000  # the processors may be busy with many other things; who waits in vain waits long
expect.set_options(timeout=SETTLED_MS)
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}

# Told to the test by the page itself, so that a violation cannot hide behind a quiet console.
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI}`));
"""

# As long as one reads before the page takes note of where; counted by the page itself, which may be slow.
REST = """
(block) => new Promise((rested) => {
  let timer = 0;
  const again = () => { clearTimeout(timer); timer = setTimeout(rested, 700); };
  addEventListener("scroll", again, { passive: true });
  scrollTo(0, block.getBoundingClientRect().top + scrollY - 20);
  requestAnimationFrame(again);
})
"""


class Window:
    """A browser window in one language; every trouble on any page is remembered."""

    def __init__(self, context: BrowserContext, house: House, language: str) -> None:
        self.house = house
        self.language = language
        self.troubles: list[str] = []
        self.expected: set[int] = set()
        context.set_default_timeout(SETTLED_MS)
        context.add_init_script(TELL_VIOLATIONS)
        self.page = context.new_page()
        self.page.on("console", self._hear)
        self.page.on("dialog", self._opened)
        self.page.on("pageerror", lambda error: self._note(f"script failed: {error}"))
        self.page.on("request", self._see_whom_it_asks)
        self.page.on("response", self._look_at)
        self.page.on("requestfailed", self._failed)

    # What a person does.

    def go(self, path: str) -> Response | None:
        """Open an address of the house, or a full one from a letter."""
        return self.page.goto(path if "://" in path else f"{self.house.url}/{self.language}{path}")

    def press(self, words: str, **holes: Any) -> None:
        """Press the button with these words, in the window's language."""
        self.button(words, **holes).click()

    def follow(self, words: str, **holes: Any) -> None:
        """Follow the link with these words, in the window's language."""
        self.page.get_by_role("link", name=self.said(words, **holes), exact=True).first.click()

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """Sign in by the form, from wherever one is asked to."""
        if "/sign-in" not in self.page.url:
            self.go("/sign-in")
        self.fill("E-mail address", email)
        self.fill("Password", password)
        self.press("Sign in")
        expect(self.page).not_to_have_url(re.compile("/sign-in"))

    def fill(self, label: str, text: str) -> None:
        """Type into the field with this label."""
        self.page.get_by_label(self.said(label), exact=True).fill(text)

    def rest_at(self, block: Locator) -> None:
        """Bring a block of a lesson to the top edge and read there for a while."""
        self.page.wait_for_load_state()
        block.evaluate(REST)

    # What a person sees.

    def said(self, words: str, **holes: Any) -> str:
        """Return the words as this window says them."""
        with i18n.speaking(self.language):
            return i18n.gettext(words, **holes)

    def button(self, words: str, **holes: Any) -> Locator:
        """Return the button with these words."""
        return self.page.get_by_role("button", name=self.said(words, **holes), exact=True)

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Wait until this text stands in the page."""
        expect(self.page.locator("main")).to_contain_text(text)

    def is_at(self, path: str) -> None:
        """Wait until the window shows this path of the house, whatever comes after it."""
        wanted = re.escape(f"{self.house.url}/{self.language}{path}")
        expect(self.page).to_have_url(re.compile(f"^{wanted}([?#].*)?$"))

    @property
    def path(self) -> str:
        """Where the window is, without the language."""
        return urlsplit(self.page.url).path.removeprefix(f"/{self.language}")

    def expecting(self, *statuses: int) -> AbstractContextManager[None]:
        """Within, answers with these statuses are no trouble."""
        return _Expecting(self, set(statuses))

    # What nobody should meet.

    def _hear(self, message: Any) -> None:
        # What is told by the answer already; a browser that looks for a newer worker without a network, or
        # that may have none.
        told = (
            "Failed to load resource",
            "An unknown error occurred when fetching the script",
            "Service Worker registration blocked",
        )
        if message.type in ("error", "warning") and not message.text.startswith(told):
            self._note(f"console: {message.text}")

    def _look_at(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self._note(f"{response.status} from {response.request.method} {response.url}")

    def _failed(self, request: Request) -> None:
        # Going on to another page breaks off what the last one was still fetching.
        if "ERR_ABORTED" not in (request.failure or ""):
            self._note(f"{request.failure}: {request.url}")

    def _opened(self, dialog: Dialog) -> None:
        # The browser's own question whether to leave unsaved words is ours; nothing else may open one.
        if dialog.type == "beforeunload":
            dialog.accept()
            return
        self._note(f"{dialog.type} opened: {dialog.message}")
        dialog.dismiss()

    def _see_whom_it_asks(self, request: Request) -> None:
        if not request.url.startswith((self.house.url, "data:", "blob:")):
            self._note(f"asked somebody outside: {request.url}")

    def _note(self, trouble: str) -> None:
        self.troubles.append(f"{trouble} (on {urlsplit(self.page.url).path})")


class _Expecting(AbstractContextManager[None]):
    def __init__(self, window: Window, statuses: set[int]) -> None:
        self.window, self.statuses = window, statuses

    def __enter__(self) -> None:
        self.window.expected |= self.statuses

    def __exit__(self, *_trouble: object) -> None:
        self.window.expected -= self.statuses


OpenWindow = Callable[..., Window]
