"""What the book is made of, read from its table of contents and its notebooks."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]


def pages() -> list[str]:
    """Every page of the table of contents, in its order, without its ending: "book/index" and so on."""

    def named(part) -> list[str]:
        if isinstance(part, list):
            return [page for item in part for page in named(item)]
        if isinstance(part, dict):
            here = [part[key] for key in ("root", "file") if key in part]
            return here + [page for value in part.values() for page in named(value)]
        return []

    return named(yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8")))


def chapters() -> list[str]:
    """The pages that are notebooks, by their names: "index" and so on."""
    return [Path(page).name for page in pages() if (ROOT / f"{page}.ipynb").is_file()]


def explorers() -> dict[str, str]:
    """The chapter of each live figure, by the name that the figure has in addresses: "companies" is in "index"."""
    found = {}
    for chapter in chapters():
        text = (ROOT / f"book/{chapter}.ipynb").read_text(encoding="utf-8")
        names = re.findall(r'class=\\"explorer-still\\" id=\\"([\w-]+)\\"', text)
        found |= dict.fromkeys(names, chapter)
    return found
