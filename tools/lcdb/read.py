"""Read the learning curves of LCDB 1.1 as they are published: its folder `data`, or an archive of it.

One file for each data set holds, as JSON, the error rate of every learner at every training-set size: the mean over up
to 25 splits of the data and its standard error, on the training, the validation and the test part, in that order.
`meta.json` names the axes.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np

__all__ = ["REPETITIONS", "Layout", "Measured", "read_curves", "read_layout"]

REPETITIONS = 25
"""The most splits behind a mean; the files do not say how many there were."""
LAST_DIGIT = 0.01
"""Points: error rates and standard errors are published with four decimals."""


@dataclass(frozen=True)
class Layout:
    """What the axes of every file are.

    Attributes:
        learners: names, in the order of the first axis
        sizes: the training-set sizes of the third axis, increasing
    """

    learners: tuple[str, ...]
    sizes: np.ndarray


@dataclass(frozen=True, eq=False)
class Measured:
    """All learners' curves on one data set, in percentage points; NaN where nothing was measured.

    Attributes:
        data: the data set's number at OpenML
        accuracy: shape (learners, sizes), the mean accuracy on the validation part
        error: shape (learners, sizes), its standard error
        test: shape (learners, sizes), the mean accuracy on the test part
    """

    data: int
    accuracy: np.ndarray
    error: np.ndarray
    test: np.ndarray


def read_layout(source: Path) -> Layout:
    """What `meta.json` says of the axes.

    Raises:
        ValueError: there is no such file, or the axes are others
    """
    for name, text in _files(source):
        if name.name == "meta.json":
            meta = json.loads(text)
            order = (meta["dims"], meta["stat_labels"], meta["tvt_labels"])
            if order != ("(learner, stat, anchor, train-val-test)", ["mean", "stderr"], ["train", "val", "test"]):
                raise ValueError(f"{source}: meta.json has the axes {order}, expected those of LCDB 1.1")
            return Layout(tuple(meta["learners"]), np.array(meta["anchors"], dtype=float))
    raise ValueError(f"{source} holds no meta.json, expected the folder `data` of LCDB 1.1 or an archive of it")


def read_curves(source: Path) -> Iterator[Measured]:
    """One data set after the other, in the order in which they are stored; only one is held in memory at a time."""
    layout = read_layout(source)
    shape = (len(layout.learners), 2, layout.sizes.size, 3)
    for name, text in _files(source):
        if name.parent.name == "er":
            rates = 100 * np.array(json.loads(text), dtype=float)
            if rates.shape != shape:
                raise ValueError(f"{source}: {name} has shape {rates.shape}, expected {shape}")
            yield Measured(int(name.stem), 100 - rates[:, 0, :, 1], rates[:, 1, :, 1], 100 - rates[:, 0, :, 2])


def _files(source: Path) -> Iterator[tuple[PurePosixPath, bytes]]:
    """The JSON files of a folder or an archive, one by one."""
    if source.is_dir():
        for path in sorted(source.rglob("*.json")):
            yield PurePosixPath(path.relative_to(source).as_posix()), path.read_bytes()
        return
    with tarfile.open(source, "r|*") as archive:
        for member in archive:
            if member.isfile() and member.name.endswith(".json"):
                yield PurePosixPath(member.name), archive.extractfile(member).read()
