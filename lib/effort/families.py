"""The families of effort-accuracy curves, one class each.

A new family is a class here and its name in `__all__`: the library, the fits, the explorer of the lifecycle and the
tests of all families find it in `effort.family.FAMILIES`. What it does not say in closed form (`unit_gain`,
`inverse_gradient`) is worked out from the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from effort.family import Family

__all__ = ["ErrorPower", "Hill", "Hyperbola", "Log", "Log1p", "Power", "Saturation"]


class Log(Family):
    """f(x) = a log(bx), the family of the source essay.

    Defined for x > 0. At 0 it is minus infinity, so the first unit of effort has an infinite gain: everybody gets one
    unit before anybody gets two. Its derivative a / x does not contain b.

    >>> Log(a=12, b=10).value([0, 1, 32]).round(1)
    array([-inf, 27.6, 69.2])
    >>> float(Log(a=12, b=10).gradient(32)), float(Log(a=12, b=99).gradient(32))
    (0.375, 0.375)
    """

    label = "logarithm, a log(bx)"
    typical = (2.0,)
    usual = ((0.01, 100.0),)

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


class Log1p(Family):
    """f(x) = a log(1 + bx): the well-behaved sibling of `Log`, zero at zero effort and concave from there.

    Logarithmic utility with a finite start, as in proportional fairness (Kelly 1997).

    >>> curve = Log1p(a=[12, 9], b=[10, 20])
    >>> curve.value([32, 24]).round(1)
    array([69.3, 55.6])
    >>> curve.unit_gain(0).round(1), curve.gradient(0)
    (array([28.8, 27.4]), array([120., 180.]))
    """

    label = "logarithm, a log(1 + bx)"
    typical = (2.0,)
    usual = ((0.01, 100.0),)

    def value(self, effort):
        return self.a * np.log1p(self.b * np.asarray(effort, dtype=float))

    def gradient(self, effort):
        return self.a * self.b / (1 + self.b * np.asarray(effort, dtype=float))

    def unit_gain(self, effort):
        return self.a * np.log1p(self.b / (1 + self.b * np.asarray(effort, dtype=float)))

    def inverse_gradient(self, price):
        with np.errstate(divide="ignore", over="ignore"):
            return np.maximum(self.a / np.asarray(price, dtype=float) - 1 / self.b, 0)


class Power(Family):
    """f(x) = a x^b with 0 < b < 1: no ceiling, and an infinite slope at no effort.

    Not the power law that is usually found, which is one in the error: that is `ErrorPower`.

    >>> Power(a=10, b=0.5).value([0, 4, 100])
    array([  0.,  20., 100.])
    """

    label = "power law"
    typical = (0.33,)
    usual = ((0.05, 0.95),)
    below = MappingProxyType({"b": 1.0})

    @classmethod
    def searched(cls, least, most, from_zero):
        return [(0.01, 0.99)]

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


class Hyperbola(Family):
    """f(x) = a bx / (1 + bx): half of the ceiling `a` is reached at 1 / b units.

    Hyperbolic saturation (Michaelis-Menten): the `Hill` curve with exponent 1.

    >>> Hyperbola(a=90, b=0.1).value([0, 10, 90])
    array([ 0., 45., 81.])
    """

    label = "hyperbola"
    typical = (0.1,)
    usual = ((0.01, 2.0),)

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


class Saturation(Family):
    """f(x) = a (1 - exp(-bx)): every unit closes the same share of what is left to the ceiling `a`.

    An exponential learning curve; see Viering and Loog (2023), table 1 (exp).

    >>> Saturation(a=90, b=0.05).value([0, 20, 1000]).round(1)
    array([ 0. , 56.9, 90. ])
    """

    label = "exponential saturation"
    typical = (0.05,)
    usual = ((0.001, 0.5),)

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


@dataclass(frozen=True, eq=False, init=False)
class ErrorPower(Family):
    """f(x) = a (1 - (1 + bx)^-c): what is left to the ceiling `a` falls by the same factor whenever 1 + bx doubles.

    The usual finding about learning curves is a power law in the error (Hestness et al. 2017); the 1 gives it a value
    at no effort. Concave for every b and c. With c = 1 it is the `Hyperbola`; it nears `Saturation` for large c and
    `Log1p` for small.

    >>> ErrorPower(a=90, b=0.1, c=[0.5, 1]).value(30)
    array([45. , 67.5])
    """

    c: np.ndarray
    label = "power law in the error"
    typical = (0.3, 0.5)
    usual = ((0.01, 2.0), (0.1, 3.0))

    def __init__(self, a: ArrayLike, b: ArrayLike, c: ArrayLike) -> None:
        self._take(a=a, b=b, c=c)

    @classmethod
    def searched(cls, least, most, from_zero):
        return [(1e-3 / most, (1e6 if from_zero else 1e2) / least), (0.05, 12.0)]

    def value(self, effort):
        return -self.a * np.expm1(-self.c * np.log1p(self.b * np.asarray(effort, dtype=float)))

    def gradient(self, effort):
        return self.b * self.c * self._left(effort) / (1 + self.b * np.asarray(effort, dtype=float))

    def unit_gain(self, effort):
        once = 1 + self.b * np.asarray(effort, dtype=float)
        return -np.expm1(-self.c * np.log1p(self.b / once)) * self._left(effort)

    def _left(self, effort):
        """What is left to the ceiling."""
        with np.errstate(under="ignore"):
            return np.exp(np.log(self.a) - self.c * np.log1p(self.b * np.asarray(effort, dtype=float)))

    def inverse_gradient(self, price):
        with np.errstate(divide="ignore", over="ignore"):
            excess = np.log(self.a) + np.log(self.b) + np.log(self.c) - np.log(np.asarray(price, dtype=float))
            return np.maximum(np.expm1(excess / (self.c + 1)) / self.b, 0)


@dataclass(frozen=True, eq=False, init=False)
class Hill(Family):
    """f(x) = a (bx)^c / (1 + (bx)^c): half of the ceiling `a` at 1 / b units; S-shaped, so not concave, where c > 1.

    Hill (1910); the saturation curve of marketing-mix models.

    >>> curve = Hill(a=80, b=0.1, c=[1, 3])
    >>> curve.value(10), curve.concave
    (array([40., 40.]), array([ True, False]))
    """

    c: np.ndarray
    label = "Hill curve"
    typical = (0.05, 3.0)
    usual = ((0.01, 1.0), (0.5, 6.0))

    def __init__(self, a: ArrayLike, b: ArrayLike, c: ArrayLike) -> None:
        self._take(a=a, b=b, c=c)

    @classmethod
    def searched(cls, least, most, from_zero):
        return [(1e-2 / most, 1e2 / least), (0.2, 12.0)]

    @property
    def concave(self):
        return np.broadcast_to(self.c <= 1, self.shape)

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
        """The effort, past the steepest point, at which the gradient has fallen to `price`; 0 if it is never so steep.

        By Newton's method for the logarithm of the gradient as a function of t = log(bx). It is concave, and the
        straight line that it approaches lies above it: from where that meets the price, each step falls and none
        goes too far.
        """
        with np.errstate(divide="ignore", over="ignore", under="ignore", invalid="ignore"):
            excess = np.log(self.a) + np.log(self.b) + np.log(self.c) - np.log(np.asarray(price, dtype=float))
            t = excess / (self.c + 1)
            for _ in range(60):  # a few suffice, but next to the steepest point each step only halves the distance
                slope = self.c - 1 - 2 * self.c / (1 + np.exp(-self.c * t))
                step = (excess + (self.c - 1) * t - 2 * np.logaddexp(0, self.c * t)) / slope
                t = np.where(slope < 0, t - step, -np.inf)  # past the steepest point: there is no such effort
                if not np.any(np.abs(step) > 1e-15 * (1 + np.abs(t))):
                    break
            return np.where(t > -np.inf, np.exp(t) / self.b, 0.0)
