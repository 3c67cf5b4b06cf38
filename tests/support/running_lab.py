"""A real JupyterLab for the tests and the benchmark, and a notebook in it as a reader has it before them."""

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"
OPTIONS = (
    "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0",
    "--LabApp.expose_app_in_browser=True", "--LabApp.extension_manager=readonly",
)  # fmt: skip
SETTINGS = {
    # Otherwise cells that are out of view are not in the page.
    "notebook-extension/tracker": {"windowingMode": "none"},
    # Otherwise it asks other hosts for news, or asks the reader whether it may.
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}


@contextmanager
def running_lab(notebooks: Path, home: Path) -> Iterator[str]:
    """JupyterLab with the kernel of this environment, on a free port of this machine alone; gives the address to open.

    Args:
        notebooks: the folder that it shows
        home: where its settings and everything it writes go
    """
    for name, values in SETTINGS.items():
        path = home / f"settings/@jupyterlab/{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(values))
    places = {
        "HOME": "", "IPYTHONDIR": "ipython",
        "JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    }  # fmt: skip
    environment = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    environment |= {name: str(home / place) for name, place in places.items()}
    environment["JUPYTER_TOKEN"] = token = secrets.token_hex()
    command = [Path(sys.executable).with_name("jupyter-lab"), *OPTIONS, f"--ServerApp.root_dir={notebooks}"]
    with (home / "log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            yield f"{_address(process, home)}lab?reset&token={token}"
        finally:
            process.terminate()  # it ends its kernels too
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                # Now and then the server stops answering while it ends its extensions. Kernels end without it, too.
                process.kill()
                process.wait()


def _address(process: subprocess.Popen, home: Path) -> str:
    """Where the server listens, as soon as it has written it down."""
    note = home / f"runtime/jpserver-{process.pid}.json"
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            return f"http://127.0.0.1:{json.loads(note.read_text())['port']}/"
        except (OSError, ValueError):  # not there yet, or not whole
            time.sleep(0.05)
    raise RuntimeError(f"JupyterLab does not start:\n{(home / 'log').read_text()}")


def open_lab(page, address: str) -> None:
    page.goto(address)
    page.wait_for_function("window.jupyterapp?.restored")
    page.wait_for_selector(".jp-DirListing-item")


class Notebook:
    """One notebook, open in JupyterLab with a kernel that is ready. The last cell is where a reader tries things."""

    def __init__(self, page, name: str):
        self.page, self.name, self.path = page, name, f"{name}.ipynb"
        page.evaluate("path => void jupyterapp.commands.execute('docmanager:open', { path })", self.path)
        page.wait_for_function("path => jupyterapp.shell.currentWidget?.context?.path === path", arg=self.path)
        self.panel = page.locator(PANEL)
        self.panel.locator(".jp-Cell").first.wait_for()
        page.wait_for_function("jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'")

    def run(self, cell: int) -> None:
        """Run a cell, and wait until it has a number again instead of a star."""
        done = self.page.evaluate(
            """async (cell) => {
                 const notebook = jupyterapp.shell.currentWidget.content;
                 notebook.activeCellIndex = (cell + notebook.widgets.length) % notebook.widgets.length;
                 await jupyterapp.commands.execute('notebook:run-cell');
                 return notebook.activeCell.inputArea.promptNode.textContent;
               }""",
            cell,
        )
        assert done.strip("[]:").isdigit(), f"cell {cell} shows {done}"

    def execute(self, source: str) -> str:
        """Write into the last cell, run it, and read what it prints."""
        self.page.evaluate(
            "source => jupyterapp.shell.currentWidget.content.widgets.at(-1).model.sharedModel.setSource(source)",
            source,
        )
        self.run(-1)
        output = self.panel.locator(".jp-CodeCell").last.locator(".jp-OutputArea-output")
        return "".join(output.all_inner_texts())

    def close(self) -> None:
        """Close it without saving, and end its kernel."""
        self.page.evaluate(
            """async () => {
                 const panel = jupyterapp.shell.currentWidget;
                 await panel.sessionContext.shutdown();
                 panel.context.model.dirty = false;
                 panel.close();
               }"""
        )
        self.page.wait_for_function("path => jupyterapp.shell.currentWidget?.context?.path !== path", arg=self.path)

    def run_all(self) -> None:
        self.page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells').then(() => null)")
