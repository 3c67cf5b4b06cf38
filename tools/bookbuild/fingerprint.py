"""One number for all files of a folder: two sites that have the same are the same to the last byte.

python -m bookbuild.fingerprint FOLDER
"""

import hashlib
import sys
from pathlib import Path


def fingerprint(folder: Path) -> str:
    """The SHA-256 of the names and contents of all files in a folder."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        total.update(
            f"{path.relative_to(folder).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode()
        )
    return total.hexdigest()


if __name__ == "__main__":
    print(fingerprint(Path(sys.argv[1])))
