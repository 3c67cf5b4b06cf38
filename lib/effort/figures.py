"""The book's figures: each function draws computed data and describes it in words.

Every function returns a `Picture`, which a notebook shows as SVG in a wide and a narrow version.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator

from effort.allocation import Allocation
from effort.curves import Curve
from effort.evidence import Fit
from effort.growth import GrowthPath, entry_budgets
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.measurements import Measurements
from effort.picture import BAND, DOT, FRONTIER, GRID, MUTED, PROJECT_COLOURS, Picture
from effort.portfolio import Portfolio

__all__ = [
    "accuracy_curves",
    "allocation_bars",
    "allocation_strips",
    "curve_comparison",
    "effort_bars",
    "growth_lines",
    "lifecycle_curve",
    "lines",
    "marginal_gains",
    "marginal_value",
    "measured_curve",
    "phase_regions",
    "unit_gains",
]

MOST_EFFORT = 120.0
"""The right edge of the effort axis in the figures with accuracy curves."""
TOP = 100.0
"""Accuracy is a percentage; above it is room for the names of the stages."""
LINE_STYLES = ("-", (0, (6, 1.6)), "-.", (0, (3, 1.4)), (0, (1.2, 1.2)))
"""With the colour, a second way to tell the projects apart."""


def lifecycle_curve(curve: Curve, lifecycle: Lifecycle = LIFECYCLE) -> Picture:
    """Accuracy against effort for one project, with the stages it goes through (figure 1 of the source essay)."""
    starts = lifecycle.starts[1:]
    reached = curve.value(starts)

    def draw(axes: Axes, narrow: bool) -> None:
        _accuracy_axes(axes, lifecycle, narrow)
        effort = _sampled(curve)
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
    """Every project's accuracy against effort; red dots where an allocation puts them (figures 2 to 5 of the source)."""

    def draw(axes: Axes, narrow: bool) -> None:
        _accuracy_axes(axes, lifecycle, narrow)
        effort = _sampled(portfolio.curve)
        accuracy = portfolio.curve.value(effort[:, None])
        for i, name in enumerate(portfolio.names):
            axes.plot(effort, accuracy[:, i], color=PROJECT_COLOURS[i], linestyle=LINE_STYLES[i])
            # The text hangs below the line, also at its left end, where a rising line is lower.
            left_end = MOST_EFFORT - len(name) * _units_per_letter(narrow)
            height = np.interp(left_end, effort, accuracy[:, i])
            _label(axes, name, (MOST_EFFORT, height), (-1, -5), ha="right", va="top")
        if allocation is not None:
            axes.plot(allocation.effort, allocation.accuracy, "o", color=DOT, markersize=7, zorder=5)
            for units, height in zip(allocation.effort, allocation.accuracy, strict=True):
                near_axis = units < 10
                offset, side = ((6, -5), "left") if near_axis else ((-4, 5), "right")
                _label(axes, f"{units:g}", (units, height), offset, ha=side, color=DOT, weight="bold")

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
            f"{allocation.budget:g} puts it: {_listed(allocation, lifecycle)}."
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
        for i, (name, y) in enumerate(values.items()):
            axes.plot(x, y, color=PROJECT_COLOURS[i], linestyle=LINE_STYLES[i])
            _label(axes, name, (effort, y[-1]), (-1, 5), ha="right")
        if chord is not None:
            ends = np.interp(chord, x, next(iter(values.values())))
            axes.plot(chord, ends, color=MUTED, linewidth=1.4, linestyle=":")
            axes.plot(chord, ends, "o", color=MUTED, markersize=4)
        axes.set_xlim(0, effort)
        axes.set_ylim(0, 1.12 * max(y.max() for y in values.values()))
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
        axes.axhline(price, color=DOT, linewidth=1.2, linestyle="--")
        for i in range(len(portfolio)):
            axes.plot(effort, gain[:, i], color=PROJECT_COLOURS[i], linestyle=LINE_STYLES[i])
        at_stop = portfolio.unit_gain(allocation.effort)
        axes.plot(allocation.effort, at_stop, "o", color=DOT, markersize=7, zorder=5)
        for i, name in enumerate(portfolio.names):
            level = ceiling * (0.94 - 0.13 * i)
            crossing = np.interp(-level, -gain[:, i], effort)
            _label(axes, name, (crossing, level), (6, -3))
        _label(axes, f"shadow price {price:.3g}", (effort[-1], price), (-1, 5), ha="right", color=DOT)
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


def allocation_strips(scenarios: Mapping[str, Allocation], lifecycle: Lifecycle = LIFECYCLE) -> Picture:
    """One row for each scenario: how far along the lifecycle it pushes each project."""
    rows = list(scenarios.items())

    def draw(axes: Axes, narrow: bool) -> None:
        top = len(rows) - 0.35
        _stage_bands(axes, lifecycle, narrow, below=top, above=top + (1.35 if narrow else 0.75))
        for row, (name, allocation) in enumerate(reversed(rows)):
            axes.plot([0, MOST_EFFORT], [row, row], color=GRID, linewidth=1)
            # Where dots meet, the more important project stays on top.
            for i in reversed(range(allocation.effort.size)):
                axes.plot(allocation.effort[i], row, "o", color=PROJECT_COLOURS[i], markersize=8, zorder=4)
            first = int(allocation.effort.argmax())
            at_right = allocation.effort[first] > 0.55 * MOST_EFFORT
            _label(
                axes,
                f"{allocation.portfolio.names[first]}, {allocation.effort[first]:g}",
                (allocation.effort[first], row),
                (4 if at_right else -2, 8),
                ha="right" if at_right else "left",
            )
            _label(axes, name, (0, row), (0, 9 if not narrow else 22), weight="bold")
        axes.set_xlim(0, MOST_EFFORT)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_xlabel("effort (units)")

    described = "; ".join(f"{name}: {_listed(allocation, lifecycle)}" for name, allocation in rows)
    return Picture(draw, f"How far each company pushes its projects. {described}.", (2.9, 3.7))


def allocation_bars(scenarios: Mapping[str, Allocation]) -> Picture:
    """The same projects under several scenarios, as groups of bars with their units."""
    names = next(iter(scenarios.values())).portfolio.names

    def draw(axes: Axes, narrow: bool) -> None:
        height = 0.8 / len(scenarios)
        for j, (scenario, allocation) in enumerate(scenarios.items()):
            rows = np.arange(len(names))[::-1] + (len(scenarios) - 1 - 2 * j) * height / 2
            axes.barh(
                rows, allocation.effort, height=0.85 * height, color=PROJECT_COLOURS[: len(names)], alpha=1 - 0.45 * j
            )
            for row, units in zip(rows, allocation.effort, strict=True):
                axes.annotate(
                    f"{units:g}  {scenario}", (units, row), (4, 0), textcoords="offset points", va="center", fontsize=8
                )
        axes.set_yticks(np.arange(len(names))[::-1], [name.replace(" ", "\n") if narrow else name for name in names])
        axes.set_xlim(0, 1.45 * max(allocation.effort.max() for allocation in scenarios.values()))
        axes.spines["left"].set_visible(False)
        axes.set_xlabel("effort (units)")

    described = "; ".join(
        f"{scenario}: " + ", ".join(f"{name} {units:g}" for name, units in zip(names, allocation.effort, strict=True))
        for scenario, allocation in scenarios.items()
    )
    return Picture(draw, f"Units of effort for each project. {described}.", (3.4, 3.6))


def effort_bars(names: Sequence[str], effort: np.ndarray, stages: Sequence[str], most: int = 25) -> Picture:
    """How many units each project gets, and the stage that brings it to; the `most` largest where there are many."""
    shown = np.argsort(-effort, kind="stable")[:most]
    rest = f" The {len(names) - most} with least effort are left out." if len(names) > most else ""
    short = [name if len(name) <= 28 else name[:27] + "…" for name in names]

    def draw(axes: Axes, narrow: bool) -> None:
        rows = np.arange(shown.size)[::-1]
        axes.barh(rows, effort[shown], height=0.62, color=PROJECT_COLOURS[0])
        for row, i in zip(rows, shown, strict=True):
            text = f"{effort[i]:g}" if narrow else f"{effort[i]:g}  {stages[i]}"
            axes.annotate(text, (effort[i], row), (4, 0), textcoords="offset points", va="center", fontsize=8)
        # A name may hold what matplotlib would take for a formula.
        axes.set_yticks(rows, [short[i] for i in shown], parse_math=False)
        axes.set_xlim(0, (1.15 if narrow else 1.45) * max(1, effort.max()))
        axes.spines["left"].set_visible(False)
        axes.set_xlabel("effort (units)")

    listed = ", ".join(f"{names[i]} {effort[i]:g} ({stages[i]})" for i in shown)
    height = 0.8 + 0.28 * shown.size
    return Picture(draw, f"Units of effort for each project: {listed}.{rest}", (height, height))


def growth_lines(path: GrowthPath, lifecycle: Lifecycle = LIFECYCLE, marks: Mapping[str, int] | None = None) -> Picture:
    """Every project's effort against the budget, across the stages; dashed lines at the named budgets."""
    portfolio, budgets, effort = path.portfolio, path.budgets, path.effort()
    entries = [path.entry_budget(name, lifecycle.frontier) for name in portfolio.names]

    def draw(axes: Axes, narrow: bool) -> None:
        highest = 1.08 * effort.max()
        edges = np.append(lifecycle.starts[1:], highest)
        for i, (low, high) in enumerate(itertools.pairwise(edges)):
            last = i == edges.size - 2
            axes.axhspan(
                low, high, color=FRONTIER if last else BAND, alpha=0.2 if last else 0.04 + 0.05 * (i % 2), lw=0
            )
        for i in reversed(range(len(portfolio))):
            # Every fifth budget: steps of one unit are narrower than the line.
            axes.plot(budgets[::5], effort[::5, i], color=PROJECT_COLOURS[i], linestyle=LINE_STYLES[i])
            name = _in_two_lines(portfolio.names[i]) if narrow else portfolio.names[i]
            axes.annotate(name, (budgets[-1], effort[-1, i]), (4, 0), textcoords="offset points", va="center")
            if entries[i] is not None:
                axes.plot(entries[i], lifecycle.frontier, "o", color=DOT, markersize=7, zorder=5)
                _label(
                    axes,
                    f"{entries[i]}",
                    (entries[i], lifecycle.frontier),
                    (-4, 5),
                    ha="right",
                    color=DOT,
                    weight="bold",
                )
        for name, mark in (marks or {}).items():
            axes.axvline(mark, color=MUTED, linewidth=1, linestyle="--")
            _label(axes, name, (mark, highest), (-3, -4), ha="right", va="top", rotation=90)
        axes.set_xlim(budgets[0], budgets[-1])
        axes.set_ylim(0, highest)
        for name, low, high in zip(lifecycle.names[4:], edges[-3:-1], edges[-2:], strict=True):
            _label(axes, name, (budgets[0], (low + high) / 2), (5, 0), va="center", style="italic", fontsize=8)
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
            _label(axes, f"{name}, {gain:.2f}", (mark, gain), (5, 5))
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
            shade = {"color": FRONTIER, "alpha": 0.25} if s == last else {"color": BAND, "alpha": 0.04 + 0.05 * (s % 2)}
            axes.fill_betweenx(weights, entry[:, s], right, linewidth=0, **shade)
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
            name = _in_two_lines(lifecycle.names[s])
            _label(axes, name, at, (0, 0), ha="center", va="center", style="italic", fontsize=8)
        for name, (budget, weight) in companies.items():
            axes.plot(budget, weight, "o", color=DOT, markersize=8, zorder=5)
            _label(axes, name, (budget, weight), (7, 4), weight="bold")
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


def lines(
    x: np.ndarray, series: Mapping[str, np.ndarray], across: str, upward: str, marks: Mapping[str, tuple] | None = None
) -> Picture:
    """Named lines over the same numbers, with dots at named points.

    Args:
        x: shape (m,)
        series: name to shape (m,); NaN or infinite where there is nothing to draw
        across: what x is, with its unit
        upward: what the lines are, with their unit
        marks: label to the (x, y) of its dot
    """
    drawn = {name: np.where(np.isfinite(y), y, np.nan) for name, y in series.items()}
    marks = marks or {}

    def draw(axes: Axes, narrow: bool) -> None:
        for i, (name, y) in enumerate(drawn.items()):
            axes.plot(x, y, color=PROJECT_COLOURS[i], linestyle=LINE_STYLES[i])
            text = _in_two_lines(name) if narrow else name
            axes.annotate(text, (x[-1], y[-1]), (4, 0), textcoords="offset points", va="center")
        for text, at in marks.items():
            right = at[0] > x[0] + 0.6 * np.ptp(x)
            # Below the dot where a line rises from it, else the line would run through the text.
            later = at[0] + 0.1 * np.ptp(x)
            rises = any(np.interp(later, x, y) - at[1] > 0.08 * np.ptp(axes.get_ylim()) for y in drawn.values())
            axes.plot(*at, "o", color=DOT, markersize=7, zorder=5)
            offset = (-7 if right else 7, -17 if rises else 9)
            _label(axes, text, at, offset, ha="right" if right else "left", color=DOT, weight="bold")
        axes.set_xlim(x[0], x[-1])
        axes.set_xlabel(across)
        axes.set_ylabel(upward)

    def told(y: np.ndarray) -> str:
        shown = np.flatnonzero(np.isfinite(y))
        some = shown[np.linspace(0, shown.size - 1, 5).astype(int)]
        return ", ".join(f"{y[k]:.1f} at {x[k]:g}" for k in some)

    listed = "; ".join(f"{name or upward}: {told(y)}" for name, y in drawn.items())
    dots = "".join(f" A dot: {text}." for text in marks)
    return Picture(draw, f"{upward} against {across}. {listed}.{dots}", (3.4, 3.2))


def measured_curve(measured: Measurements, fit: Fit, across: str) -> Picture:
    """Mean scores with their intervals, and a curve fitted to them; `across` says what the effort is."""
    effort, mean, interval = measured.efforts, measured.mean(), measured.interval()
    x = np.linspace(0, effort[-1], 241)
    fitted = fit.predict(x)

    def draw(axes: Axes, narrow: bool) -> None:
        axes.plot(x, fitted, color=PROJECT_COLOURS[0], linestyle=LINE_STYLES[0])
        axes.vlines(effort, *interval, color=DOT, linewidth=1.5)
        axes.plot(effort, mean, "o", color=DOT, markersize=5)
        axes.set_xlim(-0.02 * effort[-1], 1.02 * effort[-1])
        axes.set_ylim(0, 104)
        axes.set_xlabel(across)
        axes.set_ylabel("score (%)")

    some = np.unique(np.linspace(0, effort.size - 1, 6).astype(int))
    listed = ", ".join(f"{mean[k]:.1f} ({interval[0, k]:.1f} to {interval[1, k]:.1f}) at {effort[k]:g}" for k in some)
    off = np.abs(fit.predict(effort) - mean).max()
    return Picture(draw, f"Score against {across}: {listed}. The fitted curve is off by {off:.1f} at most.", (3.2, 3.0))


def _accuracy_axes(axes: Axes, lifecycle: Lifecycle, narrow: bool) -> None:
    top = TOP * (1.38 if narrow else 1.17)
    _stage_bands(axes, lifecycle, narrow, below=TOP, above=top)
    axes.set_xlim(0, MOST_EFFORT)
    axes.set_ylim(0, top)
    axes.set_yticks(np.arange(0, TOP + 1, 20))
    axes.set_xlabel("effort (units)")
    axes.set_ylabel("accuracy (%)", y=0.5 * TOP / top)
    axes.spines["left"].set_bounds(0, TOP)


def _stage_bands(axes: Axes, lifecycle: Lifecycle, narrow: bool, below: float, above: float) -> None:
    """Bands along the effort axis, their names between the heights `below` and `above`."""
    edges = np.append(lifecycle.starts[1:], MOST_EFFORT)
    for i, (low, high) in enumerate(itertools.pairwise(edges)):
        last = i == edges.size - 2
        axes.axvspan(low, high, color=FRONTIER if last else BAND, alpha=0.2 if last else 0.04 + 0.05 * (i % 2), lw=0)
        lines = _in_two_lines(lifecycle.names[i + 1])
        wide_enough = high - low > _units_per_letter(narrow) * max(map(len, lines.split("\n")))
        axes.text(
            (low + high) / 2, (below + above) / 2, lines, ha="center", va="center", fontsize=8,
            rotation=0 if wide_enough else 90, linespacing=1.15,
        )  # fmt: skip
    axes.set_ylim(-0.5 if below < 10 else 0, above)


def _units_per_letter(narrow: bool) -> float:
    """How much of the effort axis a letter of a label takes: about 4.4 points of 6.6 or 3.2 inches."""
    return MOST_EFFORT * 4.4 / (72 * (3.2 if narrow else 6.6))


def _in_two_lines(name: str) -> str:
    words = name.split()
    half = (len(words) + 1) // 2
    return "\n".join(filter(None, (" ".join(words[:half]), " ".join(words[half:]))))


def _label(axes: Axes, text: str, at, offset, **style) -> None:
    """Text beside a point, with a halo of the page's colour so that it stays legible over lines."""
    note = axes.annotate(text, at, offset, textcoords="offset points", zorder=6, **style)
    note.set_gid("class-halo")


def _sampled(curve: Curve) -> np.ndarray:
    """Efforts to draw a curve at: dense where it bends, and from 1 where it is infinite at 0."""
    first = 0.0 if np.all(np.isfinite(curve.value(np.zeros(curve.shape)))) else 1.0
    return first + (MOST_EFFORT - first) * np.linspace(0, 1, 80) ** 3


def _listed(allocation: Allocation, lifecycle: Lifecycle) -> str:
    return ", ".join(
        f"{name} at {units:g} units ({lifecycle.name(units)})"
        for name, units in zip(allocation.portfolio.names, allocation.effort, strict=True)
    )
