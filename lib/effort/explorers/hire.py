"""A company that hires as long as a unit earns its cost, beside one whose team is fixed."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import traitlets

from effort import figures
from effort.allocation import Allocation, allocate, allocate_at_cost
from effort.checks import reals
from effort.examples import grocery_delivery
from effort.explorers.base import Explorer, checked, columns, counted
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.picture import Picture
from effort.portfolio import Portfolio

__all__ = ["HireExplorer"]

COST, WORTH = (5.0, 25.0), (12.5, 162.5)
"""The least and the largest cost of a unit and worth of a point, in thousands."""
FIXED = 100
"""Units that the other company has."""
MONTHS = 12


class HireExplorer(Explorer):
    """Every unit that earns its cost is bought: what that gives each project, and what a fixed team gives it.

    Attributes:
        cost: of one unit, in thousands of any money
        worth: what a point of accuracy earns, in thousands
        listed: so many of the projects there are, the first ones
        allocation: shape (listed,) as a list, the units that are worth their cost

    >>> explorer = HireExplorer(cost=10, worth=62.5)
    >>> explorer.allocation, HireExplorer(cost=10, worth=62.5, listed=1).allocation
    ([93, 70, 54, 46, 31], [93])
    """

    address = "hire"
    settings = ("cost", "worth", "listed")
    words: ClassVar[dict[str, str]] = {
        "price": "A unit must gain {price} points to earn its cost",
        "hired": "the company buys {bought}, the work of {people} people for a year",
        "top": "{units} of them for {top}, as many as if it were the only project",
        "fixed": "gives it {fixed} as one of {listed} projects",
        "fixed_alone": "gives it all {fixed} as its only project",
    }
    cost = traitlets.Float(10.0).tag(sync=True)
    worth = traitlets.Float(62.5).tag(sync=True)
    listed = traitlets.Int(5, min=1).tag(sync=True)
    allocation = traitlets.List(traitlets.Int(), read_only=True)

    def __init__(self, portfolio: Portfolio | None = None, lifecycle: Lifecycle = LIFECYCLE, **settings):
        self.portfolio = grocery_delivery() if portfolio is None else portfolio
        super().__init__(lifecycle, **settings)

    def limits(self) -> dict[str, dict]:
        return {
            "cost": {"min": COST[0], "max": COST[1], "step": 0.5},
            "worth": {"min": WORTH[0], "max": WORTH[1], "step": 2.5},
            "listed": {"min": 1, "max": len(self.portfolio), "step": 1},
        }

    def sent(self) -> dict[str, Any]:
        most = int(allocate_at_cost(self.portfolio, COST[0] / WORTH[1]).effort.max()) + 1
        gains = self.portfolio.curve.unit_gain(np.arange(most)[:, None]) * self.portfolio.weight
        return {
            "names": list(self.portfolio.names),
            "gains": columns(np.broadcast_to(gains, (most, len(self.portfolio))), 9),
            "fixed": [allocate(self.first(n + 1), FIXED).effort.tolist() for n in range(len(self.portfolio))],
            "months": MONTHS,
        }

    @traitlets.validate("cost", "worth")
    def _valid_money(self, proposal):
        return checked(reals, proposal.trait.name, proposal.value, above=0).item()

    @traitlets.validate("listed")
    def _valid_listed(self, proposal):
        if proposal.value > len(self.portfolio):
            raise traitlets.TraitError(f"listed is {proposal.value}, expected at most {len(self.portfolio)}")
        return proposal.value

    def first(self, count: int) -> Portfolio:
        """The portfolio with only so many of its projects."""
        projects = self.portfolio
        return Portfolio(projects.names[:count], projects.curve[:count], projects.weight[:count])

    @property
    def hired(self) -> Allocation:
        """What the company that hires has, with the present settings."""
        return allocate_at_cost(self.first(self.listed), self.cost / self.worth)

    def answer(self, change: object = None) -> None:
        self.set_trait("allocation", self.hired.effort.tolist())

    def still(self) -> Picture:
        return figures.accuracy_curves(self.first(self.listed), self.hired, self.lifecycle)

    def phrases(self) -> dict[str, str]:
        units, fixed = sum(self.allocation), allocate(self.first(self.listed), FIXED).effort[0]
        values = {
            "price": f"{np.floor(1000 * (self.cost / self.worth) + 0.5) / 1000:.3f}",
            "bought": counted(units, "unit"),
            "people": np.floor(units / MONTHS + 0.5).astype(int),
            "top": self.portfolio.names[0],
            "units": self.allocation[0],
            "fixed": fixed,
            "listed": self.listed,
        }
        words = {
            "price": "price",
            "hired": "hired",
            "top": "top",
            "fixed": "fixed" if self.listed > 1 else "fixed_alone",
        }
        return {name: self.words[word].format(**values) for name, word in words.items()}
