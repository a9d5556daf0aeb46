"""Nothing that an author writes can run in a learner's browser."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.domain.content.sanitising import sanitize
from tests.domain.content.rendering import html_of, pieces_of
from tests.factories.attacks import ATTACKS


class _Reader(HTMLParser):
    """Lists what a browser would make of the page that is not allowed."""

    ALLOWED = {
        "a", "abbr", "blockquote", "br", "code", "dd", "details", "div", "dl", "dt", "em", "figcaption",
        "figure", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "section", "span",
        "strong", "summary", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
        "math", "mrow", "mi", "mn", "mo", "mtext", "mfrac", "msup", "msub", "mspace",
    }  # fmt: skip

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.ALLOWED:
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc", "formaction"):
                self.found.append(name)
            if name in ("href", "src") and urlsplit((value or "").strip()).scheme not in (
                "",
                "https",
                "http",
                "mailto",
                "tel",
            ):
                self.found.append(f"{name}={value}")
            if name in ("href", "src") and (value or "").startswith("//"):
                self.found.append(f"{name}={value}")
            if name == "src" and not (value or "").startswith("/media/"):
                self.found.append(f"src={value}")

    def handle_comment(self, data: str) -> None:
        self.found.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.found.append("declaration")

    def handle_pi(self, data: str) -> None:
        self.found.append("instruction")


def _render(text: str) -> str:
    """Render as publishing would; text that publishing refuses outright never becomes a page."""
    refused = {"link-forbidden", "broken-link", "path-outside", "picture-missing", "picture-elsewhere"}
    if refused & {code for _, code in pieces_of(text)[1]}:
        return ""
    return html_of(text)


def test_the_reader_of_these_tests_would_notice() -> None:
    assert _Reader("<script>x</script><p onclick=x><a href='javascript:x'>").found == [
        "script", "onclick", "href=javascript:x",
    ]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_a_lesson_stays_text(attack: str) -> None:
    assert _Reader(_render(attack)).found == []
    assert _Reader(_render(f"Prieš {attack} po")).found == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_second_lock_holds_alone(attack: str) -> None:
    assert _Reader(sanitize(attack)).found == []


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([*ATTACKS, "\n\n", "> ", "- ", "`", "**", "<", "'", '"', "]", "(", "\n    "]),
        max_size=5,
    )
)
def test_attacks_joined_in_any_way_stay_text(parts: list[str]) -> None:
    assert _Reader(_render("".join(parts))).found == []


def test_plain_words_about_html_can_still_be_written() -> None:
    assert html_of("Žyma <b> ir `<script>`") == "<p>Žyma &lt;b&gt; ir <code>&lt;script&gt;</code></p>"
