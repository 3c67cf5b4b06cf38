"""Small tables of facts that the book brings along, each under lines that say where it comes from."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

__all__ = ["read_facts"]


def read_facts(path: Path) -> dict[str, np.ndarray]:
    """The columns of a table by their names: numbers where all cells are numbers or empty (NaN), else text.

    >>> shapes = read_facts(Path(__file__).with_name("lcdb_shapes.csv"))
    >>> shapes["learners"][0].item(), shapes["curves"][0].item()
    ('all', 7203.0)
    """
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(line for line in file if not line.startswith("#"))
    return {name: _column(cells) for name, cells in zip(header, zip(*rows, strict=True), strict=True)}


def _column(cells: tuple[str, ...]) -> np.ndarray:
    try:
        return np.array([float(cell) if cell else np.nan for cell in cells])
    except ValueError:
        return np.array(cells)
