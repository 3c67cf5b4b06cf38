"""What a unit of effort gains, and how many units are worth a price."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from effort.curves import Curve
from effort.portfolio import Portfolio, weigh

__all__ = ["SMALLEST_GAIN", "Projects", "Worth", "gains_of", "listed_units", "next_gains", "units_worth"]

SMALLEST_GAIN = float(np.finfo(float).tiny)
"""Below this, 2e-308, a float loses its digits, so a gain there counts as nothing."""
BLOCK = 2**13
"""So many projects at a time: their arrays fit a processor's cache, which makes a chain of operations twice as fast."""


class Worth(NamedTuple):
    """The units that are worth a price.

    Attributes:
        units: shape (n,), how many in each project; with a sample axis before, if the curves have one
        last: shape of `units`, what the last of them earns; infinity at the floor
        coming: shape of `units`, what one more would earn; 0 where there is no more
    """

    units: np.ndarray
    last: np.ndarray
    coming: np.ndarray

    def exceed(self, budget: int) -> np.ndarray:
        """Whether they are more than a budget of up to 2**53, shape (1,) or (samples, 1)."""
        # One less for each project: as a float, 2**53 + 1 is 2**53.
        return (self.units - 1).sum(axis=-1, keepdims=True) > budget - self.units.shape[-1]


@dataclass(frozen=True, eq=False)
class Projects:
    """What counting units needs to know of some projects: no names, nothing checked.

    Efforts are floats here: they hold whole numbers exactly up to 2**53, and their sums do not overflow.

    Attributes:
        curve: n concave curves, or one for all
        weight, floor, high: shape (n,), what a point is worth, and the fewest and most units
    """

    curve: Curve
    weight: np.ndarray
    floor: np.ndarray
    high: np.ndarray

    @staticmethod
    def of(portfolio: Portfolio, slack: float = np.inf) -> Projects:
        """All of a portfolio, with no project more than `slack` above its floor."""
        floor = portfolio.floor.astype(float)
        return Projects(portfolio.curve, portfolio.weight, floor, np.minimum(portfolio.cap, floor + slack))

    def some(self, index) -> Projects:
        """Those at `index`: a slice, or what `np.nonzero` gives."""
        shape = np.broadcast_shapes(self.curve.shape, self.weight.shape)
        curve = self.curve[index] if self.curve.shape == shape else self.curve  # else all share one
        return Projects(curve, *(np.broadcast_to(each, shape)[index] for each in (self.weight, self.floor, self.high)))

    def __len__(self) -> int:
        return self.weight.size

    @cached_property
    def blocks(self) -> list[Projects]:
        """The same projects, a block at a time."""
        n = len(self)
        if n <= BLOCK or len(self.curve.shape) > 1:
            return [self]
        return [self.some(slice(start, start + BLOCK)) for start in range(0, n, BLOCK)]

    def unit_gain(self, effort: np.ndarray) -> np.ndarray:
        """What one more unit earns in each project, weighted; shape of `effort`."""
        return weigh(self.weight, self.curve.unit_gain(effort))

    def wanted(self, price) -> np.ndarray:
        """The effort at which each project's weighted gradient has fallen to `price`, between its floor and `high`."""
        with np.errstate(divide="ignore", over="ignore"):
            # A project of weight 0 wants nothing: its price per point is infinite.
            effort = self.curve.inverse_gradient(price / self.weight)
        return np.minimum(np.maximum(effort, self.floor), self.high)

    def worth(self, price, before: Worth | None = None) -> Worth:
        """The units that each project has once it took every unit, from its floor on, that earns at least `price`.

        Args:
            price: one number, or shape (samples, 1) if the curves have samples
            before: what was worth another price; only projects for which this one makes a difference are looked at
                anew. Its gains are overwritten, its units are not.
        """
        if before is None:
            if len(self.blocks) == 1:
                return self.look(price)
            whole = Worth(*np.empty((3, len(self))))
            for start, block in zip(range(0, len(self), BLOCK), self.blocks, strict=True):
                for every, part in zip(whole, block.look(price), strict=True):
                    every[start : start + BLOCK] = part
            return whole
        moved = np.nonzero((before.last < price) | (before.coming >= price))
        if not moved[0].size:
            return before
        found = self.some(moved).look(np.broadcast_to(price, before.units.shape)[moved])
        after = Worth(before.units.copy(), before.last, before.coming)
        after.units[moved], after.last[moved], after.coming[moved] = found
        return after

    def look(self, price) -> Worth:
        """As f'(k + 1) <= f(k + 1) - f(k) <= f'(k), it is the effort wanted, rounded down, or one unit more.

        Rounding can spoil that where a curve is all but a line; so the units on both sides are looked at, always.
        """
        unit = np.floor(self.wanted(price))
        gain = self.unit_gain(unit)
        more = (gain >= price) & (unit < self.high)
        beside = self.unit_gain(np.maximum(unit - np.where(more, -1, 1), 0))
        units = unit + more
        last = np.where(more, gain, np.where(unit > self.floor, beside, np.inf))
        coming = np.where(units < self.high, np.where(more, beside, gain), 0.0)
        wrong = np.nonzero((last < price) | (coming >= price))
        if wrong[0].size:
            found = self.some(wrong).by_halving(np.broadcast_to(price, units.shape)[wrong], units[wrong])
            units[wrong], last[wrong], coming[wrong] = found
        return Worth(units, last, coming)

    def by_halving(self, price: np.ndarray, guess: np.ndarray) -> Worth:
        """The same from the gains alone: the units are halved, but for steps from the guess on that only double."""
        low, high, step = self.floor, self.high, 1.0
        middle = np.maximum(np.minimum(guess, high - 1), low)
        while np.any(low < high):
            worth = (self.unit_gain(middle) >= price) & (low < high)
            low, high = np.where(worth, middle + 1, low), np.where(worth, high, np.minimum(middle, high))
            half = low + np.floor((high - low) / 2)
            middle = np.where(worth, np.minimum(half, low + step), np.maximum(half, high - 1 - step))
            step *= 2
        last = np.where(low > self.floor, self.unit_gain(np.maximum(low - 1, 0)), np.inf)
        return Worth(low, last, np.where(low < self.high, self.unit_gain(low), 0.0))


def units_worth(portfolio: Portfolio, price: float) -> np.ndarray:
    """How many units each project has once it took every unit, from its floor on, that earns at least `price`.

    Returns:
        shape (n,), whole units

    >>> from effort import grocery_delivery
    >>> units_worth(grocery_delivery(), price=0.2)
    array([75, 56, 43, 37, 25])
    """
    return Projects.of(portfolio).worth(price).units.astype(np.int64)


def listed_units(start: np.ndarray, count: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Project by project, `count` units from the one at `start` on: the project of each, and which unit it is.

    >>> listed_units(np.array([5, 0]), np.array([2, 3]))
    (array([0, 0, 1, 1, 1]), array([5, 6, 0, 1, 2]))
    """
    row = np.repeat(np.arange(count.size), count.astype(np.intp))  # in a browser, 32 bits; no other type will do there
    return row, np.arange(row.size) - (np.cumsum(count) - count - start)[row]


def gains_of(portfolio: Portfolio, owner: np.ndarray, unit: np.ndarray) -> np.ndarray:
    """The weighted gain of the unit at `unit` in project `owner`, for many units of many projects, shape of `owner`."""
    if not owner.size:
        return np.zeros(0)
    curve = (
        portfolio.curve[owner] if portfolio.curve.shape == portfolio.weight.shape else portfolio.curve
    )  # shared by all
    return weigh(portfolio.weight[owner], curve.unit_gain(unit))


def next_gains(portfolio: Portfolio, effort: np.ndarray) -> np.ndarray:
    """Shape (n,): what one more unit would earn in each project; 0 at its cap."""
    return np.where(effort < portfolio.cap, portfolio.unit_gain(effort), 0.0)
