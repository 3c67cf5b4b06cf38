"""What the figure of buying must show, by dynamic programming over the larger of two curves."""

from functools import cache

import numpy as np
from effort import LIFECYCLE

from support.live import BUDGET, Live, Seen
from support.shop import SHOP

HEAD, FEE = "Head start (units)", "Fee (points)"
MOST, SETUP = 300, 1
VALUES = SHOP.curve.value(np.arange(MOST + 1)[:, None])


@cache
def most_earned(sale: tuple[int, ...], head: int, fee: float) -> tuple[np.ndarray, np.ndarray]:
    """At every budget the most that can be earned, and whether pricing is then built to the frontier."""
    own = VALUES.copy()
    for i in np.flatnonzero(sale) if head else ():
        own[SETUP:, i] = np.maximum(own[SETUP:, i], VALUES[head, i] - fee)
    others = np.zeros(MOST + 1)
    for value in own[:, 1:].T:
        others = np.array([(others[u::-1] + value[: u + 1]).max() for u in range(MOST + 1)])
    both = [own[: u + 1, 0] + others[u::-1] for u in range(MOST + 1)]
    units = np.array([np.flatnonzero(each >= each.max() - 1e-9)[-1] for each in both])
    return np.array([each.max() for each in both]), units >= LIFECYCLE.frontier


def in_words(there: np.ndarray) -> str:
    at = np.flatnonzero(there)
    if not at.size:
        return f"with no budget up to {MOST}"
    runs = np.split(at, np.flatnonzero(np.diff(at) > 1) + 1)
    first, on = runs[0], there[MOST]
    if len(runs) == 1:
        return f"with {first[0]} units or more" if on else f"with {first[0]} to {first[-1]} units, and not with more"
    if len(runs) == 2 and on:
        return f"with {first[0]} to {first[-1]} units, and again from {runs[1][0]}"
    return f"from {first[0]} units on, with gaps"


def check_buying(live: Live, seen: Seen) -> None:
    """What is bought and built earns the most there is, and the frontier is where dynamic programming finds it."""
    budget, head, fee = int(seen.value(BUDGET)), int(seen.value(HEAD)), seen.value(FEE)
    pressed = live.find(".buying-sale button").evaluate_all("(all) => all.map((each) => each.ariaPressed === 'true')")
    sale = tuple(map(int, pressed))
    most, there = most_earned(sale, head, fee)
    assert seen.handles["Budget that is shown"]["value"] == budget
    written = [dot["number"] for dot in seen._found["projects"]["dots"]]
    bought = [number.endswith(", bought") for number in written]
    assert not any(taken and not offered for taken, offered in zip(bought, sale, strict=True))
    assert sum(seen.numbers) <= budget
    earned = sum(
        VALUES[head, i] - fee if taken else VALUES[units, i]
        for i, (units, taken) in enumerate(zip(seen.numbers, bought, strict=True))
    )
    assert earned == most[budget] or abs(earned - most[budget]) < 1e-6
    names = ", ".join(name for name, taken in zip(SHOP.names, bought, strict=True) if taken) or "nothing"
    units, top = seen.numbers[0], SHOP.names[0].capitalize()
    stands = top if bought[0] else f"{top} is built with {units} units, {LIFECYCLE.name(units)}; it"
    assert seen.sentence == f"Bought: {names}. {stands} is built to the frontier {in_words(there)}."
