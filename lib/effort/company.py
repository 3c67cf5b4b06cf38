"""A reader's own company: projects described in words that a person can answer, read from a table, and what follows for it."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path

import numpy as np

from effort.allocation import Allocation, allocate
from effort.checks import LARGEST_WHOLE, reals
from effort.curves import Curve, Log1p, Mixed, Saturation
from effort.growth import budget_needed, weight_needed
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.portfolio import Portfolio
from effort.units import SMALLEST_GAIN

__all__ = [
    "COLUMNS",
    "DIFFICULTIES",
    "EXAMPLES",
    "SHAPES",
    "UNITS_PER_MONTH",
    "Company",
    "Outlook",
    "Project",
    "company_of",
    "read_company",
]

DIFFICULTIES = {"easy": 0.5, "ordinary": 1.0, "hard": 2.0, "very hard": 4.0}
"""How many times the effort of an ordinary project each stage takes: a harder problem stretches the scale of effort."""
SHAPES = ("keeps rising", "levels off")
"""Beyond the frontier: every doubling of effort brings as much as the one before, or hardly anything is left to gain."""
COLUMNS = ("project", "importance", "difficulty", "shape", "floor", "cap")
UNITS_PER_MONTH = 4
"""A person-month, in units of a person-week."""
HIRE = 12 * UNITS_PER_MONTH
LARGEST_FILE, LONGEST_NAME = 10_000_000, 200
# A name that begins with one of these is a formula to a spreadsheet, which would run it.
FORMULAS = "=+-@"
# The rate is that of the running example's first project. The scale keeps an easy one with 13 person-years below 100 points; as
# all have the same, it changes no allocation.
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
        name = self.name
        if not name or name != name.strip() or len(name) > LONGEST_NAME or any(map(_invisible, name)):
            raise ValueError(f"project is {name[:40]!r}, expected a name of 1 to {LONGEST_NAME} visible characters")
        if name[0] in FORMULAS:
            raise ValueError(f"project is {name[:40]!r}, expected a name that does not begin with {' '.join(FORMULAS)}")
        reals("importance", self.importance, at_least=0)
        for what, value, known in (
            ("difficulty", self.difficulty, DIFFICULTIES),
            ("shape", self.shape, SHAPES),
        ):
            if value not in known:
                raise ValueError(f"{what} is {value[:40]!r}, expected one of {', '.join(known)}")
        for what, value in (("floor", self.floor), ("cap", self.cap)):
            if value is not None and not (isinstance(value, int) and 0 <= value <= LARGEST_WHOLE):
                raise ValueError(f"{what} is {value!r}, expected a whole number from 0 to 2**53")
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


def _invisible(letter: str) -> bool:
    """Control characters and the like, which could play tricks in a terminal or a page."""
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


@dataclass(frozen=True)
class Company:
    """Projects that share one budget.

    >>> company = Company((Project("route planning", importance=3), Project("parts of speech", difficulty="hard")))
    >>> best = company.allocate(120)
    >>> best.effort, company.stages(best)
    (array([91, 29]), ['SotA research', 'first ML model (V1)'])
    """

    projects: tuple[Project, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "projects", tuple(self.projects))
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

    def frontier_budget(self, lifecycle: Lifecycle = LIFECYCLE) -> int | None:
        """The budget at which the project that gets there first reaches the frontier; None if none ever does.

        >>> Company((Project("a"), Project("b", importance=2))).frontier_budget()
        120
        """
        portfolio = self.portfolio
        starts = np.array([int(np.ceil(lifecycle.frontier * project.stretch)) for project in self.projects])
        # The price falls as the budget grows, so the first to get there is the one whose last unit on the way gains most.
        last_gain = np.where(starts <= portfolio.floor, np.inf, portfolio.unit_gain(starts - 1))
        last_gain[(starts > portfolio.cap) | (last_gain < SMALLEST_GAIN)] = 0.0
        first = int(last_gain.argmax())
        return budget_needed(portfolio, portfolio.names[first], int(starts[first])) if last_gain[first] > 0 else None

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
            _work(progress, lifecycle),
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


# The page fills in the same sentences.
WORDS = {
    "nothing": "Nothing is started yet.",
    "there": "At the research frontier: {names}.",
    "closest": "Closest to the research frontier: {name}, with {share} % of the effort that takes.",
    "budget": "It would get there with {months} person-months in all",
    "never": "No budget brings it there",
    "importance": ", or with today's budget at an importance of {importance}.",
    "no importance": "; with today's budget no importance would do.",
    "hire": "Another person for a year ({hire} weeks) is worth {worth} points: {parts}.",
    "no hire": "Another person would gain nothing here.",
    "part": "{units} weeks to {name}",
    "others": "{units} to others",
}
WORK = {
    "breadth": (
        "Expect breadth: baselines, data, features, and models that ship soon and then rest. Nobody here is paid to go further, and "
        "that is the best use of the effort.",
        "When did you last decide to stop improving a model, and why? What would you start with two more people?",
    ),
    "depth": (
        "Expect depth in a project or two, with deep learning where it pays, and breadth beside it. Research is in sight, not in the "
        "plan.",
        "What happens to the product if the best model gets a point worse? How much of the team works on it, and is that growing?",
    ),
    "frontier": (
        "Expect research engineering: somebody here works where no recipe is left, and it is the best use of their time.",
        "Who works on the top model, and what did the last three months of it gain? Would the product exist without it?",
    ),
}
"""For a company whose furthest project is so far: what work to expect there, and what to ask in an interview."""


def _work(progress: np.ndarray, lifecycle: Lifecycle) -> str:
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
        progress: shape (n,), the effort of each, as a share of what its frontier takes
        budget_needed: units that bring the project with the most progress to the frontier; None if nothing does
        importance_needed: above this it gets there with today's budget; None if it can't
        hire: shape (n,), where the units of one more person for a year go
        hire_worth: what they gain, in weighted percentage points
        work: "breadth", "depth" or "frontier", by the stage of the furthest project
    """

    allocation: Allocation
    stages: tuple[str, ...]
    progress: np.ndarray
    budget_needed: int | None
    importance_needed: float | None
    hire: np.ndarray
    hire_worth: float
    work: str

    def in_words(self) -> dict[str, str]:
        """The answers as sentences: how far it is to the frontier, what the next hire is worth, what to expect, what to ask."""
        expect, ask = WORK[self.work]
        return {"frontier": self._frontier(), "hire": self._hire(), "expect": expect, "ask": ask}

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
            sentence += f" {WORDS['budget'].format(months=-(-self.budget_needed // UNITS_PER_MONTH))}"
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


def read_company(path: Path | str) -> Company:
    """Read a company's projects from a CSV file.

    The first row names the columns: `project`, and any of the others of `COLUMNS`. An empty field stands for the default.

    Raises:
        ValueError: whatever is wrong with the file; the message names the file, the row and the column
        OSError: the file cannot be read
    """
    path = Path(path)
    if (size := path.stat().st_size) > LARGEST_FILE:
        raise ValueError(f"{path.name} has {size} bytes, expected at most {LARGEST_FILE}")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name}: byte {error.start} is not UTF-8, expected a CSV file in UTF-8") from None
    return company_of(text, path.name)


def company_of(text: str, file: str = "table") -> Company:
    """Read a company's projects from the text of a CSV file; `file` is what the messages call it.

    >>> company_of("project,importance\\nsearch,2\\nads,1").allocate(60).effort
    array([40, 20])
    >>> company_of("project,importance\\nsearch,lots")
    Traceback (most recent call last):
    ValueError: table, row 2, column importance: 'lots', expected a number of at least 0
    """
    # Spreadsheets of many countries write semicolons, as the comma is in their numbers.
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        return _company_of(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), file)
    except csv.Error as error:
        raise ValueError(f"{file}: {error}, expected a CSV file") from None


def _company_of(reader, file: str) -> Company:
    """The company in the rows of a `csv.reader`."""
    header = [name.strip().lower() for name in next(reader, [])]
    for name in header:
        if name not in COLUMNS or header.count(name) > 1:
            raise ValueError(f"{file}, row 1: column {name[:40]!r}, expected each of {', '.join(COLUMNS)} at most once")
    if "project" not in header:
        raise ValueError(f"{file}, row 1: there is no column 'project', expected the names of the projects in one")
    projects, seen = [], set()
    for row in reader:
        if not any(field.strip() for field in row):
            continue
        place = f"{file}, row {reader.line_num}"
        if len(row) != len(header):
            raise ValueError(f"{place}: {len(row)} fields, expected {len(header)} as in row 1")
        fields = {name: field.strip() for name, field in zip(header, row, strict=True) if field.strip()}
        project = _project_of(fields, place)
        if project.name in seen:
            raise ValueError(f"{place}, column project: {project.name!r} is there already, expected different names")
        seen.add(project.name)
        projects.append(project)
    if not projects:
        raise ValueError(f"{file} has no project, expected one in each row after the first")
    return Company(tuple(projects))


def _project_of(fields: dict[str, str], place: str) -> Project:
    values: dict[str, object] = {"name": fields.get("project", "")}
    for column, kind, wanted in (
        ("importance", float, "a number of at least 0"),
        ("floor", int, "a whole number from 0"),
        ("cap", int, "a whole number from 0, or nothing"),
    ):
        if column in fields:
            try:
                values[column] = kind(fields[column].replace(",", ".") if kind is float else fields[column])
            except ValueError:
                raise ValueError(f"{place}, column {column}: {fields[column][:40]!r}, expected {wanted}") from None
    for column in ("difficulty", "shape"):
        if column in fields:
            values[column] = fields[column].lower()
    try:
        return Project(**values)
    except ValueError as error:
        # Each of its messages begins with the name of the column.
        raise ValueError(f"{place}, column {error}") from None


def _example(months: int, *projects: tuple) -> tuple[Company, int]:
    return Company([Project(*each) for each in projects]), months


_GROCERIES = (
    ("dynamic pricing", 3),
    ("dispatching", 2.25),
    ("onboarding vision", 1.75),
    ("recommendations", 1.5),
    ("menu images", 1),
)
EXAMPLES: dict[str, tuple[Company, int]] = {
    "Start-up": _example(25, *_GROCERIES),
    "Scale-up": _example(75, *_GROCERIES),
    "Big tech": _example(
        600,
        ("search ranking", 8, "hard"),
        ("feed recommendations", 7, "hard"),
        ("advertising", 6),
        ("translation", 3, "very hard"),
        ("speech recognition", 3, "hard"),
        ("photo search", 2),
        ("spam and abuse", 2, "ordinary", "keeps rising", 30),
        ("maps and arrival times", 2),
        ("capacity forecasts", 1, "easy"),
        ("support answers", 1, "easy"),
    ),
    "Sidewalk robots": _example(
        60,
        ("perception", 12, "hard"),
        ("arrival times", 1.5),
        ("route planning", 1.5),
        ("demand forecasts", 1, "easy"),
    ),
    "OCR service": _example(
        40,
        ("text recognition", 12),
        ("page layout", 3),
        ("document types", 1, "easy"),
        ("language detection", 0.5, "easy", "levels off"),
    ),
    "Foundation model": _example(
        120,
        ("the model itself", 30, "very hard"),
        ("evaluation", 3),
        ("safety filters", 3, "ordinary", "keeps rising", 20),
        ("usage forecasts", 0.5, "easy"),
    ),
}
"""Companies to begin with, each with its effort in person-months. The numbers are this book's, not measurements."""
