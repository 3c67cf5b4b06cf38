"""The chapters in the browser: opened from their pages, run by a Python that the site brings along, and changed."""

import json
import re

import pytest
from bookbuild.lite import build
from support.contents import chapters, explorers
from support.troubles import NOT_THERE, Troubles

EXPLORERS = list(explorers().values())
QUESTION = "dialog: Drop your changes to this chapter?"

CELLS = """() => window.jupyterapp.shell.currentWidget.content.widgets.map((cell) => ({
  id: cell.model.id, type: cell.model.type, source: cell.model.sharedModel.getSource(),
  count: cell.model.executionCount,
  outputs: cell.model.type === 'code' ? cell.model.outputs.toJSON() : [],
}))"""
IS_OPEN = """() => {
  const panel = window.jupyterapp?.shell?.currentWidget;
  return panel?.context?.isReady && panel.content.widgets.length > 0;
}"""
HAS_RUN = """() => {
  const code = window.jupyterapp.shell.currentWidget.content.widgets.filter((cell) => cell.model.type === 'code');
  const failed = code.some((cell) => cell.model.outputs.toJSON().some((output) => output.output_type === 'error'));
  return failed || code.at(-1).model.executionCount === code.length;
}"""


@pytest.fixture(scope="module")
def visitor(browser, address, pyodide):
    """A browser that reaches the site and nothing else, and what went wrong in it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context, Troubles(context, known)
    context.close()


def known(trouble: str) -> bool:
    # What is still fetched there when a reader leaves is broken off. Where it must start, its tests wait for it, and
    # what is not there at all has a status.
    if trouble.startswith("not loaded") and "/lite/" in trouble:
        return True
    return trouble.startswith("warning") or any(words in trouble for words in (*NOT_THERE, QUESTION))


@pytest.fixture
def open_chapter(visitor, address):
    """Open a chapter from the link on its page."""
    context, troubles = visitor
    pages = []

    def open_(chapter: str):
        page = context.new_page()
        pages.append(page)
        page.goto(f"{address}book/{chapter}.html")
        page.locator(".article-header-buttons a.run-here").click()
        page.get_by_role("status").get_by_text("Python is starting").wait_for()
        return page

    yield open_
    for page in pages:
        page.close()
    troubles.end_of_test()


def ready(page) -> None:
    """Wait until Python is there."""
    page.locator("#run-all:enabled").wait_for(timeout=120_000)
    page.get_by_text("Python is ready").wait_for()


def as_read(outputs: list[dict]) -> list:
    """What outputs tell a reader, without what differs between versions of Python, numpy and matplotlib."""
    found = []
    for output in outputs:
        if output["output_type"] == "stream":
            found.append((output["name"], output["text"]))
            continue
        assert output["output_type"] in ("display_data", "execute_result"), output
        data = output["data"]
        html = data.get("text/html", "")
        if 'class="picture"' in html or "explorer-still" in html:
            # The drawing may differ in the last digit of a coordinate; what it is said to show may not.
            found.append(re.findall(r'aria-label="([^"]*)"', html))
        elif html:
            found.append(html)
        else:
            # Where numbers have 32 bits, longer ones say so.
            texts = {kind: re.sub(r",\s*dtype=int64", "", text) for kind, text in data.items() if isinstance(text, str)}
            found.append(texts)
    return found


@pytest.mark.parametrize("chapter", chapters())
def test_a_chapter_runs_whole_and_says_the_same(open_chapter, site, chapter):
    page = open_chapter(chapter)
    ready(page)
    page.locator("#run-all").click()
    page.wait_for_function(HAS_RUN, timeout=600_000)
    published = json.loads((site / f"notebooks/{chapter}.ipynb").read_text("utf-8"))["cells"]
    cells = {cell["id"]: cell for cell in page.evaluate(CELLS)}
    assert [*cells] == ["install", *(cell["id"] for cell in published)]
    assert as_read(cells["install"]["outputs"]) == []
    ran = [cell for cell in cells.values() if cell["type"] == "code"]
    assert [cell["count"] for cell in ran] == list(range(1, len(ran) + 1))
    for cell in published:
        if cell["cell_type"] == "code":
            assert as_read(cells[cell["id"]]["outputs"]) == as_read(cell["outputs"]), cell["source"]

    shown = page.locator(".explorer")
    assert shown.count() == EXPLORERS.count(chapter)
    if chapter in EXPLORERS:
        sentence = page.locator(".explorer .explorer-sentence").first
        before = sentence.inner_text()
        slider = shown.locator("input[type=range]").first
        slider.focus()
        page.keyboard.press("End")
        page.wait_for_function(
            "before => document.querySelector('.explorer .explorer-sentence').innerText !== before", arg=before
        )


def test_changes_outlast_a_reload_until_the_reader_starts_over(open_chapter):
    page = open_chapter("growth")
    page.wait_for_function(IS_OPEN)  # one may write before Python is there
    cell = page.locator(".jp-CodeCell").nth(1).locator(".cm-content")
    original = page.evaluate(CELLS)
    page.locator(".jp-CodeCell .jp-Placeholder, .jp-CodeCell .jp-InputPlaceholder").first.click()
    cell.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("\n# mine")
    page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty", timeout=30_000)
    page.reload()
    ready(page)
    assert any(cell["source"].endswith("# mine") for cell in page.evaluate(CELLS))

    with page.expect_navigation():
        page.get_by_role("button", name="Start over").click()
    page.wait_for_function(IS_OPEN)
    assert [cell["source"] for cell in page.evaluate(CELLS)] == [cell["source"] for cell in original]


def test_a_cell_leads_to_the_same_cell(visitor, address):
    context, troubles = visitor
    page = context.new_page()
    page.goto(f"{address}book/ml-first.html?code=shown")
    link = page.locator(".run-cell a").last
    wanted = link.get_attribute("href").split("#cell-id=")[1]
    code = link.locator("xpath=ancestor::*[contains(@class, 'cell_input')]").locator("pre").inner_text()
    link.click()
    page.wait_for_function(IS_OPEN)
    active = """() => {
      const { activeCell: cell } = window.jupyterapp.shell.currentWidget.content;
      return cell && [cell.model.id, cell.model.sharedModel.getSource()];
    }"""
    page.wait_for_function(f"(wanted) => ({active})()?.[0] === wanted", arg=wanted)
    assert page.evaluate(active)[1].strip() == code.strip()
    cell = page.locator(".jp-Cell.jp-mod-active")
    page.wait_for_function(
        """() => {
             const { top, bottom } = document.querySelector('.jp-Cell.jp-mod-active').getBoundingClientRect();
             return bottom > 0 && top < innerHeight;
           }"""
    )
    assert cell.is_visible()
    page.close()
    troubles.end_of_test()


def test_the_way_back(open_chapter, address):
    page = open_chapter("take-away")
    page.wait_for_function(IS_OPEN)
    page.evaluate("() => { window.jupyterapp.shell.currentWidget.context.model.dirty = true; }")
    page.get_by_role("link", name="Back to the page").click()
    page.wait_for_url(f"{address}book/take-away.html")


def test_the_site_needs_no_other_host_for_python(site, pyodide):
    settings = json.loads((site / "lite/jupyter-lite.json").read_text("utf-8"))["jupyter-config-data"]
    kernel = settings["litePluginSettings"]["@jupyterlite/pyodide-kernel-extension:kernel"]
    assert kernel["pyodideUrl"] == "./static/pyodide/pyodide.js" and kernel["disablePyPIFallback"]
    for file in pyodide.iterdir():
        assert (site / "lite/static/pyodide" / file.name).stat().st_size == file.stat().st_size


def test_what_is_no_pyodide_is_refused(tmp_path):
    with pytest.raises(ValueError, match=re.escape(f"PYODIDE is {tmp_path}, expected the folder")):
        build(tmp_path, tmp_path, tmp_path)
    (tmp_path / "pyodide-lock.json").write_text('{"info": {"version": "0.1.0"}}')
    with pytest.raises(ValueError, match=r"of version 0\.1\.0, expected one of 0\.27"):
        build(tmp_path, tmp_path, tmp_path)
