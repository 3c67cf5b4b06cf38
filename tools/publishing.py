"""Make the book's tables on who publishes from a table of counts: ``python tools/publishing.py who_publishes.csv``.

The table of counts has a row for each company with its market values and its papers at each venue and year. It was
counted from public lists of papers (named in the lines above the tables), which have no licence that would let the book
carry them.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from pathlib import Path

from effort.publishing import COMPANIES_FILE, GROUPS, VENUES_FILE, group_of

PROVENANCE = """\
# Papers: counted from papercopilot/paperlists at GitHub, commit 33f9884e (55 venues and years, 2022 to 2025, that name
# affiliations), and for NeurIPS 2019, 2020 and ICML 2020 from nd7141/icml2020, commit 76d35028, for NeurIPS 2021 from
# hamanhbui/neurips2021_analysis, commit 8b086469. A paper counts once for each company that an author names. The lists
# themselves are not part of the book.
# Market values, billion US dollars: companiesmarketcap.com, about 26 May 2022 (in thegallier/configs) and 28 August
# 2024 (in ManojDey224/Market_Cap_Analysis, commit 4a373d9e), dated from share prices; end of 2023 as "value_is" says.
# Written by `python tools/publishing.py`.
"""
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


def main(arguments: list[str] | None = None) -> int:
    """Write both tables; 0 if all went well."""
    parser = argparse.ArgumentParser(prog="python tools/publishing.py", description=__doc__)
    parser.add_argument("counts", type=Path, help="the table of counts")
    parser.add_argument("--to", type=Path, default=COMPANIES_FILE.parent, help="the folder to write to")
    options = parser.parse_args(arguments)
    with options.counts.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    companies = [company_row(row) for row in table]
    venues = venue_rows(table, [row[-1] for row in companies])
    published = [row for row in companies if int(row[6])]
    for path, header, rows in ((COMPANIES_FILE, COMPANY_COLUMNS, published), (VENUES_FILE, VENUE_COLUMNS, venues)):
        with (options.to / path.name).open("w", encoding="utf-8", newline="") as out:
            out.write(PROVENANCE)
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
