"""What a reader's own measurements say of the next step: how large their noise is, and what stands out from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from effort.allocation import allocate
from effort.curves import Curve, Mixed
from effort.evidence import FITTED, Fit, fit_concave, fit_family
from effort.measurements import Measurements
from effort.portfolio import Portfolio

__all__ = ["Advice", "advise", "bends", "gain_that_tells", "nearest_family", "noise", "step_that_tells"]

LIKELY = 1.645
"""Standard errors by which a mean must lie below a chord: chance alone does that once in twenty times."""
SURE = 2.0
"""Standard errors that a gain must have to stand out."""


@dataclass(frozen=True, eq=False)
class Advice:
    """What is found in one project's measurements, and what it gets of a budget.

    Attributes:
        project: what was worked on
        fit: the concave curve nearest to the scores
        bends: efforts at which the mean scores are not concave by more than noise
        least: the smallest gain that stands out from the noise; NaN if no effort was measured twice
        units: whole units that it gets
        gain: what its next step gains, by the fit
        step: the smallest whole step from there that gains `least`; None if there is none or that is not known
    """

    project: str
    fit: Fit
    bends: np.ndarray
    least: float
    units: int
    gain: float
    step: int | None


def noise(measured: Measurements) -> float:
    """How much repetitions of one effort spread: their standard deviation, pooled over the efforts.

    Returns:
        points; NaN if no effort was measured twice

    >>> noise(Measurements("p", np.array([1.0, 1, 5, 5]), np.array([40.0, 42, 60, 62]), np.zeros(4))).__round__(2)
    1.41
    """
    spare = measured.score.size - measured.efforts.size
    if spare < 1:
        return float("nan")
    off = measured.score - measured.mean_at(measured.effort)
    return float(np.sqrt((off**2).sum() / spare))


def gain_that_tells(measured: Measurements) -> float:
    """The smallest difference between two mean scores that stands out from the noise: two standard errors of it.

    >>> measured = Measurements("p", np.array([1.0, 1, 5, 5]), np.array([40.0, 42, 60, 62]), np.zeros(4))
    >>> round(gain_that_tells(measured), 2)
    2.83
    """
    repetitions = measured.score.size / measured.efforts.size
    return float(SURE * noise(measured) * np.sqrt(2 / repetitions))


def bends(measured: Measurements) -> np.ndarray:
    """Efforts at which the mean score lies below the line between its neighbours by more than noise.

    Without repetitions nothing tells chance from shape, and none is named. `concavity_violations` asks the same of
    repetitions that belong together, by the bootstrap.

    >>> x = np.repeat([1.0, 2, 3], 2)
    >>> bends(Measurements("p", x, np.array([0.0, 1, 2, 3, 19, 20]), np.zeros(6)))
    array([2.])
    """
    x, y = measured.efforts, measured.mean()
    count = np.array([np.sum(measured.effort == each) for each in x])
    share = (x[1:-1] - x[:-2]) / (x[2:] - x[:-2])
    gap = (1 - share) * y[:-2] + share * y[2:] - y[1:-1]
    error = noise(measured) * np.sqrt((1 - share) ** 2 / count[:-2] + share**2 / count[2:] + 1 / count[1:-1])
    return x[1:-1][gap > np.maximum(LIKELY * error, 1e-9)]


def step_that_tells(curve: Curve, effort: int, least: float, last: float) -> int | None:
    """The smallest whole step from an effort whose gain stands out.

    Args:
        curve: a single one, flat from the effort `last` on
        effort: units spent so far
        least: the gain that stands out, points
        last: the largest effort that was measured

    Returns:
        units; None if no step gains so much
    """
    here = curve.value(effort).item()
    low, high = 1, max(1, int(np.ceil(last - effort)))
    if not curve.value(effort + high).item() - here >= least:
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if curve.value(effort + middle).item() - here >= least else (middle + 1, high)
    return low


def nearest_family(measured: Measurements) -> tuple[str, float]:
    """The family whose fit is nearest to the mean scores, and by how much it is off: root mean square, in points.

    >>> x = np.array([0.0, 1, 4, 9, 16])
    >>> nearest_family(Measurements("p", x, 20 + 10 * np.sqrt(x), np.zeros(5)))[0]
    'power'
    """
    off = {name: fit_family(measured, name).error(measured) for name in FITTED}
    name = min(off, key=off.__getitem__)
    return name, off[name]


def advise(measured: Sequence[Measurements], budget: int, step: int) -> list[Advice]:
    """Divide a budget over measured projects, and say what a step after that would gain in each.

    Args:
        measured: a project each
        budget: whole units of effort
        step: units of the next step; large enough, the rule finds the right project, else noise decides

    >>> from effort.evidence import read_measurements
    >>> found = advise([each for each in read_measurements() if each.project == "examples: digits"], 60, 16)
    >>> found[0].units, round(found[0].gain, 2), round(found[0].least, 2), found[0].step
    (60, 2.28, 2.32, 17)
    """
    fits = [fit_concave(each) for each in measured]
    portfolio = Portfolio(tuple(each.project for each in measured), Mixed([each.curve for each in fits]))
    found = []
    for each, concave, units in zip(measured, fits, allocate(portfolio, budget).effort.tolist(), strict=True):
        least = gain_that_tells(each)
        gain = (concave.curve.value(units + step) - concave.curve.value(units)).item()
        tells = None if np.isnan(least) else step_that_tells(concave.curve, units, least, each.efforts[-1])
        found.append(Advice(each.project, concave, bends(each), least, units, gain, tells))
    return found
