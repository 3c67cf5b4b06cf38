"""Everything uncertain at once: many versions of a company, and what holds in how many of them.

A version has its own scale and weight for each project, its own family of curves, and its own effort at which the
stages begin. Claims are judged in two ways: a company that decides *after* it knows its version takes the best use
there; one that decides *before* takes a single allocation, the best on average over all versions, and then sees which
it is in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from effort.checks import real, whole
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.portfolio import Portfolio
from effort.robustness import in_family

__all__ = ["Versions", "chances", "versions"]


@dataclass(frozen=True, eq=False)
class Versions:
    """Equally likely versions of a company.

    Attributes:
        portfolio: the company itself, in the middle of them
        gain: shape (samples, units, n), what each further unit earns in each version, in weighted points; falls from
            unit to unit
        stretch: shape (samples,), the effort that every stage takes, as a multiple of the lifecycle's
    """

    portfolio: Portfolio
    gain: np.ndarray
    stretch: np.ndarray

    def decided_after(self, budget: int, project: str | None = None, weight: float = 1.0) -> np.ndarray:
        """Shape (samples, n), whole units: the optimum of each version, with a weight on one project's gains."""
        gain, budget = self._weighted(project, weight), self._within(budget)
        every = gain.reshape(len(gain), -1)
        threshold = -np.partition(-every, budget - 1, axis=1)[:, budget - 1] if budget else np.full(len(gain), np.inf)
        # The numbers are drawn, so that no two gains are the same.
        return (gain >= threshold[:, None, None]).sum(axis=1)

    def decided_before(self, budget: int, project: str | None = None, weight: float = 1.0) -> np.ndarray:
        """Shape (n,), whole units: the one allocation that earns most on average over the versions.

        The mean of concave curves is concave, so this is the rule, with the mean gains.
        """
        mean, budget = self._weighted(project, weight).mean(axis=0), self._within(budget)
        largest = np.argsort(-mean.ravel(), kind="stable")[:budget]
        return np.bincount(largest % mean.shape[1], minlength=mean.shape[1])

    def earned(self, effort, project: str | None = None, weight: float = 1.0) -> float:
        """The mean over the versions of what whole units of shape (n,) or (samples, n) earn, in weighted points."""
        total = np.concatenate([np.zeros_like(self.gain[:, :1]), np.cumsum(self._weighted(project, weight), axis=1)], 1)
        effort = np.broadcast_to(effort, (len(total), total.shape[2]))
        return float(np.take_along_axis(total, effort[:, None, :], axis=1).sum(axis=(1, 2)).mean())

    def _weighted(self, project: str | None, weight: float) -> np.ndarray:
        factor = np.ones(len(self.portfolio))
        factor[0 if project is None else self.portfolio.index(project)] = real("weight", weight, at_least=0)
        return self.gain * factor

    def _within(self, budget: int) -> int:
        budget = whole("budget", budget)
        if budget > self.gain.shape[1]:
            raise ValueError(f"budget is {budget}, expected at most the {self.gain.shape[1]} units of the versions")
        return budget


def versions(
    portfolio: Portfolio,
    most: int = 300,
    samples: int = 2000,
    scale: float = 0.3,
    weight: float = 0.0,
    stages: float = 0.0,
    families: Sequence[str] = ("log1p",),
    seed: int = 2023,
) -> Versions:
    """Versions of a company in which nothing is known for certain.

    A spread is the standard deviation of the logarithm of a factor: 0.3 is about a third either way, 0.5 about two
    thirds more or two fifths less. The factors are lognormal with a median of 1.

    Args:
        portfolio: n projects, without floors or caps
        most: units in each project that are worked out: the largest budget
        samples: how many versions
        scale: spread of each project's scale
        weight: spread of each project's weight
        stages: spread of the effort at which the stages begin, one factor for all stages
        families: the families of the curves; each version has one of them, each equally likely
        seed: of the random numbers

    Raises:
        ValueError: floors or caps; a negative spread; what `in_family` raises

    >>> from effort import grocery_delivery
    >>> known = versions(grocery_delivery(), scale=0, samples=2)
    >>> known.decided_after(100)[0], known.decided_before(100)
    (array([32, 24, 18, 16, 10]), array([32, 24, 18, 16, 10]))
    """
    if portfolio.floor.any() or np.any(portfolio.cap < most):
        raise ValueError("portfolio has floors or caps, expected none")
    spreads = [
        real(name, each, at_least=0) for name, each in (("scale", scale), ("weight", weight), ("stages", stages))
    ]
    rng, n = np.random.default_rng(seed), len(portfolio)
    unit = np.arange(whole("most", most))[:, None]
    gains = np.array([in_family(portfolio, family).unit_gain(np.broadcast_to(unit, (most, n))) for family in families])
    # Scale and weight both multiply the gains.
    factor = rng.lognormal(sigma=spreads[0], size=(samples, n)) * rng.lognormal(sigma=spreads[1], size=(samples, n))
    stretch = rng.lognormal(sigma=spreads[2], size=samples)
    family = rng.integers(len(gains), size=samples)
    return Versions(portfolio, gains[family] * factor[:, None, :], stretch)


def chances(
    drawn: Versions,
    small: int = 100,
    large: int = 300,
    weight: float = 10.0,
    before: bool = False,
    lifecycle: Lifecycle = LIFECYCLE,
) -> tuple[float, float, float, float]:
    """In what share of the versions each of the four claims holds, about the first project.

    The second, that the start-up could reach the frontier at a price, holds where its budget reaches that far and its
    best use does not.

    Args:
        drawn: the versions
        small: the start-up's budget, units
        large: the grown company's budget, units
        weight: what a point of the first project is worth in the ML-first company
        before: whether the company decides before it knows its version
        lifecycle: the stages, which a version stretches

    >>> from effort import grocery_delivery
    >>> chances(versions(grocery_delivery(), scale=0, samples=2))
    (1.0, 1.0, 1.0, 1.0)
    """
    decide = drawn.decided_before if before else drawn.decided_after
    start_up, grown, focused = (
        decide(budget, weight=heavy)[..., 0] for budget, heavy in ((small, 1.0), (large, 1.0), (small, weight))
    )
    deep, frontier = lifecycle.starts[-2] * drawn.stretch, lifecycle.frontier * drawn.stretch
    held = (start_up < deep, (start_up < frontier) & (small >= frontier), grown >= frontier, focused >= frontier)
    k1, k2, k3, k4 = (float(np.mean(each)) for each in held)
    return k1, k2, k3, k4
