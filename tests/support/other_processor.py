"""Another processor, made up: every number that a curve gives has its last bit changed, or not, as if at random.

Processors differ there, as each has its own way to the logarithm. Put first into a kernel (see test_reproducible), so
that a chapter's outputs there can be compared with the stored ones.
"""

import functools

import numpy as np
from effort import curves, families, family, polyline

METHODS = ("value", "gradient", "unit_gain")
MIX = np.uint64(0x9E3779B97F4A7C15)  # an odd number with its bits well spread, as hashing by multiplication wants


def disturbed(number, seed: int) -> np.ndarray:
    """Each number moved to a neighbour, up or down, or left as it is; equal numbers in the same way, as on a processor.

    >>> moved = disturbed(np.linspace(1, 2, 1000), seed=1) - np.linspace(1, 2, 1000)
    >>> np.unique(np.sign(moved)), bool(abs(moved).max() <= np.spacing(2.0))
    (array([-1.,  0.,  1.]), True)
    """
    number = np.asarray(number, dtype=float)
    with np.errstate(over="ignore"):
        chance = ((number.view(np.uint64) + np.uint64(seed)) * MIX) >> np.uint64(62)
    towards = np.select([chance == 0, chance == 1], [-np.inf, np.inf], number)
    # Nothing stays nothing on every processor, and so does what is beyond all numbers.
    return np.where((number == 0) | ~np.isfinite(number), number, np.nextafter(number, towards))


def disturb(seed: int) -> None:
    """Change every family of this process."""
    named = [each for module in (curves, families, family, polyline) for each in vars(module).values()]
    for kind in {each for each in named if isinstance(each, type) and issubclass(each, curves.Curve)}:
        for name in METHODS:
            if name in vars(kind):
                method = vars(kind)[name]
                setattr(kind, name, functools.wraps(method)(_after(method, seed)))


def _after(method, seed: int):
    return lambda self, argument: disturbed(method(self, argument), seed)
