"""Put the explorers' front ends beside the pages, and let the pages that have explorers load them.

A page carries the state that Jupyter stored in its chapter. The program text in that state is only for notebooks, which
have no files to load it from; the site serves it once, as one classic script, which works without a server too, made
small for the way. What it is made of stands beside it, to be read.
"""

import json
import re
from pathlib import Path

from effort.explorers import EXPLORERS
from effort.explorers.base import style_sheet
from effort.explorers.bundle import joined

STATE = "application/vnd.jupyter.widget-state+json"
FOLDER = "explorers"
READABLE = "readable.js"
# Whole lines of them: a pattern that looked inside of lines could not tell a comment from a text.
COMMENTS = re.compile(r"^ *(?://.*|/\*(?s:.*?)\*/)\n", re.MULTILINE)


def equip_page(app, pagename, templatename, context, doctree):
    """Load the front end on a page that has an explorer, and leave the program text out of the stored state."""
    if 'class="explorer-still"' not in context.get("body", ""):
        return
    app.add_js_file(f"{FOLDER}/explorers.js", loading_method="defer")
    app.add_css_file(f"{FOLDER}/explorer.css")
    for script in context["script_files"]:
        if getattr(script, "attributes", {}).get("type") == STATE:
            script.attributes["body"] = without_program(script.attributes["body"])


def program() -> str:
    """All front ends and what brings them to life, in one script."""
    host = Path(__file__).with_name("host.js")
    modules = joined(host, *(kind.front_end for kind in EXPLORERS))
    fronts = "".join(f"  {kind.__name__}: modules.{kind.front_end.stem},\n" for kind in EXPLORERS)
    return f'(() => {{\n"use strict";\n{modules}modules.host.bringToLife({{\n{fronts}}});\n}})();\n'


def small(script: str) -> str:
    r"""A script without what only its readers need, and where these find it.

    >>> small("/** Twice as much. */\n// Exactly.\nconst twice = (x) => 2 * x;\n")
    '/* To be read: readable.js beside this file. */\nconst twice = (x) => 2 * x;\n'
    """
    return f"/* To be read: {READABLE} beside this file. */\n{COMMENTS.sub('', script)}"


def without_program(body: str) -> str:
    """The stored state of the explorers alone: no program text, no layout models.

    >>> body = '{"state": {"1": {"model_name": "M", "state": {"_esm": "...", "budget": 100}}, "2": {"state": {}}}}'
    >>> without_program(body)
    '{"state":{"1":{"state":{"budget":100}}}}'
    """
    models = json.loads(body)["state"]
    kept = {
        key: {"state": {name: value for name, value in model["state"].items() if not name.startswith("_")}}
        for key, model in models.items()
        if "_esm" in model["state"]
    }
    # As in HTML any script's text may not contain the end of a script.
    return json.dumps({"state": kept}, separators=(",", ":")).replace("</", "<\\/")


def copy_front_end(app, exception):
    """Write the one script and the one style sheet of all explorers into the site."""
    if exception is None and app.builder.format == "html":
        target = Path(app.outdir, "_static", FOLDER)
        target.mkdir(parents=True, exist_ok=True)
        (target / READABLE).write_text(program(), "utf-8")
        (target / "explorers.js").write_text(small(program()), "utf-8")
        (target / "explorer.css").write_text(style_sheet(), "utf-8")


def setup(app):
    """Join in when Sphinx builds."""
    # After MyST-NB has put the state on the page.
    app.connect("html-page-context", equip_page, priority=900)
    app.connect("build-finished", copy_front_end)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
