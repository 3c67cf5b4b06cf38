"""A reader's own company: projects described by answers that a person can give, and what follows for them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any, TypedDict, cast

import numpy as np

from effort.ahead import Ahead
from effort.allocation import Allocation, allocate, allocate_at_cost
from effort.checks import LARGEST_WHOLE
from effort.curves import Mixed
from effort.fields import quoted
from effort.growth import budget_needed, weight_needed
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.moves import Moves, moves_to_best
from effort.outlook import HIRE, WORDS, WORK, Outlook, work_of
from effort.portfolio import Portfolio
from effort.project import AGEING, COLUMNS, DIFFICULTIES, OPTIONS, SHAPES, Project, curve_of
from effort.tables import Table, read_file, read_table, report

__all__ = [
    "AGEING",
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
            curve_of(shape, np.array([project.stretch for project in run]))
            for shape, run in groupby(each, key=lambda project: project.shape)
        ]
        curve = parts[0] if len(parts) == 1 else Mixed(parts)
        if any(project.bought for project in each):
            curve = Ahead(curve, [project.start for project in each], [project.part for project in each])
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

    def worth(self, cost: float) -> Allocation:
        """The budget that is worth it if a unit must earn `cost` points, and its best use.

        Args:
            cost: in weighted percentage points, above 0

        >>> Company([Project("search", importance=2), Project("ads")]).worth(0.5).effort
        array([50, 25])
        """
        return allocate_at_cost(self.portfolio, cost)

    def stages(self, allocation: Allocation, lifecycle: Lifecycle = LIFECYCLE) -> list[str]:
        """The stage of each project; a hard one reaches each stage with more effort, a bought one begins further on."""
        return [lifecycle.names[i] for i in lifecycle.stage(self.along(allocation.effort))]

    def along(self, effort: np.ndarray, worked: bool = False) -> np.ndarray:
        """How far the projects are with so many units, on the scale of an ordinary one that is built; shape (n,).

        Args:
            effort: shape (n,), units
            worked: whether only what the company itself works on counts: a model that is bought and left as it is, or
                that nobody here can change, is somebody else's work

        >>> company = Company((Project("speech", difficulty="hard", bought=60, adapt=1), Project("search", bought=60)))
        >>> company.along(np.array([20, 0])), company.along(np.array([20, 0]), worked=True)
        (array([40., 60.]), array([40.,  0.]))
        """
        start, stretch, part = np.array([[each.start, each.stretch, each.part] for each in self.projects]).T
        along = (start + effort) / stretch
        return np.where((np.asarray(effort) > 0) & (part > 0), along, 0.0) if worked else along

    def capped(self, most: int) -> Company:
        """The same projects, none of which comes further than so many units of own work would bring it."""
        projects = []
        for each in self.projects:
            cap = max(most - each.start, 0)
            projects.append(replace(each, cap=cap if each.cap is None else min(each.cap, cap)))
        return Company(projects)

    def built(self) -> Company:
        """The same projects, with nothing bought."""
        return Company([replace(each, bought=None) for each in self.projects])

    @property
    def today(self) -> np.ndarray | None:
        """Shape (n,), the units that each project gets as things are; None if no project says so.

        Where only some projects say so, the others get nothing today.
        """
        if all(each.today is None for each in self.projects):
            return None
        return np.array([each.today or 0 for each in self.projects], dtype=np.int64)

    def within(self, leeway: int | None) -> Company:
        """The same projects, none of which gets more than `leeway` units more or less than today, but for its floor.

        Nothing changes without a leeway, or where nobody says what is spent today.

        >>> near = Company([Project("search", importance=2, today=20), Project("ads", today=40)]).within(10)
        >>> near.allocate(60).effort
        array([30, 30])
        """
        today = self.today
        if leeway is None or today is None:
            return self
        projects = []
        for each, now in zip(self.projects, today.tolist(), strict=True):
            floor, most = max(each.floor, now - leeway), now + leeway
            cap = most if each.cap is None else min(each.cap, most)
            # A cap below today's units is reached as far as the leeway lets it.
            projects.append(replace(each, floor=floor, cap=max(floor, cap)))
        return Company(projects)

    def moves(self) -> Moves | None:
        """What moving today's units to where they earn the most would gain; None if nobody says what is spent today.

        >>> company = Company([Project("search", importance=2, today=20), Project("ads", today=40)])
        >>> print(company.moves().in_words()["moves"])
        The moves that gain most: 20 months from ads to search: +8.5 points.
        """
        return None if self.today is None else moves_to_best(self.portfolio, self.today)

    def outlook(self, budget: int, lifecycle: Lifecycle = LIFECYCLE) -> Outlook:
        """What follows from the best use of a budget; raises what `effort.allocate` does.

        >>> company = Company((Project("route planning", importance=3), Project("parts of speech", difficulty="hard")))
        >>> for sentence in company.outlook(100).in_words().values():
        ...     print(sentence)  # doctest: +ELLIPSIS
        Closest to the research frontier: route planning, with 95 % of the effort that takes. It would get there with...
        """
        portfolio, best = self.portfolio, self.allocate(budget)
        progress = self.along(best.effort, worked=True) / lifecycle.frontier
        closest = int(progress.argmax())
        furthest = self.projects[closest]
        start = max(int(np.ceil(lifecycle.frontier * furthest.stretch)) - furthest.start, 0)
        name = portfolio.names[closest]
        try:
            budget_to = budget_needed(portfolio, name, start) if furthest.part else None
        except ValueError:
            budget_to = None
        weight = weight_needed(portfolio, name, start, budget) if furthest.part else np.inf
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
            best.returns - self.built().allocate(budget).returns
            if any(each.bought for each in self.projects)
            else None,
        )

    def rows(self) -> list[dict[str, Any]]:
        """The projects as plain dicts by the names of the columns, for `company_of`; without what need not be said.

        >>> Company([Project("search", importance=2)]).rows()
        [{'project': 'search', 'importance': 2, 'difficulty': 'ordinary', 'shape': 'keeps rising', 'floor': 0}]
        """
        usual = Project("any")
        rows = (
            {"project": each.name} | {c: getattr(each, c) for c in COLUMNS if c != "project"} for each in self.projects
        )
        return [
            {
                column: value
                for column, value in row.items()
                if value is not None and not (column in OPTIONS and value == getattr(usual, column))
            }
            for row in rows
        ]

    def table(self) -> str:
        """The projects as CSV, which `read_company` reads; without the columns of options that no project has."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        rows = self.rows()
        columns = [column for column in COLUMNS if column not in OPTIONS or any(column in row for row in rows)]
        writer.writerow(columns)
        for row in rows:
            for column in {"importance", "adapt"} & row.keys():
                row[column] = np.format_float_positional(row[column], trim="-")
            writer.writerow([row.get(column, "") for column in columns])
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


def company_of(source: str | Sequence[Mapping[str, Any]], file: str = "table") -> Company:
    r"""Read a company's projects from the text of a CSV file, or from a dict for each project.

    Args:
        source: the text, or dicts with the names of the columns for keys, of which only `project` is needed
        file: what the messages call it

    Raises:
        ValueError: whatever is wrong with it; the message names the row, or the project's number, and the column

    >>> company_of("project,importance\nsearch,2\nads,1").allocate(60).effort
    array([40, 20])
    >>> company_of([{"project": "search", "importance": 2}, {"project": "ads"}]).allocate(60).effort
    array([40, 20])
    >>> company_of("project,importance\nsearch,lots")
    Traceback (most recent call last):
    ValueError: table, row 2, column importance: 'lots', expected a number of at least 0
    """
    if not isinstance(source, str):
        return _company(
            (f"{file}, project {i}, column", _checked(row, f"{file}, project {i}")) for i, row in enumerate(source, 1)
        )
    table = read_table(source, COLUMNS, "project", file)
    report(table.file, table.notes)
    return _company_of(table)


class _Answers(TypedDict, total=False):
    """What a row says of a project besides its name: the kinds of `COLUMNS` see to the types."""

    importance: float
    difficulty: str
    shape: str
    floor: int
    cap: int
    today: int
    ageing: str
    bought: int
    adapt: float


def _checked(row: Mapping[str, Any], place: str) -> dict[str, Any]:
    """A project's dict, once its keys are names of columns, and its values what these hold."""
    values = {column: value for column, value in row.items() if value is not None}
    for column, value in values.items():
        if column not in COLUMNS:
            raise ValueError(f"{place}: {quoted(str(column))} is none of {', '.join(COLUMNS)}")
        about = COLUMNS[column]
        texts = about.kind in ("name", "word")
        if isinstance(value, bool) or not isinstance(value, str if texts else int | float):
            wanted = "a text" if texts else about.wanted
            raise ValueError(f"{place}, column {column}: {quoted(str(value))}, expected {wanted}")
        if about.kind == "whole" and isinstance(value, float) and value % 1 == 0:
            values[column] = int(value)  # as JSON may have it
    if "project" not in values:
        raise ValueError(f"{place}: there is no 'project', expected the name of each")
    return values


def _company_of(table: Table) -> Company:
    return _company((f"{table.file}, row {row.line}, column", row.values) for row in table.rows)


def _company(rows: Iterable[tuple[str, Mapping[str, Any]]]) -> Company:
    """The company of these values, each with the place that a message about them begins with."""
    projects, seen = [], set()
    for place, given in rows:
        values = dict(given)
        try:
            project = Project(str(values.pop("project")), **cast(_Answers, values))
        except ValueError as error:
            # Each of its messages begins with the name of the column.
            raise ValueError(f"{place} {error}") from None
        if project.name in seen:
            raise ValueError(f"{place} project: {quoted(project.name)} is there already, expected different names")
        seen.add(project.name)
        projects.append(project)
    return Company(projects)
