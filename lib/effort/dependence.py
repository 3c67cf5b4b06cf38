"""Projects that depend on each other: shared platform work, spill-over, and prerequisites.

In each model one decision is shared: how far to build the platform, how much to give to the project that others learn from, which
prerequisites to pay for. Once it is made, the projects are independent again, and `allocate` is exact for them. So the
optimum is the best over the few possible shared decisions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import ClassVar

import numpy as np

from effort.allocation import allocate, greedy
from effort.checks import reals, wholes
from effort.curves import Polyline
from effort.portfolio import Portfolio, weigh
from effort.units import SMALLEST_GAIN

__all__ = ["Dependence", "Plan", "Platform", "Prerequisites", "SpillOver", "allocate_dependent", "one_unit_at_a_time"]


class Dependence:
    """What the models share.

    Attributes:
        portfolio: the n projects as they would be alone
        shared: names of the k kinds of work that are no project
    """

    portfolio: Portfolio
    shared: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What units can be given to: the projects, then the shared work."""
        return self.portfolio.names + self.shared

    def returns(self, units) -> np.ndarray:
        """The company's returns, for units of shape (..., n + k): shape (...)."""
        raise NotImplementedError

    def decisions(self, budget: int) -> Iterator[tuple[np.ndarray, Portfolio]]:
        """Every shared decision: the units of shared work, shape (k,), and the projects as they then are, independent."""
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class Platform(Dependence):
    """Shared work that makes all project work more effective: with s units of it, a unit counts as m(s) units.

    m(s) = 1 + boost s / (s + half).

    Args:
        portfolio: the projects
        boost: how much more a unit counts at most; 1 doubles it
        half: units of platform work that bring half of that

    >>> from effort import grocery_delivery
    >>> model = Platform(grocery_delivery(), boost=1.0, half=10.0)
    >>> allocate_dependent(model, 100)["platform"]
    13
    """

    portfolio: Portfolio
    boost: float = 1.0
    half: float = 10.0
    shared: ClassVar[tuple[str, ...]] = ("platform",)

    def __post_init__(self) -> None:
        reals("boost", self.boost, at_least=0)
        reals("half", self.half, above=0)

    def multiplier(self, s) -> np.ndarray:
        """m(s), shape of `s`."""
        s = np.asarray(s, dtype=float)
        return 1 + self.boost * s / (s + self.half)

    def returns(self, units) -> np.ndarray:
        units = np.asarray(units)
        return self.portfolio.returns(units[..., :-1] * self.multiplier(units[..., -1:]))

    def decisions(self, budget: int) -> Iterator[tuple[np.ndarray, Portfolio]]:
        units = np.arange(budget + 1)[:, None]
        for s in range(budget - int(self.portfolio.floor.sum()) + 1):
            yield np.array([s]), self.portfolio.with_(curve=_sampled(self.portfolio, units * self.multiplier(s)))


@dataclass(frozen=True, eq=False)
class SpillOver(Dependence):
    """One project from which others learn: a part of every unit spent on it counts for them as well.

    Args:
        portfolio: the projects
        source: the project that others learn from
        share: shape (n,), the part that counts for each of the others; the source's own is not used

    >>> from effort import grocery_delivery
    >>> model = SpillOver(grocery_delivery(), "dispatching", share=[0.25, 0, 0, 0.25, 0])
    >>> allocate_dependent(model, 100)
    dynamic pricing 20, dispatching 48, onboarding vision 18, recommendations 4, menu images 10
    """

    portfolio: Portfolio
    source: str
    share: np.ndarray

    def __post_init__(self) -> None:
        share = reals("share", self.share, at_least=0)
        if share.shape != (len(self.portfolio),):
            raise ValueError(f"share has shape {share.shape}, expected ({len(self.portfolio)},)")
        share = share.copy()
        share[self.portfolio.index(self.source)] = 0.0
        object.__setattr__(self, "share", share)

    def returns(self, units) -> np.ndarray:
        units = np.asarray(units)
        given = units[..., [self.portfolio.index(self.source)]]
        return self.portfolio.returns(units + self.share * given)

    def decisions(self, budget: int) -> Iterator[tuple[np.ndarray, Portfolio]]:
        i, units = self.portfolio.index(self.source), np.arange(budget + 1)[:, None]
        floor, cap = self.portfolio.floor.copy(), self.portfolio.cap.copy()
        most = min(int(cap[i]), budget - int(floor.sum() - floor[i]))
        for given in range(floor[i], most + 1):
            floor[i] = cap[i] = given
            curve = _sampled(self.portfolio, units + self.share * given)
            yield np.array([], dtype=int), self.portfolio.with_(curve=curve, floor=floor, cap=cap)


@dataclass(frozen=True, eq=False)
class Prerequisites(Dependence):
    """Work that gains nothing by itself, and without which some projects earn nothing.

    Args:
        portfolio: the projects
        cost: whole units that each prerequisite takes, by name
        needs: the prerequisites of each project that has any, by name

    >>> from effort import grocery_delivery
    >>> model = Prerequisites(grocery_delivery(), {"event log": 15}, {"recommendations": ["event log"]})
    >>> allocate_dependent(model, 50)["event log"], allocate_dependent(model, 100)["event log"]
    (0, 15)
    """

    portfolio: Portfolio
    cost: dict[str, int]
    needs: dict[str, Sequence[str]]

    def __post_init__(self) -> None:
        wholes("cost", list(self.cost.values()))
        if not self.cost:
            raise ValueError("cost is empty, expected at least one prerequisite")
        for name in self.cost:
            if name in self.portfolio.names:
                raise ValueError(f"prerequisite {name!r} is a project too, expected different names")
        for project, wanted in self.needs.items():
            self.portfolio.index(project)
            for name in wanted:
                if name not in self.cost:
                    raise ValueError(f"prerequisite of {project!r} is {name!r}, expected one of {', '.join(self.cost)}")

    @property
    def shared(self) -> tuple[str, ...]:
        return tuple(self.cost)

    @cached_property
    def _costs(self) -> np.ndarray:
        return np.array(list(self.cost.values()))

    @cached_property
    def _needed(self) -> np.ndarray:
        """Shape (n, k): which project needs which prerequisite."""
        return np.array([[each in self.needs.get(name, ()) for each in self.cost] for name in self.portfolio.names])

    def open(self, done) -> np.ndarray:
        """Which projects can earn, shape (..., n), when the prerequisites `done`, shape (..., k), are there."""
        return np.all(np.asarray(done)[..., None, :] | ~self._needed, axis=-1)

    def returns(self, units) -> np.ndarray:
        effort, work = np.split(np.asarray(units), [len(self.portfolio)], axis=-1)
        earned = weigh(self.portfolio.weight, self.portfolio.curve.value(effort))
        return np.where(self.open(work >= self._costs), earned, 0.0).sum(axis=-1)

    def decisions(self, budget: int) -> Iterator[tuple[np.ndarray, Portfolio]]:
        for done in product((False, True), repeat=len(self.cost)):
            spent = self._costs * done
            if spent.sum() + self.portfolio.floor.sum() <= budget:
                yield spent, self.portfolio.with_(weight=np.where(self.open(done), self.portfolio.weight, 0.0))


@dataclass(frozen=True, eq=False)
class Plan:
    """Units for the projects and for the work they share.

    Attributes:
        units: shape (n + k,), whole units, in the order of the model's names
    """

    model: Dependence
    units: np.ndarray

    @property
    def effort(self) -> np.ndarray:
        """Shape (n,): the units of the projects alone."""
        return self.units[: len(self.model.portfolio)]

    @property
    def returns(self) -> float:
        """What the company earns, the dependence included."""
        return float(self.model.returns(self.units))

    def __getitem__(self, name: str) -> int:
        if name not in self.model.names:
            raise ValueError(f"project is {name!r}, expected one of {', '.join(self.model.names)}")
        return self.units[self.model.names.index(name)].item()

    def __repr__(self) -> str:
        return ", ".join(f"{name} {units}" for name, units in zip(self.model.names, self.units, strict=True))


def allocate_dependent(model: Dependence, budget: int) -> Plan:
    """The best use of a budget of whole units when projects depend on each other as the model says.

    Exact: it tries every shared decision, and `allocate` is exact given one. The first of equally good decisions, with less
    shared work, is taken. It solves budget + 1 allocations for a platform or a spill-over, two to the number of prerequisites
    for those.

    Raises:
        ValueError: what `allocate` raises for the projects alone

    >>> from effort import grocery_delivery
    >>> round(allocate_dependent(Platform(grocery_delivery()), 100).returns, 1)
    195.3
    """
    budget = allocate(model.portfolio, budget).budget  # it names what is wrong with the projects or the budget
    plans = (
        Plan(model, np.append(allocate(portfolio, budget - int(shared.sum())).effort, shared).astype(np.int64))
        for shared, portfolio in model.decisions(budget)
    )
    return max(plans, key=lambda plan: plan.returns)


def one_unit_at_a_time(model: Dependence, budget: int) -> Plan:
    """The greedy rule with the true gains: each unit goes where the company's returns, dependence included, rise most.

    It stops where no single unit gains anything. Unlike for independent projects, that need not be the optimum.

    Raises:
        ValueError: what `allocate` raises for the projects alone

    >>> from effort import grocery_delivery
    >>> model = Prerequisites(grocery_delivery(), {"event log": 15}, {"recommendations": ["event log"]})
    >>> one_unit_at_a_time(model, 100)["event log"]
    0
    """
    budget = allocate(model.portfolio, budget).budget  # it names what is wrong with the projects or the budget
    k = len(model.shared)
    cap = np.append(model.portfolio.cap, np.full(k, budget))
    step = np.eye(cap.size, dtype=np.int64)

    def true_gain(units: np.ndarray) -> np.ndarray:
        units = units[:-1]
        gain = model.returns(units + step) - model.returns(units)
        return np.append(np.where(units < cap, gain, 0.0), SMALLEST_GAIN)  # the last keeps the unit, if no other gains

    start = np.append(model.portfolio.floor, np.zeros(k + 1, dtype=np.int64))
    return Plan(model, greedy(true_gain, budget - int(start.sum()), start)[:-1])


def _sampled(portfolio: Portfolio, effective: np.ndarray) -> Polyline:
    """The projects' curves at whole units, of which each counts as more: shape (budget + 1, n) of effective effort."""
    units = np.arange(effective.shape[0], dtype=float)
    value = np.broadcast_to(portfolio.curve.value(effective), (units.size, len(portfolio))).T
    return Polyline(np.broadcast_to(units, value.shape), value)
