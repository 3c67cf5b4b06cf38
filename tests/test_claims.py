"""Every claim of the essay, computed from the library, apart from the chapters that tell it."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from effort import (
    LIFECYCLE,
    Composed,
    Log,
    Log1p,
    Portfolio,
    Saturation,
    allocate,
    greedy,
    grocery_delivery,
    growth_path,
    log_frontier_budget,
    ml_first,
    phase_map,
)

SHOP = grocery_delivery()
BOOK = Path(__file__).parents[1] / "book"
DEEP_LEARNING = LIFECYCLE.start("deep learning")


def stages(allocation) -> list[str]:
    return [LIFECYCLE.name(units) for units in allocation.effort]


def prose(chapter: str) -> str:
    cells = json.loads((BOOK / f"{chapter}.ipynb").read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def test_two_kinds_of_research_and_the_named_labs():
    text = prose("index")
    assert "Research science" in text and "Research engineering" in text
    for lab in ("Google", "Meta", "Microsoft", "Amazon", "Apple", "Spotify", "Uber"):
        assert f"[{lab}](https://" in text
    assert re.search(r"50 to\s+100 billion", text) and "impression, not a measurement" in text.replace("\n", " ")


def test_the_stages_are_data_in_the_order_of_the_source():
    order = ["first baseline", "first ML model (V1)", "basic feature engineering", "deep learning", "SotA research"]
    assert list(LIFECYCLE.names[1:]) == order
    assert np.all(np.diff(LIFECYCLE.starts) > 0)


@pytest.mark.parametrize("family", [Log, Log1p])
def test_every_project_has_diminishing_returns(family):
    x = np.arange(1, 500)[:, None]
    curve = grocery_delivery(family).curve
    assert np.all(np.diff(curve.value(x), axis=0) > 0)
    assert np.all(np.diff(curve.value(x), n=2, axis=0) < 0)


def test_there_are_five_projects():
    assert len(SHOP) == 5
    for word in ("pricing", "dispatching", "vision", "recommendations", "images"):
        assert any(word in name for name in SHOP.names)


def test_figure_2_uses_the_family_of_the_source():
    curve = grocery_delivery(Log).curve
    x = np.linspace(1, 120, 50)[:, None]
    np.testing.assert_allclose(curve.value(x), curve.a * np.log(curve.b * x))


def test_accuracies_are_percentages_wherever_the_book_looks():
    most_units = phase_map(SHOP, SHOP.names[0], [10**1.5], 400).max()
    assert SHOP.curve.value(np.full(5, most_units)).max() <= 100
    assert grocery_delivery(Log).curve.value(np.ones(5)).min() >= 0
    assert growth_path(SHOP, 500).effort().max() <= most_units


def test_the_floored_logarithm_is_not_concave_and_traps_the_greedy_rule():
    a, b = np.array([10, 3]), np.array([0.25, 3])

    def floored(x):
        with np.errstate(divide="ignore"):
            return np.maximum(0, a * np.log(b * x))

    middle, chord = floored(np.array([5, 5])), (floored(np.array([0, 0])) + floored(np.array([10, 10]))) / 2
    assert middle[0] < chord[0]
    trapped = greedy(lambda x: floored(x + 1) - floored(x), 12, start=[0, 0])
    np.testing.assert_array_equal(trapped, [0, 12])
    best = max(floored(np.array([k, 12 - k])).sum() for k in range(13))
    assert floored(trapped).sum() < 0.75 * best


def test_the_slope_of_the_logarithm_does_not_know_b():
    x = np.array([1.0, 10, 100])
    np.testing.assert_array_equal(Log(12, 0.01).gradient(x), Log(12, 99).gradient(x))
    moved = replace(grocery_delivery(Log), curve=Log(SHOP.curve.a, SHOP.curve.b * [1, 9, 0.1, 3, 7]))
    np.testing.assert_array_equal(allocate(moved, 100).effort, allocate(grocery_delivery(Log), 100).effort)


def test_concave_returns_stay_concave_and_change_the_allocation():
    earning = Composed(returns=Saturation(100, 0.03), accuracy=SHOP.curve)
    x = np.arange(0, 300)[:, None]
    assert np.all(np.diff(earning.value(x), n=2, axis=0) < 0)
    linear, concave = allocate(SHOP, 100), allocate(replace(SHOP, curve=earning), 100)
    assert concave.effort[0] < linear.effort[0]
    assert np.ptp(concave.effort) < np.ptp(linear.effort)


def test_the_loop_of_the_essay_gives_the_optimum_with_either_derivative():
    best = allocate(SHOP, 100).effort
    empirical = lambda x: (SHOP.curve.value(x + 0.01) - SHOP.curve.value(x)) / 0.01  # noqa: E731
    for gain in (SHOP.gradient, empirical, SHOP.unit_gain):
        np.testing.assert_array_equal(greedy(gain, 100, start=np.zeros(5)), best)


def test_the_derivative_rule_loses_on_an_instance_and_the_unit_gain_never_does():
    pair = Portfolio(("steep start", "steady"), Log1p(a=[1, 8], b=[100, 1]))
    by_trial = max(pair.returns(np.array(x)) for x in ([1, 0], [0, 1]))
    assert pair.returns(greedy(pair.unit_gain, 1, start=[0, 0])) == by_trial
    assert pair.returns(greedy(pair.gradient, 1, start=[0, 0])) < 0.9 * by_trial


def test_at_100_nobody_goes_beyond_feature_engineering_though_one_project_could_reach_research():
    best = allocate(SHOP, 100)
    assert best.effort.max() < DEEP_LEARNING
    assert best.spent == 100
    all_in = np.array([100, 0, 0, 0, 0])
    assert LIFECYCLE.name(all_in[0]) == "SotA research"
    assert SHOP.returns(all_in) < best.returns


def test_at_300_the_first_project_and_only_it_is_at_the_frontier():
    assert [name == "SotA research" for name in stages(allocate(SHOP, 300))] == [True, False, False, False, False]


def test_growth_reaches_the_frontier_project_by_project():
    path = growth_path(SHOP, 500)
    entries = [path.entry_budget(name, LIFECYCLE.frontier) for name in SHOP.names]
    assert entries[0] < entries[1] < entries[2] and entries[0] <= 300 < entries[1]
    closed_form = log_frontier_budget(SHOP.weight, SHOP.curve.a, LIFECYCLE.frontier)
    assert abs(entries[0] - closed_form) < 5
    assert np.all(np.diff(path.gain) <= 0)


def test_ml_first_reaches_the_frontier_at_the_same_budget():
    best = allocate(ml_first(), 100)
    assert LIFECYCLE.name(best.effort[0]) == "SotA research"
    assert set(stages(best)[1:]) == {"first baseline"}


def test_both_conditions_are_on_one_map():
    units = phase_map(SHOP, SHOP.names[0], [1, 10], 400)
    at_frontier = units >= LIFECYCLE.frontier
    assert not at_frontier[0, 100] and at_frontier[0, 300] and at_frontier[1, 100]
    assert np.all(np.diff(at_frontier.astype(int), axis=1) >= 0), "more budget never leaves the frontier"
    assert np.all(at_frontier[1] >= at_frontier[0]), "more weight never leaves the frontier"


def test_the_ml_first_examples_of_the_source():
    text = prose("ml-first")
    assert "[Starship Technologies](https://www.starship.xyz/)" in text
    assert "OCR" in text and "foundation model" in text


def test_the_take_away_is_that_of_the_source():
    text = prose("take-away")
    for words in ("big tech", "cutting-edge engineering", "interview", "nice to have"):
        assert words in text


def test_independence_is_an_assumption_and_dependence_costs():
    assert "independent" in prose("allocation")
    three = Portfolio(SHOP.names[:3], SHOP.curve[:3])

    def with_spill_over(x):
        return three.returns(np.asarray(x) + 0.5 * np.append(x[1:], 0))

    splits = [(i, j, 20 - i - j) for i in range(21) for j in range(21 - i)]
    best = max(with_spill_over(x) for x in splits)
    assert with_spill_over(allocate(three, 20).effort) < 0.99 * best


@pytest.mark.parametrize("chapter", sorted(BOOK.glob("*.ipynb")), ids=lambda path: path.stem)
def test_no_number_of_the_model_is_typed_into_the_prose(chapter):
    """The units that the optimum gives are in the prose only through the role that takes them from the computation."""
    computed = {
        int(units)
        for allocation in (allocate(SHOP, 100), allocate(SHOP, 300), allocate(ml_first(), 100))
        for units in allocation.effort
        if units > 12 and units % 10
    }
    path = growth_path(SHOP, 500)
    computed |= {path.entry_budget(name, start) for name in SHOP.names for start in LIFECYCLE.starts[2:]} - {None, 50}
    typed = {int(number) for number in re.findall(r"(?<![\w.{`=\-])\d+(?![\w.}`])", _plain(prose(chapter.stem)))}
    assert not typed & computed


def _plain(text: str) -> str:
    """Without code, formulae, roles, and years in citations."""
    return re.sub(r"`[^`]*`|\$[^$]*\$|```.*?```|:::.*|\]\([^)]*\)", " ", text, flags=re.DOTALL)
