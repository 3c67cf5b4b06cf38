"""Run the cells of a page in the browser's Python, and tell what the last of them shows: `python.js` calls `run`."""

import json
import logging
import re
from functools import cache

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from ipywidgets import Widget
from traitlets.config import Config

PLAIN = Config({"InteractiveShell": {"xmode": "Plain"}, "HistoryManager": {"enabled": False}})
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
VIEW = "application/vnd.jupyter.widget-view+json"
done: list[str] = []


@cache
def shell() -> InteractiveShell:
    """What the cells run in, as they would in a notebook."""
    # In the browser matplotlib says a word about its fonts.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    return InteractiveShell.instance(config=PLAIN)


def run(cells: str) -> str:
    """What the last of some cells shows, once those before it have run; both as JSON.

    What has run already, in this order, is not run again, unless more has: each cell finds what it would find in a
    notebook that is run from its beginning.
    """
    *before, last = json.loads(cells)
    if done != before[: len(done)]:
        done.clear()
        shell().reset(new_session=True)
    for source in before[len(done) :]:
        failed, outputs = shown_by(source)
        if failed:
            # What is wrong is before the cell; it is told there.
            return json.dumps([{"text": "A cell before this one ends with an error:", "error": True}, *outputs])
        done.append(source)
    failed, outputs = shown_by(last)
    # A cell that stopped half-way has left something behind.
    done.append(last if not failed else f"{last}\n# stopped")
    return json.dumps(outputs)


def shown_by(source: str) -> tuple[bool, list[dict]]:
    """Whether a cell ends with an error, and what it shows."""
    values: list[object] = []
    shell().display_trap.hook = values.append
    with capture_output() as seen:
        outcome = shell().run_cell(source, store_history=True)
    failed = not outcome.success
    # An error is told where other text is printed.
    texts = (COLOUR.sub("", text) for text in (seen.stdout, seen.stderr))
    outputs = [{"text": text, "error": failed} for text in texts if text]
    shown = [output.data for output in seen.outputs]
    shown += [shell().display_formatter.format(value)[0] for value in values if value is not None]
    return failed, outputs + [each for data in shown for each in as_sent(data)]


def as_sent(data: dict) -> list[dict]:
    """A thing that is shown, as the page takes it; nothing of what is only stored for the prose."""
    if any(kind.startswith("application/papermill.record/") for kind in data):
        return []
    if "text/html" in data:
        sent = {"html": data["text/html"]}
        if VIEW in data:
            model = data[VIEW]["model_id"]
            state = Widget.get_manager_state()["state"][model]["state"]
            # Without the program, which the page has.
            sent["state"] = {name: value for name, value in state.items() if not name.startswith("_")}
        return [sent]
    if "image/svg+xml" in data:
        return [{"html": data["image/svg+xml"]}]
    if "image/png" in data:
        return [{"html": f'<img alt="A picture made by this cell" src="data:image/png;base64,{data["image/png"]}">'}]
    return [{"text": data["text/plain"]}] if "text/plain" in data else []
