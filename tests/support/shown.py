"""An explorer in a notebook: what its reader sees, what its reader can do to it, and what Python knows of it."""

import ast

import numpy as np
from playwright.sync_api import expect

from support.running_lab import Notebook

# The contrast of what is drawn in a colour with the ground that it stands on.
CONTRASTS = """(root) => {
  const pixel = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const luminance = (colour) => {
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = colour;
    pixel.fillRect(0, 0, 1, 1);
    const shares = [...pixel.getImageData(0, 0, 1, 1).data].map((value) => value / 255);
    const [r, g, b] = shares.map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (node) => {
    const colour = getComputedStyle(node).backgroundColor;
    return node.parentElement && /, 0\\)$/.test(colour) ? ground(node.parentElement) : luminance(colour);
  };
  const contrast = (node, colour) => {
    const [dark, light] = [ground(node), luminance(colour)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const shown = [...root.querySelectorAll('*')].filter((node) => node.getBoundingClientRect().width);
  const hasText = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
  const writes = (node) => node.matches('[role=spinbutton], select') || hasText(node);
  const colour = (node, property) => getComputedStyle(node)[property];
  const ink = (node) => colour(node, node.namespaceURI.endsWith('svg') ? 'fill' : 'color');
  const paint = (node) => colour(node, node.matches('.curve') ? 'stroke' : 'fill');
  return {
    texts: shown.filter(writes).map((node) => [contrast(node, ink(node)), node.textContent || node.tagName]),
    shapes: shown.filter((node) => node.matches('.mark, .curve'))
      .map((node) => [contrast(node, paint(node)), node.outerHTML.slice(0, 100)]),
  };
}"""


# Where the middles of the dots are along the axis, when the numbers beside them are these.
PLACES = """([root, numbers]) => {
  const dots = [...root.querySelectorAll('.dot[data-project]')];
  const texts = [...root.querySelectorAll('[data-project] .number, .units[data-project]')];
  if (!dots.every((dot, i) => texts[i].textContent === numbers[i])) return null;
  return dots.map((dot) => dot.querySelector('.mark').getBoundingClientRect()).map(({ x, width }) => x + width / 2);
}"""


class Shown:
    """An explorer in a notebook, as a reader sees it, and its name in Python."""

    def __init__(self, notebook: Notebook):
        self.notebook, self.page = notebook, notebook.page
        self.root = notebook.panel.locator(".explorer").first
        self.sentence = self.root.locator(".explorer-sentence")
        expect(self.sentence).not_to_be_empty()

    def python(self, source: str) -> str:
        return self.notebook.execute(source)

    def read(self, expected: list, *names: str) -> None:
        """What Python reads must become what is expected: the last change may still be on its way."""
        found = None
        for _ in range(20):
            found = ast.literal_eval(self.python(f"print([{', '.join(f'explorer.{name}' for name in names)}])"))
            if found == expected:
                return
        assert found == expected

    def shows(self, units, times: float = 1, bought: dict[int, float] | None = None) -> None:
        """The numbers beside the dots become these, and the dots stand where they say: at what the units count as.

        What is `bought` says so, and stands at the units that it is worth.
        """
        units, counted = np.array(units).tolist(), np.array(units) * times
        numbers = [f"{each} →" if each > 120 else f"{each}" for each in units]
        if times != 1:
            numbers = [f"{each}×{times:.2f}={count:.0f}" for each, count in zip(units, counted, strict=True)]
        for i, worth in (bought or {}).items():
            numbers[i], counted[i] = f"{numbers[i]}, bought", worth
        # Or says what it is instead.
        expect(self.root.locator("[data-project] .number, .units[data-project]")).to_have_text(numbers)
        places = self.page.wait_for_function(PLACES, arg=[self.root.element_handle(), numbers]).json_value()
        at = np.minimum(counted, 120)
        if np.ptp(at):
            slope, start = np.polyfit(at, places, 1)
            assert slope > 0
            np.testing.assert_allclose(places, slope * at + start, atol=1)

    def shows_units_of(self, explorer) -> None:
        """The numbers become those of this explorer's allocation, where it has one; not every figure shows one."""
        if hasattr(explorer, "platform"):
            built = explorer.plan.units[len(explorer.allocation) :]
            self.shows(explorer.allocation, explorer.platform.multiplier(built).item())
        elif hasattr(explorer, "offer"):
            bought = [explorer.portfolio.names.index(name) for name in explorer.best.names]
            self.shows(explorer.allocation, bought={i: explorer.offer.head_start[i] for i in bought})
        elif hasattr(explorer, "allocation"):
            self.shows(explorer.allocation)

    def contrasts(self) -> dict[str, list]:
        """Of texts and of shapes: the contrast of each with its ground, and what it is."""
        return self.root.evaluate(CONTRASTS)

    def values(self) -> dict[str, float]:
        """What the numbers beside the sliders say, all at one moment."""
        boxes = self.root.locator("input[aria-label$=', as a number']")
        found = boxes.evaluate_all("boxes => boxes.map((box) => [box.getAttribute('aria-label'), box.value])")
        return {label.removesuffix(", as a number"): float(value) for label, value in found}

    def slider(self, label: str):
        return self.root.get_by_label(label, exact=True)

    def number(self, label: str):
        return self.root.get_by_label(f"{label}, as a number")

    def type(self, label: str, value) -> None:
        self.number(label).fill(f"{value}")
        self.number(label).press("Enter")

    def press(self, name: str) -> None:
        self.root.get_by_role("button", name=name, exact=True).click()

    def drag(self, dot, right: float, up: float = 0) -> None:
        dot.scroll_into_view_if_needed()
        box = dot.locator(".mark").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + right, y - up, steps=5)
        self.page.mouse.up()
