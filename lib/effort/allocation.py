"""Dividing a budget of effort over projects: the exact whole-unit optimum, the essay's loop, the continuous optimum."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from effort.checks import LARGEST_WHOLE, real, whole, wholes
from effort.portfolio import Portfolio
from effort.price import divisible_price, fitting_units, number, place
from effort.units import SMALLEST_GAIN, Projects, gains_of, listed_units, next_gains, units_worth

__all__ = [
    "Allocation",
    "allocate",
    "allocate_at_cost",
    "allocate_samples",
    "greedy",
    "water_filling",
]


Number = TypeVar("Number", int, float)

FEW = 2**12
"""Up to this many units in all projects, comparing them all is quicker than searching for the price."""


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

    @property
    def gap(self) -> float:
        """How much more divisible effort would earn at the same budget: 0 for the optimum of `water_filling` itself."""
        return water_filling(self.portfolio, self.budget).returns - self.returns

    def __getitem__(self, project: str):
        """The effort given to one project, by its name."""
        return self.effort[self.portfolio.index(project)].item()

    def __repr__(self) -> str:
        shown = dict(zip(self.portfolio.names[:8], self.effort[:8], strict=True))
        width = max(map(len, shown))
        lines = [f"  {name:{width}}  {units:.6g}" for name, units in shown.items()]
        more = [f"  and {len(self.portfolio) - 8} more"] if len(self.portfolio) > 8 else []
        left = f", {self.unspent:g} unspent" if self.unspent > 1e-9 * self.budget else ""
        return "\n".join([f"Allocation of {self.budget:g} units{left}:", *lines, *more])


def greedy(marginal_gain: Callable[[np.ndarray], np.ndarray], budget: int, start) -> np.ndarray:
    """The essay's loop: one unit at a time to the project with the highest marginal gain.

    Exactly optimal when `marginal_gain` is the unit gain f(x + 1) - f(x) of concave curves (Gross 1956,
    Fox 1966); only an approximation when it is a derivative. Kept readable, as the reference for `allocate`:
    it costs one pass over the projects for every unit.

    Args:
        marginal_gain: takes efforts, shape (n,), and gives the gain of the next bit of effort in each project,
            shape (n,)
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
    together (Gross 1956, Fox 1966): were one of them left for a smaller one, exchanging the two would only help.
    Instead of taking them one by one, this searches for the price above which there are just about that many, the
    selection in sorted columns of Galil and Megiddo (1979) and Frederickson and Johnson (1982) with arrays for columns:

    - At a price p a project wants its effort up to x, where its gradient has fallen to p. All its units below floor(x)
      gain at least p, and of the others at most the one at floor(x) does, as f'(k + 1) <= f(k + 1) - f(k) <= f'(k).
      So a look at the units about x counts those worth the price exactly.
    - Floats are in the order of their bits, so the price is found by halving the bits between one at which too many
      units are wanted and one at which not: at most 63 times, for any curves and any budget. The search begins close
      by, at the price for divisible effort, and of very many projects at that for a sample.
    - It ends once few units are left between the two prices, which are compared one by one, or when all that are left
      gain the same, which go to the first projects.

    Cost: a few passes over the n projects, whatever the budget; memory: a few arrays of length n. Any family with a
    gradient gets the same guarantee, in closed form or not. Small problems are settled by comparing all units.

    Ties go to the project that comes first. A unit that gains nothing (weight 0, or a curve that is flat to the last
    digit, gaining less than 2e-308) stays unspent, as do units that no cap leaves room for.

    Args:
        portfolio: n projects with concave curves
        budget: whole units to give out, floors included

    Raises:
        ValueError: a budget that is negative, not whole or above 2**53; floors that exceed the budget; a curve that is
            not concave (see `allocate_on_envelope`)

    >>> from effort import grocery_delivery
    >>> best = allocate(grocery_delivery(), 100)
    >>> best
    Allocation of 100 units:
      dynamic pricing    32
      dispatching        24
      onboarding vision  18
      recommendations    16
      menu images        10
    >>> round(best.shadow_price, 3)
    0.463
    """
    _refuse_unless_concave(portfolio)
    budget = whole("budget", budget)
    slack = slack_of(portfolio, budget)
    settle = _by_comparing_all if len(portfolio) * (slack + 1) <= FEW else _by_price
    return Allocation(portfolio, budget, *settle(portfolio, slack))


def water_filling(portfolio: Portfolio, budget: float) -> Allocation:
    """The optimum when effort can be divided at will, with its price.

    At the optimum every project that is between its floor and its cap has the same marginal gain, the price: effort
    is poured in until the levels are equal (water-filling; Boyd and Vandenberghe 2004, example 5.2). The price is
    found by halving, as the effort wanted only falls with it.

    Args:
        portfolio: n projects with concave curves
        budget: units to give out, a real number, floors included

    Raises:
        ValueError: a negative budget; floors that exceed the budget

    >>> from effort import grocery_delivery
    >>> water_filling(grocery_delivery(), 100).effort.round(2)
    array([31.87, 23.86, 18.46, 15.52, 10.29])
    """
    _refuse_unless_concave(portfolio)
    budget = real("budget", budget, at_least=0)
    slack = slack_of(portfolio, budget)
    projects = Projects.of(portfolio, slack)
    price = divisible_price(projects, slack)
    effort = projects.wanted(price)
    return Allocation(portfolio, budget, effort, price if effort.sum() < projects.high.sum() else 0.0)


def allocate_at_cost(portfolio: Portfolio, cost: float) -> Allocation:
    """The budget that is worth spending when a unit costs `cost`, and its allocation.

    A unit is worth its cost as long as it earns at least as much, so the floors are followed by every unit that does:
    the same question as "which budget brings the shadow price down to `cost`?" (a target for the marginal return, as
    in budget tools for marketing).

    Args:
        portfolio: n projects with concave curves
        cost: of one unit, in weighted percentage points, above 0

    Raises:
        ValueError: a cost that is not above 0; a curve that is not concave

    >>> from effort import grocery_delivery
    >>> worth = allocate_at_cost(grocery_delivery(), cost=0.2)
    >>> worth.budget, worth.effort
    (236, array([75, 56, 43, 37, 25]))
    """
    _refuse_unless_concave(portfolio)
    cost = real("cost", cost, above=0)
    effort = units_worth(portfolio, cost)
    return Allocation(portfolio, int(effort.sum()), effort, _next_gain(portfolio, effort))


def allocate_samples(portfolio: Portfolio, budget: int) -> np.ndarray:
    """The optimum for each of many versions of the curves at once, for curves that are known only roughly.

    Args:
        portfolio: n projects whose curve has a sample axis first: parameters of shape (samples, n)
        budget: whole units to give out, floors included

    Returns:
        shape (samples, n), whole units: row s is what `allocate` gives for the curves of sample s

    Raises:
        ValueError: what `allocate` raises; curves without a sample axis

    >>> from effort import Log1p
    >>> rng = np.random.default_rng(1)
    >>> unsure = Portfolio(("pricing", "search"), Log1p(rng.normal([15, 10], 1, (1000, 2)), [2, 2]))
    >>> allocate_samples(unsure, 100).mean(axis=0).round()
    array([60., 40.])
    """
    curve, n = portfolio.curve, len(portfolio)
    if len(curve.shape) != 2:
        raise ValueError(f"curve has shape {curve.shape}, expected (samples, {n})")
    _refuse_unless_concave(portfolio, axes=2)
    budget = whole("budget", budget)
    slack = slack_of(portfolio, budget)
    projects = Projects.of(portfolio, slack)
    # As in `allocate`, but for all samples at once, and always until all units that are left gain the same.
    cheap = np.full((curve.shape[0], 1), place(SMALLEST_GAIN) - 1)
    dear = np.full_like(cheap, place(np.inf) + 1)
    sure = possible = np.broadcast_to(projects.floor, curve.shape)
    worth = None
    while np.any(dear - cheap > 1):
        middle = cheap + (dear - cheap) // 2
        worth = projects.worth(number(middle), before=worth)
        too_cheap = worth.exceed(budget)
        cheap, possible = np.where(too_cheap, middle, cheap), np.where(too_cheap, worth.units, possible)
        dear, sure = np.where(too_cheap, dear, middle), np.where(too_cheap, sure, worth.units)
    return _first_come(sure, possible, budget).astype(np.int64)


def _refuse_unless_concave(portfolio: Portfolio, axes: int = 1) -> None:
    if len(portfolio.curve.shape) > axes:
        raise ValueError(
            f"curve has shape {portfolio.curve.shape}, expected ({len(portfolio)},); "
            "allocate_samples takes a sample axis"
        )
    if not portfolio.concave:
        concave = portfolio.curve.concave
        i = int(np.argwhere(~concave)[0][-1]) if concave.ndim else 0
        raise ValueError(
            f"curve of {portfolio.names[i]!r} is not concave, expected concave curves; allocate_on_envelope takes any"
        )


def slack_of(portfolio: Portfolio, budget: Number) -> Number:
    """What is left of a budget above the floors; refuses one that does not cover them."""
    total = int(portfolio.floor.sum())
    if total > budget:
        raise ValueError(f"floors add up to {total}, expected at most the budget, {budget:g}")
    return budget - total


def _by_comparing_all(portfolio: Portfolio, slack: int) -> tuple[np.ndarray, float]:
    unit = portfolio.floor + np.arange(slack + 1)[:, None]
    gain = portfolio.unit_gain(unit)
    if (portfolio.cap < LARGEST_WHOLE).any():
        gain = np.where(unit < portfolio.cap, gain, 0.0)
    # Project by project, so that of equal gains the first are those of the first projects.
    chosen, next_gain = _largest(gain.T.ravel(), slack)
    return portfolio.floor + chosen.reshape(len(portfolio), slack + 1).sum(axis=1), next_gain


def _by_price(portfolio: Portfolio, slack: int) -> tuple[np.ndarray, float]:
    sure, possible, tied = fitting_units(Projects.of(portfolio, slack), slack)
    total = portfolio.floor.sum() + slack
    if tied:
        effort = _first_come(sure, possible, total).astype(np.int64)
        return effort, _next_gain(portfolio, effort)
    some = np.flatnonzero(possible > sure)
    row, unit = listed_units(sure[some], possible[some] - sure[some])
    owner = some[row]
    chosen, next_gain = _largest(gains_of(portfolio, owner, unit), int(total - sure.sum()))
    effort = sure.astype(np.int64)
    effort += np.bincount(owner[chosen], minlength=effort.size)
    return effort, next_gain


def _first_come(sure: np.ndarray, possible: np.ndarray, total: int) -> np.ndarray:
    """All `sure` units, and of those between them and the possible ones, which gain the same, the first projects'."""
    between = np.maximum(possible - sure, 0)
    before = np.cumsum(between, axis=-1) - between
    return sure + np.clip(total - sure.sum(axis=-1, keepdims=True) - before, 0, between)


def _largest(gain: np.ndarray, units: int) -> tuple[np.ndarray, float]:
    """Which of the gains are the `units` largest that count, as a mask, of equal ones the first; and the next gain."""
    units = min(units, int(np.count_nonzero(gain >= SMALLEST_GAIN)))
    if units == 0:
        return np.zeros(gain.size, dtype=bool), _counting(gain.max(initial=0.0))
    last = gain.size - units
    ordered = np.partition(gain, (max(last - 1, 0), last))
    threshold = ordered[last]
    chosen = gain > threshold
    equal = np.flatnonzero(gain == threshold)
    chosen[equal[: units - np.count_nonzero(chosen)]] = True
    return chosen, _counting(ordered[last - 1]) if last else 0.0


def _next_gain(portfolio: Portfolio, effort: np.ndarray) -> float:
    return _counting(next_gains(portfolio, effort).max())


def _counting(gain: float) -> float:
    return float(gain) if gain >= SMALLEST_GAIN else 0.0
