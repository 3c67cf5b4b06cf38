"""The book is found, cited, kept and read elsewhere: its edition, its data for machines, its twins, its download."""

import json
import re
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
from bookbuild.download import file_name, pack
from bookbuild.edition import this_edition
from bookbuild.head import describe
from bs4 import BeautifulSoup
from support.contents import chapters, pages

ROOT = Path(__file__).parents[2]


def test_the_edition_is_the_same_everywhere():
    edition = this_edition()
    assert version("effort") == edition.version
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"version: {edition.version}\n" in citation
    assert f"date-released: {edition.day.isoformat()}\n" in citation


def test_every_page_names_its_edition(soups, site):
    for page in pages():
        said = soups[site / f"{page}.html"].select_one(".edition")
        assert this_edition().version in said.get_text()
        assert said.select_one("time")["datetime"] == this_edition().day.isoformat()
        assert said.a["href"].endswith("changes.html") or page.endswith("changes")


def about(soup) -> dict:
    return json.loads(soup.find("script", type="application/ld+json").string)


def test_chapters_are_parts_of_the_book(soups, site):
    for page in pages():
        data = about(soups[site / f"{page}.html"])
        if page == "book/index":
            assert data["@type"] == "Book"
        else:
            assert data["@type"] == "Chapter" and data["isPartOf"]["bookEdition"] == this_edition().version
            assert data["name"] in soups[site / f"{page}.html"].title.get_text()
        assert "url" not in data, "without a base address there is none"
    assert about(soups[site / "whole.html"])["@type"] == "Book"


def test_with_a_base_everything_has_its_address(site, tmp_path):
    place = tmp_path / "book/growth.html"
    place.parent.mkdir()
    bare = re.sub(
        r'<script type="application/ld.json">.*?</script>', "", (site / "book/growth.html").read_text("utf-8")
    )
    place.write_text(bare, "utf-8")
    describe(tmp_path, place, "https://example.org/b/")
    soup = BeautifulSoup(place.read_text("utf-8"), "html.parser")
    assert about(soup)["url"] == "https://example.org/b/book/growth.html"
    assert soup.find("meta", {"name": "citation_public_url"})["content"] == "https://example.org/b/book/growth.html"


def test_reference_managers_find_what_they_need(soups, site):
    soup = soups[site / "book/growth.html"]
    tags = {tag["name"]: tag["content"] for tag in soup.find_all("meta", {"name": re.compile("^citation_")})}
    assert tags["citation_title"].endswith("Growth can reach the frontier")
    assert tags["citation_inbook_title"] == "How Far to Push a Model"
    assert tags["citation_publication_date"] == f"{this_edition().day:%Y/%m/%d}"


def test_each_chapter_has_a_markdown_twin(site, soups):
    listed = re.findall(r"\]\((book/[\w-]+\.md)\)", (site / "llms.txt").read_text("utf-8"))
    assert listed == [f"book/{name}.md" for name in chapters()]
    for name in chapters():
        text = (site / f"book/{name}.md").read_text("utf-8")
        assert text.startswith("# ")
        assert not re.search(r"\{glue|\{cite|\{numref|```\{|:::", text), name
        link = soups[site / f"book/{name}.html"].find("link", type="text/markdown")
        assert link["href"] == f"{name}.md"
    # The page's own computed numbers.
    first = soups[site / "book/growth.html"].select_one(".pasted-text").get_text()
    assert first in (site / "book/growth.md").read_text("utf-8")


@pytest.fixture(scope="module")
def unpacked(site, tmp_path_factory):
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(site / file_name()) as archive:
        archive.extractall(folder)
    (root,) = folder.iterdir()
    return root


def test_the_download_holds_the_book_but_not_the_python_for_the_browser(site, unpacked):
    names = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert {f"{page}.html" for page in pages()} | {"whole.html", "index.html"} <= names
    assert not any(name.startswith("lite/") and not name.endswith(".whl") for name in names)
    assert file_name() not in names
    assert (site / file_name()).stat().st_size < 5_000_000


def test_the_download_is_the_same_bytes_again(site):
    before = (site / file_name()).read_bytes()
    pack(site)
    assert (site / file_name()).read_bytes() == before


def test_the_download_works_from_its_folder(page, unpacked):
    page.goto(f"file://{unpacked}/book/growth.html")
    page.wait_for_selector(".explorer .explorer-sentence:not(:empty)")
    assert not page.locator(".run-here").first.is_visible()
    assert page.locator("html[data-without-python]").count() == 1


def test_nothing_is_published_that_no_page_uses(site):
    texts = [path.read_text("utf-8") for path in site.rglob("*") if path.suffix in (".html", ".css", ".js")]
    unused = [
        path
        for path in (site / "_static").rglob("*")
        if path.is_file() and path.name != "preview.png" and not any(path.name in text for text in texts)
    ]
    assert not unused


def test_all_code_is_shown_by_one_press_and_stays_so(new_page, address):
    page = new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}book/growth.html")
    cells = page.locator("details.hide.above-input")
    assert cells.count() > 3

    def opened() -> set[bool]:
        return set(page.evaluate("[...document.querySelectorAll('details.hide.above-input')].map((cell) => cell.open)"))

    assert opened() == {False}
    page.get_by_role("button", name="Show all code").click()
    assert opened() == {True}
    page.goto(f"{address}book/lifecycle.html")
    assert opened() == {True}
    page.get_by_role("button", name="Show all code").press("Enter")
    assert opened() == {False}
    page.reload()
    assert opened() == {False}
    page.goto(f"{address}book/growth.html?code=shown")
    assert opened() == {True}


def test_the_library_installs_from_the_site_and_passes_its_own_examples(site, tmp_path):
    (wheel,) = (site / "lite/pypi").glob("effort-*.whl")
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", tmp_path, wheel]
    subprocess.run([*install, "--disable-pip-version-check"], check=True)
    assert (tmp_path / "effort/py.typed").is_file()
    program = (
        "import doctest, importlib, pathlib, pkgutil, effort\n"
        f"assert pathlib.Path(effort.__file__).is_relative_to({str(tmp_path)!r}), effort.__file__\n"
        "names = [each.name for each in pkgutil.walk_packages(effort.__path__, 'effort.')]\n"
        "found = [doctest.testmod(importlib.import_module(name)) for name in names if not name.endswith('__main__')]\n"
        "print(sum(each.attempted for each in found), sum(each.failed for each in found))\n"
    )
    # Apart from this folder, and from what is installed here under the same name.
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{program}"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    attempted, failed = map(int, done.stdout.split()[-2:])
    assert attempted > 100 and failed == 0, done.stdout
