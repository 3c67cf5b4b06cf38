"""The same pages from a folder, from deep within another site, on paper, and where there is none."""

import pytest
from bookbuild.serve import served
from support.live import Live


@pytest.fixture(scope="module")
def browser_settings():
    return {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}}


def use(page, address: str) -> None:
    """Read a chapter, change its live figure, go on to the next."""
    live = Live(page, address, "growth").open()
    before = live.sentence
    live.type("Budget (units)", 300)
    assert live.sentence != before
    page.locator("a.right-next").click()
    page.wait_for_url("**/ml-first.html")
    assert page.locator("h1:visible").inner_text().startswith("4.")
    page.goto(f"{address}index.html")
    page.wait_for_url("**/book/index.html")
    page.wait_for_load_state("networkidle")


def test_from_a_folder_without_a_server(page, site):
    use(page, f"file://{site}/")
    assert not page.locator(".run-here").first.is_visible(), "Python needs a server"


def test_from_any_path_of_another_site(page, site):
    with served(site.parents[1]) as address:
        path = f"{address}{site.relative_to(site.parents[1]).as_posix()}/"
        use(page, path)
        command = page.locator(".run-it > pre code").inner_text()
        wheel = command.split()[-1]
        assert command.startswith("pip install jupyterlab ") and wheel.startswith(path)
        assert page.request.get(wheel).ok
        assert page.request.get(path + page.locator(".run-it .run-here a").get_attribute("href").removeprefix("../")).ok


@pytest.mark.parametrize("place", ["book/growth", "whole"])
def test_on_paper(page, address, place):
    page.goto(f"{address}{place}.html")
    page.emulate_media(media="print", color_scheme="dark")
    for selector in (".bd-sidebar-primary", ".bd-header-article", ".copybtn", ".run-it", "details.hide", ".headerlink"):
        assert not any(each.is_visible() for each in page.locator(selector).all()), selector
    assert page.locator(".picture:visible").count() >= 3
    # Addresses are printed, figures and tables are neither cut in two nor off.
    for link in page.locator("article a[href^=http]").all():
        written = link.evaluate("(node) => getComputedStyle(node, '::after').content")
        assert link.get_attribute("href") in written
    page.set_viewport_size({"width": 700, "height": 1000})  # of A4 paper within its margins
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 700
    assert page.locator("figure").first.evaluate("(node) => getComputedStyle(node).breakInside") == "avoid"
    assert len(page.pdf(format="A4")) > 50_000
    assert page.evaluate("document.documentElement.dataset.theme") == "dark", "only the paper is light"


def test_paper_is_light(page, address):
    page.goto(f"{address}book/growth.html")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_where_there_is_no_page(page, site, address):
    page.goto(f"{address}404.html")
    assert page.locator("h1").inner_text() == "There is no such page"
    assert page.locator("a").get_attribute("href") == "/"
