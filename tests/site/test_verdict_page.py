"""The four verdicts in their page: told by a sign and a word, and moved by every hand."""

import re

import pytest
from support.expected import check, claims_for
from support.live import BUDGET, WEIGHT, Live, settle

FORMULA, WORTH, FRONTIER = "Formula of the curves", "A point is worth", "Frontier (units)"
HANDLE = "Start of SotA research"
SETTINGS = [
    ("log1p", "same", 80, 100, 10),
    ("log1p", "less", 80, 172, 10),
    ("power", "same", 80, 100, 1),
    ("hyperbola", "same", 80, 101, 18.5),
    ("saturation", "less", 150, 100, 30),
    ("hill", "same", 40, 79, 3),
    ("power", "same", 40, 180, 30),
]


def told(live: Live) -> list[tuple[str, str, str]]:
    """The sign, the word and the number of each claim."""
    items = live.find(".verdict-claims li").all()
    parts = ".verdict-sign", "strong", "p:last-child"
    return [tuple(item.locator(part).inner_text() for part in parts) for item in items]


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_each_claim_has_a_sign_a_word_and_its_number(page, address, setting):
    family, returns, frontier, budget, weight = setting
    link = f"#verdict?family={family}&returns={returns}&frontier={frontier}&budget={budget}&weight={weight}"
    live = Live(page, address, "verdict").open(link)
    check(live)
    found = claims_for(*setting)
    small, large, focused = found.units
    seen = told(live)
    assert [(sign, word) for sign, word, _ in seen] == [
        ("✓", "Holds:") if holds else ("✗", "Fails:") for holds in found.hold
    ]
    first, price, grown, focus = (number for *_, number in seen)
    assert first == (f"{small} units, {35 - small} short of it" if small < 35 else f"{small} units; it begins at 35")
    if found.hold[1]:
        lost = f"{100 * found.price_share:.1f} % of its returns"
        assert price == f"it loses {'next to nothing' if lost.startswith('0.0') else lost}"
    else:
        assert price == (f"it is there, with {small} units" if small >= frontier
                         else f"{frontier} units, of a budget of {budget}")  # fmt: skip
    needed = f"{found.frontier_budget:.0f}"
    assert grown == f"{large} of {3 * budget}; {f'{needed} would do' if found.hold[2] else f'it takes {needed}'}"
    assert focus.startswith(f"{focused} of {budget}; ")
    assert focus.endswith(" would do" if found.hold[3] else "no weight is enough" if frontier > budget else focus[-3:])


def test_every_hand_changes_every_setting(reader):
    live, hand = reader.at("verdict")
    for label, value in ((FORMULA, "hyperbola"), (WORTH, "less"), (FORMULA, "power"), (WORTH, "same")):
        live.choose(label, value)
        assert live.look().choices[label] == value
        check(live)
    for label in (FRONTIER, BUDGET, WEIGHT):
        hand.slide(live.slider(label), 0.6)
        check(live)
    before = live.value(FRONTIER)
    hand.drag(live.handle(HANDLE), -40)
    assert live.value(FRONTIER) < before
    check(live)
    hand.press(live.button("Reset"))
    assert [word for _, word, _ in told(live)] == ["Holds:"] * 4
    check(live)


def test_the_handle_stops_at_its_ends(typist):
    live, hand = typist.at("verdict")
    live.handle(HANDLE).focus()
    for key, units in (("Home", 40), ("ArrowRight", 41), ("PageUp", 51), ("End", 150), ("ArrowUp", 150)):
        hand.keys(key)
        assert live.value(FRONTIER) == units
        check(live)


def test_a_verdict_is_told_without_colour(new_page, address):
    """In forced colours too a failing claim has another sign in another shape."""
    page = new_page(forced_colors="active")
    live = Live(page, address, "verdict").open("#verdict?family=hyperbola")
    shapes = "(nodes) => nodes.map((node) => getComputedStyle(node).borderRadius)"
    held, *_, failed = live.find(".verdict-sign").evaluate_all(shapes)
    assert held != failed
    assert [sign for sign, *_ in told(live)] == ["✓", "✓", "✗", "✗"]
    tree = live.find(".explorer-figure").aria_snapshot()
    assert len(re.findall(r"Fails:", tree)) == 2


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_no_verdict_moves_another(page, address, width):
    page.set_viewport_size({"width": width, "height": 900})
    live = Live(page, address, "verdict").open()
    places = "(nodes) => nodes.map((node) => node.getBoundingClientRect().top + scrollY)"
    settle(page)
    before = live.find(".verdict-claims li").evaluate_all(places)
    for family, returns, frontier, budget, weight in SETTINGS:
        query = f"family={family}&returns={returns}&frontier={frontier}&budget={budget}&weight={weight}"
        if live.page.evaluate("location.hash") != f"#verdict?{query}":
            live.follow(f"#verdict?{query}")
        settle(page)
        assert live.find(".verdict-claims li").evaluate_all(places) == before, query
