"""A made-up face for tests: symmetrical, rigid points where the canonical face has them, the rest anywhere.

It can be moved, turned and photographed as one likes, and its points can be pushed about.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mirrorcam.face import BLENDSHAPES, LANDMARKS, Face, Reason, Sample, round_face
from mirrorcam.landmarks import RIGID, mirrored

WIDTH, HEIGHT = 1280, 720


def canonical() -> np.ndarray:
    """(478, 3), centimetres, y up."""
    points = np.random.default_rng(7).uniform((-6, -7, 2), (6, 7, 6), (LANDMARKS, 3))
    for point, (_, place) in RIGID.items():
        points[point] = place
    lids = {159: 3.0, 158: 3.0, 160: 3.0, 145: 2.2, 153: 2.2, 144: 2.2}
    for point, height in lids.items():
        points[point] = (-3.1, height, 3.6)
    points[61] = (-2.5, -4.3, 4.3)
    points[13], points[14] = (0.0, -4.2, 5.4), (0.0, -4.3, 5.4)
    for point in range(LANDMARKS):
        other = mirrored(point)
        if other == point:
            points[point, 0] = 0.0
        elif points[other, 0] > 0 or other > point:
            points[other] = points[point] * (-1, 1, 1)
    return points


def turned(yaw_deg: float = 0.0, pitch_deg: float = 0.0, roll_deg: float = 0.0) -> np.ndarray:
    y, x, z = np.radians((yaw_deg, -pitch_deg, -roll_deg))
    ry = np.array([[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]])
    rx = np.array([[1, 0, 0], [0, np.cos(x), -np.sin(x)], [0, np.sin(x), np.cos(x)]])
    rz = np.array([[np.cos(z), -np.sin(z), 0], [np.sin(z), np.cos(z), 0], [0, 0, 1]])
    return np.asarray(ry @ rx @ rz)


def face(
    moves: Mapping[int, tuple[float, float, float]] | None = None,
    shapes: Mapping[str, float] | None = None,
    rotation: np.ndarray | None = None,
    px_per_cm: float = 20.0,
    at: tuple[float, float] = (0.5, 0.5),
) -> Face:
    """``moves``: point → by how much (cm: to the person's left, up, towards the viewer)."""
    points = canonical()
    for point, move in (moves or {}).items():
        points[point] += move
    rotation = np.eye(3) if rotation is None else rotation
    pixels = points @ rotation.T * px_per_cm
    landmarks = np.column_stack(
        (at[0] + pixels[:, 0] / WIDTH, at[1] - pixels[:, 1] / HEIGHT, -pixels[:, 2] / WIDTH)
    )
    blendshapes = np.zeros(len(BLENDSHAPES))
    for name, value in (shapes or {}).items():
        blendshapes[BLENDSHAPES.index(name)] = value
    head = np.eye(4)
    head[:3, :3] = rotation
    return round_face(landmarks.astype(np.float32), blendshapes.astype(np.float32), head.astype(np.float32))


def sample(
    time_s: float, seen: Face | None = None, reason: Reason | None = None, face_px: float = 300.0
) -> Sample:
    return Sample(time_s, seen, reason, WIDTH, HEIGHT, face_px=face_px if seen else 0.0)
