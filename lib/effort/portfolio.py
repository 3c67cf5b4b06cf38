"""The projects among which a company divides its effort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from effort.checks import LARGEST_WHOLE, reals, wholes
from effort.curves import Curve

__all__ = ["Portfolio", "weigh"]


@dataclass(frozen=True, eq=False, init=False)
class Portfolio:
    """Named projects, each with an effort-accuracy curve, a weight, a floor and a cap.

    Args:
        names: n different names
        curve: a `Curve` that holds n curves, in the order of the names; its parameters may have a further axis before
            that for samples (see `allocate_samples`)
        weight: what a percentage point of accuracy is worth to the company; a number, or n of them, at least 0
        floor: whole units that each project gets in any case, to keep its lights on; a number or n of them
        cap: whole units above which a project can absorb no more; a number, n of them, or None for no cap

    Raises:
        ValueError: no project, repeated names, a floor above its cap, or any value out of its range

    >>> from effort import Log1p
    >>> shop = Portfolio(("pricing", "search"), Log1p(a=[12, 6], b=[10, 10]), weight=[1, 2], floor=[0, 5])
    >>> shop.unit_gain([30, 5]).round(2)
    array([0.39, 2.15])
    >>> Portfolio(("pricing",), Log1p(a=12, b=10), floor=9, cap=5)
    Traceback (most recent call last):
    ValueError: floor of 'pricing' is 9, expected at most its cap, 5
    """

    names: tuple[str, ...]
    curve: Curve
    weight: np.ndarray
    floor: np.ndarray
    cap: np.ndarray

    def __init__(
        self,
        names: Sequence[str],
        curve: Curve,
        weight: ArrayLike = 1.0,
        floor: ArrayLike = 0,
        cap: ArrayLike | None = None,
    ) -> None:
        names = (names,) if isinstance(names, str) else tuple(names)
        if not names:
            raise ValueError("names is empty, expected at least one project")
        if len(set(names)) < len(names):
            repeated = next(name for place, name in enumerate(names) if name in names[:place])
            raise ValueError(f"project {repeated!r} is named twice, expected different names")
        n = len(names)
        if curve.shape[-1:] not in ((n,), (), (1,)):
            raise ValueError(f"curve has shape {curve.shape}, expected ({n},) for {n} projects")
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "curve", curve)
        for name, array in (
            ("weight", reals("weight", weight, at_least=0)),
            ("floor", wholes("floor", floor)),
            ("cap", wholes("cap", LARGEST_WHOLE if cap is None else cap)),
        ):
            if array.shape not in ((n,), (), (1,)):
                raise ValueError(f"{name} has shape {array.shape}, expected one number or {n}")
            object.__setattr__(self, name, np.broadcast_to(array, (n,)))
        crossed = np.flatnonzero(self.floor > self.cap)
        if crossed.size:
            i = crossed[0]
            raise ValueError(f"floor of {names[i]!r} is {self.floor[i]}, expected at most its cap, {self.cap[i]}")

    def __len__(self) -> int:
        return len(self.names)

    def index(self, project: str) -> int:
        """The position of the project called `project`."""
        if project not in self.names:
            raise ValueError(f"project is {project!r}, expected one of {', '.join(self.names)}")
        return self.names.index(project)

    def weighted(self, project: str, weight: float) -> Portfolio:
        """A copy in which one project has another weight."""
        weights = self.weight.copy()
        weights[self.index(project)] = weight
        return replace(self, weight=weights)

    def unit_gain(self, effort) -> np.ndarray:
        """What one more unit in each project earns, weight * (f(effort + 1) - f(effort)); shape of `effort`."""
        return weigh(self.weight, self.curve.unit_gain(effort))

    def gradient(self, effort) -> np.ndarray:
        """The marginal gain, weight * f'(effort); shape of `effort`."""
        return weigh(self.weight, self.curve.gradient(effort))

    def returns(self, effort) -> np.ndarray:
        """Sum over projects (the last axis) of weight * f(effort): what the company maximises."""
        return weigh(self.weight, self.curve.value(effort)).sum(axis=-1)

    @cached_property
    def concave(self) -> bool:
        """Whether all curves are, so that `allocate` is exact."""
        return bool(self.curve.concave.all())


def weigh(weight: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The product, but that a project of weight 0 earns nothing also where its curve is infinite.

    >>> weigh(np.array([2.0, 0.0]), np.array([3.0, np.inf]))
    array([6., 0.])
    """
    if weight.all():
        return weight * values
    with np.errstate(invalid="ignore"):  # 0 * inf
        return np.where(weight > 0, weight * values, 0.0)
