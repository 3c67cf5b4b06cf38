"""What measurements say of the next step: noise, bends and steps, each worked out in another way."""

import numpy as np
import pytest
import traitlets
from effort import Portfolio, greedy
from effort.advice import advise, bends, gain_that_tells, nearest_family, noise, step_that_tells
from effort.evidence import FITTED, fit_concave, fit_family, read_measurements
from effort.explorers import OwnCurveExplorer
from effort.measurements import Measurements
from scipy.stats import norm, ttest_ind

MEASURED = {each.project: each for each in read_measurements()}
SOME = ["examples: digits", "examples: tumours", "epochs, slow start: digits"]


@pytest.mark.parametrize("project", SOME)
def test_the_noise_is_the_pooled_spread_of_repetitions(project):
    measured = MEASURED[project]
    groups = [measured.score[measured.effort == x] for x in measured.efforts]
    pooled = np.sqrt(sum((each.size - 1) * each.var(ddof=1) for each in groups) / sum(each.size - 1 for each in groups))
    assert noise(measured) == pytest.approx(pooled)
    # Of two groups with that spread and so many repetitions, a difference of as much is two standard errors.
    a = np.r_[-1, 1] * pooled / np.sqrt(2)
    found = ttest_ind(np.tile(a, 10) + gain_that_tells(measured), np.tile(a, 10))
    assert found.statistic == pytest.approx(2 * np.sqrt(19 / 10), rel=1e-6)


def test_without_repetitions_nothing_is_known_of_the_noise():
    once = Measurements("p", np.array([1.0, 2, 3, 4]), np.array([0.0, 0, 8, 9]), np.zeros(4))
    assert np.isnan(noise(once)) and np.isnan(gain_that_tells(once)) and bends(once).size == 0
    assert advise([once], 2, 1)[0].step is None


def test_straight_lines_are_called_bent_as_often_as_chance_has_it():
    rng = np.random.default_rng(2)
    effort = np.repeat([0.0, 10, 40], 20)
    found = [bends(Measurements("p", effort, effort + rng.normal(0, 5, 60), np.zeros(60))).size for _ in range(2000)]
    assert np.mean(found) == pytest.approx(norm.sf(1.645), abs=0.015)
    assert bends(MEASURED["epochs, slow start: digits"]).tolist() == [5]


@pytest.mark.parametrize("project", SOME)
@pytest.mark.parametrize("effort", [0, 7, 60])
def test_the_step_is_the_first_that_gains_enough(project, effort):
    measured = MEASURED[project]
    curve, last = fit_concave(measured).curve, measured.efforts[-1]
    for least in (0.01, 1, 5, 30, 500):
        gains = [curve.value(effort + k).item() - curve.value(effort).item() for k in range(1, int(last) + 2)]
        first = next((k for k, gain in enumerate(gains, 1) if gain >= least), None)
        assert step_that_tells(curve, effort, least, last) == first


def test_the_budget_is_divided_by_the_rule():
    measured = [MEASURED[project] for project in SOME]
    found = advise(measured, 90, 8)
    fits = [fit_concave(each) for each in measured]

    def gain(effort):
        return np.array(
            [float(f.curve.value(u + 1)[0] - f.curve.value(u)[0]) for f, u in zip(fits, effort, strict=True)]
        )

    assert [each.units for each in found] == greedy(gain, 90, start=np.zeros(3, dtype=int)).tolist()
    for each, fitted in zip(found, fits, strict=True):
        assert each.gain == pytest.approx(
            float(fitted.curve.value(each.units + 8)[0] - fitted.curve.value(each.units)[0])
        )
    assert isinstance(Portfolio(("a",), fits[0].curve), Portfolio)


def test_the_nearest_family_is_nearer_than_all_others():
    measured = MEASURED["epochs, slow start: digits"]
    name, off = nearest_family(measured)
    assert name == "hill" and off == min(fit_family(measured, each).error(measured) for each in FITTED)


def test_the_figure_takes_tables_and_says_what_is_wrong_with_others():
    explorer = OwnCurveExplorer()
    assert sum(explorer.units) == explorer.total and set(explorer.EXAMPLES) == {"Three problems", "A slow start"}
    before = repr(explorer)
    for text, message in (
        ("project,effort,score\na,1,lots\n", "row 2, column score: 'lots', expected a finite number"),
        ("project,effort,score\na,1,2\n", "'a' has 1 different effort, expected at least two"),
        ("project,effort,score\n" + "".join(f"{p},{x},{x}\n" for p in "abcdef" for x in (1, 2)), "6 projects"),
        ("project,effort,score\n" + "".join(f"a,{x},{x}\n" for x in range(61)), "61 different efforts"),
    ):
        with pytest.raises(traitlets.TraitError, match=message):
            explorer.measurements = text
        assert repr(explorer) == before
    explorer.measurements = "project,effort,score\nads,0,10\nads,10,30\n"
    assert explorer.units == [10] and explorer.sentence() == (
        "200 units: ads 10. No step from there gains anything that was measured."
    )
    explorer.total = 4
    assert explorer.sentence().endswith("but nobody knows the noise, as no effort was measured twice.")
