"""How much of a budget to put into work that all projects share."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import traitlets

from effort import figures
from effort.allocation import allocate
from effort.dependence import Plan, Platform
from effort.examples import grocery_delivery
from effort.explorers.base import Explorer, columns, packed
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.picture import Picture

__all__ = ["PlatformExplorer"]


class PlatformExplorer(Explorer):
    """How much of a budget to put into a platform that makes all other work go further.

    Attributes:
        budget: whole units to give out, one of `BUDGETS`
        built: units of it that build the platform
        allocation: shape (n,) as a list, the best division of the others

    >>> explorer = PlatformExplorer(built=13)
    >>> explorer.allocation, round(explorer.plan.returns, 1)
    ([28, 21, 16, 13, 9], 195.3)
    """

    address = "platform"
    settings = ("budget", "built")
    words: ClassVar[dict[str, str]] = {
        "most": "With {best} of the {budget} units in the platform the company earns most. "
        "Without a platform it earns {lost} % less.",
        "built": "With {built}, as the figure stands, it earns {lost} % less.",
        "built_none": "So it does as the figure stands.",
        "built_best": "The figure shows this best platform.",
        "top": "{top} itself falls from {before} units to {after}",
    }
    BUDGETS: ClassVar[tuple[int, ...]] = (50, 100, 150, 200)
    budget = traitlets.Int(100).tag(sync=True)
    built = traitlets.Int(0, min=0).tag(sync=True)
    allocation = traitlets.List(traitlets.Int(), read_only=True)

    def __init__(self, model: Platform | None = None, lifecycle: Lifecycle = LIFECYCLE, **settings):
        self.platform = Platform(grocery_delivery()) if model is None else model
        self._plans = {budget: self._worked_out(budget) for budget in self.BUDGETS}
        super().__init__(lifecycle, **settings)

    def limits(self) -> dict[str, dict]:
        return {
            "budget": {"min": self.BUDGETS[0], "max": self.BUDGETS[-1], "step": self.BUDGETS[0]},
            "built": {"min": 0, "max": self.BUDGETS[-1], "step": 1},
        }

    def sent(self) -> dict[str, Any]:
        return {
            "names": list(self.platform.portfolio.names),
            "budgets": list(self.BUDGETS),
            "multiplier": packed(self.platform.multiplier(np.arange(self.BUDGETS[-1] + 1)), 6),
            "plans": [
                {
                    "returns": packed(np.array([plan.returns for plan in plans]), 9),
                    "units": columns(np.array([plan.effort for plan in plans]), 6),
                }
                for plans in self._plans.values()
            ],
        }

    def _worked_out(self, budget: int) -> list[Plan]:
        """The best plan with each amount of platform work."""
        return [
            Plan(self.platform, np.append(allocate(portfolio, budget - int(shared.sum())).effort, shared))
            for shared, portfolio in self.platform.decisions(budget)
        ]

    @property
    def plan(self) -> Plan:
        """The units of the projects and of the platform."""
        plans = self._plans[self.budget]
        return plans[min(self.built, len(plans) - 1)]

    @traitlets.validate("budget")
    def _valid_budget(self, proposal):
        if proposal.value not in self.BUDGETS:
            raise traitlets.TraitError(
                f"budget is {proposal.value}, expected one of {', '.join(map(str, self.BUDGETS))}"
            )
        return proposal.value

    @traitlets.validate("built")
    def _valid_built(self, proposal):
        if proposal.value > self.BUDGETS[-1]:
            raise traitlets.TraitError(f"built is {proposal.value}, expected at most {self.BUDGETS[-1]}")
        return proposal.value

    def answer(self, change: object = None) -> None:
        self.set_trait("allocation", self.plan.effort.tolist())

    def still(self) -> Picture:
        returns = np.array([plan.returns for plan in self._plans[self.budget]])
        return figures.shared_returns(returns, "units that build the platform")

    def phrases(self) -> dict[str, str]:
        plans = self._plans[self.budget]
        returns = np.array([plan.returns for plan in plans])
        best, built = int(returns.argmax()), min(self.built, returns.size - 1)
        lost = [f"{100 * (1 - each / returns[best]):.1f}" for each in (returns[0], returns[built])]
        said = "built_best" if built == best else "built" if built else "built_none"
        top = self.platform.portfolio.names[0]
        before, after = (plans[size].effort[0] for size in (0, best))
        return {
            "most": self.words["most"].format(best=best, budget=self.budget, lost=lost[0]),
            "built": self.words[said].format(built=built, lost=lost[1]),
            "top": self.words["top"].format(top=top[0].upper() + top[1:], before=before, after=after),
        }
