"""Effort over the years: what a team has achieved ages, and what it can keep up is the budget of the static model.

A team adds `team` units a year by the rule. Of the stock that it has, a share `loss` is gone a year later: data drift,
code decays, methods date. What is left is a floor for the next year, for nobody can move it to another project.

Started from nothing, the stock at the end of year t is the optimum of the budget

    B_t = team + (1 - loss) team + ... + (1 - loss)^(t - 1) team = team (1 - (1 - loss)^t) / loss,

in every year: B_t rises, the optimum of a larger budget gives no project less, so what is left of last year's optimum
is never more than this year's, and binds nowhere. B_t rises to team / loss. So the budget of the model without years is
what a team keeps up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from effort.ahead import Ahead
from effort.allocation import Allocation, allocate, water_filling
from effort.checks import LARGEST_WHOLE, real, reals, whole
from effort.portfolio import Portfolio

__all__ = [
    "Years",
    "combined_loss",
    "most_loss",
    "run_years",
    "stock_budget",
    "sustained",
    "whole_years",
    "years_until",
]


def combined_loss(loss: float, growth: float) -> float:
    """The share of a stock that a year takes away when the frontier moves as well: 1 - (1 - loss) / (1 + growth).

    New work is counted in this year's units: with this year's methods a unit takes a project as far along the stages as
    a unit always did. What was done a year ago is worth a part 1 / (1 + growth) of that, as the same would now take so
    much less. (Were new work to date as well, no team of a constant size could keep up with a frontier that moves for
    ever.)

    Args:
        loss: the share of the stock that is lost each year, from 0 to 1
        growth: by how much a year's progress elsewhere multiplies what a unit does, less 1; at least 0

    >>> round(combined_loss(0.2, 0.25), 2)
    0.36
    """
    return 1 - (1 - _share("loss", loss)) / (1 + real("growth", growth, at_least=0))


def stock_budget(team: float, loss: float, years) -> np.ndarray:
    """What a team has at the end of each year, if it started from nothing; shape of `years`.

    Args:
        team: units added each year
        loss: the share of the stock that is lost each year
        years: how many have passed, at least 0

    >>> stock_budget(100, 0.5, [0, 1, 2, 3])
    array([  0., 100., 150., 175.])
    """
    team, loss = real("team", team, at_least=0), _share("loss", loss)
    years = reals("years", years, at_least=0)
    if loss == 0:
        return team * years
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.where(years > 0, (1 - loss) ** years, 1.0)
    return team * (1 - left) / loss


def years_until(budget: float, team: float, loss: float) -> float:
    """The year at the end of which a team that started from nothing has so large a stock; infinity if it never has.

    Args:
        budget: units
        team: units added each year
        loss: the share of the stock that is lost each year

    Returns:
        the smallest whole t with team (1 - (1 - loss)^t) / loss >= budget

    >>> years_until(251, team=100, loss=0.3), years_until(251, team=100, loss=0.4)
    (4.0, inf)
    """
    budget, team, loss = real("budget", budget, at_least=0), real("team", team, above=0), _share("loss", loss)
    if budget <= team:
        return float(budget > 0)
    # With a loss of 1 only this year's work is there, and that does not do.
    if budget * loss >= team or loss == 1:
        return np.inf
    if loss == 0:
        return float(np.ceil(budget / team))
    years = max(int(np.log1p(-budget * loss / team) / np.log1p(-loss)), 1)
    while stock_budget(team, loss, years) < budget:  # the logarithm's rounding can be one off
        years += 1
    return float(years)


def most_loss(budget: float, team: float) -> float:
    """The loss below which a team that waits long enough has a stock of `budget` units: team / budget, at most 1.

    >>> round(most_loss(251, team=100), 3)
    0.398
    """
    return min(1.0, real("team", team, above=0) / real("budget", budget, above=0))


def sustained(portfolio: Portfolio, team: float, loss: float) -> Allocation:
    """What a team keeps up for ever: the optimum for a budget of team / loss, in divisible units.

    Args:
        portfolio: n projects with concave curves
        team: units added each year
        loss: the share of the stock that is lost each year, above 0

    >>> from effort import grocery_delivery
    >>> sustained(grocery_delivery(), team=100, loss=0.5).effort.round()
    array([63., 48., 37., 31., 21.])
    """
    return water_filling(portfolio, real("team", team, at_least=0) / _share("loss", loss, above=0))


@dataclass(frozen=True, eq=False)
class Years:
    """The stock of effort in each project, year by year.

    Attributes:
        portfolio: the n projects
        team: units added each year
        loss: the share of the stock that is lost each year
        stock: shape (years + 1, n), units; row t is the stock at the end of year t, row 0 what there was at the start
        added: shape (years, n), units; row t - 1 is what was added in year t
    """

    portfolio: Portfolio
    team: float
    loss: float
    stock: np.ndarray
    added: np.ndarray

    def reached(self, project: str, effort: float) -> int | None:
        """The first year at the end of which the project has at least `effort` units; None if it never has.

        Raises:
            ValueError: an unknown project, a negative effort
        """
        own = self.stock[:, self.portfolio.index(project)]
        there = np.flatnonzero(own >= real("effort", effort, at_least=0))
        return int(there[0]) if there.size else None


def run_years(portfolio: Portfolio, team: float, loss: float, years: int, start=0.0) -> Years:
    """Year after year a part of the stock is lost, and the team's units go by the rule on top of what is left.

    A year's units are divisible, as a stock that ages is.

    Args:
        portfolio: n projects with concave curves, without floors or caps: what keeping something alive takes is here
            what it loses
        team: units added each year
        loss: the share of the stock that is lost each year, from 0 to 1
        years: how many to run
        start: shape (n,) or a number, the stock at the start, units

    Raises:
        ValueError: floors or caps; any value out of its range; what `water_filling` raises

    >>> from effort import grocery_delivery
    >>> ran = run_years(grocery_delivery(), team=100, loss=0.3, years=6)
    >>> ran.stock[:, 0].round()
    array([ 0., 32., 54., 69., 80., 88., 93.])
    >>> ran.reached("dynamic pricing", 80)
    4
    """
    if portfolio.floor.any() or (portfolio.cap < LARGEST_WHOLE).any():
        raise ValueError("portfolio has floors or caps, expected none; upkeep is in the loss")
    team, loss, years = real("team", team, at_least=0), _share("loss", loss), whole("years", years)
    stock = np.zeros((years + 1, len(portfolio)))
    stock[0] = reals("start", start, at_least=0)
    added = np.zeros((years, len(portfolio)))
    for year in range(years):
        kept = (1 - loss) * stock[year]
        added[year] = water_filling(replace(portfolio, curve=Ahead(portfolio.curve, kept)), team).effort
        stock[year + 1] = kept + added[year]
    return Years(portfolio, team, loss, stock, added)


def whole_years(portfolio: Portfolio, team: float, loss: float, years: int) -> np.ndarray:
    """The same in whole units, from nothing: what the live figure does.

    Of what is left, whole units are the floors of the next year, and as many whole units as the team then has are
    divided by the rule.

    Args:
        portfolio: n projects with concave curves, without floors
        team: units added each year
        loss: the share of the stock that is lost each year, from 0 to 1
        years: how many to run

    Returns:
        shape (years + 1, n), whole units; row t is the stock at the end of year t

    Raises:
        ValueError: any value out of its range; what `allocate` raises

    >>> from effort import grocery_delivery
    >>> whole_years(grocery_delivery(), team=96, loss=0.3, years=5)[[1, 5]]
    array([[30, 23, 18, 15, 10],
           [84, 63, 49, 42, 28]])
    """
    team, loss, years = real("team", team, at_least=0), _share("loss", loss), whole("years", years)
    stock, total = np.zeros((years + 1, len(portfolio)), dtype=np.int64), 0.0
    for year in range(years):
        total = (1 - loss) * total + team
        left = np.floor((1 - loss) * stock[year])
        stock[year + 1] = allocate(replace(portfolio, floor=left), int(total)).effort
    return stock


def _share(name: str, value: float, **limits: float) -> float:
    share = real(name, value, **({"at_least": 0} | limits))
    if share > 1:
        raise ValueError(f"{name} is {share:g}, expected a share of at most 1")
    return share
