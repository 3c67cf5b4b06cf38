"""The book's opening: the whole argument in one picture."""

from __future__ import annotations

from effort import figures
from effort.allocation import allocate
from effort.explorers.portfolio import PRESETS, WeightExplorer
from effort.picture import Picture

__all__ = ["OpeningExplorer"]


class OpeningExplorer(WeightExplorer):
    """The whole argument in one picture, with three companies as presets.

    >>> explorer = OpeningExplorer(weight=10)
    >>> explorer.allocation
    [83, 6, 5, 4, 2]
    >>> explorer
    OpeningExplorer(budget=100, weight=10.0)
    """

    address = "companies"

    def limits(self) -> dict[str, dict]:
        return super().limits() | {"weight": {"min": 0, "max": 30, "step": 0.5}}

    def still(self) -> Picture:
        companies = {
            preset["name"]: allocate(
                self.portfolio.weighted(self.portfolio.names[0], preset["weight"]), preset["budget"]
            )
            for preset in PRESETS
        }
        titled = {f"{name}, {best.budget} units": best for name, best in companies.items()}
        return figures.allocation_strips(titled, self.lifecycle)
