"""A built site, a server for it, and a browser to look at it with."""

import os
import shutil
import threading
from pathlib import Path

import pytest
import yaml
from bookbuild.serve import make_server
from bs4 import BeautifulSoup
from playwright.sync_api import Error, sync_playwright

ROOT = Path(__file__).parents[2]
# Where an installed browser may be, by the names it goes under.
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# The tests must not depend on a graphics card, on what an earlier run left, or on what the browser does on its own.
ARGUMENTS = "--disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
NOT_TESTED = """
****************************************************************************************************
  NOT TESTED: no page was opened in a browser, because none was found. Not checked, for any page:
  errors in the console, requests to other hosts, sideways scrolling on a phone, accessibility.
  To check them: install Chromium or Chrome, or run
      .venv/bin/playwright install chromium
  and then `make test` again. (With REQUIRE_BROWSER=1 a missing browser is a failure.)
****************************************************************************************************"""
without_browser = pytest.StashKey[bool]()


def pages() -> list[str]:
    """Every page of the table of contents, and the search page."""

    def named(part) -> list[str]:
        if isinstance(part, list):
            return [page for item in part for page in named(item)]
        if isinstance(part, dict):
            here = [part[key] for key in ("root", "file") if key in part]
            return here + [page for value in part.values() for page in named(value)]
        return []

    return [*named(yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))), "search"]


def pytest_generate_tests(metafunc):
    if "name" in metafunc.fixturenames:
        metafunc.parametrize("name", pages())


@pytest.fixture(scope="session")
def site(clean_builds) -> Path:
    return clean_builds[0]


@pytest.fixture(scope="session")
def soups(site) -> dict[Path, BeautifulSoup]:
    """Every page of the site, parsed."""
    paths = sorted(path for path in site.rglob("*.html") if path.relative_to(site).parts[0] != "_static")
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


@pytest.fixture(scope="session")
def browser(request):
    installed = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        try:
            # With no path it is the test tool's own browser, if that has been downloaded.
            browser = playwright.chromium.launch(executable_path=installed, args=ARGUMENTS.split())
        except Error as error:
            if os.environ.get("REQUIRE_BROWSER") == "1":
                pytest.fail(f"no browser, and REQUIRE_BROWSER=1: {error}")
            request.config.stash[without_browser] = True
            pytest.skip("no browser found")
        yield browser
        browser.close()


def pytest_unconfigure(config):
    # The last thing printed, after pytest's own summary.
    if config.stash.get(without_browser, False):
        print(NOT_TESTED)
