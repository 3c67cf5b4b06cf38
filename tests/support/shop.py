"""The book's own company, and what is best for it."""

import numpy as np
from effort import Portfolio, allocate, grocery_delivery

SHOP = grocery_delivery()


def best(budget: int, portfolio: Portfolio = SHOP) -> list[int]:
    return allocate(portfolio, budget).effort.tolist()


def score(effort, budget: int) -> str:
    """How good a division of the budget by hand is said to be."""
    return f"{100 * SHOP.returns(np.array(effort)) / allocate(SHOP, budget).returns:.1f} % of the best"
