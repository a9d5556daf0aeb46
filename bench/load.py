"""A load generator of its own process: keeps connections open and notes how long each answer took."""

import http.client
import json
import sys
import threading
import time
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode


@dataclass
class Load:
    """What to ask, how often and over how many connections; `forms` are sent one after the other."""

    port: int
    paths: list[str]
    requests: int
    connections: int
    cookies: list[str]
    forms: list[dict[str, str]] | None = None
    expected: int = 200


def run(load: Load) -> dict[str, Any]:
    """Send the load from here; return seconds in all and per answer."""
    latencies: list[float] = []
    wrong: list[int] = []
    counter = iter(range(load.requests))
    lock = threading.Lock()

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", load.port, timeout=60)
        while True:
            with lock:
                number = next(counter, None)
            if number is None:
                connection.close()
                return
            began = time.perf_counter()
            headers = {"Accept-Encoding": "gzip"}
            if load.cookies:
                headers["Cookie"] = load.cookies[number % len(load.cookies)]
            path = load.paths[number % len(load.paths)]
            if load.forms is None:
                connection.request("GET", path, headers=headers)
            else:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                connection.request("POST", path, urlencode(load.forms[number % len(load.forms)]), headers)
            response = connection.getresponse()
            response.read()
            latencies.append(time.perf_counter() - began)
            if response.status != load.expected:
                wrong.append(response.status)

    began = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(load.connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    latencies.sort()
    return {
        "seconds": time.perf_counter() - began,
        "p95": latencies[int(len(latencies) * 0.95)] if latencies else 0.0,
        "wrong": wrong[:3],
        "count": len(latencies),
    }


def as_json(load: Load) -> str:
    """Return the load as the command line of this module takes it."""
    return json.dumps(asdict(load))


if __name__ == "__main__":
    print(json.dumps(run(Load(**json.load(sys.stdin)))))
