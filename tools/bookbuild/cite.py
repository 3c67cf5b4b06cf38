"""How a page can be found and cited: as data for search engines, as tags for reference managers, as a Markdown twin."""

import json
from html import escape
from pathlib import Path

from bookbuild.edition import this_edition
from bookbuild.folder import TITLE, WHOLE

AUTHOR = "The authors of How Far to Push a Model"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def cited(site: Path, page: Path, title: str, base: str | None) -> list[str]:
    """The lines for a page's head; none for a page that is not of the book. Only with a base are there addresses."""
    place = page.relative_to(site)
    if place.parts[0] != "book" and place.as_posix() != WHOLE:
        return []
    edition = this_edition()
    chapter = title.removesuffix(f" \N{EM DASH} {TITLE}")
    is_book = place.as_posix() in (WHOLE, "book/index.html")
    about = {
        "@context": "https://schema.org",
        "@type": "Book" if is_book else "Chapter",
        "name": TITLE if is_book else chapter,
        "author": {"@type": "Organization", "name": AUTHOR},
        "datePublished": edition.day.isoformat(),
        "inLanguage": "en",
        "license": LICENCE,
    }
    if is_book:
        about |= {"bookEdition": edition.version}
    else:
        about |= {"isPartOf": {"@type": "Book", "name": TITLE, "bookEdition": edition.version}}
    if base:
        about |= {"url": base + place.as_posix()}
    tags = {
        "citation_title": TITLE if is_book else chapter,
        "citation_author": AUTHOR,
        "citation_publication_date": f"{edition.day:%Y/%m/%d}",
        **({} if is_book else {"citation_inbook_title": TITLE}),
        **({"citation_public_url": base + place.as_posix()} if base else {}),
    }
    lines = [f'<meta name="{name}" content="{escape(value)}">' for name, value in tags.items()]
    twin = page.with_suffix(".md")
    if twin.is_file():
        lines.append(f'<link rel="alternate" type="text/markdown" href="{twin.name}">')
    # As in HTML any script's text may not contain the end of a script.
    data = json.dumps(about, ensure_ascii=False).replace("</", "<\\/")
    return [*lines, f'<script type="application/ld+json">{data}</script>']
