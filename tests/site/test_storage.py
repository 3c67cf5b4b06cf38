"""Pages where the browser keeps nothing: all cookies are blocked, or the page is in another site's sandboxed frame."""

import json
from contextlib import contextmanager

import pytest
from bookbuild.serve import served
from support.chromium import how_to_launch
from support.troubles import Troubles

FRAME = '<!DOCTYPE html><title>Another site</title><iframe sandbox="allow-scripts" width="1200" height="850"></iframe>'
KEEPS = "() => { try { localStorage.length; return true; } catch { return false; } }"
# What a page is like from its first paint on, or not at all.
COLOURS = """() => [document.documentElement.dataset.theme, getComputedStyle(document.body).backgroundColor]"""
DARK, LIGHT = ["dark", "rgb(18, 18, 18)"], ["light", "rgb(255, 255, 255)"]
STAND_IN = """() => [localStorage, sessionStorage].map((storage) => {
  storage.clear();
  const before = [storage.length, storage.getItem('a'), storage.key(0)];
  storage.setItem('a', 1);
  storage.setItem('b', 'two');
  storage.removeItem('b');
  return [...before, storage.length, storage.getItem('a'), storage.key(0), storage.key(1)];
})"""


class Refused:
    """A reader whose browser keeps nothing, and who has it dark."""

    def __init__(self, kind: str, page, open_):
        self.kind, self.open, self.troubles = kind, open_, Troubles(page.context)


@contextmanager
def in_a_frame(browser, tmp_path):
    (tmp_path / "index.html").write_text(FRAME, "utf-8")
    (tmp_path / "favicon.ico").touch()
    context = browser.new_context(color_scheme="dark", reduced_motion="reduce")
    page = context.new_page()

    def open_(address: str):
        page.goto(elsewhere)
        frame = page.frames[1]
        with page.expect_event("framenavigated", lambda moved: moved == frame and moved.url == address):
            page.evaluate("(address) => { document.querySelector('iframe').src = address; }", address)
        frame.wait_for_load_state("load")
        return frame

    with served(tmp_path) as elsewhere:
        yield Refused("in_a_frame", page, open_)
    context.close()


@contextmanager
def without_cookies(browser, tmp_path):
    settings = tmp_path / "Default/Preferences"
    settings.parent.mkdir()
    settings.write_text(json.dumps({"profile": {"default_content_setting_values": {"cookies": 2}}}), "utf-8")
    context = browser.browser_type.launch_persistent_context(
        tmp_path, **how_to_launch(whole=True), color_scheme="dark", reduced_motion="reduce"
    )
    page = context.pages[0]

    def open_(address: str):
        page.goto(address)
        return page.main_frame

    yield Refused("without_cookies", page, open_)
    context.close()


@pytest.fixture(scope="module", params=[in_a_frame, without_cookies], ids=lambda place: place.__name__)
def refused(request, browser, tmp_path_factory):
    with request.param(browser, tmp_path_factory.mktemp("refused")) as reader:
        yield reader


@pytest.fixture
def reader(refused):
    yield refused
    refused.troubles.end_of_test()


def test_every_page_is_well(reader, address, name):
    frame = reader.open(f"{address}{name}.html")
    assert frame.evaluate(COLOURS) == DARK
    assert frame.locator(".explorer-failed").count() == 0
    if name != "whole":
        frame.locator(".theme-switch-button").first.click()
        assert frame.evaluate(COLOURS) == LIGHT
        frame.locator(".theme-switch-button").first.click()
        assert frame.evaluate(COLOURS) == DARK


def test_the_browser_does_refuse(reader, address):
    assert not reader.open(f"{address}404.html").evaluate(KEEPS)


def test_the_stand_in_does_what_storage_does(reader, address, new_page):
    seen = reader.open(f"{address}book/index.html").evaluate(STAND_IN)
    page = new_page()
    page.goto(f"{address}404.html")
    assert page.evaluate(KEEPS)
    assert seen == page.evaluate(STAND_IN)


def test_a_figure_moves_and_its_setting_is_in_the_address(reader, address):
    frame = reader.open(f"{address}book/growth.html")
    before = frame.locator(".explorer-sentence").inner_text()
    number = frame.locator(".explorer [role=spinbutton]").first
    number.fill("300")
    number.press("Enter")
    frame.wait_for_function("() => location.hash === '#growth?budget=300'")
    assert frame.locator(".explorer-sentence").inner_text() != before


def test_code_is_copied_and_the_contents_fold_away(reader, address):
    frame = reader.open(f"{address}book/library.html")
    button = frame.locator("button.copybtn").first
    button.hover()
    button.click()
    frame.locator("button.copybtn.success").first.wait_for()
    contents = frame.locator(".bd-sidebar-primary a.reference").first
    assert contents.is_visible()
    frame.locator(".primary-toggle").first.click()
    contents.wait_for(state="hidden")


def test_the_search_finds(reader, address):
    frame = reader.open(f"{address}search.html?q=budget")
    frame.wait_for_function("() => document.querySelectorAll('#search-results li').length >= 5")
    frame.wait_for_load_state("networkidle")


def test_where_python_cannot_run_it_is_not_offered(reader, address):
    """In a sandboxed frame a page may load no module, as another site's; without cookies Python runs and forgets."""
    page = reader.open(f"{address}book/growth.html")
    links, cells = page.locator(".run-here").all(), page.locator(".run-cell").count()
    assert cells and len(links) == 2 + cells, "two at the top, and one under each cell"
    offered = reader.kind == "without_cookies"
    assert {link.evaluate("(node) => !node.hidden") for link in links} == {offered}
    assert {link.is_visible() for link in page.locator(".run-here:not(.run-cell)").all()} == {offered}


@pytest.mark.parametrize("refused", [without_cookies], indirect=True)
def test_a_chapter_opens_and_says_that_changes_are_not_kept(refused, address):
    page = refused.open(f"{address}lite/notebooks/index.html?path=exactness.ipynb")
    page.get_by_text("This browser keeps nothing here: your changes are lost when you leave this page.").wait_for()
    cells = "() => window.jupyterapp.shell.currentWidget.content.widgets.length"
    assert page.evaluate(cells) > 3


def test_the_search_finds_in_a_folder(page, site):
    page.goto(f"file://{site}/search.html?q=budget")
    page.wait_for_function("() => document.querySelectorAll('#search-results li').length >= 5")
    page.wait_for_load_state("networkidle")


@pytest.fixture
def plain(new_page):
    """A page whose joint script, which comes after the whole page, never arrives: what the first paint sees."""
    page = new_page(forgiven=lambda trouble: "/site.js" in trouble, color_scheme="dark")
    page.route("**/site.js*", lambda route: route.abort())
    return page


@pytest.mark.parametrize(("mode", "colours"), [(None, DARK), ("light", LIGHT), ("auto", DARK), ("odd", DARK)])
def test_the_first_paint_has_its_colours(plain, address, mode, colours):
    if mode:
        plain.add_init_script(f"localStorage.setItem('mode', '{mode}'); localStorage.setItem('theme', 'light');")
    plain.goto(f"{address}book/growth.html")
    assert plain.evaluate(COLOURS) == colours


def test_the_first_paint_where_nothing_is_kept(plain, address):
    plain.add_init_script("Storage.prototype.getItem = Storage.prototype.setItem = () => { throw new Error('full'); };")
    plain.goto(f"{address}book/growth.html")
    assert plain.evaluate(COLOURS) == DARK
    assert plain.evaluate("() => { localStorage.setItem('a', 1); return localStorage.getItem('a'); }") == "1"


def test_full_storage_is_still_read(plain, address):
    plain.add_init_script(
        "localStorage.setItem('mode', 'light'); Storage.prototype.setItem = () => { throw new Error('full'); };"
    )
    plain.goto(f"{address}book/growth.html")
    assert plain.evaluate(COLOURS) == LIGHT


def test_without_scripts_a_page_is_light(new_page, address):
    page = new_page(java_script_enabled=False, color_scheme="dark")
    page.goto(f"{address}book/growth.html")
    assert page.locator("html").get_attribute("data-theme") == "light"
