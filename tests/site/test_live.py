"""The explorers in the built pages, as a reader uses them: by mouse, by keyboard and by touch, and what is then seen."""

import gzip
import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from effort import Hyperbola, Log1p, Power, Saturation, allocate, grocery_delivery, growth_path, ml_first
from effort.explorers import LifecycleExplorer
from portfolios import random_portfolio

SHOP = grocery_delivery()
PAGES = {
    "companies": "index",
    "lifecycle": "lifecycle",
    "allocation": "allocation",
    "growth": "growth",
    "map": "ml-first",
}


class Live:
    """A page with an explorer, and what can be done to it."""

    def __init__(self, page, address: str, explorer: str):
        self.page, self.address, self.explorer = page, f"{address}book/{PAGES[explorer]}.html", explorer

    def open(self, setting: str = "") -> "Live":
        # From elsewhere, as a change of the fragment alone would not load the page.
        self.page.goto("about:blank")
        self.page.goto(self.address + setting)
        self.page.wait_for_selector(".explorer .explorer-sentence:not(:empty)")
        return self

    def find(self, selector: str):
        return self.page.locator(".explorer").locator(selector)

    def slider(self, label: str):
        return self.page.get_by_label(label, exact=True)

    def number(self, label: str):
        return self.page.get_by_label(f"{label}, as a number")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def type(self, label: str, value) -> None:
        self.number(label).fill(str(value))
        self.number(label).press("Enter")

    def dot(self, project: str):
        return self.find(f'.dot[data-project="{project}"]').first

    @property
    def sentence(self) -> str:
        return self.find(".explorer-sentence").inner_text()

    @property
    def drawn(self) -> str:
        return self.find("svg").first.inner_html()

    @property
    def note(self) -> str:
        return self.find(".explorer-note").inner_text()

    @property
    def units(self) -> list[int]:
        """The numbers beside the dots; and the dots must stand where the numbers say."""
        shown = self.page.evaluate(
            """() => [...document.querySelectorAll('.explorer .dot[data-project]')].map((dot) => {
                 const mark = dot.querySelector('.mark').getBoundingClientRect();
                 return [dot.querySelector('.number').textContent, mark.x + mark.width / 2];
               })"""
        )
        numbers = [int(text.removesuffix(" →")) for text, _ in shown]
        places = np.array([place for _, place in shown])
        inside = np.array([not text.endswith("→") for text, _ in shown])
        if np.unique(np.array(numbers)[inside]).size > 1:
            line = np.polyfit(np.array(numbers)[inside], places[inside], 1)
            assert line[0] > 0
            assert np.abs(np.polyval(line, np.array(numbers)[inside]) - places[inside]).max() < 1
        return numbers


@pytest.fixture(scope="module", params=["light", "dark"])
def desk(request, browser):
    context = browser.new_context(color_scheme=request.param, viewport={"width": 1280, "height": 1000})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module", params=["light", "dark"])
def phone(request, browser):
    context = browser.new_context(
        color_scheme=request.param, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def troubles(desk):
    """What the browser complains about."""
    found = []

    def note(message):
        if message.type in ("error", "warning"):
            found.append(message.text)

    desk.on("console", note)
    desk.on("pageerror", lambda error: found.append(str(error)))
    yield found
    desk.remove_listener("console", note)


def best(budget: int, portfolio=SHOP) -> list[int]:
    return allocate(portfolio, budget).effort.tolist()


# The one step that both sides do


def test_the_page_takes_the_same_units_as_the_library(desk, address):
    rng = np.random.default_rng(2026)
    vectors, expected = [], []
    while len(vectors) < 1200:
        portfolio, budget = random_portfolio(rng, (Log1p, Saturation, Power, Hyperbola))
        units = np.arange(budget + 1)[:, None]
        vectors.append(
            {
                "gains": portfolio.curve.unit_gain(units).T.tolist(),
                "weights": portfolio.weight.tolist(),
                "floors": portfolio.floor.tolist(),
                "caps": np.minimum(portfolio.cap, 10**6).tolist(),
                "budget": budget,
            }
        )
        expected.append(allocate(portfolio, budget).effort.tolist())
    desk.goto(f"{address}book/index.html")
    found = desk.evaluate(
        """async ([vectors, module]) => {
             const { allocate } = await import(module);
             return vectors.map((v) => allocate(v.gains, v.weights, v.floors, v.caps, v.budget));
           }""",
        [vectors, f"{address}_static/explorers/allocation.js"],
    )
    assert found == expected


# Each explorer


def test_opening_presets_and_sliders(desk, address):
    live = Live(desk, address, "companies").open()
    assert live.units == best(100)
    live.press("Grown company")
    assert live.units == best(300)
    assert live.sentence.startswith("Dynamic pricing reaches the research frontier.")
    live.press("ML-first")
    assert live.units == best(100, ml_first())
    live.slider("Weight of dynamic pricing").focus()
    for _ in range(4):
        desk.keyboard.press("ArrowLeft")
    assert live.units == best(100, SHOP.weighted("dynamic pricing", 8))
    live.press("Reset")
    assert live.units == best(100)
    assert (
        live.sentence == "Dynamic pricing and dispatching reach basic feature engineering; nobody reaches the frontier."
    )


def test_a_slider_by_mouse(desk, address):
    live = Live(desk, address, "companies").open()
    box = live.slider("Budget (units)").bounding_box()
    middle = box["y"] + box["height"] / 2
    desk.mouse.move(box["x"] + 0.2 * box["width"], middle)
    desk.mouse.down()
    seen = set()
    for share in (0.3, 0.5, 0.7):
        desk.mouse.move(box["x"] + share * box["width"], middle)
        budget = int(live.number("Budget (units)").input_value())
        assert live.units == best(budget)
        seen.add(budget)
    desk.mouse.up()
    assert len(seen) == 3


def test_lifecycle_says_what_python_computes(desk, address):
    live = Live(desk, address, "lifecycle").open()
    explorer = LifecycleExplorer()
    for family, scale, steepness in (
        ("log1p", 75, 1),
        ("power", 60, 2.5),
        ("hyperbola", 90, 0.4),
        ("saturation", 30, 1),
    ):
        live.page.get_by_label("Family").select_option(family)
        live.type("Scale (points)", scale)
        live.type("Steepness", steepness)
        explorer.family, explorer.scale, explorer.steepness = family, scale, steepness
        shown = [float(text) for text in live.find("svg .gain").all_text_contents()]
        np.testing.assert_allclose(shown, explorer.gains, rtol=0.06, atol=0.01)
        assert f"{shown[0]:g}"[:3] in live.sentence
    path = live.find("path.curve").get_attribute("d")
    live.press("Reset")
    assert live.find("path.curve").get_attribute("d") != path
    assert live.page.get_by_label("Family").input_value() == "log1p"


def test_allocation_steps_plays_and_follows_weight_and_floor(desk, address):
    live = Live(desk, address, "allocation").open()
    assert live.units == best(100)
    live.press("Start at zero")
    assert live.units == [0] * 5
    for budget in range(1, 6):
        gains = [float(text) for text in live.find(".explorer-gains .gain").all_inner_texts()]
        winner = int(np.argmax(gains))
        assert live.find(".explorer-gains tr.next th").inner_text() == SHOP.names[winner]
        np.testing.assert_allclose(gains, SHOP.unit_gain(live.units), rtol=1e-2)
        live.press("One unit more")
        assert live.units == best(budget)
    live.press("Play")
    desk.wait_for_function("document.querySelector('.explorer-sentence').textContent.startsWith('With 12 units')")
    live.press("Pause")
    live.type("Budget (units)", 80)
    live.page.get_by_label("Project", exact=True).select_option(label="menu images")
    live.type("Its weight", 4)
    weighted = SHOP.weighted("menu images", 4)
    assert live.units == best(80, weighted)
    live.type("Its floor (units)", 50)
    assert live.units == best(80, weighted.with_(floor=[0, 0, 0, 0, 50]))
    live.press("Reset")
    assert live.units == best(100)


def score(effort, budget: int) -> str:
    return f"{100 * SHOP.returns(np.array(effort)) / allocate(SHOP, budget).returns:.1f} % of the best"


def drag(page, start, end, move, down, up):
    down(*start)
    for share in (0.25, 0.5, 0.75, 1):
        move(start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))
    up()


def centre(locator) -> tuple[float, float]:
    locator.scroll_into_view_if_needed()
    box = locator.locator(".mark").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def mouse_drag(page, locator, by: float) -> None:
    start = centre(locator)
    page.mouse.move(*start)
    drag(
        page, start, (start[0] + by, start[1]), page.mouse.move, lambda x, y: page.mouse.down(), page.mouse.up
    )  # fmt: skip


def touch_drag(page, locator, by: float, up: float = 0) -> None:
    start = centre(locator)
    session = page.context.new_cdp_session(page)

    def send(kind, points):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    drag(
        page, start, (start[0] + by, start[1] - up),
        lambda x, y: send("touchMove", [{"x": x, "y": y}]),
        lambda x, y: send("touchStart", [{"x": x, "y": y}]),
        lambda: send("touchEnd", []),
    )  # fmt: skip


def test_by_hand_with_the_mouse_and_the_keyboard(desk, address):
    live = Live(desk, address, "allocation").open()
    live.press("Try by hand")
    assert live.units == [10] * 5
    mouse_drag(desk, live.dot("dispatching"), 150)
    placed = live.units
    assert 30 < placed[1] < 50 and placed[0] == 10
    assert score(placed, 100) in live.sentence
    live.dot("dispatching").focus()
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("PageDown")
    assert live.units[1] == placed[1] + 1 - 10
    # The optimum, placed by keys alone.
    for name in SHOP.names:
        live.dot(name).focus()
        desk.keyboard.press("Home")
    for name, units in zip(SHOP.names, best(100), strict=True):
        live.dot(name).focus()
        for _ in range(units):
            desk.keyboard.press("ArrowRight")
    assert live.units == best(100)
    assert live.sentence.startswith("Yours is the optimum")
    desk.keyboard.press("ArrowRight")
    assert live.units == best(100), "the budget is spent"
    assert live.note == "No units left: take some from another project first."


def test_by_hand_respects_floors(desk, address):
    live = Live(desk, address, "allocation").open("#allocation?floors=0,7,0,0,0")
    live.press("Try by hand")
    live.dot("dispatching").focus()
    desk.keyboard.press("Home")
    assert live.units[1] == 7
    assert live.note == "That is the project's floor."


def test_by_hand_by_touch(phone, address):
    live = Live(phone, address, "allocation").open()
    phone.get_by_role("button", name="Try by hand").tap()
    touch_drag(phone, live.dot("dynamic pricing"), 100)
    placed = live.units
    assert placed[0] > 20
    assert score(placed, 100) in live.sentence


def test_growth_plays_and_marks_the_entries(desk, address):
    live = Live(desk, address, "growth").open()
    path = growth_path(SHOP, 500)
    marks = {int(text) for text in live.find("svg").nth(1).locator(".number").all_text_contents()}
    assert marks == {path.entry_budget(name, 80) for name in SHOP.names} - {None}
    live.slider("Budget (units)").focus()
    desk.keyboard.press("Home")
    assert live.units == [0] * 5
    assert live.sentence.startswith("With 0 units: Nobody has started.")
    live.press("Play")
    desk.wait_for_function("+document.querySelector('.explorer input[type=number]').value > 20")
    live.press("Pause")
    assert live.units == best(int(live.number("Budget (units)").input_value()))
    live.type("Budget (units)", 251)
    assert live.sentence.startswith("With 251 units: Dynamic pricing reaches the research frontier.")
    assert "Next: recommendations enters deep learning" not in live.sentence
    live.type("Budget (units)", 250)
    assert "Next: dynamic pricing enters SotA research at 251." in live.sentence


def test_map_by_mouse_keyboard_and_preset(desk, address):
    live = Live(desk, address, "map").open()
    point = live.find(".explorer-map .dot")
    mouse_drag(desk, point, 200)
    budget = int(live.number("Budget (units)").input_value())
    assert 180 < budget < 260
    assert live.units == best(budget)
    live.press("ML-first")
    assert live.units == best(100, ml_first())
    before = centre(point)
    point.focus()
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("ArrowUp")
    assert centre(point)[0] > before[0] and centre(point)[1] < before[1]
    weight = float(live.number("Weight of dynamic pricing").input_value())
    assert weight > 10
    assert live.units == best(105, SHOP.weighted("dynamic pricing", weight))
    assert live.sentence.startswith(f"Budget 105, weight {weight:g}: Dynamic pricing reaches the research frontier.")


def test_map_by_touch(phone, address):
    live = Live(phone, address, "map").open()
    touch_drag(phone, live.find(".explorer-map .dot"), 60, up=60)
    budget = int(live.number("Budget (units)").input_value())
    weight = float(live.number("Weight of dynamic pricing").input_value())
    assert budget > 130 and weight > 1.5
    assert live.units == best(budget, SHOP.weighted("dynamic pricing", weight))


@pytest.mark.parametrize("explorer", ["companies", "growth"])
def test_presets_and_sliders_by_touch(phone, address, explorer):
    live = Live(phone, address, explorer).open()
    slider = live.slider("Budget (units)")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    phone.touchscreen.tap(box["x"] + 0.8 * box["width"], box["y"] + box["height"] / 2)
    budget = int(live.number("Budget (units)").input_value())
    assert 350 < budget < 450
    assert live.units == best(budget)


def test_lifecycle_by_touch(phone, address):
    live = Live(phone, address, "lifecycle").open()
    slider = live.slider("Steepness")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    phone.touchscreen.tap(box["x"] + 0.9 * box["width"], box["y"] + box["height"] / 2)
    explorer = LifecycleExplorer(steepness=float(live.number("Steepness").input_value()))
    assert explorer.steepness > 3
    shown = [float(text) for text in live.find("svg .gain").all_text_contents()]
    np.testing.assert_allclose(shown, explorer.gains, rtol=0.06, atol=0.01)


# Numbers, addresses, failures


def test_numbers_out_of_range_are_clamped_and_said_so(desk, address):
    live = Live(desk, address, "companies").open()
    live.type("Budget (units)", 9000)
    assert live.number("Budget (units)").input_value() == "500"
    assert live.note == "Budget (units) goes from 0 to 500 in steps of 1; 9000 became 500."
    live.type("Budget (units)", -3)
    assert live.units == [0] * 5
    live.type("Weight of dynamic pricing", 7.3)
    assert live.number("Weight of dynamic pricing").input_value() == "7.5"
    live.type("Budget (units)", "")
    assert live.number("Budget (units)").input_value() == "0"
    assert "a number from 0 to 500 is needed; 0 is kept" in live.note
    live.press("Reset")
    assert live.note == ""


@pytest.mark.parametrize(
    ("explorer", "setting", "label", "value"),
    [
        ("companies", "budget=240&weight=3", "Weight of dynamic pricing", "3"),
        ("allocation", "budget=77&weights=1,1,5,1,1&floors=0,0,0,0,9", "Budget (units)", "77"),
        ("growth", "budget=336", "Budget (units)", "336"),
        ("map", "budget=150&weight=2.5", "Weight of dynamic pricing", "2.5"),
        ("lifecycle", "family=power&scale=50&steepness=2", "Scale (points)", "50"),
    ],
)
def test_a_setting_is_kept_in_the_address(desk, address, explorer, setting, label, value):
    live = Live(desk, address, explorer).open(f"#{explorer}?{setting}")
    assert live.number(label).input_value() == value
    shown = live.drawn
    budget = live.slider("Scale (points)" if explorer == "lifecycle" else "Budget (units)")
    budget.focus()
    desk.keyboard.press("ArrowRight")
    desk.wait_for_function("old => !location.hash.endsWith(old)", arg=setting)
    changed, link = live.drawn, desk.evaluate("location.hash")
    assert changed != shown
    assert Live(desk, address, explorer).open(link).drawn == changed
    live.press("Reset")
    desk.wait_for_function("location.hash === ''")


@pytest.mark.parametrize(
    "setting",
    [
        "companies?budget=9999",
        "companies?budget=-1",
        "companies?budget=1e400",
        "companies?budget=NaN",
        "companies?budget=",
        "companies?budget=1.5",
        "companies?weight=0.3",
        "companies?budget=5&bonus=1",
        "companies?__proto__=5",
        "companies?budget=<img src=x onerror=alert(1)>",
        "growth?budget=200",
        "companies?",
        "?",
        "companies?%E0%A4%A",
    ],
)
def test_malformed_addresses_change_nothing(desk, address, troubles, setting):
    live = Live(desk, address, "companies").open(f"#{setting}")
    assert live.units == best(100)
    assert not troubles


def test_wrong_lists_in_the_address_change_nothing(desk, address, troubles):
    for setting in (
        "weights=1,2",
        "floors=0,0,0,0,x",
        "floors=90,90,0,0,0",
        "budget=10&floors=0,0,50,0,0",
        "weights=1,1,1,1,",
    ):
        live = Live(desk, address, "allocation").open(f"#allocation?{setting}")
        assert live.units == best(100), setting
    assert not troubles


def test_an_explorer_that_fails_leaves_its_picture_and_says_so(browser, address):
    context = browser.new_context()
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    page.route(
        "**/explorers/growth.js", lambda route: route.fulfill(status=200, content_type="text/javascript", body="{")
    )
    page.goto(f"{address}book/growth.html")
    page.wait_for_selector(".explorer-failed")
    assert (
        page.locator(".explorer-failed").inner_text()
        == "This figure can't be changed here; what you see is its picture."
    )
    assert page.locator(".explorer-still .picture").is_visible()
    assert not page.locator(".explorer").count()
    assert not errors
    context.close()


@pytest.mark.parametrize("explorer", PAGES)
def test_without_scripts_there_is_a_picture(browser, address, explorer):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}book/{PAGES[explorer]}.html")
    assert page.locator(f"#{explorer} .picture").is_visible()
    context.close()


@pytest.mark.parametrize("explorer", PAGES)
def test_print_shows_the_figure_without_its_controls(desk, address, explorer):
    live = Live(desk, address, explorer).open()
    desk.emulate_media(media="print")
    try:
        assert live.find("svg").first.is_visible()
        assert not live.find(".explorer-controls").is_visible()
    finally:
        desk.emulate_media(media="screen")


def test_reduced_motion_goes_to_the_end_at_once(browser, address):
    context = browser.new_context(reduced_motion="reduce")
    live = Live(context.new_page(), address, "growth").open()
    live.press("Play")
    assert live.sentence.startswith("With 500 units")
    context.close()


@pytest.mark.parametrize("explorer", PAGES)
def test_works_offline(browser, address, explorer):
    context = browser.new_context()
    live = Live(context.new_page(), address, explorer).open()
    context.set_offline(True)
    before = live.sentence
    slider = live.slider("Scale (points)" if explorer == "lifecycle" else "Budget (units)")
    slider.focus()
    for _ in range(30):
        live.page.keyboard.press("ArrowRight")
    assert live.sentence != before
    context.close()


# Looks


@pytest.mark.parametrize("explorer", PAGES)
def test_fits_every_width_and_keeps_its_labels_apart(desk, address, explorer):
    Live(desk, address, explorer).open()
    for width in (1280, 390, 700, 320, 1280):
        desk.set_viewport_size({"width": width, "height": 900})
        desk.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert desk.evaluate("document.scrollingElement.scrollWidth") <= width
        cut = desk.evaluate(
            """() => {
                 const box = document.querySelector('.explorer').getBoundingClientRect();
                 return [...document.querySelectorAll('.explorer svg text')].filter((text) => {
                   const { left, right } = text.getBoundingClientRect();
                   return text.textContent && (left < box.left - 4 || right > box.right + 4);
                 }).map((text) => text.textContent);
               }"""
        )
        assert not cut, f"cut off at {width}: {cut}"
        overlapping = desk.evaluate(
            """(names) => {
                 const found = [];
                 for (const svg of document.querySelectorAll('.explorer svg')) {
                   const texts = [...svg.querySelectorAll('text')].filter((text) => names.includes(text.textContent));
                   const boxes = texts.map((text) => text.getBoundingClientRect());
                   boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b, j) => {
                     if (a.left < b.right && b.left < a.right && a.top + 3 < b.bottom && b.top + 3 < a.bottom)
                       found.push(texts[i].textContent + ' / ' + texts[i + 1 + j].textContent);
                   }));
                 }
                 return found;
               }""",
            list(SHOP.names),
        )
        assert not overlapping, f"at {width}"


def test_follows_the_theme(desk, address):
    Live(desk, address, "companies").open()
    colour = "getComputedStyle(document.querySelector('.explorer svg text')).fill"
    bar = "getComputedStyle(document.querySelector('.explorer svg rect[rx]')).fill"
    desk.evaluate("document.documentElement.dataset.theme = 'light'")
    light = desk.evaluate(f"[{colour}, {bar}]")
    desk.evaluate("document.documentElement.dataset.theme = 'dark'")
    dark = desk.evaluate(f"[{colour}, {bar}]")
    assert light[0] != dark[0] and light[1] != dark[1]


@pytest.mark.parametrize("explorer", PAGES)
def test_is_accessible(desk, address, explorer):
    live = Live(desk, address, explorer).open()
    if explorer == "allocation":
        live.press("Try by hand")
    found = Axe().run(desk, ".explorer").response["violations"]
    serious = [
        (each["id"], node["html"][:150])
        for each in found
        for node in each["nodes"]
        if each["impact"] in ("serious", "critical")
    ]
    assert not serious
    assert live.find("[aria-live=polite]").count() == 1
    desk.keyboard.press("Tab")  # focus shows once the keyboard is used
    for control in live.find("input, select, button").all():
        control.focus()
        assert control.evaluate("(node) => getComputedStyle(node).outlineStyle") != "none"


def test_the_explorers_are_light(site):
    files = sorted((site / "_static/explorers").iterdir())
    size = sum(len(gzip.compress(path.read_bytes())) for path in files)
    print(f"{size} bytes compressed: {', '.join(path.name for path in files)}")
    assert size < 30_000


def test_pages_carry_the_state_but_not_the_program(site):
    for name in PAGES.values():
        text = (site / f"book/{name}.html").read_text("utf-8")
        assert "widget-state+json" in text and "export default" not in text
        assert len(re.findall(r"<script[^>]*explorers/host\.js", text)) == 1
    assert "explorers/host.js" not in (site / "book/glossary.html").read_text("utf-8")
