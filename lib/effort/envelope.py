"""Dividing a budget over curves that need not be concave, with a bound on what that misses."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from effort.allocation import Allocation, allocate, slack_of
from effort.checks import whole
from effort.hulls import envelope_of, last_touch
from effort.portfolio import Portfolio

__all__ = ["EnvelopeAllocation", "allocate_on_envelope"]

ROUNDS = 100
"""So often are left-over units divided anew; a handful of rounds does for nearly all portfolios."""


@dataclass(frozen=True, eq=False)
class EnvelopeAllocation(Allocation):
    """An allocation over curves that need not be concave, with a bound on what it misses.

    Attributes:
        bound: returns that no allocation of the budget can exceed
    """

    bound: float

    @property
    def loss(self) -> float:
        """The most that the allocation can be below the optimum; 0 where it is proved optimal."""
        return max(0.0, self.bound - self.returns)


def allocate_on_envelope(portfolio: Portfolio, budget: int) -> EnvelopeAllocation:
    """A good allocation over any increasing curves, S-shaped ones and thresholds included, and how good it is.

    Each curve is replaced by its upper concave envelope at whole units, the lowest concave curve that is nowhere below
    it, and that problem is solved exactly. Its returns are a bound. All projects end at points where envelope and
    curve meet, but for at most one, for which the budget ran out on the way to its next such point. If none did, the
    allocation is optimal. Otherwise that project's units are kept there, or divided anew, on envelopes that end where
    the units do, whichever earns more; the loss is at most the gap between envelope and curve of one project (Shapley
    and Folkman; Ibaraki and Katoh 1988).

    Args:
        portfolio: n projects with increasing curves that are finite from their floors on
        budget: whole units to give out; for the families neither memory nor time grow with it, for curves composed of
            such that are not concave both grow with n times the budget

    Raises:
        ValueError: what `allocate` raises for floors and budget; curves that are infinite or fall

    >>> from effort import Hill
    >>> pair = Portfolio(("slow start", "steady"), Hill(a=[90, 40], b=[0.05, 0.1], c=[4, 1]))
    >>> result = allocate_on_envelope(pair, 60)
    >>> result.effort, result.loss
    (array([41, 19]), 0.0)
    """
    budget = whole("budget", budget)
    left, start = slack_of(portfolio, budget), portfolio.floor
    curve = portfolio.curve if portfolio.curve.shape else portfolio.curve[None]
    curve = curve if curve.n == len(portfolio) else curve[np.zeros(len(portfolio), dtype=int)]
    if not np.all(np.isfinite(curve.value(start))):
        raise ValueError("a curve is infinite or falls within the budget, expected finite and increasing curves")
    found: list[Allocation] = []
    for _ in range(ROUNDS):
        end = np.minimum(portfolio.cap, start + left)
        envelope = envelope_of(curve, start, end)
        found.append(allocate(replace(portfolio, curve=envelope, floor=start, cap=end), budget))
        # The one project that is between two points where its curve meets the envelope goes back to the first.
        start = last_touch(envelope, found[-1].effort).astype(np.int64)
        if found[-1].spent == start.sum():
            break
        left = budget - int(start.sum())
    effort = max((each.effort for each in found), key=portfolio.returns)
    bound = max(found[0].returns, float(portfolio.returns(effort)))
    return EnvelopeAllocation(portfolio, budget, effort, found[0].shadow_price, bound)
