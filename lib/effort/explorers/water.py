"""The price of a unit as a water level."""

from __future__ import annotations

from typing import Any, ClassVar

from effort import figures
from effort.allocation import allocate
from effort.explorers.base import counted
from effort.explorers.portfolio import PortfolioExplorer
from effort.picture import Picture

__all__ = ["WaterLevelExplorer"]

CEILING = 4
"""So many times as high as the price at the first budget is the axis of gains."""


class WaterLevelExplorer(PortfolioExplorer):
    """What the next unit gains in each project, and the price that a unit must beat: its height sets the budget.

    Attributes:
        price: what one more unit of the budget would earn, in weighted percentage points

    >>> explorer = WaterLevelExplorer(budget=100)
    >>> round(explorer.price, 2)
    0.46
    """

    address = "price"
    settings = ("budget",)
    words: ClassVar[dict[str, str]] = {"level": "At {budget} the price is {price} points."}

    @property
    def price(self) -> float:
        return allocate(self.current(), self.budget).shadow_price

    def sent(self) -> dict[str, Any]:
        return super().sent() | {"ceiling": float(f"{CEILING * self.price:.2g}") or 1.0}

    def phrases(self) -> dict[str, str]:
        price = f"{self.price:.1f}" if self.price >= 10 else f"{self.price:#.2g}"
        return {"level": self.words["level"].format(budget=counted(self.budget, "unit"), price=price)}

    def still(self) -> Picture:
        return figures.marginal_gains(self.current(), allocate(self.current(), self.budget))
