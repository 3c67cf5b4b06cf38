"""Measured curves: fits against scipy's, failures of concavity that are known, tables that are wrong, and the measurements themselves."""

import numpy as np
import pytest
from effort import Hill, Mixed, Portfolio, allocate, allocate_on_envelope, evidence
from effort.evidence import (
    FAMILIES,
    Measurements,
    concavity_violations,
    fit,
    fit_concave,
    fit_family,
    held_out,
    read_measurements,
)
from effort.measure import SEEDS, STUDIES, measure
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import curve_fit, nnls

MEASURED_FILE = evidence.MEASURED
MEASURED = {each.project: each for each in read_measurements()}
CONCAVE = [family for family in FAMILIES if family != "hill"]
EFFORT = np.array([0, 1, 2, 4, 8, 16, 32, 64.0])


def made(score, effort=EFFORT) -> Measurements:
    return Measurements("made", effort, np.asarray(score, dtype=float), np.zeros(len(score)))


# Fits


@pytest.mark.parametrize("family", CONCAVE)
def test_a_family_is_found_again(family):
    rng = np.random.default_rng(1)
    for _ in range(20):
        b = rng.uniform(0.1, 0.9) if family == "power" else 10 ** rng.uniform(-2, 0.5)
        curve = FAMILIES[family](rng.uniform(1, 40), b)
        found = fit_family(made(rng.uniform(0, 50) + curve.value(EFFORT)), family)
        np.testing.assert_allclose(found.predict(EFFORT) - found.start, curve.value(EFFORT), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("family", CONCAVE)
@pytest.mark.parametrize("project", ["examples: digits", "epochs: digits", "tuning trials: digits"])
def test_no_fit_of_a_family_is_nearer_than_ours(family, project):
    """Against scipy's Levenberg-Marquardt from our own result and from elsewhere."""
    measured = MEASURED[project]
    found = fit_family(measured, family)

    def model(x, c, log_a, log_b):
        with np.errstate(all="ignore"):
            b = 1 / (1 + np.exp(-log_b)) if family == "power" else np.exp(log_b)
            return c + np.exp(log_a) * FAMILIES[family](1.0, b).value(x)

    ours = np.sum((found.predict(measured.effort) - measured.score) ** 2)
    a, b = found.curve.a[0], found.curve.b[0]
    start = np.log(b / (1 - b)) if family == "power" else np.log(b)
    for shift in (0, 0.3, -0.3):
        best, _ = curve_fit(
            model, measured.effort, measured.score, (found.start, np.log(a), start + shift), maxfev=20_000
        )
        assert ours <= np.sum((model(measured.effort, *best) - measured.score) ** 2) * (1 + 1e-6)


@settings(max_examples=150)
@given(scores=st.lists(st.floats(0, 100), min_size=3, max_size=8))
def test_the_concave_fit_is_the_nearest_concave_curve(scores):
    """Against scipy's nnls: a start of either sign, and weights of at least 0."""
    x = EFFORT[: len(scores)]
    found = fit_concave(made(scores, x))
    knots = np.minimum(x[:, None], x[1:])
    _, distance = nnls(np.column_stack([np.ones_like(x), -np.ones_like(x), knots]), np.array(scores))
    ours = np.linalg.norm(found.predict(x) - scores)
    assert ours == pytest.approx(distance, rel=1e-6, abs=1e-6)
    assert found.curve.concave.all() and np.all(np.diff(found.predict(np.arange(70))) >= -1e-9)


def test_a_concave_curve_is_its_own_fit():
    score = 10 + 12 * np.log1p(EFFORT)
    np.testing.assert_allclose(fit_concave(made(score)).predict(EFFORT), score, atol=1e-8)
    falling = fit_concave(made(-EFFORT))
    assert falling.curve.value(EFFORT).max() == 0 and falling.start == pytest.approx(-EFFORT.mean())


def test_fits_are_curves_that_can_be_allocated():
    names, curve = fit(MEASURED_FILE)
    best = allocate(Portfolio(names, curve), 150)
    assert best.spent <= 150 and curve.concave.all()
    single = [fit_concave(MEASURED[name]).curve for name in names]
    assert best.returns == pytest.approx(allocate(Portfolio(names, Mixed(single)), 150).returns)
    for family in CONCAVE:
        names, curve = fit(MEASURED_FILE, family)
        assert allocate(Portfolio(names, curve), 50).spent == 50


def test_an_s_curve_is_found_again_and_must_be_allocated_as_one():
    rng = np.random.default_rng(2)
    for c in (0.7, 1.5, 3, 6):
        curve = Hill(rng.uniform(20, 80), rng.uniform(0.05, 0.5), c)
        found = fit_family(made(5 + curve.value(EFFORT)), "hill")
        np.testing.assert_allclose(found.predict(EFFORT), 5 + curve.value(EFFORT), atol=2e-3)
    slow = MEASURED["epochs, slow start: digits"]
    assert fit_family(slow, "hill").error(slow) < 0.6 * fit_concave(slow).error(slow)
    portfolio = Portfolio(*fit(MEASURED_FILE, "hill"))
    with pytest.raises(ValueError, match="concave"):
        allocate(portfolio, 50)
    assert allocate_on_envelope(portfolio, 50).spent <= 50


@pytest.mark.parametrize("family", FAMILIES)
def test_measurements_need_not_begin_with_no_effort(family):
    x = np.array([4.0, 9, 20, 50, 120])
    for score in (30 + 9 * np.log1p(x / 10), np.array([60.0, 80, 81, 82, 82]), np.full(5, 7.0), -x):
        found = fit_family(made(score, x), family)
        off = np.sqrt(np.mean((found.predict(x) - score) ** 2))
        assert off <= np.std(score) + 1e-6 and np.all(np.isfinite(found.predict(x)))


def test_a_reader_s_own_table(tmp_path):
    path = tmp_path / "scores.csv"
    path.write_text(
        "# mine\nproject,effort,score\nsearch,0,50\nads,0,40\nsearch,10,70\nads,10,90\nsearch,20,75\nads,30,95\n"
    )
    names, curve = fit(path)
    assert names == ("search", "ads")
    np.testing.assert_allclose(curve.value([10, 10]), [20, 50])
    assert allocate(Portfolio(names, curve), 10).effort.tolist() == [0, 10]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "there is 0 column 'project', expected one"),
        ("project,effort\na,1\n", "there is 0 column 'score'"),
        ("project,effort,score\n", "has no measurement"),
        ("project,effort,score\na,-1,2\n", "row 2, column effort: '-1', expected a finite number of at least 0"),
        ("project,effort,score\na,1,2\na,2,lots\n", "row 3, column score: 'lots', expected a finite number"),
        ("project,effort,score\na,1,nan\n", "row 2, column score: 'nan'"),
        ("project,effort,score\na,1\n", "row 2: 2 fields, expected 3"),
        ("project,effort,score\na,1,2\na,1,3\n", "'a' has 1 different effort, expected at least two"),
    ],
)
def test_what_is_wrong_with_measurements_is_named(tmp_path, text, message):
    path = tmp_path / "scores.csv"
    path.write_text(text)
    with pytest.raises(ValueError, match=message):
        fit(path)


def test_an_unknown_family_is_named():
    with pytest.raises(ValueError, match="family is 'cubic', expected one of log1p"):
        fit(MEASURED_FILE, "cubic")


# Where concavity fails


def test_violations_are_found_where_they_are_and_not_in_noise():
    rng = np.random.default_rng(0)
    effort, seed = np.tile(np.arange(8.0), 20), np.repeat(np.arange(20), 8)
    noise = rng.normal(0, 2, effort.size)
    s_curve = 100 / (1 + np.exp(-2 * (effort - 3)))
    assert set(concavity_violations(Measurements("s", effort, s_curve + noise, seed))) & {1.0, 2.0}
    concave = 40 * np.log1p(3 * effort)
    assert concavity_violations(Measurements("c", effort, concave + noise, seed)).size == 0


def test_the_interval_is_that_of_the_mean():
    rng = np.random.default_rng(3)
    effort, seed = np.tile([1.0, 2.0], 400), np.repeat(np.arange(400), 2)
    measured = Measurements("m", effort, rng.normal(50, 10, 800), seed)
    low, high = measured.interval()
    np.testing.assert_allclose((high - low) / 2, 1.96 * 10 / np.sqrt(400), rtol=0.12)


def test_held_out_points_are_not_seen():
    """Changing the held-out scores changes the error alone, by as much; the fits stay."""
    measured = MEASURED["examples: digits"]
    before = held_out(measured, beyond=True)
    hidden = np.isin(measured.effort, measured.efforts[-(measured.efforts.size // 3) :])
    second = measured.seed >= SEEDS / 2
    moved = Measurements("m", measured.effort, measured.score + 1000 * (hidden & second), measured.seed)
    for name, error in held_out(moved, beyond=True).items():
        assert error == pytest.approx(1000, abs=before[name] + 1)
    ignored = Measurements("m", measured.effort, measured.score + 1000 * (hidden ^ second), measured.seed)
    assert held_out(ignored, beyond=True) == pytest.approx(before)


# The measurements


def test_every_study_is_there_with_every_seed():
    assert list(MEASURED) == list(STUDIES)
    for measured in MEASURED.values():
        assert sorted(set(measured.seed)) == list(range(SEEDS))
        assert measured.score.size == SEEDS * measured.efforts.size
        assert measured.score.min() >= 0 and measured.score.max() <= 100


@pytest.mark.parametrize("study", [name for name in STUDIES if name != "ladder: digits"])
def test_measuring_again_gives_the_same(study):
    """The first seed, but for the slowest. Other machines round otherwise, and may decide on a case or two differently."""
    measured = MEASURED[study]
    table = {x: measured.score[(measured.effort == x) & (measured.seed == 0)].item() for x in measured.efforts}
    again = measure(study, 0)
    assert [effort for _, _, effort, _ in again] == list(table)
    differences = [abs(score - table[effort]) for _, _, effort, score in again]
    assert np.median(differences) < 0.4 and max(differences) < 4


def test_what_the_chapter_says_of_the_curves():
    assert concavity_violations(MEASURED["epochs, slow start: digits"]).size > 0
    assert concavity_violations(MEASURED["ladder: digits"]).size > 0
    for name in ("examples: digits", "epochs: digits"):
        assert fit_concave(MEASURED[name]).error(MEASURED[name]) < 3
