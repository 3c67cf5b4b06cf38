"""The book, built from nothing for the tests: what they look at is always what the sources now give."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def clean_builds(tmp_path_factory) -> list[Path]:
    """Two sites, built at the same time by the real command from copies of the sources in different folders."""
    projects = [tmp_path_factory.mktemp(name) for name in ("one-build", "the-other-build")]
    runs = []
    for project in projects:
        for name in ("_config.yml", "_toc.yml"):
            shutil.copy(ROOT / name, project)
        shutil.copytree(ROOT / "book", project / "book", ignore=shutil.ignore_patterns(".*"))
        command = [Path(sys.executable).with_name("jupyter-book"), "build", ".", "-W", "-n", "--keep-going", "-q"]
        runs.append(subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))
    outputs = [run.communicate()[0] for run in runs]
    for run, output in zip(runs, outputs, strict=True):
        assert run.returncode == 0, f"the book does not build:\n{output}"
    return [project / "_build/html" for project in projects]
