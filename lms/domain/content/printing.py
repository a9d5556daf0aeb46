"""Published blocks as they stand on paper: nothing to touch, everything open, many lessons on one page."""

import re

_TERM = re.compile(
    r'<span class="term"><a [^>]*>([^<]*)</a><span class="term-meaning"[^>]*>'
    r"<strong>[^<]*</strong>[^<]*<span[^>]*>[^<]*</span>[^<]*</span></span>"
)
_BOX = re.compile(r"<details(?![^>]* open)([^>]*)>")
_HEADING = re.compile(r"<(/?)h([2-5])\b")
_FOOTNOTE = re.compile(r'(\bid="|\bhref="#)(footnote-)')
_PLACE = re.compile(r'\bhref="(#[^"]*|/[^"]*)"')


def on_paper(html: str, *, module_address: str, lesson: str, site: str, is_whole: bool) -> str:
    """Return the HTML of a block for a booklet of its lesson, or of the whole module.

    What leads into the same booklet goes on leading there; every other address is written
    in full, so that it can be printed. Marks that stand once in a lesson are told apart.
    """
    html = _TERM.sub(r"\1", html).replace(' loading="lazy"', "")
    html = _BOX.sub(r"<details\1 open>", html)
    if is_whole:
        html = _HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) + 1}", html)
        html = _FOOTNOTE.sub(rf"\1{lesson}-\2", html)
    return _PLACE.sub(lambda found: f'href="{_way(found[1], module_address, lesson, site, is_whole)}"', html)


def _way(address: str, module_address: str, lesson: str, site: str, is_whole: bool) -> str:
    if address.startswith("#"):
        return address
    path, _, place = address.partition("#")
    other = path.removeprefix(f"{module_address}/") if path.startswith(f"{module_address}/") else ""
    if "/" in other or not other or not (is_whole or other == lesson):
        return site + address
    return f"#{place}" if place else f"#lesson-{other}"
