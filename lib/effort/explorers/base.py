"""What all explorers are: a Jupyter widget with settings, data for its front end, and a still picture."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import numpy as np
import traitlets

from effort import figures
from effort.explorers.bundle import joined
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.picture import Picture, style

__all__ = ["Explorer", "checked", "columns", "counted", "packed", "style_sheet"]

# Seen where a page has no scripts, and nowhere else.
STANDS_STILL = '<p class="stands-still">This figure moves where scripts may run. Here it stands still.</p>'


def style_sheet() -> str:
    """The style sheet of the explorers, with the colours of the pictures."""
    own = files(__package__).joinpath("explorer.css").read_text("utf-8")
    return style().replace(".picture", ":is(.picture, .explorer)") + own


class Explorer(anywidget.AnyWidget):
    """A live figure. A subclass in a module NAME.py has its front end beside it, in NAME.js.

    Such a subclass says what its `address`, `settings` and `limits` are, what else its front end is `sent`, what it
    does to `answer` a change of its settings, and what it looks like where it stands `still`. If the text under it
    follows it, the subclass has the `words` of that text, and says in `phrases` how they go with its settings.

    Attributes:
        data: what the front end draws with; made once, from Python's curves
    """

    data = traitlets.Dict().tag(sync=True)
    address: ClassVar[str]
    front_end: ClassVar[Path]
    settings: ClassVar[tuple[str, ...]]
    words: ClassVar[dict[str, str]] = {}
    _css = style_sheet()

    def __init_subclass__(cls, **kwargs):
        package, _, module = cls.__module__.rpartition(".")
        front_end = Path(__file__).with_name(f"{module}.js")
        # With each widget, traitlets makes a class that has the program as a trait.
        if package == __package__ and front_end.is_file() and "_esm" not in vars(cls):
            cls.front_end = front_end
            cls._esm = f"{joined(front_end)}export default {{ render: modules.{module}.render }};\n"
        super().__init_subclass__(**kwargs)

    def __init__(self, lifecycle: Lifecycle = LIFECYCLE, **settings):
        self.lifecycle = lifecycle
        super().__init__(**settings)
        self.data = {
            "stages": [
                {"name": name, "short": short, "start": float(start)}
                for name, short, start in zip(lifecycle.names, lifecycle.short, lifecycle.starts, strict=True)
            ],
            "shown": int(figures.MOST_EFFORT),
            "limits": self.limits(),
            "defaults": {name: getattr(self, name) for name in self.settings},
            "words": self.words,
        } | self.sent()
        self.observe(self.answer, names=[name for name in self.settings if self.has_trait(name)])
        self.answer()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self.settings)})"

    def limits(self) -> dict[str, dict]:
        """Between which values the controls, and addresses, may change each setting."""
        raise NotImplementedError

    def sent(self) -> dict[str, Any]:
        """What the front end needs beside the stages, the limits and the defaults."""
        raise NotImplementedError

    def answer(self, change: object = None) -> None:
        """Work out what follows from the settings."""
        raise NotImplementedError

    def still(self) -> Picture:
        """The explorer as a picture, for where nothing can be moved."""
        raise NotImplementedError

    def phrases(self) -> dict[str, str]:
        """What the text under the figure says at the present settings, by the names of its places.

        A chapter glues them into its prose, each in a place of its own: ``[{glue:text}`NAME`]{.live-ADDRESS-NAME}``. In
        the page these follow the figure; the front end puts the same together from the `words`.
        """
        return {}

    def _repr_mimebundle_(self, **kwargs):
        bundle, metadata = super()._repr_mimebundle_(**kwargs)
        picture = self.still()._repr_html_()
        bundle["text/html"] = (
            f'<div class="explorer-still" id="{self.address}" data-explorer="{type(self).__name__}" '
            f'data-model="{self.model_id}">{picture}{STANDS_STILL}</div>'
        )
        return bundle, metadata


def counted(number: int, noun: str) -> str:
    """So many of something; `counted` in words.js says the same.

    >>> counted(0, "project"), counted(1, "unit"), counted(32, "unit")
    ('no project', 'one unit', '32 units')
    """
    few = {0: f"no {noun}", 1: f"one {noun}"}
    return few.get(number, f"{number} {noun}s")


def checked(check: Callable, name: str, value: object, **limits: float) -> np.ndarray:
    """What the library's own check makes of a value; its error as the one that a trait raises."""
    try:
        return check(name, value, **limits)
    except ValueError as error:
        raise traitlets.TraitError(str(error)) from None


def packed(array: np.ndarray, digits: int) -> dict[str, str]:
    """Numbers with so many digits in one string, which `unpack` in model.js reads.

    In a notebook it takes a tenth as many lines as a list.

    >>> packed(np.array([1, 2 / 3]), 3)
    {'numbers': '1 0.667'}
    """
    return {"numbers": " ".join(f"{number:.{digits}g}" for number in array)}


def columns(array: np.ndarray, digits: int) -> list[dict[str, str]]:
    """The columns of a table of numbers, each `packed`."""
    return [packed(column, digits) for column in array.T]
