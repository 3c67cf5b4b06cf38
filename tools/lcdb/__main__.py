"""``python -m lcdb ARCHIVE``: compute the book's tables from the published data; about a minute, and little memory."""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

from effort.public_curves import DIVISIONS_FILE, LOOKS_FILE, SHAPES_FILE

from lcdb.read import read_curves, read_layout
from lcdb.studies import DIVISIONS, LOOKS, SHAPES, divide_labels, judge, look_rows, shape_rows

PROVENANCE = """\
# From LCDB 1.1 (Yan, Mohr and Viering, NeurIPS 2025; doi:10.4121/3bd18108-fad0-4e4c-affd-4341fba99306), CC BY 4.0:
# the folder docs/data of learning-curve-research/LCDB-1.1 at GitHub, commit 3ecfde3c, no feature scaling.
# Computed by `python -m lcdb {name}`{checksum}.
"""


def write_table(path: Path, source: Path, header: Iterable[str], rows: list[tuple]) -> None:
    """A CSV file under lines that say where it comes from."""
    checksum = (
        f"\n# from an archive with SHA-256 {hashlib.sha256(source.read_bytes()).hexdigest()}"
        if source.is_file()
        else ""
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(PROVENANCE.format(name=source.name, checksum=checksum))
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([f"{cell:.2f}" if isinstance(cell, float) else cell for cell in row] for row in rows)


def main(arguments: list[str] | None = None) -> int:
    """Read the data, write the tables; 0 if all went well."""
    parser = argparse.ArgumentParser(prog="python -m lcdb", description=__doc__)
    parser.add_argument("source", type=Path, help="the folder `data` of LCDB 1.1, or an archive of it")
    parser.add_argument("--to", type=Path, default=SHAPES_FILE.parent, help="the folder to write the tables to")
    options = parser.parse_args(arguments)
    layout = read_layout(options.source)
    judged = [each for measured in read_curves(options.source) for each in judge(layout, measured)]
    write_table(options.to / SHAPES_FILE.name, options.source, SHAPES, list(shape_rows(layout, judged)))
    write_table(options.to / DIVISIONS_FILE.name, options.source, DIVISIONS, list(divide_labels(layout, judged)))
    write_table(options.to / LOOKS_FILE.name, options.source, LOOKS, list(look_rows(layout, judged)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
