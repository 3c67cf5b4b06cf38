"""Projects that depend on each other: shared platform work, spill-over, and prerequisites.

In each model one decision is shared: how far to build the platform, how much to give to the project that others learn
from, which prerequisites to pay for. Once it is made, the projects are independent again, and `allocate` is exact for
them. So the optimum is the best over all shared decisions. They are numbered, in an order in which all from one to
another can be bounded at once: by granting the benefit of the last at the cost of the first. Most need not be worked
out one by one.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from effort.ahead import Ahead
from effort.allocation import allocate, greedy, slack_of
from effort.checks import reals, whole, wholes
from effort.portfolio import Portfolio, weigh
from effort.units import SMALLEST_GAIN

__all__ = ["Dependence", "Plan", "Platform", "Prerequisites", "SpillOver", "allocate_dependent", "greedy_dependent"]


class Dependence:
    """What the models share.

    Attributes:
        portfolio: the n projects as they would be alone
    """

    portfolio: Portfolio

    @property
    def shared(self) -> tuple[str, ...]:
        """Names of the k kinds of work that are no project."""
        return ()

    @property
    def names(self) -> tuple[str, ...]:
        """What units can be given to: the projects, then the shared work."""
        return self.portfolio.names + self.shared

    def returns(self, units) -> np.ndarray:
        """The company's returns, for units of shape (..., n + k): shape (...)."""
        raise NotImplementedError

    def count(self, budget: int) -> int:
        """How many shared decisions there are; they are numbered from 0."""
        raise NotImplementedError

    def granted(self, first: int, last: int) -> tuple[np.ndarray, Portfolio]:
        """Independent projects that earn at least as much as after any decision from `first` to `last`.

        Only a range that halving all decisions again and again leads to is asked for. That of a single decision is the
        decision itself.

        Returns:
            the units of shared work, shape (k,), and the projects that result
        """
        raise NotImplementedError

    def decisions(self, budget: int) -> Iterator[tuple[np.ndarray, Portfolio]]:
        """Every shared decision: the units of shared work, shape (k,), and the independent projects that result."""
        return (self.granted(each, each) for each in range(self.count(budget)))


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

    def __post_init__(self) -> None:
        reals("boost", self.boost, at_least=0)
        reals("half", self.half, above=0)

    @property
    def shared(self) -> tuple[str, ...]:
        return ("platform",)

    def multiplier(self, s) -> np.ndarray:
        """m(s), shape of `s`."""
        s = np.asarray(s, dtype=float)
        return 1 + self.boost * s / (s + self.half)

    def returns(self, units) -> np.ndarray:
        units = np.asarray(units)
        return self.portfolio.returns(units[..., :-1] * self.multiplier(units[..., -1:]))

    def count(self, budget: int) -> int:
        return budget - int(self.portfolio.floor.sum()) + 1

    def granted(self, first: int, last: int) -> tuple[np.ndarray, Portfolio]:
        return np.array([first]), replace(
            self.portfolio, curve=self.portfolio.curve.scaled(float(self.multiplier(last)))
        )


@dataclass(frozen=True, eq=False, init=False)
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

    def __init__(self, portfolio: Portfolio, source: str, share: ArrayLike) -> None:
        share = reals("share", share, at_least=0).copy()
        if share.shape != (len(portfolio),):
            raise ValueError(f"share has shape {share.shape}, expected ({len(portfolio)},)")
        share[portfolio.index(source)] = 0.0
        object.__setattr__(self, "portfolio", portfolio)
        object.__setattr__(self, "source", source)
        object.__setattr__(self, "share", share)

    def returns(self, units) -> np.ndarray:
        units = np.asarray(units)
        given = units[..., [self.portfolio.index(self.source)]]
        return self.portfolio.returns(units + self.share * given)

    def count(self, budget: int) -> int:
        i, floor = self.portfolio.index(self.source), self.portfolio.floor
        return min(int(self.portfolio.cap[i]), budget - int(floor.sum() - floor[i])) - int(floor[i]) + 1

    def granted(self, first: int, last: int) -> tuple[np.ndarray, Portfolio]:
        i, floor, cap = self.portfolio.index(self.source), self.portfolio.floor.copy(), self.portfolio.cap.copy()
        floor[i], cap[i] = floor[i] + first, floor[i] + last
        curve = Ahead(self.portfolio.curve, self.share * cap[i])
        return np.array([], dtype=int), replace(self.portfolio, curve=curve, floor=floor, cap=cap)


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

    def count(self, budget: int) -> int:
        return 2 ** len(self.cost)

    def granted(self, first: int, last: int) -> tuple[np.ndarray, Portfolio]:
        # The number's binary digits say which are paid for; halving fixes them from the first on, and those not fixed
        # are 0 in the first decision and 1 in the last.
        digit = 1 << np.arange(len(self.cost))[::-1]
        weight = np.where(self.open((last & digit) > 0), self.portfolio.weight, 0.0)
        return self._costs * ((first & digit) > 0), replace(self.portfolio, weight=weight)


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

    Exact, as `allocate` is once the shared decision is made. All decisions are halved again and again, the half that
    may earn the most first; the first single decision whose turn comes is the best, as no other can earn more (branch
    and bound; Land and Doig 1960). Of equally good ones that with less shared work is taken. For the platform of the
    example it solves some hundred allocations where there are ten thousand decisions.

    Raises:
        ValueError: what `allocate` raises for the projects alone

    >>> from effort import grocery_delivery
    >>> round(allocate_dependent(Platform(grocery_delivery()), 100).returns, 1)
    195.3
    """
    budget = whole("budget", budget)
    slack_of(model.portfolio, budget)  # refuses floors that exceed it

    def may_earn(first: int, last: int) -> tuple[float, int, int, np.ndarray]:
        shared, projects = model.granted(first, last)
        left = budget - int(shared.sum())
        if left < projects.floor.sum():
            return np.inf, first, last, np.zeros(len(model.names), dtype=np.int64)
        best = allocate(projects, left)
        return -best.returns, first, last, np.append(best.effort, shared).astype(np.int64)

    halves = [may_earn(0, model.count(budget) - 1)]
    while halves[0][1] < halves[0][2]:
        _, first, last, _ = heapq.heappop(halves)
        middle = (first + last) // 2
        heapq.heappush(halves, may_earn(first, middle))
        heapq.heappush(halves, may_earn(middle + 1, last))
    return Plan(model, halves[0][3])


def greedy_dependent(model: Dependence, budget: int) -> Plan:
    """The greedy rule with the true gains: each unit goes where the company's returns, dependence included, rise most.

    It stops where no single unit gains anything. Unlike for independent projects, that need not be the optimum.

    Raises:
        ValueError: a budget that is not whole, or that does not cover the floors

    >>> from effort import grocery_delivery
    >>> model = Prerequisites(grocery_delivery(), {"event log": 15}, {"recommendations": ["event log"]})
    >>> greedy_dependent(model, 100)["event log"]
    0
    """
    budget = whole("budget", budget)
    slack_of(model.portfolio, budget)  # refuses floors that exceed it
    k = len(model.shared)
    cap = np.append(model.portfolio.cap, np.full(k, budget))
    step = np.eye(cap.size, dtype=np.int64)

    def true_gain(units: np.ndarray) -> np.ndarray:
        units = units[:-1]
        gain = model.returns(units + step) - model.returns(units)
        return np.append(np.where(units < cap, gain, 0.0), SMALLEST_GAIN)  # the last takes the unit if no other gains

    start = np.append(model.portfolio.floor, np.zeros(k + 1, dtype=np.int64))
    return Plan(model, greedy(true_gain, budget - int(start.sum()), start)[:-1])
