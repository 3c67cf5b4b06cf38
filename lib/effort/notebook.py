"""What the chapters need of a notebook: computed numbers in the prose, and small tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from IPython.display import display

__all__ = ["Table", "glue"]


def glue(**values) -> None:
    """Store values under their names, to be set into the prose with MyST-NB's role ``glue:text``.

    Written in the format of MyST-NB's own ``glue``, which the book's pages read; having it here keeps a chapter
    runnable where the book's tool chain is not installed.
    """
    record = "application/papermill.record/"
    for name, value in values.items():
        # The role reads "1,840" as a pair of numbers, so the thousands stand apart by a narrow space.
        text = f"{value:,}".replace(",", "\u202f") if isinstance(value, int) else str(value)
        bundle = {record + "text/plain": text}
        display(bundle, raw=True, metadata={"scrapbook": {"name": name, "mime_prefix": record}})


@dataclass(frozen=True)
class Table:
    """A small table with a header row; the first column names the rows.

    >>> Table(("project", "units"), [("dynamic pricing", 32), ("dispatching", 24)])
    project          units
    dynamic pricing  32
    dispatching      24
    """

    header: Sequence[str]
    rows: Sequence[Sequence]

    def __repr__(self) -> str:
        lines = [[str(cell) for cell in row] for row in [self.header, *self.rows]]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
        )

    def _repr_html_(self) -> str:
        marks = [' class="words"' if _in_words(column) else "" for column in list(zip(*self.rows, strict=True))[1:]]
        marks = ["", *(marks or [""] * (len(self.header) - 1))]
        head = "".join(
            f'<th scope="col"{mark}>{escape(str(cell))}</th>' for cell, mark in zip(self.header, marks, strict=True)
        )
        body = "".join(
            f'<tr><th scope="row">{escape(str(row[0]))}</th>'
            + "".join(f"<td{mark}>{escape(str(cell))}</td>" for cell, mark in zip(row[1:], marks[1:], strict=True))
            + "</tr>"
            for row in self.rows
        )
        return f'<table class="numbers"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _in_words(column: Sequence) -> bool:
    """Whether a table's column holds words, most of it: words begin at the left, numbers end at the right."""
    return sum(str(cell)[:1].isalpha() for cell in column) > len(column) / 2
