"""What an author sees while sources change: the newest pages, which load anew, and never a half-built one."""

import subprocess
import threading
import urllib.error
import urllib.request
from types import SimpleNamespace

import pytest
from bookbuild import watch
from bookbuild.serve import make_server
from bookbuild.watch import Watched


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with one source, whose build copies it into a page; it fails where the source says so."""
    (tmp_path / "book").mkdir()
    source = tmp_path / "book/index.md"
    source.write_text("first")

    def run(command, cwd, **_):
        assert cwd == tmp_path and "build" in command
        text = source.read_text()
        if text == "broken":
            return SimpleNamespace(returncode=1, stdout="", stderr="index.md:1: it is broken")
        raw = watch.FOLDER / "_build/html/book"
        raw.mkdir(parents=True, exist_ok=True)
        (raw / "index.html").write_text(f"<html><head></head><body>{text}</body></html>")
        return SimpleNamespace(returncode=0, stdout="", stderr="")

    monkeypatch.setattr(watch, "PROJECT", tmp_path)
    monkeypatch.setattr(watch, "FOLDER", tmp_path / "_build/watch")
    monkeypatch.setattr(watch, "finish", lambda site: (site / "finished").touch())
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(Watched, "build", 0)
    return source


def get(address: str) -> str:
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode()


def test_pages_follow_their_source_and_know_that_there_is_a_newer_build(project, capsys):
    before = watch.state()
    watch.build()
    server, address = make_server(watch.FOLDER / "site", 0, Watched)
    threading.Thread(target=server.serve_forever).start()
    with server:
        try:
            page = get(f"{address}book/index.html")
            assert "first" in page and '<script defer src="/reload.js"></script></head>' in page
            assert "location.reload()" in get(f"{address}reload.js") and get(f"{address}which-build") == "1"
            project.write_text("second")
            assert watch.state() != before
            watch.build()
            assert "second" in get(f"{address}book/index.html?v=1") and get(f"{address}which-build") == "2"
            project.write_text("broken")
            watch.build()
            assert "second" in get(f"{address}book/index.html"), "what was built last stays"
            assert get(f"{address}which-build") == "2"
            assert "index.md:1: it is broken" in capsys.readouterr().out
            with pytest.raises(urllib.error.HTTPError, match="404") as refused:
                get(f"{address}book/nowhere.html")
            refused.value.close()
        finally:
            server.shutdown()


def test_what_python_leaves_behind_is_no_change(project):
    before = watch.state()
    left = project.parent / "__pycache__"
    left.mkdir()
    (left / "a.pyc").touch()
    assert watch.state() == before
    (project.parent / "new.ipynb").touch()
    assert watch.state() != before
