"""What an explorer must show, as the library computes it for the settings that the controls show."""

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from effort import LIFECYCLE, Composed, Portfolio, Saturation, allocate, growth_path
from effort.company import company_of
from effort.explorers import (
    CompanyExplorer,
    LifecycleExplorer,
    OwnCurveExplorer,
    PlatformExplorer,
    PublishersExplorer,
    StepsExplorer,
)
from effort.robustness import Claims, claims, in_family, with_frontier
from effort.units import units_worth

from support.company_form import Form
from support.expected_buying import check_buying
from support.expected_years import check_hire, check_years
from support.fog import check_fog
from support.live import BUDGET, EFFORT, PAGES, PLATFORM, SHOWN, STEEPNESS, WEIGHT, Live, Seen
from support.shop import SHOP, best

EXAMPLE = company_of(CompanyExplorer().projects)
with_platform, own_curve = PlatformExplorer(), OwnCurveExplorer()


def many(units: int) -> str:
    return "1 unit" if units == 1 else f"{units:g} units"


def in_words(names) -> str:
    if len(names) > 2:
        return f"{len(names)} projects"
    text = " and ".join(names)
    return text[0].upper() + text[1:]


def how_far(effort) -> str:
    stages = LIFECYCLE.stage(effort)
    there = [name for name, stage in zip(SHOP.names, stages, strict=True) if stage == stages.max()]
    who, others = in_words(there), [name for name in SHOP.names if name not in there]
    if len(there) >= 4:
        who = f"All but {others[0]}" if others else "All projects"
    reach = f"{who} {'reaches' if len(there) == 1 else 'reach'}"
    if stages.max() == 0:
        return "Nobody has started."
    if stages.max() < len(LIFECYCLE.names) - 1:
        return f"{reach} {LIFECYCLE.names[stages.max()]}; nobody reaches the frontier."
    others = stages[stages < stages.max()]
    rest = f" The others get no further than {LIFECYCLE.names[others.max()]}." if others.size else ""
    return f"{reach} the research frontier.{rest}"


def next_unit(portfolio, budget: int) -> str:
    winners = np.flatnonzero(np.array(best(budget + 1, portfolio)) - best(budget, portfolio))
    if not winners.size:
        return " No unit gains anything."
    (winner,) = winners
    return f" Next unit: {SHOP.names[winner]}."


def next_entry(budget: int) -> str:
    path = growth_path(SHOP, 500)
    coming = [
        (entry, name, stage)
        for name in SHOP.names
        for stage, start in list(zip(LIFECYCLE.names, LIFECYCLE.starts, strict=True))[1:]
        if (entry := path.entry_budget(name, start)) is not None and entry > budget
    ]
    return " Next: {1} enters {2} at {0}.".format(*min(coming, key=lambda each: each[0])) if coming else ""


def check_lifecycle(live: Live, seen: Seen) -> None:
    explorer = LifecycleExplorer(
        family=seen.choices["Family"],
        scale=seen.value("Scale (points)"),
        steepness=seen.value(STEEPNESS),
        starts=[handle["value"] for label, handle in seen.handles.items() if label.startswith("Start of ")],
    )
    shown = seen.gains
    np.testing.assert_allclose([float(text) for text in shown], explorer.gains, rtol=0.06, atol=0.0051)
    first, last = explorer.gains[0], explorer.gains[-1]
    said = seen.sentence
    assert said.startswith(f"One more unit gains {shown[0]} points at the first baseline")
    leaves = " The curve leaves the chart: nothing is more than 100\u00a0% accurate."
    curve = LifecycleExplorer.FAMILIES[explorer.family]
    assert said.endswith(leaves) == (explorer.scale * curve.value(SHOWN * explorer.steepness) > 100)
    said = said.removesuffix(leaves)
    if last < 0.005:
        assert said.endswith(", and next to nothing at the frontier.")
    else:
        times = re.fullmatch(rf".* and {shown[-1]} at the frontier: (\d+) times less\.", said)
        assert int(times[1]) == pytest.approx(first / last, rel=0.02, abs=0.6)


def compared(mine: float, other: float) -> str:
    per_cent = round(100 * (mine / other - 1))
    return f"{abs(per_cent)}\u00a0% {'more' if per_cent > 0 else 'less'} than" if per_cent else "about as much as"


def check_platform(live: Live, seen: Seen) -> None:
    budget, built = int(seen.choices[BUDGET]), int(seen.value(PLATFORM))
    assert seen.handles["Units for the platform, of the budget"]["value"] == built
    with_platform.budget, with_platform.built = budget, built
    plans = with_platform._plans[budget]
    most = max(plans, key=lambda plan: plan.returns)
    plan = with_platform.plan
    assert seen.numbers == plan.effort.tolist()
    times = float(with_platform.platform.multiplier(built))
    than = "That is the best"
    if built != most["platform"]:
        than = f"Best: {most.returns:.1f} with {most['platform']}"
    furthest = LIFECYCLE.name(plan.effort.max() * times)
    reaches = "No project is started." if furthest == "not started" else f"The furthest project reaches {furthest}."
    begins = f"All {budget} units go to the projects: returns of {plan.returns:.1f}."
    if built:
        begins = (
            f"{built} of {budget} units build the platform, the others count {times:.2f} times: returns of "
            f"{plan.returns:.1f}, {compared(plan.returns, plans[0].returns)} without."
        )
    assert seen.sentence == f"{begins} {than}. {reaches}"


def check_company(live: Form, seen: Seen) -> None:
    live.shows(EXAMPLE, int(seen.value(EFFORT)))


def check_shop(live: Live, seen: Seen) -> None:
    budget, portfolio = int(seen.value(BUDGET)), SHOP
    if live.explorer in ("companies", "map"):
        portfolio = SHOP.weighted(SHOP.names[0], seen.value(WEIGHT))
    if live.explorer == "allocation":
        portfolio = replace(
            SHOP,
            weight=[float(seen.boxes[f"Weight of {name}"]) for name in SHOP.names],
            floor=[int(seen.boxes[f"Floor of {name} (units)"]) for name in SHOP.names],
        )
    effort = best(budget, portfolio)
    assert seen.units == effort
    said = how_far(effort)
    if live.explorer == "allocation":
        said = f"With {many(budget)}: {said}{next_unit(portfolio, budget) if budget < 500 else ''}"
    if live.explorer == "growth":
        said = f"With {many(budget)}: {said}{next_entry(budget)}"
    if live.explorer == "map":
        weight = seen.value(WEIGHT)
        said = f"Budget {budget}, weight {weight:g}: {said}"
        shown_budget, shown_weight = seen.point
        assert shown_budget == pytest.approx(budget, abs=1.5) and shown_weight == pytest.approx(weight, rel=0.03)
    assert seen.sentence == said


def check_price(live: Live, seen: Seen) -> None:
    """Every project has the units that gain more than the price, and the level stands at it."""
    budget = int(seen.value(BUDGET))
    found = allocate(SHOP, budget)
    effort, price = found.effort, found.shadow_price
    assert seen.units == effort.tolist() == best(budget)
    np.testing.assert_array_equal(units_worth(SHOP, np.nextafter(price, np.inf)), effort)
    written = f"{price:.1f}" if price >= 10 else f"{price:#.2g}"
    each = ", ".join(f"{name} {units}" for name, units in zip(SHOP.names, effort, strict=True))
    assert seen.sentence == f"Price {written} points, budget {many(budget)}: {each}."


SHORT = ("start-up", "price", "grown company", "ML-first")
CLAIMED = ("none of the four claims holds", "one of the four claims holds", "two of the four claims hold")
CLAIMED += ("three of the four claims hold", "all four claims hold")


@cache
def fitted(family: str) -> Portfolio:
    return in_family(SHOP, family)


def claims_for(family: str, returns: str, frontier: int, budget: int, weight: float) -> Claims:
    """What becomes of the four claims, with returns composed here."""
    portfolio = fitted(family)
    if returns == "less":
        portfolio = replace(portfolio, curve=Composed(Saturation(100, 0.03), portfolio.curve))
    return claims(portfolio, SHOP.names[0], budget, 3 * budget, weight, with_frontier(frontier))


def check_verdict(live: Live, seen: Seen) -> None:
    family, budget = seen.choices["Formula of the curves"], int(seen.value(BUDGET))
    frontier = int(seen.value("Frontier (units)"))
    assert seen.handles["Start of SotA research"]["value"] == frontier
    found = claims_for(family, seen.choices["A point is worth"], frontier, budget, seen.value(WEIGHT))
    dots = seen._found["projects"]["dots"]
    numbers = [f"{units} of {of}" for units, of in zip(found.units, (budget, 3 * budget, budget), strict=True)]
    assert [dot["number"].removesuffix(" →") for dot in dots] == numbers
    for dot, units in zip(dots, found.units, strict=True):
        assert dot["number"].endswith("→") == (units > 180)
        assert dot["at"][0] == pytest.approx(seen.axes.x(min(units, 180)), abs=1)
    assert seen.handles["Start of SotA research"]["at"][0] == pytest.approx(seen.axes.x(frontier), abs=1)
    names = {"log1p": "logarithm", "power": "power law", "hill": "Hill curve"}
    failing = [name for name, holds in zip(SHORT, found.hold, strict=True) if not holds]
    said = f"With the {names.get(family, family)}, {CLAIMED[sum(found.hold)]}."
    assert seen.sentence == said + (f" Failing: {', '.join(failing)}." if failing else "")


def check_steps(live: Live, seen: Seen) -> None:
    explorer = StepsExplorer(learners=seen.choices["Method"], ahead=int(seen.value("Look ahead (labels)")))
    assert seen.handles["Labels ahead, on the curve"]["value"] == explorer.ahead
    said = explorer.phrases()
    assert seen.sentence == f"{said['loses']} {said['shape']}"


def check_publishers(live: Live, seen: Seen) -> None:
    picked = seen.handles["Company, by market value"]["text"].split(":")[0]
    explorer = PublishersExplorer(
        above=seen.choices["Worth at least (billion US dollars)"],
        papers=int(seen.value("At least so many (papers)")),
        company=picked,
    )
    line = seen.handles["Market value from which on companies are counted"]
    assert line["text"] == f"{explorer.above} billion US dollars"
    company, said = explorer.publishers[picked], explorer.phrases()
    assert seen.sentence.startswith(f"{picked}: ")
    papers = f"{company.papers[0]:g} paper{'' if company.papers[0] == 1 else 's'}"
    assert seen.sentence.endswith(f"; {papers}. {said['publish']}; {said['rest']}.")


def check_own_curve(live: Live, seen: Seen) -> None:
    own_curve.total, own_curve.step = int(seen.value("Budget (units)")), int(seen.value("Next step (units)"))
    assert seen.sentence == own_curve.sentence()


def check_settings(live: Live, seen: Seen) -> None:
    """What holds for every explorer: it says something, and its sliders agree with their numbers."""
    assert seen.sentence and all(np.isfinite(seen.value(label)) for label in seen.sliders)


CHECKS = {
    "companies": check_shop,
    "lifecycle": check_lifecycle,
    "allocation": check_shop,
    "growth": check_shop,
    "map": check_shop,
    "price": check_price,
    "platform": check_platform,
    "company": check_company,
    "verdict": check_verdict,
    "fog": check_fog,
    "years": check_years,
    "hire": check_hire,
    "steps": check_steps,
    "publishers": check_publishers,
    "own-curve": check_own_curve,
    "buying": check_buying,
}


def check(live: Live, seen: Seen | None = None) -> None:
    """All that is shown is what the library computes for the settings shown, now or at that moment."""
    seen = seen or live.look()
    check_settings(live, seen)
    CHECKS.get(live.explorer, check_settings)(live, seen)


def live_explorer(page, address: str, explorer: str) -> Live:
    return {"company": Form}.get(explorer, Live)(page, address, explorer)


every_explorer = pytest.mark.parametrize("explorer", PAGES)
# Of a page's explorers, only this one.
ALONE = """(id) => {
  for (const each of document.querySelectorAll('.explorer')) {
    if (!each.matches(`div:has(+ #${id}) > .explorer`)) each.parentElement.remove();
  }
}"""


def opened(page, address: str, explorer: str) -> Live:
    """An explorer on its page, without the page's others."""
    live = live_explorer(page, address, explorer).open()
    page.evaluate(ALONE, explorer)
    return live
