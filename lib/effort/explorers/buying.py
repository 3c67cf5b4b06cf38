"""Which models to buy and which to build, when some of them are for sale."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import traitlets

from effort import figures
from effort.allocation import allocate
from effort.buying import Bought, BuyingPath, Offer, allocate_buying, buying_path
from effort.checks import reals
from effort.examples import grocery_delivery
from effort.explorers.base import Explorer, checked, columns
from effort.growth import growth_path
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.picture import Picture
from effort.portfolio import Portfolio

__all__ = ["BuyingExplorer"]

LARGEST_BUDGET = 300
LARGEST_START = 60
LARGEST_FEE = 20
SETUP = 1
"""Units of own work until a bought model is in use."""


class BuyingExplorer(Explorer):
    """A head start for a fee, on offer for some projects: what is best bought, and what the others are given.

    Attributes:
        budget: whole units to give out
        head_start: the units of own work that a bought model is worth
        fee: what it costs, in points
        sale: shape (n,) as a list, 1 for each project for which a model is for sale, else 0
        allocation: shape (n,) as a list, own work in whole units; what is bought has its unit of setup

    >>> explorer = BuyingExplorer(budget=100, head_start=35, fee=5, sale=[0, 0, 1, 0, 1])
    >>> explorer.allocation, explorer.best.names
    ([44, 33, 1, 21, 1], ('onboarding vision', 'menu images'))
    """

    address = "buying"
    settings = ("budget", "head_start", "fee", "sale")
    words: ClassVar[dict[str, str]] = {
        "bought": "The company buys {names}",
        "bought_none": "The company buys nothing",
        "gain": "earns {gain} points or {share} % more, fees paid",
        "gain_none": "earns as much as without offers",
        "top": "{top} goes from {before} to {after} units, {stage}",
        "top_same": "{top} stays at {after} units, {stage}",
        "top_bought": "{top} is bought instead of built with {before} units",
        "frontier": "{top} is built to the frontier {spans}",
        "spans": "with {first} units or more",
        "spans_alone": "with {first} to {last} units, and not with more",
        "spans_twice": "with {first} to {last} units, and again from {again}",
        "spans_many": "from {first} units on, with gaps",
        "spans_none": "with no budget up to {most}",
    }
    budget = traitlets.Int(100, min=0, max=LARGEST_BUDGET).tag(sync=True)
    head_start = traitlets.Int(35, min=0, max=LARGEST_START).tag(sync=True)
    fee = traitlets.Float(5.0).tag(sync=True)
    sale = traitlets.List(traitlets.Int(min=0, max=1)).tag(sync=True)
    allocation = traitlets.List(traitlets.Int(), read_only=True)

    def __init__(self, portfolio: Portfolio | None = None, lifecycle: Lifecycle = LIFECYCLE, **settings):
        self.portfolio = grocery_delivery() if portfolio is None else portfolio
        settings.setdefault("sale", [int(i % 2 == 0 and i > 0) for i in range(len(self.portfolio))])
        super().__init__(lifecycle, **settings)

    def limits(self) -> dict[str, dict]:
        return {
            "budget": {"min": 0, "max": LARGEST_BUDGET, "step": 1},
            "head_start": {"min": 0, "max": LARGEST_START, "step": 1},
            "fee": {"min": 0, "max": LARGEST_FEE, "step": 0.5},
            "sale": {"min": 0, "max": 1, "step": 1, "length": len(self.portfolio)},
        }

    def sent(self) -> dict[str, Any]:
        n = len(self.portfolio)
        gains = self.portfolio.curve.unit_gain(np.arange(LARGEST_BUDGET)[:, None])
        return {
            "names": list(self.portfolio.names),
            "gains": columns(np.broadcast_to(gains, (LARGEST_BUDGET, n)), 9),
            "weights": self.portfolio.weight.tolist(),
            "start": float(self.portfolio.returns(np.zeros(n))),
            "setup": SETUP,
        }

    @traitlets.validate("fee")
    def _valid_fee(self, proposal):
        return checked(reals, "fee", proposal.value, at_least=0).item()

    @traitlets.validate("sale")
    def _valid_sale(self, proposal):
        if len(proposal.value) != len(self.portfolio):
            raise traitlets.TraitError(f"sale has {len(proposal.value)} numbers, expected {len(self.portfolio)}")
        return proposal.value

    @property
    def offer(self) -> Offer:
        """What is for sale, with the present settings."""
        return Offer(self.portfolio, self.head_start * np.array(self.sale), self.fee, SETUP)

    @property
    def best(self) -> Bought:
        """What to buy and build with the present budget."""
        return allocate_buying(self.offer, self.budget)

    def path(self) -> BuyingPath:
        """What to buy and build with every budget."""
        return buying_path(self.offer, LARGEST_BUDGET)

    def answer(self, change: object = None) -> None:
        self.set_trait("allocation", self.best.effort.tolist())

    def still(self) -> Picture:
        top = self.portfolio.names[0]
        built = growth_path(self.portfolio, LARGEST_BUDGET).effort()[:, 0]
        series = {"some bought": self.path().effort[:, 0], "all built": built}
        return figures.lines(np.arange(LARGEST_BUDGET + 1), series, "budget (units)", f"units for {top}")

    def _spans(self) -> str:
        """At which budgets the first project is built to the frontier."""
        there = self.path().building(self.portfolio.names[0], self.lifecycle.frontier)
        if not there.size:
            return self.words["spans_none"].format(most=LARGEST_BUDGET)
        ends = np.flatnonzero(np.diff(there, append=there[-1] + 2) > 1)
        on = there[-1] == LARGEST_BUDGET
        word = "spans" if ends.size == 1 and on else "spans_alone" if ends.size == 1 else "spans_twice"
        if ends.size > 2 or (ends.size == 2 and not on):
            word = "spans_many"
        again = there[ends[0] + 1] if ends.size > 1 else None
        return self.words[word].format(first=there[0], last=there[ends[0]], again=again)

    def phrases(self) -> dict[str, str]:
        best, alone = self.best, allocate(self.portfolio, self.budget)
        gain, top = best.returns - alone.returns, self.portfolio.names[0]
        before, after = alone.effort[0], best.effort[0]
        values = {
            "names": _listed(best.names),
            "gain": f"{gain:.1f}",
            "share": f"{100 * gain / alone.returns:.0f}" if alone.returns else "",
            "top": top,
            "before": before,
            "after": after,
            "stage": self.lifecycle.name(after),
            "spans": self._spans(),
        }
        said = {
            "bought": "bought" if best.names else "bought_none",
            "gain": "gain" if best.names else "gain_none",
            "top": "top_bought" if best.bought[0] else "top_same" if before == after else "top",
            "frontier": "frontier",
        }
        return {name: self.words[word].format(**values) for name, word in said.items()}


def _listed(names: tuple[str, ...]) -> str:
    """Names in a sentence.

    >>> _listed(("pricing", "search", "fraud"))
    'pricing, search and fraud'
    """
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
