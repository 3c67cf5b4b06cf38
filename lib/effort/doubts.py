"""How sure a plan is: what becomes of each project, and of the company, if the guesses behind it are off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from effort.allocation import allocate
from effort.company import Company
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.project import DIFFICULTIES, Project

__all__ = ["CASES", "DOUBT_WORDS", "Doubts", "doubts_of", "draws"]

CASES = 200
"""So many cases are tried in which all guesses may be off at once."""
TOLD = 3
# The page fills in the same sentences.
DOUBT_WORDS = {
    "firm": "Half or twice its importance, or a step in difficulty, brings no project to another stage.",
    "some": "Half or twice its importance, or a step in difficulty, brings {count} of {all} projects to another stage: "
    "{which}.",
    "range": "{name}, from {low} to {high}",
    "more": "{count} more",
    "chance": "If all guesses may be off by so much at once, a project is at the frontier in {share} of 100 cases.",
}


@dataclass(frozen=True, eq=False)
class Doubts:
    """What becomes of the projects if one guess is off, and of the company if all are.

    Attributes:
        names: of the n projects
        low, high: shape (n,), the effort of each, as an ordinary project would have it, at the least and at the most if
            its importance or its difficulty is off
        stages: the names of the stages
        stage_low, stage_high: shape (n,), the numbers of the stages that these reach
        chance: share of the cases in which a project is at the frontier
    """

    names: tuple[str, ...]
    low: np.ndarray
    high: np.ndarray
    stages: tuple[str, ...]
    stage_low: np.ndarray
    stage_high: np.ndarray
    chance: float

    def in_words(self) -> dict[str, str]:
        """As sentences: which project's stage hangs on a guess, and how likely the frontier is."""
        wide = self.stage_high - self.stage_low
        order = [i for i in np.argsort(-wide, kind="stable").tolist() if wide[i]]
        told = [
            DOUBT_WORDS["range"].format(
                name=self.names[i], low=self.stages[self.stage_low[i]], high=self.stages[self.stage_high[i]]
            )
            for i in order[:TOLD]
        ]
        if len(order) > TOLD:
            told.append(DOUBT_WORDS["more"].format(count=len(order) - TOLD))
        some = DOUBT_WORDS["some"].format(count=len(order), all=len(self.names), which="; ".join(told))
        share = int(np.floor(100 * self.chance + 0.5))
        return {
            "doubt": some if order else DOUBT_WORDS["firm"],
            "chance": DOUBT_WORDS["chance"].format(share=share),
        }


def _other(project: Project, doubled: int = 0, harder: int = 0) -> Project:
    """The project with its importance doubled so many times, and so many steps harder, as far as there are steps."""
    known = list(DIFFICULTIES)
    step = min(max(known.index(project.difficulty) + harder, 0), len(known) - 1)
    return replace(project, importance=project.importance * 2.0**doubled, difficulty=known[step])


def draws(count: int) -> Iterator[int]:
    """The numbers -1, 0 and 1 as by chance, always the same ones; the page draws them too.

    >>> list(draws(8))
    [-1, 1, -1, 1, -1, 0, 1, -1]
    """
    state = 1
    for _ in range(count):
        state = state * 16807 % 2147483647  # Park and Miller's
        yield state // 65536 % 3 - 1


def doubts_of(company: Company, budget: int, lifecycle: Lifecycle = LIFECYCLE) -> Doubts:
    """What becomes of a plan if its guesses are off by a factor of two.

    One guess at a time for the range of each project: its importance halved or doubled, its difficulty a step (a factor
    of two) less or more. And all at once, in `CASES` cases, for the chance of the frontier: each guess as it is, or off
    either way, as likely as not.

    Raises:
        ValueError: what `effort.allocate` raises

    >>> company = Company((Project("search", importance=3), Project("ads")))
    >>> for sentence in doubts_of(company, 100).in_words().values():
    ...     print(sentence)  # doctest: +ELLIPSIS
    Half or twice its importance, or a step in difficulty, brings 2 of 2 projects to another stage: ads, from...
    If all guesses may be off by so much at once, a project is at the frontier in 49 of 100 cases.
    """
    projects = company.projects

    def reached(others: Sequence[Project], worked: bool = False) -> np.ndarray:
        other = Company(others)
        return other.along(allocate(other.portfolio, budget).effort, worked)

    now = reached(projects)
    low, high = now.copy(), now.copy()
    for i, project in enumerate(projects):
        for doubled, harder in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            effort = reached([*projects[:i], _other(project, doubled, harder), *projects[i + 1 :]])[i]
            low[i], high[i] = min(low[i], effort), max(high[i], effort)
    there, drawn = 0, draws(2 * CASES * len(projects))
    for _ in range(CASES):
        cases = [_other(each, next(drawn), next(drawn)) for each in projects]
        there += bool(reached(cases, worked=True).max() >= lifecycle.frontier)
    stage_low, stage_high = lifecycle.stage(low), lifecycle.stage(high)
    names = company.portfolio.names
    return Doubts(names, low, high, tuple(lifecycle.names), stage_low, stage_high, there / CASES)
