"""Clear errors for bad input: every message names the value and what was expected."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

LARGEST_WHOLE = 2**53
"""Above this a float no longer tells neighbouring whole numbers apart, so efforts stop here."""


def reals(
    name: str, value: ArrayLike, *, above: float = -np.inf, at_least: float = -np.inf, below: float = np.inf
) -> np.ndarray:
    """`value` as a read-only float array, or a ValueError that names the first offending element.

    >>> reals("weight", [1, 2], at_least=0)
    array([1., 2.])
    >>> reals("weight", [1, -2], at_least=0)
    Traceback (most recent call last):
    ValueError: weight[1] is -2.0, expected a finite number of at least 0
    """
    try:
        array = np.array(value, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is {value!r}, expected numbers") from None
    wanted = "a finite number" + "".join(
        f" {words} {limit:g}"
        for words, limit in (("above", above), ("of at least", at_least), ("below", below))
        if np.isfinite(limit)
    )
    _refuse(name, array, ~(np.isfinite(array) & (array > above) & (array >= at_least) & (array < below)), wanted)
    array.flags.writeable = False
    return array


def wholes(name: str, value: ArrayLike, *, at_least: int = 0) -> np.ndarray:
    """`value` as a read-only int64 array of whole numbers from `at_least` to 2**53.

    >>> wholes("floor", [0, 3])
    array([0, 3])
    >>> wholes("budget", 2.5)
    Traceback (most recent call last):
    ValueError: budget is 2.5, expected a whole number from 0 to 2**53
    """
    array = reals(name, value)
    bad = (array != np.floor(array)) | (array < at_least) | (array > LARGEST_WHOLE)
    _refuse(name, array, bad, f"a whole number from {at_least} to 2**53")
    array = array.astype(np.int64)
    array.flags.writeable = False
    return array


def real(name: str, value: ArrayLike, **limits: float) -> float:
    """One number, checked as `reals` does.

    >>> real("cost", [1, 2])
    Traceback (most recent call last):
    ValueError: cost has shape (2,), expected one number
    """
    return float(_only(name, reals(name, value, **limits)))


def whole(name: str, value: ArrayLike) -> int:
    """One whole number, checked as `wholes` does.

    >>> whole("budget", 100.0)
    100
    """
    if type(value) is int and 0 <= value <= LARGEST_WHOLE:
        return value  # what nearly everybody passes, without the arrays that cost more than a small problem
    return int(_only(name, wholes(name, value)))


def _only(name: str, checked: np.ndarray) -> np.ndarray:
    if checked.ndim:
        raise ValueError(f"{name} has shape {checked.shape}, expected one number")
    return checked


def _refuse(name: str, array: np.ndarray, bad: np.ndarray, wanted: str) -> None:
    if np.any(bad):
        where = tuple(int(i) for i in np.argwhere(bad)[0])
        place = "[" + ", ".join(map(str, where)) + "]" if where else ""
        raise ValueError(f"{name}{place} is {array[where]}, expected {wanted}")
