"""What the conclusion rests on: the four claims under other curves, returns, frontiers, budgets and weights.

The rule is exact for concave curves of any kind. The claims about three companies also rest on numbers that were
chosen: the family of the curves, what a point earns, the effort at which the frontier begins, two budgets, and a
weight. Here each can be changed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from effort.allocation import Allocation, allocate
from effort.checks import reals, whole
from effort.curves import Curve, Mixed
from effort.evidence import FITTED
from effort.growth import budget_needed, growth_path, price_of_effort
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.portfolio import Portfolio

__all__ = ["CLAIMS", "Claims", "claims", "in_family", "price_of_units", "share_beyond", "with_frontier"]

CLAIMS = (
    "the start-up stops before deep learning",
    "it could reach the frontier, at a price",
    "the grown company reaches it",
    "the ML-first company reaches it",
)
"""The four claims of the essay's model about a company's top project, in the order of `Claims.hold`."""


def in_family(portfolio: Portfolio, family: str, most: int = 120) -> Portfolio:
    """The same projects with curves of another family, each the nearest to the project's own by least squares.

    Nearest at the whole units from 0 to `most`, among the curves that are 0 at no effort. Given the rate, the scale has
    a closed form (variable projection, Golub and Pereyra 1973); the rate, and Hill's exponent, are found by ever finer
    grids, to five digits.

    Args:
        portfolio: n projects, curves finite and 0 at no effort
        family: one of `effort.evidence.FITTED`
        most: the last unit at which the curves are compared, at least 2

    Raises:
        ValueError: an unknown family; curves that are not 0 at no effort; too few units to compare

    >>> from effort import grocery_delivery
    >>> allocate(in_family(grocery_delivery(), "hyperbola"), 100).effort
    array([29, 23, 19, 17, 12])
    """
    if family not in FITTED:
        raise ValueError(f"family is {family!r}, expected one of {', '.join(FITTED)}")
    if whole("most", most) < 2:
        raise ValueError(f"most is {most}, expected at least 2 units to compare")
    if isinstance(portfolio.curve, FITTED[family]):
        return portfolio
    x = np.arange(most + 1.0)
    values = np.broadcast_to(portfolio.curve.value(x[:, None]), (x.size, len(portfolio)))
    if np.any(values[0] != 0):
        raise ValueError(f"curves are {values[0]} at no effort, expected 0")
    return replace(portfolio, curve=Mixed([_nearest(x, y, family) for y in values.T]))


def _nearest(x: np.ndarray, y: np.ndarray, family: str) -> Curve:
    ranges = FITTED[family].searched(x[1], x[-1], from_zero=False)
    limits = np.log(ranges)
    low, high = limits.T
    points = 101 if len(ranges) == 1 else 25
    for _ in range(24):
        grid = np.exp([each.ravel() for each in np.meshgrid(*np.linspace(low, high, points).T)])
        shape = FITTED[family](np.ones_like(grid[0]), *grid).value(x[:, None])
        scale = (shape * y[:, None]).sum(axis=0) / (shape**2).sum(axis=0)
        best = int(((scale * shape - y[:, None]) ** 2).sum(axis=0).argmin())
        middle, step = np.log(grid[:, best]), 4 * (high - low) / (points - 1)
        low, high = np.clip([middle - step, middle + step], *limits.T)
    # The bottom is flat: processors agree on where it is to some eight digits, and five are as near.
    shown = np.array([[float(f"{each:.5g}")] for each in grid[:, best]])
    (shape,) = FITTED[family](np.ones(1), *shown).value(x[:, None]).T
    scale = float(f"{shape @ y / (shape @ shape):.6g}")
    return FITTED[family](np.array([scale]), *shown)


def with_frontier(effort: float, lifecycle: Lifecycle = LIFECYCLE) -> Lifecycle:
    """The same stages, but that the last begins at `effort` units.

    Raises:
        ValueError: an effort at which an earlier stage begins, or less

    >>> with_frontier(150).frontier
    150.0
    """
    return Lifecycle(lifecycle.names, np.append(lifecycle.starts[:-1], effort))


@dataclass(frozen=True, eq=False)
class Claims:
    """What becomes of the four claims in one setting.

    Attributes:
        start_up: the best use of the small budget
        grown: the best use of the large budget
        focused: the best use of the small budget when the project weighs more
        project: the top project, which the claims are about
        lifecycle: the stages
        price: returns that the start-up gives up if its top project is at the frontier all the same, in weighted
            points; 0 if it is there already, infinite if the whole budget does not reach that far
        frontier_budget: the smallest budget whose best use brings the project to the frontier; infinite if none does
    """

    start_up: Allocation
    grown: Allocation
    focused: Allocation
    project: str
    lifecycle: Lifecycle
    price: float
    frontier_budget: float

    @property
    def units(self) -> tuple[int, int, int]:
        """What the project gets in the start-up, the grown and the focused company."""
        return self.start_up[self.project], self.grown[self.project], self.focused[self.project]

    @property
    def price_share(self) -> float:
        """The price as a share of the start-up's returns."""
        return self.price / self.start_up.returns

    @property
    def hold(self) -> tuple[bool, bool, bool, bool]:
        """Whether each of the four `CLAIMS` holds."""
        small, large, focused = self.units
        deep, frontier = float(self.lifecycle.starts[-2]), self.lifecycle.frontier
        return small < deep, 0 < self.price < np.inf, large >= frontier, focused >= frontier


def claims(
    portfolio: Portfolio,
    project: str | None = None,
    small: int = 100,
    large: int = 300,
    weight: float = 10.0,
    lifecycle: Lifecycle = LIFECYCLE,
) -> Claims:
    """Whether the four claims hold for a portfolio, and by how much.

    Args:
        portfolio: n projects with concave curves
        project: the top project; default, the first
        small: the start-up's budget, units
        large: the grown company's budget, units
        weight: how much a point of the project is worth in the ML-first company
        lifecycle: the stages; deep learning is the last but one

    Raises:
        ValueError: what `allocate` raises

    >>> from effort import grocery_delivery
    >>> claims(grocery_delivery()).hold, claims(in_family(grocery_delivery(), "saturation")).hold
    ((True, True, True, True), (True, True, False, False))
    """
    project = portfolio.names[0] if project is None else project
    frontier = int(np.ceil(lifecycle.frontier))
    needed = price = np.inf
    if frontier <= portfolio.cap[portfolio.index(project)]:
        price = float(price_of_effort(portfolio, project, frontier, small))
        try:
            needed = float(budget_needed(portfolio, project, frontier))
        except ValueError:  # there, the project gains nothing
            needed = np.inf
    return Claims(
        start_up=allocate(portfolio, small),
        grown=allocate(portfolio, large),
        focused=allocate(portfolio.weighted(project, weight), small),
        project=project,
        lifecycle=lifecycle,
        price=price,
        frontier_budget=needed,
    )


def price_of_units(portfolio: Portfolio, project: str, budget: int) -> np.ndarray:
    """The returns given up if one project gets exactly k units and the others the best use of the rest, for every k.

    Args:
        portfolio: n projects with concave curves, of which the one has no floor
        project: the name of the one
        budget: whole units, the others' floors included

    Returns:
        shape (most + 1,), weighted points, at k = 0 to the most that budget, floors and cap leave to it; 0 at the
        optimum

    Raises:
        ValueError: what `allocate` raises; a floor of the project itself

    >>> from effort import grocery_delivery
    >>> price_of_units(grocery_delivery(), "dynamic pricing", 100)[[20, 32, 50, 80]].round(1)
    array([ 1.8,  0. ,  3.1, 24.1])
    """
    i, budget = portfolio.index(project), whole("budget", budget)
    if portfolio.floor[i]:
        raise ValueError(f"floor of {project!r} is {portfolio.floor[i]}, expected 0")
    best = allocate(portfolio, budget).returns
    others = growth_path(portfolio.weighted(project, 0.0), budget)
    start = float(portfolio.weighted(project, 0.0).returns(portfolio.floor))
    # Where the others can use no more, what is left earns nothing.
    earned = start + np.append(0.0, np.cumsum(others.gain))
    most = min(int(portfolio.cap[i]), budget - int(portfolio.floor.sum()))
    k = np.arange(most + 1)
    left = np.minimum(budget - int(portfolio.floor.sum()) - k, earned.size - 1)
    own = portfolio.weight[i] * np.broadcast_to(portfolio.curve.value(k[:, None]), (k.size, len(portfolio)))[:, i]
    return np.maximum(best - own - earned[left], 0.0)


def share_beyond(effort, lifecycle: Lifecycle = LIFECYCLE) -> np.ndarray:
    """Of all units, the share that is spent beyond the start of each stage: on the stage itself, or later ones.

    A project at the frontier took most of its units to get there; only those after the frontier's start are research.

    Args:
        effort: shape (n,), units of each project, not all 0
        lifecycle: the stages

    Returns:
        shape (stages,), from 1 for the first, falling

    >>> share_beyond([90, 10])
    array([1.  , 0.98, 0.84, 0.7 , 0.55, 0.1 ])
    """
    effort = reals("effort", effort, at_least=0)
    if effort.ndim != 1 or not effort.any():
        raise ValueError(f"effort is {effort}, expected units of at least one project")
    return np.maximum(effort[:, None] - lifecycle.starts, 0).sum(axis=0) / effort.sum()
