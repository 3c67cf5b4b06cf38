"""Explorers: the book's live figures, as Jupyter widgets whose front ends also run in a page with no kernel.

The model stays in Python: each explorer sends its projects' curves as sampled values and unit gains, and the front end
only picks units and draws. An explorer's traits (`budget`, `weights`, ...) can be read and set while it is shown;
`allocation` always holds the optimum for them.
"""

from importlib import import_module
from pkgutil import iter_modules

from effort.explorers.base import Explorer

# Each explorer is a pair of files here, NAME.py with the class and NAME.js with its front end. All that are there are
# gathered.
_classes = {
    name: value
    for found in iter_modules(__path__)
    for name, value in vars(import_module(f"{__name__}.{found.name}")).items()
    if isinstance(value, type) and issubclass(value, Explorer) and "front_end" in vars(value)
}
EXPLORERS: tuple[type[Explorer], ...] = tuple(_classes.values())
"""All of them."""

globals().update(_classes)
__all__ = ["EXPLORERS", "Explorer", *_classes]


def __getattr__(name: str) -> type[Explorer]:
    """Say what there is; type checkers see here that there are classes which nobody lists."""
    raise AttributeError(f"{__name__} has no explorer {name!r}, expected one of {', '.join(_classes)}")
