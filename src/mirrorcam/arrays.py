"""The kinds of arrays that are passed around; a docstring beside each tells its shape."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
"""Of single precision: what a tracker gives and a recording keeps."""
Numbers = NDArray[np.intp]
"""Whole ones: which row or sample."""
Flags = NDArray[np.bool_]
Pixels = NDArray[np.uint8]
"""(height, width, 3) RGB, never flipped, unless something else is said."""
