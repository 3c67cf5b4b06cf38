"""The explorers as parts of the site: their one calculation, addresses, failures, paper, looks and weight.

Every control of each is tried in test_sliders.py, test_buttons.py and test_dots.py.
"""

import gzip
import re
from dataclasses import replace

import numpy as np
import pytest
from effort import allocate, explorers
from effort.explorers import OpeningExplorer
from effort.explorers.base import style_sheet
from effort.explorers.bundle import Module
from support.accessibility import violations
from support.contents import explorer_classes
from support.expected import check
from support.live import BUDGET, OVERLAPPING, PAGES, PLATFORM, WEIGHT, Live, settle
from support.portfolios import random_portfolio
from support.shop import SHOP, best

# The one step that both sides do


def test_the_page_takes_the_same_units_as_the_library(page, address, site):
    rng = np.random.default_rng(2026)
    vectors, expected = [], []
    while len(vectors) < 1500:
        portfolio, budget = random_portfolio(rng)
        units = np.arange(budget + 1)[:, None]
        vectors.append(
            {
                # Infinite for the first unit of some: the browser is handed these as they are.
                "gains": portfolio.curve.unit_gain(units).T.tolist(),
                "weights": portfolio.weight.tolist(),
                "floors": portfolio.floor.tolist(),
                "caps": np.minimum(portfolio.cap, 10**6).tolist(),
                "budget": budget,
            }
        )
        expected.append(allocate(portfolio, budget).effort.tolist())
    page.goto(f"{address}book/index.html")
    published = Module(OpeningExplorer.front_end.with_name("allocate.js")).scope()
    found = page.evaluate(
        f"""(vectors) => {{
             const modules = {{}};
             {published}
             return vectors.map((v) => modules.allocate.allocate(v.gains, v.weights, v.floors, v.caps, v.budget));
           }}""",
        vectors,
    )
    assert published in (site / "_static/explorers/explorers.js").read_text("utf-8")
    assert found == expected


# What is said, word for word


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("companies", "Dynamic pricing and dispatching reach basic feature engineering; nobody reaches the frontier."),
        (
            "companies?budget=300",
            "Dynamic pricing reaches the research frontier. The others get no further than deep learning.",
        ),
        ("companies?budget=0", "Nobody has started."),
        (
            "lifecycle",
            "One more unit gains 7.5 points at the first baseline and 0.18 at the frontier: 41 times less.",
        ),
        (
            "allocation",
            "With 100 units: Dynamic pricing and dispatching reach basic feature engineering; "
            "nobody reaches the frontier. Next unit: onboarding vision.",
        ),
        (
            "allocation?weights=0,0,0,0,0",
            "With 100 units: Nobody has started. No unit gains anything.",
        ),
        (
            "price",
            "Price 0.46 points, budget 100 units: dynamic pricing 32, dispatching 24, onboarding vision 18, "
            "recommendations 16, menu images 10.",
        ),
        (
            "growth?budget=250",
            "With 250 units: All but menu images reach deep learning; nobody reaches the frontier. "
            "Next: dynamic pricing enters SotA research at 251.",
        ),
        (
            "map?budget=105&weight=10",
            "Budget 105, weight 10: Dynamic pricing reaches the research frontier. "
            "The others get no further than first baseline.",
        ),
    ],
)
def test_the_sentence(page, address, link, sentence):
    assert Live(page, address, link.split("?")[0]).open(f"#{link}").sentence == sentence


# Addresses


@pytest.mark.parametrize(
    ("explorer", "setting", "label", "value"),
    [
        ("companies", "budget=240&weight=3", WEIGHT, 3),
        ("allocation", "budget=77&weights=1,1,5,1,1&floors=0,0,0,0,9", BUDGET, 77),
        ("growth", "budget=336", BUDGET, 336),
        ("map", "budget=150&weight=2.5", WEIGHT, 2.5),
        ("price", "budget=240", BUDGET, 240),
        ("lifecycle", "family=power&scale=50&steepness=2&starts=1,9,20,35,70", "Scale (points)", 50),
        ("platform", "budget=150&built=20", PLATFORM, 20),
    ],
)
def test_a_setting_is_kept_in_the_address(page, address, explorer, setting, label, value):
    live = Live(page, address, explorer).open(f"#{explorer}?{setting}")
    before = live.look()
    assert before.value(label) == value
    check(live, before)
    live.slider(before.sliders[0]).press("ArrowRight")
    page.wait_for_function("old => !location.hash.endsWith(old)", arg=setting)
    changed = live.look()
    assert changed.drawn != before.drawn
    again = Live(page, address, explorer).open(changed.link).look()
    assert (again.drawn, again.sentence) == (changed.drawn, changed.sentence)
    live.press("Reset")
    page.wait_for_function("() => location.hash === ''")
    assert page.url == live.address


def test_a_link_to_the_open_page_is_followed(page, address):
    live = Live(page, address, "allocation").open()
    live.press("Try by hand")
    page.evaluate("location.hash = '#allocation?budget=200&weights=1,1,5,1,1'")
    page.wait_for_function(
        "() => document.querySelector('.explorer-sentence').textContent.startsWith('With 200 units')"
    )
    assert live.units == best(200, replace(SHOP, weight=[1, 1, 5, 1, 1]))
    # What a link does not name is as in the book; a link that makes no sense changes nothing.
    page.evaluate("location.hash = '#allocation?floors=0,0,0,0,20'")
    page.wait_for_function(
        "() => document.querySelector('.explorer-sentence').textContent.startsWith('With 100 units')"
    )
    for link in ("#allocation?budget=9000", "#growth?budget=7", "#the-greedy-rule"):
        live.follow(link)
        assert live.units == best(100, replace(SHOP, floor=[0, 0, 0, 0, 20]))


@pytest.mark.parametrize(
    ("explorer", "settings"),
    [
        (
            "companies",
            [
                "companies?budget=9999", "companies?budget=-1", "companies?budget=1e2", "companies?budget=1e400",
                "companies?budget=0x10", "companies?budget=NaN", "companies?budget=Infinity", "companies?budget=",
                "companies?budget=1.5", "companies?weight=0.3", "companies?budget=5&bonus=1", "companies?__proto__=5",
                "companies?toString=5", "companies?budget=5,6", "companies?budget=<img src=x onerror=alert(1)>",
                "companies?budget=5&budget=x", "growth?budget=200", "map?weight=5", "companies?", "companies", "?",
                "companies?%E0%A4%A", "Companies?budget=200",
            ],
        ),
        (
            "lifecycle",
            [
                "lifecycle?family=cubic", "lifecycle?family=constructor", "lifecycle?family=", "lifecycle?scale=101",
                "lifecycle?scale=0", "lifecycle?steepness=0.23", "lifecycle?family=power&scale=x",
                "lifecycle?starts=1,8,20,35", "lifecycle?starts=1,8,8,35,80", "lifecycle?starts=1,8,35,20,80",
                "lifecycle?starts=0,8,20,35,80", "lifecycle?starts=1,8,20,35,120",
                "lifecycle?family=<script>alert(1)</script>", "companies?budget=3",
            ],
        ),
        (
            "allocation",
            [
                "allocation?weights=1,2", "allocation?weights=1,1,1,1,1,1", "allocation?floors=0,0,0,0,x",
                "allocation?floors=0,0,0,0,0.5", "allocation?floors=90,90,0,0,0",
                "allocation?floors=101,0,0,0,0&budget=300", "allocation?budget=10&floors=0,0,50,0,0",
                "allocation?weights=1,1,1,1,", "allocation?weights=1,1,1,1,21",
                "allocation?weights=1,1,1,1,NaN", "allocation?hand=9,9,9,9,9", "allocation?by_hand=true",
            ],
        ),
        ("growth", ["growth?budget=501", "growth?budget=-5", "growth?budget=ten", "growth?weight=2"]),
        ("map", ["map?budget=401", "map?weight=0.3", "map?weight=0.45", "map?weight=31", "map?budget=100&weight=NaN"]),
    ],
)  # fmt: skip
def test_malformed_addresses_change_nothing(page, address, explorer, settings):
    untouched = Live(page, address, explorer).open().look()
    for setting in settings:
        seen = Live(page, address, explorer).open(f"#{setting}").look()
        assert (seen.drawn, seen.sentence) == (untouched.drawn, untouched.sentence), setting


# Without scripts, on paper


@pytest.mark.parametrize("explorer", PAGES)
def test_without_scripts_there_is_a_picture(new_page, address, explorer):
    page = new_page(java_script_enabled=False)
    page.goto(f"{address}book/{PAGES[explorer]}.html")
    assert page.locator(f"#{explorer} .picture svg:visible, #{explorer} .picture img:visible").count()


@pytest.mark.parametrize("explorer", PAGES)
def test_print_shows_the_figure_without_its_controls(page, address, explorer):
    live = Live(page, address, explorer).open()
    page.emulate_media(media="print")
    try:
        assert live.find("svg").first.is_visible() and live.find(".explorer-sentence").is_visible()
        assert not live.find(".explorer-controls").is_visible()
        assert not live.find("input:visible, button:visible, select:visible").count()
    finally:
        page.emulate_media(media="screen")


@pytest.mark.parametrize(
    ("link", "button", "budgets"),
    [
        ("growth?budget=250", "Next stage", [251]),
        ("allocation?budget=85", "Ten units more", [95, 105]),
        ("allocation?budget=495&floors=90,90,0,0,0", "Ten units more", [500, 180]),  # as many as the floors need
    ],
)
def test_without_motion_each_press_is_a_step(new_page, address, link, button, budgets):
    live = Live(new_page(reduced_motion="reduce"), address, link.split("?")[0]).open(f"#{link}")
    for budget in budgets:
        live.press(button)
        seen = live.look()
        assert seen.value(BUDGET) == budget
        check(live, seen)


# Looks


@pytest.mark.parametrize("explorer", PAGES)
def test_fits_every_width_and_keeps_its_texts_apart(page, address, explorer):
    live = Live(page, address, explorer).open()
    label = live.sliders[0]
    low, high = (float(live.slider(label).get_attribute(end)) for end in ("min", "max"))
    values = sorted({round(low + share * (high - low)) for share in (0, 0.2, 0.5, 0.66)})
    for width in (1280, 390, 700, 320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
        for value in values:
            live.type(label, value)
            # Where not even a phone is so narrow, the stages' names may touch, but not those of the projects.
            overlapping = page.evaluate(OVERLAPPING, "text:not(.stage)" if width == 320 else "text")
            assert not overlapping, f"{label} {value} at {width}"


@pytest.mark.parametrize("explorer", PAGES)
def test_follows_the_theme(page, address, explorer):
    Live(page, address, explorer).open()
    looks = {}
    for theme in ("light", "dark"):
        looks[theme] = page.evaluate(
            """(theme) => {
                 document.documentElement.dataset.theme = theme;
                 const inks = {
                   'svg text': 'fill', 'svg .halo': 'stroke', '.explorer-sentence': 'color', button: 'backgroundColor',
                 };
                 const nodes = Object.entries(inks).map(([selector, ink]) => [
                   document.querySelector(`.explorer ${selector}`), ink,
                 ]);
                 return nodes.flatMap(([node, ink]) => node ? [getComputedStyle(node)[ink]] : []);
               }""",
            theme,
        )
    assert len(looks["light"]) >= 3
    assert all(light != dark for light, dark in zip(looks["light"], looks["dark"], strict=True)), looks


@pytest.mark.parametrize("explorer", PAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_is_accessible(page, address, explorer, theme):
    page.emulate_media(color_scheme=theme)
    live = Live(page, address, explorer).open()
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    if live.button("Try by hand").count():
        live.press("Try by hand")
    live.type(live.sliders[0], 10**9)  # so that the note is read too
    assert live.note
    assert not violations(page, ".explorer")
    assert not live.find("[aria-live=polite], [aria-live=assertive]").count(), "what is said comes when the hand rests"
    assert live.find("[role=status]").count() == 2
    assert live.find(".explorer-unseen[role=status]").count() == 1, "it is read out once the hand rests"
    page.keyboard.press("Tab")  # focus shows once the keyboard is used
    controls = live.find("input:visible, select:visible, button:visible").all()
    assert len(controls) >= 3
    for control in controls:
        control.focus()
        assert control.evaluate("(node) => getComputedStyle(node).outlineStyle") != "none"


# What is sent


# The planning board is a tool of its own, with files to read and to write; measurements are read and fitted.
MOST = {"your-company": 45_000, "evidence": 38_000}
SCRIPT = re.compile(r'<script[^>]*src="[^"]*_static/explorers/(\w+)\.js')


def test_each_page_loads_the_scripts_of_its_own_explorers_and_they_are_light(site):
    folder = site / "_static/explorers"
    style = len(gzip.compress(style_sheet().encode()))  # it is a part of the pages' one style sheet
    for chapter, kinds in explorer_classes().items():
        text = (site / f"book/{chapter}.html").read_text("utf-8")
        assert "widget-state+json" in text and "export default" not in text
        loaded = SCRIPT.findall(text)
        assert set(loaded) == {"explorers", *(getattr(explorers, kind).front_end.stem for kind in kinds)}
        assert len(loaded) == len(set(loaded)) and loaded[0] == "explorers", "what the others need comes first"
        sizes = {name: len(gzip.compress((folder / f"{name}.js").read_bytes())) for name in loaded}
        assert sum(sizes.values()) + style < MOST.get(chapter, 32_000), (
            f"{chapter}: {sizes} and {style} bytes of style, compressed"
        )
    assert not SCRIPT.search((site / "book/glossary.html").read_text("utf-8"))


def test_what_the_scripts_are_made_of_can_be_read(site):
    folder = site / "_static/explorers"
    whole = (folder / "readable.js").read_text("utf-8")
    for kind in explorers.EXPLORERS:
        assert kind.front_end.read_text("utf-8") in whole
        script = (folder / f"{kind.front_end.stem}.js").read_text("utf-8")
        assert script.startswith("// To be read with its comments: readable.js beside this file.\n")
