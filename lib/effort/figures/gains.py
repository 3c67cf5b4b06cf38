"""A curve over the stages, and what a unit gains in each of them, in one picture."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes

from effort.figures.parts import MOST_EFFORT, TOP, accuracy_axes, label
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.palette import INK, MUTED
from effort.picture import Picture

__all__ = ["gains_under_curve"]

BARS, DEPTH = 34.0, 58.0
"""How tall the largest bar is and how far below the curve's axis the bars stand, in points of accuracy."""


def gains_under_curve(
    accuracy: Callable[[np.ndarray], np.ndarray], most: float, lifecycle: Lifecycle = LIFECYCLE
) -> Picture:
    """Accuracy against effort and, below, a bar where each stage begins: the points that one more unit gains there.

    Args:
        accuracy: in per cent, as a function of effort
        most: the gain whose bar is as tall as there is room
        lifecycle: the stages
    """
    starts = lifecycle.starts[1:]
    reached = np.asarray(accuracy(starts))
    gains = np.asarray(accuracy(starts + 1)) - reached

    def draw(axes: Axes, narrow: bool) -> None:
        accuracy_axes(axes, lifecycle, narrow)
        effort = MOST_EFFORT * np.linspace(0, 1, 121) ** 2
        axes.plot(effort, np.where(accuracy(effort) <= TOP, accuracy(effort), np.nan), color=INK)
        axes.plot(starts, np.where(reached <= TOP, reached, np.nan), "o", color=INK, markersize=5)
        axes.axhline(0, color=MUTED, linewidth=0.8)
        width = 2.4 if not narrow else 4.0
        axes.bar(starts, BARS * gains / most, width, -DEPTH, align="edge", color=INK)
        for start, gain in zip(starts, gains, strict=True):
            label(axes, _written(gain), (start, BARS * gain / most - DEPTH), (0, 2))
        label(axes, "points gained by one more unit", (MOST_EFFORT, 0), (-3, -4), ha="right", va="top")
        axes.set_ylim(-DEPTH, axes.get_ylim()[1])

    listed = "; ".join(
        f"{name} from an effort of {start:g}, at {value:.0f} %, where one more unit gains {_written(gain)} points"
        for name, start, value, gain in zip(lifecycle.names[1:], starts, reached, gains, strict=True)
    )
    return Picture(draw, f"Accuracy against effort, and under it what a unit gains: {listed}.", (4.4, 4.0))


def _written(gain: float) -> str:
    return f"{gain:.2f}" if gain < 1 else f"{gain:.2g}"
