"""The same pages from a folder, from deep within another site, on paper, and where there is none."""

import pytest
from bookbuild.serve import served
from live import Live


@pytest.fixture
def tab(browser):
    """A page, and what went wrong on it."""
    context = browser.new_context(color_scheme="dark", viewport={"width": 1280, "height": 900})
    page, troubles = context.new_page(), []
    page.on("console", lambda said: said.type in ("error", "warning") and troubles.append(said.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    # What a page still fetches when one goes on to the next is broken off, which is no failure.
    page.on("requestfailed", lambda request: request.failure != "net::ERR_ABORTED" and troubles.append(request.url))
    page.on("response", lambda response: response.status >= 400 and troubles.append(response.url))
    yield page
    context.close()
    assert not troubles


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


def test_from_a_folder_without_a_server(tab, site):
    use(tab, f"file://{site}/")
    assert not tab.locator(".run-here").first.is_visible(), "Python needs a server"


def test_from_any_path_of_another_site(tab, site):
    with served(site.parents[1]) as address:
        path = f"{address}{site.relative_to(site.parents[1]).as_posix()}/"
        use(tab, path)
        command = tab.locator(".run-it code").inner_text()
        wheel = command.split()[-1]
        assert command.startswith("pip install jupyterlab ") and wheel.startswith(path)
        assert tab.request.get(wheel).ok
        assert tab.request.get(path + tab.locator(".run-it a.run-here").get_attribute("href").removeprefix("../")).ok


@pytest.mark.parametrize("page", ["book/growth", "whole"])
def test_on_paper(tab, address, page):
    tab.goto(f"{address}{page}.html")
    tab.emulate_media(media="print", color_scheme="dark")
    for selector in (".bd-sidebar-primary", ".bd-header-article", ".copybtn", ".run-it", "details.hide", ".headerlink"):
        assert not any(each.is_visible() for each in tab.locator(selector).all()), selector
    assert tab.locator(".picture:visible").count() >= 3
    # Addresses are printed, figures and tables are neither cut in two nor off.
    for link in tab.locator("article a[href^=http]").all():
        written = link.evaluate("(node) => getComputedStyle(node, '::after').content")
        assert link.get_attribute("href") in written
    tab.set_viewport_size({"width": 700, "height": 1000})  # of A4 paper within its margins
    assert tab.evaluate("document.scrollingElement.scrollWidth") <= 700
    assert tab.locator("figure").first.evaluate("(node) => getComputedStyle(node).breakInside") == "avoid"
    assert len(tab.pdf(format="A4")) > 50_000
    assert tab.evaluate("document.documentElement.dataset.theme") == "dark", "only the paper is light"


def test_paper_is_light(tab, address):
    tab.goto(f"{address}book/growth.html")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tab.evaluate("document.documentElement.dataset.theme") == "light"
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.evaluate("document.documentElement.dataset.theme") == "dark"


def test_where_there_is_no_page(tab, site, address):
    tab.goto(f"{address}404.html")
    assert tab.locator("h1").inner_text() == "There is no such page"
    assert tab.locator("a").get_attribute("href") == "/"
