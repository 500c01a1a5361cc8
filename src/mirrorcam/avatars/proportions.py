"""What makes one face another: factors of the average proportions, applied to the points at rest."""

from __future__ import annotations

import numpy as np

from mirrorcam.avatars.person import Proportions
from mirrorcam.avatars.turning import Points

EYE = np.array([3.07, 2.9])
CORNER_CM = 2.54
"""From the midline to the corner of the lips."""
SOLID = ("form.face", "beard", "spot.jaw", "spot.side", "scarf")
"""What follows the jaw's width."""
BELOW = ("form.face", "beard", "spot.jaw", "spot.chin", "line.chin")
"""What follows the chin's length."""


def shaped(name: str, points: Points, face: Proportions) -> Points:
    """The points of one named part (left side or middle) as this face has them."""
    p = points.copy()
    if name.startswith("eye."):
        p[:, :2] = EYE * _toward(p) + (p[:, :2] - EYE * _toward(p)) * face.eyes
    elif name.startswith(("line.bag", "spot.bag", "line.crow")):
        p[:, :2] += (p[:, :2] - EYE * _toward(p)) * (face.eyes - 1) * 0.7
    elif name.startswith("nose"):
        p[:, 0] *= face.nose_width
        p[:, 1] = 3 + (p[:, 1] - 3) * np.where(p[:, 1] < 3, face.nose_length, 1)
    elif name.startswith(("mouth", "teeth", "tongue")):
        p[:, 0] *= face.mouth_width
    elif name.startswith(("line.corner", "spot.corner")):
        p[:, 0] += _toward(p)[:, 0] * CORNER_CM * (face.mouth_width - 1)
    if name.startswith(SOLID):
        p[:, 0] *= 1 + (face.jaw - 1) * _smooth((-0.5 - p[:, 1]) / 5)
    if name.startswith(BELOW):
        p[:, 1] = np.where(p[:, 1] < -5, -5 + (p[:, 1] + 5) * face.chin, p[:, 1])
    p[:, 0] *= face.width
    p[:, 1] = np.where(p[:, 1] < EYE[1], EYE[1] + (p[:, 1] - EYE[1]) * face.lower, p[:, 1])
    return p


def _toward(points: Points) -> Points:
    """x mirrored for points of the right side."""
    side = np.where(points[:, :1] < 0, -1.0, 1.0)
    return np.hstack([side, np.ones_like(side)])


def _smooth(x: Points) -> Points:
    t = np.clip(x, 0, 1)
    return np.asarray(t * t * (3 - 2 * t))
