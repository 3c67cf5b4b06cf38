"""Each live figure on a page of its own: to embed elsewhere, or to keep as one file that works without a network.

Such a page holds all that it needs, so that a copy of it, and a frame on another site, asks nobody for anything.
"""

import json
import re
from html import escape, unescape
from pathlib import Path

from bs4 import BeautifulSoup
from effort.explorers import EXPLORERS
from effort.explorers.base import style_sheet

from bookbuild.explorers import ALONE, STATE, programs
from bookbuild.extra import bare_page
from bookbuild.first import first_scripts
from bookbuild.folder import TITLE
from bookbuild.pages import shortened

SAVE = (
    '<p class="keep-figure"><button type="button" class="save-alone">Save as one file</button> '
    '<button type="button" class="copy-embed">Copy the code to embed it</button> <span role="status"></span></p>'
)


def write_alone(site: Path) -> None:
    """Write the page of each live figure; a line under the figure in its chapter leads there."""
    (site / ALONE).mkdir()
    front_ends = {kind.__name__: kind.front_end.stem for kind in EXPLORERS}
    scripts = programs()
    for chapter in sorted((site / "book").glob("*.html")):
        html = chapter.read_text("utf-8")
        if 'class="explorer-still"' not in html:
            continue
        soup = BeautifulSoup(html, "html.parser")
        states = json.loads(soup.select_one(f'script[type="{STATE}"]').string)["state"]
        title = unescape(re.search(r"<title>(.*?) &#8212;", html)[1])
        for still in soup.select(".explorer-still"):
            name = still["id"]
            own = [scripts["explorers"], scripts[front_ends[still["data-explorer"]]]]
            state = {still["data-model"]: states[still["data-model"]]}
            page = _page(still, state, own, (title, f"../book/{chapter.name}"))
            (site / ALONE / f"{name}.html").write_text(page, "utf-8")


def _page(still, state: dict, scripts: list[str], chapter: tuple[str, str]) -> str:
    """The page of one figure."""
    figure = still.find_parent("figure")
    caption = figure and figure.select_one(".caption-text")
    said = f'<p class="caption">{caption.decode_contents()}</p>' if caption else ""
    title, address = chapter
    data = json.dumps({"state": state}, separators=(",", ":")).replace("</", "<\\/")
    own_style = Path(__file__).with_name("alone.css").read_text("utf-8")
    told = " ".join(caption.get_text().split()) if caption else title
    head = (
        f'<meta name="description" content="{escape(shortened(f"A live figure: {told}"))}">\n'
        f'<link rel="icon" href="data:,">\n<style>\n{style_sheet()}{own_style}</style>\n{first_scripts()}\n'
    )
    body = (
        f"<main>\n<h1>{escape(re.sub(r'^[0-9. ]+', '', title))}</h1>\n<div>{still}</div>\n{said}\n{SAVE}\n"
        f'<p class="source">From <a href="{address}">{escape(title)}</a>, a chapter of {escape(TITLE)}.</p>\n</main>\n'
        f'<script type="{STATE}">{data}</script>\n' + "\n".join(f"<script>\n{text}</script>" for text in scripts)
    )
    return bare_page(f"{title}: a figure — {TITLE}", body, head)
