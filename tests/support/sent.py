"""What Python sends to a figure, as the page reads it."""

import numpy as np


def unpacked(column: dict) -> np.ndarray:
    return np.array(column["numbers"].split(), dtype=float)
