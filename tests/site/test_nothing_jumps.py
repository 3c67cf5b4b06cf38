"""No control moves under a hand: whatever the settings, and while the figure plays."""

from functools import cache

import numpy as np
import pytest
from effort import explorers
from support.expected import every_explorer, opened
from support.live import settle

# Where each control is on the page, to half a pixel.
PLACES = """() => Object.fromEntries(
  [...document.querySelectorAll('.explorer :is(button, input, select)')]
    .filter((node) => node.checkVisibility())
    .map((node, k) => {
      const { left, top, width } = node.getBoundingClientRect();
      const round = (value) => Math.round(2 * value) / 2;
      return [`${k} ${node.ariaLabel ?? node.id}`, [round(left + scrollX), round(top + scrollY), round(width)]];
    }),
)"""


@cache
def kind_of(explorer: str) -> type:
    return next(kind for kind in explorers.EXPLORERS if kind.address == explorer)


def random_links(explorer: str, many: int) -> list[str]:
    """Addresses with settings that its controls could have made, the least and the largest of each among them."""
    rng = np.random.default_rng(13)
    first = kind_of(explorer)()
    limits = {name: each for name, each in first.limits().items() if "text" not in each}
    absent = {name for name in limits if getattr(first, name) is None}  # until somebody wants it

    def any_of(limit: dict, end: float | None):
        if "options" in limit:
            return rng.choice(limit["options"])
        share = rng.random() if end is None else end
        count = round((limit["max"] - limit["min"]) / limit["step"])
        return f"{limit['min'] + round(share * count) * limit['step']:.10g}"

    def value(limit: dict, end: float | None) -> str:
        if limit.get("rising"):
            between = np.arange(limit["min"], limit["max"] + 1)
            return ",".join(map(str, sorted(rng.choice(between, limit["length"], replace=False))))
        # Small floors, as larger ones together fit no budget.
        ends = [end if rng.random() < 0.5 else 0 for _ in range(limit.get("length", 0))]
        return ",".join(any_of(limit, each) for each in ends) or any_of(limit, end)

    ends = [0, 1, *[None] * many]
    links = []
    for end in ends:
        wanted = {name: each for name, each in limits.items() if name not in absent or rng.random() < 0.3}
        links.append(f"#{explorer}?" + "&".join(f"{name}={value(each, end)}" for name, each in wanted.items()))
    return list(dict.fromkeys(links))


@pytest.mark.parametrize("width", [1280, 390, 320])
@every_explorer
def test_no_setting_moves_a_control(page, address, explorer, width):
    page.set_viewport_size({"width": width, "height": 800})
    live = opened(page, address, explorer)
    settle(page)
    page.evaluate(f"window.places = {PLACES}; scrollTo(0, 0)")
    moved, drawn = page.evaluate(
        """async (links) => {
             const places = window.places;
             const frame = () => new Promise(requestAnimationFrame);
             const sentence = () => document.querySelector('.explorer-sentence').innerText;
             const before = JSON.stringify(places());
             const moved = [], drawn = new Set();
             for (const link of links) {
               const changed = new Promise((done) => addEventListener('hashchange', done, { once: true }));
               location.hash = link;
               await changed;
               await frame();
               drawn.add(document.querySelector('.explorer svg').innerHTML);
               if (JSON.stringify(places()) !== before) moved.push(`${link}: ${sentence()}`);
             }
             return [moved, drawn.size];
           }""",
        random_links(explorer, 40),
    )
    assert drawn > 10, "the settings are taken"
    assert moved == []
    assert live.sentence


@pytest.mark.parametrize("width", [1280, 390])
@every_explorer
def test_no_control_moves_while_the_figure_plays(page, address, explorer, width):
    page.set_viewport_size({"width": width, "height": 800})
    live = opened(page, address, explorer)
    if not live.button("Play").count():
        pytest.skip("there is nothing to play")
    page.evaluate(f"window.places = {PLACES}")
    places = page.evaluate("places()")
    live.press("Play")
    seen = page.evaluate(
        """async () => {
             const places = window.places;
             const seen = new Set();
             for (const end = performance.now() + 1500; performance.now() < end;) {
               await new Promise(requestAnimationFrame);
               seen.add(JSON.stringify(places()));
             }
             return [...seen].map((each) => JSON.parse(each));
           }"""
    )
    live.press("Reset")
    # Playwright has scrolled to the button; the places are those on the page.
    assert all(each == places for each in seen)


SHIFTS = """() => new Promise((done) => {
  const shifts = [];
  const observer = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
  observer.observe({ type: 'layout-shift', buffered: true });
  const named = ({ sources }) => sources.map(({ node }) => node?.className || node?.nodeName).join(', ');
  const all = () => done(shifts.map((shift) => `${shift.value.toFixed(4)} ${named(shift)}`));
  requestAnimationFrame(() => requestAnimationFrame(all));
})"""


@pytest.mark.parametrize("width, height", [(1280, 900), (412, 823)])
def test_nothing_moves_while_a_page_comes_to_life(new_page, address, name, width, height):
    page = new_page(viewport={"width": width, "height": height})
    page.goto(f"{address}{name}.html")
    page.wait_for_load_state("networkidle")
    shifts = page.evaluate(SHIFTS)
    assert sum(float(shift.split()[0]) for shift in shifts) < 0.01, shifts
