"""What several figures draw with: the axes of accuracy, bands for the stages, labels, names in words."""

from __future__ import annotations

import itertools

import numpy as np
from matplotlib.axes import Axes

from effort.allocation import Allocation
from effort.curves import Curve
from effort.lifecycle import Lifecycle
from effort.palette import BAND, BAND_OPACITY, FRONTIER

MOST_EFFORT = 120.0
"""The right edge of the effort axis in the figures with accuracy curves."""
TOP = 100.0
"""Accuracy is a percentage; above it is room for the names of the stages."""
LINE_STYLES = ("-", (0, (6, 1.6)), "-.", (0, (3, 1.4)), (0, (1.2, 1.2)))
"""With the colour, a second way to tell the projects apart."""


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
