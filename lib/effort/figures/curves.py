"""Curves, one or several, and what a unit gains on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from effort.allocation import Allocation
from effort.curves import Curve
from effort.figures.parts import (
    LINE_STYLES,
    MOST_EFFORT,
    SERIES_COLOURS,
    accuracy_axes,
    label,
    names_at_the_end,
    shown_efforts,
    units_in_words,
    units_per_letter,
)
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.palette import DOT, MUTED, PROJECT_COLOURS
from effort.picture import Picture
from effort.portfolio import Portfolio

__all__ = ["accuracy_curves", "curve_comparison", "lifecycle_curve", "marginal_gains", "unit_gains"]


def lifecycle_curve(curve: Curve, lifecycle: Lifecycle = LIFECYCLE) -> Picture:
    """Accuracy against effort for one project, with the stages it goes through (figure 1 of the source essay)."""
    starts = lifecycle.starts[1:]
    reached = curve.value(starts)

    def draw(axes: Axes, narrow: bool) -> None:
        accuracy_axes(axes, lifecycle, narrow)
        effort = shown_efforts(curve)
        axes.plot(effort, np.atleast_2d(curve.value(effort[:, None]))[:, 0], color=PROJECT_COLOURS[0])
        axes.plot(starts, reached, "o", color=PROJECT_COLOURS[0], markersize=5)

    steps = "; ".join(
        f"{name} from an effort of {start:g}, at {accuracy:.0f} %"
        for name, start, accuracy in zip(lifecycle.names[1:], starts, reached, strict=True)
    )
    return Picture(
        draw,
        f"Accuracy against effort for one project: a curve that rises steeply at first and ever more slowly later, "
        f"through these stages: {steps}.",
    )


def unit_gains(curve: Curve, lifecycle: Lifecycle = LIFECYCLE) -> Picture:
    """What one more unit gains at the start of each stage."""
    starts = lifecycle.starts[1:]
    gains = curve.unit_gain(starts)

    def draw(axes: Axes, narrow: bool) -> None:
        rows = np.arange(starts.size)[::-1]
        axes.barh(rows, gains, height=0.6, color=PROJECT_COLOURS[0])
        axes.set_yticks(rows, [f"{name}" for name in lifecycle.names[1:]])
        for row, gain in zip(rows, gains, strict=True):
            axes.annotate(f"{gain:.2g}", (gain, row), (4, 0), textcoords="offset points", va="center")
        axes.set_xlim(0, gains.max() * 1.12)
        axes.spines["left"].set_visible(False)
        axes.set_xlabel("points gained by one more unit" if narrow else "percentage points gained by one more unit")

    listed = ", ".join(f"{name} {gain:.2g}" for name, gain in zip(lifecycle.names[1:], gains, strict=True))
    return Picture(draw, f"Percentage points that one more unit gains as each stage begins: {listed}.", (2.3, 2.3))


def accuracy_curves(
    portfolio: Portfolio, allocation: Allocation | None = None, lifecycle: Lifecycle = LIFECYCLE
) -> Picture:
    """Every project's accuracy against effort; red dots where an allocation is (figures 2 to 5 of the source)."""

    def draw(axes: Axes, narrow: bool) -> None:
        accuracy_axes(axes, lifecycle, narrow)
        effort = shown_efforts(portfolio.curve)
        accuracy = portfolio.curve.value(effort[:, None])
        for i, name in enumerate(portfolio.names):
            axes.plot(effort, accuracy[:, i], color=PROJECT_COLOURS[i], linestyle=LINE_STYLES[i])
            # The text hangs below the line, also at its left end, where a rising line is lower.
            left_end = MOST_EFFORT - len(name) * units_per_letter(narrow)
            height = np.interp(left_end, effort, accuracy[:, i])
            small = {"fontsize": 8} if narrow else {}
            label(axes, name, (MOST_EFFORT, height), (-1, -3 if narrow else -5), ha="right", va="top", **small)
        if allocation is not None:
            axes.plot(allocation.effort, allocation.accuracy, "o", color=DOT, markersize=7, zorder=5)
            for units, height in zip(allocation.effort, allocation.accuracy, strict=True):
                near_axis = units < 10
                offset, side = ((6, -5), "left") if near_axis else ((-4, 5), "right")
                label(axes, f"{units:g}", (units, height), offset, ha=side, color=DOT, weight="bold")

    if allocation is None:
        ends = portfolio.curve.value(np.full(len(portfolio), MOST_EFFORT))
        listed = "; ".join(f"{name} {end:.0f} %" for name, end in zip(portfolio.names, ends, strict=True))
        shows = (
            f"Accuracy against effort for {len(portfolio)} projects, each rising ever more slowly. "
            f"At {MOST_EFFORT:g} units: {listed}."
        )
    else:
        shows = (
            f"Accuracy against effort for {len(portfolio)} projects, with a red dot on each where a budget of "
            f"{allocation.budget:g} puts it: {units_in_words(allocation, lifecycle)}."
        )
    return Picture(draw, shows)


def curve_comparison(
    curves: Mapping[str, Callable[[np.ndarray], np.ndarray]], effort: float, chord: tuple[float, float] | None = None
) -> Picture:
    """Single curves, each under its name, up to `effort`; with a chord that shows where the first is not concave.

    Args:
        curves: name to a function of effort, for instance ``Log1p(15, 2).value``
        effort: where the axis ends
        chord: the two efforts that a straight line joins on the first curve
    """
    x = np.linspace(0, effort, 121)[1:]
    values = {name: np.asarray(curve(x)) for name, curve in curves.items()}

    def draw(axes: Axes, narrow: bool) -> None:
        for i, y in enumerate(values.values()):
            axes.plot(x, y, color=SERIES_COLOURS[i], linestyle=LINE_STYLES[i])
        if chord is not None:
            ends = np.interp(chord, x, next(iter(values.values())))
            axes.plot(chord, ends, color=MUTED, linewidth=1.4, linestyle=":")
            axes.plot(chord, ends, "o", color=MUTED, markersize=4)
        axes.set_xlim(0, effort)
        axes.set_ylim(0, 1.05 * max(y.max() for y in values.values()))
        names_at_the_end(axes, effort, [y[-1] for y in values.values()], list(values), narrow)
        axes.set_xlabel("effort (units)")
        axes.set_ylabel("accuracy (%)")

    quarter = x.size // 4 - 1
    listed = "; ".join(
        f"{name} has {y[quarter]:.1f} at {x[quarter]:g} units and {y[-1]:.1f} at {effort:g}"
        for name, y in values.items()
    )
    above = f" A dotted chord of the first from {chord[0]:g} to {chord[1]:g} units lies above it." if chord else ""
    return Picture(draw, f"Accuracy against effort: {listed}.{above}", (3.2, 3.0))


def marginal_gains(portfolio: Portfolio, allocation: Allocation) -> Picture:
    """The gain of each project's next unit, with the shadow price at which an allocation stops."""
    price = allocation.shadow_price
    ceiling = 4 * price

    def draw(axes: Axes, narrow: bool) -> None:
        effort = np.linspace(0, 1.3 * allocation.effort.max(), 400)
        gain = portfolio.unit_gain(effort[:, None])
        price_line: dict[str, Any] = {"color": DOT, "linewidth": 1.2, "linestyle": "--"}
        axes.axhline(price, **price_line)
        for i in range(len(portfolio)):
            axes.plot(effort, gain[:, i], color=PROJECT_COLOURS[i], linestyle=LINE_STYLES[i])
        at_stop = portfolio.unit_gain(allocation.effort)
        axes.plot(allocation.effort, at_stop, "o", color=DOT, markersize=7, zorder=5)
        # All curves have fallen before they come to where the names are.
        for i, name in enumerate([*portfolio.names, f"shadow price {price:.3g}"]):
            level = ceiling * (0.95 - 0.1 * i)
            key = effort[-1] * np.array([0.5, 0.58] if narrow else [0.66, 0.72])
            project = i < len(portfolio)
            look = {"color": PROJECT_COLOURS[i], "linestyle": LINE_STYLES[i]} if project else price_line
            axes.plot(key, [level, level], **look)
            label(axes, name, (key[1], level), (5, -3), **({} if project else {"color": DOT}))
        axes.set_xlim(0, effort[-1])
        axes.set_ylim(0, ceiling)
        axes.set_xlabel("effort (units)")
        axes.set_ylabel("points gained by the next unit")

    return Picture(
        draw,
        f"The gain of the next unit against effort, one falling curve for each of {len(portfolio)} projects. With a "
        f"budget of {allocation.budget:g} all stop just below the same level, the shadow price of {price:.3g} points "
        f"a unit.",
        (3.4, 3.3),
    )
