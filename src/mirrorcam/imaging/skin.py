"""The same skin in two grey pictures: looked for from one in the other, and back again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirrorcam.arrays import Flags, Pixels, Singles
from mirrorcam.imaging.opencv import cv2
from mirrorcam.patches import LIGHT_OFFSET

Places = Singles
"""(points, 2), x and y in pixels."""

GAIN = 220.0
"""Of the logarithm of light, so that 8 bits hold what skin shows (±.5)."""
EVEN, FAINT = 24.0, 8.0
"""How far skin differs from what is about it (SD, of 8 bits) where its contrast is evened, and how little may be noise
rather than skin."""
LEVELS = 1
"""Skin is looked for in a picture of half the size first, and then in the whole one."""
ALIKE = 0.5
"""Correlation of what was found with what was looked for."""


@dataclass(frozen=True)
class Search:
    """``window_px``: a side of the skin that is looked for about each point; ``furthest_px``: what is found further
    from where it was supposed was mistaken; ``back_px``: looked for the other way round, the skin has to come back to
    where it was, so nearly (Kalal, Mikolajczyk and Matas, Forward-Backward Error, ICPR 2010)."""

    window_px: int
    furthest_px: float
    back_px: float


@dataclass(frozen=True, eq=False)
class Sought:
    """The skin about each of ``points`` (points, 2) in ``picture``, that is looked for in others of its size."""

    picture: Pixels
    points: Places
    search: Search

    @cached_property
    def patches(self) -> Singles:
        """As ``_patches``: worked out once, however often it is looked for."""
        return _patches(self.picture, self.points, self.search.window_px)


def logarithms(light: Pixels) -> Singles:
    """Of light, of which two tell by how much one is brighter, whatever the camera's gain."""
    result: Singles = _LOGARITHMS[light]
    return result


def tones_at(light: Pixels, points: Places, about_px: int) -> Singles:
    """(points,): the logarithm of the mean light in the square of that side about each of ``points`` (points, 2)."""
    height, width = light.shape
    x, y = np.clip(np.rint(points), 0, (width - 1, height - 1)).astype(np.intp).T
    return logarithms(np.asarray(cv2.blur(light, (about_px, about_px)), np.uint8)[y, x])


def shown(light: Pixels, slow_px: float) -> Pixels:
    """What the skin shows, whatever the light: the logarithm without what changes slowly, over ``slow_px`` (SD)."""
    return _in_8_bits(_quick(logarithms(light), slow_px))


def evened(light: Pixels, gain: float, slow_px: float, about_px: float) -> Pixels:
    """As ``shown``, of a picture ``gain`` times as light, and with the same contrast all over, about each place within
    ``about_px`` (SD). Where one of two pictures has less of it, skin would be found a little off, towards what
    stands out: in the dark or blurred brows seem drawn apart."""
    lit = np.log(np.arange(256, dtype=np.float32) / 255 * np.float32(gain) + LIGHT_OFFSET)
    skin = _quick(lit[light], slow_px)
    square = np.asarray(cv2.GaussianBlur(skin * skin, (0, 0), about_px), np.float32)
    return _in_8_bits(EVEN * skin / (np.sqrt(square) + FAINT))


def _quick(logarithm: Singles, slow_px: float) -> Singles:
    slow = np.asarray(cv2.GaussianBlur(logarithm, (0, 0), slow_px))
    result: Singles = GAIN * (logarithm - slow)
    return result


def _in_8_bits(skin: NDArray[np.floating]) -> Pixels:
    return np.asarray(np.clip(128 + skin, 0, 255), np.uint8)


def looked_for(sought: Sought, after: Pixels, supposed: Places) -> tuple[Places, Flags]:
    """Where the skin that is sought is in ``after``, and for which of its points it was found (points,).
    ``supposed``: where it should be (Lucas and Kanade 1981, with pyramids, as OpenCV has it)."""
    before, points, search = sought.picture, sought.points, sought.search
    there, found = _followed(before, after, points, supposed, search)
    back, again = _followed(after, before, there, there + (points - supposed), search)
    moved = _long(there - supposed) < search.furthest_px
    returned = _long(back - points) < search.back_px
    alike = _alike(sought.patches, _patches(after, there, search.window_px)) > ALIKE
    return there, found & again & moved & returned & alike


def fetched(picture: NDArray[Any], x: Singles, y: Singles) -> NDArray[Any]:
    """What stands at those places, in between linearly."""
    return np.asarray(cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def _followed(
    here: Pixels, there: Pixels, points: Places, supposed: Places, search: Search
) -> tuple[Places, Flags]:
    places, found, _ = cv2.calcOpticalFlowPyrLK(
        here, there, points, supposed.copy(), winSize=(search.window_px, search.window_px), maxLevel=LEVELS,
        flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
    )  # fmt: skip
    return np.asarray(places, np.float32), np.asarray(found)[:, 0] > 0


def _patches(skin: Pixels, points: Places, side: int) -> Singles:
    """(points, side²), less their means."""
    x, y = (points[:, axis, None] + steps for axis, steps in enumerate(_square(side)))
    found = fetched(skin, x, y).astype(np.float32)
    found -= found.mean(axis=1, keepdims=True)
    return found


@lru_cache
def _square(side: int) -> Singles:
    """(2, side²): x and y of its places, from its middle."""
    steps = np.arange(side, dtype=np.float32) - side // 2
    return np.stack([places.ravel() for places in np.meshgrid(steps, steps)])


def _alike(one: Singles, other: Singles) -> Singles:
    """Correlation, -1..1, of each patch with the other; 0 of a flat one."""
    product, square, other_square = (
        np.einsum("ij,ij->i", a, b) for a, b in ((one, other), (one, one), (other, other))
    )
    return np.asarray(product / np.maximum(np.sqrt(square * other_square), 1e-6))


def _long(steps: Places) -> Singles:
    return np.hypot(steps[:, 0], steps[:, 1])


_LOGARITHMS = np.log(np.arange(256, dtype=np.float32) / 255 + LIGHT_OFFSET)
