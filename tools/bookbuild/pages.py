"""What the pages that Sphinx and the theme make still lack, or have wrong, where no setting will do."""

from html import escape

from docutils import nodes

from bookbuild import download, epub
from bookbuild.edition import this_edition

LITERAL = (nodes.literal, nodes.literal_block, nodes.math, nodes.math_block, nodes.raw)
LONGEST = 160
"""Letters of a description that search engines and social sites show."""


def correct_body(app, pagename, templatename, context, doctree):
    """Take away the one role that docutils writes for a bibliography without the list items it promises."""
    if "body" in context:
        context["body"] = context["body"].replace(
            '<div role="list" class="citation-list">', '<div class="citation-list">'
        )


def keep_together(app, doctree, docname):
    """Let no line of the prose begin with a per cent sign: the number before it may come from the code."""
    for text in list(doctree.findall(nodes.Text)):
        if " %" in text and not any(isinstance(above, LITERAL) for above in parents(text)):
            text.parent.replace(text, nodes.Text(text.replace(" %", "\u00a0%")))


def parents(node: nodes.Node):
    """All that a node is in, from the inside out."""
    while node := node.parent:
        yield node


def name_edition(app, pagename, templatename, context, doctree):
    """Which edition each page is of, its files to download, and that of the library for readers to install."""
    context["edition"] = this_edition()
    context["download"], context["epub"] = download.file_name(), epub.file_name()
    context["wheel"] = f"effort-{context['edition'].version}-py3-none-any.whl"


def describe(app, pagename, templatename, context, doctree):
    """Describe a page by the beginning of its text."""
    text = description(doctree) if doctree is not None else ""
    if text:
        context["metatags"] += f'<meta name="description" content="{escape(text)}">\n'


def description(doctree: nodes.document) -> str:
    """The first paragraph of the prose, cut off between words."""
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section):
            return shortened(" ".join(paragraph.astext().split()))
    return ""


def shortened(text: str) -> str:
    """A text no longer than what is shown of a description, cut off between words."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def setup(app):
    """Join in when Sphinx builds."""
    app.connect("doctree-resolved", keep_together)
    app.connect("html-page-context", correct_body)
    app.connect("html-page-context", describe)
    app.connect("html-page-context", name_edition)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
