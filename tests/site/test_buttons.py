"""The buttons and choices of the explorers: presets, families, steps, play and pause."""

import numpy as np
import pytest
from effort import LIFECYCLE, growth_path, ml_first
from effort.explorers import LifecycleExplorer
from playwright.sync_api import expect
from support.expected import check
from support.live import BUDGET, STEEPNESS, Live
from support.shop import SHOP, best


@pytest.mark.parametrize("explorer", ["companies", "map"])
def test_presets(reader, explorer):
    live, hand = reader.at(explorer)
    for name, budget, portfolio in (
        ("Grown company", 300, SHOP),
        ("ML-first", 100, ml_first()),
        ("Start-up", 100, SHOP),
    ):
        live.type(BUDGET, 9000)
        hand.press(live.button(name))
        assert live.units == best(budget, portfolio)
        assert live.note == "", "the note is about a budget that is gone"
        check(live)
    hand.press(live.button("ML-first"))
    hand.press(live.button("Reset"))
    assert live.units == best(100)
    check(live)


def test_the_opening_says_which_company_it_shows(typist):
    live, _ = typist.at("companies")
    pressed = live.find("button[aria-pressed=true]")
    assert pressed.all_inner_texts() == ["Start-up"]
    live.press("ML-first")
    assert pressed.all_inner_texts() == ["ML-first"]
    live.type(BUDGET, 101)
    assert pressed.all_inner_texts() == []


def test_choices_by_keys(typist):
    live, hand = typist.at("lifecycle")
    for family in list(LifecycleExplorer.FAMILIES)[1:]:
        live.find("[type=radio]:checked").focus()
        hand.keys("ArrowDown")
        assert live.look().choices["Family"] == family
        for scale, steepness in ((75, 1), (100, 4), (10, 0.2)):
            live.type("Scale (points)", scale)
            live.type(STEEPNESS, steepness)
            check(live)


# Playing


@pytest.mark.parametrize("explorer", ["allocation", "growth"])
def test_play_and_pause(reader, explorer):
    live, hand = reader.at(explorer, moving=True)
    live.type(BUDGET, 30)
    hand.press(live.button("Play"))
    live.page.wait_for_function("() => document.querySelector('.explorer input[type=range]').valueAsNumber > 34")
    hand.press(live.button("Pause"))
    assert live.button("Play").is_visible()
    paused = live.look()
    assert paused.value(BUDGET) > 34
    check(live, paused)


@pytest.mark.parametrize(("explorer", "near", "end"), [("allocation", 97, 100), ("growth", 493, 500)])
def test_play_stops_at_its_end(typist, explorer, near, end):
    live, _ = typist.at(explorer, moving=True)
    live.type(BUDGET, near)
    live.watch()
    live.press("Play")
    live.button("Play").wait_for()
    played = live.watched()
    budgets = [seen.value(BUDGET) for seen in played]
    assert near < budgets[0] and budgets == sorted(set(budgets)) and budgets[-1] == end
    for seen in [*played, live.look()]:
        check(live, seen)
    assert live.value(BUDGET) == end
    live.press("Play")  # once more, from the beginning
    live.button("Pause").wait_for()
    live.press("Reset")
    again = live.watched()[len(played)]
    assert again.value(BUDGET) < near
    check(live, again)
    assert live.button("Play").is_visible()
    expect(live.number(BUDGET)).to_have_value("100")
    check(live)


def test_without_motion_each_press_is_a_step(reader):
    live, hand = reader.at("growth")
    path = growth_path(SHOP, 500)
    entries = {path.entry_budget(name, start) for name in SHOP.names for start in LIFECYCLE.starts[1:]} - {None}
    for budget in [*sorted(entry for entry in entries if entry > 100), 0]:
        hand.press(live.button("Next stage"))
        assert live.value(BUDGET) == budget
        check(live)
    live, hand = reader.at("allocation")
    live.type(BUDGET, 485)
    for budget in (495, 500, 0):
        hand.press(live.button("Ten units more"))
        assert live.value(BUDGET) == budget
        check(live)


def test_without_motion_there_are_no_fewer_units_than_the_floors_need(new_page, address):
    live = Live(new_page(reduced_motion="reduce"), address, "allocation")
    live.open("#allocation?budget=500&floors=90,90,0,0,0").press("Ten units more")
    seen = live.look()
    assert seen.sentence.startswith("With 180 units") and seen.value(BUDGET) == sum(seen.units) == 180


# Presets


@pytest.mark.parametrize("explorer", ["companies", "map"])
def test_a_preset_is_reached_by_way_of_what_lies_between(typist, explorer):
    live, _ = typist.at(explorer, moving=True)
    live.watch()
    live.press("Grown company")
    expect(live.number(BUDGET)).to_have_value("300")
    passed = live.watched()
    budgets = [seen.value(BUDGET) for seen in passed]
    assert len(set(budgets)) > 3 and budgets == sorted(budgets) and budgets[0] < 200
    for seen in [*passed, live.look()]:
        check(live, seen)
    # Whatever else is done on the way ends it.
    live.press("Start-up")
    live.slider(BUDGET).press("End")
    live.page.wait_for_timeout(400)
    assert live.value(BUDGET) == float(live.slider(BUDGET).get_attribute("max"))
    check(live)


def test_reset_goes_back_by_way_of_what_lies_between(typist):
    """Lists of numbers, too: the weights of all projects."""
    live, _ = typist.at("allocation", moving=True)
    live.type(BUDGET, 400)
    live.fill(f"Weight of {SHOP.names[4]}", 9)
    before = live.units
    live.watch()
    live.press("Reset")
    live.wait_for_reset()
    expect(live.slider(f"Weight of {SHOP.names[4]}")).to_have_value("1")
    passed = live.watched()
    weights = [float(seen.boxes[f"Weight of {SHOP.names[4]}"]) for seen in passed]
    assert len(set(weights)) > 3 and weights == sorted(weights, reverse=True)
    assert before != passed[len(passed) // 2].units != best(100) == live.units
    for seen in passed:
        check(live, seen)


def test_step_by_step(reader):
    live, hand = reader.at("allocation")
    hand.press(live.button("Start at zero"))
    assert live.units == [0] * 5
    for _ in range(3):
        check(live)
        gains = [float(text) for text in live.find(".explorer-rows .gain").all_inner_texts()]
        np.testing.assert_allclose(gains, SHOP.unit_gain(live.units), rtol=5e-3)
        assert live.find(".explorer-rows tr.next th").all_inner_texts() == [SHOP.names[int(np.argmax(gains))]]
        assert live.sentence.endswith(f"Next unit: {SHOP.names[int(np.argmax(gains))]}.")
        hand.press(live.button("One unit more"))
    assert live.units == best(3)


def test_every_entry_is_marked_and_named(typist):
    """Along the budget each project's row is marked where it enters a stage; the frontier has its number there."""
    live, _ = typist.at("growth")
    path = growth_path(SHOP, 500)
    entries = {
        entry
        for name in SHOP.names
        for start in LIFECYCLE.starts[1:]
        if (entry := path.entry_budget(name, start)) is not None
    }
    for entry in entries:
        live.type(BUDGET, entry - 1)
        assert f"at {entry}." in live.sentence
        check(live)
    marked = live.page.evaluate(
        r"""() => {
             const svg = document.querySelectorAll('.explorer svg')[1];
             const middle = (node) => { const { x, width } = node.getBoundingClientRect(); return x + width / 2; };
             const ticks = [...svg.querySelectorAll('text')].filter((text) => /^[1-4]00$/.test(text.textContent));
             const upright = (path) => /^M[\d.]+,[\d.]+V/.test(path.getAttribute('d'));
             const marks = [...svg.querySelectorAll('path')].filter(upright);
             // The last is the line at the present budget.
             return [ticks.map((text) => [Number(text.textContent), middle(text)]), marks.slice(0, -1).map(middle)];
           }"""
    )
    ticks, marks = marked
    slope, start = np.polyfit(*np.array(ticks).T, 1)
    expected = sorted(
        entry
        for name in SHOP.names
        for stage_start in LIFECYCLE.starts[1:]
        if (entry := path.entry_budget(name, stage_start)) is not None
    )
    np.testing.assert_allclose(sorted((np.array(marks) - start) / slope), expected, atol=1)
