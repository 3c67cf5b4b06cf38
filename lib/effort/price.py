"""The search for the price at which as many units are worth buying as there are."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from effort.units import SMALLEST_GAIN, Projects

__all__ = ["Halving", "divisible_price", "fitting_units", "number", "place"]

OCTAVE = 2**52
"""So many floats lie between a number and its double."""
SAMPLE = 2**13
"""Of many more projects than these, a sample is asked first."""
FEW = 2**9
"""Up to this many units are compared in less time than one more look at a few projects takes."""


def place(number) -> np.ndarray:
    """Where a float above 0 stands among all floats, as a whole number: their bits are in their order."""
    return np.asarray(number, dtype=float).view(np.int64)


def number(place) -> np.ndarray:
    """The float at that place."""
    return np.asarray(place, dtype=np.int64).view(float)


class Halving:
    """A price closed in on: at `cheap` too many units are worth it, at `dear` not too many. Both are places of floats.

    It asks for the price half-way between the two places, and so must end, with neighbours, within 63 steps of the
    first bracket. On the way to that bracket it goes no further than a step that grows fourfold, so that a good guess
    pays.
    """

    def __init__(self, guess: float, step: int):
        # Neither end is ever asked: no gain below the smallest counts, and what follows infinity is not a number.
        self.cheap, self.dear = int(place(SMALLEST_GAIN)) - 1, int(place(np.inf)) + 1
        self._asked, self._step = min(max(int(place(guess)), self.cheap + 1), self.dear - 1), step

    @property
    def price(self) -> float:
        """The price to look at next."""
        return float(number(self._asked))

    @property
    def open(self) -> bool:
        """Whether there is a price between the two ends."""
        return self.dear - self.cheap > 1

    def learn(self, too_cheap: bool, to: float | None = None) -> None:
        """Take in whether `price` is too cheap, as are then all prices from it to another (or as none of them is)."""
        learnt = self._asked if to is None else int(place(to))
        if too_cheap:
            self.cheap = learnt
            self._asked = min((self.cheap + self.dear) // 2, self.cheap + self._step)
        else:
            self.dear = max(learnt, self.cheap + 1)
            self._asked = max((self.cheap + self.dear) // 2, self.dear - self._step)
        self._step *= 4


def divisible_price(projects: Projects, slack: float, near: float = 0.0) -> float:
    """The price at which projects that take any part of a unit want as many units as there are, give or take `near`."""
    floors = projects.floor.sum()
    if projects.high.sum() - floors <= slack:  # there is room for every unit that gains anything
        return SMALLEST_GAIN

    def taken(price: float) -> float:
        return sum(float(block.wanted(price).sum()) for block in projects.blocks) - floors

    search = Halving(*_guess(projects, slack, taken))
    while search.open:
        units = taken(search.price)
        if abs(units - slack) <= near:
            return search.price
        search.learn(too_cheap=units > slack)
    return float(number(search.dear))


def _guess(projects: Projects, slack: float, taken: Callable[[float], float]) -> tuple[float, int]:
    """A price to start from, and the first step to take from it.

    A sample of very many projects gives their price to about a hundredth. Once it is known how many units they all take
    at that price, the sample is asked again for as many more or less, which leaves a hundredth of a hundredth.
    """
    n = len(projects)
    if n < 4 * SAMPLE:
        # The mean gain of the next unit once the slack is divided equally.
        gain = projects.unit_gain(np.minimum(projects.floor + slack // n, projects.high))
        gain = gain[np.isfinite(gain) & (gain > 0)]
        return float(gain.mean()) if gain.size else 1.0, OCTAVE // 4
    some = projects.some(slice(None, None, n // SAMPLE))
    share = slack * len(some) / n
    price = divisible_price(some, share, 1e-5 * share)
    units = taken(price)
    return divisible_price(some, share * slack / units, 1e-5 * share) if units > 0 else price, OCTAVE // 2**12


def fitting_units(projects: Projects, slack: int) -> tuple[np.ndarray, np.ndarray, bool]:
    """Units that are surely in the optimum, and those that may be.

    Whole units lie next to divisible ones, so the search begins at their price, and counts exactly from there on.

    Returns:
        shape (n,) each, for every project: all units below the first are in the optimum, and none from the second on
        is; and whether all units between the two gain the same (otherwise there are few)
    """
    few = max(FEW, len(projects) // 4)  # comparing a unit takes a few times as long as one look at a project
    # The price is found to a quarter of that; the first step away from it lets about as many units more or less in.
    near = few / 4
    search = Halving(divisible_price(projects, slack, near), max(int(OCTAVE * min(near / max(slack, 1), 1)), 1))
    sure = possible = projects.floor
    total, worth = sure.sum() + slack, None
    while search.open and sure.sum() < total:
        worth = projects.worth(search.price, before=worth)
        # Up to the smallest gain taken, and down to just above the largest left, any price lets the same units in.
        if worth.exceed(total):
            possible = worth.units
            search.learn(True, to=worth.last.min())
        else:
            sure = worth.units
            search.learn(False, to=np.nextafter(worth.coming.max(), np.inf))
        if 0 < possible.sum() - sure.sum() <= few:
            return sure, possible, False
    return sure, np.maximum(sure, possible), True
