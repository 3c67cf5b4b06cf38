"""Measured curves: fits beside scipy's, known failures of concavity, wrong tables, the measurements themselves."""

import warnings

import numpy as np
import pytest
from effort import Hill, Mixed, Portfolio, allocate, allocate_on_envelope, evidence
from effort.evidence import (
    FITTED,
    Measurements,
    concavity_violations,
    fit,
    fit_concave,
    fit_family,
    held_out,
    read_measurements,
)
from effort.family import finite_families
from effort.tables import Assumed
from hypothesis import given, settings
from hypothesis import strategies as st
from measure import SEEDS, STUDIES, measure
from scipy.optimize import curve_fit, nnls
from support.tables import SCORES_WRONG

MEASURED_FILE = evidence.MEASURED
MEASURED = {each.project: each for each in read_measurements()}
CONCAVE = list(finite_families())
EFFORT = np.array([0, 1, 2, 4, 8, 16, 32, 64.0])


def made(score, effort=EFFORT) -> Measurements:
    return Measurements("made", effort, np.asarray(score, dtype=float), np.zeros(len(score)))


# Fits


@pytest.mark.parametrize("family", CONCAVE)
def test_a_family_is_found_again(family):
    rng = np.random.default_rng(1)
    for _ in range(20):
        b = rng.uniform(0.1, 0.9) if family == "power" else 10 ** rng.uniform(-2, 0.5)
        more = [rng.uniform(0.2, 3) for _ in FITTED[family].parameters()[2:]]
        curve = FITTED[family](rng.uniform(1, 40), b, *more)
        found = fit_family(made(rng.uniform(0, 50) + curve.value(EFFORT)), family)
        np.testing.assert_allclose(
            found.predict(EFFORT) - found.start, curve.value(EFFORT), rtol=1e-4, atol=5e-3 if more else 1e-4
        )


@pytest.mark.parametrize("family", CONCAVE)
@pytest.mark.parametrize("project", ["examples: digits", "epochs: digits", "tuning trials: digits"])
def test_no_fit_of_a_family_is_nearer_than_ours(family, project):
    """Against scipy's Levenberg-Marquardt from our own result and from elsewhere."""
    measured = MEASURED[project]
    found = fit_family(measured, family)

    def model(x, start, *logs):
        with np.errstate(all="ignore"):
            a, b, *more = np.exp(logs)
            return start + a * FITTED[family](1.0, b / (1 + b) if family == "power" else b, *more).value(x)

    ours = np.sum((found.predict(measured.effort) - measured.score) ** 2)
    a, b, *more = (getattr(found.curve, name)[0] for name in found.curve.parameters())
    logs = np.log([a, b / (1 - b) if family == "power" else b, *more])
    for shift in (0, 0.3, -0.3):
        away = np.array([0, shift, *(-shift for _ in more)])
        best, _ = curve_fit(model, measured.effort, measured.score, (found.start, *(logs + away)), maxfev=20_000)
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


@pytest.mark.parametrize("family", FITTED)
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


@pytest.mark.parametrize(("text", "message"), SCORES_WRONG.values(), ids=SCORES_WRONG)
def test_what_is_wrong_with_measurements_is_named(tmp_path, text, message):
    path = tmp_path / "scores.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError) as refused:
        fit(path)
    assert str(refused.value) == f"scores.csv{message}"


def table(tmp_path, *rows: tuple, header: str = "project,effort,score"):
    path = tmp_path / "scores.csv"
    path.write_text("\n".join([header, *(",".join(map(str, row)) for row in rows)]), "utf-8")
    return path


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("a", 1, 2), ("a", 1, 3)], "'a' has 1 different effort, expected at least two"),
        (
            [("housing", 100, 9.1), ("housing", 200, 7.4), ("housing", 400, 6.2)],
            "the scores of 'housing' fall with effort, from 9.1 to 6.2, expected scores of which larger is better",
        ),
        (
            [("test loss", 1, 0.9), ("test loss", 2, 0.4), ("acc", 1, 60), ("acc", 2, 70)],
            "the scores of 'test loss' fall with effort, from 0.9 to 0.4, expected scores",
        ),
        (
            [("Housing RMSE", 1, 9.1), ("Housing RMSE", 2, 7), ("Housing RMSE", 4, 7.1), ("Housing RMSE", 8, 5)],
            "the scores of 'Housing RMSE' fall with effort, from 9.1 to 5, expected scores",
        ),
        (
            [("A", 1, 0.5), ("A", 2, 0.68), ("B", 1, 50), ("B", 2, 68)],
            "the scores of 'A' lie from 0 to 1, those of 'B' go up to 68, expected one unit for all",
        ),
    ],
)
def test_scores_that_mean_something_else_are_refused(tmp_path, rows, message):
    with pytest.raises(ValueError) as refused:
        fit(table(tmp_path, *rows))
    assert str(refused.value).startswith(f"scores.csv: {message}")


@pytest.mark.parametrize(
    ("rows", "notes"),
    [
        ([("a", 1, 60), ("a", 2, 59)], ["the scores of 'a' fall with effort, from 60 to 59 or do not rise"]),
        ([("a", 1, 9), ("a", 2, 7), ("a", 4, 8)], ["the scores of 'a' fall with effort, from 9 to 8 or do not rise"]),
        ([("error codes", 1, 60), ("error codes", 2, 70)], ["the scores of 'error codes' are taken for scores, not"]),
        ([("a", 0.1, 60), ("a", 0.5, 70)], ["the efforts of 'a' all lie below 1, and effort is given out in whole"]),
        ([("a", 1, "0.5 %"), ("a", 2, "0.9 %"), ("b", 1, "60 %"), ("b", 2, "61 %")], ["column score: '0.5 %' is read"]),
        ([("a", 1, 50), ("a", 2, 50), ("b", 1, 0), ("b", 2, 1), ("c", 1, 40), ("c", 2, 35), ("c", 4, 60)], []),
    ],
)
def test_scores_that_may_mean_something_else_are_read_and_that_is_said(tmp_path, rows, notes):
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        fit(table(tmp_path, *rows))
    assert len(said) == len(notes)
    for each, note in zip(said, notes, strict=True):
        assert str(each.message).startswith(f"scores.csv: {note}") and each.category is Assumed


def test_a_flat_curve_is_said_exactly_where_the_fit_is_flat(tmp_path):
    rng = np.random.default_rng(4)
    flat = 0
    for _ in range(60):
        scores = rng.integers(10, 90, 4)
        path = table(tmp_path, *zip("aaaa", (1, 2, 4, 8), scores, strict=True))
        try:
            with warnings.catch_warnings(record=True) as said:
                warnings.simplefilter("always")
                _, curve = fit(path)
        except ValueError as error:
            assert "fall with effort" in str(error) and np.all(np.diff(scores) <= 0)
            continue
        flat += len(said)
        assert bool(said) == (float(curve.value([[8.0]]).item()) == 0)
    assert flat > 5


def test_seeds_are_given_for_all_rows_or_for_none(tmp_path):
    header = "project,effort,score,seed"
    with pytest.raises(ValueError, match="row 3, column seed: '', expected a number as in other rows"):
        read_measurements(table(tmp_path, ("a", 1, 50, 0), ("a", 2, 60, ""), header=header))
    (unbalanced,) = read_measurements(table(tmp_path, ("a", 1, 50, 0), ("a", 2, 60, 0), ("a", 1, 51, 1), header=header))
    with pytest.raises(ValueError, match="'a' has no score of seed 1 at effort 2, expected one for each seed at each"):
        unbalanced.interval()


def test_names_that_look_the_same_are_one_project(tmp_path):
    rows = ("Caf\u00e9", 1, 50), ("Cafe\u0301", 2, 60), (" Caf\u00e9 ", 4, 65)
    assert [each.project for each in read_measurements(table(tmp_path, *rows))] == ["Caf\u00e9"]


def test_small_scores_are_fitted_like_large_ones():
    score = np.log1p(EFFORT)
    small, large = fit_concave(made(1e-11 * score)), fit_concave(made(score))
    np.testing.assert_allclose(1e11 * small.curve.value(EFFORT), large.curve.value(EFFORT), rtol=1e-6)
    assert fit_concave(made(np.full(EFFORT.size, 50.1))).curve.value(EFFORT).max() < 1e-12


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
    """The first seed, but for the slowest. Other machines round otherwise, and may decide a case or two differently."""
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
