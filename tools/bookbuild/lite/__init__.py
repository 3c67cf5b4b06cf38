"""Build the chapters that run in the browser: a JupyterLite beside the pages, with Python, the library and the rest.

    python -m bookbuild.lite [--pyodide FOLDER] [--wheels FOLDER] SITE

Python itself is Pyodide. With --pyodide its distribution is copied into the site, which then needs no other host;
without, readers' browsers fetch it from where JupyterLite does.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION

from bookbuild.plain import FOLDER as NOTEBOOKS

HERE = Path(__file__).parent
PROJECT = HERE.parents[2]
KERNEL = "@jupyterlite/pyodide-kernel-extension"
LONG_AGO = 1704067200
"""The time of every file that is made here, in seconds since 1970, so that builds are alike."""
INSTALL = """\
# In the browser, the book's library comes first. (And without a word from matplotlib about its fonts.)
%pip install -q effort
import logging; logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)"""
# What the cells of the chapters need of the distribution; `running.js` runs them in the pages.
PACKAGES = ("numpy", "matplotlib", "ipython", "traitlets")
OWN = ("starting.js", "starting.css", "edition.js", "fresh.js")
ADDRESS = re.compile(r'"(https://[^"]+/)pyodide\.js"')
FIRST = '<head>\n<script>\n{}</script>\n<script src="fresh.js"></script>'
HEAD = """\
<link rel="icon" href="../../_static/favicon.svg">
<link rel="stylesheet" href="starting.css">
<script type="module" src="starting.js"></script>
</head>"""


def library_wheel(target: Path) -> None:
    """Build the wheel of the book's library, from a copy, as building leaves files behind."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copyfile(PROJECT / name, Path(folder, name))
        # A wheel records each file's mode; a plain copy has that of `main`'s own files, whoever may read the source.
        shutil.copytree(
            PROJECT / "lib/effort",
            Path(folder, "lib/effort"),
            ignore=shutil.ignore_patterns("__pycache__"),
            copy_function=shutil.copyfile,
        )
        run(
            "pip",
            "wheel",
            "-q",
            "--no-deps",
            "--no-build-isolation",
            "--disable-pip-version-check",
            "-w",
            target,
            folder,
        )


def run(module: str, *arguments, folder: Path | None = None) -> None:
    """Run a Python module at a fixed time, and show what it says only if it fails."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=folder,
        env=os.environ | {"SOURCE_DATE_EPOCH": str(LONG_AGO), "PYTHONHASHSEED": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{module} {arguments[0]} failed:\n{done.stdout}")


def ready_to_run(notebook: dict) -> dict:
    """A chapter with a first cell that installs the library, and shown as it is until it is run."""
    install = {
        "cell_type": "code",
        "id": "install",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": INSTALL,
    }
    cells = [install, *notebook["cells"]]
    # Else the browser would show no figure that it did not draw itself.
    cells = [cell | {"metadata": cell["metadata"] | {"trusted": True}} for cell in cells]
    return notebook | {"cells": cells, "metadata": notebook["metadata"] | {"edition": edition(cells)}}


def edition(cells: list[dict]) -> str:
    """A mark of what a chapter holds, that a reader's copy keeps: it tells whether the published one has changed since.

    The library is no part of it, as each start installs the one that is published. (piplite names wheels by hash.)

    >>> edition([{"source": "1 + 1"}]), edition([{"source": "1 + 2"}])
    ('ca00c1902f83', 'fb2efc85a7d9')
    """
    return hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()[:12]


def settings(pyodide: bool) -> dict:
    """What jupyter-lite.json says beyond JupyterLite's own."""
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "How Far to Push a Model",
            "appUrl": "./notebooks/index.html?path=index.ipynb",
            "exposeAppInBrowser": True,  # for starting.js
            # Everything the chapters need is here, so nothing else need be asked.
            "litePluginSettings": {f"{KERNEL}:kernel": {"disablePyPIFallback": pyodide}},
        },
    }


def refuse_other_release(pyodide: Path) -> None:
    """What the kernel asks of Pyodide changes from one release to the next."""
    try:
        version = json.loads((pyodide / "pyodide-lock.json").read_text("utf-8"))["info"]["version"]
    except (OSError, ValueError, KeyError, TypeError):
        raise ValueError(f"PYODIDE is {pyodide}, expected the folder of a Pyodide distribution") from None
    release = PYODIDE_VERSION.rpartition(".")[0]
    if version.rpartition(".")[0] != release:
        raise ValueError(f"PYODIDE is {pyodide}, of version {version}, expected one of {release}")


def for_cells(lite: Path) -> dict:
    """Where the pages find what they run cells with: the same distribution and packages as the notebooks.

    Raises:
        ValueError: JupyterLite's own address of the distribution is not where it was
    """
    if (lite / "static/pyodide").is_dir():
        pyodide = "static/pyodide/"
    else:
        scripts = (lite / "extensions" / KERNEL / "static").glob("*.js")
        found = {each for path in scripts for each in ADDRESS.findall(path.read_text("utf-8"))}
        if len(found) != 1:
            raise ValueError(f"the kernel's scripts name {sorted(found)}, expected one address of Pyodide")
        (pyodide,) = found
    wheels = sorted(path.name for path in (lite / "pypi").glob("*.whl") if not path.name.startswith("jupyterlab"))
    return {"pyodide": pyodide, "packages": PACKAGES, "wheels": [f"pypi/{name}" for name in wheels]}


def build(site: Path, wheels: Path, pyodide: Path | None) -> None:
    """Make SITE/lite from the notebooks in SITE.

    Raises:
        ValueError: `pyodide` is not a Pyodide distribution, or of another release than the kernel is made for
    """
    if pyodide is not None:
        refuse_other_release(pyodide)
    target = site / "lite"
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        content = work / "content"
        content.mkdir()
        editions = {}
        for chapter in sorted((site / NOTEBOOKS).glob("*.ipynb")):
            notebook = ready_to_run(json.loads(chapter.read_text("utf-8")))
            editions[chapter.stem] = notebook["metadata"]["edition"]
            (content / chapter.name).write_text(json.dumps(notebook, ensure_ascii=False), "utf-8")
        shutil.copytree(wheels, work / "pypi")
        library_wheel(work / "pypi")
        if pyodide is not None:
            (work / "static").mkdir()
            (work / "static/pyodide").symlink_to(pyodide.resolve(), target_is_directory=True)
        extensions = [Path(sys.prefix, "share/jupyter/labextensions", KERNEL)]
        extensions += [
            path
            for path in sorted((work / "pypi").iterdir())
            if path.name.startswith(("anywidget", "jupyterlab_widgets"))
        ]
        configuration = {
            "contents": [content.name],
            "output_dir": "site",
            "cache_dir": str(work / "cache"),
            "apps": ["notebooks"],
            "no_sourcemaps": True,
            "no_unused_shared_packages": True,
            "ignore_sys_prefix": ["federated_extensions"],
            "federated_extensions": [str(path) for path in extensions],
            "source_date_epoch": LONG_AGO,
        }
        for name, value in (
            ("jupyter_lite_config.json", {"LiteBuildConfig": configuration}),
            ("jupyter-lite.json", settings(pyodide is not None)),
            ("overrides.json", json.loads((HERE / "overrides.json").read_text("utf-8"))),
        ):
            (work / name).write_text(json.dumps(value), "utf-8")
        run("jupyterlite_core", "build", folder=work)
        # Not made where it belongs: it would give every file around it the same old time, and browsers would see no
        # news.
        shutil.copytree(work / "site", target, copy_function=shutil.copyfile)
    for name in OWN:
        shutil.copyfile(HERE / name, target / "notebooks" / name)
    (target / "notebooks/editions.json").write_text(json.dumps(editions), "utf-8")
    (target / "python.json").write_text(json.dumps(for_cells(target)), "utf-8")
    page = target / "notebooks/index.html"
    html = page.read_text("utf-8")
    if html.count("<head>") != 1 or html.count("</head>") != 1:
        raise ValueError(f"{page} has no head to add to, expected the page of the notebook")
    first = FIRST.format((HERE.parent / "storage.js").read_text("utf-8"))
    page.write_text(html.replace("<head>", first).replace("</head>", HEAD), "utf-8")
