"""Asking other servers whether a page is there: politely, for a moment, and never inside our own network.

The address is resolved once, every result has to be public, and just that one is connected to:
a name that changes its mind between looking and asking leads nowhere.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

PATIENCE_SECONDS = 10.0
MOST_REDIRECTS = 5
PORTS = {"http": 80, "https": 443}
_SAFE = "/%:=&?~#+!$,;'@()*[]"
# Servers that do not answer HEAD as they would GET are asked once more.
_ASK_AGAIN = frozenset({400, 403, 404, 405, 406, 410, 429, 500, 501, 503})


@dataclass(frozen=True, slots=True)
class Found:
    """What a server said: its status, or why there was none (`nowhere`, `silent`, `refused`)."""

    status: int = 0
    trouble: str = ""


class _Trouble(Exception):
    pass


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global and not found.is_multicast


def visit(address: str, introduction: str, may_visit: Callable[[str], bool] = is_public) -> Found:
    """Ask for a page and return what came of it; `introduction` tells the server who asks."""
    try:
        for _ in range(MOST_REDIRECTS + 1):
            status, onwards = _ask("HEAD", address, introduction, may_visit)
            if status in _ASK_AGAIN:
                status, onwards = _ask("GET", address, introduction, may_visit)
            if not onwards:
                return Found(status)
            address = urljoin(address, onwards)
    except _Trouble as trouble:
        return Found(trouble=str(trouble))
    except (OSError, http.client.HTTPException, ValueError):
        return Found(trouble="silent")
    return Found(trouble="silent")


def _ask(method: str, address: str, introduction: str, may_visit: Callable[[str], bool]) -> tuple[int, str]:
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname:
        raise _Trouble("refused")
    connection = _connect(parts, may_visit)
    try:
        path = quote(parts.path or "/", safe=_SAFE) + (
            f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
        )
        connection.request(method, path, headers={"User-Agent": introduction, "Accept": "*/*"})
        answer = connection.getresponse()
        # Headers arrive as Latin letters one for each byte, whatever they were.
        onwards = (answer.getheader("Location") or "").encode("latin-1", "replace").decode("utf-8", "replace")
        return answer.status, onwards if answer.status in (301, 302, 303, 307, 308) else ""
    finally:
        connection.close()


def _connect(parts: SplitResult, may_visit: Callable[[str], bool]) -> http.client.HTTPConnection:
    host = (parts.hostname or "").encode("idna").decode()
    port = parts.port or PORTS[parts.scheme]
    try:
        addresses = [found[4][0] for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError as problem:
        raise _Trouble("nowhere") from problem
    if not addresses or not all(may_visit(str(each)) for each in addresses):
        raise _Trouble("refused")
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE_SECONDS)
    opened = socket.create_connection((str(addresses[0]), port), timeout=PATIENCE_SECONDS)
    if parts.scheme == "https":
        opened = ssl.create_default_context().wrap_socket(opened, server_hostname=host)
    connection.sock = opened
    return connection
