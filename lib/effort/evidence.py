"""From measurements to curves: fit the families, fit any concave shape, compare them, and see where concavity fails."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from effort.checks import reals
from effort.curves import Curve, Hill, Hyperbola, Log1p, Mixed, Polyline, Power, Saturation
from effort.fields import Column
from effort.tables import read_file, tell

__all__ = [
    "FAMILIES",
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

MEASURED = Path(__file__).with_name("measured.csv")
"""The book's own measurements, written by ``python -m effort.measure``.

:meta hide-value:
"""
FAMILIES: dict[str, type[Curve]] = {
    "log1p": Log1p,
    "power": Power,
    "hyperbola": Hyperbola,
    "saturation": Saturation,
    "hill": Hill,
}
"""The families that can be fitted, by name. All are concave but Hill's, which may be S-shaped. The source's logarithm, without a
value at no effort, is left out."""
COLUMNS = {
    "project": Column("name", needed=True),
    "effort": Column("number", needed=True, least=0),
    "score": Column("number", needed=True, meaning="of which larger is better"),
    "seed": Column("number"),
}
"""Those of a table of measurements."""
# What a project may be called whose scores are errors.
ERRORS = re.compile(r"\b(rmse|mse|mae|mape|loss|errors?|perplexity|wer|cer)\b", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Measurements:
    """Scores that efforts led to, in one project.

    Args:
        project: what was worked on
        effort: shape (m,), at least 0, at least two different ones
        score: shape (m,), larger is better, such as percentage points
        seed: shape (m,), which repetition each belongs to
    """

    project: str
    effort: np.ndarray
    score: np.ndarray
    seed: np.ndarray

    def __post_init__(self) -> None:
        effort = reals(f"effort of {self.project!r}", self.effort, at_least=0)
        score = reals(f"score of {self.project!r}", self.score)
        if effort.ndim != 1 or effort.shape != score.shape or np.shape(self.seed) != effort.shape:
            raise ValueError(f"{self.project!r} has {effort.size} efforts and {score.size} scores, expected as many")
        if np.unique(effort).size < 2:
            raise ValueError(f"{self.project!r} has {np.unique(effort).size} different effort, expected at least two")
        for name, value in (("effort", effort), ("score", score), ("seed", np.asarray(self.seed))):
            object.__setattr__(self, name, value)

    @property
    def efforts(self) -> np.ndarray:
        """The different efforts, shape (k,), increasing."""
        return np.unique(self.effort)

    def mean(self) -> np.ndarray:
        """The mean score at each of `efforts`, shape (k,)."""
        return np.array([self.score[self.effort == x].mean() for x in self.efforts])

    def mean_at(self, effort) -> np.ndarray:
        """The mean score at each effort, straight between the measured ones; same shape as `effort`."""
        return np.interp(effort, self.efforts, self.mean())

    def interval(self, level: float = 0.95, samples: int = 2000) -> np.ndarray:
        """Shape (2, k): where the mean score lies, by the bootstrap over seeds (drawn with replacement, the same for all efforts)."""
        means = self._resampled(samples)
        return np.quantile(means, [(1 - level) / 2, (1 + level) / 2], axis=0)

    def _resampled(self, samples: int) -> np.ndarray:
        """Mean scores of bootstrap samples of the seeds, shape (samples, k)."""
        seeds = np.unique(self.seed)
        for s in seeds:
            missing = np.setdiff1d(self.efforts, self.effort[self.seed == s])
            if missing.size:
                raise ValueError(
                    f"{self.project!r} has no score of seed {s:g} at effort {missing[0]:g}, expected one for each seed at each"
                )
        table = np.array(
            [[self.score[(self.seed == s) & (self.effort == x)].mean() for x in self.efforts] for s in seeds]
        )
        drawn = np.random.default_rng(0).integers(0, seeds.size, (samples, seeds.size))
        return table[drawn].mean(axis=1)

    def only(self, chosen: np.ndarray) -> Measurements:
        """Those that `chosen`, shape (m,) of booleans, picks."""
        return Measurements(self.project, self.effort[chosen], self.score[chosen], self.seed[chosen])


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

    Given the rate b, the score start + a g(bx) is linear in start and a, so those two have a closed form (variable projection, Golub and
    Pereyra 1973). What is left is a search over b alone (and Hill's exponent): a grid over all that the efforts can tell apart,
    then ever finer ones around the best.

    Raises:
        ValueError: an unknown family

    >>> x = np.array([1.0, 3, 10, 30, 100])
    >>> found = fit_family(Measurements("p", x, 20 + 9 * np.log1p(0.5 * x), np.zeros(5)), "log1p")
    >>> round(found.start, 3), found.curve.a.round(3).item(), found.curve.b.round(3).item()
    (20.0, 9.0, 0.5)
    """
    if family not in FAMILIES:
        raise ValueError(f"family is {family!r}, expected one of {', '.join(FAMILIES)}")
    x, y = measured.effort, measured.score
    positive = x[x > 0]
    # Faster than this, a curve is at its end with the first unit; that can be told from others only if no effort was measured.
    fastest = (1e15 if np.any(x == 0) else 1e6) / positive.min()
    ranges = [(0.01, 0.99)] if family == "power" else [(1e-3 / positive.max(), fastest)]
    if family == "hill":  # its half, and its exponent
        ranges = [(1e-2 / positive.max(), 1e2 / positive.min()), (0.2, 12.0)]
    limits = np.log(ranges)
    low, high = limits.T
    points, kept = (201, 2) if len(ranges) == 1 else (41, 6)
    for _ in range(14):
        axes = np.meshgrid(*np.linspace(low, high, points).T)
        rates = np.exp([axis.ravel() for axis in axes])
        shape = FAMILIES[family](np.ones_like(rates[0]), *rates).value(x[:, None])
        lean = shape - shape.mean(axis=0)
        spread = (lean**2).sum(axis=0)
        # What does not rise has no place in these families: a stays above 0. Nor has what is the same at all efforts.
        rise = (lean * (y - y.mean())[:, None]).sum(axis=0)
        scale = np.maximum(np.divide(rise, spread, out=np.zeros_like(rise), where=spread > 1e-12), 1e-12)
        start = y.mean() - scale * shape.mean(axis=0)
        loss = ((start + scale * shape - y[:, None]) ** 2).sum(axis=0)
        best = int(loss.argmin())
        step = kept * (high - low) / (points - 1)
        middle = np.log(rates[:, best])
        low, high = np.clip([middle - step, middle + step], *limits.T)
    return Fit(float(start[best]), FAMILIES[family](scale[[best]], *rates[:, [best]]))


def fit_concave(measured: Measurements) -> Fit:
    """The concave, never falling curve nearest to the scores, of whatever shape: straight between the measured efforts.

    Such a curve is a start plus a sum of min(x, knot), each with a weight of at least 0, so this is a least-squares problem with
    weights of at least 0 (Lawson and Hanson 1974). The curve is flat after the largest effort.

    >>> x = np.array([0.0, 1, 2, 3, 4])
    >>> fit_concave(Measurements("p", x, np.array([10.0, 30, 30, 50, 60]), np.zeros(5))).predict(x).round(1)
    array([10., 26., 37., 48., 59.])
    """
    knots = measured.efforts[measured.efforts > 0]
    weight, start = _nonnegative(np.minimum(measured.effort[:, None], knots), measured.score)
    # Only the knots at which it bends, so that rounding makes no two lines the wrong way round.
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
            # Go as far as the first weight that would fall below 0, and let that one go.
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

    The fits see the first half of the seeds and a part of the efforts. They are compared with the mean of the other seeds at
    the other efforts.

    Args:
        beyond: leave out the largest third of the efforts (what a forecast needs), else every other effort between

    >>> measured = {each.project: each for each in read_measurements()}
    >>> list(held_out(measured["examples: digits"], beyond=True))
    ['log1p', 'power', 'hyperbola', 'saturation', 'hill', 'concave']
    """
    efforts = measured.efforts
    unseen = efforts[-(efforts.size // 3) :] if beyond else efforts[1:-1:2]
    seeds = np.unique(measured.seed)
    first = np.isin(measured.seed, seeds[: seeds.size // 2])
    hidden = np.isin(measured.effort, unseen)
    seen = measured.only(first & ~hidden)
    rest = measured.only(~first & hidden)
    fits = {name: fit_family(seen, name) for name in FAMILIES} | {"concave": fit_concave(seen)}
    return {name: each.error(rest) for name, each in fits.items()}


def concavity_violations(measured: Measurements, level: float = 0.95, samples: int = 2000) -> np.ndarray:
    """Where the mean scores are not concave, and by more than chance.

    Returns:
        the efforts, of those between the first and the last, at which the mean score lies below the straight line between
        its two neighbours in at least `level` of the bootstrap samples of the seeds

    >>> x, seed = np.tile([1.0, 2, 3, 4], 5), np.repeat(np.arange(5), 4)
    >>> concavity_violations(Measurements("p", x, np.tile([0.0, 0, 8, 10], 5) + seed, seed))
    array([2.])
    """
    x = measured.efforts
    means = measured._resampled(samples)
    share = (x[1:-1] - x[:-2]) / (x[2:] - x[:-2])
    chord = (1 - share) * means[:, :-2] + share * means[:, 2:]
    return x[1:-1][(means[:, 1:-1] < chord - 1e-9).mean(axis=0) >= level]


def fit(path: Path | str, family: str = "concave") -> tuple[tuple[str, ...], Curve]:
    """Curves from a reader's own CSV file, ready for `Portfolio` and `allocate`.

    Args:
        path: a CSV file with the columns `project`, `effort`, `score`, and if runs were repeated `seed`
        family: one of `FAMILIES`, or "concave" for the shape-free fit; with "hill" some curves may not be concave, and then
            `allocate_on_envelope` takes them, not `allocate`

    Returns:
        the projects' names, and one curve for each: the points gained over no effort

    Raises:
        ValueError: an unknown family, or whatever is wrong with the file, with its row and column

    >>> names, curve = fit(MEASURED, "log1p")
    >>> len(names) == curve.n
    True
    """
    projects = read_measurements(path)
    fitted = [fit_concave(each) if family == "concave" else fit_family(each, family) for each in projects]
    return tuple(each.project for each in projects), Mixed([each.curve for each in fitted])


def read_measurements(path: Path | str = MEASURED) -> list[Measurements]:
    """Read measurements, project by project in the order of the file, as spreadsheets of any country write it; see `effort.tables`.

    The first row names the columns: `project`, `effort`, `score`, and if runs were repeated `seed`, a number for each repetition.
    What had to be assumed is told as a warning, `effort.tables.Assumed`.

    Raises:
        ValueError: whatever is wrong with the file, with its row and column; scores of which larger seems to be worse, or some from
            0 to 1 and some in per cent
        OSError: the file cannot be read

    >>> [each.project for each in read_measurements()][:2]
    ['examples: digits', 'examples: tumours']
    """
    table = read_file(path, COLUMNS, "measurement")
    seeded = {"seed" in row.values for row in table.rows}
    found: dict[str, list[tuple[float, float, float]]] = {}
    for row in table.rows:
        if len(seeded) == 2 and "seed" not in row.values:
            raise ValueError(f"{table.file}, row {row.line}, column seed: '', expected a number as in other rows")
        project, effort, score = (row.values[column] for column in ("project", "effort", "score"))
        found.setdefault(project, []).append((effort, score, row.values.get("seed", 0.0)))
    try:
        measured = [Measurements(project, *np.array(rows).T) for project, rows in found.items()]
        notes = [note for each in measured for note in _doubts(each)]
        if "score" not in table.percent:
            _refuse_two_units(measured)
    except ValueError as error:
        raise ValueError(f"{table.file}: {error}") from None
    tell(table.file, [*table.notes, *notes])
    return measured


def _refuse_two_units(measured: list[Measurements]) -> None:
    """Shares of 1 beside per cent would weigh a hundredth."""
    shares = [each for each in measured if each.score.min() >= 0 and each.score.max() <= 1 and np.any(each.score % 1)]
    largest = max(measured, key=lambda each: each.score.max())
    if shares and largest.score.max() > 1:
        raise ValueError(
            f"the scores of {shares[0].project!r} lie from 0 to 1, those of {largest.project!r} go up to "
            f"{largest.score.max():g}, expected one unit for all (if it is one: write it behind each, as in 0.5 %)"
        )


def _doubts(measured: Measurements) -> list[str]:
    """What is odd about a project's measurements and can still be meant; what can't is refused.

    Of an error or a loss less is better; its curve would be flat, and get nothing, without a word.
    """
    project, efforts, means = measured.project, measured.efforts, measured.mean()
    notes = []
    if efforts[-1] < 1:
        notes.append(f"the efforts of {project!r} all lie below 1, and effort is given out in whole units")
    knots = np.minimum(measured.effort[:, None], efforts)
    rise = (knots - knots.mean(axis=0)).T @ (measured.score - measured.score.mean())
    if ERRORS.search(project):
        notes.append(f"the scores of {project!r} are taken for scores, not for errors: larger is better")
    if np.ptp(means) == 0 or np.any(rise > 1e-12 * np.abs(knots).max() * np.abs(measured.score).sum()):
        return notes
    falls = f"the scores of {project!r} fall with effort, from {means[0]:g} to {means[-1]:g}"
    if (efforts.size > 2 and np.all(np.diff(means) <= 0)) or ERRORS.search(project):
        raise ValueError(
            f"{falls}, expected scores of which larger is better (turn an error or a loss round, as in 100 - error; a project "
            "that gains nothing can be left out)"
        )
    return [*notes, f"{falls} or do not rise, so that its curve is flat; larger must be better"]
