"""Finish the built site: few and small files, a strict security policy, and the pages that Sphinx does not make.

python -m bookbuild.site [--base ADDRESS] SITE
"""

import argparse
import base64
import hashlib
import re
from html import escape, unescape
from pathlib import Path

from bookbuild.styles import used_rules

TITLE = "How Far to Push a Model"
STYLES, SCRIPTS = "site.css", "site.js"
# Tabs, of which the book has none, settings of the theme's that say what holds anyway, and the neighbouring pages, which some
# browsers fetch in advance and then refuse, as the policy has no word for that.
NEEDLESS = re.compile(
    r"<script data-sd-tabs[^>]*></script>|<script>DOCUMENTATION_OPTIONS\.[^<]*</script>|"
    r'<link rel="(?:next|prev)"[^>]*>|'
    r'(?<=/>)<meta name="viewport"[^>]*>'
)
# What the theme does before anything is drawn, and what is done in its place.
THEMES_FIRST = re.compile(r'<script data-cfasync="false">\s*document\.documentElement\.dataset\.mode = [^<]*</script>')
FIRST = ("storage.js", "theme.js")
LINKS = {
    STYLES: re.compile(r'<link [^>]*?href="([^"?]*_static/[^"?]*\.css)[^"]*"[^>]*>'),
    SCRIPTS: re.compile(r'<script (?:defer )?src="([^"?]*_static/[^"?]*\.js)[^"]*"></script>'),
}
OWN = ('class="whole chapter scrolled"',)  # on the page that is made last
INLINE = {
    "script": re.compile(r"<script>(.+?)</script>", re.DOTALL),
    "style": re.compile(r"<style[^>]*>(.+?)</style>", re.DOTALL),
}
WHOLE = "whole.html"
FOLLOW_SYSTEM = """<script>
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => { document.documentElement.dataset.theme = dark.matches ? "dark" : "light"; };
  follow();
  dark.addEventListener("change", follow);
  // Paper is light.
  addEventListener("beforeprint", () => { document.documentElement.dataset.theme = "light"; });
  addEventListener("afterprint", follow);
</script>"""
NOT_IN_WHOLE = ("library", "rerun")  # for those who have the book's folder at hand


def pages_of(site: Path) -> list[Path]:
    """The pages that are read, in the order of their names."""
    return [path for path in sorted(site.rglob("*.html")) if path.relative_to(site).parts[0] not in ("lite", "_static")]


def up(site: Path, page: Path) -> str:
    """The way from a page to the root of the site, as each page must work wherever the site is put."""
    return "../" * (len(page.relative_to(site).parts) - 1)


def join_files(site: Path) -> None:
    """Put all style sheets into one file, and the scripts that every page loads into another: fewer requests a visit."""
    pages = {page: NEEDLESS.sub("", page.read_text("utf-8")) for page in pages_of(site)}

    def target(page: Path, link: re.Match) -> Path:
        return page.parent.joinpath(link[1]).resolve()

    def linked(kind: str) -> list[list[Path]]:
        return [[target(page, link) for link in LINKS[kind].finditer(html)] for page, html in pages.items()]

    def put(kind: str, files: list[Path], text: str, tag: str) -> None:
        """Write the joint file, and let it stand for the files in every page."""
        (site / "_static" / kind).write_text(text, "utf-8")
        version = hashlib.sha256(text.encode()).hexdigest()[:8]
        for page, html in pages.items():
            rest = LINKS[kind].sub(lambda link, page=page: "" if target(page, link) in files else link[0], html)
            joint = tag.format(f"{up(site, page)}_static/{kind}?v={version}")
            pages[page] = rest.replace("</title>", f"</title>\n    {joint}", 1)

    # In the order of the page that has the most, as later styles overrule earlier ones.
    every = linked(SCRIPTS)
    scripts = [file for file in max(every, key=len) if all(file in each for each in every)]
    # Not every script ends its last statement.
    put(SCRIPTS, scripts, ";\n".join(file.read_text("utf-8") for file in scripts), '<script defer src="{}"></script>')

    every = linked(STYLES)
    styles = max(every, key=len)
    if stray := {file for each in every for file in each} - set(styles):
        raise ValueError(f"{sorted(stray)} are not on the page that has most style sheets, expected all there")
    loaded = {file for each in linked(SCRIPTS) for file in each} | {*(site / "_static/explorers").glob("*.js")}
    users = [*pages.values(), *(path.read_text("utf-8") for path in loaded), *OWN]
    text = used_rules("\n".join(file.read_text("utf-8") for file in styles), users)
    put(STYLES, styles, text, '<link rel="stylesheet" href="{}">')

    for page, html in pages.items():
        # The scripts of a single page come after the joint one, which they need.
        html = html.replace("<script src=", "<script defer src=")
        page.write_text(re.sub(r"\n\s*\n+", "\n", html[: html.index("<body")]) + html[html.index("<body") :], "utf-8")


def begin_well(site: Path) -> None:
    """Let each page work where the browser keeps nothing, and have its colours from the first paint on.

    Raises:
        ValueError: a page does not begin as the theme's pages do
    """
    texts = [Path(__file__).with_name(name).read_text("utf-8") for name in FIRST]
    first = "\n".join(f"<script>\n{text}</script>" for text in texts)
    for page in pages_of(site):
        html, count = THEMES_FIRST.subn(lambda _: first, page.read_text("utf-8"))
        if count != 1:
            raise ValueError(f"{page} has {count} scripts that set the colours first, expected the theme's one")
        # What holds without scripts; no style is written for the theme's "auto".
        page.write_text(html.replace('data-theme="auto"', 'data-theme="light"', 1), "utf-8")


def policy(html: str, parsed: str = "", base: str | None = None) -> str:
    """The security policy of a page: nothing but its own site, and of the text in the page only the scripts and styles there.

    Args:
        html: the page
        parsed: other pages, that its scripts parse without showing them; a browser applies the page's policy to their styles
        base: the site's address, if known; WebKit needs it where another site has the page in a sandboxed frame, as a page
            there has no site of its own that 'self' could mean

    >>> policy("<head><style>p {}</style></head>").split("; ")[2]
    "style-src 'self' 'sha256-SNJDlN1Iy2mnt7DOjQIyDb2LQE6O5PQiSZomcdzawQ4='"
    >>> policy("", base="https://example.org/a,b;c/").split("; ")[1]
    "script-src 'self' https://example.org/a%2Cb%3Bc/"
    """
    # What separates the parts of a policy is written otherwise in an address.
    own = "'self'" + (f" {base.replace(';', '%3B').replace(',', '%2C')}" if base else "")
    sources = {
        kind: " ".join([own, *sorted({_digest(match[1]) for match in INLINE[kind].finditer(text)})])
        for kind, text in (("script", html), ("style", html + parsed))
    }
    return (
        f"default-src 'none'; script-src {sources['script']}; style-src {sources['style']}; "
        f"img-src {own} data:; connect-src {own}; form-action {own}; base-uri 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def describe(site: Path, page: Path, base: str | None) -> None:
    """Complete a page's head: the policy, what a link to it shows elsewhere, and its address, if there is one."""
    html = page.read_text("utf-8")
    title = unescape(re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1])
    about = re.search(r'<meta name="description" content="([^"]*)"', html)
    head = [f'<meta property="og:title" content="{escape(title)}">', '<meta property="og:type" content="article">']
    if about:
        head.append(f'<meta property="og:description" content="{about[1]}">')
    if base:  # these must be whole addresses
        address = base + page.relative_to(site).as_posix()
        image = f"{base}_static/preview.png"
        head += [
            f'<link rel="canonical" href="{escape(address)}">',
            f'<meta property="og:url" content="{escape(address)}">',
            f'<meta property="og:image" content="{escape(image)}">',
            '<meta name="twitter:card" content="summary_large_image">',
        ]
    searched = "".join(each.read_text("utf-8") for each in pages_of(site)) if "searchtools.js" in html else ""
    first = f'<meta http-equiv="Content-Security-Policy" content="{escape(policy(html, searched, base), quote=False)}">'
    html = re.sub(r'(<meta charset="[^"]*"\s*/?>)', lambda match: f"{match[0]}\n    {first}", html, count=1)
    page.write_text(html.replace("</title>", "</title>\n    " + "\n    ".join(head), 1), "utf-8")


def bare_page(title: str, body: str, head: str = "") -> str:
    """A page outside the book's frame."""
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n{head}'
        f"</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def write_doors(site: Path, base: str | None) -> None:
    """The page at the root, which leads on to the first, and the one for addresses that do not exist."""
    style = "<style>:root { color-scheme: light dark; font: 1.1rem/1.6 system-ui, sans-serif; } main { max-width: 34rem; margin: 15vh auto; padding: 0 1rem; }</style>\n"
    start = "book/index.html"
    onward = f'<meta http-equiv="refresh" content="0; url={start}">\n<meta name="description" content="{TITLE}: how companies spread machine-learning effort, and where research happens.">\n'
    body = f'<main><h1>{TITLE}</h1><p><a href="{start}">To the book</a></p></main>'
    (site / "index.html").write_text(
        bare_page(TITLE, body, '<link rel="icon" href="data:,">\n' + onward + style), "utf-8"
    )
    # The server shows it for addresses of any depth, so a relative one would lead anywhere.
    body = f'<main><h1>There is no such page</h1><p>It may have moved. <a href="{escape(base or "/")}">To the start of the book</a></p></main>'
    style += '<link rel="icon" href="data:,">\n'
    (site / "404.html").write_text(bare_page(f"No such page — {TITLE}", body, style), "utf-8")


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


def write_whole(site: Path) -> None:
    """All chapters on one page, to print or to save, without scripts; a live figure is its picture."""
    front = (site / "book/index.html").read_text("utf-8")
    contents = re.findall(r'<li class="toctree-l1[^"]*"><a class="[^"]*" href="([\w-]+)\.html">', front)
    names = [name for name in dict.fromkeys(["index", *contents]) if name not in NOT_IN_WHOLE]
    parts = []
    for name in names:
        article = article_of((site / f"book/{name}.html").read_text("utf-8"))
        article = re.sub(r"<button.*?</button>", "", article, flags=re.DOTALL)
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


def write_sitemap(site: Path, base: str) -> None:
    """List the pages that are read, for search engines."""
    places = [page.relative_to(site).as_posix() for page in pages_of(site)]
    listed = "".join(
        f"<url><loc>{escape(base + place)}</loc></url>\n"
        for place in places
        if place.startswith("book/") or place == WHOLE
    )
    (site / "sitemap.xml").write_text(
        f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{listed}</urlset>\n',
        "utf-8",
    )


def finish(site: Path, base: str | None = None) -> None:
    """Everything above, for a site that Jupyter Book has just built.

    Args:
        site: its folder
        base: the address at which the site will be, if that is known

    Raises:
        ValueError: `base` is not a whole address
    """
    if base and not re.fullmatch(r"https?://[^\s\"'<>?#]+", base):
        raise ValueError(f"the base address is {base!r}, expected one like https://example.org/book/")
    base = base and base.rstrip("/") + "/"
    (site / "index.html").unlink()
    join_files(site)
    begin_well(site)
    write_whole(site)
    write_doors(site, base)
    for page in pages_of(site):
        describe(site, page, base)
    if base:
        write_sitemap(site, base)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bookbuild.site", description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path, help="the folder of the built pages")
    parser.add_argument("--base", help="the address at which the site will be")
    options = parser.parse_args()
    try:
        finish(options.site, options.base)
    except ValueError as error:
        parser.error(str(error))
