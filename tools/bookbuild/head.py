"""What a page's head says to browsers, search engines and those who link to the page."""

import re
from html import escape, unescape
from pathlib import Path

from bookbuild.cite import cited
from bookbuild.folder import pages_of
from bookbuild.policy import policy


def describe(site: Path, page: Path, base: str | None) -> None:
    """Complete a page's head: the policy, what a link to it shows elsewhere, and its address, if there is one."""
    html = page.read_text("utf-8")
    title = unescape(re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1])
    about = re.search(r'<meta name="description" content="([^"]*)"', html)
    head = [
        f'<meta property="og:title" content="{escape(title)}">',
        '<meta property="og:type" content="article">',
        *cited(site, page, title, base),
    ]
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
