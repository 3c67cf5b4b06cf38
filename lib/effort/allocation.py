"""Dividing a budget of effort over projects: the exact whole-unit optimum, the essay's loop, the continuous optimum."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from effort.checks import LARGEST_WHOLE, reals, wholes
from effort.portfolio import Portfolio

__all__ = ["Allocation", "allocate", "greedy", "water_filling"]

SMALLEST_GAIN = np.nextafter(0, 1)
ALWAYS_COMPARED = 4096
"""Up to this many candidate units, comparing them all is quicker than searching for the price first."""


@dataclass(frozen=True, eq=False)
class Allocation:
    """A budget divided over the projects of a portfolio.

    Attributes:
        effort: shape (n,), units for each project: whole (int64) from `allocate`, real from `water_filling`
        shadow_price: what one more unit of budget would earn, in weighted percentage points
    """

    portfolio: Portfolio
    budget: float
    effort: np.ndarray
    shadow_price: float

    @property
    def spent(self) -> float:
        """The units given out."""
        return self.effort.sum().item()

    @property
    def unspent(self) -> float:
        """The units that no project can use: all are at their caps, or gain nothing more."""
        return self.budget - self.spent

    @property
    def accuracy(self) -> np.ndarray:
        """Shape (n,): the accuracy each project reaches, in percentage points."""
        return self.portfolio.curve.value(self.effort)

    @property
    def returns(self) -> float:
        """The weighted sum of accuracies, which the optimum maximises."""
        return float(self.portfolio.returns(self.effort))

    def __getitem__(self, project: str):
        """The effort given to one project, by its name."""
        return self.effort[self.portfolio.index(project)].item()

    def __repr__(self) -> str:
        n = len(self.portfolio)
        shown = [f"{name} {units:.6g}" for name, units in zip(self.portfolio.names[:8], self.effort[:8], strict=True)]
        more = [f"... {n - 8} more"] if n > 8 else []
        tail = [f"unspent {self.unspent:g}"] if self.unspent > 1e-9 * self.budget else []
        return f"Allocation of {self.budget:g}: " + ", ".join(shown + more + tail)


def greedy(marginal_gain: Callable[[np.ndarray], np.ndarray], budget: int, start) -> np.ndarray:
    """The essay's loop: one unit at a time to the project with the highest marginal gain.

    Exactly optimal when `marginal_gain` is the unit gain f(x + 1) - f(x) of concave curves (Gross 1956,
    Fox 1966); only an approximation when it is a derivative. Kept readable, as the reference for `allocate`:
    it costs one pass over the projects for every unit.

    Args:
        marginal_gain: takes efforts, shape (n,), and gives the gain of the next bit of effort in each project, shape (n,)
        budget: units to give out
        start: shape (n,), the efforts to start from (zeros, or the floors)

    Returns:
        shape (n,), whole units; ties go to the project that comes first

    >>> from effort import grocery_delivery
    >>> shop = grocery_delivery()
    >>> greedy(shop.unit_gain, 100, start=np.zeros(5))
    array([32, 24, 18, 16, 10])
    """
    effort = wholes("start", start).copy()
    for _ in range(int(wholes("budget", budget))):
        effort[np.argmax(marginal_gain(effort))] += 1
    return effort


def allocate(portfolio: Portfolio, budget: int) -> Allocation:
    """The whole-unit allocation with the highest returns, exactly.

    The unit gains of a concave curve fall, so the optimum takes the `budget` largest unit gains of all projects
    together (Gross 1956, Fox 1966). Instead of taking them one by one, this searches for the price above which
    there are just about that many: at a price each project wants every unit that earns at least as much, and the
    gradient tells how many that is to within one unit. What lies between the two nearest prices, some 2n units at
    most, is compared unit by unit. Cost: some ten passes over the n projects, whatever the budget; memory: a few
    arrays of length n.

    Ties go to the project that comes first. A unit that gains nothing (weight 0, or a curve that is flat to the last
    digit) stays unspent, as do units that no cap leaves room for.

    Args:
        portfolio: n projects with concave curves
        budget: whole units to give out, floors included

    Raises:
        ValueError: a budget that is negative, not whole or above 2**53; floors that exceed the budget

    >>> from effort import grocery_delivery
    >>> best = allocate(grocery_delivery(), 100)
    >>> best
    Allocation of 100: dynamic pricing 32, dispatching 24, onboarding vision 18, recommendations 16, menu images 10
    >>> round(best.shadow_price, 3)
    0.463
    """
    budget = _budget(wholes, budget)
    low = portfolio.floor
    slack = budget - _total_floor(portfolio, budget)
    high = np.minimum(portfolio.cap, low + slack)
    sure, possible = _bracket(portfolio, low, high, slack)
    effort = sure + _largest(portfolio, sure, possible, slack - (sure - low).sum())
    return Allocation(portfolio, budget, effort, _next_gain(portfolio, effort))


def water_filling(portfolio: Portfolio, budget: float) -> Allocation:
    """The optimum when effort can be divided at will, with its price.

    At the optimum every project that is between its floor and its cap has the same marginal gain, the price: effort
    is poured in until the levels are equal (water-filling; Boyd and Vandenberghe 2004, example 5.2). The price is
    found by bisection on its logarithm, as the effort wanted only falls with the price.

    Args:
        portfolio: n projects with concave curves
        budget: units to give out, a real number, floors included

    Raises:
        ValueError: a negative budget; floors that exceed the budget

    >>> from effort import grocery_delivery
    >>> water_filling(grocery_delivery(), 100).effort.round(2)
    array([31.87, 23.86, 18.46, 15.52, 10.29])
    """
    budget = _budget(reals, budget, at_least=0)
    low = portfolio.floor.astype(float)
    high = np.minimum(portfolio.cap, low + (budget - _total_floor(portfolio, budget)))
    cheap, dear = np.log(SMALLEST_GAIN), np.log(np.finfo(float).max)
    for _ in range(64):  # enough to use up the digits of the logarithm
        middle = (cheap + dear) / 2
        if _wanted(portfolio, np.exp(middle), low, high).sum() > budget:
            cheap = middle
        else:
            dear = middle
    price = np.exp(dear)
    effort = _wanted(portfolio, price, low, high)
    return Allocation(portfolio, budget, effort, float(price) if effort.sum() < high.sum() else 0.0)


def _budget(check: Callable, budget, **limits):
    checked = check("budget", budget, **limits)
    if checked.ndim:
        raise ValueError(f"budget has shape {checked.shape}, expected one number")
    return checked.item()


def _total_floor(portfolio: Portfolio, budget: float) -> int:
    total = int(portfolio.floor.sum())
    if total > budget:
        raise ValueError(f"floors add up to {total}, expected at most the budget, {budget:g}")
    return total


def _wanted(portfolio: Portfolio, price: float, low, high) -> np.ndarray:
    """The effort at which each project's weighted gradient has fallen to `price`, within its bounds."""
    with np.errstate(divide="ignore", over="ignore"):
        per_point = np.where(portfolio.weight > 0, price / portfolio.weight, np.inf)
    return np.clip(portfolio.curve.inverse_gradient(per_point), low, high)


def _worthwhile(portfolio: Portfolio, price: float, low, high) -> np.ndarray:
    """How many units each project has once it took every unit from `low` on that earns at least `price`."""
    # The unit gain at k lies between the gradients at k + 1 and at k, so the count is the floor of the wanted effort
    # or one more; rounding can move that by a unit either way.
    count = np.floor(_wanted(portfolio, price, low, high)).astype(np.int64)
    for _ in range(3):
        count -= (count > low) & (portfolio.unit_gain(np.maximum(count - 1, 0)) < price)
        more = (count < high) & (portfolio.unit_gain(count) >= price)
        count += more
        if not more.any():
            break
    return count


def _bracket(portfolio: Portfolio, low, high, slack: int) -> tuple[np.ndarray, np.ndarray]:
    """Efforts (sure, possible): every unit below `sure` is in the optimum and no unit above `possible` is.

    Few units lie between the two, or all that do have the same gain, to the last digit.
    """
    few = max(ALWAYS_COMPARED, 2 * low.size)
    total = int(low.sum()) + slack
    sure, possible = low, high
    if (possible - sure).sum() <= few:
        return sure, possible
    possible = _worthwhile(portfolio, SMALLEST_GAIN, low, high)
    if possible.sum() <= total:
        return possible, possible
    sure = _worthwhile(portfolio, np.inf, low, high)
    if sure.sum() > total:
        return low, sure
    cheap, dear = SMALLEST_GAIN, np.inf
    price, slope, last = _first_price(portfolio, low, high, slack), -1.0, None
    for step in range(200):
        if (possible - sure).sum() <= few or not cheap < price < dear:
            break
        count = np.clip(_worthwhile(portfolio, price, low, high), sure, possible)
        taken = count.sum()
        if taken == total:
            return count, count
        if taken > total:
            cheap, possible = price, count
        else:
            dear, sure = price, count
        point = np.log(price), np.log(taken - int(low.sum()) + 1)
        if last is not None and point[0] != last[0] and point[1] != last[1]:
            slope = (point[1] - last[1]) / (point[0] - last[0])
        last = point
        # Aim a little past the target, at the other side: the next price then closes the bracket instead of
        # creeping up to the target from one side for ever.
        aim = slack + (-1 if taken > total else 1) * few / 8
        with np.errstate(over="ignore", under="ignore"):
            price = np.exp(point[0] + (np.log(max(aim, 0.5) + 1) - point[1]) / slope)
            if step % 4 == 3 or not cheap < price < dear:
                price = np.exp((np.log(cheap) + np.log(min(dear, np.finfo(float).max))) / 2)
            if not cheap < price < dear:
                price = np.nextafter(cheap, dear)
    return sure, possible


def _first_price(portfolio: Portfolio, low, high, slack: int) -> float:
    """A price to start from: the mean gain of the next unit once the slack is divided equally."""
    equal = np.clip(low + slack // low.size, low, high)
    gain = portfolio.unit_gain(equal)
    gain = gain[np.isfinite(gain) & (gain > 0)]
    return float(gain.mean()) if gain.size else 1.0


def _largest(portfolio: Portfolio, sure, possible, units: int) -> np.ndarray:
    """How many of the `units` largest gains between `sure` and `possible` fall to each project."""
    between = possible - sure
    if units == 0 or not between.any():
        return np.zeros_like(between)
    if between.sum() > max(ALWAYS_COMPARED, 2 * between.size):  # all alike: first come, first served
        before = np.cumsum(between) - between
        return np.clip(units - before, 0, between)
    owner = np.repeat(np.arange(between.size), between)
    unit = np.arange(owner.size) - np.repeat(np.cumsum(between) - between - sure, between)
    gain = _gains_of(portfolio, owner, unit)
    units = min(units, np.count_nonzero(gain > 0))
    if units == 0:
        return np.zeros_like(between)
    threshold = np.partition(gain, gain.size - units)[gain.size - units]
    chosen = gain > threshold
    # Owners are in project order, so the first of the equal gains are those of the first projects.
    equal = np.flatnonzero(gain == threshold)[: units - np.count_nonzero(chosen)]
    chosen[equal] = True
    return np.bincount(owner[chosen], minlength=between.size)


def _gains_of(portfolio: Portfolio, owner: np.ndarray, unit: np.ndarray) -> np.ndarray:
    """The weighted gain of the unit at `unit` in project `owner`, for many units of many projects."""
    if owner.size == 0:
        return np.zeros(0)
    curve = portfolio.curve[owner] if portfolio.curve.shape == (len(portfolio),) else portfolio.curve
    with np.errstate(invalid="ignore"):
        return np.where(portfolio.weight[owner] > 0, portfolio.weight[owner] * curve.unit_gain(unit), 0.0)


def _next_gain(portfolio: Portfolio, effort: np.ndarray) -> float:
    gain = np.where(effort < np.minimum(portfolio.cap, LARGEST_WHOLE), portfolio.unit_gain(effort), 0.0)
    return float(gain.max())
