"""What the book is made of, read from its table of contents and its notebooks."""

import re
from pathlib import Path

from sphinx_external_toc.parsing import parse_toc_yaml

ROOT = Path(__file__).parents[2]


def pages() -> list[str]:
    """Every page of the table of contents, in its order, without its ending: "book/index" and so on."""
    return list(parse_toc_yaml(ROOT / "_toc.yml"))


def chapters() -> list[str]:
    """The pages that are notebooks, by their names: "index" and so on."""
    return [Path(page).name for page in pages() if (ROOT / f"{page}.ipynb").is_file()]


def explorers() -> dict[str, str]:
    """The chapter of each live figure, by the name that the figure has in addresses: "companies" is in "index"."""
    return {address: chapter for address, chapter, _ in _stored_explorers()}


def explorer_classes() -> dict[str, list[str]]:
    """The classes of each chapter's live figures, in their order: of "index" these are ["OpeningExplorer"]."""
    found = _stored_explorers()
    return {chapter: [kind for _, place, kind in found if place == chapter] for _, chapter, _ in found}


def _stored_explorers() -> list[tuple[str, str, str]]:
    """Address, chapter and class of each live figure, from the still picture that its notebook stores."""
    still = re.compile(r'class=\\"explorer-still\\" id=\\"([\w-]+)\\" data-explorer=\\"(\w+)\\"')
    return [
        (address, chapter, kind)
        for chapter in chapters()
        for address, kind in still.findall((ROOT / f"book/{chapter}.ipynb").read_text("utf-8"))
    ]
