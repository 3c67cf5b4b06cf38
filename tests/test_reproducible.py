"""What is published is what the chapters compute: running them again, or building the book again, changes nothing."""

import filecmp
import os
import shutil
from pathlib import Path

import pytest
from bookbuild.notebooks import refreshed

BOOK = Path(__file__).parents[1] / "book"


@pytest.mark.parametrize("chapter", sorted(BOOK.glob("*.ipynb")), ids=lambda path: path.stem)
def test_running_a_chapter_again_changes_no_byte(chapter, tmp_path):
    """On a copy, and from a folder that holds nothing else: a chapter must not depend on where it is run."""
    copy = Path(shutil.copy(chapter, tmp_path))
    (tmp_path / "elsewhere").mkdir()
    again = refreshed(copy, folder=tmp_path / "elsewhere")
    stored = chapter.read_bytes().decode()
    assert again.splitlines() == stored.splitlines(), "run `make notebooks`, and look at what changed"
    assert again == stored


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_two_clean_builds_are_identical(clean_builds):
    one, other = clean_builds
    assert files(one) == files(other)
    assert "book/index.html" in files(one)
    _, different, unreadable = filecmp.cmpfiles(one, other, files(one), shallow=False)
    assert not different + unreadable


def test_a_build_does_not_tell_where_it_was_made(clean_builds):
    site = clean_builds[0]
    places = [os.fsencode(site.parents[1]), os.fsencode(Path.home()) + b"/"]
    ours = (name for name in files(site) if not name.startswith("lite/static/pyodide/"))
    telling = [name for name in ours if any(place in (site / name).read_bytes() for place in places)]
    assert not telling
