"""The best use of a company's effort, from the command line: ``python -m effort allocate projects.csv --budget 120``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from effort.allocation import Allocation, next_gains
from effort.company import COLUMNS, DIFFICULTIES, SHAPES, Company, read_company
from effort.figures import effort_bars
from effort.lifecycle import LIFECYCLE
from effort.notebook import Table


def units_table(best: Allocation, stages: list[str]) -> Table:
    """What each project gets, and how far that brings it.

    >>> from effort.company import Project
    >>> company = Company((Project("search", importance=2), Project("ads", floor=10)))
    >>> best = company.allocate(60)
    >>> units_table(best, company.stages(best))
    project  importance  units  accuracy  stage                      next unit gains
    search   2           40     66        deep learning              0.7363
    ads      1           20     56        basic feature engineering  0.7229
    """
    portfolio = best.portfolio
    gains = next_gains(best.portfolio, best.effort)
    rows = zip(portfolio.names, portfolio.weight, best.effort, best.accuracy, stages, gains, strict=True)
    return Table(
        ("project", "importance", "units", "accuracy", "stage", "next unit gains"),
        [
            (name, f"{w:g}", units, f"{accuracy:.0f}", stage, f"{gain:.4g}")
            for name, w, units, accuracy, stage, gain in rows
        ],
    )


def in_words(company: Company, best: Allocation, stages: list[str]) -> str:
    """Where the next unit goes, and who is at the research frontier, or what that takes.

    >>> from effort.company import Project
    >>> company = Company((Project("search", importance=2), Project("ads", floor=10)))
    >>> best = company.allocate(60)
    >>> print(in_words(company, best, company.stages(best)))
    60 of 60 units are given out. The next one would go to search, and gain 0.7363 weighted points.
    Nobody reaches the research frontier. It takes a budget of 120 units.
    """
    portfolio = best.portfolio
    at_frontier = [name for name, stage in zip(portfolio.names, stages, strict=True) if stage == LIFECYCLE.names[-1]]
    if at_frontier:
        frontier = f"At the research frontier: {', '.join(at_frontier)}."
    elif (needed := company.frontier_budget()) is None:
        frontier = "Nobody reaches the research frontier, whatever the budget."
    else:
        frontier = f"Nobody reaches the research frontier. It takes a budget of {needed} units."
    following = (
        f"The next one would go to {portfolio.names[int(next_gains(best.portfolio, best.effort).argmax())]}, and gain {best.shadow_price:.4g} weighted points."
        if best.shadow_price > 0
        else "No further one would gain anything."
    )
    return f"{best.spent} of {best.budget} units are given out. {following}\n{frontier}"


def main(arguments: list[str] | None = None) -> int:
    """Run a command; 0 if all went well, else 2, with the reason on stderr."""
    parser = argparse.ArgumentParser(prog="python -m effort", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    command = commands.add_parser(
        "allocate",
        help="divide a budget over the projects of a table",
        description=f"Divide a budget over the projects of a CSV file with the columns {', '.join(COLUMNS)}; all but the first may "
        f"be left out. Difficulty: {', '.join(DIFFICULTIES)}. Shape: {', '.join(SHAPES)}.",
    )
    command.add_argument("file", help="the CSV file")
    command.add_argument("--budget", type=int, required=True, help="whole units of effort, such as person-weeks")
    command.add_argument("--figure", metavar="FILE.svg", help="draw the allocation into this file")
    options = parser.parse_args(arguments)
    try:
        company = read_company(options.file)
        best = company.allocate(options.budget)
        stages = company.stages(best)
        print(f"{units_table(best, stages)}\n\n{in_words(company, best, stages)}")
        if options.figure:
            picture = effort_bars(best.portfolio.names, best.effort, stages)
            Path(options.figure).write_text(picture.standalone(), "utf-8")
    except (ValueError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
