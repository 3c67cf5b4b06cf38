"""A built site and a server for it."""

import threading
from pathlib import Path

import pytest
import yaml
from bookbuild.serve import make_server
from bs4 import BeautifulSoup

ROOT = Path(__file__).parents[2]


def pages() -> list[str]:
    """Every page of the table of contents, the search page, and the one that holds all chapters."""

    def named(part) -> list[str]:
        if isinstance(part, list):
            return [page for item in part for page in named(item)]
        if isinstance(part, dict):
            here = [part[key] for key in ("root", "file") if key in part]
            return here + [page for value in part.values() for page in named(value)]
        return []

    return [*named(yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))), "search", "whole"]


def pytest_generate_tests(metafunc):
    if "name" in metafunc.fixturenames:
        metafunc.parametrize("name", pages())


@pytest.fixture(scope="session")
def site(clean_builds) -> Path:
    return clean_builds[0]


@pytest.fixture(scope="session")
def soups(site) -> dict[Path, BeautifulSoup]:
    """Every page of the site, parsed."""
    paths = sorted(path for path in site.rglob("*.html") if path.relative_to(site).parts[0] not in ("_static", "lite"))
    return {path: BeautifulSoup(path.read_bytes(), "html.parser") for path in paths}


@pytest.fixture
def page(site, soups, name) -> BeautifulSoup:
    return soups[site / f"{name}.html"]


@pytest.fixture(scope="session")
def address(site):
    server, address = make_server(site)
    with server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield address
        server.shutdown()
        thread.join()
