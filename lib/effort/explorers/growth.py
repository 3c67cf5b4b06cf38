"""A company that grows."""

from __future__ import annotations

from effort.explorers.portfolio import PortfolioExplorer

__all__ = ["GrowthExplorer"]


class GrowthExplorer(PortfolioExplorer):
    """The budget from nothing to five hundred units, and the stages that the projects enter on the way.

    >>> GrowthExplorer(budget=251).allocation[0]
    80
    """

    address = "growth"
    settings = ("budget",)
