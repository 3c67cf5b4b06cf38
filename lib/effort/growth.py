"""How the allocation changes as the budget grows, or as one project gains weight."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from effort.allocation import Allocation, allocate
from effort.checks import reals, wholes
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.portfolio import Portfolio
from effort.units import gains_of, listed_units, units_worth

__all__ = [
    "GrowthPath",
    "budget_needed",
    "frontier_budget",
    "growth_path",
    "log_frontier_budget",
    "next_stage",
    "phase_map",
    "price_of_effort",
    "stage_probability",
    "weight_needed",
    "weights_needed",
]


@dataclass(frozen=True, eq=False)
class GrowthPath:
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


def growth_path(portfolio: Portfolio, budget: int) -> GrowthPath:
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
    owner, unit = listed_units(portfolio.floor, taken)
    gain = gains_of(portfolio, owner, unit)
    order = np.argsort(-gain, kind="stable")  # stable: ties stay in project order, as in `allocate`
    return GrowthPath(portfolio, owner[order], gain[order])


def log_frontier_budget(weight, a, effort: float) -> float:
    """The budget at which the first of n log curves has `effort` units, in closed form: effort / share.

    For f(x) = a log(bx) the continuous optimum gives each project the share weight * a / sum(weight * a) of the
    budget, whatever b is.

    Args:
        weight: what a point is worth in each project; shape (n,) or a number
        a: the scale of each curve; shape (n,) or a number, but not both of them numbers
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

    The other projects receive their units in the same order whatever the one weighs. So their path is computed once,
    and each unit of the one takes its place in it where its weighted gain does: one sorted search for all weights.

    Args:
        portfolio: n projects with concave curves
        project: the name of the one
        weights: shape (w,), the weights to try for it
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
    largest = int(wholes("budget", budget))
    floors = int(portfolio.floor.sum())
    own = portfolio.floor[i] + np.arange(min(int(portfolio.cap[i]) - int(portfolio.floor[i]), max(largest - floors, 0)))
    unit_gain = gains_of(portfolio.weighted(project, 1.0), np.full(own.size, i), own)
    others = growth_path(portfolio.weighted(project, 0.0), largest) if largest >= floors else None
    units = np.zeros((weights.size, largest + 1), dtype=np.int64)
    if others is None:
        return units
    gain = weights[:, None] * np.where(weights[:, None] > 0, unit_gain, 0)
    # How many units of the others come before each: larger gains, and equal ones of projects further up.
    before = np.searchsorted(-others.gain, -gain, side="left")
    after_ties = np.searchsorted(-others.gain, -gain, side="right")
    earlier = np.concatenate([[0], np.cumsum(others.order < i)])
    before += earlier[after_ties] - earlier[before]
    received = floors + before + np.arange(own.size) + 1  # the budget at which each unit arrives
    received[gain <= 0] = largest + 1  # a unit that gains nothing never does
    for row, budgets in zip(units, received, strict=True):
        row[floors:] = portfolio.floor[i] + np.searchsorted(budgets, np.arange(floors, largest + 1), side="right")
    return units


def budget_needed(portfolio: Portfolio, project: str, effort: int) -> int:
    """The smallest budget whose optimum gives one project at least `effort` units, without going through all budgets.

    It is the number of units, in all projects, that gain more than the last of them (or as much, in projects further
    up).

    Raises:
        ValueError: an effort above the project's cap, or at which the project gains nothing

    >>> from effort import grocery_delivery
    >>> budget_needed(grocery_delivery(), "dynamic pricing", 80)
    251
    """
    i = portfolio.index(project)
    effort = int(wholes("effort", effort))
    if effort <= portfolio.floor[i]:
        return int(portfolio.floor.sum())
    price = float(gains_of(portfolio, np.array([i]), np.array([effort - 1]))[0])
    if effort > portfolio.cap[i] or price <= 0:
        raise ValueError(f"effort is {effort}, expected one that {project!r} can reach")
    as_good = units_worth(portfolio, price)
    better = units_worth(portfolio, float(np.nextafter(price, np.inf)))
    return int(as_good[:i].sum() + better[i + 1 :].sum()) + effort


def weight_needed(portfolio: Portfolio, project: str, effort: int, budget: int) -> float:
    """The weight above which one project gets at least `effort` units of the budget, all else as it is.

    Returns:
        0 if it gets them at any weight, infinity if it does at none

    >>> from effort import grocery_delivery
    >>> round(weight_needed(grocery_delivery(), "dynamic pricing", 80, budget=100), 2)
    7.77
    """
    i = portfolio.index(project)
    effort, budget = int(wholes("effort", effort)), int(wholes("budget", budget))
    if effort <= portfolio.floor[i]:
        return 0.0
    left = budget - effort
    if left < portfolio.floor.sum() - portfolio.floor[i] or effort > portfolio.cap[i]:
        return np.inf
    floor = portfolio.floor.copy()
    floor[i] = 0
    without = allocate(replace(portfolio.weighted(project, 0.0), floor=floor), left)
    gain = float(gains_of(portfolio.weighted(project, 1.0), np.array([i]), np.array([effort - 1]))[0])
    return without.shadow_price / gain if gain > 0 else np.inf


def weights_needed(portfolio: Portfolio, project: str, efforts: ArrayLike, budget: int) -> np.ndarray:
    """`weight_needed` for several efforts and every budget up to `budget` at once: the lines of the map.

    The last of so many units comes with a budget of B once it gains more than the unit of the others that would
    otherwise be the last: one look at the others' `growth_path` for each effort.

    Args:
        portfolio: n projects with concave curves
        project: the name of the one whose weight is asked for
        efforts: shape (k,), whole units
        budget: the largest budget

    Returns:
        shape (k, budget + 1), columns for budgets from 0 on; infinity where no weight is enough

    >>> from effort import grocery_delivery
    >>> needed = weights_needed(grocery_delivery(), "dynamic pricing", [35, 80], 251)
    >>> needed[:, [79, 100, 251]].round(2)
    array([[1.65, 1.14, 0.35],
           [ inf, 7.77, 1.  ]])
    """
    i, floors, largest = portfolio.index(project), int(portfolio.floor.sum()), int(wholes("budget", budget))
    efforts = np.atleast_1d(wholes("efforts", efforts))
    needed = np.full((efforts.size, largest + 1), np.inf)
    if largest < floors:
        return needed
    others = growth_path(portfolio.weighted(project, 0.0), largest).gain
    for row, effort in zip(needed, efforts, strict=True):
        own = int(effort - portfolio.floor[i])
        if own <= 0:
            row[floors:] = 0.0
        elif effort <= portfolio.cap[i] and floors + own <= largest:
            gain = gains_of(portfolio.weighted(project, 1.0), np.array([i]), np.array([effort - 1]))[0]
            # Where the others take no more, any weight is enough.
            coming = np.append(others, np.zeros(largest))[: largest + 1 - floors - own]
            row[floors + own :] = coming / gain if gain > 0 else np.inf
    return needed


def price_of_effort(portfolio: Portfolio, project: str, effort: int, budgets) -> np.ndarray:
    """The returns given up, at each budget, if one project gets at least `effort` units in spite of the rule.

    A prize for getting there is worth going for if it is larger. It is 0 where the optimum goes there by itself, and
    infinite where the budget does not reach that far.

    >>> from effort import grocery_delivery
    >>> price_of_effort(grocery_delivery(), "dynamic pricing", 80, [50, 100, 251]).round(1)
    array([ inf, 24.1,  0. ])
    """
    i = portfolio.index(project)
    floor = portfolio.floor.copy()
    floor[i] = max(floor[i], int(wholes("effort", effort)))
    pushed = replace(portfolio, floor=floor)
    budgets = wholes("budgets", budgets)
    given_up = [
        allocate(portfolio, budget).returns - allocate(pushed, budget).returns if budget >= floor.sum() else np.inf
        for budget in budgets.ravel()
    ]
    return np.reshape(given_up, budgets.shape)


def next_stage(allocation: Allocation, project: str, lifecycle: Lifecycle = LIFECYCLE) -> tuple[str, int, float] | None:
    """What it would take to bring one project to its next stage: (stage, budget needed, weight needed).

    None if it is at the frontier already.

    >>> from effort import grocery_delivery
    >>> stage, budget, weight = next_stage(allocate(grocery_delivery(), 100), "dynamic pricing")
    >>> stage, budget, round(weight, 2)
    ('deep learning', 109, 1.14)
    """
    stage = int(lifecycle.stage(allocation[project])) + 1
    if stage == len(lifecycle.names):
        return None
    start = int(np.ceil(lifecycle.starts[stage]))
    portfolio = allocation.portfolio
    return (
        lifecycle.names[stage],
        budget_needed(portfolio, project, start),
        weight_needed(portfolio, project, start, int(allocation.budget)),
    )


def stage_probability(effort: np.ndarray, lifecycle: Lifecycle = LIFECYCLE) -> np.ndarray:
    """From sampled allocations, how likely each project is in each stage.

    Args:
        effort: shape (samples, n), from `allocate_samples`
        lifecycle: the stages

    Returns:
        shape (n, stages), each row adds up to 1

    >>> stage_probability(np.array([[30, 3], [40, 3]]))[:, 3:]
    array([[0.5, 0.5, 0. ],
           [0. , 0. , 0. ]])
    """
    stage = lifecycle.stage(effort)
    return np.stack([np.mean(stage == s, axis=0) for s in range(len(lifecycle.names))], axis=-1)


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
