"""What can be seen of the site without a browser."""

import copy
import re
from urllib.parse import unquote, urlsplit

import pytest


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
    for path, page in soups.items():
        for address, _ in addresses(page):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not (target.is_file() and target.is_relative_to(site)):
                broken.append(f"{path.relative_to(site)}: {address}: no such file")
            elif parts.fragment and target.suffix == ".html" and not has_anchor(soups[target], unquote(parts.fragment)):
                broken.append(f"{path.relative_to(site)}: {address}: no such anchor")
    assert not broken


def has_anchor(page, name) -> bool:
    return page.find(id=name) is not None or page.find("a", attrs={"name": name}) is not None


def test_nothing_is_loaded_from_another_host(site, soups):
    remote = re.compile(r"\s*(https?:)?//")
    # Addresses in style sheets and the imports of scripts; those a script only makes while running, the browser test sees.
    within = re.compile(
        r"""(?:\burl\(|@import|\bimport[ (]|\bfrom|\bimportScripts\()\s*["']?((?:https?:)?//[^\s"')]+)"""
    )
    comments = re.compile(r"/\*.*?\*/", re.DOTALL)
    found = []
    for path in sorted(site.rglob("*")):
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


def test_the_page_says_what_it_is(page, name):
    assert page.html["lang"] == "en"
    assert "How Far to Push a Model" in page.title.get_text()
    assert len([heading for heading in page.main.find_all("h1") if not heading.find_parent(class_="onlyprint")]) == 1
    assert page.find("link", rel="icon")


def test_every_picture_is_described(page):
    descriptions = [picture.get("aria-label", "") for picture in page.select(".picture")]
    assert all(picture.get("role") == "img" for picture in page.select(".picture"))
    descriptions += [image.get("alt", "") for image in page.select("img")]
    assert all(len(description.split()) >= 3 for description in descriptions), descriptions
    assert len(set(descriptions)) == len(descriptions)


def test_the_chapters_have_pictures(soups):
    assert sum(len(page.select(".picture")) for page in soups.values()) >= 5


def test_nothing_is_left_unresolved(page):
    page = copy.copy(page)
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
