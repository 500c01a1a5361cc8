"""How much nearer the camera is than it was for the neutral, and what that alone does to each feature.

From near by, what lies in front, nose and lips, looks larger against what lies behind, the temples and ears: that is
no smaller face and no larger one, but another shape. A portrait from 1.5 m as the neutral of a picture that was held at
arm's length made a face at rest look afraid. How far the rigid points have moved so is told apart from what expressions
and the tracker's own error do to them, and what it does to the mean face is taken out of the features.

Nearness is one over the distance, 1/m; of a face by itself it is known only up to a constant of that face's own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mirrorcam.arrays import Flags, Floats
from mirrorcam.landmarks import mirrored

# In the head frame: of a pair of points (the person's right is named) half their distance across, then their mean
# height; of a point in the middle its height. Each as how much nearer (1/m) it says the camera is, per eye distance.
# Together they tell it with the least error that 35 people's smiles and drawn poses leave (generalised least squares;
# benchmarks/measurement/nearer.py prints these tables).
PAIRS: dict[int, tuple[float, float]] = {
    33: (5.95, 0.96),
    133: (8.97, 1.66),
    127: (-7.89, -0.18),
    162: (-7.57, -1.40),
    234: (-4.87, -0.34),
    93: (-4.04, -1.72),
    132: (-4.10, -4.71),
    21: (-3.62, -1.27),
    54: (0.77, -2.11),
    67: (5.11, -1.64),
    109: (4.20, -2.89),
}
MIDDLE: dict[int, float] = {4: -1.79, 5: -1.44, 195: -0.58, 197: -0.96, 6: -0.50, 168: 1.39, 10: -3.24}
MOVED: dict[str, float] = {
    "inner_brow_y": 0.0159,
    "browInnerUp": 0.0416,
    "outer_brow_y": 0.0125,
    "browOuterUp": 0.0549,
    "mid_brow_low": -0.0168,
    "brow_gap": -0.0163,
    "browDown": -0.0371,
    "cheek_high": -0.0093,
    "lid_cheek": -0.0087,
    "nose_root": -0.0201,
    "nose_wing_y": -0.0094,
    "upper_lip_high": -0.0323,
    "corner_up_out": -0.0108,
    "mouth_arc": -0.0114,
    "chin_y": -0.0410,
    "mouthShrugLower": -0.0569,
    "corner_in": -0.0113,
    "corner_out_down": 0.0379,
    "lower_lip_thin": -0.0082,
    "jaw_down": 0.0357,
}
"""What 1/m nearer adds to a feature of action_units.py, in its own unit: the mean of those photographs, drawn from 80
and 60 cm for 150. What changes less than .03 full scales is left out."""
CERTAIN, WHOLE = 0.25, 0.6
"""A change (1/m) below the first is not taken for one: it may be an expression, or the tracker's error; from the second
on it is taken out whole. From 60 to 150 cm are 1.0; what smiles and drawn poses make of nothing is told by
benchmarks/measurement/nearer.py."""
NEAREST_M = 0.35
"""Where the camera is the same, no change can be more than that of the face's size is from here."""
FROM_FRONT = 0.0026
"""1/m that a photograph of a turned head, drawn from the front (app/seeing/straight.py), seems to be nearer for each
squared degree of yaw: of 18 people's .27 at 10° and .55 at 15°. In films, which are not drawn again, less than .1."""
MOST_YAW_DEG = 12.0
"""Of a head that is turned further it is not known: at 10° it is off by .2 (SD), at 15° by .3, at 20° by .5. With it
the highest of six at rest rises from 7 to 26 at 20° (benchmarks/measurement/turned.py)."""


def nearness_of(seen: Floats, yaws_deg: Floats, from_front: Flags) -> Floats:
    """(faces,) 1/m; NaN: not known. Each (faces,): ``seen``, what ``WEIGHTS`` make of a face; how far the heads were
    turned, and which were drawn from the front."""
    straight = seen - FROM_FRONT * yaws_deg**2 * from_front
    result: Floats = np.where(np.abs(yaws_deg) <= MOST_YAW_DEG, straight, np.nan)
    return result


def nearer_by(now: Floats, before: Floats) -> Floats:
    """(faces,) 1/m, 0 where it is not certain, or not known. ``now`` (faces, 2) and ``before`` (2,): the face's size,
    as a share of the picture's width (0: not to be compared), and nearness (NaN: not known)."""
    change = now[:, 1] - before[1]
    far = np.abs(change)
    beyond = (far - CERTAIN) * (WHOLE / (WHOLE - CERTAIN))
    known = np.fmax(np.minimum(beyond, far), 0.0)  # 0 for NaN
    certain: Floats = np.copysign(known, change)
    if before[0] <= 0:
        return certain
    most = (now[:, 0] / float(before[0]) - 1) / NEAREST_M
    bounded = np.minimum(np.maximum(certain, np.minimum(most, 0.0)), np.maximum(most, 0.0))
    result: Floats = np.where(now[:, 0] > 0, bounded, certain)
    return result


def moved(names: Sequence[str]) -> Floats:
    """(features,): the rows of ``names`` of ``MOVED``; 0 for what a nearer camera leaves alone."""
    return np.array([MOVED.get(name, 0.0) for name in names])


def _weights() -> dict[int, tuple[float, float]]:
    """Of x and y of each point, to be added up."""
    right = {point: (-across / 2, up / 2) for point, (across, up) in PAIRS.items()}
    left = {mirrored(point): (-x, y) for point, (x, y) in right.items()}
    return {**right, **left, **{point: (0.0, up) for point, up in MIDDLE.items()}}


WEIGHTS = _weights()
