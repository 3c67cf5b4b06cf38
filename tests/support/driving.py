"""Firefox and WebKit, driven by what they bring along themselves: a few commands of the WebDriver standard are enough.

Firefox takes these commands over its own connection (Marionette), WebKit from the WebDriver program that goes with it.
"""

import itertools
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

FIREFOX = ("firefox-esr", "firefox")
WEBKIT = "WebKitWebDriver"
# What each session says of itself or asks for on its own would only cost time.
PREFERENCES = {
    "marionette.port": 0,
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.shield.optoutstudies.enabled": False,
    "services.settings.server": "data:,nothing",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "ui.prefersReducedMotion": 1,
}
# The commands of the standard that are used here: how each is asked for over HTTP.
OVER_HTTP = {
    "Navigate": "url",
    "ExecuteScript": "execute/sync",
    "ExecuteAsyncScript": "execute/async",
    "PerformActions": "actions",
    "SetWindowRect": "window/rect",
    "SetTimeouts": "timeouts",
    "SwitchToFrame": "frame",
    "ElementSendKeys": "element/{id}/value",
}
PATIENCE = 120  # seconds


class NotStarted(Exception):
    """A browser that cannot be started here, and why."""


class Failed(Exception):
    """What a browser answers to a command that it did not carry out."""


class Tab:
    """A browser's one tab.

    Args:
        command: carries out a command of the WebDriver standard by its name, with its parameters, and returns its value
    """

    def __init__(self, command: Callable[[str, dict], object]):
        self.command = command
        command("SetTimeouts", {"script": 1000 * PATIENCE, "pageLoad": 1000 * PATIENCE})

    def open(self, address: str) -> None:
        self.command("Navigate", {"url": address})

    def resize(self, width: int, height: int) -> None:
        self.command("SetWindowRect", {"width": width, "height": height})

    def run(self, body: str, *arguments):
        """The value that the body of an asynchronous JavaScript function returns; `arguments` are its own."""
        script = """
          const done = arguments[arguments.length - 1];
          const given = [...arguments].slice(0, -1);
          (async function () { %s }).apply(null, given)
            .then((value) => done([value ?? null]), (error) => done(`${error}`));
        """
        answer = self.command("ExecuteAsyncScript", {"script": script % body, "args": arguments})
        if isinstance(answer, str):
            raise Failed(answer)
        return answer[0]

    def wait(self, condition: str, *arguments):
        """Wait until this body of a JavaScript function returns something true, and return that."""
        body = """
          for (const end = Date.now() + %d; Date.now() < end; await new Promise((go) => setTimeout(go, 50))) {
            const value = (function () { %s }).apply(null, arguments);
            if (value) return value;
          }
          throw new Error("waited in vain");
        """
        return self.run(body % (900 * PATIENCE, condition), *arguments)

    def act(self, *sources: dict) -> None:
        self.command("PerformActions", {"actions": list(sources)})

    def stroke(self, *points) -> None:
        """Press the mouse at the first point (pixels from the left and the top of the window), let go at the last."""
        moves = [
            {"type": "pointerMove", "duration": 20, "x": round(x), "y": round(y), "origin": "viewport"}
            for x, y in points
        ]
        first, *rest = moves
        pressed = [{"type": "pointerDown", "button": 0}, *rest, {"type": "pointerUp", "button": 0}]
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}}
        self.act(mouse | {"actions": [first, *pressed]})

    def keys(self, text: str) -> None:
        """Type on the keyboard; the standard's code points stand for the keys that write nothing."""
        strokes = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self.act({"type": "key", "id": "keyboard", "actions": strokes})


def poll(look: Callable[[], object], process: subprocess.Popen):
    """What `look` returns as soon as it returns anything, unless the process ends before."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if value := look():
            return value
        if process.poll() is not None:
            raise NotStarted(f"it ended with {process.returncode} instead of starting")
        time.sleep(0.05)
    raise NotStarted(f"it did not start in {PATIENCE} seconds")


@contextmanager
def running(command: list[str | Path], environment: dict[str, str], log: Path):
    """A program for as long as it is needed, and all that it starts."""
    with (
        log.open("wb") as said,
        subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
        ) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def firefox(folder: Path, dark: bool):
    """A tab of Firefox, with a profile of its own in the folder."""
    program = next(filter(None, map(shutil.which, FIREFOX)), None)
    if not program:
        raise NotStarted(f"none of {', '.join(FIREFOX)} is installed")
    colours = {"layout.css.prefers-color-scheme.content-override": 0 if dark else 1}
    lines = [f"user_pref({json.dumps(key)}, {json.dumps(value)});" for key, value in (PREFERENCES | colours).items()]
    (folder / "user.js").write_text("\n".join(lines), "utf-8")
    started = [program, "--headless", "--marionette", "--no-remote", "--profile", folder]
    with running(started, os.environ | {"HOME": str(folder)}, folder / "said") as process:
        port = folder / "MarionetteActivePort"
        number = int(poll(lambda: port.is_file() and port.read_text(), process))
        with (
            socket.create_connection(("127.0.0.1", number), PATIENCE + 10) as connection,
            connection.makefile("rb") as incoming,
        ):
            marionette = Marionette(connection, incoming)
            marionette.call("WebDriver:NewSession", {})
            yield Tab(lambda name, parameters: marionette.command(name, parameters))
            marionette.call("Marionette:Quit", {})
            process.wait(PATIENCE)


class Marionette:
    """The connection to a Firefox: each message is its length, a colon, and a list in JSON."""

    def __init__(self, connection: socket.socket, incoming: BinaryIO):
        self.connection, self.incoming = connection, incoming
        self.numbers = itertools.count(1)
        self.read()  # it introduces itself

    def read(self):
        length = b""
        while (byte := self.incoming.read(1)) != b":":
            if not byte:
                raise Failed("Firefox has hung up")
            length += byte
        return json.loads(self.incoming.read(int(length)))

    def call(self, name: str, parameters: dict):
        message = json.dumps([0, next(self.numbers), name, parameters]).encode()
        self.connection.sendall(b"%d:%s" % (len(message), message))
        _, _, error, value = self.read()
        if error:
            raise Failed(f"{name}: {error['error']}: {error['message']}")
        return value

    def command(self, name: str, parameters: dict):
        answer = self.call(f"WebDriver:{name}", parameters)
        return answer["value"] if isinstance(answer, dict) and "value" in answer else answer


@contextmanager
def screen(folder: Path):
    """The environment for a program that draws: where there is no screen, one in memory."""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        yield dict(os.environ)
        return
    if not shutil.which("Xvfb"):
        raise NotStarted("there is no screen, and Xvfb is not installed")
    number = folder / "display"
    # The shell hands over the file in which the screen says its number.
    line = 'exec Xvfb -displayfd 3 -screen 0 1400x1000x24 -nolisten tcp 3>"$0"'
    with running(["sh", "-c", line, number], dict(os.environ), folder / "screen-said") as process:
        display = poll(lambda: number.is_file() and number.read_text().strip(), process)
        yield os.environ | {"DISPLAY": f":{display}"}


def mini_browser() -> Path:
    """The browser that goes with the driver; it lies outside the search path."""
    found = sorted(Path("/usr").glob("lib*/**/webkit2gtk-4*/MiniBrowser"))
    if not (shutil.which(WEBKIT) and found):
        raise NotStarted(f"{WEBKIT} and its MiniBrowser are not installed")
    return found[-1]


@contextmanager
def webkit(folder: Path, dark: bool):
    """A tab of WebKit, of the version for GTK."""
    program = mini_browser()
    options = {"binary": str(program), "args": ["--automation", *(["--dark-mode"] if dark else [])]}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with screen(folder) as environment:
        # No graphics card, and nothing kept from an earlier session.
        own = {"HOME": str(folder), "XDG_CACHE_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
        soft = {"LIBGL_ALWAYS_SOFTWARE": "1", "GDK_BACKEND": "x11" if "DISPLAY" in environment else "wayland"}
        with running([WEBKIT, f"--port={port}"], environment | own | soft, folder / "said") as process:
            poll(lambda: answers(port), process)
            try:
                session = over_http(
                    port, "session", {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
                )
            except Failed as failure:
                raise NotStarted(str(failure)) from None
            path = f"session/{session['sessionId']}"
            yield Tab(
                lambda name, parameters: over_http(port, f"{path}/{OVER_HTTP[name].format(**parameters)}", parameters)
            )
            over_http(port, path, method="DELETE")


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def over_http(port: int, path: str, parameters: dict | None = None, method: str = "POST"):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/{path}",
        method=method,
        data=None if parameters is None else json.dumps(parameters).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE + 10) as answer:
            return json.load(answer)["value"]
    except urllib.error.HTTPError as error:
        with error:
            raise Failed(f"{path}: {error.read().decode()}") from None


BROWSERS = {"firefox": firefox, "webkit": webkit}
