"""What leaves the board and comes back: tables, links, pictures; and how it looks."""

import re
from urllib.parse import quote
from xml.etree import ElementTree

import numpy as np
import pytest
from effort.company import DIFFICULTIES, SHAPES, Company, Project, read_company
from support.accessibility import violations
from support.company_form import NASTY, link_to, random_company
from support.expected import EXAMPLE
from support.live import EFFORT, OVERLAPPING, settle
from support.tables import READ, WRONG


@pytest.fixture(scope="module")
def browser_settings():
    return {"permissions": ["clipboard-read", "clipboard-write"]}


def test_saved_and_loaded(form, tmp_path):
    company = random_company(np.random.default_rng(1))
    form.load(company.table())
    assert re.fullmatch(r"projects\.csv: \d projects? read\.", form.note)
    form.shows(company, 100)
    path = form.saved("Save as CSV", tmp_path / "saved.csv")
    assert read_company(path) == company
    form.press("Reset")
    form.load(path.read_bytes())
    form.shows(company, 100)


def test_a_wrong_table_changes_nothing(form):
    for text, message in WRONG.values():
        form.load(text)
        assert form.find(".explorer-note").text_content() == (f"projects.csv{message}; nothing is changed.")
    form.shows(EXAMPLE, 100)


def test_what_is_assumed_of_a_table_is_said(form):
    for text, rows, notes in READ.values():
        form.load(text)
        read = f"projects.csv: {len(rows)} {'project' if len(rows) == 1 else 'projects'} read."
        assert form.find(".explorer-note").text_content() == (f"{read} Assumed: {'; '.join(notes)}." if notes else read)
        assert form.read()["names"] == [row["project"] for row in rows.values()]


def test_a_huge_table_is_refused_unread(form):
    form.load(b"project\n" + b"x" * 10_000_000)
    assert form.note == "projects.csv has 10000008 bytes, expected at most 10000000; nothing is changed."
    form.load("project\n" + "".join(f"p{i}\n" for i in range(2001)))
    assert "more than 2000 projects" in form.note
    form.shows(EXAMPLE, 100)


def test_a_thousand_projects_stay_usable(form):
    rng = np.random.default_rng(4)
    kinds = rng.choice(list(DIFFICULTIES), 1000), rng.choice(SHAPES, 1000)
    company = Company(
        [Project(f"p{i}", float(rng.integers(1, 40)), str(kinds[0][i]), str(kinds[1][i])) for i in range(1000)]
    )
    form.type(EFFORT, 900)
    form.load(company.table())
    form.shows(company, 900)
    changed = Company([Project("p0", 99, "easy"), *company.projects[1:]])
    form.field(0, "importance").fill("99")
    form.field(0, "difficulty").select_option("easy")
    form.field(0, "shape").select_option("keeps rising")
    form.shows(changed, 900)
    form.press("Show 50 more of 1000 projects")
    assert form.find(".company-row").count() == 100
    form.press("Copy a link")
    assert form.note == "That is too much for a link; save it as CSV instead."


def test_a_link_holds_it_all(form, address):
    company = random_company(np.random.default_rng(3))
    form.load(company.table())
    form.press("Copy a link")
    form.page.wait_for_function(
        "() => document.querySelector('.explorer-note').textContent.startsWith('The link is copied')"
    )
    link = form.page.evaluate("() => navigator.clipboard.readText()")
    assert link == form.find(".explorer-share input").input_value()
    form.open(link.removeprefix(form.address)).shows(company, 100)
    form.press("Reset")
    form.press("Copy a link")
    form.page.wait_for_function("() => !document.querySelector('.explorer-share input').value.includes('?')")
    assert form.find(".explorer-share input").input_value() == f"{address}book/your-company.html#company"


@pytest.mark.parametrize(
    "query",
    [
        "projects=nonsense",
        "projects=project%0A%3Dcmd",
        "projects=project%2Cfloor%0Aa%2C200",
        "projects=" + "x" * 7000,
        "months=-1",
        "months=1e9",
        "months=100&__proto__=1",
        f"projects=project%0A%22{quote(NASTY)}",
    ],
)
def test_links_that_make_no_sense_show_the_example(form, query):
    form.open(f"#company?{query}").shows(EXAMPLE, 100)


def test_a_hostile_name_is_a_name(form, tmp_path):
    company = Company([Project(NASTY, 3), Project("</text><script>alert(2)</script>"), Project("{units} ${x}")])
    form.open(link_to(company, 100)).shows(company, 100)
    drawing = ElementTree.parse(form.saved("Save the picture", tmp_path / "a.svg"))
    texts = {"".join(text.itertext()) for text in drawing.iter("{http://www.w3.org/2000/svg}text")}
    assert "{units} ${x}" in texts
    for name in (NASTY, "</text><script>alert(2)</script>"):  # as much as fits beside a bar
        assert any(text.endswith("…") and len(text) > 10 and name.startswith(text[:-1]) for text in texts)
    assert {element.tag.split("}")[1] for element in drawing.iter()} == {"svg", "rect", "text", "path", "g", "circle"}


def test_the_saved_picture_needs_no_style_sheet(form, tmp_path):
    text = form.saved("Save the picture", tmp_path / "a.svg").read_text("utf-8")
    assert "var(" not in text and "light-dark" not in text and 'fill="rgb' in text
    shown = form.page.context.new_page()
    shown.goto((tmp_path / "a.svg").as_uri())
    assert shown.locator("text").get_by_text("dynamic pricing").bounding_box()["x"] < 60
    shown.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_looks(form, theme, width):
    form.page.emulate_media(color_scheme=theme)
    form.page.set_viewport_size({"width": width, "height": 900})
    form.open()
    for example in ("Big tech", "Foundation model", "Start-up"):
        form.press(example)
        settle(form.page)
        assert form.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        if width > 320:
            assert form.page.evaluate(OVERLAPPING, "text") == []
    form.more(0)
    form.field(0, "importance").fill("-1")
    form.field(1, "today").fill("30")
    form.press("Compare")
    form.find(".company-menu summary").click()
    assert not violations(form.page, ".explorer")
