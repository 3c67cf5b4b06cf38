"""The built site's folder: which of its pages are read, and the way from a page to the root."""

from pathlib import Path

TITLE = "How Far to Push a Model"
WHOLE = "whole.html"
"""The page that holds all chapters."""


def pages_of(site: Path) -> list[Path]:
    """The pages that are read, in the order of their names."""
    return [path for path in sorted(site.rglob("*.html")) if path.relative_to(site).parts[0] not in ("lite", "_static")]


def up(site: Path, page: Path) -> str:
    """The way from a page to the root of the site, as each page must work wherever the site is put."""
    return "../" * (len(page.relative_to(site).parts) - 1)
