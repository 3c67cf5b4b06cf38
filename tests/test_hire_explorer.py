"""The figure of hiring: every unit that earns its cost, and the text under it, worked out from the constants."""

import numpy as np
import pytest
import traitlets
from effort import Log1p, Portfolio
from effort.explorers import HireExplorer
from support.shop import SHOP, best

GAINS = np.diff(SHOP.curve.value(np.arange(2001)[:, None]), axis=0)
DATA = HireExplorer().data
SENT = np.array([column["numbers"].split() for column in DATA["gains"]], dtype=float).T
MONEY = [
    np.arange(limit["min"], limit["max"] + 0.01, limit["step"])
    for limit in (DATA["limits"][name] for name in ("cost", "worth"))
]


def test_the_page_finds_the_same_units_at_every_price():
    """What is sent has fewer digits, and ends; neither makes a difference at any setting."""
    for cost in MONEY[0]:
        for worth in MONEY[1]:
            price = cost / worth
            page, library = ((gains >= price).sum(axis=0).tolist() for gains in (SENT, GAINS))
            assert page == library, (cost, worth)


@pytest.mark.parametrize("cost", [5, 10, 17.5, 25])
@pytest.mark.parametrize("worth", [12.5, 62.5, 162.5])
@pytest.mark.parametrize("listed", [1, 3, 5])
def test_units_that_earn_their_cost(cost, worth, listed):
    explorer = HireExplorer(cost=cost, worth=worth, listed=listed)
    price = cost / worth
    expected = (price <= GAINS).sum(axis=0)[:listed].tolist()
    assert explorer.allocation == expected
    phrases = explorer.phrases()
    assert float(phrases["price"].split()[4]) == pytest.approx(cost / worth, abs=0.00051)
    assert phrases["hired"].startswith(f"the company buys {sum(expected)} units, the work of ")
    assert int(phrases["hired"].split()[8]) == pytest.approx(sum(expected) / 12, abs=0.51)
    assert phrases["top"].startswith(f"{expected[0]} of them for dynamic pricing")


def test_the_fixed_team_shares_what_it_has():
    assert DATA["fixed"][0] == [100] and DATA["fixed"][4] == best(100)
    assert [fixed[0] for fixed in DATA["fixed"]] == sorted((fixed[0] for fixed in DATA["fixed"]), reverse=True)
    for listed, fixed in enumerate(DATA["fixed"], 1):
        assert sum(fixed) == 100
        gain = [[GAINS[units - 1, i], GAINS[units, i]] for i, units in enumerate(fixed)]
        assert min(last for last, _ in gain) >= max(after for _, after in gain), "no unit would gain more elsewhere"
        assert (
            HireExplorer(listed=listed)
            .phrases()["fixed"]
            .startswith("gives it " + ("all " if listed == 1 else "") + str(fixed[0]))
        )


def test_weights_count():
    pair = Portfolio(("search", "fraud"), Log1p([20, 9], 1), weight=[1, 3])
    explorer = HireExplorer(pair, cost=10, worth=20)
    gain = pair.weight * np.diff(pair.curve.value(np.arange(500)[:, None]), axis=0)
    assert explorer.allocation == (gain >= 0.5).sum(axis=0).tolist()
    assert explorer.data["limits"]["listed"]["max"] == 2


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("cost", 0, "cost is 0.0"),
        ("worth", float("nan"), "worth is nan"),
        ("listed", 6, "at most 5"),
        ("listed", 0, "0"),
    ],
)
def test_settings_that_make_no_sense_are_refused(name, value, message):
    explorer = HireExplorer()
    before = repr(explorer)
    with pytest.raises(traitlets.TraitError, match=message):
        setattr(explorer, name, value)
    assert repr(explorer) == before
