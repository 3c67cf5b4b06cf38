"""Growth and focus on one map."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from effort import figures
from effort.explorers.base import columns, counted, packed
from effort.explorers.portfolio import PRESETS, WeightExplorer
from effort.growth import budget_needed, entry_budgets, phase_map, weight_needed
from effort.picture import Picture

__all__ = ["FocusExplorer"]

MAP_WEIGHTS = np.logspace(-0.5, 1.5, 81)


class FocusExplorer(WeightExplorer):
    """Weight against budget on the map of how far the first project is pushed.

    >>> explorer = FocusExplorer()
    >>> explorer.budget = 300
    >>> explorer.allocation
    [95, 71, 56, 47, 31]
    """

    address = "map"
    words: ClassVar[dict[str, str]] = {
        "place": "the dot, at a budget of {budget} and a weight of {weight}",
        "right": "To the right, the frontier takes {needed}.",
        "right_there": "It lies beyond the line, which at this weight is crossed at {needed}.",
        "right_never": "To the right, no budget reaches the frontier.",
        "up": "Straight up, with {budget}, it takes a weight of {needed}.",
        "up_there": "Straight down, with {budget}, research goes on down to a weight of {needed}.",
        "up_never": "Straight up, with {budget}, no weight is enough.",
        "double": "Diagonally, doubling the weight brings the budget down to {needed}.",
        "double_never": "Twice nothing is nothing.",
    }

    def limits(self) -> dict[str, dict]:
        return {"budget": {"min": 0, "max": 400, "step": 1}, "weight": {"min": 0.4, "max": 30, "step": 0.1}}

    def sent(self) -> dict[str, Any]:
        entry = entry_budgets(self._units(), self.lifecycle)
        return super().sent() | {"map": {"weights": packed(MAP_WEIGHTS, 6), "entry": columns(entry.T, 6)}}

    def _units(self) -> np.ndarray:
        return phase_map(self.portfolio, self.portfolio.names[0], MAP_WEIGHTS, 400)

    def still(self) -> Picture:
        companies = {preset["name"]: (preset["budget"], preset["weight"]) for preset in PRESETS}
        return figures.phase_regions(self._units(), MAP_WEIGHTS, companies, self.portfolio.names[0], self.lifecycle)

    def phrases(self) -> dict[str, str]:
        top, frontier = self.portfolio.names[0], int(self.lifecycle.frontier)
        there = self.allocation[0] >= frontier
        weight = weight_needed(self.portfolio, top, frontier, self.budget)
        up = "up_there" if there else "up_never" if np.isinf(weight) else "up"
        said = {"right": "right_there" if there else "right", "double": "double"}
        values = {"budget": counted(self.budget, "unit"), "weight": f"{self.weight:g}"}
        if self.weight == 0:
            said, needed = {name: f"{name}_never" for name in said}, {}
        else:
            needed = {
                name: counted(budget_needed(self.portfolio.weighted(top, times * self.weight), top, frontier), "unit")
                for name, times in {"right": 1, "double": 2}.items()
            }
        needed["up"] = f"{np.ceil(10 * weight) / 10:g}"
        return {"place": self.words["place"].format(**values)} | {
            name: self.words[word].format(**values, needed=needed.get(name))
            for name, word in (said | {"up": up}).items()
        }
