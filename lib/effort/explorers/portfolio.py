"""What the explorers have in common that show the optimum for one portfolio."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets

from effort import figures
from effort.allocation import allocate
from effort.checks import reals
from effort.examples import grocery_delivery
from effort.explorers.base import Explorer, checked, columns
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.picture import Picture
from effort.portfolio import Portfolio

__all__ = ["PRESETS", "PortfolioExplorer", "WeightExplorer"]

LARGEST_BUDGET = 500
PRESETS: tuple[dict[str, Any], ...] = (
    {"name": "Start-up", "called": "the start-up", "budget": 100, "weight": 1},
    {"name": "Grown company", "called": "the grown company", "budget": 300, "weight": 1},
    {"name": "ML-first", "called": "the ML-first company", "budget": 100, "weight": 10},
)


class PortfolioExplorer(Explorer):
    """An explorer of the allocation of one portfolio.

    Attributes:
        budget: whole units to give out
        allocation: shape (n,) as a list, the optimum for the present settings
    """

    budget = traitlets.Int(100, min=0, max=LARGEST_BUDGET).tag(sync=True)
    allocation = traitlets.List(traitlets.Int(), read_only=True)

    def __init__(self, portfolio: Portfolio | None = None, lifecycle: Lifecycle = LIFECYCLE, **settings):
        self.portfolio = grocery_delivery() if portfolio is None else portfolio
        super().__init__(lifecycle, **settings)

    def sent(self) -> dict[str, Any]:
        units = np.arange(LARGEST_BUDGET + 1)[:, None]
        n = len(self.portfolio)
        return {
            "names": list(self.portfolio.names),
            # Nine digits tell all gains of the book apart, and are half as long as the full number.
            "gains": columns(np.broadcast_to(self.portfolio.curve.unit_gain(units[:-1]), (len(units) - 1, n)), 9),
            "values": columns(np.broadcast_to(self.portfolio.curve.value(units), (len(units), n)), 6),
            "weights": self.portfolio.weight.tolist(),
            "floors": self.portfolio.floor.tolist(),
            "caps": np.minimum(self.portfolio.cap, LARGEST_BUDGET).tolist(),
            "presets": list(PRESETS),
        }

    def limits(self) -> dict[str, dict]:
        return {"budget": {"min": 0, "max": LARGEST_BUDGET, "step": 1}}

    def current(self) -> Portfolio:
        """The portfolio with the present settings."""
        return self.portfolio

    def answer(self, change: object = None) -> None:
        self.set_trait("allocation", allocate(self.current(), self.budget).effort.tolist())

    def still(self) -> Picture:
        return figures.accuracy_curves(self.current(), allocate(self.current(), self.budget), self.lifecycle)


class WeightExplorer(PortfolioExplorer):
    """Adds the weight of the first project."""

    weight = traitlets.Float(1.0).tag(sync=True)
    settings = ("budget", "weight")

    @traitlets.validate("weight")
    def _valid_weight(self, proposal):
        return checked(reals, "weight", proposal.value, at_least=0).item()

    def current(self) -> Portfolio:
        return self.portfolio.weighted(self.portfolio.names[0], self.weight)
