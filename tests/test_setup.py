"""Setting up on any current Python: none that is new enough is refused before it was tried."""

import shutil
import subprocess
import sys
from importlib.metadata import metadata
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
TESTED = [(3, 11), (3, 12), (3, 13), (3, 14)]


def verdict(name: str, version: tuple[int, int]) -> bool:
    """What one of the Makefile's checks says of a Python of this version: whether it ends well."""
    show = ["make", "--no-print-directory", f"--eval=show: ; @echo '$({name})'", "show"]
    check = subprocess.run(show, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    program = f"import sys; sys.version_info = {(*version, 0, 'final', 0)}; {check}"
    return subprocess.run([sys.executable, "-c", program]).returncode == 0


@pytest.mark.parametrize("version", [*TESTED, (3, 15), (3, 30), (4, 0)])
def test_every_current_python_is_tried(version):
    assert verdict("usable", version)
    assert verdict("untested", version) == (version in TESTED)


@pytest.mark.parametrize("version", [(3, 9), (3, 10), (2, 7)])
def test_an_old_python_is_refused(version):
    assert not verdict("usable", version)


def test_the_package_agrees():
    assert metadata("effort")["Requires-Python"] == ">=3.11"
    assert sys.version_info[:2] in TESTED, "it may well work; add it here and to the Makefile once it does"


def test_a_python_that_is_too_old_is_named(tmp_path):
    old = tmp_path / "python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    for name in ("Makefile", "requirements.txt", "requirements-browser.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    run = ["make", f"PYTHON={old}", ".venv/.installed"]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    assert f"{old} is not Python 3.11 or newer with venv." in done.stderr


def test_the_example_that_publishes_runs_commands_that_there_are():
    steps = yaml.safe_load((ROOT / "tools/publish-example.yml").read_text("utf-8"))["jobs"]["publish"]["steps"]
    commands = [step["run"].split() for step in steps if "run" in step]
    assert [command[:2] for command in commands] == [["make", "test"], ["make", "book"]]
    for _, target, *_ in commands:
        subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, check=True)
    assert [step["with"]["path"] for step in steps if "path" in step.get("with", {})] == ["_build/html"]
