"""Build the chapters that run in the browser, from the command line."""

import argparse
import os
from pathlib import Path

from bookbuild import lite

parser = argparse.ArgumentParser(prog="bookbuild.lite", description=lite.__doc__.splitlines()[0])
parser.add_argument("site", type=Path, help="the folder of the built pages")
parser.add_argument("--pyodide", type=Path, help="the folder of a Pyodide distribution, to be part of the site")
parser.add_argument("--wheels", type=Path, required=True, help="a folder with the packages that the library needs")
options = parser.parse_args()
os.umask(0o022)  # archives record who may read a file, and everybody may read these
try:
    lite.build(options.site, options.wheels, options.pyodide)
except ValueError as error:
    parser.error(str(error))
