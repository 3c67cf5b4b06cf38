"""Execute chapters in place, so that an unchanged chapter stays unchanged to the last byte.

    python -m bookbuild.notebooks [--check] chapter.ipynb ...

Jupyter writes time stamps, random identifiers and the exact version of Python into a notebook. Here they are left out
or numbered in order, so that a difference in a chapter is always a difference in what it says.
"""

import argparse
import copy
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

WIDGETS = "application/vnd.jupyter.widget-state+json"


class ChapterError(Exception):
    """A chapter did not run cleanly."""


def normalise(notebook: dict) -> dict:
    """A copy of an executed notebook in which nothing is random or dependent on the machine.

    >>> notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1", execution_count=7)])
    >>> notebook.metadata.language_info = {"name": "python", "version": "3.11.7"}
    >>> normalise(notebook).metadata.language_info
    {'name': 'python'}
    >>> normalise(notebook).cells[0].execution_count
    1
    """
    notebook = copy.deepcopy(notebook)
    notebook.metadata.get("language_info", {}).pop("version", None)
    count = 0
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # time stamps
        if cell.cell_type == "code" and cell.source.strip():
            count += 1
            cell.execution_count = count
            for output in cell.outputs:
                if "execution_count" in output:
                    output.execution_count = count
    # Widgets are numbered in the order in which they were made. Their identifiers occur in each other's state and in
    # the outputs, hence the replacement in the text of the whole.
    text = json.dumps(notebook)
    for number, model in enumerate(notebook.metadata.get("widgets", {}).get(WIDGETS, {}).get("state", {})):
        text = text.replace(model, f"{number:032x}")
    return nbformat.from_dict(json.loads(text))


def refreshed(path: Path, folder: Path | None = None) -> str:
    """The text of the notebook after a run of all of its cells in a new kernel, in its own folder or another one."""
    content = json.loads(path.read_text(encoding="utf-8"))
    for number, cell in enumerate(content["cells"]):
        cell.setdefault("id", f"cell-{number}")  # a notebook from before cells had one
    content["nbformat_minor"] = max(content["nbformat_minor"], 5)
    notebook = nbformat.reads(json.dumps(content), as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.source.strip()]
    notebook.metadata.pop("widgets", None)
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        # It warns at every start that what goes to it and back, on this machine only, is not encrypted.
        extra_arguments=["--log-level=ERROR"],
        timeout=300,
        record_timing=False,
        # How the kernel happens to cut up what a cell prints must not matter.
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder or path.parent)}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        raise ChapterError(f"{path}: {error}") from None
    for number, cell in enumerate(notebook.cells, 1):
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                raise ChapterError(f"{path}: cell {number} writes to stderr:\n{cell.source}\n{output.text}")
    notebook = normalise(notebook)
    nbformat.validate(notebook)
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Refresh the notebooks named, or with --check only tell which would change; 1 if any fails or would."""
    parser = argparse.ArgumentParser(prog="bookbuild.notebooks", description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a notebook would change")
    parser.add_argument("paths", nargs="+", type=Path)
    options = parser.parse_args(arguments)

    def refresh(path: Path) -> tuple[bool, str]:
        try:
            text = refreshed(path)
        except ChapterError as error:
            return False, str(error)
        if text == path.read_text(encoding="utf-8"):
            return True, f"{path}: unchanged"
        if options.check:
            return False, f"{path}: would change"
        path.write_text(text, encoding="utf-8")
        return True, f"{path}: updated"

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(refresh, options.paths))
    for fine, message in results:
        print(message, file=sys.stdout if fine else sys.stderr)
    return 0 if all(fine for fine, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())
