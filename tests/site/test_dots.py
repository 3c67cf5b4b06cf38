"""What is dragged, or moved by keys, in the drawings of the explorers."""

import numpy as np
import pytest
from effort.explorers.allocation import fitted
from support.expected import check
from support.hands import Keys, Mouse
from support.live import BUDGET, PLATFORM, SHOWN, WEIGHT, Live, settle
from support.shop import SHOP, best, score


def test_by_hand_to_the_optimum(reader):
    live, hand = reader.at("allocation")
    hand.press(live.button("Try by hand"))
    assert live.units == [10] * 5
    assert score([10] * 5, 100) in live.sentence and "50 units left." in live.sentence
    for i, (name, units) in enumerate(zip(SHOP.names, best(100), strict=True)):
        hand.place(live, name, units)
        assert live.units == best(100)[: i + 1] + [10] * (4 - i)
        if i < 3:
            assert score(live.units, 100) in live.sentence
    assert live.sentence == f"Yours is the optimum: {SHOP.returns(np.array(best(100))):.1f} points. It can't be beaten."
    hand.press(live.button("Show the best"))
    check(live)


def test_by_hand_within_budget_and_floor(reader):
    live, hand = reader.at("allocation")
    live.fill("Floor of dispatching (units)", 7)
    hand.press(live.button("Try by hand"))
    placed = live.units
    assert placed == [9, 16, 9, 9, 9]
    left = 100 - sum(placed)
    hand.drag(live.dot("menu images"), 400)
    assert live.units == [9, 16, 9, 9, 9 + left]
    assert "0 units left." in live.sentence and score(live.units, 100) in live.sentence
    assert live.note == "No units left: take some from another project first."
    hand.drag(live.dot("dispatching"), -400)
    assert live.units == [9, 7, 9, 9, 9 + left]
    assert live.note == "That is the project's floor."
    assert "9 units left." in live.sentence


def test_reset_ends_trying_by_hand(typist):
    """What was placed with a large budget must not stay as an unbeatable division of a small one."""
    live, _ = typist.at("allocation")
    live.type(BUDGET, 400)
    live.press("Try by hand")
    assert live.units == [40] * 5
    live.press("Reset")
    assert live.button("Try by hand").is_visible() and not live.button("Show the best").is_visible()
    check(live)


def test_by_hand_a_smaller_budget_still_holds(typist):
    live, _ = typist.at("allocation")
    live.type(BUDGET, 400)
    live.press("Try by hand")
    live.type(BUDGET, 60)
    assert sum(live.units) <= 60
    assert score(live.units, 60) in live.sentence


def test_by_hand_a_floor_lifts_what_is_below_it_and_leaves_the_rest(typist):
    live, _ = typist.at("allocation")
    live.press("Try by hand")
    live.dot("recommendations").focus()
    live.page.keyboard.press("End")
    assert sum(live.units) == 100
    before = live.units
    live.fill("Floor of dynamic pricing (units)", before[0] - 3)
    assert live.units == before, "it has more than that already"
    floor = before[4] + 6
    live.fill("Floor of menu images (units)", floor)
    after = live.units
    assert after[4] == floor and sum(after) == 100
    assert after == fitted(before, [before[0] - 3, 0, 0, 0, floor], 100)


def test_what_can_not_be_moved_is_not_called_the_readers(reader):
    live, hand = reader.at("allocation")
    hand.drag(live.dot("dynamic pricing"), 60)
    assert live.note == "No units left: take some from another project first."
    check(live)
    assert live.button("Try by hand").is_visible() and live.units == best(100)


def test_by_hand_beyond_the_end_of_the_axis(typist):
    live, hand = typist.at("allocation")
    live.type(BUDGET, 500)
    assert max(best(500)) > SHOWN
    live.press("Try by hand")
    for name, units in zip(SHOP.names, best(500), strict=True):
        live.dot(name).focus()
        hand.keys("PageUp", (units - 50) // 10)
        hand.keys("ArrowRight", (units - 50) % 10)
    assert live.units == best(500)
    assert live.sentence.startswith("Yours is the optimum")


def test_by_hand_after_a_resize(typist):
    """Only the dot that is dragged moves, and to where the pointer is."""
    live, _ = typist.at("allocation")
    live.press("Try by hand")
    for width in (700, 390, 1280):
        live.page.set_viewport_size({"width": width, "height": 1000})
        settle(live.page)
        before = live.units
        Mouse(live.page).place(live, "menu images", before[4] + 8)
        assert live.units == [*before[:4], before[4] + 8]


# The map


def test_the_point_of_the_map(reader):
    live, hand = reader.at("map")
    point = live.find(".explorer-map .dot")
    for right, up in ((40, 60), (-20, -30)):
        before = live.point
        hand.drag(point, right, up)
        seen = live.look()
        assert (seen.value(BUDGET) > before[0]) == (right > 0) and (seen.value(WEIGHT) > before[1]) == (up > 0)
        check(live, seen)
    # Beyond the edges it stays inside.
    hand.drag(point, -1200, -1200)
    seen = live.look()
    assert (seen.value(BUDGET), seen.value(WEIGHT)) == (0, 0.4)
    check(live, seen)


def test_keys_of_the_map(typist):
    live, hand = typist.at("map")
    live.find(".explorer-map .dot").focus()
    for key, budget in (
        ("PageUp", 150),
        ("ArrowRight", 155),
        ("ArrowLeft", 150),
        ("End", 400),
        ("PageDown", 350),
        ("Home", 0),
    ):
        hand.keys(key)
        assert live.value(BUDGET) == budget
        check(live)


# Where the focus is


def test_the_dots_show_the_focus(typist):
    for explorer, dots in (("allocation", ".dot"), ("map", ".explorer-map .dot")):
        live, hand = typist.at(explorer)
        if explorer == "allocation":
            live.press("Try by hand")
        hand.keys("Tab")
        for dot in live.find(dots).all():
            ring = dot.locator(".grip")
            live.button("Reset").focus()
            assert ring.evaluate("(node) => getComputedStyle(node).stroke") == "none"
            dot.focus()
            assert ring.evaluate("(node) => getComputedStyle(node).stroke") != "none"


# The platform


def test_the_platform_by_buttons_sliders_dot_and_link(reader):
    live, hand = reader.at("platform")
    assert set_to(live) == (100, 0)
    hand.slide(live.slider(PLATFORM), 0.4)
    budget, built = set_to(live)
    assert budget == 100 and built == pytest.approx(40, abs=4)
    hand.press(live.button("The best platform"))
    assert set_to(live) == (100, 13)
    hand.drag(live.handle("Units for the platform, of the budget"), right=60)
    assert set_to(live)[1] > 20
    if not isinstance(hand, Keys):  # keys have the boundary alone
        before = set_to(live)[1]
        hand.drag(live.find(".dot:not([data-project], [role])"), right=40)
        assert set_to(live)[1] > before
    live.type(PLATFORM, 80)
    assert set_to(live) == (100, 80)
    live.choose(BUDGET, 50)
    assert set_to(live) == (50, 50)
    hand.press(live.button("No platform"))
    assert set_to(live) == (50, 0)
    live.choose(BUDGET, 200)
    assert set_to(live) == (200, 0)
    live.page.wait_for_function("() => location.hash === '#platform?budget=200'")  # it comes after a while
    live.follow("#platform?budget=150&built=20")
    assert set_to(live) == (150, 20)
    hand.press(live.button("Reset"))
    assert set_to(live) == (100, 0)


def set_to(live: Live) -> tuple[float, float]:
    """Budget and platform as the controls show them, and all else is what the library says for these."""
    seen = live.look()
    check(live, seen)
    return int(seen.choices[BUDGET]), seen.value(PLATFORM)
