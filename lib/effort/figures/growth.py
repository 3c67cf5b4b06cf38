"""What changes with the budget, and with the weight of one project."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator

from effort.figures.parts import (
    LINE_STYLES,
    MOST_EFFORT,
    band_shade,
    boundary,
    in_two_lines,
    label,
    units_per_letter,
)
from effort.growth import GrowthPath
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.palette import BAND_OPACITY, DOT, FRONTIER, INK, MUTED, PROJECT_COLOURS
from effort.picture import Picture

__all__ = ["growth_lines", "marginal_value", "phase_regions", "smoothed"]


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
            axes.axhline(low, **boundary(i == edges.size - 2))
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
        research, deep = lifecycle.names[-1], lifecycle.names[-2]
        label(axes, research, (budgets[0], (edges[-2] + highest) / 2), (5, 0), va="center", style="italic", fontsize=8)
        # Above all lines, which come from below.
        label(axes, deep, (budgets[0], edges[-2]), (5, -4), va="top", style="italic", fontsize=8)
        axes.set_xlabel("budget (units)")
        axes.set_ylabel("effort in the project (units)")

    reached = "; ".join(
        f"{name} at a budget of {budget}" if budget is not None else f"{name} not up to {budgets[-1]}"
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
        axes.plot(budgets[shown], path.gain[shown], color=INK)
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


def smoothed(needed: np.ndarray, reach: int = 4) -> np.ndarray:
    """Lines of a map as they are drawn: whole units make them tremble, by less than two units of the budget.

    Each value becomes the mean, of the logarithms, of those up to `reach` budgets away, of fewer towards the ends.

    Args:
        needed: shape (lines, budgets), from `weights_needed`
        reach: how far to either side
    """
    lines = np.array(needed, dtype=float)
    for line in lines:
        (there,) = np.nonzero(np.isfinite(line) & (line > 0))
        if not there.size:
            continue
        first, last = there[0], there[-1]
        logs = np.log(line[first : last + 1])
        place = np.arange(logs.size)
        wide = np.minimum(np.minimum(place, place[::-1]), reach)
        sums = np.append(0, np.cumsum(logs))
        line[first : last + 1] = np.exp((sums[place + wide + 1] - sums[place - wide]) / (2 * wide + 1))
    return lines


def phase_regions(
    needed: np.ndarray,
    weights: tuple[float, float],
    companies: Mapping[str, tuple[int, float]],
    project: str,
    lifecycle: Lifecycle = LIFECYCLE,
) -> Picture:
    """Which stage one project reaches, for every budget and weight; companies marked as dots.

    Args:
        needed: shape (stages - 1, budgets), from `weights_needed`: a line for each stage after the first
        weights: the least and the largest weight of the map
        companies: name to (budget, weight)
        project: what the one project is called
        lifecycle: its stages
    """
    budgets = np.arange(needed.shape[1])
    points = [_points(line, weights[1]) for line in (*smoothed(needed), np.full(budgets.size, np.inf))]

    def entry(line: int, weight: float) -> int:
        """The budget at which a line comes down to a weight, or the largest."""
        return int(np.append(needed[line] <= weight, True).argmax())

    def draw(axes: Axes, narrow: bool) -> None:
        last = len(needed) - 1
        letter = units_per_letter(narrow) * budgets[-1] / MOST_EFFORT
        for s in range(last + 1):
            colour, opacity = band_shade(s, last, BAND_OPACITY["region"] if s == last else BAND_OPACITY["frontier"])
            region = np.hstack([points[s], points[s + 1][:, ::-1]])
            axes.fill(*region, linewidth=0, color=colour, alpha=opacity)
            axes.plot(*points[s], color=FRONTIER if s == last else MUTED, linewidth=2.4 if s == last else 0.8)
        axes.set_xlim(0, budgets[-1])
        axes.set_ylim(*weights)
        axes.set_yscale("log")
        ticks = [tick for tick in (0.1, 0.3, 1, 3, 10, 30, 100) if weights[0] <= tick <= weights[-1]]
        axes.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
        axes.yaxis.set_minor_locator(NullLocator())
        for s in range(last + 1):
            # The bands are widest below; the frontier's is widest in the middle.
            row = weights[0] * (weights[1] / weights[0]) ** (0.6 if s == last else 0.06)
            begin, end = entry(s, max(row / 1.2, weights[0])), entry(s + 1, row * 1.15) if s < last else budgets[-1]
            whole = in_two_lines(lifecycle.names[s + 1])
            fits = max(map(len, whole.split("\n"))) * letter < end - begin
            stage = whole if fits else lifecycle.short[s + 1]
            label(axes, stage, ((begin + end) / 2, row), (0, 0), ha="center", va="center", style="italic", fontsize=8)
        for name, (budget, weight) in companies.items():
            axes.plot(budget, weight, "o", color=DOT, markersize=8, zorder=5)
            # Right of the dot and of a line close to it; above it if there is no room.
            beside = [entry(s, 0.9 * weight) for s in range(last + 1)]
            start = max(at for at in (budget, *beside) if budget <= at < budget + 8 * letter)
            if start + 1.3 * letter * len(name) < budgets[-1]:
                label(axes, name, (start, weight), (7, 0), va="center", weight="bold")
            else:
                label(axes, name, (budgets[-1], weight), (-2, 7), ha="right", weight="bold")
        axes.set_xlabel("budget (units)")
        axes.set_ylabel(f"weight of {project}")

    def stage(budget: int, weight: float) -> str:
        return lifecycle.names[int(np.sum(needed[:, budget] < weight))]

    described = "; ".join(
        f"{name} (budget {budget:g}, weight {weight:g}) has it at {stage(budget, weight)}"
        for name, (budget, weight) in companies.items()
    )
    return Picture(
        draw,
        f"Map of the stage that {project} reaches, over budget (across) and its weight (up). The region of "
        f"{lifecycle.names[-1]} fills the upper right. {described}.",
        (4.2, 4.0),
    )


def _points(line: np.ndarray, top: float) -> np.ndarray:
    """Shape (2, points): a line of the map, straight up to the top where it begins, at the right edge if nowhere."""
    (there,) = np.nonzero(np.isfinite(line))
    first = there[0] if there.size else line.size - 1
    return np.array([[first, *there], [top, *np.minimum(line[there], top)]])
