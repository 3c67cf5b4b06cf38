"""The board under a hand: the keys of a spreadsheet, a whole company typed, rings that are dragged."""

from dataclasses import replace

import pytest
from effort.company import Company, Project
from support.company_form import TWELVE, Form, link_to
from support.expected import EXAMPLE
from support.hands import Mouse, Touch
from support.live import EFFORT


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
    ring = form.find("svg .guess .today")
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
