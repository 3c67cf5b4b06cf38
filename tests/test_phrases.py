"""What the text under each live figure says at its settings, compared with other ways to work it out."""

import re

import numpy as np
import pytest
from effort import LIFECYCLE, Platform, allocate_dependent, greedy, growth_path
from effort.explorers import (
    EXPLORERS,
    AllocationExplorer,
    FocusExplorer,
    GrowthExplorer,
    LifecycleExplorer,
    OpeningExplorer,
    PlatformExplorer,
)
from effort.explorers.base import Explorer
from support.shop import SHOP

TOP = SHOP.names[0]
START, FRONTIER = [0] * 5, 80


def by_units(portfolio, budget: int, start=START) -> np.ndarray:
    return greedy(portfolio.unit_gain, budget - sum(start), start=np.array(start))


def number(pattern: str, text: str) -> float:
    found = re.search(pattern, text)
    assert found, f"{pattern} is not in: {text}"
    return float(found[1])


def test_every_gap_of_the_words_is_filled_whatever_the_settings():
    rng = np.random.default_rng(13)
    for kind in EXPLORERS:
        if kind.phrases is Explorer.phrases:
            continue
        explorer = kind()
        limits = {name: limit for name, limit in explorer.data["limits"].items() if "min" in limit}
        for _ in range(30):
            for name, limit in limits.items():
                value = limit["min"] + limit["step"] * rng.integers((limit["max"] - limit["min"]) / limit["step"] + 1)
                if "length" not in limit:
                    setattr(explorer, name, int(value) if isinstance(getattr(explorer, name), int) else float(value))
            phrases = explorer.phrases()
            assert phrases and all(text and not re.search(r"[{}]|None|nan|inf\b", text) for text in phrases.values())
        assert explorer.data["words"] == kind.words


@pytest.mark.parametrize("weight", [0, 0.5, 1, 4, 10])
@pytest.mark.parametrize("budget", [0, 1, 50, 79, 80, 100, 200, 250, 251, 500])
def test_the_opening(budget, weight):
    phrases = OpeningExplorer(budget=budget, weight=weight).phrases()
    portfolio = SHOP.weighted(TOP, weight)
    best = by_units(portfolio, budget)
    if not best[0]:
        assert phrases["given"].endswith(f"gives {TOP} nothing")
    else:
        assert phrases["given"].endswith(f"gives {TOP} {best[0]}, which takes it as far as {LIFECYCLE.name(best[0])}")
    if best[0] >= FRONTIER:
        assert phrases["afford"] == "That is where research is done."
    elif budget < FRONTIER:
        assert "could not have afforded" in phrases["afford"]
    else:
        pushed = by_units(portfolio, budget, start=[FRONTIER, 0, 0, 0, 0])
        lost = 100 - 100 * portfolio.returns(pushed) / portfolio.returns(best)
        if lost < 0.05:
            assert "hardly" in phrases["afford"]
        else:
            assert number(r"worse off by ([\d.]+) %", phrases["afford"]) == pytest.approx(lost, abs=0.051)


@pytest.mark.parametrize(
    ("budget", "weight", "who"),
    [
        (100, 1, "the start-up"),
        (300, 1, "the grown company"),
        (100, 10, "the ML-first company"),
        (101, 1, "a company between these"),
    ],
)
def test_the_opening_names_the_company(budget, weight, who):
    given = OpeningExplorer(budget=budget, weight=weight).phrases()["given"]
    assert given.startswith(f"of a budget of {budget} units, {who} gives ")


@pytest.mark.parametrize("family", LifecycleExplorer.FAMILIES)
@pytest.mark.parametrize("steepness", [0.2, 1, 4])
def test_the_lifecycle(family, steepness):
    explorer = LifecycleExplorer(family=family, scale=60, steepness=steepness)
    points = 60 * explorer.FAMILIES[family].value(steepness * np.arange(FRONTIER + 1.0))
    half = next(k for k, each in enumerate(points) if each >= 0.4999 * points[-1])
    units = "one unit" if half == 1 else f"{half} units"
    assert explorer.phrases() == {
        "half": f"80 units bring {points[-1]:.0f} points of accuracy, and half of that is there after {units}"
    }


def test_the_allocation():
    explorer = AllocationExplorer(budget=120)
    explorer.weights, explorer.floors = [0.5, 3, 1, 1, 2], [0, 0, 30, 0, 0]
    best = by_units(explorer.current(), 120, start=explorer.floors)
    phrases = explorer.phrases()
    assert number(r"gets (\d+) units", phrases["top"]) == best[0]
    assert phrases["top"].endswith(f"stops at {LIFECYCLE.name(best[0])}.")
    returns, all_returns = (explorer.current().returns(np.array(each)) for each in (best, [120, 0, 0, 0, 0]))
    assert number(r"from (\d+) points", phrases["all_in"]) == pytest.approx(returns, abs=0.51)
    assert number(r"to (\d+)\.$", phrases["all_in"]) == pytest.approx(all_returns, abs=0.51)
    assert number(r"with (\d+) %", phrases["all_in"]) == pytest.approx(SHOP.curve[[0]].value([120])[0], abs=0.51)
    explorer.weights = [0, 1, 1, 1, 1]
    assert explorer.phrases()["top"] == f"The first project, {TOP}, gets nothing."
    explorer.floors, explorer.weights = START, [1, 0, 0, 0, 0]
    assert explorer.phrases()["all_in"] == "It has all there is."


def test_an_accuracy_beyond_all_is_explained():
    for budget in (100, 300, 500):
        said = AllocationExplorer(budget=budget).phrases()["all_in"]
        accuracy = number(r"with (\d+) %", said)
        assert accuracy == pytest.approx(SHOP.curve[[0]].value([budget])[0], abs=0.51)
        assert ("no ceiling" in said) == (accuracy > 100)
    assert accuracy > 100


@pytest.mark.parametrize("budget", [0, 1, 100, 251, 336, 500])
def test_the_growth(budget):
    stages = LIFECYCLE.stage(by_units(SHOP, budget)).tolist()
    words = {0: "no project", 1: "one project"}
    there, before = (words.get(n, f"{n} projects") for n in (stages.count(5), stages.count(4)))
    expected = f"the company has {there} at the frontier and {before} in deep learning, the stage before it."
    assert GrowthExplorer(budget=budget).phrases()["stand"].endswith(expected)


@pytest.mark.parametrize("weight", [0.4, 1, 2.5, 10, 30])
@pytest.mark.parametrize("budget", [0, 79, 80, 100, 251, 400])
def test_the_map(budget, weight):
    phrases = FocusExplorer(budget=budget, weight=weight).phrases()
    assert phrases["place"] == f"the dot, at a budget of {budget or 'no'} units and a weight of {weight:g}".replace(
        "no units", "no unit"
    )
    for name, times in (("right", 1), ("double", 2)):
        entry = growth_path(SHOP.weighted(TOP, times * weight), 1000).entry_budget(TOP, FRONTIER)
        assert number(r"(\d+) units", phrases[name]) == entry
    there = by_units(SHOP.weighted(TOP, weight), budget)[0] >= FRONTIER
    assert phrases["right"].startswith("It lies beyond the line" if there else "To the right")
    if budget < FRONTIER:
        assert phrases["up"].endswith("no weight is enough.")
    else:
        needed = number(r"a weight of ([\d.]+)\.$", phrases["up"])
        assert phrases["up"].startswith("Straight down" if there else "Straight up")
        assert by_units(SHOP.weighted(TOP, needed + 1e-9), budget)[0] >= FRONTIER
        assert by_units(SHOP.weighted(TOP, needed - 0.1), budget)[0] < FRONTIER


def test_no_weight_at_all():
    phrases = FocusExplorer(weight=0).phrases()
    assert phrases["right"] == "To the right, no budget reaches the frontier."
    assert phrases["double"] == "Twice nothing is nothing."


@pytest.mark.parametrize("budget", PlatformExplorer.BUDGETS)
def test_the_platform(budget):
    best = allocate_dependent(Platform(SHOP), budget)
    size = best["platform"]
    explorer = PlatformExplorer(budget=budget, built=size)
    assert f"With {size} of the {budget} units" in explorer.phrases()["most"]
    assert explorer.phrases()["built"] == "The figure shows this best platform."
    lost = 100 - 100 * SHOP.returns(by_units(SHOP, budget)) / best.returns
    assert number(r"earns ([\d.]+) % less", explorer.phrases()["most"]) == pytest.approx(lost, abs=0.051)
    before = by_units(SHOP, budget)[0]
    assert explorer.phrases()["top"] == f"Dynamic pricing itself falls from {before} units to {best[TOP]}"
    explorer.built = 0
    assert explorer.phrases()["built"] == "So it does as the figure stands."
    explorer.built = 40
    assert explorer.phrases()["built"].startswith("With 40, as the figure stands, it earns ")
