"""Series of numbers, and measurements with a curve through them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes

from effort.evidence import Fit
from effort.figures.parts import (
    LINE_STYLES,
    SERIES_COLOURS,
    label,
    names_at_the_end,
)
from effort.measurements import Measurements
from effort.palette import DOT, INK
from effort.picture import Picture

__all__ = ["lines", "measured_curve"]


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
        for i, y in enumerate(drawn.values()):
            axes.plot(x, y, color=SERIES_COLOURS[i], linestyle=LINE_STYLES[i])
        axes.set_ylim(axes.get_ylim())
        names_at_the_end(axes, x[-1], [y[-1] for y in drawn.values()], list(drawn), narrow)
        for text, at in marks.items():
            right = at[0] > x[0] + 0.6 * np.ptp(x)
            # Below the dot where a line rises from it, else the line would run through the text.
            later = at[0] + 0.1 * np.ptp(x)
            rises = any(np.interp(later, x, y) - at[1] > 0.08 * np.ptp(axes.get_ylim()) for y in drawn.values())
            axes.plot(*at, "o", color=DOT, markersize=7, zorder=5)
            offset = (-7 if right else 7, -17 if rises else 9)
            label(axes, text, at, offset, ha="right" if right else "left", color=DOT, weight="bold")
        axes.set_xlim(x[0], x[-1])
        axes.set_xlabel(across)
        axes.set_ylabel(upward)

    def values(y: np.ndarray) -> str:
        shown = np.flatnonzero(np.isfinite(y))
        some = shown[np.linspace(0, shown.size - 1, 5).astype(int)]
        return ", ".join(f"{y[k]:.1f} at {x[k]:g}" for k in some)

    listed = "; ".join(f"{name or upward}: {values(y)}" for name, y in drawn.items())
    dots = "".join(f" A dot: {text}." for text in marks)
    return Picture(draw, f"{upward} against {across}. {listed}.{dots}", (3.4, 3.2))


def measured_curve(measured: Measurements, fit: Fit, across: str) -> Picture:
    """Mean scores with their intervals, and a curve fitted to them; `across` says what the effort is."""
    effort, mean, interval = measured.efforts, measured.mean(), measured.interval()
    x = np.linspace(0, effort[-1], 241)
    fitted = fit.predict(x)

    def draw(axes: Axes, narrow: bool) -> None:
        axes.plot(x, fitted, color=INK, linestyle=LINE_STYLES[0])
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
