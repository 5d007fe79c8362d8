"""The charts of the report: SVG by Matplotlib, in the colours of the page, with words behind it.

The colours of a chart are variables of the page's style sheet, so they follow its light or dark
scheme and its print. Each chart has a title that says what it shows, and a table beside it.
"""

import io
import re
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

# Colours that Matplotlib writes, and what stands for them on the page.
INK, GRID, PAPER = "#010203", "#010204", "#010205"
SERIES = ("#010211", "#010212", "#010213", "#010214", "#010215", "#010216")
_VARIABLES = {INK: "--ink", GRID: "--grid", PAPER: "--paper"} | {
    colour: f"--series-{number}" for number, colour in enumerate(SERIES, 1)
}
# Besides its colour, a part of a bar has a pattern: for eyes, and printers, without colours.
PATTERNS = ("", "...", "///", "xxx", "", "|||")
# Of a phone, in inches; larger screens enlarge it.
WIDTH = 4.0
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10,
    "hatch.linewidth": 0.6,
    "text.color": INK,
    "axes.edgecolor": GRID,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def chart(name: str, title: str, height: float, draw: Callable[[Axes], None]) -> str:
    """Return a chart as SVG to stand in a page.

    Parameters
    ----------
    name : str
        Begins the names of its parts, so that those of two charts differ.
    title : str
        What it shows, for who cannot see it.
    height : float
        In inches.
    draw : callable
        Draws it.
    """
    with mpl.rc_context(_STYLE | {"svg.hashsalt": name}):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        draw(figure.subplots())
        file = io.StringIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(file, format="svg", metadata=nothing)
    return _for_page(file.getvalue(), name, title)


def _for_page(svg: str, name: str, title: str) -> str:
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.S)
    view = re.search(r'viewBox="[^"]*"', svg)
    head = f'<svg role="img" aria-label="{escape(title)}" {view[0] if view else ""} '
    head += 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    svg = head + svg[svg.index(">") + 1 :]
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r'(url\(|href=")#', rf"\1#{name}-", svg)
    # What the page says of fonts holds.
    svg = re.sub(r"font: (\d+)px [^;\"]*", r"font-size: \1px", svg)
    for colour, variable in _VARIABLES.items():
        svg = svg.replace(colour, f"var({variable})")
    return svg


def totals(name: str, title: str, counts: list[int], edges: np.ndarray) -> str:
    """Draw how many students have how many points."""

    def draw(axes: Axes) -> None:
        widths = np.diff(edges)
        axes.bar(edges[:-1], counts, widths, align="edge", color=SERIES[0], edgecolor=PAPER)
        axes.set_xlabel("points")
        _counted(axes, "students")

    return chart(name, title, 2.6, draw)


def bars(name: str, title: str, labels: list[str], shares: np.ndarray, parts: list[str]) -> str:
    """Draw a bar for each label, made of parts, with the label above it.

    Parameters
    ----------
    shares : array of shape (labels, parts)
        They add up to one, or to nothing.
    """

    def draw(axes: Axes) -> None:
        places = np.arange(len(labels))
        left = np.zeros(len(labels))
        for part, share in enumerate(shares.T):
            if share.any():
                axes.barh(
                    places, 100 * share, 0.46, 100 * left, color=SERIES[part], label=parts[part],
                    edgecolor=PAPER, linewidth=0.6, hatch=PATTERNS[part],
                )  # fmt: skip
            left = left + share
        for place, label in enumerate(labels):
            axes.text(0, place - 0.28, label, va="bottom", fontsize=9, parse_math=False)
        axes.set(xlim=(0, 100), ylim=(len(labels) - 0.5, -0.8), yticks=[])
        axes.set_xlabel("% of those who handed in")
        axes.spines["left"].set_visible(False)
        _legend(axes)

    return chart(name, title, 0.9 + 0.42 * len(labels), draw)


def scatter(
    name: str, title: str, points: list[tuple[float, float]], numbers: list[str], odd: list[bool]
) -> str:
    """Draw tests by difficulty and discrimination; the odd ones have a mark of their own."""

    def draw(axes: Axes) -> None:
        axes.axhline(0, color=GRID, linewidth=1)
        for is_odd, marker, colour, label in (
            (False, "o", SERIES[0], "test"),
            (True, "X", SERIES[2], "looks wrong"),
        ):
            chosen = [point for point, one in zip(points, odd, strict=True) if one == is_odd]
            if chosen:
                x, y = zip(*chosen, strict=True)
                size = 90 if is_odd else 30
                axes.scatter(x, y, size, color=colour, marker=marker, label=label, zorder=2)
        for point, number in zip(points, numbers, strict=True):
            axes.annotate(
                number, point, (4, 3), textcoords="offset points", fontsize=8, parse_math=False
            )
        axes.set(xlim=(-3, 106), ylim=(min(-0.25, *(y - 0.1 for _, y in points)), 1.05))
        axes.set_xlabel("mean % of the points (difficulty)")
        axes.set_ylabel("discrimination")
        _legend(axes)

    return chart(name, title, 3.2, draw)


def columns(name: str, title: str, labels: list[str], heights: list[int], of: str) -> str:
    """Draw a column for each label."""

    def draw(axes: Axes) -> None:
        axes.bar(range(len(labels)), heights, 0.8, color=SERIES[0], edgecolor=PAPER)
        step = max(1, -(-len(labels) // 6))
        shown = range(0, len(labels), step)
        axes.set_xticks(list(shown), [labels[place] for place in shown], fontsize=8)
        _counted(axes, of)

    return chart(name, title, 2.4, draw)


def _counted(axes: Axes, of: str) -> None:
    axes.set_ylabel(of)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="y", color=GRID, linewidth=0.5)
    axes.set_axisbelow(True)


def _legend(axes: Axes) -> None:
    handles: Iterable = axes.get_legend_handles_labels()[0]
    if list(handles):
        axes.figure.legend(loc="outside upper left", ncols=2, frameon=False, fontsize=9)
