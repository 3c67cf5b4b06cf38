"""Divide a company's effort from the command line: ``python -m effort allocate projects.csv --budget 120``."""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from effort.answers import FORMATS, Answer, allocated, compared, fitted
from effort.company import COLUMNS, DIFFICULTIES, SHAPES, Company, read_company
from effort.evidence import FITTED
from effort.measurements import COLUMNS as MEASURED
from effort.measurements import read_measurements
from effort.tables import Assumed

Read = TypeVar("Read")

TABLES = (
    "Commas, semicolons or tabs between the fields; decimal points or commas; UTF-8, UTF-16 or Windows-1252. What had "
    "to be assumed is reported on stderr; what can mean two things is refused."
)
PROJECTS = (
    f"a CSV file with the columns {', '.join(COLUMNS)}; all but the first may be left out, and others are ignored. "
    f"Difficulty: {', '.join(DIFFICULTIES)}. Shape: {', '.join(SHAPES)}. {TABLES}"
)
CODES = "Exit codes: 0, all went well; 2, what was given makes no sense, or a file cannot be read or written."
EXAMPLES = {
    "allocate": "python -m effort allocate projects.csv --budget 120 --format json",
    "compare": "printf 'project,today\\nsearch,20\\nads,40\\n' | python -m effort compare -",
    "fit": "python -m effort fit scores.csv --family log1p --format csv --output curves.csv",
}


def _read(read: Callable[[str], Read], file: str) -> Read:
    """What is in the file; what had to be assumed goes to stderr, one line each."""
    with warnings.catch_warnings(record=True) as assumed:
        warnings.simplefilter("always", Assumed)
        found = read(file)
    for each in assumed:
        print(f"note: {each.message}", file=sys.stderr)
    return found


def _near(options: argparse.Namespace) -> Company:
    company = _read(read_company, options.file)
    if options.leeway is not None and options.leeway < 0:
        raise ValueError(f"leeway is {options.leeway}, expected at least 0")
    return company.within(options.leeway)


def _allocate(options: argparse.Namespace) -> Answer:
    company = _near(options)
    return allocated(company, options.budget if options.cost is None else int(company.worth(options.cost).budget))


def _compare(options: argparse.Namespace) -> Answer:
    return compared(_near(options))


def _fit(options: argparse.Namespace) -> Answer:
    return fitted(_read(read_measurements, options.file), options.family)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m effort", description=__doc__, epilog=CODES)
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, run: Callable, about: str, file: str) -> argparse.ArgumentParser:
        made = commands.add_parser(
            name,
            help=about,
            description=f"{about[0].upper()}{about[1:]}. The file is {file}",
            epilog=f"Example: {EXAMPLES[name]}. {CODES}",
        )
        made.set_defaults(run=run)
        made.add_argument("file", help="the CSV file; - for standard input")
        made.add_argument("--format", choices=FORMATS, default="table", help="what is written; default, a table")
        made.add_argument("--output", metavar="FILE", help="where to write it; default, standard output")
        return made

    allocate = command("allocate", _allocate, "divide a budget over the projects of a table", PROJECTS)
    budget = allocate.add_mutually_exclusive_group(required=True)
    budget.add_argument("--budget", type=int, help="whole units of effort, such as person-months")
    budget.add_argument("--cost", type=float, help="instead: the points that a unit must earn; the budget is what does")
    allocate.add_argument("--figure", metavar="FILE.svg", help="draw the allocation into this file, too")
    compare = command(
        "compare", _compare, "compare what projects get today with the best use of as many units", PROJECTS
    )
    for each in (allocate, compare):
        each.add_argument("--leeway", type=int, help="no project gets so many units more or less than today")
    scores = f"a CSV file with the columns {', '.join(MEASURED)}, of which the last may be left out. {TABLES}"
    fit = command("fit", _fit, "fit a curve to each project's measured scores", scores)
    fit.add_argument("--family", choices=list(FITTED), default="log1p", help="the formula; default, log1p")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run a command; 0 if all went well, else 2, with the reason on stderr."""
    options = _parser().parse_args(arguments)
    try:
        answer = options.run(options)
        written = answer.written(options.format)
        if options.output:
            Path(options.output).write_text(written, "utf-8", newline="\n")
        if getattr(options, "figure", None):
            Path(options.figure).write_text(answer.written("svg"), "utf-8", newline="\n")
        if not options.output:
            sys.stdout.write(written)
            sys.stdout.flush()
    except BrokenPipeError:
        # Who reads has seen enough. Nothing is left for Python to complain of when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (ValueError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
