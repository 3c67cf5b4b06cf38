"""The opening asks a new reader before it shows the answer."""

import pytest
from playwright.sync_api import expect
from support.accessibility import violations
from support.expected import check, how_far
from support.hands import Keys, Mouse, Touch
from support.live import BUDGET, Live
from support.shop import SHOP, best, score

SCREENS = {
    "desk": {"viewport": {"width": 1280, "height": 720}},
    "phone": {"viewport": {"width": 390, "height": 664}, "has_touch": True, "is_mobile": True},
}
ASKED = "First, your guess: how would you divide 100 units to gain the most?"
EQUAL = [20] * 5
RINGS = """() => [...document.querySelectorAll('.explorer .guess')].map((ring) => [
  getComputedStyle(ring).visibility, ring.querySelector('text').textContent,
])"""


@pytest.fixture(params=[Mouse, Keys, Touch], ids=lambda hand: hand.__name__.lower())
def asked(request, new_page, address):
    """A new reader in front of the question, and their hand."""
    page = new_page(reduced_motion="reduce", **SCREENS[request.param.screen])
    live = Live(page, address, "companies").open(answered=False)
    assert live.sentence.startswith(ASKED)
    return live, request.param(page)


@pytest.fixture
def new_reader(new_page, address):
    page = new_page(reduced_motion="reduce", **SCREENS["desk"])
    return Live(page, address, "companies").open(answered=False)


def place(live, hand, units) -> None:
    """Roughly by the dots, as a hand does; the rest by the buttons or keys."""
    for name, wanted in zip(SHOP.names, units, strict=True):
        hand.place(live, name, wanted)


def test_a_reader_divides_the_units_first(asked):
    live, hand = asked
    assert live.units == [0] * 5 and "100 units to place" in live.sentence
    place(live, hand, EQUAL)
    assert live.units == EQUAL and "All are placed" in live.sentence
    hand.press(live.button("Compare with the best"))
    assert live.sentence == f"Yours, the rings, earns {score(EQUAL, 100)}. {how_far(best(100))}"
    assert "98.3 %" in live.sentence
    assert live.units == best(100)
    assert live.page.evaluate(RINGS) == [["visible", "20"]] * 5
    # Beside another company it would mean nothing; beside the same one it does again.
    hand.press(live.button("ML-first"))
    check(live)
    assert {visible for visible, _ in live.page.evaluate(RINGS)} == {"hidden"}
    hand.press(live.button("Start-up"))
    assert score(EQUAL, 100) in live.sentence
    hand.press(live.button("Reset"))
    check(live)


@pytest.mark.parametrize("hand", [Mouse, Touch])
def test_where_rows_are_close_together_the_one_that_is_pressed_moves(new_page, address, hand):
    screen = {"viewport": {"width": 320, "height": 568}, "has_touch": True, "is_mobile": True}
    live = Live(new_page(reduced_motion="reduce", **screen), address, "companies").open(answered=False)
    pointer = hand(live.page)
    pointer.drag(live.dot("dynamic pricing"), 40)
    first = live.units
    assert first[0] > 5 and first[1:] == [0, 0, 0, 0]
    pointer.drag(live.dot("recommendations"), 30)
    assert live.units[:3] == first[:3] and live.units[3] > 5 and live.units[4] == 0


def test_by_buttons(asked):
    live, hand = asked
    more = live.find("button[aria-label='5 units more for menu images']")
    for _ in range(3):
        hand.press(more)
    hand.press(live.find("button[aria-label='5 units less for menu images']"))
    assert live.units == [0, 0, 0, 0, 10]
    assert live.dot("menu images").get_attribute("aria-valuetext") == "10 units"
    for _ in range(18):
        hand.press(live.find("button[aria-label='5 units more for dispatching']"))
    assert live.units == [0, 90, 0, 0, 10] and live.note == ""
    hand.press(more)
    assert live.units == [0, 90, 0, 0, 10]
    assert live.note == "No units left: take some from another project first."
    hand.press(live.button("Compare with the best"))
    assert live.note == "", "it was about the question"


def test_what_is_not_used_is_said(new_reader):
    hand = Keys(new_reader.page)
    hand.place(new_reader, "dispatching", 70)
    new_reader.press("Compare with the best")
    share = score([0, 70, 0, 0, 0], 100)
    assert new_reader.sentence.startswith(f"Yours (with 30 units not used), the rings, earns {share}.")


def test_the_best_is_recognised(new_reader):
    hand = Keys(new_reader.page)
    place(new_reader, hand, best(100))
    new_reader.press("Compare with the best")
    assert new_reader.sentence.startswith("Yours is the best there is.")


def test_one_press_skips_it_and_it_is_never_asked_again(asked):
    live, hand = asked
    hand.press(live.button("Just show me"))
    check(live)
    assert {visible for visible, _ in live.page.evaluate(RINGS)} == {"hidden"}
    # The focus is where the reader can go on.
    assert live.page.evaluate("document.activeElement.textContent") == "Start-up"
    live.open(answered=False)
    check(live)


def test_an_answer_is_remembered(new_reader):
    new_reader.press("Compare with the best")
    new_reader.open(answered=False)
    check(new_reader)


def test_a_reader_who_has_not_answered_is_asked_again(new_reader):
    new_reader.open(answered=False)
    assert new_reader.sentence.startswith(ASKED)


def test_a_link_to_a_setting_skips_it(new_page, address):
    live = Live(new_page(), address, "companies").open("#companies?budget=240", answered=False)
    assert live.value(BUDGET) == 240
    check(live)


def test_a_link_followed_in_the_page_ends_it(new_reader):
    new_reader.follow("#companies?budget=240")
    assert new_reader.value(BUDGET) == 240
    check(new_reader)


def test_on_paper_is_the_answer(new_reader):
    new_reader.page.emulate_media(media="print")
    assert not new_reader.find("svg:visible").count()
    assert new_reader.page.locator("#companies .picture svg:visible").count()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_question_is_accessible(new_page, address, theme):
    live = Live(new_page(color_scheme=theme), address, "companies").open(answered=False)
    assert not violations(live.page, ".explorer")


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("answered", [False, True], ids=["asked", "answered"])
def test_all_is_on_one_screen(new_page, address, screen, answered):
    live = Live(new_page(reduced_motion="reduce", **SCREENS[screen]), address, "companies").open(answered=answered)
    places = live.page.evaluate(
        """() => {
             const header = document.querySelector('.bd-header-article').getBoundingClientRect().bottom;
             const top = document.querySelector('.explorer').getBoundingClientRect().top;
             scrollBy({ top: top - header, behavior: 'instant' });
             const seen = document.querySelectorAll('.explorer :is(svg, .explorer-sentence, input, button)');
             return [...seen].map((node) => node.getBoundingClientRect()).filter(({ width }) => width > 0)
               .map(({ top, bottom }) => [top >= header - 1, bottom <= innerHeight + 1]);
           }"""
    )
    assert len(places) >= 10 and all(above and below for above, below in places)


def test_the_end_of_the_bar_is_the_budget(reader):
    live, hand = reader.at("companies")
    handle = live.find(".handle")
    hand.drag(handle, 60)
    seen = live.look()
    assert seen.value(BUDGET) > 110
    assert handle.get_attribute("aria-valuetext") == f"{seen.value(BUDGET):g} units"
    check(live, seen)
    hand.drag(handle, -600)
    assert live.value(BUDGET) < 20
    check(live)


def test_in_the_bar_each_project_has_its_part(new_reader):
    new_reader.press("Just show me")
    new_reader.press("Grown company")
    expect(new_reader.number(BUDGET)).to_have_value("300")
    widths = new_reader.page.evaluate(
        """() => [...document.querySelectorAll('.explorer svg > rect:not(.unspent)')].slice(0, 5)
             .map((part) => part.getBoundingClientRect().width)"""
    )
    total = sum(widths)
    assert [round(300 * width / total) for width in widths] == pytest.approx(best(300), abs=1)
