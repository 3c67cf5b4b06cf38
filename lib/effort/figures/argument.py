"""The pictures of the chapters that test the argument: families, years, models that are bought, unknown curves.

Every function returns a `Picture`.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes

from effort.buying import BuiltOrBought
from effort.figures.parts import LINE_STYLES, MOST_EFFORT, band_shade, label, names_at_the_end
from effort.hulls import envelope_of
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.palette import BAND, DOT, GRID, INK, MUTED, PROJECT_COLOURS
from effort.picture import Picture
from effort.portfolio import Portfolio
from effort.robustness import Claims
from effort.years import Years

__all__ = ["built_or_bought", "claims_strips", "flat_top", "fogged_curves", "stock_lines"]

MARKERS = ("o", "s", "^")
COMPANIES = ("start-up", "grown", "ML-first")


def claims_strips(found: Mapping[str, Claims]) -> Picture:
    """One row for each setting: how far the top project gets in the start-up, the grown and the ML-first company.

    Args:
        found: the setting's name to what became of the claims there; all with the same lifecycle
    """
    rows = list(found.items())
    lifecycle = rows[0][1].lifecycle
    most = max(MOST_EFFORT, 1.1 * max(max(each.units) for each in found.values()))

    def draw(axes: Axes, narrow: bool) -> None:
        top = len(rows) - 0.2
        _upright_bands(axes, lifecycle, most, at=top + 0.35)
        for row, (name, each) in enumerate(reversed(rows)):
            axes.plot([0, most], [row, row], color=GRID, linewidth=1)
            label(axes, name, (0, row), (0, 7), weight="bold")
            first = row == len(rows) - 1
            for i, units in enumerate(each.units):
                colour, below = PROJECT_COLOURS[i], i == 2 or (narrow and i == 0)
                axes.plot(units, row, MARKERS[i], color=colour, markersize=8, zorder=4)
                text = f"{COMPANIES[i]} {units}" if first and not narrow else f"{units}"
                label(axes, text, (units, row), (0, -16 if below else 8), ha="center")
        axes.set_xlim(0, most)
        axes.set_ylim(-0.55, top + 0.8)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_xlabel(
            "dot: start-up, square: grown, triangle: ML-first" if narrow else "effort for the top project (units)"
        )

    def told(name: str, each: Claims) -> str:
        small, large, focused = each.units
        return f"{name}: start-up {small} units, grown {large}, ML-first {focused}"

    listed = "; ".join(told(name, each) for name, each in rows)
    deep, frontier = lifecycle.starts[-2], lifecycle.frontier
    return Picture(
        draw,
        f"How far the top project gets, in each setting. {lifecycle.names[-2].capitalize()} begins at {deep:g} units, "
        f"{lifecycle.names[-1]} at {frontier:g}. {listed}.",
        (0.9 + 0.62 * len(rows), 1.0 + 0.62 * len(rows)),
    )


def stock_lines(ran: Years, lifecycle: Lifecycle = LIFECYCLE) -> Picture:
    """Every project's stock of effort over the years, across the stages.

    Args:
        ran: up to 5 projects
        lifecycle: their stages
    """
    stocks = dict(zip(ran.portfolio.names, ran.stock.T, strict=True))
    years = np.arange(len(ran.stock))
    highest = 1.06 * max(float(ran.stock.max()), lifecycle.frontier)
    arrivals = {name: ran.reached(name, lifecycle.frontier) for name in stocks}

    def draw(axes: Axes, narrow: bool) -> None:
        for low, high, colour, opacity in _bands(lifecycle, highest):
            axes.axhspan(low, high, color=colour, alpha=opacity, lw=0)
        label(axes, lifecycle.names[-1], (0, highest), (4, -4), va="top", style="italic", fontsize=8)
        for i, (name, stock) in enumerate(stocks.items()):
            axes.plot(years, stock, color=PROJECT_COLOURS[i], linestyle=LINE_STYLES[i])
            if arrived := arrivals[name]:
                axes.plot(arrived, stock[arrived], "o", color=DOT, markersize=7, zorder=5)
        axes.set_xlim(years[0], years[-1])
        axes.set_ylim(0, highest)
        names_at_the_end(axes, years[-1], [stock[-1] for stock in stocks.values()], list(stocks), narrow)
        axes.set_xlabel("years")
        axes.set_ylabel("units that still count")

    def told(name: str, stock: np.ndarray) -> str:
        when = f", at the frontier from year {arrivals[name]}" if arrivals[name] is not None else ""
        return f"{name} {stock[1]:.0f} after one year, {stock[-1]:.0f} after {years[-1]}{when}"

    listed = "; ".join(told(name, stock) for name, stock in stocks.items())
    return Picture(
        draw,
        f"The stock of effort in each project over the years, flattening towards a level. {lifecycle.names[-1]} begins "
        f"at {lifecycle.frontier:g} units. A team adds {ran.team:g} units a year, of which {100 * ran.loss:.0f} % are "
        f"lost each year: {listed}.",
        (3.8, 3.6),
    )


def flat_top(lost: np.ndarray, project: str, marks: tuple[int, ...], within: float = 2.0) -> Picture:
    """What it costs to give one project more or fewer units than the best use does.

    Args:
        lost: shape (m,), the share of the returns given up with k = 0, 1, ... units, in per cent
        project: the name of the project
        marks: units at which the cost is written
        within: the efforts that cost at most so much are shaded, in per cent
    """
    units = np.arange(lost.size)
    cheap = units[lost <= within]

    def draw(axes: Axes, narrow: bool) -> None:
        axes.axvspan(cheap[0], cheap[-1], color=BAND, alpha=0.12, lw=0)
        highest = 1.25 * lost[max(marks)]
        axes.plot(units, lost, color=PROJECT_COLOURS[0])
        for mark in marks:
            axes.plot(mark, lost[mark], "o", color=DOT, markersize=7, zorder=5)
            at_left = mark > 0.85 * units[-1]
            text = f"{lost[mark]:.1f} % at {mark}"
            label(
                axes,
                text,
                (mark, lost[mark]),
                (-9, 4) if at_left else (7, -10),
                ha="right" if at_left else "left",
                color=DOT,
            )
        middle = (cheap[0] + cheap[-1]) / 2
        label(
            axes,
            f"at most\n{within:g} % lost",
            (middle, highest),
            (0, -4),
            ha="center",
            va="top",
            style="italic",
            fontsize=8,
        )
        axes.set_xlim(0, units[-1])
        axes.set_ylim(-0.04 * highest, highest)
        axes.set_xlabel(f"units for {project}")
        axes.set_ylabel("returns given up (%)")

    listed = ", ".join(f"{lost[mark]:.1f} % at {mark}" for mark in marks)
    return Picture(
        draw,
        f"Share of the returns given up, against the units that {project} gets: nothing at {lost.argmin()}, "
        f"at most {within:g} % "
        f"from {cheap[0]} to {cheap[-1]}; {listed}.",
        (3.0, 3.0),
    )


def built_or_bought(curves: BuiltOrBought, index: int, most: int) -> Picture:
    """One project, built and bought, with the gap that the best use never stops in.

    Args:
        curves: the projects under an offer
        index: the position of the one
        most: where the effort axis ends
    """
    one = curves[[index]]
    x = np.linspace(0, most, 241)
    built, bought = (curve[:, 0] for curve in (one.curve.value(x[:, None]), one.bought(x[:, None])))
    envelope = envelope_of(one, np.zeros(1), np.full(1, most))
    units = np.arange(most + 1.0)[:, None]
    apart = np.flatnonzero((envelope.value(units) - one.value(units))[:, 0] > 1e-9)
    gap = (int(apart[0]) - 1, int(apart[-1]) + 1) if apart.size else None
    better = np.where(one.buys(x[:, None])[:, 0], bought, built)

    def draw(axes: Axes, narrow: bool) -> None:
        axes.plot(x, built, color=PROJECT_COLOURS[0])
        axes.plot(x, np.where(np.isfinite(bought), bought, np.nan), color=PROJECT_COLOURS[1], linestyle=LINE_STYLES[1])
        label(axes, "built", (0.75 * most, np.interp(0.75 * most, x, built)), (0, -15))
        label(axes, "bought, the fee paid", (most, bought[-1]), (-1, -13 if bought[-1] < built[-1] else 5), ha="right")
        if gap is not None:
            ends = one.value(np.array(gap, dtype=float)[:, None])[:, 0]
            axes.plot(gap, ends, color=DOT, linewidth=1.4, linestyle=":")
            axes.plot(gap, ends, "o", color=DOT, markersize=6, zorder=5)
            inside = (x >= gap[0]) & (x <= gap[1])
            axes.fill_between(x[inside], better[inside], np.interp(x[inside], gap, ends), color=DOT, alpha=0.12, lw=0)
            for at, height, offset, side in zip(gap, ends, ((7, -14), (-4, 7)), ("left", "right"), strict=True):
                label(axes, f"{at}", (at, height), offset, ha=side, color=DOT, weight="bold")
        axes.set_xlim(-0.01 * most, most)
        axes.set_ylim(0, None)
        axes.set_xlabel("own work (units)")
        axes.set_ylabel("accuracy less fee (points)")

    at_once = bought[np.isfinite(bought)][0]
    told = f"Bought, it has {at_once:.0f} points at once. Built, it has {built[-1]:.0f} at {most} units."
    between = " There is no gap."
    if gap is not None:
        between = f" The line that bounds both is straight from {gap[0]} to {gap[1]} units: a gap."
    return Picture(draw, f"What own work makes of one project, built or bought. {told}{between}", (3.4, 3.2))


def fogged_curves(portfolio: Portfolio, walked: np.ndarray, best: np.ndarray) -> Picture:
    """Curves of which only the part is known that was walked; rings where the best use of the same units is.

    Args:
        portfolio: n projects, up to 5
        walked: shape (n,), the units given so far
        best: shape (n,), the optimum
    """
    most = 1.6 * max(walked.max(), best.max())  # room for the names
    x = most * np.linspace(0, 1, 160) ** 2
    values = np.broadcast_to(portfolio.curve.value(x[:, None]), (x.size, len(portfolio)))
    ends, optimum = portfolio.curve.value(walked), portfolio.curve.value(best)

    def draw(axes: Axes, narrow: bool) -> None:
        for i, name in enumerate(portfolio.names):
            seen = x <= walked[i]
            line_x, line_y = np.append(x[seen], walked[i]), np.append(values[seen, i], ends[i])
            axes.plot(x[~seen], values[~seen, i], color=BAND, alpha=0.3, linewidth=1.4, linestyle=":")
            axes.plot(line_x, line_y, color=PROJECT_COLOURS[i])
            axes.plot(
                best[i],
                optimum[i],
                "o",
                color=INK,
                markerfacecolor="none",
                markersize=11,
                markeredgewidth=1.2,
                zorder=6,
            )
            axes.plot(walked[i], ends[i], "o", color=DOT, markersize=6, zorder=5)
            text = f"{name}, {walked[i]:g}"
            label(axes, text, (walked[i], ends[i]), (9, -12), color=PROJECT_COLOURS[i])
        axes.set_xlim(0, most)
        axes.set_ylim(0, 1.06 * values.max())
        axes.set_xlabel("effort (units)")
        axes.set_ylabel("accuracy (%)")

    listed = ", ".join(
        f"{name} {one:g} (best {other:g})" for name, one, other in zip(portfolio.names, walked, best, strict=True)
    )
    return Picture(
        draw,
        f"Curves of {len(portfolio)} projects, drawn only as far as the rule walked, dotted beyond. "
        f"Units given: {listed}.",
        (3.8, 3.6),
    )


def _bands(lifecycle: Lifecycle, most: float) -> list[tuple[float, float, str, float]]:
    """From where to where each stage goes, from the first that is started on, with its band's colour and opacity."""
    edges = np.append(lifecycle.starts[1:], most)
    pairs = enumerate(itertools.pairwise(edges))
    return [(low, high, *band_shade(stage, edges.size - 2)) for stage, (low, high) in pairs]


def _upright_bands(axes: Axes, lifecycle: Lifecycle, most: float, at: float) -> None:
    """The stages along the effort axis, the last two named at a height."""
    bands = _bands(lifecycle, most)
    for low, high, colour, opacity in bands:
        axes.axvspan(low, high, color=colour, alpha=opacity, lw=0)
    for name, (low, high, *_) in zip(lifecycle.names[-2:], bands[-2:], strict=True):
        axes.text((low + high) / 2, at, name, ha="center", va="center", fontsize=8, style="italic", color=MUTED)
