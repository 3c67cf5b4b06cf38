"""The built site, parsed and served."""

from contextlib import contextmanager
from pathlib import Path

import pytest
from bookbuild.serve import served
from bs4 import BeautifulSoup
from support.company_form import Form
from support.contents import pages
from support.expected import live_explorer
from support.hands import Keys, Mouse, Touch
from support.live import PAGES, Live
from support.troubles import Troubles


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


SCREENS = {
    "desk": {"viewport": {"width": 1280, "height": 1000}},
    "phone": {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True},
}


# The readers


class Reader:
    """Somebody with one way to point, and the explorers open in a browser that is now offline."""

    def __init__(self, lives: dict[str, Live], hand: type):
        self.lives, self.hand = lives, hand

    def at(self, explorer: str, moving: bool = False) -> tuple[Live, Mouse]:
        """An explorer as it is when its page is opened.

        Args:
            moving: whether its reader likes motion; else what is pressed has its effect at once
        """
        live = self.lives[explorer]
        live.page.bring_to_front()
        live.page.emulate_media(reduced_motion="reduce")
        live.press("Reset")
        if moving:
            live.page.emulate_media(reduced_motion="no-preference")
            live.press("Reset")  # so that its buttons say what they do now
        live.wait_for_reset()
        return live, self.hand(live.page)


def asks_for_the_icon(trouble: str) -> bool:
    """The browser itself asks for it again whenever the address changes, and can't have it offline."""
    return "/favicon.svg" in trouble


@pytest.fixture(scope="session")
def open_explorers(browser, address):
    """All explorers, opened once for each theme and screen."""
    opened = {}

    def open_all(theme: str, screen: str) -> tuple[dict[str, Live], Troubles]:
        if (theme, screen) not in opened:
            context = browser.new_context(color_scheme=theme, **SCREENS[screen])
            troubles = Troubles(context, asks_for_the_icon)
            lives = {each: live_explorer(context.new_page(), address, each).open() for each in PAGES}
            for live in lives.values():
                assert live.page.evaluate("document.documentElement.dataset.theme") == theme
            context.set_offline(True)
            opened[theme, screen] = context, lives, troubles
        return opened[theme, screen][1:]

    yield open_all
    for context, *_ in opened.values():
        context.close()


# A theme changes colours, and no hand: one reader with the dark one is enough.
READERS = {f"light {hand.__name__.lower()}": ("light", hand) for hand in (Mouse, Keys, Touch)}
READERS["dark mouse"] = ("dark", Mouse)


@contextmanager
def untroubled(open_explorers, theme: str, hand: type):
    lives, troubles = open_explorers(theme, hand.screen)
    yield Reader(lives, hand)
    troubles.end_of_test()


@pytest.fixture(params=READERS.values(), ids=READERS)
def reader(request, open_explorers):
    with untroubled(open_explorers, *request.param) as reader:
        yield reader


@pytest.fixture
def typist(open_explorers):
    """For what does not depend on the theme, or on the hand."""
    with untroubled(open_explorers, "light", Keys) as reader:
        yield reader


@pytest.fixture
def with_hand(open_explorers):
    """An explorer as it is when its page is opened, and the hand of a reader who likes motion, whatever hand it is."""
    met = {}

    def at(hand: type, explorer: str) -> tuple[Live, Mouse]:
        lives, met[hand] = open_explorers("light", hand.screen)
        return Reader(lives, hand).at(explorer, moving=True)

    yield at
    for troubles in met.values():
        troubles.end_of_test()
