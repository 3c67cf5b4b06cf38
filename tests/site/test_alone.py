"""Each live figure on a page of its own: nothing is asked for, it fits a frame, and is kept as one file."""

import gzip
import re
from html import unescape

import pytest
from bookbuild.serve import served
from support.accessibility import violations
from support.live import BUDGET, PAGES, Live
from support.shop import best


class Alone(Live):
    """The page of one figure."""

    def __init__(self, page, address: str, explorer: str):
        super().__init__(page, address, explorer)
        self.address = f"{address}figures/{explorer}.html"


@pytest.mark.parametrize("explorer", PAGES)
def test_the_page_of_a_figure_holds_all_that_it_needs(new_page, address, site, explorer):
    page = new_page(viewport={"width": 700, "height": 700})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    live = Alone(page, address, explorer).open()
    assert asked == [live.address], "nothing is asked for but the page"
    assert page.locator("h1").inner_text() and len(live.sentence) > 20
    assert not violations(page)
    chapter = page.locator(".source a")
    assert chapter.evaluate("(link) => link.href") == f"{address}book/{PAGES[explorer]}.html"
    chapter.click()
    page.wait_for_selector(f"{live.root} .explorer-sentence:not(:empty)")
    size = len(gzip.compress((site / f"figures/{explorer}.html").read_bytes()))
    assert size < 100_000, f"{size} bytes compressed"


@pytest.mark.parametrize("explorer", PAGES)
def test_it_says_what_its_chapter_says_and_no_page_is_too_wide(new_page, address, explorer):
    page = new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    said = Live(page, address, explorer).open().sentence
    alone = Alone(page, address, explorer).open()
    assert alone.sentence == said
    for width in (320, 390, 768):
        page.set_viewport_size({"width": width, "height": 600})
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width


def test_its_setting_is_in_the_address(new_page, address):
    page = new_page(reduced_motion="reduce")
    alone = Alone(page, address, "companies").open("#companies?budget=300")
    assert alone.units == best(300)
    alone.type(BUDGET, 120)
    page.wait_for_function("() => location.hash === '#companies?budget=120'")
    page.reload()
    page.wait_for_selector(".explorer-sentence:not(:empty)")
    assert alone.units == best(120)


def test_a_chapter_leads_to_it_with_the_setting(new_page, address):
    page = new_page(reduced_motion="reduce")
    live = Live(page, address, "growth").open()
    live.type(BUDGET, 240)
    page.locator("figure:has(#growth) .keep-figure a").click()
    page.wait_for_url("**/figures/growth.html#growth?budget=240")
    page.wait_for_selector(".explorer-sentence:not(:empty)")
    assert Alone(page, address, "growth").units == best(240)


@pytest.mark.parametrize("where", ["chapter", "alone"])
def test_the_code_embeds_it_in_another_page(browser, address, tmp_path, where):
    """In a frame that is sandboxed, of another site, with the setting that was seen; one press copies the code."""
    context = browser.new_context(
        permissions=["clipboard-read", "clipboard-write"],
        reduced_motion="reduce",
        viewport={"width": 1000, "height": 800},
    )
    page = context.new_page()
    live = (Live if where == "chapter" else Alone)(page, address, "companies").open()
    live.type(BUDGET, 300)
    line = page.locator(".keep-figure").first
    line.get_by_role("button", name="Copy the code to embed it").click()
    line.get_by_text("Copied.").wait_for()
    code = page.evaluate("navigator.clipboard.readText()")
    assert code == line.get_by_label("The code that embeds this figure").input_value()
    assert unescape(re.search(r'src="([^"]*)"', code)[1]) == f"{address}figures/companies.html#companies?budget=300"
    assert re.search(r'title="([^"]+)"', code)[1] == page.locator(live.root).get_attribute("aria-label")
    sandboxed = code.replace("<iframe ", '<iframe sandbox="allow-scripts" ')
    other = f"<!DOCTYPE html><title>Elsewhere</title>{sandboxed}"
    (tmp_path / "elsewhere.html").write_text(other)
    with served(tmp_path) as elsewhere:
        page.goto(f"{elsewhere}elsewhere.html")
        frame = page.frame_locator("iframe")
        frame.locator(".explorer-sentence:not(:empty)").wait_for()
        assert frame.get_by_label(f"{BUDGET}, as a number").input_value() == "300"
        # All of it is seen without scrolling inside of the frame.
        needed, there = page.frames[-1].evaluate("[document.scrollingElement.scrollHeight, innerHeight]")
        assert needed <= there
    context.close()


@pytest.mark.parametrize("explorer", PAGES)
def test_saved_as_one_file_it_works_without_a_network(new_page, address, tmp_path, explorer):
    page = new_page(reduced_motion="reduce")
    alone = Alone(page, address, explorer).open()
    label = alone.sliders[0] if alone.sliders else None
    if label:
        alone.slider(label).press("ArrowRight")
        page.wait_for_function("() => location.hash !== ''")
    seen = alone.look()
    with page.expect_download() as download:
        alone.page.get_by_role("button", name="Save as one file").click()
    saved = tmp_path / download.value.suggested_filename
    assert saved.name == f"{explorer}.html"
    download.value.save_as(saved)
    page.context.set_offline(True)
    page.goto(saved.as_uri())
    page.wait_for_selector(".explorer-sentence:not(:empty)")
    assert alone.sentence == seen.sentence
    # What it links to is where it came from, and it can be saved once more.
    assert page.locator(".source a").get_attribute("href") == f"{address}book/{PAGES[explorer]}.html"
    with page.expect_download() as again:
        page.get_by_role("button", name="Save as one file").click()
    assert again.value.suggested_filename == saved.name
    page.context.set_offline(False)


def test_it_works_from_a_folder(new_page, site):
    """Where no page may read another."""
    page = new_page()
    page.goto((site / "figures/map.html").as_uri())
    page.wait_for_selector(".explorer-sentence:not(:empty)")


def test_without_scripts_there_is_its_picture(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}figures/growth.html")
    assert page.locator(".picture:visible").count() == 1
    assert page.locator(".stands-still").is_visible() and not page.locator(".keep-figure").is_visible()
    context.close()
