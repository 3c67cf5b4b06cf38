"""A JupyterLab with a small notebook for each explorer, and one of them open."""

import re
from pathlib import Path

import nbformat
import pytest
from effort import explorers
from nbformat.sign import NotebookNotary
from support.contents import explorer_classes
from support.running_lab import Notebook, open_lab, running_lab
from support.shown import Shown
from support.troubles import Troubles

CHAPTERS = explorer_classes()
KINDS = {name: getattr(explorers, name) for names in CHAPTERS.values() for name in names}
BOOK = Path(__file__).parents[2] / "book"


@pytest.fixture(scope="module")
def tab(browser, tmp_path_factory):
    """JupyterLab, with a small notebook for each explorer and a copy of each chapter."""
    home, work = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("work")
    for kind in KINDS:
        show = f"from effort.explorers import {kind}\nexplorer = {kind}()\nexplorer"
        cells = [nbformat.v4.new_code_cell(source, id=f"cell-{i}") for i, source in enumerate((show, ""))]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}  # else it asks which
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), work / f"{kind}.ipynb")
    (home / "data").mkdir()
    notary = NotebookNotary(data_dir=str(home / "data"))
    for chapter in CHAPTERS:
        text = (BOOK / f"{chapter}.ipynb").read_text("utf-8")
        (work / f"{chapter}.ipynb").write_text(text, "utf-8")
        # As `make lab` does: in a notebook that is not trusted, JupyterLab shows no widgets and no SVG.
        notary.sign(nbformat.reads(text, as_version=4))
    notary.store.close()
    with running_lab(work, home) as address:
        context = browser.new_context(viewport={"width": 1400, "height": 1200})
        page = context.new_page()
        page.set_default_timeout(20_000)
        open_lab(page, address)
        yield page, Troubles(context, of_jupyterlab_itself)  # what it says while it starts is not ours
        context.close()


def of_jupyterlab_itself(trouble: str) -> bool:
    """Its warnings, and errors of scripts that its own files alone have led to.

    Now and then it takes out a part of its page twice, whatever is in it. An explorer's module has an address of its
    own, and a widget's manager is an extension.
    """
    frames = re.findall(r"\bat .*", trouble)
    its_own = frames and all("/static/lab/" in frame or "<anonymous>" in frame for frame in frames)
    return trouble.startswith("warning") or (trouble.startswith("script") and bool(its_own))


@pytest.fixture(autouse=True)
def untroubled(tab):
    """Nothing that these tests do may lead to an error in the browser, or make it ask another host."""
    yield
    tab[1].end_of_test()


@pytest.fixture(scope="module")
def notebook(tab, request):
    notebook = Notebook(tab[0], request.param)
    yield notebook
    notebook.close()


@pytest.fixture
def shown(notebook) -> Shown:
    """A new explorer, under the name `explorer` in Python."""
    notebook.execute("pass")  # a second view goes
    notebook.run(0)
    return Shown(notebook)
