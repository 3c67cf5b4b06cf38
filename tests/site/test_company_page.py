"""The reader's own company in the page: answers and tables are as in the library, and no text does harm."""

import numpy as np
import pytest
from effort.company import Company, Project, company_of
from effort.doubts import doubts_of
from effort.explorers import CompanyExplorer
from playwright.sync_api import expect
from support.company_form import link_to, random_company
from support.expected import EXAMPLE
from support.live import EFFORT


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
