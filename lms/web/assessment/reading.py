"""A learner's work as people read it: its markdown rendered, its link with the place that it leads to."""

import re

from flask import render_template
from markupsafe import Markup

from lms.domain.assessment import links
from lms.domain.assessment.service import Draft
from lms.domain.content.typed_text import render_typed
from lms.web.assessment.blueprint import blueprint

_MARKS = re.compile(r"[*_#>`|\\[\]<$~!+]|^\s*(?:[-=]|\d+[.)])|^\s{4}", re.MULTILINE)


@blueprint.app_template_filter("work_html")
def work_html(text: str, language: str, place: str) -> Markup | None:
    """Return the text as its markdown says, or None where only the plain text will do."""
    html = render_typed(text, language, place)
    # What comes from there has been through the sanitiser last.
    return None if html is None else Markup(html)


@blueprint.app_template_filter("has_marks")
def has_marks(text: str) -> bool:
    """Whether the text holds signs that markdown may have made something of."""
    return bool(_MARKS.search(text))


@blueprint.app_template_filter("host")
def host(link: str) -> str:
    """Return the name of the place that a link leads to."""
    return links.host_of(link)


def preview_of(draft: Draft) -> str:
    """Return the draft as its graders would read it."""
    link = "" if links.problem_of(draft.link or "") else links.check_link(draft.link or "")
    return render_template("assessment/_preview.html", draft=draft, link=link)
