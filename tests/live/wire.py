"""The line between a browser and the house: it can be cut, lose an answer, or bring another release."""

import http.client
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.live.house import House

PATIENCE = b"const PATIENCE = 3000;"  # so long the service worker waits before it shows a page as it was kept
NOT_PASSED_ON = {"connection", "transfer-encoding", "keep-alive"}


class Wire:
    """Passes everything on between its own address and the house's."""

    def __init__(self, house: House) -> None:
        self.port = house.port
        self.is_cut = False
        self.refuses_posts = False
        self.seconds_late = 0.0
        # For a page that is late because the machine is busy the worker waits; it shows no kept one then.
        self.is_waited_for = True
        # Ends of addresses, and how many next answers to a POST are lost: browsers try twice by themselves.
        self.loses: dict[str, int] = {}
        self.does_not_fetch: dict[str, int] = {}  # the same of what is fetched
        self.release = ""  # another name for the build that the service worker is told of
        self.posts: list[str] = []
        # Asked of each POST, by its address, before it is brought to the house: whether it may go on.
        self.lets_pass: Callable[[str], bool] = lambda _path: True
        self.gone = threading.Event()
        wire = self

        class Passing(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _pass_on(self) -> None:
                wire.pass_on(self)

            do_GET = do_POST = do_HEAD = _pass_on

            def log_message(self, *_values: Any) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Passing)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def pass_on(self, asked: BaseHTTPRequestHandler) -> None:
        """Bring one request to the house and its answer back, as the line is just now."""
        body = asked.rfile.read(int(asked.headers.get("Content-Length", 0)))
        path = asked.path.partition("?")[0]
        is_stopped = asked.command == "POST" and (self.refuses_posts or not self.lets_pass(path))
        if self.is_cut or is_stopped:
            asked.close_connection = True
            return
        if self.seconds_late:
            self.gone.wait(self.seconds_late)
        house = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {name: value for name, value in asked.headers.items() if name.lower() not in NOT_PASSED_ON}
        is_worker = path == "/service-worker.js"
        if is_worker:
            headers.pop("If-None-Match", None)
            headers.pop("Accept-Encoding", None)
        try:
            house.request(asked.command, asked.path, body=body or None, headers=headers)
            answer = house.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):  # nobody is at home just now
            asked.close_connection = True
            return
        finally:
            house.close()
        if asked.command == "POST":
            self.posts.append(path)
        if _is_lost(self.loses if asked.command == "POST" else self.does_not_fetch, path):
            asked.close_connection = True
            return
        if is_worker:
            content = self._changed(content)
        self._answer(asked, answer, content)

    def _changed(self, worker: bytes) -> bytes:
        if self.release:
            worker = worker.replace(b'"build": "', f'"build": "{self.release}'.encode(), 1)
        if self.is_waited_for:
            assert PATIENCE in worker
            worker = worker.replace(PATIENCE, PATIENCE.replace(b"3000", b"3000000"))
        return worker

    def _answer(
        self, asked: BaseHTTPRequestHandler, answer: http.client.HTTPResponse, content: bytes
    ) -> None:
        try:
            asked.send_response_only(answer.status, answer.reason)
            for name, value in answer.getheaders():
                if name.lower() not in {*NOT_PASSED_ON, "content-length"}:
                    asked.send_header(name, value)
            if answer.status not in (204, 304):
                asked.send_header("Content-Length", str(len(content)))
            asked.end_headers()
            if asked.command != "HEAD" and answer.status not in (204, 304):
                asked.wfile.write(content)
        except OSError:
            return  # the browser has gone elsewhere

    def close(self) -> None:
        """Take the line down."""
        self.gone.set()
        self._server.shutdown()
        self._server.server_close()


def _is_lost(lost: dict[str, int], path: str) -> bool:
    for end, times in lost.items():
        if path.endswith(end) and times:
            lost[end] = times - 1
            return True
    return False
