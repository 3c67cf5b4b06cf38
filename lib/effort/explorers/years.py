"""The stock of effort in each project over the years, while a part of it is lost every year."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import traitlets

from effort import figures
from effort.allocation import allocate
from effort.examples import grocery_delivery
from effort.explorers.base import Explorer, columns, counted
from effort.growth import budget_needed
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.picture import Picture
from effort.portfolio import Portfolio
from effort.years import combined_loss, most_loss, run_years, whole_years, years_until

__all__ = ["YearsExplorer"]

YEARS = 10
"""So many years are shown."""
MONTHS = 12
"""Units that one person adds in a year: a unit is a person-month."""
LARGEST_TEAM = 21


class YearsExplorer(Explorer):
    """What a team has achieved, year by year, in whole units, and what it keeps up in the end.

    Attributes:
        team: people, of whom each adds 12 units a year
        lost: the share of the stock that is lost each year, in per cent
        progress: by how much each year makes new work go further, in per cent
        year: the one that is looked at
        allocation: shape (n,) as a list, the stock at its end, whole units

    >>> explorer = YearsExplorer(team=8, lost=30, year=5)
    >>> explorer.allocation, explorer.arrival
    ([84, 63, 49, 42, 28], 5.0)
    """

    address = "years"
    settings = ("team", "lost", "progress", "year")
    words: ClassVar[dict[str, str]] = {
        "team": "{people} people who add {added} units a year",
        "team_one": "One person who adds {added} units a year",
        "lost": "{loss} % of what is there is lost each year",
        "lost_none": "nothing of what is there is ever lost",
        "keeps": "in the end {kept} units are kept up, {units} of them in {top}",
        "keeps_many": "in the end {kept} units are kept up, and {top} is far beyond the frontier",
        "keeps_ever": "the stock grows for ever",
        "when": "It is at the frontier by the end of year {arrival}",
        "when_never": "It never gets to the frontier: that would take {needed} people",
        "limit": "if less than {limit} % is lost each year, and otherwise never",
        "limit_any": "whatever is lost",
        "now": "At the end of year {year} the company has {stock}, of which {units} are in {top}.",
    }
    team = traitlets.Int(8, min=1, max=LARGEST_TEAM).tag(sync=True)
    lost = traitlets.Int(30, min=0, max=100).tag(sync=True)
    progress = traitlets.Int(0, min=0, max=100).tag(sync=True)
    year = traitlets.Int(5, min=0, max=YEARS).tag(sync=True)
    allocation = traitlets.List(traitlets.Int(), read_only=True)

    def __init__(self, portfolio: Portfolio | None = None, lifecycle: Lifecycle = LIFECYCLE, **settings):
        self.portfolio = grocery_delivery() if portfolio is None else portfolio
        self.needed = budget_needed(self.portfolio, self.portfolio.names[0], int(lifecycle.frontier))
        super().__init__(lifecycle, **settings)

    @property
    def added(self) -> int:
        """Units that the team adds each year."""
        return MONTHS * self.team

    @property
    def loss(self) -> float:
        """The share of the stock that a year takes away, progress elsewhere included."""
        return combined_loss(self.lost / 100, self.progress / 100)

    @property
    def arrival(self) -> float:
        """The year at whose end the first project is at the frontier; infinity if it never is."""
        return years_until(self.needed, self.added, self.loss)

    def limits(self) -> dict[str, dict]:
        return {
            "team": {"min": 1, "max": LARGEST_TEAM, "step": 1},
            "lost": {"min": 0, "max": 100, "step": 1},
            "progress": {"min": 0, "max": 100, "step": 5},
            "year": {"min": 0, "max": YEARS, "step": 1},
        }

    def sent(self) -> dict[str, Any]:
        most = allocate(self.portfolio, LARGEST_TEAM * MONTHS * YEARS).effort.max()
        gains = self.portfolio.curve.unit_gain(np.arange(most + 1)[:, None])
        return {
            "names": list(self.portfolio.names),
            # Enough digits to tell all gains apart, as in the other explorers.
            "gains": columns(np.broadcast_to(gains, (most + 1, len(self.portfolio))), 9),
            "weights": self.portfolio.weight.tolist(),
            "months": MONTHS,
            "needed": self.needed,
        }

    def answer(self, change: object = None) -> None:
        stock = whole_years(self.portfolio, self.added, self.loss, self.year)
        self.set_trait("allocation", stock[-1].tolist())

    def still(self) -> Picture:
        return figures.stock_lines(run_years(self.portfolio, self.added, self.loss, YEARS), self.lifecycle)

    def kept_up(self) -> tuple[int, int]:
        """What the team keeps up, in whole units, and the first project's part; with some loss."""
        kept = _rounded(self.added / self.loss)
        most = int(self.data["months"]) * LARGEST_TEAM * YEARS  # what the front end has gains for
        return kept, int(allocate(self.portfolio, min(kept, most)).effort[0])

    def phrases(self) -> dict[str, str]:
        top, words, loss = self.portfolio.names[0], self.words, self.loss
        kept, units = self.kept_up() if loss else (0, 0)
        said = {
            "team": "team_one" if self.team == 1 else "team",
            "lost": "lost" if loss else "lost_none",
            "keeps": "keeps_ever" if not loss else "keeps" if units <= figures.MOST_EFFORT else "keeps_many",
            "when": "when" if np.isfinite(self.arrival) else "when_never",
            "limit": "limit" if self.added < self.needed else "limit_any",
            "now": "now",
        }
        values = {
            "people": self.team,
            "added": self.added,
            "loss": _rounded(100 * loss),
            "kept": kept,
            "units": units,
            "top": top,
            "arrival": f"{self.arrival:.0f}",
            "needed": int(self.needed * loss / MONTHS) + 1,
            "limit": _rounded(100 * most_loss(self.needed, self.added)),
        }
        now = {"year": self.year, "stock": counted(sum(self.allocation), "unit"), "units": self.allocation[0]}
        return {name: words[word].format(**(values | (now if name == "now" else {}))) for name, word in said.items()}


def _rounded(number: float) -> int:
    """As `Math.round` in the front end: halves up."""
    return int(np.floor(number + 0.5))
