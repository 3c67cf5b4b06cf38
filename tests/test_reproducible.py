"""What is published is what the chapters compute: running them again, or building the book again, changes nothing."""

import filecmp
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir
from zipfile import ZipFile, is_zipfile

import pytest
from bookbuild.notebooks import refreshed

ROOT = Path(__file__).parents[1]
every_chapter = pytest.mark.parametrize("chapter", sorted(ROOT.glob("book/*.ipynb")), ids=lambda path: path.stem)


@every_chapter
def test_running_a_chapter_again_changes_no_byte(chapter, tmp_path):
    """On a copy, and from a folder that holds nothing else: a chapter must not depend on where it is run."""
    copy = Path(shutil.copy(chapter, tmp_path))
    (tmp_path / "elsewhere").mkdir()
    again = refreshed(copy, folder=tmp_path / "elsewhere")
    stored = chapter.read_bytes().decode()
    assert again.splitlines() == stored.splitlines(), "run `make notebooks`, and look at what changed"
    assert again == stored


@every_chapter
def test_another_processor_changes_no_byte(chapter, tmp_path, monkeypatch):
    """With every number of every curve a last bit off, or not, all that is published is the same: it is rounded."""
    startup = tmp_path / "profile_default/startup"
    startup.mkdir(parents=True)
    program = (ROOT / "tests/support/other_processor.py").read_text("utf-8")
    (startup / "other_processor.py").write_text(f"{program}\n\ndisturb(seed=1)\n", "utf-8")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    assert refreshed(chapter).splitlines() == chapter.read_text("utf-8").splitlines()


def test_the_other_processor_is_another(tmp_path):
    """The curves are disturbed indeed, all families of them, and by no more than a bit."""
    program = """
import numpy as np
from effort import Hill, Log1p, Power
from support.other_processor import METHODS, disturb
x = np.arange(1.0, 400)
curves = Log1p(15, 2), Power(9, 0.5), Hill(80, 0.1, 3)
before = [getattr(curve, method)(x) for curve in curves for method in METHODS]
disturb(seed=1)
for old, new in zip(before, (getattr(curve, method)(x) for curve in curves for method in METHODS), strict=True):
    assert np.any(old != new) and np.allclose(old, new, rtol=1e-12, atol=1e-12)
"""
    subprocess.run([sys.executable, "-c", program], cwd=ROOT / "tests", check=True)


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_two_clean_builds_are_identical(clean_builds):
    one, other = clean_builds
    assert files(one) == files(other)
    assert "book/index.html" in files(one)
    _, different, unreadable = filecmp.cmpfiles(one, other, files(one), shallow=False)
    assert not different + unreadable


def places(site: Path) -> list[bytes]:
    """Every folder that a build could know: its own, the sources', the environment's, the user's, the machine's."""
    known = {
        site.parents[1],
        ROOT,
        Path(sys.prefix),
        Path(sys.base_prefix),
        Path.home(),
        Path.cwd(),
        Path(gettempdir()),
    }
    known |= {place.resolve() for place in known}
    # Those that every machine has tell nothing.
    return [os.fsencode(place) + b"/" for place in known if len(place.parts) > 2 or place == Path.home()]


def contents(path: Path) -> Iterator[bytes]:
    """What is in a file, and in an archive's members."""
    yield path.read_bytes()
    if is_zipfile(path):
        with ZipFile(path) as archive:
            yield from map(archive.read, archive.namelist())


def test_a_build_does_not_tell_where_it_was_made(clean_builds):
    for site in clean_builds:
        # Pyodide's own files are as its makers built them.
        ours = [name for name in files(site) if not name.startswith("lite/static/pyodide/")]
        known = places(site)
        telling = [name for name in ours if any(place in each for each in contents(site / name) for place in known)]
        assert not telling


def test_everybody_may_read_what_is_published(clean_builds):
    for site in clean_builds:
        for path in [site, *site.rglob("*")]:
            assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path
