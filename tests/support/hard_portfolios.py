"""Hard portfolios: scales, rates, weights over tens of orders of magnitude; a curve that counts what it is asked."""

from dataclasses import dataclass, replace

import numpy as np
from effort import Curve, Mixed, Portfolio
from effort.family import Family

from support.portfolios import FAMILIES


def hard_curve(rng: np.random.Generator, kind: type[Family], n: int) -> Curve:
    limits = [kind.below.get(name, np.inf) for name in kind.parameters()[1:]]
    rest = (rng.uniform(1e-3, 0.999, n) * most if most < np.inf else 10.0 ** rng.uniform(-8, 8, n) for most in limits)
    return kind(10.0 ** rng.uniform(-6, 6, n), *rest)


def hard_portfolio(seed: int, n: int) -> Portfolio:
    """One of the families, or all of them mixed, in turn; some with equal projects, floors and caps."""
    rng = np.random.default_rng(seed)
    which = seed % (len(FAMILIES) + 1)
    if which < len(FAMILIES):
        curve = hard_curve(rng, FAMILIES[which], n)
    else:
        sizes = np.diff(np.linspace(0, n, len(FAMILIES) + 1).astype(int))
        curve = Mixed([hard_curve(rng, family, size) for family, size in zip(FAMILIES, sizes, strict=True)])
    weight = 10.0 ** rng.uniform(-12, 12, n)
    if seed % 7 == 0:  # every other project like the first, so that ties are everywhere
        same = np.where(np.arange(n) % 2, 0, np.arange(n))
        curve, weight = curve[same] if which < len(FAMILIES) else curve, weight[same]
    floor = rng.integers(0, 9, n) if seed % 3 == 0 else 0
    cap = floor + rng.integers(0, 2000, n) if seed % 5 == 0 else None
    return Portfolio(tuple(map(str, range(n))), curve, weight, floor, cap)


@dataclass(frozen=True, eq=False)
class Counting(Curve):
    """A curve that counts for how many efforts and prices it is asked, in all."""

    curve: Curve
    asked: dict

    @staticmethod
    def every(portfolio: Portfolio) -> Portfolio:
        return replace(portfolio, curve=Counting(portfolio.curve, {"unit_gain": 0, "inverse_gradient": 0}))

    @property
    def shape(self):
        return self.curve.shape

    @property
    def concave(self):
        return self.curve.concave

    def __getitem__(self, index):
        return Counting(self.curve[index], self.asked)

    def value(self, effort):
        return self.curve.value(effort)

    def unit_gain(self, effort):
        self.asked["unit_gain"] += np.size(effort)
        return self.curve.unit_gain(effort)

    def inverse_gradient(self, price):
        self.asked["inverse_gradient"] += np.size(price)
        return self.curve.inverse_gradient(price)
