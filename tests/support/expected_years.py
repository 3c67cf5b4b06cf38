"""What the figures of waiting and hiring must show, worked out from the constants of the curves alone."""

import numpy as np
from effort import LIFECYCLE, Portfolio, growth_path

from support.live import Live, Seen
from support.shop import SHOP

TEAM, LOST, PROGRESS, AFTER = (
    "Team (people)",
    "Lost each year (per cent)",
    "Progress elsewhere (per cent a year)",
    "Shown after (years)",
)
FRONTIER = int(LIFECYCLE.frontier)
PATH = growth_path(SHOP, 3000)
NEEDED = PATH.entry_budget(SHOP.names[0], FRONTIER)


def stock_after(added: float, kept: float, years: int) -> float:
    """The sum of what is left of every year's units."""
    return sum(added * kept**age for age in range(years))


def check_years(live: Live, seen: Seen) -> None:
    """Each year is the optimum of what the team then has; it gets to the frontier when that is large enough."""
    team, year = int(seen.value(TEAM)), int(seen.value(AFTER))
    kept = (1 - seen.value(LOST) / 100) / (1 + seen.value(PROGRESS) / 100)
    added, has = 12 * team, int(stock_after(12 * team, kept, year) + 1e-9)
    assert seen.handles["Year that is shown"]["value"] == year
    assert sum(seen.numbers) == has
    assert np.abs(PATH.effort()[has] - seen.numbers).max() <= 1
    top = SHOP.names[0].capitalize()
    arrived = next((n for n in range(1, 2000) if stock_after(added, kept, n) >= NEEDED), None)
    if arrived is None:
        people = next(n for n in range(1, 99) if 12 * n > NEEDED * (1 - kept))
        begins = f"{top} never reaches the frontier: it would take a team of {people}."
    else:
        begins = f"{top} reaches the frontier in year {arrived}."
    those = "one person" if team == 1 else f"{team} people"
    passed = {0: "no year", 1: "one year"}.get(year, f"{year} years")
    end = f"{np.floor(added / (1 - kept) + 0.5):.0f} in the end" if kept < 1 else "and nothing is lost"
    assert seen.sentence == f"{begins} With {those}, {added} units a year: {has} after {passed}, {end}."


COST, WORTH, LISTED = "A unit costs (thousand)", "A point earns (thousand)", "On the list (projects)"


def check_hire(live: Live, seen: Seen) -> None:
    """Each listed project has the units that gain at least what one costs; a fixed team has 100 for all of them."""
    price, listed = seen.value(COST) / seen.value(WORTH), int(seen.value(LISTED))
    gains = np.array(SHOP.curve.unit_gain(np.arange(2000)[:, None]))
    worth = (gains >= price).sum(axis=0)[:listed].tolist()
    assert seen.numbers == worth + [0] * (5 - listed)
    stage, units = LIFECYCLE.name(worth[0]), f"{worth[0]} units"
    fixed = growth_path(Portfolio(SHOP.names[:listed], SHOP.curve[:listed]), 100).effort()[-1, 0]
    projects = f"{listed} projects" if listed > 1 else "one project"
    assert seen.sentence == (
        f"{int(sum(worth) / 12 + 0.5)} people earn their cost, and {SHOP.names[0]} stops at {units}, {stage}. "
        f"Of 100 units for {projects}, it gets {fixed}."
    )
