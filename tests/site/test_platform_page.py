"""The platform explorer in the page: what it says is what the library says, by mouse, touch and keys, in light and dark."""

import pytest
from accessibility import violations
from effort import LIFECYCLE
from effort.explorers import PlatformExplorer
from live import MUDDLED, Keys, Live, Mouse, Touch, settle

EXPLORER = PlatformExplorer()
BUDGET, PLATFORM = "Budget (units)", "Units for the platform"
PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 1000}}


READERS = {
    f"{theme} {hand.__name__.lower()}": (theme, hand) for hand in (Mouse, Keys, Touch) for theme in ("light", "dark")
}


@pytest.fixture(scope="module", params=READERS.values(), ids=READERS)
def tab(request, browser, address):
    """A tab for somebody who uses the page in one way, and what goes wrong in it."""
    theme, hand = request.param
    context = browser.new_context(color_scheme=theme, **(PHONE if hand is Touch else DESK))
    page, troubles = context.new_page(), []
    page.on("request", lambda request: request.url.startswith((address, "about:")) or troubles.append(request.url))
    page.on("console", lambda said: said.type in ("error", "warning") and troubles.append(said.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    yield Live(page, address, "platform"), hand(page), troubles
    context.close()


@pytest.fixture
def reader(tab):
    """The page as it is when it is opened, and who uses it; nothing may go wrong."""
    live, hand, troubles = tab
    yield live.open(), hand
    found = [*troubles]
    troubles.clear()  # the next test is not to blame for them
    assert not found


def check(live: Live) -> tuple[int, int]:
    """All that is shown is what the library says for what the sliders are set to, which is returned."""
    seen = live.look()
    budget, built = (int(seen.value(label)) for label in (BUDGET, PLATFORM))
    EXPLORER.budget, EXPLORER.built = budget, built
    plans = EXPLORER._plans[budget]
    best = max(plans, key=lambda plan: plan.returns)
    plan = EXPLORER.plan
    assert seen.numbers == plan.effort.tolist()
    times = float(EXPLORER.platform.multiplier(built))
    than = (
        "That is the best there is"
        if built == best["platform"]
        else f"The best is {best.returns:.1f}, with {best['platform']}"
    )
    assert seen.sentence == (
        f"{built} of {budget} units build the platform, and each of the others counts as {times:.2f}: returns of {plan.returns:.1f}, "
        f"against {plans[0].returns:.1f} without a platform. {than}. "
        f"The furthest project gets as far as {LIFECYCLE.name(plan.effort.max() * times)}."
    )
    return budget, built


def test_sliders_buttons_and_the_dot(reader):
    live, hand = reader
    assert check(live) == (100, 0)
    hand.slide(live.slider(PLATFORM), 0.4)
    budget, built = check(live)
    assert budget == 100 and built == pytest.approx(40, abs=4)
    hand.press(live.button("The best platform"))
    assert check(live) == (100, 13)
    if not isinstance(hand, Keys):  # for keys there is the slider
        hand.drag(live.find(".dot:not([data-project])"), right=60)
        assert check(live)[1] > 20
    live.type(PLATFORM, 80)
    assert check(live) == (100, 80)
    live.type(BUDGET, 50)
    assert check(live) == (50, 50)
    hand.press(live.button("No platform"))
    assert check(live) == (50, 0)
    live.type(BUDGET, 200)
    assert check(live) == (200, 0)
    hand.press(live.button("Reset"))
    assert check(live) == (100, 0)


def test_looks(reader):
    live, _ = reader
    page = live.page
    for budget in (50, 200):
        live.type(BUDGET, budget)
        settle(page)
        assert page.evaluate(MUDDLED, "text") == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert not violations(page, ".explorer")


def test_a_link_holds_the_setting(reader):
    live, _ = reader
    assert check(live.open("#platform?budget=150&built=20")) == (150, 20)
