"""The text under the live figures: it says what they show, for any setting, in the words of the library."""

import re

import numpy as np
import pytest
from bs4 import BeautifulSoup
from effort import explorers
from effort.explorers import EXPLORERS
from effort.explorers.base import Explorer
from support.contents import chapters
from support.live import PAGES, Live, settle

KINDS = {kind.address: kind for kind in EXPLORERS if kind.phrases is not Explorer.phrases}
MANY = 60
# What stands in each place that follows this explorer.
PLACES = """([name, keys]) => Object.fromEntries(keys.map((key) => {
  const places = [...document.querySelectorAll(`.live-${name}-${key}`)];
  return [key, places.length === 1 ? places[0].textContent : `${places.length} places`];
}))"""
# The same after each of these settings, once the page has followed it.
FOLLOWED = f"""async ([name, keys, queries]) => {{
  const frame = () => new Promise(requestAnimationFrame);
  const found = [];
  for (const query of queries) {{
    await new Promise((done) => {{
      addEventListener('hashchange', done, {{ once: true }});
      location.hash = `#${{name}}?${{query}}`;
    }});
    await frame();
    await frame();
    found.push(({PLACES})([name, keys]));
  }}
  return found;
}}"""


def value(rng, limit: dict):
    if "options" in limit:
        return str(rng.choice(limit["options"]))
    low, high, step = limit["min"], limit["max"], limit["step"]
    at = round(float(low + step * rng.integers(round((high - low) / step) + 1)), 6)
    return int(at) if at == int(at) else at


def random_settings(rng, explorer: Explorer) -> dict:
    """Any values that the controls could set."""
    settings = {
        name: [value(rng, limit) for _ in range(limit["length"])] if "length" in limit else value(rng, limit)
        for name, limit in explorer.data["limits"].items()
    }
    if "starts" in settings:  # each after the one before
        settings["starts"] = sorted(rng.choice(np.arange(1, 120), len(settings["starts"]), replace=False).tolist())
    if sum(settings.get("floors", [])) > settings.get("budget", 0):
        settings["floors"] = [0] * len(settings["floors"])
    return settings


def query(settings: dict) -> str:
    written = lambda each: ",".join(map(str, each)) if isinstance(each, list) else str(each)  # noqa: E731
    return "&".join(f"{name}={written(each)}" for name, each in settings.items())


@pytest.mark.parametrize("figure", KINDS)
def test_the_text_follows_its_figure(page, address, figure):
    kind = KINDS[figure]
    explorer = kind()
    computed = explorer.phrases()
    live = Live(page, address, figure).open()
    settle(page)
    assert page.evaluate(PLACES, [figure, list(computed)]) == computed
    rng = np.random.default_rng(2026)
    settings = [random_settings(rng, explorer) for _ in range(MANY)]
    expected = [kind(**each).phrases() for each in settings]
    found = page.evaluate(FOLLOWED, [figure, list(computed), [query(each) for each in settings]])
    for each, wanted, seen in zip(settings, expected, found, strict=True):
        assert seen == wanted, each
    for key in computed:
        assert len({each[key] for each in expected}) > 2, f"{key} says nothing of the settings"
    page.emulate_media(reduced_motion="reduce")  # else what is pressed takes a moment
    live.press("Reset")
    settle(page)
    assert page.evaluate(PLACES, [figure, list(computed)]) == computed


@pytest.mark.parametrize("figure", KINDS)
def test_the_text_follows_a_hand(page, address, figure):
    live = Live(page, address, figure).open()
    marked = page.locator(f"[class*=live-{figure}]")
    before = marked.all_inner_texts()
    assert all(each.get_attribute("title") == "Follows the figure" for each in marked.all())
    live.slider(live.sliders[-1]).press("End")
    settle(page)
    assert marked.all_inner_texts() != before


def test_without_scripts_the_text_has_the_computed_words(site):
    """So has the book on one page; and every place belongs to an explorer."""
    whole = BeautifulSoup((site / "whole.html").read_bytes(), "html.parser")
    for name, kind in KINDS.items():
        page = BeautifulSoup((site / f"book/{PAGES[name]}.html").read_bytes(), "html.parser")
        for soup in (page, whole):
            places = {
                each.removeprefix(f"live-{name}-"): node.get_text().replace("\xa0", " ").replace("\u2019", "'")
                for node in soup.select(f"[class*=live-{name}-]")
                for each in node["class"]
            }
            assert places == kind().phrases()
            assert not soup.select(".follows")


def test_the_notebooks_to_download_have_the_computed_words_alone(site):
    for chapter in chapters():
        text = (site / f"notebooks/{chapter}.ipynb").read_text("utf-8")
        assert "{.live-" not in text and "{glue:" not in text
    for name, kind in KINDS.items():
        text = re.sub(r"\s+|\\n", " ", (site / f"notebooks/{PAGES[name]}.ipynb").read_text("utf-8"))
        for phrase in kind().phrases().values():
            assert phrase in text


def test_what_follows_a_figure_is_underlined_on_the_screen_alone(page, address):
    Live(page, address, "growth").open()
    underlined = "() => getComputedStyle(document.querySelector('.follows')).textDecorationLine"
    assert page.evaluate(underlined) == "underline"
    page.emulate_media(media="print")
    assert page.evaluate(underlined) == "none"
    page.emulate_media(media="screen")


def test_a_reader_is_told_what_the_underlining_means(soups, site):
    assert "underlined with dots" in soups[site / "book/index.html"].get_text()


def test_all_who_have_phrases_are_tried():
    assert {kind.__name__ for kind in KINDS.values()} >= {
        name
        for name in explorers.__all__
        if hasattr(getattr(explorers, name), "words") and getattr(explorers, name).words
    } - {"Explorer"}
