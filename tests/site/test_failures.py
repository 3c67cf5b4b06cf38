"""An explorer that fails leaves its picture, and the others, as they were."""

import pytest
from support.live import BUDGET, Live
from support.shop import best
from support.troubles import Troubles


def without_state(text: str) -> str:
    return text.replace("widget-state+json", "widget-nothing+json")


def with_broken_state(text: str) -> str:
    return text.replace('{"state":{', '{"state":{{', 1)


def with_incomplete_state(text: str) -> str:
    return text.replace('"gains":', '"pains":', 1)


@pytest.mark.parametrize(
    "fault",
    ["missing", "its own missing", "broken", "its own broken", without_state, with_broken_state, with_incomplete_state],
)
def test_an_explorer_that_fails_leaves_its_picture_and_says_so(browser, address, fault):
    context = browser.new_context(color_scheme="light")
    page, troubles = context.new_page(), Troubles(context)
    if callable(fault):
        page.route(
            "**/growth.html", lambda route: route.fulfill(response=(got := route.fetch()), body=fault(got.text()))
        )
    else:
        answer = {"content_type": "text/javascript", "body": "{"} if "broken" in fault else {"status": 404}
        script = "growth" if "its own" in fault else "explorers"
        page.route(f"**/explorers/{script}.js*", lambda route: route.fulfill(**answer))
    page.goto(f"{address}book/growth.html")
    sentence = page.locator(".explorer-failed")
    sentence.wait_for()
    assert sentence.inner_text() == "This figure can't be changed here; what you see is its picture."
    assert page.locator("#growth .picture").is_visible()
    assert not page.locator(".explorer").count()
    # A file that is not there, or is no script, is an error to the browser itself.
    kinds = {trouble.partition(":")[0] for trouble in troubles.found}
    expected = {
        "missing": {"error", "status 404", "script"},
        "its own missing": {"error", "status 404", "warning"},
        "broken": {"script"},
        "its own broken": {"script", "warning"},
    }
    assert kinds == expected.get(fault, {"warning"}), "why it failed is for whoever looks into the console"
    # The rest of the page works.
    page.locator(".theme-switch-button").first.click()
    assert page.evaluate("document.documentElement.dataset.mode") != "auto"
    context.close()


def test_an_explorer_that_fails_leaves_the_others_working(new_page, address):
    page = new_page(forgiven=lambda trouble: trouble.startswith("warning"))
    odd = '<div class="explorer-still" id="odd" data-explorer="OddExplorer" data-model="0"><p>A picture.</p></div>'
    page.route(
        "**/growth.html",
        lambda route: route.fulfill(
            response=(got := route.fetch()),
            body=got.text().replace('<div class="explorer-still"', odd + '<div class="explorer-still"', 1),
        ),
    )
    live = Live(page, address, "growth").open()
    page.locator(".explorer-failed").wait_for()
    assert page.locator("#odd").is_visible()
    live.type(BUDGET, 200)
    assert live.units == best(200)
