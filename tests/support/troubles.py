"""What goes wrong in the pages of a browser: nothing may, in any test."""

from collections.abc import Callable
from urllib.parse import urlsplit

# The distribution of Pyodide that the tests use is a part of the whole one, and lacks this one package, which nothing
# needs.
NOT_THERE = ("matplotlib-pyodide", "matplotlib_pyodide", "Failed to fetch")


def elsewhere(url: str) -> bool:
    """Whether an address is on another host than this machine."""
    parts = urlsplit(url)
    return parts.scheme not in ("about", "blob", "data", "file") and parts.hostname != "127.0.0.1"


def nothing(trouble: str) -> bool:
    """Forgives no trouble at all."""
    return False


class Troubles:
    """All that goes wrong in the pages of a browser's context from now on.

    These are errors and warnings in the console, errors of scripts, requests to other hosts, requests that fail, and
    dialogs, which no page of ours opens.

    Args:
        forgiven: tells of a trouble whether it is known, and none of ours; such a dialog is accepted
    """

    def __init__(self, context, forgiven: Callable[[str], bool] = nothing):
        self.found, self._forgiven = [], forgiven
        context.on("console", lambda said: said.type in ("error", "warning") and self._note(said.type, _said(said)))
        context.on("weberror", lambda error: self._note("script", error.error.stack or str(error.error)))
        context.on("request", lambda request: elsewhere(request.url) and self._note("to another host", request.url))
        # What a page still fetches when its reader goes on to the next is broken off, which is no failure.
        context.on(
            "requestfailed",
            lambda request: request.failure != "net::ERR_ABORTED" and self._note("not loaded", request.url),
        )
        context.on("response", lambda got: got.status >= 400 and self._note(f"status {got.status}", got.url))
        context.on("dialog", self._answer)

    def _note(self, kind: str, words: str) -> None:
        if not self._forgiven(trouble := f"{kind}: {words}"):
            self.found.append(trouble)

    def _answer(self, dialog) -> None:
        known = self._forgiven(f"dialog: {dialog.message}")
        self._note("dialog", dialog.message)
        dialog.accept() if known else dialog.dismiss()

    def end_of_test(self) -> None:
        """There must be none by now; what there is, is not the next test's fault."""
        found, self.found = self.found, []
        assert not found


def _said(message) -> str:
    return f"{message.text} ({message.location['url']})"
