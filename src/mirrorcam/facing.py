"""A face in a photograph as a mesh that can be turned: where its points are when the head is turned otherwise.

The tracked landmarks, with the tracker's own depth, are the face. Around it a coarse head (hair, ears, neck) turns
along, and the edges of the picture stay. The head turns about its middle and is seen through a pinhole at 60 cm.
sources/redrawing.py draws the photograph anew on the moved points.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mirrorcam.face import Face, HeadPose, rotation
from mirrorcam.picture import EDGES

Floats = NDArray[np.float64]

SKIN = 468
"""Landmarks of the skin; the irises, which come after them, lie in between."""
OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
    150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
DISTANCE = 3.9
"""Of the camera, in face widths: 60 cm for a face of 15.3 cm (between ``EDGES`` of the canonical face)."""
RINGS = ((1.18, 0.22), (1.42, 0.5))
"""Of the coarse head: how far outside the oval of the face, and how far behind it, in face widths."""
BEHIND = 0.1
"""The head turns about a point so many face widths behind the middle of the edges."""
BORDER = 12
"""Points along each edge of the picture, which stay; as far away as the middle of the head."""
STAYING = 4 * BORDER - 4
_Y_DOWN = np.diag((1.0, -1.0, -1.0))
"""Between y up, z towards the viewer (``Face.head``) and y down, z away."""


def mesh(face: Face, width: int, height: int) -> Floats:
    """(points, 3) in pixels, z larger is further: skin, head, and last the ``STAYING`` at the edges of the picture."""
    skin: Floats = face.landmarks[:SKIN].astype(np.float64) * (width, height, width)
    oval = skin[list(OVAL)]
    wide = _wide(skin)
    middle = oval.mean(axis=0)
    rings = [middle + (oval - middle) * (out, out, 1.0) + (0, 0, back * wide) for out, back in RINGS]
    inside = [ring[_within(ring, width, height)] for ring in rings]
    along_x, along_y = (np.linspace(0, size - 1, BORDER) for size in (width, height))
    edge = [(x, y) for x in along_x for y in (0, height - 1)] + [
        (x, y) for x in (0, width - 1) for y in along_y[1:-1]
    ]
    still = np.column_stack((np.array(edge), np.full(len(edge), oval[:, 2].mean() + wide)))
    return np.vstack((skin, *inside, still))


def _within(points: Floats, width: int, height: int) -> NDArray[np.bool_]:
    inside = (points[:, :2] > 1) & (points[:, :2] < (width - 2, height - 2))
    return np.asarray(inside.all(axis=1))


def seen(at: Floats, turn: Floats, distance: float = DISTANCE) -> Floats:
    """Where the points of ``mesh`` are after ``turn`` (3, 3), for x to the right, y down and z away."""
    turning = len(at) - STAYING
    points = at[:turning]
    wide = _wide(points)
    pivot, away = points[list(EDGES)].mean(axis=0), distance * wide
    pivot[2] += BEHIND * wide
    oval = points[list(OVAL)]
    front, camera = oval[:, 2].min(), oval[:, :2].mean(axis=0)
    depth = away + points[:, 2] - front
    solid = np.column_stack(((points[:, :2] - camera) * depth[:, None] / away, depth))
    middle = np.array((*((pivot[:2] - camera) * (away + pivot[2] - front) / away), away + pivot[2] - front))
    moved = (solid - middle) @ turn.T + middle
    flat = moved[:, :2] * away / moved[:, 2:] + camera
    return np.vstack((np.column_stack((flat, moved[:, 2] - away + front)), at[turning:]))


def _wide(points: Floats) -> float:
    return float(np.linalg.norm(points[EDGES[0]] - points[EDGES[1]]))


def turn_by(head: HeadPose) -> Floats:
    """(3, 3), for ``seen``: what turns a head that looks straight by so much."""
    return np.asarray(_Y_DOWN @ rotation(head) @ _Y_DOWN)


def turn_to_front(head: HeadPose) -> Floats:
    """(3, 3), for ``seen``: takes back the yaw and the pitch of ``head``, and leaves it rolled."""
    rolled = HeadPose(0.0, 0.0, head.roll_deg)
    return np.asarray(turn_by(rolled) @ turn_by(head).T)
