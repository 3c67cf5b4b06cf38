"""What several test modules share: the book, built from nothing, and a browser to look at it with.

What the tests look at is always what the sources now give.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import sync_playwright
from support.chromium import how_to_launch
from support.division import Divided
from support.troubles import Troubles, nothing

ROOT = Path(__file__).parents[1]
# The folder of a Pyodide distribution, to run chapters in the browser with no other host.
PYODIDE = os.environ.get("PYODIDE") and ROOT.joinpath(os.environ["PYODIDE"]).resolve()
NOT_TESTED = """
****************************************************************************************************
  NOT TESTED: no page was opened in a browser, because none was found. Not checked, for any page:
  errors in the console, requests to other hosts, sideways scrolling on a phone, accessibility,
  and the live figures, in the pages and in JupyterLab.
  To check them: install Chromium or Chrome, or run
      .venv/bin/playwright install chromium
  and then `make test` again. (With REQUIRE_BROWSER=1 a missing browser is a failure.)
****************************************************************************************************"""
NO_BROWSER = "no browser found"
not_tested = pytest.StashKey[list[str]]()

# None of these files holds an example; as there is one in each folder, importing them by name would mix them up.
collect_ignore_glob = ["conftest.py", "*/conftest.py"]

# How long an example takes says more about what else the machine does than about the code.
hypothesis.settings.register_profile("book", deadline=None)
hypothesis.settings.load_profile("book")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return Divided(config, log)


@pytest.fixture(params=[False, True], ids=["compare all", "search for the price"])
def either_way(request, monkeypatch):
    """Small problems skip the price search; these run both ways."""
    if request.param:
        monkeypatch.setattr("effort.allocation.FEW", -1)
        monkeypatch.setattr("effort.price.FEW", 0)


@pytest.fixture(scope="session")
def clean_builds(tmp_path_factory) -> list[Path]:
    """Two sites, built at the same time by the real command from copies of the sources in different folders.

    Where several processes share the tests, the first that asks builds for all of them.
    """
    common = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        common = common.parent
    projects = [common / name / "book" for name in ("one-build", "the-other-build")]
    with (common / "builds.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        failures = common / "builds.log"
        if not failures.exists():
            failures.write_text(build(projects))
    assert not failures.read_text(), f"the book does not build:\n{failures.read_text()}"
    return [project / "_build/html" for project in projects]


def build(projects: list[Path]) -> str:
    """Build the book in each of these new folders, and tell what failed."""
    # The environment is this one; all else is made anew.
    command = ["make", "-o", ".venv/.installed", "book", *([f"PYODIDE={PYODIDE}"] if PYODIDE else []), "BASE="]
    # What a surrounding `make` was told is none of its business.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    runs = []
    # One where files are for everybody to read, the other where they are for nobody else.
    for project, umask in zip(projects, (0o022, 0o077), strict=True):
        shutil.copytree(ROOT, project, ignore=shutil.ignore_patterns(".*", "_build", "__pycache__", "*.egg-info"))
        subprocess.run(["chmod", "-R", f"go={'rX' if umask == 0o022 else ''}", project], check=True)
        (project / ".venv").symlink_to(sys.prefix, target_is_directory=True)
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        runs.append(subprocess.Popen(command, cwd=project, env=environment, umask=umask, **pipes))
    outputs = [run.communicate()[0] for run in runs]
    return "\n".join(output or "no word" for run, output in zip(runs, outputs, strict=True) if run.returncode)


@pytest.fixture(scope="session")
def pyodide() -> Path:
    """The distribution that the built sites bring along."""
    if not PYODIDE:
        pytest.skip("no PYODIDE=FOLDER of a Pyodide distribution given, so the site brings no Python for the browser")
    return PYODIDE


@pytest.fixture(scope="session")
def site(clean_builds) -> Path:
    return clean_builds[0]


@pytest.fixture(scope="session")
def browser():
    with ExitStack() as opened:
        try:
            browser = opened.enter_context(sync_playwright()).chromium.launch(**how_to_launch())
        except Exception as error:  # the tool's own program may lack a library of the system's, and says so in this way
            if os.environ.get("REQUIRE_BROWSER") == "1":
                pytest.fail(f"no browser, and REQUIRE_BROWSER=1: {error}")
            pytest.skip(f"{NO_BROWSER}: {str(error).splitlines()[0]}")
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def browser_settings() -> dict:
    """Of the browser that `page` is in: a module whose readers have others says so in a fixture of this name."""
    return {"viewport": {"width": 1280, "height": 1000}}


@pytest.fixture(scope="module")
def tab(browser, browser_settings):
    """The one tab that a module's tests share, and what goes wrong in it."""
    context = browser.new_context(**browser_settings)
    yield context.new_page(), Troubles(context)
    context.close()


@pytest.fixture
def page(tab):
    """A page in which nothing may go wrong; where it is and how large is as the test before has left it."""
    page, troubles = tab
    yield page
    page.evaluate("0")  # what has gone wrong by now has been told when this is answered
    troubles.end_of_test()


@pytest.fixture
def new_page(browser):
    """Opens a page in a browser with settings of its own and nothing in store; nothing may go wrong there either."""
    opened = []

    def open_(forgiven: Callable[[str], bool] = nothing, **settings):
        context = browser.new_context(**settings)
        opened.append((context, Troubles(context, forgiven)))
        return context.new_page()

    yield open_
    for context, _ in opened:
        context.close()
    for _, troubles in opened:
        troubles.end_of_test()


def pytest_terminal_summary(terminalreporter, config):
    # From the reports, which reach this process from all that share the tests.
    skipped = [str(report.longrepr[-1]) for report in terminalreporter.stats.get("skipped", [])]
    config.stash[not_tested] = [NOT_TESTED] if any(NO_BROWSER in reason for reason in skipped) else []
    others = {reason.removeprefix("Skipped: ") for reason in skipped}
    config.stash[not_tested] += sorted(reason for reason in others if reason.startswith("NOT TESTED"))


def pytest_unconfigure(config):
    # The last thing printed, after pytest's own summary.
    for words in config.stash.get(not_tested, []):
        print(words)
