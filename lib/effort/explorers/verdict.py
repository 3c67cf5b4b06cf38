"""What becomes of the four claims about three companies when something else is assumed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any, ClassVar

import numpy as np
import traitlets

from effort import figures
from effort.checks import reals
from effort.curves import Composed
from effort.examples import grocery_delivery
from effort.explorers.base import Explorer, checked, packed
from effort.families import Saturation
from effort.growth import growth_path, weight_needed
from effort.picture import Picture
from effort.portfolio import Portfolio
from effort.robustness import Claims, claims, in_family, with_frontier

__all__ = ["VerdictExplorer"]

GROWN = 3
"""The grown company's budget, in budgets of the start-up."""
LARGEST_BUDGET = 180
LARGEST_FRONTIER = 150
REACHED = 200
"""More units than the first project gets with any setting."""
LARGEST_NEEDED = 1200
"""A budget that brings the first project to any frontier here, whatever is assumed."""
DIGITS, DECIMALS = 7, 9
"""Enough to give the same units as Python at every setting, which the tests go through; a processor's last bits are
beyond them, also where a small gain is the difference of large values."""


@cache
def _assumed(family: str, returns: str) -> Portfolio:
    """The book's projects with curves of a family, and with a point worth the same at every level, or less and less."""
    if returns == "same":
        return in_family(grocery_delivery(), family)
    fitted = _assumed(family, "same")
    return replace(fitted, curve=Composed(returns=Saturation(a=100, b=0.03), accuracy=fitted.curve))


@cache
def _sent(family: str, returns: str) -> dict[str, Any]:
    """The gains of the first project, those of all others in falling order, and the budgets that frontiers take.

    The others' best use of any units takes their largest gains, so for the first project they are like one.
    """
    portfolio = _assumed(family, returns)
    gain = portfolio.curve.unit_gain(np.arange(GROWN * LARGEST_BUDGET)[:, None])
    others = -np.sort(-gain[:, 1:].ravel())[: len(gain)]
    first = growth_path(portfolio, LARGEST_NEEDED).effort()[:, 0]
    needed = np.searchsorted(first, np.arange(VerdictExplorer.LEAST_FRONTIER, LARGEST_FRONTIER + 1))
    gains = [packed(each.round(DECIMALS), DIGITS) for each in (gain[:REACHED, 0], others)]
    return {"gains": gains, "needed": packed(needed, 9)}


class VerdictExplorer(Explorer):
    """Whether the four claims hold, for other curves, returns, frontiers, budgets and weights.

    Attributes:
        family: the family that is fitted to the book's own curves
        returns: what a point is worth: the "same" at every level, or "less" the better a model is already
        frontier: units at which research begins
        budget: the start-up's and the ML-first company's units; the grown company has three times as many
        weight: how much a point of the first project is worth in the ML-first company
        units: what that project gets in the start-up, the grown and the ML-first company

    >>> explorer = VerdictExplorer(family="hyperbola")
    >>> explorer.units, explorer.found.hold
    ([29, 79, 68], (True, True, False, False))
    """

    address = "verdict"
    settings = ("family", "returns", "frontier", "budget", "weight")
    words: ClassVar[dict[str, str]] = {
        "stand": "With {family} and a point worth {returns}, {claims}",
        "same": "the same at every level",
        "less": "less the better the model is",
        "needed": "A frontier at {frontier} units takes a budget of {needed}",
        "price": "being there all the same costs the start-up {price} % of its returns",
        "price_none": "being there all the same costs the start-up next to nothing",
        "price_there": "the start-up is there already",
        "price_never": "the start-up's {budget} units do not reach so far",
        "weighed": "With a weight of {weight} the ML-first company's top project gets {units} of {budget} units; "
        "{enough} would do",
        "weighed_more": "With a weight of {weight} the ML-first company's top project gets {units} of {budget} units; "
        "the frontier takes {enough}",
        "weighed_never": "With a weight of {weight} the ML-first company's top project gets {units} of {budget} units; "
        "no weight brings the frontier",
    }
    LEAST_FRONTIER: ClassVar[int] = 40
    FAMILIES: ClassVar[dict[str, str]] = {
        "log1p": "logarithm", "power": "power law", "hill": "Hill curve", "hyperbola": "hyperbola",
        "saturation": "saturation",
    }  # fmt: skip
    RETURNS: ClassVar[dict[str, str]] = {"same": "the same", "less": "less when better"}
    COUNTS: ClassVar[tuple[str, ...]] = (
        "none of the four claims holds",
        "one of the four claims holds",
        "two of the four claims hold",
        "three of the four claims hold",
        "all four claims hold",
    )
    family = traitlets.Enum(list(FAMILIES), "log1p").tag(sync=True)
    returns = traitlets.Enum(list(RETURNS), "same").tag(sync=True)
    frontier = traitlets.Int(80, min=LEAST_FRONTIER, max=LARGEST_FRONTIER).tag(sync=True)
    budget = traitlets.Int(100, min=0, max=LARGEST_BUDGET).tag(sync=True)
    weight = traitlets.Float(10.0, max=30).tag(sync=True)  # beyond, what is sent may not reach
    units = traitlets.List(traitlets.Int(), read_only=True)

    @traitlets.validate("weight")
    def _valid_weight(self, proposal):
        return checked(reals, "weight", proposal.value, at_least=1).item()

    def limits(self) -> dict[str, dict]:
        return {
            "family": {"options": list(self.FAMILIES)},
            "returns": {"options": list(self.RETURNS)},
            "frontier": {"min": self.LEAST_FRONTIER, "max": LARGEST_FRONTIER, "step": 1},
            "budget": {"min": 40, "max": LARGEST_BUDGET, "step": 1},
            "weight": {"min": 1, "max": 30, "step": 0.5},
        }

    def sent(self) -> dict[str, Any]:
        return {
            "shown": LARGEST_FRONTIER + 30,
            "top": grocery_delivery().names[0],
            "grown": GROWN,
            # As lists: a notebook's file keeps a list's order, not a dictionary's.
            "families": [list(pair) for pair in self.FAMILIES.items()],
            "worth": [list(pair) for pair in self.RETURNS.items()],
            "counts": list(self.COUNTS),
            "assumed": {
                family: {returns: _sent(family, returns) for returns in self.RETURNS} for family in self.FAMILIES
            },
        }

    def _found(self, family: str) -> Claims:
        lifecycle = with_frontier(self.frontier, self.lifecycle)
        portfolio = _assumed(family, self.returns)
        return claims(portfolio, None, self.budget, GROWN * self.budget, self.weight, lifecycle)

    @property
    def found(self) -> Claims:
        """What becomes of the claims at the present settings."""
        return self._found(self.family)

    def answer(self, change: object = None) -> None:
        self.set_trait("units", list(self.found.units))

    def still(self) -> Picture:
        return figures.claims_strips({name: self._found(family) for family, name in self.FAMILIES.items()})

    def phrases(self) -> dict[str, str]:
        found = self.found
        small, _, focused = found.units
        portfolio = _assumed(self.family, self.returns)
        enough = weight_needed(portfolio, portfolio.names[0], self.frontier, self.budget)
        price = f"{100 * found.price_share:.1f}"
        there = focused >= self.frontier
        said = {
            "stand": "stand",
            "needed": "needed",
            "price": "price_there" if small >= self.frontier else "price_never" if self.frontier > self.budget
            else "price_none" if price == "0.0" else "price",
            "weighed": "weighed" if there else "weighed_never" if np.isinf(enough) else "weighed_more",
        }  # fmt: skip
        values = {
            "family": f"the {self.FAMILIES[self.family]}", "returns": self.words[self.returns],
            "claims": self.COUNTS[sum(found.hold)], "frontier": self.frontier,
            "needed": f"{found.frontier_budget:.0f}", "budget": self.budget, "price": price, "units": focused,
            "weight": f"{self.weight:g}", "enough": _at_least(enough),
        }  # fmt: skip
        return {name: self.words[word].format(**values) for name, word in said.items()}


def _at_least(weight: float) -> str:
    """A weight that is enough, with a decimal where it is small."""
    return f"{np.ceil(10 * weight) / 10:g}" if weight <= 100 else "more than 100"
