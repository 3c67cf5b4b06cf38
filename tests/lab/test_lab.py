"""The explorers in a real JupyterLab with a running kernel: Python sets and the page follows, and the other way round."""

import ast
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from effort import allocate, grocery_delivery

SHOP = grocery_delivery()
KINDS = ("OpeningExplorer", "LifecycleExplorer", "AllocationExplorer", "GrowthExplorer", "FocusExplorer")
BOOK = Path(__file__).parents[2] / "book"
PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"


def notebook(kind: str) -> nbformat.NotebookNode:
    """Three cells: show an explorer, set it from Python, and say what Python reads."""
    change = "explorer.steepness = 2" if kind == "LifecycleExplorer" else "explorer.budget = 300"
    state = "explorer._defaults() | {name: getattr(explorer, name) for name in ('allocation', 'gains', 'hand') if explorer.has_trait(name)}"
    cells = [f"from effort.explorers import {kind}\nexplorer = {kind}()\nexplorer", change, f"print('READ', {state})"]
    return nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(cells)],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """JupyterLab on a free port of the loopback address, with settings, home and notebooks of its own."""
    home, work = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("work")
    for kind in KINDS:
        nbformat.write(notebook(kind), work / f"{kind}.ipynb")
    chapter = json.loads((BOOK / "allocation.ipynb").read_text("utf-8"))
    (work / "chapter.ipynb").write_text(json.dumps(chapter), "utf-8")
    settings = home / "settings/@jupyterlab/notebook-extension"
    settings.mkdir(parents=True)
    # Otherwise cells that are out of view are not in the page.
    (settings / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}')
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [
        "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}", "--IdentityProvider.token=",
        "--ServerApp.port_retries=0", f"--ServerApp.root_dir={work}", "--LabApp.expose_app_in_browser=True",
        "--LabApp.extension_manager=readonly", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.news_url=None",
    ]  # fmt: skip
    environment = os.environ | {
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    log = (home / "log").open("w")
    process = subprocess.Popen(
        [Path(sys.executable).with_name("jupyter-lab"), *options], env=environment, stdout=log, stderr=log
    )
    address = f"http://127.0.0.1:{port}/"
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(address + "api/status", timeout=5).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    pytest.fail(f"JupyterLab does not start:\n{(home / 'log').read_text()}")
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(20)
        log.close()


@pytest.fixture(scope="module")
def tab(server, browser):
    context = browser.new_context(viewport={"width": 1400, "height": 1200})
    context.route("**/*", lambda route: route.continue_() if route.request.url.startswith(server) else route.abort())
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(f"{server}lab?reset")
    page.wait_for_function("window.jupyterapp?.restored")
    page.wait_for_selector(".jp-DirListing-item")
    yield page
    context.close()


class Lab:
    """One notebook, open in JupyterLab."""

    def __init__(self, page, name: str):
        self.page = page
        page.evaluate("path => void jupyterapp.commands.execute('docmanager:open', { path })", f"{name}.ipynb")
        self.panel = page.locator(PANEL)
        page.wait_for_function("path => jupyterapp.shell.currentWidget?.context?.path === path", arg=f"{name}.ipynb")
        self.panel.locator(".jp-Cell").first.wait_for()
        page.wait_for_function("jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'")

    def run(self, cell: int) -> None:
        prompt = self.panel.locator(".jp-CodeCell").nth(cell).locator(".jp-InputPrompt")
        before = prompt.text_content()
        self.page.evaluate(
            """async (index) => {
                 const notebook = jupyterapp.shell.currentWidget.content;
                 notebook.activeCellIndex = index;
                 jupyterapp.commands.execute('notebook:run-cell');
               }""",
            cell,
        )
        # Running: a star; done: the next number.
        self.page.wait_for_function(
            """([panel, index, before]) => {
                 const prompt = document.querySelectorAll(panel + ' .jp-CodeCell')[index].querySelector('.jp-InputPrompt');
                 return /\\d/.test(prompt.textContent) && prompt.textContent !== before;
               }""",
            arg=[PANEL, cell, before],
        )

    @property
    def explorer(self):
        return self.panel.locator(".explorer")

    @property
    def sentence(self) -> str:
        return self.explorer.locator(".explorer-sentence").inner_text()

    @property
    def units(self) -> list[int]:
        return [int(text) for text in self.explorer.locator(".dot[data-project] .number").all_text_contents()]

    def read(self, **expected) -> dict:
        """What Python says of the explorer, in the output of the notebook's last cell, once it says what is expected.

        The page collects changes while the kernel is busy with an earlier one, so the last may be on its way.
        """
        for _ in range(20):
            self.run(2)
            text = self.panel.locator(".jp-CodeCell").nth(2).locator(".jp-OutputArea-output").inner_text()
            state = ast.literal_eval(text.removeprefix("READ "))
            if all(state[name] == value for name, value in expected.items()):
                break
        return state

    def wait_for_units(self, units: list[int]) -> None:
        self.page.wait_for_function(
            """([panel, units]) => [...document.querySelectorAll(panel + ' .explorer .dot[data-project] .number')]
                 .map((number) => number.textContent).join() === units.join()""",
            arg=[PANEL, units],
        )

    def wait_for_sentence(self, part: str) -> None:
        self.page.wait_for_function(
            "part => document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden) .explorer-sentence').textContent.includes(part)",
            arg=part,
        )


@pytest.fixture
def lab(tab, request):
    errors = []

    def note(message):
        if message.type == "error" and "explorer" in message.text.lower():
            errors.append(message.text)

    tab.on("console", note)
    notebook = Lab(tab, request.param)
    notebook.run(0)
    notebook.explorer.locator(".explorer-sentence:not(:empty)").wait_for()
    yield notebook
    tab.remove_listener("console", note)
    assert not errors


def only(*kinds):
    return pytest.mark.parametrize("lab", kinds, indirect=True)


@only("OpeningExplorer", "AllocationExplorer", "GrowthExplorer", "FocusExplorer")
def test_python_sets_and_the_page_follows(lab):
    assert lab.units == allocate(SHOP, 100).effort.tolist()
    lab.run(1)
    lab.wait_for_sentence("research frontier")
    assert lab.units == allocate(SHOP, 300).effort.tolist()


@only("OpeningExplorer", "AllocationExplorer", "GrowthExplorer", "FocusExplorer")
def test_the_page_sets_and_python_reads(lab):
    number = lab.explorer.get_by_label("Budget (units), as a number")
    number.fill("150")
    number.press("Enter")
    lab.wait_for_units(allocate(SHOP, 150).effort.tolist())
    slider = lab.explorer.get_by_label("Budget (units)", exact=True)
    slider.focus()
    slider.press("ArrowRight")
    read = lab.read(budget=151)
    assert read["budget"] == 151
    assert read["allocation"] == lab.units == allocate(SHOP, 151).effort.tolist()


@only("LifecycleExplorer")
def test_the_shape_of_a_curve_goes_both_ways(lab):
    before = lab.sentence
    lab.run(1)
    lab.page.wait_for_function(
        "old => document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden) .explorer-sentence').textContent !== old",
        arg=before,
    )
    assert lab.explorer.get_by_label("Steepness, as a number").input_value() == "2"
    lab.explorer.get_by_label("Family").select_option("power")
    read = lab.read(family="power")
    assert (read["family"], read["steepness"]) == ("power", 2.0)
    shown = [float(text) for text in lab.explorer.locator("svg .gain").all_text_contents()]
    assert shown == pytest.approx(read["gains"], rel=0.06, abs=0.01)


@only("AllocationExplorer")
def test_dots_placed_by_hand_are_read_by_python(lab):
    lab.explorer.get_by_role("button", name="Try by hand").click()
    dot = lab.explorer.locator('.dot[data-project="dispatching"]')
    dot.focus()
    for _ in range(7):
        lab.page.keyboard.press("ArrowRight")
    read = lab.read(hand=[10, 17, 10, 10, 10])
    assert read["hand"] == lab.units == [10, 17, 10, 10, 10]
    assert read["allocation"] == allocate(SHOP, 100).effort.tolist()


@only("AllocationExplorer")
def test_legible_in_both_themes(lab):
    contrast = """() => {
      const luminance = (colour) => {
        const canvas = new OffscreenCanvas(1, 1).getContext('2d');
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const root = document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden) .explorer');
      let ground = root;
      while (ground && getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)') ground = ground.parentElement;
      const below = luminance(getComputedStyle(ground).backgroundColor);
      return ['svg text', 'svg .number', '.explorer-sentence', 'button'].map((selector) => {
        const style = getComputedStyle(root.querySelector(selector));
        const [low, high] = [below, luminance(selector.startsWith('svg') ? style.fill : style.color)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
      });
    }"""
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        lab.page.evaluate("theme => jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
        light = str(theme.endswith("Light")).lower()
        lab.page.wait_for_function("light => document.body.dataset.jpThemeLight === light", arg=light)
        assert min(lab.page.evaluate(contrast)) >= 4.5, theme


def test_a_chapter_runs_whole(tab):
    chapter = Lab(tab, "chapter")
    tab.evaluate("() => void jupyterapp.commands.execute('notebook:run-all-cells')")
    chapter.explorer.locator(".explorer-sentence:not(:empty)").wait_for()
    assert chapter.units == allocate(SHOP, 100).effort.tolist()
    chapter.panel.locator(".picture svg").first.wait_for()
    assert not chapter.panel.locator("[data-mime-type='application/vnd.jupyter.error']").count()
