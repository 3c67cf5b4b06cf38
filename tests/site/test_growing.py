"""The company that grows: its line at the budget, what crosses the frontier, and that nothing jumps on the way."""

import numpy as np
import pytest
from effort import LIFECYCLE, growth_path
from support.expected import check
from support.hands import Keys, Mouse, Touch, centre
from support.live import BUDGET, Live, settle
from support.shop import SHOP

FRONTIER = sorted(
    entry for name in SHOP.names if (entry := growth_path(SHOP, 500).entry_budget(name, LIFECYCLE.frontier)) is not None
)
LINE = ".handle.sideways"
# Where all stands that may not move, each time something is drawn; a play that takes its steps as fast as they go.
PLACES = """() => {
  const quick = window.setTimeout;
  window.setTimeout = (step, wait) => quick(step, Math.min(wait, 1));
  const root = document.querySelector('.explorer');
  const still = [...root.querySelectorAll('svg, .explorer-sentence, .explorer-controls, button, input, label')];
  still.push(root, root.closest('figure').querySelector('figcaption'));
  const look = () => JSON.stringify(still.map((node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    return node.matches('.explorer-sentence') ? [x, y, width] : [x, y, width, height];
  }));
  window.places = new Set([look()]);
  window.steps = 0;
  new MutationObserver(() => { window.steps += 1; window.places.add(look()); }).observe(
    root.querySelector('.explorer-sentence'), { childList: true, characterData: true, subtree: true });
}"""


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_nothing_jumps_while_it_plays(new_page, address, width):
    live = Live(new_page(viewport={"width": width, "height": 700}), address, "growth").open("#growth?budget=0")
    live.page.evaluate("document.fonts.ready")
    live.button("Play").scroll_into_view_if_needed()
    live.page.evaluate(PLACES)
    live.press("Play")
    live.page.wait_for_function("() => document.querySelector('.explorer input[type=range]').valueAsNumber === 500")
    live.button("Play").wait_for()
    steps, places = live.page.evaluate("() => [window.steps, [...window.places]]")
    assert steps > 200 and len(places) == 1, places[:3]


def test_the_first_units_come_slowly(new_page, address):
    live = Live(new_page(), address, "growth").open("#growth?budget=0")
    live.page.evaluate(
        """() => {
             window.times = [];
             const sentence = document.querySelector('.explorer-sentence');
             const slider = document.querySelector('.explorer input[type=range]');
             new MutationObserver(() => window.times.push([performance.now(), slider.valueAsNumber]))
               .observe(sentence, { childList: true, characterData: true, subtree: true });
           }"""
    )
    live.press("Play")
    live.page.wait_for_function("() => window.times.at(-1)?.[1] > 60")
    live.press("Pause")
    times, budgets = np.array(live.page.evaluate("window.times")).T
    assert budgets[:10].tolist() == list(range(1, 11)), "one by one"
    first, late = np.diff(times)[:3], np.diff(times)[-8:]
    assert first.mean() > 200 > 2 * np.median(late)


def test_the_line_is_dragged(reader):
    live, hand = reader.at("growth")
    line = live.find(LINE)
    before = live.value(BUDGET)
    hand.drag(line, 60)
    seen = live.look()
    assert seen.value(BUDGET) > before + 10
    check(live, seen)
    assert line.get_attribute("aria-valuetext") == f"{seen.value(BUDGET):g} units"
    hand.drag(line, -700)
    assert live.value(BUDGET) < 20
    check(live)


def test_the_line_by_keys(new_page, address):
    live = Live(new_page(reduced_motion="reduce"), address, "growth").open()
    hand = Keys(live.page)
    live.find(LINE).focus()
    for key, budget in (("ArrowRight", 101), ("PageUp", 111), ("ArrowDown", 110), ("End", 500), ("Home", 0)):
        hand.keys(key)
        assert live.value(BUDGET) == budget
        check(live)


def test_a_drag_selects_no_text_and_ends_the_play(page, address):
    live = Live(page, address, "growth").open()
    live.press("Play")
    live.button("Pause").wait_for()
    Mouse(page).drag(live.find(LINE), 100)
    assert live.button("Play").is_visible()
    assert page.evaluate("getSelection().toString()") == ""
    held = live.value(BUDGET)
    page.wait_for_timeout(150)
    assert live.value(BUDGET) == held


def test_a_swipe_beside_the_line_scrolls(new_page, address):
    page = new_page(viewport={"width": 390, "height": 664}, has_touch=True, is_mobile=True)
    live = Live(page, address, "growth").open()
    x, y = centre(live.find(LINE))
    finger = Touch(page)
    before, budget = page.evaluate("scrollY"), live.value(BUDGET)
    finger.stroke((x + 120, y + 60), (x + 120, y - 90))
    page.wait_for_function("(before) => scrollY > before + 50", arg=before)
    assert live.value(BUDGET) == budget


def test_the_moment_of_crossing_is_marked(page, address):
    live = Live(page, address, "growth").open()
    for k, entry in enumerate(FRONTIER):
        live.type(BUDGET, entry - 1)
        assert (live.find(".flash.crossed").count(), live.find(".dot.crossed").count()) == (k, k)
        live.type(BUDGET, entry)
        assert (live.find(".flash.crossed").count(), live.find(".dot.crossed").count()) == (k + 1, k + 1)
    live.type(BUDGET, 100)
    assert not live.find(".crossed").count()


def test_without_motion_nothing_flashes(new_page, address):
    live = Live(new_page(reduced_motion="reduce"), address, "growth").open()
    live.type(BUDGET, FRONTIER[0])
    assert live.find(".crossed").count() == 2
    names = live.find(".flash, .mark").evaluate_all(
        "nodes => nodes.map((node) => getComputedStyle(node).animationName)"
    )
    assert set(names) == {"none"}


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_numbers_of_the_frontier_lie_on_no_bar(page, address, width):
    page.set_viewport_size({"width": width, "height": 800})
    Live(page, address, "growth").open("#growth?budget=500")
    settle(page)
    numbers, hit, cut = page.evaluate(
        """() => {
             const svg = document.querySelectorAll('.explorer svg')[1];
             const box = (node) => node.getBoundingClientRect();
             const numbers = [...svg.querySelectorAll('text.number')];
             const bars = [...svg.querySelectorAll('rect:not(.grip)')].map(box).filter(({ width }) => width > 0);
             const middle = (each) => [(each.left + each.right) / 2, (each.top + each.bottom) / 2];
             const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0
               && Math.min(a.bottom - 2, b.bottom) - Math.max(a.top + 2, b.top) > 0;
             const { left, right } = box(document.querySelector('.explorer'));
             const texts = [...svg.querySelectorAll('text')];
             return [numbers.map((text) => text.textContent),
               numbers.filter((text) => bars.some((bar) => over(box(text), bar))).map((text) => text.textContent),
               texts.filter((text) => box(text).left < left - 1 || box(text).right > right + 1)
                 .map((text) => text.textContent)];
           }"""
    )
    assert [int(number) for number in numbers] == FRONTIER
    assert not hit and not cut
    page.set_viewport_size({"width": 1280, "height": 1000})
