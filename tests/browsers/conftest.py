"""The built site in Firefox and in WebKit, as far as they start here."""

import os
import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest
from bookbuild.policy import policy
from bookbuild.serve import Handler, served
from support.driving import BROWSERS, NotStarted

WATCH = Path(__file__).with_name("watch.js").read_bytes()
WIDTHS = {"dark": 1280, "light": 500}
NOT_TESTED = "NOT TESTED in {}: {}. (With REQUIRE_BROWSERS={} this is a failure.)"
FRAME = """<!DOCTYPE html><title>Another site</title>
<iframe sandbox="allow-scripts" width="1200" height="700" src="{}"></iframe>"""


class Watched(Handler):
    """Serves a site, with a script in each page that notes what goes wrong."""

    def do_GET(self):  # noqa: N802 - the server calls it by this name
        path = Path(self.translate_path(self.path))
        if self.path == "/watch.js":
            self.give(WATCH, "text/javascript")
        elif path.suffix == ".html" and path.is_file():
            self.give(path.read_bytes().replace(b"<head>", b'<head><script src="/watch.js"></script>', 1), "text/html")
        else:
            super().do_GET()

    def give(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture(scope="session")
def address(site):
    with served(site, Watched) as address:
        yield address


@pytest.fixture(scope="session")
def elsewhere(site, tmp_path_factory):
    """The address of another site, which has a page of the book in a sandboxed frame.

    The page is one of a site that knows its own address.
    """
    folder, known = tmp_path_factory.mktemp("elsewhere"), tmp_path_factory.mktemp("known")
    shutil.copytree(site / "_static", known / "_static")
    (known / "book").mkdir()
    html = (site / "book/growth.html").read_text("utf-8")
    with served(known, Watched) as address, served(folder, Watched) as other:
        (known / "book/growth.html").write_text(html.replace(policy(html), policy(html, base=address)), "utf-8")
        (folder / "index.html").write_text(FRAME.format(f"{address}book/growth.html"), "utf-8")
        yield other


@pytest.fixture(scope="module", params=[(name, theme) for name in BROWSERS for theme in WIDTHS], ids="-".join)
def tab(request, tmp_path_factory):
    """A tab of each browser, wide in a dark system and narrow in a light one."""
    name, theme = request.param
    with ExitStack() as stack:
        try:
            tab = stack.enter_context(BROWSERS[name](tmp_path_factory.mktemp(name), theme == "dark"))
        except NotStarted as reason:
            message = NOT_TESTED.format(name, reason, name)
            (pytest.fail if name in os.environ.get("REQUIRE_BROWSERS", "").split() else pytest.skip)(message)
        tab.theme = theme
        tab.resize(WIDTHS[theme], 900)
        yield tab
