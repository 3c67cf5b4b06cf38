"""Curves that begin further along: some effort is there already, done earlier or by somebody else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from effort.checks import reals
from effort.curves import Curve

__all__ = ["Ahead"]


@dataclass(frozen=True, eq=False, init=False)
class Ahead(Curve):
    """f(x + given): what x further units make of a project that has `given` units of effort already.

    Concave where f is: the later part of a concave curve.

    Args:
        curve: n curves, or one that all share
        given: shape (n,), units of any size, at least 0

    >>> from effort import Log1p
    >>> curve = Log1p(a=[15, 5], b=2)
    >>> bool(np.all(Ahead(curve, [10, 0]).value([5, 5]) == curve.value([15, 5])))
    True
    """

    curve: Curve
    given: np.ndarray

    def __init__(self, curve: Curve, given: ArrayLike) -> None:
        units = reals("given", given, at_least=0)
        object.__setattr__(self, "curve", curve)
        object.__setattr__(self, "given", np.broadcast_to(units, np.broadcast_shapes(units.shape, curve.shape)))

    @property
    def shape(self) -> tuple[int, ...]:
        return self.given.shape

    @property
    def concave(self) -> np.ndarray:
        return np.broadcast_to(self.curve.concave, self.shape)

    def __getitem__(self, index) -> Ahead:
        # A curve that all share stays shared.
        return Ahead(self.curve[index] if self.curve.shape == self.shape else self.curve, self.given[index])

    def value(self, effort) -> np.ndarray:
        return self.curve.value(np.asarray(effort, dtype=float) + self.given)

    def gradient(self, effort) -> np.ndarray:
        return self.curve.gradient(np.asarray(effort, dtype=float) + self.given)

    def unit_gain(self, effort) -> np.ndarray:
        return self.curve.unit_gain(np.asarray(effort, dtype=float) + self.given)

    def inverse_gradient(self, price) -> np.ndarray:
        return np.maximum(self.curve.inverse_gradient(price) - self.given, 0.0)

    def scaled(self, times: float) -> Ahead:
        return Ahead(self.curve.scaled(times), self.given / times)
