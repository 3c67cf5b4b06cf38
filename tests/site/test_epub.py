"""The book for e-readers: a valid EPUB that holds all that the pages say, and loads nothing."""

import posixpath
import re
import shutil
import subprocess
import zipfile
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from bookbuild.download import file_name as whole_name
from bookbuild.edition import this_edition
from bookbuild.epub import NEEDLESS, chapter, file_name, identifier, write_epub
from bs4 import BeautifulSoup
from support.contents import pages

HTML, SVG = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/2000/svg}"
OPF, DC = "{http://www.idpf.org/2007/opf}", "{http://purl.org/dc/elements/1.1/}"
NAMES = [page.removeprefix("book/") for page in pages()]


@pytest.fixture(scope="module")
def parts(site) -> dict[str, bytes]:
    """Every file in the EPUB, by its place."""
    with zipfile.ZipFile(site / file_name()) as archive:
        assert archive.testzip() is None
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


@pytest.fixture(scope="module")
def trees(parts) -> dict[str, ElementTree.Element]:
    """Every page in it, parsed as XML."""
    return {place: ElementTree.fromstring(text) for place, text in parts.items() if place.endswith(".xhtml")}


@pytest.fixture(scope="module")
def package(parts) -> ElementTree.Element:
    return ElementTree.fromstring(parts["EPUB/package.opf"])


def test_e_readers_know_it_by_its_first_bytes(site, parts):
    with zipfile.ZipFile(site / file_name()) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert parts["mimetype"] == b"application/epub+zip"
    assert (site / file_name()).read_bytes()[38:58] == b"application/epub+zip"
    (root,) = ElementTree.fromstring(parts["META-INF/container.xml"]).iter(
        "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"
    )
    assert root.get("full-path") in parts


def test_its_package_lists_all_that_is_in_it(parts, package, trees):
    listed = {f"EPUB/{item.get('href')}": item for item in package.iter(f"{OPF}item")}
    assert set(listed) == set(parts) - {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}
    for place, tree in trees.items():
        tags = {tag.tag.rpartition("}")[2] for tag in tree.iter()}
        expected = {name for name, tag in {"mathml": "math", "svg": "svg"}.items() if tag in tags}
        expected |= {"nav"} if place == "EPUB/nav.xhtml" else set()
        assert set(listed[place].get("properties", "").split()) == expected, place


def test_it_is_read_in_the_order_of_the_contents(package, trees):
    items = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    spine = [items[item.get("idref")].removesuffix(".xhtml") for item in package.iter(f"{OPF}itemref")]
    assert spine == ["title", "nav", *NAMES]
    contents = next(trees["EPUB/nav.xhtml"].iter(f"{HTML}nav"))
    chapters = contents.findall(f"{HTML}ol/{HTML}li/{HTML}a")
    assert [link.get("href") for link in chapters] == [f"{name}.xhtml" for name in NAMES]
    assert all("".join(link.itertext()).strip() and "#" not in "".join(link.itertext()) for link in chapters)


def test_it_says_what_it_is(package):
    edition = this_edition()
    said = {name: package.find(f".//{DC}{name}").text for name in ("title", "language", "date", "identifier")}
    assert said == {
        "title": "How Far to Push a Model",
        "language": "en",
        "date": edition.day.isoformat(),
        "identifier": identifier(edition.version),
    }
    about = {meta.get("property") for meta in package.iter(f"{OPF}meta")}
    assert {"schema:accessMode", "schema:accessibilityFeature", "schema:accessibilityHazard"} <= about


def test_every_reference_leads_somewhere(parts, trees):
    ids = {place: [tag.get("id") for tag in tree.iter() if tag.get("id")] for place, tree in trees.items()}
    broken = [f"{place}: an identifier twice" for place, found in ids.items() if len(set(found)) < len(found)]
    for place, tree in trees.items():
        for tag in tree.iter():
            for name, value in tag.attrib.items():
                if name.rpartition("}")[2] in ("href", "src"):
                    to = urlsplit(value)
                    if to.scheme:
                        # Only readers go there, if they want to.
                        assert to.scheme in ("http", "https") and tag.tag == f"{HTML}a", (place, value)
                        continue
                    file = posixpath.join(posixpath.dirname(place), to.path) if to.path else place
                    fine = file in parts and (not to.fragment or unquote(to.fragment) in ids[file])
                    broken += [] if fine else [f"{place}: {value}"]
                elif found := re.search(r"url\(#(.*?)\)", value):
                    broken += [] if found[1] in ids[place] else [f"{place}: {value}"]
                elif name in ("aria-labelledby", "aria-describedby", "for"):
                    broken += [f"{place}: {each}" for each in value.split() if each not in ids[place]]
    assert not broken


def test_nothing_in_it_runs_or_is_loaded(parts, trees):
    for place, tree in trees.items():
        tags = {tag.tag.rpartition("}")[2] for tag in tree.iter()}
        assert not tags & {"script", "form", "button", "input", "iframe", "object", "style", "details"}, place
        assert not [name for tag in tree.iter() for name in tag.attrib if name.startswith("on") or name == "style"], (
            place
        )
        assert "var(" not in parts[place].decode(), "a colour that not every e-reader knows"
    assert not re.search(rb"url\(|@import|https?:", parts["EPUB/style.css"])


def test_every_picture_says_what_it_shows(site, trees):
    for name in NAMES:
        page = BeautifulSoup((site / f"book/{name}.html").read_bytes(), "html.parser")
        expected = [picture["aria-label"] for picture in page.select("article .picture")]
        drawings = list(trees[f"EPUB/{name}.xhtml"].iter(f"{SVG}svg"))
        assert [drawing.find(f"{SVG}title").text for drawing in drawings] == expected
        assert all(drawing.get("role") == "img" and drawing.get("viewBox") for drawing in drawings)
    assert not [tag for tree in trees.values() for tag in tree.iter(f"{HTML}img") if not tag.get("alt")]


def test_all_that_the_pages_say_is_in_it(site, trees):
    for name in NAMES:
        page = BeautifulSoup((site / f"book/{name}.html").read_bytes(), "html.parser").article
        for needless in page.select(f"{NEEDLESS}, svg"):
            needless.decompose()
        body = trees[f"EPUB/{name}.xhtml"].find(f"{HTML}body")
        for parent in list(body.iter()):
            for drawing in parent.findall(f"{SVG}svg"):
                parent.remove(drawing)
        assert "".join(body.itertext()).split() == page.get_text().split(), name
        assert len("".join(body.itertext()).split()) > 100


def test_links_out_of_the_book_need_its_address():
    article = '<p><a href="../figures/map.html">map</a> <a href="growth.html#a">growth</a> <a href="#here">here</a></p>'
    assert [link["href"] for link in chapter(article, ["growth"])("a")] == ["growth.xhtml#a", "#here"]
    known = chapter(article, ["growth"], "https://example.org/book/")
    assert known.a["href"] == "https://example.org/book/figures/map.html"


def test_it_is_the_same_bytes_again(clean_builds, tmp_path):
    one, other = ((site / file_name()).read_bytes() for site in clean_builds)
    assert one == other
    shutil.copytree(clean_builds[0] / "book", tmp_path / "book")
    assert write_epub(tmp_path).read_bytes() == one


def test_a_chapter_leads_to_it_and_says_how_large_it_is(site, soups):
    size = (site / file_name()).stat().st_size
    assert size < 1_000_000
    end = soups[site / "book/growth.html"].select_one(".keep-it")
    assert end.select_one(f'a[href="../{file_name()}"]')
    assert end.select_one(".epub-size").get_text() == f"{size / 1e6:.1f} MB"
    with zipfile.ZipFile(site / whole_name()) as archive:
        assert not [name for name in archive.namelist() if name.endswith(".epub")]


def test_epubcheck_finds_nothing(site):
    program = shutil.which("epubcheck")
    if not (program and shutil.which("java")):
        pytest.skip("NOT TESTED: whether the EPUB is valid, as there is no epubcheck (the Debian package `epubcheck`)")
    # The program is an archive for Java, which not every system runs by its name.
    done = subprocess.run(
        ["java", "-jar", program, "--failonwarnings", site / file_name()], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
