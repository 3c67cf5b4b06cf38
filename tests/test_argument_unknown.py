"""What the chapter on unknown curves says, computed again in plain loops, with other random numbers."""

import numpy as np
import pytest
from test_argument import LOGARITHM, UNITS, by_rule, glued


def test_looking_back_is_nearly_as_good_as_the_map():
    said, gain = glued("unknown"), np.diff(LOGARITHM, axis=0)
    effort = np.ones(5, dtype=int)
    for _ in range(95):
        effort[np.argmax(gain[effort - 1, np.arange(5)])] += 1
    best = by_rule(LOGARITHM, 100)
    assert np.all(effort <= best + 1)
    lost = 1 - LOGARITHM[effort, np.arange(5)].sum() / LOGARITHM[best, np.arange(5)].sum()
    assert said["rule_lost"] == f"{100 * lost:.2f}"


def test_noise_makes_single_units_worse_than_equal_parts_and_longer_steps_mend_it():
    said, rng = glued("unknown"), np.random.default_rng(99)
    best = LOGARITHM[by_rule(LOGARITHM, 100), np.arange(5)].sum()

    def lost(step: int) -> float:
        effort, seen, last = np.zeros(5, dtype=int), rng.standard_normal(5), np.full(5, np.inf)
        for _ in range(100 // step):
            i = int(np.argmax(last))  # the untried first
            effort[i] += step
            score = LOGARITHM[effort[i], i] + rng.standard_normal()
            last[i], seen[i] = score - seen[i], score
        return 100 * (1 - LOGARITHM[effort, np.arange(5)].sum() / best)

    equal = 100 * (1 - LOGARITHM[20].sum() / best)
    single, five = (np.mean([lost(step) for _ in range(400)]) for step in (1, 5))
    assert said["equal"] == f"{equal:.1f}"
    assert five < equal < single
    assert float(said["last_1"]) == pytest.approx(single, abs=0.8) and float(said["five_1"]) == pytest.approx(
        five, abs=0.2
    )


def test_a_long_list_costs_the_rule_more():
    values = np.linspace(15, 2, 20) * np.log1p(2 * UNITS[:102, None])
    gain, effort = np.diff(values, axis=0), np.ones(20, dtype=int)
    for _ in range(80):
        effort[np.argmax(gain[effort - 1, np.arange(20)])] += 1
    best = by_rule(values, 100)
    lost = 1 - values[effort, np.arange(20)].sum() / values[best, np.arange(20)].sum()
    assert glued("unknown")["many_lost"] == f"{100 * lost:.1f}"


def test_all_measurements_together_do_better_than_single_units():
    """By the mean gain over the last half of the walk, or with a curve through all scores by another search."""
    said, rng = glued("unknown"), np.random.default_rng(100)
    best = LOGARITHM[by_rule(LOGARITHM, 100), np.arange(5)].sum()

    def by_half(score: np.ndarray) -> float:
        half = (len(score) - 1) // 2
        return (score[-1] - score[half]) / (len(score) - 1 - half)

    def by_curve(shape, score: np.ndarray) -> float:
        if len(score) < 3:
            return score[-1] - score[-2]
        efforts = 5.0 * np.arange(len(score) + 1)
        fits = []
        for rate in np.exp(np.linspace(np.log(0.005), np.log(5), 30)):
            basis = np.stack([np.ones(len(efforts)), shape(rate * efforts)], axis=1)
            found, *_ = np.linalg.lstsq(basis[:-1], score, rcond=None)
            fits.append((np.sum((basis[:-1] @ found - score) ** 2), *(basis[-2:] @ found)))
        _, now, then = min(fits)
        return then - now

    def lost(promise) -> float:
        scores = [[value] for value in rng.standard_normal(5)]
        while sum(len(each) - 1 for each in scores) < 20:
            promised = [np.inf if len(each) < 2 else promise(np.array(each)) for each in scores]
            i = int(np.argmax(promised))
            scores[i].append(LOGARITHM[5 * len(scores[i]), i] + rng.standard_normal())
        ends = np.array([5 * (len(each) - 1) for each in scores])
        return 100 * (1 - LOGARITHM[ends, np.arange(5)].sum() / best)

    for name, promise, runs in (
        ("half_1", by_half, 100),
        ("fit_1", lambda score: by_curve(np.log1p, score), 40),
        ("wrong_1", lambda score: by_curve(lambda bx: bx / (1 + bx), score), 40),
    ):
        assert np.mean([lost(promise) for _ in range(runs)]) == pytest.approx(float(said[name]), abs=0.2), name
        assert 3 * float(said[name]) < float(said["last_1"])


def test_long_steps_have_a_price_where_there_is_no_noise():
    effort, last = np.full(5, 5), LOGARITHM[5] - LOGARITHM[0]
    for _ in range(15):
        i = int(np.argmax(last))
        last[i] = LOGARITHM[effort[i] + 5, i] - LOGARITHM[effort[i], i]
        effort[i] += 5
    best = LOGARITHM[by_rule(LOGARITHM, 100), np.arange(5)].sum()
    lost = 100 * (1 - LOGARITHM[effort, np.arange(5)].sum() / best)
    assert glued("unknown")["five_0"] == f"{lost:.1f}"


def test_a_slow_start_is_left_alone():
    said = glued("unknown")
    slow, steady = 90 / (1 + np.maximum(0.05 * UNITS[:61], 1e-9) ** -4.0), 4 * np.log1p(UNITS[:61])
    most = max(slow[k] + steady[60 - k] for k in range(61))
    assert said["reached"] == f"{100 * (slow[1] + steady[59]) / most:.0f}" and said["slow_units"] == "1"
