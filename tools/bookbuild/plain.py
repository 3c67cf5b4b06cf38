"""Publish each chapter as a notebook that reads well in any Jupyter.

The chapters are written in MyST Markdown, of which Jupyter shows the directives and roles as they stand. In the copies
that the site offers (to download, and to run in the browser) they are plain Markdown: computed numbers, references and
citations as text, notes as quotations, captions below their figures.
"""

import copy
import json
import re
from pathlib import Path

import nbformat
from docutils import nodes

FOLDER = "notebooks"
GLUED = "application/papermill.record/text/plain"


def plain_text(source: str, values: dict[str, str], texts: dict[str, str], citations: dict[str, str]) -> str:
    r"""A cell's MyST Markdown as plain Markdown.

    Args:
        source: the cell
        values: the computed numbers, by name
        texts: what stands for each reference, by role and target (``"numref fig-path"``)
        citations: what stands for each work, by key

    >>> text = "It takes {glue:text}`budget` units ({numref}`fig-path`)."
    >>> plain_text(text, {"budget": "251"}, {"numref fig-path": "Fig. 3"}, {})
    'It takes 251 units (Fig. 3).'
    >>> print(plain_text(":::{admonition} Beware\n:class: note\nOf the dog.\n:::", {}, {}, {}))
    > **Beware**
    >
    > Of the dog.
    """

    def equation(found):
        number = texts[f"eq {found['label']}"].strip("()") if found["label"] else None
        return "\n".join(["$$", found["formula"], *([rf"\tag{{{number}}}"] if number else []), "$$"])

    def note(found):
        lines = [f"**{found['title']}**", "", *found["text"].strip().split("\n")]
        # A quotation, but for what may hold displayed formulae, which Jupyter does not find in one.
        return "\n".join(lines if found["kind"] == "dropdown" else [f"> {line}".rstrip() for line in lines])

    for pattern, replacement in (
        (r"^\([\w-]+\)=\n", ""),
        (r"^```\{math\}\n(?::label: (?P<label>\S+)\n)?(?P<formula>(?s:.*?))\n```$", equation),
        (
            r"^(?P<fence>:{3,})\{(?P<kind>admonition|dropdown)\} (?P<title>.*)\n"
            r"(?::[\w-]+:.*\n)*(?P<text>(?s:.*?))\n(?P=fence)$",
            note,
        ),
        (r"\[(\{glue:text\}`\w+`)\]\{\.live-[\w-]+\}", r"\1"),  # what follows a figure in the page
        (r"\[([^\]]*)\]\{\.live-only\}", r"\1"),  # a notebook's figures can be moved
        (r"\{glue:text\}`(\w+)`", lambda found: values[found[1]]),
        (r"\{cite:t\}`([^`]+)`", lambda found: " and ".join(citations[key] for key in found[1].split(","))),
        (r"\{cite:p\}`([^`]+)`", lambda found: f"({'; '.join(citations[key] for key in found[1].split(','))})"),
        (r"\{(eq|numref)\}`([^`]+)`", lambda found: texts[f"{found[1]} {found[2]}"]),
    ):
        source = re.sub(pattern, replacement, source, flags=re.MULTILINE)
    # Links within the book but to other chapters lead nowhere outside of it.
    return re.sub(r"\[([^\]]*)\]\((?!https?://|[\w-]+\.ipynb\))[^)]*\)", r"\1", source)


def plain_notebook(
    notebook: nbformat.NotebookNode, texts: dict[str, str], citations: dict[str, str]
) -> nbformat.NotebookNode:
    """A copy of a chapter in plain Markdown, with the cells that the page hides folded."""
    values = {
        output.metadata.scrapbook.name: output.data[GLUED]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "scrapbook" in output.get("metadata", {})
    }
    result = copy.deepcopy(notebook)
    result.cells = []
    for cell in copy.deepcopy(notebook.cells):
        result.cells.append(cell)
        figure = cell.metadata.pop("mystnb", {}).get("figure")
        tags = cell.metadata.pop("tags", [])
        if cell.cell_type == "markdown":
            cell.source = plain_text(cell.source, values, texts, citations)
        elif {"hide-input", "remove-cell"} & set(tags):
            cell.metadata.jupyter = {"source_hidden": True}
        if figure:
            number = texts[f"numref {figure['name']}"]
            caption = f"*{number}:* {plain_text(figure['caption'], values, texts, citations)}"
            result.cells.append(nbformat.v4.new_markdown_cell(caption.strip(), id=f"{cell.id}-caption"))
    return result


def note_citations(app, doctree, citations: dict[str, str]) -> None:
    """Keep how a page puts each work it cites; only the pages that are being made say that."""
    keys = {citation.citation_id: citation.key for citation in app.env.get_domain("cite").citations}
    for node in doctree.findall(nodes.reference):
        key = keys.get(node.get("refid") or node.get("refuri", "").rpartition("#")[2])
        if key and "reftitle" in node:
            citations[key] = node.astext()


def numbered(app) -> dict[str, str]:
    """What the pages put for each reference to an equation or a figure: ``"eq NAME"`` and ``"numref NAME"`` to text."""
    env, texts = app.env, {}
    for label, (page, _) in env.get_domain("math").equations.items():
        number = env.toc_fignumbers.get(page, {})["displaymath"][nodes.make_id(f"equation-{label}")]
        texts[f"eq {label}"] = f"({'.'.join(map(str, number))})"
    for label, (page, place) in env.get_domain("std").anonlabels.items():
        if number := env.toc_fignumbers.get(page, {}).get("figure", {}).get(place):
            texts[f"numref {label}"] = app.config.numfig_format["figure"] % ".".join(map(str, number))
    return texts


def write_notebooks(app, exception, citations: dict[str, str]) -> None:
    """Write each chapter, once the pages are there, into the folder of notebooks."""
    if exception is not None or app.builder.format != "html":
        return
    texts = numbered(app)
    target = Path(app.outdir, FOLDER)
    target.mkdir(exist_ok=True)
    for page in sorted(app.env.found_docs):
        source = app.env.doc2path(page)
        if Path(source).suffix == ".ipynb":
            notebook = plain_notebook(nbformat.read(source, as_version=4), texts, citations)
            # Not by nbformat, which cuts up texts into lines; JupyterLite does not put them together again.
            (target / Path(source).name).write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", "utf-8")


def setup(app):
    """Join in when Sphinx builds."""
    citations = {}
    app.connect("doctree-resolved", lambda app, doctree, page: note_citations(app, doctree, citations))
    app.connect("build-finished", lambda app, exception: write_notebooks(app, exception, citations))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
