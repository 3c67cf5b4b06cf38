"""Matplotlib drawings as inline SVG that follows the page: its font, its text colour, light or dark, wide or narrow."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from effort.palette import COLOURS, INK, INK_ON_WHITE, MUTED, VARIABLES, declarations

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

__all__ = ["Picture"]

STYLE: dict[RcKeyType, object] = {
    "svg.fonttype": "none",  # text stays text: it can be searched, read aloud, and takes the page's font
    "svg.hashsalt": "effort",
    "path.simplify": True,
    "path.simplify_threshold": 0.1,
    "font.size": 9,
    "axes.titlesize": 9,
    "axes.labelsize": 9,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": MUTED,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "xtick.minor.size": 0,
    "ytick.minor.size": 0,
    "lines.linewidth": 2.2,
    "lines.solid_capstyle": "round",
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.h_pad": 0.03,
    "figure.constrained_layout.w_pad": 0.03,
}
WIDTHS = {"wide": 7.4, "narrow": 3.75}
"""Inches. Shown at about 700 and 360 CSS pixels, both give text of 12 pixels."""
PREFIX = "\ue000"
"""Stands for the beginning of a drawing's identifiers, until it is known: a letter that no text has."""


@dataclass(frozen=True, eq=False)
class Picture:
    """A drawing with words that say what it shows.

    Args:
        draw: draws on the axes it is given; its second argument is whether they are narrow (a phone)
        shows: what a reader who cannot see the picture should know of it, numbers included
        height: of the wide and of the narrow version, in inches

    >>> picture = Picture(lambda axes, narrow: axes.plot([0, 1], [0, 1]), shows="A line from 0 to 1.")
    >>> picture
    Picture: A line from 0 to 1.
    >>> picture._repr_html_().count("<svg")
    2
    """

    draw: Callable[[Axes, bool], object]
    shows: str
    height: tuple[float, float] = (4.0, 3.6)

    def __repr__(self) -> str:
        return f"Picture: {self.shows}"

    def figure(self, narrow: bool = False) -> Figure:
        """The plain matplotlib figure."""
        with matplotlib.rc_context(STYLE):
            figure = Figure(figsize=(WIDTHS["narrow" if narrow else "wide"], self.height[narrow]))
            self.draw(figure.add_subplot(), narrow)
            return figure

    def svg(self, narrow: bool = False) -> str:
        """One `<svg>` element, the same bytes for the same drawing."""
        with matplotlib.rc_context(STYLE):
            buffer = io.BytesIO()
            self.figure(narrow).savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
        return _clean(buffer.getvalue(), "narrow" if narrow else "wide")

    def standalone(self) -> str:
        """The wide version as an SVG file of its own, in the light colours, on white.

        >>> Picture(lambda axes, narrow: axes.plot([0, 1], [0, 1]), shows="A line.").standalone()[:44]
        '<svg xmlns="http://www.w3.org/2000/svg" role'
        """
        drawing = self.svg().replace("currentColor", INK_ON_WHITE)
        drawing = re.sub(r"var\(--([\w-]+)\)", lambda variable: COLOURS[variable[1]][0], drawing)
        opening, _, inside = drawing.partition(">")
        (view_box,) = re.findall('viewBox="[^"]*"', opening)
        halo = ".halo text{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {view_box} font-family="system-ui, sans-serif">'
            f"<title>{escape(self.shows)}</title><style>{halo}</style>"
            f'<rect width="100%" height="100%" fill="#fff"/>{inside}\n'
        )

    def _repr_html_(self) -> str:
        return (
            f'<div class="picture" role="img" aria-label="{escape(self.shows)}">'
            f"<style>{style()}</style>{self.svg()}{self.svg(narrow=True)}</div>"
        )


def style() -> str:
    """The style sheet of all pictures, without comments and white space that nobody reads there."""
    source = files("effort").joinpath("picture.css").read_text(encoding="utf-8")
    rules = re.sub(r"\s*/\*.*?\*/\s*|\s+(?=[{}])|(?<=[{};:,])\s+", "", source, flags=re.DOTALL).strip()
    return f".picture{{{declarations()}}}{rules}"


def _clean(source: bytes, version: str) -> str:
    """Matplotlib's SVG without what a page has no use for, in CSS variables, with identifiers of its own."""
    root = ElementTree.fromstring(source)
    used = set(re.findall(r"#([\w.-]+)[)\"]", source.decode()))
    ours = [identifier for element in root.iter() if (identifier := element.get("id", "")) in used]
    names = {identifier: f"{PREFIX}{number}" for number, identifier in enumerate(ours)}
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        attributes = _attributes({name.rpartition("}")[2]: value for name, value in element.attrib.items()}, names)
        element.attrib.clear()
        element.attrib.update({name: _shorten(value, names) for name, value in attributes.items()})
        element.text, element.tail = (text if text and text.strip() else None for text in (element.text, element.tail))
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == "metadata" or (child.tag in ("defs", "g") and len(child) == 0):
                parent.remove(child)
    box = root.attrib["viewBox"]
    root.attrib.clear()
    root.attrib.update({"class": version, "viewBox": box, "aria-hidden": "true", "focusable": "false"})
    drawing = ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)
    # Named after what is left, all of it rounded: the last digits of the numbers behind it differ between processors.
    return drawing.replace(PREFIX, "p" + hashlib.sha256(drawing.encode()).hexdigest()[:8])


def _attributes(attributes: dict[str, str], names: dict[str, str]) -> dict[str, str]:
    """An element's attributes with its style among them, and without what a page has no use for."""
    style = attributes.pop("style", "")
    identifier = attributes.pop("id", "")
    if identifier in names:
        attributes["id"] = names[identifier]
    elif identifier.startswith("class-"):
        attributes["class"] = identifier.removeprefix("class-")
    # Attributes instead of inline styles: shorter, and allowed under a strict content security policy.
    for name, _, value in (item.partition(":") for item in style.split(";") if item.strip()):
        attributes[name.strip()] = value.strip()
    attributes.pop("font-family", None)
    if "font" in attributes:
        font = attributes.pop("font")  # the family is left to the page
        (attributes["font-size"],) = re.findall(r"([\d.]+)px", font)
        attributes.update({"font-style": "italic"} if "italic" in font else {})
        attributes.update({"font-weight": "bold"} if re.search(r"bold|\b700\b", font) else {})
    if (turn := re.fullmatch(r"rotate\((\S+) \S+ \S+\)", attributes.get("transform", ""))) and float(turn[1]) == 0:
        del attributes["transform"]
    return attributes


def _shorten(value: str, names: dict[str, str]) -> str:
    if value in VARIABLES:
        return VARIABLES[value]
    value = re.sub(r"(url\(#|^#)([\w.-]+)", lambda link: link[1] + names.get(link[2], link[2]), value)
    # A hundredth of a point is far below what a screen shows.
    value = re.sub(r"-?\d+\.\d+", lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), value)
    value = re.sub(r"(?<![\w.])-0(?![\w.])", "0", value)  # which side of zero a rounded number was on
    return re.sub(r"\s+", " ", value).strip()
