"""A face in a picture as a mesh that can be turned: where its points are when the head is turned otherwise.

The tracked landmarks, with the tracker's own depth, are the face. Around it a coarse head (hair, ears, neck) turns
along, and the edges stay: of the picture, or of a square about the head. The head turns about its middle and is seen
through a pinhole at 60 cm. imaging/redrawing.py draws the picture anew on the moved points.
"""

from __future__ import annotations

from math import dist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mirrorcam.arrays import Flags, Floats
from mirrorcam.face import Face, HeadPose, rotation
from mirrorcam.landmarks import EDGES, OVAL, SKIN

DISTANCE = 3.9
"""Of the camera, in face widths: 60 cm for a face of 15.3 cm (between ``EDGES`` of the canonical face)."""
RINGS = ((1.18, 0.22), (1.42, 0.5))
"""Of the coarse head: how far outside the oval of the face, and how far behind it, in face widths."""
BEHIND = 0.1
"""The head turns about a point so many face widths behind the middle of the edges."""
BORDER = 12
"""Points along each edge of the picture, which stay; as far away as the middle of the head."""
STAYING = 4 * BORDER - 4
SQUARE = 0.85
"""Half the side of a square about the head, in face widths. The coarse head reaches beyond it above and below, and only
hair and neck are drawn otherwise for that. Of 35 people, pitched by 8° and 12°, the smile's score is off by 2.8 to 5.0
points (root mean square, benchmarks/measurement/turned.py), with 1 by 2.8 to 5.1, and drawing it takes longer."""
_Y_DOWN = np.outer((1.0, -1.0, -1.0), (1.0, -1.0, -1.0))
_OVAL = np.array(OVAL)
_OUTSIDE = np.array([[(out, out, 1.0)] for out, _ in RINGS])
_BEHIND = np.array([[(0.0, 0.0, back)] for _, back in RINGS])
"""(rings, 1, 3) each."""
_ALONG_EDGES = np.array(
    [(along, side, 0.0) for along in np.linspace(0, 1, BORDER) for side in (0, 1)]
    + [(side, along, 0.0) for side in (0, 1) for along in np.linspace(0, 1, BORDER)[1:-1]]
)
"""(STAYING, 3): x and y of the points along the edges of a square of 1."""


def mesh(face: Face, width: int, height: int) -> Floats:
    """(points, 3) in pixels, z larger is further: skin, head, and last the ``STAYING`` at the edges of the picture."""
    skin = in_pixels(face, width, height)[:SKIN]
    rings = _rings(skin)
    inside = rings[_within(rings, width, height)]
    return np.concatenate((skin, inside, _staying(skin, (0, 0), (width - 1, height - 1))))


def in_pixels(face: Face, width: int, height: int) -> Floats:
    """(478, 3): the landmarks in pixels, z larger is further."""
    result: Floats = face.landmarks.astype(np.float64) * (width, height, width)
    return result


def _rings(skin: Floats) -> Floats:
    """(points, 3): of the coarse head."""
    oval = skin[_OVAL]
    middle = oval.sum(axis=0) / len(oval)
    rings: Floats = (oval - middle) * _OUTSIDE + (_wide(skin) * _BEHIND + middle)
    return rings.reshape(-1, 3)


def _staying(skin: Floats, low: tuple[float, float], high: tuple[float, float]) -> Floats:
    """(STAYING, 3), along the edges from ``low`` to ``high`` (x, y)."""
    depth = skin[_OVAL, 2].sum() / len(_OVAL) + _wide(skin)
    size = high[0] - low[0], high[1] - low[1], 0.0
    result: Floats = _ALONG_EDGES * size + (*low, depth)
    return result


def _within(points: Floats, width: int, height: int) -> Flags:
    inside = (points[:, :2] > 1) & (points[:, :2] < (width - 2, height - 2))
    return np.asarray(inside.all(axis=1))


def seen(at: Floats, turn: Floats, distance: float = DISTANCE) -> Floats:
    """Where the points of ``mesh`` are after ``turn`` (3, 3), for x to the right, y down and z away."""
    turning = len(at) - STAYING
    return np.concatenate((_turned(at[:turning], turn, distance), at[turning:]))


class Square(NamedTuple):
    """In pixels; the sides lie along the picture's."""

    x: float
    y: float
    """Of the middle."""
    half: float


def within_a_square(skin: Floats, turn: Floats) -> tuple[Floats, Floats, Square]:
    """The mesh of a head in a square of its own, as it is and after ``turn``, both (points, 3); the square lies about
    the turned head. ``skin`` (SKIN, 3) in pixels, as in ``mesh``; ``turn`` as for ``seen``."""
    at = np.concatenate((skin, _rings(skin)))
    to = _turned(at, turn, DISTANCE)
    oval = to[_OVAL, :2]
    x, y = ((oval.min(axis=0) + oval.max(axis=0)) / 2).tolist()
    half = SQUARE * _wide(to)
    staying = _staying(to, (x - half, y - half), (x + half, y + half))
    return np.concatenate((at, staying)), np.concatenate((to, staying)), Square(x, y, half)


def turned_flat(points: Floats, turn: Floats) -> Floats:
    """(points, 3) after ``turn`` about the middle of the head, without what being nearer does to the size: whatever is
    measured in the head frame stays as it is. The first ``SKIN`` points are a face's skin."""
    pivot = _pivot(points)
    result: Floats = (points - pivot) @ turn.T + pivot
    return result


def _pivot(points: Floats) -> Floats:
    pivot: Floats = (points[EDGES[0]] + points[EDGES[1]]) / 2
    pivot[2] += BEHIND * _wide(points)
    return pivot


def _turned(points: Floats, turn: Floats, distance: float) -> Floats:
    away, oval = distance * _wide(points), points[_OVAL]
    camera = oval.sum(axis=0) / len(oval)
    camera[2] = oval[:, 2].min() - away
    solid = points - camera
    pivot = _pivot(points) - camera
    _times(solid, solid[:, 2] / away)
    pivot[:2] *= pivot[2] / away
    moved: Floats = solid @ turn.T + (pivot - turn @ pivot)
    _times(moved, away / moved[:, 2])
    moved += camera
    return moved


def _times(points: Floats, factors: Floats) -> None:
    """x and y, in place; one after the other, as rows of two are slow."""
    points[:, 0] *= factors
    points[:, 1] *= factors


def _wide(points: Floats) -> float:
    return dist(points[EDGES[0]], points[EDGES[1]])


def _y_down(turn: Floats) -> Floats:
    """Between y up, z towards the viewer (``Face.head``) and y down, z away."""
    return turn * _Y_DOWN


def turn_to_front(head: HeadPose) -> Floats:
    """(3, 3), for ``seen``: takes back the yaw and the pitch of ``head``, and leaves it rolled."""
    return turn_from(head, HeadPose(0.0, 0.0, head.roll_deg))


def turn_from(head: HeadPose, other: HeadPose) -> Floats:
    """(3, 3), for ``seen``: makes a head that is held as ``head`` one that is held as ``other``."""
    return _y_down(rotation(other) @ rotation(head).T)


def head_after(head: NDArray[np.floating], turn: Floats) -> Floats:
    """(4, 4): ``Face.head`` after ``turn``."""
    result = np.array(head, np.float64)
    result[:3, :3] = _y_down(turn) @ result[:3, :3]
    return result
