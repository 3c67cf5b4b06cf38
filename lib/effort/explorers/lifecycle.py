"""One project's curve, and what a unit gains in each stage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
import traitlets

from effort import figures
from effort.checks import reals
from effort.curves import Curve
from effort.explorers.base import Explorer, checked, counted, packed
from effort.family import finite_families
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.picture import Picture

__all__ = ["LifecycleExplorer"]


class LifecycleExplorer(Explorer):
    """One curve: choose its family, scale and steepness, and see what a unit gains in each stage.

    Attributes:
        family: the name of a family of curves
        scale: percentage points at the reference effort
        steepness: how many times faster than the reference curve
        starts: the effort at which each stage begins, from the first baseline on
        gains: the gain of one more unit at each of these

    >>> explorer = LifecycleExplorer()
    >>> explorer.steepness = 2
    >>> [round(gain, 2) for gain in explorer.gains]
    [8.68, 1.69, 0.71, 0.41, 0.18]
    """

    address = "lifecycle"
    settings = ("family", "scale", "steepness", "starts")
    words: ClassVar[dict[str, str]] = {
        "half": "{frontier} units bring {points} points of accuracy, and half of that is there after {units}",
    }
    FAMILIES: ClassVar[dict[str, Curve]] = {name: family.example() for name, family in finite_families().items()}
    NAMES: ClassVar[dict[str, str]] = {name: family.label for name, family in finite_families().items()}
    family = traitlets.Enum(list(FAMILIES), "log1p").tag(sync=True)
    scale = traitlets.Float(75.0).tag(sync=True)
    steepness = traitlets.Float(1.0, max=4).tag(sync=True)  # the samples reach no further
    starts = traitlets.List(traitlets.Float()).tag(sync=True)
    gains = traitlets.List(traitlets.Float(), read_only=True)

    def __init__(self, lifecycle: Lifecycle = LIFECYCLE, **settings):
        super().__init__(lifecycle, **{"starts": lifecycle.starts[1:].tolist()} | settings)

    @traitlets.validate("scale", "steepness")
    def _valid_stretch(self, proposal):
        return checked(reals, proposal.trait.name, proposal.value, above=0).item()

    @traitlets.validate("starts")
    def _valid_starts(self, proposal):
        if max(proposal.value, default=0) >= figures.MOST_EFFORT:
            raise traitlets.TraitError(f"starts is {proposal.value}, expected efforts below {figures.MOST_EFFORT:g}")
        checked(lambda _, starts: Lifecycle(self.lifecycle.names, [0, *starts]).starts, "starts", proposal.value)
        return proposal.value

    def limits(self) -> dict[str, dict]:
        return {
            "family": {"options": list(self.FAMILIES)},
            "scale": {"min": 10, "max": 100, "step": 1},
            "steepness": {"min": 0.2, "max": 4, "step": 0.05},
            "starts": {"min": 1, "max": figures.MOST_EFFORT - 1, "step": 1, "length": len(self.starts), "rising": True},
        }

    def sent(self) -> dict[str, Any]:
        # The largest gain that the settings lead to, for an axis that stays: curves are steepest where they begin.
        limits, first = self.limits(), np.array([1, 2])
        stretches = np.linspace(limits["steepness"]["min"], limits["steepness"]["max"], 39)[:, None]
        most = max(np.diff(limits["scale"]["max"] * c.value(stretches * first)).max() for c in self.FAMILIES.values())
        x = 500 * np.linspace(0, 1, 401) ** 2.5
        return {
            # As a list: a notebook's file keeps a list's order, not a dictionary's.
            "most": int(np.ceil(most)),
            "families": [list(pair) for pair in self.NAMES.items()],
            "curves": {name: {"x": packed(x, 6), "y": packed(c.value(x), 7)} for name, c in self.FAMILIES.items()},
        }

    def answer(self, change: object = None) -> None:
        accuracy, starts = self._scaled(self.FAMILIES[self.family]), np.array(self.starts)
        self.set_trait("gains", (accuracy(starts + 1) - accuracy(starts)).tolist())

    def still(self) -> Picture:
        lifecycle = Lifecycle(self.lifecycle.names, [0, *self.starts], self.lifecycle.short)
        return figures.gains_under_curve(self._scaled(self.FAMILIES[self.family]), self.data["most"], lifecycle)

    def phrases(self) -> dict[str, str]:
        accuracy, frontier = self._scaled(self.FAMILIES[self.family]), int(self.starts[-1])
        points = accuracy(np.arange(frontier + 1))
        half = int(np.argmax(points >= 0.4999 * points[-1]))  # the page has fewer digits
        values = {"frontier": frontier, "points": f"{points[-1]:.0f}", "units": counted(half, "unit")}
        return {"half": self.words["half"].format(**values)}

    def _scaled(self, curve: Curve) -> Callable:
        return lambda effort: self.scale * curve.value(self.steepness * effort)
