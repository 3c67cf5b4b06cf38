"""An explorer in its page: what its reader sees, and what its reader can do to it."""

import numpy as np
from effort import allocate, grocery_delivery

SHOP = grocery_delivery()
PAGES = {
    "companies": "index",
    "lifecycle": "lifecycle",
    "allocation": "allocation",
    "growth": "growth",
    "map": "ml-first",
}
BUDGET, WEIGHT = "Budget (units)", f"Weight of {SHOP.names[0]}"
SHOWN = 120  # units; a dot beyond the end of the axis stands at the end, with an arrow

# The middle of every number that stands on an axis, and of every dot, in pixels.
SEEN = r"""(dots) => {
  const middle = (node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
  };
  const svg = document.querySelector(`.explorer svg:has(${dots})`);
  const labels = [...svg.querySelectorAll('text')].filter((text) => !text.closest('.dot') && /^\d+$/.test(text.textContent));
  return {
    labels: labels.map((text) => [Number(text.textContent), ...middle(text)]),
    dots: [...svg.querySelectorAll(dots)].map((dot) => ({
      project: dot.dataset.project,
      number: dot.querySelector('.number')?.textContent,
      at: middle(dot.querySelector('.mark') ?? dot),
    })),
  };
}"""

# Texts that lie on each other or stick out of the figure. The zeros of dots that all stand at the start may coincide.
MUDDLED = """(selector) => {
  const outer = document.querySelector('.explorer').getBoundingClientRect();
  const found = [];
  for (const svg of document.querySelectorAll('.explorer svg')) {
    const inner = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll(selector)].filter((text) => text.textContent);
    const boxes = texts.map((text) => text.getBoundingClientRect());
    boxes.forEach((a, i) => {
      const name = texts[i].textContent;
      if (a.left < outer.left - 3 || a.right > outer.right + 3 || a.top < inner.top - 3 || a.bottom > inner.bottom + 3) found.push(`${name} sticks out`);
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


def best(budget: int, portfolio=SHOP) -> list[int]:
    return allocate(portfolio, budget).effort.tolist()


def score(effort, budget: int) -> str:
    return f"{100 * SHOP.returns(np.array(effort)) / allocate(SHOP, budget).returns:.1f} % of the best"


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


class Live:
    """A page with an explorer, and what can be done to it."""

    def __init__(self, page, address: str, explorer: str):
        self.page, self.address, self.explorer = page, f"{address}book/{PAGES[explorer]}.html", explorer

    def open(self, setting: str = "") -> "Live":
        # From elsewhere, as a change of the fragment alone would not load the page.
        self.page.goto("about:blank")
        self.page.goto(self.address + setting)
        self.page.wait_for_selector(".explorer .explorer-sentence:not(:empty)")
        return self

    def find(self, selector: str):
        return self.page.locator(".explorer").locator(selector)

    def slider(self, label: str):
        return self.page.locator(".explorer").get_by_label(label, exact=True)

    def number(self, label: str):
        return self.page.locator(".explorer").get_by_label(f"{label}, as a number")

    def value(self, label: str) -> float:
        """What the control is set to; its slider and its number must agree."""
        value = float(self.number(label).input_value())
        assert float(self.slider(label).input_value()) == value
        return value

    def button(self, name: str):
        return self.find("button").get_by_text(name, exact=True)

    def press(self, name: str) -> None:
        self.button(name).click()

    def type(self, label: str, value) -> None:
        self.number(label).fill(str(value))
        self.number(label).press("Enter")

    def dot(self, project: str):
        return self.find(f'.dot[data-project="{project}"]').first

    @property
    def sentence(self) -> str:
        return self.find(".explorer-sentence").inner_text()

    @property
    def drawn(self) -> str:
        return self.find("svg").first.inner_html()

    @property
    def note(self) -> str:
        return self.find(".explorer-note").inner_text()

    def axes(self) -> Axes:
        return Axes(self.page.evaluate(SEEN, ".dot[data-project]")["labels"])

    @property
    def units(self) -> list[int]:
        """The numbers beside the dots; and the dots must stand where the numbers say, on the axis and on their curves."""
        seen = self.page.evaluate(SEEN, ".dot[data-project]")
        axes, numbers = Axes(seen["labels"]), []
        assert tuple(dot["project"] for dot in seen["dots"]) == SHOP.names
        for i, dot in enumerate(seen["dots"]):
            number = int(dot["number"].removesuffix(" →"))
            numbers.append(number)
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
        seen = self.page.evaluate(SEEN, ".dot:not([data-project])")
        axes = Axes(seen["labels"], read=np.log)
        (dot,) = seen["dots"]
        (slope, start), (rise, base) = axes.across, axes.up
        return (dot["at"][0] - start) / slope, float(np.exp((dot["at"][1] - base) / rise))


def centre(dot) -> tuple[float, float]:
    dot.scroll_into_view_if_needed()
    mark = dot.locator(".mark").bounding_box()
    return mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2


class Mouse:
    """A reader with a mouse."""

    screen = "desk"

    def __init__(self, page):
        self.page = page

    def press(self, button) -> None:
        button.click()

    def slide(self, slider, share: float) -> None:
        """Bring a slider to this share of its way, by its thumb."""
        low, high, value = slider.evaluate("(node) => [node.min, node.max, node.value].map(Number)")
        self.stroke(self.thumb(slider, (value - low) / (high - low)), self.thumb(slider, share))

    def thumb(self, slider, share: float) -> tuple[float, float]:
        """Where the middle of a slider's thumb is at this share of its way; it stays half its width inside."""
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        return box["x"] + 8 + share * (box["width"] - 16), box["y"] + box["height"] / 2

    def drag(self, dot, right: float, up: float = 0) -> None:
        """Move a dot by so many pixels, or in the same direction at least."""
        x, y = centre(dot)
        self.stroke((x, y), (x + right, y - up))

    def place(self, live: Live, project: str, units: int) -> None:
        """Bring a project's dot to so many units."""
        x, _ = centre(live.dot(project))
        self.drag(live.dot(project), live.axes().x(units) - x)

    def stroke(self, start, end) -> None:
        self.down(*start)
        for share in (0.25, 0.5, 0.75, 1):
            self.move(start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))
        self.up()

    def down(self, x, y) -> None:
        self.page.mouse.move(x, y)
        self.page.mouse.down()

    def move(self, x, y) -> None:
        self.page.mouse.move(x, y)

    def up(self) -> None:
        self.page.mouse.up()


class Touch(Mouse):
    """A reader with a finger."""

    screen = "phone"

    def __init__(self, page):
        super().__init__(page)
        self._session = page.context.new_cdp_session(page)

    def press(self, button) -> None:
        button.tap()

    def _send(self, kind: str, *points) -> None:
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def down(self, x, y) -> None:
        self._send("touchStart", {"x": x, "y": y})

    def move(self, x, y) -> None:
        self._send("touchMove", {"x": x, "y": y})

    def up(self) -> None:
        self._send("touchEnd")


class Keys(Mouse):
    """A reader with a keyboard alone."""

    def press(self, button) -> None:
        button.focus()
        self.page.keyboard.press("Enter")

    def slide(self, slider, share: float) -> None:
        slider.focus()
        self.keys("Home")
        # A page is a tenth of the way.
        self.keys("PageUp", round(10 * share))
        self.keys("ArrowRight", 2)
        self.keys("ArrowLeft")

    def drag(self, dot, right: float, up: float = 0) -> None:
        dot.focus()
        self.keys("ArrowRight" if right > 0 else "ArrowLeft", round(abs(right) / 4))
        self.keys("ArrowUp" if up > 0 else "ArrowDown", round(abs(up) / 4))

    def place(self, live: Live, project: str, units: int) -> None:
        live.dot(project).focus()
        self.keys("Home")
        self.keys("PageUp", units // 10)
        self.keys("ArrowRight", units % 10)

    def keys(self, name: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(name)
