"""What the pages that Sphinx and the theme make still lack, or have wrong, where no setting will do."""

from html import escape
from importlib.metadata import version

from docutils import nodes

LONGEST = 160
"""Letters of a description that search engines and social sites show."""


def correct_body(app, pagename, templatename, context, doctree):
    """Take away the one role that docutils writes for a bibliography without the list items it promises."""
    if "body" in context:
        context["body"] = context["body"].replace(
            '<div role="list" class="citation-list">', '<div class="citation-list">'
        )


def name_wheel(app, pagename, templatename, context, doctree):
    """The file that run-it.html has readers install."""
    context["wheel"] = f"effort-{version('effort')}-py3-none-any.whl"


def describe(app, pagename, templatename, context, doctree):
    """Describe a page by the beginning of its text."""
    text = description(doctree) if doctree is not None else ""
    if text:
        context["metatags"] += f'<meta name="description" content="{escape(text)}">\n'


def description(doctree: nodes.document) -> str:
    """The first paragraph of the prose, cut off between words."""
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section):
            text = " ".join(paragraph.astext().split())
            return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(",;:") + " …"
    return ""


def setup(app):
    """Join in when Sphinx builds."""
    app.connect("html-page-context", correct_body)
    app.connect("html-page-context", describe)
    app.connect("html-page-context", name_wheel)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
