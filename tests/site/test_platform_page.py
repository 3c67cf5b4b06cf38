"""The platform explorer in the page: what it says is what the library says, by mouse, touch and keys, in light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from effort import LIFECYCLE
from effort.explorers import PlatformExplorer
from live import MUDDLED, Keys, Mouse, Touch, settle

EXPLORER = PlatformExplorer()
BUDGET, PLATFORM = "Budget (units)", "Units for the platform"
PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 1000}}


@pytest.fixture(params=[(hand, theme) for hand in (Mouse, Keys, Touch) for theme in ("light", "dark")], ids=str)
def reader(request, browser, address):
    """The page, somebody who uses it in one way, and no trouble."""
    hand, theme = request.param
    context = browser.new_context(color_scheme=theme, **(PHONE if hand is Touch else DESK))
    page, troubles = context.new_page(), []
    page.on("request", lambda request: request.url.startswith(address) or troubles.append(request.url))
    page.on("console", lambda said: said.type in ("error", "warning") and troubles.append(said.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(f"{address}book/dependence.html")
    page.wait_for_selector(".explorer .explorer-sentence:not(:empty)")
    yield page, hand(page)
    context.close()
    assert not troubles


def control(page, label: str):
    return page.locator(".explorer").get_by_label(label, exact=True)


def check(page) -> tuple[int, int]:
    """All that is shown is what the library says for what the sliders are set to, which is returned."""
    budget, built = (int(control(page, label).input_value()) for label in (BUDGET, PLATFORM))
    EXPLORER.budget, EXPLORER.built = budget, built
    plans = EXPLORER._plans[budget]
    best = max(plans, key=lambda plan: plan.returns)
    plan = EXPLORER.plan
    numbers = page.locator(".explorer .dot[data-project] .number").all_text_contents()
    assert [int(text.removesuffix(" →")) for text in numbers] == plan.effort.tolist()
    times = float(EXPLORER.platform.multiplier(built))
    than = (
        "That is the best there is"
        if built == best["platform"]
        else f"The best is {best.returns:.1f}, with {best['platform']}"
    )
    assert page.locator(".explorer-sentence").inner_text() == (
        f"{built} of {budget} units build the platform, and each of the others counts as {times:.2f}: returns of {plan.returns:.1f}, "
        f"against {plans[0].returns:.1f} without a platform. {than}. "
        f"The furthest project gets as far as {LIFECYCLE.name(plan.effort.max() * times)}."
    )
    return budget, built


def test_sliders_buttons_and_the_dot(reader):
    page, hand = reader
    assert check(page) == (100, 0)
    hand.slide(control(page, PLATFORM), 0.4)
    budget, built = check(page)
    assert budget == 100 and built == pytest.approx(40, abs=4)
    hand.press(page.get_by_role("button", name="The best platform"))
    assert check(page) == (100, 13)
    if not isinstance(hand, Keys):  # for keys there is the slider
        hand.drag(page.locator(".explorer .dot:not([data-project])"), right=60)
        assert check(page)[1] > 20
    number = page.get_by_label(f"{PLATFORM}, as a number")
    number.fill("80")
    number.press("Enter")
    assert check(page) == (100, 80)
    number = page.get_by_label(f"{BUDGET}, as a number")
    number.fill("50")
    number.press("Enter")
    assert check(page) == (50, 50)
    hand.press(page.get_by_role("button", name="No platform"))
    assert check(page) == (50, 0)
    number.fill("200")
    number.press("Enter")
    assert check(page) == (200, 0)
    hand.press(page.get_by_role("button", name="Reset"))
    assert check(page) == (100, 0)


def test_looks(reader):
    page, _ = reader
    for budget in ("50", "200"):
        number = page.get_by_label(f"{BUDGET}, as a number")
        number.fill(budget)
        number.press("Enter")
        settle(page)
        assert page.evaluate(MUDDLED, "text") == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page, context=".explorer")
    assert found.violations_count == 0, found.generate_report()


def test_a_link_holds_the_setting(reader, address):
    page, _ = reader
    page.goto("about:blank")
    page.goto(f"{address}book/dependence.html#platform?budget=150&built=20")
    page.wait_for_selector(".explorer .explorer-sentence:not(:empty)")
    assert check(page) == (150, 20)
