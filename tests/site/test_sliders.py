"""Every slider and number box of every explorer, in light and dark, with no network once the page is there."""

import pytest
from support.expected import check
from support.hands import Mouse, centre
from support.live import BUDGET, PAGES, WEIGHT
from support.shop import score


def each_slider(typist, explorer: str):
    """Each slider of an explorer in turn, always from the state in which the page opens."""
    live, hand = typist.at(explorer)
    for label in live.sliders:
        live.press("Reset")
        yield live, hand, label


@pytest.mark.parametrize("explorer", PAGES)
def test_sliders(reader, explorer):
    live, hand = reader.at(explorer)
    check(live)
    for label in live.sliders:
        low, high, step = (float(live.slider(label).get_attribute(end)) for end in ("min", "max", "step"))
        for share in (0.8, 0.3):
            hand.slide(live.slider(label), share)
            near = pytest.approx(low + share * (high - low), abs=max(step, 0.08 * (high - low)))
            assert live.value(label) == near
            check(live)
    live.press("Reset")
    assert live.note == ""
    check(live)


def test_all_follows_while_a_slider_or_a_dot_is_held(typist):
    live, hand = typist.at("allocation")
    mouse = Mouse(hand.page)
    for dot in (None, live.dot("dispatching")):
        if dot:  # some units are free
            live.press("Try by hand")
        x, y = centre(dot) if dot else mouse.thumb(live.slider(BUDGET), 0.2)
        mouse.down(x, y)
        seen = []
        for right in (20, 60, 100):
            mouse.move(x + right, y)
            now = live.look()
            seen.append(now.units[1])
            if dot:
                assert score(now.units, int(now.value(BUDGET))) in now.sentence
            else:
                check(live, now)
        mouse.up()
        assert seen[0] < seen[1] < seen[2]
        mouse.move(x, y)
        assert live.units[1] == seen[2], "let go"


@pytest.mark.parametrize("explorer", PAGES)
def test_arrow_keys_take_single_steps(typist, explorer):
    for live, hand, label in each_slider(typist, explorer):
        low, step = (float(live.slider(label).get_attribute(name)) for name in ("min", "step"))
        live.slider(label).focus()
        hand.keys("Home")
        assert live.value(label) == low
        hand.keys("ArrowRight", 3)
        hand.keys("ArrowLeft")
        assert live.value(label) == pytest.approx(low + 2 * step)
        hand.keys("End")
        assert live.value(label) == float(live.slider(label).get_attribute("max"))
        check(live)


@pytest.mark.parametrize("explorer", PAGES)
def test_numbers_are_kept_inside_their_limits_and_said_so(typist, explorer):
    for live, hand, label in each_slider(typist, explorer):
        low, high = (live.number(label).get_attribute(f"aria-value{end}") for end in ("min", "max"))
        for typed, taken in (("99999", high), ("-7", low)):
            live.type(label, typed)
            assert live.value(label) == float(taken)
            assert f"{label} goes from {low} to {high} in steps of" in live.note
            assert live.note.endswith(f"; {typed} became {taken}.")
            check(live)
        live.type(label, high)
        live.type(label, low)
        assert live.note == "", "a good number clears the note"
        other = "without thousands marks or other signs"
        for nonsense, trouble in (
            ("", f"a number from {low} to {high} is needed"),
            ("e", f"'e', expected a number from {low} to {high}, {other}"),
            ("--", f"'--', expected a number from {low} to {high}, {other}"),
            ("1 200", f"'1 200', expected a number from {low} to {high}, {other}"),
            ("1,200,000", f"'1,200,000', expected a number from {low} to {high}, {other}"),
            ("1e999", f"'1e999', expected a number from {low} to {high}"),
            ("1,200", "'1,200' can be read as 1.2 or as 1200, expected one of these"),
            ("1.200", "'1.200' can be read as 1.2 or as 1200, expected one of these"),
        ):
            number = live.number(label)
            number.fill("")
            number.focus()
            hand.page.keyboard.type(nonsense)
            hand.keys("Enter")
            assert live.note == f"{label}: {trouble}; {low} is kept."
            assert number.input_value() == nonsense and number.get_attribute("aria-invalid") == "true", (
                "it can be mended"
            )
            hand.keys("Tab")
            assert live.note == f"{label}: {trouble}; {low} is kept."
            assert live.value(label) == float(low) and number.get_attribute("aria-invalid") is None
        check(live)


@pytest.mark.parametrize("explorer", PAGES)
def test_decimal_commas(typist, explorer):
    for live, hand, label in each_slider(typist, explorer):
        low, step = (float(live.slider(label).get_attribute(name)) for name in ("min", "step"))
        live.number(label).focus()
        hand.page.keyboard.press("Control+a")
        wanted = low + 3 * step
        hand.page.keyboard.type(f"{wanted:.2f}".replace(".", ","))
        hand.keys("Enter")
        assert live.value(label) == pytest.approx(wanted) and live.note == ""
        assert live.number(label).get_attribute("aria-valuenow") == f"{wanted:g}"
        check(live)


@pytest.mark.parametrize("explorer", PAGES)
def test_arrow_keys_in_a_number_box(typist, explorer):
    for live, hand, label in each_slider(typist, explorer):
        low, step = (float(live.slider(label).get_attribute(name)) for name in ("min", "step"))
        live.type(label, low)
        live.number(label).focus()
        hand.keys("ArrowUp", 3)
        hand.keys("ArrowDown")
        assert live.value(label) == pytest.approx(low + 2 * step)
        live.type(label, live.number(label).get_attribute("aria-valuemax"))
        high = live.value(label)
        hand.keys("ArrowUp")
        assert live.value(label) == high and live.note == ""
        # From what is typed, though it is not taken yet.
        live.number(label).fill(f"{high - 2 * step:g}".replace(".", ","))
        hand.keys("ArrowDown")
        assert live.value(label) == pytest.approx(high - 3 * step)
        check(live)


@pytest.mark.parametrize(
    ("label", "typed", "taken"), [(WEIGHT, "7.3", 7.5), (WEIGHT, "7,3", 7.5), (BUDGET, "77.4", 77)]
)
def test_numbers_between_steps_are_rounded_and_said_so(typist, label, typed, taken):
    live, _ = typist.at("companies")
    live.type(label, typed)
    assert live.value(label) == taken
    assert live.note.endswith(f"; {typed} became {taken}.")
    check(live)
