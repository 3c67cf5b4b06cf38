"""Beyond one concave portfolio: costs, needs, curves that are not concave or not certain, hard numbers."""

from dataclasses import replace

import numpy as np
import pytest
from effort import (
    LIFECYCLE,
    Hill,
    Hyperbola,
    Log,
    Log1p,
    Mixed,
    Polyline,
    Portfolio,
    Power,
    Saturation,
    allocate,
    allocate_at_cost,
    allocate_samples,
    budget_needed,
    grocery_delivery,
    growth_path,
    next_stage,
    stage_probability,
    water_filling,
    weight_needed,
)
from support.portfolios import (
    FINITE,
    best_by_dynamic_programming,
    by_heap,
    names,
    random_curve,
    random_polyline,
    random_portfolio,
    returns_of,
)

SHOP = grocery_delivery()


# Measured (piecewise linear) curves


def test_polyline_interpolates_like_numpy():
    rng = np.random.default_rng(0)
    curve = random_polyline(rng, 5, concave=False)
    effort = rng.uniform(0, 30, (40, 5))
    expected = np.column_stack([np.interp(effort[:, i], curve.x[i], curve.y[i]) for i in range(5)])
    np.testing.assert_allclose(curve.value(effort), expected, atol=1e-12)
    np.testing.assert_allclose(curve.unit_gain(effort), curve.value(effort + 1) - curve.value(effort), atol=1e-9)


def test_polyline_knows_whether_it_is_concave():
    rng = np.random.default_rng(1)
    for concave in (True, False):
        curve = random_polyline(rng, 50, concave)
        slopes = np.diff(curve.y, axis=1) / np.diff(curve.x, axis=1)
        np.testing.assert_array_equal(curve.concave, np.all(np.diff(slopes, axis=1) <= 1e-9, axis=1))
    assert not Polyline([[2, 4]], [[0, 5]]).concave, "level, then rising"


def test_measured_concave_curves_are_allocated_exactly(either_way):
    rng = np.random.default_rng(2)
    for _ in range(300):
        n = int(rng.integers(1, 5))
        curve = Mixed([random_polyline(rng, n, concave=True), *(random_curve(rng, FINITE[k]) for k in range(2))])
        portfolio = Portfolio(names(n + 2), curve, rng.choice([0.0, 1.0, 3.0], n + 2), rng.integers(0, 3, n + 2))
        budget = int(portfolio.floor.sum() + rng.integers(0, 15))
        result = allocate(portfolio, budget)
        best = best_by_dynamic_programming(portfolio, budget)
        assert returns_of(portfolio, result.effort)[1] == pytest.approx(best[1], rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Polyline([[0, 2, 1]], [[0, 1, 2]]), "Polyline x[0] falls from 2 to 1, expected a rise"),
        (lambda: Polyline([[0, 1]], [[3, 2]]), "Polyline y[0] falls from 3 to 2, expected a rise"),
        (
            lambda: Polyline([[0, 0]], [[0, 1]]),
            "Polyline rises at a single effort, expected one accuracy for each effort",
        ),
        (
            lambda: Polyline([0, 1], [0, 1]),
            "Polyline x has shape (2,) and y (2,), expected the same (n, points), 2 or more",
        ),
        (lambda: Hill(1, -1, 2), "Hill b is -1.0, expected a finite number above 0"),
        (lambda: Hill([1, 2], [1, 2, 3], 1), "Hill a, b, c have shapes (2,), (3,), (), expected shapes that broadcast"),
    ],
)
def test_bad_points_are_named(make, message):
    with pytest.raises(ValueError) as error:
        make()
    assert str(error.value) == message


def test_hill_is_what_it_says():
    x = np.arange(1, 200)[:, None]
    curve = Hill(a=80, b=[0.05, 0.05, 0.05], c=[0.7, 1.0, 3.0])
    step = np.diff(curve.value(x), n=2, axis=0)
    np.testing.assert_array_equal(curve.concave, np.all(step <= 1e-12, axis=0))
    np.testing.assert_allclose(curve.value(x)[:, 1], Hyperbola(80, 0.05).value(x)[:, 0])
    h = 1e-4
    np.testing.assert_allclose(curve.gradient(x), (curve.value(x + h) - curve.value(x - h)) / (2 * h), rtol=1e-5)


def test_curves_that_are_not_concave_are_refused_by_name():
    portfolio = Portfolio(("search", "fraud"), Hill(a=80, b=0.05, c=[1, 3]))
    for solve in (allocate, water_filling, lambda p, b: allocate_at_cost(p, 0.5), growth_path):
        with pytest.raises(ValueError, match=r"^curve of 'fraud' is not concave, expected concave curves"):
            solve(portfolio, 10)


# What a unit costs, and what a stage takes


def test_at_cost_spends_exactly_while_a_unit_earns_its_cost():
    rng = np.random.default_rng(5)
    for _ in range(100):
        portfolio, _ = random_portfolio(rng, FINITE)
        cost = rng.uniform(0.05, 5)
        result = allocate_at_cost(portfolio, cost)
        below = portfolio.unit_gain(result.effort)[result.effort < portfolio.cap]
        assert np.all(below < cost)
        above = result.effort > portfolio.floor
        assert np.all(portfolio.unit_gain(np.maximum(result.effort - 1, 0))[above] >= cost)
        if result.budget < 3000:
            same = allocate(portfolio, result.budget)
            assert same.returns == pytest.approx(result.returns, nan_ok=True)


def test_needs_agree_with_going_through_all_budgets_and_weights():
    shop = replace(SHOP, floor=[0, 2, 0, 0, 1], weight=[1, 1, 0.9, 1, 2])
    path = growth_path(shop, 600)
    for name in shop.names:
        for effort in (1, 8, 20, 35, 60):
            assert budget_needed(shop, name, effort) == path.entry_budget(name, effort)
            weight = weight_needed(shop, name, effort, 100)
            if weight > 0:
                assert allocate(shop.weighted(name, weight * 1.0001), 100)[name] >= effort
                assert allocate(shop.weighted(name, weight * 0.9999), 100)[name] < effort


def test_needs_at_ties():
    twins = Portfolio(names(3), Log1p(a=10, b=1))
    path = growth_path(twins, 30)
    for name in twins.names:
        for effort in (1, 2, 7):
            assert budget_needed(twins, name, effort) == path.entry_budget(name, effort)


def test_needs_that_nothing_meets():
    capped = replace(SHOP, cap=50)
    assert weight_needed(SHOP, "dispatching", 101, 100) == np.inf
    assert weight_needed(capped, "dispatching", 51, 100) == np.inf
    with pytest.raises(ValueError, match=r"^effort is 51, expected one that 'dispatching' can reach$"):
        budget_needed(capped, "dispatching", 51)
    assert next_stage(allocate(SHOP, 300), "dynamic pricing") is None


# Curves that are not certain


def test_samples_are_each_their_own_optimum():
    rng = np.random.default_rng(6)
    for family in (Log, *FINITE):
        b = rng.uniform(0.1, 0.9, (60, 4))
        a = rng.choice([5.0, 10.0, 10.0, 20.0], (60, 4))
        more = family.typical[1:]
        unsure = Portfolio(names(4), family(a, b, *more), weight=[1, 2, 0, 1], floor=[0, 1, 0, 2], cap=[30, 9, 50, 40])
        efforts = allocate_samples(unsure, 45)
        for row, effort in enumerate(efforts):
            one = replace(unsure, curve=family(a[row], b[row], *more))
            np.testing.assert_array_equal(effort, allocate(one, 45).effort)


def test_stage_probabilities_count_the_samples():
    rng = np.random.default_rng(7)
    curve = Log1p(SHOP.curve.a * rng.lognormal(0, 0.3, (500, 5)), SHOP.curve.b)
    efforts = allocate_samples(replace(SHOP, curve=curve), 100)
    assert np.all(efforts.sum(axis=1) == 100)
    chance = stage_probability(efforts)
    np.testing.assert_allclose(chance.sum(axis=1), 1)
    at_frontier = np.mean(efforts[:, 0] >= LIFECYCLE.frontier)
    assert chance[0, -1] == at_frontier


def test_samples_need_a_sample_axis_and_the_rest_does_not_take_one():
    with pytest.raises(ValueError, match=r"^curve has shape \(5,\), expected \(samples, 5\)$"):
        allocate_samples(SHOP, 10)
    unsure = replace(SHOP, curve=Log1p(np.ones((3, 5)), 1.0))
    with pytest.raises(ValueError, match=r"^curve has shape \(3, 5\), expected \(5,\)"):
        allocate(unsure, 10)


# Hard numbers


@pytest.mark.parametrize(
    "portfolio",
    [
        Portfolio(names(4), Saturation(a=[10, 10, 1e-300, 1e300], b=[5, 0.1, 1, 1])),
        Portfolio(names(3), Log1p(a=[1e-12, 1, 1e12], b=[1e12, 1, 1e-12])),
        Portfolio(names(3), Power(a=5, b=[1e-9, 0.5, 1 - 1e-9])),
        Portfolio(names(3), Hyperbola(a=1, b=[1e-300, 1, 1e300])),
        Portfolio(names(3), Log(a=[1, 1, 2], b=1), weight=[1e-12, 0, 1e12]),
        Portfolio(names(300), Log1p(a=10, b=1), weight=np.tile([0.0, 1.0, 1.0], 100)),
        Portfolio(names(300), Hyperbola(a=7, b=0.5), floor=3, cap=np.tile([3, 5, 9], 100)),
        Portfolio(names(1), Log1p(a=1, b=1)),
    ],
    ids=["saturating", "scales", "exponents", "rates", "infinite", "equal", "floor is cap", "one"],
)
def test_hard_numbers_equal_the_heap(portfolio, either_way):
    floors = int(portfolio.floor.sum())
    for extra in (0, 1, 2, 60, 1700):
        with np.errstate(under="ignore"):
            found, expected = allocate(portfolio, floors + extra), by_heap(portfolio, floors + extra)
        np.testing.assert_array_equal(found.effort, expected)


def test_plateaus_are_shared_out_in_order(either_way):
    level = Portfolio(names(3), Polyline(np.tile([0.0, 100, 200], (3, 1)), np.tile([0.0, 100, 150], (3, 1))))
    np.testing.assert_array_equal(allocate(level, 130).effort, [100, 30, 0])
    np.testing.assert_array_equal(allocate(level, 320).effort, [120, 100, 100])


def test_huge_budgets_are_spent_to_the_unit():
    for budget in (10**9, 10**12, 2**53):
        result = allocate(SHOP, budget)
        assert result.spent == budget
        share = SHOP.curve.a / SHOP.curve.a.sum()
        np.testing.assert_allclose(result.effort, budget * share, rtol=1e-6)
