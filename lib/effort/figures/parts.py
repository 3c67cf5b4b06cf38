"""What several figures draw with: the axes of accuracy, bands for the stages, labels, names in words."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from effort.allocation import Allocation
from effort.curves import Curve
from effort.lifecycle import Lifecycle
from effort.palette import BAND, BAND_OPACITY, FRONTIER, INK, MUTED

MOST_EFFORT = 120.0
"""The right edge of the effort axis in the figures with accuracy curves."""
TOP = 100.0
"""Accuracy is a percentage; above it is room for the names of the stages."""
LINE_STYLES = ("-", (0, (6, 1.6)), "-.", (0, (3, 1.4)), (0, (1.2, 1.2)))
"""With the colour, a second way to tell the projects apart."""
MARKERS = ("o", "s", "D", "^", "v")
"""And a third, where there are dots alone."""
SERIES_COLOURS = (INK, MUTED, INK, MUTED, INK)
"""What is no project has no project's colour: its dashes and its name tell it apart."""


def accuracy_axes(axes: Axes, lifecycle: Lifecycle, narrow: bool) -> None:
    """Axes of effort and accuracy, with the stages as bands."""
    top = TOP * (1.38 if narrow else 1.17)
    stage_bands(axes, lifecycle, narrow, below=TOP, above=top)
    axes.set_xlim(0, MOST_EFFORT)
    axes.set_ylim(0, top)
    axes.set_yticks(np.arange(0, TOP + 1, 20))
    axes.set_xlabel("effort (units)")
    axes.set_ylabel("accuracy (%)", y=0.5 * TOP / top)
    axes.spines["left"].set_bounds(0, TOP)


def stage_bands(axes: Axes, lifecycle: Lifecycle, narrow: bool, below: float, above: float) -> None:
    """Bands along the effort axis, their names between the heights `below` and `above`."""
    edges = np.append(lifecycle.starts[1:], MOST_EFFORT)
    for i, (low, high) in enumerate(itertools.pairwise(edges)):
        colour, opacity = band_shade(i, edges.size - 2)
        axes.axvspan(low, high, color=colour, alpha=opacity, lw=0)
        axes.axvline(low, **boundary(i == edges.size - 2))
        lines = in_two_lines(lifecycle.names[i + 1])
        wide_enough = high - low > units_per_letter(narrow) * max(map(len, lines.split("\n")))
        axes.text(
            (low + high) / 2, (below + above) / 2, lines, ha="center", va="center", fontsize=8,
            rotation=0 if wide_enough else 90, linespacing=1.15,
        )  # fmt: skip
    axes.set_ylim(-0.5 if below < 10 else 0, above)


def band_shade(stage: int, frontier: int, frontier_opacity: float = BAND_OPACITY["frontier"]) -> tuple[str, float]:
    """The colour and the opacity of the band of a stage; both stages are counted from the first that is drawn."""
    if stage == frontier:
        return FRONTIER, frontier_opacity
    return BAND, BAND_OPACITY["odd" if stage % 2 else "even"]


def boundary(frontier: bool) -> dict[str, Any]:
    """The line at which a stage begins: a thin one, or that of the frontier."""
    if frontier:
        return {"color": FRONTIER, "linewidth": 1.6, "zorder": 0.9}
    return {"color": MUTED, "linewidth": 0.8, "alpha": 0.45, "zorder": 0.9}


def names_at_the_end(axes: Axes, end: float, heights: Sequence[float], names: Sequence[str], narrow: bool) -> None:
    """Names at the right of where lines end, on nothing, and moved apart where the ends lie together.

    Args:
        axes: with all that is drawn on them, and as high as they will be
        end: where the lines end
        heights: how high each ends
        names: of the lines
        narrow: whether long names stand in two lines
    """
    texts = [in_two_lines(name) if narrow and len(name) > 12 else name for name in names]
    low, high = axes.get_ylim()
    point = (high - low) / (0.72 * axes.bbox.height)  # a figure has 100 pixels an inch
    gap = 12 * point * max(text.count("\n") + 1 for text in texts)
    for text, height in zip(texts, spread(heights, gap, low + gap / 2, high - gap / 2), strict=True):
        axes.annotate(text, (end, height), (4, 0), textcoords="offset points", va="center")


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places moved apart to keep a gap, in the order in which they come, and inside the limits where there is room.

    >>> spread([1.0, 1.2, 9.9], 1.0, 0.0, 10.0)
    [1.0, 2.0, 9.9]
    >>> spread([9.5, 9.8], 1.0, 0.0, 10.0)
    [9.0, 10.0]
    """
    order = np.argsort(places, kind="stable")
    moved = [float(place) for place in places]
    edge = low - gap
    for i in order:
        moved[i] = edge = max(moved[i], edge + gap)
    edge = high + gap
    for i in order[::-1]:
        moved[i] = edge = min(moved[i], edge - gap)
    return moved


def units_per_letter(narrow: bool) -> float:
    """How much of the effort axis a letter of a label takes: about 4.4 points of 6.6 or 3.2 inches."""
    return MOST_EFFORT * 4.4 / (72 * (3.2 if narrow else 6.6))


def in_two_lines(name: str) -> str:
    """A name broken at its middle word."""
    words = name.split()
    half = (len(words) + 1) // 2
    return "\n".join(filter(None, (" ".join(words[:half]), " ".join(words[half:]))))


def label(axes: Axes, text: str, at, offset, **style) -> None:
    """Text beside a point, with a halo of the page's colour so that it stays legible over lines."""
    note = axes.annotate(text, at, offset, textcoords="offset points", zorder=6, **style)
    note.set_gid("class-halo")


def shown_efforts(curve: Curve) -> np.ndarray:
    """Efforts to draw a curve at: dense where it bends, and from 1 where it is infinite at 0."""
    first = 0.0 if np.all(np.isfinite(curve.value(np.zeros(curve.shape)))) else 1.0
    return first + (MOST_EFFORT - first) * np.linspace(0, 1, 80) ** 3


def units_in_words(allocation: Allocation, lifecycle: Lifecycle) -> str:
    """Each project with its units and its stage."""
    return ", ".join(
        f"{name} at {units:g} units ({lifecycle.name(units)})"
        for name, units in zip(allocation.portfolio.names, allocation.effort, strict=True)
    )
