"""Stocks that age: the years against the closed form, whole units one by one, and other starts."""

from dataclasses import replace

import numpy as np
import pytest
from effort import Log1p, Portfolio, Power, budget_needed, grocery_delivery, water_filling
from effort.years import combined_loss, most_loss, run_years, stock_budget, sustained, years_until
from support.portfolios import random_portfolio

SHOP = grocery_delivery()


def by_hand(portfolio, team, loss, years):
    """The years with whole units given one at a time, in a plain loop."""
    stock = np.zeros(len(portfolio))
    history = [stock.copy()]
    for _ in range(years):
        stock *= 1 - loss
        for _ in range(team):
            gain = portfolio.weight * (portfolio.curve.value(stock + 1) - portfolio.curve.value(stock))
            stock[np.argmax(gain)] += 1
        history.append(stock.copy())
    return np.array(history)


@pytest.mark.parametrize("loss", [0.0, 0.2, 0.5, 1.0])
def test_whole_units_given_one_by_one_end_within_a_unit_or_two(loss):
    ran = run_years(SHOP, 100, loss, 10)
    np.testing.assert_allclose(ran.stock, by_hand(SHOP, 100, loss, 10), atol=1.5)


@pytest.mark.parametrize("seed", range(40))
def test_every_year_is_the_optimum_of_that_years_stock(seed):
    """The proof: started from nothing, what is left of a year never binds."""
    rng = np.random.default_rng(seed)
    portfolio, _ = random_portfolio(rng)
    portfolio = replace(portfolio, floor=0, cap=None)
    if not portfolio.weight.any():
        portfolio = replace(portfolio, weight=1)
    team, loss = rng.uniform(1, 200), rng.uniform(0, 1)
    ran = run_years(portfolio, team, loss, 6)
    total = 0.0
    for year in range(1, 7):
        total = (1 - loss) * total + team
        assert stock_budget(team, loss, year) == pytest.approx(total, rel=1e-12)
        best = water_filling(portfolio, total)
        # Several divisions may be equally good, so the returns are compared, and the stock's size.
        assert ran.stock[year].sum() == pytest.approx(best.spent, rel=1e-6)
        assert portfolio.returns(ran.stock[year]) == pytest.approx(best.returns, rel=1e-6, abs=1e-6)


def test_the_years_lead_to_what_the_static_model_gives_the_budget_team_over_loss():
    for loss in (0.2, 0.5, 0.9):
        ran = run_years(SHOP, 100, loss, 120)
        np.testing.assert_allclose(ran.stock[-1], water_filling(SHOP, 100 / loss).effort, rtol=1e-6)
        np.testing.assert_allclose(ran.stock[-1], sustained(SHOP, 100, loss).effort, rtol=1e-6)


@pytest.mark.parametrize("seed", range(10))
def test_from_wherever_it_starts_it_ends_there_too(seed):
    rng = np.random.default_rng(seed)
    start = rng.uniform(0, 400, 5) * (rng.random(5) < 0.5)
    ran = run_years(SHOP, 100, 0.3, 150, start=start)
    np.testing.assert_allclose(ran.stock[-1], sustained(SHOP, 100, 0.3).effort, rtol=1e-5)


def test_what_is_left_is_never_taken_away():
    start = np.array([0.0, 0, 0, 0, 500])
    ran = run_years(SHOP, 100, 0.1, 5, start=start)
    assert np.all(ran.added >= 0)
    np.testing.assert_allclose(ran.stock[1:, 4], 500 * 0.9 ** np.arange(1, 6))
    np.testing.assert_allclose(ran.added.sum(axis=1), 100)


def test_the_year_of_arrival_is_found_by_counting():
    rng = np.random.default_rng(5)
    for _ in range(3000):
        team, budget = rng.uniform(0.5, 300), rng.uniform(0.5, 1000)
        loss = rng.choice([0.0, 1.0, rng.uniform(0, 1), rng.uniform(0, 0.05)])
        expected, total = np.inf, 0.0
        for year in range(1, 3000):
            before, total = total, (1 - loss) * total + team
            if total >= budget:
                expected = year
                break
            if total - before < 1e-9 * total:
                break
        assert years_until(budget, team, loss) == expected, (team, budget, loss)
    assert years_until(0, 5, 0.5) == 0


def test_the_year_of_arrival_agrees_with_the_run():
    budget = budget_needed(SHOP, SHOP.names[0], 80)
    for loss in (0.0, 0.1, 0.2, 0.3, 0.35):
        assert run_years(SHOP, 100, loss, 12).reached(SHOP.names[0], 80) == years_until(budget, 100, loss)
    assert run_years(SHOP, 100, 0.45, 200).reached(SHOP.names[0], 80) is None
    assert years_until(budget, 100, 0.45) == np.inf


def test_the_largest_loss_parts_ever_from_never():
    limit = most_loss(251, 100)
    assert np.isfinite(years_until(251, 100, 0.999 * limit))
    assert years_until(251, 100, 1.001 * limit) == np.inf
    assert most_loss(50, 100) == 1


def test_a_moving_frontier_is_a_loss_in_relative_terms():
    """Run in units of the first year, with stages and new units that grow by 25 % a year, and divide by the growth."""
    growth, loss = 0.25, 0.2
    stock, scale = 0.0, 1.0
    for _ in range(8):
        stock, scale = (1 - loss) * stock, scale * (1 + growth)
        stock += 100 * scale
    assert stock / scale == pytest.approx(float(stock_budget(100, combined_loss(loss, growth), 8)))


def test_steep_starts_and_one_project_work_too():
    portfolio = Portfolio(("a", "b"), Power([10, 10], [0.5, 0.5]))
    np.testing.assert_allclose(run_years(portfolio, 10, 0.5, 60).stock[-1], [10, 10], rtol=1e-6)
    alone = Portfolio(("a",), Log1p(10, 1))
    np.testing.assert_allclose(run_years(alone, 10, 0, 3).stock[:, 0], [0, 10, 20, 30])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: run_years(SHOP, 100, 1.5, 3), "loss is 1.5, expected a share of at most 1"),
        (lambda: run_years(SHOP, -1, 0.5, 3), "team is -1.0"),
        (lambda: run_years(SHOP, 1, 0.5, 2.5), "years is 2.5"),
        (lambda: run_years(SHOP, 1, 0.5, 2, start=-1), "start is -1.0"),
        (lambda: run_years(replace(SHOP, floor=1), 100, 0.5, 3), "floors or caps"),
        (lambda: run_years(replace(SHOP, cap=90), 100, 0.5, 3), "floors or caps"),
        (lambda: sustained(SHOP, 100, 0), "loss is 0.0, expected a finite number above 0"),
        (lambda: stock_budget(100, 0.5, -1), "years is -1.0"),
        (lambda: combined_loss(0.1, -0.1), "growth is -0.1"),
        (lambda: years_until(100, 0, 0.5), "team is 0.0"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
