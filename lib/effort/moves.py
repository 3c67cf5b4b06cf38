"""From a division of effort as it is today to the best one: what moving gains, what staying costs, where to begin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from effort.allocation import Allocation, allocate
from effort.checks import wholes
from effort.portfolio import Portfolio

__all__ = ["MOVES_TOLD", "MOVE_WORDS", "Move", "Moves", "months_of", "moves_to_best"]

MOVES_TOLD = 3
"""So many of the moves are told; what the others gain together is said after them."""
# The page fills in the same sentences.
MOVE_WORDS = {
    "best": "Today's {months} are divided in the best way already.",
    "gain": "Today's {months} earn {now} points, in the best way {gain} more: staying costs {share} % of that.",
    "limits": "Today's {months} earn {now} points, {gain} more than the limits of the projects allow.",
    "short": "Today's {months} are fewer than what the projects get in any case, {floors}.",
    "move": "{months} from {source} to {target}: {gain} points",
    "moves": "The moves that gain most: {moves}.",
    "others": "in all others: {gain} points",
    "no moves": "Nothing has to move.",
}


def months_of(units: int) -> str:
    """So many months, in digits, as a table or a move has them.

    >>> months_of(1), months_of(12)
    ('1 month', '12 months')
    """
    return f"{units} month{'' if units == 1 else 's'}"


@dataclass(frozen=True)
class Move:
    """Units that change their project.

    Attributes:
        source, target: the places of the two projects in the portfolio
        units: how many
        gain: what that earns, in weighted percentage points; done before all other moves, at least so much
    """

    source: int
    target: int
    units: int
    gain: float


@dataclass(frozen=True, eq=False)
class Moves:
    """The way from today's division to the best one of the same units.

    Attributes:
        portfolio: the n projects
        today: shape (n,), whole units
        best: the best use of as many units; None if the floors take more
        moves: from the one that gains most to the one that gains least
    """

    portfolio: Portfolio
    today: np.ndarray
    best: Allocation | None
    moves: tuple[Move, ...]

    @property
    def now(self) -> float:
        """What today's division earns, in weighted percentage points."""
        return float(self.portfolio.returns(self.today))

    @property
    def gain(self) -> float:
        """What the best division of as many units earns more; below 0 where today's keeps to no floor or cap."""
        return 0.0 if self.best is None else self.best.returns - self.now

    def in_words(self) -> dict[str, str]:
        """As sentences: what staying costs, and the moves that gain most."""
        months = months_of(int(self.today.sum()))
        if self.best is None:
            floors = months_of(int(self.portfolio.floor.sum()))
            return {
                "staying": MOVE_WORDS["short"].format(months=months, floors=floors),
                "moves": MOVE_WORDS["no moves"],
            }
        staying, gain = MOVE_WORDS["gain" if self.gain > 0 else "limits"], abs(self.gain)
        if not self.moves and gain < 0.05:
            return {"staying": MOVE_WORDS["best"].format(months=months), "moves": MOVE_WORDS["no moves"]}
        share = 100 * gain / self.best.returns if self.best.returns else 0.0
        return {
            "staying": staying.format(months=months, now=f"{self.now:.1f}", gain=f"{gain:.1f}", share=f"{share:.1f}"),
            "moves": self._told() if self.moves else MOVE_WORDS["no moves"],
        }

    def _told(self) -> str:
        names, first = self.portfolio.names, self.moves[:MOVES_TOLD]
        told = [
            MOVE_WORDS["move"].format(
                months=months_of(each.units),
                source=names[each.source],
                target=names[each.target],
                gain=signed(each.gain),
            )
            for each in first
        ]
        if left := self.moves[MOVES_TOLD:]:
            told.append(MOVE_WORDS["others"].format(gain=signed(sum(each.gain for each in left))))
        return MOVE_WORDS["moves"].format(moves="; ".join(told))


def signed(points: float) -> str:
    """Points that are won or lost, with one decimal.

    >>> signed(1.94), signed(-0.3), signed(-0.01)
    ('+1.9', '-0.3', '+0.0')
    """
    written = f"{points:+.1f}"
    return "+0.0" if written == "-0.0" else written


def moves_to_best(portfolio: Portfolio, today: np.ndarray) -> Moves:
    """What moving today's units to where they earn the most would gain, in as few moves as there are projects.

    Like is compared with like: the best use is that of as many units as are spent today. The projects that give are
    taken from the one that loses least by a unit, those that get from the one that gains most, and each gives all that
    it has to give before the next one does. So the moves are at most one fewer than the projects in them, and what they
    gain adds up to what is gained in all. As gains fall, a move that is done first gains at least as much as is said.

    Args:
        portfolio: n projects with concave curves
        today: shape (n,), whole units

    Raises:
        ValueError: units that are not whole, or curves that are not concave

    >>> from effort import grocery_delivery
    >>> found = moves_to_best(grocery_delivery(), np.full(5, 20))
    >>> round(found.gain, 2), [(move.units, round(move.gain, 2)) for move in found.moves]
    (3.06, [(10, 2.61), (2, 0.2), (2, 0.19), (2, 0.06)])
    >>> print(found.in_words()["staying"])
    Today's 100 months earn 177.9 points, in the best way 3.1 more: staying costs 1.7 % of that.
    """
    today = wholes("today", today)
    total = int(today.sum())
    if int(portfolio.floor.sum()) > total:
        return Moves(portfolio, today, None, ())
    best = allocate(portfolio, total)
    return Moves(portfolio, today, best, tuple(_moves(portfolio, today, best.effort)))


def _moves(portfolio: Portfolio, today: np.ndarray, best: np.ndarray) -> list[Move]:
    change = best - today
    worth = _worth(portfolio, np.arange(len(portfolio)), today, best)
    # To so many digits: where two are equal but for rounding, the first of them comes first, as in the page.
    each = [float(f"{part:.6g}") for part in worth / np.where(change == 0, 1, change)]
    giving = sorted(np.flatnonzero(change < 0).tolist(), key=lambda i: each[i])
    getting = sorted(np.flatnonzero(change > 0).tolist(), key=lambda i: -each[i])
    at, found = today.tolist(), []
    sources, targets = iter(giving), iter(getting)
    source, target = next(sources, None), next(targets, None)
    while source is not None and target is not None:
        units = min(at[source] - int(best[source]), int(best[target]) - at[target])
        found.append((source, target, units, at[source], at[target]))
        at[source] -= units
        at[target] += units
        source = next(sources, None) if at[source] == best[source] else source
        target = next(targets, None) if at[target] == best[target] else target
    if not found:
        return []
    given, got, units, high, low = np.array(found).T
    gain = _worth(portfolio, given, high, high - units) + _worth(portfolio, got, low, low + units)
    moves = [Move(*each[:3], points) for each, points in zip(found, gain.tolist(), strict=True)]
    return sorted(moves, key=lambda move: -float(f"{move.gain:.6g}"))


def _worth(portfolio: Portfolio, owner: np.ndarray, before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """What going from so many units to so many earns in the project `owner`, for many of them, shape of `owner`."""
    curve = portfolio.curve[owner] if portfolio.curve.shape == portfolio.weight.shape else portfolio.curve
    return portfolio.weight[owner] * (curve.value(after) - curve.value(before))
