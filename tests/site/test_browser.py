"""Every page in a real browser, wide and as on a phone, light and dark."""

import pytest
from accessibility import violations

WIDTHS = {"desk": 1280, "phone": 390}


@pytest.fixture(scope="module", params=["light", "dark"])
def tab(request, browser, address):
    """A browser tab that reaches the site and nothing else, and the list of what went wrong in it."""
    context = browser.new_context(color_scheme=request.param, reduced_motion="reduce")
    troubles = []

    def guard(route):
        if route.request.url.startswith(address):
            route.continue_()
        else:
            troubles.append(f"request to another host: {route.request.url}")
            route.abort()

    context.route("**/*", guard)
    page = context.new_page()
    page.on(
        "console", lambda message: message.type in ("error", "warning") and troubles.append(f"console: {message.text}")
    )
    page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
    page.on("requestfailed", lambda request: troubles.append(f"failed: {request.url}"))
    page.on(
        "response", lambda response: response.status >= 400 and troubles.append(f"{response.status}: {response.url}")
    )
    page.theme = request.param
    yield page, troubles
    context.close()


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_page(tab, address, name, width):
    page, troubles = tab
    troubles.clear()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}{name}.html")
    if page.locator("script[src*='explorers.js']").count():
        page.wait_for_selector(".explorer .explorer-sentence:not(:empty)")
    # Below the fold too: what is loaded or drawn only when it comes into view.
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    page.evaluate("scrollTo(0, 0)")
    assert not troubles

    assert page.evaluate("document.documentElement.dataset.theme") == page.theme
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width, widest(page, width)

    serious = violations(page, impacts=("serious", "critical"))
    assert not serious, "\n".join(serious)
    page.wait_for_load_state("networkidle")  # for what comes late; the audit takes longer than that
    assert not troubles


def widest(page, width) -> list[str]:
    """The elements that stick out, for the message."""
    return page.evaluate(
        """width => [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > width + 1)
           .slice(0, 9).map(e => e.outerHTML.slice(0, 120))""",
        width,
    )
