"""Is a measured curve concave, as far as its repetitions can tell? And if it is not: where, and how?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import nnls
from scipy.stats import t as student

from lcdb.read import LAST_DIGIT, REPETITIONS

__all__ = ["Bends", "distance_to_concave", "falls", "find_bends", "rises"]


@dataclass(frozen=True, eq=False)
class Bends:
    """The worst failure of concavity in each of c curves.

    Attributes:
        points: shape (c,), how far the curve lies below a chord of its own, beyond noise; 0 where it nowhere does
        left: shape (c,), the index of the size at which that chord begins
        middle: shape (c,), the index of the size at which the curve lies below it
        falling: shape (c,), whether the accuracy falls from `left` to `middle`; else the curve rises there, but faster
            later
    """

    points: np.ndarray
    left: np.ndarray
    middle: np.ndarray
    falling: np.ndarray


def find_bends(
    sizes: np.ndarray, accuracy: np.ndarray, error: np.ndarray, level: float = 0.05, only_doubling: bool = False
) -> Bends:
    """The sizes at which curves lie below one of their own chords by more than noise, at any of all triples of sizes.

    For sizes h < i < j the gap is the height at i of the chord from h to j, less the accuracy at i. It counts if it is
    larger than its standard error times Student's quantile at `level` divided by the number of triples (Bonferroni),
    plus what rounding can do. The three errors are taken as independent. All sizes share their splits, so that most
    gaps are known better than that, and the test finds too little rather than too much.

    Args:
        sizes: shape (k,), increasing
        accuracy: shape (c, k)
        error: shape (c, k), standard errors
        level: the chance of calling a concave curve not concave, at most
        only_doubling: only chords that reach from the middle 1, 2, 4, 8, ... sizes to either side: far fewer, so that
            each is tested less strictly
    """
    k = sizes.size
    steps = [2**power for power in range(k.bit_length())] if only_doubling else list(range(1, k))
    pairs = [(i, [i - s for s in steps if s <= i], [i + s for s in steps if i + s < k]) for i in range(1, k - 1)]
    tests = sum(len(h) * len(j) for _, h, j in pairs)
    critical = student.isf(level / tests, REPETITIONS - 1)
    error = np.maximum(error, LAST_DIGIT / 2)
    worst, left = np.zeros(len(accuracy)), np.zeros(len(accuracy), dtype=int)
    middle = np.zeros_like(left)
    for i, h, j in pairs:
        share = (sizes[i] - sizes[h][:, None]) / (sizes[j] - sizes[h][:, None])
        gap = (1 - share) * accuracy[:, h, None] + share * accuracy[:, None, j] - accuracy[:, [i], None]
        noise = ((1 - share) * error[:, h, None]) ** 2 + (share * error[:, None, j]) ** 2 + error[:, [i], None] ** 2
        gap = np.where(gap - LAST_DIGIT > critical * np.sqrt(noise), gap, 0).reshape(len(accuracy), -1)
        best = gap.argmax(axis=1)
        larger = gap[np.arange(len(gap)), best] > worst
        worst = np.where(larger, gap[np.arange(len(gap)), best], worst)
        left = np.where(larger, np.asarray(h)[best // len(j)], left)
        middle = np.where(larger, i, middle)
    rows = np.arange(len(accuracy))
    return Bends(worst, left, middle, (worst > 0) & (accuracy[rows, middle] < accuracy[rows, left]))


def falls(accuracy: np.ndarray, error: np.ndarray, level: float = 0.05) -> np.ndarray:
    """Whether each curve, shape (c, k), is lower at some size than at a smaller one, by more than noise; shape (c,)."""
    k = accuracy.shape[1]
    critical = student.isf(level / (k * (k - 1) / 2), REPETITIONS - 1)
    error = np.maximum(error, LAST_DIGIT / 2)
    found = np.zeros(len(accuracy), dtype=bool)
    for i in range(k - 1):
        noise = np.sqrt(error[:, [i]] ** 2 + error[:, i + 1 :] ** 2)
        found |= np.any(accuracy[:, [i]] - accuracy[:, i + 1 :] - LAST_DIGIT > critical * noise, axis=1)
    return found


def rises(accuracy: np.ndarray, error: np.ndarray, level: float = 0.05) -> np.ndarray:
    """Whether each curve is higher at some size than at a smaller one, by more than noise; shape (c,)."""
    return falls(100 - accuracy, error, level)


def distance_to_concave(sizes: np.ndarray, accuracy: np.ndarray) -> tuple[float, np.ndarray]:
    """How far a curve, shape (k,), is from the nearest concave, never falling one (root mean square); its values."""
    # A start of either sign, and the weight of each min(x, size), which may not be negative.
    knots = sizes[sizes > 0]
    rising = np.minimum(sizes[:, None], knots) / knots  # each from 0 to 1, so that no weight is tiny
    parts = np.column_stack([np.ones_like(sizes), -np.ones_like(sizes), rising])
    weights, distance = nnls(parts, accuracy, maxiter=100 * sizes.size)
    return float(distance / np.sqrt(sizes.size)), parts @ weights
