"""What can be seen of the site without a browser."""

import copy
import json
import re
import shutil
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from bookbuild.extra import write_sitemap
from bookbuild.folder import pages_of
from bookbuild.head import describe
from bookbuild.site import finish
from bs4 import BeautifulSoup
from support.contents import chapters

ROOT = Path(__file__).parents[2]


def addresses(page):
    """Every address in a page, and whether the browser loads it or the reader may follow it."""
    for element in page.find_all(True):
        for attribute in ("href", "src", "poster", "data", "srcset", "action"):
            if value := element.get(attribute):
                loaded = not (element.name in ("a", "form") or element.get("rel") == ["canonical"])
                yield from ((part.split()[0], loaded) for part in value.split(",") if attribute == "srcset")
                if attribute != "srcset":
                    yield value, loaded


def test_every_link_leads_somewhere(site, soups):
    broken = []
    anchors = {path: anchors_of(page) for path, page in soups.items()}
    for path, page in soups.items():
        for address, _ in addresses(page):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            if path.name == "404.html" and address == "/":
                continue  # it is shown at addresses of any depth, and knows no other way
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not (target.is_file() and target.is_relative_to(site)):
                broken.append(f"{path.relative_to(site)}: {address}: no such file")
            elif parts.fragment.startswith("cell-id="):
                notebook = json.loads((site / "lite/files" / parts.query.removeprefix("path=")).read_text("utf-8"))
                if parts.fragment.removeprefix("cell-id=") not in {cell["id"] for cell in notebook["cells"]}:
                    broken.append(f"{path.relative_to(site)}: {address}: no such cell")
            elif parts.fragment and target.suffix == ".html" and unquote(parts.fragment) not in anchors[target]:
                broken.append(f"{path.relative_to(site)}: {address}: no such anchor")
    assert not broken


def anchors_of(page) -> set[str]:
    return {tag["id"] for tag in page.find_all(id=True)} | {
        tag["name"] for tag in page.find_all("a", attrs={"name": True})
    }


def test_nothing_is_loaded_from_another_host(site, soups):
    remote = re.compile(r"\s*(https?:)?//")
    # Addresses in style sheets and the imports of scripts. The browser sees what a script only asks for when it runs.
    within = re.compile(
        r"""(?:\burl\(|@import|\bimport[ (]|\bfrom|\bimportScripts\()\s*["']?((?:https?:)?//[^\s"')]+)"""
    )
    comments = re.compile(r"/\*.*?\*/", re.DOTALL)
    found = []
    for path in sorted(site.rglob("*")):
        if path.is_relative_to(site / "lite"):
            continue  # no page loads anything of it; what it loads itself is tested with it
        if path in soups:
            found += [
                f"{path}: {address}" for address, loaded in addresses(soups[path]) if loaded and remote.match(address)
            ]
        if path.suffix in (".html", ".css", ".js", ".svg"):
            found += [
                f"{path}: {address}" for address in within.findall(comments.sub("", path.read_text(encoding="utf-8")))
            ]
    assert not found


def test_links_to_other_hosts_are_encrypted(soups):
    assert not {address for page in soups.values() for address, _ in addresses(page) if address.startswith("http:")}


def test_the_page_says_what_it_is(soup, name):
    assert soup.html["lang"] == "en"
    assert "How Far to Push a Model" in soup.title.get_text()
    assert len([heading for heading in soup.main.find_all("h1") if not heading.find_parent(class_="onlyprint")]) == 1
    assert soup.find("link", rel="icon")


def test_links_and_buttons_say_what_they_are(soup):
    links = {link.get_text().strip().lower() for link in soup.main.find_all("a")}
    assert not links & {"more", "here", "this", "link", "click here", "learn more", "go"}, "out of its sentence"
    named = soup.select("summary[aria-label], main button[aria-label]")
    assert all(element.get_text().strip() in element["aria-label"] for element in named), "what is read aloud is said"


def test_every_picture_is_described(soup, name):
    descriptions = [picture.get("aria-label", "") for picture in soup.select(".picture")]
    assert all(picture.get("role") == "img" for picture in soup.select(".picture"))
    descriptions += [image.get("alt", "") for image in soup.select("img")]
    assert all(len(description.split()) >= 3 for description in descriptions), descriptions
    assert len(set(descriptions)) == len(descriptions) or name == "whole", "the same figure may be in two chapters"


def test_nothing_asks_for_a_script_that_is_not_loaded(site, soups):
    assert not [path for path in soups if "data-bs-" in path.read_text("utf-8")], "Bootstrap's"
    assert not [*site.glob("_static/**/*bootstrap*")]


def test_the_security_policy_lets_nothing_in(soups):
    for path, page in soups.items():
        policy = page.head.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
        allowed = {part.split()[0]: part.split()[1:] for part in policy.split("; ")}
        assert allowed["default-src"] == ["'none'"] and allowed["base-uri"] == ["'none'"], path
        for kind in ("script-src", "style-src"):
            assert all(source == "'self'" or source.startswith("'sha256-") for source in allowed[kind]), path
        assert not page.find_all(style=True) and not page.find_all(
            lambda tag: any(a.startswith("on") for a in tag.attrs)
        )
        # The policy holds for what comes after it.
        before = [tag.name for tag in page.head.find_all(True)][:2]
        assert before == ["meta", "meta"], path


def test_every_page_is_described(soups):
    about = {}
    for path, page in soups.items():
        if path.name not in ("404.html", "search.html"):
            about[path] = page.head.find("meta", attrs={"name": "description"})["content"]
            assert 40 <= len(about[path]) <= 160, (path, about[path])
            assert page.head.find("meta", property="og:title")["content"] == page.title.get_text()
    assert len(set(about.values())) == len(about)


def test_no_address_is_claimed_unless_it_is_known(site, soups):
    assert not any(page.select("link[rel=canonical], meta[property='og:url']") for page in soups.values())
    assert not (site / "sitemap.xml").exists()


def test_with_an_address_pages_say_theirs(site, tmp_path):
    copy_ = shutil.copytree(site, tmp_path / "site", ignore=shutil.ignore_patterns("lite"))
    for page in pages_of(copy_):
        describe(copy_, page, "https://example.org/a-book/")
    write_sitemap(copy_, "https://example.org/a-book/")
    page = BeautifulSoup((copy_ / "book/growth.html").read_bytes(), "html.parser")
    assert page.find("link", rel="canonical")["href"] == "https://example.org/a-book/book/growth.html"
    image = page.find("meta", property="og:image")["content"].removeprefix("https://example.org/a-book/")
    assert (site / image).is_file()
    listed = re.findall(r"<loc>https://example\.org/a-book/(.*?)</loc>", (copy_ / "sitemap.xml").read_text())
    assert "book/growth.html" in listed and "whole.html" in listed and "404.html" not in listed
    assert all((site / place).is_file() for place in listed)


@pytest.mark.parametrize("base", ["ftp://example.org/", "example.org", 'https://example.org/"><script>'])
def test_a_bad_address_is_named(base, tmp_path):
    with pytest.raises(ValueError, match=re.escape(base)):
        finish(tmp_path, base)


def test_the_whole_book_is_on_one_page(soups, site):
    whole = soups[site / "whole.html"]
    for name in (*chapters(), "glossary", "references"):
        chapter, part = soups[site / f"book/{name}.html"], whole.find(id=name)
        assert len(part.select(".picture")) == len(chapter.select("article .picture"))
        paragraphs = [
            [" ".join(p.get_text().split()) for p in each.select("p:not(.keep-figure, .run-cell)")]
            for each in (part, chapter.article)
        ]
        assert paragraphs[0] == paragraphs[1]
    assert not whole.select(".keep-figure, .run-cell"), "there is nothing to press"
    ids = [tag["id"] for tag in whole.find_all(id=True)]
    assert len(set(ids)) == len(ids)
    assert not whole.select("script[src]") and not whole.select("details.sd-dropdown:not([open])")


@pytest.mark.parametrize("chapter", chapters())
def test_the_notebooks_read_well_in_any_jupyter(site, chapter):
    notebook = json.loads((site / f"notebooks/{chapter}.ipynb").read_text("utf-8"))
    nbformat.validate(nbformat.from_dict(notebook))
    source = json.loads((ROOT / f"book/{chapter}.ipynb").read_text("utf-8"))
    code = ["".join(cell["source"]) for cell in source["cells"] if cell["cell_type"] == "code"]
    assert [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code"] == code
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            assert not re.search(r"\{[a-z:]+\}`|^:::|^```\{|^\([\w-]+\)=", cell["source"], re.MULTILINE), cell["source"]
            assert len(re.findall(r"^\$\$$", cell["source"], re.MULTILINE)) % 2 == 0


def test_the_chapters_have_pictures(soups):
    assert sum(len(page.select(".picture")) for page in soups.values()) >= 5


def test_nothing_is_left_unresolved(soup):
    page = copy.copy(soup)
    # The library's reference speaks of None.
    for code in page.select("pre, code, script, style, math, dl.py"):
        code.decompose()
    text = page.get_text(" ")
    left = re.findall(
        r"\?\?|\{(?:glue|ref|numref|eq|cite|doc|term|math)\b|\bNone\b|\bnan\b|%s|\[@|:label:|\\[a-z]{2,}|\$\$", text
    )
    assert not left
    assert not page.select(".problematic, .system-message")
    assert "unknown" not in " ".join(part.get_text().lower() for part in page.select("footer, header, nav"))


def test_formulae_are_mathml(site, soups):
    for path, page in soups.items():
        assert not page.find(string=re.compile("mathjax", re.IGNORECASE)), path
        for formula in page.select(".math"):
            assert formula.find("math"), path
    if not any(page.find("math") for page in soups.values()):
        pytest.fail("the book has no formula")
