"""Growth and focus on one map."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from effort import figures
from effort.explorers.base import counted, packed
from effort.explorers.portfolio import PRESETS, WeightExplorer
from effort.growth import budget_needed, weight_needed, weights_needed
from effort.picture import Picture

__all__ = ["FocusExplorer"]

LARGEST_BUDGET = 400
WEIGHTS = (0.4, 30.0)
"""The least and the largest weight of the map."""


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
        least, most = WEIGHTS
        return {
            "budget": {"min": 0, "max": LARGEST_BUDGET, "step": 1},
            "weight": {"min": least, "max": most, "step": 0.1},
        }

    def sent(self) -> dict[str, Any]:
        return super().sent() | {"lines": [self._line(needed) for needed in figures.smoothed(self._needed())]}

    @staticmethod
    def _line(needed: np.ndarray) -> dict[str, Any] | None:
        """A line on the map, from a budget on for each budget, and one budget beyond it; None if it is nowhere."""
        on_map = np.flatnonzero((needed >= WEIGHTS[0]) & (needed <= WEIGHTS[1]))
        if not on_map.size:
            return None
        first = int(max(on_map[0] - 1, np.flatnonzero(np.isfinite(needed))[0]))
        return {"from": first, "weights": packed(needed[first : on_map[-1] + 2], 4)}

    def _needed(self) -> np.ndarray:
        """For each stage and budget, the weight from which on the first project reaches the stage."""
        starts = np.ceil(self.lifecycle.starts[1:]).astype(int)
        return weights_needed(self.portfolio, self.portfolio.names[0], starts, LARGEST_BUDGET)

    def still(self) -> Picture:
        companies = {preset["name"]: (preset["budget"], preset["weight"]) for preset in PRESETS}
        return figures.phase_regions(self._needed(), WEIGHTS, companies, self.portfolio.names[0], self.lifecycle)

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
