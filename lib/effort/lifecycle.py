"""The stages a machine-learning project goes through, as data: names, and the effort at which each begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from effort.checks import reals

__all__ = ["LIFECYCLE", "Lifecycle"]


@dataclass(frozen=True, eq=False, init=False)
class Lifecycle:
    """Named stages; stage i runs from ``starts[i]`` up to, but not including, ``starts[i + 1]`` units of effort.

    Args:
        names: one name for each stage, in order
        starts: the effort at which each stage begins, increasing from 0
        short: names of a few letters, for narrow screens; the names themselves if there are none

    >>> LIFECYCLE.stage([0, 34.9, 35, 500])
    array([0, 3, 4, 5])
    >>> LIFECYCLE.name(35)
    'deep learning'
    """

    names: tuple[str, ...]
    starts: np.ndarray
    short: tuple[str, ...]

    def __init__(self, names: Sequence[str], starts: ArrayLike, short: Sequence[str] = ()) -> None:
        starts = reals("Lifecycle starts", starts, at_least=0)
        if starts.shape != (len(names),) or starts.size == 0 or starts[0] != 0 or np.any(np.diff(starts) <= 0):
            raise ValueError(f"Lifecycle starts is {starts}, expected {len(names)} efforts increasing from 0")
        if len(short) not in (0, len(names)):
            raise ValueError(f"Lifecycle short is {short}, expected {len(names)} names or none")
        object.__setattr__(self, "names", tuple(names))
        object.__setattr__(self, "short", tuple(short or names))
        object.__setattr__(self, "starts", starts)

    def stage(self, effort) -> np.ndarray:
        """The index of the stage that each effort is in; same shape as `effort`."""
        return np.searchsorted(self.starts, reals("effort", effort, at_least=0), side="right") - 1

    def name(self, effort: float) -> str:
        """The name of the stage that one effort is in."""
        return self.names[int(self.stage(effort))]

    def start(self, name: str) -> float:
        """The effort at which the stage called `name` begins."""
        if name not in self.names:
            raise ValueError(f"stage is {name!r}, expected one of {', '.join(self.names)}")
        return float(self.starts[self.names.index(name)])

    @property
    def frontier(self) -> float:
        """The effort at which the last stage, the research frontier, begins."""
        return float(self.starts[-1])


LIFECYCLE = Lifecycle(
    names=(
        "not started",
        "first baseline",
        "first ML model (V1)",
        "basic feature engineering",
        "deep learning",
        "SotA research",
    ),
    starts=(0, 1, 8, 20, 35, 80),
    short=("–", "1st", "V1", "feat.", "deep", "SotA"),
)
"""The book's lifecycle. The order of the stages is the source essay's; where each begins is this book's assumption."""
