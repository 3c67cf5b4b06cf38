"""The verdicts on the four claims: what the page is sent, and what the text says, worked out in other ways."""

import re
from functools import cache

import numpy as np
import pytest
import traitlets
from effort.explorers import VerdictExplorer
from effort.robustness import in_family
from support.sent import unpacked
from support.shop import SHOP

FAMILIES, RETURNS = list(VerdictExplorer.FAMILIES), list(VerdictExplorer.RETURNS)
EXPLORER = VerdictExplorer()


@cache
def gains(family: str, returns: str) -> np.ndarray:
    """Shape (units, 5): what each unit of each project earns, from the fitted curves' values."""
    values = in_family(SHOP, family).curve.value(np.arange(1301)[:, None])
    return np.diff(values if returns == "same" else 100 * -np.expm1(-0.03 * values), axis=0)


@cache
def units(family: str, returns: str, budget: int, weight: float = 1.0) -> int:
    """The first project's part of the so many largest gains of all."""
    weighted = gains(family, returns) * [weight, 1, 1, 1, 1]
    return int((weighted[:, 0] >= -np.sort(-weighted.ravel())[budget - 1]).sum())


every_curve = pytest.mark.parametrize(("family", "returns"), [(f, r) for f in FAMILIES for r in RETURNS])


@every_curve
def test_what_is_sent_leads_to_the_same_units_at_every_setting(family, returns):
    """The page takes the largest gain of two: of the first project, and of all the others together."""
    first, others = map(unpacked, EXPLORER.data["assumed"][family][returns]["gains"])
    true = gains(family, returns)
    for weight in np.arange(1, 30.1, 0.5):
        effort, given = np.zeros(2, dtype=int), []
        for _ in range(540 if weight == 1 else 180):
            effort[int(weight * first[effort[0]] < others[effort[1]])] += 1
            given.append(effort[0])
        weighted = true * [weight, 1, 1, 1, 1]
        ranked = np.argsort(-weighted.ravel(), kind="stable")[: len(given)]
        np.testing.assert_array_equal(given, np.cumsum(ranked % 5 == 0))


@every_curve
def test_the_budgets_that_are_sent_are_counted(family, returns):
    true = gains(family, returns)
    counted = [frontier + (true[:, 1:] > true[frontier - 1, 0]).sum() for frontier in range(40, 151)]
    np.testing.assert_array_equal(unpacked(EXPLORER.data["assumed"][family][returns]["needed"]), counted)


@every_curve
@pytest.mark.parametrize("weight", [1, 4.5, 10, 30])
@pytest.mark.parametrize("budget", [40, 79, 100, 180])
@pytest.mark.parametrize("frontier", [40, 80, 150])
def test_the_units_and_the_words(family, returns, frontier, budget, weight):
    explorer = VerdictExplorer(family=family, returns=returns, frontier=frontier, budget=budget, weight=weight)
    small, large = units(family, returns, budget), units(family, returns, 3 * budget)
    focused = units(family, returns, budget, weight)
    assert explorer.units == [small, large, focused]
    within = frontier <= budget and small < frontier
    holding = [small < 35, within, large >= frontier, focused >= frontier]
    assert list(explorer.found.hold) == holding
    said = explorer.phrases()
    word = {0: "none", 1: "one", 2: "two", 3: "three", 4: "all four"}[sum(holding)]
    assert re.search(rf", {word} (of the four )?claims? hold", said["stand"])
    true = gains(family, returns)
    first = frontier + (true[:, 1:] > true[frontier - 1, 0]).sum()
    assert said["needed"] == f"A frontier at {frontier} units takes a budget of {first}"
    assert units(family, returns, first) >= frontier > units(family, returns, first - 1)
    if within:
        rest = -np.sort(-true[:, 1:].ravel())
        earned = [true[:k, 0].sum() + rest[: budget - k].sum() for k in (frontier, small)]
        lost = 100 * (1 - earned[0] / earned[1])
        if lost >= 0.06:
            assert float(re.search(r"([\d.]+) %", said["price"])[1]) == pytest.approx(lost, abs=0.051)
        else:
            assert said["price"].endswith(("next to nothing", "0.1 % of its returns"))
    else:
        assert said["price"].startswith("the start-up is" if small >= frontier else "the start-up's")
    assert f"weight of {weight:g} " in said["weighed"] and f"gets {focused} of {budget} units" in said["weighed"]
    if frontier > budget:
        assert said["weighed"].endswith("no weight brings the frontier")
    elif found := re.search(r"; (?:the frontier takes )?([\d.]+)( would do)?$", said["weighed"]):
        enough = float(found[1])
        assert bool(found[2]) == (focused >= frontier)
        assert units(family, returns, budget, enough + 1e-6) >= frontier > units(family, returns, budget, enough - 0.11)
    else:
        assert said["weighed"].endswith("more than 100") and units(family, returns, budget, 100) < frontier


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("family", "cubic", "cubic"),
        ("returns", "more", "more"),
        ("frontier", 39, "39"),
        ("frontier", 151, "151"),
        ("budget", 181, "181"),
        ("weight", 31, "31"),
        ("weight", 0.5, "weight is 0.5, expected a finite number of at least 1"),
    ],
)
def test_settings_that_make_no_sense_are_refused(name, value, message):
    explorer = VerdictExplorer(family="power")
    before = explorer.units
    with pytest.raises(traitlets.TraitError, match=message):
        setattr(explorer, name, value)
    assert explorer.units == before


def test_where_nothing_moves_all_families_are_shown():
    shows = VerdictExplorer(frontier=150).still().shows
    assert all(name in shows for name in VerdictExplorer.FAMILIES.values()) and "at 150" in shows
