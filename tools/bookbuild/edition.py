"""Which edition of the book this is: what stands at the head of the changelog, so that no clock has a say in it."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"


@dataclass(frozen=True)
class Edition:
    """A version and the day it is of."""

    version: str
    day: date

    @property
    def written(self) -> str:
        """The day as it is read: ``26 November 2026``."""
        return f"{self.day.day} {self.day:%B %Y}"


def edition(changelog: str) -> Edition:
    r"""The newest edition in a changelog, whose headings are like ``## 0.2.0, 26 November 2026``.

    Raises:
        ValueError: no heading is like that, or the first is not

    >>> edition("# Changelog\n\n## 0.2.0, 26 November 2026\n\n- Better.\n").written
    '26 November 2026'
    >>> edition("## Soon")
    Traceback (most recent call last):
    ValueError: the changelog's first edition is 'Soon', expected one like '0.2.0, 26 November 2026'
    """
    heading = re.search(r"^## (.*)$", changelog, re.MULTILINE)
    first = heading[1] if heading else ""
    version, _, day = first.partition(", ")
    try:
        return Edition(version, datetime.strptime(day, "%d %B %Y").date())
    except ValueError:
        raise ValueError(
            f"the changelog's first edition is {first!r}, expected one like '0.2.0, 26 November 2026'"
        ) from None


def this_edition() -> Edition:
    """The edition that the changelog at hand begins with."""
    return edition(CHANGELOG.read_text("utf-8"))
