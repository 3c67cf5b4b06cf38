"""All chapters on one page, to print or to save, without scripts."""

import re
from pathlib import Path

from bookbuild.extra import bare_page
from bookbuild.folder import TITLE, WHOLE

FOLLOW_SYSTEM = """<script>
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => { document.documentElement.dataset.theme = dark.matches ? "dark" : "light"; };
  follow();
  dark.addEventListener("change", follow);
  // Paper is light.
  addEventListener("beforeprint", () => { document.documentElement.dataset.theme = "light"; });
  addEventListener("afterprint", follow);
</script>"""
NOT_IN_WHOLE = ("library", "rerun", "accessibility", "changes")  # for those who have the book's folder at hand


def article_of(html: str) -> str:
    """What is inside a page's article."""
    return re.search(r"<article[^>]*>(.*?)</article>", html, re.DOTALL)[1]


def as_part(html: str, name: str, names: list[str]) -> str:
    """A page's article as a part of the page that holds all, its identifiers and links made to fit.

    >>> as_part('<p id="a"><a href="#a">here</a> <a href="two.html#b">there</a></p>', "one", ["one", "two"])
    '<p id="one--a"><a href="#one--a">here</a> <a href="#two--b">there</a></p>'
    """

    def link(match):
        page, _, place = match[1].partition("#")
        page = page.removesuffix(".html") or name
        return f'href="#{page}--{place}"' if place else f'href="#{page}"'

    others = "|".join(map(re.escape, names))
    html = re.sub(rf'href="((?:(?:{others})\.html)?#[^"]*|(?:{others})\.html)"', link, html)
    html = re.sub(r'href="(?!#|https?:)[^"]*"', "", html)  # leads out of the pages that are here
    html = re.sub(r'\b(id|for|aria-labelledby|aria-describedby)="([^"]+)"', rf'\1="{name}--\2"', html)
    return re.sub(r"url\(#", f"url(#{name}--", html)


def in_order(site: Path) -> list[str]:
    """The names of the book's pages, as its first page lists them."""
    front = (site / "book/index.html").read_text("utf-8")
    contents = re.findall(r'<li class="toctree-l1[^"]*"><a class="[^"]*" href="([\w-]+)\.html">', front)
    return list(dict.fromkeys(["index", *contents]))


def write_whole(site: Path) -> None:
    """All chapters on one page, to print or to save, without scripts; a live figure is its picture."""
    front = (site / "book/index.html").read_text("utf-8")
    names = [name for name in in_order(site) if name not in NOT_IN_WHOLE]
    parts = []
    for name in names:
        article = article_of((site / f"book/{name}.html").read_text("utf-8"))
        article = re.sub(r'<p class="(?:keep-figure|run-cell).*?</p>|<button.*?</button>', "", article, flags=re.DOTALL)
        article = re.sub(r'<details class="sd-[^"]*"', r"\g<0> open", article)
        article = re.sub(
            r"<table\b.*?</table>", r'<div class="scrolled" tabindex="0">\g<0></div>', article, flags=re.DOTALL
        )
        article = article.replace('<div class="formula">', '<div class="formula" tabindex="0">')
        # One heading above all, which the first page has as its own.
        article = re.sub(r"<h1>" + TITLE + r"\b.*?</h1>", "", article, flags=re.DOTALL)
        article = re.sub(r"<(/?)h([1-5])\b", lambda match: f"<{match[1]}h{int(match[2]) + 1}", article)
        parts.append(f'<section id="{name}" class="chapter">\n{as_part(article, name, names)}\n</section>')
    links = "\n".join(re.findall(r'<link rel="(?:stylesheet|icon)"[^>]*>', front)).replace('"../', '"')
    page = bare_page(
        f"The whole book — {TITLE}",
        f'<main class="bd-content whole"><article class="bd-article"><h1>{TITLE}</h1>{"".join(parts)}</article></main>',
        f'<meta name="description" content="All chapters of {TITLE} on one page.">\n{links}\n{FOLLOW_SYSTEM}\n',
    )
    (site / WHOLE).write_text(page, "utf-8")
