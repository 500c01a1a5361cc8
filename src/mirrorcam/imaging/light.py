"""The light and the colours of a picture, and how it would look in others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mirrorcam.arrays import Pixels, Singles
from mirrorcam.imaging.opencv import cv2
from mirrorcam.landmarks import mirrored
from mirrorcam.medians import median

POINTS = 32
"""A side of the grid of points that are asked for their colour."""
COLOUR = 0.04
"""How much a point's red, green and blue differ, of the greatest of them, from which it has a colour. Skin has .3."""
LEVELS = 3
"""What they may differ by, of 255, in a film of a grey picture."""
COLOURED = 0.01
"""Share of the points that may have one in a grey picture. A face that is just near enough takes three times that."""
SKIN_TONES = (0.55, 1.12, 1.45)
"""Red, green and blue are these powers of the light, 0..1, which stays about what it is: shade on skin, and lips, are
redder than what is lit (benchmarks/measurement/grey.py). Weaker ones (.8, 1.1, 1.2, the mean of 35 people's skin) did
less, stronger ones (.4, 1.2, 1.7) no more."""

_RIGHT = (36, 50, 69, 101, 108, 117, 205)
CHEEKS_AND_FOREHEAD = np.array((*_RIGHT, *map(mirrored, _RIGHT), 10, 151))
ABOUT = 0.02
"""About each of them nine points are looked at, so many face widths apart."""
_ABOUT = np.array([(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)], np.float32)


def is_grey(pixels: Pixels) -> bool:
    """``pixels`` (height, width, 3) uint8 RGB; anything else is not. About 0.03 ms."""
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.size == 0:
        return False
    height, width = pixels.shape[:2]
    points = pixels[:: max(1, height // POINTS), :: max(1, width // POINTS)]
    red, green, blue = (points[..., channel].astype(np.int16) for channel in range(3))
    most = np.maximum(np.maximum(red, green), blue)
    apart = most - np.minimum(np.minimum(red, green), blue)
    coloured = (apart > LEVELS) & (apart > COLOUR * most)
    return int(np.count_nonzero(coloured)) <= COLOURED * coloured.size


def in_skin_tones(pixels: Pixels) -> Pixels:
    """A grey picture, coloured as skin is."""
    return np.asarray(cv2.LUT(pixels, _TONES), np.uint8)


def skin_light(pixels: Pixels, landmarks: Singles) -> float:
    """Median of the green of the skin of a face, 0..1. ``landmarks`` (478, 3) as in ``Face``. About 0.03 ms."""
    size = np.array(pixels.shape[1::-1], np.float32)
    points = landmarks[CHEEKS_AND_FOREHEAD, :2] * size
    wide = float(np.ptp(points[:, 0]))
    places = points[:, None] + _ABOUT * (ABOUT * wide)
    x, y = np.clip(places, 0, size - 1).astype(np.intp).reshape(-1, 2).T
    return float(median(pixels[y, x, 1])) / 255


def brightened(pixels: Pixels, gain: float) -> Pixels:
    """``gain`` times as bright; what gets too bright is white."""
    return np.asarray(cv2.convertScaleAbs(pixels, alpha=gain), np.uint8)


def _tones() -> NDArray[np.uint8]:
    light = np.arange(256)[:, None] / 255
    return np.asarray(np.rint(255 * light ** np.array(SKIN_TONES)), np.uint8)[None]


_TONES = _tones()
