"""Make the book's tables on who publishes from a table of counts: ``python tools/publishing.py who_publishes.csv``.

With ``--listed FILE`` the listed companies of each size are counted as well, in the list of companiesmarketcap.com as
it is published; its column marketcap is in US dollars.

The table of counts has a row for each company with its market values and its papers at each venue and year. It was
counted from public lists of papers (named in the lines above the tables), which have no licence that would let the book
carry them.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from effort.publishing import COMPANIES_FILE, GROUPS, LISTED_FILE, VENUES_FILE, group_of

PROVENANCE = """\
# Papers: counted from papercopilot/paperlists at GitHub, commit 33f9884e (55 venues and years, 2022 to 2025, that name
# affiliations), and for NeurIPS 2019, 2020 and ICML 2020 from nd7141/icml2020, commit 76d35028, for NeurIPS 2021 from
# hamanhbui/neurips2021_analysis, commit 8b086469. A paper counts once for each company that an author names. The lists
# themselves are not part of the book.
# Market values, billion US dollars: companiesmarketcap.com, about 26 May 2022 (in thegallier/configs) and 28 August
# 2024 (in ManojDey224/Market_Cap_Analysis, commit 4a373d9e), dated from share prices; end of 2023 as "value_is" says.
# Written by `python tools/publishing.py`.
"""
LISTED_PROVENANCE = """\
# Listed companies of the world by market value on 28 August 2024, billion US dollars: counted in the list of
# companiesmarketcap.com of that date (in ManojDey224/Market_Cap_Analysis at GitHub, commit 4a373d9e). From "from" on,
# below "to". Written by `python tools/publishing.py`.
"""
EDGES = (1, 3, 10, 20, 30, 50, 70, 100, 200, 500)
"""Billion US dollars: where classes of market value begin."""
EARLIER = ("neurips2019", "neurips2020", "icml2020", "neurips2021")
COMPANY_COLUMNS = ("company", "listed", "value", "value_is", "value_2022", "value_2024", "papers", "group")
VENUE_COLUMNS = ("venue", "year", "main", *GROUPS)


def how_known(source: str) -> str:
    """What kind of number a market value at the end of 2023 is."""
    if source.startswith("geometric mean"):
        return "mean of two dates"
    if source == "one snapshot only":
        return "one date"
    return "estimate" if "memory" in source or not source else "quoted"


def company_row(row: dict[str, str]) -> tuple:
    """A row of the columns `COMPANY_COLUMNS`."""
    listed = row["status"] == "listed"
    value = row["cap_end_2023"] if listed else ""
    known = how_known(row["cap_source"]) if listed else ""
    large = row["band"] == "private, very large"
    group = group_of(float(value) if value else None, large)
    values_then = (row["cap_2022_05_26"], row["cap_2024_08_28"]) if listed else ("", "")
    return (row["company"], int(listed), value, known, *values_then, row["papers_2022_2025"], group)


def venue_rows(table: list[dict[str, str]], groups: list[str]) -> list[tuple]:
    """Rows of the columns `VENUE_COLUMNS`: papers of each group of companies at each venue and year."""
    found = []
    for column in table[0]:
        if named := re.fullmatch(r"([a-z]+)(20\d\d)", column):
            counts = dict.fromkeys(GROUPS, 0)
            for row, group in zip(table, groups, strict=True):
                counts[group] += int(row[column])
            found.append((named[1], named[2], int(column not in EARLIER), *counts.values()))
    return found


def listed_rows(values: list[float]) -> list[tuple]:
    """Rows of the columns from, to, companies: how many of these market values, in US dollars, each class holds.

    >>> listed_rows([5e11, 1e9, 9.99e8, 2.9e9])[0], listed_rows([5e11])[-1]
    ((1, 3, 2), (500, '', 1))
    """
    ends = [*EDGES[1:], float("inf")]
    counts = [sum(low <= value / 1e9 < high for value in values) for low, high in zip(EDGES, ends, strict=True)]
    return list(zip(EDGES, [*EDGES[1:], ""], counts, strict=True))


def write(path: Path, provenance: str, header: Sequence[str], rows: Iterable[Sequence]) -> None:
    """A CSV file under lines that say where it comes from."""
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(provenance)
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main(arguments: list[str] | None = None) -> int:
    """Write the tables; 0 if all went well."""
    parser = argparse.ArgumentParser(prog="python tools/publishing.py", description=__doc__)
    parser.add_argument("counts", type=Path, help="the table of counts")
    parser.add_argument("--listed", type=Path, help="the list of all listed companies")
    parser.add_argument("--to", type=Path, default=COMPANIES_FILE.parent, help="the folder to write to")
    options = parser.parse_args(arguments)
    with options.counts.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    companies = [company_row(row) for row in table]
    venues = venue_rows(table, [row[-1] for row in companies])
    published = [row for row in companies if int(row[6])]
    write(options.to / COMPANIES_FILE.name, PROVENANCE, COMPANY_COLUMNS, published)
    write(options.to / VENUES_FILE.name, PROVENANCE, VENUE_COLUMNS, venues)
    if options.listed:
        with options.listed.open(encoding="utf-8", newline="") as file:
            values = [float(row["marketcap"]) for row in csv.DictReader(file)]
        write(options.to / LISTED_FILE.name, LISTED_PROVENANCE, ("from", "to", "companies"), listed_rows(values))
    return 0


if __name__ == "__main__":
    sys.exit(main())
