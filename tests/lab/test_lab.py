"""The explorers in a real JupyterLab with a running kernel: Python sets, the page follows, and the other way round."""

import re
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from effort import explorers, ml_first
from effort.company import Company, Project, company_of
from effort.explorers import CompanyExplorer, LifecycleExplorer, PlatformExplorer
from playwright.sync_api import expect
from support.contents import explorer_classes
from support.live import PLATFORM, STEEPNESS
from support.shop import SHOP, best, score
from support.shown import Shown

CHAPTERS = explorer_classes()
KINDS = {name: getattr(explorers, name) for names in CHAPTERS.values() for name in names}
# Those that show the best use of a budget, one that goes up unit by unit, among the book's projects; and others.
BUDGETS = [name for name, kind in KINDS.items() if kind.class_traits().keys() >= {"budget"} and kind.budget.max]
WITH_BUDGET = [name for name in BUDGETS if getattr(KINDS[name](), "allocation", None) == best(100)]
OTHERS_WITH_BUDGET = [name for name in BUDGETS if name not in WITH_BUDGET]
WITH_WEIGHT = [name for name in WITH_BUDGET if KINDS[name].class_traits().keys() >= {"weight"}]
BOOK = Path(__file__).parents[2] / "book"
THEMES = ("JupyterLab Dark", "JupyterLab Light")


def each_of(*names: str):
    """The test for each of these notebooks; all tests of one come together, so that it is opened once."""
    return pytest.mark.parametrize("notebook", names, indirect=True, scope="module")


# The chapters


def changed(kind: type, before: float, after: float):
    """A new explorer, with the one setting changed that the first slider has brought from one value to the other."""
    name = next(name for name in kind.settings if getattr(kind(), name) == before)
    return kind(**{name: type(kind.class_traits()[name].default_value)(after)})


@each_of(*CHAPTERS)
def test_a_chapter_shows_its_explorer_before_it_is_run(notebook):
    """From the state that the notebook stores: the kernel has not heard of it."""
    shown = Shown(notebook)
    looks = "(root) => root.querySelector('svg').innerHTML + root.querySelector('.explorer-sentence').innerText"
    before = shown.root.evaluate(looks)
    shown.shows_units_of(KINDS[CHAPTERS[notebook.name][0]]())
    label = next(iter(shown.values()))
    highest = shown.slider(label).get_attribute("max")
    shown.type(label, highest)
    expect(shown.number(label)).to_have_value(highest)
    assert shown.root.evaluate(looks) != before


@each_of(*CHAPTERS)
def test_a_chapter_runs_whole(notebook):
    notebook.run_all()
    prompts = notebook.panel.locator(".jp-CodeCell .jp-InputPrompt").all_inner_texts()
    assert prompts == [f"[{i}]:" for i in range(1, len(prompts) + 1)]
    assert not notebook.panel.locator("[data-mime-type*=error], [data-mime-type*=stderr]").count()
    assert notebook.panel.locator(".explorer").count() == len(CHAPTERS[notebook.name])
    kind, shown = KINDS[CHAPTERS[notebook.name][0]], Shown(notebook)
    shown.shows_units_of(kind())
    label, before = next(iter(shown.values().items()))
    said = shown.sentence.inner_text()
    for key in ("ArrowRight", "End"):
        shown.slider(label).press(key)
        expect(shown.number(label)).not_to_have_value(f"{before:g}")
        shown.shows_units_of(changed(kind, before, shown.values()[label]))
    expect(shown.sentence).not_to_have_text(said)


# Python sets, the page follows


@each_of("OpeningExplorer")
def test_the_kernel_is_the_one_of_this_environment(shown):
    assert shown.python("import sys; print(sys.prefix)").strip() == sys.prefix


@each_of(*WITH_BUDGET)
def test_python_sets_the_budget(shown):
    shown.shows(best(100))
    said = shown.sentence.inner_text()
    shown.python("explorer.budget = 300")
    shown.shows(best(300))
    expect(shown.sentence).not_to_have_text(said)
    for control in (shown.slider, shown.number):
        expect(control("Budget (units)")).to_have_value("300")


@each_of(*OTHERS_WITH_BUDGET)
def test_a_budget_goes_both_ways(shown):
    kind, said = KINDS[shown.notebook.name], shown.sentence.inner_text()
    shown.python("explorer.budget = 60")
    shown.shows_units_of(kind(budget=60))
    expect(shown.sentence).not_to_have_text(said)
    (label,) = (label for label in shown.values() if "udget" in label)
    expect(shown.number(label)).to_have_value("60")
    shown.slider(label).press("ArrowRight")
    expect(shown.number(label)).not_to_have_value("60")
    shown.read([round(shown.values()[label])], "budget")


@each_of(*WITH_WEIGHT)
def test_python_sets_the_weight(shown):
    shown.python("explorer.weight = 10")
    shown.shows(best(100, ml_first()))
    expect(shown.number("Weight of dynamic pricing")).to_have_value("10")


@each_of("AllocationExplorer")
def test_python_sets_weights_and_floors(shown):
    shown.python("explorer.weights = [1, 1, 5, 1, 1]\nexplorer.floors = [0, 0, 0, 0, 30]")
    shown.shows(best(100, replace(SHOP, weight=[1, 1, 5, 1, 1], floor=[0, 0, 0, 0, 30])))
    expect(shown.slider("Weight of onboarding vision")).to_have_value("5")
    expect(shown.slider("Floor of menu images (units)")).to_have_value("30")


@each_of("AllocationExplorer")
def test_python_places_the_dots_by_hand(shown):
    shown.python("explorer.hand = [5, 40, 20, 10, 25]\nexplorer.by_hand = True")
    shown.shows([5, 40, 20, 10, 25])
    expect(shown.sentence).to_contain_text(score([5, 40, 20, 10, 25], 100))
    # Where they no longer fit, those with most come down, as when the page makes the budget smaller.
    shown.python("explorer.budget = 60")
    shown.shows([5, 15, 15, 10, 15])
    expect(shown.sentence).to_contain_text(score([5, 15, 15, 10, 15], 60))


@each_of("PlatformExplorer")
def test_the_platform_and_python_tell_each_other(shown):
    shown.python("explorer.budget, explorer.built = 150, 40")
    expect(shown.number(PLATFORM)).to_have_value("40")
    shown.shows_units_of(PlatformExplorer(budget=150, built=40))
    assert "expected one of 50, 100, 150, 200" in shown.python("explorer.budget = 300")
    shown.press("Reset")
    shown.read([100, 0], "budget", "built")
    shown.press("The best platform")
    shown.read([100, 13, PlatformExplorer(built=13).allocation], "budget", "built", "allocation")
    shown.shows_units_of(PlatformExplorer(built=13))


@each_of("LifecycleExplorer")
def test_python_shapes_the_curve(shown):
    shown.python("explorer.family, explorer.scale, explorer.steepness = 'hyperbola', 60, 2.5")
    expect(shown.number(STEEPNESS)).to_have_value("2.5")
    expect(shown.number("Scale (points)")).to_have_value("60")
    expect(shown.root.locator("[value=hyperbola]")).to_be_checked()
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


@each_of(*KINDS)
def test_two_views_of_one_explorer_stay_together(shown):
    shown.python("explorer")
    views = shown.notebook.panel.locator(".explorer")
    expect(views).to_have_count(2)
    label, before = next(iter(shown.values().items()))
    views.nth(1).get_by_label(label, exact=True).press("End")
    numbers = views.get_by_label(f"{label}, as a number")
    values = numbers.evaluate_all("numbers => numbers.map((number) => Number(number.value))")
    assert len(values) == 2 and values[0] == values[1] != before
    shown.shows_units_of(changed(KINDS[shown.notebook.name], before, values[0]))


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
    for label, typed in (("Weight of menu images", "4,0"), ("Floor of menu images (units)", "50")):
        shown.slider(label).fill(typed)
        shown.slider(label).press("Enter")
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
    shown.root.locator("[value=power]").check()
    shown.type("Scale (points)", 50)
    shown.type(STEEPNESS, 2)
    shown.slider(STEEPNESS).press("ArrowRight")
    gains = LifecycleExplorer(family="power", scale=50, steepness=2.05).gains
    shows_gains(shown, gains)
    shown.read(["power", 50.0, 2.05, gains], "family", "scale", "steepness", "gains")


# Looks


@each_of(*KINDS)
def test_legible_in_both_themes(shown):
    grounds = []
    for theme in THEMES:
        shown.page.evaluate("theme => jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
        light = str(theme.endswith("Light")).lower()
        shown.page.wait_for_function("light => document.body.dataset.jpThemeLight === light", arg=light)
        found = shown.contrasts()
        assert len(found["texts"]) > 15
        assert not [text for text in found["texts"] if text[0] < 4.5], theme
        assert not [shape for shape in found["shapes"] if shape[0] < 3], theme
        grounds.append(shown.root.locator("button").first.evaluate("node => getComputedStyle(node).backgroundColor"))
    assert grounds[0] != grounds[1]


@each_of("CompanyExplorer")
def test_the_form_and_python_tell_each_other(shown):
    assert not shown.root.get_by_role("button", name="Copy a link").count(), "the address is the notebook's"
    first = shown.root.locator(".company-row").first
    first.get_by_label("Importance of ").fill("20")
    first.get_by_label("Name of ").fill("pricing")
    shown.type("The team's effort (person-months)", 160)
    projects = list(company_of(CompanyExplorer().projects).projects)
    projects[0] = replace(projects[0], name="pricing", importance=20.0)
    company = Company(projects)
    shown.read([company.rows(), 160, company.allocate(160).effort.tolist()], "projects", "months", "allocation")
    mine = Company([Project("search <b>", 2), Project("ads", floor=10)])
    shown.python(f"explorer.months, explorer.projects = 60, {mine.rows()!r}")
    expect(shown.root.locator(".company-told.best")).to_have_text(["40", "20"])
    expect(shown.root.locator("[data-column=project]").first).to_have_value("search <b>")
    assert "expected a number of at least 0" in shown.python(
        "explorer.projects = [{'project': 'a', 'importance': 'x'}]"
    )
    assert "floors add up to 10 units" in shown.python("explorer.months = 2")
    expect(shown.root.locator(".company-told.best").first).to_have_text("40")
