"""The colours of everything that the book draws: pictures, explorers, files of their own.

Matplotlib draws in stand-in colours; each becomes a CSS variable in the page, so that one drawing serves both themes.
"""

from __future__ import annotations

from types import MappingProxyType

__all__ = ["BAND", "BAND_OPACITY", "COLOURS", "DOT", "FRONTIER", "GRID", "INK", "MUTED", "PROJECT_COLOURS", "VARIABLES"]

COLOURS = MappingProxyType(
    {
        "ground": ("#fff", "#14181e"),
        "muted": ("#6b7280", "#9aa4b2"),
        "grid": ("#e2e5ea", "#333a45"),
        "band": ("#5b6b86", "#a9bbd6"),
        "frontier": ("#e0a100", "#ffcf56"),
        "dot": ("#d0021b", "#ff5c5c"),
        # Searched for so that dichromats can tell them apart, and from the dots; a test holds them to it.
        "project-0": ("#1071d2", "#97a8dd"),
        "project-1": ("#956a31", "#f3be4e"),
        "project-2": ("#1a5c53", "#16cb8c"),
        "project-3": ("#851478", "#c750f7"),
        "project-4": ("#2b2225", "#f7f6f8"),
    }
)
"""The CSS variable of each colour, without its dashes, and its value in the light and in the dark theme."""
INK_ON_WHITE = "#1c2430"
"""Text in a file of its own; in a page it has the page's colour."""
BAND_OPACITY = MappingProxyType({"even": 0.04, "odd": 0.09, "frontier": 0.2, "region": 0.25})
"""The bands of the stages take turns; the frontier has its own, and so has its region on the map of budgets."""

STAND_INS = {name: f"#{place:06x}" for place, name in enumerate(COLOURS, 1)}
INK, MUTED, GRID, BAND, FRONTIER, DOT = "#0000ff", *(STAND_INS[n] for n in ("muted", "grid", "band", "frontier", "dot"))
PROJECT_COLOURS = tuple(stand_in for name, stand_in in STAND_INS.items() if name.startswith("project"))
VARIABLES = {INK: "currentColor"} | {stand_in: f"var(--{name})" for name, stand_in in STAND_INS.items()}


def declarations() -> str:
    """The CSS variables and their values.

    `light-dark` follows the colour scheme of the page; the ground is the page's own, if that is known.

    >>> declarations().split(";")[1]
    '--muted:light-dark(#6b7280,#9aa4b2)'
    """
    values = {name: f"light-dark({light},{dark})" for name, (light, dark) in COLOURS.items()}
    values["ground"] = f"var(--pst-color-background,var(--jp-layout-color0,{values['ground']}))"
    values |= {f"band-{turn}": f"{opacity:g}" for turn, opacity in BAND_OPACITY.items()}
    return ";".join(f"--{name}:{value}" for name, value in values.items())
