"""The rule without a map: its theorem on thousands of random portfolios, and what noise does to it."""

import numpy as np
import pytest
from effort import Hill, Hyperbola, Log1p, Mixed, Portfolio, Power, Saturation, grocery_delivery
from effort.unknown import fitted_gain, last_gain, measured, next_project, recent_gain, walk
from support.portfolios import best_by_dynamic_programming, random_curve

SHOP = grocery_delivery()
FAMILIES = (Log1p, Saturation, Power, Hyperbola)


def random_gains(rng: np.random.Generator) -> np.ndarray:
    """Shape (n, units), falling: of curves, of coarse numbers with many ties, or with cliffs down to nothing."""
    n, units = int(rng.integers(1, 8)), 60
    kind = rng.integers(3)
    if kind == 0:
        curves = Mixed([random_curve(rng, FAMILIES[rng.integers(4)]) for _ in range(n)])
        gains = np.diff(curve_values(curves, units), axis=1)
    elif kind == 1:
        gains = rng.integers(0, 5, (n, units)).astype(float)
    else:
        gains = rng.exponential(size=(n, units)) * (rng.random((n, units)) < 0.3) * 10.0 ** rng.uniform(-2, 2, (n, 1))
    return -np.sort(-gains, axis=1)


def curve_values(curve, units: int) -> np.ndarray:
    return curve.value(np.arange(units + 1)[:, None]).T


def by_the_rule(gains: np.ndarray, budget: int) -> np.ndarray:
    """The rule on known gains, in a plain loop that only looks at gains already made."""
    effort = np.zeros(len(gains), dtype=int)
    for _ in range(budget):
        effort[next_project([row[k - 1] if k else np.nan for row, k in zip(gains, effort, strict=True)])] += 1
    return effort


@pytest.mark.parametrize("seed", range(40))
def test_at_most_one_unit_of_each_project_is_misplaced(seed):
    """For 4,000 instances: all units but the last of each project are in one and the same optimum."""
    rng = np.random.default_rng(seed)
    for _ in range(100):
        gains = random_gains(rng)
        n = len(gains)
        budget = int(rng.integers(n, 50))
        effort = by_the_rule(gains, budget)
        ordered = -np.sort(-gains.ravel())
        threshold, untaken = ordered[budget - 1], max(row[k] for row, k in zip(gains, effort, strict=True))
        but_last = [(i, k) for i in range(n) for k in range(effort[i] - 1)]
        assert all(gains[i, k] >= threshold for i, k in but_last)
        # With every larger gain they fit into the budget, so one optimum has them all; equal gains fill it, the rule's
        # first.
        larger = {(i, k) for i in range(n) for k in range(60) if gains[i, k] > threshold}
        optimum = larger | set(but_last)
        assert len(optimum) <= budget
        lasts = [(i, effort[i] - 1) for i in range(n)]
        equal = [unit for unit in lasts if gains[unit] == threshold and unit not in optimum]
        optimum |= set(equal[: budget - len(optimum)])
        wasted = [unit for unit in lasts if unit not in optimum]
        assert len(wasted) <= n - 1
        # The loss is at most the last drop of each project whose last unit is not in it.
        loss = ordered[:budget].sum() - sum(row[:k].sum() for row, k in zip(gains, effort, strict=True))
        drops = [(gains[i, k - 1] if k else untaken) - gains[i, k] for i, k in wasted]
        assert -1e-9 <= loss <= sum(drops) + 1e-9
        assert loss <= (n - 1) * gains.max() + 1e-9


@pytest.mark.parametrize("seed", range(20))
def test_walking_is_the_rule(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 6))
    portfolio = Portfolio(
        tuple("abcdef"[:n]), Mixed([random_curve(rng, Log1p) for _ in range(n)]), rng.uniform(0.5, 5, n)
    )
    budget = int(rng.integers(n, 60))
    walked = walk(measured(portfolio), n, budget)
    gains = portfolio.weight[:, None] * np.diff(curve_values(portfolio.curve, 60), axis=1)
    np.testing.assert_array_equal(walked.effort, by_the_rule(gains, budget))
    np.testing.assert_array_equal(np.bincount(walked.order, minlength=n), walked.effort)
    _, best = best_by_dynamic_programming(portfolio, budget)
    assert portfolio.returns(walked.effort) <= best + 1e-9
    assert portfolio.returns(walked.effort) >= best - (n - 1) * gains.max()


def test_the_walk_sees_the_scores_that_it_is_told():
    walked = walk(lambda project, units: 100.0 * project + units, 2, 7, step=2)
    efforts, scores = walked.seen[1]
    np.testing.assert_array_equal(scores, 100 + efforts)
    assert walked.effort.sum() == 7 and np.all(np.diff(efforts) <= 2)


def test_a_slow_start_is_given_up_after_one_unit():
    """The theorem needs gains that fall: here the best project is left alone."""
    pair = Portfolio(("slow", "steady"), Mixed([Hill(90, 0.05, 4), Log1p(4, 1)]))
    walked = walk(measured(pair), 2, 60)
    assert walked.effort[0] == 1
    _, best = best_by_dynamic_programming(pair, 60)
    assert pair.returns(walked.effort) < 0.5 * best


def test_noise_makes_single_units_worse_than_equal_parts_and_larger_steps_mend_it():
    lost = {}
    for name, estimate, step in (
        ("unit", last_gain, 1),
        ("five", last_gain, 5),
        ("half", recent_gain, 5),
    ):
        ends = [walk(measured(SHOP, 1.0, seed), 5, 100, estimate, step).effort for seed in range(60)]
        lost[name] = np.mean([SHOP.returns(x) for x in ends])
    equal = SHOP.returns(np.full(5, 20))
    assert lost["unit"] < equal < lost["five"] < lost["half"]


def test_a_fit_recovers_the_curve_without_noise_and_any_family_helps_with_it():
    walked = walk(measured(SHOP), 5, 60, fitted_gain("log1p"), 5)
    effort, score = walked.seen[0]
    true = SHOP.curve.value(np.full(5, effort[-1] + 5.0))[0] - score[-1]
    assert fitted_gain("log1p")(effort, score, 5) == pytest.approx(true / 5, rel=1e-3)


def test_noise_has_the_standard_deviation_that_it_says_and_is_weighted():
    scores = measured(SHOP.weighted(SHOP.names[0], 3.0), noise=2.0, seed=1)
    drawn = np.array([scores(0, 20) for _ in range(4000)])
    assert drawn.std() == pytest.approx(6.0, rel=0.05)
    assert drawn.mean() == pytest.approx(3 * SHOP.curve.value(np.full(5, 20.0))[0], abs=0.4)


def test_next_project_on_live_numbers():
    assert next_project([np.nan, np.nan]) == 0
    assert next_project([1.0, 2.0, 2.0]) == 1
    assert next_project([-0.5, -0.1]) == 1
    assert next_project(3.0) == 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: next_project([]), r"last_gains has shape \(0,\)"),
        (lambda: next_project(["much"]), "expected numbers"),
        (lambda: next_project([1.0, np.inf]), r"last_gains\[1\] is inf"),
        (lambda: walk(lambda i, k: 0.0, 0, 5), "projects is 0"),
        (lambda: walk(lambda i, k: 0.0, 2, 5, step=0), "step 0"),
        (lambda: walk(lambda i, k: 0.0, 2, 5.5), "budget is 5.5"),
        (lambda: measured(SHOP, -1), "noise is -1.0"),
        (lambda: fitted_gain("cubic")(np.arange(4.0), np.arange(4.0), 1), "family is 'cubic'"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
