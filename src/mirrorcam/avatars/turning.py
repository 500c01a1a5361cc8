"""From the head's own space to the picture: turn, project, and the outline of a solid form.

The head's space is in centimetres: x towards the person's left, y up, z towards the viewer, the origin between
the eyes and the mouth. A face drawn at rest is about 17 cm from chin to hairline.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mirrorcam import face
from mirrorcam.face import HeadPose

PIVOT = np.array([0.0, -3.0, -4.0])
"""The head turns about the top of the neck, centimetres."""
CAMERA_CM = 85.0
PLANE_CM = 4.0
"""The plane of the face, which perspective leaves as large as it is."""
PICTURE_CM = 28.0
"""The side of the unit square, in the plane of the face."""
CENTRE_CM = np.array([0.0, 1.1])
LIMITS = HeadPose(yaw_deg=32.0, pitch_deg=22.0, roll_deg=40.0)
"""Beyond these the drawing stays as it is there."""

_DIRECTIONS = 96
_ANGLES = np.arange(_DIRECTIONS) * (2 * math.pi / _DIRECTIONS)
OUTWARDS = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=1)
"""(96, 2): the normals of the points of every ``outline``."""
_ALONG = np.stack([-np.sin(_ANGLES), np.cos(_ANGLES)], axis=1)
_BLUR = np.hanning(11)[1:-1] / np.hanning(11).sum()
_SLOPE = np.convolve(_BLUR, (1, 0, -1)) / (2 * math.sin(2 * math.pi / _DIRECTIONS))

Points = NDArray[np.float64]


def _round(weights: Points) -> Points:
    """(96, 96): what takes numbers of all directions, as weighted sums of those that lie round about each."""
    reach = len(weights) // 2
    rows = [
        np.roll(np.pad(weights[::-1], (0, _DIRECTIONS - len(weights))), i - reach) for i in range(_DIRECTIONS)
    ]
    return np.array(rows)


_FROM_SUPPORT = (OUTWARDS.T[..., None] * _round(_BLUR) + _ALONG.T[..., None] * _round(_SLOPE)).reshape(
    -1, _DIRECTIONS
)
"""(2 · 96, 96): a support function → x, then y, of the points of the outline, rounded."""


def rotation(head: HeadPose) -> Points:
    """As ``face.rotation``; angles are clipped to what can be drawn."""
    return face.rotation(
        HeadPose(
            _within(head.yaw_deg, LIMITS.yaw_deg),
            _within(head.pitch_deg, LIMITS.pitch_deg),
            _within(head.roll_deg, LIMITS.roll_deg),
        )
    )


def _within(angle: float, limit: float) -> float:
    return min(limit, max(-limit, angle)) if math.isfinite(angle) else 0.0


def project(points: Points, turn: Points | None = None) -> Points:
    """(n, 3) in the head's space → (n, 2) in the unit square, y down. Without a turn: what stays with the body."""
    x, y, z = points.T if turn is None else turn @ (points - PIVOT).T + PIVOT[:, None]
    scale = CAMERA_CM / PICTURE_CM / (CAMERA_CM + PLANE_CM - z)
    flat = np.empty((len(points), 2))
    flat[:, 0] = (x - CENTRE_CM[0]) * scale + 0.5
    flat[:, 1] = (CENTRE_CM[1] - y) * scale + 0.5
    return flat


def outline(points: Points) -> Points:
    """(n, 2) → the (96, 2) points of their convex outline, evenly spread over the directions of its normal.

    From the support function h: the outline's point with normal u is h·u + h'·u⊥. Blurring h rounds the corners
    that come from having only so many points, and keeps the outline convex.
    """
    centre = points.sum(axis=0) / len(points)
    support = (OUTWARDS @ (points - centre).T).max(axis=1)
    return np.asarray(centre + (_FROM_SUPPORT @ support).reshape(2, -1).T)
