"""Who publishes: market value against papers, company by company, and the share that publishes above a value."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import traitlets

from effort import figures
from effort.explorers.base import Explorer, packed
from effort.facts import read_facts
from effort.picture import Picture
from effort.publishing import LISTED_FILE, Publishers, read_publishers, wilson

__all__ = ["PublishersExplorer"]

NAMED = (
    "Alphabet", "Baidu", "Uber", "Apple", "Criteo", "SenseTime", "Naver", "Tesla", "NVIDIA", "JD.com", "CyberAgent",
    "Huawei", "ByteDance", "Roblox", "Walmart", "OpenAI", "Bosch", "Home Depot", "Duolingo",
)  # fmt: skip
"""Those that have a name in the still picture, as far as there is room."""


VALUES, PAPERS, TICKS = (0.14, 5000.0), (0.85, 1500.0), np.array([1, 10, 100, 1000])
"""The ends of the axes, and the numbers on them."""
GOLDEN = 0.618034
"""Keeps companies apart that nothing else tells apart."""


class PublishersExplorer(Explorer):
    """Companies by market value and papers: pick one, and a value from which on to ask how many publish.

    Attributes:
        above: billion US dollars, where a class of the table of listed companies begins
        papers: so many at least
        company: the one that is picked

    >>> explorer = PublishersExplorer(above="100")
    >>> explorer.phrases()["publish"]
    'Of 168 listed companies worth 100 billion or more, 27 have 10 papers or more: 16.1 % (11.3 to 22.4)'
    """

    address = "publishers"
    settings = ("above", "papers", "company")
    listed: ClassVar[dict[str, np.ndarray]] = read_facts(LISTED_FILE)
    publishers: ClassVar[Publishers] = read_publishers()
    EDGES: ClassVar[list[str]] = [f"{edge:g}" for edge in listed["from"][2:]]
    MOST_PAPERS: ClassVar[int] = 30
    words: ClassVar[dict[str, str]] = {
        "publish": "Of {all} listed companies worth {value} billion or more, {some} have {papers}: {share}",
        "rest": "of {all} worth less than that, and at least one billion, {some}: {share}",
        "share": "{share} % ({low} to {high})",
        "papers": "{count} papers or more",
        "paper": "a paper or more",
        "quoted": "{value} billion (end of 2023: {before})",
        "one": "{value} billion",
        "estimate": "about {value} billion, an estimate",
        "private": "private",
    }
    above = traitlets.Enum(EDGES, "50").tag(sync=True)
    papers = traitlets.Int(10, min=1, max=MOST_PAPERS).tag(sync=True)
    company = traitlets.Enum(publishers.name.tolist(), "Baidu").tag(sync=True)

    def limits(self) -> dict[str, dict]:
        return {
            "above": {"options": self.EDGES},
            "papers": {"min": 1, "max": self.MOST_PAPERS, "step": 1},
            "company": {"options": self.publishers.name.tolist()},
        }

    def sent(self) -> dict[str, Any]:
        found = self.publishers
        # Of the day on which all listed companies were counted, or else an estimate; 0 where nothing is quoted.
        known = np.isfinite(found.value_2024)
        value = np.nan_to_num(np.where(known, found.value_2024, found.value))
        private = np.flatnonzero(value == 0)
        across = _along(np.where(value, value, 1), VALUES)
        across[private] = 1.12 + 0.76 * (np.arange(private.size) * GOLDEN % 1)
        counted = [self._counted(edge, papers) for edge in self.EDGES for papers in range(1, self.MOST_PAPERS + 1)]
        return {
            "edges": self.EDGES,
            "names": found.name.tolist(),
            "values": packed(value, 5),
            "before": packed(np.nan_to_num(np.where(found.value == value, 0, found.value)), 5),
            "papers": packed(found.papers, 5),
            "known": packed(known.astype(int), 1),
            # Places along the axes, from 0 to 1; from 1 to 2 those whose value nobody quotes.
            "across": packed(across, 4),
            "up": packed(_along(found.papers, PAPERS), 4),
            "ticks": {name: _along(TICKS, ends).tolist() for name, ends in (("across", VALUES), ("up", PAPERS))},
            "border": packed(_along(np.array(self.EDGES, dtype=float), VALUES), 4),
            # For each value of the line, and each number of papers, what is counted.
            "shares": {
                name: [packed(np.array(column), 4) for column in zip(*(each[name] for each in counted), strict=True)]
                for name in ("publish", "rest")
            },
        }

    @classmethod
    def _counted(cls, above: str, papers: int) -> dict[str, tuple[float, ...]]:
        """Of listed companies worth so much or more, and of others: all, those with the papers, the share, its ends."""
        edge, starts, value = float(above), cls.listed["from"], cls.publishers.value_2024
        found = {}
        for name, listed, inside in (
            ("publish", starts >= edge, value >= edge),
            ("rest", starts < edge, (value >= starts[0]) & (value < edge)),
        ):
            companies = int(cls.listed["companies"][listed].sum())
            publishing = int(np.sum(inside & (cls.publishers.papers >= papers)))
            ends = (publishing / companies, *wilson(publishing, companies))
            found[name] = (companies, publishing, *(round(100 * each, 1) for each in ends))
        return found

    def answer(self, change: object = None) -> None:
        """Nothing follows but what is said."""

    def still(self) -> Picture:
        return figures.value_against_papers(self.publishers, NAMED)

    def phrases(self) -> dict[str, str]:
        papers = self.words["paper" if self.papers == 1 else "papers"].format(count=self.papers)
        said = {}
        for name, (companies, publishing, *ends) in self._counted(self.above, self.papers).items():
            share = dict(zip(("share", "low", "high"), (f"{each:.1f}" for each in ends), strict=True))
            said[name] = self.words[name].format(
                all=companies, some=publishing, value=self.above, papers=papers,
                share=self.words["share"].format(**share),
            )  # fmt: skip
        return said


def _along(values: np.ndarray, ends: tuple[float, float]) -> np.ndarray:
    """Where values lie along a logarithmic axis, from 0 to 1."""
    low, high = np.log(ends)
    return (np.log(values) - low) / (high - low)
