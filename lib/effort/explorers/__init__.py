"""Explorers: the book's live figures, as Jupyter widgets whose front ends also run in a page with no kernel.

The model stays in Python: each explorer sends its projects' curves as sampled values and unit gains, and the front end only
picks units and draws. An explorer's traits (`budget`, `weights`, ...) can be read and set while it is shown; `allocation` always
holds the optimum for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from typing import ClassVar

import anywidget
import numpy as np
import traitlets

from effort import figures
from effort.allocation import allocate
from effort.checks import reals, wholes
from effort.company import (
    DIFFICULTIES,
    HIRE,
    SHAPES,
    UNITS_PER_MONTH,
    WORDS,
    WORK,
    Company,
    Outlook,
    Project,
    company_of,
)
from effort.curves import Curve
from effort.dependence import Plan, Platform
from effort.examples import EXAMPLES, grocery_delivery
from effort.family import finite_families
from effort.growth import entry_budgets, phase_map
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.picture import Picture, style
from effort.portfolio import Portfolio

__all__ = [
    "AllocationExplorer",
    "CompanyExplorer",
    "Explorer",
    "FocusExplorer",
    "GrowthExplorer",
    "LifecycleExplorer",
    "OpeningExplorer",
    "PlatformExplorer",
]

LARGEST_BUDGET = 500
MAP_WEIGHTS = np.logspace(-0.5, 1.5, 81)
PRESETS = (
    {"name": "Start-up", "budget": 100, "weight": 1},
    {"name": "Grown company", "budget": 300, "weight": 1},
    {"name": "ML-first", "budget": 100, "weight": 10},
)


def source(name: str) -> str:
    """A module of the front ends without its imports and exports, to be joined with those it imports from."""
    text = files(__name__).joinpath(f"{name}.js").read_text("utf-8")
    text = re.sub(r'^import [^;]*? from "\./[a-z]+\.js";$', "", text, flags=re.MULTILINE)
    return re.sub(r"^export default .*$|^export ", "", text, flags=re.MULTILINE)


def shared_program() -> str:
    """What all front ends import."""
    return "\n".join(map(source, ("allocation", "fields", "controls", "drawing", "tables", "projects")))


def _joined(front_end: str) -> str:
    """A front end with what it imports, as the single module that a notebook can load."""
    return f"{shared_program()}\n{source(front_end)}\nexport default {{ render }};\n"


def style_sheet() -> str:
    """The style sheet of the explorers, with the colours of the pictures."""
    return style().replace(".picture", ":is(.picture, .explorer)") + files(__name__).joinpath("explorer.css").read_text(
        "utf-8"
    )


class Explorer(anywidget.AnyWidget):
    """What the explorers share: data for the front end, a name for the address, and a still picture.

    Attributes:
        data: what the front end draws with; made once, from Python's curves
    """

    data = traitlets.Dict().tag(sync=True)
    address: ClassVar[str]
    front_end: ClassVar[str]
    settings: ClassVar[tuple[str, ...]]
    _css = style_sheet()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self.settings)})"

    def still(self) -> Picture:
        """The explorer as a picture, for where nothing can be moved."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **kwargs):
        bundle, metadata = super()._repr_mimebundle_(**kwargs)
        picture = self.still()._repr_html_()
        bundle["text/html"] = (
            f'<div class="explorer-still" id="{self.address}" data-explorer="{type(self).__name__}" '
            f'data-model="{self.model_id}">{picture}</div>'
        )
        return bundle, metadata

    def _defaults(self) -> dict:
        return {name: getattr(self, name) for name in self.settings}


def _checked(check: Callable, name: str, value, **limits):
    """The library's own checks, as the error that a trait raises."""
    try:
        return check(name, value, **limits)
    except ValueError as error:
        raise traitlets.TraitError(str(error)) from None


class _PortfolioExplorer(Explorer):
    """An explorer of the allocation of one portfolio.

    Attributes:
        budget: whole units to give out
        allocation: shape (n,) as a list, the optimum for the present settings
    """

    budget = traitlets.Int(100, min=0, max=LARGEST_BUDGET).tag(sync=True)
    allocation = traitlets.List(traitlets.Int(), read_only=True)

    def __init__(self, portfolio: Portfolio | None = None, lifecycle: Lifecycle = LIFECYCLE, **settings):
        self.portfolio = grocery_delivery() if portfolio is None else portfolio
        self.lifecycle = lifecycle
        super().__init__(**settings)
        units = np.arange(LARGEST_BUDGET + 1)[:, None]
        shape = (len(units), len(self.portfolio))
        self.data = {
            "names": list(self.portfolio.names),
            "stages": _stages(lifecycle),
            "shown": int(figures.MOST_EFFORT),
            # Nine digits tell all gains of the book apart, and are half as long as the full number.
            "gains": _columns(np.broadcast_to(self.portfolio.curve.unit_gain(units[:-1]), (shape[0] - 1, shape[1])), 9),
            "values": _columns(np.broadcast_to(self.portfolio.curve.value(units), shape), 6),
            "weights": self.portfolio.weight.tolist(),
            "floors": self.portfolio.floor.tolist(),
            "caps": np.minimum(self.portfolio.cap, LARGEST_BUDGET).tolist(),
            "presets": list(PRESETS),
            "limits": {"budget": {"min": 0, "max": LARGEST_BUDGET, "step": 1}} | self._limits(),
            "defaults": self._defaults(),
        } | self._more_data()
        self.observe(self._allocate, names=[name for name in self.settings if self.has_trait(name)])
        self._allocate()

    def _limits(self) -> dict:
        return {}

    def _more_data(self) -> dict:
        return {}

    def current(self) -> Portfolio:
        """The portfolio with the present settings."""
        return self.portfolio

    def _allocate(self, change=None) -> None:
        self.set_trait("allocation", allocate(self.current(), self.budget).effort.tolist())

    def still(self) -> Picture:
        return figures.accuracy_curves(self.current(), allocate(self.current(), self.budget), self.lifecycle)


class _WeightExplorer(_PortfolioExplorer):
    """Adds the weight of the first project."""

    weight = traitlets.Float(1.0).tag(sync=True)
    settings = ("budget", "weight")

    @traitlets.validate("weight")
    def _valid_weight(self, proposal):
        return _checked(reals, "weight", proposal.value, at_least=0).item()

    def current(self) -> Portfolio:
        return self.portfolio.weighted(self.portfolio.names[0], self.weight)


class OpeningExplorer(_WeightExplorer):
    """The whole argument in one picture, with three companies as presets.

    >>> explorer = OpeningExplorer(weight=10)
    >>> explorer.allocation
    [83, 6, 5, 4, 2]
    >>> explorer
    OpeningExplorer(budget=100, weight=10.0)
    """

    address = "companies"
    front_end = "opening"
    _esm = _joined(front_end)

    def _limits(self) -> dict:
        return {"weight": {"min": 0, "max": 30, "step": 0.5}}

    def still(self) -> Picture:
        companies = {
            preset["name"]: allocate(
                self.portfolio.weighted(self.portfolio.names[0], preset["weight"]), preset["budget"]
            )
            for preset in PRESETS
        }
        titled = {f"{name}, {best.budget} units": best for name, best in companies.items()}
        return figures.allocation_strips(titled, self.lifecycle)


class FocusExplorer(_WeightExplorer):
    """Weight against budget on the map of how far the first project is pushed.

    >>> explorer = FocusExplorer()
    >>> explorer.budget = 300
    >>> explorer.allocation
    [95, 71, 56, 47, 31]
    """

    address = "map"
    front_end = "focus"
    _esm = _joined(front_end)

    def _limits(self) -> dict:
        return {"budget": {"min": 0, "max": 400, "step": 1}, "weight": {"min": 0.4, "max": 30, "step": 0.1}}

    def _more_data(self) -> dict:
        entry = entry_budgets(self._units(), self.lifecycle)
        return {"map": {"weights": _packed(MAP_WEIGHTS, 6), "entry": _columns(entry.T, 6)}}

    def _units(self) -> np.ndarray:
        return phase_map(self.portfolio, self.portfolio.names[0], MAP_WEIGHTS, 400)

    def still(self) -> Picture:
        companies = {preset["name"]: (preset["budget"], preset["weight"]) for preset in PRESETS}
        return figures.phase_regions(self._units(), MAP_WEIGHTS, companies, self.portfolio.names[0], self.lifecycle)


class GrowthExplorer(_PortfolioExplorer):
    """The budget from nothing to five hundred units, and the stages that the projects enter on the way.

    >>> GrowthExplorer(budget=251).allocation[0]
    80
    """

    address = "growth"
    settings = ("budget",)
    front_end = "growth"
    _esm = _joined(front_end)


class AllocationExplorer(_PortfolioExplorer):
    """The one-unit-at-a-time rule: step it, change budget, weights and floors, or try to beat it by hand.

    Attributes:
        weights: shape (n,) as a list, what a point is worth in each project
        floors: shape (n,) as a list, whole units that each project gets in any case
        by_hand: whether the reader places the dots
        hand: shape (n,) as a list, where the reader has placed them

    >>> explorer = AllocationExplorer()
    >>> explorer.floors = [0, 0, 0, 30, 0]
    >>> explorer.allocation
    [26, 20, 15, 30, 9]
    """

    address = "allocation"
    settings = ("budget", "weights", "floors")
    weights = traitlets.List(traitlets.Float()).tag(sync=True)
    floors = traitlets.List(traitlets.Int()).tag(sync=True)
    by_hand = traitlets.Bool(False).tag(sync=True)
    hand = traitlets.List(traitlets.Int()).tag(sync=True)
    front_end = "spread"
    _esm = _joined(front_end)

    @traitlets.default("weights")
    def _default_weights(self):
        return self.portfolio.weight.tolist()

    @traitlets.default("floors")
    def _default_floors(self):
        return self.portfolio.floor.tolist()

    @traitlets.default("hand")
    def _default_hand(self):
        return self.portfolio.floor.tolist()

    @traitlets.validate("weights")
    def _valid_weights(self, proposal):
        return self._one_for_each("weights", _checked(reals, "weights", proposal.value, at_least=0))

    @traitlets.validate("hand")
    def _valid_hand(self, proposal):
        hand = self._one_for_each("hand", _checked(wholes, "hand", proposal.value))
        if not self._fits(hand):
            raise traitlets.TraitError(
                f"hand is {hand}, expected at least the floors, {self.floors}, and in sum at most the budget, {self.budget}"
            )
        return hand

    def _fits(self, hand: list[int]) -> bool:
        return sum(hand) <= self.budget and all(map(int.__ge__, hand, self.floors))

    @traitlets.observe("budget", "floors")
    def _take_back(self, change) -> None:
        """What was placed by hand and no longer fits is taken back, as in the front end."""
        if not self._fits(self.hand):
            self.hand = list(self.floors)

    @traitlets.validate("floors")
    def _valid_floors(self, proposal):
        floors = self._one_for_each("floors", _checked(wholes, "floors", proposal.value))
        self._refuse_floors_above_budget(floors, self.budget)
        return floors

    @traitlets.validate("budget")
    def _valid_budget(self, proposal):
        self._refuse_floors_above_budget(self.floors, proposal.value)
        return proposal.value

    @staticmethod
    def _refuse_floors_above_budget(floors: list[int], budget: int) -> None:
        if sum(floors) > budget:
            raise traitlets.TraitError(f"floors add up to {sum(floors)}, expected at most the budget, {budget}")

    def _one_for_each(self, name: str, values: np.ndarray) -> list:
        if values.shape != (len(self.portfolio),):
            raise traitlets.TraitError(f"{name} has {values.size} numbers, expected {len(self.portfolio)}")
        return values.tolist()

    def _limits(self) -> dict:
        n = len(self.portfolio)
        return {
            "weights": {"min": 0, "max": 20, "step": 0.5, "length": n},
            "floors": {"min": 0, "max": 100, "step": 1, "length": n},
        }

    def current(self) -> Portfolio:
        return replace(self.portfolio, weight=self.weights, floor=self.floors)


class LifecycleExplorer(Explorer):
    """One curve: choose its family, scale and steepness, and see what a unit gains in each stage.

    Attributes:
        family: the name of a family of curves
        scale: percentage points at the reference effort
        steepness: how many times faster than the reference curve
        gains: the gain of one more unit at the start of each stage, from the first baseline on

    >>> explorer = LifecycleExplorer()
    >>> explorer.steepness = 2
    >>> [round(gain, 2) for gain in explorer.gains]
    [8.68, 1.69, 0.71, 0.41, 0.18]
    """

    address = "lifecycle"
    settings = ("family", "scale", "steepness")
    FAMILIES: ClassVar[dict[str, Curve]] = {name: family.example() for name, family in finite_families().items()}
    NAMES: ClassVar[dict[str, str]] = {name: family.label for name, family in finite_families().items()}
    family = traitlets.Enum(list(FAMILIES), "log1p").tag(sync=True)
    scale = traitlets.Float(75.0).tag(sync=True)
    steepness = traitlets.Float(1.0, max=4).tag(sync=True)  # the samples reach no further
    gains = traitlets.List(traitlets.Float(), read_only=True)
    front_end = "lifecycle"
    _esm = _joined(front_end)

    @traitlets.validate("scale", "steepness")
    def _valid_stretch(self, proposal):
        return _checked(reals, proposal.trait.name, proposal.value, above=0).item()

    def __init__(self, lifecycle: Lifecycle = LIFECYCLE, **settings):
        self.lifecycle = lifecycle
        super().__init__(**settings)
        x = 500 * np.linspace(0, 1, 401) ** 2.5
        self.data = {
            "stages": _stages(lifecycle),
            "shown": int(figures.MOST_EFFORT),
            # As a list: a notebook's file keeps a list's order, not a dictionary's.
            "families": [list(pair) for pair in self.NAMES.items()],
            "curves": {name: {"x": _packed(x, 6), "y": _packed(c.value(x), 7)} for name, c in self.FAMILIES.items()},
            "limits": {
                "family": {"options": list(self.FAMILIES)},
                "scale": {"min": 10, "max": 100, "step": 1},
                "steepness": {"min": 0.2, "max": 4, "step": 0.1},
            },
            "defaults": self._defaults(),
        }
        self.observe(self._measure, names=list(self.settings))
        self._measure()

    def _measure(self, change=None) -> None:
        accuracy, starts = self._scaled(self.FAMILIES[self.family]), self.lifecycle.starts[1:]
        self.set_trait("gains", (accuracy(starts + 1) - accuracy(starts)).tolist())

    def still(self) -> Picture:
        curves = {name: self._scaled(curve) for name, curve in self.FAMILIES.items()}
        return figures.curve_comparison(curves, figures.MOST_EFFORT)

    def _scaled(self, curve: Curve) -> Callable:
        return lambda effort: self.scale * curve.value(self.steepness * effort)


class CompanyExplorer(Explorer):
    """A company of the reader's own: projects in words, as the text of a CSV file, and what follows for them.

    Attributes:
        projects: the projects, as the text of a CSV file
        months: what all of them share, in person-months
        allocation: shape (n,) as a list, the optimum for them

    >>> from effort.company import Company, Project
    >>> explorer = CompanyExplorer(months=15)
    >>> explorer.projects = Company([Project("search", importance=2), Project("ads", floor=10)]).table()
    >>> explorer.allocation
    [40, 20]
    >>> explorer.outlook.stages
    ('deep learning', 'basic feature engineering')
    """

    address = "company"
    front_end = "company"
    settings = ("projects", "months")
    # Twice what the frontier of the hardest takes: further out the curves are not meant to say anything.
    MOST_UNITS: ClassVar[int] = 640
    MOST_PROJECTS: ClassVar[int] = 2000
    MOST_MONTHS: ClassVar[int] = 1000
    QUESTIONS: ClassVar[dict[str, str]] = {
        "easy": "easy: a known recipe does it",
        "ordinary": "ordinary: known methods, own data",
        "hard": "hard: known methods fall short",
        "very hard": "very hard: nobody does it well",
        "keeps rising": "keeps rising: there is always more to gain",
        "levels off": "levels off: good is as good as it gets",
    }
    projects = traitlets.Unicode(EXAMPLES["Start-up"][0].table()).tag(sync=True)
    months = traitlets.Int(EXAMPLES["Start-up"][1], min=0, max=MOST_MONTHS).tag(sync=True)
    allocation = traitlets.List(traitlets.Int(), read_only=True)
    _esm = _joined(front_end)

    def __init__(self, lifecycle: Lifecycle = LIFECYCLE, **settings):
        self.lifecycle = lifecycle
        super().__init__(**settings)
        units = np.arange(self.MOST_UNITS + 1)
        curves = [
            Project("any", difficulty=difficulty, shape=shape).curve(lifecycle)
            for shape in SHAPES
            for difficulty in DIFFICULTIES
        ]
        self.data = {
            "stages": _stages(lifecycle),
            "shown": int(figures.MOST_EFFORT),
            "difficulties": [[name, self.QUESTIONS[name], times] for name, times in DIFFICULTIES.items()],
            "shapes": [[name, self.QUESTIONS[name]] for name in SHAPES],
            "gains": [_packed(curve.unit_gain(units[:-1]), 9) for curve in curves],
            "values": [_packed(curve.value(units), 4) for curve in curves],
            "most": self.MOST_UNITS,
            "mostProjects": self.MOST_PROJECTS,
            "unitsPerMonth": UNITS_PER_MONTH,
            "hire": HIRE,
            "words": WORDS,
            "work": {name: list(texts) for name, texts in WORK.items()},
            "examples": [
                {"name": name, "projects": company.table(), "months": months}
                for name, (company, months) in EXAMPLES.items()
            ],
            "limits": {
                # Longer addresses are cut by some of the programs that people send them with.
                "projects": {"text": 6000},
                "months": {"min": 0, "max": self.MOST_MONTHS, "usual": 240, "step": 1},
            },
            "defaults": self._defaults(),
        }
        self.observe(self._allocate, names=list(self.settings))
        self._allocate()

    @property
    def company(self) -> Company:
        """The projects, none with more units than the page can draw."""
        return self._company(self.projects)

    @property
    def outlook(self) -> Outlook:
        """What follows for the company."""
        return self.company.outlook(self.months * UNITS_PER_MONTH, self.lifecycle)

    def _company(self, table: str) -> Company:
        company = company_of(table, "projects")
        if len(company.projects) > self.MOST_PROJECTS:
            raise ValueError(f"projects has {len(company.projects)} projects, expected at most {self.MOST_PROJECTS}")
        return company.capped(self.MOST_UNITS)

    @traitlets.validate("projects", "months")
    def _valid(self, proposal):
        settings = {name: getattr(self, name) for name in self.settings} | {proposal.trait.name: proposal.value}
        try:
            floors = sum(each.floor for each in self._company(settings["projects"]).projects)
        except ValueError as error:
            raise traitlets.TraitError(str(error)) from None
        if floors > (budget := settings["months"] * UNITS_PER_MONTH):
            raise traitlets.TraitError(f"floors add up to {floors} units, expected at most the budget, {budget}")
        return proposal.value

    def _allocate(self, change=None) -> None:
        self.set_trait("allocation", self.outlook.allocation.effort.tolist())

    def still(self) -> Picture:
        outlook = self.outlook
        return figures.effort_bars(outlook.allocation.portfolio.names, outlook.allocation.effort, outlook.stages)


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
    front_end = "platform"
    settings = ("budget", "built")
    BUDGETS: ClassVar[tuple[int, ...]] = (50, 100, 150, 200)
    budget = traitlets.Int(100).tag(sync=True)
    built = traitlets.Int(0, min=0).tag(sync=True)
    allocation = traitlets.List(traitlets.Int(), read_only=True)
    _esm = _joined(front_end)

    def __init__(self, model: Platform | None = None, lifecycle: Lifecycle = LIFECYCLE, **settings):
        self.platform = Platform(grocery_delivery()) if model is None else model
        self.lifecycle = lifecycle
        self._plans = {budget: self._worked_out(budget) for budget in self.BUDGETS}
        super().__init__(**settings)
        self.data = {
            "names": list(self.platform.portfolio.names),
            "stages": _stages(lifecycle),
            "shown": int(figures.MOST_EFFORT),
            "budgets": list(self.BUDGETS),
            "multiplier": _packed(self.platform.multiplier(np.arange(self.BUDGETS[-1] + 1)), 6),
            "plans": [
                {
                    "returns": _packed(np.array([plan.returns for plan in plans]), 9),
                    "units": _columns(np.array([plan.effort for plan in plans]), 6),
                }
                for plans in self._plans.values()
            ],
            "limits": {
                "budget": {"min": self.BUDGETS[0], "max": self.BUDGETS[-1], "step": self.BUDGETS[0]},
                "built": {"min": 0, "max": self.BUDGETS[-1], "step": 1},
            },
            "defaults": self._defaults(),
        }
        self.observe(self._allocate, names=list(self.settings))
        self._allocate()

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

    def _allocate(self, change=None) -> None:
        self.set_trait("allocation", self.plan.effort.tolist())

    def still(self) -> Picture:
        returns = np.array([plan.returns for plan in self._plans[self.budget]])
        best = int(returns.argmax())
        marks = {f"best: {best}": (best, returns[best])}
        return figures.lines(np.arange(returns.size), {"": returns}, "units that build the platform", "returns", marks)


def _stages(lifecycle: Lifecycle) -> list[dict]:
    return [{"name": n, "start": float(s)} for n, s in zip(lifecycle.names, lifecycle.starts, strict=True)]


def _packed(array: np.ndarray, digits: int) -> dict[str, str]:
    """Numbers with so many digits in one string, a tenth as many lines in a notebook as a list; see `unpack`."""
    return {"numbers": " ".join(f"{number:.{digits}g}" for number in array)}


def _columns(array: np.ndarray, digits: int) -> list[dict[str, str]]:
    return [_packed(column, digits) for column in array.T]
