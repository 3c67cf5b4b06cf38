"""The pages outside the book's frame: at the root, for addresses that do not exist, and the map of the site."""

from html import escape
from pathlib import Path

from bookbuild.folder import TITLE, WHOLE, pages_of


def bare_page(title: str, body: str, head: str = "") -> str:
    """A page outside the book's frame."""
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n{head}'
        f"</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def write_entrances(site: Path, base: str | None) -> None:
    """The page at the root, which leads on to the first, and the one for addresses that do not exist."""
    style = (
        "<style>:root { color-scheme: light dark; font: 1.1rem/1.6 system-ui, sans-serif; } "
        "main { max-width: 34rem; margin: 15vh auto; padding: 0 1rem; }</style>\n"
    )
    start = "book/index.html"
    about = f"{TITLE}: how companies spread machine-learning effort, and where research happens."
    onward = f'<meta http-equiv="refresh" content="0; url={start}">\n<meta name="description" content="{about}">\n'
    body = f'<main><h1>{TITLE}</h1><p><a href="{start}">To the book</a></p></main>'
    (site / "index.html").write_text(
        bare_page(TITLE, body, '<link rel="icon" href="data:,">\n' + onward + style), "utf-8"
    )
    # The server shows it for addresses of any depth, so a relative one would lead anywhere.
    link = f'<a href="{escape(base or "/")}">To the start of the book</a>'
    body = f"<main><h1>There is no such page</h1><p>It may have moved. {link}</p></main>"
    style += '<link rel="icon" href="data:,">\n'
    (site / "404.html").write_text(bare_page(f"No such page — {TITLE}", body, style), "utf-8")


def write_sitemap(site: Path, base: str) -> None:
    """List the pages that are read, for search engines."""
    places = [page.relative_to(site).as_posix() for page in pages_of(site)]
    listed = "".join(
        f"<url><loc>{escape(base + place)}</loc></url>\n"
        for place in places
        if place.startswith("book/") or place == WHOLE
    )
    (site / "sitemap.xml").write_text(
        f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{listed}</urlset>\n',
        "utf-8",
    )
