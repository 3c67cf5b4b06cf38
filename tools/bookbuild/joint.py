"""Few and small files: one for the style of all pages, one for the scripts that every page loads."""

import hashlib
import re
from pathlib import Path

from bookbuild.folder import pages_of, up
from bookbuild.styles import in_tags, used_rules

STYLES, SCRIPTS = "site.css", "site.js"
# Tabs, of which the book has none, settings of the theme's that say what holds anyway, and the neighbouring pages,
# which some browsers fetch in advance and then refuse, as the policy has no word for that. What only Bootstrap's
# script reads, which no page loads. And a name for "Show the code" that says something else.
NEEDLESS = re.compile(
    r"<script data-sd-tabs[^>]*></script>|<script>DOCUMENTATION_OPTIONS\.[^<]*</script>|"
    r'<link rel="(?:next|prev)"[^>]*>|'
    r'(?<=/>)<meta name="viewport"[^>]*>|'
    r' data-bs-(?:placement="bottom"|toggle="tooltip")|'
    r'(?<=<summary) aria-label="Toggle hidden content"'
)
LINKS = {
    STYLES: re.compile(r'<link [^>]*?href="([^"?]*_static/[^"?]*\.css)[^"]*"[^>]*>'),
    SCRIPTS: re.compile(r'<script (?:defer )?src="([^"?]*_static/[^"?]*\.js)[^"]*"></script>'),
}
MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
OWN = ('class="whole chapter scrolled"',)  # on the page that is made last


def join_files(site: Path) -> None:
    """Put all style sheets into one file, and the scripts that every page loads into another: fewer requests."""
    # A tooltip is one of the browser's own.
    pages = {
        page: NEEDLESS.sub("", page.read_text("utf-8")).replace(" data-bs-title=", " title=") for page in pages_of(site)
    }

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
    # Not every script ends its last statement; and the maps to their sources are not published.
    text = MAP.sub("", ";\n".join(file.read_text("utf-8") for file in scripts))
    put(SCRIPTS, scripts, text, '<script defer src="{}"></script>')

    every = linked(STYLES)
    styles = max(every, key=len)
    if stray := {file for each in every for file in each} - set(styles):
        raise ValueError(f"{sorted(stray)} are not on the page that has most style sheets, expected all there")
    loaded = {file for each in linked(SCRIPTS) for file in each} | {*(site / "_static/explorers").glob("*.js")}
    loaded.add(site / "_static/running.js")
    users = [*map(in_tags, pages.values()), *(path.read_text("utf-8") for path in loaded), *OWN]
    text = used_rules("\n".join(file.read_text("utf-8") for file in styles), users)
    put(STYLES, styles, text, '<link rel="stylesheet" href="{}">')

    for page, html in pages.items():
        # The scripts of a single page come after the joint one, which they need.
        html = html.replace("<script src=", "<script defer src=")
        page.write_text(re.sub(r"\n\s*\n+", "\n", html[: html.index("<body")]) + html[html.index("<body") :], "utf-8")
