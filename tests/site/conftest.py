"""The built site, parsed and served."""

from pathlib import Path

import pytest
from bookbuild.serve import served
from bs4 import BeautifulSoup
from support.company_form import Form
from support.contents import pages


def pytest_generate_tests(metafunc):
    if "name" in metafunc.fixturenames:
        # The search page, and the one that holds all chapters, are in no table.
        metafunc.parametrize("name", [*pages(), "search", "whole"])


@pytest.fixture(scope="session")
def soups(site) -> dict[Path, BeautifulSoup]:
    """Every page of the site, parsed."""
    paths = sorted(path for path in site.rglob("*.html") if path.relative_to(site).parts[0] not in ("_static", "lite"))
    return {path: BeautifulSoup(path.read_bytes(), "html.parser") for path in paths}


@pytest.fixture
def soup(site, soups, name) -> BeautifulSoup:
    return soups[site / f"{name}.html"]


@pytest.fixture(scope="session")
def address(site):
    with served(site) as address:
        yield address


@pytest.fixture
def form(page, address):
    """The form as it is when its page is opened."""
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.emulate_media(color_scheme="light")
    yield Form(page, address, "company").open()
    assert page.locator(".explorer img, .explorer script").count() == 0
