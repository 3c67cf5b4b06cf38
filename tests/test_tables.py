"""Tables as people have them: what is read, said and refused; and random ones, written by others than us."""

import csv
import io
import re
import unicodedata
import warnings
from decimal import Decimal

import pytest
from effort import company, evidence
from effort.fields import HIDDEN, bare, checked_name, number
from effort.tables import Assumed, Column, read_table
from hypothesis import assume, given
from hypothesis import strategies as st
from support.tables import READ, SCORES_READ, SCORES_WRONG, WRONG

TEXTS = st.text(st.sampled_from("ab c,;\t\"'\r\n#=é"), max_size=8)
CASES = [(name, *case, company.COLUMNS, "project") for name, case in READ.items()]
CASES += [(name, *case, evidence.COLUMNS, "measurement") for name, case in SCORES_READ.items()]
REFUSED = [(name, *case, company.COLUMNS, "project") for name, case in WRONG.items()]
REFUSED += [(name, *case, evidence.COLUMNS, "measurement") for name, case in SCORES_WRONG.items()]


@pytest.mark.parametrize(
    ("source", "rows", "notes", "columns", "what"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_what_is_read_and_said(source, rows, notes, columns, what):
    table = read_table(source, columns, what)
    assert {row.line: row.values for row in table.rows} == rows
    assert list(table.notes) == notes


@pytest.mark.parametrize(
    ("source", "message", "columns", "what"), [c[1:] for c in REFUSED], ids=[c[0] for c in REFUSED]
)
def test_what_is_refused(source, message, columns, what):
    if columns is company.COLUMNS and isinstance(source, str):
        with pytest.raises(ValueError, match=f"^{re.escape('x.csv' + message)}$"):
            company.company_of(source, "x.csv")
    elif not re.search(r"column (difficulty|shape) is|is there already|expected at most the cap", message):
        with pytest.raises(ValueError, match=f"^{re.escape('x.csv' + message)}$"):
            read_table(source, columns, what, "x.csv")


@given(
    rows=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6),
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_fields_come_back_as_python_s_own_writer_wrote_them(rows, delimiter, end, quoting):
    """And stand on the line on which they were written."""
    assume(all(any(map(bare, row)) for row in rows))
    # Python's writer of some releases leaves line ends that are not its own without quotes.
    quoting = csv.QUOTE_ALL if re.search(r"[\r\n]", "".join(map("".join, rows))) else quoting
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerow(("one", "two"))
    lines = []
    for row in rows:
        lines.append(1 + len(re.findall("\r\n|\r|\n", text.getvalue())))
        writer.writerow(row)
    table = read_table(text.getvalue(), {"one": Column("word"), "two": Column("word")}, "pair")
    expected = [
        {name: bare(field) for name, field in zip(("one", "two"), row, strict=True) if bare(field)} for row in rows
    ]
    assert [row.values for row in table.rows] == expected
    assert [row.line for row in table.rows] == lines
    assert table.notes == ()


@given(
    value=st.decimals(-999_999_999, 999_999_999, places=2),
    marks=st.sampled_from([",.", ".,", " ,", " .", "'.", "\u2019,", "\u00a0,", "\u202f.", "\u2009,"]),
    minus=st.sampled_from("-\u2212"),
)
def test_numbers_as_many_countries_write_them(value: Decimal, marks, minus):
    """Python's own thousands and decimals, with other marks put in their place."""
    text = f"{value:,.2f}".replace(",", "T").replace(".", marks[1]).replace("T", marks[0]).replace("-", minus)
    assert number(text) == float(value)


@given(value=st.integers(1000, 999_999), mark=st.sampled_from(",."))
def test_one_mark_before_three_digits_is_never_guessed(value, mark):
    text = f"{value:,}".replace(",", mark)
    with pytest.raises(ValueError) as refused:
        number(text)
    readings = re.search("can be read as ([0-9.]+) or as ([0-9]+), expected one of these", str(refused.value))
    # Each of the two can be written so, and is then read.
    assert [number(reading) for reading in readings.groups()] == [value / 1000, value]
    assert number(text, decimal=mark) == value / 1000


def test_a_mark_means_the_same_in_a_whole_table():
    """Decimal commas in one column tell what a point in another is not."""
    read_table("project,effort,score\na,1.200,50\n", evidence.COLUMNS, "measurement")
    with pytest.raises(ValueError, match=r"'1\.200' can be read as 1\.2 or as 1200"):
        read_table('project,effort,score\na,1.200,"0,85"\n', evidence.COLUMNS, "measurement")


def test_what_deceives_is_refused_and_what_spells_is_not():
    """By Unicode's own categories as this Python knows them: nothing invisible of them is forgotten."""
    spelling = {0x200C, 0x200D, 0x180E}
    visible = {*range(0x0600, 0x0606), 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD}
    for point in range(0x110000):
        category, hidden = unicodedata.category(chr(point)), bool(HIDDEN.match(chr(point)))
        if category in ("Cc", "Cs", "Zl", "Zp") or (category == "Cf" and point not in spelling | visible):
            assert hidden, f"U+{point:04X}"
        if category[0] in "LNPSM" and hidden:
            assert point in (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0), f"U+{point:04X}"
        if point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF:
            assert hidden


def test_words_for_sums_are_no_projects():
    for word in ("TOTAL", "Grand  total", "Sum:", "Summe", "Gesamtergebnis", "итого", "合計"):
        with pytest.raises(ValueError, match="no sum of others"):
            checked_name(word)
        assert checked_name(f"{word} x") == bare(f"{word} x")


def test_what_is_assumed_is_told(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_bytes(b"project;owner;importance\npr\xe9vision;Kim;1,5\n")
    with pytest.warns(Assumed) as said:
        read = company.read_company(path)
    assert read.projects == (company.Project("prévision", 1.5),)
    assert [str(each.message) for each in said] == [
        "mine.csv: read as Windows-1252, as it is not UTF-8",
        f"mine.csv: column 'owner' is ignored, as it is none of {', '.join(company.COLUMNS)}",
    ]
    assert {each.filename for each in said} == {__file__}


def test_a_large_table_is_read_in_a_moment():
    """Ten megabytes of quotes, or of one field, must not take a time that grows with their square."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for text in (
            'project\n"' + '""' * 2_000_000,
            'project,floor\n"' + "a" * 4_000_000,
            "project\n" + '"' * 4_000_001,
        ):
            with pytest.raises(ValueError):
                read_table(text, company.COLUMNS, "project")
