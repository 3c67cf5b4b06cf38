"""What each page does before anything is drawn: it works where the browser keeps nothing, and has its colours."""

import re
from pathlib import Path

from bookbuild.folder import pages_of

# What the theme does before anything is drawn, and what is done in its place.
THEMES_FIRST = re.compile(r'<script data-cfasync="false">\s*document\.documentElement\.dataset\.mode = [^<]*</script>')
FIRST = ("storage.js", "theme.js")


def first_scripts() -> str:
    """The scripts that each page runs before anything is drawn, as they stand in it."""
    texts = [Path(__file__).with_name(name).read_text("utf-8") for name in FIRST]
    return "\n".join(f"<script>\n{text}</script>" for text in texts)


def begin_well(site: Path) -> None:
    """Let each page work where the browser keeps nothing, and have its colours from the first paint on.

    Raises:
        ValueError: a page does not begin as the theme's pages do
    """
    first = first_scripts()
    for page in pages_of(site):
        html, count = THEMES_FIRST.subn(lambda _: first, page.read_text("utf-8"))
        if count != 1:
            raise ValueError(f"{page} has {count} scripts that set the colours first, expected the theme's one")
        # What holds without scripts; no style is written for the theme's "auto".
        page.write_text(html.replace('data-theme="auto"', 'data-theme="light"', 1), "utf-8")
