"""A face in a film as one small grey picture, and how much of its skin is found again later."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mirrorcam.arrays import Floats, Pixels, Singles
from mirrorcam.closeup import LOWER_HALVES, RIGHT_JAW, RIGHT_ROUND_EYE, WHOLE_CHIN, grown, shine
from mirrorcam.imaging.closeups import LEAST_EYES_PX
from mirrorcam.imaging.opencv import cv2
from mirrorcam.imaging.skin import GAIN, Places, Search, Sought, looked_for, shown, tones_at
from mirrorcam.landmarks import LEFT_EYE, RIGHT_EYE, SKIN, mirrored
from mirrorcam.medians import median

EYES_PX = 40.0
"""Between the eyes in it; faces of 80 px, the smallest that are scored, have 33. 32 and 48 px do as well."""
WIDTH, HEIGHT, EYES_Y = 104, 140, 50.0
"""Of it, in its pixels, and how far below its top the eyes lie, which are made level."""
SLOW_PX = 5.0
"""SD beyond which light that changes slowly is shade or a lamp, and is taken off."""
SEARCH = Search(window_px=9, furthest_px=0.15 * EYES_PX, back_px=0.03 * EYES_PX)
"""As in closeups.py, in the pixels of this one. Windows of 11 px find hands a little less often."""
ABOUT_PX = 5
"""A side of the square of which the light is the mean."""
ABOUT_GRAIN_PX = 4
"""So far about a place it is seen how rough the skin is. 2 px tell a little less."""

# Of the person's right. Where more landmarks lie, every second or third finds as many covers as all.
HALF = tuple(LOWER_HALVES[0][1::2].tolist())
JAW = RIGHT_JAW
"""A hand at the chin covers little else."""
CHEEK = (50, 101, 116, 118, 119, 123, 137, 147, 177, 187, 205, 207, 213, 227)
"""The outer cheek: what of the lower half is .5 eye distances from the middle and more, and .9 below the eyes and less.
A palm at the side of the face covers little else."""
BROW = (46, 52, 53, 55, 63, 65, 66, 68, 69, 70, 71, 104, 105, 107, 108, 222, 223, 224)
"""From .2 to .6 eye distances above the eyes."""
EYE, CHIN = RIGHT_ROUND_EYE, WHOLE_CHIN
STEADY = (66, 69, 104, 107, 108, 45, 51, 134, 198, 217, 220, 237, 50, 101, 117, 118, 119, 123)
"""Forehead, nose and upper cheek, where expressions hardly change the light. With the lower cheeks a laugh does."""
GRAIN_COUNTS = 4.0
"""How patchy the light is from place to place, and how much rougher the skin about each place: of both, in films of
living people and in shadows of bars, lattices and edges, a sum with this tells most of them apart. 3 does as well."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """``skin`` (HEIGHT, WIDTH) uint8: what it shows; ``points``: landmarks of both sides in its pixels; ``tones``
    (points,): logarithm of the light about each of them; ``shine`` (2,): as in closeup.py; ``grain``: how much
    the light differs about each of ``STEADY`` (SD of the logarithm, without what changes slowly), in the mean.

    A face that is kept is compared with many: what that asks of it alone is worked out once."""

    skin: NDArray[np.uint8]
    points: Places
    tones: Singles
    shine: NDArray[np.floating]
    grain: float

    @cached_property
    def sought(self) -> Sought:
        return Sought(self.skin, self.points, SEARCH)

    @cached_property
    def lamp(self) -> Floats:
        """(3, places of ``STEADY``): what a harder picture and a lamp change of the light there, less the mean."""
        lamp = np.vstack((self.tones[_STEADY], self.points[_STEADY].T / EYES_PX)).astype(np.float64)
        lamp -= lamp.mean(axis=1, keepdims=True)
        return lamp


def snapshot_of(pixels: Pixels, landmarks: Singles) -> Snapshot:
    """``pixels`` (height, width, 3) uint8 RGB, not empty; ``landmarks`` (478, 3) as in ``Face``. About 0.5 ms."""
    height, width = pixels.shape[:2]
    points = landmarks[:, :2] * np.array((width, height), np.float64)
    left, right = (points[list(eye)].mean(axis=0) for eye in (LEFT_EYE, RIGHT_EYE))
    across = left - right
    eyes_px = float(np.hypot(*across))
    if eyes_px < LEAST_EYES_PX:
        across, eyes_px = np.array((LEAST_EYES_PX, 0.0)), LEAST_EYES_PX
    x, y = across * EYES_PX / eyes_px**2
    turn = np.array(((x, y), (-y, x)))
    offset = (WIDTH / 2, EYES_Y) - turn @ (left + right) / 2
    light = _drawn(pixels, turn, offset, EYES_PX / eyes_px)
    placed = (points[:SKIN] @ turn.T + offset).astype(np.float32)
    tones = tones_at(light, placed, ABOUT_PX)
    skin, points = shown(light, SLOW_PX), placed[_POINTS]
    return Snapshot(skin, points, tones[_POINTS], shine(tones), _grain(skin, points[_STEADY]))


def _grain(skin: Pixels, points: Places) -> float:
    x, y = points.round().clip(ABOUT_GRAIN_PX, _INSIDE).astype(np.intp).T
    about = skin.ravel()[(y * WIDTH + x)[:, None] + _ABOUT].astype(np.float32)
    about -= about.mean(axis=1, keepdims=True)
    return float(np.sqrt(np.einsum("ij,ij->i", about, about)).mean()) / (GAIN * math.sqrt(len(_ABOUT)))


def _drawn(pixels: Pixels, turn: Floats, offset: Floats, scale: float) -> Pixels:
    """The picture's green, turned and moved so, and smoothed where it becomes smaller; of it only the part is touched
    that is drawn, and that of a large face is made smaller by whole pixels first, which is quick."""
    size = np.array(pixels.shape[1::-1])
    corners = (_CORNERS - offset) @ turn / scale**2
    low = np.clip(np.floor(corners.min(axis=0)).astype(int) - 2, 0, size - 1)
    high = np.clip(np.ceil(corners.max(axis=0)).astype(int) + 3, low + 1, size)
    green = np.ascontiguousarray(pixels[low[1] : high[1], low[0] : high[0], 1])
    every = max(1, int(0.5 / scale))
    if every > 1:
        width, height = np.maximum((high - low) // every, 1).tolist()
        whole = green[: height * every, : width * every]
        green = np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    if scale * every < 1:
        green = np.asarray(cv2.GaussianBlur(green, (0, 0), 0.5 / scale / every), np.uint8)
    way = np.column_stack((turn * every, offset + turn @ (low + (every - 1) / 2)))
    return np.asarray(cv2.warpAffine(green, way, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE), np.uint8)


class Part(NamedTuple):
    """Of one part of a face: which ``share`` of its skin is found again, 0..1, and ``tone``, how much its light differs
    from before in the mean of its places, once what all of the face's did is taken off (logarithm)."""

    share: float
    tone: float


class Found(NamedTuple):
    """Of one side: the lower half, of that the jaw and the outer cheek, what is over the brow and what is round the
    eye; the whole chin, which both have; and by how much the ``shine`` of the eye has grown (closeup.py)."""

    half: Part
    jaw: Part
    cheek: Part
    brow: Part
    eye: Part
    chin: Part
    shine: float


def found_again(before: Snapshot, now: Snapshot) -> tuple[Found, Found]:
    """The person's right and left. About 0.6 ms, more right after the tracker (benchmarks/measurement/cost.py)."""
    _, found = looked_for(before.sought, now.skin, now.points)
    brighter = now.tones - before.tones
    other = np.abs(brighter - median(brighter[_BUT_THE_CHIN]))
    means = _MEMBERS @ np.column_stack((found, other))
    right, left = zip(means.reshape(2, -1, 2).tolist(), grown(before.shine, now.shine).tolist(), strict=True)
    return _of_side(*right), _of_side(*left)


def shadow(before: Snapshot, now: Snapshot) -> float:
    """How patchy the light on forehead, nose and upper cheeks has become (logarithm, 0 and more): by how much it has
    changed otherwise from place to place than a lamp or a harder picture would have it, and by how much the skin about
    each place is rougher than such a picture makes it. Bars before a window give .1 to .4. About 0.1 ms."""
    brighter = now.tones[_STEADY] - before.tones[_STEADY]
    lamp = before.lamp
    by = np.linalg.solve(lamp @ lamp.T + _LITTLE, lamp @ brighter)
    rougher = now.grain - (1 + max(float(by[0]), 0.0)) * before.grain
    return float((brighter - by @ lamp).std()) + GRAIN_COUNTS * max(rougher, 0.0)


def _of_side(parts: list[list[float]], shine: float) -> Found:
    half, jaw, cheek, brow, eye, chin = (Part(share, tone) for share, tone in parts)
    return Found(half, jaw, cheek, brow, eye, chin, shine)


_RIGHT = (HALF, JAW, CHEEK, BROW, EYE, CHIN)
_LEFT = tuple(tuple(map(mirrored, part)) for part in _RIGHT)
_POINTS = sorted({point for part in (*_RIGHT, *_LEFT) for point in part})
_MEMBERS = np.array([np.isin(_POINTS, part) / len(part) for part in (*_RIGHT, *_LEFT)])
"""(parts, points): of each part the mean of the points that lie on it."""
_BUT_THE_CHIN = _MEMBERS[[part is not CHIN for part in _RIGHT] * 2].any(axis=0)
_STEADY = np.array([_POINTS.index(point) for point in (*STEADY, *map(mirrored, STEADY))])
_STEPS = np.arange(-ABOUT_GRAIN_PX, ABOUT_GRAIN_PX + 1)
_ABOUT = (WIDTH * _STEPS[:, None] + _STEPS).ravel()
_INSIDE = np.array((WIDTH, HEIGHT)) - 1 - ABOUT_GRAIN_PX
_LITTLE = 1e-6 * np.eye(3)
"""A face without any shape or light is no lamp's, either."""
_CORNERS = np.array(((0, 0), (WIDTH, 0), (0, HEIGHT), (WIDTH, HEIGHT)), np.float64)
