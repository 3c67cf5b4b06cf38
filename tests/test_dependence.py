"""Projects that depend on each other: exact against every division and HiGHS, and what the chapter says of them."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from effort import (
    LIFECYCLE,
    Composed,
    Hill,
    Hyperbola,
    Log,
    Log1p,
    Mixed,
    Platform,
    Polyline,
    Portfolio,
    Power,
    Prerequisites,
    Saturation,
    SpillOver,
    allocate,
    allocate_dependent,
    greedy_dependent,
    grocery_delivery,
    price_of_effort,
)
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_array
from support.portfolios import by_heap

SHOP = grocery_delivery()
TOP = SHOP.names[0]
NEEDY = Prerequisites(SHOP, {"log": 15}, {TOP: ["log"], "recommendations": ["log"]})
SPILL = SpillOver(SHOP, "dispatching", [0.3, 0, 0, 0.2, 0.1])
MODELS = {"platform": Platform(SHOP), "spill-over": SPILL, "prerequisite": NEEDY}


def random_portfolio(rng, n: int, budget: int) -> Portfolio:
    floor = rng.integers(0, 2, n)
    return Portfolio(
        tuple("abc"[:n]),
        Log1p(rng.uniform(3, 20, n), rng.uniform(0.3, 4, n)),
        rng.choice([0.0, 0.5, 1.0, 3.0], n),
        floor,
        np.maximum(floor, rng.integers(2, budget + 3, n)),
    )


def random_model(rng, kind: str, budget: int):
    portfolio = random_portfolio(rng, 3, budget)
    if kind == "platform":
        return Platform(portfolio, rng.uniform(0, 3), rng.uniform(0.5, 8))
    if kind == "spill-over":
        return SpillOver(portfolio, str(rng.choice(portfolio.names)), rng.uniform(0, 1.2, 3))
    cost = {"log": int(rng.integers(0, 4)), "labels": int(rng.integers(0, 4))}
    needs = {name: [each for each in cost if rng.random() < 0.5] for name in portfolio.names}
    return Prerequisites(portfolio, cost, needs)


def by_every_division(model, budget: int) -> float:
    """The most that any whole units within floors, caps and budget earn."""
    portfolio = model.portfolio
    shared = len(model.names) - len(portfolio)
    ranges = [range(low, min(high, budget) + 1) for low, high in zip(portfolio.floor, portfolio.cap, strict=True)]
    units = np.array(list(product(*ranges, *[range(budget + 1)] * shared)))
    return model.returns(units[units.sum(axis=1) <= budget]).max()


@pytest.mark.parametrize("kind", MODELS)
def test_the_optimum_is_the_best_of_all_divisions(kind):
    rng = np.random.default_rng(6)
    for _ in range(60):
        budget = int(rng.integers(4, 9))
        model = random_model(rng, kind, budget)
        plan = allocate_dependent(model, budget)
        assert plan.units.sum() <= budget and plan.units.dtype == np.int64
        assert np.all((plan.effort >= model.portfolio.floor) & (plan.effort <= model.portfolio.cap))
        assert plan.returns == pytest.approx(by_every_division(model, budget), rel=1e-12)
        assert greedy_dependent(model, budget).returns <= plan.returns + 1e-9


@pytest.mark.parametrize("family", [Log1p, Saturation, Power, Hyperbola])
@pytest.mark.parametrize("kind", MODELS)
def test_bounds_skip_no_decision_that_earns_more(kind, family):
    """Beside one allocation for every decision, of curves sampled at whole units."""
    rng = np.random.default_rng(8)
    for _ in range(12):
        budget = int(rng.integers(15, 40))
        model = random_model(rng, kind, budget)
        curve = family(rng.uniform(3, 20, 3), rng.uniform(0.05, 0.5, 3))
        model = replace(model, portfolio=replace(model.portfolio, curve=curve))
        best = 0.0
        for shared, projects in model.decisions(budget):
            if (left := budget - int(shared.sum())) >= projects.floor.sum():
                best = max(best, model.returns(np.append(by_heap(projects, left), shared)))
        assert allocate_dependent(model, budget).returns == pytest.approx(best, rel=1e-12)


def test_a_platform_for_ten_thousand_units_needs_few_allocations(monkeypatch):
    calls = []
    monkeypatch.setattr("effort.dependence.allocate", lambda *problem: calls.append(problem) or allocate(*problem))
    plan = allocate_dependent(Platform(SHOP), 10_000)
    assert len(calls) < 1000
    for built in (0, 50, plan["platform"] - 1, plan["platform"] + 1, 300, 5000):
        projects = replace(SHOP, curve=Log1p(SHOP.curve.a, SHOP.curve.b * Platform(SHOP).multiplier(built)))
        assert allocate(projects, 10_000 - built).returns <= plan.returns


@pytest.mark.parametrize(
    "curve",
    [
        Log(12, 3.0), Log1p(12, 3.0), Saturation(12, 0.1), Power(12, 0.4), Hyperbola(12, 0.1), Hill(12, 0.1, 2.0),
        Composed(Saturation(9, 0.1), Log1p(12, 3.0)), Polyline([[0, 2, 9]], [[0, 5, 8]]), Mixed([Log1p(12, 3.0)]),
    ],
    ids=lambda curve: type(curve).__name__,
)  # fmt: skip
def test_scaled_effort_counts_for_more(curve):
    x = np.array([1.0, 3, 10])[:, None]
    scaled = curve.scaled(1.75)
    np.testing.assert_allclose(scaled.value(x), curve.value(1.75 * x), rtol=1e-12)
    np.testing.assert_allclose(scaled.gradient(x), 1.75 * curve.gradient(1.75 * x), rtol=1e-12)
    np.testing.assert_allclose(scaled.unit_gain(x), curve.value(1.75 * (x + 1)) - curve.value(1.75 * x), atol=1e-12)


def test_spill_over_is_optimal_by_integer_programming():
    """Shares are tenths, so effective efforts are tenths of units: lines between those are exact where it matters."""
    budget, tenths = 100, 1300
    n = len(SHOP)
    knots = np.arange(tenths + 1) / 10
    value = SHOP.curve.value(knots[:, None])
    size = n + n * knots.size  # units, then the parts of each knot
    rows = lil_array((2 * n + 1, size))
    source = SHOP.index("dispatching")
    for i in range(n):
        parts = slice(n + i * knots.size, n + (i + 1) * knots.size)
        rows[i, parts] = 1.0  # they add up to one,
        rows[n + i, parts] = knots  # and to the effective effort
        rows[n + i, i] = -1.0
        if i != source:
            rows[n + i, source] = -SPILL.share[i]
    rows[2 * n, :n] = 1.0
    right = np.concatenate([np.ones(n), np.zeros(n), [budget]])
    found = milp(
        -np.concatenate([np.zeros(n), value.T.ravel()]),
        constraints=LinearConstraint(rows.tocsr(), np.append(right[:-1], 0), right),
        integrality=np.append(np.ones(n), np.zeros(size - n)),
        bounds=Bounds(0, np.append(np.full(n, budget), np.ones(size - n))),
    )
    assert found.success
    assert allocate_dependent(SPILL, budget).returns == pytest.approx(-found.fun, abs=1e-5)


@pytest.mark.parametrize("budget", [20, 50, 100])
def test_prerequisites_are_optimal_by_integer_programming(budget):
    """One yes or no for each unit of each project, in order by its gain, and one for the log."""
    gains = SHOP.unit_gain(np.arange(budget)[:, None]).T
    needing = np.repeat([name in NEEDY.needs for name in SHOP.names], budget)
    units = np.eye(gains.size)[needing]
    rows = np.vstack([np.append(np.ones(gains.size), 15), np.hstack([units, -np.ones((len(units), 1))])])
    found = milp(
        -np.append(gains.ravel(), 0),
        constraints=LinearConstraint(rows, -np.inf, np.append(budget, np.zeros(len(units)))),
        integrality=np.ones(gains.size + 1),
        bounds=Bounds(0, 1),
    )
    assert found.success
    assert allocate_dependent(NEEDY, budget).returns == pytest.approx(-found.fun, rel=1e-6)


def test_without_any_dependence_the_plan_is_the_allocation():
    best = allocate(SHOP, 100).effort.tolist()
    for model in (
        Platform(SHOP, boost=0),
        SpillOver(SHOP, TOP, np.zeros(5)),
        Prerequisites(SHOP, {"log": 0}, {TOP: ["log"]}),
    ):
        assert allocate_dependent(model, 100).effort.tolist() == best
        assert greedy_dependent(model, 100).effort.tolist() == best


def test_ignoring_dependence_costs_and_the_true_next_gain_does_not_but_at_a_threshold():
    lost = {}
    for name, model in MODELS.items():
        best = allocate_dependent(model, 100).returns
        ignoring = np.append(allocate(SHOP, 100).effort, np.zeros(len(model.shared), int))
        lost[name] = [1 - model.returns(ignoring) / best, 1 - greedy_dependent(model, 100).returns / best]
        assert lost[name][0] > 0.01
    assert lost["platform"][1] < 1e-3 and lost["spill-over"][1] < 1e-3, "gradual: the true next gain is enough"
    assert lost["prerequisite"][1] > 0.3, "a threshold: it is not"


def test_greedy_dependent_can_lose_with_gradual_dependence_too():
    """The chapter says that nothing proves the rule: among random spill-overs are some where it misses the optimum."""
    rng = np.random.default_rng(7)
    losses = []
    for _ in range(200):
        model = random_model(rng, "spill-over", 8)
        losses.append(allocate_dependent(model, 8).returns - greedy_dependent(model, 8).returns)
    assert max(losses) > 1e-6


def test_price_of_effort_is_the_returns_given_up():
    for budget, price in zip((100, 250, 251, 300), price_of_effort(SHOP, TOP, 80, [100, 250, 251, 300]), strict=True):
        rest = allocate(SHOP.weighted(TOP, 0), budget - 80).returns + SHOP.curve.value(80)[0]
        assert price == pytest.approx(max(0, allocate(SHOP, budget).returns - rest) if budget < 251 else 0, abs=1e-9)
    assert price_of_effort(SHOP, TOP, 80, 79) == np.inf


def test_shapes_of_returns_move_the_frontier_as_the_chapter_says():
    """By trying every effort for the top project, with the heap for the rest apart from the chapter's own way."""
    x = np.arange(301)
    accuracy = SHOP.curve[[0]].value(x[:, None])[:, 0]
    frontier = int(LIFECYCLE.frontier)
    threshold = accuracy[frontier] * (accuracy >= accuracy[frontier])
    # Beside a threshold at the frontier only two efforts make sense: none, and just enough.
    others = SHOP.weighted(TOP, 0)
    goes = [
        budget >= frontier
        and threshold[frontier] + allocate(others, budget - frontier).returns > allocate(others, budget).returns
        for budget in x
    ]
    assert goes.index(True) == 87
    concave = Portfolio(
        SHOP.names,
        Mixed([Polyline(x[None], (76 * np.log1p(accuracy / 20) / np.log1p(76 / 20))[None]), SHOP.curve[1:]]),
    )
    assert allocate(concave, 300)[TOP] < frontier < allocate(SHOP, 300)[TOP]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Platform(SHOP, boost=-1), "boost is -1"),
        (lambda: Platform(SHOP, half=0), "half is 0"),
        (lambda: SpillOver(SHOP, "search", np.zeros(5)), "project is 'search'"),
        (lambda: SpillOver(SHOP, TOP, [0.5, 0.5]), r"share has shape \(2,\)"),
        (lambda: SpillOver(SHOP, TOP, [0, 0, 0, 0, np.nan]), r"share\[4\] is nan"),
        (lambda: Prerequisites(SHOP, {}, {}), "cost is empty"),
        (lambda: Prerequisites(SHOP, {"log": -1}, {}), r"cost\[0\] is -1"),
        (lambda: Prerequisites(SHOP, {TOP: 1}, {}), f"prerequisite '{TOP}' is a project too"),
        (lambda: Prerequisites(SHOP, {"log": 1}, {"search": ["log"]}), "project is 'search'"),
        (lambda: Prerequisites(SHOP, {"log": 1}, {TOP: ["lag"]}), "is 'lag', expected one of log"),
        (lambda: allocate_dependent(NEEDY, -1), "budget is -1"),
        (lambda: allocate_dependent(Platform(replace(SHOP, floor=30)), 100), "floors"),
        (lambda: allocate_dependent(Platform(Portfolio(("a",), Hill(1, 1, 3))), 9), "concave"),
        (lambda: greedy_dependent(NEEDY, 2.5), "budget is 2.5"),
        (lambda: allocate_dependent(NEEDY, 9)["search"], "project is 'search', expected one of .*log"),
        (lambda: price_of_effort(SHOP, TOP, -1, 9), "effort is -1"),
    ],
)
def test_bad_input_is_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()
