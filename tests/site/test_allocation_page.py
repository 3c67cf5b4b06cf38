"""The explorer of chapter 2: its rows, its dots, its best score, its motion."""

import re

import numpy as np
import pytest
from effort import LIFECYCLE, allocate
from support.expected import check
from support.live import BUDGET, Live, settle
from support.shop import SHOP, best, per_cent

TOP, NEXT = SHOP.names[:2]


# The rows


def test_a_row_for_each_project(reader):
    live, hand = reader.at("allocation")
    before = live.look()
    assert set(before.boxes.values()) == {"1", "0"} and len(before.boxes) == 10
    hand.press(live.slider(f"Weight of {TOP}: more"))
    hand.press(live.slider(f"Weight of {TOP}: more"))
    hand.press(live.slider(f"Weight of {TOP}: less"))
    assert live.look().boxes[f"Weight of {TOP}"] == "1.5"
    check(live)
    hand.press(live.slider(f"Floor of {NEXT} (units): more"))
    assert live.look().boxes[f"Floor of {NEXT} (units)"] == "1"
    live.fill(f"Floor of {NEXT} (units)", 40)
    live.fill("Weight of menu images", "2,5")
    assert live.look().boxes["Weight of menu images"] == "2.5" and live.units[1] >= 40
    check(live)
    rows = live.find(".explorer-rows tbody tr").all()
    assert [row.locator(".units").inner_text() for row in rows] == [f"{units}" for units in live.units]
    live.type(BUDGET, 10)
    assert live.value(BUDGET) == 40 and "goes from 40 to 500" in live.note, "the floor stays inside the budget"
    hand.press(live.slider(f"Floor of {TOP} (units): more"))
    assert live.note == f"Floor of {TOP} (units) goes from 0 to 0 in steps of 1.", "every press says what it does"
    check(live)


def test_boxes_take_what_makes_sense(typist):
    live, hand = typist.at("allocation")
    for label, typed, kept, note in (
        (f"Weight of {TOP}", "99", "20", f"Weight of {TOP} goes from 0 to 20 in steps of 0.5; 99 became 20."),
        (f"Weight of {TOP}", "7,3", "7.5", f"Weight of {TOP} goes from 0 to 20 in steps of 0.5; 7,3 became 7.5."),
        (
            f"Floor of {NEXT} (units)",
            "-4",
            "0",
            f"Floor of {NEXT} (units) goes from 0 to 100 in steps of 1; -4 became 0.",
        ),
    ):
        live.fill(label, typed)
        assert (live.look().boxes[label], live.note) == (kept, note)
        check(live)
    live.fill(f"Weight of {TOP}", "many")
    assert live.note.startswith(f"Weight of {TOP}: 'many', expected a number from 0 to 20")
    hand.keys("Tab")
    assert live.look().boxes[f"Weight of {TOP}"] == "7.5"
    live.slider(f"Weight of {TOP}").focus()
    hand.keys("ArrowUp")
    assert live.look().boxes[f"Weight of {TOP}"] == "8"
    check(live)


def test_a_weight_that_is_not_1_stands_at_its_curve(typist):
    live, _ = typist.at("allocation")
    names = live.find("svg .name")
    assert names.all_text_contents() == list(SHOP.names)
    live.fill(f"Weight of {TOP}", 20)
    assert names.all_text_contents() == [f"{TOP} ×20", *SHOP.names[1:]]


def test_no_unit_gains_anything(typist):
    live, _ = typist.at("allocation")
    for name in SHOP.names:
        live.fill(f"Weight of {name}", 0)
    check(live)
    assert live.sentence.endswith("No unit gains anything.") and not live.find("tr.next").count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_bars_can_be_seen_in_forced_colours_and_on_paper(new_page, address, scheme):
    page = new_page(forced_colors="active", color_scheme=scheme)
    live = Live(page, address, "allocation").open()
    for media in ("screen", "print"):
        page.emulate_media(media=media, forced_colors="active")
        bars = live.find(".bar rect")
        assert bars.count() == 5
        for bar in bars.all():
            size = bar.bounding_box()
            assert size["width"] > 20 and size["height"] > 4
            fill, ground = bar.evaluate(
                "(bar) => [getComputedStyle(bar).fill, getComputedStyle(document.body).backgroundColor]"
            )
            assert fill != ground
    assert live.find(".explorer-stepper .written:visible").count() == 10


# The dots


def test_the_first_drag_is_trying_by_hand(reader):
    live, hand = reader.at("allocation")
    optimum = best(100)
    hand.place(live, TOP, optimum[0] - 12)
    assert live.units == [optimum[0] - 12, *optimum[1:]]
    assert live.button("Show the best").is_visible() and "12 units left." in live.sentence
    hand.press(live.button("Show the best"))
    assert live.button("Try by hand").is_visible()
    check(live)


def test_a_dot_that_can_not_move_says_why(typist):
    live, hand = typist.at("allocation")
    live.dot(TOP).focus()
    hand.keys("ArrowRight")
    assert live.note == "No units left: take some from another project first."
    check(live)


def test_dots_are_sliders_whose_ends_can_be_reached(typist):
    live, hand = typist.at("allocation")
    sliders = live.find("[role=slider]")
    assert sliders.count() == 5
    assert live.find("svg").first.get_attribute("role") == "group"
    ends = ["aria-valuenow", "aria-valuemin", "aria-valuemax", "aria-valuetext"]
    assert [live.dot(TOP).get_attribute(end) for end in ends] == [
        "32",
        "0",
        "32",
        "32 units, basic feature engineering",
    ]
    live.dot(TOP).focus()
    hand.keys("PageDown")
    most = int(live.dot(NEXT).get_attribute("aria-valuemax"))
    assert most == best(100)[1] + 10
    live.dot(NEXT).focus()
    hand.keys("End")
    assert live.units[1] == most
    live.page.set_viewport_size({"width": 700, "height": 900})  # drawn anew
    settle(live.page)
    assert live.dot(NEXT).get_attribute("aria-valuenow") == f"{most}"
    live.page.set_viewport_size({"width": 1280, "height": 1000})
    settle(live.page)


def test_the_best_score_is_kept(typist):
    live, hand = typist.at("allocation")
    live.type(BUDGET, 101)
    live.press("Try by hand")
    live.type(BUDGET, 100)  # which nobody has divided since
    assert "best so far" not in live.sentence

    def place(effort):
        for name in SHOP.names:
            live.dot(name).focus()
            hand.keys("Home")
        for name, units in zip(SHOP.names, effort, strict=True):
            hand.place(live, name, units)
        return SHOP.returns(np.array(effort)) / allocate(SHOP, 100).returns

    first = place([20] * 5)
    assert f"Your best so far: {per_cent(first)}." in live.sentence
    worse = place([60, 10, 10, 10, 10])
    assert worse < first and f"{per_cent(worse)} of the best" in live.sentence
    assert f"Your best so far: {per_cent(first)}." in live.sentence
    better = place([30, 25, 19, 16, 10])
    assert f"Your best so far: {per_cent(better)}." in live.sentence
    live.type(BUDGET, 101)
    assert "best so far" not in live.sentence, "another problem begins anew"


# Motion

ANIMATED = """(root) => document.getAnimations()
  .filter((each) => root.contains(each.effect.target))
  .map((each) => each.effect.target.getAttribute('class'))"""


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_a_unit_is_seen_to_go_to_its_project(new_page, address, motion):
    page = new_page(reduced_motion=motion)
    live = Live(page, address, "allocation").open("#allocation?budget=40")
    moving = live.find("xpath=.")
    for _ in range(2):
        said = live.sentence
        live.press("One unit more")
        found = moving.evaluate(ANIMATED)
        assert ("token" in found and "mark" in found) == (motion == "no-preference")
        assert live.sentence != said
    check(live)
    if motion == "reduce":
        live.press("Ten units more")
        assert live.value(BUDGET) == 52
        check(live)


def test_the_unit_ends_at_the_dot_of_its_project(new_page, address):
    live = Live(new_page(), address, "allocation").open("#allocation?budget=40")
    before = live.units
    live.page.evaluate(
        """() => {
             const own = Element.prototype.animate;
             Element.prototype.animate = function (frames, options) {
               if (this.matches('.token')) window.way = frames.map((each) => each.transform);
               return own.call(this, frames, options);
             };
           }"""
    )
    live.press("One unit more")
    way = live.page.evaluate("window.way")
    (winner,) = np.flatnonzero(np.array(live.units) - before)
    place = live.dot(SHOP.names[winner]).get_attribute("transform")
    assert [float(each) for each in re.findall(r"[\d.]+", way[1])] == pytest.approx(
        [float(each) for each in re.findall(r"[\d.]+", place)], abs=0.01
    )
    assert way[0] != way[1]


def test_crossing_the_frontier_is_marked(typist):
    live, _ = typist.at("allocation")
    frontier = int(LIFECYCLE.starts[-1])
    ringed = live.find(".dot .ring:visible")
    budget = next(budget for budget in range(500) if best(budget)[0] == frontier)
    live.type(BUDGET, budget - 1)
    assert ringed.count() == 0
    live.press("One unit more")
    assert live.units[0] == frontier and ringed.count() == 1
    assert live.dot(TOP).locator(".ring").is_visible()


def test_play_gives_the_first_units_slowly(new_page, address):
    page = new_page()
    live = Live(page, address, "allocation").open("#allocation?budget=0")
    page.evaluate(
        """() => {
             window.at = [];
             const all = { childList: true, characterData: true, subtree: true };
             const watcher = new MutationObserver(() => window.at.push(performance.now()));
             watcher.observe(document.querySelector('.explorer-sentence'), all);
           }"""
    )
    live.press("Play")
    page.wait_for_function("() => window.at.length >= 40")
    live.press("Pause")
    gaps = np.diff(page.evaluate("window.at"))
    assert np.median(gaps[:4]) > 3 * np.median(gaps[25:])


PLACES = """(root) => [...root.querySelectorAll('button, input, .explorer-rows tr')].map((node) => {
  const { x, y, width, height } = node.getBoundingClientRect();
  return [x + scrollX, y + scrollY, width, height];
})"""


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 664), (320, 568)])
def test_nothing_jumps(new_page, address, width, height):
    page = new_page(viewport={"width": width, "height": height})
    for explorer in ("allocation", "price"):
        live = Live(page, address, explorer).open()
        root = live.find("xpath=.")
        settle(page)
        # At the top, where nothing that stays in view has moved.
        page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
        before = root.evaluate(PLACES)
        slider = live.slider(BUDGET)
        for budget in range(0, 501, 7):
            slider.evaluate(
                "(node, value) => { node.value = value; node.dispatchEvent(new Event('input', { bubbles: true })); }",
                budget,
            )
            np.testing.assert_allclose(root.evaluate(PLACES), before, atol=0.5, err_msg=f"{explorer} at {budget}")
        slider.evaluate("(node) => node.dispatchEvent(new Event('change', { bubbles: true }))")
    live = Live(page, address, "allocation").open("#allocation?budget=20")
    root = live.find("xpath=.")
    settle(page)
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    before = root.evaluate(PLACES)
    live.button("Play").evaluate("(node) => node.click()")
    for _ in range(25):
        page.wait_for_timeout(50)
        np.testing.assert_allclose(root.evaluate(PLACES), before, atol=0.5)
    live.button("Pause").evaluate("(node) => node.click()")
    for name in ("Try by hand", "Show the best"):
        live.button(name).evaluate("(node) => node.click()")
        np.testing.assert_allclose(root.evaluate(PLACES), before, atol=0.5)


@pytest.mark.parametrize("width", [1280, 768, 390, 320])
def test_names_of_curves_lie_on_none(new_page, address, width):
    live = Live(new_page(viewport={"width": width, "height": 900}), address, "allocation").open()
    crossed = live.page.evaluate(
        """(root) => {
             const svg = document.querySelector(`${root} svg`);
             const curves = [...svg.querySelectorAll('path.curve')];
             return [...svg.querySelectorAll('.name')].flatMap((name) => {
               const box = name.getBoundingClientRect();
               const inside = (x, y) => x > box.left && x < box.right && y > box.top + 3 && y < box.bottom - 3;
               return curves.filter((curve) => {
                 const length = curve.getTotalLength();
                 return Array.from({ length: 600 }, (_, k) => curve.getPointAtLength((k / 599) * length))
                   .map((point) => point.matrixTransform(curve.getScreenCTM()))
                   .some(({ x, y }) => inside(x, y));
               }).map(() => name.textContent);
             });
           }""",
        live.root,
    )
    assert crossed == []
