"""Each chapter as plain Markdown beside its page, and `llms.txt`, which lists them: for programs that read."""

import json
from pathlib import Path

from bookbuild.folder import TITLE

ABOUT = (
    "A reproducible essay on how companies spread machine-learning effort over projects with diminishing returns, "
    "and so where cutting-edge work and research happen."
)


def markdown(notebook: dict) -> str:
    r"""A plain notebook as Markdown: its text, its code, and its outputs as text.

    >>> code = {"cell_type": "code", "source": "1 + 1", "outputs": [{"data": {"text/plain": "2"}}]}
    >>> print(markdown({"cells": [{"cell_type": "markdown", "source": "# Sum"}, code]}))
    # Sum
    <BLANKLINE>
    ```python
    1 + 1
    ```
    <BLANKLINE>
    ```text
    2
    ```
    <BLANKLINE>
    """
    parts = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            parts.append(cell["source"])
            continue
        shown = [output.get("data", {}).get("text/plain") or output.get("text") for output in cell["outputs"]]
        # What only computes numbers for the text shows nothing of its own.
        if cell["source"].lstrip().startswith("glue("):
            continue
        parts.append(f"```python\n{cell['source']}\n```")
        parts += [f"```text\n{text.rstrip()}\n```" for text in shown if text]
    return "\n\n".join(parts) + "\n"


def write_twins(site: Path, order: list[str]) -> None:
    """Write the twins, and the list of them in the order of the book.

    Args:
        site: its folder
        order: the names of the book's pages
    """
    listed = []
    for name in order:
        source = site / f"notebooks/{name}.ipynb"
        if source.is_file():
            notebook = json.loads(source.read_text("utf-8"))
            (site / f"book/{name}.md").write_text(markdown(notebook), "utf-8")
            heading = next(cell["source"] for cell in notebook["cells"]).split("\n")[0].lstrip("# ")
            listed.append(f"- [{heading}](book/{name}.md)")
    (site / "llms.txt").write_text(f"# {TITLE}\n\n> {ABOUT}\n\n## Chapters\n\n" + "\n".join(listed) + "\n", "utf-8")
