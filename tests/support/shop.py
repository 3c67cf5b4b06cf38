"""The book's own company, and what is best for it."""

import numpy as np
from effort import Portfolio, allocate, grocery_delivery

SHOP = grocery_delivery()


def best(budget: int, portfolio: Portfolio = SHOP) -> list[int]:
    return allocate(portfolio, budget).effort.tolist()


def score(effort, budget: int) -> str:
    """How good a division of the budget by hand is said to be."""
    share = SHOP.returns(np.array(effort)) / allocate(SHOP, budget).returns
    return f"{per_cent(share)} of the best"


def per_cent(share: float) -> str:
    """What is less than the best does not read as all of it."""
    return f"{min(99.9, 100 * share):.1f} %"
