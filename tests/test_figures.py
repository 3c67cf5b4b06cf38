"""Figures: the same bytes again, honest words, colours that everyone can tell apart."""

import re
from itertools import combinations, pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
from effort import (
    LIFECYCLE,
    Log,
    Log1p,
    allocate,
    figures,
    grocery_delivery,
    growth_path,
    ml_first,
    weights_needed,
)
from effort.explorers import PlatformExplorer
from effort.notebook import Table
from effort.palette import COLOURS, PROJECT_COLOURS, VARIABLES
from effort.picture import Picture, style

SHOP = grocery_delivery()
PICTURES = {
    "lifecycle": lambda: figures.lifecycle_curve(SHOP.curve[0]),
    "unit gains": lambda: figures.unit_gains(SHOP.curve[0]),
    "effort": lambda: figures.effort_bars(SHOP.names, allocate(SHOP, 100).effort, ["a stage"] * 5),
    "curves": lambda: figures.accuracy_curves(grocery_delivery(Log)),
    "at 100": lambda: figures.accuracy_curves(SHOP, allocate(SHOP, 100)),
    "ML-first": lambda: figures.accuracy_curves(ml_first(), allocate(ml_first(), 100)),
    "comparison": lambda: figures.curve_comparison({"one": Log1p(10, 1).value}, 20, chord=(0, 10)),
    "price": lambda: figures.marginal_gains(SHOP, allocate(SHOP, 100)),
    "strips": lambda: figures.allocation_strips({"small": allocate(SHOP, 100), "large": allocate(SHOP, 300)}),
    "bars": lambda: figures.allocation_bars({"small": allocate(SHOP, 100), "large": allocate(SHOP, 300)}),
    "growth": lambda: figures.growth_lines(growth_path(SHOP, 500), marks={"start-up": 100}),
    "value": lambda: figures.marginal_value(growth_path(SHOP, 300), marks={"start-up": 100}),
    "map": lambda: figures.phase_regions(
        weights_needed(SHOP, SHOP.names[0], [1, 8, 20, 35, 80], 400), (0.4, 30), {"start-up": (100, 1)}, SHOP.names[0]
    ),
    "shared": lambda: PlatformExplorer().still(),
    "gains": lambda: figures.gains_under_curve(Log1p(15, 2).value, 18),
}
families = {name: Log1p(height, 2).value for name, height in (("easy", 19), ("hard", 16), ("very hard", 15.5))}
PICTURES |= {
    "families": lambda: figures.curve_comparison(families, 120),
    "lines": lambda: figures.lines(
        np.arange(50.0), {name: curve(np.arange(50.0)) for name, curve in families.items()}, "effort", "points"
    ),
}
every_picture = pytest.mark.parametrize("make", PICTURES.values(), ids=PICTURES)


@every_picture
def test_the_same_bytes_again(make):
    assert make()._repr_html_() == make()._repr_html_()


@every_picture
def test_svg_is_well_formed_and_fit_for_any_page(make):
    picture = make()
    for narrow in (False, True):
        svg = picture.svg(narrow)
        root = ElementTree.fromstring(svg)
        assert root.get("viewBox") and not {"width", "height"} & set(root.attrib)
        assert not re.search(r"\sstyle=|#0000|DejaVu|xmlns", svg), "inline styles, stand-in colours, or fonts left"
        identifiers = [element.get("id") for element in root.iter() if element.get("id")]
        assert len(identifiers) == len(set(identifiers))
        for reference in re.findall(r'(?:url\(|href=")#([\w-]+)', svg):
            assert reference in identifiers
    assert not set(re.findall(r' id="([^"]+)"', picture.svg())) & set(re.findall(r' id="([^"]+)"', picture.svg(True)))


@every_picture
def test_text_stays_inside_the_picture(make):
    for narrow in (False, True):
        figure = make().figure(narrow)
        figure.draw_without_rendering()
        width, height = figure.get_size_inches() * figure.dpi
        axes = figure.axes[0]
        ticks = [
            tick.label1
            for axis in (axes.xaxis, axes.yaxis)
            for tick in axis.get_major_ticks()
            if axis.get_view_interval()[0] <= tick.get_loc() <= axis.get_view_interval()[1]
        ]
        for text in [*axes.texts, axes.xaxis.label, axes.yaxis.label, *ticks]:
            if text.get_text():
                box = text.get_window_extent()
                assert box.x0 > -8 and box.x1 < width + 8 and box.y0 > -4 and box.y1 < height + 4, text.get_text()


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
@every_picture
def test_no_curve_runs_through_a_text(make, narrow):
    figure = make().figure(narrow)
    figure.draw_without_rendering()
    (axes,) = figure.axes
    struck = []
    # The number of a dot stands at its dot, with a halo.
    for text in (each for each in axes.texts if not each.get_text().isdigit()):
        box = text.get_window_extent()
        for line in axes.lines:
            points = line.get_transform().transform(line.get_xydata())
            if len(points) < 3:
                continue
            dense = np.concatenate(
                [np.linspace(*ends, 20) for ends in pairwise(points[np.isfinite(points).all(axis=1)])]
            )
            inside = (
                abs(dense - [(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2]) < [box.width / 2, box.height / 3]
            ).all(axis=1)
            if inside.any():
                struck.append(text.get_text())
    assert not struck


@pytest.mark.parametrize("name", ["comparison", "families", "lines", "value", "effort"])
def test_what_is_no_project_has_no_colour_of_one(name):
    assert "var(--project" not in PICTURES[name]().svg()


@pytest.mark.parametrize("name", ["lifecycle", "curves", "at 100", "strips", "growth"])
def test_each_stage_begins_at_a_line(name):
    figure = PICTURES[name]().figure()
    across = {tuple(line.get_ydata() if name == "growth" else line.get_xdata()) for line in figure.axes[0].lines}
    assert {(start, start) for start in LIFECYCLE.starts[1:]} <= across


def test_words_of_a_table_begin_at_the_left():
    table = Table(("project", "units", "stage"), [("pricing", 32, "deep"), ("images", "none", "V1"), ("eta", 4, "V1")])
    assert '<th scope="col" class="words">stage</th>' in table._repr_html_()
    assert '<td>32</td><td class="words">deep</td>' in table._repr_html_()


@every_picture
def test_the_words_say_what_is_shown(make):
    picture = make()
    assert len(picture.shows) > 60 and re.search(r"\d", picture.shows)
    assert f"Picture: {picture.shows}" == repr(picture)
    assert 'role="img"' in picture._repr_html_()


def test_the_words_hold_the_computed_numbers():
    best = allocate(SHOP, 100)
    shows = figures.accuracy_curves(SHOP, best).shows
    for name, units in zip(SHOP.names, best.effort, strict=True):
        assert f"{name} at {units} units" in shows


def test_dots_are_where_the_allocation_is():
    best = allocate(SHOP, 100)
    figure = figures.accuracy_curves(SHOP, best).figure()
    dots = next(line for line in figure.axes[0].lines if line.get_marker() == "o")
    np.testing.assert_array_equal(dots.get_xdata(), best.effort)
    np.testing.assert_array_equal(dots.get_ydata(), best.accuracy)


def test_words_are_escaped():
    picture = Picture(lambda axes, narrow: axes.plot([0, 1]), shows='<b> & "quotes"')
    assert 'aria-label="&lt;b&gt; &amp; &quot;quotes&quot;"' in picture._repr_html_()
    assert "<td>&lt;i&gt;</td>" in Table(("a", "b"), [("x", "<i>")])._repr_html_()


# Machado, Oliveira and Fernandes (2009), severity 1: what a dichromat sees of a linear RGB colour.
VISION = {
    "normal": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
GROUNDS = {"light": "#ffffff", "dark": "#121212"}


def palette(theme: str) -> dict[str, str]:
    """The colours as the style sheet has them."""
    pairs = re.findall(r"--([\w-]+):light-dark\((#\w+),(#\w+)\)", style())
    assert len(pairs) == len(COLOURS) - 1, "all but the ground"
    return {name: (light if theme == "light" else dark) for name, light, dark in pairs}


def linear_rgb(colour: str) -> np.ndarray:
    digits = colour.lstrip("#")
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    srgb = np.array([int(digits[i : i + 2], 16) for i in (0, 2, 4)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    dim, bright = sorted(linear_rgb(colour) @ [0.2126, 0.7152, 0.0722] for colour in (one, other))
    return (bright + 0.05) / (dim + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    xyz = np.clip(rgb, 0, 1) @ np.array([[0.4124, 0.2126, 0.0193], [0.3576, 0.7152, 0.1192], [0.1805, 0.0722, 0.9505]])
    t = xyz / [0.9505, 1, 1.089]
    f = np.where(t > 0.008856, np.cbrt(t), 7.787 * t + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("theme", GROUNDS)
def test_lines_and_words_stand_out_from_the_ground(theme):
    colours = palette(theme)
    for i in range(len(PROJECT_COLOURS)):
        assert contrast(colours[f"project-{i}"], GROUNDS[theme]) >= 4.5
    assert contrast(colours["dot"], GROUNDS[theme]) >= 4.5  # it colours text too
    assert contrast(colours["muted"], GROUNDS[theme]) >= 3


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("theme", GROUNDS)
def test_projects_can_be_told_apart(theme, vision):
    colours = palette(theme)
    names = ["dot", *(f"project-{i}" for i in range(len(PROJECT_COLOURS)))]
    seen = {name: lab(np.array(VISION[vision]) @ linear_rgb(colours[name])) for name in names}
    for one, other in combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > 14, (one, other)


def test_every_colour_of_the_style_is_defined():
    defined = palette("light") | {"ground": ""}
    for variable in VARIABLES.values():
        if name := re.fullmatch(r"var\(--([\w-]+)\)", variable):
            assert name[1] in defined
