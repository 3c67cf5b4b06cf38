"""A company of the reader's own."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import traitlets

from effort import figures
from effort.company import (
    AGEING,
    DIFFICULTIES,
    HIRE,
    SHAPES,
    WORDS,
    WORK,
    Company,
    Outlook,
    company_of,
)
from effort.doubts import DOUBT_WORDS
from effort.examples import EXAMPLES
from effort.explorers.base import Explorer, packed
from effort.moves import MOVE_WORDS
from effort.picture import Picture
from effort.project import curve_of

__all__ = ["CompanyExplorer"]


class CompanyExplorer(Explorer):
    """A company of the reader's own: projects in words, and what follows for them.

    Attributes:
        projects: a dict for each project, as `Company.rows` gives them; `project` is its name, and all else may be
            left out
        months: what all of them share, in person-months
        cost: the points that a month must earn; then `months` follows: as many as earn that; None where these are given
        leeway: how many months more or less than today a project may get; None for any
        allocation: shape (n,) as a list, the optimum for them

    >>> explorer = CompanyExplorer(months=60)
    >>> explorer.projects = [{"project": "search", "importance": 2}, {"project": "ads", "floor": 10}]
    >>> explorer.allocation
    [40, 20]
    >>> explorer.outlook.stages
    ('deep learning', 'basic feature engineering')
    """

    address = "company"
    settings = ("projects", "months", "leeway", "cost")
    # Twice what the frontier of the hardest takes: further out the curves are not meant to say anything.
    MOST_UNITS: ClassVar[int] = 640
    MOST_PROJECTS: ClassVar[int] = 2000
    MOST_MONTHS: ClassVar[int] = 10_000
    QUESTIONS: ClassVar[dict[str, str]] = {
        "easy": "easy: a known recipe does it",
        "ordinary": "ordinary: known methods, own data",
        "hard": "hard: known methods fall short",
        "very hard": "very hard: nobody does it well",
        "keeps rising": "keeps rising: there is always more to gain",
        "levels off": "levels off: good is as good as it gets",
        "usual": "usual",
        "fast": "twice as fast",
    }
    projects = traitlets.List(traitlets.Dict(), EXAMPLES["Start-up"][0].rows()).tag(sync=True)
    months = traitlets.Int(EXAMPLES["Start-up"][1], min=0, max=MOST_MONTHS).tag(sync=True)
    cost = traitlets.Float(None, min=0.01, max=1000, allow_none=True).tag(sync=True)
    leeway = traitlets.Int(None, min=0, max=MOST_MONTHS, allow_none=True).tag(sync=True)
    allocation = traitlets.List(traitlets.Int(), read_only=True)

    def limits(self) -> dict[str, dict]:
        return {
            # As the text of a CSV file. Longer addresses are cut by some of the programs that people send them with.
            "projects": {"text": 6000},
            "months": {"min": 0, "max": self.MOST_MONTHS, "usual": 960, "step": 1},
            "leeway": {"min": 0, "max": self.MOST_MONTHS, "step": 1},
            "cost": {"min": 0.01, "max": 1000, "step": 0.01},
        }

    def sent(self) -> dict[str, Any]:
        units = np.arange(self.MOST_UNITS + 1)
        stretches = sorted({times * faster for times in DIFFICULTIES.values() for faster in AGEING.values()})
        curves = [curve_of(shape, stretch, self.lifecycle) for shape in SHAPES for stretch in stretches]
        return {
            "difficulties": [[name, self.QUESTIONS[name], times] for name, times in DIFFICULTIES.items()],
            "ageing": [[name, self.QUESTIONS[name], times] for name, times in AGEING.items()],
            "stretches": stretches,
            "shapes": [[name, self.QUESTIONS[name]] for name in SHAPES],
            "gains": [packed(curve.unit_gain(units[:-1]), 9) for curve in curves],
            "values": [packed(curve.value(units), 4) for curve in curves],
            "most": self.MOST_UNITS,
            "mostProjects": self.MOST_PROJECTS,
            "hire": HIRE,
            "words": WORDS,
            "moveWords": MOVE_WORDS,
            "doubtWords": DOUBT_WORDS,
            "work": {name: list(texts) for name, texts in WORK.items()},
            "examples": [
                {"name": name, "projects": company.rows(), "months": months, "leeway": None, "cost": None}
                for name, (company, months) in EXAMPLES.items()
            ],
        }

    @property
    def company(self) -> Company:
        """The projects, none with more units than the page can draw, or further from today than the leeway."""
        return self._company(self.projects, self.leeway)

    @property
    def outlook(self) -> Outlook:
        """What follows for the company."""
        return self.company.outlook(self.months, self.lifecycle)

    def _company(self, projects: list[dict], leeway: int | None) -> Company:
        company = company_of(projects, "projects")
        if not 0 < len(company.projects) <= self.MOST_PROJECTS:
            raise ValueError(f"projects has {len(company.projects)} projects, expected at most {self.MOST_PROJECTS}")
        for each in company.projects:
            left = self.MOST_UNITS - each.start
            for what, units, most in (("bought", each.start, self.MOST_UNITS), ("today", each.today or 0, left)):
                if units > most:
                    raise ValueError(f"{what} is {units}, expected at most {most}")
        return company.capped(self.MOST_UNITS).within(leeway)

    @traitlets.validate("projects", "months", "leeway", "cost")
    def _valid(self, proposal):
        settings = {name: getattr(self, name) for name in self.settings} | {proposal.trait.name: proposal.value}
        try:
            company = self._company(settings["projects"], settings["leeway"])
        except ValueError as error:
            raise traitlets.TraitError(str(error)) from None
        budget = settings["months"] if settings["cost"] is None else self.MOST_MONTHS
        if (floors := sum(each.floor for each in company.projects)) > budget:
            raise traitlets.TraitError(f"floors add up to {floors} units, expected at most the budget, {budget}")
        return proposal.value

    def answer(self, change: object = None) -> None:
        if self.cost is not None:
            self.months = min(int(self.company.worth(self.cost).budget), self.MOST_MONTHS)
        self.set_trait("allocation", self.outlook.allocation.effort.tolist())

    def still(self) -> Picture:
        outlook = self.outlook
        return figures.effort_bars(outlook.allocation.portfolio.names, outlook.allocation.effort, outlook.stages)
