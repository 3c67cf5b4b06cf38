"""The whole book in one file, to unpack anywhere: every page and live figure, without the Python for the browser.

python -m bookbuild.download SITE
"""

import argparse
import zipfile
from pathlib import Path

from bookbuild.edition import this_edition

THEN = (2020, 1, 1, 0, 0, 0)  # a time that every build has
WHEELS = ("lite", "pypi")


def file_name() -> str:
    """What the file is called, with its edition."""
    return f"how-far-to-push-a-model-{this_edition().version}.zip"


def wanted(place: Path) -> bool:
    """Whether a file of the site goes in.

    All but the book for e-readers, and the chapters in the browser, of which only the library is kept.

    >>> wanted(Path("book/growth.html")), wanted(Path("lite/lab/index.html")), wanted(Path("lite/pypi/a.whl"))
    (True, False, True)
    """
    if place.suffix == ".epub":
        return False
    return place.parts[0] != "lite" or (place.parts[:2] == WHEELS and place.suffix == ".whl")


def pack(site: Path) -> Path:
    """Write the file into the site; the same site gives the same bytes."""
    target = site / file_name()
    target.unlink(missing_ok=True)
    folder = target.stem
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(path for path in site.rglob("*") if path.is_file()):
            place = path.relative_to(site)
            if path == target or not wanted(place):
                continue
            content = path.read_bytes()
            if path.suffix == ".html":
                # Pages that know what is not there, chapters that run in the browser above all, do not offer it.
                content = content.replace(b"<html ", b"<html data-without-python ", 1)
            entry = zipfile.ZipInfo(f"{folder}/{place.as_posix()}", THEN)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)
    return target


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bookbuild.download", description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path, help="the folder of the built pages")
    pack(parser.parse_args().site)
