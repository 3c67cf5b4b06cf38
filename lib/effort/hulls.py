"""The upper concave envelope of a curve at whole units: the lowest concave curve that is nowhere below it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch

import numpy as np

from effort.curves import Curve, Mixed
from effort.families import Hill
from effort.polyline import Polyline

__all__ = ["Chord", "Hull", "envelope_of", "last_touch"]


@dataclass(frozen=True, eq=False)
class Chord(Curve):
    """A straight line from one point of a curve to another, and the curve from there on.

    Args:
        curve: n curves, concave from `corner` on
        start, corner: shape (n,), whole units; where both are the same there is no line
    """

    curve: Curve
    start: np.ndarray
    corner: np.ndarray
    slope: np.ndarray

    @staticmethod
    def over(curve: Curve, start: np.ndarray, end: np.ndarray) -> Chord:
        """The envelope of curves that steepen up to one point and flatten from there.

        The mean gain from the start rises as long as the next unit gains more than the mean, and then falls. So the
        line ends at the first unit of which that is not true, found by halving the units.
        """
        low, high, first = start + 1.0, np.maximum(end, start + 1.0), curve.value(start)
        while np.any(low < high):
            middle = low + np.floor((high - low) / 2)
            rising = curve.unit_gain(middle) > (curve.value(middle) - first) / (middle - start)
            low, high = np.where(rising, np.minimum(middle + 1, high), low), np.where(rising, high, middle)
        corner = np.where(curve.concave, start, low)
        slope = np.where(curve.concave, np.inf, (curve.value(low) - first) / (low - start))
        return Chord(curve, np.asarray(start, dtype=float), corner, slope)

    @property
    def shape(self):
        return self.corner.shape

    def __getitem__(self, index):
        return Chord(self.curve[index], self.start[index], self.corner[index], self.slope[index])

    def value(self, effort):
        effort = np.asarray(effort, dtype=float)
        on_line, line = effort < self.corner, np.where(self.corner > self.start, self.slope, 0.0)
        return np.where(on_line, self.curve.value(self.start) + line * (effort - self.start), self.curve.value(effort))

    def gradient(self, effort):
        on_line = np.asarray(effort) < self.corner
        return np.where(on_line, self.slope, np.minimum(self.curve.gradient(effort), self.slope))

    def unit_gain(self, effort):
        # Along the line all units gain the same, to the last digit, so that ties are ties.
        on_line = np.asarray(effort) < self.corner
        return np.where(on_line, self.slope, np.minimum(self.curve.unit_gain(effort), self.slope))

    def inverse_gradient(self, price):
        beyond = np.maximum(self.curve.inverse_gradient(price), self.corner)
        return np.where(np.asarray(price) <= self.slope, beyond, self.start)


class Hull(Polyline):
    """Straight lines between the corners of an envelope; concave, but for rounding."""

    @property
    def concave(self):
        return np.ones(self.shape, dtype=bool)

    def __getitem__(self, index):
        return Hull(self.x[index], self.y[index])

    @staticmethod
    def over(x: np.ndarray, y: np.ndarray) -> Hull:
        """The envelope of points, shape (n, points), with x and y that never fall.

        Between two corners the point that is farthest above their line is a corner, too. So each pass over all points
        and curves finds one more between any two, until none is above a line (quickhull; Barber and others 1996).
        """
        n, points = x.shape
        column = np.arange(points)
        corner = np.zeros(x.shape, dtype=bool)
        corner[:, [0, -1]] = True
        while True:
            left = np.maximum.accumulate(np.where(corner, column, 0), axis=1)
            right = np.minimum.accumulate(np.where(corner, column, points - 1)[:, ::-1], axis=1)[:, ::-1]
            (x0, y0), (x1, y1) = (
                tuple(np.take_along_axis(each, at, axis=1) for each in (x, y)) for at in (left, right)
            )
            rise = np.divide(y1 - y0, x1 - x0, out=np.zeros_like(y), where=x1 > x0)
            above = y - y0 - rise * (x - x0)
            above[above <= 4 * np.finfo(float).eps * np.abs(y)] = 0.0  # on the line, as far as a float can tell
            starts = np.flatnonzero(corner)
            farthest = np.repeat(np.maximum.reduceat(above.ravel(), starts), np.diff(starts, append=n * points))
            found = (above > 0) & (above == farthest.reshape(x.shape))
            if not found.any():
                break
            corner |= found
        most = corner.sum(axis=1).max()
        rows = np.argsort(~corner, axis=1, kind="stable")[:, :most]  # the corners first, in their order
        rows = np.where(np.take_along_axis(corner, rows, axis=1), rows, points - 1)
        return Hull(np.take_along_axis(x, rows, axis=1), np.take_along_axis(y, rows, axis=1))


@singledispatch
def envelope_of(curve: Curve, start: np.ndarray, end: np.ndarray) -> Curve:
    """The envelope of n curves at the whole units from `start` to `end`, shape (n,) each.

    A concave curve is its own. That of a Hill curve is a line and then the curve, that of a Polyline has its corners at
    the whole units about its points: neither costs more for more units. Of any other curve all units are looked at.

    Raises:
        ValueError: a curve that falls, of those looked at

    >>> curve = Hill(a=[90, 40], b=[0.05, 0.1], c=[4, 1])
    >>> envelope_of(curve, np.zeros(2), np.full(2, 60)).corner
    array([26.,  0.])
    """
    if np.all(curve.concave):
        return curve
    return _over_points(curve, np.minimum(start + np.arange((end - start).max() + 1)[:, None], end).T)


@envelope_of.register
def _(curve: Hill, start, end):
    return Chord.over(curve, start, end)


@envelope_of.register
def _(curve: Polyline, start, end):
    bends = np.concatenate([np.floor(curve.x), np.ceil(curve.x)], axis=1)
    start, end = (np.broadcast_to(each, curve.shape)[:, None] for each in (start, end))
    return _over_points(curve, np.sort(np.concatenate([start, np.clip(bends, start, end), end], axis=1), axis=1))


@envelope_of.register
def _(curve: Mixed, start, end):
    places = np.cumsum([part.n for part in curve.parts])[:-1]
    pieces = zip(curve.parts, np.split(start, places), np.split(end, places), strict=True)
    return Mixed([envelope_of(*piece) for piece in pieces])


def _over_points(curve: Curve, x: np.ndarray) -> Hull:
    y = np.broadcast_to(curve.value(x.T), x.T.shape).T
    if not np.all(np.isfinite(y)) or np.any(np.diff(y, axis=1) < 0):
        raise ValueError("a curve is infinite or falls within the budget, expected finite and increasing curves")
    return Hull.over(x.astype(float), y)


@singledispatch
def last_touch(envelope: Curve, effort: np.ndarray) -> np.ndarray:
    """The last whole unit up to `effort` at which an envelope meets its curve, shape (n,) as `effort`."""
    return effort


@last_touch.register
def _(envelope: Chord, effort):
    return np.where(effort < envelope.corner, envelope.start, effort)


@last_touch.register
def _(envelope: Hull, effort):
    return np.where(envelope.x <= effort[:, None], envelope.x, -np.inf).max(axis=1)


@last_touch.register
def _(envelope: Mixed, effort):
    places = np.cumsum([part.n for part in envelope.parts])[:-1]
    return np.concatenate([last_touch(*piece) for piece in zip(envelope.parts, np.split(effort, places), strict=True)])
