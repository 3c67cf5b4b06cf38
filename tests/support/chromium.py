"""Where Chromium is, and how it is started, for the tests and the benchmark."""

import shutil

# Where an installed browser may be, by the names it goes under. The first is Chromium without windows and profiles,
# which takes a third less of the processor's time.
PROGRAMS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# It must not depend on a graphics card, on what an earlier run left, or on what it does on its own.
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def installed_browser(whole: bool = False) -> str | None:
    """The path of one; with `whole`, of one that heeds a reader's settings."""
    return next(filter(None, map(shutil.which, PROGRAMS[whole:])), None)


def how_to_launch(whole: bool = False) -> dict:
    """What Playwright launches it with; with no path it is Playwright's own browser, if that has been downloaded."""
    return {"executable_path": installed_browser(whole), "args": ARGUMENTS}
