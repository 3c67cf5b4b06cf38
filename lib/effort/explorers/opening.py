"""The book's opening: the whole argument in one picture."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import traitlets

from effort import figures
from effort.allocation import allocate
from effort.checks import wholes
from effort.explorers.base import checked, counted
from effort.explorers.portfolio import PRESETS, WeightExplorer
from effort.picture import Picture

__all__ = ["OpeningExplorer"]


class OpeningExplorer(WeightExplorer):
    """The whole argument in one picture, with three companies as presets.

    Attributes:
        asking: whether the reader is to place the units before the optimum is shown; a page asks a new reader once
        guess: shape (n,) as a list, where the reader has placed them; empty for one who has not

    >>> explorer = OpeningExplorer(weight=10)
    >>> explorer.allocation
    [83, 6, 5, 4, 2]
    >>> explorer
    OpeningExplorer(budget=100, weight=10.0)
    """

    address = "companies"
    words: ClassVar[dict[str, str]] = {
        "given": "of a budget of {budget}, {who} gives {top} {units}, which takes it as far as {stage}",
        "given_none": "of a budget of {budget}, {who} gives {top} nothing",
        "afford": "It could have afforded the frontier, with little left for the rest. "
        "It would have been worse off by {lost} %.",
        "afford_nearly": "It could have afforded the frontier, and would hardly have been worse off.",
        "afford_not": "It could not have afforded the frontier, even with nothing left for the rest.",
        "afford_there": "That is where research is done.",
        "company": "a company between these",
    }
    asking = traitlets.Bool(False).tag(sync=True)
    guess = traitlets.List(traitlets.Int()).tag(sync=True)

    @traitlets.validate("guess")
    def _valid_guess(self, proposal):
        guess = checked(wholes, "guess", proposal.value)
        if guess.size and (guess.shape != (len(self.portfolio),) or guess.sum() > self.budget):
            raise traitlets.TraitError(
                f"guess is {proposal.value}, expected {len(self.portfolio)} numbers, in sum at most {self.budget}"
            )
        return guess.tolist()

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

    def phrases(self) -> dict[str, str]:
        portfolio, frontier = self.current(), int(self.lifecycle.frontier)
        best = allocate(portfolio, self.budget)
        units = int(best.effort[0])
        said = "given" if units else "given_none"
        called = [
            preset["called"] for preset in PRESETS if (preset["budget"], preset["weight"]) == (self.budget, self.weight)
        ]
        given = self.words[said].format(
            budget=counted(self.budget, "unit"),
            who=(called or [self.words["company"]])[0],
            top=portfolio.names[0],
            units=units,
            stage=self.lifecycle.name(units),
        )
        if units >= frontier:
            return {"given": given, "afford": self.words["afford_there"]}
        if self.budget < frontier:
            return {"given": given, "afford": self.words["afford_not"]}
        floor = portfolio.floor.copy()
        floor[0] = frontier
        pushed = allocate(replace(portfolio, floor=floor), self.budget)
        lost = f"{100 * (1 - pushed.returns / best.returns):.1f}"
        said = "afford_nearly" if lost == "0.0" else "afford"
        return {"given": given, "afford": self.words[said].format(lost=lost)}
