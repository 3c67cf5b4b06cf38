"""How long it takes from a press to a cell's output, with nothing in the browser's store: in the page, in the notebook.

Prints both, measured in turns in one run; needs a site that brings its own Python.
"""

import sys
import time
from pathlib import Path

import numpy as np
from bookbuild.serve import served
from playwright.sync_api import Browser, sync_playwright
from support.chromium import how_to_launch

CHAPTER, TURNS = "growth", 3
RAN = """() => window.jupyterapp?.shell?.currentWidget?.content?.widgets
  .filter((cell) => cell.model.type === 'code')[1]?.model.outputs.length > 0"""


def in_the_page(browser: Browser, address: str) -> float:
    """Seconds from the press until the first cell's output is there."""
    page = browser.new_context().new_page()
    page.goto(f"{address}book/{CHAPTER}.html?code=shown")
    page.wait_for_load_state("networkidle")
    start = time.perf_counter()
    page.get_by_role("button", name="Change and run it here").first.click()
    page.get_by_role("button", name="Run", exact=True).click()
    page.locator(".run-status", has_text="It ran").wait_for(timeout=300_000)
    seconds = time.perf_counter() - start
    page.context.close()
    return seconds


def in_the_notebook(browser: Browser, address: str) -> float:
    """Seconds from the press until that cell's output is there, all cells being run."""
    page = browser.new_context().new_page()
    page.goto(f"{address}book/{CHAPTER}.html")
    page.wait_for_load_state("networkidle")
    start = time.perf_counter()
    page.locator(".article-header-buttons a.run-here").click()
    page.locator("#run-all:enabled").click(timeout=300_000)
    page.wait_for_function(RAN, timeout=300_000)
    seconds = time.perf_counter() - start
    page.context.close()
    return seconds


def main(site: Path) -> None:
    if not (site / "lite/static/pyodide").is_dir():
        print("The site brings no Python (PYODIDE=FOLDER); leaving out how long it takes to start.")
        return
    with served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**how_to_launch(whole=True))
        times = [(in_the_page(browser, address), in_the_notebook(browser, address)) for _ in range(TURNS)]
        browser.close()
    page, notebook = np.median(times, axis=0)
    print(
        f"From a press to the first output, medians of {TURNS} with nothing stored: {page:.1f} s in the page, ", end=""
    )
    print(f"{notebook:.1f} s in the notebook, {notebook / page:.1f} times")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
