"""What the skin shows that landmarks do not: wrinkles, the red of the lips and the inside of the mouth.

``patches`` reads 8,000 points of the picture, in small patches that follow the landmarks, and gives one number
for each row of ``PATCHES``. Only the numbers are kept, never the picture. They mean something only against the same
person's neutral: a furrow that is always there, freckles or a beard are part of both.

A wrinkle is a dark valley in the logarithm of brightness, so that its depth is a contrast, whatever the light and
the skin. Figures for every number: benchmarks/measurement/patches.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mirrorcam.arrays import Flags, Floats, Pixels, Singles
from mirrorcam.landmarks import LEFT_EYE, RIGHT_EYE, mirrored

PATCH_STEP = 1 / 4096
"""Numbers are kept as int16 multiples of this."""
UNUSABLE = -8.0
"""Stands for what cannot be seen just now. It is the lowest that an int16 can keep: −32768 steps."""
HIGHEST = 4.0
"""Numbers are clamped to ±this, far from ``UNUSABLE`` and beyond all that was seen (0.3)."""

POINTS = 16
"""Points a side of a patch. Most patches are 0.2 to 0.35 eye distances wide, so a step is 1 to 2 % of that."""
EYES_PX = 30.0
"""Least distance of the eye centres; a face of 80 px has 33."""
FACING = 0.3
"""Least cosine between a patch and the picture: seen more from the side than that, it is not read."""
DARKEST, BRIGHTEST = 12.0, 250.0
"""Mean green, 0..255, between which skin shows detail."""
DEEPEST = 0.25
"""Lines stronger than this are hair or a hand; the deepest furrow seen was 0.15."""
DEEPEST_BY_GLASSES = 0.08
"""The same beside the eyes and the nose, where the frames of glasses gave 0.1 to 0.2 and living skin up to 0.05."""
DEEPEST_BY_BRIDGE = 0.15
"""The same under the bridge of glasses, which gave more than 0.25."""
BAR_REACH = (3, 4)
"""Rows of a patch, out of ``POINTS``, to either side of which a bar's neighbours are looked for."""
LIGHT_OFFSET = 0.04
"""Added to brightness 0..1 before the logarithm, so that the noise in black counts for little."""
COLOUR_OFFSET = 0.01
"""The same for colour, where whole patches are averaged and noise matters less."""

VALLEY = 1.2
"""Half width of a wrinkle (the SD of its profile), in steps: about 2 % of an eye distance."""
REACH = 3.0
"""How far along its line a wrinkle is averaged (SD), in steps."""
ROWS = range(2, 14)
"""Where across its lines a patch is searched for wrinkles: every step, so that a wrinkle counts wherever it runs."""
COLUMNS = (3, 6, 9, 12)
"""Where along them."""
PARTS = 4
"""The one large product is done in so many parts: a whole one wakes the algebra library's threads, which then fight
with the tracker's (8 to 25 ms in place of half a millisecond on two busy cores)."""
NOISE_SHARE = 4.0
"""Of the energy of the quieter cheek that every line has to stand above. Noise alone, of one pixel or soft, on 12 faces
of 105 to 420 px, gives a patch 1.2 times that energy, and less than 4 times in 19 of 20."""
MOST_SHADE = 4.0
"""The same noise is so much stronger in the logarithm of a dark place, at most, as energy."""
SOFT_FLOOR = 0.006
"""Valleys shallower than this count for less than their share: a bare root is all noise near 0."""

MOUTH_DARK = 0.4
"""Logarithm of brightness: the inside of the mouth is at least this much darker than the cheek."""
TOOTH_LIGHT = (0.6, 0.4)
"""Logarithm of brightness: a tooth may be this much darker than the cheek, and counts fully from so much above
that."""
TOOTH_PALE = 0.25
"""Log red over green: a tooth counts fully when it is this much less red than the cheek."""

Corners = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Patch:
    """A place on the person's right half, or (``sided`` False) across the middle of the face.

    ``corners`` are means of landmarks: where the first line begins, where the last begins, where the first ends,
    where the last ends.
    """

    name: str
    corners: Corners
    sided: bool = True
    deepest: float = DEEPEST
    noise: float = 1.0
    """How much energy noise makes in it, in that of a patch of the usual size: more in a smaller one."""


# Places: where anatomy has the wrinkle, between landmarks that move with the skin and clear of brows, lashes,
# wings of the nose and lips.
LIP_PLACES = (
    Patch("upper_lip", ((165, 167), (82, 81), (164,), (13,))),
    Patch("lower_lip", ((87, 178), (182, 83), (14,), (18,))),
)
QUIET = Patch("cheek", ((117, 50), (205, 50), (101, 118), (36,)))
MOUTH = Patch("mouth", ((81,), (178,), (311,), (402,)), sided=False)
BELOW_LIP = Patch("below_lip", ((84, 83), (201,), (314, 313), (421,)), sided=False)
LINE_PLACES = (
    Patch(
        "glabella",
        ((55, 107, 107, 8, 9), (285, 336, 336, 8, 9), (107, 108, 108, 151, 9), (336, 337, 337, 151, 9)),
        sided=False,
    ),
    Patch("forehead", ((107, 107, 108), (108, 108, 109), (336, 336, 337), (337, 337, 338)), sided=False),
    Patch("nose_root", ((193,), (196,), (417,), (419,)), False, DEEPEST_BY_BRIDGE),
    Patch("forehead_side", ((105, 104), (104, 103), (107, 108), (108, 109))),
    Patch("nose_side", ((122,), (51,), (128, 188), (217, 126)), True, DEEPEST_BY_GLASSES, 1.6),
    Patch("crows_feet", ((113,), (31, 228), (139, 156), (143, 116)), True, DEEPEST_BY_GLASSES, 1.2),
    Patch("under_eye", ((110, 228), (118,), (22, 232), (120, 100))),
    Patch("fold_upper", ((36,), (203, 98), (205, 207, 206), (92, 165))),
    Patch("fold_lower", ((205, 207), (165, 92), (192, 214), (57, 186))),
    Patch("lip_corner", ((207, 207, 214), (186, 186, 57, 61), (214, 214, 210), (43, 61, 202))),
    Patch("below_corner", ((57, 212), (91, 106), (210, 202), (204, 194))),
)
BAR_PLACES = (
    Patch("bridge", ((9, 8, 55), (195, 197, 196), (9, 8, 285), (195, 197, 419)), sided=False),
    Patch("temple", ((46, 156), (117, 116), (139, 162), (227, 234))),
)
"""What glasses lie across: the root of the nose, and between an eye and its ear."""


@dataclass(frozen=True)
class PatchNumber:
    """One number of ``patches``: ``name`` with its ``side`` ("left", "right", or "" for the middle)."""

    name: str
    side: str
    patch: Patch
    unit: str
    """The action unit that it speaks of most."""
    lines: str
    """Which way the wrinkles run that it looks for; "" for a colour."""
    sees: str


def _sides(name: str, patch: Patch, unit: str, lines: str, sees: str) -> tuple[PatchNumber, ...]:
    sides = ("left", "right") if patch.sided else ("",)
    return tuple(
        PatchNumber(f"{name}_{side}" if side else name, side, patch, unit, lines, sees) for side in sides
    )


_LINE_ROWS = (
    ("AU4", "up and down", "furrows between the brows"),
    ("AU1", "across", "lines of the middle forehead"),
    ("AU9", "across", "lines across the root of the nose"),
    ("AU2", "across", "lines of the forehead above the outer brow"),
    ("AU9", "outward and down", "lines on the side of the nose"),
    ("AU6", "outward", "crow's feet"),
    ("AU6", "across", "the crease between lower lid and cheek"),
    ("AU10", "outward and down", "the fold beside the wing of the nose"),
    ("AU12", "down", "the fold beside the corner of the lips"),
    ("AU14", "up and down", "the dimple beside the corner of the lips"),
    ("AU15", "outward and down", "the line below the corner of the lips"),
)
_RED_ROWS = (
    ("AU24", "", "how much red the upper lip shows: less when pressed or rolled in"),
    ("AU24", "", "how much red the lower lip shows: less when pressed or rolled in"),
)
PATCHES: tuple[PatchNumber, ...] = (
    *(n for p, row in zip(LINE_PLACES, _LINE_ROWS, strict=True) for n in _sides(p.name, p, *row)),
    *(n for p, row in zip(LIP_PLACES, _RED_ROWS, strict=True) for n in _sides(f"{p.name}_red", p, *row)),
    *_sides("tongue_red", BELOW_LIP, "AU19", "", "red below the lower lip: a tongue that is out"),
    *_sides("teeth", MOUTH, "AU25", "", "the area of light teeth, in square eye distances"),
    *_sides("mouth_dark", MOUTH, "AU26", "", "the dark area of the open mouth, in square eye distances"),
    *_sides("grain", QUIET, "", "", "what a cheek shows: noise of the picture, pores, freckles"),
    *_sides("bar_bridge", BAR_PLACES[0], "", "", "a bar across the root of the nose: glasses"),
    *_sides("bar_temple", BAR_PLACES[1], "", "", "a bar between eye and ear: glasses"),
    *_sides("cheek_colour", QUIET, "", "", "how red a cheek is: what light and camera make of all colours"),
)
"""The numbers in the order of ``patches``. Lines: depth as a contrast, 0..0.25. Red: log red over green, more
than the cheek's, about −0.1..0.3. Grain: a contrast, 0.005 on smooth skin in a clear picture. Bars: a contrast,
0..0.1 on skin, 0.1..1.5 of glasses. Cheek colour: log red over green, 0 in a grey picture, about 0.2..0.6."""
POSITION = {number.name: row for row, number in enumerate(PATCHES)}


def patches(pixels: Pixels, landmarks: Singles) -> Singles:
    """(len(PATCHES),) float32, rounded to ``PATCH_STEP``; ``UNUSABLE`` where a patch cannot be read.

    ``pixels`` (height, width, 3) uint8 RGB; ``landmarks`` (478, 3) as in ``Face``.
    """
    height, width = pixels.shape[:2]
    points = landmarks * np.array((width, height, width), np.float32)
    left_eye, right_eye = points[_EYES].mean(axis=1)
    eyes_px = float(np.linalg.norm(left_eye - right_eye))
    if eyes_px < EYES_PX or min(width, height) < 2:
        return np.full(len(PATCHES), UNUSABLE, np.float32)
    corners: Singles = (_MEANS @ points[_ANCHORS]).reshape(-1, 4, 3)
    green, red = _sample(pixels, corners[:, :, :2])
    seen = _seen(corners, green, width, height)
    numbers, found = _numbers(corners, green, red, seen, eyes_px)
    return _rounded(np.where(found, numbers, UNUSABLE))


def unread() -> Singles:
    """The numbers of a face that nobody has looked at: all UNUSABLE."""
    return np.full(len(PATCHES), UNUSABLE, np.float32)


def usable(numbers: NDArray[np.floating]) -> Flags:
    """Which of the numbers could be seen; any shape."""
    result: Flags = numbers > UNUSABLE / 2
    return result


def _rounded(numbers: Singles) -> Singles:
    kept = np.rint(np.minimum(np.maximum(numbers, -HIGHEST), HIGHEST) / PATCH_STEP) * PATCH_STEP
    return np.asarray(np.where(usable(numbers), kept, UNUSABLE) + 0.0, np.float32)


def _sample(pixels: Pixels, corners: Singles) -> tuple[Singles, Singles]:
    """Green (patches, POINTS²) and red (coloured patches, POINTS²), 0..255, between four pixels each."""
    height, width = pixels.shape[:2]
    places = _WITHIN @ corners - 0.5  # a landmark of 0 is the edge of the first pixel, not its middle
    x = np.minimum(np.maximum(places[..., 0], 0), width - 1.01)
    y = np.minimum(np.maximum(places[..., 1], 0), height - 1.01)
    left, top = x.astype(np.intp), y.astype(np.intp)
    x -= np.trunc(x)
    y -= np.trunc(y)
    first = (top * width + left) * 3
    flat = np.ascontiguousarray(pixels).reshape(-1)
    coloured = slice(0, _COLOURED)
    green = _between(flat, first + 1, width, x, y)
    return green, _between(flat, first[coloured], width, x[coloured], y[coloured])


def _between(flat: Pixels, first: NDArray[np.intp], width: int, x: Singles, y: Singles) -> Singles:
    below, left = first + 3 * width, 1 - x
    upper = flat.take(first) * left + flat.take(first + 3) * x
    lower = flat.take(below) * left + flat.take(below + 3) * x
    return np.asarray(upper * (1 - y) + lower * y, np.float32)


def _seen(corners: Singles, green: Singles, width: int, height: int) -> Flags:
    """Which patches lie in the picture, face it and are neither black nor burnt out."""
    flat = corners[:, :, :2]
    within = (flat >= 0) & (flat <= (width, height))
    inside: Flags = np.logical_and.reduce(within, axis=(1, 2))
    (a, b, c), (d, e, f) = (corners[:, 3] - corners[:, 0]).T, (corners[:, 2] - corners[:, 1]).T
    x, y, z = b * f - c * e, c * d - a * f, a * e - b * d
    facing: Flags = np.abs(z) >= FACING * np.sqrt(x * x + y * y + z * z)
    facing[_AT["mouth"]] = True  # closed lips have no area, so no direction either
    facing[_BAR_PATCHES] = True  # temples always look sideways, and a bar is coarse
    light = green.mean(axis=1)
    result: Flags = inside & facing & (light > DARKEST) & (light < BRIGHTEST)
    result[_AT["mouth"]] = inside[_AT["mouth"]]
    return result


def _numbers(
    corners: Singles, green: Singles, red: Singles, seen: Flags, eyes_px: float
) -> tuple[Singles, Flags]:
    """All numbers, and which of them were found."""
    cheeks = np.flatnonzero(seen[:2])
    if cheeks.size == 0:  # nothing to compare with
        return np.zeros(len(PATCHES), np.float32), np.zeros(len(PATCHES), np.bool_)
    light = np.log(green / 255 + LIGHT_OFFSET)
    redness = np.log((red / 255 + COLOUR_OFFSET) / (green[:_COLOURED] / 255 + COLOUR_OFFSET))
    depths, grain = _depths(light, cheeks)
    skin = light[cheeks].mean(), redness[cheeks].mean()
    reds = redness[_RED_PATCHES].mean(axis=1) - skin[1]
    mouth = _AT["mouth"]
    across, along = corners[mouth, 3] - corners[mouth, 0], corners[mouth, 2] - corners[mouth, 1]
    area = abs(float(across[0] * along[1] - across[1] * along[0])) / 2 / eyes_px**2
    inside = _mouth(light[mouth] - skin[0], redness[mouth] - skin[1])
    colours = redness[:2].mean(axis=1)
    numbers = np.concatenate((depths, reds, area * inside, grain, _bars(light[_BAR_PATCHES]), colours))
    found = seen[_PATCH_OF].copy()
    found[: len(depths)] &= depths < _DEEPEST
    return numbers.astype(np.float32), found


def _depths(light: Singles, cheeks: NDArray[np.intp]) -> tuple[Singles, Singles]:
    """Depth of the wrinkles of every line patch, beyond what noise could show there; and the grain of both cheeks."""
    lines = np.concatenate([_energy(light[part], _ALONG) for part in _LINE_PARTS])
    grain = (_energy(light[:2], _ALONG) + _energy(light[:2], _ACROSS)) / 2
    mean = light.mean(axis=1)
    shade = np.exp(2 * (mean[cheeks].mean() - mean[_LINE_PATCHES]))
    shade = np.minimum(np.maximum(shade, 1), MOST_SHADE)
    along = lines - NOISE_SHARE * grain[cheeks].min() * shade * _NOISE
    depths: Singles = np.sqrt(np.maximum(along, 0) + SOFT_FLOOR**2) - SOFT_FLOOR
    return depths, np.sqrt(grain)


def _energy(light: Singles, valleys: Singles) -> Singles:
    """Of each patch, what such valleys find in it: the mean of their squares."""
    found: Singles = (np.maximum(light @ valleys, 0) ** 2).mean(axis=1)
    return found


def _bars(light: Singles) -> Singles:
    """How much darker, or lighter, a row is than what lies a little above and below it: the most in each patch."""
    rows = light.reshape(len(light), POINTS, POINTS).mean(axis=2)
    rows = (rows[:, 1:] + rows[:, :-1]) / 2
    most: Singles = np.maximum(*(_away(rows, reach) for reach in BAR_REACH))
    return most


def _away(rows: Singles, reach: int) -> Singles:
    before, here, after = rows[:, : -2 * reach], rows[:, reach:-reach], rows[:, 2 * reach :]
    away = np.maximum(np.minimum(before, after) - here, here - np.maximum(before, after))
    most: Singles = np.maximum(away.max(axis=1), 0)
    return most


def _mouth(light: Singles, redness: Singles) -> Singles:
    """Shares of teeth and of darkness in the mouth; both relative to the cheek."""
    lightest, span = TOOTH_LIGHT
    teeth = _share(-redness / TOOTH_PALE) * _share((light + lightest) / span)
    dark = _share(-light - MOUTH_DARK)
    return np.array((teeth.mean(), dark.mean()), np.float32)


def _share(values: Singles) -> Singles:
    return np.minimum(np.maximum(values, 0), 1)


# The tables above as index arrays and matrices, so that a frame costs a few products.
_EYES = np.array([LEFT_EYE, RIGHT_EYE])
_PLACES: tuple[Patch, ...] = (QUIET, *LIP_PLACES, MOUTH, BELOW_LIP, *LINE_PLACES, *BAR_PLACES)


def _corners(patch: Patch, side: str) -> Corners:
    if side == "left":
        return tuple(tuple(mirrored(point) for point in corner) for corner in patch.corners)
    return patch.corners


def _name(patch: Patch, side: str) -> str:
    return f"{patch.name}_{side}" if side else patch.name


_SIDED = [(p, side) for p in _PLACES for side in (("left", "right") if p.sided else ("",))]
_AT = {_name(patch, side): row for row, (patch, side) in enumerate(_SIDED)}
_COLOURED = _AT["below_lip"] + 1
_CORNERS = [corner for patch, side in _SIDED for corner in _corners(patch, side)]
_ANCHORS = np.array(sorted({point for corner in _CORNERS for point in corner}))


def _means() -> Singles:
    """(4 · patches, anchors): each corner as a mean of landmarks."""
    means = np.zeros((len(_CORNERS), len(_ANCHORS)), np.float32)
    for row, corner in enumerate(_CORNERS):
        for point in corner:
            means[row, np.searchsorted(_ANCHORS, point)] += 1 / len(corner)
    return means


def _within() -> Singles:
    """(POINTS², 4): weights of the four corners; slowest from line to line, fastest along a line."""
    t = (np.arange(POINTS) + 0.5) / POINTS
    across, along = (a.ravel() for a in np.meshgrid(t, t, indexing="ij"))
    weights = (1 - across) * (1 - along), across * (1 - along), (1 - across) * along, across * along
    return np.stack(weights, axis=1).astype(np.float32)


def _valley(across: Floats, along: Floats) -> Floats:
    """A second derivative of a Gaussian, without a mean, that answers 1 to a valley of depth 1 at 0."""
    bell = np.exp(-(across**2) / (2 * VALLEY**2))
    reach = np.exp(-(along**2) / (2 * REACH**2))
    curved = (across**2 / VALLEY**2 - 1) * bell * reach
    wide = np.exp(-(across**2) / (8 * VALLEY**2)) * reach
    curved -= wide * curved.sum() / wide.sum()
    result: Floats = curved / -(curved * bell).sum()
    return result


def _valleys() -> tuple[Singles, Singles]:
    """(POINTS², places) each: valleys along the lines, and across them."""
    row, column = (a.astype(np.float64) for a in np.meshgrid(*2 * (np.arange(POINTS),), indexing="ij"))
    centres = [(i, j) for i in ROWS for j in COLUMNS]
    along = [_valley(row - i, column - j).ravel() for i, j in centres]
    across = [_valley(column - j, row - i).ravel() for i, j in centres]
    return np.array(along, np.float32).T, np.array(across, np.float32).T


_MEANS = _means()
_WITHIN = _within()
_ALONG, _ACROSS = _valleys()
_PATCH_OF = np.array([_AT[_name(number.patch, number.side)] for number in PATCHES])
_LINE_PATCHES = np.array([_AT[_name(n.patch, n.side)] for n in PATCHES if n.lines])
_LINE_PARTS = np.array_split(_LINE_PATCHES, PARTS)
_DEEPEST = np.array([n.patch.deepest for n in PATCHES if n.lines], np.float32)
_NOISE = np.array([n.patch.noise for n in PATCHES if n.lines], np.float32)
_BAR_PATCHES = np.array([_AT[_name(n.patch, n.side)] for n in PATCHES if n.name.startswith("bar")])
_RED_PATCHES = np.array([_AT[_name(n.patch, n.side)] for n in PATCHES if "_red" in n.name])
