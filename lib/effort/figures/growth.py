"""What changes with the budget, and with the weight of one project."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator

from effort.figures.parts import (
    LINE_STYLES,
    band_shade,
    in_two_lines,
    label,
)
from effort.growth import GrowthPath, entry_budgets
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.palette import BAND_OPACITY, DOT, FRONTIER, MUTED, PROJECT_COLOURS
from effort.picture import Picture

__all__ = ["growth_lines", "marginal_value", "phase_regions"]


def growth_lines(path: GrowthPath, lifecycle: Lifecycle = LIFECYCLE, marks: Mapping[str, int] | None = None) -> Picture:
    """Every project's effort against the budget, across the stages; dashed lines at the named budgets."""
    portfolio, budgets, effort = path.portfolio, path.budgets, path.effort()
    entries = [path.entry_budget(name, lifecycle.frontier) for name in portfolio.names]

    def draw(axes: Axes, narrow: bool) -> None:
        highest = 1.08 * effort.max()
        edges = np.append(lifecycle.starts[1:], highest)
        for i, (low, high) in enumerate(itertools.pairwise(edges)):
            colour, opacity = band_shade(i, edges.size - 2)
            axes.axhspan(low, high, color=colour, alpha=opacity, lw=0)
        for i in reversed(range(len(portfolio))):
            # Every fifth budget: steps of one unit are narrower than the line.
            axes.plot(budgets[::5], effort[::5, i], color=PROJECT_COLOURS[i], linestyle=LINE_STYLES[i])
            name = in_two_lines(portfolio.names[i]) if narrow else portfolio.names[i]
            axes.annotate(name, (budgets[-1], effort[-1, i]), (4, 0), textcoords="offset points", va="center")
            if (entry := entries[i]) is not None:
                axes.plot(entry, lifecycle.frontier, "o", color=DOT, markersize=7, zorder=5)
                at = (entry, lifecycle.frontier)
                label(axes, f"{entry}", at, (-4, 5), ha="right", color=DOT, weight="bold")
        for name, mark in (marks or {}).items():
            axes.axvline(mark, color=MUTED, linewidth=1, linestyle="--")
            label(axes, name, (mark, highest), (-3, -4), ha="right", va="top", rotation=90)
        axes.set_xlim(budgets[0], budgets[-1])
        axes.set_ylim(0, highest)
        for name, low, high in zip(lifecycle.names[4:], edges[-3:-1], edges[-2:], strict=True):
            label(axes, name, (budgets[0], (low + high) / 2), (5, 0), va="center", style="italic", fontsize=8)
        axes.set_xlabel("budget (units)")
        axes.set_ylabel("effort in the project (units)")

    reached = "; ".join(
        f"{name} at a budget of {budget}" if budget is not None else f"{name} not at all"
        for name, budget in zip(portfolio.names, entries, strict=True)
    )
    return Picture(
        draw,
        f"Effort in each project against the budget, from {budgets[0]} to {budgets[-1]}: nearly straight lines through "
        f"the stages of the lifecycle. They reach {lifecycle.names[-1]} so: {reached}.",
        (4.2, 4.0),
    )


def marginal_value(path: GrowthPath, marks: Mapping[str, int]) -> Picture:
    """What the last unit of each budget earns, with the named budgets marked."""
    budgets = path.budgets[1:]

    def draw(axes: Axes, narrow: bool) -> None:
        shown = np.unique(np.geomspace(1, budgets.size, 150).astype(int)) - 1
        axes.plot(budgets[shown], path.gain[shown], color=PROJECT_COLOURS[0])
        for name, mark in marks.items():
            gain = np.interp(mark, budgets, path.gain)
            axes.plot(mark, gain, "o", color=DOT, markersize=7, zorder=5)
            label(axes, f"{name}, {gain:.2f}", (mark, gain), (5, 5))
        axes.set_xlim(0, budgets[-1])
        # The first few units gain ten times as much; showing them would flatten all the rest.
        axes.set_ylim(0, 5 * np.interp(min(marks.values()), budgets, path.gain))
        axes.set_xlabel("budget (units)")
        axes.set_ylabel("points gained by the last unit")

    listed = ", ".join(f"{np.interp(mark, budgets, path.gain):.2f} points at {mark} ({n})" for n, mark in marks.items())
    return Picture(draw, f"What the last unit of each budget earns, falling ever more slowly: {listed}.", (2.8, 2.8))


def phase_regions(
    units: np.ndarray,
    weights: np.ndarray,
    companies: Mapping[str, tuple[int, float]],
    project: str,
    lifecycle: Lifecycle = LIFECYCLE,
) -> Picture:
    """Which stage one project reaches, for every budget and weight; companies marked as dots.

    Args:
        units: shape (w, budgets), from `phase_map`
        weights: shape (w,), increasing
        companies: name to (budget, weight)
        project: what the one project is called
        lifecycle: its stages
    """
    budgets = units.shape[1] - 1
    entry = entry_budgets(units, lifecycle)

    def draw(axes: Axes, narrow: bool) -> None:
        last = len(lifecycle.names) - 1
        for s in range(1, last + 1):
            right = entry[:, s + 1] if s < last else np.full(weights.size, budgets)
            colour, opacity = band_shade(s, last, BAND_OPACITY["region"])
            axes.fill_betweenx(weights, entry[:, s], right, linewidth=0, color=colour, alpha=opacity)
            inside = entry[:, s] < budgets
            axes.plot(
                entry[inside, s], weights[inside],
                color=FRONTIER if s == last else MUTED, linewidth=2.4 if s == last else 0.8,
            )  # fmt: skip
        axes.set_xlim(0, budgets)
        axes.set_ylim(weights[0], weights[-1])
        axes.set_yscale("log")
        ticks = [tick for tick in (0.1, 0.3, 1, 3, 10, 30, 100) if weights[0] <= tick <= weights[-1]]
        axes.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
        axes.yaxis.set_minor_locator(NullLocator())
        places = ((last, 0.72, 0.5), (last - 1, 0.14, 0.6), (last - 2, 0.07, 0.5), (last - 3, 0.07, 0.5))
        for s, row, along in places[: 2 if narrow else 4]:
            i = int(row * weights.size)
            right = entry[i, s + 1] if s < last else budgets
            at = (entry[i, s] + along * (right - entry[i, s]), weights[i])
            name = in_two_lines(lifecycle.names[s])
            label(axes, name, at, (0, 0), ha="center", va="center", style="italic", fontsize=8)
        for name, (budget, weight) in companies.items():
            axes.plot(budget, weight, "o", color=DOT, markersize=8, zorder=5)
            label(axes, name, (budget, weight), (7, 4), weight="bold")
        axes.set_xlabel("budget (units)")
        axes.set_ylabel(f"weight of {project}")

    def at(budget: float, weight: float) -> int:
        return units[np.abs(weights - weight).argmin(), int(budget)]

    described = "; ".join(
        f"{name} (budget {budget:g}, weight {weight:g}) has it at {at(budget, weight)} units, "
        f"{lifecycle.name(at(budget, weight))}"
        for name, (budget, weight) in companies.items()
    )
    return Picture(
        draw,
        f"Map of the stage that {project} reaches, over budget (across) and its weight (up). The region of "
        f"{lifecycle.names[-1]} fills the upper right. {described}.",
        (4.2, 4.0),
    )
