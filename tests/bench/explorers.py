"""How long a reader waits: an explorer in the built page beside the same picture redrawn by a kernel.

Prints, for one movement of a control, the median and the 95th percentile over a sweep, measured in one run.
"""

import gzip
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
from bookbuild.serve import make_server
from jupyter_client import KernelManager

PAGES = {
    "companies": "index",
    "lifecycle": "lifecycle",
    "allocation": "allocation",
    "growth": "growth",
    "map": "ml-first",
}
SWEEP = 200
KERNEL_SWEEP = 40
ROW = "{:34} {:>10} {:>10}"

IN_PAGE = """async (sweep) => {
  const range = document.querySelector('.explorer input[type=range]');
  // Browsers hand on a moving pointer or slider just before they draw a frame, so a movement begins in one here too, and
  // ends when a message posted in it arrives, which is after the frame has been drawn.
  const movement = (k) => new Promise((done) => requestAnimationFrame(() => {
    const start = performance.now();
    range.value = Number(range.min) + ((k * 37) % sweep) / sweep * (range.max - range.min);
    range.dispatchEvent(new Event('input', { bubbles: true }));
    const changed = performance.now();
    document.querySelector('.explorer svg').getBoundingClientRect();  // styles and layout too
    const laidOut = performance.now();
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done([changed - start, laidOut - start, performance.now() - start]);
    channel.port2.postMessage(0);
  }));
  const times = [];
  for (let k = 0; k < sweep; k++) times.push(await movement(k));
  return times;
}"""

IN_KERNEL = """
%matplotlib inline
import ipywidgets, matplotlib.pyplot as plt, numpy as np
from effort import allocate, grocery_delivery
shop, effort = grocery_delivery(), np.arange(121)
def show(budget):
    best = allocate(shop, budget)
    plt.plot(effort, shop.curve.value(effort[:, None]))
    plt.plot(best.effort, best.accuracy, 'ro')
    plt.show()
control = ipywidgets.interactive(show, budget=(0, 500))
"""


def summary(name: str, milliseconds) -> str:
    return ROW.format(name, *(f"{value:.2f} ms" for value in np.percentile(milliseconds, [50, 95])))


def in_page(site: Path) -> dict[str, np.ndarray]:
    """For each explorer, shape (sweep, 3): milliseconds until changed, laid out, and drawn."""
    from playwright.sync_api import sync_playwright

    sys.path.insert(0, str(Path(__file__).parents[1]))
    from conftest import ARGUMENTS, installed_browser

    server, address = make_server(site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    times = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_browser(), args=ARGUMENTS.split())
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        for explorer, name in PAGES.items():
            page.goto(f"{address}book/{name}.html")
            page.wait_for_selector(".explorer .explorer-sentence:not(:empty)")
            page.locator(".explorer").scroll_into_view_if_needed()
            times[explorer] = np.array(page.evaluate(IN_PAGE, SWEEP))
        browser.close()
    server.shutdown()
    return times


def in_kernel() -> np.ndarray:
    """Shape (sweep,): milliseconds from setting the slider to the kernel being done with the new picture."""
    private = tempfile.TemporaryDirectory()
    manager = KernelManager(
        kernel_name="python3", transport="ipc", connection_file=str(Path(private.name, "kernel.json"))
    )
    manager.start_kernel()
    client = manager.blocking_client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    try:
        client.execute_interactive(IN_KERNEL, timeout=60, output_hook=lambda message: None)
        times = []
        for k in range(KERNEL_SWEEP + 2):
            start = time.perf_counter()
            client.execute_interactive(
                f"control.children[0].value = {(k * 37) % 500}", timeout=60, output_hook=lambda message: None
            )
            times.append(1000 * (time.perf_counter() - start))
        return np.array(times[2:])  # the first ones load fonts
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        private.cleanup()


def main(site: Path) -> None:
    print(f"One movement of a control, {SWEEP} of them in the page, {KERNEL_SWEEP} in the kernel")
    print(ROW.format("", "median", "95th"))
    times = in_page(site)
    for explorer, each in times.items():
        print(summary(f"{explorer}: changed", each[:, 0]))
        print(summary(f"{explorer}: laid out", each[:, 1]))
        print(summary(f"{explorer}: drawn", each[:, 2]))
    kernel = in_kernel()
    print(summary("matplotlib and interact, kernel", kernel))
    for column, what in enumerate(("changed", "laid out", "drawn")):
        slowest = max(np.median(each[:, column]) for each in times.values())
        print(f"kernel / slowest explorer, medians, {what}: {np.median(kernel) / slowest:.0f}")
    files = sorted((site / "_static/explorers").iterdir())
    print(f"explorers' files, compressed: {sum(len(gzip.compress(path.read_bytes())) for path in files)} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
