"""Build the book again whenever one of its sources changes, and show it in the browser.

python -m bookbuild.watch

Only what has changed is built, into a folder of its own: `make book`, which starts from nothing, has the last word.
"""

import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

from bookbuild.serve import Handler, make_server
from bookbuild.site import finish

PROJECT = Path(__file__).parents[2]
FOLDER = PROJECT / "_build/watch"
SOURCES = ("_config.yml", "_toc.yml", "CHANGELOG.md", "book", "lib", "tools")
EVERY = 0.3  # seconds between two looks at the sources
# Asks which build it is, and loads the page anew when it is another.
RELOAD = b"""\
let first;
setInterval(async () => {
  const build = await (await fetch("/which-build")).text();
  first ??= build;
  if (build !== first) location.reload();
}, 500);
"""


class Watched(Handler):
    """Serves the newest build; its pages ask whether there is a newer one."""

    build = 0

    def do_GET(self) -> None:  # noqa: N802 - the name that http.server calls
        """Answer for the two addresses that only exist while somebody watches, and for the pages."""
        place = self.path.split("?")[0]
        if place == "/which-build":
            self._answer(str(Watched.build).encode(), "text/plain")
        elif place == "/reload.js":
            self._answer(RELOAD, "text/javascript")
        elif place.endswith(".html") and (page := Path(self.translate_path(self.path))).is_file():
            tag = b'<script defer src="/reload.js"></script></head>'
            self._answer(page.read_bytes().replace(b"</head>", tag, 1), "text/html; charset=utf-8")
        else:
            super().do_GET()

    def _answer(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def state() -> dict[Path, int]:
    """When each source was last changed."""
    roots = [PROJECT / name for name in SOURCES]
    files = [path for root in roots for path in (root.rglob("*") if root.is_dir() else [root]) if path.is_file()]
    return {path: path.stat().st_mtime_ns for path in files if "__pycache__" not in path.parts}


def build() -> None:
    """Build what has changed, and put the finished pages in the place of those before."""
    began = time.monotonic()
    command = [Path(sys.executable).with_name("jupyter-book"), "build", ".", "-n", "--keep-going", "--quiet"]
    done = subprocess.run([*command, "--path-output", FOLDER], cwd=PROJECT, capture_output=True, text=True)
    if done.returncode or "WARNING" in done.stderr:
        print(done.stdout, done.stderr, sep="\n")
    raw, site, new = FOLDER / "_build/html", FOLDER / "site", FOLDER / "new"
    if done.returncode or not raw.is_dir():
        return
    shutil.rmtree(new, ignore_errors=True)
    shutil.copytree(raw, new)
    finish(new)
    shutil.rmtree(site, ignore_errors=True)
    new.rename(site)
    Watched.build += 1
    print(f"Built in {time.monotonic() - began:.1f} s.", flush=True)


def main() -> None:
    """Watch until somebody interrupts."""
    before = state()
    build()
    server, address = make_server(FOLDER / "site", 0, Watched)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"The book is at {address}book/index.html; it follows its sources (stop with Ctrl-C).", flush=True)
    try:
        while True:
            time.sleep(EVERY)
            if (now := state()) != before:
                before = now
                build()
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
