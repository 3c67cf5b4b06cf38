"""What 7,203 public learning curves say: how many are concave, and how well labels are divided over them.

The curves are those of LCDB 1.1 (Yan, Mohr and Viering 2025): 28 learners on 265 data sets, each at up to 137
training-set sizes. The tables here are computed from them by `python -m lcdb`, which says how, and hold nothing but
counts and losses.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from effort.facts import read_facts

__all__ = [
    "COMMON",
    "DIVISIONS_FILE",
    "LOOKS_FILE",
    "SHAPES_FILE",
    "Looks",
    "Losses",
    "Shapes",
    "read_looks",
    "read_losses",
    "read_shapes",
]

SHAPES_FILE = Path(__file__).with_name("lcdb_shapes.csv")
"""One row for all learners, for eleven common ones, and for each.

:meta hide-value:
"""
DIVISIONS_FILE = Path(__file__).with_name("lcdb_divisions.csv")
"""One row for each rule, group of learners, and start.

:meta hide-value:
"""
LOOKS_FILE = Path(__file__).with_name("lcdb_looks.csv")
"""One row for all learners, for eleven common ones, and for each: what looking so many labels ahead loses.

:meta hide-value:
"""
COMMON = (
    "SVM_RBF", "Decision Tree", "LogisticRegression", "MLP", "KNN", "ens.ExtraTrees", "ens.RandomForest",
    "ens.GradientBoosting", "CatBoost", "RealMLP", "TabPFNv2",
)  # fmt: skip
"""Eleven learners that somebody would try first; the choice is ours."""


@dataclass(frozen=True, eq=False)
class Shapes:
    """How the curves of some learners are shaped.

    Attributes:
        learners: shape (n,), names
        counts: for each column of the table its numbers, shape (n,)
    """

    learners: np.ndarray
    counts: dict[str, np.ndarray]

    def share(self, what: str, of: str = "curves") -> np.ndarray:
        """Per cent of the curves (or of another column) that `what` counts; shape (n,)."""
        return 100 * self.counts[what] / self.counts[of]

    def only(self, learners: str) -> Shapes:
        """The row of that name: "all", "common", or a learner."""
        if learners not in self.learners:
            raise ValueError(f"learners is {learners!r}, expected one of {', '.join(self.learners)}")
        return self._rows(self.learners == learners)

    def each(self) -> Shapes:
        """The rows of single learners."""
        return self._rows(~np.isin(self.learners, ("all", "common")))

    def _rows(self, chosen: np.ndarray) -> Shapes:
        return Shapes(self.learners[chosen], {name: column[chosen] for name, column in self.counts.items()})


@dataclass(frozen=True, eq=False)
class Losses:
    """What rules for dividing labels lose, in per cent of what the best division gains; all of shape (n,).

    Attributes:
        rule: names
        ahead: how many labels a rule looks ahead or back, NaN where it does not
        mean: the mean loss over 2,000 companies of five projects
        error: its standard error, as far as that comes from drawing companies
        median: the loss that half of them exceed
        p95: the loss that one in twenty exceeds
        worse: per cent of companies in which the rule earns less than equal parts do
        on_test: the mean loss where the same models are scored on data that took no part in deciding
    """

    rule: np.ndarray
    ahead: np.ndarray
    mean: np.ndarray
    error: np.ndarray
    median: np.ndarray
    p95: np.ndarray
    worse: np.ndarray
    on_test: np.ndarray

    def of(self, rule: str, ahead: int | None = None) -> Losses:
        """The rows of one rule, in the order of `ahead`; or the one row of those labels ahead."""
        chosen = (self.rule == rule) & (True if ahead is None else self.ahead == ahead)
        return Losses(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))


@dataclass(frozen=True, eq=False)
class Looks:
    """What is lost by looking so many labels ahead, in per cent of what the best division gains.

    Attributes:
        learners: shape (n,), names
        ahead: shape (k,), labels, increasing
        loss: shape (n, k), the mean over 2,000 companies of five projects, but for those that can hardly gain anything
        equal: shape (n,), of equal parts
        envelope: shape (n,), of the rule on the concave envelopes
    """

    learners: np.ndarray
    ahead: np.ndarray
    loss: np.ndarray
    equal: np.ndarray
    envelope: np.ndarray


def read_looks() -> Looks:
    """What looking ahead loses: with all learners, with the common ones, with each.

    >>> looks = read_looks()
    >>> looks.ahead[:3], looks.loss.shape
    (array([16, 32, 48]), (29, 25))
    """
    columns = read_facts(LOOKS_FILE)
    steps = [name for name in columns if name.startswith("next_")]
    ahead = np.array([int(name.removeprefix("next_")) for name in steps])
    loss = np.column_stack([columns[name] for name in steps])
    return Looks(columns["learners"], ahead, loss, columns["equal_parts"], columns["envelope"])


def read_shapes() -> Shapes:
    """The shapes of all curves: of all learners together, of the common ones, of each.

    >>> shapes = read_shapes()
    >>> shapes.only("all").share("concave").round(0)
    array([87.])
    """
    columns = read_facts(SHAPES_FILE)
    return Shapes(columns.pop("learners"), columns)


def read_losses(learners: str = "common", start: str = "commonest class") -> Losses:
    """What each rule loses.

    Args:
        learners: "all" (but the one that only names the commonest class), "common", or "common, concave": those of the
            common learners' curves that are concave and never fall
        start: what a project has with no labels: "commonest class"; or "16 labels" if everybody has those from the
            start

    >>> read_losses().of("next gain").ahead[:3]
    array([16., 32., 48.])
    """
    columns = read_facts(DIVISIONS_FILE)
    for name, value in (("learners", learners), ("start", start)):
        if value not in columns[name]:
            raise ValueError(f"{name} is {value!r}, expected one of {', '.join(dict.fromkeys(columns[name]))}")
    chosen = (columns["learners"] == learners) & (columns["start"] == start)
    measures = ("mean_loss", "standard_error", "median_loss", "p95_loss", "worse_than_equal", "mean_loss_on_test")
    return Losses(*(columns[name][chosen] for name in ("rule", "labels_ahead", *measures)))
