"""What the command line answers: a table with sentences under it, as text, CSV, JSON or a picture."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from effort.advice import gain_that_tells, step_that_tells
from effort.company import Company
from effort.curves import Curve
from effort.doubts import doubts_of
from effort.evidence import FITTED, fit_family
from effort.figures import effort_bars, lines
from effort.measurements import Measurements
from effort.notebook import Table
from effort.picture import Picture
from effort.units import next_gains

__all__ = ["FORMATS", "Answer", "allocated", "compared", "fitted"]

FORMATS = ("table", "csv", "json", "svg")
STEP = (
    "A difference stands out from the noise of the repetitions from so many points. The next step: the smallest, after "
    "the largest effort measured, that gains as much by the curve. A smaller one asks chance."
)
NO_NOISE = "Where no effort was measured twice, nothing tells a gain from noise."
NO_STEP = "Where noise is known and there is no next step, none gains as much even if the largest effort is doubled."


@dataclass(frozen=True)
class Answer:
    """A row for each project, and sentences.

    Attributes:
        columns: the values of each column, one for each project, by the column's title
        shown: how a column's values stand in the table, where that is not as they are
        words: sentences, by what they are about
        numbers: what holds for all projects together
        picture: the same, drawn
    """

    columns: Mapping[str, Sequence[Any]]
    shown: Mapping[str, Sequence[str]]
    words: Mapping[str, str]
    numbers: Mapping[str, float | int]
    picture: Picture

    def written(self, form: str) -> str:
        """In one of `FORMATS`, ending in a line break."""
        if form == "svg":
            return self.picture.standalone()
        rows = list(zip(*self.columns.values(), strict=True))
        if form == "csv":
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows([list(self.columns), *rows])
            return text.getvalue()
        if form == "json":
            projects = [dict(zip(self.columns, row, strict=True)) for row in rows]
            whole = {**self.numbers, "projects": projects, "answers": dict(self.words)}
            return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
        columns = [self.shown.get(title, values) for title, values in self.columns.items()]
        table = Table(tuple(self.columns), list(zip(*columns, strict=True)))
        return "\n".join([repr(table), "", *self.words.values()]).rstrip() + "\n"


def _change(today: np.ndarray, best: np.ndarray) -> list[str]:
    return [f"{each:+d}" if each else "0" for each in best - today]


def allocated(company: Company, budget: int, doubts: bool = False) -> Answer:
    """The best use of a budget, beside what each project gets today, where that is known, and what follows.

    Args:
        company: n projects
        budget: whole units
        doubts: whether to say what becomes of it if the guesses are off, too

    >>> from effort.company import Project
    >>> company = Company((Project("search", importance=2), Project("ads", floor=10)))
    >>> print(allocated(company, 60).written("table"))  # doctest: +ELLIPSIS
    project  importance  units  accuracy  stage                      next unit gains
    search   2           40     55        deep learning              0.6098
    ads      1           20     46        basic feature engineering  0.5954
    <BLANKLINE>
    60 of 60 units are given out.
    Closest to the research frontier: search, with 50 % of the effort that takes. It would get there with...
    Another person for a year (12 months) is worth 6.7 points: 8 months to search, 4 months to ads.
    Expect depth in a project or two...
    Ask in an interview: What happens to the product if the best model gets a point worse? ...
    """
    outlook, moves, today = company.outlook(budget), company.moves(), company.today
    best = outlook.allocation
    gains = next_gains(best.portfolio, best.effort)
    columns: dict[str, Sequence[Any]] = {
        "project": best.portfolio.names,
        "importance": best.portfolio.weight.tolist(),
        "units": best.effort.tolist(),
        "accuracy": best.accuracy.round(6).tolist(),
        "stage": outlook.stages,
        "next unit gains": [float(f"{gain:.6g}") for gain in gains],
    }
    shown: dict[str, Sequence[str]] = {
        "importance": [f"{weight:g}" for weight in best.portfolio.weight],
        "accuracy": [f"{accuracy:.0f}" for accuracy in best.accuracy],
        "next unit gains": [f"{gain:.4g}" for gain in gains],
    }
    if today is not None:
        units = {"today": today.tolist(), "units": best.effort.tolist(), "change": (best.effort - today).tolist()}
        columns = {title: columns[title] for title in ("project", "importance")} | units | columns
        shown["change"] = _change(today, best.effort)
    words = {"given": f"{best.spent} of {best.budget} units are given out."}
    words |= moves.in_words() if moves else {}
    words |= outlook.in_words()
    words |= doubts_of(company, budget).in_words() if doubts else {}
    words["ask"] = f"Ask in an interview: {words['ask']}"
    numbers = {"budget": int(best.budget), "given": int(best.spent), "returns": round(best.returns, 6)}
    return Answer(columns, shown, words, numbers, effort_bars(best.portfolio.names, best.effort, outlook.stages))


def compared(company: Company) -> Answer:
    """What each project gets today, and would get of as many units in their best use; what staying costs, and moves.

    Raises:
        ValueError: nobody says what is spent today, or it is less than the projects get in any case

    >>> from effort.company import Project
    >>> company = Company((Project("search", importance=2, today=20), Project("ads", today=40)))
    >>> print(compared(company).written("table"), end="")
    project  today  best  change  gain
    search   20     40    +20     +17.0
    ads      40     20    -20     -8.5
    <BLANKLINE>
    Today's 60 months earn 147.8 points, in the best way 8.5 more: staying costs 5.4 % of that.
    The moves that gain most: 20 months from ads to search: +8.5 points.
    """
    moves = company.moves()
    if moves is None:
        raise ValueError("no project says what it gets today, expected a column 'today'")
    if moves.best is None:
        raise ValueError(moves.in_words()["staying"])
    best, today = moves.best, moves.today
    gain = best.portfolio.weight * (best.accuracy - best.portfolio.curve.value(today))
    columns: dict[str, Sequence[Any]] = {
        "project": best.portfolio.names,
        "today": today.tolist(),
        "best": best.effort.tolist(),
        "change": (best.effort - today).tolist(),
        "gain": (gain.round(6) + 0.0).tolist(),
    }
    shown = {"change": _change(today, best.effort), "gain": [f"{each:+.1f}" if each else "0" for each in gain]}
    numbers = {"months": int(today.sum()), "now": round(moves.now, 6), "best": round(best.returns, 6)}
    stages = company.stages(best)
    return Answer(columns, shown, moves.in_words(), numbers, effort_bars(best.portfolio.names, best.effort, stages))


def fitted(measured: Sequence[Measurements], family: str) -> Answer:
    """The curve of one family nearest to each project's scores, how far from them it is, and how large a step tells.

    >>> x = np.repeat([1.0, 3, 10, 30, 100], 2)
    >>> chance = np.tile([-0.5, 0.5], 5)
    >>> scores = Measurements("search", x, 20 + 9 * np.log1p(0.5 * x) + chance, chance)
    >>> print(fitted([scores], "log1p").written("table"), end="")
    project  start  a  b    off by  stands out  next step
    search   20     9  0.5  0       1.414       18
    <BLANKLINE>
    The score is a start and a curve over the effort: logarithm, a log(1 + bx). Off by: root mean square, in points.
    A difference stands out from the noise of the repetitions from so many points. The next step: the smallest, after \
the largest effort measured, that gains as much by the curve. A smaller one asks chance.
    """
    found = [fit_family(each, family) for each in measured]
    parameters = FITTED[family].parameters()
    columns: dict[str, Sequence[Any]] = {"project": [each.project for each in measured]}
    columns["start"] = [float(f"{each.start:.6g}") for each in found]
    for name in parameters:
        columns[name] = [float(f"{getattr(each.curve, name).item():.6g}") for each in found]
    columns["off by"] = [round(each.error(scores), 6) + 0.0 for each, scores in zip(found, measured, strict=True)]
    least = [gain_that_tells(each) for each in measured]
    columns["stands out"] = [None if np.isnan(each) else round(each, 6) for each in least]
    columns["next step"] = [
        _next_step(fit.curve, gain, each.efforts[-1])
        for fit, gain, each in zip(found, columns["stands out"], measured, strict=True)
    ]
    shown = {
        title: ["–" if value is None else f"{value:.4g}" for value in values]
        for title, values in columns.items()
        if title != "project"
    }
    x = np.linspace(0, max(each.effort.max() for each in measured), 121)
    drawn = {each.project: fit.predict(x) for each, fit in zip(measured, found, strict=True)}
    formula = FITTED[family].label
    words = {
        "about": f"The score is a start and a curve over the effort: {formula}. Off by: root mean square, in points.",
        "step": STEP,
    }
    if None in columns["stands out"]:
        words["noise"] = NO_NOISE
    if columns["next step"].count(None) > columns["stands out"].count(None):
        words["none"] = NO_STEP
    return Answer(columns, shown, words, {}, lines(x, drawn, "effort", "score"))


def _next_step(curve: Curve, gain: float | None, last: float) -> int | None:
    """The smallest step after the last effort that gains so much, if one up to that effort once more does."""
    return None if gain is None else step_that_tells(curve, int(np.ceil(last)), gain, 2 * last)
