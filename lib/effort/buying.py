"""Models that can be bought: a head start for a fee, and what is worth building once others sell what is common.

A project is built, bought, or left. Built, x units make f(x). Bought, it begins where `head_start` units of own work
would have brought it, for a fee and `setup` units of connecting it; each further unit gains a part `adapt` of what it
would gain in a model of one's own that is as far: nothing in a model behind somebody else's interface, all of it in one
whose weights one has.

The larger of the two is not concave: a jump, a flat piece, and steep again where building overtakes buying. Work on an
own model that stops short of there is wasted. Once it is decided what to buy, what is left is concave, and `allocate`
is exact; `allocate_buying` tries every decision. For more offers than can be tried, `allocate_on_envelope` takes the
curves of `BuiltOrBought`, with a bound on what it misses.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import ArrayLike

from effort.ahead import Ahead
from effort.allocation import allocate
from effort.checks import reals, wholes
from effort.curves import Curve
from effort.growth import growth_path
from effort.portfolio import Portfolio

__all__ = ["Bought", "BuiltOrBought", "BuyingPath", "Offer", "allocate_buying", "buying_path"]

MOST_OFFERS = 12
"""So many offers can be taken or left in a few thousand ways."""


@dataclass(frozen=True, eq=False, init=False)
class Offer:
    """What can be bought for the projects of a portfolio. Each but the first is a number, or one for each project.

    Args:
        portfolio: n projects with concave curves that are finite at no effort
        head_start: the units of own work that a bought model is worth; 0 where nothing is on offer
        fee: what it costs, in weighted points (what the company maximises), at least 0
        setup: whole units of own work until it is in use; they make it no better
        adapt: what a further unit gains, as a part of its gain in a model of one's own that is as far; from 0 to 1

    Raises:
        ValueError: values out of their range; a setup above the cap of its project

    >>> from effort import grocery_delivery
    >>> Offer(grocery_delivery(), head_start=[0, 0, 35, 0, 35], fee=5).names
    ('onboarding vision', 'menu images')
    """

    portfolio: Portfolio
    head_start: np.ndarray
    fee: np.ndarray
    setup: np.ndarray
    adapt: np.ndarray

    def __init__(
        self,
        portfolio: Portfolio,
        head_start: ArrayLike,
        fee: ArrayLike = 0.0,
        setup: ArrayLike = 0,
        adapt: ArrayLike = 0.0,
    ) -> None:
        n = len(portfolio)
        object.__setattr__(self, "portfolio", portfolio)
        for name, array in (
            ("head_start", reals("head_start", head_start, at_least=0)),
            ("fee", reals("fee", fee, at_least=0)),
            ("setup", wholes("setup", setup)),
            ("adapt", reals("adapt", adapt, at_least=0)),
        ):
            if array.shape not in ((n,), (), (1,)):
                raise ValueError(f"{name} has shape {array.shape}, expected one number or {n}")
            object.__setattr__(self, name, np.broadcast_to(array, (n,)))
        if np.any(self.adapt > 1):
            raise ValueError(f"adapt is {self.adapt}, expected numbers of at most 1")
        crossed = np.flatnonzero((self.setup > self.portfolio.cap) & (self.head_start > 0))
        if crossed.size:
            i = crossed[0]
            name, cap = self.portfolio.names[i], self.portfolio.cap[i]
            raise ValueError(f"setup of {name!r} is {self.setup[i]}, expected at most its cap, {cap}")

    @property
    def names(self) -> tuple[str, ...]:
        """The projects for which something is on offer."""
        return tuple(name for name, units in zip(self.portfolio.names, self.head_start, strict=True) if units > 0)

    def taken(self, bought: np.ndarray) -> tuple[Portfolio, np.ndarray, float]:
        """What is left to decide once it is settled which projects to buy, shape (n,) of bool.

        Returns:
            the projects, in which a unit gains what it then does; the units of setup, shape (n,); and what the company
            earns with no unit beyond those, the fees paid
        """
        setup = np.where(bought, self.setup, 0)
        portfolio = replace(
            self.portfolio,
            curve=Ahead(
                self.portfolio.curve, np.where(bought, self.head_start, 0.0), np.where(bought, self.adapt, 1.0)
            ),
            floor=np.maximum(self.portfolio.floor - setup, 0),
            cap=self.portfolio.cap - setup,
        )
        at_start = float(portfolio.returns(np.zeros(len(portfolio))))
        return portfolio, setup, at_start - float(self.fee[bought].sum())


@dataclass(frozen=True, eq=False)
class Bought:
    """A budget divided when some models can be bought.

    Attributes:
        offer: what was on offer
        budget: units
        bought: shape (n,), which projects are bought
        effort: shape (n,), whole units of own work, the setup included
    """

    offer: Offer
    budget: int
    bought: np.ndarray
    effort: np.ndarray

    @property
    def returns(self) -> float:
        """The weighted sum of accuracies, less the fees."""
        projects, setup, start = self.offer.taken(self.bought)
        own = projects.returns(self.effort - setup) - projects.returns(np.zeros(len(projects)))
        return start + float(own)

    @property
    def names(self) -> tuple[str, ...]:
        """The projects that are bought."""
        return tuple(name for name, taken in zip(self.offer.portfolio.names, self.bought, strict=True) if taken)

    def __getitem__(self, project: str) -> int:
        """The own work on one project, by its name."""
        return int(self.effort[self.offer.portfolio.index(project)])


def allocate_buying(offer: Offer, budget: int) -> Bought:
    """What to buy, and the best use of a budget of whole units on top: exactly, by trying every set of purchases.

    Of equally good sets the one that buys less is taken, then the one that buys in later projects.

    Args:
        offer: a portfolio and what can be bought for it, for at most 12 projects
        budget: whole units, floors included

    Raises:
        ValueError: more offers than can be tried; what `allocate` raises for the projects alone

    >>> from effort import grocery_delivery
    >>> offer = Offer(grocery_delivery(), head_start=[0, 0, 35, 0, 35], fee=5)
    >>> best = allocate_buying(offer, 100)
    >>> best.names, best.effort
    (('onboarding vision', 'menu images'), array([45, 33,  0, 22,  0]))
    """
    # `allocate` names what is wrong with the projects or the budget; and buying nothing is the first set of all.
    alone = allocate(offer.portfolio, budget)
    budget = int(alone.budget)
    best = Bought(offer, budget, np.zeros(len(offer.portfolio), dtype=bool), alone.effort)
    most = best.returns
    for bought in _sets(offer)[1:]:
        projects, setup, _ = offer.taken(bought)
        left = budget - int(setup.sum())
        if projects.floor.sum() > left:
            continue
        tried = Bought(offer, budget, bought, allocate(projects, left).effort + setup)
        if tried.returns > most + 1e-9:
            best, most = tried, tried.returns
    return best


@dataclass(frozen=True, eq=False)
class BuyingPath:
    """What to buy and build at every budget. Unlike without offers, the best uses of two budgets need not be nested.

    Attributes:
        offer: what is on offer
        budgets: shape (m,), whole units, one after the other
        bought: shape (m, n), which projects are bought
        effort: shape (m, n), whole units of own work, the setup included
        returns: shape (m,), the weighted sum of accuracies, less the fees
    """

    offer: Offer
    budgets: np.ndarray
    bought: np.ndarray
    effort: np.ndarray
    returns: np.ndarray

    def building(self, project: str, effort: float) -> np.ndarray:
        """The budgets at which one project is built, not bought, up to at least `effort` units; shape (k,), rising."""
        i = self.offer.portfolio.index(project)
        return self.budgets[~self.bought[:, i] & (self.effort[:, i] >= effort)]


def buying_path(offer: Offer, most: int) -> BuyingPath:
    """What `allocate_buying` gives for every budget up to `most`, with one growth path for each set of purchases.

    Raises:
        ValueError: what `allocate_buying` raises

    >>> from effort import grocery_delivery
    >>> path = buying_path(Offer(grocery_delivery(), head_start=[0, 0, 80, 0, 80], setup=1), 300)
    >>> path.building("dynamic pricing", 80)[0].item()
    181
    """
    n, start = len(offer.portfolio), int(offer.portfolio.floor.sum())
    most = int(allocate(offer.portfolio, most).budget)
    budgets = np.arange(start, most + 1)
    returns, effort = np.full(budgets.size, -np.inf), np.zeros((budgets.size, n), dtype=np.int64)
    bought = np.zeros((budgets.size, n), dtype=bool)
    for choice in _sets(offer):
        projects, setup, at_start = offer.taken(choice)
        least = int(projects.floor.sum() + setup.sum())
        if least > most:
            continue
        path = growth_path(projects, most - int(setup.sum()))
        from_floors = float(projects.returns(projects.floor) - projects.returns(np.zeros(n)))
        earned = at_start + from_floors + np.append(0.0, np.cumsum(path.gain))
        row = np.arange(least, most + 1) - least
        row = np.minimum(row, path.order.size)  # beyond, no unit gains anything
        better = np.zeros(budgets.size, dtype=bool)
        better[least - start :] = earned[row] > returns[least - start :] + 1e-9
        returns[least - start :] = np.where(better[least - start :], earned[row], returns[least - start :])
        effort[better] = (path.effort()[row] + setup)[better[least - start :]]
        bought[better] = choice
    return BuyingPath(offer, budgets, bought, effort, returns)


def _sets(offer: Offer) -> list[np.ndarray]:
    """Every set of purchases, as masks of shape (n,), smaller ones first."""
    on_offer = np.flatnonzero(offer.head_start > 0)
    if on_offer.size > MOST_OFFERS:
        raise ValueError(f"{on_offer.size} projects have an offer, expected at most {MOST_OFFERS} (see BuiltOrBought)")
    masks = np.zeros((2**on_offer.size, len(offer.portfolio)), dtype=bool)
    masks[:, on_offer] = sorted(product((False, True), repeat=on_offer.size), key=sum)
    return list(masks)


@dataclass(frozen=True, eq=False)
class BuiltOrBought(Curve):
    """What x units of own work make of a project that can be built or bought, whichever is better, the fee paid.

    Args:
        curve: n concave curves
        head_start, setup, adapt: shape (n,), as in `Offer`
        fee: shape (n,), in points of the project's accuracy: a fee in weighted points, divided by the weight

    >>> from effort import Log1p
    >>> curve = BuiltOrBought(Log1p(a=[9], b=[2]), np.array([35]), np.array([0]), np.array([0.0]), np.array([5.0]))
    >>> curve.value([0]).round(1), curve.value([80]) == Log1p(9, 2).value(80), curve.concave
    (array([33.4]), array([ True]), array([False]))
    """

    curve: Curve
    head_start: np.ndarray
    setup: np.ndarray
    adapt: np.ndarray
    fee: np.ndarray

    @staticmethod
    def of(offer: Offer) -> BuiltOrBought:
        """The curves of a portfolio under an offer.

        Raises:
            ValueError: a weight of 0, by which no fee can be expressed in accuracy
        """
        if not np.all(offer.portfolio.weight > 0):
            raise ValueError(f"weight is {offer.portfolio.weight}, expected numbers above 0")
        fee = offer.fee / offer.portfolio.weight
        return BuiltOrBought(offer.portfolio.curve, offer.head_start, offer.setup, offer.adapt, fee)

    @property
    def shape(self) -> tuple[int, ...]:
        return np.broadcast_shapes(self.curve.shape, self.head_start.shape)

    @property
    def concave(self) -> np.ndarray:
        # What a head start is ahead by only falls: an offer that is not worth its fee once it is set up never is.
        worth = self.curve.value(self.head_start) - self.fee > self.curve.value(self.setup)
        return np.broadcast_to(self.curve.concave & ~(worth & (self.head_start > 0)), self.shape)

    def __getitem__(self, index) -> BuiltOrBought:
        curve = self.curve[index] if self.curve.shape == self.shape else self.curve
        rest = (each[index] for each in (self.head_start, self.setup, self.adapt, self.fee))
        return BuiltOrBought(curve, *rest)

    def value(self, effort) -> np.ndarray:
        return np.maximum(self.curve.value(effort), self.bought(effort))

    def gradient(self, effort) -> np.ndarray:
        along = np.maximum(np.asarray(effort, dtype=float) - self.setup, 0) + self.head_start
        return np.where(self.buys(effort), self.adapt * self.curve.gradient(along), self.curve.gradient(effort))

    def buys(self, effort) -> np.ndarray:
        """Whether, with so much own work, the bought model is the better one; shape of `effort`."""
        return self.bought(effort) > self.curve.value(effort)

    def bought(self, effort) -> np.ndarray:
        """The bought model's accuracy after so much own work, less the fee; minus infinity until it is set up."""
        effort = np.asarray(effort, dtype=float)
        begun = Ahead(self.curve, self.head_start, self.adapt)
        usable = (effort >= self.setup) & (self.head_start > 0)
        return np.where(usable, begun.value(np.maximum(effort - self.setup, 0)) - self.fee, -np.inf)
