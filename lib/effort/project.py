"""A project as its people see it: answers that a person can give, and the curve that they stand for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from effort.checks import LARGEST_WHOLE, reals
from effort.curves import Curve
from effort.families import Log1p, Saturation
from effort.fields import LARGEST_NUMBER, Column, checked_name, quoted
from effort.lifecycle import LIFECYCLE, Lifecycle

__all__ = ["AGEING", "COLUMNS", "DIFFICULTIES", "SHAPES", "Project", "curve_of"]

DIFFICULTIES = {"easy": 0.5, "ordinary": 1.0, "hard": 2.0, "very hard": 4.0}
"""How many times the effort of an ordinary project each stage takes: a harder problem stretches the scale of effort."""
AGEING = {"usual": 1.0, "fast": 2.0}
"""How many times the usual share of a model is lost in a year. Months are what a team goes on spending; so many a year
keep up a stock that is the smaller, the larger the share that is lost (`effort.years.sustained`). So a model that loses
twice the share takes twice the months for each stage."""
SHAPES = ("keeps rising", "levels off")
"""Beyond the frontier every doubling of effort gains as much as the one before, or hardly anything is left to gain."""
COLUMNS = {
    "project": Column("name", needed=True),
    "importance": Column("number", least=0),
    "difficulty": Column("word"),
    "shape": Column("word"),
    "floor": Column("whole", least=0),
    "cap": Column("whole", least=0),
    "today": Column("whole", least=0),
    "ageing": Column("word"),
    "bought": Column("whole", least=0),
    "adapt": Column("number", least=0),
}
"""Those of a table of projects; `Project` says what they mean, and what stands for an empty field."""
OPTIONS = ("today", "ageing", "bought", "adapt")
"""The columns that are left out where no project needs them."""
# The rate is that of the running example's first project. The scale keeps an easy one with 13 person-years below 100
# points; as all have the same, it changes no allocation.
SCALE, RATE = 12.5, 2.0


@dataclass(frozen=True)
class Project:
    """One project as its people see it.

    Args:
        name: what it is called
        importance: what a percentage point of its accuracy is worth, compared with the other projects; at least 0
        difficulty: one of `DIFFICULTIES`
        shape: one of `SHAPES`
        floor: units it gets in any case
        cap: units above which it can absorb no more, or None
        today: units that it gets as things are, or None if that is not known
        ageing: one of `AGEING`
        bought: the units of own work that the model is worth which is bought for it; None or 0 if it is built
        adapt: what a further unit gains in a bought model, as a part of its gain in one of the company's own that is
            as far; from 0 to 1 (see `effort.buying.Offer`)
    """

    name: str
    importance: float = 1.0
    difficulty: str = "ordinary"
    shape: str = "keeps rising"
    floor: int = 0
    cap: int | None = None
    today: int | None = None
    ageing: str = "usual"
    bought: int | None = None
    adapt: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", checked_name(self.name))
        if reals("importance", self.importance, at_least=0) > LARGEST_NUMBER:
            raise ValueError(f"importance is {self.importance:g}, expected at most 10^15")
        for what, value, known in (
            ("difficulty", self.difficulty, DIFFICULTIES),
            ("shape", self.shape, SHAPES),
            ("ageing", self.ageing, AGEING),
        ):
            if value not in known:
                raise ValueError(f"{what} is {quoted(value)}, expected one of {', '.join(known)}")
        if reals("adapt", self.adapt, at_least=0) > 1:
            raise ValueError(f"adapt is {self.adapt:g}, expected at most 1")
        for what in ("floor", "cap", "today", "bought"):
            units = getattr(self, what)
            if units is not None and not (isinstance(units, int) and 0 <= units <= LARGEST_WHOLE):
                raise ValueError(f"{what} is {units!r}, expected a whole number from 0 to 2**53")
        if self.cap is not None and self.floor > self.cap:
            raise ValueError(f"floor is {self.floor}, expected at most the cap, {self.cap}")

    @property
    def stretch(self) -> float:
        """How many times the effort of an ordinary project each of its stages takes."""
        return DIFFICULTIES[self.difficulty] * AGEING[self.ageing]

    @property
    def start(self) -> int:
        """The units of own work that it is worth before anybody works on it."""
        return self.bought or 0

    @property
    def part(self) -> float:
        """What a unit gains, as a part of its gain in a model of the company's own that is as far."""
        return self.adapt if self.bought else 1.0

    def curve(self, lifecycle: Lifecycle = LIFECYCLE) -> Curve:
        """Its effort-accuracy curve, if it is built. All have the same height where their project reaches the frontier.

        >>> [Project("p", difficulty=d).curve().value(80 * s).round(2).item() for d, s in DIFFICULTIES.items()]
        [63.52, 63.52, 63.52, 63.52]
        >>> Project("p", shape="levels off").curve().value([80, 1000]).round(2)
        array([63.52, 64.7 ])
        """
        return curve_of(self.shape, self.stretch, lifecycle)


def curve_of(shape: str, stretch, lifecycle: Lifecycle = LIFECYCLE) -> Curve:
    """The curve of one shape, or as many as there are stretches."""
    if shape == "keeps rising":
        return Log1p(SCALE, RATE / stretch)
    height = SCALE * np.log1p(RATE * lifecycle.frontier)
    rate = 4 / lifecycle.frontier
    return Saturation(height / -np.expm1(-4), rate / stretch)
