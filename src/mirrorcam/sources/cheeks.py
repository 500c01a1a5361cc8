"""Both cheeks of a face in a film as one small grey picture, and how much of their skin is found again later."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mirrorcam.closeup import LOWER_HALVES
from mirrorcam.landmarks import LEFT_EYE, RIGHT_EYE
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


@dataclass(frozen=True, eq=False)
class Cheeks:
    """``skin`` (HEIGHT, WIDTH) uint8: what it shows; ``points``: landmarks of both lower halves in its pixels, those of
    the person's right first."""

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


def found_again(before: Cheeks, now: Cheeks) -> tuple[float, float]:
    """Which share of the skin of the person's right and left lower half is found again, 0..1. About 0.4 ms."""
    _, found = looked_for(before.skin, now.skin, before.points, now.points, SEARCH)
    right, left = found.reshape(2, -1).mean(axis=1).tolist()
    return right, left


_POINTS = np.concatenate([half[1::2] for half in LOWER_HALVES])
"""Every second one of them finds as many hands as all."""
_CORNERS = np.array(((0, 0), (WIDTH, 0), (0, HEIGHT), (WIDTH, HEIGHT)), np.float64)
