"""Every page for every reader: narrow screens, large text, forced colours, no scripts, paper."""

import copy
import re

import pytest
from support.contents import chapters, pages
from support.live import PAGES, settle

APPENDIX = ("exactness",)  # has no number
SIZES = [1280, 390, 320]
# What sticks out at the right, scroll boxes and what is in them apart.
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= width) return [];
  const boxed = (node) => node && node !== document.body
    && (/auto|scroll|hidden/.test(getComputedStyle(node).overflowX) || boxed(node.parentElement));
  return [...document.querySelectorAll('body *')]
    .filter((node) => node.getBoundingClientRect().right > width + 1 && !boxed(node.parentElement))
    .slice(0, 5).map((node) => node.outerHTML.slice(0, 120));
}"""


@pytest.fixture(scope="module")
def browser_settings():
    return {"reduced_motion": "reduce", "viewport": {"width": 1280, "height": 720}}


def open_(page, address: str, name: str) -> None:
    page.goto(f"{address}{name}.html")
    if name.rpartition("/")[2] in PAGES.values():
        page.wait_for_selector(".explorer .explorer-sentence:not(:empty)")


def test_no_page_is_wider_than_the_screen(page, address, name):
    open_(page, address, name)
    for size in (390, 320):
        page.set_viewport_size({"width": size, "height": 664})
        settle(page)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= size, (size, page.evaluate(TOO_WIDE))


def test_text_at_twice_its_size(page, address, name):
    open_(page, address, name)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for size in SIZES:
        page.set_viewport_size({"width": size, "height": 720})
        settle(page)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= size, (size, page.evaluate(TOO_WIDE))
        if not page.locator("article").count():
            continue
        # The text itself keeps a readable width: of the screen, or of some 20 letters.
        text = page.locator("article p:visible").first.bounding_box()
        assert text["width"] > min(0.7 * size, 400), size


def test_icons_are_seen_in_forced_colours(new_page, address):
    for theme in ("light", "dark"):
        page = new_page(forced_colors="active", color_scheme=theme, viewport={"width": 390, "height": 664})
        page.goto(f"{address}book/growth.html")
        faint = page.evaluate(
            """() => {
                 const pixel = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
                 const light = (colour) => {
                   pixel.fillStyle = colour;
                   pixel.fillRect(0, 0, 1, 1);
                   const [r, g, b] = pixel.getImageData(0, 0, 1, 1).data;
                   return r + g + b;
                 };
                 const ground = light(getComputedStyle(document.body).backgroundColor);
                 const icons = [...document.querySelectorAll('.bd-header-article .fa-solid')];
                 const shown = icons.filter((icon) => icon.checkVisibility());
                 const ink = (icon) => light(getComputedStyle(icon, '::before').backgroundColor);
                 return [shown.length, shown.filter((icon) => Math.abs(ink(icon) - ground) < 300).length];
               }"""
        )
        assert faint[0] >= 4 and faint[1] == 0, (theme, faint)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_without_scripts_there_are_a_theme_and_the_chapters(new_page, address, width, scheme):
    page = new_page(java_script_enabled=False, color_scheme=scheme, viewport={"width": width, "height": 720})
    page.goto(f"{address}book/growth.html")
    link = page.locator("article p a:visible").first
    link_colour, text_colour = (
        each.evaluate("(node) => getComputedStyle(node).color") for each in (link, page.locator("article p").first)
    )
    assert link_colour != text_colour, "links can be told from the text"
    if width == 390:
        page.locator(".chapters-below:visible").click()
    listed = page.locator(".bd-sidebar-primary a[href$='.html']:visible")
    assert listed.count() >= len(pages()) - 1
    listed.get_by_text("Your company").first.click()
    page.wait_for_url("**/your-company.html")


@pytest.mark.parametrize("chapter", chapters())
def test_what_scrolls_sideways_says_so_and_is_reached_by_keys(page, address, chapter):
    page.set_viewport_size({"width": 390, "height": 664})
    open_(page, address, f"book/{chapter}")
    settle(page)
    boxes = page.evaluate(
        """() => [...document.querySelectorAll('article *')]
             .filter((node) => node.checkVisibility() && node.scrollWidth > node.clientWidth + 1
               && /auto|scroll/.test(getComputedStyle(node).overflowX) && !node.closest('math'))
             .map((node) => [node.outerHTML.slice(0, 100),
               getComputedStyle(node).backgroundImage.split('gradient').length,
               node.tabIndex >= 0 || Boolean(node.querySelector('[tabindex="0"]'))])"""
    )
    assert not [box for box in boxes if box[1] < 4 or not box[2]]


@pytest.mark.parametrize("chapter", [chapter for chapter in chapters() if chapter != "index"])
def test_paper_has_the_chapters_number_and_no_empty_frame(page, address, chapter):
    open_(page, address, f"book/{chapter}")
    title = page.locator("h1:visible").first.inner_text()
    assert re.match(r"\d+\. ", title) or chapter in APPENDIX
    page.emulate_media(media="print")
    try:
        assert page.locator("h1:visible").first.inner_text() == title
        empty = page.evaluate(
            """() => [...document.querySelectorAll('article :is(pre, .cell_input, .cell_output, figure, .admonition)')]
                 .filter((node) => node.checkVisibility())
                 .filter((node) => !node.innerText.trim() && !node.querySelector('svg, img, math'))
                 .map((node) => node.outerHTML.slice(0, 120))"""
        )
        assert empty == []
        frames = page.locator("article :is(.cell_input, figure, table):visible")
        breaks = frames.evaluate_all("(nodes) => nodes.map((node) => getComputedStyle(node).breakInside)")
        assert set(breaks) <= {"avoid"}
    finally:
        page.emulate_media(media="screen")


def test_no_line_begins_with_a_per_cent_sign(soup, name):
    soup = copy.copy(soup)  # others read it too
    prose = [each for each in soup.select("article p, article li, article figcaption") if not each.select("pre")]
    for each in prose:
        for code in each.select("code, math, script, style"):
            code.extract()
    assert not [text for each in prose if " %" in (text := each.get_text())]
