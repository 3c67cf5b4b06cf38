"""Curves that are straight between points: measured ones, and the concave envelopes of others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from effort.checks import reals
from effort.curves import Curve

__all__ = ["Polyline"]


@dataclass(frozen=True, eq=False, init=False)
class Polyline(Curve):
    """Straight lines between points: for measured curves, and for the concave envelope of any other.

    Level before its first point and after its last.

    Args:
        x: shape (n, points), the efforts of the points of each curve, never falling
        y: shape (n, points), the accuracies there, never falling

    >>> Polyline([[0, 10, 30]], [[0, 50, 70]]).value([5, 20, 99][0])
    array([25.])
    >>> Polyline([[0, 10, 30]], [[0, 5, 70]]).concave
    array([False])
    """

    x: np.ndarray
    y: np.ndarray

    def __init__(self, x: ArrayLike, y: ArrayLike) -> None:
        x, y = reals("Polyline x", x, at_least=0), reals("Polyline y", y)
        if x.ndim != 2 or x.shape != y.shape or x.shape[1] < 2:
            raise ValueError(
                f"Polyline x has shape {x.shape} and y {y.shape}, expected the same (n, points), 2 or more"
            )
        for name, array in (("x", x), ("y", y)):
            falls = np.argwhere(np.diff(array, axis=1) < 0)
            if falls.size:
                i, k = falls[0]
                raise ValueError(
                    f"Polyline {name}[{i}] falls from {array[i, k]:g} to {array[i, k + 1]:g}, expected a rise"
                )
        if np.any((np.diff(x, axis=1) == 0) & (np.diff(y, axis=1) > 0)):
            raise ValueError("Polyline rises at a single effort, expected one accuracy for each effort")
        object.__setattr__(self, "x", x)
        object.__setattr__(self, "y", y)

    @property
    def shape(self):
        return self.x.shape[:1]

    @property
    def slopes(self) -> np.ndarray:
        """Shape (n, points - 1): the marginal gain between neighbouring points; that of a repeated point is 0."""
        run = np.diff(self.x, axis=1)
        return np.divide(np.diff(self.y, axis=1), run, out=np.zeros_like(run), where=run > 0)

    @property
    def concave(self):
        slopes = self.slopes
        real = np.diff(self.x, axis=1) > 0
        # A repeated point has no slope of its own; it takes the one before it.
        steepest_after = np.maximum.accumulate(np.where(real, slopes, 0)[:, ::-1], axis=1)[:, ::-1]
        falling = np.all((slopes >= steepest_after * (1 - 1e-12)) | ~real, axis=1)
        level_start = (self.x[:, 0] > 0) & (self.y[:, -1] > self.y[:, 0])
        return falling & ~level_start

    def __getitem__(self, index):
        return Polyline(np.atleast_2d(self.x[index]), np.atleast_2d(self.y[index]))

    def value(self, effort):
        effort, segment, start = self._locate(effort)
        inside = np.minimum(effort, self.x[:, -1]) - np.take_along_axis(self.x.T, start, axis=0).reshape(effort.shape)
        rise = np.take_along_axis(self.slopes.T, segment, axis=0).reshape(effort.shape) * np.maximum(inside, 0)
        return np.take_along_axis(self.y.T, start, axis=0).reshape(effort.shape) + rise

    def gradient(self, effort):
        effort, segment, _ = self._locate(effort)
        slope = np.take_along_axis(self.slopes.T, segment, axis=0).reshape(effort.shape)
        return np.where((effort < self.x[:, 0]) | (effort >= self.x[:, -1]), 0.0, slope)

    def unit_gain(self, effort):
        effort, segment, _ = self._locate(effort)
        ends = np.take_along_axis(self.x.T, segment + 1, axis=0).reshape(effort.shape)
        # Along one line all units gain the same, to the last digit, so that ties are ties.
        on_one_line = (effort >= self.x[:, 0]) & (effort + 1 <= ends)
        return np.where(on_one_line, self.gradient(effort), self.value(effort + 1) - self.value(effort))

    def inverse_gradient(self, price):
        """The end of the last line that is at least as steep as `price`."""
        price = np.asarray(price, dtype=float)
        price = np.broadcast_to(price, np.broadcast_shapes(price.shape, self.shape))
        steep = (self.slopes >= price[..., None]) & (np.diff(self.x, axis=1) > 0)
        last = steep.shape[-1] - np.argmax(steep[..., ::-1], axis=-1)
        ends = np.take_along_axis(np.broadcast_to(self.x, (*price.shape, self.x.shape[1])), last[..., None], axis=-1)
        return np.where(steep.any(axis=-1), ends[..., 0], 0.0)

    def scaled(self, times):
        return Polyline(self.x / times, self.y)

    def _locate(self, effort):
        """Effort, broadcast; the line it is on, and the point where that begins, as (m, n) indices."""
        effort = np.asarray(effort, dtype=float)
        effort = np.broadcast_to(effort, np.broadcast_shapes(effort.shape, self.shape))
        flat = effort.reshape(-1, self.x.shape[0])
        point = np.sum(flat[:, None, :] >= self.x.T[None], axis=1) - 1
        start = np.clip(point, 0, self.x.shape[1] - 2)
        return effort, start, start
