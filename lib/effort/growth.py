"""How the allocation changes as the budget grows, or as one project gains weight."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from effort.allocation import _gains_of, allocate
from effort.checks import reals, wholes
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.portfolio import Portfolio

__all__ = ["Path", "frontier_budget", "growth_path", "log_frontier_budget", "phase_map"]


@dataclass(frozen=True, eq=False)
class Path:
    """The optimum for every budget at once: the order in which the projects receive the units.

    Attributes:
        order: shape (units,), the project that receives each unit, from the first unit above the floors on
        gain: shape (units,), what each of these units earns; it only falls
    """

    portfolio: Portfolio
    order: np.ndarray
    gain: np.ndarray

    @property
    def budgets(self) -> np.ndarray:
        """Shape (units + 1,): the budgets on the path, from the floors alone to the largest."""
        return int(self.portfolio.floor.sum()) + np.arange(self.order.size + 1)

    def effort(self) -> np.ndarray:
        """Shape (units + 1, n): the optimal effort in each project, one row for each of `budgets`."""
        given = self.order[:, None] == np.arange(len(self.portfolio))
        start = self.portfolio.floor[None, :]
        return np.vstack([start, start + np.cumsum(given, axis=0)])

    def entry_budget(self, project: str, effort: float) -> int | None:
        """The smallest budget at which the project has at least `effort` units; None if the path ends before."""
        i = self.portfolio.index(project)
        missing = int(np.ceil(reals("effort", effort, at_least=0))) - int(self.portfolio.floor[i])
        if missing <= 0:
            return int(self.budgets[0])
        received = np.flatnonzero(self.order == i)
        return int(self.budgets[received[missing - 1] + 1]) if received.size >= missing else None


def growth_path(portfolio: Portfolio, budget: int) -> Path:
    """The optimal allocation of every budget up to `budget`, in one pass.

    The optimum takes the largest unit gains, so that of a smaller budget is a part of that of a larger one: sort the
    units of the largest by their gain, and every prefix is an optimum. Cost: one `allocate` and one sort; memory: a
    few arrays of length `budget`.

    Raises:
        ValueError: what `allocate` raises

    >>> from effort import grocery_delivery
    >>> path = growth_path(grocery_delivery(), 300)
    >>> path.effort()[[0, 3, 100, 300]]
    array([[ 0,  0,  0,  0,  0],
           [ 1,  1,  1,  0,  0],
           [32, 24, 18, 16, 10],
           [95, 71, 56, 47, 31]])
    """
    taken = allocate(portfolio, budget).effort - portfolio.floor
    owner = np.repeat(np.arange(taken.size), taken)
    unit = np.arange(owner.size) - np.repeat(np.cumsum(taken) - taken - portfolio.floor, taken)
    gain = _gains_of(portfolio, owner, unit)
    order = np.argsort(-gain, kind="stable")  # stable: ties stay in project order, as in `allocate`
    return Path(portfolio, owner[order], gain[order])


def log_frontier_budget(weight, a, effort: float) -> float:
    """The budget at which the first of n log curves has `effort` units, in closed form: effort / share.

    For f(x) = a log(bx) the continuous optimum gives each project the share weight * a / sum(weight * a) of the
    budget, whatever b is.

    Args:
        weight, a: shape (n,) or a number, at least one of them of shape (n,)
        effort: units wanted in the first project

    >>> round(log_frontier_budget(1, [12, 9, 7, 6, 4], effort=80), 1)
    253.3
    """
    pull = np.broadcast_arrays(reals("weight", weight, at_least=0) * reals("a", a, above=0))[0]
    if pull.ndim != 1 or pull[0] == 0:
        raise ValueError(f"weight * a is {pull}, expected one number for each project, the first above 0")
    return float(reals("effort", effort, at_least=0) * pull.sum() / pull[0])


def phase_map(portfolio: Portfolio, project: str, weights, budget: int) -> np.ndarray:
    """How many units one project gets, for every weight it might have and every budget up to `budget`.

    Args:
        weights: shape (w,), the weights to try for `project`
        budget: the largest budget

    Returns:
        shape (w, budget + 1), whole units; column B is the optimum of a budget of B. Below the sum of the floors there
        is no allocation, and the entry is 0.

    >>> from effort import grocery_delivery
    >>> units = phase_map(grocery_delivery(), "dynamic pricing", [1, 10], 300)
    >>> units[:, [100, 300]]
    array([[ 32,  95],
           [ 83, 248]])
    """
    i = portfolio.index(project)
    weights = np.atleast_1d(reals("weights", weights, at_least=0))
    units = np.zeros((weights.size, int(wholes("budget", budget)) + 1), dtype=np.int64)
    for row, weight in zip(units, weights, strict=True):
        path = growth_path(portfolio.weighted(project, weight), budget)
        received = portfolio.floor[i] + np.concatenate([[0], np.cumsum(path.order == i)])
        row[path.budgets] = received
        row[path.budgets[-1] :] = received[-1]  # budget that no project can use changes nothing
    return units


def frontier_budget(portfolio: Portfolio, project: str, weights, budget: int, lifecycle: Lifecycle = LIFECYCLE):
    """The smallest budget at which one project reaches the frontier, for each weight it might have.

    Returns:
        shape (w,), floats, NaN where even `budget` is not enough

    >>> from effort import grocery_delivery
    >>> frontier_budget(grocery_delivery(), "dynamic pricing", [0.1, 1, 10], 500)
    array([ nan, 251.,  95.])
    """
    there = phase_map(portfolio, project, weights, budget) >= lifecycle.frontier
    return np.where(there.any(axis=1), there.argmax(axis=1), np.nan)
