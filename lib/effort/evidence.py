"""From measurements to curves: fit the families, fit any concave shape, compare them, and see where concavity fails."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from effort.curves import Curve, Mixed
from effort.family import Family, finite_families
from effort.measurements import COLUMNS, MEASURED, Measurements, checked_measurements, read_measurements
from effort.polyline import Polyline
from effort.tables import report

__all__ = [
    "COLUMNS",
    "FITTED",
    "MEASURED",
    "Fit",
    "Measurements",
    "concavity_violations",
    "fit",
    "fit_concave",
    "fit_family",
    "held_out",
    "read_measurements",
]

FITTED: dict[str, type[Family]] = finite_families(concave=False)
"""The families that can be fitted, by name: those with a value at no effort. All but Hill's are concave."""


@dataclass(frozen=True, eq=False)
class Fit:
    """A curve through measurements: score = start + curve.value(effort).

    Attributes:
        start: the score that the fit gives to no effort at all
        curve: a single curve from 0 at no effort
    """

    start: float
    curve: Curve

    def predict(self, effort) -> np.ndarray:
        """The score at each effort; same shape as `effort`."""
        return self.start + self.curve.value(effort)

    def error(self, measured: Measurements) -> float:
        """Root mean square error against the mean score at each effort."""
        return float(np.sqrt(np.mean((self.predict(measured.efforts) - measured.mean()) ** 2)))


def fit_family(measured: Measurements, family: str) -> Fit:
    """The member of a family nearest to the scores, by least squares.

    Given the rate b, the score start + a g(bx) is linear in start and a, so those two have a closed form (variable
    projection, Golub and Pereyra 1973). What is left is a search over b alone (and Hill's exponent): a grid over
    all that the efforts can report apart, then ever finer ones around the best.

    Raises:
        ValueError: an unknown family

    >>> x = np.array([1.0, 3, 10, 30, 100])
    >>> found = fit_family(Measurements("p", x, 20 + 9 * np.log1p(0.5 * x), np.zeros(5)), "log1p")
    >>> round(found.start, 3), found.curve.a.round(3).item(), found.curve.b.round(3).item()
    (20.0, 9.0, 0.5)
    """
    if family not in FITTED:
        raise ValueError(f"family is {family!r}, expected one of {', '.join(FITTED)}")
    x, y = measured.effort, measured.score
    positive = x[x > 0]
    ranges = FITTED[family].searched(positive.min(), positive.max(), bool(np.any(x == 0)))
    limits = np.log(ranges)
    low, high = limits.T
    points, kept = (201, 2) if len(ranges) == 1 else (41, 6)  # a grid of two parameters is coarser
    for _ in range(14):
        axes = np.meshgrid(*np.linspace(low, high, points).T)
        rates = np.exp([axis.ravel() for axis in axes])
        shape = FITTED[family](np.ones_like(rates[0]), *rates).value(x[:, None])
        lean = shape - shape.mean(axis=0)
        spread = (lean**2).sum(axis=0)
        # These families rise: a stays above 0, and what is the same at all efforts is left out.
        rise = (lean * (y - y.mean())[:, None]).sum(axis=0)
        scale = np.maximum(np.divide(rise, spread, out=np.zeros_like(rise), where=spread > 1e-12), 1e-12)
        start = y.mean() - scale * shape.mean(axis=0)
        loss = ((start + scale * shape - y[:, None]) ** 2).sum(axis=0)
        best = int(loss.argmin())
        step = kept * (high - low) / (points - 1)
        middle = np.log(rates[:, best])
        low, high = np.clip([middle - step, middle + step], *limits.T)
    return Fit(float(start[best]), FITTED[family](scale[[best]], *rates[:, [best]]))


def fit_concave(measured: Measurements) -> Fit:
    """The concave, never falling curve nearest to the scores, of whatever shape: straight between the measured efforts.

    Such a curve is a start plus a sum of min(x, knot), each with a weight of at least 0, so this is a least-squares
    problem with weights of at least 0 (Lawson and Hanson 1974). The curve is flat after the largest effort.

    >>> x = np.array([0.0, 1, 2, 3, 4])
    >>> fit_concave(Measurements("p", x, np.array([10.0, 30, 30, 50, 60]), np.zeros(5))).predict(x).round(1)
    array([10., 26., 37., 48., 59.])
    """
    knots = measured.efforts[measured.efforts > 0]
    weight, start = _nonnegative(np.minimum(measured.effort[:, None], knots), measured.score)
    # Only the knots at which it bends, so that rounding does not make the slopes of two neighbours rise.
    bends = weight > 1e-9 * weight.max(initial=0)
    ends = knots[bends] if bends.any() else knots[-1:]
    effort = np.concatenate([[0.0], ends])
    return Fit(start, Polyline([effort], [np.minimum(effort[:, None], ends) @ weight[np.isin(knots, ends)]]))


def _nonnegative(parts: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float]:
    """(w, c) that make parts @ w + c nearest to y, with w >= 0: Lawson and Hanson's active sets."""
    middle = parts.mean(axis=0)
    scale = np.linalg.norm(parts - middle, axis=0)
    scale[scale == 0] = 1.0
    a, target = (parts - middle) / scale, y - y.mean()
    weight, active = np.zeros(a.shape[1]), np.zeros(a.shape[1], dtype=bool)
    for _ in range(50 * a.shape[1]):
        slope = a.T @ (target - a @ weight)
        slope[active] = -np.inf
        if slope.max() <= 1e-10 * np.linalg.norm(target) + 1e-13 * np.linalg.norm(y):
            break
        active[slope.argmax()] = True
        while True:
            wanted = np.zeros_like(weight)
            wanted[active] = np.linalg.lstsq(a[:, active], target, rcond=None)[0]
            if wanted[active].min(initial=1) > 0:
                break
            # Go as far as the first weight that would fall below 0, which then leaves the active set.
            falling = active & (wanted <= 0)
            share = (weight[falling] / np.maximum(weight[falling] - wanted[falling], 1e-300)).min()
            weight += share * (wanted - weight)
            active &= weight > 1e-14
            weight[~active] = 0
        weight = wanted
    weight = weight / scale
    return weight, float(y.mean() - middle @ weight)


def held_out(measured: Measurements, beyond: bool) -> dict[str, float]:
    """How far each fit is from measurements that it has not seen: root mean square error, in points, by name.

    The fits see the first half of the seeds and a part of the efforts. They are compared with the mean of the other
    seeds at the other efforts.

    Args:
        measured: of several seeds
        beyond: leave out the largest third of the efforts (what a forecast needs), else every other effort between

    >>> measured = {each.project: each for each in read_measurements()}
    >>> list(held_out(measured["examples: digits"], beyond=True))
    ['log1p', 'power', 'hyperbola', 'saturation', 'errorpower', 'hill', 'concave']
    """
    efforts = measured.efforts
    unseen = efforts[-(efforts.size // 3) :] if beyond else efforts[1:-1:2]
    fitted, judging = measured.halves()
    seen = fitted.only(~np.isin(fitted.effort, unseen))
    rest = judging.only(np.isin(judging.effort, unseen))
    fits = {name: fit_family(seen, name) for name in FITTED} | {"concave": fit_concave(seen)}
    return {name: each.error(rest) for name, each in fits.items()}


def concavity_violations(measured: Measurements, level: float = 0.95, samples: int = 2000) -> np.ndarray:
    """Where the mean scores are not concave, and by more than chance.

    Returns:
        the efforts, of those between the first and the last, at which the mean score lies below the straight line
        between its two neighbours in at least `level` of the bootstrap samples of the seeds

    >>> x, seed = np.tile([1.0, 2, 3, 4], 5), np.repeat(np.arange(5), 4)
    >>> concavity_violations(Measurements("p", x, np.tile([0.0, 0, 8, 10], 5) + seed, seed))
    array([2.])
    """
    x = measured.efforts
    means = measured.resampled(samples)
    share = (x[1:-1] - x[:-2]) / (x[2:] - x[:-2])
    chord = (1 - share) * means[:, :-2] + share * means[:, 2:]
    return x[1:-1][(means[:, 1:-1] < chord - 1e-9).mean(axis=0) >= level]


def fit(path: Path | str, family: str = "concave") -> tuple[tuple[str, ...], Curve]:
    """Curves from a reader's own CSV file, ready for `Portfolio` and `allocate`.

    Before you act on the next gain, look far enough ahead: a step must be large enough for its gain to stand out from
    the noise of the scores, or chance decides. `effort.advice.advise` says how large that is, where runs were repeated.

    Args:
        path: a CSV file with the columns `project`, `effort`, `score`, and if runs were repeated `seed`
        family: one of `FITTED`, or "concave" for the fit of any concave shape; with "hill" some curves may
            not be concave, and then `allocate_on_envelope` takes them, not `allocate`

    Returns:
        the projects' names, and one curve for each: the points gained over no effort

    Raises:
        ValueError: an unknown family, or whatever is wrong with the file, with its row and column

    >>> names, curve = fit(MEASURED, "log1p")
    >>> len(names) == curve.n
    True
    """
    projects, notes = checked_measurements(path)
    report(Path(path).name, notes)
    fitted = [fit_concave(each) if family == "concave" else fit_family(each, family) for each in projects]
    return tuple(each.project for each in projects), Mixed([each.curve for each in fitted])
