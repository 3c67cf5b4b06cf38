"""Figure 2.2: the level that is the price of a unit, and the step that its page and the library both do."""

from dataclasses import replace

import numpy as np
import pytest
from effort import allocate
from effort.explorers import WaterLevelExplorer
from effort.explorers.bundle import Module
from effort.units import units_worth
from support.expected import check
from support.hands import Keys, Touch, centre
from support.live import BUDGET, OVERLAPPING, Live
from support.portfolios import random_portfolio
from support.shop import SHOP

PRICE_LINE = ".level"


def test_the_level_sets_the_budget(reader):
    live, hand = reader.at("price")
    line = live.find(PRICE_LINE)
    assert line.get_attribute("aria-valuetext") == "a unit must gain 0.46 points, with 100 units"
    hand.drag(line, 0, up=30)
    higher = live.look()
    assert higher.value(BUDGET) < 100
    check(live, higher)
    hand.drag(line, 0, up=-50)
    lower = live.look()
    assert lower.value(BUDGET) > 100
    check(live, lower)
    if not isinstance(hand, Keys):
        hand.drag(line, 0, up=-400)
        assert live.value(BUDGET) == 500, "beyond the axis it stays inside"
        hand.drag(line, 0, up=800)
        check(live)
    hand.slide(live.slider(BUDGET), 0.4)
    check(live)


def test_the_line_is_where_its_price_is(typist):
    live, _ = typist.at("price")
    ticks = dict(zip((1.0, 1.5), (centre_of(live, text) for text in ("1.0", "1.5")), strict=True))
    slope = (ticks[1.5] - ticks[1.0]) / 0.5
    for budget in (60, 100, 250):
        live.type(BUDGET, budget)
        _, y = centre(live.find(PRICE_LINE))
        price = 1.0 + (y - ticks[1.0] - scrolled(live)) / slope
        assert price == pytest.approx(allocate(SHOP, budget).shadow_price, abs=0.02)


def centre_of(live: Live, text: str) -> float:
    box = live.find("svg text").get_by_text(text, exact=True).bounding_box()
    return box["y"] + box["height"] / 2 + live.page.evaluate("scrollY")


def scrolled(live: Live) -> float:
    return -live.page.evaluate("scrollY")


def test_keys_of_the_level(typist):
    live, hand = typist.at("price")
    line = live.find(PRICE_LINE)
    line.focus()
    for key, budget in (
        ("ArrowUp", 99), ("ArrowDown", 100), ("PageDown", 110), ("PageUp", 100), ("ArrowLeft", 101), ("Home", 500),
        ("End", 0),
    ):  # fmt: skip
        hand.keys(key)
        assert live.value(BUDGET) == budget
        check(live)
        low, now, high = (float(line.get_attribute(f"aria-value{end}")) for end in ("min", "now", "max"))
        assert low <= now <= high
    assert line.get_attribute("aria-label") == "Price of a unit"


def test_a_swipe_beside_the_level_scrolls(with_hand):
    live, hand = with_hand(Touch, "price")
    before = live.value(BUDGET)
    live.find("svg").first.scroll_into_view_if_needed()
    box = live.find("svg").first.bounding_box()
    x, y = box["x"] + 0.5 * box["width"], box["y"] + 60
    at = live.page.evaluate("scrollY")
    hand.stroke((x, y), (x, y - 50))
    live.page.wait_for_function("(at) => scrollY !== at", arg=at)
    assert live.value(BUDGET) == before


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_texts_of_the_price_lie_on_nothing(new_page, address, width):
    live = Live(new_page(viewport={"width": width, "height": 900}), address, "price").open()
    for budget in (0, 10, 20, 30, 40, 60, 100, 200, 500):
        live.type(BUDGET, budget)
        assert not live.page.evaluate(OVERLAPPING, "text:not(.stage)")
        struck = live.page.evaluate(
            """(root) => {
                 const svg = document.querySelector(`${root} svg`);
                 const line = svg.querySelector('.price').getBoundingClientRect();
                 return [...svg.querySelectorAll('g > .halo:not(.number)')]
                   .filter((text) => {
                     const box = text.getBoundingClientRect();
                     return box.top + 3 < line.y && line.y < box.bottom - 3;
                   })
                   .map((text) => text.textContent);
               }""",
            live.root,
        )
        assert struck == [], f"budget {budget}"


def test_the_page_counts_the_units_above_a_price_as_the_library(page, address):
    """Of the two that the price of the page and the library share: the units above it, and the price of an optimum."""
    rng = np.random.default_rng(7)
    vectors, expected = [], []
    while len(vectors) < 400:
        portfolio, budget = random_portfolio(rng)
        portfolio = replace(portfolio, cap=np.minimum(portfolio.cap, portfolio.floor + budget))
        found = allocate(portfolio, budget)
        units = np.arange(int(portfolio.cap.max()) + 1)[:, None]
        price = found.shadow_price
        gains = np.broadcast_to(portfolio.curve.unit_gain(units), (len(units), len(portfolio)))
        if not (np.isfinite(price) and np.isfinite(gains).all()):
            continue
        vectors.append(
            {
                "gains": gains.T.tolist(), "weights": portfolio.weight.tolist(), "floors": portfolio.floor.tolist(),
                "caps": portfolio.cap.tolist(), "effort": found.effort.tolist(), "price": price,
            }
        )  # fmt: skip
        expected.append([price, units_worth(portfolio, max(np.nextafter(price, np.inf), 1e-300)).tolist()])
    page.goto(f"{address}book/index.html")
    published = Module(WaterLevelExplorer.front_end.with_name("allocate.js")).scope()
    found = page.evaluate(
        f"""(vectors) => {{
             const modules = {{}};
             {published}
             const {{ shadowPrice, unitsAbove }} = modules.allocate;
             return vectors.map((v) => [
               shadowPrice(v.gains, v.weights, v.caps, v.effort),
               unitsAbove(v.gains, v.weights, v.floors, v.caps, v.price),
             ]);
           }}""",
        vectors,
    )
    for (price, units), (known, counted) in zip(found, expected, strict=True):
        assert price == pytest.approx(known, rel=1e-12, abs=1e-300)
        assert units == counted
