"""What stands in one field of a table: a name or a number, and what is refused there.

The page does the same (`explorers/fields.js`); one list of cases tests both, word for word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import normalize

from effort.checks import LARGEST_WHOLE

__all__ = [
    "DOUBTFUL",
    "HIDDEN",
    "LARGEST_NUMBER",
    "LONGEST_NAME",
    "Column",
    "bare",
    "checked_name",
    "checked_number",
    "marks",
    "number",
    "quoted",
]

# No number of these tables needs more, and sums of larger ones could overflow.
LARGEST_NUMBER = 1e15
LONGEST_NAME = 200
# Characters that show nothing, or make others show elsewhere: controls, marks and overrides of the direction,
# fillers, lone surrogates, noncharacters. A list of our own, as Python's tables differ from release to release, and
# from the browser's; what they do not know yet, such as new emoji, is a character like any other. What spelling needs
# is not in it: joiners (Persian, emoji), variation selectors, Mongolian separators. The tags that name a flag are let
# through below.
HIDDEN_RANGES = (
    *((0x0000, 0x001F), (0x007F, 0x009F), (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160)),
    *((0x17B4, 0x17B5), (0x200B, 0x200B), (0x200E, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164)),
    *((0xD800, 0xDFFF), (0xFDD0, 0xFDEF), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0x13430, 0x1343F)),
    *((0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE00FF), (0xE01F0, 0xE0FFF)),
    *((plane + 0xFFFE, plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000)),
)
HIDDEN = re.compile("[" + "".join(f"{chr(low)}-{chr(high)}" for low, high in HIDDEN_RANGES) + "]")
FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]+\U000e007f")
BLANKS = re.compile("[\t\n\r \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
# A name that begins with one of these is a formula to a spreadsheet, which would run it.
FORMULAS = "=+-@"
# Names of rows that add up the others, in some of the languages that spreadsheets speak.
TOTALS = re.compile(
    "(grand )?totals?|sub-?totals?|sums?|average|mean|summe|gesamt(summe|ergebnis)?|zwischensumme|mittelwert|totale|"
    "totaal|suma|somme|soma|razem|итого|всего|合計|总计|總計|합계"
)

ONE_MARK = re.compile(r"([+-]?)([0-9]*)([.,]?)([0-9]*)([eE][+-]?[0-9]+)?")
# Between thousands stands a blank, an apostrophe, a comma or a point; before decimals a comma or a point, but not the
# same.
THOUSANDS = re.compile(r"([+-]?)([1-9][0-9]{0,2}(?:([ '.,])[0-9]{3})(?:\3[0-9]{3})*)(?:(?!\3)([.,])([0-9]+))?")
DOUBTFUL = re.compile(r"([+-]?)([1-9][0-9]{0,2})([.,])([0-9]{3})")


def quoted(text: str) -> str:
    """The beginning of a text for a message, with a code for each character that shows nothing.

    >>> quoted("pay\u202eroll")
    "'pay<U+202E>roll'"
    """
    short = text if len(text) <= 40 else f"{text[:40]}…"
    return "'" + HIDDEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", short) + "'"


def bare(text: str) -> str:
    """The text in Unicode's composed form, no blanks around it, and each run of blanks inside one space."""
    return BLANKS.sub(" ", normalize("NFC", text)).strip(" ")


def checked_name(text: str) -> str:
    """A project's name, made `bare`.

    Raises:
        ValueError: there is none, it is too long, a character in it is invisible, a spreadsheet would run it, or it
            is that of a row that adds up others

    >>> checked_name("Cafe\u0301\u00a0menus") == "Café menus"
    True
    >>> checked_name("Total")
    Traceback (most recent call last):
    ValueError: project is 'Total', expected a project and no sum of others (one with that name needs another)
    """
    found = bare(text)
    hidden = HIDDEN.search(FLAG.sub("", found))
    if not found or len(found) > LONGEST_NAME or hidden:
        without = f", without U+{ord(hidden[0]):04X}" if hidden else ""
        raise ValueError(
            f"project is {quoted(found)}, expected a name of 1 to {LONGEST_NAME} visible characters{without}"
        )
    if found[0] in FORMULAS:
        raise ValueError(f"project is {quoted(found)}, expected a name that does not begin with {' '.join(FORMULAS)}")
    if TOTALS.fullmatch(found.rstrip(":").lower()):
        raise ValueError(
            f"project is {quoted(found)}, expected a project and no sum of others (one with that name needs another)"
        )
    return found


def number(text: str, wanted: str = "a number", decimal: str = "") -> float:
    """The number that is written here, with a point or a comma before its decimals, or with thousands apart.

    A mark with three digits after it can be either. It is refused but for marks in `decimal`.

    Args:
        text: what is written
        wanted: what the message says was expected
        decimal: the marks ("." or "," or both) that are known to stand before decimals

    Raises:
        ValueError: no number, or one of two

    >>> number("1,5"), number("1.200.000"), number("1 200,5"), number("1'200"), number("1.200", decimal=".")
    (1.5, 1200000.0, 1200.5, 1200.0, 1.2)
    >>> number("1,200")
    Traceback (most recent call last):
    ValueError: '1,200' can be read as 1.2 or as 1200, expected one of these
    >>> number("$12")
    Traceback (most recent call last):
    ValueError: '$12', expected a number, without a currency, a unit or other signs
    """
    plain = _plain(text)
    if (doubt := DOUBTFUL.fullmatch(plain)) and doubt[3] not in decimal:
        sign, whole, _, rest = doubt.groups()
        short = rest.rstrip("0")
        small = f"{sign}{whole}" + (f".{short}" if short else "") + ("0" if len(short) == 3 else "")
        raise ValueError(f"{quoted(text)} can be read as {small} or as {sign}{whole}{rest}, expected one of these")
    one, apart = ONE_MARK.fullmatch(plain), THOUSANDS.fullmatch(plain)
    if one and (one[2] or one[4]):
        value = float(plain.replace(",", "."))
    elif apart:
        sign, whole, mark, _, rest = apart.groups()
        value = float(f"{sign}{whole.replace(mark, '')}.{rest or 0}")
    else:
        value = float("nan")
    if not abs(value) < float("inf"):
        raise ValueError(f"{quoted(text)}, expected {wanted}{_hint(plain)}")
    return value + 0.0  # not -0


def _plain(text: str) -> str:
    """A number's text with one kind of blank, minus and apostrophe."""
    return BLANKS.sub(" ", text).strip(" ").replace("\u2212", "-").replace("\u2019", "'")


def _hint(plain: str) -> str:
    if re.search("[0-9]", plain):
        return ", without a currency, a unit or other signs" if re.search("[^0-9.,' eE+-]", plain) else ""
    return ", in the digits 0 to 9" if re.search("[^\\x00-\\x7f]", plain) else ""


def marks(text: str) -> tuple[str, str]:
    """The mark that must stand before this number's decimals, and the one between its thousands; "" for none."""
    plain = _plain(text)
    if DOUBTFUL.fullmatch(plain):
        return "", ""
    if (one := ONE_MARK.fullmatch(plain)) and (one[2] or one[4]):
        return one[3], ""
    if apart := THOUSANDS.fullmatch(plain):
        return apart[4] or "", apart[3]
    return "", ""


@dataclass(frozen=True)
class Column:
    """A column that a table may have.

    Args:
        kind: "name" (of a project), "word" (in small letters), "number" or "whole" (number)
        needed: whether it must be there, with a value in each row
        least: the smallest number allowed, or None
        meaning: what the message about its absence says of it
    """

    kind: str
    needed: bool = False
    least: float | None = None
    meaning: str = ""

    @property
    def wanted(self) -> str:
        """What a message says was expected."""
        if self.kind == "whole":
            return "a whole number from 0 to 2^53" + ("" if self.needed else ", or nothing")
        return "a finite number" if self.least is None else f"a number of at least {self.least:g}"


def checked_number(column: str, text: str, about: Column, decimal: str = "") -> float | int:
    """A number that a column may hold; the message of the error begins with the column.

    >>> checked_number("floor", "10.0", Column("whole", least=0))
    10
    >>> checked_number("floor", "-2", Column("whole", least=0))
    Traceback (most recent call last):
    ValueError: floor: '-2', expected a whole number from 0 to 2^53, or nothing
    """
    try:
        value = number(text, about.wanted, decimal)
    except ValueError as error:
        raise ValueError(f"{column}: {error}") from None
    if (about.least is not None and value < about.least) or (about.kind == "whole" and value % 1):
        raise ValueError(f"{column}: {quoted(text)}, expected {about.wanted}")
    whole = about.kind == "whole"
    if abs(value) > (LARGEST_WHOLE if whole else LARGEST_NUMBER):
        raise ValueError(f"{column}: {quoted(text)}, expected at most {'2^53' if whole else '10^15'}")
    return int(value) if whole else value
