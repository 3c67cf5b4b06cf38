"""Readers with one way to point each: a mouse, a finger, a keyboard."""

from support.live import Live


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
        self.drag(live.dot(project), live.look().axes.x(units) - x)

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
        steps = slider.evaluate("(node) => (node.max - node.min) / node.step")
        slider.focus()
        self.keys("Home")
        if steps < 30:
            return self.keys("ArrowRight", round(share * steps))
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
