"""Every explorer on one screen with its controls, steady under the hand, and there for those who cannot see it."""

import re

import pytest
from support.accessibility import violations
from support.expected import every_explorer, opened
from support.live import PAGES, settle

DESK, PHONE, SMALL = ({"width": width, "height": height} for width, height in ((1280, 720), (390, 664), (320, 568)))

# The explorer scrolled to just under the page's bar.
UNDER_THE_BAR = """() => {
  const top = document.querySelector('.bd-header-article').getBoundingClientRect().bottom;
  const by = document.querySelector('.explorer').getBoundingClientRect().top - top;
  scrollBy({ top: by, behavior: 'instant' });
}"""
# What is not whole in view, of the picture, the sentence where it is asked for, and the controls; or of one control.
HIDDEN = """([control, sentence]) => {
  const explorer = document.querySelector('.explorer');
  const top = document.querySelector('.bd-header-article').getBoundingClientRect().bottom;
  const whole = (node) => {
    const box = node.getBoundingClientRect();
    return box.top >= top - 1 && box.bottom <= innerHeight + 1 && box.left >= -1 && box.right <= innerWidth + 1;
  };
  const first = explorer.querySelector('svg');
  const own = first.closest('.explorer-figure').querySelectorAll('svg');
  const operable = [...explorer.querySelectorAll('input, button, select')].filter((node) => node.checkVisibility());
  const asked = [...(control ? [first] : own), ...(sentence ? [explorer.querySelector('.explorer-sentence')] : [])];
  const nodes = [...asked, ...(control ? [control] : operable)];
  return nodes.filter((node) => !whole(node)).map((node) => node.outerHTML.slice(0, 90));
}"""
# Whether something else lies over the middle of a node.
COVERED = """(node) => {
  const { x, y, width, height } = node.getBoundingClientRect();
  const above = document.elementFromPoint(x + width / 2, y + height / 2);
  // Of handles that lie close together the nearest is taken, whichever lies above.
  const beside = node.ownerSVGElement && above?.closest('svg') === node.ownerSVGElement;
  return !(above && (beside || node.contains(above) || above.contains(node)));
}"""


@every_explorer
def test_cause_and_effect_are_on_one_screen(page, address, explorer):
    page.set_viewport_size(DESK)
    opened(page, address, explorer)
    settle(page)
    page.evaluate(UNDER_THE_BAR)
    assert page.evaluate(HIDDEN, [None, True]) == []


@pytest.mark.parametrize("size", [PHONE, SMALL], ids=str)
@every_explorer
def test_on_a_phone_each_control_is_in_view_with_what_it_changes(page, address, explorer, size):
    page.set_viewport_size(size)
    live = opened(page, address, explorer)
    settle(page)
    page.evaluate(UNDER_THE_BAR)
    controls = [each for each in live.find("input, button, select").all() if each.is_visible()]
    assert len(controls) >= 3
    for control in controls:
        control.evaluate("(node) => node.scrollIntoView({ block: 'nearest', behavior: 'instant' })")
        assert page.evaluate(HIDDEN, [control.element_handle(), True]) == []


@pytest.mark.parametrize("size", [PHONE, SMALL, {"width": 768, "height": 1024}, DESK], ids=str)
@every_explorer
def test_what_has_the_focus_lies_under_nothing(page, address, explorer, size):
    page.set_viewport_size(size)
    live = opened(page, address, explorer)
    settle(page)
    controls = [each for each in live.find("input, button, select, [tabindex='0']").all() if each.is_visible()][:30]
    for control in [*controls, *reversed(controls)]:
        control.focus()
        assert not control.evaluate(COVERED), control.evaluate("(node) => node.outerHTML")


# Who cannot see it


@every_explorer
def test_the_text_alternative_follows_the_figure(page, address, explorer):
    page.set_viewport_size(DESK)
    live = opened(page, address, explorer)
    figure = live.find(".explorer-figure")
    before = figure.aria_snapshot()
    label = live.sliders[0]
    live.type(label, live.slider(label).get_attribute("max"))
    after = figure.aria_snapshot()
    assert before != after
    for told in (before, after):
        assert len(told.split()) > 8
    seen = live.look()
    if "map" in seen._found and seen._found["projects"]["dots"] and explorer != "company":
        for dot in seen._found["projects"]["dots"]:
            number = re.match(r"\d+", dot["number"])[0]  # "27×1.60=43" are 27 units
            assert re.search(rf"{re.escape(dot['project'])}\W[^;]*\b{number}\b", after), dot


@every_explorer
def test_every_control_says_whose_it_is_and_its_value_has_a_unit(page, address, explorer):
    live = opened(page, address, explorer)
    session = page.context.new_cdp_session(page)
    operable = [each for each in live.find("input, button, select, [role=slider]").all() if each.is_visible()]
    names = []
    for control in operable:
        name, role, value = accessible(session, control)
        names.append(name)
        if role in ("slider", "spinbutton") and value not in ("not known", "no limit", "any"):
            assert re.search(r"\d.* [a-z-]+", value), f"{name}: {value}"
    assert all(names) and len(set(names)) == len(names), names
    assert not [name for name in names if re.match(r"(Its|The|This)\b(?!.*(platform|team's))", name)], "whose?"
    for label in live.sliders:
        live.type(label, live.slider(label).get_attribute("max"))
        _, _, value = accessible(session, live.slider(label))
        assert value.split()[0] == live.slider(label).input_value(), "it follows"


def accessible(session, node) -> tuple[str, str, str]:
    """A node's name, role and value as a screen reader gets them."""
    node.evaluate("(node) => { window.asked = node; }")
    asked = session.send("Runtime.evaluate", {"expression": "window.asked"})["result"]["objectId"]
    tree = session.send("Accessibility.getPartialAXTree", {"objectId": asked, "fetchRelatives": False})["nodes"]
    told = tree[0]
    value = node.get_attribute("aria-valuetext") or told.get("value", {}).get("value", "")
    return told.get("name", {}).get("value", ""), told.get("role", {}).get("value", ""), str(value)


@every_explorer
def test_it_speaks_once_when_the_hand_rests(page, address, explorer):
    page.set_viewport_size(DESK)
    opened(page, address, explorer)
    during, after, sentence = page.evaluate(
        """async () => {
             const explorer = document.querySelector('.explorer');
             const wait = (time) => new Promise((done) => setTimeout(done, time));
             await wait(800);
             let said = [];
             const hear = (list) => said.push(...list.map(({ target }) => target.textContent));
             const heard = ['[aria-live=polite]', '[aria-live=assertive]', '[role=status]', '[role=alert]'];
             const all = { childList: true, characterData: true, subtree: true };
             for (const node of explorer.querySelectorAll(`${heard}, output:not([aria-live])`)) {
               new MutationObserver(hear).observe(node, all);
             }
             const range = explorer.querySelector('input[type=range]');
             for (let k = 1; k <= 25; k++) {
               range.value = Number(range.min) + (k / 30) * (range.max - range.min);
               range.dispatchEvent(new Event('input', { bubbles: true }));
               await wait(20);
             }
             range.dispatchEvent(new Event('change', { bubbles: true }));
             const during = said;
             said = [];
             await wait(1000);
             return [during, said, explorer.querySelector('.explorer-sentence').textContent];
           }"""
    )
    assert [text for text in during if text] == []
    assert after == [sentence]


# Forced colours


@pytest.mark.parametrize("theme", ["light", "dark"])
@every_explorer
def test_forced_colours_leave_nothing_out(new_page, address, explorer, theme):
    page = new_page(forced_colors="active", color_scheme=theme, reduced_motion="reduce", viewport=DESK)
    live = opened(page, address, explorer)
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    faint = page.evaluate(FAINT)
    assert not faint
    for pressed in live.find("[aria-pressed=true]").all():
        other = live.find("button:not([aria-pressed=true])").first
        grounds = [each.evaluate("(node) => getComputedStyle(node).backgroundColor") for each in (pressed, other)]
        assert grounds[0] != grounds[1]
    control = live.find("button").first
    page.keyboard.press("Tab")
    control.focus()
    outline = "(node) => ['Style', 'Width'].map((end) => getComputedStyle(node)[`outline${end}`])"
    style, width = control.evaluate(outline)
    assert style != "none" and float(width.removesuffix("px")) >= 2


# What is drawn in a colour that can hardly be told from its ground, in any of these ways.
FAINT = """() => {
  const pixel = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const luminance = (colour) => {
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = colour;
    pixel.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...pixel.getImageData(0, 0, 1, 1).data].map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const canvas = getComputedStyle(document.body).backgroundColor;
  const faint = [];
  for (const node of document.querySelectorAll('.explorer svg :is(.mark, .curve, text), .explorer .bar')) {
    if (!node.checkVisibility() || (node.matches('text') && !node.textContent)) continue;
    const style = getComputedStyle(node);
    const colour = node.matches('.bar') ? style.backgroundColor : node.matches('.curve') ? style.stroke : style.fill;
    if (contrast(colour, canvas) < 3) faint.push(`${colour} on ${canvas}: ${node.outerHTML.slice(0, 80)}`);
  }
  return faint;
}"""


# The board's buttons bring other rows, with other buttons; test_company_files.py looks at its states.
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("explorer", [explorer for explorer in PAGES if explorer != "company"])
def test_accessible_in_every_state(new_page, address, explorer, theme):
    """Nothing is wrong with it after each of its buttons, and at the ends of its sliders."""
    page = new_page(color_scheme=theme, reduced_motion="reduce", viewport=DESK)
    live = opened(page, address, explorer)
    assert not violations(page, ".explorer")
    for button in [each for each in live.find("button").all() if each.is_visible()]:
        button.click()
    for label in live.sliders:
        live.type(label, live.slider(label).get_attribute("min"))
    assert not violations(page, ".explorer")


# Where nothing moves


@every_explorer
def test_without_scripts_a_figure_says_that_it_stands_still(new_page, address, explorer):
    page = new_page(java_script_enabled=False)
    page.goto(f"{address}book/{PAGES[explorer]}.html")
    assert page.get_by_text("This figure moves where scripts may run. Here it stands still.").first.is_visible()
    assert promised(page) == []


@every_explorer
def test_with_scripts_it_does_not(page, address, explorer):
    opened(page, address, explorer)
    assert not page.get_by_text("Here it stands still").filter(visible=True).count()


@pytest.mark.parametrize("chapter", ["whole", *(f"book/{chapter}" for chapter in PAGES.values())])
def test_paper_promises_nothing_that_moves(page, address, chapter):
    page.goto(f"{address}{chapter}.html")
    page.emulate_media(media="print")
    try:
        assert promised(page) == []
    finally:
        page.emulate_media(media="screen")


def promised(page) -> list[str]:
    """Captions, as they are seen, that speak of a hand on the figure."""
    captions = [each.inner_text() for each in page.locator("figcaption").all() if each.is_visible()]
    assert captions
    hands = r"\b(drag\w*|slid\w+|press\w*|click\w*|tap|taps|either slider|live|stretch it|pull\w*)\b"
    return [caption for caption in captions if re.search(hands, caption, re.IGNORECASE)]
