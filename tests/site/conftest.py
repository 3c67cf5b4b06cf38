"""A built site and a server for it."""

from pathlib import Path

import pytest
from bookbuild.serve import served
from bs4 import BeautifulSoup
from contents import pages


def pytest_generate_tests(metafunc):
    if "name" in metafunc.fixturenames:
        # The search page, and the one that holds all chapters, are in no table.
        metafunc.parametrize("name", [*pages(), "search", "whole"])


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
    with served(site) as address:
        yield address
