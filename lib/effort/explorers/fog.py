"""Dividing units among projects whose curves are known only as far as one has gone."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import traitlets

from effort import figures
from effort.allocation import allocate
from effort.checks import reals
from effort.examples import grocery_delivery
from effort.explorers.base import Explorer, checked, columns, counted
from effort.growth import growth_path
from effort.picture import Picture
from effort.unknown import walk

__all__ = ["FogExplorer"]

BUDGET = 100
SHOWN = 60
"""Units on the axis; a project with more stands at its end."""


class FogExplorer(Explorer):
    """A hundred units for five projects of which only measured scores are seen, and what the rule makes of the same.

    Attributes:
        step: units that are given at a time
        noise: the standard deviation of a measured score, in points
        draw: which of the samples of the noise, from 1
        units: what the reader has given to each project; what would exceed the budget is not counted
        view: "fog", or "map" with all that the fog hides

    >>> explorer = FogExplorer(step=5, units=[30, 25, 20, 15, 10])
    >>> round(explorer.lost(explorer.given), 2), explorer.by_rule(100).tolist()
    (0.03, [30, 20, 20, 15, 15])
    """

    address = "fog"
    settings = ("step", "noise", "draw", "units", "view")
    words: ClassVar[dict[str, str]] = {
        "rule": "With {noise} and steps of {steps}, the rule loses {rule} % of what the map would earn",
        "quiet": "no noise",
        "noisy": "a noise of {noise} points",
        "mine": "Yours, of {given}, earns {mine} % less than the best use of as many",
        "mine_left": "You have {left} still to give",
        "mine_none": "You have given nothing yet",
    }
    DRAWS: ClassVar[int] = 8
    step = traitlets.Int(5, min=1, max=10).tag(sync=True)
    noise = traitlets.Float(0.0).tag(sync=True)
    draw = traitlets.Int(1, min=1, max=DRAWS).tag(sync=True)
    units = traitlets.List(traitlets.Int(min=0, max=BUDGET), [0] * 5, minlen=5, maxlen=5).tag(sync=True)
    view = traitlets.Enum(["fog", "map"], "fog").tag(sync=True)

    def __init__(self, *arguments, **settings):
        self.portfolio = grocery_delivery()
        efforts = np.arange(BUDGET + 1)[:, None]
        # Numbers as they are written for the page, so that both sides measure exactly the same.
        self._values = _written(self.portfolio.weight * self.portfolio.curve.value(efforts), 6)
        drawn = [np.random.default_rng(seed).standard_normal(self._values.shape) for seed in range(self.DRAWS)]
        self._samples = [_written(each, 2) for each in drawn]
        super().__init__(*arguments, **settings)

    @traitlets.validate("noise")
    def _valid_noise(self, proposal):
        return checked(reals, "noise", proposal.value, at_least=0).item()

    def limits(self) -> dict[str, dict]:
        return {
            "step": {"min": 1, "max": 10, "step": 1},
            "noise": {"min": 0, "max": 2, "step": 0.5},
            "draw": {"min": 1, "max": self.DRAWS, "step": 1},
            "units": {"min": 0, "max": BUDGET, "step": 1, "length": 5},
            "view": {"options": ["fog", "map"]},
        }

    def sent(self) -> dict[str, Any]:
        return {
            "names": list(self.portfolio.names),
            "budget": BUDGET,
            "shown": SHOWN,
            "values": columns(self._values, 9),
            "samples": [columns(each, 4) for each in self._samples],
            "best": columns(growth_path(self.portfolio, BUDGET).effort(), 3),
        }

    def answer(self, change: object = None) -> None:
        """Nothing is kept: what follows is worked out when it is asked for."""

    @property
    def given(self) -> np.ndarray:
        """The reader's units, shape (5,); where they exceed the budget, the first projects come first."""
        upto = np.minimum(np.cumsum(self.units), BUDGET)
        return np.diff(upto, prepend=0)

    def score(self, project: int, units: int) -> float:
        """What is measured of a project after so many units."""
        return float(self._values[units, project] + self.noise * self._samples[self.draw - 1][units, project])

    def by_rule(self, budget: int) -> np.ndarray:
        """Where the rule goes with the same noise and step, shape (5,)."""
        return walk(self.score, len(self.portfolio), budget, step=self.step).effort

    def lost(self, effort: np.ndarray) -> float:
        """Per cent of what the best use of as many units earns, at least one."""
        best = allocate(self.portfolio, int(effort.sum())).effort
        earned, most = (self._values[each, range(len(each))].sum() for each in (effort, best))
        return float(100 * (1 - earned / most))

    def still(self) -> Picture:
        return figures.fogged_curves(self.portfolio, self.by_rule(BUDGET), allocate(self.portfolio, BUDGET).effort)

    def phrases(self) -> dict[str, str]:
        given = int(self.given.sum())
        said = "mine_none" if not given else "mine_left" if self.view == "fog" and given < BUDGET else "mine"
        values = {
            "noise": self.words["noisy"].format(noise=f"{self.noise:g}") if self.noise else self.words["quiet"],
            "steps": counted(self.step, "unit"), "rule": f"{self.lost(self.by_rule(BUDGET)):.1f}",
            "given": counted(given, "unit"), "left": counted(BUDGET - given, "unit"),
            "mine": f"{self.lost(self.given):.1f}" if given else "",
        }  # fmt: skip
        return {"rule": self.words["rule"].format(**values), "mine": self.words[said].format(**values)}


def _written(array: np.ndarray, decimals: int) -> np.ndarray:
    return np.array([float(f"{value:.{decimals}f}") for value in array.ravel()]).reshape(array.shape)
