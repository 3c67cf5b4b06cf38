"""Every page in a real browser, wide and as on a phone, light and dark."""

import pytest
from support.accessibility import violations

WIDTHS = {"desk": 1280, "phone": 390}


@pytest.fixture(scope="module", params=["light", "dark"])
def browser_settings(request):
    return {"color_scheme": request.param, "reduced_motion": "reduce"}


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_page(page, browser_settings, address, name, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}{name}.html")
    if page.locator("script[src*='explorers.js']").count():
        page.wait_for_selector(".explorer .explorer-sentence:not(:empty)")
    # Below the fold too: what is loaded or drawn only when it comes into view.
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    page.evaluate("scrollTo(0, 0)")

    assert page.evaluate("document.documentElement.dataset.theme") == browser_settings["color_scheme"]
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width, widest(page, width)

    serious = violations(page, impacts=("serious", "critical"))
    assert not serious, "\n".join(serious)
    page.wait_for_load_state("networkidle")  # for what comes late; the audit takes longer than that


def widest(page, width) -> list[str]:
    """The elements that stick out, for the message."""
    return page.evaluate(
        """width => [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > width + 1)
           .slice(0, 9).map(e => e.outerHTML.slice(0, 120))""",
        width,
    )
