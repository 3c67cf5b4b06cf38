"""The Python side of the explorers: settings, checks, and the data that the front ends draw with."""

import math
import re
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest
import traitlets
from effort import LIFECYCLE, Log1p, Portfolio, allocate, grocery_delivery, growth_path
from effort.explorers import (
    EXPLORERS,
    AllocationExplorer,
    FocusExplorer,
    GrowthExplorer,
    LifecycleExplorer,
    OpeningExplorer,
    WaterLevelExplorer,
)
from support.sent import unpacked

SHOP = grocery_delivery()


def code(program: str) -> str:
    """A JavaScript program without its comments."""
    return re.sub(r"(^|\s)//\s.*$", "", re.sub(r"/\*.*?\*/", "", program, flags=re.DOTALL), flags=re.MULTILINE)


def one_by_one(gains: np.ndarray, weights, floors) -> np.ndarray:
    """What the page does: the largest gain takes the unit, up to 500; a row for each budget from the floors' on."""
    effort = np.array(floors)
    rows = [effort.copy()]
    while effort.sum() < 500:
        effort[np.argmax(np.array(weights) * gains[np.arange(5), effort])] += 1
        rows.append(effort.copy())
    return np.array(rows)


@pytest.fixture(scope="module")
def gains() -> np.ndarray:
    return np.array([unpacked(column) for column in AllocationExplorer().data["gains"]])


@pytest.mark.parametrize("weights", [[1, 1, 1, 1, 1], [10, 1, 1, 1, 1], [0, 3, 0.5, 20, 1]], ids=str)
def test_the_gains_sent_to_the_page_lead_to_the_same_units(gains, weights):
    """They are shortened: at every budget of the slider that must not matter."""
    weighted = replace(SHOP, weight=weights)
    for budget, effort in enumerate(one_by_one(gains, weights, [0] * 5)):
        np.testing.assert_array_equal(effort, allocate(weighted, budget).effort)


def test_the_same_units_at_every_weight_of_the_sliders(gains):
    rng = np.random.default_rng(3)
    # The weight of the first project in the opening and on the map, then all weights and floors of the allocation.
    settings = [([weight, 1, 1, 1, 1], [0] * 5) for weight in np.arange(0, 30.1, 0.5)]
    settings += [([weight, 1, 1, 1, 1], [0] * 5) for weight in np.round(np.arange(0.4, 30.05, 0.1), 1)]
    settings += [(rng.integers(1, 41, 5) / 2, rng.integers(0, 101, 5)) for _ in range(150)]
    for weights, floors in settings:
        if 3 * weights[0] != weights[4]:  # else there are ties; see below
            path = growth_path(replace(SHOP, weight=weights, floor=floors), 500)
            np.testing.assert_array_equal(one_by_one(gains, weights, floors), path.effort(), f"{weights}, {floors}")


def test_equal_gains_may_come_in_another_order_but_add_up_to_the_same(gains):
    """The first and the last project differ by a factor of three only. Weighted to be equal, all their gains are ties,
    and which of the two gets a unit first hangs on digits that the page does not have."""
    portfolio = replace(SHOP, weight=[5, 3, 7.5, 4, 15])
    page, library = one_by_one(gains, portfolio.weight, [0] * 5), growth_path(portfolio, 500).effort()
    assert np.abs(page - library).max() <= 1
    np.testing.assert_array_equal(page[:, 1:4], library[:, 1:4])
    np.testing.assert_allclose(portfolio.returns(page), portfolio.returns(library), rtol=1e-12)


def test_the_values_sent_to_the_page_are_the_curves():
    values = np.array([unpacked(column) for column in AllocationExplorer().data["values"]])
    np.testing.assert_allclose(values.T, SHOP.curve.value(np.arange(501)[:, None]), rtol=1e-5)


def test_allocation_follows_every_setting():
    explorer = AllocationExplorer()
    assert explorer.allocation == allocate(SHOP, 100).effort.tolist()
    explorer.budget = 60
    explorer.weights = [1, 1, 5, 1, 1]
    explorer.floors = [0, 0, 0, 0, 9]
    expected = allocate(replace(SHOP, weight=[1, 1, 5, 1, 1], floor=[0, 0, 0, 0, 9]), 60)
    assert explorer.allocation == expected.effort.tolist()
    focus = FocusExplorer(budget=200, weight=3)
    assert focus.allocation == allocate(SHOP.weighted("dynamic pricing", 3), 200).effort.tolist()


def test_an_explorer_takes_any_portfolio():
    mine = Portfolio(("search", "fraud"), Log1p(a=[20, 9], b=1), weight=[1, 2], floor=[0, 3])
    explorer = AllocationExplorer(mine, budget=40)
    assert explorer.allocation == allocate(mine, 40).effort.tolist()
    assert (explorer.data["names"], explorer.floors) == (["search", "fraud"], [0, 3])


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("budget", -1, "-1"),
        ("budget", 501, "501"),
        ("weights", [1, 1], "weights has 2 numbers, expected 5"),
        ("weights", [1, 1, -3, 1, 1], r"weights\[2\] is -3.0, expected a finite number of at least 0"),
        ("weights", [1, 1, float("nan"), 1, 1], r"weights\[2\] is nan"),
        ("budget", 10.5, "10.5"),
        ("weights", [1, 1, float("inf"), 1, 1], r"weights\[2\] is inf"),
        ("weights", "many", "many"),
        ("floors", [0, 0, 0, 0, -1], r"floors\[4\] is -1.0, expected a whole number from 0"),
        ("floors", [0, 0.5, 0, 0, 0], "0.5"),
        ("by_hand", "yes", "yes"),
        ("hand", [1, 2, 3], "hand has 3 numbers, expected 5"),
    ],
)
def test_bad_settings_are_named_and_change_nothing(name, value, message):
    explorer = AllocationExplorer()
    before = (getattr(explorer, name), explorer.allocation)
    with pytest.raises(traitlets.TraitError, match=message):
        setattr(explorer, name, value)
    assert (getattr(explorer, name), explorer.allocation) == before


def test_floors_that_exceed_the_budget_are_refused():
    explorer = AllocationExplorer(budget=20)
    with pytest.raises(traitlets.TraitError, match="floors add up to 30, expected at most the budget, 20"):
        explorer.floors = [0, 0, 0, 30, 0]
    assert explorer.floors == [0, 0, 0, 0, 0]
    explorer = AllocationExplorer(floors=[0, 0, 0, 30, 0])
    with pytest.raises(traitlets.TraitError, match="floors add up to 30, expected at most the budget, 20"):
        explorer.budget = 20
    assert explorer.budget == 100


@pytest.mark.parametrize(
    ("kind", "name", "value", "message"),
    [
        (LifecycleExplorer, "family", "cubic", "cubic"),
        (LifecycleExplorer, "scale", 0, "scale is 0.0, expected a finite number above 0"),
        (LifecycleExplorer, "scale", "tall", "tall"),
        (LifecycleExplorer, "steepness", 0, "steepness is 0.0"),
        (LifecycleExplorer, "steepness", float("inf"), "inf"),
        (LifecycleExplorer, "starts", [1, 8, 20, 20, 80], "expected 6 efforts increasing from 0"),
        (LifecycleExplorer, "starts", [1, 8, 20, 35], "expected 6 efforts increasing from 0"),
        (LifecycleExplorer, "starts", [0, 8, 20, 35, 80], "expected 6 efforts increasing from 0"),
        (LifecycleExplorer, "starts", [1, 8, 20, 35, 120], "expected efforts below 120"),
        (LifecycleExplorer, "starts", [], "expected 6 efforts increasing from 0"),
        (OpeningExplorer, "weight", -0.5, "weight is -0.5, expected a finite number of at least 0"),
        (FocusExplorer, "weight", float("nan"), "weight is nan"),
        (FocusExplorer, "budget", 501, "501"),
        (GrowthExplorer, "budget", -1, "-1"),
    ],
)
def test_bad_settings_of_the_other_explorers_are_named(kind, name, value, message):
    explorer = kind()
    before = repr(explorer)
    with pytest.raises(traitlets.TraitError, match=message):
        setattr(explorer, name, value)
    assert repr(explorer) == before
    with pytest.raises(traitlets.TraitError, match=message):
        kind(**{name: value})


@pytest.mark.parametrize(
    ("kind", "name", "value"), [(AllocationExplorer, "allocation", [1] * 5), (LifecycleExplorer, "gains", [1.0])]
)
def test_results_can_not_be_set(kind, name, value):
    with pytest.raises(traitlets.TraitError, match=name):
        setattr(kind(), name, value)


# Families by their formulae, each scaled to reach 1 at 80 units; of others, the tests of curves see to the values.
FORMULAE = {
    "log1p": lambda x: math.log(1 + 2 * x) / math.log(161),
    "power": lambda x: (x / 80) ** 0.33,
    "hyperbola": lambda x: (1 - 1 / (1 + 0.1 * x)) / (1 - 1 / 9),
    "saturation": lambda x: (1 - math.exp(-0.05 * x)) / (1 - math.exp(-4)),
}


@pytest.mark.parametrize("family", LifecycleExplorer.FAMILIES)
@pytest.mark.parametrize(("scale", "steepness"), [(75, 1), (20, 0.3), (100, 3.7)])
def test_the_gains_of_the_lifecycle_are_the_curve_s(family, scale, steepness):
    explorer = LifecycleExplorer()
    explorer.family, explorer.scale, explorer.steepness = family, scale, steepness
    value = FORMULAE.get(family, LifecycleExplorer.FAMILIES[family].value)
    for starts in (LIFECYCLE.starts[1:].tolist(), [2, 5, 30, 31, 119]):
        explorer.starts = starts
        expected = [scale * (value(steepness * (start + 1)) - value(steepness * start)) for start in starts]
        assert explorer.gains == pytest.approx(expected, rel=1e-9)
        assert max(explorer.gains) <= explorer.data["most"]


def test_the_axis_of_gains_has_room_for_the_largest():
    steep = np.linspace(0.2, 4, 77)
    largest = max(100 * (value(2 * s) - value(s)) for value in FORMULAE.values() for s in steep)
    assert largest <= LifecycleExplorer().data["most"] < 1.2 * largest


def test_the_lines_sent_to_the_map_are_where_the_optimum_changes():
    """At each budget, a weight a little above a line brings the first project to the stage, one below does not.

    They are drawn smoothly, so this holds two units of the budget to either side.
    """
    explorer = FocusExplorer()
    checked = 0
    for stage, line in enumerate(explorer.data["lines"], 1):
        weights = unpacked(line["weights"])
        assert np.all(np.diff(weights) < 0)
        for k in range(3, weights.size - 1, 20):
            reached = [
                LIFECYCLE.stage(
                    allocate(SHOP.weighted("dynamic pricing", weights[k]), line["from"] + k + aside).effort[0]
                )
                for aside in (-2, 2)
            ]
            assert reached[0] < stage <= reached[1]
            checked += 1
    assert checked > 30
    none = FocusExplorer(Portfolio(("a", "b"), Log1p(a=[1, 9], b=1), cap=[50, 1000]))
    assert none.data["lines"][-1] is None, "the cap is below the frontier"


@pytest.mark.parametrize("family", LifecycleExplorer.FAMILIES)
def test_sampled_curves_are_close_to_the_curves(family):
    curve = LifecycleExplorer.FAMILIES[family]
    sampled = LifecycleExplorer().data["curves"][family]
    x = np.linspace(0, 484, 3000)  # four times steeper than the axis is long
    assert np.abs(np.interp(x, unpacked(sampled["x"]), unpacked(sampled["y"])) - curve.value(x)).max() < 0.01
    assert curve.value(80) == pytest.approx(1), "the scale is the accuracy at 80 units"


@pytest.mark.parametrize("kind", EXPLORERS)
def test_what_a_notebook_stores_is_stable(kind):
    one, other = kind(), kind()
    assert repr(one) == repr(other)
    assert repr(one).startswith(f"{kind.__name__}(")
    html = [each._repr_mimebundle_()[0]["text/html"].replace(each.model_id, "") for each in (one, other)]
    assert html[0] == html[1]
    assert f'id="{kind.address}"' in html[0] and 'role="img"' in html[0] and "<svg" in html[0]
    # By these two the page finds the front end and its state.
    assert f'data-explorer="{kind.__name__}"' in html[0]
    assert f'data-model="{one.model_id}"' in one._repr_mimebundle_()[0]["text/html"]


@pytest.mark.parametrize(
    ("explorer", "text"),
    [
        (OpeningExplorer(weight=10), "OpeningExplorer(budget=100, weight=10.0)"),
        (
            LifecycleExplorer(family="power"),
            "LifecycleExplorer(family='power', scale=75.0, steepness=1.0, starts=[1.0, 8.0, 20.0, 35.0, 80.0])",
        ),
        (
            AllocationExplorer(budget=60),
            "AllocationExplorer(budget=60, weights=[1.0, 1.0, 1.0, 1.0, 1.0], floors=[0, 0, 0, 0, 0])",
        ),
        (GrowthExplorer(budget=7), "GrowthExplorer(budget=7)"),
        (FocusExplorer(), "FocusExplorer(budget=100, weight=1.0)"),
        (WaterLevelExplorer(budget=7), "WaterLevelExplorer(budget=7)"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_its_text_is_how_to_make_it(explorer, text):
    assert repr(explorer) == text
    again = eval(text, {type(explorer).__name__: type(explorer)})
    assert again.data["defaults"] == explorer.data["defaults"]


@pytest.mark.parametrize("kind", EXPLORERS)
def test_the_module_for_notebooks_is_whole(kind):
    program = kind._esm
    assert not re.search(r"\bimport\b[^.;]*;|\bimport\(", code(program)), "there is no file to import from"
    assert re.findall(r"\bexport\b.*", code(program)) == [
        f"export default {{ render: modules.{kind.front_end.stem}.render }};"
    ]
    assert "/**" not in program and code(program).count("modules.model = ") == 1


def test_the_front_ends_hold_no_curve_formula():
    functions, powers = {}, {}
    for source in files("effort.explorers").iterdir():
        if source.name.endswith(".js"):
            program = code(source.read_text("utf-8"))
            used = re.findall(r"\bMath\.(\w+)", program)
            assert len(used) == len(re.findall(r"\bMath\b", program)), "nor any of Math by another name"
            if beyond := set(used) - {"min", "max", "round", "ceil", "floor", "hypot", "random"}:
                functions[source.name] = beyond
            if found := re.findall(r"\S+ \S+ \S+ \*\* \d", program):
                powers[source.name] = found
            assert program.count("**") == len(found)
    assert functions == {"focus.js": {"log", "exp"}}, "the map's axis of weights is logarithmic, nothing else is"
    drawn_from = {"curve.js": ["(k / 120) ** 2"], "lifecycle.js": ["(k / 30) ** 2"]}
    assert powers == drawn_from, "where a curve is drawn from, closer together at first"


@pytest.mark.parametrize("budget", [0, 1, 37, 100, 500])
def test_the_price_is_what_one_more_unit_earns(budget):
    explorer = WaterLevelExplorer(budget=budget)
    one_more = allocate(SHOP, budget + 1).returns - allocate(SHOP, budget).returns
    assert explorer.price == pytest.approx(one_more, rel=1e-9)
    assert explorer.allocation == allocate(SHOP, budget).effort.tolist()
    assert explorer.data["ceiling"] == pytest.approx(4 * explorer.price, rel=0.06)


def test_growth_explorer_reaches_the_frontier_when_the_library_says_so():
    assert GrowthExplorer(budget=250).allocation[0] < 80 <= GrowthExplorer(budget=251).allocation[0]
