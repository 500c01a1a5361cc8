"""Both cheeks of a face in a film as one small grey picture, and how much of their skin is found again later."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mirrorcam.closeup import LOWER_HALVES
from mirrorcam.landmarks import LEFT_EYE, RIGHT_EYE, mirrored
from mirrorcam.sources.opencv import Pixels, cv2
from mirrorcam.sources.skin import Places, Search, looked_for, shown

EYES_PX = 40.0
"""Between the eyes in it; faces of 80 px, the smallest that are scored, have 33. 32 and 48 px do as well."""
WIDTH, HEIGHT, EYES_Y = 104, 100, 10.0
"""Of it, in its pixels, and how far below its top the eyes lie, which are made level."""
SLOW_PX = 5.0
"""SD beyond which light that changes slowly is shade or a lamp, and is taken off."""
SEARCH = Search(window_px=9, furthest_px=0.15 * EYES_PX, back_px=0.03 * EYES_PX)
"""As in closeups.py, in the pixels of this one. Windows of 11 px find hands a little less often."""
LEAST_EYES_PX = 20.0
RIGHT_JAW = (
    43, 57, 92, 106, 135, 138, 165, 169, 170, 177, 186, 187, 192, 202, 206, 207, 210, 212, 213, 214, 215, 216,
)  # fmt: skip
"""Of the person's right, between the mouth and the jaw: what of the lower half is .75 eye distances below the eyes and
more. A hand at the chin covers little else."""


@dataclass(frozen=True, eq=False)
class Cheeks:
    """``skin`` (HEIGHT, WIDTH) uint8: what it shows; ``points``: landmarks of both cheeks in its pixels."""

    skin: NDArray[np.uint8]
    points: Places


def cheeks_of(pixels: Pixels, landmarks: NDArray[np.float32]) -> Cheeks:
    """``pixels`` (height, width, 3) uint8 RGB, not empty; ``landmarks`` (478, 3) as in ``Face``. About 0.3 ms."""
    height, width = pixels.shape[:2]
    points = landmarks[:, :2] * np.array((width, height), np.float64)
    left, right = (points[list(eye)].mean(axis=0) for eye in (LEFT_EYE, RIGHT_EYE))
    across = left - right
    eyes_px = max(float(np.hypot(*across)), LEAST_EYES_PX)
    x, y = across * EYES_PX / eyes_px**2
    turn = np.array(((x, y), (-y, x)))
    offset = (WIDTH / 2, EYES_Y) - turn @ (left + right) / 2
    light = _drawn(pixels, turn, offset, EYES_PX / eyes_px)
    placed = (points[_POINTS] @ turn.T + offset).astype(np.float32)
    return Cheeks(shown(light, SLOW_PX), placed)


def _drawn(pixels: Pixels, turn: NDArray[np.float64], offset: NDArray[np.float64], scale: float) -> Pixels:
    """The picture's green, turned and moved so, and smoothed where it becomes smaller; of it only the part is touched
    that is drawn."""
    size = np.array(pixels.shape[1::-1])
    corners = (_CORNERS - offset) @ np.linalg.inv(turn).T
    low = np.clip(np.floor(corners.min(axis=0)).astype(int) - 2, 0, size - 1)
    high = np.clip(np.ceil(corners.max(axis=0)).astype(int) + 3, low + 1, size)
    green = np.ascontiguousarray(pixels[low[1] : high[1], low[0] : high[0], 1])
    if scale < 1:
        green = np.asarray(cv2.GaussianBlur(green, (0, 0), 0.5 / scale), np.uint8)
    way = np.column_stack((turn, offset + turn @ low))
    return np.asarray(cv2.warpAffine(green, way, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE), np.uint8)


@dataclass(frozen=True, slots=True)
class Found:
    """Which share of the skin of one side is found again, 0..1: of its cheek with what lies round nose and mouth, and
    of what lies between mouth and jaw."""

    cheek: float
    jaw: float


def found_again(before: Cheeks, now: Cheeks) -> tuple[Found, Found]:
    """The person's right and left. About 0.5 ms."""
    _, found = looked_for(before.skin, now.skin, before.points, now.points, SEARCH)
    right, left = (Found(float(found[cheek].mean()), float(found[jaw].mean())) for cheek, jaw in _SIDES)
    return right, left


_CHEEKS = [half[1::2].tolist() for half in LOWER_HALVES]
"""Every second landmark of a lower half finds as many hands as all."""
_JAWS = [list(RIGHT_JAW), [mirrored(point) for point in RIGHT_JAW]]
_POINTS = sorted({point for part in (*_CHEEKS, *_JAWS) for point in part})
_SIDES = [
    tuple([_POINTS.index(point) for point in part] for part in side)
    for side in zip(_CHEEKS, _JAWS, strict=True)
]
_CORNERS = np.array(((0, 0), (WIDTH, 0), (0, HEIGHT), (WIDTH, HEIGHT)), np.float64)
