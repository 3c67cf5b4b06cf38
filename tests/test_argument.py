"""What the chapters that test the argument say, computed again in other ways: scipy, dynamic programming, plain loops.

The numbers are read from the chapters as they are stored, so that a chapter that was not run again is noticed as well.
"""

import json
import re
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from effort import Hill, Hyperbola, Power, Saturation, grocery_delivery
from scipy.optimize import minimize

BOOK = Path(__file__).parents[1] / "book"
A, B = (np.broadcast_to(each, 5) for each in (grocery_delivery().curve.a, grocery_delivery().curve.b))
UNITS = np.arange(2001.0)
LOGARITHM = A * np.log1p(B * UNITS[:, None])
"""Shape (units, 5): the accuracy of every project, from the constants alone."""


def cells(chapter: str) -> list[dict]:
    return json.loads((BOOK / f"{chapter}.ipynb").read_text(encoding="utf-8"))["cells"]


def glued(chapter: str) -> dict[str, str]:
    """The numbers that a chapter sets into its prose."""
    outputs = [output for cell in cells(chapter) for output in cell.get("outputs", [])]
    records = [(o["metadata"]["scrapbook"]["name"], o["data"]) for o in outputs if "scrapbook" in o.get("metadata", {})]
    return {name: next(iter(data.values())).replace("\u202f", "") for name, data in records}


def prose(chapter: str) -> str:
    return "\n".join("".join(cell["source"]) for cell in cells(chapter) if cell["cell_type"] == "markdown")


def tables(chapter: str) -> str:
    plain = [
        output.get("data", {}).get("text/plain", "") for cell in cells(chapter) for output in cell.get("outputs", [])
    ]
    return "\n".join("".join(each) for each in plain)


def by_rule(values: np.ndarray, budget: int, weight=1.0) -> np.ndarray:
    """One unit at a time over tabulated values."""
    gain = np.diff(values, axis=0) * weight
    effort = np.zeros(values.shape[1], dtype=int)
    for _ in range(budget):
        effort[np.argmax(gain[effort, np.arange(effort.size)])] += 1
    return effort


def frontier_budget(values: np.ndarray, frontier: int) -> int:
    """The first budget at which the first project has so many units, by counting larger gains."""
    gain = np.diff(values, axis=0)
    return frontier + int((gain[:, 1:] > gain[frontier - 1, 0]).sum())


def nearest(kind, guess) -> np.ndarray:
    """Values of a family fitted to the five curves on 0 to 120 units, by scipy."""
    x, columns = UNITS[:121], []
    for y in LOGARITHM[:121].T:

        def error(logs, y=y):
            p = np.exp(logs)
            return 1e9 if kind is Power and p[1] >= 1 else float(np.sum((kind(*p).value(x) - y) ** 2))

        options = {"xatol": 1e-10, "fatol": 1e-10, "maxiter": 9999, "maxfev": 9999}
        columns.append(
            kind(*np.exp(minimize(error, np.log(guess), method="Nelder-Mead", options=options).x)).value(UNITS)
        )
    return np.stack(columns, axis=1)


@pytest.fixture(scope="module")
def families() -> dict[str, np.ndarray]:
    guesses = {"power law": (Power, [20, 0.3]), "Hill curve": (Hill, [100, 0.03, 0.6])}
    guesses |= {"hyperbola": (Hyperbola, [80, 0.1]), "saturation": (Saturation, [70, 0.05])}
    return {"logarithm": LOGARITHM} | {name: nearest(*each) for name, each in guesses.items()}


def test_other_formulas_change_the_verdicts(families):
    said = glued("assumptions")
    focus = np.array([10, 1, 1, 1, 1])
    start_up = {name: by_rule(values, 100)[0] for name, values in families.items()}
    grown = {name: by_rule(values, 300)[0] for name, values in families.items()}
    focused = {name: by_rule(values, 100, focus)[0] for name, values in families.items()}
    assert (said["spread_low"], said["spread_high"]) == (str(min(start_up.values())), str(max(start_up.values())))
    assert [name for name, units in start_up.items() if units >= 35] == ["power law"]
    assert [name for name, units in grown.items() if units < 80] == ["hyperbola", "saturation"]
    assert [name for name, units in focused.items() if units < 80] == ["hyperbola", "saturation"]
    assert (said["hyper_grown"], said["sat_grown"]) == (str(grown["hyperbola"]), str(grown["saturation"]))
    assert said["power_units"] == str(start_up["power law"])
    needed = [frontier_budget(values, 80) for values in families.values()]
    assert (said["frontier_low"], said["frontier_high"]) == (str(min(needed)), str(max(needed)))
    off = max(np.sqrt(np.mean((v[:121] - LOGARITHM[:121]) ** 2, axis=0)).max() for v in families.values())
    assert said["off_most"] == f"{off:.0f}"
    rows = re.findall(
        r"^(logarithm|power law|Hill curve|hyperbola|saturation) .*?((?:holds|fails).*)$", tables("assumptions"), re.M
    )
    for name, row in rows:
        expected = [start_up[name] < 35, True, grown[name] >= 80, focused[name] >= 80]
        assert [word == "holds" for word in row.split()[:4]] == expected, name
    assert len(rows) == 5
    research = max(
        (by_rule(v, budget, weight) - 80).clip(0).sum() / budget
        for v in families.values()
        for budget, weight in ((300, 1), (100, focus))
    )
    assert said["most_research"] == f"{100 * research:.0f}"


def test_concave_returns_break_claims_three_and_four_and_may_concentrate():
    said = glued("assumptions")
    returns = 100 * -np.expm1(-0.03 * LOGARITHM)
    grown = by_rule(returns, 300)
    assert grown[0] == grown.min() and said["r_grown"] == str(grown[0]) and grown.max() < 80
    assert said["r_ml"] == str(by_rule(returns, 100, [10, 1, 1, 1, 1])[0])
    assert said["r_frontier"] == str(frontier_budget(returns, 80))
    slow = LOGARITHM.copy()
    slow[:, 0] = 20 * np.log1p(0.05 * UNITS)
    assert said["hard_plain"] == str(by_rule(slow, 100)[0])
    assert said["hard_concave"] == str(by_rule(-np.expm1(-0.03 * slow), 100)[0])


def test_the_frontier_moves_its_budget_and_its_price_is_honest():
    said = glued("assumptions")
    for frontier in (40, 80, 150, 300):
        budget = frontier_budget(LOGARITHM, frontier)
        assert re.search(rf"^{frontier} +{frontier / 12:.0f} +{budget} ", tables("assumptions"), re.M)
    best = LOGARITHM[by_rule(LOGARITHM, 100), np.arange(5)].sum()
    rest = np.array([LOGARITHM[by_rule(LOGARITHM[:, 1:], 100 - k), np.arange(1, 5)].sum() for k in range(101)])
    lost = 100 * (1 - (LOGARITHM[:101, 0] + rest) / best)
    assert said["price_frontier"] == f"{lost[80]:.0f}" and said["lost_50"] == f"{lost[50]:.1f}"
    cheap = np.flatnonzero(lost <= 2)
    assert (said["within_low"], said["within_high"]) == (str(cheap[0]), str(cheap[-1]))
    assert said["equal"] == f"{100 * LOGARITHM[20].sum() / best:.1f}"
    assert 1.5 * lost.argmin() < cheap[-1], "half as much again costs less than 2 %"


def test_with_everything_uncertain_the_claims_are_tendencies():
    """Other random numbers, and each version solved by sorting."""
    said, rng = glued("assumptions"), np.random.default_rng(77)
    deep, held = [], []
    for _ in range(600):
        factor = rng.lognormal(sigma=0.3, size=5)
        deep.append(by_rule(LOGARITHM[:102] * factor, 100)[0] >= 35)
    assert np.mean(deep) == pytest.approx(float(said["deep"]) / 100, abs=0.07)
    fitted = [LOGARITHM, nearest(Power, [20, 0.3]), nearest(Hill, [100, 0.03, 0.6]), nearest(Hyperbola, [80, 0.1])]
    fitted.append(nearest(Saturation, [70, 0.05]))
    for _ in range(600):
        values = fitted[rng.integers(5)][:302] * rng.lognormal(sigma=0.3, size=5) * rng.lognormal(sigma=0.5, size=5)
        stages = rng.lognormal(sigma=0.5)
        small, large = by_rule(values, 100)[0], by_rule(values, 300)[0]
        focused = by_rule(values, 100, [10, 1, 1, 1, 1])[0]
        frontier = 80 * stages
        held.append((small < 35 * stages, small < frontier <= 100, large >= frontier, focused >= frontier))
    chance = np.mean(held, axis=0)
    assert min(chance) == pytest.approx(float(said["all_low"]) / 100, abs=0.07)
    assert max(chance) == pytest.approx(float(said["all_high"]) / 100, abs=0.07)


def test_one_division_chosen_before_loses_little():
    """Other random numbers; the division that is best on average is found with the mean of the curves."""
    said, rng = glued("assumptions"), np.random.default_rng(78)
    fitted = [LOGARITHM, nearest(Power, [20, 0.3]), nearest(Hill, [100, 0.03, 0.6]), nearest(Hyperbola, [80, 0.1])]
    fitted.append(nearest(Saturation, [70, 0.05]))
    drawn = []
    for _ in range(600):
        factor = rng.lognormal(sigma=0.3, size=5) * rng.lognormal(sigma=0.5, size=5)
        drawn.append(fitted[rng.integers(5)][:102] * factor)
    one = by_rule(np.mean(drawn, axis=0), 100)
    after = np.mean([values[by_rule(values, 100), np.arange(5)].sum() for values in drawn])
    before = np.mean([values[one, np.arange(5)].sum() for values in drawn])
    assert 100 * (1 - before / after) == pytest.approx(float(said["worth_knowing"]), abs=0.8)


def test_the_share_of_research():
    said = glued("assumptions")
    for name, budget, weight in (("grown_research", 300, 1), ("ml_research", 100, [10, 1, 1, 1, 1])):
        effort = by_rule(LOGARITHM, budget, weight)
        assert said[name] == f"{100 * np.maximum(effort - 80, 0).sum() / budget:.0f}"


def test_waiting_works_below_a_loss_and_never_above():
    said, needed = glued("years"), frontier_budget(LOGARITHM, 80)
    assert said["needed"] == str(needed) and said["limit_of_eight"] == f"{100 * 96 / needed:.0f}"
    assert 12 * (int(said["people"]) - 1) / 0.6 < needed < 12 * int(said["people"]) / 0.6
    for loss in (0.2, 0.3, 0.4, 0.6, 1.0):
        stock, year = np.zeros(5), 0
        arrived = None
        while year < 400:  # a year of single units, on top of what is left
            year, stock = year + 1, stock * (1 - loss)
            for _ in range(96):
                stock[np.argmax(A * np.log1p(B / (1 + B * stock)))] += 1
            if arrived is None and stock[0] >= 79.5:
                arrived = year
        row = re.search(rf"^{100 * loss:.0f} % +(\d+) +(\d+) +(.*)$", tables("years"), re.M)
        assert row[1] == f"{96 / loss:.0f}" and abs(int(row[2]) - stock[0]) <= 1.5
        assert row[3] == (f"year {arrived}" if loss <= 0.3 else "never")


def test_ageing_like_computing():
    said = glued("years")
    assert said["compute_loss"] == f"{100 * (1 - 0.5 ** (12 / 9)):.0f}"
    assert said["language_loss"] == f"{100 * (1 - 0.5 ** (12 / 8)):.0f}"
    assert said["both"] == f"{100 * (1 - 0.8 / 1.25):.0f}"


def test_a_company_that_hires_does_not_care_how_long_the_list_is():
    said, gain = glued("years"), np.diff(LOGARITHM, axis=0)
    worth, enough = (gain >= 0.16).sum(axis=0), 0.16 / gain[79, 0]
    assert said["alone"] == str(worth[0]) and said["top"].startswith(f"{worth[0]} of them")
    assert said["hired"].startswith(f"the company buys {worth.sum()} units")
    assert said["half"] == str((gain[:, 0] >= 0.32).sum()) and said["pays"] == f"{enough:.2f}"
    assert said["fixed"].startswith(f"gives it {by_rule(LOGARITHM, 100)[0]} as one of 5")


def best_value(sold, fee: float, budget: int) -> float:
    """The most that can be earned, by dynamic programming."""
    best = np.zeros(budget + 1)
    for i in range(5):
        value = LOGARITHM[: budget + 1, i].copy()
        if sold[i]:
            value[1:] = np.maximum(value[1:], LOGARITHM[35, i] - fee)
        best = np.array([(best[u::-1] + value[: u + 1]).max() for u in range(budget + 1)])
    return float(best[-1])


def with_offer(sold, fee: float, most: int = 300) -> list[tuple[bool, int]]:
    """By dynamic programming: at each budget, whether a best use builds pricing to the frontier, and its units."""
    columns = []
    for i in range(5):
        value = LOGARITHM[: most + 1, i].copy()
        if sold[i]:
            value[1:] = np.maximum(value[1:], LOGARITHM[35, i] - fee)
        columns.append(value)
    others = np.zeros(most + 1)
    for value in columns[1:]:
        others = np.array([(others[u::-1] + value[: u + 1]).max() for u in range(most + 1)])
    found = []
    for budget in range(most + 1):
        total = columns[0][: budget + 1] + others[budget::-1]
        units = int(np.flatnonzero(total >= total.max() - 1e-9)[-1])
        found.append((units >= 80, units))
    return found


def test_what_is_for_sale_brings_the_frontier_nearer_and_makes_gaps():
    said = glued("buying")
    for name, sold in (
        ("none_at", [0, 0, 0, 0, 0]),
        ("two_at", [0, 0, 1, 0, 1]),
        ("three_at", [0, 0, 1, 1, 1]),
        ("four_at", [0, 1, 1, 1, 1]),
    ):
        there = np.array([frontier for frontier, _ in with_offer(sold, 5)])
        assert said[name] == str(np.flatnonzero(there)[0]), name
        spans = np.flatnonzero(np.diff(there.astype(int), prepend=0) == 1)
        assert np.all([str(start) in tables("buying") for start in spans])
        if name == "four_at":
            assert spans.size > 1, "more budget may lose the frontier again"
    two = with_offer([0, 0, 1, 0, 1], 5)
    assert said["top"].startswith(f"dynamic pricing goes from {by_rule(LOGARITHM, 100)[0]} to {two[100][1]} units")


def bought_of_four(fee: float, budget: int) -> int:
    """How many of the four are bought in the best of all sixteen ways, each with the rest by single units."""
    found = {}
    for sold in product((False, True), repeat=4):
        built = ~np.array((False, *sold))
        own = LOGARITHM[:, built]
        effort = by_rule(own, budget - sum(sold))
        found[sold] = own[effort, np.arange(own.shape[1])].sum() + (LOGARITHM[35, ~built] - fee).sum()
    return sum(max(found, key=found.get))


def test_the_fee_decides():
    counts = []
    for fee in (0, 2, 5, 8, 12):
        found = with_offer([0, 1, 1, 1, 1], fee)
        first = next(budget for budget, (frontier, _) in enumerate(found) if frontier)
        row = re.search(rf"^{fee} +(\d) +(\d) +(\d+) +(\d+)$", tables("buying"), re.M)
        assert (int(row[3]), int(row[4])) == (found[100][1], first)
        counts.append((int(row[1]), int(row[2])))
        assert counts[-1] == (bought_of_four(fee, 100), bought_of_four(fee, 300))
    assert all(large <= small for small, large in counts)
    assert glued("buying")["at_dear"] == str(counts[-1][0])


def test_the_envelope_misses_nothing_for_the_two_offers():
    """Above each curve the lowest concave one, by its steepest chords; its best use earns no more than the best."""
    most, hulls = 100, []
    for i in range(5):
        value = LOGARITHM[: most + 1, i].copy()
        if i in (2, 4):
            value[1:] = np.maximum(value[1:], LOGARITHM[35, i] - 5)
        at, hull = 0, value.copy()
        while at < most:
            slopes = (value[at + 1 :] - value[at]) / np.arange(1, most + 1 - at)
            end = at + 1 + int(slopes.argmax())
            hull[at : end + 1] = np.linspace(value[at], value[end], end - at + 1)
            at = end
        hulls.append(hull)
    bound = np.sort(np.concatenate([np.diff(hull) for hull in hulls]))[-most:].sum()
    best = best_value([0, 0, 1, 0, 1], 5, most)
    assert bound == pytest.approx(best, abs=0.005) and glued("buying")["short"] == "by nothing"
    alone = LOGARITHM[by_rule(LOGARITHM, most), np.arange(5)].sum()
    assert glued("buying")["gain"].startswith(f"earns {best - alone:.1f} points or {100 * (best / alone - 1):.0f} %")


def test_own_work_short_of_the_crossing_is_wasted():
    said = glued("buying")
    bought = LOGARITHM[35, 2] - 5
    assert said["overtakes"] == str(int(np.argmax(LOGARITHM[:, 2] >= bought)))
    assert said["at_once"] == f"{bought:.0f}"


@pytest.mark.parametrize("chapter", ["assumptions", "years", "buying", "unknown"])
def test_a_chapter_is_short_says_what_it_means_once_and_cites_what_can_be_found(chapter):
    text = prose(chapter)
    assert len(text.split()) < 1100
    assert text.count("What it means for you") == 1
    assert "week" not in text
    library = (BOOK / "references.bib").read_text(encoding="utf-8")
    for key in re.findall(r"\{cite:p\}`(\w+)`", text):
        entry = re.search(rf"@\w+{{{key},(.*?)\n}}", library, re.S)
        assert entry and re.search(r"\b(doi|url) *=", entry[1]), key
