"""Pictures of courses: shown to anyone, kept for ever, and unable to do anything."""

import hashlib
import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from lms.domain.content.addresses import media_name, stored_name
from lms.domain.content.models import ContentMedia
from lms.foundation import storage
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.content import make_module

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def keep(content: bytes, extension: str, media_type: str) -> str:
    """Keep a file as the publisher does; return its address."""
    sha256 = hashlib.sha256(content).hexdigest()
    name = media_name(sha256, extension)
    storage.current().put(stored_name(name), io.BytesIO(content))
    session.add(
        ContentMedia(
            revision_id=make_module().revision_id,
            path=f"media/picture.{extension}",
            sha256=sha256,
            media_type=media_type,
            size=len(content),
        )
    )
    session.commit()
    return f"/media/{name}"


def fetch(client: Any, address: str, **kwargs: Any) -> Any:
    """Get the address and let the file go again, as a server does."""
    answer = client.get(address, **kwargs)
    answer.get_data()
    answer.close()
    return answer


def test_a_picture_is_shown_for_ever_and_can_do_nothing(app: Flask, client: Any) -> None:
    answer = fetch(client, keep(SVG, "svg", "image/svg+xml"))
    assert (answer.status_code, answer.data) == (200, SVG)
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "Set-Cookie" not in answer.headers
    assert "attachment" not in answer.headers.get("Content-Disposition", "")


def test_other_files_are_handed_out_as_attachments(app: Flask, client: Any) -> None:
    answer = fetch(client, keep(b"%PDF-1.4 test", "pdf", "application/pdf"))
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_browser_that_has_it_gets_it_only_once(app: Flask, client: Any) -> None:
    address = keep(SVG, "svg", "image/svg+xml")
    tag = fetch(client, address).headers["ETag"]
    answer = fetch(client, address, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.data) == (304, b"")


def test_nobody_asks_who_looks_at_a_picture(
    app: Flask, sign_in: Callable[..., Any], statements: Callable[[], list[str]]
) -> None:
    address, browser = keep(SVG, "svg", "image/svg+xml"), sign_in(make_user())
    statements()
    assert fetch(browser, address).status_code == 200
    assert len(statements()) == 1


@pytest.mark.parametrize(
    "name",
    [
        "0" * 64 + ".svg",
        "../../etc/passwd",
        "%2e%2e%2fsecret.svg",
        "0" * 63 + "G.svg",
        "0" * 64 + ".",
        "0" * 64,
        "0" * 64 + ".s%00vg",
    ],
)
def test_what_was_never_published_is_not_found(app: Flask, client: Any, name: str) -> None:
    storage.current().put("course-media/" + "0" * 64 + ".svg", io.BytesIO(SVG))
    assert client.get(f"/media/{name}").status_code == 404


def test_a_recording_is_given_in_parts(app: Flask, client: Any) -> None:
    content = bytes(range(256)) * 40
    address = keep(content, "mp4", "video/mp4")
    whole = fetch(client, address)
    assert (whole.status_code, whole.data) == (200, content)
    assert whole.mimetype == "video/mp4" and whole.headers["Accept-Ranges"] == "bytes"
    assert "attachment" not in whole.headers.get("Content-Disposition", "")
    part = fetch(client, address, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.data) == (206, content[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(content)}"
    end = fetch(client, address, headers={"Range": "bytes=-5"})
    assert (end.status_code, end.data) == (206, content[-5:])
    beyond = fetch(client, address, headers={"Range": f"bytes={len(content)}-"})
    assert beyond.status_code == 416
    assert "sandbox" in part.headers["Content-Security-Policy"]


def test_captions_are_shown_and_not_handed_out(app: Flask, client: Any) -> None:
    answer = fetch(client, keep(b"WEBVTT\n", "vtt", "text/vtt"))
    assert answer.mimetype == "text/vtt" and "attachment" not in answer.headers.get("Content-Disposition", "")
