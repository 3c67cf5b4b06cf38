"""The rule when nobody knows the curves: one unit each, then always to the project whose last unit gained most.

Where gains only fall, the last unit of a project gained at least as much as any later one will. So no map is needed: at
most one unit of each project is misplaced, whatever the budget (the proof stands in the chapter "When nobody knows the
curves"; the decreasing rewards of Heidari, Kearns and Roth 2016 are the same situation, and their greedy rule is this
one).

A measured gain is the difference of two scores, each with its noise, so a small step can mislead. `walk` takes a larger
step, and other estimates of what the next step gains.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from effort.checks import real, reals, whole
from effort.evidence import fit_family
from effort.measurements import Measurements
from effort.portfolio import Portfolio, weigh

__all__ = ["Estimate", "Walk", "fitted_gain", "last_gain", "measured", "next_project", "recent_gain", "walk"]

Estimate: TypeAlias = Callable[[np.ndarray, np.ndarray, int], float]
"""From the efforts so far and the scores there, both of shape (k,), and a step: what the next step gains per unit."""


def next_project(last_gains) -> int:
    """Where the next unit goes: to the first project that has had none, else to the one whose last unit gained most.

    Args:
        last_gains: shape (n,), what the last unit of each project gained, times what a point is worth there; NaN for a
            project that has had none

    Returns:
        the project's position; of equal gains the first

    Raises:
        ValueError: gains that are no numbers; none at all

    >>> next_project([2.5, np.nan, 4.0]), next_project([2.5, 1.0, 4.0])
    (1, 2)
    """
    try:
        gains = np.atleast_1d(np.asarray(last_gains, dtype=float))
    except (TypeError, ValueError):
        raise ValueError(f"last_gains is {last_gains!r}, expected numbers") from None
    if gains.ndim != 1 or gains.size == 0:
        raise ValueError(f"last_gains has shape {gains.shape}, expected one number for each project")
    untried = np.isnan(gains)
    if untried.any():
        return int(untried.argmax())
    reals("last_gains", gains)
    return int(gains.argmax())


def last_gain(effort: np.ndarray, score: np.ndarray, step: int) -> float:
    """The gain per unit of the last step; nothing is known before the first (NaN).

    >>> last_gain(np.array([0, 5, 10]), np.array([0.0, 20, 30]), 5)
    2.0
    """
    return float((score[-1] - score[-2]) / (effort[-1] - effort[-2])) if effort.size > 1 else np.nan


def recent_gain(effort: np.ndarray, score: np.ndarray, step: int) -> float:
    """The mean gain per unit over the last half of the steps, which noise disturbs less, and which lags behind.

    >>> recent_gain(np.array([0, 1, 2, 3, 4]), np.array([0.0, 9, 15, 18, 20]), 1)
    2.5
    """
    if effort.size < 2:
        return np.nan
    half = (effort.size - 1) // 2
    return float((score[-1] - score[half]) / (effort[-1] - effort[half]))


def fitted_gain(family: str) -> Estimate:
    """An estimate that fits a family of curves to a project's scores and reads the next gain off the curve.

    With fewer than three scores a curve would go through any, so until then it is the last gain.

    Args:
        family: one of those that `effort.evidence.fit_family` knows

    >>> efforts = np.arange(8.0)
    >>> round(fitted_gain("log1p")(efforts, 10 * np.log1p(2 * efforts), 1), 3)
    1.252
    """

    def gain(effort: np.ndarray, score: np.ndarray, step: int) -> float:
        if effort.size < 3:
            return last_gain(effort, score, step)
        found = fit_family(Measurements("so far", effort, score, np.zeros(effort.size)), family)
        before, after = found.predict(np.array([effort[-1], effort[-1] + step]))
        return float(after - before) / step

    return gain


@dataclass(frozen=True, eq=False)
class Walk:
    """What a team saw that went by measured gains.

    Attributes:
        effort: shape (n,), whole units, where it ended
        order: shape (steps,), the project that received each step
        seen: for each project its efforts so far and the scores there, two arrays of shape (k,)
    """

    effort: np.ndarray
    order: np.ndarray
    seen: tuple[tuple[np.ndarray, np.ndarray], ...]


def measured(portfolio: Portfolio, noise: float = 0.0, seed: int = 0) -> Callable[[int, int], float]:
    """What measuring the curves of a portfolio gives: weighted points, each time with new noise.

    Args:
        portfolio: n projects, with curves that are finite from no effort on
        noise: the standard deviation of a measured accuracy, in percentage points
        seed: of the noise

    Returns:
        a function of a project's position and its units

    >>> from effort import grocery_delivery
    >>> score = measured(grocery_delivery())
    >>> round(score(0, 32), 1)
    62.6
    """
    rng, noise = np.random.default_rng(seed), real("noise", noise, at_least=0)

    def score(project: int, units: int) -> float:
        value = portfolio.curve.value(np.full(len(portfolio), units))[project]
        return float(weigh(portfolio.weight, value + noise * rng.standard_normal())[project])

    return score


def walk(
    score: Callable[[int, int], float], projects: int, budget: int, estimate: Estimate = last_gain, step: int = 1
) -> Walk:
    """Give out a budget by measured gains alone: a step to each project, then always to the one that promises most.

    With the default estimate and a step of 1 this is the rule of `next_project`. Where the budget is no multiple of the
    step, the last step is shorter; a budget below `projects` steps does not reach all of them.

    Args:
        score: from a project's position and its units to a measured score in weighted points, noise and all; asked once
            at no effort and once after each step
        projects: how many there are
        budget: whole units to give out
        estimate: what the next step of a project gains per unit, from what was measured there
        step: whole units given at a time, at least 1

    Raises:
        ValueError: a budget or step that is not whole, or too small; no projects

    >>> from effort import grocery_delivery
    >>> walk(measured(grocery_delivery()), 5, 100).effort
    array([31, 24, 18, 16, 11])
    """
    projects, budget, step = whole("projects", projects), whole("budget", budget), whole("step", step)
    if projects < 1 or step < 1:
        raise ValueError(f"projects is {projects} and step {step}, expected at least 1 of each")
    efforts = [[0] for _ in range(projects)]
    scores = [[score(i, 0)] for i in range(projects)]
    promised = np.full(projects, np.nan)
    order = []
    while budget > 0:
        i, given = next_project(promised), min(step, budget)
        budget -= given
        efforts[i].append(efforts[i][-1] + given)
        scores[i].append(score(i, efforts[i][-1]))
        promised[i] = estimate(np.array(efforts[i]), np.array(scores[i]), step)
        order.append(i)
    seen = tuple((np.array(x), np.array(y)) for x, y in zip(efforts, scores, strict=True))
    return Walk(np.array([x[-1] for x, _ in seen]), np.array(order, dtype=np.int64), seen)
