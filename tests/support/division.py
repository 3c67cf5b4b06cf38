"""How the processes of `pytest -n` share the tests: what uses the same notebook, page or kernel stays together."""

import re

from xdist.scheduler import LoadScopeScheduling

WHOLE = ("tests/site/test_static.py",)


class Divided(LoadScopeScheduling):
    """Hands out the tests of one file in the order that they stand in, those for one value of a parameter together."""

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)


def unit(nodeid: str) -> str:
    """The name of what is handed out together.

    A notebook's cells are one unit, as each needs those before it, and so are the tests of the parsed pages, as parsing
    takes longer than most of them. Of other files it is the tests that share their first parameter: a page, a chapter,
    a reader.

    >>> unit("book/growth.ipynb::Cell 3")
    'book/growth.ipynb'
    >>> unit("tests/test_growth.py::test_a_path")
    'tests/test_growth.py'
    >>> unit("tests/site/test_controls.py::test_sliders[light mouse-companies]")
    'tests/site/test_controls.py light mouse'
    """
    file, _, name = nodeid.partition("::")
    parameter = re.search(r"\[([^\]-]+)", name)
    return f"{file} {parameter[1]}" if parameter and file not in WHOLE else file
