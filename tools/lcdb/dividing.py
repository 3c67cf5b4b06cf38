"""Divide labels among data sets: by what the next gain or the last gained, in equal parts, as well as possible.

Everything is counted in blocks of labels. A `values` array has shape (draws, projects, blocks + 1): what each project
has with 0, 1, ... blocks, in each of many draws of projects. A division has shape (draws, projects): blocks. All blocks
are always given out.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

__all__ = ["by_last_gain", "by_next_gain", "earned", "envelope", "equal_parts", "most_to_earn"]


def earned(values: np.ndarray, division: np.ndarray) -> np.ndarray:
    """What each draw earns with a division; shape (draws,)."""
    return np.take_along_axis(values, division[..., None], axis=2)[..., 0].sum(axis=1)


def most_to_earn(values: np.ndarray) -> np.ndarray:
    """What the best division earns, for curves of any shape, by dynamic programming; shape (draws,)."""
    best = values[:, 0]
    blocks = best.shape[1]
    for project in range(1, values.shape[1]):
        added = np.full_like(best, -np.inf)
        for given in range(blocks):
            added[:, given:] = np.maximum(added[:, given:], best[:, : blocks - given] + values[:, project, [given]])
        best = added
    return best[:, -1]


def by_next_gain(values: np.ndarray, step: int, ties: str = "fewest") -> np.ndarray:
    """Again and again `step` blocks to the project that gains most by them.

    Among equals (often none gains anything) it goes to the one with the fewest blocks so far, or, if `ties` is "first",
    to the first in the list.
    """
    return _walk(values, step, lambda at, steps: _at(values, at + steps[:, None]) - _at(values, at), ties=ties)


def by_last_gain(values: np.ndarray, step: int) -> np.ndarray:
    """Knowing only the past: `step` blocks to each project, then always to the one whose last `step` gained most."""
    start = np.full(values.shape[:2], step)
    if step * values.shape[1] > values.shape[2] - 1:
        raise ValueError(f"step is {step}, expected one that all {values.shape[1]} projects can have")
    return _walk(values, step, lambda at, steps: _at(values, at) - _at(values, at - step), start)


def equal_parts(values: np.ndarray) -> np.ndarray:
    """The same for each project, as nearly as whole blocks allow."""
    draws, projects, points = values.shape
    least, rest = divmod(points - 1, projects)
    return np.tile(least + (np.arange(projects) < rest), (draws, 1))


def envelope(values: np.ndarray) -> np.ndarray:
    """The lowest concave curves on or above the given ones; same shape."""
    points = values.shape[-1]
    result = np.empty_like(values)
    for index in np.ndindex(values.shape[:-1]):
        y, corners = values[index], [0]
        for k in range(1, points):
            while len(corners) > 1:
                h, i = corners[-2:]
                if (y[i] - y[h]) * (k - i) > (y[k] - y[i]) * (i - h):
                    break
                corners.pop()
            corners.append(k)
        result[index] = np.interp(np.arange(points), corners, y[corners])
    return result


def _walk(
    values: np.ndarray, step: int, gains: Callable, start: np.ndarray | None = None, ties: str = "fewest"
) -> np.ndarray:
    """Give `step` blocks (what is left, if that is less) to the project of the largest gain until all are given."""
    draws, projects, points = values.shape
    at = np.zeros((draws, projects), dtype=int) if start is None else start.copy()
    rows = np.arange(draws)
    while np.any(left := points - 1 - at.sum(axis=1)):
        steps = np.minimum(step, left)
        # Sums of rounded numbers: what differs by less than a billionth is equal.
        gain = np.round(gains(at, steps), 9)
        largest = gain == gain.max(axis=1, keepdims=True)
        chosen = largest.argmax(axis=1) if ties == "first" else np.where(largest, at, points).argmin(axis=1)
        at[rows, chosen] += steps
    return at


def _at(values: np.ndarray, blocks: np.ndarray) -> np.ndarray:
    return np.take_along_axis(values, blocks[..., None], axis=2)[..., 0]
