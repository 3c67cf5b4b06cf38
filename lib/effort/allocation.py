"""Dividing a budget of effort over projects: the exact whole-unit optimum, the essay's loop, the continuous optimum."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from effort.checks import LARGEST_WHOLE, reals, wholes
from effort.curves import Curve, Polyline
from effort.portfolio import Portfolio

__all__ = [
    "Allocation",
    "EnvelopeAllocation",
    "allocate",
    "allocate_at_cost",
    "allocate_on_envelope",
    "allocate_samples",
    "greedy",
    "water_filling",
]

SMALLEST_GAIN, LARGEST_GAIN = np.finfo(float).tiny, np.finfo(float).max
"""Below the first a float loses its digits, so a gain there counts as nothing."""
FEW = 4096
"""Up to this many units in all projects, comparing them all is quicker than searching for the price."""
BLOCK, SAMPLE = 2**13, 2**13


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
    together (Gross 1956, Fox 1966): were one of them left for a smaller one, exchanging the two would only help.
    Instead of taking them one by one, this searches for the price above which there are just about that many, the
    selection in sorted columns of Galil and Megiddo (1979) and Frederickson and Johnson (1982) with arrays for columns:

    - At a price p a project wants its effort up to x, where its gradient has fallen to p. All its units below floor(x)
      gain at least p, and of the others at most the one at floor(x) does, as f'(k + 1) <= f(k + 1) - f(k) <= f'(k).
      So one look at that unit counts the units worth the price exactly.
    - The search interpolates on logarithms, where the number of units wanted is nearly a straight line, until two
      prices bracket the budget with few units between them. Those are compared one by one.
    - Where equal gains leave no such prices, the search ends between two neighbouring numbers, and the units that gain
      exactly the price go to the first projects.

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
    return _optimum(portfolio, _budget(wholes, budget))


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
    _refuse_unless_concave(portfolio)
    budget = _budget(reals, budget, at_least=0)
    slack = budget - _total_floor(portfolio, budget)
    high = np.minimum(portfolio.cap, portfolio.floor + slack)
    search = _PriceSearch(_first_price(portfolio, high, slack))
    while not search.exhausted:
        effort = _wanted(portfolio, search.price, high)
        taken = effort.sum() - portfolio.floor.sum()
        if taken == slack:
            break
        search.tell(taken, slack, too_cheap=taken > slack)
    effort = _wanted(portfolio, search.dear, high) if search.exhausted else effort
    price = search.dear if search.exhausted else search.price
    return Allocation(portfolio, budget, effort, float(price) if effort.sum() < high.sum() else 0.0)


def _optimum(portfolio: Portfolio, budget: int) -> Allocation:
    slack = budget - _total_floor(portfolio, budget)
    settle = _by_comparing_all if len(portfolio) * (slack + 1) <= FEW else _by_price
    return Allocation(portfolio, budget, *settle(portfolio, slack))


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
    cost = _budget(reals, cost, name="cost", above=0)
    effort = worthwhile(portfolio, cost, portfolio.cap)
    return Allocation(portfolio, int(effort.sum()), effort, _next_gain(portfolio, effort))


@dataclass(frozen=True, eq=False)
class EnvelopeAllocation(Allocation):
    """An allocation over curves that need not be concave, with a bound on what it misses.

    Attributes:
        bound: returns that no allocation of the budget can exceed
    """

    bound: float

    @property
    def loss(self) -> float:
        """The most that the allocation can be below the optimum; 0 where it is proved optimal."""
        return max(0.0, self.bound - self.returns)


def allocate_on_envelope(portfolio: Portfolio, budget: int) -> EnvelopeAllocation:
    """A good allocation over any increasing curves, S-shaped ones and thresholds included, and how good it is.

    Each curve is replaced by its upper concave envelope at whole units, the lowest concave curve that is nowhere below
    it, and that problem is solved exactly. Its returns are a bound. All projects end at points where envelope and
    curve meet, but for at most one, for which the budget ran out on the way to its next such point. If none did, the
    allocation is optimal. Otherwise that project's units are kept there, or used where the true curves gain the most,
    whichever earns more; the loss is at most the gap between envelope and curve of one project (Shapley and Folkman;
    Ibaraki and Katoh 1988).

    Args:
        portfolio: n projects with increasing curves that are finite from their floors on
        budget: whole units to give out; memory and time grow with n times the budget

    Raises:
        ValueError: what `allocate` raises for floors and budget; curves that are infinite or fall

    >>> from effort import Hill
    >>> pair = Portfolio(("slow start", "steady"), Hill(a=[90, 40], b=[0.05, 0.1], c=[4, 1]))
    >>> result = allocate_on_envelope(pair, 60)
    >>> result.effort, result.loss
    (array([41, 19]), 0.0)
    """
    budget = _budget(wholes, budget)
    slack = budget - _total_floor(portfolio, budget)
    high = np.minimum(portfolio.cap, portfolio.floor + slack)
    n = len(portfolio)
    units = np.minimum(portfolio.floor + np.arange(slack + 1)[:, None], high)
    value = np.broadcast_to(portfolio.curve.value(units), units.shape).T
    if not np.all(np.isfinite(value)) or np.any(np.diff(value, axis=1) < 0):
        raise ValueError("a curve is infinite or falls within the budget, expected finite and increasing curves")
    hulls = [_upper_hull(row) for row in value]
    most = max(2, max(map(len, hulls)))
    corner = np.stack([np.pad(hull, (0, most - len(hull)), mode="edge") for hull in hulls])
    rows = np.arange(n)[:, None]
    envelope = Polyline(units.T[rows, corner], value[rows, corner])
    relaxed = _optimum(portfolio.with_(curve=envelope, cap=high), budget)
    bound = relaxed.returns
    met = np.any(corner == (relaxed.effort - portfolio.floor)[:, None], axis=1)
    candidates = [relaxed.effort]
    if not met.all():
        # Back to where its curve last met the envelope, and its units to whoever gains most from them, in whole jumps.
        back = relaxed.effort - portfolio.floor
        (partial,) = np.flatnonzero(~met)
        back[partial] = corner[partial][corner[partial] < back[partial]].max()
        candidates.append(
            portfolio.floor + _by_best_jumps(portfolio.weight, value, back, high - portfolio.floor, slack)
        )
    effort = max(candidates, key=portfolio.returns)
    return EnvelopeAllocation(
        portfolio, budget, effort, relaxed.shadow_price, float(max(bound, portfolio.returns(effort)))
    )


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
    budget = _budget(wholes, budget)
    slack = budget - _total_floor(portfolio, budget)
    high = np.minimum(portfolio.cap, portfolio.floor + slack)
    cheap = np.full((curve.shape[0], 1), np.log(SMALLEST_GAIN))
    dear = np.full_like(cheap, np.log(LARGEST_GAIN))
    for _ in range(64):  # halving a logarithm uses up its digits by then
        middle = (cheap + dear) / 2
        with np.errstate(under="ignore"):
            too_cheap = worthwhile(portfolio, np.exp(middle), high).sum(axis=1, keepdims=True) > budget
        cheap, dear = np.where(too_cheap, middle, cheap), np.where(too_cheap, dear, middle)
    effort = worthwhile(portfolio, np.exp(dear), high)
    # What is left are units whose gains the price no longer tells apart, a few for each sample.
    while np.any(open_ := effort.sum(axis=1) < budget):
        gain = np.where(effort < high, portfolio.unit_gain(effort), 0.0)
        winner = gain.argmax(axis=1)
        give = open_ & (gain.max(axis=1) >= SMALLEST_GAIN)
        if not give.any():
            break
        effort[give, winner[give]] += 1
    return effort


def _refuse_unless_concave(portfolio: Portfolio, axes: int = 1) -> None:
    if len(portfolio.curve.shape) > axes:
        raise ValueError(
            f"curve has shape {portfolio.curve.shape}, expected ({len(portfolio)},); allocate_samples takes a sample axis"
        )
    if not portfolio._concave:
        concave = portfolio.curve.concave
        i = int(np.argwhere(~concave)[0][-1]) if concave.ndim else 0
        raise ValueError(
            f"curve of {portfolio.names[i]!r} is not concave, expected concave curves; allocate_on_envelope takes any"
        )


def _upper_hull(value: np.ndarray) -> np.ndarray:
    """Which of the points (0, value[0]), (1, value[1]), ... are corners of their upper concave envelope."""
    corners: list[int] = []
    for k in range(value.size):
        while len(corners) >= 2:
            i, j = corners[-2:]
            if (value[j] - value[i]) * (k - j) > (value[k] - value[j]) * (j - i):
                break
            corners.pop()  # the point lies on or below the line over it
        corners.append(k)
    return np.array(corners)


def _by_best_jumps(
    weight: np.ndarray, value: np.ndarray, effort: np.ndarray, high: np.ndarray, total: int
) -> np.ndarray:
    """Spend what is left by the jump, of any length, with the best mean gain, until nothing gains."""
    effort = effort.copy()
    while (left := total - int(effort.sum())) > 0:
        best, choice = 0.0, None
        for i, units in enumerate(effort):
            reach = min(left, int(high[i] - units))
            if reach > 0 and weight[i] > 0:
                mean = weight[i] * (value[i, units + 1 : units + reach + 1] - value[i, units]) / np.arange(1, reach + 1)
                step = int(mean.argmax())
                if mean[step] > best:
                    best, choice = mean[step], (i, step + 1)
        if choice is None:
            break
        effort[choice[0]] += choice[1]
    return effort


def _budget(check: Callable, value, name: str = "budget", **limits):
    if type(value) is int and check is wholes and 0 <= value <= LARGEST_WHOLE:
        return value  # what nearly everybody passes, without the arrays that cost more than a small problem
    checked = check(name, value, **limits)
    if checked.ndim:
        raise ValueError(f"{name} has shape {checked.shape}, expected one number")
    return checked.item()


def _total_floor(portfolio: Portfolio, budget: float) -> int:
    total = int(portfolio.floor.sum())
    if total > budget:
        raise ValueError(f"floors add up to {total}, expected at most the budget, {budget:g}")
    return total


def _wanted(projects: Portfolio | _Some, price: float, high) -> np.ndarray:
    """The effort at which each project's weighted gradient has fallen to `price`, between its floor and `high`."""
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        effort = projects.curve.inverse_gradient(price / projects.weight)
    if not projects._all_count:
        # A project of weight 0 wants nothing; its price per point is infinite, or undefined at a price of 0.
        effort = np.where(projects.weight > 0, effort, 0.0)
    return np.minimum(np.maximum(effort, projects.floor), high)


def worthwhile(portfolio: Portfolio, price: float, high) -> np.ndarray:
    """How many units each project has once it took every unit, from its floor on, that earns at least `price`."""
    count = _wanted(portfolio, price, high).astype(np.int64)
    # The count is this or one more; rounding can move it by a unit either way.
    for _ in range(3):
        count -= (count > portfolio.floor) & (portfolio.unit_gain(np.maximum(count - 1, 0)) < price)
        more = (count < high) & (portfolio.unit_gain(count) >= price)
        count += more
        if not more.any():
            break
    return count


def _by_comparing_all(portfolio: Portfolio, slack: int) -> tuple[np.ndarray, float]:
    unit = portfolio.floor + np.arange(slack + 1)[:, None]
    gain = portfolio.unit_gain(unit)
    if portfolio._capped:
        gain = np.where(unit < portfolio.cap, gain, 0.0)
    # Project by project, so that of equal gains the first are those of the first projects.
    chosen, next_gain = _largest(gain.T.ravel(), slack)
    return portfolio.floor + chosen.reshape(len(portfolio), slack + 1).sum(axis=1), next_gain


def _by_price(portfolio: Portfolio, slack: int) -> tuple[np.ndarray, float]:
    n, floors = len(portfolio), int(portfolio.floor.sum())
    total = floors + slack
    # As floats, which it is compared with; converting it on the way takes longer than comparing.
    high = np.minimum(portfolio.cap, portfolio.floor + slack).astype(float)
    near = max(FEW // 4, n // 64)
    units = _WantedUnits(portfolio, high)
    search = _sampled_search(portfolio, high, slack)
    # Every unit below `sure` is in the optimum, and no unit from `possible` on is.
    sure, sure_total = portfolio.floor, floors
    possible, possible_total = high, float(high.sum())
    above_floor = 0.5  # the share of projects in which one unit more than floor(x) is worth the price
    while not search.exhausted:
        wanted = taken = units.at(search.price)
        if total - n <= wanted <= total:  # near enough to be worth counting exactly
            count = units.worth_it()
            taken = int(count.sum())
            above_floor = (taken - wanted) / n
            if taken <= total:
                sure, sure_total = count, taken
            else:
                possible, possible_total = count, taken
            if sure_total == total:
                return sure, _next_gain(portfolio, sure)
            if possible_total - sure_total <= max(FEW, 8 * near):
                break
        # Aim a little past the target, at the other side: the next price then closes the bracket.
        aim = slack + (near if taken <= total else -near) - above_floor * n
        search.tell(wanted - floors, aim, too_cheap=taken > total)
    else:
        effort = _by_ties(portfolio, search, high, total)
        return effort, _next_gain(portfolio, effort)
    some = np.flatnonzero(possible > sure)
    row, unit = listed_units(sure[some], possible[some] - sure[some])
    owner = some[row]
    gain = gains_of(portfolio, owner, unit)
    chosen, next_gain = _largest(gain, total - sure_total)
    effort = sure + np.bincount(owner[chosen], minlength=n)
    # Where a price has told which units are possible, those left over gain more than all others.
    return effort, _next_gain(portfolio, effort) if possible is high else next_gain


def _by_ties(portfolio: Portfolio, search: _PriceSearch, high, total: int) -> np.ndarray:
    """The allocation when all units that are not settled gain the same: first come, first served."""
    sure = worthwhile(portfolio, search.dear, high)
    if sure.sum() > total:  # more infinite gains than units
        sure, possible = portfolio.floor, sure
    else:
        possible = worthwhile(portfolio, search.cheap, high) if search.cheap > 0 else sure
    between = possible - sure
    before = np.cumsum(between) - between
    return sure + np.clip(total - int(sure.sum()) - before, 0, between)


class _PriceSearch:
    """A search for the price at which the units wanted, which only fall with the price, are as many as there are.

    A secant on logarithms, kept inside a bracket: more units than there are at `cheap`, no more at `dear`.
    """

    def __init__(self, first: float, slope: float = -1.0):
        self.cheap, self.dear, self.price, self.slope = 0.0, np.inf, first, slope
        self._last, self._steps = None, 0

    @property
    def exhausted(self) -> bool:
        """Whether no number is left between the two ends."""
        return not self.cheap < self.price < self.dear

    def tell(self, taken: float, aim: float, too_cheap: bool) -> None:
        """Learn how many units are wanted at the price, and move on to one at which they should be `aim`."""
        if too_cheap:
            self.cheap = self.price
        else:
            self.dear = self.price
        point = np.log(self.price), np.log(taken + 1)
        if self._last is not None and point[0] != self._last[0] and point[1] != self._last[1]:
            self.slope = (point[1] - self._last[1]) / (point[0] - self._last[0])
        self._last = point
        self._steps += 1
        with np.errstate(over="ignore", under="ignore"):
            self.price = np.exp(point[0] + (np.log(max(aim, 0.0) + 1) - point[1]) / self.slope)
            # Every fourth step halves the bracket, lest the secant creeps up on one side for ever.
            if self._steps % 4 == 0 or not self.cheap < self.price < self.dear:
                low, high = max(self.cheap, SMALLEST_GAIN), min(self.dear, LARGEST_GAIN)
                self.price = np.exp((np.log(low) + np.log(high)) / 2)
            if not self.cheap < self.price < self.dear:
                self.price = np.nextafter(self.cheap, self.dear)


@dataclass(frozen=True, eq=False)
class _Some:
    """Some of a portfolio's projects: what a count of units needs, without names and checks."""

    curve: Curve
    weight: np.ndarray
    floor: np.ndarray

    unit_gain = Portfolio.unit_gain
    _weigh = Portfolio._weigh
    _all_count = Portfolio._all_count


def _some(projects: Portfolio | _Some, index) -> _Some:
    curve = projects.curve
    if curve.shape == projects.weight.shape:  # else all projects share one curve
        curve = curve[index]
    return _Some(curve, projects.weight[index], projects.floor[index])


class _WantedUnits:
    """How many units each project wants at a price, looked up block by block.

    A block's arrays fit a processor's cache, which makes a chain of operations several times faster. Gains are kept from
    one price to the next, as nearly all projects then ask for the same unit again.
    """

    def __init__(self, portfolio: Portfolio, high: np.ndarray):
        n = len(portfolio)
        runs = [slice(start, start + BLOCK) for start in range(0, n, BLOCK)]
        self._blocks = [(run, _some(portfolio, run), high[run]) for run in runs]
        self._price, self._unit = 0.0, np.empty(n, dtype=np.int64)
        self._known, self._gain = np.full(n, -1), np.empty(n)

    def at(self, price: float) -> int:
        """The units wanted at a price, each project's effort rounded down."""
        self._price = price
        for run, part, high in self._blocks:
            self._unit[run] = _wanted(part, price, high)
        return int(self._unit.sum())

    def worth_it(self) -> np.ndarray:
        """Shape (n,): how many units are worth that price."""
        count = np.empty_like(self._unit)
        for run, part, high in self._blocks:
            unit, known, gain = self._unit[run], self._known[run], self._gain[run]
            new = np.flatnonzero(unit != known)
            if new.size > unit.size // 2:
                gain[:] = part.unit_gain(unit)
            elif new.size:
                gain[new] = _some(part, new).unit_gain(unit[new])
            known[:] = unit
            np.add(unit, (unit < high) & (gain >= self._price), out=count[run])
        return count


def _sampled_search(portfolio: Portfolio, high, slack: int) -> _PriceSearch:
    """A search that starts from the price of the same problem for some of the projects, if there are very many."""
    n = len(portfolio)
    step = n // SAMPLE
    if step < 4:
        return _PriceSearch(_first_price(portfolio, high, slack))
    index = slice(step // 2, None, step)
    sample, high = _some(portfolio, index), high[index]
    share = slack * sample.floor.size / n
    search = _PriceSearch(_first_price(sample, high, share))
    for _ in range(8):
        taken = float((_wanted(sample, search.price, high) - sample.floor).sum())
        if search.exhausted or abs(taken - share) < 1e-3 * share:
            break
        search.tell(taken, share, too_cheap=taken > share)
    return _PriceSearch(float(search.price) if 0 < search.price < np.inf else 1.0, search.slope)


def _first_price(portfolio: Portfolio, high, slack: float) -> float:
    """A price to start from: the mean gain of the next unit once the slack is divided equally."""
    equal = np.clip(portfolio.floor + slack // portfolio.floor.size, portfolio.floor, high)
    gain = portfolio.unit_gain(equal)
    gain = gain[np.isfinite(gain) & (gain > 0)]
    return float(np.clip(gain.mean(), SMALLEST_GAIN, LARGEST_GAIN)) if gain.size else 1.0


def _largest(gain: np.ndarray, units: int) -> tuple[np.ndarray, float]:
    """Which of the gains are the `units` largest that count at all, as a mask, of equal ones the first; and the next gain."""
    units = min(units, np.count_nonzero(gain >= SMALLEST_GAIN))
    if units == 0:
        return np.zeros(gain.size, dtype=bool), _counting(gain.max(initial=0.0))
    last = gain.size - units
    ordered = np.partition(gain, (max(last - 1, 0), last))
    threshold = ordered[last]
    chosen = gain > threshold
    equal = np.flatnonzero(gain == threshold)
    chosen[equal[: units - np.count_nonzero(chosen)]] = True
    return chosen, _counting(ordered[last - 1]) if last else 0.0


def listed_units(start: np.ndarray, count: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Project by project, `count` units from the one at `start` on: the project of each, and which unit it is."""
    row = np.repeat(np.arange(count.size), count.astype(np.intp))  # in a browser, 32 bits; no other type will do there
    return row, np.arange(row.size) - (np.cumsum(count) - count - start)[row]


def gains_of(portfolio: Portfolio, owner: np.ndarray, unit: np.ndarray) -> np.ndarray:
    """The weighted gain of the unit at `unit` in project `owner`, for many units of many projects, shape of `owner`."""
    return _some(portfolio, owner).unit_gain(unit) if owner.size else np.zeros(0)


def next_gains(portfolio: Portfolio, effort: np.ndarray) -> np.ndarray:
    """Shape (n,): what one more unit would earn in each project; 0 at its cap."""
    return np.where(effort < portfolio.cap, portfolio.unit_gain(effort), 0.0)


def _next_gain(portfolio: Portfolio, effort: np.ndarray) -> float:
    return _counting(next_gains(portfolio, effort).max())


def _counting(gain: float) -> float:
    return float(gain) if gain >= SMALLEST_GAIN else 0.0
