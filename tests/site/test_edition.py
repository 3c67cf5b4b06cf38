"""A chapter that is published anew after its reader has changed it in the browser. No Python is needed for that."""

import json
import re
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from bookbuild.edition import this_edition
from bookbuild.lite import build
from bookbuild.serve import Handler, served

WHEELS = Path(sys.prefix, "in-browser")
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
CHAPTER = "exactness"
OLDER = "This is your copy of an older edition of this chapter; a newer one is published."
SOURCES = (
    "() => window.jupyterapp.shell.currentWidget.content.widgets.map((cell) => cell.model.sharedModel.getSource())"
)
OPENED = "() => window.jupyterapp?.shell?.currentWidget?.context?.isReady"
WRITE = """async (text) => {
  const { content, context } = window.jupyterapp.shell.currentWidget;
  content.widgets[1].model.sharedModel.setSource(text);
  await context.save();
}"""
# As a copy from before there were editions.
UNMARK = """async () => {
  const { context } = window.jupyterapp.shell.currentWidget;
  context.model.deleteMetadata('edition');
  await context.save();
}"""


class Remembered(Handler):
    """A server whose files browsers may keep for an hour without asking again."""

    def end_headers(self):
        self.send_header("Cache-Control", "max-age=3600")
        super(Handler, self).end_headers()


@pytest.fixture(scope="module")
def editions(site, tmp_path_factory) -> list[Path]:
    """Two sites, of which the later one has a sentence more in a chapter, and none has a Python."""
    folders = [tmp_path_factory.mktemp(name) for name in ("first", "second")]
    for folder, text in zip(folders, ("", "\n\nThis is new."), strict=True):
        (folder / "notebooks").mkdir()
        for name in (CHAPTER, "take-away"):
            notebook = json.loads((site / f"notebooks/{name}.ipynb").read_text("utf-8"))
            if name == CHAPTER:
                notebook["cells"][0]["source"] += text
            (folder / f"notebooks/{name}.ipynb").write_text(json.dumps(notebook), "utf-8")
        build(folder, WHEELS, None)
        settings = json.loads((folder / "lite/jupyter-lite.json").read_text("utf-8"))
        kernel = settings["jupyter-config-data"]["litePluginSettings"][KERNEL]
        kernel["pyodideUrl"] = "./not-there.js"  # else a browser would look for it on another host
        if folder is folders[1]:
            # Another library, whose wheel is named by its hash in the list of wheels, which is named by its own.
            kernel["pipliteUrls"][0] = re.sub(r"sha256=\w+", "sha256=another", kernel["pipliteUrls"][0])
        (folder / "lite/jupyter-lite.json").write_text(json.dumps(settings), "utf-8")
    return folders


@pytest.fixture
def reader(browser, editions, tmp_path):
    """A reader at an address at which first one edition is published, then the other."""
    root = tmp_path / "site"
    root.symlink_to(editions[0], target_is_directory=True)
    context = browser.new_context()
    page = context.new_page()

    def publish() -> None:
        root.unlink()
        root.symlink_to(editions[1], target_is_directory=True)

    def open_(notebook: str = f"{CHAPTER}.ipynb"):
        page.goto(f"{address}lite/notebooks/index.html?path={notebook}")
        page.wait_for_function(OPENED)
        return page

    with served(root, Remembered) as address:
        yield open_, publish
        context.close()


def test_the_edition_is_that_of_the_text(editions):
    first, second = (json.loads((folder / "lite/notebooks/editions.json").read_text("utf-8")) for folder in editions)
    assert first.keys() == second.keys() == {CHAPTER, "take-away"}
    assert first[CHAPTER] != second[CHAPTER] and first["take-away"] == second["take-away"]
    for folder, marks in zip(editions, (first, second), strict=True):
        for name, mark in marks.items():
            notebook = json.loads((folder / f"lite/files/{name}.ipynb").read_text("utf-8"))
            assert notebook["metadata"]["edition"] == mark


def test_a_newer_edition_is_offered_and_the_readers_own_is_kept(reader):
    open_, publish = reader
    page = open_()
    old = page.evaluate(SOURCES)
    page.evaluate(WRITE, "what I think")
    publish()

    page = open_()
    page.get_by_text(OLDER).wait_for()
    assert page.evaluate(SOURCES)[1] == "what I think", "nothing happens unasked"
    with page.expect_navigation():
        page.get_by_role("button", name="Open it, and keep yours").click()
    page.wait_for_function(OPENED)
    assert page.evaluate(SOURCES) == [old[0], old[1] + "\n\nThis is new.", *old[2:]]
    copy = page.locator("#edition a")
    copy.wait_for()
    assert re.fullmatch(rf"{CHAPTER} \(mine, \d{{4}}-\d\d-\d\d\)", copy.inner_text())
    assert page.get_by_text(OLDER).count() == 0

    copy.click()
    page.wait_for_function(OPENED)
    page.get_by_text("This is a copy of your own.").wait_for()
    assert page.evaluate(SOURCES) == [old[0], "what I think", *old[2:]]
    assert not page.locator("#start-over").is_visible(), (
        "it would drop the copy, and there is nothing to start over from"
    )
    assert page.get_by_role("link", name="Back to the page").get_attribute("href") == f"../../book/{CHAPTER}.html"
    page.get_by_role("link", name="The chapter as it is published").click()
    page.wait_for_function(OPENED)
    assert page.evaluate(SOURCES)[1].endswith("This is new.")


def test_a_copy_from_before_there_were_editions(reader):
    open_, _ = reader
    open_().evaluate(UNMARK)
    open_().get_by_text(OLDER).wait_for()


def test_no_copy_overwrites_another(reader):
    open_, _ = reader
    page = open_()
    for text in ("one", "two"):
        page.evaluate(WRITE, text)
        page.evaluate(UNMARK)
        page = open_()
        with page.expect_navigation():
            page.get_by_role("button", name="Open it, and keep yours").click()
        page.wait_for_function(OPENED)
    page.locator("#edition a").nth(1).wait_for()
    copies = sorted(page.locator("#edition a").all_inner_texts(), key=len)
    assert [open_(f"{copy}.ipynb").evaluate(SOURCES)[1] for copy in copies] == ["one", "two"]


def test_a_copy_that_cannot_be_put_aside_stays(reader):
    open_, publish = reader
    open_().evaluate(WRITE, "what I think")
    publish()
    page = open_()
    page.evaluate("() => { window.jupyterapp.serviceManager.contents.save = () => Promise.reject(new Error('full')); }")
    page.get_by_role("button", name="Open it, and keep yours").click()
    page.get_by_text("Your copy could not be put aside, so nothing is changed: full").wait_for()
    assert open_().evaluate(SOURCES)[1] == "what I think"


def test_who_has_no_copy_gets_the_newest_at_once(reader):
    open_, publish = reader
    page = open_()
    publish()
    page = open_()
    assert page.evaluate(SOURCES)[1].endswith("This is new.")
    page.wait_for_timeout(500)
    assert not page.locator("#edition").is_visible()


def test_the_newest_library_is_installed(reader, site):
    index = json.loads((site / "lite/pypi/all.json").read_text("utf-8"))
    (wheel,) = index["effort"]["releases"][this_edition().version]
    assert wheel["digests"]["sha256"] == sha256((site / "lite/pypi" / wheel["filename"]).read_bytes()).hexdigest()
    open_, publish = reader
    assert sha256_named(open_()) != "another"
    publish()
    assert sha256_named(open_()) == "another"


def sha256_named(page) -> str:
    """The hash by which the page asks for the list of wheels; another hash makes an address never asked for before."""
    settings = json.loads(page.locator("#jupyter-config-data").text_content())["litePluginSettings"]
    own, _ = settings[KERNEL]["pipliteUrls"]
    return own.partition("all.json?sha256=")[2]


def test_the_same_edition_is_no_news(reader):
    open_, publish = reader
    open_("take-away.ipynb").evaluate(WRITE, "what I think")
    publish()
    page = open_("take-away.ipynb")
    assert page.evaluate(SOURCES)[1] == "what I think"
    page.wait_for_timeout(500)
    assert not page.locator("#edition").is_visible()
