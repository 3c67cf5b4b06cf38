"""The growth path and the phase map are the same as solving every budget and weight on its own."""

from dataclasses import replace

import numpy as np
import pytest
from effort import (
    LIFECYCLE,
    Lifecycle,
    Log,
    Portfolio,
    allocate,
    frontier_budget,
    grocery_delivery,
    growth_path,
    log_frontier_budget,
    phase_map,
    water_filling,
    weight_needed,
    weights_needed,
)
from support.portfolios import random_portfolio


def test_every_budget_on_the_path_is_its_own_optimum():
    rng = np.random.default_rng(1)
    for _ in range(150):
        portfolio, budget = random_portfolio(rng)
        path = growth_path(portfolio, budget)
        for total, effort in zip(path.budgets.tolist(), path.effort(), strict=True):
            np.testing.assert_array_equal(effort, allocate(portfolio, total).effort)
        assert np.all(path.gain[1:] <= path.gain[:-1])


def test_entry_budget_is_the_first_budget_at_which_the_project_is_there():
    shop = replace(grocery_delivery(), floor=[0, 2, 0, 0, 0])
    path = growth_path(shop, 400)
    for name in shop.names:
        for start in LIFECYCLE.starts[1:]:
            budget = path.entry_budget(name, start)
            if budget is None:
                assert allocate(shop, 400)[name] < start
                continue
            assert allocate(shop, budget)[name] >= start
            if budget > path.budgets[0]:
                assert allocate(shop, budget - 1)[name] < start


def test_phase_map_equals_separate_optima():
    shop = replace(grocery_delivery(), floor=[0, 1, 0, 2, 0], cap=60)
    weights = [0.0, 0.5, 1.0, 10.0]
    units = phase_map(shop, "dispatching", weights, 350)
    assert units.shape == (4, 351)
    np.testing.assert_array_equal(units[:, :3], 0)
    for row, weight in zip(units, weights, strict=True):
        for budget in (3, 10, 57, 240, 350):
            assert row[budget] == allocate(shop.weighted("dispatching", weight), budget)["dispatching"]


@pytest.mark.parametrize(
    "limits", [{}, {"floor": [0, 3, 0, 2, 0]}, {"floor": [0, 3, 0, 2, 0], "cap": [9, 40, 12, 2, 8]}]
)
def test_weights_needed_for_every_budget_are_those_of_each(limits):
    shop = replace(grocery_delivery(), **limits)
    efforts, budgets = [0, 3, 4, 20, 39, 41, 80], [0, 4, 5, 9, 25, 60, 61, 150]
    needed = weights_needed(shop, "dispatching", efforts, 150)
    assert needed.shape == (7, 151)
    for row, effort in zip(needed, efforts, strict=True):
        assert np.all(row[1:] <= row[:-1]), "more units never make a stage harder to reach"
        for budget in budgets:
            if budget < shop.floor.sum():
                assert row[budget] == np.inf
                continue
            assert row[budget] == pytest.approx(weight_needed(shop, "dispatching", effort, budget))
            if 0 < row[budget] < np.inf:
                above, below = (
                    allocate(shop.weighted("dispatching", row[budget] * times), budget)["dispatching"]
                    for times in (1.0001, 0.9999)
                )
                assert below < effort <= above


def test_frontier_budget_is_the_first_budget_at_the_frontier():
    shop = grocery_delivery()
    weights = np.array([0.05, 1, 3, 10])
    for weight, budget in zip(weights, frontier_budget(shop, "dynamic pricing", weights, 400), strict=True):
        heavier = shop.weighted("dynamic pricing", weight)
        if np.isnan(budget):
            assert allocate(heavier, 400)["dynamic pricing"] < LIFECYCLE.frontier
        else:
            assert allocate(heavier, int(budget))["dynamic pricing"] >= LIFECYCLE.frontier
            assert allocate(heavier, int(budget) - 1)["dynamic pricing"] < LIFECYCLE.frontier


@pytest.mark.parametrize("weight", [1.0, 10.0])
def test_closed_form_frontier_budget_agrees_with_water_filling(weight):
    shop = grocery_delivery(Log).weighted("dynamic pricing", weight)
    budget = log_frontier_budget(shop.weight, shop.curve.a, LIFECYCLE.frontier)
    assert water_filling(shop, budget)["dynamic pricing"] == pytest.approx(LIFECYCLE.frontier)


def test_stage_begins_exactly_at_its_start():
    for index, start in enumerate(LIFECYCLE.starts):
        assert LIFECYCLE.stage(start) == index
        assert LIFECYCLE.name(start) == LIFECYCLE.names[index]
        assert LIFECYCLE.start(LIFECYCLE.names[index]) == start
        if start > 0:
            assert LIFECYCLE.stage(np.nextafter(start, 0)) == index - 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: LIFECYCLE.stage([3, -1]), "effort[1] is -1.0, expected a finite number of at least 0"),
        (lambda: LIFECYCLE.start("V9"), f"stage is 'V9', expected one of {', '.join(LIFECYCLE.names)}"),
        (lambda: Lifecycle(("a", "b"), (0, 0)), "Lifecycle starts is [0. 0.], expected 2 efforts increasing from 0"),
        (lambda: Lifecycle(("a",), (1,)), "Lifecycle starts is [1.], expected 1 efforts increasing from 0"),
        (
            lambda: phase_map(grocery_delivery(), "pricing", 1, 9),
            f"project is 'pricing', expected one of {', '.join(grocery_delivery().names)}",
        ),
        (
            lambda: phase_map(grocery_delivery(), "dispatching", [-1], 9),
            "weights[0] is -1.0, expected a finite number of at least 0",
        ),
        (
            lambda: log_frontier_budget(0, [12, 9], 80),
            "weight * a is [0. 0.], expected one number for each project, the first above 0",
        ),
        (
            lambda: growth_path(Portfolio(("a",), Log(1, 1), floor=3), 2),
            "floors add up to 3, expected at most the budget, 2",
        ),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError) as error:
        call()
    assert str(error.value) == message
