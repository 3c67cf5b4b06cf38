"""The figure of buying: what it says under it, against dynamic programming over the larger of two curves."""

import re

import numpy as np
import pytest
import traitlets
from effort import Log1p, Portfolio, allocate
from effort.buying import Offer, allocate_buying
from effort.explorers import BuyingExplorer
from support.expected_buying import MOST, VALUES, in_words, most_earned
from support.shop import SHOP, best

CASES = [
    ([0, 0, 1, 0, 1], 35, 5.0),
    ([0, 1, 1, 1, 1], 35, 5.0),
    ([1, 1, 1, 1, 1], 35, 5.0),
    ([0, 0, 0, 0, 0], 35, 5.0),
    ([1, 1, 1, 1, 1], 0, 0.0),
    ([0, 1, 0, 1, 0], 12, 1.5),
    ([0, 1, 1, 1, 1], 60, 20.0),
    ([1, 1, 1, 1, 1], 60, 0.0),
]


@pytest.mark.parametrize(("sale", "head", "fee"), CASES)
@pytest.mark.parametrize("budget", [0, 1, 20, 100, 180, 300])
def test_the_text_says_what_is_best(sale, head, fee, budget):
    explorer = BuyingExplorer(budget=budget, head_start=head, fee=fee, sale=sale)
    most, there = most_earned(tuple(sale), head, fee)
    assert explorer.best.returns == pytest.approx(most[budget], abs=1e-9)
    phrases, alone = explorer.phrases(), VALUES[best(budget), np.arange(5)].sum()
    assert phrases["frontier"] == f"dynamic pricing is built to the frontier {in_words(there)}"
    if explorer.best.names:
        gain, share = map(float, re.search(r"earns ([\d.]+) points or (\d+) % more", phrases["gain"]).groups())
        assert gain == pytest.approx(most[budget] - alone, abs=0.051)
        assert share == pytest.approx(100 * (most[budget] / alone - 1), abs=0.51)
        assert all(name in phrases["bought"] for name in explorer.best.names)
    else:
        assert most[budget] == pytest.approx(alone)
        assert phrases["bought"] == "The company buys nothing" and "as much as without" in phrases["gain"]
    if explorer.best.bought[0]:
        assert phrases["top"] == f"dynamic pricing is bought instead of built with {best(budget)[0]} units"
    else:
        numbers = [int(number) for number in re.findall(r"\d+", phrases["top"].replace("V1", ""))]
        assert numbers[-1] == explorer.allocation[0] and numbers[0] in (best(budget)[0], explorer.allocation[0])


def test_what_is_sent_is_what_units_gain():
    data = BuyingExplorer().data
    sent = np.array([column["numbers"].split() for column in data["gains"]], dtype=float).T
    np.testing.assert_allclose(sent, np.diff(VALUES, axis=0), rtol=1e-8)
    assert len(sent) == MOST and data["start"] == 0


def test_it_takes_any_portfolio():
    trio = Portfolio(("search", "fraud", "spam"), Log1p([20, 9, 5], 1), weight=[1, 2, 1])
    explorer = BuyingExplorer(trio, budget=50)
    assert explorer.sale == [0, 0, 1]
    expected = allocate_buying(Offer(trio, [0, 0, 35], 5, 1), 50)
    assert explorer.allocation == expected.effort.tolist()
    explorer.sale = [0, 0, 0]
    assert explorer.allocation == allocate(trio, 50).effort.tolist()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("budget", 301, "301"),
        ("head_start", 61, "61"),
        ("fee", -1, "fee is -1.0"),
        ("sale", [1, 0], "sale has 2 numbers, expected 5"),
        ("sale", [2, 0, 0, 0, 0], "2"),
    ],
)
def test_settings_that_make_no_sense_are_refused(name, value, message):
    explorer = BuyingExplorer()
    before = repr(explorer)
    with pytest.raises(traitlets.TraitError, match=message):
        setattr(explorer, name, value)
    assert repr(explorer) == before


def test_its_text_is_how_to_make_it():
    text = repr(BuyingExplorer(budget=80))
    assert text == "BuyingExplorer(budget=80, head_start=35, fee=5.0, sale=[0, 0, 1, 0, 1])"
    assert SHOP.names == tuple(BuyingExplorer().data["names"])
