"""Buying in the page: the same purchases and units as in Python, and what a hand can do."""

import numpy as np
import pytest
from effort.buying import Offer, buying_path
from effort.explorers import BuyingExplorer
from effort.explorers.bundle import joined
from support.expected import check
from support.expected_buying import FEE, HEAD
from support.live import BUDGET
from support.shop import SHOP


def test_the_page_buys_and_builds_what_python_does(page):
    rng = np.random.default_rng(2026)
    vectors, expected = [], []
    gains = SHOP.curve.unit_gain(np.arange(200)[:, None]).T.tolist()
    for _ in range(120):
        sale = (rng.random(5) < 0.6).astype(int)
        head, fee = int(rng.integers(1, 61)), float(rng.integers(0, 41) / 2)
        setup, most = int(rng.integers(0, 3)), int(rng.integers(2, 200))
        vectors.append([sale.tolist(), head, fee, setup, most])
        path = buying_path(Offer(SHOP, head * sale, fee, setup), most)
        expected.append((path.bought.tolist(), path.effort.tolist(), path.returns.tolist()))
    found = page.evaluate(
        f"""([gains, vectors]) => {{
             {joined(BuyingExplorer.front_end.with_name("purchases.js"))}
             return vectors.map(([sale, head, fee, setup, most]) => {{
               const data = {{ gains, setup, weights: gains.map(() => 1) }};
               return modules.purchases.buyingPath(data, sale, head, fee, most);
             }});
           }}""",
        [gains, vectors],
    )
    for path, (bought, effort, returns), vector in zip(found, expected, vectors, strict=True):
        assert [list(map(bool, each["bought"])) for each in path] == bought, vector
        assert [each["effort"] for each in path] == effort, vector
        assert [each["earned"] for each in path] == pytest.approx(returns, abs=1e-9), vector


def test_what_is_for_sale_is_bought_or_built(reader):
    live, hand = reader.at("buying")
    for name in ("dispatching", "recommendations", "menu images"):
        before = live.sentence
        hand.press(live.button(name))
        assert live.sentence != before
        check(live)
    for label, value in ((FEE, 20), (HEAD, 60), (FEE, 0), (BUDGET, 300), (HEAD, 0)):
        live.type(label, value)
        check(live)


def test_the_budget_is_dragged(reader):
    live, hand = reader.at("buying")
    hand.drag(live.handle("Budget that is shown"), right=100)
    assert live.value(BUDGET) > 110
    check(live)
    hand.drag(live.handle("Budget that is shown"), right=-3000)
    assert live.value(BUDGET) == 0
    check(live)
