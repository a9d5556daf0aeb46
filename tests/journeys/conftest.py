"""One house with real processes for the journeys of a test process, and one browser for all windows."""

import os
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from lms.cli.browsers import HOW_TO_GET_ONE, find_browser
from tests.journeys import lived_in
from tests.journeys.window import DESKTOP, OpenWindow, Window
from tests.live.house import House

SOMEBODY = "Birutė Vaitkutė"
# Newer Chromiums draw the list below their address bar as pages, two for each window, in processes of
# their own: two thirds of all that opening a window costs, for a list that nobody sees here.
UNSEEN = ["WebUIOmniboxPopup", "WebUIOmniboxFullPopup", "WebUIOmniboxAimPopup"]
# The last list of such things is the one that counts: these are what Playwright itself does without.
UNWANTED = [
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin"),
    *("OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"),
]
ALONE = [
    f"--disable-features={','.join([*UNSEEN, *UNWANTED])}",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--font-render-hinting=none",  # letters are as wide on every machine
    "--disable-lcd-text",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing leaves this machine
]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The whole product, running, with its courses, its demo people and a post office."""
    running = House(tmp_path_factory.mktemp("house"))
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def furnished_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Another house, in which people have been at work and mail stays in its own mailbox."""
    with lived_in.running(tmp_path_factory.mktemp("furnished")) as running:
        lived_in.furnish(running)
        yield running


@pytest.fixture
def somebody(house: House, request: pytest.FixtureRequest) -> str:
    """The address of a new person of the house, whom no other story knows; the password is the demo's."""
    number = zlib.crc32(request.node.nodeid.encode())
    return house.add_person(f"somebody{number}@demo.example", SOMEBODY)


@pytest.fixture
def quiz_taker(house: House, somebody: str) -> str:
    """The address of somebody new who has enrolled and begun the quiz."""
    person = lived_in.Person(house, somebody)
    person.enrol()
    person.begin_quiz(0)
    return somebody


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser; without one the test does not run, and where all must run it fails."""
    path = find_browser()
    if path is None:
        if os.environ.get("CI", "").lower() in ("1", "true", "yes"):
            pytest.fail(f"There is no browser. {HOW_TO_GET_ONE}")
        pytest.skip(f"There is no browser. {HOW_TO_GET_ONE}")
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ALONE, *as_root])
        yield browser
        browser.close()


@pytest.fixture
def open_window(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[OpenWindow]:
    """Open windows of their own cookies onto the house; at the end none may have met any trouble."""
    windows: list[Window] = []
    contexts = []

    def open_one(
        language: str = "lt",
        shape: dict[str, Any] | None = None,
        house: House | None = None,
        **options: Any,
    ) -> Window:
        locale = "lt-LT" if language == "lt" else "en-GB"
        # On a busy machine the service worker rightly shows pages as they were kept: only stories
        # about being without a connection have one.
        usual = {"locale": locale, "service_workers": "block"}
        context = chromium.new_context(**{**usual, **(shape or DESKTOP), **options})
        contexts.append(context)
        windows.append(Window(context, house or request.getfixturevalue("house"), language))
        return windows[-1]

    yield open_one
    for context in contexts:
        context.close()
    troubles = [trouble for window in windows for trouble in window.troubles]
    assert not troubles, "\n" + "\n".join(troubles)
