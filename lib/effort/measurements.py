"""What efforts led to: measurements, read from a reader's own table, and what is doubtful about them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from effort.checks import reals
from effort.fields import Column
from effort.tables import Table, read_file, read_table, report

__all__ = [
    "COLUMNS",
    "MEASURED",
    "Measurements",
    "checked_measurements",
    "measurements_in",
    "read_measurements",
]

MEASURED = Path(__file__).with_name("measured.csv")
"""The book's own measurements, written by ``python tools/measure.py``.

:meta hide-value:
"""
COLUMNS = {
    "project": Column("name", needed=True),
    "effort": Column("number", needed=True, least=0),
    "score": Column("number", needed=True, meaning="of which larger is better"),
    "seed": Column("number"),
}
"""Those of a table of measurements."""
# Names of projects whose scores are errors.
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
        """Shape (2, k): where the mean score lies, by the bootstrap over seeds, the same seeds for all efforts."""
        means = self.resampled(samples)
        return np.quantile(means, [(1 - level) / 2, (1 + level) / 2], axis=0)

    def resampled(self, samples: int) -> np.ndarray:
        """Mean scores of bootstrap samples of the seeds, shape (samples, k)."""
        seeds = np.unique(self.seed)
        for s in seeds:
            missing = np.setdiff1d(self.efforts, self.effort[self.seed == s])
            if missing.size:
                raise ValueError(
                    f"{self.project!r} has no score of seed {s:g} at effort {missing[0]:g}, "
                    "expected one for each seed at each"
                )
        table = np.array(
            [[self.score[(self.seed == s) & (self.effort == x)].mean() for x in self.efforts] for s in seeds]
        )
        drawn = np.random.default_rng(0).integers(0, seeds.size, (samples, seeds.size))
        return table[drawn].mean(axis=1)

    def halves(self) -> tuple[Measurements, Measurements]:
        """Those of the first half of the seeds, and those of the others: what a fit may see, and what judges it.

        >>> fitted, judging = read_measurements()[0].halves()
        >>> int(fitted.seed.max()), int(judging.seed.min())
        (9, 10)
        """
        seeds = np.unique(self.seed)
        if seeds.size < 2:
            raise ValueError(f"{self.project!r} has {seeds.size} seed, expected at least two to part them")
        first = np.isin(self.seed, seeds[: seeds.size // 2])
        return self.only(first), self.only(~first)

    def only(self, chosen: np.ndarray) -> Measurements:
        """Those that `chosen`, shape (m,) of booleans, picks."""
        return Measurements(self.project, self.effort[chosen], self.score[chosen], self.seed[chosen])


def read_measurements(path: Path | str = MEASURED) -> list[Measurements]:
    """Read measurements, project by project in the order of the file, as spreadsheets of any country write it.

    The first row names the columns: `project`, `effort`, `score`, and if runs were repeated `seed`, a number for
    each repetition; `effort.tables` says how files are read. What had to be assumed is given as a warning,
    `effort.tables.Assumed`.

    Raises:
        ValueError: whatever is wrong with the file, with its row and column; scores of which larger seems to be
            worse, or some from 0 to 1 and some in per cent
        OSError: the file cannot be read

    >>> [each.project for each in read_measurements()][:2]
    ['examples: digits', 'examples: tumours']
    """
    measured, notes = checked_measurements(path)
    report(Path(path).name, notes)
    return measured


def checked_measurements(path: Path | str) -> tuple[list[Measurements], list[str]]:
    """What `read_measurements` reads, and what was assumed; raises what it does."""
    return _measurements_of(read_file(path, COLUMNS, "measurement"))


def measurements_in(text: str, file: str = "the table") -> tuple[list[Measurements], list[str]]:
    r"""The same of a table's text.

    >>> (found,), notes = measurements_in("project,effort,score\nads,1,50\nads,2,60")
    >>> found.score
    array([50., 60.])
    """
    return _measurements_of(read_table(text, COLUMNS, "measurement", file))


def _measurements_of(table: Table) -> tuple[list[Measurements], list[str]]:
    seeded = {"seed" in row.values for row in table.rows}
    found: dict[str, list[tuple[float, float, float]]] = {}
    for row in table.rows:
        if len(seeded) == 2 and "seed" not in row.values:
            raise ValueError(f"{table.file}, row {row.line}, column seed: '', expected a number as in other rows")
        effort, score, seed = (float(row.values.get(column, 0)) for column in ("effort", "score", "seed"))
        found.setdefault(str(row.values["project"]), []).append((effort, score, seed))
    try:
        measured = [Measurements(project, *np.array(rows).T) for project, rows in found.items()]
        notes = [note for each in measured for note in _doubts(each)]
        if "score" not in table.percent:
            _refuse_two_units(measured)
    except ValueError as error:
        raise ValueError(f"{table.file}: {error}") from None
    return measured, [*table.notes, *notes]


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
    """What is odd about a project's measurements but may be meant; what cannot be meant is refused.

    An error or a loss is better when it is smaller; its curve would be flat, and get nothing, with no warning.
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
            f"{falls}, expected scores of which larger is better (turn an error or a loss round, as in 100 - error; "
            "a project that gains nothing can be left out)"
        )
    return [*notes, f"{falls} or do not rise, so that its curve is flat; larger must be better"]
