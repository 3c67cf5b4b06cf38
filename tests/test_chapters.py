"""A reader who unfolds a chapter's code can read it: nothing that it uses was computed out of sight."""

import ast
import builtins
import dis
import json
from pathlib import Path
from types import CodeType

import pytest

CHAPTERS = sorted(Path(__file__).parents[1].glob("book/*.ipynb"))
every_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
USES, BINDS = ("LOAD_NAME", "LOAD_GLOBAL"), ("STORE_NAME",)


def code_cells(chapter: Path) -> list[tuple[str, bool]]:
    """The source of each code cell, and whether a reader can see it, at once or unfolded."""
    cells = json.loads(chapter.read_text("utf-8"))["cells"]
    return [
        ("".join(cell["source"]), "remove-cell" not in cell["metadata"].get("tags", []))
        for cell in cells
        if cell["cell_type"] == "code"
    ]


def names(code: CodeType, operations: tuple[str, ...]) -> set[str]:
    """The names, of those outside of functions, that code and the functions in it load or store.

    >>> code = compile("y = [x for x in z]; f = lambda a: a + b", "", "exec")
    >>> sorted(names(code, USES)), sorted(names(code, BINDS))
    (['b', 'z'], ['f', 'y'])
    """
    found = {each.argval for each in dis.get_instructions(code) if each.opname in operations}
    return found.union(*(names(part, operations) for part in code.co_consts if isinstance(part, CodeType)))


@every_chapter
def test_what_a_shown_cell_uses_is_computed_in_a_shown_cell(chapter):
    known = set(dir(builtins))
    for source, shown in code_cells(chapter):
        if shown:
            code = compile(source, chapter.stem, "exec")
            known |= names(code, BINDS)
            assert names(code, USES) <= known, source


@every_chapter
def test_what_is_left_out_of_the_page_only_glues_numbers_into_the_prose(chapter):
    for source, shown in code_cells(chapter):
        if not shown:
            for statement in ast.parse(source).body:
                assert isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call), source
                assert statement.value.func.id == "glue", source


@every_chapter
def test_code_fits_the_page(chapter):
    for source, shown in code_cells(chapter):
        assert all(len(line) <= 88 for line in source.splitlines()), source
        assert not shown or source.count("\n") < 10, source
