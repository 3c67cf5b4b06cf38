"""By hand on the two figures of evidence: a step along the curve, a method, a company, a value."""

import numpy as np
import pytest
from effort.explorers import PublishersExplorer, StepsExplorer
from playwright.sync_api import expect
from support.expected import check
from support.hands import Keys, Mouse, Touch, centre
from support.live import Live, settle

PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}
STEP, METHOD = "Labels ahead, on the curve", "Method, by its share of concave curves"
LINE, COMPANY = "Market value from which on companies are counted", "Company, by market value"


@pytest.fixture(params=[Mouse, Touch], ids=["mouse", "touch"])
def hand(request, new_page):
    page = new_page(**(PHONE if request.param is Touch else {"viewport": {"width": 1280, "height": 900}}))
    return request.param(page)


def middles(live: Live, selector: str) -> np.ndarray:
    return np.array(
        live.find(selector).evaluate_all(
            """(nodes) => nodes.map((node) => {
                 const { x, y, width, height } = node.getBoundingClientRect();
                 return [x + width / 2, y + height / 2];
               })"""
        )
    )


def test_a_step_is_taken_along_the_curve(hand, address):
    live = Live(hand.page, address, "steps").open()
    hand.drag(live.handle(STEP), 60)
    seen = live.look()
    assert 16 < seen.value("Look ahead (labels)") < 300
    check(live, seen)
    at = seen.value("Look ahead (labels)")
    hand.drag(live.handle(STEP), -20)
    assert live.value("Look ahead (labels)") < at
    check(live)


def test_a_method_is_chosen_in_the_drawing(hand, address):
    live = Live(hand.page, address, "steps").open()
    live.handle(METHOD).scroll_into_view_if_needed()
    dots = middles(live, ".steps-method, .steps-common, .steps-group")
    shares = sorted(each["share"] for each in StepsExplorer().data["groups"])
    least = dots[dots[:, 0].argmin()]
    if isinstance(hand, Touch):
        hand.page.touchscreen.tap(*least)
    else:
        hand.page.mouse.click(*least)
    settle(hand.page)
    assert f"Of their curves {shares[0]:.0f} %" in live.sentence
    assert live.look().choices["Method"] == "TabNet"
    check(live)


def test_methods_and_steps_by_keys(new_page, address):
    live = Live(new_page(), address, "steps").open()
    keys = Keys(live.page)
    live.handle(METHOD).focus()
    keys.keys("Home")
    groups = sorted(StepsExplorer().data["groups"], key=lambda each: each["share"])
    for each in groups[:6]:
        assert live.look().choices["Method"] == each["key"]
        check(live)
        keys.keys("ArrowRight")
    live.handle(STEP).focus()
    keys.keys("ArrowRight", 7)
    assert live.value("Look ahead (labels)") == 128
    assert live.handle(STEP).evaluate("(node) => node === document.activeElement")
    check(live)


def test_the_line_goes_from_class_to_class(hand, address):
    live = Live(hand.page, address, "publishers").open()
    hand.drag(live.handle(LINE), 60)
    above = float(live.look().choices["Worth at least (billion US dollars)"])
    assert above > 50 and f"{above:g}" in PublishersExplorer.EDGES
    check(live)


def test_a_company_is_picked_and_named(hand, address):
    live = Live(hand.page, address, "publishers").open()
    live.handle(COMPANY).scroll_into_view_if_needed()
    companies = ".publishers-quoted, .publishers-one, .publishers-estimate, .publishers-private"
    dots = middles(live, companies)
    names = PublishersExplorer().data["names"]
    assert len(dots) == len(names)
    apart = np.hypot(*(dots[:, None] - dots[None]).T) + 1e9 * np.eye(len(dots))
    lonely = np.argsort(-apart.min(axis=0))[:3]
    for i in lonely:
        live.find("svg").first.evaluate("(node) => node.scrollIntoView({ block: 'center', behavior: 'instant' })")
        dots = middles(live, companies)
        if isinstance(hand, Touch):
            hand.page.touchscreen.tap(*dots[i])
        else:
            hand.page.mouse.move(*dots[i])
            if live.look().handles[COMPANY]["text"].split(":")[0] != names[i]:
                expect(live.find("svg")).to_contain_text(names[i])  # what a mouse points at has its name beside it
            hand.page.mouse.click(*dots[i])
        assert live.sentence.startswith(f"{names[i]}: ")
        x, y = centre(live.handle(COMPANY))
        assert np.hypot(x - dots[i][0], y - dots[i][1]) < 1.5
        check(live)


def test_companies_by_keys_in_the_order_of_their_values(new_page, address):
    live = Live(new_page(), address, "publishers").open()
    keys = Keys(live.page)
    live.handle(COMPANY).focus()
    keys.keys("Home")
    data = PublishersExplorer().data
    values = np.array(data["values"]["numbers"].split(), dtype=float)
    order = sorted(range(values.size), key=lambda i: (values[i] or np.inf, i))
    for i in order[:12]:
        assert live.sentence.startswith(f"{data['names'][i]}: ")
        check(live)
        keys.keys("ArrowRight")
    keys.keys("End")
    assert live.sentence.startswith(f"{data['names'][order[-1]]}: private; ")
    estimate = next(i for i in order if data["names"][i] == "SenseTime")
    keys.keys("Home")
    keys.keys("ArrowRight", order.index(estimate))
    assert live.sentence.startswith("SenseTime: about 5 billion, an estimate; 47 papers.")


def test_the_table_has_every_company(new_page, address):
    live = Live(new_page(), address, "publishers").open()
    assert not live.find("table").count()
    live.find("summary").press("Enter")
    rows = live.find("tbody tr")
    expect(rows).to_have_count(len(PublishersExplorer().data["names"]))
    assert rows.nth(0).locator("td").all_inner_texts()[2] == f"{int(PublishersExplorer.publishers.papers[0])}"
    estimated = PublishersExplorer.publishers.value_is == "estimate"
    assert live.find("td").get_by_text("an estimate").count() == int(estimated.sum())
