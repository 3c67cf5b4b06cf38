"""Tables that people really have: the bytes of a CSV file to rows of checked values, and what was assumed on the way.

One dialect for all tables of the book:

- commas, semicolons or tabs between the fields: those with which the header names most of the columns that are
  known, or what a first row `sep=;` names;
- UTF-8, UTF-16 with its mark, or else Windows-1252, which is noted;
- any line ends, also a carriage return alone; fields in quotes, with line breaks inside; blank rows anywhere; rows
  that begin with # before the header, not after it;
- columns in any order; those that are not known are ignored, which is noted;
- in names and words a run of blanks and line breaks counts as one space;
- numbers in the digits 0 to 9, with decimal points or commas, and thousands where they can't be decimals; in a
  column with per cent signs 60 % is 60, which is noted. A mark with three digits after it is taken for a decimal one
  if other numbers of the table prove it to be, or if it goes with the mark between fields (a point with commas, a
  comma with semicolons); else it is refused.

The page reads the same (`explorers/tables.js`); one list of cases tests both.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from effort.fields import DOUBTFUL, Column, bare, checked_name, checked_number, marks, quoted

__all__ = ["LARGEST_FILE", "Assumed", "Row", "Table", "read_file", "read_table", "report"]

LARGEST_FILE = 10_000_000
# The mark before decimals that goes with each mark between fields. With tabs both are usual.
DELIMITERS = {",": ".", ";": ",", "\t": ""}
UNICODE = (
    (b"\xef\xbb\xbf", "utf-8", "UTF-8"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)
A_CSV_FILE = "expected a CSV file in UTF-8, UTF-16 or Windows-1252"
BLANK_ROW = re.compile('[,;\t"\u00a0 ]*')


class Assumed(UserWarning):
    """What was assumed in reading a table, where it could have meant something else."""


@dataclass(frozen=True)
class Row:
    """The values of one row, without those that are missing.

    Attributes:
        line: the line of the file on which it begins, from 1
        values: by the name of the column
    """

    line: int
    values: dict[str, str | float | int]


@dataclass(frozen=True)
class Table:
    """What a table says.

    Attributes:
        file: what messages call it
        rows: those that are not blank
        notes: what was assumed in reading it, a clause each
        percent: the columns whose numbers have per cent signs
    """

    file: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    percent: frozenset[str] = frozenset()


def read_file(path: Path | str, columns: Mapping[str, Column], what: str) -> Table:
    """Read a file as `read_table` does, or for "-" what comes on standard input; raises OSError too."""
    path = Path(path)
    if str(path) == "-":
        data = sys.stdin.buffer.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            raise ValueError(f"standard input has more bytes than {LARGEST_FILE}, expected at most so many")
        return read_table(data, columns, what, "standard input")
    if (size := path.stat().st_size) > LARGEST_FILE:
        raise ValueError(f"{path.name} has {size} bytes, expected at most {LARGEST_FILE}")
    return read_table(path.read_bytes(), columns, what, path.name)


def read_table(source: bytes | str, columns: Mapping[str, Column], what: str, file: str = "table") -> Table:
    r"""Read a table whose first row names the columns, in any order and with large or small letters.

    Args:
        source: the bytes of a file, or its text
        columns: those that are known, by name; others are ignored, and the notes say so
        what: what each row stands for, for the messages
        file: what the messages call it

    Raises:
        ValueError: whatever is wrong with it; the message names the file, the row, the column, the value, and what
            was expected

    >>> columns = {"project": Column("name"), "floor": Column("whole")}
    >>> table = read_table("project;floor;owner\nsearch;10,0;Kim", columns, "project")
    >>> table.rows
    (Row(line=2, values={'project': 'search', 'floor': 10}),)
    >>> table.notes
    ("column 'owner' is ignored, as it is none of project, floor",)
    """
    text, notes = _decoded(source, file) if isinstance(source, bytes) else (source.removeprefix("\ufeff"), [])
    if "\0" in text:
        raise ValueError(f"{file} has a zero character in it, {A_CSV_FILE}")
    start = _Start.of(text, columns, file)
    records = _records(text, start.at, start.line, start.delimiter, file)
    header = [bare(field) for field in next(records, (0, []))[1]]
    places = _places(header, columns, start, file)
    rows = [(line, row) for line, fields in records if any(row := [bare(field) for field in fields])]
    if not rows:
        raise ValueError(f"{file} has no {what}, expected one in each row after row {start.line}")
    notes += _short_rows(rows, header, start, file) + _unknown_columns(rows, header, columns, file)
    texts = {
        column: [(line, cells[place] if place < len(cells) else "") for line, cells in rows]
        for column, place in places.items()
    }
    written = [
        marks(text.removesuffix("%"))
        for column, cells in texts.items()
        if columns[column].kind in ("number", "whole")
        for _, text in cells
    ]
    found: dict[int, dict] = {line: {} for line, _ in rows}
    for column, cells in texts.items():
        about = columns[column]
        filled = [(line, text) for line, text in cells if text or about.needed]
        decimal = _decimal(written, start.delimiter, about)
        for (line, _), value in zip(filled, _values(filled, column, about, decimal, file), strict=True):
            found[line][column] = value
        notes += _assumed(filled, column, about, start.delimiter)
    percent = frozenset(column for column, cells in texts.items() if _percent(cells, columns[column]))
    return Table(file, tuple(Row(line, values) for line, values in found.items()), tuple(notes), percent)


def report(file: str, notes: Iterable[str]) -> None:
    """Warn the caller's caller of what was assumed, once for each note."""
    for note in notes:
        warnings.warn(f"{file}: {note}", Assumed, stacklevel=3)


def _decoded(data: bytes, file: str) -> tuple[str, list[str]]:
    for mark, encoding, called in UNICODE:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), []
            except UnicodeDecodeError:
                raise ValueError(f"{file} begins as {called} and does not go on so, {A_CSV_FILE}") from None
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), ["read as Windows-1252, as it is not UTF-8"]
    except UnicodeDecodeError as error:
        raise ValueError(f"{file}: byte {error.start} is in no Windows-1252 file, {A_CSV_FILE}") from None


@dataclass(frozen=True)
class _Start:
    """Where the header begins, and what lies between the fields."""

    at: int
    line: int
    delimiter: str
    comments: bool

    @staticmethod
    def of(text: str, columns: Mapping[str, Column], file: str) -> _Start:
        at, line, given, comments = 0, 1, "", False
        for found in re.finditer(r"([^\r\n]*)(\r\n|\r|\n|\Z)", text):
            row = found[1]
            if line == 1 and (sep := re.fullmatch('"?sep=(.)"?', row, re.IGNORECASE)):
                given = sep[1]
                if given not in DELIMITERS:
                    raise ValueError(f"{file}, row 1: {quoted(row)}, expected a comma, a semicolon or a tab after sep=")
            elif row.startswith("#"):
                comments = True
            elif not BLANK_ROW.fullmatch(row):
                break
            if not found[2]:
                break
            at, line = found.end(), line + 1

        def known(delimiter: str) -> int:
            try:
                _, header = next(_records(text, at, line, delimiter, file), (0, []))
            except ValueError:
                return -1
            return sum(bare(field).lower() in columns for field in header)

        return _Start(at, line, given or max(DELIMITERS, key=known), comments)


def _records(text: str, at: int, line: int, delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """The line on which each record begins, and its fields."""
    ends, opening = re.compile(f"[{delimiter}\r\n]|\\Z"), re.compile('[ \u00a0]*"')
    while at < len(text):
        fields, first, more = [], line, True
        while more:
            field = ""
            if begun := opening.match(text, at):
                field, at = _in_quotes(text, begun.end(), f"{file}, row {line}")
                line += len(re.findall("\r\n|\r|\n", field))
            until = next(ends.finditer(text, at)).start()
            if begun and bare(text[at:until]):
                raise ValueError(
                    f"{file}, row {line}: {quoted(text[at:until])} after a quoted field, expected the next field"
                )
            fields.append(field if begun else text[at:until])
            more = text[until : until + 1] == delimiter
            at = until + (2 if text[until : until + 2] == "\r\n" else 1)
        line += 1
        yield first, fields


def _in_quotes(text: str, at: int, place: str) -> tuple[str, int]:
    """A field whose opening quote is just before `at`, and where it ends."""
    begin, parts = at, []
    while (end := text.find('"', begin)) >= 0:
        parts.append(text[begin:end])
        if text[end + 1 : end + 2] != '"':
            return '"'.join(parts), end + 1
        begin = end + 2
    raise ValueError(f"{place}: {quoted(text[at:])} is never closed, expected another quotation mark")


def _places(header: list[str], columns: Mapping[str, Column], start: _Start, file: str) -> dict[str, int]:
    """Where each of the known columns stands."""
    names = [title.lower() for title in header]
    for column, about in columns.items():
        if (count := names.count(column)) > 1:
            raise ValueError(f"{file}, row {start.line}: there are {count} columns '{column}', expected one")
        if about.needed and not count:
            there = ", ".join(map(quoted, header[:12])) or "an empty row"
            meaning = about.meaning and f" ({about.meaning})"
            skipped = " (rows before it that begin with # are left out)" if start.comments else ""
            raise ValueError(
                f"{file}, row {start.line}: there is no column '{column}'{meaning} in {there}, "
                f"expected the names of the columns: {', '.join(columns)}{skipped}"
            )
    return {column: names.index(column) for column in columns if column in names}


def _short_rows(rows: list, header: list[str], start: _Start, file: str) -> list[str]:
    """Rows longer than the header are refused; shorter ones, as some spreadsheets write them, are noted."""
    full = max(i for i, title in enumerate(header, 1) if title)
    for line, cells in rows:
        filled = max(i for i, text in enumerate(cells, 1) if text)
        if filled > full:
            raise ValueError(f"{file}, row {line}: {filled} fields, expected {full} as in row {start.line}")
    short = [line for line, cells in rows if len(cells) < full]
    more = f" and {len(short) - 1} more" if len(short) > 1 else ""
    return [f"row {short[0]}{more} with less than {full} fields: the others are taken as empty"] if short else []


def _unknown_columns(rows: list, header: list[str], columns: Mapping[str, Column], file: str) -> list[str]:
    """Columns that are not known are ignored, and noted; one without a name must be empty, or count the rows."""
    notes = []
    for place, title in enumerate(header):
        filled = [(line, cells[place]) for line, cells in rows if place < len(cells) and cells[place]]
        if title.lower() in columns or not filled:
            continue
        line, value = filled[0]
        if title:
            notes.append(f"column {quoted(title)} is ignored, as it is none of {', '.join(columns)}")
        elif (
            place == 0
            and value in ("0", "1")
            and [text for _, text in filled] == [str(i + int(value)) for i in range(len(filled))]
        ):
            notes.append("the first column has no name and counts the rows; it is ignored")
        else:
            raise ValueError(f"{file}, row {line}: {quoted(value)} in column {place + 1}, expected a name above it")
    return notes


def _decimal(written: list[tuple[str, str]], delimiter: str, about: Column) -> str:
    """The marks before decimals: those that the table's numbers prove to be, else the one that goes with the delimiter.

    A whole number hardly ever has decimals, so there the delimiter decides nothing.
    """
    sure = {mark for mark, _ in written} - {""}
    usual = set() if sure or about.kind == "whole" else set(DELIMITERS[delimiter])
    return "".join(sorted((sure | usual) - {apart for _, apart in written}))


def _values(cells: list, column: str, about: Column, decimal: str, file: str) -> list:
    """The values of a column, from the line and the text of each cell."""
    percent = _percent(cells, about)

    def value(text: str) -> str | float | int:
        if about.kind == "name":
            return checked_name(text)
        if about.kind == "word":
            return text.lower()
        if percent and not text.endswith("%"):
            raise ValueError(f"{column}: {quoted(text)}, expected a per cent sign as in other rows, or none in all")
        return checked_number(column, bare(text.removesuffix("%")) if percent else text, about, decimal)

    found = []
    for line, text in cells:
        try:
            found.append(value(text))
        except ValueError as error:
            raise ValueError(f"{file}, row {line}, column {error}") from None
    return found


def _percent(cells: list, about: Column) -> bool:
    return about.kind == "number" and any(text.endswith("%") for _, text in cells)


def _assumed(cells: list, column: str, about: Column, delimiter: str) -> list[str]:
    """What was assumed of a column's numbers."""
    notes = []
    if about.kind in ("number", "whole"):
        doubtful = next((text for _, text in cells if DOUBTFUL.fullmatch(text)), "")
        if doubtful and not (delimiter == "," and about.kind == "number" and "." in doubtful):
            point = doubtful.replace(",", ".")
            notes.append(
                f"column {column}: {quoted(doubtful)} is read as {point}, a number with decimals, not as thousands"
            )
        if _percent(cells, about):
            first = cells[0][1]
            notes.append(f"column {column}: {quoted(first)} is read as {bare(first[:-1])}")
    return notes
