"""What learners are given of every construction that authors may use."""

import pytest

from lms.foundation.i18n import speaking
from tests.domain.content.rendering import html_of, pieces_of, raw_html_of


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Žodis *pabrėžtas* ir **svarbus**.", "<p>Žodis <em>pabrėžtas</em> ir <strong>svarbus</strong>.</p>"),
        ("pirma  \nantra\\\ntrečia", "<p>pirma<br>antra<br>trečia</p>"),
        ("`a < b & c`", "<p><code>a &lt; b &amp; c</code></p>"),
        ("a &lt; b & c", "<p>a &lt; b &amp; c</p>"),
        ("\\*ne\\* \\`ne\\`", "<p>*ne* `ne`</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("- a\n\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("- a\n  - b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("> a\n> b", "<blockquote><p>a\nb</p></blockquote>"),
        ("T\n: a\n: b", "<dl><dt>T</dt><dd>a</dd><dd>b</dd></dl>"),
        ("***", "<hr>"),
        ("[pamoka](lesson:second)", '<p><a href="/lt/modules/clusters/second">pamoka</a></p>'),
        ("[vieta](lesson:second#toliau)", '<p><a href="/lt/modules/clusters/second#b-toliau">vieta</a></p>'),
        ("[failas](02-second.md)", '<p><a href="/lt/modules/clusters/second">failas</a></p>'),
        ("[testas](quiz:final)", '<p><a href="/lt/modules/clusters/quizzes/final">testas</a></p>'),
        ("[u](assignment:map)", '<p><a href="/lt/modules/clusters/assignments/map">u</a></p>'),
        ("[m](module:other)", '<p><a href="/lt/modules/other">m</a></p>'),
        ("[pdf](../media/a.pdf)", '<p><a href="/media/abc.pdf">pdf</a></p>'),
        (
            "<https://x.lt/a?b=1&c=2>",
            '<p><a href="https://x.lt/a?b=1&amp;c=2">https://x.lt/a?b=1&amp;c=2</a></p>',
        ),
        ("<rasa@x.lt>", '<p><a href="mailto:rasa@x.lt">rasa@x.lt</a></p>'),
        ("[a][b]\n\n[b]: https://x.lt 'P'", '<p><a href="https://x.lt" title="P">a</a></p>'),
        ("NVO\n\n*[NVO]: organizacija", '<p><abbr title="organizacija">NVO</abbr></p>'),
        ("*social clustering*{lang=en}", '<p><em lang="en">social clustering</em></p>'),
        ("Įžanga\n{.lead}", '<p class="lead">Įžanga</p>'),
        ("$a^2$", "<p><span><math><msup><mi>a</mi><mn>2</mn></msup></math></span></p>"),
        ("kaina 5 $ ir 6 $", "<p>kaina 5 $ ir 6 $</p>"),
        ("```\na <b>\n```", '<pre class="code" tabindex="0"><code>a &lt;b&gt;</code></pre>'),
        ("```nera\nx\n```", '<pre class="code" tabindex="0"><code>x</code></pre>'),
        (
            "```python\nx = '&amp;'\n```",
            '<pre class="code" tabindex="0"><code><span class="n">x</span> <span class="o">=</span> '
            '<span class="s1">\'</span><span class="s1">&amp;amp;</span><span class="s1">\'</span>'
            "</code></pre>",
        ),
        (
            '![Schema](media/x.svg "Paveikslas")',
            '<figure><img alt="Schema" decoding="async" height="20" loading="lazy" src="/media/abc.svg" '
            'width="10">'
            "<figcaption>Paveikslas</figcaption></figure>",
        ),
        (
            '!!! norway "Oslo"\n    Tekstas.',
            '<div class="callout callout-norway" role="note"><p class="callout-title">Oslo</p>'
            "<p>Tekstas.</p></div>",
        ),
        ('!!! tip ""\n    Tekstas.', '<div class="callout callout-tip" role="note"><p>Tekstas.</p></div>'),
        (
            '??? check "Kodėl?"\n    Todėl.',
            '<details class="callout callout-check"><summary>Kodėl?</summary><p>Todėl.</p></details>',
        ),
    ],
)
def test_constructions(text: str, html: str) -> None:
    assert html_of(text).replace('" />', '">') == html


def test_our_own_html_passes_the_sanitiser_whole() -> None:
    """Everything that the renderer makes must survive; else learners would lose it silently."""
    text = """\
## Antraštė

Tekstas su *kursyvu*{lang=en}, `kodu`, [nuoroda](https://x.lt "T")[^a] ir NVO.

- [x] atlikta
- [ ] ne

| a | b |
|:-:|--:|
| 1 | 2 |

!!! example
    x

???+ check
    y

```python
def f(): pass
```

Terminas
: reikšmė

> citata

[^a]: išnaša
*[NVO]: organizacija
"""
    with speaking("lt"):
        assert html_of(text).replace(' open=""', " open") == raw_html_of(text)


def test_a_table_can_be_scrolled_and_its_columns_are_named() -> None:
    html = html_of("| Kas | Kiek |\n|---|--:|\n| a | 1 |")
    assert 'role="group"' in html and 'tabindex="0"' in html and "Kas, Kiek" in html
    assert '<th class="end" scope="col">Kiek</th>' in html and '<td class="end">1</td>' in html


def test_tasks_are_said_in_words_too() -> None:
    html = html_of("- [ ] a\n- [x] b")
    assert html.count('role="img"') == 2 and "☐" in html and "☑" in html and "aria-label" in html


def test_boxes_without_a_title_are_named_in_the_language_of_the_text() -> None:
    assert "<summary>Pasitikrinkite</summary>" in html_of("??? check\n    x", "lt")
    assert "<summary>Check yourself</summary>" in html_of("??? check\n    x", "en")


def test_footnotes_are_numbered_by_their_first_mark_and_lead_back() -> None:
    html = html_of("Vienas[^b] ir du[^a], vėl[^b].\n\n[^a]: antra, žr.[^c]\n[^b]: pirma\n[^c]: trečia")
    assert html.count('role="doc-noteref"') == 4
    assert html.index("pirma") < html.index("antra") < html.index("trečia")
    assert html.count('id="footnote-mark-lt-1"') == 1 and 'href="#footnote-mark-lt-1"' in html
    pieces, problems = pieces_of("a[^x]\n\n[^y]: niekas")
    assert [piece.kind for piece in pieces] == ["paragraph"]
    assert problems == [(1, "unknown-footnote"), (3, "unused-footnote")]


def test_no_id_stands_twice_on_a_page_that_shows_both_languages() -> None:
    text = "a[^x] b[^x]\n\n[^x]: y"
    ids = [part.split('"')[0] for part in (html_of(text, "lt") + html_of(text, "en")).split(' id="')[1:]]
    assert len(ids) == len(set(ids)) == 4


@pytest.mark.parametrize(
    ("text", "levels"),
    [("# a\n\n## b\n\n# c", [2, 3, 2]), ("## a\n\n### b", [2, 3]), ("### a\n\n#### b", [2, 3]), ("a", [])],
)
def test_headings_begin_below_the_title_of_the_page(text: str, levels: list[int]) -> None:
    assert [piece.level for piece in pieces_of(text)[0] if piece.kind == "heading"] == levels


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("a\n\n<b>b</b>\n<script>alert(1)</script>", [(3, "raw-html"), (4, "raw-html")]),
        ("`<b>` ir a < b > c", []),
        ("[a](javascript:alert)", [(1, "link-forbidden")]),
        ("[a](../../etc/passwd)", [(1, "path-outside")]),
        ("[a](/etc/passwd)", [(1, "path-outside")]),
        ("[a](kitas.md)", [(1, "broken-link")]),
        ("a\nb ![](media/x.svg)", [(2, "picture-without-text")]),
        ("![a](https://x.lt/a.png)", [(1, "picture-elsewhere")]),
        ("![a](//x.lt/a.png)", [(1, "picture-elsewhere")]),
        ("![a](../../../a.png)", [(1, "path-outside")]),
        ("![a](data:image/png;base64,AAAA)", [(1, "picture-missing")]),
        ("[](https://x.lt)", [(1, "empty-link")]),
        ("[a][nera]", [(1, "unknown-reference")]),
        ("a\n\n$\\nera$", [(3, "bad-formula")]),
        ("a {onclick=x}\n{onclick=x style=y .nera}", [(1, "attribute-left-out")] * 3),
        ("## a\n\n#### b", [(3, "heading-skips")]),
        ("!!! keista\n    x", [(1, "unknown-callout")]),
        ("[" * 500, [(1, "block-too-long")]),
        ("a " * 15_000, [(1, "block-too-long")]),
    ],
)
def test_what_is_wrong_has_a_line(text: str, problems: list[tuple[int, str]]) -> None:
    found = pieces_of(text)[1]
    assert [code for _, code in found] == [code for _, code in problems]
    assert [line for line, _ in found] == [line for line, _ in problems] or "onclick" in text


def test_an_anchor_is_kept_and_no_other_id() -> None:
    pieces, problems = pieces_of("## Antraštė {#cia}\n\n- a\n{#ne}\n\nx\n{#Blogas}")
    assert [piece.anchor for piece in pieces] == ["cia", "", ""]
    assert {code for _, code in problems} <= {"attribute-left-out"}
    assert "id=" not in html_of("## Antraštė {#cia}")


def test_the_text_is_what_readers_see() -> None:
    pieces, _ = pieces_of(
        'A *b* "c" `d`[^1].\n\n- [x] e\n- f\n\n!!! tip\n    g\n\n![h](media/x.svg "i")\n\n$x<y$\n\n[^1]: j'
    )
    assert [piece.text for piece in pieces] == ["A b „c“ d.", "e f", "g", "h i", "x<y", "j"]
