"""The four claims under other assumptions, against scipy's fits, dynamic programming and plain counting."""

from dataclasses import replace

import numpy as np
import pytest
from effort import (
    LIFECYCLE,
    Composed,
    Hill,
    Hyperbola,
    Log,
    Log1p,
    Portfolio,
    Power,
    Saturation,
    allocate,
    allocate_samples,
    grocery_delivery,
    ml_first,
)
from effort.robustness import CLAIMS, claims, in_family, price_of_units, share_beyond, with_frontier
from effort.uncertainty import chances, versions
from scipy.optimize import minimize
from support.portfolios import best_by_dynamic_programming

SHOP = grocery_delivery()
TOP = SHOP.names[0]
STARTS = {"power": (Power, [20, 0.3]), "hyperbola": (Hyperbola, [80, 0.1]), "saturation": (Saturation, [70, 0.05])}
STARTS |= {"hill": (Hill, [100, 0.03, 0.6])}
FAMILIES = ("log1p", *STARTS)


@pytest.mark.parametrize("family", STARTS)
def test_the_nearest_curve_is_the_one_that_scipy_finds(family):
    kind, guess = STARTS[family]
    x = np.arange(121.0)
    ours = in_family(SHOP, family).curve.value(x[:, None])
    for i, y in enumerate(SHOP.curve.value(x[:, None]).T):

        def error(logs, y=y):
            parameters = np.exp(logs)
            if kind is Power and parameters[1] >= 1:
                return 1e9
            return float(np.sum((kind(*parameters).value(x) - y) ** 2))

        found = minimize(
            error, np.log(guess), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-10, "maxiter": 9999}
        )
        assert np.sum((ours[:, i] - y) ** 2) <= found.fun * (1 + 1e-6)


def test_a_family_finds_itself():
    for curve in (Power([30, 5], [0.2, 0.7]), Hyperbola([80, 9], [0.02, 3]), Saturation([80, 9], [0.01, 0.9])):
        family = type(curve).__name__.lower()
        pair = Portfolio(("a", "b"), curve)
        assert in_family(pair, family) is pair
        x = np.arange(121.0)[:, None]
        again = in_family(replace(pair, curve=Composed(Hyperbola([1e9] * 2, [1e-9] * 2), curve)), family)
        np.testing.assert_allclose(again.curve.value(x), curve.value(x), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_claims_are_those_of_dynamic_programming(family):
    """With a small company, so that every budget and weight is quickly solved in another way."""
    portfolio = in_family(SHOP, family)
    stages = with_frontier(24, type(LIFECYCLE)(LIFECYCLE.names, (0, 1, 2, 4, 11, 99)))
    found = claims(portfolio, small=30, large=90, weight=8, lifecycle=stages)
    _, best = best_by_dynamic_programming(portfolio, 30)
    pushed = replace(portfolio, floor=[24, 0, 0, 0, 0])
    assert found.price == pytest.approx(best - best_by_dynamic_programming(pushed, 30)[1])
    assert found.start_up.returns == pytest.approx(best)
    assert found.grown.returns == pytest.approx(best_by_dynamic_programming(portfolio, 90)[1])
    assert found.focused.returns == pytest.approx(best_by_dynamic_programming(portfolio.weighted(TOP, 8), 30)[1])
    assert found.hold == (found.units[0] < 11, found.units[0] < 24, found.units[1] >= 24, found.units[2] >= 24)
    assert allocate(portfolio, int(found.frontier_budget))[TOP] >= 24
    assert allocate(portfolio, int(found.frontier_budget) - 1)[TOP] < 24
    assert len(CLAIMS) == len(found.hold)


def test_out_of_reach_is_out_of_reach():
    far = claims(replace(SHOP, cap=70), lifecycle=with_frontier(90))
    assert far.frontier_budget == np.inf and far.hold[2:] == (False, False)
    assert claims(SHOP, small=50).price == np.inf and not claims(SHOP, small=50).hold[1]
    assert claims(SHOP, project="dispatching").units == (
        24,
        71,
        allocate(SHOP.weighted("dispatching", 10), 100)["dispatching"],
    )


def test_the_price_of_units_is_what_dynamic_programming_says():
    portfolio = replace(SHOP, weight=[1, 2, 1, 1, 3], floor=[0, 1, 0, 2, 0], cap=[25, 9, 9, 30, 5])
    found = price_of_units(portfolio, TOP, 30)
    _, best = best_by_dynamic_programming(portfolio, 30)
    for k, price in enumerate(found):
        fixed = replace(portfolio, floor=[k, 1, 0, 2, 0], cap=[k, 9, 9, 30, 5])
        assert price == pytest.approx(best - best_by_dynamic_programming(fixed, 30)[1], abs=1e-9)
    assert found.size == 26


def test_the_share_beyond_counts_units():
    for best in (allocate(SHOP, 100), allocate(SHOP, 300), allocate(ml_first(), 100)):
        units = [unit for x in best.effort for unit in range(int(x))]  # a project's unit k takes it from k to k + 1
        counted = [sum(unit >= start for unit in units) / len(units) for start in LIFECYCLE.starts]
        np.testing.assert_allclose(share_beyond(best.effort), counted)


def test_versions_are_solved_as_allocate_solves_them():
    drawn = versions(SHOP, samples=30, scale=0.4, weight=0.5, seed=4)
    after = drawn.decided_after(60, weight=3.0)
    for gain, effort in zip(drawn.gain, after, strict=True):
        by_hand = np.zeros(5, dtype=int)
        for _ in range(60):
            by_hand[np.argmax(gain[by_hand, np.arange(5)] * [3, 1, 1, 1, 1])] += 1
        np.testing.assert_array_equal(effort, by_hand)


def test_the_scales_are_lognormal_as_in_the_chapter_on_focus():
    rng = np.random.default_rng(8)
    unsure = replace(SHOP, curve=Log1p(SHOP.curve.a * rng.lognormal(sigma=0.3, size=(4000, 5)), SHOP.curve.b))
    usual = allocate_samples(unsure, 100)[:, 0]
    ours = versions(SHOP, samples=4000, scale=0.3).decided_after(100)[:, 0]
    np.testing.assert_allclose(np.quantile(ours, [0.1, 0.5, 0.9]), np.quantile(usual, [0.1, 0.5, 0.9]), atol=1.01)
    assert np.mean(ours >= 35) == pytest.approx(np.mean(usual >= 35), abs=0.03)


def test_one_allocation_before_is_best_on_average_and_knowing_is_better():
    drawn = versions(SHOP, most=40, samples=200, scale=0.8, weight=0.5, families=FAMILIES, seed=9)
    before, after = drawn.decided_before(20), drawn.decided_after(20)
    assert before.sum() == 20 and np.all(after.sum(axis=1) == 20)
    mean = np.concatenate([np.zeros((1, 5)), np.cumsum(drawn.gain.mean(axis=0), axis=0)])
    tried = np.zeros(21)
    for i in range(5):  # dynamic programming over the mean curves
        tried = np.array([max(tried[u - x] + mean[x, i] for x in range(u + 1)) for u in range(21)])
    assert drawn.earned(before) == pytest.approx(tried[20])
    assert drawn.earned(after) > drawn.earned(before)


def test_chances_are_counted():
    drawn = versions(SHOP, samples=50, stages=0.5, families=("power", "saturation"), seed=3)
    small, large, focus = drawn.decided_after(100), drawn.decided_after(300), drawn.decided_after(100, weight=10.0)
    counted = [0, 0, 0, 0]
    for k, stretch in enumerate(drawn.stretch):
        counted[0] += small[k, 0] < 35 * stretch
        counted[1] += small[k, 0] < 80 * stretch <= 100
        counted[2] += large[k, 0] >= 80 * stretch
        counted[3] += focus[k, 0] >= 80 * stretch
    np.testing.assert_allclose(chances(drawn), np.array(counted) / 50)
    assert chances(versions(SHOP, samples=9, scale=0), before=True) == (1, 1, 1, 1)


def test_the_stretch_and_the_families_are_drawn_as_said():
    drawn = versions(SHOP, most=2, samples=4000, scale=0, stages=0.5, families=("log1p", "saturation"))
    assert np.log(drawn.stretch).std() == pytest.approx(0.5, rel=0.05)
    first = SHOP.unit_gain(np.zeros(5))
    assert np.mean(np.all(np.isclose(drawn.gain[:, 0], first), axis=1)) == pytest.approx(0.5, abs=0.04)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: in_family(SHOP, "cubic"), "family is 'cubic'"),
        (lambda: in_family(SHOP, "power", most=1), "most is 1"),
        (lambda: in_family(grocery_delivery(Log), "power"), "expected 0"),
        (lambda: with_frontier(35), "Lifecycle starts"),
        (lambda: share_beyond([0, 0]), "effort is"),
        (lambda: price_of_units(replace(SHOP, floor=1), TOP, 100), "floor of 'dynamic pricing' is 1"),
        (lambda: versions(SHOP, scale=-1), "scale is -1"),
        (lambda: versions(replace(SHOP, floor=1)), "floors or caps"),
        (lambda: versions(SHOP, samples=2).decided_after(301), "budget is 301, expected at most the 300"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
