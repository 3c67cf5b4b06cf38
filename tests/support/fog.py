"""What the curves in fog must show, as the library computes it for what the page shows."""

import re

import numpy as np
from effort.explorers import FogExplorer

from support.live import Live, Seen
from support.shop import SHOP


def fog_of(live: Live) -> FogExplorer:
    """The explorer with what its page shows, of which the draw is in the words for those who cannot see it."""
    told = live.find(".explorer-figure .explorer-unseen").inner_text()
    steps, noise, draw = re.match(r"Units .*, in steps of (\d+), noise ([\d.]+), draw (\d+): ", told).groups()
    assert (float(steps), float(noise)) == (live.value("Step (units)"), live.value("Noise (points)"))
    units = [int(text) for text in live.find(".fog-units").all_inner_texts()]
    view = {"true": "map", "false": "fog"}[live.button("Reveal").get_attribute("aria-pressed")]
    return FogExplorer(step=int(steps), noise=float(noise), draw=int(draw), units=units, view=view)


def last_gain(explorer: FogExplorer, i: int, units: int) -> float:
    before = max(0, units - explorer.step)
    return (explorer.score(i, units) - explorer.score(i, before)) / (units - before) if units else -np.inf


def check_fog(live: Live, seen: Seen) -> None:
    explorer = fog_of(live)
    given = explorer.given
    assert given.tolist() == explorer.units, "no more than the budget"
    gains = [last_gain(explorer, i, units) for i, units in enumerate(given.tolist())]
    assert live.find(".fog-gain").all_inner_texts() == ["none" if g == -np.inf else f"{g:.2f}" for g in gains]
    spent, step = int(given.sum()), explorer.step
    units = "unit" if step == 1 else "units"
    assert live.find(".fog-row button").all_text_contents() == [f"+{step} {units} for {name}" for name in SHOP.names]
    left = "one unit" if spent == 99 else f"{100 - spent} units"
    shown = explorer.view == "map" or spent == 100
    assert live.find("svg.fog").is_visible() != shown
    rings = live.find(".fog-best")
    assert rings.first.is_visible() == shown
    if shown and spent:
        equal = np.full(5, spent // 5) + (np.arange(5) < spent % 5)
        losses = [f"{explorer.lost(each):.1f} %" for each in (given, explorer.by_rule(spent), equal)]
        so_far = "" if spent == 100 else f" with {'one unit' if spent == 1 else f'{spent} units'}"
        said = f"Against the map, yours{so_far} loses {losses[0]}, the rule {losses[1]}, equal parts {losses[2]}."
    elif shown:
        said = "The map. The rings: the best use of 100 units."
    elif spent:
        most = int(np.argmax(gains))
        untried = int((given == 0).sum())
        said = f"{left} left. Largest last gain: {SHOP.names[most]}, {gains[most]:.2f}."
        said += f" {untried} not tried yet." if untried else ""
    else:
        first = "one unit" if step == 1 else f"{step} units"
        said = f"100 units, five projects, no map. Give a first step, {first}, to one of them."
    assert seen.sentence == said
