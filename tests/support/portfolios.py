"""Random portfolios and independent optimisers to test the library against."""

import heapq

import numpy as np
from effort import Mixed, Polyline, Portfolio, family

FAMILIES = tuple(each for each in family.FAMILIES.values() if each.example().concave)
FINITE = tuple(family.finite_families().values())


def random_curve(rng: np.random.Generator, kind: type[family.Family]) -> family.Family:
    a = rng.choice([1.0, 5.0, 20.0]) if rng.random() < 0.3 else rng.uniform(0.5, 40)
    limits = [kind.below.get(name, np.inf) for name in kind.parameters()[1:]]
    return kind(
        a, *(rng.uniform(0.05, 0.95) * most if most < np.inf else 10 ** rng.uniform(-2, 1.5) for most in limits)
    )


def random_portfolio(rng: np.random.Generator, families=FAMILIES) -> tuple[Portfolio, int]:
    """A small portfolio of mixed families with weights (some 0, some equal), floors, caps, and a feasible budget."""
    n = int(rng.integers(1, 6))
    curves = [random_curve(rng, families[rng.integers(len(families))]) for _ in range(n)]
    if rng.random() < 0.3:  # equal projects, so that ties are everywhere
        curves = [curves[0]] * n
    weight = rng.choice([0.0, 1.0, 1.0, 2.0, 9.0], size=n)
    floor = rng.integers(0, 4, size=n) if rng.random() < 0.5 else np.zeros(n, dtype=int)
    cap = floor + rng.integers(0, 12, size=n) if rng.random() < 0.5 else None
    budget = int(floor.sum() + rng.integers(0, 20))
    names = tuple(f"project {i}" for i in range(n))
    return Portfolio(names, Mixed(curves), weight, floor, cap), budget


def best_by_dynamic_programming(portfolio: Portfolio, budget: int) -> tuple[float, float]:
    """The highest returns of any whole-unit allocation of at most `budget`, by dynamic programming over projects.

    Minus infinity (a log curve at zero effort) is counted apart, so that the optimum is well defined there too:
    returned are (projects left at minus infinity, finite returns), which the optimum minimises and maximises.
    """
    best = {0: (0, 0.0)}
    for i in range(len(portfolio)):
        curve, weight = portfolio.curve[[i]], portfolio.weight[i]
        efforts = np.arange(portfolio.floor[i], min(portfolio.cap[i], budget) + 1)
        values = curve.value(efforts[:, None])[:, 0] if weight > 0 else np.zeros(efforts.size)
        after: dict[int, tuple[int, float]] = {}
        for used, (infinite, total) in best.items():
            for units, value in zip(efforts.tolist(), values.tolist(), strict=True):
                if used + units > budget:
                    break
                candidate = (infinite, total + weight * value) if np.isfinite(value) else (infinite + 1, total)
                if used + units not in after or _better(candidate, after[used + units]):
                    after[used + units] = candidate
        best = after
    winner = None
    for candidate in best.values():
        if winner is None or _better(candidate, winner):
            winner = candidate
    return winner


def _better(one, other) -> bool:
    return (one[0], -one[1]) < (other[0], -other[1])


def returns_of(portfolio: Portfolio, effort) -> tuple[float, float]:
    """An allocation's (projects at minus infinity, finite returns), comparable with the dynamic programme."""
    values = np.where(portfolio.weight > 0, portfolio.curve.value(effort), 0.0)
    finite = np.isfinite(values)
    return int((~finite).sum()), float((portfolio.weight * values)[finite].sum())


def by_heap(portfolio: Portfolio, budget: int) -> np.ndarray:
    """One unit at a time from a heap of next gains: the textbook algorithm, ties to the first project."""
    effort = portfolio.floor.copy()
    gains = portfolio.unit_gain(effort)
    heap = [(-gains[i], i) for i in range(len(portfolio)) if effort[i] < portfolio.cap[i]]
    heapq.heapify(heap)
    for _ in range(budget - int(effort.sum())):
        while heap and -heap[0][0] < np.finfo(float).tiny:  # such a gain counts as nothing
            heapq.heappop(heap)
        if not heap:
            break
        _, i = heap[0]
        effort[i] += 1
        if effort[i] < portfolio.cap[i]:
            heapq.heapreplace(heap, (-float(portfolio.unit_gain(effort)[i]), i))
        else:
            heapq.heappop(heap)
    return effort


def names(n: int) -> tuple[str, ...]:
    return tuple(f"project {i}" for i in range(n))


def random_polyline(rng, n: int, concave: bool) -> Polyline:
    x = np.sort(rng.choice(np.arange(1, 30), size=(n, 4)), axis=1).astype(float)
    x = np.concatenate([np.zeros((n, 1)), np.cumsum(np.ones((n, 4)) + x / 10, axis=1)], axis=1)
    slopes = rng.choice([0.0, 1.0, 2.0, 5.0, 9.0], size=(n, 4))
    if concave:
        slopes = -np.sort(-slopes, axis=1)
    y = np.concatenate([np.zeros((n, 1)), np.cumsum(slopes * np.diff(x, axis=1), axis=1)], axis=1)
    return Polyline(x, y)
