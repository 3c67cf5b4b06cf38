"""A chapter's cells, changed and run in the page itself."""

import json
import re

import pytest
from support.accessibility import violations
from support.contents import explorers
from support.troubles import NOT_THERE, Troubles

# One of each kind: plain code and pictures, live figures, tables of facts, printed sentences.
CHAPTERS = ("allocation", "evidence", "buying", "your-company")
WHAT = "button:text('Change and run it here')"
# What each cell with code shows: pictures by what they are said to show, tables and text by their words.
SHOWN = """() => [...document.querySelectorAll('.cell:has(.cell_input pre)')].map((cell) =>
  [...cell.querySelectorAll('.output')].map((output) => {
    const pictures = [...output.querySelectorAll('.picture')].map((each) => each.getAttribute('aria-label'));
    const words = output.cloneNode(true);
    words.querySelectorAll('button').forEach((button) => button.remove());
    // Where numbers have 32 bits, longer ones say so.
    const text = words.textContent.trim().replace(/\\s+/g, ' ').replaceAll(', dtype=int64', '');
    return pictures.length ? pictures : [text];
  }))"""


@pytest.fixture
def reader(browser, address, pyodide):
    """A page of the site, all code shown, in a browser that reaches the site and nothing else."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    troubles = Troubles(context, lambda trouble: any(words in trouble for words in NOT_THERE))

    def open_(chapter: str):
        page = context.new_page()
        page.goto(f"{address}book/{chapter}.html?code=shown")
        page.wait_for_load_state("networkidle")
        return page

    yield open_
    context.close()
    troubles.end_of_test()


def run(page, place: int, word: str = "It ran", code: str | None = None) -> None:
    """Open a cell, the others being open or not, change it if asked to, and run it."""
    cell = page.locator(".cell:has(.cell_input pre)").nth(place)
    cell.locator(WHAT).click()
    if code is not None:
        cell.locator(".run-source").fill(code)
    cell.locator(".run-bar button", has_text="Run").click()
    cell.locator(".run-status", has_text=word).wait_for(timeout=240_000)


def place_of(page, words: str) -> int:
    """The first cell whose code holds such words."""
    sources = page.locator(".cell .cell_input pre").all_text_contents()
    return next(i for i, source in enumerate(sources) if words in source)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_each_cell_shows_what_is_published(reader, chapter):
    page = reader(chapter)
    published = page.evaluate(SHOWN)
    for place in range(len(published)):
        run(page, place, "It ran")
    assert page.evaluate(SHOWN) == published
    assert page.locator(".explorer").count() == list(explorers().values()).count(chapter)


def test_nothing_of_it_is_loaded_before_the_first_press(reader, address):
    page = reader("growth")
    requests = []
    page.on("request", lambda request: requests.append(request.url.removeprefix(address)))
    page.reload()
    page.wait_for_load_state("networkidle")
    assert len(requests) >= 4
    needed = re.compile("running.js|python.js|run_cells.py|lite/")
    assert not [each for each in requests if needed.search(each)]
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert "unsafe" not in policy and "worker" not in policy and "blob" not in policy
    page.locator(WHAT).first.click()
    page.get_by_role("textbox", name="Code of this cell").wait_for()
    page.wait_for_function("() => performance.getEntriesByType('resource').some(({ name }) => /running/.test(name))")


def test_a_change_reaches_the_output_and_the_live_figure_until_it_is_reset(reader):
    page = reader("growth")
    prose = "() => [...document.querySelectorAll('main p:not([class*=run-])')].map((each) => each.textContent)"
    before = page.evaluate(SHOWN), page.evaluate(prose)
    live = place_of(page, "GrowthExplorer()")
    budget = page.get_by_role("spinbutton", name="Budget").or_(page.get_by_role("textbox", name="Budget")).first
    published = budget.input_value()
    run(page, live, code="GrowthExplorer(budget=250)")
    assert budget.input_value() == "250" != published
    slider = page.locator(".explorer input[type=range]").first
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert budget.input_value() == "251", "it is alive"
    # A later cell finds what an earlier one, changed, has left.
    first = place_of(page, "import")
    run(page, first, code=page.locator(".cell .cell_input pre").nth(first).text_content() + "\nmine = 6 * 7")
    run(page, live, code="mine")
    cell = page.locator(".cell:has(.cell_input pre)").nth(live)
    assert cell.locator(".output").inner_text().strip() == "42"
    for place in (live, first):
        page.locator(".cell:has(.cell_input pre)").nth(place).locator(".run-bar button", has_text="Reset").click()
    assert budget.input_value() == published
    same = f"(before) => JSON.stringify(({prose})()) === JSON.stringify(before)"
    page.wait_for_function(same, arg=before[1], timeout=10_000)
    assert page.evaluate(SHOWN) == before[0]
    page.wait_for_function("() => !location.hash")


def test_an_error_is_told_and_loses_nothing(reader):
    page = reader("growth")
    shown = page.evaluate(SHOWN)
    table = place_of(page, "Table(")
    run(page, table, "error", code="1 / 0  # mine")
    cell = page.locator(".cell:has(.cell_input pre)").nth(table)
    assert "ZeroDivisionError" in cell.locator(".run-error").inner_text()
    assert "/lib/python" not in cell.locator(".run-error").inner_text()
    assert cell.locator(".run-source").input_value() == "1 / 0  # mine"
    later = len(shown) - 1
    run(page, later, "error")
    assert later != table and "A cell before this one ends with an error" in page.locator(".cell").nth(-1).inner_text()
    cell.locator(".run-bar button", has_text="Reset").click()
    run(page, later)
    assert page.evaluate(SHOWN) == shown


def test_keys_alone_do_it_and_nothing_is_in_the_way(reader):
    page = reader("growth")
    page.set_viewport_size({"width": 320, "height": 568})
    button = page.locator(WHAT).nth(1)
    button.focus()
    page.keyboard.press("Enter")
    text = page.get_by_role("textbox", name="Code of this cell")
    text.wait_for()
    page.wait_for_function("() => document.activeElement.matches('.run-source')")
    page.keyboard.press("Control+Enter")
    page.locator(".run-status", has_text="It ran").wait_for(timeout=240_000)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Run", "Tab leads out of the text"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for theme in ("light", "dark"):
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        assert violations(page, "main") == []


def test_the_pages_take_the_python_of_the_notebooks(site):
    found = json.loads((site / "lite/python.json").read_text("utf-8"))
    assert all((site / "lite" / name).is_file() for name in found["wheels"])
    brought = (site / "lite/static/pyodide").is_dir()
    assert found["pyodide"] == "static/pyodide/" if brought else found["pyodide"].startswith("https://")
