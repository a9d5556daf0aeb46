"""A link that is handed in: which are taken, and what is said of the others."""

import pytest

from lms.domain.assessment.links import LONGEST_LINK, check_link, host_of, problem_of
from lms.foundation.errors import Invalid
from lms.foundation.i18n import speaking


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.org/darbas", "https://example.org/darbas"),
        ("  http://example.org:8080/a?b=c#d ", "http://example.org:8080/a?b=c#d"),
        ("HTTPS://Example.org", "HTTPS://Example.org"),
        ("example.org/mano", "https://example.org/mano"),
        ("www.example.org", "https://www.example.org"),
        ("example.org:8443/x", "https://example.org:8443/x"),
        ("https://šaltinis.lt/ąžuolas", "https://šaltinis.lt/ąžuolas"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_addresses_of_the_web_are_taken(typed: str, kept: str) -> None:
    assert check_link(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "JavaScript://example.org/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "ftp://example.org/a",
        "mailto:ona@example.org",
        "//example.org/a",
        "https://",
        "https:///a",
        "http://localhost/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "https://ona:slapta@example.org/",
        "https://example.org@evil.example/",
        "https://example.org/a b",
        "https://exa mple.org/",
        "https://example.org\\@evil.example/",
        "https://example.org/<script>",
        "https://-x-.lt/",
        "https://example.org:99999/",
        "https://" + "a" * 64 + ".lt/",
        "Mano darbas",
        "https://example.org/" + "a" * LONGEST_LINK,
    ],
)
def test_anything_else_is_refused_with_a_reason(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_link(typed)
    assert refusal.value.field == "link"
    with speaking("lt"):
        in_lithuanian = problem_of(typed)
    with speaking("en"):
        assert in_lithuanian != problem_of(typed) != ""


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://www.example.org/a", "example.org"),
        ("https://ŠALTINIS.lt/a", "šaltinis.lt"),
        ("https://exаmple.org/", "xn--exmple-4nf.org"),
        ("https://docs.example.org:8443/a", "docs.example.org"),
    ],
)
def test_the_host_is_shown_without_disguise(link: str, host: str) -> None:
    assert host_of(link) == host
