"""Put the explorers' front ends beside the pages, and let the pages that have explorers load them.

A page carries the state that Jupyter stored in its chapter. The program text in that state is only for notebooks, which
have no files to load it from; the site serves what many front ends need once, as a classic script, which works without
a server too, and beside it a small one for each explorer. What they are made of stands beside them, to be read.
"""

import json
import re
from pathlib import Path

from effort.explorers import EXPLORERS
from effort.explorers.base import STANDS_STILL, style_sheet
from effort.explorers.bundle import Module, apart, modules_of

STATE = "application/vnd.jupyter.widget-state+json"
FOLDER = "explorers"
READABLE = "readable.js"
# What so many front ends need comes with the first script, which every page with a figure loads.
MANY = 3
HOST = Path(__file__).with_name("host.js")
ALONE = "figures"
"""The folder of the site with a page for each figure."""
STILL = re.compile(r'<div class="explorer-still" id="([\w-]+)" data-explorer="(\w+)"')
LINE = (
    f'<p class="keep-figure live-only"><a href="../{ALONE}/{{name}}.html">On a page of its own</a> '
    '<button type="button" class="copy-embed">Copy the code to embed it</button> <span role="status"></span></p>'
)


def equip_page(app, pagename, templatename, context, doctree):
    """Load the front ends of a page's explorers, and leave the program text out of the stored state."""
    stills = STILL.findall(context.get("body", ""))
    if not stills:
        return
    kinds = {kind for _, kind in stills}
    context["body"] = with_lines(context["body"])
    for name in ["explorers", *(kind.front_end.stem for kind in EXPLORERS if kind.__name__ in kinds)]:
        app.add_js_file(f"{FOLDER}/{name}.js", loading_method="defer")
    app.add_css_file(f"{FOLDER}/explorer.css")
    for script in context["script_files"]:
        if getattr(script, "attributes", {}).get("type") == STATE:
            script.attributes["body"] = without_program(script.attributes["body"])


def with_lines(body: str) -> str:
    """A page's body with a line under each figure: where it is alone, and how another page shows it."""
    first, *rest = STILL.split(body)
    parts = [first]
    for name, kind, after in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        line = f"{STANDS_STILL}</div>{LINE.format(name=name)}"
        parts += [f'<div class="explorer-still" id="{name}" data-explorer="{kind}"']
        parts += [after.replace(f"{STANDS_STILL}</div>", line, 1)]
    return "".join(parts)


def programs() -> dict[str, str]:
    """The script that every page with a figure loads, "explorers", and one for each front end, by its name."""
    shared, own = apart(HOST, [kind.front_end for kind in EXPLORERS], MANY)
    begin = f"// To be read with its comments: {READABLE} beside this file.\n"
    found = {"explorers": f"{begin}{wrapped(shared, 'globalThis.effortFigures = {}')}"}
    for kind in EXPLORERS:
        name = kind.front_end.stem
        come = f"modules.host.frontEnds.{kind.__name__} = modules.{name};\n"
        found[name] = f"{begin}{wrapped(own[kind.front_end], 'globalThis.effortFigures', come)}"
    return found


def wrapped(modules: list[Module], into: str, end: str = "") -> str:
    r"""Modules as a script that leaves nothing behind but what they are put into.

    >>> wrapped([], "globalThis.here", "modules.a();\n")
    '((modules) => {\n"use strict";\nmodules.a();\n})(globalThis.here);\n'
    """
    scopes = "".join(module.scope() for module in modules)
    return f'((modules) => {{\n"use strict";\n{scopes}{end}}})({into});\n'


def readable() -> str:
    """All modules as they were written."""
    modules = modules_of(HOST, *(kind.front_end for kind in EXPLORERS))
    return "\n".join(f"// {module.path.name}\n{module.path.read_text('utf-8')}" for module in modules)


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


def copy_front_ends(app, exception):
    """Write the scripts and the one style sheet of all explorers into the site."""
    if exception is None and app.builder.format == "html":
        target = Path(app.outdir, "_static", FOLDER)
        target.mkdir(parents=True, exist_ok=True)
        for name, program in programs().items():
            (target / f"{name}.js").write_text(program, "utf-8")
        (target / READABLE).write_text(readable(), "utf-8")
        (target / "explorer.css").write_text(style_sheet(), "utf-8")


def setup(app):
    """Join in when Sphinx builds."""
    # After MyST-NB has put the state on the page.
    app.connect("html-page-context", equip_page, priority=900)
    app.connect("build-finished", copy_front_ends)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
