"""What the families of curves have in common, and the list of them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike

from effort.checks import reals
from effort.curves import Curve

__all__ = ["FAMILIES", "Family", "finite_families"]

FAMILIES: dict[str, type[Family]] = {}
"""Every family, by its name in small letters, in the order of `effort.families`."""


@dataclass(frozen=True, eq=False, init=False)
class Family(Curve):
    """A family with a scale `a` (percentage points), a rate or exponent `b`, and whatever else a subclass adds.

    Attributes:
        label: what a reader chooses it by
        typical: a sensible value for each parameter after the scale
        usual: between which values each of them sensibly lies
        below: limits that a parameter stays under; all are above 0
    """

    a: np.ndarray
    b: np.ndarray
    label: ClassVar[str]
    typical: ClassVar[tuple[float, ...]]
    usual: ClassVar[tuple[tuple[float, float], ...]]
    below: ClassVar[Mapping[str, float]] = MappingProxyType({})

    def __init_subclass__(cls) -> None:
        FAMILIES[cls.__name__.lower()] = cls

    def __init__(self, a: ArrayLike, b: ArrayLike) -> None:
        self._take(a=a, b=b)

    def _take(self, **parameters: ArrayLike) -> None:
        """Check the parameters and keep them."""
        family = type(self).__name__
        for name, value in parameters.items():
            checked = reals(f"{family} {name}", value, above=0, below=self.below.get(name, np.inf))
            object.__setattr__(self, name, checked)
        try:
            self.shape  # noqa: B018 - raises if they do not broadcast
        except ValueError:
            shapes = ", ".join(str(getattr(self, name).shape) for name in parameters)
            raise ValueError(
                f"{family} {', '.join(parameters)} have shapes {shapes}, expected shapes that broadcast"
            ) from None

    @classmethod
    def parameters(cls) -> tuple[str, ...]:
        """Their names, the scale first."""
        return tuple(field.name for field in fields(cls))

    @classmethod
    def example(cls) -> Self:
        """A single curve with the typical parameters and an accuracy of 1 at 80 units, where the frontier begins.

        >>> from effort import Power
        >>> Power.example().value([0, 20, 80]).round(2)
        array([0.  , 0.63, 1.  ])
        """
        return cls(1 / cls(1, *cls.typical).value(80), *cls.typical)

    @classmethod
    def searched(cls, least: float, most: float, from_zero: bool) -> list[tuple[float, float]]:
        """Between which values a fit looks for each parameter after the scale.

        Args:
            least: the smallest measured effort above 0
            most: the largest
            from_zero: whether no effort was measured as well
        """
        # A faster curve is at its end with the first unit; the score at no effort tells it from others.
        return [(1e-3 / most, (1e15 if from_zero else 1e6) / least)]

    @cached_property
    def shape(self) -> tuple[int, ...]:
        return np.broadcast_shapes(*(getattr(self, name).shape for name in self.parameters()))

    def __getitem__(self, index) -> Self:
        picked = object.__new__(type(self))  # its parameters have been checked already
        for name in self.parameters():
            object.__setattr__(picked, name, np.broadcast_to(getattr(self, name), self.shape)[index])
        return picked

    def scaled(self, times: float) -> Curve:
        return type(self)(self.a, self.b * times, *(getattr(self, name) for name in self.parameters()[2:]))


def finite_families(concave: bool = True) -> dict[str, type[Family]]:
    """The families that have a value at no effort; without those whose example is not concave, or with them.

    >>> list(finite_families())
    ['log1p', 'power', 'hyperbola', 'saturation', 'errorpower']
    """
    examples = {name: family.example() for name, family in FAMILIES.items()}
    return {
        name: FAMILIES[name]
        for name, each in examples.items()
        if np.isfinite(each.value(0)) and (each.concave or not concave)
    }
