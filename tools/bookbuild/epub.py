"""The book for e-readers: an EPUB 3 with a file for each page of the contents, made from the finished pages.

python -m bookbuild.epub [--base ADDRESS] SITE

Nothing moves in it and nothing is loaded: a live figure is its still picture, and a link to what the site has beside
the pages is plain text, unless the site's address is known.
"""

import argparse
import re
import uuid
import zipfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from effort.palette import COLOURS

from bookbuild.cite import AUTHOR
from bookbuild.download import THEN
from bookbuild.edition import this_edition
from bookbuild.folder import TITLE, pages_of
from bookbuild.twins import ABOUT
from bookbuild.whole import article_of, in_order

LICENCE = "Text and figures: CC BY 4.0, https://creativecommons.org/licenses/by/4.0/. Code: the MIT License."
STILL = (
    "The figures of this edition stand still. In the online book many of them are live: they can be moved, and the "
    "text follows."
)
FOLDER = "EPUB"
# What is for the browser: what is pressed, what is said only where figures move, what shows that a box can be unfolded.
NEEDLESS = (
    "script, style, button, form, a.headerlink, .keep-figure, .run-cell, .live-only, .stands-still, .toctree-wrapper, "
    "svg.wide, .cell_input > summary, details.hide > summary, .sd-summary-state-marker"
)
# HTML does not know these names' capital letters, and the parser drops them.
CAPITALS = {"viewbox": "viewBox", "clippath": "clipPath"}
XHTML = "http://www.w3.org/1999/xhtml"
SVG = {"xmlns": "http://www.w3.org/2000/svg", "xmlns:xlink": "http://www.w3.org/1999/xlink"}
CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
ACCESSIBILITY = {
    "accessMode": ["textual", "visual"],
    "accessModeSufficient": ["textual", "textual,visual"],
    "accessibilityFeature": [
        "alternativeText",
        "displayTransformability",
        "MathML",
        "readingOrder",
        "structuralNavigation",
        "tableOfContents",
    ],
    "accessibilityHazard": ["none"],
    "accessibilitySummary": [
        "Each picture has a text that says what it shows, numbers included. Formulae are MathML, without a text of "
        "their own. No person who relies on a screen reader has tried this edition."
    ],
}
PLACE = re.compile(r'(<span class="epub-size">)[^<]*(</span>)')


def file_name() -> str:
    """What the file is called, with its edition."""
    return f"how-far-to-push-a-model-{this_edition().version}.epub"


def identifier(version: str) -> str:
    """The same for each build of an edition, and another for the next edition.

    >>> identifier("0.2.0") == identifier("0.2.0") != identifier("0.3.0")
    True
    """
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{TITLE} {version}')}"


def chapter(article: str, names: list[str], base: str | None = None) -> Tag:
    """A page's article as it stands in the EPUB.

    Args:
        article: what is inside of it
        names: of all pages that are in the EPUB, to which links may lead
        base: the address of the site, if it is known

    >>> print(chapter('<p><a href="two.html#b">there</a>, <a href="../lite/a.html">run</a></p>', ["one", "two"]))
    <body><p><a href="two.xhtml#b">there</a>, run</p></body>
    """
    body = BeautifulSoup(f"<body>{article}</body>", "html.parser").body
    for tag in body.select(NEEDLESS):
        tag.decompose()
    for details in body("details"):
        details.name = "div"
        del details["open"]
        if details.summary:
            details.summary["class"], details.summary.name = "title", "p"
    for link in body.select("a[href]"):
        page, mark, place = link["href"].partition("#")
        if page.removesuffix(".html") in names:
            link["href"] = f"{page.removesuffix('.html')}.xhtml{mark}{place}"
        elif page and not re.match("https?:", page):
            link["href"] = base and urljoin(f"{base}book/", link["href"])
        if not link["href"]:
            link.unwrap()
    for span in body.select("pre span, .sig-object span, code span"):
        if not span.get("id"):
            span.unwrap()  # the colours of code, of which e-readers have few
    for picture in body.select(".picture"):
        as_picture(picture)
    for drawing in body("svg"):
        drawing.attrs |= SVG
        for tag in [drawing, *drawing(True)]:
            in_capitals(tag)
    for tag in body.select("[data-explorer]"):
        del tag["data-explorer"], tag["data-model"]
    body.smooth()
    return body


def as_picture(picture: Tag) -> None:
    """Let a picture be one drawing, the narrow one, that brings along the text that says what it shows."""
    (drawing,) = picture("svg")
    title = BeautifulSoup("", "html.parser").new_tag("title")
    title.string = picture["aria-label"]
    drawing.insert(0, title)
    drawing["role"], drawing["aria-label"] = "img", picture["aria-label"]
    del picture["role"], picture["aria-label"], drawing["aria-hidden"], drawing["focusable"]


def in_capitals(tag: Tag) -> None:
    """Write a part of a drawing as SVG has it, its colours as values, as not every e-reader knows variables."""
    tag.name = CAPITALS.get(tag.name, tag.name)
    links = {"href": "xlink:href"} if tag.name == "use" else {}
    tag.attrs = {
        CAPITALS.get(name, links.get(name, name)): re.sub(
            r"var\(--([\w-]+)\)",
            lambda variable: COLOURS[variable[1]][0],
            " ".join(value) if name == "class" else value,
        )
        for name, value in tag.attrs.items()
    }


def style() -> str:
    """The style sheet, with the dark values of the drawings' colours."""
    dark = "".join(
        f'  [{kind}="{light}"] {{ {kind}: {dark}; }}\n'
        for light, dark in COLOURS.values()
        for kind in ("fill", "stroke")
    )
    own = Path(__file__).with_suffix(".css").read_text("utf-8")
    return f"{own}\n@media (prefers-color-scheme: dark) {{\n{dark}}}\n"


def xhtml(title: str, body: str) -> str:
    """A file of the EPUB."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="{XHTML}" '
        f'xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">\n<head>\n<title>{escape(title)}</title>\n'
        f'<link rel="stylesheet" type="text/css" href="style.css"/>\n</head>\n{body}\n</html>\n'
    )


def title_page(base: str | None) -> str:
    """What comes first: which book this is, of what edition, and what the online book has beside it."""
    edition = this_edition()
    where = f' It is at <a href="{escape(base)}">{escape(base)}</a>.' if base else ""
    body = (
        f'<body class="first">\n<h1>{TITLE}</h1>\n<p>{AUTHOR}</p>\n'
        f"<p>Edition {edition.version}, {edition.written}</p>\n<p>{escape(ABOUT)}</p>\n"
        f"<p>{STILL}{where}</p>\n<p>{escape(LICENCE)}</p>\n</body>"
    )
    return xhtml(TITLE, body)


def words_of(tag: Tag) -> str:
    """What a heading says."""
    return " ".join(tag.get_text().split())


def contents(chapters: dict[str, Tag]) -> str:
    """The navigation document: each chapter, and its sections."""
    lines = []
    for name, body in chapters.items():
        sections = "".join(
            f'<li><a href="{name}.xhtml#{heading.parent["id"]}">{escape(words_of(heading))}</a></li>\n'
            for heading in body("h2")
        )
        inner = f"\n<ol>\n{sections}</ol>\n" if sections else ""
        lines.append(f'<li><a href="{name}.xhtml">{escape(words_of(body.h1))}</a>{inner}</li>\n')
    first = next(iter(chapters))
    body = (
        f'<body>\n<nav epub:type="toc" id="toc" role="doc-toc">\n<h1>Contents</h1>\n<ol>\n'
        f'{"".join(lines)}</ol>\n</nav>\n<nav epub:type="landmarks" hidden="hidden">\n<h2>Landmarks</h2>\n<ol>\n'
        '<li><a epub:type="toc" href="nav.xhtml">Contents</a></li>\n'
        f'<li><a epub:type="bodymatter" href="{first}.xhtml">Beginning</a></li>\n</ol>\n</nav>\n</body>'
    )
    return xhtml("Contents", body)


def package(chapters: dict[str, Tag]) -> str:
    """What the EPUB is, which files it has, and in which order they are read."""
    edition = this_edition()
    names = ["title", "nav", *chapters]
    items = ['<item id="style" href="style.css" media-type="text/css"/>']
    for name in names:
        has = [*(["nav"] if name == "nav" else [])]
        has += [{"math": "mathml"}.get(tag, tag) for tag in ("math", "svg") if name in chapters and chapters[name](tag)]
        properties = f' properties="{" ".join(has)}"' if has else ""
        items.append(f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"{properties}/>')
    about = [
        f'<meta property="schema:{name}">{value}</meta>' for name, values in ACCESSIBILITY.items() for value in values
    ]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book" xml:lang="en">',
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
        f'<dc:identifier id="book">{identifier(edition.version)}</dc:identifier>',
        f"<dc:title>{TITLE}</dc:title>",
        f"<dc:creator>{AUTHOR}</dc:creator>",
        "<dc:language>en</dc:language>",
        f"<dc:date>{edition.day.isoformat()}</dc:date>",
        f"<dc:description>{escape(ABOUT)}</dc:description>",
        f"<dc:rights>{escape(LICENCE)}</dc:rights>",
        f'<meta property="dcterms:modified">{edition.day.isoformat()}T00:00:00Z</meta>',
        *about,
        "</metadata>",
        "<manifest>",
        *items,
        "</manifest>",
        "<spine>",
        *(f'<itemref idref="{name}"/>' for name in names),
        "</spine>",
        "</package>",
    ]
    return "\n".join(lines) + "\n"


def files(site: Path, base: str | None = None) -> Iterator[tuple[str, str]]:
    """Every file of the EPUB in its order, by its place; the first says what kind of archive it is."""
    names = in_order(site)
    pages = {name: (site / f"book/{name}.html").read_text("utf-8") for name in names}
    chapters = {name: chapter(article_of(page), names, base) for name, page in pages.items()}
    yield "mimetype", "application/epub+zip"
    yield "META-INF/container.xml", CONTAINER
    yield f"{FOLDER}/package.opf", package(chapters)
    yield f"{FOLDER}/style.css", style()
    yield f"{FOLDER}/title.xhtml", title_page(base)
    yield f"{FOLDER}/nav.xhtml", contents(chapters)
    for name, body in chapters.items():
        yield f"{FOLDER}/{name}.xhtml", xhtml(words_of(body.h1), str(body))


def write_epub(site: Path, base: str | None = None) -> Path:
    """Write the EPUB into the site, and its size where pages link to it; the same site gives the same bytes."""
    target = site / file_name()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for place, text in files(site, base):
            entry = zipfile.ZipInfo(place, THEN)
            # E-readers find the kind of the archive at a fixed place, as plain bytes.
            entry.compress_type = zipfile.ZIP_STORED if place == "mimetype" else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text)
    size = f"{target.stat().st_size / 1e6:.1f} MB"
    for page in pages_of(site):
        html = page.read_text("utf-8")
        if PLACE.search(html):
            page.write_text(PLACE.sub(rf"\g<1>{size}\2", html), "utf-8")
    return target


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bookbuild.epub", description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path, help="the folder of the built pages")
    parser.add_argument("--base", help="the address at which the site will be")
    options = parser.parse_args()
    write_epub(options.site, options.base and options.base.rstrip("/") + "/")
