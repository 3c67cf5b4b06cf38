"""The curves in fog: what is measured, where the rule goes, and what is lost, in plain loops over the same numbers."""

import numpy as np
import pytest
import traitlets
from effort import LIFECYCLE, allocate
from effort.explorers import FogExplorer
from support.shop import SHOP

A, B = (np.broadcast_to(each, 5) for each in (SHOP.curve.a, SHOP.curve.b))
VALUES = A * np.log1p(B * np.arange(101)[:, None])
"""Shape (units, 5): the accuracy of every project, from the constants alone."""


def unpacked(table: list[dict]) -> np.ndarray:
    return np.array([column["numbers"].split() for column in table], dtype=float).T


def by_the_rule(scores: np.ndarray, step: int, budget: int) -> list[int]:
    """A step to each project, then to the one whose last step gained most for each unit."""
    effort, last = [0] * 5, [np.inf] * 5
    while sum(effort) < budget:
        i = last.index(max(last))
        to = effort[i] + min(step, budget - sum(effort))
        last[i] = (scores[to, i] - scores[effort[i], i]) / (to - effort[i])
        effort[i] = to
    return effort


def earned(effort) -> float:
    return float(VALUES[np.asarray(effort), np.arange(5)].sum())


def most(units: int) -> float:
    """By dynamic programming."""
    found = np.zeros(units + 1)
    for column in VALUES.T:
        found = np.array([(found[u::-1] + column[: u + 1]).max() for u in range(units + 1)])
    return float(found[units])


def test_what_is_sent_is_what_is_measured():
    explorer = FogExplorer(noise=1.5, draw=3)
    values, samples = unpacked(explorer.data["values"]), unpacked(explorer.data["samples"][2])
    np.testing.assert_allclose(values, VALUES, atol=1e-6)
    scores = [[explorer.score(i, units) for i in range(5)] for units in range(101)]
    np.testing.assert_array_equal(scores, values + 1.5 * samples)
    best = unpacked(explorer.data["best"])
    for units in range(101):
        np.testing.assert_array_equal(best[units], allocate(SHOP, units).effort)


def test_the_samples_are_noise_and_each_draw_is_another():
    drawn = np.array([unpacked(samples) for samples in FogExplorer().data["samples"]])
    assert len(drawn) == FogExplorer.DRAWS and np.unique(drawn[:, 50, 0]).size == FogExplorer.DRAWS
    assert drawn.std() == pytest.approx(1, abs=0.03) and drawn.mean() == pytest.approx(0, abs=0.03)
    for name, other in ((i, j) for i in range(8) for j in range(i)):
        assert abs(np.corrcoef(drawn[name].ravel(), drawn[other].ravel())[0, 1]) < 0.2


@pytest.mark.parametrize("step", [1, 3, 5, 10])
@pytest.mark.parametrize("noise", [0, 0.5, 2])
@pytest.mark.parametrize("draw", [1, 8])
def test_the_rule_sees_what_the_reader_sees(step, noise, draw):
    explorer = FogExplorer(step=step, noise=noise, draw=draw)
    scores = np.array([[explorer.score(i, units) for i in range(5)] for units in range(101)])
    for budget in (0, 1, 37, 100):
        assert explorer.by_rule(budget).tolist() == by_the_rule(scores, step, budget)
    lost = 100 * (1 - earned(by_the_rule(scores, step, 100)) / most(100))
    noisy = f"a noise of {noise:g} points" if noise else "no noise"
    steps = "one unit" if step == 1 else f"{step} units"
    expected = f"With {noisy} and steps of {steps}, the rule loses {lost:.1f} % of what the map would earn"
    assert explorer.phrases()["rule"] == expected


@pytest.mark.parametrize(
    ("units", "view", "mine"),
    [
        ([0, 0, 0, 0, 0], "fog", "You have given nothing yet"),
        ([0, 0, 0, 0, 0], "map", "You have given nothing yet"),
        ([30, 0, 0, 0, 0], "fog", "You have 70 units still to give"),
        ([30, 0, 0, 0, 69], "fog", "You have one unit still to give"),
        ([30, 0, 0, 0, 0], "map", None),
        ([20, 20, 20, 20, 20], "fog", None),
        ([100, 0, 50, 0, 0], "fog", None),
    ],
)
def test_what_is_said_of_the_reader_s_own(units, view, mine):
    explorer = FogExplorer(units=units, view=view)
    given = explorer.given.tolist()
    if mine is None:
        lost = 100 * (1 - earned(given) / most(sum(given)))
        mine = f"Yours, of {sum(given)} units, earns {lost:.1f} % less than the best use of as many"
    assert explorer.phrases()["mine"] == mine


def test_no_more_is_counted_than_there_is():
    assert FogExplorer(units=[60, 60, 5, 0, 5]).given.tolist() == [60, 40, 0, 0, 0]
    assert FogExplorer(units=[10, 20, 30, 40, 1]).given.tolist() == [10, 20, 30, 40, 0]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("step", 0, "0"),
        ("step", 11, "11"),
        ("noise", -0.5, "noise is -0.5, expected a finite number of at least 0"),
        ("draw", 9, "9"),
        ("units", [1, 2], "2"),
        ("units", [1, 2, 3, 4, 101], "101"),
        ("view", "sea", "sea"),
    ],
)
def test_settings_that_make_no_sense_are_refused(name, value, message):
    explorer = FogExplorer()
    before = repr(explorer)
    with pytest.raises(traitlets.TraitError, match=message):
        setattr(explorer, name, value)
    assert repr(explorer) == before


def test_where_nothing_moves_the_rule_has_walked():
    explorer = FogExplorer(lifecycle=LIFECYCLE, step=1)
    walked, best = explorer.by_rule(100), allocate(SHOP, 100).effort
    shows = explorer.still().shows
    for name, one, other in zip(SHOP.names, walked, best, strict=True):
        assert f"{name} {one} (best {other})" in shows
