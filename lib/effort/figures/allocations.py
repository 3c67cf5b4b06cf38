"""Allocations beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from effort.allocation import Allocation
from effort.figures.parts import (
    MARKERS,
    MOST_EFFORT,
    label,
    stage_bands,
    units_in_words,
)
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.palette import GRID, MUTED, PROJECT_COLOURS
from effort.picture import Picture

__all__ = ["allocation_bars", "allocation_strips", "effort_bars"]


def allocation_strips(scenarios: Mapping[str, Allocation], lifecycle: Lifecycle = LIFECYCLE) -> Picture:
    """One row for each scenario: how far along the lifecycle it pushes each project."""
    rows = list(scenarios.items())

    def draw(axes: Axes, narrow: bool) -> None:
        top = len(rows) - 0.35
        stage_bands(axes, lifecycle, narrow, below=top, above=top + (1.35 if narrow else 0.75))
        for row, (name, allocation) in enumerate(reversed(rows)):
            axes.plot([0, MOST_EFFORT], [row, row], color=GRID, linewidth=1)
            # Where dots meet, the more important project stays on top.
            for i in reversed(range(allocation.effort.size)):
                axes.plot(allocation.effort[i], row, MARKERS[i], color=PROJECT_COLOURS[i], markersize=8, zorder=4)
            first = int(allocation.effort.argmax())
            at_right = allocation.effort[first] > 0.55 * MOST_EFFORT
            label(
                axes,
                f"{allocation.portfolio.names[first]}, {allocation.effort[first]:g}",
                (allocation.effort[first], row),
                (4 if at_right else -2, 8),
                ha="right" if at_right else "left",
            )
            label(axes, name, (0, row), (0, 9 if not narrow else 22), weight="bold")
        names = rows[0][1].portfolio.names
        for i, name in enumerate(names):
            axes.plot([], [], MARKERS[i], color=PROJECT_COLOURS[i], markersize=7, label=name)
        axes.legend(
            loc="upper center", bbox_to_anchor=(0.5, -0.22 if narrow else -0.26), ncols=2 if narrow else len(names),
            frameon=False, fontsize=8.5, handletextpad=0.1, columnspacing=1,
        )  # fmt: skip
        axes.set_xlim(0, MOST_EFFORT)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_xlabel("effort (units)")

    described = "; ".join(f"{name}: {units_in_words(allocation, lifecycle)}" for name, allocation in rows)
    return Picture(draw, f"How far each company pushes its projects. {described}.", (3.2, 4.3))


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
        axes.barh(rows, effort[shown], height=0.62, color=MUTED)
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
