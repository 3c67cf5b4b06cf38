"""What follows for a company from the best use of a budget, in numbers and in sentences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from effort.allocation import Allocation
from effort.lifecycle import Lifecycle

__all__ = ["HIRE", "WORDS", "WORK", "Outlook", "work_of"]

HIRE = 12
"""Another person for a year, in units of a person-month."""
# The page fills in the same sentences.
WORDS = {
    "worth": "So many are worth it if a month must earn {cost} points.",
    "bought": "What is bought is worth {worth} points beside building it: a larger fee does not pay.",
    "nothing": "Nothing is started yet.",
    "there": "At the research frontier: {names}.",
    "closest": "Closest to the research frontier: {name}, with {share} % of the effort that takes.",
    "budget": "It would get there with {months} person-months in all",
    "never": "No budget brings it there",
    "importance": ", or with today's budget at an importance of {importance}.",
    "no importance": "; with today's budget no importance would do.",
    "hire": "Another person for a year ({hire} months) is worth {worth} points: {parts}.",
    "no hire": "Another person would gain nothing here.",
    "part": "{units} months to {name}",
    "others": "{units} to others",
}
WORK = {
    "breadth": (
        "Expect breadth: baselines, data, features, and models that ship soon and then rest. Nobody here is paid to go "
        "further, and that is the best use of the effort.",
        "When did you last decide to stop improving a model, and why? What would you start with two more people?",
    ),
    "depth": (
        "Expect depth in a project or two, with deep learning where it pays, and breadth beside it. Research is in "
        "sight, not in the plan.",
        "What happens to the product if the best model gets a point worse? How much of the team works on it, and is "
        "that growing?",
    ),
    "frontier": (
        "Expect research engineering: somebody here works where no recipe is left, and it is the best use of their "
        "time.",
        "Who works on the top model, and what did the last three months of it gain? Would the product exist without "
        "it?",
    ),
}
"""What work to expect in a company, by how far its furthest project is, and what to ask in an interview."""


def work_of(progress: np.ndarray, lifecycle: Lifecycle) -> str:
    """What work to expect, from how far each project is on its way to the frontier."""
    furthest = progress.max() * lifecycle.frontier
    if furthest >= lifecycle.frontier:
        return "frontier"
    return "depth" if furthest >= lifecycle.starts[-2] else "breadth"


@dataclass(frozen=True, eq=False)
class Outlook:
    """What follows for a company from the best use of a budget.

    Attributes:
        allocation: the best use
        stages: the stage of each project
        progress: shape (n,), how far each is on the way to its frontier, as a share; 0 where nobody works on it
        budget_needed: units that bring the project with the most progress to the frontier; None if nothing does
        importance_needed: above this it gets there with today's budget; None if it can't
        hire: shape (n,), where the units of one more person for a year go
        hire_worth: what they gain, in weighted percentage points
        work: "breadth", "depth" or "frontier", by the stage of the furthest project
        bought_worth: what the best use gains by what is bought, in weighted percentage points; None if nothing is
    """

    allocation: Allocation
    stages: tuple[str, ...]
    progress: np.ndarray
    budget_needed: int | None
    importance_needed: float | None
    hire: np.ndarray
    hire_worth: float
    work: str
    bought_worth: float | None = None

    def in_words(self) -> dict[str, str]:
        """As sentences: how far it is to the frontier, what the next hire is worth, what to expect, what to ask."""
        expect, ask = WORK[self.work]
        told = {"frontier": self._frontier(), "hire": self._hire(), "expect": expect, "ask": ask}
        if self.bought_worth is not None:
            told["bought"] = WORDS["bought"].format(worth=f"{self.bought_worth:.1f}")
        return told

    def _frontier(self) -> str:
        names = self.allocation.portfolio.names
        closest = int(self.progress.argmax())
        if self.progress[closest] == 0:
            return WORDS["nothing"]
        if self.progress[closest] >= 1:
            there = [names[i] for i in np.flatnonzero(self.progress >= 1)]
            more = [f"{len(there) - 3} more"] if len(there) > 3 else []
            return WORDS["there"].format(names=", ".join(there[:3] + more))
        sentence = WORDS["closest"].format(name=names[closest], share=int(100 * self.progress[closest]))
        if self.budget_needed is None:
            sentence += f" {WORDS['never']}"
        else:
            sentence += f" {WORDS['budget'].format(months=self.budget_needed)}"
        if self.importance_needed is None:
            return sentence + WORDS["no importance"]
        # The next tenth above what is needed.
        return sentence + WORDS["importance"].format(
            importance=f"{(np.floor(10 * self.importance_needed) + 1) / 10:.1f}"
        )

    def _hire(self) -> str:
        if not self.hire.any():
            return WORDS["no hire"]
        names = self.allocation.portfolio.names
        order = np.argsort(-self.hire, kind="stable")
        first = [i for i in order[:3] if self.hire[i] > 0]
        parts = [WORDS["part"].format(units=self.hire[i], name=names[i]) for i in first]
        if left := int(self.hire.sum() - self.hire[first].sum()):
            parts.append(WORDS["others"].format(units=left))
        return WORDS["hire"].format(hire=HIRE, worth=f"{self.hire_worth:.1f}", parts=", ".join(parts))
