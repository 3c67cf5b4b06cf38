"""The reader's own company in the page: answers and tables are as in the library, and no text does harm."""

import re
from dataclasses import replace
from urllib.parse import quote
from xml.etree import ElementTree

import numpy as np
import pytest
from effort.company import DIFFICULTIES, SHAPES, Company, Project, company_of, read_company
from effort.doubts import doubts_of
from effort.examples import EXAMPLES
from effort.explorers import CompanyExplorer
from playwright.sync_api import expect
from support.accessibility import violations
from support.company_form import NASTY, Form, random_company
from support.expected import EXAMPLE
from support.hands import Mouse, Touch
from support.live import EFFORT, OVERLAPPING, settle
from support.tables import READ, WRONG


def link_to(company: Company, months: int, leeway: int | None = None) -> str:
    near = "" if leeway is None else f"&leeway={leeway}"
    return f"#company?projects={quote(company.table())}&months={months}{near}"


@pytest.fixture(scope="module")
def browser_settings():
    return {"permissions": ["clipboard-read", "clipboard-write"]}


def test_what_the_form_says_is_what_the_library_says(form):
    form.shows(EXAMPLE, 100)
    rng = np.random.default_rng(2026)
    for _ in range(60):
        company, months = random_company(rng), int(rng.integers(128, 800))
        form.follow(link_to(company, months))
        form.shows(company, months)


def test_what_the_board_says_of_today_is_what_the_library_says(form):
    """Word for word, with any names, floors, caps, and months that are spent today, near to them or not."""
    rng, kinds = np.random.default_rng(7), set()
    for _ in range(80):
        company, months = random_company(rng, today=True), int(rng.integers(128, 800))
        leeway = [None, 3, 12][rng.integers(3)]
        near = company.within(leeway)
        if sum(each.floor for each in near.projects) > months:
            continue
        form.follow(link_to(company, months, leeway))
        form.shows(company, months, leeway)
        moves = near.moves()
        if moves:
            kinds.add((moves.best is None, moves.gain > 0.05, moves.gain < -0.05, len(moves.moves) > 3))
    assert len(kinds) >= 5, kinds


def test_how_sure_it_is_as_the_library_says(form):
    """Once the hand rests: word for word, and a line over what each project may get."""
    rng, said = np.random.default_rng(15), set()
    for _ in range(8):
        company, months = random_company(rng), int(rng.integers(128, 500))
        form.follow(link_to(company, months))
        doubts = doubts_of(company.capped(640), months)
        answer = form.find("[data-answer=sure]")
        expect(answer).to_have_text(" ".join(doubts.in_words().values()), use_inner_text=False)
        said.add(doubts.in_words()["doubt"])
        lines = form.find(".company-range").evaluate_all(
            "(lines) => lines.map((line) => line.getAttribute('d').match(/[0-9.]+/g).map(Number))"
        )
        starts = [left for left, _, _ in lines]
        ends = [right for _, _, right in lines]
        at = np.minimum(np.concatenate([doubts.low, doubts.high]), 120)
        slope, start = np.polyfit(at, starts + ends, 1)
        np.testing.assert_allclose(slope * at + start, starts + ends, atol=0.2)
    assert len(said) > 4


MUST = "A month must earn (points)"


def test_the_effort_follows_what_a_month_must_earn(form):
    rng = np.random.default_rng(8)
    for _ in range(25):
        company, cost = random_company(rng, today=True), round(float(rng.uniform(0.05, 3)), 2)
        leeway = [None, 8][rng.integers(2)]
        near = company.capped(640).within(leeway)
        months = int(near.worth(cost).budget)
        form.follow(f"{link_to(company, 10_000, leeway)}&cost={cost:g}")
        form.shows(company, months, leeway, cost)
    form.open()
    form.slider(MUST).fill("0,5")
    form.shows(EXAMPLE, EXAMPLE.worth(0.5).budget, cost=0.5)
    form.field(0, "importance").fill("12")
    changed = Company([Project(EXAMPLE.projects[0].name, 12), *EXAMPLE.projects[1:]])
    form.shows(changed, changed.worth(0.5).budget, cost=0.5)
    form.page.keyboard.press("Control+z")
    form.shows(EXAMPLE, EXAMPLE.worth(0.5).budget, cost=0.5)
    form.type(EFFORT, 77)
    form.shows(EXAMPLE, 77)
    assert form.slider(MUST).input_value() == "", "who says the effort says no price"
    for typed, message in (
        ("0.125", "0.125"),
        ("0", "a number of at least 0.01"),
        ("1001", "at most 1000"),
        ("x", "'x'"),
    ):
        form.slider(MUST).fill(typed)
        assert (
            form.note.startswith(f"{MUST}: ") and message in form.note and form.note.endswith("; nothing is changed.")
        )
        form.shows(EXAMPLE, 77)


def test_the_examples(form):
    names = form.page.get_by_role("group", name="Examples to begin with").get_by_role("button").all_inner_texts()
    explorer = CompanyExplorer()
    assert names == [example["name"] for example in explorer.data["examples"]]
    for example in reversed(explorer.data["examples"]):
        form.press(example["name"])
        form.shows(company_of(example["projects"]), example["months"])


def test_every_field(form):
    form.field(1, "importance").fill("8")
    form.field(2, "difficulty").select_option("very hard")
    form.field(3, "shape").select_option("levels off")
    form.field(4, "floor").fill("12")
    form.field(0, "cap").fill("9")
    form.field(0, "project").fill("pricing")
    each = EXAMPLE.projects
    company = Company(
        [
            Project("pricing", each[0].importance, cap=9),
            Project(each[1].name, 8),
            Project(each[2].name, each[2].importance, "very hard"),
            Project(each[3].name, each[3].importance, shape="levels off"),
            Project(each[4].name, each[4].importance, floor=12),
        ]
    )
    form.shows(company, 100)
    form.type(EFFORT, 700)
    form.shows(company, 700)
    assert float(form.slider(EFFORT).input_value()) == 700
    form.press("Reset")
    form.shows(EXAMPLE, 100)


def test_the_keyboard_is_enough(form):
    form.field(0, "importance").focus()
    form.page.keyboard.press("ArrowUp")
    form.slider(EFFORT).focus()
    form.page.keyboard.press("ArrowRight")
    changed = Project(EXAMPLE.projects[0].name, float(form.field(0, "importance").input_value()))
    assert changed.importance > EXAMPLE.projects[0].importance
    form.shows(Company([changed, *EXAMPLE.projects[1:]]), 101)


@pytest.mark.parametrize(("typed", "taken"), [("1,5", 1.5), ("2.25", 2.25), (",5", 0.5), ("1,2000", 1.2), ("12,", 12)])
def test_decimal_commas(form, typed, taken):
    field = form.field(0, "importance")
    field.focus()
    form.page.keyboard.press("Control+a")
    form.page.keyboard.type(typed)
    assert form.note == "" and field.input_value() == typed, "what is being typed stays as it is typed"
    form.page.keyboard.press("Tab")
    form.shows(Company([Project(EXAMPLE.projects[0].name, taken), *EXAMPLE.projects[1:]]), 100)
    form.field(1, "importance").fill("9")  # and is shown with a point once another is changed
    assert float(field.input_value()) == taken and field.get_attribute("aria-valuenow") == f"{taken:g}"


@pytest.mark.parametrize(
    ("label", "typed", "message"),
    [
        ("importance", "1,200", "Importance: '1,200' can be read as 1.2 or as 1200, expected one of these"),
        ("importance", "1.125", "Importance: '1.125' can be read as 1.1250 or as 1125, expected one of these"),
        ("importance", "1 200", "Importance: '1 200', expected a number of at least 0, without thousands marks"),
        ("importance", "12 %", "Importance: '12 %', expected a number of at least 0, without thousands marks"),
        ("floor", "1,000", "At least (months): '1,000' can be read as 1 or as 1000, expected one of these"),
        (
            "cap",
            "10 months",
            "At most (months): '10 months', expected a whole number from 0 to 2^53, or nothing, without",
        ),
    ],
)
def test_what_is_typed_letter_by_letter_and_is_no_number_leaves_nothing_behind(form, label, typed, message):
    """Of "1,200" the first letters are a number; it is not kept."""
    field = form.field(0, label)
    field.focus()
    form.page.keyboard.press("Control+a")
    form.page.keyboard.type(typed)
    assert form.error(0).startswith(message) and form.error(0).endswith("; nothing is changed.")
    assert field.input_value() == typed and field.get_attribute("aria-invalid") == "true"
    form.shows(EXAMPLE, 100)


def test_arrow_keys_in_the_number_boxes(form):
    first = EXAMPLE.projects[0]
    for label, keys in (
        ("importance", "Up Up Down Up"),
        ("floor", "Down Up Up"),
        ("cap", "Up Up Up"),
    ):
        form.field(0, label).focus()
        for key in keys.split():
            form.page.keyboard.press(f"Arrow{key}")
    form.shows(Company([Project(first.name, first.importance + 2, floor=2, cap=3), *EXAMPLE.projects[1:]]), 100)
    form.field(0, "importance").fill("2,25")
    form.page.keyboard.press("ArrowDown")
    form.page.keyboard.press("ArrowDown")
    form.page.keyboard.press("ArrowDown")
    form.shows(Company([Project(first.name, 0, floor=2, cap=3), *EXAMPLE.projects[1:]]), 100)


def test_projects_come_and_go(form):
    form.press("Add a project")
    assert form.page.evaluate("() => document.activeElement.value") == "project 6"
    form.page.keyboard.type("fraud")
    form.shows(Company([*EXAMPLE.projects, Project("fraud")]), 100)
    form.more(1)
    form.page.get_by_role("button", name="Remove dispatching").click()
    form.shows(Company([EXAMPLE.projects[0], *EXAMPLE.projects[2:], Project("fraud")]), 100)
    for _ in range(5):
        form.more(0)
        form.row(0).get_by_text("Remove").click()
    assert form.note == "One project is needed; nothing is changed."
    form.shows(Company([Project("fraud")]), 100)


@pytest.mark.parametrize(
    ("label", "text", "message"),
    [
        ("project", "", "Project is '', expected a name"),
        ("project", "dispatching", "Project: 'dispatching' is there already"),
        ("project", "=1+1", "expected a name that does not begin with"),
        ("importance", "-2", "Importance: '-2', expected a number of at least 0"),
        ("floor", "1.5", "At least (months): '1.5', expected a whole number"),
        ("floor", "101", "At least (months): they add up to 101 months, expected at most the team's effort, 100"),
        ("floor", "900", "At least (months) is 900, expected at most 640"),
        ("cap", "-1", "At most (months): '-1', expected a whole number"),
        ("today", "2.5", "Today (months): '2.5', expected a whole number"),
        ("today", "641", "Today (months) is 641, expected at most 640"),
    ],
)
def test_what_makes_no_sense_is_named_and_changes_nothing(form, label, text, message):
    field = form.field(0, label)
    field.fill(text)
    assert message in form.error(0) and form.error(0).endswith("nothing is changed.")
    assert field.get_attribute("aria-invalid") == "true"
    described = form.page.locator(f"#{field.get_attribute('aria-describedby')}")
    assert described.inner_text() == form.error(0), "who hears the box hears what is wrong with it"
    under, over = described.bounding_box(), field.bounding_box()
    assert 0 <= under["y"] - over["y"] - over["height"] < 80, "it stands by the box"
    field.fill({"project": "x", "importance": "3"}.get(label, ""))
    assert form.error(0) == "" and field.get_attribute("aria-invalid") is None
    if label != "project":
        form.shows(EXAMPLE, 100)


def test_the_effort_can_not_fall_below_the_floors(form):
    form.field(0, "floor").fill("50")
    form.type(EFFORT, 3)
    assert "goes from 50 to 10000" in form.note
    changed = Project(EXAMPLE.projects[0].name, EXAMPLE.projects[0].importance, floor=50)
    form.shows(Company([changed, *EXAMPLE.projects[1:]]), 50)


# Tables, links, pictures


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


# Nothing is lost


def test_every_step_can_be_taken_back_and_again(form, tmp_path):
    """Typing, examples, rows that come and go, a table, Reset: one step each, in the order in which they were made."""
    steps = [form.read()]
    for act in (
        lambda: form.field(0, "importance").fill("8"),
        lambda: form.field(1, "today").fill("30"),
        lambda: form.press("Big tech"),
        lambda: form.field(2, "difficulty").select_option("very hard"),
        lambda: form.press("Add a project"),
        lambda: (form.more(4), form.row(4).get_by_text("Remove").click()),
        lambda: form.load("project,today\na,5\nb,7\n"),
        lambda: form.type(EFFORT, 700),
        lambda: form.press("Reset"),
    ):
        act()
        steps.append(form.read())
        assert steps[-1] != steps[-2]
    for before in reversed(steps[:-1]):
        form.press("Undo")
        assert form.read() == before
    form.page.keyboard.press("Control+z")
    assert form.note == "There is nothing to undo."
    for after in steps[1:]:
        form.page.keyboard.press("Control+Shift+z")
        assert form.read() == after
    form.page.keyboard.press("Control+y")
    assert form.note == "There is nothing to redo."


def test_a_word_that_is_typed_is_one_step(form):
    form.field(0, "project").focus()
    form.page.keyboard.press("Control+a")
    form.page.keyboard.type("fraud checks")
    form.page.keyboard.press("Control+z")
    form.shows(EXAMPLE, 100)
    assert form.field(0, "project").input_value() == "dynamic pricing", "also where the hand is"
    assert form.button("Undo").get_attribute("aria-disabled") == "true"


def test_the_browsers_back_leads_to_what_an_example_replaced(form):
    form.field(0, "importance").fill("8")
    changed = Company([Project(EXAMPLE.projects[0].name, 8), *EXAMPLE.projects[1:]])
    form.press("Big tech")
    form.press("Reset")
    for company, months in ((EXAMPLES["Big tech"]), (changed, 100)):
        form.page.go_back()
        form.page.wait_for_function(
            "(months) => Number(document.querySelector('input[type=range]').value) === months", arg=months
        )
        form.shows(company, months)
    form.page.go_forward()
    form.page.wait_for_function("() => document.querySelector('input[type=range]').value === '2400'")
    form.shows(*EXAMPLES["Big tech"])
    assert form.page.url.startswith(form.address)


def test_the_browser_keeps_the_board_until_it_is_told_to_forget(form):
    company = random_company(np.random.default_rng(5), today=True)
    form.load(company.table())
    form.field(0, "importance").fill("9")
    before = form.read()
    form.open(kept=True)
    assert form.note == "This is the board as you left it." and form.read() == before
    form.press("Undo")
    form.shows(company, 100)
    assert form.find(".company-kept span").inner_text().endswith("keeps the board for your next visit.")
    form.press("Forget it")
    assert form.find(".company-kept span").inner_text().startswith("Nothing is kept.")
    form.open(kept=True).shows(EXAMPLE, 100)
    assert form.note == ""


def test_a_link_does_not_wipe_what_was_kept(form):
    form.field(0, "importance").fill("9")
    mine = form.read()
    other = random_company(np.random.default_rng(6))
    form.open(link_to(other, 160), kept=True).shows(other, 160)
    assert form.note == "This board came with the link; Undo brings back your own."
    form.press("Undo")
    assert form.read() == mine


@pytest.mark.parametrize(
    "kept",
    [
        "nonsense", "{}", "[]", "null", '{"now": null, "before": []}', '{"now": {"projects": "x", "months": 1}}',
        '{"now": {"projects": [], "months": 100, "leeway": null}, "before": []}',
        '{"now": {"projects": [{"project": "a", "cap": "<b>"}], "months": 100, "leeway": null}, "before": []}',
        '{"now": {"projects": [{"project": "a", "x": 1}], "months": 100, "leeway": null}, "before": []}',
        '{"now": {"projects": [7], "months": 100, "leeway": null}, "before": [3]}',
        '{"now": {"projects": [{"project": "a"}], "months": -1, "leeway": null}, "before": []}',
        '{"now": {"projects": [{"project": "a", "floor": 200}], "months": 100, "leeway": null}, "before": []}',
    ],
)  # fmt: skip
def test_what_was_kept_and_makes_no_sense_is_left_out(form, kept):
    form.page.evaluate("(kept) => localStorage.setItem('your-company', kept)", kept)
    form.open(kept=True).shows(EXAMPLE, 100)


def test_two_boards_side_by_side(form):
    form.press("Compare")
    form.type(EFFORT, 112)
    before, now = EXAMPLE.allocate(100), EXAMPLE.allocate(112)
    box = form.find(".company-compare")
    assert box.locator("p").inner_text() == (
        f"Set aside: 100 months earn {before.returns:.1f} points. Now: 112 months earn {now.returns:.1f}, "
        f"{now.returns - before.returns:.1f} more."
    )
    rows = [row.locator("th, td").all_inner_texts() for row in box.locator("tbody tr").all()]
    assert rows == [
        [name, f"{a}, {EXAMPLE.stages(before)[i]}", f"{b}, {EXAMPLE.stages(now)[i]}", f"+{b - a}" if b > a else "0"]
        for i, (name, a, b) in enumerate(zip(now.portfolio.names, before.effort, now.effort, strict=True))
    ]
    form.press("Change places")
    form.shows(EXAMPLE, 100)
    assert "Set aside: 112 months" in box.locator("p").inner_text()
    form.press("End the comparison")
    assert not box.is_visible()


# The keys of a spreadsheet


def test_rows_are_gone_through_by_keys(form):
    page = form.page

    def here() -> str:
        return page.evaluate("() => document.activeElement.labels[0].textContent")

    form.field(0, "importance").focus()
    for key, place in (
        ("Enter", "Importance of dispatching"),
        ("Control+ArrowDown", "Importance of onboarding vision"),
        ("Shift+Enter", "Importance of dispatching"),
        ("Shift+Tab", "Name of dispatching"),
        ("ArrowDown", "Name of onboarding vision"),
        ("ArrowUp", "Name of dispatching"),
    ):
        page.keyboard.press(key)
        assert here() == place
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert here() == "Name of dynamic pricing", "there is nothing above the first"
    form.more(1)
    form.field(1, "cap").focus()
    page.keyboard.press("Enter")
    assert here() == "At most (months) of onboarding vision", "the rest of a row opens where it is gone to"
    form.shows(EXAMPLE, 100)


TWELVE = [
    ("checkout fraud", "6", "hard", "30"), ("search ranking", "5", "ordinary", "24"), ("prices", "4,5", "easy", "8"),
    ("delivery times", "3", "easy", "12"), ("photo quality", "1.5", "hard", "20"), ("returns", "2", "ordinary", "6"),
    ("support answers", "2.5", "hard", "4"), ("size advice", "1", "very hard", "18"), ("stock", "3.5", "easy", "2"),
    ("translations", "1", "hard", "10"), ("reviews", "0,5", "easy", "6"), ("warehouse robots", "2", "very hard", "0"),
]  # fmt: skip


@pytest.mark.parametrize("size", [(1280, 720), (390, 664)], ids=str)
def test_a_company_of_twelve_is_planned_without_losing_the_picture_or_a_keystroke(form, size):
    """Everything is typed, letter by letter; after each letter the picture and the answer are in view, whole."""
    page = form.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    form.open()
    page.evaluate(
        """() => {
          window.lost = [];
          const bar = document.querySelector('.bd-header-article');
          const whole = (node) => {
            const { top, bottom, left, right } = node.getBoundingClientRect();
            const above = bar.getBoundingClientRect().bottom;
            return top >= above - 1 && bottom <= innerHeight + 1 && left >= -1 && right <= innerWidth + 1;
          };
          document.addEventListener('keyup', async ({ key }) => {
            await new Promise(requestAnimationFrame);
            const seen = ['.explorer svg', '.explorer-sentence'].map((each) => document.querySelector(each));
            for (const node of [...seen, document.activeElement]) {
              if (!whole(node)) window.lost.push(`${key}: ${node.outerHTML.slice(0, 60)}`);
            }
          });
        }"""
    )
    form.load("project\nfirst\n")
    form.number(EFFORT).evaluate("(box) => box.scrollIntoView({ block: 'nearest' })")
    form.type(EFFORT, 140)
    form.page.evaluate("() => document.querySelector('.company-row').scrollIntoView({ block: 'center' })")
    for i, (name, importance, difficulty, today) in enumerate(TWELVE):
        if i:
            form.button("Add a project").evaluate("(button) => button.click()")
        for column, text in (("project", name), ("importance", importance), ("today", today)):
            form.field(i, column).focus()
            page.keyboard.press("Control+a")
            page.keyboard.type(text)
            assert form.field(i, column).input_value() == text
        form.field(i, "difficulty").select_option(difficulty)
    page.keyboard.press("Tab")
    assert page.evaluate("window.lost") == []
    company = Company(
        [
            Project(name, float(importance.replace(",", ".")), difficulty, today=int(today))
            for name, importance, difficulty, today in TWELVE
        ]
    )
    form.shows(company, 140)


@pytest.mark.parametrize("hand", [Mouse, Touch])
def test_the_ring_of_today_is_dragged(new_page, address, hand):
    """The box, the answers and one step back follow the hand."""
    company = Company([Project("search", 2, today=30), Project("ads", difficulty="hard", today=50), Project("mail")])
    size = {"viewport": {"width": 390, "height": 800}, "has_touch": True} if hand is Touch else {}
    page = new_page(**size)
    form = Form(page, address, "company").open(link_to(company, 100))
    ring = form.find("svg .guess .mark")
    assert ring.count() == 3
    ring.nth(1).scroll_into_view_if_needed()
    box = ring.nth(1).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    hand(page).stroke((x, y), (x + 60, y))
    pulled = int(form.field(1, "today").input_value())
    assert pulled > 60
    moved = Company([company.projects[0], replace(company.projects[1], today=pulled), company.projects[2]])
    assert moved.moves().in_words()["staying"].removesuffix(".") in form.sentence
    now = ring.nth(1).bounding_box()
    assert now["x"] == pytest.approx(box["x"] + 60, abs=4)
    form.press("Undo")
    assert form.field(1, "today").input_value() == "50"


# On paper, and as a file


def test_paper_has_what_was_entered_the_picture_and_the_answers_on_a_page(form):
    company = Company(
        [
            Project(f"{name} {i}", 1 + i, difficulty, today=3 * i, floor=i % 3, cap=None if i % 2 else 60)
            for i, (name, _, difficulty, _) in enumerate(TWELVE)
        ]
    )
    form.open(link_to(company, 240))
    page = form.page
    page.set_viewport_size({"width": 718, "height": 1000})  # a page of A4 within its margins
    page.emulate_media(media="print")
    try:
        rows = form.find(".company-paper tbody tr")
        page.wait_for_function("() => document.querySelectorAll('.company-paper tbody tr').length === 12")
        best = company.allocate(240)
        written = [row.locator("td").all_inner_texts() for row in rows.all()]
        assert written == [
            [
                each.name, f"{each.importance:g}", each.difficulty, each.shape, f"{each.floor}",
                "–" if each.cap is None else f"{each.cap}", f"{each.today}", f"{units}", stage,
            ]
            for each, units, stage in zip(company.projects, best.effort, company.stages(best), strict=True)
        ]  # fmt: skip
        for part in ("svg", ".explorer-sentence", "[data-answer=moves]", "[data-answer=hire]"):
            assert form.find(part).first.is_visible()
        assert not form.find("input:visible, button:visible, select:visible, summary:visible").count()
        assert page.locator(form.root).bounding_box()["height"] < 1000, "on one page"
    finally:
        page.emulate_media(media="screen")
    assert not form.find(".company-paper").is_visible()


def test_a_board_too_long_for_a_link_is_saved_as_one_file(form, new_page, tmp_path):
    rng = np.random.default_rng(9)
    company = Company([Project(f"project no {i}", float(rng.integers(1, 40)), today=2) for i in range(400)])
    page = form.page
    page.goto(form.address.replace("book/your-company", "figures/company"))
    page.locator("input[type=file]").set_input_files(
        {"name": "projects.csv", "mimeType": "text/csv", "buffer": company.table().encode()}
    )
    page.wait_for_function("() => document.querySelector('.explorer-note').textContent.includes('read')")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as one file").click()
    download.value.save_as(tmp_path / "board.html")
    page.evaluate("localStorage.clear()")
    alone = new_page()
    alone.context.set_offline(True)
    alone.goto((tmp_path / "board.html").as_uri())
    alone.wait_for_selector(".explorer-sentence:not(:empty)")
    moves = company.capped(640).moves().in_words()
    assert moves["staying"] in alone.locator(".explorer-sentence").inner_text()
    assert alone.locator("[data-answer=moves]").inner_text() == moves["moves"]
