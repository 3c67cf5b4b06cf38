"""Public learning curves: each step against an independent oracle, and the tables against the data."""

import itertools
import json
import os
import tarfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from effort.evidence import fit_concave
from effort.facts import read_facts
from effort.measurements import Measurements
from effort.public_curves import COMMON, DIVISIONS_FILE, SHAPES_FILE, read_looks, read_losses, read_shapes
from hypothesis import given, settings
from hypothesis import strategies as st
from lcdb.__main__ import main
from lcdb.dividing import by_last_gain, by_next_gain, earned, envelope, equal_parts, most_to_earn
from lcdb.read import Layout, read_curves, read_layout
from lcdb.shape import distance_to_concave, falls, find_bends, rises
from lcdb.studies import NOTHING_LEARNT, divide_labels, judge, look_rows, shape_rows
from scipy.stats import t as student

DATA = Path(os.environ.get("LCDB", Path(__file__).parents[1] / "../shared/data/lcdb-1.1-data.tar.xz"))
SIZES = np.ceil(16 * 2 ** (np.arange(30) / 4))


# Dividing labels


def some_values(seed: int, draws=6, projects=3, points=8) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0, 9, (draws, projects, points)).round(1).cumsum(axis=2)


def test_the_best_division_is_the_best_of_all():
    values = np.random.default_rng(0).uniform(0, 9, (6, 3, 8))  # of any shape: falling, too
    splits = [(i, j, 7 - i - j) for i in range(8) for j in range(8 - i)]
    tried = np.array([earned(values, np.tile(split, (6, 1))) for split in splits])
    np.testing.assert_allclose(most_to_earn(values), tried.max(axis=0))


def test_one_block_ahead_is_best_where_gains_only_fall():
    gains = -np.sort(-np.random.default_rng(1).uniform(0, 9, (50, 4, 20)), axis=2)
    values = np.concatenate([np.zeros((50, 4, 1)), gains.cumsum(axis=2)], axis=2)
    np.testing.assert_allclose(earned(values, by_next_gain(values, 1)), most_to_earn(values))


@pytest.mark.parametrize("step", [1, 2, 3])
def test_rules_walk_as_they_are_described(step):
    values = some_values(2)
    for row, division, past in zip(values, by_next_gain(values, step), by_last_gain(values, 2), strict=True):
        at = [0, 0, 0]
        while left := 7 - sum(at):
            ahead = min(step, left)
            gains = [round(row[i][at[i] + ahead] - row[i][at[i]], 9) for i in range(3)]
            chosen = min((i for i in range(3) if gains[i] == max(gains)), key=lambda i: at[i])
            at[chosen] += ahead
        assert division.tolist() == at
        last = int(np.argmax([row[i][2] - row[i][0] for i in range(3)]))
        assert past.tolist() == [2 + (i == last) for i in range(3)]


def test_where_nothing_gains_labels_go_to_whoever_has_least_or_to_the_first():
    level = np.ones((1, 3, 10))
    assert by_next_gain(level, 1).tolist() == equal_parts(level).tolist() == [[3, 3, 3]]
    assert by_next_gain(level, 1, ties="first").tolist() == [[9, 0, 0]]
    with pytest.raises(ValueError, match="step is 4, expected one that all 3 projects can have"):
        by_last_gain(level, 4)


@pytest.mark.parametrize("rule", [lambda v: by_next_gain(v, 2), lambda v: by_last_gain(v, 1), equal_parts])
def test_all_blocks_are_given_out(rule):
    assert np.all(rule(some_values(3)).sum(axis=1) == 7)


def test_the_envelope_is_the_highest_of_all_chords():
    values = np.random.default_rng(4).uniform(0, 9, (6, 3, 8))
    upper = envelope(values)
    for index in np.ndindex(6, 3):
        y = values[index]
        for i in range(8):
            chords = [y[h] + (y[j] - y[h]) * (i - h) / (j - h) for h in range(i + 1) for j in range(max(i, h + 1), 8)]
            assert upper[index][i] == pytest.approx(max(chords))


# Shapes


def concave_truth(rng) -> np.ndarray:
    return 100 - rng.uniform(10, 60) * (SIZES / 16) ** -rng.uniform(0.2, 1.5) - rng.uniform(0, 20)


def test_concave_curves_are_rarely_called_anything_else():
    """Noise as in the data: 25 repetitions, whose spread is itself only known from them."""
    rng = np.random.default_rng(5)
    truth = np.array([concave_truth(rng) for _ in range(400)])
    spread = rng.uniform(0.5, 5, truth.shape)
    sample = truth[..., None] + spread[..., None] * rng.normal(size=(*truth.shape, 25))
    accuracy, error = sample.mean(axis=2), sample.std(axis=2, ddof=1) / 5
    for fewer in (False, True):
        assert np.mean(find_bends(SIZES, accuracy, error, only_doubling=fewer).points > 0) < 0.08
    assert np.mean(falls(accuracy, error)) < 0.08


def test_what_is_bent_is_found_with_its_place_and_its_kind():
    small = np.full((1, SIZES.size), 0.1)
    slow = 90 / (1 + (SIZES / 300) ** -3.0)
    dip = 90 - 60 * (SIZES / 16) ** -0.7
    dip = np.where(np.arange(SIZES.size) == 12, dip - 15, dip)
    start, fall = find_bends(SIZES, slow[None], small), find_bends(SIZES, dip[None], small)
    assert start.points[0] > 1 and not start.falling[0] and not falls(slow[None], small)[0]
    assert fall.middle[0] == 12 and fall.falling[0] and falls(dip[None], small)[0]
    assert rises(slow[None], small)[0] and not rises(-slow[None], small)[0]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 100), min_size=4, max_size=9), st.floats(0.05, 3))
def test_every_triple_is_looked_at(scores, spread):
    x, y, error = SIZES[: len(scores)], np.round(scores, 2), np.full(len(scores), spread)
    triples = list(itertools.combinations(range(len(x)), 3))
    critical = student.isf(0.05 / len(triples), 24)
    gaps = []
    for h, i, j in triples:
        share = (x[i] - x[h]) / (x[j] - x[h])
        gap = (1 - share) * y[h] + share * y[j] - y[i]
        noise = spread * np.sqrt(1 + share**2 + (1 - share) ** 2)
        gaps.append(gap if gap - 0.01 > critical * noise else 0)
    assert find_bends(x, y[None], error[None]).points[0] == pytest.approx(max(gaps), abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 100), min_size=3, max_size=12))
def test_the_nearest_concave_curve_is_that_of_the_library(scores):
    x, y = SIZES[: len(scores)], np.array(scores)
    distance, values = distance_to_concave(x, y)
    fitted = fit_concave(Measurements("made", x, y, np.zeros(y.size)))
    assert distance == pytest.approx(np.sqrt(np.mean((fitted.predict(x) - y) ** 2)), abs=1e-6)
    np.testing.assert_allclose(values, fitted.predict(x), atol=1e-4)


# Files and tables


def test_a_folder_and_an_archive_are_read_alike_and_other_files_refused(tmp_path):
    folder = tmp_path / "data"
    (folder / "er").mkdir(parents=True)
    meta = {
        "learners": ["a", "b"],
        "anchors": [16, 32, 64],
        "stat_labels": ["mean", "stderr"],
        "tvt_labels": ["train", "val", "test"],
        "dims": "(learner, stat, anchor, train-val-test)",
    }
    rates = np.random.default_rng(0).uniform(0, 1, (2, 2, 3, 3)).round(4)
    rates[1, :, 2] = np.nan
    text = json.dumps(
        [[[[None if np.isnan(v) else v for v in row] for row in part] for part in each] for each in rates.tolist()]
    )
    (folder / "er" / "7.json").write_text(text)
    (folder / "meta.json").write_text(json.dumps(meta))
    archive = tmp_path / "data.tar.xz"
    with tarfile.open(archive, "w:xz") as file:
        file.add(folder, "data")
    for source in (folder, archive):
        (found,) = read_curves(source)
        assert found.data == 7 and read_layout(source).learners == ("a", "b")
        np.testing.assert_allclose(found.accuracy, 100 - 100 * rates[:, 0, :, 1])
        np.testing.assert_allclose(found.error, 100 * rates[:, 1, :, 1])
        np.testing.assert_allclose(found.test, 100 - 100 * rates[:, 0, :, 2])
    (folder / "er" / "8.json").write_text("[[1]]")
    with pytest.raises(ValueError, match=r"8\.json has shape \(1, 1\), expected \(2, 2, 3, 3\)"):
        list(read_curves(folder))
    (folder / "meta.json").write_text(json.dumps(meta | {"tvt_labels": ["val", "train", "test"]}))
    with pytest.raises(ValueError, match=r"meta\.json has the axes"):
        read_layout(folder)
    with pytest.raises(ValueError, match=r"holds no meta\.json"):
        read_layout(tmp_path / "data" / "er")


def test_the_table_of_shapes_adds_up():
    shapes = read_shapes()
    for name, column in shapes.counts.items():
        if not name.startswith("median"):
            assert column[0] == column[2:].sum(), name
            assert column[1] == column[np.isin(shapes.learners, COMMON)].sum(), name
    bent = shapes.counts["curves"] - shapes.counts["concave"]
    np.testing.assert_array_equal(sum(shapes.counts[third] for third in ("start", "middle", "end")), bent)
    assert np.all(shapes.counts["falling"] <= bent) and np.all(
        shapes.counts["over_5_points"] <= shapes.counts["over_1_point"]
    )
    with pytest.raises(ValueError, match="learners is 'tree', expected one of all, common, SVM_Linear"):
        shapes.only("tree")


def test_no_rule_does_better_than_the_best():
    columns = read_facts(DIVISIONS_FILE)
    assert np.all(columns["mean_loss"] >= 0) and np.all(columns["median_loss"] <= columns["p95_loss"])
    with pytest.raises(ValueError, match="start is '0', expected one of commonest class, 16 labels"):
        read_losses("all", "0")


def test_two_tables_agree_on_what_looking_ahead_loses():
    looks = read_looks()
    for row, learners in enumerate(("all", "common")):
        losses = read_losses(learners)
        steps = losses.of("next gain")
        at = np.searchsorted(looks.ahead, steps.ahead)
        np.testing.assert_array_equal(looks.loss[row, at], steps.mean)
        assert looks.equal[row] == losses.of("equal parts").mean[0]
        assert looks.envelope[row] == losses.of("envelope").mean[0]
    assert set(looks.learners[2:]) == set(read_shapes().each().learners) - {NOTHING_LEARNT}


@pytest.fixture(scope="module")
def recomputed() -> tuple[list[tuple], list[tuple], list[tuple]]:
    """The tables for the common learners alone, or some of them, from the published data."""
    if not DATA.exists():
        pytest.skip(f"the published data are not at {DATA}; the environment variable LCDB says where they are")
    whole = read_layout(DATA)
    which = [whole.learners.index(name) for name in (*COMMON, NOTHING_LEARNT)]
    layout = Layout(tuple(whole.learners[i] for i in which), whole.sizes)
    some = (
        replace(each, **{n: getattr(each, n)[which] for n in ("accuracy", "error", "test")})
        for each in read_curves(DATA)
    )
    judged = [curve for measured in some for curve in judge(layout, measured)]
    divided = [row for row in divide_labels(layout, judged) if row[0] != "all"]
    return list(shape_rows(layout, judged)), divided, list(itertools.islice(look_rows(layout, judged), 1, 4))


def test_the_shapes_are_those_of_the_published_data(recomputed):
    stored = read_facts(SHAPES_FILE)
    rows = {row[0]: row[1:] for row in recomputed[0]}
    for name in ("common", *COMMON):
        at = list(stored["learners"]).index(name)
        expected = [column[at] for header, column in stored.items() if header != "learners"]
        np.testing.assert_allclose([float(x or "nan") if x == "" else x for x in rows[name]], expected, atol=0.0051)


def test_the_losses_are_those_of_the_published_data(recomputed):
    stored = zip(*read_facts(DIVISIONS_FILE).values(), strict=True)
    stored = {(*map(str, row[:4]),): row[4:] for row in stored}
    assert len(recomputed[1]) > 50
    for *key, ahead, mean, error, median, p95, worse, on_test in recomputed[1]:
        expected = stored[(*key, str(float(ahead or "nan")))]
        np.testing.assert_allclose([mean, error, median, p95, worse, on_test], expected, atol=0.0051)


def test_the_losses_of_single_methods_are_those_of_the_published_data(recomputed):
    looks = read_looks()
    assert [row[0] for row in recomputed[2]] == ["common", *COMMON[:2]]
    for name, equal, by_envelope, *losses in recomputed[2]:
        at = looks.learners.tolist().index(name)
        np.testing.assert_allclose(losses, looks.loss[at], atol=0.0051)
        np.testing.assert_allclose([equal, by_envelope], [looks.equal[at], looks.envelope[at]], atol=0.0051)


def test_the_command_says_what_it_takes(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "LCDB 1.1" in capsys.readouterr().out
