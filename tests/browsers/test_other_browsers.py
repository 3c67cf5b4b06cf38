"""Every page in Firefox and in WebKit: it looks as it should, its figures live, and nothing goes wrong."""

import pytest
from support.contents import explorers
from support.driving import BROWSERS
from support.live import ANSWER
from support.shop import best

# What does not depend on the width is tried once. (Closest to the test, it keeps all of one browser's together.)
once = pytest.mark.parametrize("tab", [(name, "dark") for name in BROWSERS], indirect=True, ids="-".join)
CHAPTERS = explorers().values()
BACKGROUNDS = {"dark": "rgb(18, 18, 18)", "light": "rgb(255, 255, 255)"}
ENTER = "\ue007"  # as the standard writes that key

# What a page is like once it has settled, and all that went wrong until then.
SEEN = """
  await document.fonts.ready;
  const frame = () => new Promise(requestAnimationFrame);
  scrollTo(0, document.body.scrollHeight);
  await frame(); await frame();
  scrollTo(0, 0);
  await frame(); await frame();
  const box = (node) => node.getBoundingClientRect();
  const shown = (node) => node.checkVisibility();
  const width = (text) => {
    const probe = document.createElement("span");
    probe.textContent = text;
    [...document.querySelectorAll("h1")].find(shown).append(probe);
    const found = box(probe).width;
    probe.remove();
    return found;
  };
  const formulae = [...document.querySelectorAll("article math")].filter(shown);
  const fractions = [...document.querySelectorAll("article math mfrac")].filter(shown);
  return {
    troubles: window.troubles,
    foreign: performance.getEntriesByType("resource").map((entry) => entry.name)
      .filter((name) => !name.startsWith(location.origin)),
    theme: document.documentElement.dataset.theme,
    background: getComputedStyle(document.body).backgroundColor,
    dead: document.querySelectorAll("main:not(.whole) .explorer-still:not(.replaced), .explorer-failed").length,
    flatPictures: [...document.querySelectorAll(".explorer, .picture")].filter(shown)
      .filter((whole) => ![...whole.querySelectorAll("svg, img")].some((drawn) => box(drawn).height > 100)).length,
    text: [width("iiii") > 4, width("WWWW") > 2 * width("iiii")],
    flatFormulae: formulae.filter((node) => box(node).height < 8 || box(node).width < 4).length,
    formulae: formulae.length,
    // One part above the other.
    flatFractions: fractions.filter(({ children: [above, below] }) => box(above).bottom > box(below).top + 2).length,
    emptyIcons: [...document.querySelectorAll(".article-header-buttons button i, .article-header-buttons a i")]
      .filter(shown).filter((icon) => box(icon).width < 8 || box(icon).height < 8).length,
    over: document.scrollingElement.scrollWidth - innerWidth,
  };
"""
# Where in the window a node's middle is, once it is in sight.
PLACE = """
  const node = %s;
  node.scrollIntoView({ block: "center", behavior: "instant" });
  await new Promise(requestAnimationFrame);
  const { x, y, width, height } = node.getBoundingClientRect();
  return { middle: [x + width / 2, y + height / 2], x, width };
"""
FIGURE = """
  const figure = document.querySelector(".explorer");
  return {
    sentence: figure.querySelector(".explorer-sentence").innerText,
    drawing: figure.querySelector("svg").innerHTML,
    value: Number(figure.querySelector("input[type=range]").value),
  };
"""
UNITS = """
  const numbers = [...document.querySelectorAll(".explorer .dot[data-project] .number")];
  return numbers.map((number) => parseInt(number.textContent));
"""
# The count of each code cell that has run since Python started, once none is left; what failed comes first.
HAS_RUN = """
  const cells = window.jupyterapp.shell.currentWidget.content.widgets.filter((cell) => cell.model.type === "code");
  const failed = cells.flatMap((cell) => cell.model.outputs.toJSON()).find((output) => output.output_type === "error");
  if (failed) return [`${failed.ename}: ${failed.evalue}`];
  const counts = cells.map((cell) => cell.model.executionCount);
  return counts.every((count, i) => count === i + 1) && counts;
"""
BY_HAND = (
    "[...document.querySelectorAll('.explorer button')].find((button) => button.innerText === 'Try by hand')?.click();"
)
MARK = (
    "[...(document.querySelector('.explorer svg.by-hand')?.querySelectorAll('.dot[role=slider]:not(.upright)') ?? [])]"
    ".at(-1)?.querySelector('.mark')"
)
FOUND = "return document.querySelectorAll('#search-results li').length >= 5;"
LOOKS = "return [document.documentElement.dataset.theme, getComputedStyle(document.body).backgroundColor];"
PRESS = "document.querySelector(arguments[0]).click();"
BUDGET = """document.querySelector('.explorer input[aria-label="Budget (units), as a number"]')"""


def faults(tab, page: str) -> list[str]:
    """What is not as it should be on the page that is open."""
    seen = tab.run(SEEN)
    expected = {
        "troubles": [],
        "foreign": [],
        "theme": tab.theme,
        "background": BACKGROUNDS[tab.theme],
        "dead": 0,
        "flatPictures": 0,
        "text": [True, True],
        "flatFormulae": 0,
        "flatFractions": 0,
        "emptyIcons": 0,
    }
    wrong = [f"{page}: {key} {seen[key]}, expected {value}" for key, value in expected.items() if seen[key] != value]
    return wrong + ([f"{page}: {seen['over']} pixels too wide"] if seen["over"] > 0 else [])


def open_chapter(tab, address: str, chapter: str) -> None:
    """Open a chapter with its figure, and skip what a new reader is asked."""
    tab.open(f"{address}book/{chapter}.html")
    tab.run(f"({ANSWER})();")


def place(tab, node: str) -> dict:
    return tab.run(PLACE % node)


def test_every_page(tab, address, site):
    pages = [f"book/{page.name}" for page in sorted(site.glob("book/*.html"))]
    wrong = []
    for page in [*pages, "search.html", "whole.html"]:
        tab.open(address + page)
        wrong += faults(tab, page)
    assert len(pages) >= 14 and not wrong, "\n".join(wrong)


@pytest.mark.parametrize("chapter", CHAPTERS)
@once
def test_a_slider_moves_the_figure(tab, address, chapter):
    open_chapter(tab, address, chapter)
    before = tab.run(FIGURE)
    track = place(tab, "document.querySelector('.explorer input[type=range]')")
    low, high = tab.run(
        "const { min, max } = document.querySelector('.explorer input[type=range]'); return [min, max].map(Number);"
    )
    y = track["middle"][1]
    at = [track["x"] + 8 + (value - low) / (high - low) * (track["width"] - 16) for value in (before["value"], high)]
    tab.stroke((at[0], y), ((at[0] + at[1]) / 2, y), (at[1] + 20, y))
    after = tab.run(FIGURE)
    assert after["value"] == high
    # In fog there is nothing to be drawn before the first step.
    assert (after["drawing"] != before["drawing"] or chapter == "unknown") and after["sentence"] != before["sentence"]
    assert tab.run("return window.troubles;") == []


@once
def test_dots_follow_the_pointer(tab, address):
    """In every figure in which a dot can be dragged, the last of them."""
    dragged = []
    for chapter in CHAPTERS:
        open_chapter(tab, address, chapter)
        tab.run(BY_HAND)
        if tab.run(f"return {MARK} !== undefined;"):
            x, y = place(tab, MARK)["middle"]
            tab.stroke((x, y), (x + 10, y), (x + 40, y))
            moved, _ = place(tab, MARK)["middle"]
            # Some stop only where something is: at every sixteenth label, or at a company.
            assert x + 8 < moved < x + 54, chapter
            assert tab.run("return window.troubles;") == [], chapter
            dragged.append(chapter)
    assert {"allocation", "ml-first", "dependence"} <= set(dragged)


@once
def test_a_typed_number_gives_what_the_library_gives(tab, address):
    tab.open(f"{address}book/growth.html")
    tab.run(f"const box = {BUDGET}; box.focus(); box.select();")
    tab.keys(f"87{ENTER}")
    assert tab.run(UNITS) == best(87)
    tab.wait("return location.hash === '#growth?budget=87';")


def test_the_theme_is_switched_and_remembered(tab, address):
    other = {"dark": "light", "light": "dark"}[tab.theme]
    tab.open(f"{address}book/index.html")
    tab.run(PRESS, ".theme-switch-button")
    assert tab.run(LOOKS) == [other, BACKGROUNDS[other]]
    tab.open(f"{address}book/growth.html")
    assert tab.run(LOOKS) == [other, BACKGROUNDS[other]]
    tab.run("localStorage.clear();")
    tab.open(f"{address}book/growth.html")
    assert tab.run(LOOKS) == [tab.theme, BACKGROUNDS[tab.theme]]


@once
def test_the_search_finds(tab, address):
    tab.open(f"{address}search.html?q=budget")
    tab.wait(FOUND)
    assert not faults(tab, "search.html?q=budget")


def test_in_a_sandboxed_frame(tab, elsewhere):
    tab.open(elsewhere)
    tab.command("SwitchToFrame", {"id": 0})
    assert not faults(tab, "growth.html in a frame")
    tab.run(PRESS, ".theme-switch-button")
    assert tab.run(LOOKS)[0] != tab.theme
    tab.command("SwitchToFrame", {"id": None})


@pytest.mark.parametrize("tab", [("firefox", "dark")], indirect=True, ids="-".join)
def test_a_chapter_runs(tab, address, pyodide):
    """In Firefox alone.

    It does in WebKit for GTK too, but there Python takes half a minute to start, and minutes on busy cores.
    """
    tab.open(f"{address}lite/notebooks/index.html?path=exactness.ipynb")
    tab.wait("return document.querySelector('#starting p')?.textContent.startsWith('Python is ready');")
    tab.run(PRESS, "#run-all")
    counts = tab.wait(HAS_RUN)
    assert len(counts) > 3 and counts == list(range(1, len(counts) + 1))
