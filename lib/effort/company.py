"""A reader's own company: projects described by answers that a person can give, and what follows for them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TypedDict, cast

import numpy as np

from effort.allocation import Allocation, allocate
from effort.checks import LARGEST_WHOLE, reals
from effort.curves import Curve, Mixed
from effort.families import Log1p, Saturation
from effort.fields import LARGEST_NUMBER, Column, checked_name, quoted
from effort.growth import budget_needed, weight_needed
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.outlook import HIRE, WORDS, WORK, Outlook, work_of
from effort.portfolio import Portfolio
from effort.tables import Table, read_file, read_table, report

__all__ = [
    "COLUMNS",
    "DIFFICULTIES",
    "HIRE",
    "SHAPES",
    "WORDS",
    "WORK",
    "Company",
    "Outlook",
    "Project",
    "company_of",
    "read_company",
]

DIFFICULTIES = {"easy": 0.5, "ordinary": 1.0, "hard": 2.0, "very hard": 4.0}
"""How many times the effort of an ordinary project each stage takes: a harder problem stretches the scale of effort."""
SHAPES = ("keeps rising", "levels off")
"""Beyond the frontier every doubling of effort gains as much as the one before, or hardly anything is left to gain."""
COLUMNS = {
    "project": Column("name", needed=True),
    "importance": Column("number", least=0),
    "difficulty": Column("word"),
    "shape": Column("word"),
    "floor": Column("whole", least=0),
    "cap": Column("whole", least=0),
}
"""Those of a table of projects; `Project` says what they mean, and what stands for an empty field."""
# The rate is that of the running example's first project. The scale keeps an easy one with 13 person-years below 100
# points; as all have the same, it changes no allocation.
SCALE, RATE = 12.5, 2.0


@dataclass(frozen=True)
class Project:
    """One project as its people see it.

    Args:
        name: what it is called
        importance: what a percentage point of its accuracy is worth, compared with the other projects; at least 0
        difficulty: one of `DIFFICULTIES`
        shape: one of `SHAPES`
        floor: units it gets in any case
        cap: units above which it can absorb no more, or None
    """

    name: str
    importance: float = 1.0
    difficulty: str = "ordinary"
    shape: str = "keeps rising"
    floor: int = 0
    cap: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", checked_name(self.name))
        if reals("importance", self.importance, at_least=0) > LARGEST_NUMBER:
            raise ValueError(f"importance is {self.importance:g}, expected at most 10^15")
        for what, value, known in (
            ("difficulty", self.difficulty, DIFFICULTIES),
            ("shape", self.shape, SHAPES),
        ):
            if value not in known:
                raise ValueError(f"{what} is {quoted(value)}, expected one of {', '.join(known)}")
        for what, units in (("floor", self.floor), ("cap", self.cap)):
            if units is not None and not (isinstance(units, int) and 0 <= units <= LARGEST_WHOLE):
                raise ValueError(f"{what} is {units!r}, expected a whole number from 0 to 2**53")
        if self.cap is not None and self.floor > self.cap:
            raise ValueError(f"floor is {self.floor}, expected at most the cap, {self.cap}")

    @property
    def stretch(self) -> float:
        """How many times the effort of an ordinary project each of its stages takes."""
        return DIFFICULTIES[self.difficulty]

    def curve(self, lifecycle: Lifecycle = LIFECYCLE) -> Curve:
        """Its effort-accuracy curve. All curves have the same height where their project reaches the frontier.

        >>> [Project("p", difficulty=d).curve().value(80 * s).round(2).item() for d, s in DIFFICULTIES.items()]
        [63.52, 63.52, 63.52, 63.52]
        >>> Project("p", shape="levels off").curve().value([80, 1000]).round(2)
        array([63.52, 64.7 ])
        """
        return _curve(self.shape, self.stretch, lifecycle)


def _curve(shape: str, stretch, lifecycle: Lifecycle = LIFECYCLE) -> Curve:
    """The curve of one shape, or as many as there are stretches."""
    if shape == "keeps rising":
        return Log1p(SCALE, RATE / stretch)
    height = SCALE * np.log1p(RATE * lifecycle.frontier)
    rate = 4 / lifecycle.frontier
    return Saturation(height / -np.expm1(-4), rate / stretch)


@dataclass(frozen=True, init=False)
class Company:
    """Projects that share one budget.

    >>> company = Company((Project("route planning", importance=3), Project("parts of speech", difficulty="hard")))
    >>> best = company.allocate(120)
    >>> best.effort, company.stages(best)
    (array([91, 29]), ['SotA research', 'first ML model (V1)'])
    """

    projects: tuple[Project, ...]

    def __init__(self, projects: Iterable[Project]) -> None:
        object.__setattr__(self, "projects", tuple(projects))
        if not self.projects:
            raise ValueError("projects is empty, expected at least one project")

    @cached_property
    def portfolio(self) -> Portfolio:
        """The projects as the allocator takes them."""
        each = self.projects
        # One part for each run of neighbours of the same shape, as in `Mixed` itself.
        parts = [
            _curve(shape, np.array([project.stretch for project in run]))
            for shape, run in groupby(each, key=lambda project: project.shape)
        ]
        curve = parts[0] if len(parts) == 1 else Mixed(parts)
        return Portfolio(
            tuple(project.name for project in each),
            curve,
            weight=[project.importance for project in each],
            floor=[project.floor for project in each],
            cap=[LARGEST_WHOLE if project.cap is None else project.cap for project in each],
        )

    def allocate(self, budget: int) -> Allocation:
        """The best use of a budget of whole units; raises what `effort.allocate` does."""
        return allocate(self.portfolio, budget)

    def stages(self, allocation: Allocation, lifecycle: Lifecycle = LIFECYCLE) -> list[str]:
        """The stage of each project; a hard one reaches each stage with more effort."""
        stretch = np.array([project.stretch for project in self.projects])
        return [lifecycle.names[i] for i in lifecycle.stage(allocation.effort / stretch)]

    def capped(self, most: int) -> Company:
        """The same projects, none of which takes more than so many units."""
        return Company([replace(each, cap=most if each.cap is None else min(each.cap, most)) for each in self.projects])

    def outlook(self, budget: int, lifecycle: Lifecycle = LIFECYCLE) -> Outlook:
        """What follows from the best use of a budget; raises what `effort.allocate` does.

        >>> company = Company((Project("route planning", importance=3), Project("parts of speech", difficulty="hard")))
        >>> for sentence in company.outlook(100).in_words().values():
        ...     print(sentence)  # doctest: +ELLIPSIS
        Closest to the research frontier: route planning, with 95 % of the effort that takes. It would get there with...
        """
        portfolio, best = self.portfolio, self.allocate(budget)
        progress = best.effort / [lifecycle.frontier * project.stretch for project in self.projects]
        closest = int(progress.argmax())
        start = int(np.ceil(lifecycle.frontier * self.projects[closest].stretch))
        name = portfolio.names[closest]
        try:
            budget_to = budget_needed(portfolio, name, start)
        except ValueError:
            budget_to = None
        weight = weight_needed(portfolio, name, start, budget)
        grown = self.allocate(budget + HIRE)
        return Outlook(
            best,
            tuple(self.stages(best, lifecycle)),
            progress,
            budget_to,
            weight if np.isfinite(weight) else None,
            grown.effort - best.effort,
            grown.returns - best.returns,
            work_of(progress, lifecycle),
        )

    def table(self) -> str:
        """The projects as CSV, which `read_company` reads."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        for each in self.projects:
            cap = "" if each.cap is None else each.cap
            writer.writerow(
                [
                    each.name,
                    np.format_float_positional(each.importance, trim="-"),
                    each.difficulty,
                    each.shape,
                    each.floor,
                    cap,
                ]
            )
        return text.getvalue()


def read_company(path: Path | str) -> Company:
    """Read a company's projects from a CSV file, as spreadsheets of any country write it; see `effort.tables`.

    The first row names the columns: `project`, and any of the others of `COLUMNS`. An empty field stands for the
    default. What had to be assumed is given as a warning, `effort.tables.Assumed`.

    Raises:
        ValueError: whatever is wrong with the file; the message names the file, the row and the column
        OSError: the file cannot be read
    """
    table = read_file(path, COLUMNS, "project")
    report(table.file, table.notes)
    return _company_of(table)


def company_of(text: str, file: str = "table") -> Company:
    r"""Read a company's projects from the text of a CSV file; `file` is what the messages call it.

    >>> company_of("project,importance\nsearch,2\nads,1").allocate(60).effort
    array([40, 20])
    >>> company_of("project,importance\nsearch,lots")
    Traceback (most recent call last):
    ValueError: table, row 2, column importance: 'lots', expected a number of at least 0
    """
    table = read_table(text, COLUMNS, "project", file)
    report(table.file, table.notes)
    return _company_of(table)


class _Answers(TypedDict, total=False):
    """What a row says of a project besides its name: the kinds of `COLUMNS` see to the types."""

    importance: float
    difficulty: str
    shape: str
    floor: int
    cap: int


def _company_of(table: Table) -> Company:
    projects, seen = [], set()
    for row in table.rows:
        values = dict(row.values)
        place = f"{table.file}, row {row.line}, column"
        try:
            project = Project(str(values.pop("project")), **cast(_Answers, values))
        except ValueError as error:
            # Each of its messages begins with the name of the column.
            raise ValueError(f"{place} {error}") from None
        if project.name in seen:
            raise ValueError(f"{place} project: {quoted(project.name)} is there already, expected different names")
        seen.add(project.name)
        projects.append(project)
    return Company(tuple(projects))
