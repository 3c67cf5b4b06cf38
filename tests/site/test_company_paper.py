"""The board on paper, and as one file."""

import numpy as np
from effort.company import Company, Project
from support.company_form import TWELVE, link_to


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
