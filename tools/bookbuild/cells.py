"""A link from each cell of a chapter to the same cell in the notebook, where it can be changed and run."""

import json
from html import escape
from pathlib import Path
from urllib.parse import quote

from docutils import nodes

LINK = '<p class="run-cell run-here"><a href="{address}">Change and run this cell</a></p>'


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


def setup(app):
    """Join in when Sphinx builds."""
    app.connect("doctree-resolved", link_cells)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
