"""What is gained along a curve: by a unit as each stage begins, and by what is shared instead of given out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes

from effort.figures.parts import MOST_EFFORT, TOP, accuracy_axes, label
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.palette import DOT, FRONTIER, INK, MUTED
from effort.picture import Picture

__all__ = ["gains_under_curve", "shared_returns"]

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


def shared_returns(returns: np.ndarray, across: str) -> Picture:
    """Returns against the units that all projects share, with what they gain over sharing none shaded.

    Args:
        returns: shape (budget + 1,), with none of the budget shared, with one unit, and so on
        across: what the shared units do
    """
    best, none = int(returns.argmax()), float(returns[0])
    share = f"{100 * (returns[best] / none - 1):.0f}\u00a0%"
    units = np.arange(returns.size)

    def draw(axes: Axes, narrow: bool) -> None:
        axes.fill_between(units, none, np.maximum(returns, none), color=FRONTIER, alpha=0.3, linewidth=0)
        axes.axhline(none, color=MUTED, linewidth=1, linestyle="--")
        axes.plot(units, returns, color=INK)
        axes.plot(best, returns[best], "o", color=DOT, markersize=7, zorder=5)
        label(axes, f"best: {returns[best]:.1f} with {best}, +{share}", (best, returns[best]), (4, 8))
        label(axes, f"without: {none:.1f}", (units[-1], none), (-2, 4), ha="right")
        # From a little below what there is without: a gain of some per cent must be seen.
        low = 0.85 * none
        axes.set_ylim(low, returns[best] + 0.25 * (returns[best] - low))
        axes.set_xlim(0, units[-1])
        axes.set_xlabel(across)
        axes.set_ylabel("returns")

    return Picture(
        draw,
        f"Returns against {across}, on an axis that begins above 0: {none:.1f} with none, rising to "
        f"{returns[best]:.1f} with {best}, {share} more, and falling from there.",
        (3.4, 3.2),
    )


def _written(gain: float) -> str:
    return f"{gain:.2f}" if gain < 1 else f"{gain:.2g}"
