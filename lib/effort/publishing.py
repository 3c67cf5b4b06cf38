"""Who publishes: papers of companies at conferences, against their market values.

Three small tables of facts, each with where it comes from: companies with their papers, papers by venue and year, and
    how many listed companies there are of each size. What is computed here comes with an interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from effort.facts import read_facts

__all__ = [
    "COMPANIES_FILE",
    "GROUPS",
    "LISTED_FILE",
    "VENUES_FILE",
    "Publishers",
    "SizeClass",
    "SizeSlope",
    "group_of",
    "group_shares",
    "read_publishers",
    "share_together",
    "size_classes",
    "size_slope",
    "wilson",
]

COMPANIES_FILE = Path(__file__).with_name("publishing_companies.csv")
"""Companies that published, most papers first.

:meta hide-value:
"""
VENUES_FILE = Path(__file__).with_name("publishing_venues.csv")
"""Papers of each group of companies at each venue and year.

:meta hide-value:
"""
LISTED_FILE = Path(__file__).with_name("publishing_listed.csv")
"""How many listed companies there are of each size.

:meta hide-value:
"""
GROUPS = ("listed, above 50", "listed, 10 to 50", "listed, below 10", "private, very large", "private, other")
"""Groups of companies, by market value in billion US dollars; the very large private ones may be worth more."""


@dataclass(frozen=True, eq=False)
class Publishers:
    """Companies with at least one paper in 2022 to 2025; all of shape (n,).

    Attributes:
        name: of the company
        listed: whether its shares are traded
        value: market value about the end of 2023, billion US dollars, NaN if private
        value_is: "quoted"; "mean of two dates", of 2022 and 2024, or "one date" of them; "estimate"; "" if private
        value_2024: the one of 28 August 2024, NaN if not known
        papers: that an author names the company in
        group: one of `GROUPS`
    """

    name: np.ndarray
    listed: np.ndarray
    value: np.ndarray
    value_is: np.ndarray
    value_2024: np.ndarray
    papers: np.ndarray
    group: np.ndarray

    def __getitem__(self, chosen) -> Publishers:
        """Those at an index: a name, or anything numpy accepts."""
        if isinstance(chosen, str):
            if chosen not in self.name:
                raise ValueError(f"no company is called {chosen!r}, expected a name in {COMPANIES_FILE.name}")
            chosen = np.flatnonzero(self.name == chosen)
        return Publishers(*(getattr(self, field)[chosen] for field in self.__dataclass_fields__))


@dataclass(frozen=True)
class SizeClass:
    """Listed companies of similar market value on 28 August 2024, and how many of them publish.

    Attributes:
        least: billion US dollars
        below: billion US dollars, infinite for the last class
        companies: how many there are
        publishing: how many of them have enough papers
        share: per cent
        interval: the share's, per cent
    """

    least: float
    below: float
    companies: int
    publishing: int
    share: float
    interval: tuple[float, float]


def read_publishers() -> Publishers:
    """All companies with a paper, most papers first.

    >>> read_publishers()["Baidu"].papers
    array([148.])
    """
    columns = read_facts(COMPANIES_FILE)
    columns["listed"] = columns["listed"] == 1
    wanted = ("company", "listed", "value", "value_is", "value_2024", "papers", "group")
    return Publishers(*(columns[name] for name in wanted))


def group_of(value: float | None, very_large: bool = False) -> str:
    """The group of a company, by its market value in billion US dollars (None if it is private)."""
    if value is None:
        return GROUPS[3] if very_large else GROUPS[4]
    return GROUPS[0] if value >= 50 else GROUPS[1] if value >= 10 else GROUPS[2]


def wilson(successes: int, trials: int, deviations: float = 1.959964) -> tuple[float, float]:
    """Wilson's interval (1927) for a share of `trials`, from 0 to 1; 95 % as it stands.

    >>> tuple(round(100 * end, 1) for end in wilson(7, 284))
    (1.2, 5.0)
    """
    if not 0 <= successes <= trials or trials < 1:
        raise ValueError(f"successes is {successes} of {trials} trials, expected from 0 to the trials, of at least one")
    share, squared = successes / trials, deviations**2
    middle = share + squared / (2 * trials)
    half = deviations * np.sqrt(share * (1 - share) / trials + squared / (4 * trials**2))
    low, high = (middle - half) / (1 + squared / trials), (middle + half) / (1 + squared / trials)
    return float(max(low, 0.0)), float(min(high, 1.0))


def size_classes(at_least: int = 10, edges: tuple[float, ...] | None = None) -> list[SizeClass]:
    """For each class of market value, what share of the listed companies has published at least so many papers.

    Args:
        at_least: papers in 2022 to 2025
        edges: market values at which classes begin, of those in the table; as the table has them if left out. The first
            class
            begins at the first.

    >>> [each.publishing for each in size_classes(edges=(30, 50, 100))]
    [7, 16, 27]
    """
    listed, publishers = read_facts(LISTED_FILE), read_publishers()
    starts = listed["from"] if edges is None else np.array(edges, dtype=float)
    if not np.all(np.isin(starts, listed["from"])):
        raise ValueError(f"edges is {edges}, expected some of {', '.join(f'{edge:g}' for edge in listed['from'])}")
    classes = []
    for least, below in zip(starts, np.append(starts[1:], np.inf), strict=True):
        companies = int(listed["companies"][(listed["from"] >= least) & (listed["from"] < below)].sum())
        inside = (publishers.value_2024 >= least) & (publishers.value_2024 < below)
        publishing = int(np.sum(publishers.papers[inside] >= at_least))
        low, high = wilson(publishing, companies)
        share = 100 * publishing / companies
        classes.append(SizeClass(float(least), float(below), companies, publishing, share, (100 * low, 100 * high)))
    return classes


def group_shares(venues: str | None = None, samples: int = 4000) -> dict[str, tuple[float, float, float]]:
    """For each group of companies its share of all papers with a company, per cent: (share, low, high).

    A paper of two companies counts for both. The interval is that of the bootstrap over venues and years: other
    conferences, or other years of them, would have given other shares. With fewer than ten of those a bootstrap says
    little; then it goes from the lowest share of any to the highest.

    Args:
        venues: only those that begin so; if left out the 55 of 2022 to 2025
        samples: of the bootstrap
    """
    return {group: share_together([group], venues, samples) for group in GROUPS}


def share_together(groups: Sequence[str], venues: str | None = None, samples: int = 4000) -> tuple[float, float, float]:
    """The same for some of the groups together.

    >>> tuple(round(each) for each in share_together(GROUPS))
    (100, 100, 100)
    """
    columns = read_facts(VENUES_FILE)
    chosen = columns["main"] == 1
    if venues is not None:
        chosen = np.char.startswith(columns["venue"], venues)
        if not chosen.any():
            raise ValueError(
                f"no venue begins with {venues!r}, expected one of {', '.join(np.unique(columns['venue']))}"
            )
    counts = np.column_stack([columns[group][chosen] for group in GROUPS])
    drawn = np.random.default_rng(0).integers(0, len(counts), (samples, len(counts)))
    few = len(counts) < 10
    sums = counts if few else counts[drawn].sum(axis=1)
    some = np.isin(GROUPS, groups)
    low, high = np.quantile(100 * sums[:, some].sum(axis=1) / sums.sum(axis=1), [0, 1] if few else [0.025, 0.975])
    return float(100 * counts[:, some].sum() / counts.sum()), float(low), float(high)


@dataclass(frozen=True)
class SizeSlope:
    """How papers grow with market value among the listed companies that publish; intervals hold 19 times in 20.

    Attributes:
        slope: of log papers on log value, by least squares
        interval: of the slope (low, high), by the bootstrap over companies
        explained: the share of the spread of log papers that the slope explains, from 0 to 1
        explained_interval: of that share, likewise
    """

    slope: float
    interval: tuple[float, float]
    explained: float
    explained_interval: tuple[float, float]


def size_slope(samples: int = 4000) -> SizeSlope:
    """How papers grow with market value.

    >>> 1 < 2 ** size_slope().slope < 2
    True
    """
    publishers = read_publishers()
    known = np.isfinite(publishers.value)
    x, y = np.log(publishers.value[known]), np.log(publishers.papers[known])
    drawn = np.random.default_rng(0).integers(0, x.size, (samples, x.size))
    xs, ys = x[drawn], y[drawn]
    xs, ys = xs - xs.mean(axis=1, keepdims=True), ys - ys.mean(axis=1, keepdims=True)
    slopes = (xs * ys).sum(axis=1) / (xs**2).sum(axis=1)
    shares = slopes**2 * (xs**2).sum(axis=1) / (ys**2).sum(axis=1)
    intervals = [tuple(np.quantile(each, [0.025, 0.975]).tolist()) for each in (slopes, shares)]
    together = np.corrcoef(x, y)[0, 1]
    return SizeSlope(float(together * y.std() / x.std()), intervals[0], float(together**2), intervals[1])
