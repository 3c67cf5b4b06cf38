"""Curves that are not concave: the envelope, its bound, and what it sees past a slow start."""

import tracemalloc

import numpy as np
import pytest
from effort import (
    Composed,
    Hill,
    Log1p,
    Mixed,
    Polyline,
    Portfolio,
    allocate,
    allocate_on_envelope,
    grocery_delivery,
)
from support.portfolios import (
    best_by_dynamic_programming,
    names,
    random_polyline,
)


def random_rough_portfolio(rng) -> tuple[Portfolio, int]:
    n = int(rng.integers(1, 5))
    hills = Hill(rng.uniform(5, 50, n), rng.uniform(0.05, 0.5, n), rng.choice([0.8, 1.0, 2.0, 5.0], n))
    curve = hills if rng.random() < 0.5 else random_polyline(rng, n, concave=False)
    floor = rng.integers(0, 3, n)
    cap = floor + rng.integers(1, 20, n) if rng.random() < 0.5 else None
    return Portfolio(names(n), curve, rng.choice([1.0, 1.0, 4.0], n), floor, cap), int(
        floor.sum() + rng.integers(1, 18)
    )


def test_envelope_bound_holds_and_is_met_when_the_loss_is_zero():
    rng = np.random.default_rng(4)
    exact = 0
    for _ in range(300):
        portfolio, budget = random_rough_portfolio(rng)
        result = allocate_on_envelope(portfolio, budget)
        _, best = best_by_dynamic_programming(portfolio, budget)
        assert result.spent <= budget
        assert np.all(result.effort >= portfolio.floor) and np.all(result.effort <= portfolio.cap)
        assert result.returns <= best + 1e-9 <= result.bound + 2e-9
        assert best - result.returns <= result.loss + 1e-9
        if result.loss < 1e-9:
            exact += 1
            assert result.returns == pytest.approx(best, abs=1e-8)
    assert exact > 60, "many random instances end on the envelope"


def test_envelope_of_concave_curves_is_the_optimum_itself():
    for budget in (0, 1, 37, 100):
        result = allocate_on_envelope(grocery_delivery(), budget)
        assert result.loss == pytest.approx(0, abs=1e-9)
        assert result.returns == pytest.approx(allocate(grocery_delivery(), budget).returns)


def hull_of_all_units(curve, i: int, start: int, end: int) -> tuple[np.ndarray, np.ndarray]:
    """The corners of one curve's envelope, by looking at every unit in turn (Andrew's monotone chain)."""
    x = np.arange(start, end + 1)
    y = curve[[i]].value(x[:, None])[:, 0]
    corners: list[int] = []
    for k in range(x.size):
        while len(corners) >= 2:
            a, b = corners[-2:]
            if (y[b] - y[a]) * (k - b) > (y[k] - y[b]) * (b - a):
                break
            corners.pop()
        corners.append(k)
    return x[corners], y[corners]


@pytest.mark.parametrize("kind", ["hill", "measured", "mixed", "composed"])
def test_bound_and_meeting_points_are_those_of_the_envelope_of_all_units(kind):
    rng = np.random.default_rng(["hill", "measured", "mixed", "composed"].index(kind))
    for _ in range(60):
        n, budget = 4, int(rng.integers(300, 2000))
        hill = Hill(rng.uniform(5, 50, n), 10 ** rng.uniform(-3.5, 0, n), rng.choice([0.7, 1, 1.5, 2, 5], n))
        x = np.cumsum(rng.uniform(1, 200, (n, 6)), axis=1) - 1
        measured = Polyline(x, np.cumsum(rng.uniform(0, 10, (n, 6)) ** 2, axis=1))
        curve = {
            "hill": hill,
            "measured": measured,
            "mixed": Mixed([hill[:2], measured[2:]]),
            "composed": Composed(Hill(90, 0.05, 3), Log1p(rng.uniform(5, 20, n), rng.uniform(0.01, 1, n))),
        }[kind]
        floor = rng.integers(0, 40, n)
        cap = floor + rng.integers(0, 900, n) if rng.random() < 0.5 else None
        portfolio = Portfolio(names(n), curve, rng.choice([1.0, 1.0, 4.0], n), floor, cap)
        slack = budget - int(floor.sum())
        corners = [hull_of_all_units(curve, i, floor[i], min(portfolio.cap[i], floor[i] + slack)) for i in range(n)]
        gains = [
            np.repeat(weight * np.diff(y) / np.diff(x), np.diff(x))
            for (x, y), weight in zip(corners, portfolio.weight, strict=True)
        ]
        best = portfolio.returns(floor) + np.sort(np.concatenate(gains))[::-1][:slack].sum()
        result = allocate_on_envelope(portfolio, budget)
        assert result.bound == pytest.approx(best, rel=1e-9)
        assert result.spent <= budget and np.all((result.effort >= floor) & (result.effort <= portfolio.cap))
        assert result.returns == portfolio.returns(result.effort)
        gaps = []
        for i, (x, y) in enumerate(corners):
            units = np.arange(x[0], x[-1] + 1)
            under = np.interp(units, x, y) - portfolio.curve[[i]].value(units[:, None])[:, 0]
            gaps.append(portfolio.weight[i] * under.max())
        assert result.loss <= max(gaps) + 1e-9, "no more than one project is under its envelope"


@pytest.mark.parametrize("budget", [10**5, 10**6, 10**7, 10**9])
def test_envelopes_take_neither_time_nor_memory_for_a_larger_budget(budget):
    """Little memory at any budget; and in units so large that there are 2,000 of them, nearly the same bound."""
    rng = np.random.default_rng(budget)
    n = 10
    steep = Hill(rng.uniform(5, 50, n), 10 / budget * 10 ** rng.uniform(-1, 1, n), rng.choice([1.5, 2, 3, 5], n))
    portfolio = Portfolio(names(n), steep, floor=rng.integers(0, budget // 100, n))
    tracemalloc.start()
    result = allocate_on_envelope(portfolio, budget)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2e6, "bytes"
    assert result.spent <= budget and result.returns <= result.bound
    # The same curves in units a thousandth as small: whole units then hardly matter, and nor does the solution.
    coarse = budget // 2000
    small = Portfolio(names(n), Hill(steep.a, steep.b * coarse, steep.c), floor=portfolio.floor // coarse)
    assert allocate_on_envelope(small, 2000).bound == pytest.approx(result.bound, rel=0.01)


def test_hill_gains_keep_their_digits_far_out():
    curve = Hill(80.0, 1e-7, [1.5, 3.0, 0.7])
    for x in (0.0, 1.0, 1e6, 1e8, 1e12):
        slope = curve.gradient(x + 0.5)
        if x > 1e3:
            np.testing.assert_allclose(curve.unit_gain(x), slope, rtol=1e-6)
        else:
            np.testing.assert_allclose(curve.unit_gain(x), curve.value(x + 1) - curve.value(x), rtol=1e-9)
    steepest = np.array([1e7, 1.2e7, 1e-3])
    price = curve.gradient(3 * steepest)
    np.testing.assert_allclose(curve.inverse_gradient(price), 3 * steepest, rtol=1e-9)
    np.testing.assert_array_equal(curve.inverse_gradient(np.array([1.0, 1.0, np.inf])), [0, 0, 0])


def test_the_envelope_sees_past_a_slow_start():
    """The floored logarithm that traps the greedy rule."""
    x = np.arange(0, 21)
    slow, quick = np.maximum(0, 10 * np.log(np.maximum(x * 0.25, 1))), np.maximum(0, 3 * np.log(np.maximum(x * 3, 1)))
    pair = Portfolio(("slow", "quick"), Polyline(np.stack([x, x]), np.stack([slow, quick])))
    result = allocate_on_envelope(pair, 12)
    _, best = best_by_dynamic_programming(pair, 12)
    assert result.returns == pytest.approx(best, rel=0.02)
    assert result["slow"] > 5
