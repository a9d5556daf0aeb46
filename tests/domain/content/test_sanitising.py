"""Nothing that an author writes can run in a learner's browser."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.domain.content.sanitising import sanitize
from tests.domain.content.rendering import html_of, pieces_of

# Written after the families of attacks that public cheat sheets describe.
ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//x.lt/a.js></sCrIpT>",
    "<<script>alert(1);//<</script>",
    "<script\x20type='text/javascript'>alert(1)</script >",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror\n=\nalert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=javascript:alert(1)>",
    "<img srcset='x 1x, javascript:alert(1) 2x'>",
    "<svg onload=alert(1)>",
    "<svg><script>alert&#40;1&#41;</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<form><math><mtext></form><form><mglyph><svg><mtext><style><path id='</style><img onerror=alert(1)>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='></object>",
    "<embed src='javascript:alert(1)'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='&#x6a;&#x61;vascript:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='//x.lt/steal'>x</a>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<div style='background:url(javascript:alert(1))'>x</div>",
    "<div style='width:expression(alert(1))'>x</div>",
    "<style>@import 'https://x.lt/a.css';</style>",
    "<link rel=stylesheet href='https://x.lt/a.css'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href='https://x.lt/'>",
    "<form action='https://x.lt'><input name=password></form>",
    "<button formaction='javascript:alert(1)'>x</button>",
    "<template><script>alert(1)</script></template>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "</p><script>alert(1)</script><p>",
    "<p id=location>x</p><a id=cookie name=cookie>x</a>",
    "<span class='arithmatex'>\\(<img src=x onerror=alert(1)>\\)</span>",
    "<x onclick=alert(1)>x</x>",
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](\tjavascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](//x.lt/steal)",
    "[x](https://x.lt\"onmouseover=alert(1) \"t\")",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "![x](javascript:alert(1))",
    "![x](media/x.svg\"onerror=alert(1))",
    "![x\" onerror=\"alert(1)](media/x.svg)",
    "![x](media/x.svg 'a\" onerror=\"alert(1)')",
    "<javascript:alert(1)>",
    "<javascript://x%0aalert(1)>",
    "# x {onclick=alert(1)}",
    "[x](https://x.lt){onclick=alert(1) style=x}",
    "[x](https://x.lt){href=javascript:alert(1)}",
    "![x](media/x.svg){src=https://x.lt/a.png onerror=alert(1)}",
    "*x*{id=location class=arithmatex}",
    "```html\n<script>alert(1)</script>\n```",
    "``` \"onclick=alert(1)\nx\n```",
    "`<img src=x onerror=alert(1)>`",
    "    <script>alert(1)</script>",
    "$\\text{<img src=x onerror=alert(1)>}$",
    "$\\href{javascript:alert(1)}{x}$",
    "$$\n</math><script>alert(1)</script>\n$$",
    "!!! note \"<img src=x onerror=alert(1)>\"\n    x",
    "!!! \"onclick=alert(1)\n    x",
    "??? check \"</summary><script>alert(1)</script>\"\n    x",
    "| <script>alert(1)</script> | b |\n|---|---|\n| <img src=x onerror=alert(1)> | \"x |",
    "x[^<script>]\n\n[^<script>]: <img src=x onerror=alert(1)>",
    "NVO\n\n*[NVO]: \" onmouseover=\"alert(1)",
    "T\n: <script>alert(1)</script>",
    "\\<script>alert(1)\\</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\x02wzxhzdk:0\x03 \x02klzzwxh:0000\x03",
]  # fmt: skip


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
