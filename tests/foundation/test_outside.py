"""Visits to other servers: what they answer, and that they never lead into our own network."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lms.foundation import outside

ASKED: list[tuple[str, str, str]] = []


class _Site(BaseHTTPRequestHandler):
    """A site with a page, a page that is gone, one that moved, and one that answers GET only."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        ASKED.append((self.command, self.path, self.headers["User-Agent"]))
        status = {"/there?q=%C5%BE": 200, "/moved": 302, "/loop": 302, "/inside": 302, "/broken": 503}.get(
            self.path, 404
        )
        if self.path == "/get-only":
            status = 200 if self.command == "GET" else 405
        self.send_response(status)
        if status == 302:
            ways = {"/moved": "/there?q=ž", "/loop": "/loop", "/inside": "http://169.254.169.254/latest"}
            self.send_header("Location", ways[self.path].encode().decode("latin-1"))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the test looks at what was asked."""


@pytest.fixture
def site() -> Iterator[str]:
    ASKED.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def visit(address: str) -> outside.Found:
    return outside.visit(address, "Savimoka-test", lambda found: found in ("127.0.0.1", "::1"))


def test_a_page_that_is_there_is_asked_for_politely(site: str) -> None:
    assert visit(f"{site}/there?q=ž#part") == outside.Found(200)
    assert ASKED == [("HEAD", "/there?q=%C5%BE", "Savimoka-test")]


def test_a_server_that_only_knows_get_is_asked_again(site: str) -> None:
    assert visit(f"{site}/get-only") == outside.Found(200)
    assert [method for method, _, _ in ASKED] == ["HEAD", "GET"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/gone", outside.Found(404)),
        ("/broken", outside.Found(503)),
        ("/moved", outside.Found(200)),
        ("/loop", outside.Found(trouble="silent")),
        ("/inside", outside.Found(trouble="refused")),
    ],
)
def test_what_a_server_says(site: str, path: str, expected: outside.Found) -> None:
    assert visit(f"{site}{path}") == expected


def test_our_own_network_is_never_asked(site: str) -> None:
    port = site.rpartition(":")[2]
    for host in ("localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433"):
        found = outside.visit(f"http://{host}:{port}/there", "Savimoka-test")
        assert found.trouble in ("refused", "nowhere")
    for address in ("ftp://example.lt/", "file:///etc/passwd", "http://", "gopher://localhost/"):
        assert outside.visit(address, "Savimoka-test").trouble == "refused"
    assert ASKED == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("193.219.1.1", True),
        ("2a00:1450::1", True),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.0.1", False),
        ("127.0.0.53", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
    ],
)
def test_which_addresses_are_public(address: str, expected: bool) -> None:
    assert outside.is_public(address) is expected


def test_nobody_listening_is_silence() -> None:
    assert visit("http://localhost:9/") == outside.Found(trouble="silent")
    assert visit("http://localhost:99999/").trouble == "silent"
