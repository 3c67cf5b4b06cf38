"""The allocation is exactly optimal, by comparison with dynamic programming, a heap and scipy."""

from dataclasses import replace

import numpy as np
import pytest
from effort import (
    Composed,
    Hyperbola,
    Log,
    Log1p,
    Portfolio,
    Power,
    Saturation,
    allocate,
    greedy,
    grocery_delivery,
    water_filling,
)
from effort.allocation import FEW
from scipy.optimize import minimize
from support.hard_portfolios import Counting, hard_curve, hard_portfolio
from support.portfolios import (
    FAMILIES,
    best_by_dynamic_programming,
    by_heap,
    random_portfolio,
    returns_of,
)

NAMES = ("a", "b", "c")


def assert_as_good(found, best):
    assert found[0] == best[0], "projects left at minus infinity"
    if found[0] == 0:  # otherwise all allocations are at minus infinity, and so equally good
        assert found[1] == pytest.approx(best[1], rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("families", [*[(family,) for family in FAMILIES], FAMILIES], ids=str)
def test_equals_dynamic_programming(families, either_way):
    rng = np.random.default_rng([len(families), FAMILIES.index(families[0])])
    for _ in range(400):
        portfolio, budget = random_portfolio(rng, families)
        result = allocate(portfolio, budget)
        assert np.all(result.effort >= portfolio.floor) and np.all(result.effort <= portfolio.cap)
        assert result.spent <= budget
        assert_as_good(returns_of(portfolio, result.effort), best_by_dynamic_programming(portfolio, budget))


def test_gives_the_same_units_as_the_heap_and_the_loop(either_way):
    rng = np.random.default_rng(7)
    for _ in range(400):
        portfolio, budget = random_portfolio(rng)
        result = allocate(portfolio, budget)
        np.testing.assert_array_equal(result.effort, by_heap(portfolio, budget))
        if np.all(portfolio.weight > 0) and np.all(portfolio.cap > budget):
            loop = greedy(portfolio.unit_gain, budget - portfolio.floor.sum(), portfolio.floor)
            np.testing.assert_array_equal(result.effort, loop)


@pytest.mark.parametrize("family", FAMILIES)
def test_large_budgets_equal_the_heap(family):
    rng = np.random.default_rng(11)
    n = 40
    curve = family(rng.uniform(1, 20, n), rng.uniform(0.05, 0.95, n), *family.typical[1:])
    portfolio = Portfolio(
        tuple(map(str, range(n))), curve, rng.uniform(0.1, 9, n), rng.integers(0, 5, n), rng.integers(200, 900, n)
    )
    for budget in (500, 4000):
        assert n * budget > FEW
        found, expected = allocate(portfolio, budget), by_heap(portfolio, budget)
        np.testing.assert_array_equal(found.effort, expected)


def test_weights_from_tiny_to_huge():
    rng = np.random.default_rng(3)
    weight = 10.0 ** rng.uniform(-12, 12, 30)
    portfolio = Portfolio(tuple(map(str, range(30))), Log1p(rng.uniform(1, 20, 30), 2.0), weight)
    for budget in (1, 29, 5000):
        np.testing.assert_array_equal(allocate(portfolio, budget).effort, by_heap(portfolio, budget))


def gains_taken(portfolio, effort):
    """The gains of all units above the floors, in order."""
    gains = [
        portfolio.weight[i] * portfolio.curve[[i]].unit_gain(np.arange(portfolio.floor[i], effort[i])[:, None])[:, 0]
        for i in range(len(portfolio))
    ]
    return np.sort(np.concatenate(gains))


@pytest.mark.parametrize("kind", range(len(FAMILIES) + 1), ids=[*(each.__name__ for each in FAMILIES), "mixed"])
def test_hard_inputs_take_the_gains_that_the_heap_takes(kind):
    for seed in range(kind, 120, len(FAMILIES) + 1):
        portfolio = hard_portfolio(seed, n=17)
        budget = int(portfolio.floor.sum()) + (600 if seed % 4 else 200)
        with np.errstate(all="ignore"):
            found, expected = allocate(portfolio, budget).effort, by_heap(portfolio, budget)
            np.testing.assert_array_equal(gains_taken(portfolio, found), gains_taken(portfolio, expected))
        np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("seed", [2, 26, 74, 158, 206])
def test_units_that_gain_less_than_a_float_can_hold_stay_unspent(seed):
    """Most of these units gain nothing; finding that out took seconds, and some of them were given out."""
    rng = np.random.default_rng(seed)
    n, budget = 17, 12_249
    curve = Saturation(10.0 ** rng.uniform(-6, 6, n), 10.0 ** rng.uniform(-0.5, 8, n))
    portfolio = Counting.every(Portfolio(tuple(map(str, range(n))), curve, 10.0 ** rng.uniform(-12, 12, n)))
    with np.errstate(under="ignore"):
        result = allocate(portfolio, budget)
        np.testing.assert_array_equal(result.effort, by_heap(replace(portfolio, curve=curve), budget))
        last = portfolio.unit_gain(np.maximum(result.effort - 1, 0))[result.effort > 0]
    assert result.unspent > 0 and result.shadow_price == 0
    assert last.min() >= np.finfo(float).tiny
    assert sum(portfolio.curve.asked.values()) < 250 * n


@pytest.mark.parametrize(("n", "largest"), [(8, 15.9), (17, 7), (300, 9)])
def test_no_input_takes_many_looks(n, largest):
    """However hard, a project is asked for its effort at fewer prices than a float has bits, and for few gains."""
    looks = []
    for seed in range(180):
        budget = int(10 ** np.random.default_rng(seed).uniform(4, largest))
        portfolio = Counting.every(hard_portfolio(seed, n))
        with np.errstate(all="ignore"):
            allocate(portfolio, budget)
        looks.append([asked / n for asked in portfolio.curve.asked.values()])
    gains, prices = np.array(looks).T
    assert prices.max() < 90, "63 halvings, and the steps up to the first bracket"
    assert gains.max() < 100
    assert (gains + prices).max() < 5 * np.median(gains + prices)


def test_caps_that_all_fit_are_seen_at_once():
    """Such a budget has no price that units would have to meet, so none is searched for."""
    rng = np.random.default_rng(5)
    n = 1000
    capped = Portfolio(tuple(map(str, range(n))), hard_curve(rng, Power, n), cap=rng.integers(0, 2000, n))
    counting = Counting.every(capped)
    result = allocate(counting, 10**7)
    np.testing.assert_array_equal(result.effort, capped.cap)
    assert (result.shadow_price, sum(counting.curve.asked.values()) <= 6 * n) == (0, True)


def test_many_equal_projects_tie_in_order():
    portfolio = Portfolio(tuple(map(str, range(5000))), Log1p(a=10, b=1))
    effort = allocate(portfolio, 12_345).effort
    np.testing.assert_array_equal(effort, [3] * 2345 + [2] * 2655)


def test_a_million_projects_against_their_own_optimality_condition():
    rng = np.random.default_rng(5)
    n = 1_000_000
    portfolio = Portfolio(tuple(map(str, range(n))), Log1p(rng.uniform(1, 20, n), rng.uniform(0.1, 20, n)))
    effort = allocate(portfolio, 10 * n).effort
    assert effort.sum() == 10 * n
    taken = portfolio.unit_gain(np.maximum(effort - 1, 0))[effort > 0]
    assert taken.min() >= portfolio.unit_gain(effort).max()


def test_units_that_gain_nothing_stay_unspent():
    flat = Portfolio(NAMES, Saturation(a=10, b=2), weight=[1, 0, 1])
    result = allocate(flat, 10_000)
    assert result["b"] == 0
    assert result.unspent > 0 and result.shadow_price == 0
    assert allocate(replace(flat, weight=0), 5).unspent == 5


def test_caps_that_cannot_absorb_the_budget_leave_the_rest_unspent():
    result = allocate(Portfolio(NAMES, Log1p(a=10, b=1), floor=1, cap=[1, 2, 3]), 50)
    np.testing.assert_array_equal(result.effort, [1, 2, 3])
    assert (result.spent, result.unspent, result.shadow_price) == (6, 44, 0)
    assert "44 unspent" in repr(result)


def test_shadow_price_is_what_one_more_unit_earns():
    rng = np.random.default_rng(13)
    for _ in range(200):
        portfolio, budget = random_portfolio(rng, (Log1p, Saturation, Power, Hyperbola))
        here, more = allocate(portfolio, budget), allocate(portfolio, budget + 1)
        assert here.shadow_price == pytest.approx(more.returns - here.returns, rel=1e-9, abs=1e-9)


def test_budget_zero_and_floors_alone():
    portfolio = Portfolio(NAMES, Log1p(a=10, b=1), floor=[2, 0, 1])
    np.testing.assert_array_equal(allocate(portfolio, 3).effort, [2, 0, 1])
    np.testing.assert_array_equal(allocate(replace(portfolio, floor=0), 0).effort, [0, 0, 0])


def test_unfloored_logs_give_everyone_a_unit_first():
    shop = grocery_delivery(Log)
    np.testing.assert_array_equal(allocate(shop, 3).effort, [1, 1, 1, 0, 0])
    assert allocate(shop, 3).returns == -np.inf
    np.testing.assert_array_equal(allocate(shop, 5).effort, [1, 1, 1, 1, 1])
    assert np.isfinite(allocate(shop, 5).returns)


def test_returns_curves_are_allocated_exactly_too():
    shop = grocery_delivery()
    earning = replace(shop, curve=Composed(Saturation(a=100, b=0.03), shop.curve))
    for budget in (20, 100):
        np.testing.assert_array_equal(allocate(earning, budget).effort, by_heap(earning, budget))
    assert not np.array_equal(allocate(earning, 100).effort, allocate(shop, 100).effort)


def test_derivative_rule_can_lose():
    """One unit: the derivative sees the steep start of the first curve, the unit gain that it flattens at once."""
    pair = Portfolio(("steep", "steady"), Log1p(a=[1, 8], b=[100, 1]))
    by_derivative = greedy(pair.gradient, 1, start=[0, 0])
    assert pair.returns(by_derivative) < 0.9 * allocate(pair, 1).returns


@pytest.mark.parametrize("family", FAMILIES)
def test_water_filling_equals_scipy(family):
    curve = family([12, 9, 7], [0.3, 0.5, 0.2], *family.typical[1:])
    portfolio = Portfolio(NAMES, curve, weight=[1, 2, 1], floor=[1, 1, 6], cap=[30, 14, 30])
    budget = 40
    found = water_filling(portfolio, budget)
    oracle = minimize(
        lambda x: -portfolio.returns(x),
        x0=[15.0, 10.0, 15.0],
        jac=lambda x: -portfolio.gradient(x),
        bounds=list(zip(portfolio.floor.astype(float), portfolio.cap.astype(float), strict=True)),
        constraints={"type": "eq", "fun": lambda x: x.sum() - budget, "jac": lambda x: np.ones(3)},
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 500},
    )
    np.testing.assert_allclose(found.effort, oracle.x, atol=1e-4)
    assert found.returns >= -oracle.fun - 1e-9
    assert found.spent == pytest.approx(budget)


def test_whole_units_never_earn_more_than_water_filling():
    rng = np.random.default_rng(17)
    for _ in range(200):
        portfolio, budget = random_portfolio(rng, (Log1p, Saturation, Power, Hyperbola))
        assert allocate(portfolio, budget).returns <= water_filling(portfolio, budget).returns + 1e-6


def test_log_optimum_is_proportional_to_weight_times_scale():
    shop = grocery_delivery(Log).weighted("dispatching", 3)
    share = shop.weight * shop.curve.a
    np.testing.assert_allclose(water_filling(shop, 100).effort, 100 * share / share.sum())


SHOP = grocery_delivery()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: allocate(SHOP, -1), "budget is -1.0, expected a whole number from 0 to 2**53"),
        (lambda: allocate(SHOP, 10.5), "budget is 10.5, expected a whole number from 0 to 2**53"),
        (lambda: allocate(SHOP, np.nan), "budget is nan, expected a finite number"),
        (lambda: allocate(SHOP, 2.0**60), "budget is 1.152921504606847e+18, expected a whole number from 0 to 2**53"),
        (lambda: allocate(SHOP, [1, 2]), "budget has shape (2,), expected one number"),
        (lambda: allocate(replace(SHOP, floor=30), 100), "floors add up to 150, expected at most the budget, 100"),
        (lambda: water_filling(SHOP, -0.5), "budget is -0.5, expected a finite number of at least 0"),
        (
            lambda: replace(SHOP, floor=[1, 9, 1, 1, 1], cap=5),
            "floor of 'dispatching' is 9, expected at most its cap, 5",
        ),
        (
            lambda: replace(SHOP, weight=[1, 1, np.nan, 1, 1]),
            "weight[2] is nan, expected a finite number of at least 0",
        ),
        (lambda: replace(SHOP, weight=[1, 1, -3, 1, 1]), "weight[2] is -3.0, expected a finite number of at least 0"),
        (lambda: replace(SHOP, weight=[1, 2]), "weight has shape (2,), expected one number or 5"),
        (lambda: replace(SHOP, floor=-1), "floor is -1.0, expected a whole number from 0 to 2**53"),
        (lambda: replace(SHOP, cap=2.5), "cap is 2.5, expected a whole number from 0 to 2**53"),
        (lambda: replace(SHOP, names=()), "names is empty, expected at least one project"),
        (lambda: replace(SHOP, names=tuple("abcda")), "project 'a' is named twice, expected different names"),
        (lambda: replace(SHOP, names=("a", "b")), "curve has shape (5,), expected (2,) for 2 projects"),
        (lambda: SHOP.weighted("fraud", 2), f"project is 'fraud', expected one of {', '.join(SHOP.names)}"),
        (lambda: allocate(SHOP, 10)["fraud"], f"project is 'fraud', expected one of {', '.join(SHOP.names)}"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError) as error:
        call()
    assert str(error.value) == message
