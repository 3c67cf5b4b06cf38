"""The companies that the book tells its story with."""

from __future__ import annotations

from effort.company import Company, Project
from effort.families import Log, Log1p
from effort.portfolio import Portfolio

__all__ = ["EXAMPLES", "grocery_delivery", "ml_first"]


def grocery_delivery(family: type[Log] | type[Log1p] = Log1p) -> Portfolio:
    """The running example: five projects of a rapid grocery delivery company.

    The projects are the source essay's. It does not print its constants; these are this book's choice, made so that
    accuracies stay between 0 and 100 wherever the book looks, and the source's observations hold.

    Args:
        family: `Log1p`, or `Log` for the source's own formula

    >>> grocery_delivery().names[0]
    'dynamic pricing'
    """
    names = "dynamic pricing", "dispatching", "onboarding vision", "recommendations", "menu images"
    return Portfolio(names, family(a=[15, 11.25, 8.75, 7.5, 5], b=[2, 2.4, 2.4, 1.5, 2]))


def ml_first(portfolio: Portfolio | None = None, project: str | None = None, weight: float = 10.0) -> Portfolio:
    """The same company, had it been built around one model: the weight of one project raised.

    Args:
        portfolio: default, the grocery delivery company
        project: the project that the product hinges on; default, the first
        weight: its new weight

    >>> ml_first().weight
    array([10.,  1.,  1.,  1.,  1.])
    """
    portfolio = grocery_delivery() if portfolio is None else portfolio
    return portfolio.weighted(portfolio.names[0] if project is None else project, weight)


def _example(months: int, *projects: tuple) -> tuple[Company, int]:
    return Company([Project(*each) for each in projects]), months


_GROCERIES = (
    ("dynamic pricing", 3),
    ("dispatching", 2.25),
    ("onboarding vision", 1.75),
    ("recommendations", 1.5),
    ("menu images", 1),
)
EXAMPLES: dict[str, tuple[Company, int]] = {
    "Start-up": _example(100, *_GROCERIES),
    "Scale-up": _example(300, *_GROCERIES),
    "Big tech": _example(
        2400,
        ("search ranking", 8, "hard"),
        ("feed recommendations", 7, "hard"),
        ("advertising", 6),
        ("translation", 3, "very hard"),
        ("speech recognition", 3, "hard"),
        ("photo search", 2),
        ("spam and abuse", 2, "ordinary", "keeps rising", 30),
        ("maps and arrival times", 2),
        ("capacity forecasts", 1, "easy"),
        ("support answers", 1, "easy"),
    ),
    "Sidewalk robots": _example(
        240,
        ("perception", 12, "hard"),
        ("arrival times", 1.5),
        ("route planning", 1.5),
        ("demand forecasts", 1, "easy"),
    ),
    "OCR service": _example(
        160,
        ("text recognition", 12),
        ("page layout", 3),
        ("document types", 1, "easy"),
        ("language detection", 0.5, "easy", "levels off"),
    ),
    "Foundation model": _example(
        480,
        ("the model itself", 30, "very hard"),
        ("evaluation", 3),
        ("safety filters", 3, "ordinary", "keeps rising", 20),
        ("usage forecasts", 0.5, "easy"),
    ),
}
"""Companies to begin with, each with its effort in person-months. The numbers are this book's, not measurements."""
