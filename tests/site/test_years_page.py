"""The years in the page: the same as in Python, and a year that a hand can take hold of."""

import numpy as np
from effort.explorers import YearsExplorer
from effort.explorers.bundle import joined
from effort.years import whole_years, years_until
from support.expected import check
from support.expected_years import AFTER
from support.live import Live
from support.shop import SHOP


def test_the_page_runs_the_same_years_as_python(page):
    rng = np.random.default_rng(2026)
    vectors, stocks, arrivals = [], [], []
    gains = SHOP.curve.unit_gain(np.arange(1000)[:, None]).T.tolist()
    for _ in range(150):
        team = int(12 * rng.integers(1, 26))
        loss = float(rng.choice([0, 1, rng.integers(0, 101) / 100, 1 - (1 - rng.random()) / 1.25]))
        budget = int(rng.integers(1, 500))
        vectors.append([team, loss, budget])
        stocks.append(whole_years(SHOP, team, loss, 10).tolist())
        arrivals.append(years_until(budget, team, loss))
    found = page.evaluate(
        f"""([gains, vectors]) => {{
             {joined(YearsExplorer.front_end.with_name("ageing.js"))}
             const {{ wholeYears, yearsUntil }} = modules.ageing;
             const data = {{ gains, weights: gains.map(() => 1) }};
             return vectors.map(([team, loss, budget]) => [
               wholeYears(data, team, loss, 10), Math.min(yearsUntil(budget, team, loss), 1e9),
             ]);
           }}""",
        [gains, vectors],
    )
    assert [stock for stock, _ in found] == stocks
    assert [year for _, year in found] == [min(each, 1e9) for each in arrivals]


def test_a_year_is_dragged_and_stepped(reader):
    live, hand = reader.at("years")
    live.type(AFTER, 3)
    hand.drag(live.handle("Year that is shown"), right=120)
    assert live.value(AFTER) > 3
    check(live)
    hand.drag(live.handle("Year that is shown"), right=-2000)
    assert live.value(AFTER) == 0
    check(live)


def test_it_plays_to_the_last_year_and_then_from_the_first(typist):
    live, _ = typist.at("years", moving=True)
    live.type(AFTER, 8)
    live.watch()
    live.press("Play")
    live.button("Play").wait_for()
    played = live.watched()
    assert [seen.value(AFTER) for seen in played] == [9, 10]
    for seen in played:
        check(live, seen)
    live.press("Play")
    live.button("Pause").wait_for()
    live.press("Reset")
    assert live.watched()[2].value(AFTER) == 0


def test_without_motion_a_press_is_a_year(new_page, address):
    live = Live(new_page(reduced_motion="reduce"), address, "years").open("#years?year=9&team=3")
    for year in (10, 0, 1):
        live.press("Next year")
        assert live.value(AFTER) == year
        check(live)
