"""An explorer in its page: what its reader sees, and what its reader can do to it."""

import re
from typing import Self

import numpy as np

from support.contents import explorers
from support.shop import SHOP

PAGES = explorers()
# Labels of sliders.
BUDGET, WEIGHT = "Budget (units)", f"Weight of {SHOP.names[0]}"
PLATFORM, EFFORT = "For the platform (units)", "The team's effort (person-months)"
STEEPNESS = "Steepness (times)"
SHOWN = 120  # units; a dot beyond the end of the axis stands at the end, with an arrow

# All that an explorer shows, at one moment. The places, in pixels, are the middles of the numbers that stand on axes,
# and of dots; those of the projects, and the one of the map.
LOOK = r"""(selector) => {
  const root = document.querySelector(selector);
  const middle = (node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
  };
  // Where dots stand close together, the units are in a corner of the drawing.
  const unitsOf = (svg, project) => svg.querySelector(`.units[data-project="${project}"]`);
  const picture = (dots) => {
    const svg = [...root.querySelectorAll('svg')].find((each) => each.querySelector(dots));
    const isLabel = (text) => !text.closest('.dot, .guess, .units') && /^\d+$/.test(text.textContent);
    const labels = svg ? [...svg.querySelectorAll('text')].filter(isLabel) : [];
    return {
      labels: labels.map((text) => [Number(text.textContent), ...middle(text)]),
      dots: svg ? [...svg.querySelectorAll(dots)].map((dot) => ({
        project: dot.dataset.project,
        number: (dot.querySelector('.number') ?? unitsOf(svg, dot.dataset.project))?.textContent,
        at: middle(dot.querySelector('.mark') ?? dot),
      })) : [],
    };
  };
  const label = (input) => root.querySelector(`label[for="${input.id}"]`).textContent;
  const sliders = [...root.querySelectorAll('input[type=range]')];
  return {
    sliders: Object.fromEntries(sliders.map((slider) => [
      label(slider), [slider.value, root.querySelector(`[aria-label="${label(slider)}, as a number"]`).value],
    ])),
    choices: Object.fromEntries([
      ...[...root.querySelectorAll('select')].map((select) => [label(select), select.value]),
      ...[...root.querySelectorAll('[role=radiogroup]')].map((group) => [
        group.querySelector('span').textContent, group.querySelector('input:checked')?.value,
      ]),
    ]),
    boxes: Object.fromEntries([...root.querySelectorAll('.explorer-stepper input')].map((box) => [
      box.getAttribute('aria-label'), box.value,
    ])),
    handles: Object.fromEntries([...root.querySelectorAll('svg [role=slider]')].map((handle) => [
      handle.getAttribute('aria-label'),
      { value: Number(handle.getAttribute('aria-valuenow')), text: handle.getAttribute('aria-valuetext'),
        at: middle(handle.querySelector('.mark')) },
    ])),
    sentence: root.querySelector('.explorer-sentence').innerText,
    note: root.querySelector('.explorer-note').innerText,
    gains: [...root.querySelectorAll('svg .gain')].map((gain) => gain.textContent),
    drawn: root.querySelector('svg').innerHTML,
    link: location.hash,
    projects: picture('.dot[data-project]'),
    map: picture('.dot:not([data-project])'),
  };
}"""

# From now on, what is shown after each change of what is said.
WATCH = f"""(selector) => {{
  window.watcher?.disconnect(); // of a test before, on the same page
  window.watched = [];
  const watcher = window.watcher = new MutationObserver(() => window.watched.push(({LOOK})(selector)));
  const sentence = document.querySelector(`${{selector}} .explorer-sentence`);
  watcher.observe(sentence, {{ childList: true, characterData: true, subtree: true }});
}}"""

# Texts that lie on each other or stick out of the figure. The zeros of dots that all stand at the start may coincide.
OVERLAPPING = """(selector) => {
  const outer = document.querySelector('.explorer').getBoundingClientRect();
  const found = [];
  for (const svg of document.querySelectorAll('.explorer svg')) {
    const inner = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll(selector)].filter((text) => text.textContent);
    const boxes = texts.map((text) => text.getBoundingClientRect());
    boxes.forEach((a, i) => {
      const name = texts[i].textContent;
      const aside = a.left < outer.left - 3 || a.right > outer.right + 3;
      if (aside || a.top < inner.top - 3 || a.bottom > inner.bottom + 3) found.push(`${name} sticks out`);
      boxes.slice(i + 1).forEach((b, j) => {
        const other = texts[i + 1 + j].textContent;
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 2 && down > 4 && !(name === '0' && other === '0')) found.push(`${name} lies on ${other}`);
      });
    });
  }
  return found;
}"""


# Skip what a new reader is asked.
ANSWER = "() => document.querySelector('.explorer-question .skip')?.click()"


def settle(page) -> None:
    """Wait until a change of size has been laid out and drawn, after the theme's own transitions."""
    page.evaluate(
        """async () => {
             const frame = () => new Promise(requestAnimationFrame);
             await frame();
             await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
             await frame();
             await frame();
           }"""
    )


class Axes:
    """The two axes of a figure, from where their numbers stand on the screen."""

    def __init__(self, labels, read=lambda value: value):
        labels = np.array(labels)
        below = labels[:, 2] > labels[:, 2].max() - 2
        # The first and the last number along an axis are not centred, they end where it does.
        self.across = np.polyfit(*labels[below][1:-1, :2].T, 1)
        aside = labels[~below]
        self.up = np.polyfit(read(aside[:, 0]), aside[:, 2], 1) if len(aside) else None

    def x(self, value) -> float:
        return np.polyval(self.across, value)

    def y(self, value) -> float:
        return np.polyval(self.up, value)


class Seen:
    """What an explorer showed at one moment. It may be moving, so that two readings do not belong together."""

    def __init__(self, found: dict):
        self.sentence, self.note, self.drawn, self.link = (found[key] for key in ("sentence", "note", "drawn", "link"))
        self.choices, self.gains, self.handles = found["choices"], found["gains"], found["handles"]
        self.boxes = found["boxes"]
        self._found = found

    @property
    def sliders(self) -> list[str]:
        """The labels of all sliders."""
        return list(self._found["sliders"])

    def value(self, label: str) -> float:
        """What the control is set to; its slider and its number must agree."""
        slider, number = map(float, self._found["sliders"][label])
        assert slider == number, f"{label}: the slider is at {slider}, the number is {number}"
        return number

    @property
    def axes(self) -> Axes:
        return Axes(self._found["projects"]["labels"])

    @property
    def numbers(self) -> list[int]:
        """The numbers beside the dots."""
        # "27×1.60=43" are 27 units.
        return [int(re.match(r"\d+", dot["number"])[0]) for dot in self._found["projects"]["dots"]]

    @property
    def units(self) -> list[int]:
        """These numbers; and the dots must stand where the numbers say, on the axis and on their curves."""
        dots, axes, numbers = self._found["projects"]["dots"], self.axes, self.numbers
        assert tuple(dot["project"] for dot in dots) == SHOP.names
        for i, (dot, number) in enumerate(zip(dots, numbers, strict=True)):
            assert dot["number"].endswith("→") == (number > SHOWN)
            stands = min(number, SHOWN)
            across, down = dot["at"]
            assert abs(across - axes.x(stands)) < 1, f"{dot['project']} is not at {stands}"
            if axes.up is not None:
                accuracy = SHOP.curve[[i]].value([stands])[0]
                assert abs(down - axes.y(accuracy)) < 2, f"{dot['project']} is not on its curve"
        return numbers

    @property
    def point(self) -> tuple[float, float]:
        """Budget and weight where the point of the map stands."""
        axes = Axes(self._found["map"]["labels"], read=np.log)
        (dot,) = self._found["map"]["dots"]
        (slope, start), (rise, base) = axes.across, axes.up
        return (dot["at"][0] - start) / slope, float(np.exp((dot["at"][1] - base) / rise))


class Live:
    """A page with an explorer, and what can be done to it."""

    def __init__(self, page, address: str, explorer: str):
        self.page, self.address, self.explorer = page, f"{address}book/{PAGES[explorer]}.html", explorer
        self.root = f"div:has(+ #{explorer}) > .explorer"

    def open(self, setting: str = "", answered: bool = True) -> Self:
        """Open the page.

        Args:
            setting: the fragment of its address
            answered: whether what a new reader is asked before there is anything else has been answered
        """
        # From elsewhere, as a change of the fragment alone would not load the page.
        self.page.goto("about:blank")
        self.page.goto(self.address + setting)
        self.page.wait_for_selector(f"{self.root} .explorer-sentence:not(:empty)")
        if answered:
            self.page.evaluate(ANSWER)
        self.first = self.find("input[type=range]").evaluate_all("(sliders) => sliders.map((slider) => slider.value)")
        return self

    def wait_for_reset(self) -> None:
        """Numbers glide back to what they were when the page was opened, for a moment."""
        self.page.wait_for_function(
            """([root, first]) => {
                 const sliders = document.querySelectorAll(`${root} input[type=range]`);
                 return String([...sliders].map((slider) => slider.value)) === String(first);
               }""",
            arg=[self.root, self.first],
        )

    def look(self) -> Seen:
        return Seen(self.page.evaluate(LOOK, self.root))

    def follow(self, link: str) -> None:
        """Follow a link to the page that is open; it must not be the address already."""
        self.page.evaluate(
            """(link) => new Promise((done, fail) => {
                 if (location.hash === link) fail(new Error(`the address is ${link} already`));
                 addEventListener('hashchange', () => done(), { once: true });
                 location.hash = link;
               })""",
            link,
        )

    def watch(self) -> None:
        """Keep what is shown after each change from now on; `watched` gives it."""
        self.page.evaluate(WATCH, self.root)

    def watched(self) -> list[Seen]:
        return [Seen(found) for found in self.page.evaluate("window.watched")]

    def find(self, selector: str):
        return self.page.locator(self.root).locator(selector)

    def slider(self, label: str):
        return self.page.locator(self.root).get_by_label(label, exact=True)

    def number(self, label: str):
        return self.page.locator(self.root).get_by_label(f"{label}, as a number")

    def choose(self, label: str, value) -> None:
        """Take one of the choices that are all in sight."""
        self.page.locator(".explorer").get_by_role("radiogroup", name=label).locator(f'[value="{value}"]').check()

    def handle(self, label: str):
        return self.find(f'[role=slider][aria-label="{label}"]')

    def button(self, name: str):
        return self.find("button").get_by_text(name, exact=True)

    def press(self, name: str) -> None:
        self.button(name).click()

    def type(self, label: str, value) -> None:
        self.number(label).fill(str(value))
        self.number(label).press("Enter")

    def fill(self, label: str, value) -> None:
        """Type into the box of a project's row."""
        self.slider(label).fill(str(value))
        self.slider(label).press("Enter")

    def dot(self, project: str):
        return self.find(f'.dot[data-project="{project}"]').first

    # One thing of what is shown, where that is all that a test looks at.

    def value(self, label: str) -> float:
        return self.look().value(label)

    @property
    def sliders(self) -> list[str]:
        return self.look().sliders

    @property
    def sentence(self) -> str:
        return self.look().sentence

    @property
    def note(self) -> str:
        return self.look().note

    @property
    def units(self) -> list[int]:
        return self.look().units

    @property
    def point(self) -> tuple[float, float]:
        return self.look().point
