"""Leave out of the site what no page uses: most of what the theme brings along."""

import re
from pathlib import Path

NAME = re.compile(r"[\w.-]+\.[a-zA-Z0-9]+")
READ = {".css", ".js"}
# For those who link to a page; only a page with a base names it.
KEPT = {"preview.png"}


def used_files(static: Path, pages: list[str]) -> set[Path]:
    """The files of a folder that are named in the pages, or in a script or style sheet that is itself used."""
    files = [path for path in static.rglob("*") if path.is_file()]
    used = {path for path in files if path.name in KEPT}
    texts = list(pages)
    while texts:
        named = {name for text in texts for name in NAME.findall(text)}
        found = {path for path in files if path not in used and path.name in named}
        used |= found
        texts = [path.read_text("utf-8") for path in sorted(found) if path.suffix in READ]
    return used


def drop_unused(static: Path, pages: list[str]) -> None:
    """Delete the other files, and the folders that are then empty."""
    used = used_files(static, pages)
    for path in sorted(static.rglob("*"), reverse=True):
        if path.is_file() and path not in used:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
