"""A plot with two logarithmic axes, as SVG that stands in a page.

It takes the colour of its text from the page, so that it is legible on light and dark. Lines differ in
colour, dashes and marks; the colours have a contrast of 3 : 1 to white and to the page's dark and differ for
readers who cannot tell red from green. It is drawn for the width of a phone and grows with the page.
"""

from collections.abc import Iterator, Sequence
from html import escape
from math import ceil, floor, log10
from typing import Final, NamedTuple

_WIDTH: Final = 400
_TOP: Final = 14
_LEFT: Final = 46
_RIGHT: Final = 14
_HEIGHT: Final = 250
_AXIS: Final = 34
_LINE: Final = 19
_STYLES: Final = (
    ("currentColor", ""),
    ("#d55e00", ""),
    ("#2b7bba", "7 3"),
    ("#0a8f6a", "2 3"),
    ("#b0589d", "9 3 2 3"),
    ("#96700a", "5 2"),
    ("#7f7f7f", "1 2"),
    ("#2b7bba", ""),
    ("#0a8f6a", ""),
    ("#b0589d", ""),
)
COLOURS: Final = tuple(colour for colour, _ in _STYLES)
"""The colours of lines, the one of the page's text among them."""

_MARKS: Final = ("circle", "square", "triangle", "diamond")


class Series(NamedTuple):
    """A line of a plot: numbers of items with what they cost, in the order of the numbers."""

    name: str
    points: Sequence[tuple[int, float]]


class _Scale(NamedTuple):
    """Which part of an axis stands for which powers of ten."""

    first: int
    last: int
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where a value stands."""
        return self.start + (log10(value) - self.first) / (self.last - self.first) * (self.end - self.start)

    def powers(self) -> Iterator[float]:
        """All powers of ten on it."""
        return (10.0**power for power in range(self.first, self.last + 1))


def plot(name: str, title: str, description: str, series: Sequence[Series]) -> str:
    """Return a plot; `name` tells it from others on its page, `description` says in words what can be seen.

    The place of a line among `series` decides on its looks; one without points is left out.

    Raises:
        ValueError: if there is nothing to draw, or more lines than can be told apart.

    """
    drawn = [(style, each) for style, each in enumerate(series) if each.points]
    if not drawn or len(series) > len(_STYLES):
        raise ValueError(f"{len(series)} lines cannot be drawn")
    across = _scale([x for _, each in drawn for x, _ in each.points], _LEFT, _WIDTH - _RIGHT)
    up = _scale([y for _, each in drawn for _, y in each.points], _TOP + _HEIGHT, _TOP)
    height = _TOP + _HEIGHT + _AXIS + _LINE * len(drawn)
    lines = [
        '<figure class="plot">',
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="{name}-title {name}-text" '
        'width="100%" style="max-width: 40rem; height: auto" font-family="inherit" font-size="12" '
        'fill="none">',
        f'<title id="{name}-title">{escape(title)}</title>',
        f'<desc id="{name}-text">{escape(description)}</desc>',
        *_axes(across, up),
    ]
    for row, (style, each) in enumerate(drawn):
        lines += _line(style, each, across, up)
        lines += _legend(style, each, _TOP + _HEIGHT + _AXIS + _LINE * row + 10)
    return "\n".join([*lines, "</svg>", f"<figcaption>{escape(title)}</figcaption>", "</figure>"])


def _scale(values: Sequence[float], start: float, end: float) -> _Scale:
    first, last = floor(log10(min(values))), ceil(log10(max(values)))
    return _Scale(first, max(last, first + 1), start, end)


def _axes(across: _Scale, up: _Scale) -> Iterator[str]:
    bottom, right = up.start, across.end
    grid = 'stroke="currentColor" stroke-opacity="0.2"'
    for value in up.powers():
        y = f"{up.at(value):.1f}"
        yield f'<path d="M{across.start:g} {y}H{right:g}" {grid}/>'
        yield _text(across.start - 5, up.at(value) + 4, f"{value:g} s", "end")
    for value in across.powers():
        x = f"{across.at(value):.1f}"
        yield f'<path d="M{x} {up.end:g}V{bottom:g}" {grid}/>'
        anchor = "end" if value == 10.0**across.last else "middle"
        yield _text(across.at(value), bottom + 16, f"{value:,.0f}", anchor)
    yield _text((across.start + right) / 2, bottom + 30, "items", "middle")


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="currentColor">{escape(text)}</text>'


def _line(style: int, series: Series, across: _Scale, up: _Scale) -> Iterator[str]:
    places = [(across.at(x), up.at(y)) for x, y in series.points]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    yield f'<path d="{path}" {_stroke(style)}/>'
    for x, y in places:
        yield _mark(style, x, y)


def _legend(style: int, series: Series, y: float) -> Iterator[str]:
    yield f'<path d="M{_LEFT} {y:g}H{_LEFT + 34}" {_stroke(style)}/>'
    yield _mark(style, _LEFT + 17, y)
    yield _text(_LEFT + 42, y + 4, series.name)


def _stroke(style: int) -> str:
    colour, dashes = _STYLES[style]
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'stroke="{colour}" stroke-width="{3 if style == 0 else 2}"{dashed}'


def _mark(style: int, x: float, y: float) -> str:
    colour = _STYLES[style][0]
    shape = _MARKS[style % len(_MARKS)]
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
    outline = {
        "square": "-4 -4h8v8h-8z",
        "triangle": "0 -5l5 9h-10z",
        "diamond": "0 -5.5l5 5.5l-5 5.5l-5 -5.5z",
    }
    first, _, rest = outline[shape].partition(" ")
    down = rest.lstrip("-0123456789.")
    start_y = float(rest[: len(rest) - len(down)])
    return f'<path d="M{x + float(first):.1f} {y + start_y:.1f}{down}" fill="{colour}"/>'
