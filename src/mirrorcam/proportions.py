"""The proportions of a face that expressions hardly move: is this the person whose neutral it is?

Nine lengths in the head frame, each in what the same face differs by in it. They tell most people apart, not all, and
never who somebody is; only the numbers of the own neutral are kept, with it.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mirrorcam.arrays import Floats, Singles
from mirrorcam.landmarks import RIGID_POINTS, faces_to_head, mirrored

# Of the right half, with its mirror image: width at the outer and inner corners of the eyes, the temples (at two
# heights), the ears, the cheekbones and below; and the tip of the nose.
_PAIRED = (33, 133, 127, 162, 234, 93, 132)
_TIP = 4
POINTS = np.array([*_PAIRED, *(mirrored(point) for point in _PAIRED), _TIP])
LENGTHS = 9
SPREADS = np.array((0.0124, 0.0139, 0.0092, 0.0253, 0.0071, 0.0081, 0.0086, 0.0075, 0.0138))
"""By how much each differs within one face (root mean square, eye distances): a third each from 35 people's photographs
(smiling, turned by 8° and 10°, rolled, small, dark, noisy and soft, against their neutral), the same people drawn again
with six posed expressions, and four films of talking faces. People differ by 2 to 5 times as much from each other.
The root and the bridge of the nose were left out, as a brow that is lowered or a nose that is wrinkled moves them."""


def proportions(landmarks: Singles, width: int, height: int) -> Floats:
    """(LENGTHS,), not to be written to: of one face, ``landmarks`` as in ``Face``."""
    return _of_one(landmarks.astype(np.float32, copy=False).tobytes(), width, height)


@lru_cache(maxsize=4)
def _of_one(landmarks: bytes, width: int, height: int) -> Floats:
    """Of each frame it is asked whether somebody else came (app/seeing/covers.py), and whether it is still the person
    whose neutral it is (validity.py)."""
    points = np.frombuffer(landmarks, np.float32).reshape(1, -1, 3)
    size = np.array([[width, height]])
    lengths: Floats = proportions_of(points[:, RIGID_POINTS], points[:, POINTS], size)[0]
    lengths.setflags(write=False)
    return lengths


def proportions_of(rigid: Singles, points: Singles, sizes: NDArray[np.integer]) -> Floats:
    """(faces, LENGTHS), the same to the bit; arguments as for ``faces_to_head``."""
    at = faces_to_head(rigid, points, sizes)
    lengths: Floats = (_SUMS @ at.reshape(len(at), 3 * len(POINTS), 1))[..., 0]
    return lengths


def _lengths(at: Floats) -> Floats:
    """(faces, LENGTHS), of ``POINTS`` in the head frame, (faces, len(POINTS), 3): sums and differences of them."""
    right, left = at[:, : len(_PAIRED)], at[:, len(_PAIRED) : 2 * len(_PAIRED)]
    outer, inner, temple, above, ear, cheekbone, below = (left[..., 0] - right[..., 0]).T
    heights = (left[..., 1] + right[..., 1]) / 2
    tilt, tip = heights[:, 0] - heights[:, 1], at[:, -1, 1] - (heights[:, 0] + heights[:, 1]) / 2
    lengths = (
        outer, inner, above - temple, temple + above, ear - temple, cheekbone - ear, below - cheekbone, tilt, tip,
    )  # fmt: skip
    return np.stack(lengths, axis=1)


_SUMS = np.ascontiguousarray(_lengths(np.eye(3 * len(POINTS)).reshape(-1, len(POINTS), 3)).T)
"""(LENGTHS, 3 · points): the same as one product."""


def unlike(one: Floats, other: Floats) -> float:
    """How much two faces differ: 1 is as much as one face does from itself (root mean square)."""
    away = (one - other) / SPREADS
    return math.sqrt(float((away * away).sum()) / len(away))
