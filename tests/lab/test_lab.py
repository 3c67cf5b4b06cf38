"""The explorers in a real JupyterLab with a running kernel: Python sets and the page follows, and the other way round."""

import ast
import re
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
import numpy as np
import pytest
from contents import explorers
from effort import allocate, grocery_delivery, ml_first
from effort.company import Company, Project, company_of
from effort.explorers import CompanyExplorer, LifecycleExplorer, PlatformExplorer
from nbformat.sign import NotebookNotary
from playwright.sync_api import expect
from running_lab import Notebook, open_lab, running_lab

SHOP = grocery_delivery()
FIVE = ("OpeningExplorer", "LifecycleExplorer", "AllocationExplorer", "GrowthExplorer", "FocusExplorer")
WITH_BUDGET = tuple(kind for kind in FIVE if kind != "LifecycleExplorer")
WITH_WEIGHT = ("OpeningExplorer", "FocusExplorer")
CHAPTERS = tuple(explorers().values())
# Where it is not the budget that a reader moves first.
SLIDER = {
    "lifecycle.ipynb": "Steepness",
    "dependence.ipynb": "Units for the platform",
    "your-company.ipynb": "The team's effort (person-months)",
}
# A person-month is four units; that example's curves are nearly those of the others, and not quite.
ONE_STEP_ON = {
    "dependence.ipynb": lambda: PlatformExplorer(built=1).plan.effort,
    "your-company.ipynb": lambda: CompanyExplorer(months=26).allocation,
}
BOOK = Path(__file__).parents[2] / "book"
THEMES = ("JupyterLab Dark", "JupyterLab Light")


@pytest.fixture(scope="module")
def tab(browser, tmp_path_factory):
    """JupyterLab, with a small notebook for each explorer and a copy of each chapter."""
    home, work = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("work")
    for kind in (*FIVE, "CompanyExplorer"):
        show = f"from effort.explorers import {kind}\nexplorer = {kind}()\nexplorer"
        cells = [nbformat.v4.new_code_cell(source, id=f"cell-{i}") for i, source in enumerate((show, ""))]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}  # else it asks which
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), work / f"{kind}.ipynb")
    (home / "data").mkdir()
    notary = NotebookNotary(data_dir=str(home / "data"))
    for chapter in CHAPTERS:
        text = (BOOK / f"{chapter}.ipynb").read_text("utf-8")
        (work / f"{chapter}.ipynb").write_text(text, "utf-8")
        # As `make lab` does: in a notebook that is not trusted, JupyterLab shows no widgets and no SVG.
        notary.sign(nbformat.reads(text, as_version=4))
    notary.store.close()
    with running_lab(work, home) as address:
        context = browser.new_context(viewport={"width": 1400, "height": 1200})
        page = context.new_page()
        page.set_default_timeout(20_000)
        open_lab(page, address)
        yield page
        context.close()


@pytest.fixture(autouse=True)
def troubles(tab):
    """Nothing that these tests do may lead to an error in the browser, or make it ask another host."""
    found = []
    here = tab.evaluate("location.origin")

    def note_message(message):
        if message.type == "error":
            found.append(message.text)

    def note_error(error):
        # JupyterLab itself now and then takes out a part of its page twice, whatever is in it. What it does in its own
        # files alone is not ours; an explorer's module has an address of its own, and a widget's manager is an extension.
        frames = re.findall(r"\bat .*", error.stack or "")
        if not frames or not all("/static/lab/" in frame or "<anonymous>" in frame for frame in frames):
            found.append(error.stack or str(error))

    def note_request(request):
        if not request.url.startswith((here, "blob:", "data:")):
            found.append(request.url)

    listeners = {"console": note_message, "pageerror": note_error, "request": note_request}
    for event, listener in listeners.items():
        tab.on(event, listener)
    yield
    for event, listener in listeners.items():
        tab.remove_listener(event, listener)
    assert not found


@pytest.fixture(scope="module")
def notebook(tab, request):
    notebook = Notebook(tab, request.param)
    yield notebook
    notebook.close()


# Where the middles of the dots are along the axis, when the numbers beside them are these.
PLACES = """([root, numbers]) => {
  const dots = [...root.querySelectorAll('.dot[data-project]')];
  if (!dots.every((dot, i) => dot.querySelector('.number').textContent === numbers[i])) return null;
  return dots.map((dot) => dot.querySelector('.mark').getBoundingClientRect()).map(({ x, width }) => x + width / 2);
}"""


class Shown:
    """An explorer in a notebook, as a reader sees it, and its name in Python."""

    def __init__(self, notebook: Notebook):
        self.notebook, self.page = notebook, notebook.page
        self.root = notebook.panel.locator(".explorer").first
        self.sentence = self.root.locator(".explorer-sentence")
        expect(self.sentence).not_to_be_empty()

    def python(self, source: str) -> str:
        return self.notebook.execute(source)

    def read(self, expected: list, *names: str) -> None:
        """What Python reads must become what is expected: the last change may still be on its way."""
        found = None
        for _ in range(20):
            found = ast.literal_eval(self.python(f"print([{', '.join(f'explorer.{name}' for name in names)}])"))
            if found == expected:
                return
        assert found == expected

    def shows(self, units) -> None:
        """The numbers beside the dots become these, and the dots stand where the numbers say."""
        units = np.array(units).tolist()
        numbers = [f"{each} →" if each > 120 else f"{each}" for each in units]
        expect(self.root.locator(".dot[data-project] .number")).to_have_text(numbers)  # or says what it is instead
        places = self.page.wait_for_function(PLACES, arg=[self.root.element_handle(), numbers]).json_value()
        at = np.minimum(units, 120)
        if np.ptp(at):
            slope, start = np.polyfit(at, places, 1)
            assert slope > 0
            np.testing.assert_allclose(places, slope * at + start, atol=1)

    def values(self) -> dict[str, float]:
        """What the numbers beside the sliders say, all at one moment."""
        boxes = self.root.locator("input[aria-label$=', as a number']")
        found = boxes.evaluate_all("boxes => boxes.map((box) => [box.getAttribute('aria-label'), box.value])")
        return {label.removesuffix(", as a number"): float(value) for label, value in found}

    def slider(self, label: str):
        return self.root.get_by_label(label, exact=True)

    def number(self, label: str):
        return self.root.get_by_label(f"{label}, as a number")

    def type(self, label: str, value) -> None:
        self.number(label).fill(f"{value}")
        self.number(label).press("Enter")

    def press(self, name: str) -> None:
        self.root.get_by_role("button", name=name, exact=True).click()

    def drag(self, dot, right: float, up: float = 0) -> None:
        dot.scroll_into_view_if_needed()
        box = dot.locator(".mark").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + right, y - up, steps=5)
        self.page.mouse.up()


@pytest.fixture
def shown(notebook) -> Shown:
    """A new explorer, under the name `explorer` in Python."""
    notebook.execute("pass")  # a second view goes
    notebook.run(0)
    return Shown(notebook)


def each_of(*names: str):
    """The test for each of these notebooks; all tests of one come together, so that it is opened once."""
    return pytest.mark.parametrize("notebook", names, indirect=True, scope="module")


def best(budget: int, portfolio=SHOP) -> list[int]:
    return allocate(portfolio, budget).effort.tolist()


# The chapters


@each_of(*CHAPTERS)
def test_a_chapter_shows_its_explorer_before_it_is_run(notebook):
    """From the state that the notebook stores: the kernel has not heard of it."""
    shown = Shown(notebook)
    label = SLIDER.get(notebook.path, "Budget (units)")
    before = shown.root.locator("svg").first.inner_html()
    if label != "Steepness":
        shown.shows(best(100))
    shown.type(label, 3)
    expect(shown.number(label)).to_have_value("3")
    assert shown.root.locator("svg").first.inner_html() != before


@each_of(*CHAPTERS)
def test_a_chapter_runs_whole(notebook):
    notebook.run_all()
    prompts = notebook.panel.locator(".jp-CodeCell .jp-InputPrompt").all_inner_texts()
    assert prompts == [f"[{i}]:" for i in range(1, len(prompts) + 1)]
    assert not notebook.panel.locator("[data-mime-type*=error], [data-mime-type*=stderr]").count()
    assert notebook.panel.locator(".explorer").count() == 1
    shown = Shown(notebook)
    if notebook.path == "lifecycle.ipynb":
        before = shown.sentence.inner_text()
        shown.slider("Steepness").press("End")
        expect(shown.sentence).not_to_have_text(before)
    else:
        shown.shows(best(100))
        shown.slider(SLIDER.get(notebook.path, "Budget (units)")).press("ArrowRight")
        shown.shows(ONE_STEP_ON.get(notebook.path, lambda: best(101))())


# Python sets, the page follows


@each_of("OpeningExplorer")
def test_the_kernel_is_the_one_of_this_environment(shown):
    assert shown.python("import sys; print(sys.prefix)").strip() == sys.prefix


@each_of(*WITH_BUDGET)
def test_python_sets_the_budget(shown):
    shown.shows(best(100))
    shown.python("explorer.budget = 300")
    shown.shows(best(300))
    expect(shown.sentence).to_contain_text("Dynamic pricing reaches the research frontier.")
    for control in (shown.slider, shown.number):
        expect(control("Budget (units)")).to_have_value("300")


@each_of(*WITH_WEIGHT)
def test_python_sets_the_weight(shown):
    shown.python("explorer.weight = 10")
    shown.shows(best(100, ml_first()))
    expect(shown.number("Weight of dynamic pricing")).to_have_value("10")


@each_of("AllocationExplorer")
def test_python_sets_weights_and_floors(shown):
    shown.python("explorer.weights = [1, 1, 5, 1, 1]\nexplorer.floors = [0, 0, 0, 0, 30]")
    shown.shows(best(100, replace(SHOP, weight=[1, 1, 5, 1, 1], floor=[0, 0, 0, 0, 30])))
    shown.root.get_by_label("Project", exact=True).select_option(label="menu images")
    expect(shown.number("Its floor (units)")).to_have_value("30")


def score(effort, budget: int) -> str:
    return f"{100 * SHOP.returns(np.array(effort)) / allocate(SHOP, budget).returns:.1f} % of the best"


@each_of("AllocationExplorer")
def test_python_places_the_dots_by_hand(shown):
    shown.python("explorer.hand = [5, 40, 20, 10, 25]\nexplorer.by_hand = True")
    shown.shows([5, 40, 20, 10, 25])
    expect(shown.sentence).to_contain_text(score([5, 40, 20, 10, 25], 100))
    # What no longer fits is taken back, as when the page makes the budget smaller.
    shown.python("explorer.budget = 60")
    shown.shows([0] * 5)
    expect(shown.sentence).to_contain_text("60 units left")


@each_of("LifecycleExplorer")
def test_python_shapes_the_curve(shown):
    shown.python("explorer.family, explorer.scale, explorer.steepness = 'hyperbola', 60, 2.5")
    expect(shown.number("Steepness")).to_have_value("2.5")
    expect(shown.number("Scale (points)")).to_have_value("60")
    expect(shown.slider("Family")).to_have_value("hyperbola")
    shows_gains(shown, LifecycleExplorer(family="hyperbola", scale=60, steepness=2.5).gains)


def shows_gains(shown: Shown, gains) -> None:
    numbers, said = shown.root.evaluate(
        """(root) => [
             [...root.querySelectorAll('svg .gain')].map((gain) => gain.textContent),
             root.querySelector('.explorer-sentence').innerText,
           ]"""
    )
    np.testing.assert_allclose(np.array(numbers, dtype=float), gains, rtol=0.06, atol=0.01)  # two digits are shown
    assert f"{numbers[0]} points" in said


@each_of("LifecycleExplorer")
def test_python_may_not_stretch_a_curve_beyond_its_samples(shown):
    before = shown.sentence.inner_text()
    assert "TraitError" in shown.python("explorer.steepness = 5")
    assert shown.sentence.inner_text() == before


@each_of("FocusExplorer")
def test_what_is_off_the_map_is_shown_at_its_edge(shown):
    shown.python("explorer.budget, explorer.weight = 500, 0")
    shown.shows(best(500, SHOP.weighted("dynamic pricing", 0)))
    frame = shown.root.locator(".explorer-map svg").bounding_box()
    point = shown.root.locator(".explorer-map .mark").bounding_box()
    for along, length in (("x", "width"), ("y", "height")):
        assert frame[along] < point[along] + point[length] / 2 < frame[along] + frame[length]


@each_of("AllocationExplorer")
def test_what_python_may_not_set_changes_nothing(shown):
    for setting in ("budget = 9000", "weights = [1, 2]", "floors = [99, 9, 0, 0, 0]", "hand = [99, 9, 0, 0, 0]"):
        assert "TraitError" in shown.python(f"explorer.{setting}")
    shown.shows(best(100))


@each_of(*WITH_BUDGET)
def test_two_views_of_one_explorer_stay_together(shown):
    shown.python("explorer")
    views = shown.notebook.panel.locator(".explorer")
    expect(views).to_have_count(2)
    views.nth(1).get_by_label("Budget (units)", exact=True).press("End")
    numbers = views.get_by_label("Budget (units), as a number")
    values = numbers.evaluate_all("numbers => numbers.map((number) => number.value)")
    assert len(values) == 2 and values[0] == values[1] != "100"
    shown.shows(best(int(values[0])))


# The page sets, Python reads


@each_of(*WITH_BUDGET)
def test_the_budget_set_in_the_page_is_read_by_python(shown):
    shown.type("Budget (units)", 150)
    shown.shows(best(150))
    slider = shown.slider("Budget (units)")
    slider.press("ArrowRight")
    shown.shows(best(151))
    shown.read([151, best(151)], "budget", "allocation")
    for _ in range(30):
        slider.press("ArrowLeft")
    shown.shows(best(121))
    shown.read([121, best(121)], "budget", "allocation")


@each_of(*WITH_WEIGHT)
def test_presets_and_weight_set_in_the_page_are_read_by_python(shown):
    shown.press("Grown company")
    shown.shows(best(300))
    shown.read([300, 1.0, best(300)], "budget", "weight", "allocation")
    shown.press("ML-first")
    shown.read([100, 10.0, best(100, ml_first())], "budget", "weight", "allocation")
    shown.type("Weight of dynamic pricing", 4.5)
    weighted = best(100, SHOP.weighted("dynamic pricing", 4.5))
    shown.shows(weighted)
    shown.read([4.5, weighted], "weight", "allocation")
    shown.press("Reset")
    shown.read([100, 1.0, best(100)], "budget", "weight", "allocation")


@each_of("AllocationExplorer")
def test_weight_and_floor_set_in_the_page_are_read_by_python(shown):
    shown.root.get_by_label("Project", exact=True).select_option(label="menu images")
    shown.type("Its weight", 4)
    shown.type("Its floor (units)", 50)
    effort = best(100, replace(SHOP.weighted("menu images", 4), floor=[0, 0, 0, 0, 50]))
    shown.shows(effort)
    shown.read([[1, 1, 1, 1, 4], [0, 0, 0, 0, 50], effort], "weights", "floors", "allocation")
    shown.press("Start at zero")
    shown.press("One unit more")
    shown.read([51, [1, 0, 0, 0, 50]], "budget", "allocation")
    shown.press("Reset")
    shown.read([100, [0] * 5, best(100)], "budget", "floors", "allocation")


@each_of("AllocationExplorer")
def test_dots_placed_by_hand_are_read_by_python(shown):
    shown.press("Try by hand")
    shown.shows([10] * 5)
    dot = shown.root.locator('.dot[data-project="dispatching"]')
    dot.focus()
    for _ in range(7):
        shown.page.keyboard.press("ArrowRight")
    shown.shows([10, 17, 10, 10, 10])
    shown.read([True, [10, 17, 10, 10, 10], best(100)], "by_hand", "hand", "allocation")
    shown.drag(dot, right=100)
    placed = int(dot.locator(".number").text_content())
    assert 27 < placed < 57
    shown.shows([10, placed, 10, 10, 10])
    expect(shown.sentence).to_contain_text(score([10, placed, 10, 10, 10], 100))
    shown.read([[10, placed, 10, 10, 10]], "hand")


@each_of("FocusExplorer")
def test_the_point_dragged_over_the_map_is_read_by_python(shown):
    shown.drag(shown.root.locator(".explorer-map .dot"), right=150, up=60)
    values = shown.values()
    budget, weight = int(values["Budget (units)"]), values["Weight of dynamic pricing"]
    assert 150 < budget < 300 and weight > 1.5
    effort = best(budget, SHOP.weighted("dynamic pricing", weight))
    shown.shows(effort)
    shown.read([budget, weight, effort], "budget", "weight", "allocation")


@each_of("GrowthExplorer")
def test_growth_plays_and_python_reads_where_it_stopped(shown):
    shown.type("Budget (units)", 0)
    shown.press("Play")
    expect(shown.number("Budget (units)")).to_have_value(re.compile(r"[2-9]\d"))
    shown.press("Pause")
    budget = int(shown.number("Budget (units)").input_value())
    shown.shows(best(budget))
    shown.read([budget, best(budget)], "budget", "allocation")


@each_of("LifecycleExplorer")
def test_a_curve_shaped_in_the_page_is_read_by_python(shown):
    shown.slider("Family").select_option("power")
    shown.type("Scale (points)", 50)
    shown.type("Steepness", 2)
    shown.slider("Steepness").press("ArrowRight")
    gains = LifecycleExplorer(family="power", scale=50, steepness=2.1).gains
    shows_gains(shown, gains)
    shown.read(["power", 50.0, 2.1, gains], "family", "scale", "steepness", "gains")


# Looks

# The contrast of what is drawn in a colour with the ground that it stands on.
CONTRASTS = """(root) => {
  const pixel = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const luminance = (colour) => {
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = colour;
    pixel.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...pixel.getImageData(0, 0, 1, 1).data].map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (node) => {
    const colour = getComputedStyle(node).backgroundColor;
    return node.parentElement && /, 0\\)$/.test(colour) ? ground(node.parentElement) : luminance(colour);
  };
  const contrast = (node, colour) => {
    const [dark, light] = [ground(node), luminance(colour)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const shown = [...root.querySelectorAll('*')].filter((node) => node.getBoundingClientRect().width);
  const writes = (node) => node.matches('[role=spinbutton], select') || [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
  return {
    texts: shown.filter(writes).map((node) => [contrast(node, getComputedStyle(node)[node.namespaceURI.endsWith('svg') ? 'fill' : 'color']), node.textContent || node.tagName]),
    shapes: shown.filter((node) => node.matches('.mark, .curve')).map((node) => [contrast(node, getComputedStyle(node)[node.matches('.curve') ? 'stroke' : 'fill']), node.outerHTML.slice(0, 100)]),
  };
}"""


@each_of(*FIVE)
def test_legible_in_both_themes(shown):
    grounds = []
    for theme in THEMES:
        shown.page.evaluate("theme => jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
        light = str(theme.endswith("Light")).lower()
        shown.page.wait_for_function("light => document.body.dataset.jpThemeLight === light", arg=light)
        found = shown.root.evaluate(CONTRASTS)
        assert len(found["texts"]) > 15
        assert not [text for text in found["texts"] if text[0] < 4.5], theme
        assert not [shape for shape in found["shapes"] if shape[0] < 3], theme
        grounds.append(shown.root.locator("button").first.evaluate("node => getComputedStyle(node).backgroundColor"))
    assert grounds[0] != grounds[1]


@pytest.mark.parametrize("notebook", ["CompanyExplorer"], indirect=True)
def test_the_form_and_python_tell_each_other(shown):
    assert not shown.root.get_by_role("button", name="Copy a link").count(), "the address is the notebook's"
    first = shown.root.locator(".explorer-project").first
    first.get_by_label("Importance").fill("20")
    first.get_by_label("Project", exact=True).fill("pricing")
    shown.type("The team's effort (person-months)", 40)
    projects = list(company_of(CompanyExplorer().projects).projects)
    projects[0] = replace(projects[0], name="pricing", importance=20.0)
    company = Company(projects)
    shown.read([company.table(), 40, company.allocate(160).effort.tolist()], "projects", "months", "allocation")
    mine = Company([Project("search <b>", 2), Project("ads", floor=10)])
    shown.python(f"explorer.months, explorer.projects = 15, {mine.table()!r}")
    expect(shown.root.locator("output")).to_have_text([re.compile("^40 weeks"), re.compile("^20 weeks")])
    expect(shown.root.locator(".field-project input").first).to_have_value("search <b>")
    assert "expected a number of at least 0" in shown.python("explorer.projects = 'project,importance\\na,x'")
    assert "floors add up to 10 units" in shown.python("explorer.months = 2")
    expect(shown.root.locator("output").first).to_have_text(re.compile("^40 weeks"))
