"""The two tables that the book takes from LCDB 1.1: the shapes of its curves, and what dividing labels loses there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from effort.public_curves import COMMON

from lcdb.dividing import by_last_gain, by_next_gain, earned, envelope, equal_parts, most_to_earn
from lcdb.read import Layout, Measured
from lcdb.shape import distance_to_concave, falls, find_bends, rises

__all__ = ["DIVISIONS", "LOOKS", "SHAPES", "Judged", "divide_labels", "judge", "look_rows", "shape_rows"]

NOTHING_LEARNT = "DummyClassifier"
"""The learner that always names the commonest class."""
LABELS, BLOCK, PROJECTS, DRAWS = 2000, 16, 5, 2000
STEPS = (16, 32, 48, 64, 96, 128, 192, 256, 320, 400)
LEAST_GAIN = 1.0
"""Points, of all five projects of a company together."""
LOOKS_AHEAD = tuple(range(BLOCK, 401, BLOCK))
SHAPES = (
    "learners", "curves", "concave", "concave_fewer_chords", "concave_larger_errors", "never_falling",
    "concave_never_falling", "flat", "over_1_point", "over_5_points", "start", "middle", "end", "falling",
    "median_labels", "median_points",
    "up_to_2000", "within_1_point", "median_distance",
)  # fmt: skip
DIVISIONS = (
    "learners", "start", "rule", "labels_ahead", "mean_loss", "standard_error", "median_loss", "p95_loss",
    "worse_than_equal", "mean_loss_on_test",
)  # fmt: skip
LOOKS = ("learners", "equal_parts", "envelope", *(f"next_{step}" for step in LOOKS_AHEAD))


@dataclass(frozen=True, eq=False)
class Judged:
    """One curve, with sizes and accuracies as in `Measured`, and what was found: named as the columns of `SHAPES`."""

    data: int
    learner: str
    sizes: np.ndarray
    accuracy: np.ndarray
    test: np.ndarray
    concave_fewer_chords: bool
    concave_larger_errors: bool
    never_falling: bool
    flat: bool
    points: float
    labels: float
    falling: bool

    @property
    def concave(self) -> bool:
        """Whether no chord lies above the curve by more than noise."""
        return self.points == 0

    def covers(self, sizes: np.ndarray) -> bool:
        """Whether the curve was measured at each of these sizes."""
        return bool(np.isin(sizes, self.sizes).all())


def judge(layout: Layout, measured: Measured) -> Iterator[Judged]:
    """Every curve of one data set with three sizes or more."""
    known = np.isfinite(measured.accuracy) & np.isfinite(measured.error)
    patterns, group = np.unique(known, axis=0, return_inverse=True)
    for g, sizes_known in enumerate(patterns):
        if sizes_known.sum() < 3:
            continue
        which = np.flatnonzero(group == g)
        sizes = layout.sizes[sizes_known]
        accuracy, error = measured.accuracy[which][:, sizes_known], measured.error[which][:, sizes_known]
        bends = find_bends(sizes, accuracy, error)
        fewer = find_bends(sizes, accuracy, error, only_doubling=True)
        larger = find_bends(sizes, accuracy, np.maximum(error, 0.5))
        fall, rise = falls(accuracy, error), rises(accuracy, error)
        for row, learner in enumerate(which):
            yield Judged(
                measured.data, layout.learners[learner], sizes, accuracy[row], measured.test[learner][sizes_known],
                bool(fewer.points[row] == 0), bool(larger.points[row] == 0), not fall[row],
                not (fall[row] or rise[row]), float(bends.points[row]), float(sizes[bends.middle[row]]),
                bool(bends.falling[row]),
            )  # fmt: skip


def shape_rows(layout: Layout, judged: list[Judged]) -> Iterator[tuple]:
    """Rows of the columns `SHAPES`: all learners, the common ones, then each; counts of curves but for the medians."""
    pools = {"all": layout.learners, "common": COMMON} | {name: (name,) for name in layout.learners}
    # Up to 2,000 examples, the same for all data sets; without the learner that learns nothing.
    near = _sizes_up_to_labels(layout)
    distances = {
        id(each): distance_to_concave(near, each.accuracy[np.isin(each.sizes, near)])[0]
        for each in judged
        if each.covers(near) and each.learner != NOTHING_LEARNT
    }
    for pool, learners in pools.items():
        of_pool = [each for each in judged if each.learner in learners]
        bent = [each for each in of_pool if not each.concave]
        place = [np.log(each.labels / each.sizes[0]) / np.log(each.sizes[-1] / each.sizes[0]) for each in bent]
        thirds = np.bincount(np.minimum(3 * np.array(place), 2).astype(int), minlength=3) if bent else np.zeros(3, int)
        far = [distances[id(each)] for each in of_pool if id(each) in distances]
        yield (
            pool, len(of_pool), len(of_pool) - len(bent), _count(of_pool, "concave_fewer_chords"),
            _count(of_pool, "concave_larger_errors"), _count(of_pool, "never_falling"),
            sum(each.concave and each.never_falling for each in of_pool), _count(of_pool, "flat"),
            sum(each.points > 1 for each in of_pool), sum(each.points > 5 for each in of_pool), *thirds,
            _count(of_pool, "falling"), _median([each.labels for each in bent]),
            _median([each.points for each in bent]), len(far), sum(distance <= 1 for distance in far), _median(far),
        )  # fmt: skip


def divide_labels(layout: Layout, judged: list[Judged], draws: int = DRAWS) -> Iterator[tuple]:
    """Rows of the columns `DIVISIONS`: what rules for dividing 2,000 labels lose, in per cent of the best gain.

    Each draw is a company of five data sets, and on each of them one learner. A project's value is the best validation
    score so far, straight between measured sizes. With no labels it is what naming the commonest class gets; or
    everybody begins with 16 labels, the smallest size measured. Decisions are made on the validation part; the last
    column scores the same models on the test part, against the best that could have been done there.
    """
    usable, values = _usable(layout, judged)
    near, nothing = _sizes_up_to_labels(layout), _nothing_learnt(judged)
    nearest = np.array([_nearest(each, nothing[each.data], near[-1]) for each in usable])
    data = np.array([each.data for each in usable])
    common = np.array([each.learner in COMMON for each in usable])
    shaped = np.array([each.concave and each.never_falling for each in usable])
    pools = {"all": common | True, "common": common, "common, concave": common & shaped}
    drawn = {pool: _companies(np.flatnonzero(chosen), data, draws) for pool, chosen in pools.items()}
    for start, first in (("commonest class", 0), ("16 labels", 1)):
        # Where everybody has a block already, as many fewer are left to divide.
        points = slice(first, first + LABELS // BLOCK + 1 - PROJECTS * first)
        measured, test = values[:, 0, points], values[:, 1, points]
        concave = {"envelope": envelope(measured), "nearest concave curve": nearest[:, points]}
        for pool, picked in drawn.items():
            bent = {rule: curves[picked] for rule, curves in concave.items()}
            yield from ((pool, start, *row) for row in _losses(measured[picked], test[picked], bent))


def look_rows(layout: Layout, judged: list[Judged], draws: int = DRAWS) -> Iterator[tuple]:
    """Rows of the columns `LOOKS`: all learners, the common ones, then each; mean losses, in per cent of the best gain.

    The companies are those of `divide_labels` that begin with no labels; those of one learner have it in all projects,
    and the few that can hardly gain anything are left out.
    """
    usable, values = _usable(layout, judged)
    measured, data = values[:, 0], np.array([each.data for each in usable])
    concave = envelope(measured)
    learner = np.array([each.learner for each in usable])
    pools = {"all": layout.learners, "common": COMMON} | {name: (name,) for name in layout.learners}
    for pool, learners in pools.items():
        if pool == NOTHING_LEARNT:
            continue
        picked = _companies(np.flatnonzero(np.isin(learner, learners)), data, draws)
        of_pool = measured[picked]
        most = most_to_earn(of_pool)
        gain = most - of_pool[:, :, 0].sum(axis=1)
        learns = gain >= LEAST_GAIN
        most, gain, of_pool, bent = most[learns], gain[learns], of_pool[learns], concave[picked][learns]
        divisions = [equal_parts(of_pool), by_next_gain(bent, 1)]
        divisions += [by_next_gain(of_pool, step // BLOCK) for step in LOOKS_AHEAD]
        yield pool, *(float(np.mean(100 * (most - earned(of_pool, each)) / gain)) for each in divisions)


def _usable(layout: Layout, judged: list[Judged]) -> tuple[list[Judged], np.ndarray]:
    """The curves that go far enough, and for each its `_values`; shape (curves, 2, blocks + 1)."""
    near, nothing = _sizes_up_to_labels(layout), _nothing_learnt(judged)
    usable = sorted(
        (each for each in judged if each.covers(near) and each.learner != NOTHING_LEARNT),
        key=lambda each: (each.data, each.learner),
    )
    return usable, np.array([_values(each, nothing[each.data]) for each in usable])


def _nothing_learnt(judged: list[Judged]) -> dict[int, Judged]:
    """For each data set the curve of the learner that always names the commonest class."""
    return {each.data: each for each in judged if each.learner == NOTHING_LEARNT}


def _losses(values: np.ndarray, test: np.ndarray, concave: dict[str, np.ndarray]) -> Iterator[tuple]:
    """(rule, labels it looks ahead, and the columns from "mean_loss" on) for each rule."""
    rules = [("next gain", step, by_next_gain(values, step // BLOCK)) for step in STEPS]
    rules += [("next gain, ties to the first", 16, by_next_gain(values, 1, ties="first"))]
    rules += [("last gain", step, by_last_gain(values, step // BLOCK)) for step in (16, 64, 128)]
    rules += [(rule, BLOCK, by_next_gain(curves, 1)) for rule, curves in concave.items()]
    rules += [("equal parts", "", equal_parts(values))]
    most, most_on_test = most_to_earn(values), most_to_earn(test)
    gain, gain_on_test = most - values[:, :, 0].sum(axis=1), most_on_test - test[:, :, 0].sum(axis=1)
    by_equal_parts = earned(values, equal_parts(values))
    for rule, ahead, division in rules:
        loss = 100 * (most - earned(values, division)) / gain
        on_test = 100 * (most_on_test - earned(test, division)) / gain_on_test
        worse = 100 * np.mean(earned(values, division) < by_equal_parts - 1e-9)
        spread = loss.std() / np.sqrt(loss.size)
        yield rule, ahead, loss.mean(), spread, np.median(loss), np.quantile(loss, 0.95), worse, on_test.mean()


def _companies(curves: np.ndarray, data: np.ndarray, draws: int) -> np.ndarray:
    """Shape (draws, projects): curves of different data sets, each data set as likely as any other."""
    rng = np.random.default_rng(0)
    on = [curves[data[curves] == each] for each in np.unique(data[curves])]
    return np.array([[rng.choice(on[i]) for i in rng.choice(len(on), PROJECTS, replace=False)] for _ in range(draws)])


def _values(curve: Judged, nothing: Judged) -> np.ndarray:
    """Shape (2, blocks + 1): the best validation score so far, and what its model scores on the test part."""
    score = np.append(nothing.accuracy[0], curve.accuracy)
    best = np.maximum.accumulate(score)
    model = np.maximum.accumulate(np.where(score == best, np.arange(score.size), 0))
    test = np.append(nothing.test[0], curve.test)[model]
    labels, sizes = np.arange(0, LABELS + 1, BLOCK), np.append(0, curve.sizes)
    return np.array([np.interp(labels, sizes, best), np.interp(labels, sizes, test)])


def _nearest(curve: Judged, nothing: Judged, last: float) -> np.ndarray:
    """The concave, never falling curve nearest to the measured one up to the size `last`, at each number of blocks."""
    within = curve.sizes <= last
    sizes, score = np.append(0, curve.sizes[within]), np.append(nothing.accuracy[0], curve.accuracy[within])
    return np.interp(np.arange(0, LABELS + 1, BLOCK), sizes, distance_to_concave(sizes, score)[1])


def _sizes_up_to_labels(layout: Layout) -> np.ndarray:
    """The sizes up to the first that is at least the labels to divide."""
    return layout.sizes[: np.searchsorted(layout.sizes, LABELS) + 1]


def _count(curves: Iterable[Judged], flag: str) -> int:
    return sum(getattr(each, flag) for each in curves)


def _median(numbers: list[float]) -> float | str:
    return float(np.median(numbers)) if numbers else ""
