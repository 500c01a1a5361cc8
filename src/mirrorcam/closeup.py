"""A small grey picture of a photographed face with the landmarks on it, and what two of one person tell together.

A tracker draws a plausible face, and follows skin only so far: brows that are drawn together and wings of the nose
that are lifted move its landmarks by a tenth to a half of what they move themselves. Beside the person's photograph at
rest the skin itself can be looked for (imaging/closeups.py), and the landmarks of brows, forehead and nose be put right
by it. How much of it is found tells whose face it is, and whether something lies on a cheek, an eye or the chin: there
the light has changed, too. Closeups are in memory only, while photographs are measured; they are in no file.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mirrorcam.arrays import Flags, Floats
from mirrorcam.landmarks import OVAL, SKIN, mirrored

EYES_PX = 80.0
"""Between the eyes in a closeup: one of 80 px keeps brows and pores; faces of 100 px and more have 40 and more."""
MARGIN = 0.25
"""Round the landmarks, in eye distances."""

# The tracker follows edges well, and what lies along them changes as they move: lids, lips, the outline.
LIDS = (
    33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246,
    263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466,
)  # fmt: skip
LIPS = (
    61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146,
    76, 184, 74, 73, 72, 11, 302, 303, 304, 408, 306, 307, 320, 404, 315, 16, 85, 180, 90, 77,
    62, 183, 42, 41, 38, 12, 268, 271, 272, 407, 292, 325, 319, 403, 316, 15, 86, 179, 89, 96,
    78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95,
)  # fmt: skip
CHIN = (
    18, 200, 199, 175, 171, 396, 208, 428, 201, 421, 83, 313, 182, 406, 194, 418, 204, 424, 211, 431, 32, 262, 140, 369,
)  # fmt: skip
"""Of the skin of the chin a smile leaves nothing that can be found again: it only adds noise."""
RIGHT_CHEEK = (
    31, 36, 43, 47, 50, 57, 92, 100, 101, 106, 111, 116, 117, 118, 119, 120, 121, 123, 135, 137, 138, 142, 147,
    165, 167, 169, 170, 177, 186, 187, 192, 202, 203, 205, 206, 207, 210, 212, 213, 214, 215, 216, 227, 228, 229,
    230, 231, 232, 233,
)  # fmt: skip
"""Of the person's right, from the lower lid to beside the mouth. Smooth skin, which noise hides: put right, too,
it moves the scores of smiles in noisy pictures. Whether it is found still tells whose face it is."""
RIGHT_LOWER_HALF = (
    3, 20, 36, 43, 44, 45, 48, 49, 50, 51, 57, 59, 60, 64, 75, 79, 92, 97, 98, 99, 100, 101, 102, 106, 115, 116, 118,
    119, 123, 125, 126, 129, 131, 134, 135, 137, 138, 141, 142, 147, 165, 166, 167, 169, 170, 177, 186, 187, 192, 198,
    202, 203, 205, 206, 207, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 220, 227, 235, 236, 237, 238, 239, 240,
    241, 242,
)  # fmt: skip
"""Of the person's right: cheek, wing of the nose, round the mouth; a quarter of an eye distance below the eyes and
more (most of 35 faces at rest)."""
RIGHT_BROW = (
    8, 9, 10, 46, 52, 53, 54, 55, 63, 65, 66, 67, 68, 69, 70, 71, 103, 104, 105, 107, 108, 109, 151, 222, 223, 224,
)  # fmt: skip
"""Of the person's right, and between: the brow and the forehead over it."""
RIGHT_ROUND_EYE = (
    23, 26, 29, 34, 47, 55, 65, 110, 113, 117, 121, 130, 156, 217, 223, 226, 230, 233, 247,
)  # fmt: skip
"""Of the person's right: round the eye, without the edges of its lids: up to .35 eye distances above and .3 below."""
WHOLE_CHIN = (
    32, 140, 148, 152, 171, 175, 176, 194, 199, 200, 201, 204, 208, 211, 262, 369, 377, 396, 400, 418, 421, 424, 428,
    431,
)  # fmt: skip
"""Of both sides, below the lower lip and beside it. What lies there covers little else."""
RIGHT_JAW = (
    43, 57, 92, 106, 135, 138, 165, 169, 170, 177, 186, 187, 192, 202, 206, 207, 210, 212, 213, 214, 215, 216,
)  # fmt: skip
"""Of the person's right, between the mouth and the jaw: what of the lower half is .75 eye distances below the eyes and
more. A beard grows there."""
APART = 0.015
"""Skin moves as its surroundings do: a point that goes elsewhere than most of those around it, by more eye distances
than this, was mistaken."""
AROUND = 0.12
"""Eye distances: how far away those are."""
LEAST_AROUND = 3
"""With fewer of them, itself included, nobody objects."""
LEAST_BELOW = 0.5
"""Of the lower halves: where less of them is found, the brows tell nothing."""
OTHER_LIGHT = 0.25
"""How much the light (logarithm) round an eye has changed against that side's lower half before skin that is gone there
tells of a cover: smooth skin is hard to find again."""
SOME_LIGHT, UNEVEN_EYES = 0.1, 0.5
"""So much is enough round an eye where of all that share more is found round the other. Rims that come after the
neutral may do the same: 5 of 70 with such are told as covered (benchmarks/measurement/covering.py)."""
OTHER_CHIN = 0.2
"""The same of the chin, against both lower halves, and what of them lies at the jaw, where beards change the light,
too: of 70 with beards painted on none is told as covered (benchmarks/measurement/covering.py)."""
SHINING = 0.9
"""Of the places round an eye and in it, ordered by their light, the one that stands for what shines: a reflection hides
a few of them, and what catches the light in an eye fewer. With .85 one of a third of the size is told less often."""
SHINES = 0.18
"""How much brighter than cheek and nose (logarithm) that place has to be: eyes that lay in the shade of their brows at
rest are lit by another lamp, and shine no more than anybody's."""

HARDEST = 2.0
"""A picture that is harder than the one at rest (another camera, another exposure) counts as having at most that power
of its light; what shines in it is taken as in the softer one. Of 210 clear photographs made harder, by this power at
most, 1 at most is told as too bright, and 46 with 1 in this place; of 70 reflections that hide a third 43, and with 1
44 (benchmarks/measurement/covering.py)."""

SHADED = 0.45
"""Green of one lower half of the face, of the other's, below which it lies in a hard shadow. A lamp on one side
leaves more."""


@dataclass(frozen=True, eq=False)
class Closeup:
    """``light`` (height, width) uint8: the green of the picture; ``points`` (SKIN, 3): the landmarks of the skin in
    its pixels, z larger is further; ``scale``: its pixels to one of the photograph."""

    light: NDArray[np.uint8]
    points: Floats
    scale: float


@dataclass(frozen=True, slots=True)
class Skin:
    """How much of the skin at rest was found again: ``share`` of its landmarks, 0..1, ``uneven``, by how much the
    share of one lower half of the face is above that of the other, 0..1, and ``brows``, that of the brows and the
    forehead in that of both lower halves, 0 and more (1 where it tells nothing). ``eye`` and ``chin``: the share of
    what is round the eye of which less is found, and of the chin, if the light there is another now (1 if not).
    ``shine``: by how much that of both eyes has grown (logarithm), of the one where it did so less."""

    share: float
    uneven: float
    brows: float
    eye: float = 1.0
    chin: float = 1.0
    shine: float = 0.0


def skin_of(found: Floats, rest: Floats, now: Floats) -> Skin:
    """``found`` (SKIN,), in which share of the looks the skin was found; ``rest`` and ``now`` (SKIN,), logarithms of
    the light about each landmark."""
    right, left = (float(found[half].mean()) for half in LOWER_HALVES)
    below = (right + left) / 2
    brows = float(found[_BROWS].mean()) / below if below >= LEAST_BELOW else 1.0
    brighter = now - rest
    return Skin(
        share=float(found[_ON_SKIN].mean()),
        uneven=abs(right - left),
        brows=brows,
        eye=min(_of_eye(found, brighter, 0), _of_eye(found, brighter, 1)),
        chin=_of_chin(found, brighter),
        shine=float(grown(shine(rest), shine(now) / _harder(rest, now)).min()),
    )


def _harder(rest: Floats, now: Floats) -> float:
    """How much more the light (logarithm) differs over the lower halves than it does at rest, 1 to ``HARDEST``."""
    before, after = (tones[_HALVES] - tones[_HALVES].mean() for tones in (rest, now))
    by = float((before * after).sum()) / max(float((before * before).sum()), 1e-6)
    return min(max(by, 1.0), HARDEST)


def _of_eye(found: Floats, brighter: Floats, side: int) -> float:
    here, there = (float(found[_ROUND_EYES[eye]].mean()) for eye in (side, 1 - side))
    by = abs(float(brighter[_ROUND_EYES[side]].mean() - np.median(brighter[LOWER_HALVES[side]])))
    return here if by > (SOME_LIGHT if there - here >= UNEVEN_EYES else OTHER_LIGHT) else 1.0


def _of_chin(found: Floats, brighter: Floats) -> float:
    by = float(brighter[_CHIN].mean()) - np.array([np.median(brighter[place]) for place in (_HALVES, _JAWS)])
    hidden = by.min() > OTHER_CHIN or by.max() < -OTHER_CHIN
    return float(found[_CHIN].mean()) if hidden else 1.0


def shine(tones: NDArray[np.floating]) -> NDArray[np.floating]:
    """By how much the brightest of what is round each eye and in it is brighter than cheek and nose on that side, right
    and left, (2,). ``tones`` (SKIN,): logarithms of the light about each landmark."""
    below = np.sort(tones[_BESIDE_NOSE], axis=1)[:, _BESIDE_NOSE.shape[1] // 2]
    result: NDArray[np.floating] = np.sort(tones[_EYES], axis=1)[:, _BRIGHT] - below
    return result


def grown(before: NDArray[np.floating], now: NDArray[np.floating]) -> NDArray[np.floating]:
    """(2,): by how much each eye shines more than before, of what ``shine`` gave; at most 0 where it does not shine."""
    by = now - before
    result: NDArray[np.floating] = np.where(now > SHINES, by, np.minimum(by, 0.0))
    return result


def shaded(seen: Closeup) -> bool:
    """Whether a hard shadow lies over one half of the face."""
    height, width = seen.light.shape
    columns, rows = seen.points[:, :2].round().astype(np.intp).T
    light = seen.light[rows.clip(0, height - 1), columns.clip(0, width - 1)]
    right, left = (float(np.median(light[half])) for half in LOWER_HALVES)
    return min(right, left) < SHADED * max(right, left)


def trusted(points: Floats, strayed: Floats, found: Flags) -> Flags:
    """Which landmarks may be put right, (SKIN,): those on skin that was found again, that goes as its surroundings
    go, and on both sides of the face, so that neither counts for more.

    ``points`` (SKIN, 2 or more) in pixels of a closeup; ``strayed`` (SKIN, 2) in eye distances; ``found`` (SKIN,).
    """
    seen = found & _PUT_RIGHT
    places = points[:, :2] / EYES_PX
    near = ((places[:, None] - places) ** 2).sum(axis=2) < AROUND**2
    usual, many = _medians(strayed, near & seen)
    apart = np.linalg.norm(strayed - usual, axis=1) > APART
    good = seen & ~(apart & (many >= LEAST_AROUND))
    result: Flags = good & good[_MIRRORED]
    return result


def _medians(strayed: Floats, around: Flags) -> tuple[Floats, NDArray[np.intp]]:
    """Of each point the median over those that are around it, (SKIN, 2), and how many these are, (SKIN,); where there
    are none, whatever."""
    many = np.count_nonzero(around, axis=1)
    first = np.argsort(~around, axis=1, kind="stable")[:, : max(1, int(many.max()))]
    there = np.take_along_axis(around, first, axis=1)
    values = np.sort(np.where(there[..., None], strayed[first], np.inf), axis=1)
    middles = np.stack(((many - 1) // 2, many // 2), axis=1).clip(0, first.shape[1] - 1)
    return np.take_along_axis(values, middles[..., None], axis=1).mean(axis=1), many


_ON_SKIN = np.ones(SKIN, np.bool_)
_ON_SKIN[[*LIDS, *LIPS, *CHIN, *OVAL]] = False
_PUT_RIGHT = _ON_SKIN.copy()
_PUT_RIGHT[[*RIGHT_CHEEK, *map(mirrored, RIGHT_CHEEK)]] = False
_MIRRORED = np.array([mirrored(point) for point in range(SKIN)])
LOWER_HALVES = (np.array(RIGHT_LOWER_HALF), _MIRRORED[list(RIGHT_LOWER_HALF)])
"""The person's right and left."""
_ROUND_EYES = (np.array(RIGHT_ROUND_EYE), _MIRRORED[list(RIGHT_ROUND_EYE)])
_EYES = np.array([[*LIDS[:16], *RIGHT_ROUND_EYE], [*LIDS[16:], *_ROUND_EYES[1]]])
_BRIGHT = round(SHINING * (_EYES.shape[1] - 1))
_HALVES = np.array(LOWER_HALVES)
_BESIDE_NOSE = _HALVES[:, ~np.isin(RIGHT_LOWER_HALF, RIGHT_JAW)]
_JAWS = np.array((RIGHT_JAW, _MIRRORED[list(RIGHT_JAW)]))
_CHIN = np.array(WHOLE_CHIN)
_BROWS = sorted({*RIGHT_BROW, *map(mirrored, RIGHT_BROW)})
