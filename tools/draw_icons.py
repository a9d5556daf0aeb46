"""Draw the icons of the installed app from the two leaves of the favicon.

    python tools/draw_icons.py              write static/img/app-*.png

The results are committed; they change only when the mark does.
"""

import re
import sys
from pathlib import Path

from PIL import Image, ImageDraw

IMAGES = Path(__file__).resolve().parent.parent / "static" / "img"
GREEN, PAPER, PALE = (29, 90, 67), (255, 253, 249), (192, 207, 199)
FINE = 4  # drawn so many times larger and then made smaller, which smooths the edges
STEPS = 24
Point = tuple[float, float]
# Name, size, how much of the side the leaves take, and the rounding of the ground (a mask cuts its own).
ICONS = [
    ("app-192.png", 192, 0.8, 7 / 32),
    ("app-512.png", 512, 0.8, 7 / 32),
    ("app-maskable-512.png", 512, 0.56, 0.0),
]


def outline(path: str) -> list[Point]:
    """Return the corners of a path of M, C and Z, its curves taken in small steps."""
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path)]
    pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
    found = [pairs[0]]
    for place in range(1, len(pairs), 3):
        found += _curve(found[-1], *pairs[place : place + 3])
    return found


def _curve(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    points = []
    for step in range(1, STEPS + 1):
        there = step / STEPS
        here = 1 - there
        weights = (here**3, 3 * here**2 * there, 3 * here * there**2, there**3)
        corners = (start, first, second, end)
        points.append(
            (
                sum(weight * corner[0] for weight, corner in zip(weights, corners, strict=True)),
                sum(weight * corner[1] for weight, corner in zip(weights, corners, strict=True)),
            )
        )
    return points


def draw(size: int, share: float, rounding: float) -> Image.Image:
    """Draw the mark on its green ground."""
    side = size * FINE
    icon = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(icon)
    pen.rounded_rectangle((0, 0, side - 1, side - 1), radius=side * rounding, fill=GREEN)
    scale, middle = side * share / 32, side / 2
    leaves = re.findall(r'<path d="([^"]+)"', (IMAGES / "favicon.svg").read_text(encoding="utf-8"))
    for path, colour in zip(leaves, (PAPER, PALE), strict=True):
        pen.polygon(
            [(middle + (x - 16) * scale, middle + (y - 16.75) * scale) for x, y in outline(path)], fill=colour
        )
    return icon.resize((size, size), Image.Resampling.LANCZOS)


def main() -> int:
    """Write all icons."""
    for name, size, share, rounding in ICONS:
        few_colours = draw(size, share, rounding).quantize(64, method=Image.Quantize.FASTOCTREE)
        few_colours.save(IMAGES / name, optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
