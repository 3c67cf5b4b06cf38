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

    With a `part`, they gain no more than that part of it: f(given) + part (f(x + given) - f(given)).

    Concave where f is: the later part of a concave curve.

    Args:
        curve: n curves, or one that all share
        given: shape (n,), units of any size, at least 0
        part: shape (n,), from 0 to 1

    >>> from effort import Log1p
    >>> curve = Log1p(a=[15, 5], b=2)
    >>> bool(np.all(Ahead(curve, [10, 0]).value([5, 5]) == curve.value([15, 5])))
    True
    """

    curve: Curve
    given: np.ndarray
    part: np.ndarray

    def __init__(self, curve: Curve, given: ArrayLike, part: ArrayLike = 1.0) -> None:
        units, parts = reals("given", given, at_least=0), reals("part", part, at_least=0)
        if np.any(parts > 1):
            raise ValueError(f"part is {parts}, expected numbers of at most 1")
        shape = np.broadcast_shapes(units.shape, parts.shape, curve.shape)
        object.__setattr__(self, "curve", curve)
        object.__setattr__(self, "given", np.broadcast_to(units, shape))
        object.__setattr__(self, "part", np.broadcast_to(parts, shape))

    @property
    def shape(self) -> tuple[int, ...]:
        return self.given.shape

    @property
    def concave(self) -> np.ndarray:
        return np.broadcast_to(self.curve.concave, self.shape)

    def __getitem__(self, index) -> Ahead:
        # A curve that all share stays shared.
        curve = self.curve[index] if self.curve.shape == self.shape else self.curve
        return Ahead(curve, self.given[index], self.part[index])

    def value(self, effort) -> np.ndarray:
        whole = self.curve.value(np.asarray(effort, dtype=float) + self.given)
        if np.all(self.part == 1):
            return whole
        start = self.curve.value(self.given)
        return np.where(self.part == 1, whole, start + self.part * (whole - start))

    def gradient(self, effort) -> np.ndarray:
        return self.part * self.curve.gradient(np.asarray(effort, dtype=float) + self.given)

    def unit_gain(self, effort) -> np.ndarray:
        return self.part * self.curve.unit_gain(np.asarray(effort, dtype=float) + self.given)

    def inverse_gradient(self, price) -> np.ndarray:
        gains = self.part > 0
        along = self.curve.inverse_gradient(price / np.where(gains, self.part, 1.0))
        return np.where(gains, np.maximum(along - self.given, 0.0), 0.0)

    def scaled(self, times: float) -> Ahead:
        return Ahead(self.curve.scaled(times), self.given / times, self.part)
