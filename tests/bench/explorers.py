"""How long a reader waits: the explorers in the built pages beside the same picture redrawn by a kernel.

Prints, for one movement of a control, the median and the 95th percentile over a sweep, all measured in one browser in
one run.
"""

import gzip
import sys
import tempfile
from pathlib import Path

import nbformat
import numpy as np
from bookbuild.explorers import READABLE
from bookbuild.serve import served
from effort.company import DIFFICULTIES
from playwright.sync_api import Error, sync_playwright
from support.chromium import how_to_launch
from support.contents import explorers
from support.live import ANSWER
from support.running_lab import PANEL, Notebook, open_lab, running_lab

SWEEP = 200
KERNEL_SWEEP = 100

# For both: browsers hand on a moving pointer or slider just before they draw a frame, so a movement begins in one here
# too. A message posted in a frame arrives when the page is done with drawing it.
TIMING = """
  const frame = () => new Promise(requestAnimationFrame);
  const drawn = () => new Promise((done) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  });
"""

IN_PAGE = f"""async ([explorer, sweep]) => {{
  {TIMING}
  const range = document.querySelector(`div:has(+ #${{explorer}}) > .explorer input[type=range]`);
  const times = [];
  for (let k = 0; k < sweep; k++) {{
    await frame();
    const start = performance.now();
    range.value = Number(range.min) + ((k * 37) % sweep) / sweep * (range.max - range.min);
    range.dispatchEvent(new Event('input', {{ bubbles: true }}));
    const changed = performance.now();
    await drawn();
    times.push([changed - start, performance.now() - start]);
  }}
  return times;
}}"""

# A letter typed into a row of a board of a thousand projects.
IN_BOARD = f"""async (letters) => {{
  {TIMING}
  const boxes = document.querySelectorAll('[data-column=importance]');
  const times = [];
  for (let k = 0; k < letters; k++) {{
    const box = boxes[k % boxes.length];
    box.focus();
    await frame();
    const start = performance.now();
    box.value = `${{1 + (k * 7) % 40}}`;
    box.dispatchEvent(new Event('input', {{ bubbles: true }}));
    const changed = performance.now();
    await drawn();
    times.push([changed - start, performance.now() - start]);
  }}
  return times;
}}"""
PROJECTS, MONTHS, LETTERS = 1000, 900, 200

# One unit more each time, from the keyboard, as ipywidgets' sliders take it. The picture has changed when the page has
# the new one, and is drawn in the first frame after it is decoded.
IN_LAB = f"""async ([panel, sweep]) => {{
  {TIMING}
  const output = document.querySelector(panel + ' .jp-OutputArea:has(.noUi-handle)');
  const handle = output.querySelector('.noUi-handle');
  const times = [];
  for (let k = 0; k < sweep; k++) {{
    const old = output.querySelector('img').src;
    let observer;
    const replaced = new Promise((done) => {{
      observer = new MutationObserver(() => {{
        const image = output.querySelector('img');
        if (image?.src && image.src !== old) done(image);
      }});
      observer.observe(output, {{ childList: true, subtree: true, attributes: true }});
    }});
    await frame();
    const start = performance.now();
    handle.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'ArrowRight', bubbles: true, cancelable: true }}));
    const image = await replaced;
    const changed = performance.now();
    observer.disconnect();
    await image.decode();
    await frame();
    await drawn();
    times.push([changed - start, performance.now() - start]);
  }}
  return times;
}}"""

# The figure of the chapter on allocation, and the least that shows the same.
FIGURES = {
    "the same figure": "display(figures.accuracy_curves(shop, best).figure())",
    "curves and dots only": "plt.plot(effort, curves); plt.plot(best.effort, best.accuracy, 'ro'); plt.show()",
}
INTERACT = """
%matplotlib inline
import matplotlib.pyplot as plt, numpy as np
from ipywidgets import interact
from effort import allocate, figures, grocery_delivery
shop, effort = grocery_delivery(), np.arange(121)
curves = shop.curve.value(effort[:, None])
@interact(budget=(0, 500))
def show(budget=100):
    best = allocate(shop, budget)
    """


def in_page(browser, site: Path) -> dict[str, np.ndarray]:
    """For each explorer, shape (SWEEP, 2): milliseconds until the picture is changed, and until that is drawn."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    times = {}
    with served(site) as address:
        for explorer, chapter in explorers().items():
            page.goto(f"{address}book/{chapter}.html")
            root = f"div:has(+ #{explorer}) > .explorer"
            page.wait_for_selector(f"{root} .explorer-sentence:not(:empty)")
            page.evaluate(ANSWER)
            page.locator(root).scroll_into_view_if_needed()
            times[f"explorer: {explorer}"] = np.array(page.evaluate(IN_PAGE, [explorer, SWEEP]))
        page.close()
    return times


def in_board(browser, site: Path) -> dict[str, np.ndarray]:
    """The same for a letter typed into the board of a company with a thousand projects, shape (LETTERS, 2)."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    rng = np.random.default_rng(1)
    rows = [f"project {i},{rng.integers(1, 40)},{rng.choice(list(DIFFICULTIES))}" for i in range(PROJECTS)]
    table = "\n".join(["project,importance,difficulty", *rows])
    with served(site) as address:
        page.goto(f"{address}book/your-company.html#company?months={MONTHS}")
        page.wait_for_selector(".explorer .explorer-sentence:not(:empty)")
        content = {"name": "projects.csv", "mimeType": "text/csv", "buffer": table.encode()}
        page.locator("input[type=file]").set_input_files(content)
        page.wait_for_function("() => document.querySelector('.explorer-note').textContent.includes('read')")
        times = np.array(page.evaluate(IN_BOARD, LETTERS))
    page.close()
    return {f"a letter, {PROJECTS} projects": times}


def in_lab(browser) -> dict[str, np.ndarray]:
    """The same for matplotlib and `interact` in JupyterLab, shape (KERNEL_SWEEP, 2)."""
    times = {}
    with tempfile.TemporaryDirectory() as folder:
        work, home = Path(folder, "work"), Path(folder, "home")
        work.mkdir()
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        for name, draw in FIGURES.items():
            cell = nbformat.v4.new_code_cell(INTERACT + draw, id="interact")
            nbformat.write(
                nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": kernel}), work / f"{name}.ipynb"
            )
        with running_lab(work, home) as address:
            page = browser.new_page(viewport={"width": 1280, "height": 1000})
            open_lab(page, address)
            for name in FIGURES:
                notebook = Notebook(page, name)
                notebook.run(0)
                notebook.panel.locator(".jp-OutputArea img").wait_for()
                page.evaluate(IN_LAB, [PANEL, 3])  # the first ones load fonts
                times[f"interact: {name}"] = np.array(page.evaluate(IN_LAB, [PANEL, KERNEL_SWEEP]))
                notebook.close()
            page.close()
    return times


def main(site: Path) -> None:
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(**how_to_launch(whole=True))
        except Error as error:
            sys.exit(f"The live figures need Chromium or Chrome to be measured: {error}")
        pages, board, kernel = in_page(browser, site), in_board(browser, site), in_lab(browser)
        browser.close()
    print(f"One movement of a control, in ms: {SWEEP} in each page, with no kernel, and {KERNEL_SWEEP} with matplotlib")
    print("and ipywidgets' interact, in JupyterLab with a kernel on this machine, in the same browser.")
    print(f"{'':34} {'until the picture':>20} {'until that':>20}")
    print(f"{'':34} {'has changed':>20} {'is drawn':>20}")
    print(f"{'':34}" + f" {'median':>10} {'95th':>9}" * 2)
    numbers = {
        name: np.percentile(times, [50, 95], axis=0).T.ravel() for name, times in (pages | board | kernel).items()
    }
    for name, row in numbers.items():
        print(f"{name:34} {row[0]:10.1f} {row[1]:9.1f} {row[2]:10.1f} {row[3]:9.1f}")
    slowest = np.max([numbers[name] for name in pages], axis=0)
    print("Times as long as the slowest explorer:")
    for name in kernel:
        row = numbers[name] / slowest
        print(f"{name:34} {row[0]:10.0f} {row[1]:9.0f} {row[2]:10.0f} {row[3]:9.0f}")
    files = sorted((site / "_static/explorers").glob("*.js"))
    sizes = {path.stem: len(gzip.compress(path.read_bytes())) for path in files if path.name != READABLE}
    own = sorted(size for name, size in sizes.items() if name != "explorers")
    print(f"Scripts, compressed: {sizes['explorers']} bytes for every page with a figure, and beside them for")
    print(f"its own figure from {own[0]} to {own[-1]}; all {len(sizes)} together {sum(sizes.values())}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
