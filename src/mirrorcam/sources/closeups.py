"""Closeups are made from photographs, and the skin of one is found again in another."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirrorcam.closeup import EYES_PX, MARGIN, Closeup, Floats
from mirrorcam.facing import SKIN
from mirrorcam.sources.opencv import Pixels, cv2
from mirrorcam.sources.redrawing import Shape

WINDOW_PX = 15
"""A side of the skin that is looked for about each landmark: .19 eye distances. 11 and 21 px do as well, 31 less."""
LEVELS = 1
"""It is looked for in a closeup of half the size first, and then in the whole one."""
SLOW_PX = 8.0
"""SD, in a closeup, beyond which light that changes slowly is shade or a lamp, and is taken off."""
GAIN = 220.0
"""Of the logarithm of light, so that 8 bits hold what skin shows (±.5)."""
LIGHT_OFFSET = 0.04
"""As in patches.py."""
FURTHEST = 0.15
"""Eye distances: the furthest that the tracker was seen to stray; what is found beyond it was mistaken."""
BACK = 0.03
"""Eye distances: looked for the other way round, the skin has to come back to where it was, so nearly (Kalal,
Mikolajczyk and Matas, Forward-Backward Error, ICPR 2010)."""

ALIKE = 0.5
"""Correlation of what was found with what was looked for."""
LEAST_EYES_PX = 20.0
"""Eyes that seem nearer to each other than this are a mistake; a face of 80 px, the least that is scored, has 33."""


def closeup_of(pixels: Pixels, points: Floats, eyes_px: float) -> Closeup:
    """``points`` (SKIN, 3) in pixels of the photograph, z larger is further; ``eyes_px`` between its eyes."""
    scale = EYES_PX / max(eyes_px, LEAST_EYES_PX)
    low = points[:, :2].min(axis=0) - MARGIN * EYES_PX / scale
    high = points[:, :2].max(axis=0) + MARGIN * EYES_PX / scale
    width, height = np.ceil((high - low) * scale).astype(int).tolist()
    green = np.ascontiguousarray(pixels[:, :, 1])
    if scale < 1:
        green = np.asarray(cv2.GaussianBlur(green, (0, 0), 0.5 / scale), np.uint8)
    way = np.array(((scale, 0.0, -low[0] * scale), (0.0, scale, -low[1] * scale)))
    light = cv2.warpAffine(green, way, (width, height), borderMode=cv2.BORDER_REPLICATE)
    placed = np.column_stack(((points[:, :2] - low) * scale, points[:, 2] * scale))
    return Closeup(np.asarray(light, np.uint8), placed, scale)


def strayed(rest: Closeup, now: Closeup) -> tuple[Floats, NDArray[np.bool_]]:
    """How far each landmark of ``now`` is from the skin that it lies on in ``rest``: (SKIN, 2), what has to be added,
    in eye distances, x and y; and for which of them that skin was found again, (SKIN,).

    ``now`` is drawn in the shape of ``rest``, by its own landmarks, so that what is left to be found is small (Lucas
    and Kanade 1981, with pyramids, as OpenCV has it).
    """
    shape, before = _at_rest(rest)
    x, y = shape.places(now.points)
    after = _skin(_fetched(now.light, x, y))
    start = rest.points[:, :2].astype(np.float32)
    there, found = _looked_for(before, after, start)
    back, again = _looked_for(after, before, there)
    moved = _long(there - start) < FURTHEST * EYES_PX
    returned = _long(back - start) < BACK * EYES_PX
    alike = _alike(_patches(before, start), _patches(after, there)) > ALIKE
    places = np.column_stack((_fetched(x, *there.T[:, None])[0], _fetched(y, *there.T[:, None])[0]))
    away = (places - now.points[:, :2]) / EYES_PX
    return np.asarray(away, np.float64), found & again & moved & returned & alike


@lru_cache(maxsize=16)
def _at_rest(rest: Closeup) -> tuple[Shape, Pixels]:
    """What is found once for each closeup at rest."""
    height, width = rest.light.shape
    return Shape(rest.points, width, height), _skin(rest.light)


def _skin(light: Pixels) -> Pixels:
    """What the skin shows, whatever the light: the logarithm without what changes slowly."""
    logarithm = np.log(light.astype(np.float32) / 255 + LIGHT_OFFSET)
    slow = np.asarray(cv2.GaussianBlur(logarithm, (0, 0), SLOW_PX))
    return np.asarray(np.clip(128 + GAIN * (logarithm - slow), 0, 255), np.uint8)


def _looked_for(
    here: Pixels, there: Pixels, points: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    guess = np.zeros((SKIN, 2), np.float32)
    window = (WINDOW_PX, WINDOW_PX)
    places, found, _ = cv2.calcOpticalFlowPyrLK(here, there, points, guess, winSize=window, maxLevel=LEVELS)
    return np.asarray(places, np.float32), np.asarray(found)[:, 0] > 0


def _patches(skin: Pixels, points: NDArray[np.float32]) -> NDArray[np.float32]:
    """(SKIN, window²), less their means."""
    steps = np.arange(WINDOW_PX, dtype=np.float32) - WINDOW_PX // 2
    x, y = (points[:, axis, None, None] for axis in (0, 1))
    x, y = np.broadcast_arrays(x + steps[None, None], y + steps[None, :, None])
    rows = (-1, WINDOW_PX)
    found = _fetched(skin, x.reshape(rows), y.reshape(rows)).reshape(SKIN, -1).astype(np.float32)
    return np.asarray(found - found.mean(axis=1, keepdims=True))


def _alike(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    """Correlation, -1..1, of each patch with the other; 0 of a flat one."""
    both = np.sqrt((one * one).sum(axis=1) * (other * other).sum(axis=1))
    return np.asarray((one * other).sum(axis=1) / np.maximum(both, 1e-6))


def _fetched(picture: NDArray[Any], x: NDArray[np.float32], y: NDArray[np.float32]) -> NDArray[Any]:
    return np.asarray(cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def _long(steps: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.hypot(steps[:, 0], steps[:, 1])
