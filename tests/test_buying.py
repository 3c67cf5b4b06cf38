"""Buying: exact against dynamic programming over the larger of two curves, and every division of small budgets."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from effort import Log1p, Mixed, Portfolio, allocate, allocate_on_envelope, grocery_delivery
from effort.buying import BuiltOrBought, Offer, allocate_buying, buying_path
from support.portfolios import random_portfolio

SHOP = grocery_delivery()


def random_offer(seed: int) -> tuple[Offer, int]:
    rng = np.random.default_rng(seed)
    portfolio, budget = random_portfolio(rng, (Log1p,))
    n = len(portfolio)
    head_start = rng.uniform(0, 40, n) * (rng.random(n) < 0.7)
    setup = np.minimum(rng.integers(0, 4, n), portfolio.cap)
    return Offer(portfolio, head_start, rng.uniform(0, 20, n), setup, rng.choice([0.0, 0.3, 1.0], n)), budget


def best_of(offer: Offer, budget: int) -> float:
    """By dynamic programming over the projects, each with the larger of what its units earn built and bought."""
    portfolio, best = offer.portfolio, np.zeros(budget + 1)
    for i in range(len(portfolio)):
        a, b = portfolio.curve[[i]].parts[0].a[0], portfolio.curve[[i]].parts[0].b[0]
        w, h, s, k, fee = portfolio.weight[i], offer.head_start[i], offer.setup[i], offer.adapt[i], offer.fee[i]
        earned = np.full(budget + 1, -np.inf)
        for x in range(int(portfolio.floor[i]), min(int(portfolio.cap[i]), budget) + 1):
            earned[x] = w * a * np.log1p(b * x)
            if h > 0 and x >= s:
                start = np.log1p(b * h)
                earned[x] = max(earned[x], w * a * (start + k * (np.log1p(b * (h + x - s)) - start)) - fee)
        best = np.array([max(best[u - x] + earned[x] for x in range(u + 1)) for u in range(budget + 1)])
    return best.max()


@pytest.mark.parametrize("seed", range(150))
def test_the_best_purchases_and_units_are_those_of_dynamic_programming(seed):
    offer, budget = random_offer(seed)
    found = allocate_buying(offer, budget)
    assert found.returns == pytest.approx(best_of(offer, budget), rel=1e-9, abs=1e-9)
    assert found.effort.sum() <= budget
    assert np.all(found.effort >= offer.portfolio.floor) and np.all(found.effort <= offer.portfolio.cap)
    assert not np.any(found.bought & (offer.head_start == 0))


@pytest.mark.parametrize("seed", range(40))
def test_the_path_gives_every_budget(seed):
    offer, budget = random_offer(seed)
    path = buying_path(offer, budget)
    for row, each in enumerate(path.budgets):
        alone = allocate_buying(offer, int(each))
        assert path.returns[row] == pytest.approx(alone.returns, rel=1e-9, abs=1e-9)
        assert path.effort[row].sum() <= each
        bought = alone.__class__(offer, int(each), path.bought[row], path.effort[row])
        assert bought.returns == pytest.approx(path.returns[row], rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("seed", range(60))
def test_the_envelope_bounds_it_and_hardly_misses(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 6))
    portfolio = Portfolio(tuple("abcdef"[:n]), Log1p(rng.uniform(1, 30, n), 10 ** rng.uniform(-1, 1, n)))
    offer = Offer(portfolio, rng.uniform(0, 60, n), rng.uniform(0, 15, n), rng.integers(0, 3, n), rng.uniform(0, 1, n))
    budget = int(rng.integers(10, 120))
    exact = allocate_buying(offer, budget).returns
    found = allocate_on_envelope(replace(portfolio, curve=BuiltOrBought.of(offer)), budget)
    assert found.returns <= exact + 1e-9 <= found.bound + 2e-9


def test_small_budgets_against_every_division_and_every_purchase():
    offer = Offer(SHOP, [20, 0, 35, 10, 35], fee=[4, 0, 6, 1, 5], setup=[2, 0, 1, 0, 1], adapt=[0.5, 0, 0, 1, 0])
    most = -np.inf
    for x in product(range(9), repeat=5):
        if sum(x) == 8:
            most = max(most, sum(float(BuiltOrBought.of(offer).value(np.array(x, dtype=float))[i]) for i in range(5)))
    assert allocate_buying(offer, 8).returns == pytest.approx(most)


def test_without_offers_it_is_the_rule():
    nothing = Offer(SHOP, 0)
    np.testing.assert_array_equal(allocate_buying(nothing, 100).effort, allocate(SHOP, 100).effort)
    assert nothing.names == ()
    assert BuiltOrBought.of(nothing).concave.all()


def test_no_work_stops_short_of_where_building_overtakes():
    """What cannot be adapted is either bought and gets no further unit, or is built past that point."""
    offer = Offer(SHOP, 35, fee=5)
    path = buying_path(offer, 300)
    curve = BuiltOrBought.of(offer)
    x = np.arange(301.0)[:, None]
    overtakes = np.argmax(~curve.buys(np.broadcast_to(x, (301, 5))), axis=0)
    worked_on = ~path.bought
    assert np.all(path.effort[path.bought] == 0)
    for i in range(5):
        built = path.effort[worked_on[:, i], i]
        assert np.all(built >= overtakes[i])


def test_a_concave_curve_is_known_and_others_are_too():
    for seed in range(60):
        offer, _ = random_offer(seed)
        if not np.all(offer.portfolio.weight > 0):
            continue
        curve = BuiltOrBought.of(offer)
        x = np.arange(0.0, 200)[:, None]
        value = curve.value(np.broadcast_to(x, (200, curve.n)))
        bends = np.diff(value, n=2, axis=0).max(axis=0) > 1e-9
        # A convex bend in what is drawn means that the curve said so; the other way round it may lie further out.
        assert not np.any(bends & curve.concave)


def test_the_gradient_is_the_slope():
    offer = Offer(SHOP, 20, fee=3, setup=2, adapt=0.5)
    curve, x = BuiltOrBought.of(offer), np.array([0.5, 1.5, 2.5, 10.3, 60.7, 200.1])[:, None]
    x = np.broadcast_to(x, (6, 5))
    slope = (curve.value(x + 1e-6) - curve.value(x - 1e-6)) / 2e-6
    np.testing.assert_allclose(curve.gradient(x), slope, rtol=1e-4, atol=1e-6)
    np.testing.assert_array_equal(curve[[2]].value(x[:, [2]]), curve.value(x)[:, [2]])


def test_a_shared_curve_and_mixed_families_work():
    portfolio = Portfolio(("a", "b"), Mixed([Log1p(10, 1), Log1p(5, 2)]))
    assert allocate_buying(Offer(portfolio, [10, 0], fee=1), 10).names == ("a",)
    shared = Portfolio(("a", "b"), Log1p(10, 1))
    assert allocate_buying(Offer(shared, [10, 0], fee=1), 10).bought.tolist() == [True, False]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Offer(SHOP, [1, 2]), r"head_start has shape \(2,\)"),
        (lambda: Offer(SHOP, -1), "head_start is -1.0"),
        (lambda: Offer(SHOP, 1, fee=-1), "fee is -1.0"),
        (lambda: Offer(SHOP, 1, setup=1.5), "setup is 1.5"),
        (lambda: Offer(SHOP, 1, adapt=1.5), "adapt is .*expected numbers of at most 1"),
        (
            lambda: Offer(replace(SHOP, cap=3), 9, setup=5),
            "setup of 'dynamic pricing' is 5, expected at most its cap, 3",
        ),
        (lambda: BuiltOrBought.of(Offer(SHOP.weighted("menu images", 0), 1)), "weight is"),
        (lambda: allocate_buying(Offer(SHOP, 9), -5), "budget is -5"),
        (
            lambda: allocate_buying(Offer(Portfolio(tuple("abcdefghijklm"), Log1p(5, 1)), 9), 5),
            "13 projects have an offer",
        ),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
