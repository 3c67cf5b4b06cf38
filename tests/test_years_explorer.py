"""The figure of waiting: whole units year by year, and the text under it, compared with other ways to work them out."""

import re

import numpy as np
import pytest
import traitlets
from effort import Log1p, Portfolio, growth_path
from effort.explorers import YearsExplorer
from effort.years import combined_loss, run_years, whole_years
from support.portfolios import random_portfolio
from support.shop import SHOP, best

PATH = growth_path(SHOP, 3000).effort()[:, 0]
"""The first project's units at every budget."""


def stocks(added: float, kept: float, years: int = 3000) -> list[float]:
    """What there is at the end of each year from 0, added up."""
    found = [0.0]
    for _ in range(years):
        found.append(kept * found[-1] + added)
    return found


@pytest.mark.parametrize("seed", range(30))
def test_whole_years_are_the_optimum_of_what_there_is(seed):
    """No floor ever binds: the years from nothing are those of the model without years."""
    rng = np.random.default_rng(seed)
    team, loss = int(rng.integers(1, 300)), float(rng.choice([0, 1, rng.random()]))
    rows = whole_years(SHOP, team, loss, 8)
    for year in range(1, 9):
        assert rows[year].tolist() == best(int(stocks(team, 1 - loss)[year]))


@pytest.mark.parametrize("seed", range(20))
def test_whole_years_stay_within_a_unit_or_two_of_divisible_ones(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 6))
    portfolio = Portfolio(tuple("abcdef"[:n]), Log1p(rng.uniform(3, 20, n), rng.uniform(0.5, 3, n)))
    team, loss = rng.uniform(20, 200), rng.uniform(0.05, 1)
    whole, divisible = whole_years(portfolio, team, loss, 9), run_years(portfolio, team, loss, 9)
    np.testing.assert_allclose(whole, divisible.stock, atol=1.5)


def test_the_last_floors_fit_for_any_portfolio():
    for seed in range(60):
        portfolio, _ = random_portfolio(np.random.default_rng(seed))
        if portfolio.floor.any():
            continue
        whole_years(portfolio, 17.3, 0.37, 6)


@pytest.mark.parametrize("team", [1, 3, 8, 12, 20, 21])
@pytest.mark.parametrize("lost", [0, 1, 10, 30, 38, 39, 60, 100])
@pytest.mark.parametrize("progress", [0, 25, 100])
def test_the_text_says_when(team, lost, progress):
    explorer = YearsExplorer(team=team, lost=lost, progress=progress, year=7)
    kept = (1 - lost / 100) / (1 + progress / 100)
    has = stocks(12 * team, kept)
    arrived = next((year for year, units in enumerate(has) if units >= 251), None)
    phrases = explorer.phrases()
    if arrived is None:
        people = int(re.search(r"would take (\d+) people", phrases["when"])[1])
        at_the_end = [12 * n / (1 - kept) for n in (people - 1, people)]
        assert at_the_end[0] <= 251 < at_the_end[1]
    else:
        assert phrases["when"] == f"It is at the frontier by the end of year {arrived}"
    if kept == 1:
        assert phrases["lost"].startswith("nothing") and phrases["keeps"] == "the stock grows for ever"
    else:
        assert int(re.search(r"(\d+) units are kept up", phrases["keeps"])[1]) == pytest.approx(has[-1], abs=0.51)
        top = PATH[min(round(has[-1]), 3000)]
        if top <= 119:
            assert int(re.search(r"(\d+) of them", phrases["keeps"])[1]) == pytest.approx(top, abs=1)
        elif top > 121:
            assert "far beyond the frontier" in phrases["keeps"]
    if 12 * team >= 251:
        assert phrases["limit"] == "whatever is lost"
    else:
        limit = int(re.search(r"less than (\d+) %", phrases["limit"])[1])
        assert limit == pytest.approx(100 * 12 * team / 251, abs=0.51)
    assert f"has {int(has[7])} units, of which {explorer.allocation[0]} are" in phrases["now"]


def test_progress_and_loss_are_one_loss():
    both, alone = YearsExplorer(lost=20, progress=25), YearsExplorer(lost=36)
    assert both.loss == pytest.approx(combined_loss(0.2, 0.25)) == pytest.approx(alone.loss)
    assert both.allocation == alone.allocation and both.arrival == alone.arrival


def test_enough_gains_are_sent():
    """The largest team loses nothing for all years, and no project runs out of gains."""
    explorer = YearsExplorer(team=21, lost=0, year=10)
    sent = [len(column["numbers"].split()) for column in explorer.data["gains"]]
    assert sum(explorer.allocation) == 2520 and max(explorer.allocation) < min(sent)


def test_it_takes_any_portfolio():
    pair = Portfolio(("search", "fraud"), Log1p([20, 9], 1))
    explorer = YearsExplorer(pair, team=10, lost=50, year=1)
    assert explorer.data["names"] == ["search", "fraud"] and sum(explorer.allocation) == 120


@pytest.mark.parametrize(
    ("name", "value"), [("team", 0), ("team", 22), ("lost", 101), ("lost", -1), ("progress", 101), ("year", 11)]
)
def test_settings_out_of_range_are_refused(name, value):
    explorer = YearsExplorer()
    before = repr(explorer)
    with pytest.raises(traitlets.TraitError, match=str(value)):
        setattr(explorer, name, value)
    assert repr(explorer) == before
