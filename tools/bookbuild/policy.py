"""The security policy of a page: nothing but its own site, and of what the page holds, the scripts and styles there."""

import base64
import hashlib
import re

INLINE = {
    "script": re.compile(r"<script>(.+?)</script>", re.DOTALL),
    "style": re.compile(r"<style[^>]*>(.+?)</style>", re.DOTALL),
}


def policy(html: str, parsed: str = "", base: str | None = None) -> str:
    """The policy of one page.

    Args:
        html: the page
        parsed: other pages, that its scripts parse without showing them; a browser applies the page's policy to their
            styles
        base: the site's address, if known; WebKit needs it where another site has the page in a sandboxed frame, as a
            page there has no site of its own that 'self' could mean

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
