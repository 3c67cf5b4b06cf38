"""A company that grows."""

from __future__ import annotations

from typing import ClassVar

from effort.explorers.base import counted
from effort.explorers.portfolio import PortfolioExplorer

__all__ = ["GrowthExplorer"]


class GrowthExplorer(PortfolioExplorer):
    """The budget from nothing to five hundred units, and the stages that the projects enter on the way.

    >>> GrowthExplorer(budget=251).allocation[0]
    80
    """

    address = "growth"
    settings = ("budget",)
    words: ClassVar[dict[str, str]] = {
        "stand": "With {budget}, the company has {there} at the frontier and {before} in {stage}, the stage before it.",
    }

    def phrases(self) -> dict[str, str]:
        *_, before, there = [
            int((self.lifecycle.stage(self.allocation) == k).sum()) for k in range(len(self.lifecycle.names))
        ]
        values = {
            "budget": counted(self.budget, "unit"),
            "there": counted(there, "project"),
            "before": counted(before, "project"),
            "stage": self.lifecycle.names[-2],
        }
        return {"stand": self.words["stand"].format(**values)}
