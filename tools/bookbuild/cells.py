"""Under each cell of a chapter: what changes and runs it where it stands, and a link to the same cell in the notebook.

The first press loads `running.js`, which starts a Python of its own, `python.js`, that runs cells by `run_cells.py`.
"""

import json
import shutil
from html import escape
from pathlib import Path
from urllib.parse import quote

from docutils import nodes

LINK = (
    '<p class="run-cell run-here"><button type="button" class="live-only" aria-expanded="false">Change and run it here'
    '</button> <a href="{address}">Open in the notebook</a></p>'
)
SCRIPTS = ("running.js", "python.js", "run_cells.py")


def link_cells(app, doctree, docname):
    """Put the link under the code of each cell that shows its code."""
    path = Path(app.env.doc2path(docname))
    if path.suffix != ".ipynb":
        return
    ids = [cell["id"] for cell in json.loads(path.read_text("utf-8"))["cells"]]
    up = "../" * docname.count("/")
    for cell in doctree.findall(lambda node: _is(node, "cell_code")):
        for source in cell.findall(lambda node: _is(node, "cell_code_source")):
            place = f"{quote(path.name)}#cell-id={quote(ids[cell['cell_index']])}"
            address = escape(f"{up}lite/notebooks/index.html?path={place}")
            source.append(nodes.raw("", LINK.format(address=address), format="html"))


def _is(node: nodes.Node, element: str) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == element


def copy_scripts(app, exception):
    """Write what runs cells into the site."""
    if exception is None and app.builder.format == "html":
        for name in SCRIPTS:
            shutil.copyfile(Path(__file__).with_name(name), Path(app.outdir, "_static", name))


def setup(app):
    """Join in when Sphinx builds."""
    app.connect("doctree-resolved", link_cells)
    app.connect("build-finished", copy_scripts)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
