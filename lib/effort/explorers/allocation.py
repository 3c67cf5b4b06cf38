"""One unit at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import numpy as np
import traitlets

from effort.allocation import allocate
from effort.checks import reals, wholes
from effort.explorers.base import checked, counted
from effort.explorers.portfolio import PortfolioExplorer
from effort.portfolio import Portfolio

__all__ = ["AllocationExplorer"]


class AllocationExplorer(PortfolioExplorer):
    """The one-unit-at-a-time rule: step it, change budget, weights and floors, or try to beat it by hand.

    Attributes:
        weights: shape (n,) as a list, what a point is worth in each project
        floors: shape (n,) as a list, whole units that each project gets in any case
        by_hand: whether the reader places the dots
        hand: shape (n,) as a list, where the reader has placed them

    >>> explorer = AllocationExplorer()
    >>> explorer.floors = [0, 0, 0, 30, 0]
    >>> explorer.allocation
    [26, 20, 15, 30, 9]
    """

    address = "allocation"
    settings = ("budget", "weights", "floors")
    words: ClassVar[dict[str, str]] = {
        "top": "The first project, {top}, gets {units} and stops at {stage}.",
        "top_none": "The first project, {top}, gets nothing.",
        "all_in": "Put all {budget} on it instead and it reaches {stage}, with {all_accuracy} % accuracy rather than "
        "{accuracy} %. The total falls from {returns} points to {all_returns}.",
        "above": " (More than 100 % is the curve's doing: it has no ceiling.)",
        "all_in_already": "It has all there is.",
    }
    weights = traitlets.List(traitlets.Float()).tag(sync=True)
    floors = traitlets.List(traitlets.Int()).tag(sync=True)
    by_hand = traitlets.Bool(False).tag(sync=True)
    hand = traitlets.List(traitlets.Int()).tag(sync=True)

    @traitlets.default("weights")
    def _default_weights(self):
        return self.portfolio.weight.tolist()

    @traitlets.default("floors")
    def _default_floors(self):
        return self.portfolio.floor.tolist()

    @traitlets.default("hand")
    def _default_hand(self):
        return self.portfolio.floor.tolist()

    @traitlets.validate("weights")
    def _valid_weights(self, proposal):
        return self._one_for_each("weights", checked(reals, "weights", proposal.value, at_least=0))

    @traitlets.validate("hand")
    def _valid_hand(self, proposal):
        hand = self._one_for_each("hand", checked(wholes, "hand", proposal.value))
        if not self._fits(hand):
            raise traitlets.TraitError(
                f"hand is {hand}, expected at least the floors, {self.floors}, "
                f"and in sum at most the budget, {self.budget}"
            )
        return hand

    def _fits(self, hand: list[int]) -> bool:
        return sum(hand) <= self.budget and all(map(int.__ge__, hand, self.floors))

    @traitlets.observe("budget", "floors")
    def _take_back(self, change) -> None:
        """What was placed by hand and no longer fits is taken back, as in the front end."""
        if not self._fits(self.hand):
            self.hand = fitted(self.hand, self.floors, self.budget)

    @traitlets.validate("floors")
    def _valid_floors(self, proposal):
        floors = self._one_for_each("floors", checked(wholes, "floors", proposal.value))
        self._refuse_floors_above_budget(floors, self.budget)
        return floors

    @traitlets.validate("budget")
    def _valid_budget(self, proposal):
        self._refuse_floors_above_budget(self.floors, proposal.value)
        return proposal.value

    @staticmethod
    def _refuse_floors_above_budget(floors: list[int], budget: int) -> None:
        if sum(floors) > budget:
            raise traitlets.TraitError(f"floors add up to {sum(floors)}, expected at most the budget, {budget}")

    def _one_for_each(self, name: str, values: np.ndarray) -> list:
        if values.shape != (len(self.portfolio),):
            raise traitlets.TraitError(f"{name} has {values.size} numbers, expected {len(self.portfolio)}")
        return values.tolist()

    def limits(self) -> dict[str, dict]:
        n = len(self.portfolio)
        return super().limits() | {
            "weights": {"min": 0, "max": 20, "step": 0.5, "length": n},
            "floors": {"min": 0, "max": 100, "step": 1, "length": n},
        }

    def current(self) -> Portfolio:
        return replace(self.portfolio, weight=np.array(self.weights), floor=np.array(self.floors))

    def phrases(self) -> dict[str, str]:
        portfolio, best = self.current(), allocate(self.current(), self.budget)
        all_in = np.zeros(len(portfolio), dtype=int)
        all_in[0] = self.budget
        values = {
            "top": portfolio.names[0],
            "units": counted(int(best.effort[0]), "unit"),
            "stage": self.lifecycle.name(best.effort[0]),
        }
        top = self.words["top" if best.effort[0] else "top_none"].format(**values)
        if best.effort[0] == best.effort.sum():
            return {"top": top, "all_in": self.words["all_in_already"]}
        values = {
            "budget": f"{self.budget}",
            "stage": self.lifecycle.name(self.budget),
            "accuracy": f"{best.accuracy[0]:.0f}",
            "all_accuracy": f"{portfolio.curve.value(all_in)[0]:.0f}",
            "returns": f"{best.returns:.0f}",
            "all_returns": f"{portfolio.returns(all_in):.0f}",
        }
        above = self.words["above"] if int(values["all_accuracy"]) > 100 else ""
        return {"top": top, "all_in": self.words["all_in"].format(**values) + above}


def fitted(hand: list[int], floors: list[int], budget: int) -> list[int]:
    """A division by hand with at least the floors, which fits the budget; `fitted` in allocation.js does the same.

    Args:
        hand: shape (n,) as a list, the units of each project
        floors: shape (n,) as a list, in units
        budget: in units, at least the sum of the floors

    Returns:
        the units; what is too much is taken, unit by unit, from the project with most above its floor

    >>> fitted([50, 30, 20], [0, 0, 25], 90)
    [35, 30, 25]
    """
    units = [max(each) for each in zip(hand, floors, strict=True)]
    for _ in range(sum(units) - budget):
        above = [each - floor for each, floor in zip(units, floors, strict=True)]
        units[above.index(max(above))] -= 1
    return units
