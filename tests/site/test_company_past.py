"""Nothing that was entered on the board is lost."""

import numpy as np
import pytest
from effort.company import Company, Project
from effort.examples import EXAMPLES
from support.company_form import link_to, random_company
from support.expected import EXAMPLE
from support.live import EFFORT


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
