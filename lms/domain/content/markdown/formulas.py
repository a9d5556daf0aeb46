"""Formulas from LaTeX to MathML; they are put into a page only after everything else was sanitised."""

from functools import cache

from math_core import LatexError, LatexToMathML


@cache
def _converter() -> LatexToMathML:
    return LatexToMathML(fancy_error=False)


@cache
def find_mathml(latex: str, is_displayed: bool) -> str | None:
    """Return the formula as MathML, or None where it cannot be understood."""
    try:
        return _converter().convert_with_local_state(latex, displaystyle=is_displayed)
    except LatexError:
        return None
