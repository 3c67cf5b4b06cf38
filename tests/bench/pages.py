"""What a first visit to the chapters costs, beside a chapter made with Jupyter Book's defaults, and beside bare text.

Prints bytes as sent compressed, requests, the time to the first paint and until the live figure answers (medians of
fresh visits, all in one browser in one run), and Lighthouse's marks for a phone where npm is there to install it.
"""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

import numpy as np
from bookbuild.serve import Handler, served
from bookbuild.whole import article_of
from playwright.sync_api import sync_playwright
from support.chromium import how_to_launch, installed_browser
from support.contents import chapters

ROOT = Path(__file__).parents[2]
COMPARED = "growth"
VISITS = 15
LIGHTHOUSE = "lighthouse@12.8.2"
MARKS = ("performance", "accessibility", "best-practices", "seo")
ROW = "{:26} {:>10} {:>9} {:>13} {:>14} {:>12}"

# When the explorer has said its first sentence, and when the first text was painted.
LIVE = """
  new MutationObserver((_, observer) => {
    if (!document.querySelector('.explorer .explorer-sentence:not(:empty)')) return;
    window.live = performance.now();
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true, characterData: true });
"""
PAINTED = """() => new Promise((done) => new PerformanceObserver((list) => {
  const [paint] = list.getEntriesByName('first-contentful-paint');
  if (paint) done(paint.startTime);
}).observe({ type: 'paint', buffered: true }))"""


class Compressing(Handler):
    """Sends text compressed, as nearly every web server does."""

    def send_head(self):
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if path.suffix not in (".html", ".css", ".js", ".svg", ".json") or not path.is_file():
            return super().send_head()
        body = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return BytesIO(body)


def default_page(folder: Path) -> Path:
    """The compared chapter, made by Jupyter Book with nothing set but that it need not be run."""
    source = folder / "source"
    source.mkdir()
    shutil.copy(ROOT / f"book/{COMPARED}.ipynb", source)
    (source / "_config.yml").write_text('title: A book\nexecute: {execute_notebooks: "off"}\n')
    (source / "_toc.yml").write_text(f"format: jb-book\nroot: {COMPARED}\n")
    # It warns of the references to other chapters, which are not there.
    command = [Path(sys.executable).with_name("jupyter-book"), "build", "-q", "source"]
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return source / "_build/html"


def bare_site(folder: Path, page: Path) -> Path:
    """The words of a chapter and its headings, without style, figure or script, as the one page of a new site."""
    article = article_of(page.read_text("utf-8"))
    article = re.sub(r"<(svg|style|button|script)\b.*?</\1>", "", article, flags=re.DOTALL)
    article = re.sub(r"<(/?(?:h\d|p|li|ul|ol|table|tr|td|th|pre|code|em|strong))\b[^>]*>", r"<\1>", article)
    article = re.sub(r"<(?!/?(?:h\d|p|li|ul|ol|table|tr|td|th|pre|code|em|strong)>)[^>]*>", "", article)
    html = f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Bare</title><body>{article}</body></html>'
    (folder / "bare").mkdir()
    (folder / "bare/index.html").write_text(html, "utf-8")
    return folder / "bare"


def visit(browser, address: str, own: str) -> dict:
    """One first visit: bytes, requests, of those to other hosts, and times in ms."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(LIVE)
    page = context.new_page()
    responses, others = [], []
    # There is nobody to answer, and waiting for that would spoil the times.
    context.route(lambda url: not url.startswith(own), lambda route: (others.append(route.request.url), route.abort()))
    page.on("requestfinished", lambda request: responses.append(request))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    result = {
        "bytes": sum(request.sizes()["responseBodySize"] for request in responses),
        "requests": len(responses),
        "others": len(others),
        "paint": page.evaluate(PAINTED),
        "live": page.evaluate("window.live ?? NaN"),
    }
    context.close()
    return result


def visits(browser, pages: dict[str, tuple[str, str]]) -> dict[str, dict]:
    """Medians over visits that take turns, so that a slow moment of the machine falls on all pages alike."""
    seen = {name: [] for name in pages}
    for _ in range(VISITS + 1):
        for name, (address, own) in pages.items():
            seen[name].append(visit(browser, address, own))
    return {
        name: {key: float(np.median([each[key] for each in all_[1:]])) for key in all_[0]}
        for name, all_ in seen.items()
    }


def report(name: str, found: dict) -> None:
    others = f" + {found['others']:.0f}" if found["others"] else ""
    live = "" if np.isnan(found["live"]) else f"{found['live']:.0f} ms"
    print(
        ROW.format(
            name,
            f"{found['bytes'] / 1000:.0f} kB",
            f"{found['requests']:.0f}",
            others,
            f"{found['paint']:.0f} ms",
            live,
        )
    )


def lighthouse(address: str, chromium: str, folder: Path) -> None:
    if not shutil.which("npm"):
        print("npm is not installed; leaving Lighthouse out")
        return
    subprocess.run(
        ["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", folder, LIGHTHOUSE],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    print(f"\n{LIGHTHOUSE}, its default setting for a phone, out of 100")
    print(("{:26}" + " {:>15}" * 4).format("", *MARKS))
    for chapter in chapters():
        done = subprocess.run(
            [
                folder / "node_modules/.bin/lighthouse",
                f"{address}book/{chapter}.html",
                "--quiet",
                "--output=json",
                f"--only-categories={','.join(MARKS)}",
                "--chrome-flags=--headless --no-sandbox --disable-gpu",
            ],
            env=os.environ | {"CHROME_PATH": chromium},
            capture_output=True,
            text=True,
            check=True,
        )
        categories = json.loads(done.stdout)["categories"]
        print(("{:26}" + " {:>15.0f}" * 4).format(chapter, *(100 * categories[mark]["score"] for mark in MARKS)))


def main(site: Path) -> None:
    with (
        tempfile.TemporaryDirectory() as name,
        sync_playwright() as playwright,
        served(site, Compressing) as own,
        served(default_page(folder := Path(name)), Compressing) as defaults,
        served(bare_site(folder, site / f"book/{COMPARED}.html"), Compressing) as bare,
    ):
        browser = playwright.chromium.launch(**how_to_launch(whole=True))
        pages = {chapter: (f"{own}book/{chapter}.html", own) for chapter in chapters()}
        pages[f"{COMPARED}, with defaults"] = (f"{defaults}{COMPARED}.html", defaults)
        pages[f"{COMPARED}, bare text"] = (bare, bare)
        found = visits(browser, pages)
        browser.close()
        print(f"A first visit, medians of {VISITS}")
        print(ROW.format("", "sent", "requests", "other hosts", "first paint", "figure live"))
        for page, figures in found.items():
            report(page, figures)
        ours, text = found[COMPARED], found[f"{COMPARED}, bare text"]
        paint, live = (ours[moment] / text["paint"] for moment in ("paint", "live"))
        print(f"{COMPARED} / bare text: first paint {paint:.2f}, live {live:.2f}")
        lighthouse(own, installed_browser(whole=True) or playwright.chromium.executable_path, folder / "npm")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
