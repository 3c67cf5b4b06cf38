"""Small corrections to the pages that Sphinx and the theme make, where no setting will do."""


def correct_body(app, pagename, templatename, context, doctree):
    """Take away the one role that docutils writes for a bibliography without the list items it promises."""
    if "body" in context:
        context["body"] = context["body"].replace(
            '<div role="list" class="citation-list">', '<div class="citation-list">'
        )


def setup(app):
    app.connect("html-page-context", correct_body)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
