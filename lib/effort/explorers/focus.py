"""Growth and focus on one map."""

from __future__ import annotations

from typing import Any

import numpy as np

from effort import figures
from effort.explorers.base import columns, packed
from effort.explorers.portfolio import PRESETS, WeightExplorer
from effort.growth import entry_budgets, phase_map
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
