"""Does something lie over the face: a hand, a mask, dark glasses, hair over the brows?

The tracker draws a plausible face under all of them, so the picture itself is looked at: about 1,000 points in
places that follow the landmarks. ``signs`` says how much of what a face has there can be seen. No memory, no
neutral, and no picture is kept. What leaves half of the lips, an eye or a brow to be seen is mostly missed: one
finger, a hand at the chin. In films what was seen before tells more (app/seeing/covers.py), in photographs one at
rest does (why_not.py). The limits are in gate.py; what is noticed is measured by
benchmarks/measurement/covering.py.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mirrorcam.arrays import Floats, Pixels
from mirrorcam.face import Face
from mirrorcam.medians import median

Places = tuple[tuple[int, ...], ...]

RIGHT_CORNERS, LEFT_CORNERS = (33, 133), (263, 362)
"""Of the eyes, outer and inner."""

# Skin that is compared: landmarks around which it lies, and half a side of the square in eye distances.
CHEEKS: Places = ((50, 117), (280, 346))
CHEEK_HALF = 0.13
BROW_GAP = (8, 9)
UPPER: Places = ((9, 151), (105, 104), (334, 333), BROW_GAP, (168, 6))
"""The last, the bridge of the nose, is free below a fringe."""
LOWER: Places = ((4, 5), (207, 187), (427, 411), (164,))
"""What a mask covers and a beard does not, or not all of it: tip of the nose, lower cheeks, below the nose."""
ROUND_LIPS: Places = ((164,), (199, 175))
HALF = 0.09
SIDE = 6
"""Points a side of such a square."""

LIP_COLUMNS: Places = ((39, 181), (37, 84), (0, 17), (267, 314), (269, 405))
"""From the edge of the upper lip to that of the lower one, from the person's right to their left."""
LIP_POINTS = 14
LIP_HALVES = (slice(0, 5), slice(0, 2), slice(3, 5))
"""Columns of the whole mouth, of its right and of its left half."""

BROWS: Places = ((70, 63, 105), (66, 107), (300, 293, 334), (296, 336))
"""Outer and inner part, right then left."""
UNDER_EYES: Places = ((117,), (120,), (346,), (349,))
EYE_COLUMNS = (0.3, 0.5, 0.7)
EYE_POINTS = 24
ABOVE_BROW = 0.4
"""A column of an eye begins so far above the brow, in distances of brow and eye, and ends on the cheek."""
FOREHEAD_POINTS = slice(0, 3)
LID_POINTS = slice(9, 20)
"""Of such a column: skin above the brow; from below the brow to the bag of the eye."""

OFFSET = 0.06
"""Added to brightness before the logarithm, in brightnesses of the cheeks: the noise in black counts for little,
and a darker picture or skin gives the same signs."""
LIGHT_SPAN, COLOUR_SPAN = 0.45, 0.15
"""Skin of one face differs by at most about this (logarithms of green, and of red and blue over green)."""
MOUTH_SPREAD, MOUTH_RED = 0.1, 0.1
"""A closed mouth without colour has about this spread of light across the lips, a pale one this much red."""
COLOURLESS = 0.03
"""Cheeks less red than this are in a grey picture, where the lips' red says nothing."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What there is of a face, in each place. In a covered one the first two are small or the others large."""

    mouth: float
    """Contrast and red across the lips, in the lesser half: 1.5 and more; under a hand or a cup below 1."""
    eye: float
    """Spread of light from the brow to the cheek (logarithm), at the poorer eye: .12 and more."""
    mask: float
    """How much the lower face differs from the upper one, in what one skin may differ: up to 1."""
    glasses: float
    """How much darker than the cheeks even the brightest part of both eyes' lids is (logarithm): up to .5."""
    hair: float
    """How much the skin over and between the brows differs from the cheeks, like ``mask``."""


def signs(face: Face, pixels: Pixels) -> Signs:
    """About 0.3 ms, twice that right after the tracker. ``pixels`` (height, width, 3) uint8 RGB, not empty."""
    light = _colours(face, pixels)
    squares = light[: len(_SQUARES) * SIDE**2].reshape(len(_SQUARES), -1, 3).mean(axis=1)
    lips = light[_LIPS].reshape(len(LIP_COLUMNS), LIP_POINTS, 3)
    eyes = light[_EYES].reshape(2, len(EYE_COLUMNS), EYE_POINTS, 3)
    cheeks, upper, lower, round_lips = np.split(squares, _ENDS)
    return Signs(
        mouth=_mouth(lips, cheeks, round_lips),
        eye=_eye(eyes),
        mask=float(_unlike(lower[:, None], upper[None]).min()),
        glasses=_glasses(eyes, cheeks),
        hair=_hair(eyes, cheeks, upper[UPPER.index(BROW_GAP)]),
    )


def _colours(face: Face, pixels: Pixels) -> Floats:
    """(points, 3): logarithms of green, red over green and blue over green, at every place."""
    height, width = pixels.shape[:2]
    points = face.landmarks * np.array((width, height, width), np.float64)
    left, right = points[_BOTH_EYES].mean(axis=1)
    eyes = left - right
    unit = math.hypot(*eyes)  # depth counts, as it must when the head is turned
    side = eyes[:2]
    down = np.array((-side[1], side[0])) / max(math.hypot(*side), 1e-6) * unit
    placed = _WEIGHTS @ points[_ANCHORS, :2]
    squares = placed[: len(_SQUARES), None] + _OFFSETS @ np.stack((side, down))
    places = np.concatenate((squares.reshape(-1, 2), placed[len(_SQUARES) :]))
    x, y = np.minimum(np.maximum(places, 0), (width - 1, height - 1)).astype(np.intp).T
    seen = pixels[y, x]
    cheek = float(seen[: len(CHEEKS) * SIDE**2, 1].mean())
    logs: Floats = np.log(_LEVELS + (OFFSET * cheek + 0.5))[seen[:, (1, 0, 2)]]
    logs[:, 1:] -= logs[:, :1]
    return logs


def _unlike(one: Floats, other: Floats) -> Floats:
    """How much colours differ, in what the skin of one face may differ."""
    away = one - other
    result: Floats = np.hypot(away[..., 0] / LIGHT_SPAN, np.hypot(away[..., 1], away[..., 2]) / COLOUR_SPAN)
    return result


def _mouth(lips: Floats, cheeks: Floats, round_lips: Floats) -> float:
    """In a grey picture the contrast counts twice, for the red that is not there."""
    skin = float(round_lips[:, 1].mean())
    grey = abs(float(cheeks[:, 1].mean())) < COLOURLESS
    light = np.array([lips[half, :, 0].mean(axis=0) for half in LIP_HALVES])
    spreads = light.std(axis=1) / MOUTH_SPREAD
    if grey:
        return float(2 * spreads.min())
    reds = np.array([median(lips[half, :, 1]).max() for half in LIP_HALVES])
    return float((spreads + np.maximum(reds - skin, 0.0) / MOUTH_RED).min())


def _eye(eyes: Floats) -> float:
    """An eye that is much poorer than the other counts for less still."""
    less, more = sorted(float(s) for s in eyes[..., 0].mean(axis=1).std(axis=1))
    return float(less * (less / max(more, 1e-6)) ** 0.5)


def _glasses(eyes: Floats, cheeks: Floats) -> float:
    """Three quarters of the points are darker than what counts; frames alone leave the skin in between."""
    lids = eyes[:, :, LID_POINTS, 0].reshape(2, -1)
    return float(cheeks[:, 0].min() - np.sort(lids, axis=1)[:, 3 * lids.shape[1] // 4].max())


def _hair(eyes: Floats, cheeks: Floats, brow_gap: Floats) -> float:
    """Least over both brows and between them: a fringe that leaves one of them free is no cover."""
    over = eyes[:, :, FOREHEAD_POINTS].mean(axis=(1, 2))
    return float(min(_unlike(over, cheeks).min(), _unlike(brow_gap, cheeks).min()))


# The tables above as matrices: every point is a weighted mean of landmarks; those of squares are offset from it.
_SQUARES = (*((c, CHEEK_HALF) for c in CHEEKS), *((p, HALF) for p in (*UPPER, *LOWER, *ROUND_LIPS)))
_ENDS = np.cumsum([len(CHEEKS), len(UPPER), len(LOWER)])
_Row = dict[int, float]


def _mean(*parts: tuple[float, tuple[int, ...]]) -> _Row:
    """Weights of a sum of means of landmarks."""
    row: _Row = {}
    for share, place in parts:
        for point in place:
            row[point] = row.get(point, 0.0) + share / len(place)
    return row


def _square_rows() -> list[_Row]:
    return [_mean((1, place)) for place, _ in _SQUARES]


def _lip_rows() -> list[_Row]:
    along = np.linspace(0.05, 0.95, LIP_POINTS)
    return [_mean((1 - t, (up,)), (t, (low,))) for up, low in LIP_COLUMNS for t in along]


def _eye_rows() -> list[_Row]:
    return [
        _eye_row(side, u, t) for side in (0, 1) for u in EYE_COLUMNS for t in np.linspace(0, 1, EYE_POINTS)
    ]


def _eye_row(side: int, inward: float, t: float) -> _Row:
    """From above the brow (``t`` 0) to the cheek (1), ``inward`` of the way from the outer to the inner corner."""
    outer, inner = LEFT_CORNERS if side else RIGHT_CORNERS
    parts: list[tuple[float, tuple[int, ...]]] = []
    for share, at in ((1 - inward, 0), (inward, 1)):
        brow, under, corner = BROWS[2 * side + at], UNDER_EYES[2 * side + at], (outer, inner)[at]
        parts += [((1 - t) * (1 + ABOVE_BROW) * share, brow), (-(1 - t) * ABOVE_BROW * share, (corner,))]
        parts += [(t * share, under)]
    return _mean(*parts)


def _offsets() -> Floats:
    """(squares, SIDE², 2): of the points of each from its middle, in the head's axes."""
    grid = (np.arange(SIDE) + 0.5) / SIDE * 2 - 1
    across, down = (a.ravel() for a in np.meshgrid(grid, grid))
    return np.array([np.stack((across, down), axis=1) * half for _, half in _SQUARES])


_ROWS = [*_square_rows(), *_lip_rows(), *_eye_rows()]
_ANCHORS = np.array(sorted({point for row in _ROWS for point in row}))
_WEIGHTS = np.array([[row.get(int(point), 0.0) for point in _ANCHORS] for row in _ROWS])
"""(squares + lips + eyes, anchors): of a square only the middle."""
_OFFSETS = _offsets()
_BOTH_EYES = np.array([LEFT_CORNERS, RIGHT_CORNERS])
_LEVELS = np.arange(256.0)
_LIPS = slice(len(_SQUARES) * SIDE**2, len(_SQUARES) * SIDE**2 + len(_lip_rows()))
_EYES = slice(_LIPS.stop, None)
