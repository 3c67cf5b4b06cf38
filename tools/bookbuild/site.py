"""Finish the built site: few and small files, a strict security policy, and the pages that Sphinx does not make.

python -m bookbuild.site [--base ADDRESS] SITE
"""

import argparse
import re
from pathlib import Path

from bookbuild.alone import write_alone
from bookbuild.extra import write_entrances, write_sitemap
from bookbuild.first import begin_well
from bookbuild.folder import pages_of
from bookbuild.head import describe
from bookbuild.joint import join_files
from bookbuild.twins import write_twins
from bookbuild.unused import drop_unused
from bookbuild.whole import in_order, write_whole


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
    write_alone(site)
    write_whole(site)
    write_twins(site, in_order(site))
    write_entrances(site, base)
    for page in pages_of(site):
        describe(site, page, base)
    if base:
        write_sitemap(site, base)
    drop_unused(site / "_static", [page.read_text("utf-8") for page in pages_of(site)])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bookbuild.site", description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path, help="the folder of the built pages")
    parser.add_argument("--base", help="the address at which the site will be")
    options = parser.parse_args()
    try:
        finish(options.site, options.base)
    except ValueError as error:
        parser.error(str(error))
