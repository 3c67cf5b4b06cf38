"""The curves in fog, in their page: the reader's own way, the rule's, and what each has lost."""

import pytest
from effort.explorers import FogExplorer
from support.expected import check
from support.fog import fog_of
from support.live import Live
from support.shop import SHOP

STEP, NOISE = "Step (units)", "Noise (points)"


def more(live: Live, project: str):
    return live.find(f'.fog-row[aria-label="{project}"] button')


def test_every_hand_walks(reader):
    live, hand = reader.at("fog")
    check(live)
    for i, name in enumerate([*SHOP.names, "dispatching"]):
        hand.press(more(live, name))
        assert sum(fog_of(live).units) == 5 * (i + 1)
        check(live)
    assert fog_of(live).units == [5, 10, 5, 5, 5]
    hand.press(live.button("Reveal"))
    check(live)
    hand.press(live.button("Reveal"))
    check(live)
    hand.slide(live.slider(NOISE), 1)
    check(live)
    hand.press(live.button("Another draw"))
    explorer = fog_of(live)
    assert (explorer.draw, explorer.units, explorer.noise) == (2, [0] * 5, 2)
    hand.press(live.button("Reset"))
    assert repr(fog_of(live)) == repr(FogExplorer())


@pytest.mark.parametrize(("step", "noise"), [(1, 0.5), (7, 0), (10, 2)])
def test_by_the_rule_to_the_end(typist, step, noise):
    live, _ = typist.at("fog")
    live.type(STEP, step)
    live.type(NOISE, noise)
    for k in range(-(-100 // step)):
        if k % 10 == 0:
            check(live)
        live.press("By the rule")
    explorer = fog_of(live)
    assert explorer.units == explorer.by_rule(100).tolist()
    check(live)
    assert not live.find("svg.fog").is_visible()
    live.press("By the rule")
    assert live.note == "All 100 units are given." and fog_of(live).units == explorer.units


def test_the_last_step_is_as_long_as_what_is_left(typist):
    live, _ = typist.at("fog")
    live.type(STEP, 8)
    for _ in range(13):
        more(live, "menu images").click()
    assert fog_of(live).units == [0, 0, 0, 0, 100]
    check(live)


def test_the_draws_come_round(typist):
    live, _ = typist.at("fog")
    for draw in (2, 3, 4, 5, 6, 7, 8, 1):
        live.press("Another draw")
        assert fog_of(live).draw == draw


@pytest.mark.parametrize(
    "query",
    [
        "units=20,20,20,20,20",
        "step=3&noise=1.5&draw=7&units=1,0,4,9,50",
        "units=1,0,0,0,0&view=map",
        "units=0,0,0,0,99&noise=0.5",
        "view=map",
        "step=1&noise=1&draw=5&units=31,20,12,9,8",
    ],
)
def test_a_walk_is_kept_in_the_address(page, address, query):
    live = Live(page, address, "fog").open(f"#fog?{query}")
    check(live)
    before = live.look()
    more(live, "dispatching").press("Enter")
    if "20,20,20" not in query:
        page.wait_for_function("old => location.hash !== old", arg=f"#fog?{query}")
        again = Live(page, address, "fog").open(page.evaluate("location.hash")).look()
        assert again.drawn != before.drawn
        check(live)


def test_more_than_the_budget_in_an_address_is_cut(page, address):
    live = Live(page, address, "fog").open("#fog?units=60,60,60,0,0")
    assert fog_of(live).units == [60, 40, 0, 0, 0]
    check(live)


def test_a_curve_beyond_what_was_walked_is_not_there_to_be_seen(page, address):
    live = Live(page, address, "fog").open("#fog?units=20,0,0,0,0")
    drawn = live.find("svg path.curve:visible").count()
    live.press("Reveal")
    assert live.find("svg path.curve:visible").count() >= drawn + 5
