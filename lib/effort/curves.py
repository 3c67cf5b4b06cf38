"""Effort-accuracy curves: how good a model gets for the effort put into it.

A `Curve` object holds *n* curves at once. Its parameters are arrays that broadcast to shape ``(n,)`` (or to ``()``
for a single curve), and every method takes an effort that broadcasts against them: pass shape ``(n,)`` for one effort
per project, or ``(m, 1)`` to sample every curve at the same *m* efforts, which gives ``(m, n)``.

Effort is counted in units (the book reads one unit as a person-week) and accuracy in percentage points. Every family
but `Hill` and `Polyline` is increasing and concave on its whole domain: each further unit gains less than the one before.
Those two say themselves, for each curve, whether they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import ClassVar

import numpy as np

from effort.checks import reals

__all__ = ["Composed", "Curve", "Hill", "Hyperbola", "Log", "Log1p", "Mixed", "Polyline", "Power", "Saturation"]


class Curve:
    """What the families share. A family defines `value`, `gradient`, `scaled` and whatever it can do in closed form."""

    domain: ClassVar[str] = "effort >= 0"
    source: ClassVar[str]

    @property
    def n(self) -> int:
        """How many curves this object holds."""
        return prod(self.shape)

    @property
    def shape(self) -> tuple[int, ...]:
        """``(n,)``, or ``()`` for a single curve given by plain numbers."""
        raise NotImplementedError

    def __getitem__(self, index) -> Curve:
        """The curves at `index` (anything numpy accepts on an axis of length n)."""
        raise NotImplementedError

    @property
    def concave(self) -> np.ndarray:
        """For each curve, whether it is concave; shape as `shape`. Only then is the optimum exact without more ado."""
        return np.ones(self.shape, dtype=bool)

    def value(self, effort) -> np.ndarray:
        """f(effort), the accuracy in percentage points."""
        raise NotImplementedError

    def gradient(self, effort) -> np.ndarray:
        """f'(effort), the marginal gain in percentage points per unit of effort."""
        raise NotImplementedError

    def unit_gain(self, effort) -> np.ndarray:
        """f(effort + 1) - f(effort): what one whole further unit gains.

        The families write it in a form that keeps its digits where the two values are nearly equal.
        """
        effort = np.asarray(effort, dtype=float)
        return self.value(effort + 1) - self.value(effort)

    def inverse_gradient(self, price) -> np.ndarray:
        """The effort at which the marginal gain has fallen to `price` (0 if it starts below it).

        Without a closed form: bisection, to the nearest representable effort, as the gradient only falls.
        """
        price = np.asarray(price, dtype=float)
        low = np.zeros(np.broadcast_shapes(price.shape, self.shape))
        high = np.ones_like(low)
        with np.errstate(over="ignore"):
            while np.any(grow := (self.gradient(high) > price) & (high < 2.0**60)):
                high = np.where(grow, 2 * high, high)
            # 60 doublings need at most 60 + 53 halvings to use up the digits of a float.
            for _ in range(113):
                middle = (low + high) / 2
                above = self.gradient(middle) > price
                low, high = np.where(above, middle, low), np.where(above, high, middle)
        return np.where(self.gradient(np.zeros_like(low)) > price, low, 0.0)

    def scaled(self, times: float) -> Curve:
        """The curve on which a unit of effort counts as `times` units: f(times * effort)."""
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class _TwoParameters(Curve):
    """A family with a scale `a` (percentage points) and a rate or exponent `b`."""

    a: np.ndarray
    b: np.ndarray

    def __post_init__(self) -> None:
        family = type(self).__name__
        for name in ("a", "b"):
            checked = reals(f"{family} {name}", getattr(self, name), above=0)
            object.__setattr__(self, name, checked)
        try:
            self.shape  # noqa: B018 - raises if a and b do not broadcast
        except ValueError:
            raise ValueError(
                f"{family} a has shape {self.a.shape} and b {self.b.shape}, expected shapes that broadcast"
            ) from None

    @property
    def shape(self):
        return self.a.shape if self.a.shape == self.b.shape else np.broadcast_shapes(self.a.shape, self.b.shape)

    def __getitem__(self, index):
        picked = object.__new__(type(self))  # its parameters have been checked already
        for name in ("a", "b"):
            object.__setattr__(picked, name, np.broadcast_to(getattr(self, name), self.shape)[index])
        return picked

    def scaled(self, times):
        return type(self)(self.a, self.b * times)


class Log(_TwoParameters):
    """f(x) = a log(bx), the family of the source essay.

    Defined for x > 0. At 0 it is minus infinity, so the first unit of effort has an infinite gain: everybody gets one
    unit before anybody gets two. Its derivative a / x does not contain b.

    >>> Log(a=12, b=10).value([0, 1, 32]).round(1)
    array([-inf, 27.6, 69.2])
    >>> float(Log(a=12, b=10).gradient(32)), float(Log(a=12, b=99).gradient(32))
    (0.375, 0.375)
    """

    domain = "effort > 0 (minus infinity at 0)"
    source = "the source essay, ML research and startups (2023)"

    def value(self, effort):
        with np.errstate(divide="ignore"):
            return self.a * (np.log(self.b) + np.log(np.asarray(effort, dtype=float)))

    def gradient(self, effort):
        with np.errstate(divide="ignore"):
            return self.a / np.asarray(effort, dtype=float)

    def unit_gain(self, effort):
        with np.errstate(divide="ignore"):
            return self.a * np.log1p(1 / np.asarray(effort, dtype=float))

    def inverse_gradient(self, price):
        with np.errstate(divide="ignore", over="ignore"):
            return self.a / np.asarray(price, dtype=float)


class Log1p(_TwoParameters):
    """f(x) = a log(1 + bx): the well-behaved sibling of `Log`, zero at zero effort and concave from there.

    >>> curve = Log1p(a=[12, 9], b=[10, 20])
    >>> curve.value([32, 24]).round(1)
    array([69.3, 55.6])
    >>> curve.unit_gain(0).round(1), curve.gradient(0)
    (array([28.8, 27.4]), array([120., 180.]))
    """

    source = "logarithmic utility with a finite start; see e.g. proportional fairness (Kelly 1997)"

    def value(self, effort):
        return self.a * np.log1p(self.b * np.asarray(effort, dtype=float))

    def gradient(self, effort):
        return self.a * self.b / (1 + self.b * np.asarray(effort, dtype=float))

    def unit_gain(self, effort):
        return self.a * np.log1p(self.b / (1 + self.b * np.asarray(effort, dtype=float)))

    def inverse_gradient(self, price):
        with np.errstate(divide="ignore", over="ignore"):
            return np.maximum(self.a / np.asarray(price, dtype=float) - 1 / self.b, 0)


class Saturation(_TwoParameters):
    """f(x) = a (1 - exp(-bx)): every unit closes the same share of what is left to the ceiling `a`.

    >>> Saturation(a=90, b=0.05).value([0, 20, 1000]).round(1)
    array([ 0. , 56.9, 90. ])
    """

    source = "exponential learning curve; see Viering and Loog (2023), table 1 (exp)"

    def value(self, effort):
        return -self.a * np.expm1(-self.b * np.asarray(effort, dtype=float))

    def gradient(self, effort):
        return self.b * self._left(effort)

    def unit_gain(self, effort):
        return -np.expm1(-self.b) * self._left(effort)

    def _left(self, effort):
        """What is left to the ceiling, a exp(-bx), also where exp(-bx) alone would have lost its digits."""
        with np.errstate(under="ignore"):
            return np.exp(np.log(self.a) - self.b * np.asarray(effort, dtype=float))

    def inverse_gradient(self, price):
        with np.errstate(divide="ignore", over="ignore"):
            # Subtracting logarithms keeps a tiny price from overflowing the quotient.
            return np.maximum((np.log(self.a) + np.log(self.b) - np.log(np.asarray(price, dtype=float))) / self.b, 0)


class Power(_TwoParameters):
    """f(x) = a x^b with 0 < b < 1: no ceiling, and an infinite slope at the first drop of effort.

    >>> Power(a=10, b=0.5).value([0, 4, 100])
    array([  0.,  20., 100.])
    """

    source = "power law; see Viering and Loog (2023), table 1 (pow2)"

    def __post_init__(self) -> None:
        super().__post_init__()
        reals("Power b", self.b, above=0, below=1)

    def value(self, effort):
        return self.a * np.asarray(effort, dtype=float) ** self.b

    def gradient(self, effort):
        with np.errstate(divide="ignore"):
            return self.a * self.b * np.asarray(effort, dtype=float) ** (self.b - 1)

    def unit_gain(self, effort):
        effort = np.asarray(effort, dtype=float)
        with np.errstate(divide="ignore", invalid="ignore"):
            later = self.a * effort**self.b * np.expm1(self.b * np.log1p(1 / effort))
        return np.where(effort > 0, later, self.a)

    def inverse_gradient(self, price):
        with np.errstate(divide="ignore", over="ignore"):
            return (self.a * self.b / np.asarray(price, dtype=float)) ** (1 / (1 - self.b))

    def scaled(self, times):
        return Power(self.a * times**self.b, self.b)


class Hyperbola(_TwoParameters):
    """f(x) = a bx / (1 + bx): half of the ceiling `a` is reached at 1 / b units.

    >>> Hyperbola(a=90, b=0.1).value([0, 10, 90])
    array([ 0., 45., 81.])
    """

    source = "hyperbolic saturation (Michaelis-Menten); the Hill curve with exponent 1"

    def value(self, effort):
        done = self.b * np.asarray(effort, dtype=float)
        return self.a * done / (1 + done)

    def gradient(self, effort):
        with np.errstate(over="ignore"):
            once = 1 + self.b * np.asarray(effort, dtype=float)
            return self.a * self.b / once / once

    def unit_gain(self, effort):
        effort = np.asarray(effort, dtype=float)
        with np.errstate(over="ignore"):
            return self.a * (self.b / (1 + self.b * (effort + 1))) / (1 + self.b * effort)

    def inverse_gradient(self, price):
        with np.errstate(divide="ignore", over="ignore"):
            return np.maximum((np.sqrt(self.a * self.b / np.asarray(price, dtype=float)) - 1) / self.b, 0)


@dataclass(frozen=True, eq=False)
class Hill(Curve):
    """f(x) = a (bx)^c / (1 + (bx)^c): half of the ceiling `a` at 1 / b units; S-shaped, so not concave, where c > 1.

    >>> curve = Hill(a=80, b=0.1, c=[1, 3])
    >>> curve.value(10), curve.concave
    (array([40., 40.]), array([ True, False]))
    """

    a: np.ndarray
    b: np.ndarray
    c: np.ndarray
    source: ClassVar[str] = "Hill (1910); the saturation curve of marketing-mix models"

    def __post_init__(self) -> None:
        for name in ("a", "b", "c"):
            object.__setattr__(self, name, reals(f"Hill {name}", getattr(self, name), above=0))
        try:
            self.shape  # noqa: B018 - raises if the parameters do not broadcast
        except ValueError:
            shapes = ", ".join(str(getattr(self, name).shape) for name in ("a", "b", "c"))
            raise ValueError(f"Hill a, b, c have shapes {shapes}, expected shapes that broadcast") from None

    @property
    def shape(self):
        return np.broadcast_shapes(self.a.shape, self.b.shape, self.c.shape)

    @property
    def concave(self):
        return np.broadcast_to(self.c <= 1, self.shape)

    def __getitem__(self, index):
        return Hill(*(np.broadcast_to(getattr(self, name), self.shape)[index] for name in ("a", "b", "c")))

    def value(self, effort):
        with np.errstate(divide="ignore", over="ignore"):
            # This form does not overflow to infinity over infinity far out.
            return self.a / (1 + (self.b * np.asarray(effort, dtype=float)) ** -self.c)

    def gradient(self, effort):
        effort = np.asarray(effort, dtype=float)
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            ratio = (self.b * effort) ** self.c
            inside = self.a * self.c / (1 + ratio) / (1 + 1 / ratio) / effort
        at_zero = np.where(self.c > 1, 0.0, np.where(self.c < 1, np.inf, self.a * self.b))
        return np.where(effort > 0, inside, at_zero)

    def unit_gain(self, effort):
        effort = np.asarray(effort, dtype=float)
        with np.errstate(divide="ignore", over="ignore"):
            fall = -np.expm1(-self.c * np.log1p(1 / effort))  # of (bx)^-c over one unit
            return self.a * fall / (1 + (self.b * effort) ** self.c) / (1 + (self.b * (effort + 1)) ** -self.c)

    def inverse_gradient(self, price):
        """The effort, beyond the steepest point, at which the gradient has fallen to `price`; 0 if it never is so steep.

        By Newton's method for the logarithm of the gradient as a function of t = log(bx). It is concave, and the straight
        line that it approaches lies above it: from where that meets the price, each step falls and none goes too far.
        """
        with np.errstate(divide="ignore", over="ignore", under="ignore", invalid="ignore"):
            excess = np.log(self.a) + np.log(self.b) + np.log(self.c) - np.log(np.asarray(price, dtype=float))
            t = excess / (self.c + 1)
            for _ in range(60):  # a few do, but next to the steepest point each only halves the distance
                slope = self.c - 1 - 2 * self.c / (1 + np.exp(-self.c * t))
                step = (excess + (self.c - 1) * t - 2 * np.logaddexp(0, self.c * t)) / slope
                t = np.where(slope < 0, t - step, -np.inf)  # past the steepest point: there is no such effort
                if not np.any(np.abs(step) > 1e-15 * (1 + np.abs(t))):
                    break
            return np.where(t > -np.inf, np.exp(t) / self.b, 0.0)

    def scaled(self, times):
        return Hill(self.a, self.b * times, self.c)


@dataclass(frozen=True, eq=False)
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
    source: ClassVar[str] = "measured points"

    def __post_init__(self) -> None:
        x, y = reals("Polyline x", self.x, at_least=0), reals("Polyline y", self.y)
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


@dataclass(frozen=True, eq=False)
class Composed(Curve):
    """returns(accuracy(x)): what the company earns for the effort, by the chain rule.

    The composition of two increasing concave functions is increasing and concave, so everything that holds for
    accuracy holds for the returns as well. `returns` needs a slope at every accuracy that is reached.

    >>> earned = Composed(returns=Saturation(a=100, b=0.05), accuracy=Log1p(a=12, b=10))
    >>> earned.value([0, 32]).round(1)
    array([ 0. , 96.9])
    """

    returns: Curve
    accuracy: Curve
    source: ClassVar[str] = "chain rule; composition of concave functions: Boyd and Vandenberghe (2004), section 3.2.4"

    @property
    def domain(self) -> str:
        return self.accuracy.domain

    @property
    def shape(self) -> tuple[int, ...]:
        return np.broadcast_shapes(self.returns.shape, self.accuracy.shape)

    @property
    def concave(self):
        return np.broadcast_to(self.returns.concave & self.accuracy.concave, self.shape)

    def __getitem__(self, index) -> Composed:
        def pick(curve: Curve) -> Curve:
            # A plain curve beside n others is shared by all of them, and stays so.
            return curve[index] if curve.shape == self.shape else curve

        return Composed(pick(self.returns), pick(self.accuracy))

    def value(self, effort):
        return self.returns.value(self.accuracy.value(effort))

    def gradient(self, effort):
        return self.returns.gradient(self.accuracy.value(effort)) * self.accuracy.gradient(effort)

    def scaled(self, times):
        return Composed(self.returns, self.accuracy.scaled(times))


@dataclass(frozen=True, eq=False)
class Mixed(Curve):
    """Curves of several families side by side, in the order given.

    >>> Mixed([Log1p(a=12, b=10), Power(a=[10, 20], b=0.5)]).value([32, 4, 4]).round(1)
    array([69.3, 20. , 40. ])
    """

    parts: Sequence[Curve]
    source: ClassVar[str] = "the sources of its parts"

    def __post_init__(self) -> None:
        if not self.parts:
            raise ValueError("Mixed parts is empty, expected at least one curve")
        object.__setattr__(self, "parts", tuple(part if part.shape else part[None] for part in self.parts))

    @property
    def domain(self) -> str:
        return "; ".join(dict.fromkeys(part.domain for part in self.parts))

    @property
    def shape(self) -> tuple[int, ...]:
        return (sum(part.n for part in self.parts),)

    @property
    def concave(self):
        return np.concatenate([part.concave for part in self.parts])

    def __getitem__(self, index) -> Mixed:
        chosen = np.atleast_1d(np.arange(self.n)[index])
        starts = np.cumsum([0] + [part.n for part in self.parts])
        owner = np.searchsorted(starts, chosen, side="right") - 1
        picked = []
        # One part for each run of neighbours from the same family keeps the order that was asked for.
        for run in np.split(np.arange(chosen.size), np.flatnonzero(np.diff(owner)) + 1):
            part = self.parts[owner[run[0]]]
            picked.append(part[chosen[run] - starts[owner[run[0]]]])
        return Mixed(picked)

    def value(self, effort):
        return self._each("value", effort)

    def gradient(self, effort):
        return self._each("gradient", effort)

    def unit_gain(self, effort):
        return self._each("unit_gain", effort)

    def inverse_gradient(self, price):
        return self._each("inverse_gradient", price)

    def scaled(self, times):
        return Mixed([part.scaled(times) for part in self.parts])

    def _each(self, method: str, argument) -> np.ndarray:
        argument = np.asarray(argument, dtype=float)
        argument = np.broadcast_to(argument, np.broadcast_shapes(argument.shape, self.shape))
        columns = np.split(argument, np.cumsum([part.n for part in self.parts])[:-1], axis=-1)
        return np.concatenate(
            [getattr(part, method)(column) for part, column in zip(self.parts, columns, strict=True)], axis=-1
        )
