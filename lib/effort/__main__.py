"""Divide a company's effort from the command line: ``python -m effort allocate projects.csv --budget 120``."""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from effort.allocation import Allocation
from effort.company import COLUMNS, DIFFICULTIES, SHAPES, Company, Outlook, read_company
from effort.figures import effort_bars
from effort.moves import Moves
from effort.notebook import Table
from effort.tables import Assumed
from effort.units import next_gains


def units_table(best: Allocation, stages: Sequence[str], today: np.ndarray | None = None) -> Table:
    """What each project gets, and how far that brings it; beside what it gets today, where that is known.

    >>> from effort.company import Project
    >>> company = Company((Project("search", importance=2), Project("ads", floor=10)))
    >>> best = company.allocate(60)
    >>> units_table(best, company.stages(best))
    project  importance  units  accuracy  stage                      next unit gains
    search   2           40     55        deep learning              0.6135
    ads      1           20     46        basic feature engineering  0.6024
    """
    portfolio = best.portfolio
    gains = next_gains(best.portfolio, best.effort)
    columns = {
        "project": portfolio.names,
        "importance": [f"{w:g}" for w in portfolio.weight],
        "today": today,
        "units": best.effort,
        "change": None if today is None else [f"{each:+d}" if each else "0" for each in best.effort - today],
        "accuracy": [f"{accuracy:.0f}" for accuracy in best.accuracy],
        "stage": stages,
        "next unit gains": [f"{gain:.4g}" for gain in gains],
    }
    known = {title: column for title, column in columns.items() if column is not None}
    return Table(tuple(known), list(zip(*known.values(), strict=True)))


def answers(outlook: Outlook, moves: Moves | None = None) -> str:
    """How much is given out, and what follows, a sentence or two to a line.

    >>> from effort.company import Project
    >>> company = Company((Project("search", importance=2), Project("ads", floor=10)))
    >>> print(answers(company.outlook(60)))  # doctest: +ELLIPSIS
    60 of 60 units are given out.
    Closest to the research frontier: search, with 50 % of the effort that takes. It would get there with...
    Another person for a year (12 months) is worth 6.7 points: 8 months to search, 4 months to ads.
    Expect depth in a project or two...
    Ask in an interview: What happens to the product if the best model gets a point worse? ...
    """
    best, sentences = outlook.allocation, outlook.in_words()
    sentences["ask"] = f"Ask in an interview: {sentences['ask']}"
    told = moves.in_words().values() if moves else ()
    return "\n".join([f"{best.spent} of {best.budget} units are given out.", *told, *sentences.values()])


def _read(file: str) -> Company:
    """The projects; what had to be assumed goes to stderr, one line each."""
    with warnings.catch_warnings(record=True) as assumed:
        warnings.simplefilter("always", Assumed)
        company = read_company(file)
    for each in assumed:
        print(f"note: {each.message}", file=sys.stderr)
    return company


def main(arguments: list[str] | None = None) -> int:
    """Run a command; 0 if all went well, else 2, with the reason on stderr."""
    parser = argparse.ArgumentParser(prog="python -m effort", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    command = commands.add_parser(
        "allocate",
        help="divide a budget over the projects of a table",
        description=f"Divide a budget over the projects of a CSV file with the columns {', '.join(COLUMNS)}; all but "
        f"the first may be left out, and others are ignored. Difficulty: {', '.join(DIFFICULTIES)}. Shape: "
        f"{', '.join(SHAPES)}. Commas, semicolons or tabs between the fields; decimal points or commas; UTF-8, UTF-16 "
        "or Windows-1252. What had to be assumed is reported on stderr; what can mean two things is refused.",
    )
    command.add_argument("file", help="the CSV file")
    command.add_argument("--budget", type=int, required=True, help="whole units of effort, such as person-months")
    command.add_argument("--leeway", type=int, help="no project gets so many units more or less than today")
    command.add_argument("--figure", metavar="FILE.svg", help="draw the allocation into this file")
    options = parser.parse_args(arguments)
    try:
        company = _read(options.file).within(options.leeway)
        outlook = company.outlook(options.budget)
        best, stages = outlook.allocation, outlook.stages
        print(f"{units_table(best, stages, company.today)}\n\n{answers(outlook, company.moves())}")
        if options.figure:
            picture = effort_bars(best.portfolio.names, best.effort, stages)
            Path(options.figure).write_text(picture.standalone(), "utf-8")
    except (ValueError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
