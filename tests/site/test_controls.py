"""Every control of every explorer, by mouse, touch and keys, in light and dark, with no network once the page is there.

What the reader then sees is compared with what the library computes for the settings that the controls show.
"""

from contextlib import contextmanager

import numpy as np
import pytest
from effort import LIFECYCLE, growth_path, ml_first
from effort.explorers import LifecycleExplorer
from support.expected import check, live_explorer
from support.hands import Keys, Mouse, Touch, centre
from support.live import BUDGET, PAGES, PLATFORM, SHOWN, WEIGHT, Live, settle
from support.shop import SHOP, best, score
from support.troubles import Troubles

SCREENS = {
    "desk": {"viewport": {"width": 1280, "height": 1000}},
    "phone": {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True},
}


# The readers


class Reader:
    """Somebody with one way to point, and the explorers open in a browser that is now offline."""

    def __init__(self, lives: dict[str, Live], hand: type):
        self.lives, self.hand = lives, hand

    def at(self, explorer: str) -> tuple[Live, Mouse]:
        live = self.lives[explorer]
        live.page.bring_to_front()
        live.press("Reset")
        return live, self.hand(live.page)


def asks_for_the_icon(trouble: str) -> bool:
    """The browser itself asks for it again whenever the address changes, and can't have it offline."""
    return "/favicon.svg" in trouble


@pytest.fixture(scope="module")
def open_explorers(browser, address):
    """All explorers, opened once for each theme and screen."""
    opened = {}

    def open_all(theme: str, screen: str) -> tuple[dict[str, Live], Troubles]:
        if (theme, screen) not in opened:
            context = browser.new_context(color_scheme=theme, **SCREENS[screen])
            troubles = Troubles(context, asks_for_the_icon)
            lives = {each: live_explorer(context.new_page(), address, each).open() for each in PAGES}
            for live in lives.values():
                assert live.page.evaluate("document.documentElement.dataset.theme") == theme
            context.set_offline(True)
            opened[theme, screen] = context, lives, troubles
        return opened[theme, screen][1:]

    yield open_all
    for context, *_ in opened.values():
        context.close()


READERS = {
    f"{theme} {hand.__name__.lower()}": (theme, hand) for theme in ("light", "dark") for hand in (Mouse, Keys, Touch)
}


@contextmanager
def untroubled(open_explorers, theme: str, hand: type):
    lives, troubles = open_explorers(theme, hand.screen)
    yield Reader(lives, hand)
    troubles.end_of_test()


@pytest.fixture(params=READERS.values(), ids=READERS)
def reader(request, open_explorers):
    with untroubled(open_explorers, *request.param) as reader:
        yield reader


@pytest.fixture
def typist(open_explorers):
    """For what does not depend on the theme, or on the hand."""
    with untroubled(open_explorers, "light", Keys) as reader:
        yield reader


def each_slider(typist, explorer: str):
    """Each slider of an explorer in turn, always from the state in which the page opens."""
    live, hand = typist.at(explorer)
    for label in live.sliders:
        live.press("Reset")
        yield live, hand, label


# Sliders, numbers, buttons, choices


@pytest.mark.parametrize("explorer", PAGES)
def test_sliders(reader, explorer):
    live, hand = reader.at(explorer)
    check(live)
    for label in live.sliders:
        low, high, step = (float(live.slider(label).get_attribute(end)) for end in ("min", "max", "step"))
        for share in (0.8, 0.3):
            hand.slide(live.slider(label), share)
            near = pytest.approx(low + share * (high - low), abs=max(step, 0.08 * (high - low)))
            assert live.value(label) == near
            check(live)
    live.press("Reset")
    assert live.note == ""
    check(live)


def test_all_follows_while_a_slider_or_a_dot_is_held(typist):
    live, hand = typist.at("allocation")
    mouse = Mouse(hand.page)
    for dot in (None, live.dot("dispatching")):
        if dot:
            live.press("Try by hand")
        x, y = centre(dot) if dot else mouse.thumb(live.slider(BUDGET), 0.2)
        mouse.down(x, y)
        seen = []
        for right in (20, 60, 100):
            mouse.move(x + right, y)
            now = live.look()
            seen.append(now.units[1])
            if dot:
                assert score(now.units, int(now.value(BUDGET))) in now.sentence
            else:
                check(live, now)
        mouse.up()
        assert seen[0] < seen[1] < seen[2]
        mouse.move(x, y)
        assert live.units[1] == seen[2], "let go"


@pytest.mark.parametrize("explorer", PAGES)
def test_arrow_keys_take_single_steps(typist, explorer):
    for live, hand, label in each_slider(typist, explorer):
        low, step = (float(live.slider(label).get_attribute(name)) for name in ("min", "step"))
        live.slider(label).focus()
        hand.keys("Home")
        assert live.value(label) == low
        hand.keys("ArrowRight", 3)
        hand.keys("ArrowLeft")
        assert live.value(label) == pytest.approx(low + 2 * step)
        hand.keys("End")
        assert live.value(label) == float(live.slider(label).get_attribute("max"))
        check(live)


@pytest.mark.parametrize("explorer", PAGES)
def test_numbers_are_kept_inside_their_limits_and_said_so(typist, explorer):
    for live, hand, label in each_slider(typist, explorer):
        low, high = (live.number(label).get_attribute(f"aria-value{end}") for end in ("min", "max"))
        if label == "Its floor (units)":
            assert (low, high) == ("0", "100")
        for typed, taken in (("99999", high), ("-7", low)):
            live.type(label, typed)
            assert live.value(label) == float(taken)
            assert f"{label} goes from {low} to {high} in steps of" in live.note
            assert live.note.endswith(f"; {typed} became {taken}.")
            check(live)
        live.type(label, high)
        live.type(label, low)
        assert live.note == "", "a good number clears the note"
        other = "without thousands marks or other signs"
        for nonsense, trouble in (
            ("", f"a number from {low} to {high} is needed"),
            ("e", f"'e', expected a number from {low} to {high}, {other}"),
            ("--", f"'--', expected a number from {low} to {high}, {other}"),
            ("1 200", f"'1 200', expected a number from {low} to {high}, {other}"),
            ("1,200,000", f"'1,200,000', expected a number from {low} to {high}, {other}"),
            ("1e999", f"'1e999', expected a number from {low} to {high}"),
            ("1,200", "'1,200' can be read as 1.2 or as 1200, expected one of these"),
            ("1.200", "'1.200' can be read as 1.2 or as 1200, expected one of these"),
        ):
            number = live.number(label)
            number.fill("")
            number.focus()
            hand.page.keyboard.type(nonsense)
            hand.keys("Enter")
            assert live.note == f"{label}: {trouble}; {low} is kept."
            assert number.input_value() == nonsense and number.get_attribute("aria-invalid") == "true", (
                "it can be mended"
            )
            hand.keys("Tab")
            assert live.note == f"{label}: {trouble}; {low} is kept."
            assert live.value(label) == float(low) and number.get_attribute("aria-invalid") is None
        check(live)


@pytest.mark.parametrize("explorer", PAGES)
def test_decimal_commas(typist, explorer):
    for live, hand, label in each_slider(typist, explorer):
        low, step = (float(live.slider(label).get_attribute(name)) for name in ("min", "step"))
        live.number(label).focus()
        hand.page.keyboard.press("Control+a")
        wanted = low + 3 * step
        hand.page.keyboard.type(f"{wanted:.1f}".replace(".", ","))
        hand.keys("Enter")
        assert live.value(label) == pytest.approx(wanted) and live.note == ""
        assert live.number(label).get_attribute("aria-valuenow") == f"{wanted:g}"
        check(live)


@pytest.mark.parametrize("explorer", PAGES)
def test_arrow_keys_in_a_number_box(typist, explorer):
    for live, hand, label in each_slider(typist, explorer):
        low, step = (float(live.slider(label).get_attribute(name)) for name in ("min", "step"))
        live.type(label, low)
        live.number(label).focus()
        hand.keys("ArrowUp", 3)
        hand.keys("ArrowDown")
        assert live.value(label) == pytest.approx(low + 2 * step)
        live.type(label, live.number(label).get_attribute("aria-valuemax"))
        high = live.value(label)
        hand.keys("ArrowUp")
        assert live.value(label) == high and live.note == ""
        # From what is typed, though it is not taken yet.
        live.number(label).fill(f"{high - 2 * step:g}".replace(".", ","))
        hand.keys("ArrowDown")
        assert live.value(label) == pytest.approx(high - 3 * step)
        check(live)


@pytest.mark.parametrize(
    ("label", "typed", "taken"), [(WEIGHT, "7.3", 7.5), (WEIGHT, "7,3", 7.5), (BUDGET, "77.4", 77)]
)
def test_numbers_between_steps_are_rounded_and_said_so(typist, label, typed, taken):
    live, _ = typist.at("companies")
    live.type(label, typed)
    assert live.value(label) == taken
    assert live.note.endswith(f"; {typed} became {taken}.")
    check(live)


@pytest.mark.parametrize("explorer", ["companies", "map"])
def test_presets(reader, explorer):
    live, hand = reader.at(explorer)
    for name, budget, portfolio in (
        ("Grown company", 300, SHOP),
        ("ML-first", 100, ml_first()),
        ("Start-up", 100, SHOP),
    ):
        live.type(BUDGET, 9000)
        hand.press(live.button(name))
        assert live.units == best(budget, portfolio)
        assert live.note == "", "the note is about a budget that is gone"
        check(live)
    hand.press(live.button("ML-first"))
    hand.press(live.button("Reset"))
    assert live.units == best(100)
    check(live)


def test_the_opening_says_which_company_it_shows(typist):
    live, _ = typist.at("companies")
    pressed = live.find("button[aria-pressed=true]")
    assert pressed.all_inner_texts() == ["Start-up"]
    live.press("ML-first")
    assert pressed.all_inner_texts() == ["ML-first"]
    live.type(BUDGET, 101)
    assert pressed.all_inner_texts() == []


def test_choices_by_keys(typist):
    live, hand = typist.at("lifecycle")
    for family in list(LifecycleExplorer.FAMILIES)[1:]:
        live.slider("Family").focus()
        hand.keys("ArrowDown")
        assert live.slider("Family").input_value() == family
        for scale, steepness in ((75, 1), (100, 4), (10, 0.2)):
            live.type("Scale (points)", scale)
            live.type("Steepness", steepness)
            check(live)
    live, hand = typist.at("allocation")
    live.slider("Project").focus()
    hand.keys("ArrowDown", 2)
    live.type("Its weight", 6)
    live.type("Its floor (units)", 40)
    assert live.units[2] >= 40
    check(live)
    live.type(BUDGET, 10)
    assert live.value(BUDGET) == 40 and "goes from 40 to 500" in live.note, "the floor stays inside the budget"
    check(live)


# Playing


@pytest.mark.parametrize("explorer", ["allocation", "growth"])
def test_play_and_pause(reader, explorer):
    live, hand = reader.at(explorer)
    live.type(BUDGET, 30)
    hand.press(live.button("Play"))
    live.page.wait_for_function("() => document.querySelector('.explorer input[type=range]').valueAsNumber > 34")
    hand.press(live.button("Pause"))
    assert live.button("Play").is_visible()
    paused = live.look()
    assert paused.value(BUDGET) > 34
    check(live, paused)


@pytest.mark.parametrize(("explorer", "near", "end"), [("allocation", 97, 100), ("growth", 493, 500)])
def test_play_stops_at_its_end(typist, explorer, near, end):
    live, _ = typist.at(explorer)
    live.type(BUDGET, near)
    live.watch()
    live.press("Play")
    live.button("Play").wait_for()
    played = live.watched()
    budgets = [seen.value(BUDGET) for seen in played]
    assert near < budgets[0] and budgets == sorted(set(budgets)) and budgets[-1] == end
    for seen in [*played, live.look()]:
        check(live, seen)
    assert live.value(BUDGET) == end
    live.press("Play")  # once more, from the beginning
    live.button("Pause").wait_for()
    live.press("Reset")
    again = live.watched()[len(played)]
    assert again.value(BUDGET) < near
    check(live, again)
    assert live.button("Play").is_visible()
    check(live)


def test_step_by_step(reader):
    live, hand = reader.at("allocation")
    hand.press(live.button("Start at zero"))
    assert live.units == [0] * 5
    for _ in range(3):
        check(live)
        gains = [float(text) for text in live.find(".explorer-gains .gain").all_inner_texts()]
        np.testing.assert_allclose(gains, SHOP.unit_gain(live.units), rtol=5e-3)
        assert live.find(".explorer-gains tr.next th").all_inner_texts() == [SHOP.names[int(np.argmax(gains))]]
        assert live.sentence.endswith(f"The next unit goes to {SHOP.names[int(np.argmax(gains))]}.")
        hand.press(live.button("One unit more"))
    assert live.units == best(3)


def test_every_entry_is_marked_and_named(typist):
    """Along the budget each project's row is marked where it enters a stage; the frontier has its number there."""
    live, _ = typist.at("growth")
    path = growth_path(SHOP, 500)
    entries = {
        entry
        for name in SHOP.names
        for start in LIFECYCLE.starts[1:]
        if (entry := path.entry_budget(name, start)) is not None
    }
    for entry in entries:
        live.type(BUDGET, entry - 1)
        assert f"at {entry}." in live.sentence
        check(live)
    marked = live.page.evaluate(
        r"""() => {
             const svg = document.querySelectorAll('.explorer svg')[1];
             const middle = (node) => { const { x, width } = node.getBoundingClientRect(); return x + width / 2; };
             const ticks = [...svg.querySelectorAll('text')].filter((text) => /^[1-4]00$/.test(text.textContent));
             const upright = (path) => /^M[\d.]+,[\d.]+V/.test(path.getAttribute('d'));
             const marks = [...svg.querySelectorAll('path')].filter(upright);
             // The last is the line at the present budget.
             return [ticks.map((text) => [Number(text.textContent), middle(text)]), marks.slice(0, -1).map(middle)];
           }"""
    )
    ticks, marks = marked
    slope, start = np.polyfit(*np.array(ticks).T, 1)
    expected = sorted(
        entry
        for name in SHOP.names
        for stage_start in LIFECYCLE.starts[1:]
        if (entry := path.entry_budget(name, stage_start)) is not None
    )
    np.testing.assert_allclose(sorted((np.array(marks) - start) / slope), expected, atol=1)


# By hand


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
    hand.press(live.button("Try by hand"))
    check(live)


def test_by_hand_within_budget_and_floor(reader):
    live, hand = reader.at("allocation")
    live.slider("Project").select_option(label="dispatching")
    live.type("Its floor (units)", 7)
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
    assert live.button("Try by hand").get_attribute("aria-pressed") == "false"
    check(live)


def test_by_hand_a_smaller_budget_still_holds(typist):
    live, _ = typist.at("allocation")
    live.type(BUDGET, 400)
    live.press("Try by hand")
    live.type(BUDGET, 60)
    assert sum(live.units) <= 60
    assert score(live.units, 60) in live.sentence


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
    if not isinstance(hand, Keys):  # for keys there is the slider
        hand.drag(live.find(".dot:not([data-project])"), right=60)
        assert set_to(live)[1] > 20
    live.type(PLATFORM, 80)
    assert set_to(live) == (100, 80)
    live.type(BUDGET, 50)
    assert set_to(live) == (50, 50)
    hand.press(live.button("No platform"))
    assert set_to(live) == (50, 0)
    live.type(BUDGET, 200)
    assert set_to(live) == (200, 0)
    live.page.wait_for_function("() => location.hash === '#platform?budget=200'")  # it comes after a while
    live.follow("#platform?budget=150&built=20")
    assert set_to(live) == (150, 20)
    hand.press(live.button("Reset"))
    assert set_to(live) == (100, 0)


def set_to(live: Live) -> tuple[float, float]:
    """Budget and platform as the sliders show them, and all else is what the library says for these."""
    seen = live.look()
    check(live, seen)
    return seen.value(BUDGET), seen.value(PLATFORM)
