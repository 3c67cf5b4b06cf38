"""The Python side of the explorers: settings, checks, and the data that the front ends draw with."""

import re
from importlib.resources import files

import numpy as np
import pytest
import traitlets
from effort import Log1p, Portfolio, allocate, grocery_delivery
from effort.explorers import (
    AllocationExplorer,
    FocusExplorer,
    GrowthExplorer,
    LifecycleExplorer,
    OpeningExplorer,
)

ALL = (OpeningExplorer, LifecycleExplorer, AllocationExplorer, GrowthExplorer, FocusExplorer)
SHOP = grocery_delivery()


def unpacked(column: dict) -> np.ndarray:
    return np.array(column["numbers"].split(), dtype=float)


@pytest.mark.parametrize("weights", [[1, 1, 1, 1, 1], [10, 1, 1, 1, 1], [0, 3, 0.5, 20, 1]], ids=str)
def test_the_gains_sent_to_the_page_lead_to_the_same_units(weights):
    """They are shortened: at every budget of the slider that must not matter."""
    gains = np.array([unpacked(column) for column in AllocationExplorer().data["gains"]])
    effort = np.zeros(5, dtype=int)
    weighted = SHOP.with_(weight=weights)
    for budget in range(501):
        np.testing.assert_array_equal(effort, allocate(weighted, budget).effort)
        if budget < 500:
            effort[np.argmax(np.array(weights) * gains[np.arange(5), effort])] += 1


def test_allocation_follows_every_setting():
    explorer = AllocationExplorer()
    assert explorer.allocation == allocate(SHOP, 100).effort.tolist()
    explorer.budget = 60
    explorer.weights = [1, 1, 5, 1, 1]
    explorer.floors = [0, 0, 0, 0, 9]
    expected = allocate(SHOP.with_(weight=[1, 1, 5, 1, 1], floor=[0, 0, 0, 0, 9]), 60)
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
        ("floors", [0, 0, 0, 0, -1], r"floors\[4\] is -1.0, expected a whole number from 0"),
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


def test_lifecycle_settings_are_checked():
    explorer = LifecycleExplorer()
    for name, value in (("family", "cubic"), ("scale", 0), ("steepness", float("inf"))):
        with pytest.raises(traitlets.TraitError):
            setattr(explorer, name, value)


@pytest.mark.parametrize("family", LifecycleExplorer.FAMILIES)
def test_sampled_curves_are_close_to_the_curves(family):
    curve = LifecycleExplorer.FAMILIES[family]
    sampled = LifecycleExplorer().data["curves"][family]
    x = np.linspace(0, 484, 3000)  # four times steeper than the axis is long
    assert np.abs(np.interp(x, unpacked(sampled["x"]), unpacked(sampled["y"])) - curve.value(x)).max() < 0.01
    assert curve.value(80) == pytest.approx(1), "the scale is the accuracy at 80 units"


@pytest.mark.parametrize("kind", ALL)
def test_what_a_notebook_stores_is_stable(kind):
    one, other = kind(), kind()
    assert repr(one) == repr(other)
    assert repr(one).startswith(f"{kind.__name__}(")
    html = [each._repr_mimebundle_()[0]["text/html"].replace(each.model_id, "") for each in (one, other)]
    assert html[0] == html[1]
    assert f'id="{kind.address}"' in html[0] and 'role="img"' in html[0]


@pytest.mark.parametrize("kind", ALL)
def test_the_module_for_notebooks_is_whole(kind):
    program = kind._esm
    assert not re.search(r"^\s*import ", program, re.MULTILINE)
    assert program.count("export ") == 1 and "export default { render }" in program
    names = re.findall(r"^(?:async )?(?:function\*?|const|let|class) (\w+)", program, re.MULTILINE)
    assert len(names) == len(set(names))


def test_the_front_ends_hold_no_curve_formula():
    for source in files("effort.explorers").iterdir():
        if source.name.endswith(".js"):
            used = set(re.findall(r"Math\.(\w+)", source.read_text("utf-8")))
            # focus.js draws its weight axis on a log scale.
            allowed = {"min", "max", "round", "ceil", "floor", "hypot", "random"} | (
                {"log", "exp"} if source.name == "focus.js" else set()
            )
            assert used <= allowed, source.name


def test_growth_explorer_reaches_the_frontier_when_the_library_says_so():
    assert GrowthExplorer(budget=250).allocation[0] < 80 <= GrowthExplorer(budget=251).allocation[0]
