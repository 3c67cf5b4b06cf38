"""What a hand takes hold of in the lifecycle, on the map and on the platform's bar; and nothing else moves by it."""

import itertools

import numpy as np
import pytest
from effort.explorers import LifecycleExplorer
from support.expected import check
from support.hands import Keys, Mouse, Touch
from support.live import BUDGET, OVERLAPPING, PLATFORM, STEEPNESS, WEIGHT, Live, settle

SCALE = "Scale (points)"
WIDTHS = (1280, 390, 320)


def at(live: Live, label: str) -> tuple[float, float]:
    """Where a handle stands on the screen."""
    live.handle(label).scroll_into_view_if_needed()
    return tuple(live.look().handles[label]["at"])


# The lifecycle


def test_the_curve_s_handles(reader):
    live, hand = reader.at("lifecycle")
    before = live.look()
    hand.drag(live.handle("Scale of the curve"), 0, up=-40)
    lower = live.look()
    assert lower.value(SCALE) < before.value(SCALE) and lower.value(STEEPNESS) == before.value(STEEPNESS)
    check(live, lower)
    hand.drag(live.handle("Steepness of the curve"), -24)
    steeper = live.look()
    assert steeper.value(STEEPNESS) > lower.value(STEEPNESS) and steeper.value(SCALE) == lower.value(SCALE)
    check(live, steeper)
    hand.drag(live.handle("Scale of the curve"), 0, up=400)
    top = 100 / LifecycleExplorer.FAMILIES["log1p"].value(112 * live.value(STEEPNESS))
    limit = 100 if isinstance(hand, Keys) else pytest.approx(top, abs=1)
    assert live.value(SCALE) == limit, "the handle stays on the chart, and the scale within its limits"


def test_the_beginnings_of_the_stages(reader):
    live, hand = reader.at("lifecycle")
    hand.drag(live.handle("Start of deep learning"), 48)
    seen = live.look()
    start = seen.handles["Start of deep learning"]
    assert 38 < start["value"] < 65 and start["text"] == f"from {start['value']} units"
    check(live, seen)
    others = {label: handle["value"] for label, handle in seen.handles.items() if label.startswith("Start of")}
    assert list(others.values()) == [1, 8, 20, start["value"], 80]
    hand.drag(live.handle("Start of deep learning"), 2000)
    assert live.look().handles["Start of deep learning"]["value"] == 76, "stages stay in order"
    check(live)


def test_keys_of_a_handle(typist):
    live, hand = typist.at("lifecycle")
    live.handle("Start of SotA research").focus()
    for key, units in (
        ("ArrowRight", 81),
        ("ArrowUp", 82),
        ("PageDown", 72),
        ("ArrowLeft", 71),
        ("Home", 39),
        ("End", 119),
    ):
        hand.keys(key)
        assert live.look().handles["Start of SotA research"]["value"] == units
        check(live)
    assert "starts=1,8,20,35,119" in live.page.evaluate(
        "() => new Promise((done) => setTimeout(() => done(location.hash), 400))"
    )


def test_the_curve_follows_the_hand_that_takes_it(with_hand):
    """A mouse, anywhere; a finger has the handles, as its swipe would scroll the page."""
    live, pointer = with_hand(Mouse, "lifecycle")
    live.find("svg").first.scroll_into_view_if_needed()

    def height(x: float) -> float:
        """Where the curve is at x on the screen, from its path."""
        return live.page.evaluate(
            """(x) => {
                 const path = document.querySelector('.explorer path.curve');
                 const box = path.ownerSVGElement.getScreenCTM();
                 const long = path.getTotalLength();
                 const on = Array.from({ length: 2000 }, (_, k) => path.getPointAtLength((long * k) / 1999));
                 return on.map(({ x, y }) => new DOMPoint(x, y).matrixTransform(box))
                   .reduce((a, b) => (Math.abs(b.x - x) < Math.abs(a.x - x) ? b : a)).y;
               }""",
            x,
        )

    (left, _), (right, _) = at(live, "Start of first baseline"), at(live, "Start of SotA research")
    x = left + 0.62 * (right - left)
    y = height(x)
    pointer.down(x, y)
    for right, down in ((15, 10), (25, 20), (-10, 30)):
        pointer.move(x + right, y + down)
        assert abs(height(x + right) - y - down) < 4, "steps of the two sliders apart"
        check(live)
    pointer.up()
    assert live.value(SCALE) < 75


def test_a_family_becomes_another_in_a_moment(typist):
    live, _ = typist.at("lifecycle", moving=True)
    live.page.evaluate(
        """() => {
             window.shapes = [];
             const path = document.querySelector('.explorer path.curve');
             new MutationObserver(() => window.shapes.push([performance.now(), path.getAttribute('d')]))
               .observe(path, { attributes: true });
           }"""
    )
    live.choose("Family", "saturation")
    check(live)  # what is said is about the new family from the first moment
    live.page.wait_for_timeout(500)
    shapes = live.page.evaluate("window.shapes")
    ends = [[float(number) for number in d[1:].replace("L", ",").split(",")][-1] for _, d in shapes]
    assert len(set(ends)) > 3 and ends == sorted(ends), "from one end to the other, all on one way"
    assert shapes[-1][0] - shapes[0][0] < 450
    live.page.emulate_media(reduced_motion="reduce")
    live.page.evaluate("window.shapes = []")
    live.choose("Family", "power")
    live.page.wait_for_timeout(400)
    assert len({d for _, d in live.page.evaluate("window.shapes")}) == 1, "at once where nothing is to move"


def test_scale_is_seen_in_the_bars(typist):
    live, _ = typist.at("lifecycle")
    tall = []
    for scale in (20, 40, 80):
        live.type(SCALE, scale)
        tall.append(
            live.page.evaluate("Number(document.querySelector('.gain').previousSibling.getAttribute('height'))")
        )
    assert tall[1] / tall[0] == pytest.approx(2, rel=0.05) and tall[2] / tall[0] == pytest.approx(4, rel=0.05)


def test_bars_stand_where_their_stages_begin(typist):
    live, _ = typist.at("lifecycle")
    live.handle("Start of first ML model (V1)").press("PageUp")
    places = live.page.evaluate(
        "[...document.querySelectorAll('.gain')].map((text) => text.previousSibling.getBoundingClientRect().left)"
    )
    handles = [handle["at"][0] for label, handle in live.look().handles.items() if label.startswith("Start of")]
    np.testing.assert_allclose(places, handles, atol=1)


def test_a_curve_that_leaves_the_chart_says_so(typist):
    live, _ = typist.at("lifecycle")
    assert not live.find("text").get_by_text("beyond 100").count()
    live.choose("Family", "power")
    live.type(SCALE, 100)
    live.type(STEEPNESS, 4)
    check(live)
    assert live.find("text").get_by_text("beyond 100").is_visible()
    path = live.find("path.curve").get_attribute("d")
    assert path.split(",")[-1] == live.find(".leaves").get_attribute("transform").split(" ")[1].rstrip(")")


def test_names_and_numbers_of_crowded_stages_stay_apart(page, address):
    for width, starts in itertools.product(WIDTHS, ("1,5,9,13,17", "1,8,110,114,118", "50,54,58,62,66")):
        page.set_viewport_size({"width": width, "height": 700})
        Live(page, address, "lifecycle").open(f"#lifecycle?starts={starts}")
        assert not page.evaluate(OVERLAPPING, "text"), f"{starts} at {width}"


# The map


@pytest.mark.parametrize("hand", [Mouse, Touch])
def test_the_map_takes_the_point_anywhere(with_hand, hand):
    live, pointer = with_hand(hand, "map")
    live.find(".explorer-map").scroll_into_view_if_needed()
    box = live.find(".explorer-map svg").bounding_box()
    x, y = box["x"] + 0.6 * box["width"], box["y"] + 0.2 * box["height"]
    (live.page.touchscreen.tap if hand is Touch else live.page.mouse.click)(x, y)
    seen = live.look()
    check(live, seen)
    assert 180 < seen.value(BUDGET) < 280 and seen.value(WEIGHT) > 4
    mark = live.find(".explorer-map .dot .mark").bounding_box()
    assert abs(mark["x"] + mark["width"] / 2 - x) < 2 and abs(mark["y"] + mark["height"] / 2 - y) < 5
    if hand is Mouse:
        pointer.stroke((x - 60, y + 40), (x + 30, y + 60))  # beside the point
        seen = live.look()
        check(live, seen)
        mark = live.find(".explorer-map .dot .mark").bounding_box()
        assert abs(mark["x"] + mark["width"] / 2 - x - 30) < 2


@pytest.mark.parametrize("company", ["Grown company", "ML-first"])
def test_companies_on_the_map_can_be_pressed(reader, company):
    live, hand = reader.at("map")
    if isinstance(hand, Keys):  # for keys there are the buttons
        return hand.press(live.button(company))
    circle = live.find(".preset").filter(has_text=company).locator(".ring")
    circle.tap() if isinstance(hand, Touch) else circle.click()
    seen = live.look()
    assert (seen.value(BUDGET), seen.value(WEIGHT)) == {"Grown company": (300, 1), "ML-first": (100, 10)}[company]
    check(live, seen)


def test_every_stage_has_its_region_on_the_map(typist):
    live, _ = typist.at("map")
    names = live.find(".explorer-map .stage").all_text_contents()
    assert names == ["1st", "V1", "feat.", "deep learning", "SotA research"]
    assert (
        live.handle("Budget, left and right, and weight of dynamic pricing, up and down").get_attribute(
            "aria-valuetext"
        )
        == "budget 100 units, weight 1 time"
    )


def test_the_line_of_the_frontier_is_where_the_point_crosses_it(typist):
    live, _ = typist.at("map")
    line = live.find('.explorer-map path[stroke="var(--frontier)"]').get_attribute("d")
    points = np.array([pair.split(",") for pair in line[1:].split("L")], dtype=float)
    assert np.all(np.diff(points[:, 0]) >= 0) and np.all(np.diff(points[1:, 1]) > 0), "it only goes down"
    for budget in (90, 120, 200, 300):
        live.type(BUDGET, budget)
        live.type(WEIGHT, 30)
        transform = live.find(".explorer-map .dot").get_attribute("transform")
        x = float(transform.removeprefix("translate(").split(" ")[0])
        y = np.interp(x, points[1:, 0], points[1:, 1])
        for aside, there in ((-6, True), (6, False)):
            matrix = live.find(".explorer-map svg").evaluate(
                """(svg, [x, y]) => {
                     const at = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());
                     return [at.x, at.y];
                   }""",
                [x, y + aside],
            )
            live.page.mouse.click(*matrix)
            assert ("the research frontier" in live.sentence) == there, f"{budget}, {aside}"


# What a finger does beside a handle, and what moves with what is dragged


# A place in the drawing, as shares of its width and height, or on a line or a strip that a mouse can take.
BESIDE = {
    "map": (0.57, 0.55),
    "platform": (0.57, 0.55),
    "lifecycle": (0.57, 0.55),
    "lifecycle, on its curve": "path.hit",
    "price": "rect.taken",
    "growth": ".cursor rect, .handle rect",
}


@pytest.mark.parametrize("beside", BESIDE)
def test_a_swipe_beside_a_handle_scrolls(with_hand, beside):
    live, finger = with_hand(Touch, beside.split(",")[0])
    live.find("svg").first.scroll_into_view_if_needed()
    before = live.look()
    place = BESIDE[beside]
    if isinstance(place, str):
        x, y = live.find(place).first.evaluate(
            """(node) => {
                 const path = node.getPointAtLength && node.tagName === 'path';
                 if (path) {
                   const at = node.getPointAtLength(0.6 * node.getTotalLength());
                   const on = new DOMPoint(at.x, at.y).matrixTransform(node.getScreenCTM());
                   return [on.x, on.y];
                 }
                 const { x, y, width, height } = node.getBoundingClientRect();
                 return [x + 0.5 * width, y + 0.7 * height];
               }"""
        )
        hit = live.page.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('.dot') !== null", [x, y])
        assert hit, "a mouse would take something here"
    else:
        box = live.find("svg").first.bounding_box()
        x, y = box["x"] + place[0] * box["width"], box["y"] + place[1] * box["height"]
    scrolled = live.page.evaluate("scrollY")
    finger.down(x, y)
    for k in range(1, 9):
        finger.move(x, y - 20 * k)
        live.page.wait_for_timeout(20)
    finger.up()
    live.page.wait_for_function("(before) => Math.abs(scrollY - before) > 60", arg=scrolled)
    assert live.look().sentence == before.sentence


DRAGGED = {
    "lifecycle": ["Scale of the curve", "Steepness of the curve", "Start of deep learning"],
    "platform": ["Units for the platform, of the budget"],
    "map": ["Budget, left and right, and weight of dynamic pricing, up and down"],
}


@pytest.mark.parametrize("explorer", DRAGGED)
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_jumps_while_a_hand_drags(page, address, explorer, width):
    page.set_viewport_size({"width": width, "height": 900})
    live, mouse = Live(page, address, explorer).open(), Mouse(page)
    settle(page)
    controls = """() => [...document.querySelectorAll('.explorer :is(input, button, svg)')]
      .map((node) => { const { x, y, width, height } = node.getBoundingClientRect();
        return [x, y, width, height].map((value) => value + (value === y ? scrollY : 0)).join(); })"""
    for label in DRAGGED[explorer]:
        x, y = at(live, label)
        before = page.evaluate(controls)
        mouse.down(x, y)
        for right, down in itertools.product(range(-200, 201, 50), (-60, 0, 60)):
            mouse.move(x + right, y + down)
            assert page.evaluate(controls) == before, f"{label} by {right}, {down}: {live.sentence}"
        mouse.up()
    assert page.evaluate("getSelection().toString()") == ""


def test_nothing_jumps_whatever_is_chosen(page, address):
    for explorer, width in itertools.product(DRAGGED, WIDTHS):
        page.set_viewport_size({"width": width, "height": 900})
        live = Live(page, address, explorer).open()
        page.emulate_media(reduced_motion="reduce")
        settle(page)
        choices = live.find("button, [type=radio]").all()
        places = set()
        for choice in choices:
            choice.click(force=True)
            places.add(
                page.evaluate(
                    "() => [...document.querySelectorAll('.explorer :is(input, button)')]"
                    ".map((node) => Math.round(node.getBoundingClientRect().top + scrollY)).join()"
                )
            )
        if explorer == "platform":
            for budget, built in itertools.product((50, 100, 150, 200), range(0, 200, 13)):
                live.choose(BUDGET, budget)
                live.type(PLATFORM, min(built, budget))
                places.add(
                    page.evaluate(
                        "() => [...document.querySelectorAll('.explorer :is(input, button)')]"
                        ".map((node) => Math.round(node.getBoundingClientRect().top + scrollY)).join()"
                    )
                )
        assert len(places) == 1, f"{explorer} at {width}"


def test_families_are_those_of_the_library(typist):
    live, _ = typist.at("lifecycle")
    values = live.find("[type=radio]").evaluate_all("(nodes) => nodes.map(({ value }) => value)")
    assert values == list(LifecycleExplorer.FAMILIES)
    assert live.find(".explorer-radios svg path").count() == len(values)
