"""Effort-accuracy curves: how good a model gets for the effort put into it.

A `Curve` object holds *n* curves at once. Its parameters are arrays that broadcast to shape ``(n,)`` (or to ``()``
for a single curve), and every method takes an effort that broadcasts against them: pass shape ``(n,)`` for one effort
per project, or ``(m, 1)`` to sample every curve at the same *m* efforts, which gives ``(m, n)``.

Effort is counted in units (the book reads one unit as a person-month) and accuracy in percentage points. Every curve
but `Hill` and `Polyline` is increasing and concave at all efforts: each further unit gains less than the one
before. Those two say for each curve whether it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

__all__ = ["Composed", "Curve", "Mixed"]


class Curve:
    """What all curves share. Each defines `value`, `gradient`, `scaled`, and whatever else it has in closed form."""

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
        """For each curve, whether it is concave; shape as `shape`. `allocate` takes concave curves only."""
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
class Composed(Curve):
    """returns(accuracy(x)): what the company earns for the effort, by the chain rule.

    The composition of two increasing concave functions is increasing and concave, so everything that holds for
    accuracy holds for the returns as well (Boyd and Vandenberghe 2004, section 3.2.4). `returns` needs a slope at
    every accuracy that is reached.

    >>> from effort import Log1p, Saturation
    >>> earned = Composed(returns=Saturation(a=100, b=0.05), accuracy=Log1p(a=12, b=10))
    >>> from effort import Log1p, Saturation
    >>> earned.value([0, 32]).round(1)
    array([ 0. , 96.9])
    """

    returns: Curve
    accuracy: Curve

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

    >>> from effort import Log1p, Power
    >>> Mixed([Log1p(a=12, b=10), Power(a=[10, 20], b=0.5)]).value([32, 4, 4]).round(1)
    array([69.3, 20. , 40. ])
    """

    parts: Sequence[Curve]

    def __post_init__(self) -> None:
        if not self.parts:
            raise ValueError("Mixed parts is empty, expected at least one curve")
        object.__setattr__(self, "parts", tuple(part if part.shape else part[None] for part in self.parts))

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
