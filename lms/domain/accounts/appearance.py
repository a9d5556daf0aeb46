"""How a person likes to read: the size of lesson text, the room between its lines, light or dark."""

from dataclasses import dataclass
from functools import lru_cache

TEXT_SIZES = ("small", "normal", "large", "largest")
LINE_SPACINGS = ("close", "normal", "wide")
COLOR_SCHEMES = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class Appearance:
    """What somebody chose; without a choice everything is as the page and the system have it."""

    text_size: str = "normal"
    line_spacing: str = "normal"
    color_scheme: str = "system"

    @property
    def written(self) -> str:
        """Return the choice in one word, as an account and a cookie keep it."""
        return f"{self.text_size}.{self.line_spacing}.{self.color_scheme}"


USUAL = Appearance()


def chosen(text_size: str = "", line_spacing: str = "", color_scheme: str = "") -> Appearance:
    """Return the choice that was made; what nobody offers counts as not chosen."""
    return Appearance(
        text_size if text_size in TEXT_SIZES else USUAL.text_size,
        line_spacing if line_spacing in LINE_SPACINGS else USUAL.line_spacing,
        color_scheme if color_scheme in COLOR_SCHEMES else USUAL.color_scheme,
    )


@lru_cache(maxsize=100)
def read_appearance(written: str) -> Appearance:
    """Read what an account or a cookie kept; a cookie may hold anything."""
    parts = written[:60].split(".")
    return chosen(*parts) if len(parts) == 3 else USUAL
