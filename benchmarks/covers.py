"""Things in front of a face, painted into a picture: hands, masks, glasses, hair, cups; and what is no cover.

Each painter takes ``(pixels, points, chance)``: (h, w, 3) uint8 RGB, (478, 2) landmarks in pixels and a random
generator, and gives a new picture. They are drawn, not photographed: what is measured with them is a first answer.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from mirrorcam.arrays import Floats, Pixels
from mirrorcam.imaging.opencv import cv2

Painter = Callable[[Pixels, Floats, np.random.Generator], Pixels]

JAW = (234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323, 454)
MASK_TOP = (345, 347, 412, 197, 188, 118, 116)
LIPS = (61, 40, 37, 0, 267, 270, 291, 321, 314, 17, 84, 91)
BEARD = (132, 58, 136, 149, 152, 378, 365, 288, 361, 322, 391, 2, 165, 92)
CHEEKS = (50, 280, 117, 346)
MOUTH, NOSE = (13, 14), (4,)
EYES = ((33, 133, 159, 145), (263, 362, 386, 374))
BROWS = ((70, 105, 107), (300, 334, 336))
EARS = (127, 356)
CAMERA_GAMMA = 2.2
"""What a camera makes of light, about."""


def _centre(points: Floats, where: tuple[int, ...]) -> Floats:
    return np.asarray(points[list(where)].mean(axis=0))


def _eyes_px(points: Floats) -> float:
    return float(np.linalg.norm(_centre(points, EYES[1]) - _centre(points, EYES[0])))


def _skin(pixels: Pixels, points: Floats) -> Floats:
    x, y = np.clip(points[list(CHEEKS)].astype(int), 3, np.array(pixels.shape[1::-1]) - 4).T
    around = [pixels[b - 2 : b + 3, a - 2 : a + 3].mean((0, 1)) for a, b in zip(x, y, strict=True)]
    return np.asarray(np.mean(around, axis=0))


def _light(pixels: Pixels, points: Floats) -> float:
    """How bright white would be here, about: grey-white things in front of a face get the face's light."""
    return float(np.clip(np.median(pixels[..., 1]) / 200, 0.15, 1.1))


def _lay(pixels: Pixels, colour: NDArray[np.floating], cover: Floats, soft_px: float) -> Pixels:
    """``colour`` (h, w, 3) or (3,) over the picture where ``cover`` (h, w) is 1, with soft edges."""
    place = _about(cover, 4 * soft_px + 2)
    soft = cv2.GaussianBlur(np.ascontiguousarray(cover[place]), (0, 0), max(0.4, soft_px))[..., None]
    laid = pixels.copy()
    under, over = pixels[place], colour[place] if colour.ndim > 1 else colour
    laid[place] = np.clip(under * (1 - soft) + over * soft, 0, 255)
    return laid


def _about(cover: Floats, margin_px: float) -> tuple[slice, slice]:
    """Rows and columns in which something is covered, and so much more."""
    margin = int(margin_px) + 1
    rows, columns = (np.flatnonzero(cover.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return slice(0, 1), slice(0, 1)
    return (
        slice(max(0, int(rows[0]) - margin), int(rows[-1]) + margin),
        slice(max(0, int(columns[0]) - margin), int(columns[-1]) + margin),
    )


def _filled(pixels: Pixels, outline: Floats) -> Floats:
    cover = np.zeros(pixels.shape[:2])
    cv2.fillPoly(cover, [np.round(outline).astype(np.int32)], 1.0)
    return cover


def _shade(pixels: Pixels, points: Floats, chance: np.random.Generator, depth: float) -> Floats:
    """(h, w, 1): light that falls off to one side, and grain."""
    y, x = np.mgrid[: pixels.shape[0], : pixels.shape[1]]
    middle, angle = _centre(points, NOSE), chance.uniform(0, 2 * np.pi)
    along = ((x - middle[0]) * np.cos(angle) + (y - middle[1]) * np.sin(angle)) / (2 * _eyes_px(points))
    grain = cv2.GaussianBlur(chance.normal(0, 1, pixels.shape[:2]), (0, 0), 1.0)
    return np.asarray(1 + depth * np.tanh(along) + 0.03 * grain)[..., None]


def mask(tone: tuple[int, int, int]) -> Painter:
    def paint(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
        outline = np.vstack((points[list(JAW)], points[list(MASK_TOP)]))
        chin = outline[len(JAW) // 2]
        outline = outline + (outline - points[4]) * 0.04
        y = np.arange(pixels.shape[0])[:, None, None]
        pleats = 1 - 0.18 * np.maximum(0, np.sin((y - chin[1]) / (0.16 * _eyes_px(points)))) ** 8
        colour = np.array(tone) * _light(pixels, points) * pleats * _shade(pixels, points, chance, 0.25)
        return _lay(pixels, colour, _filled(pixels, outline), 1.0)

    return paint


def hand(where: tuple[int, ...], size: float, fingers: int = 4) -> Painter:
    """Fingers side by side, about ``size`` eye distances long, their middle at ``where``, from below or a side."""

    def paint(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
        unit = _eyes_px(points)
        middle = _centre(points, where) + chance.uniform(-0.08, 0.08, 2) * unit
        angle = chance.choice([0.0, np.pi, -np.pi / 2]) + chance.uniform(-0.5, 0.5)  # from where to the tips
        along, across = np.array((np.cos(angle), np.sin(angle))), np.array((-np.sin(angle), np.cos(angle)))
        tone = _skin(pixels, points) * chance.uniform(0.75, 1.1) * chance.uniform(0.96, 1.04, 3)
        thick = chance.uniform(0.24, 0.30) * unit * max(1.0, size / 1.4)
        for finger in range(fingers):
            off = (finger - (fingers - 1) / 2) * thick * 0.97
            tip = middle + across * off + along * unit * size * (0.5 - 0.06 * (finger - 1.3) ** 2)
            pixels = _finger(pixels, tip, tip - along * unit * size * 2.2, thick, tone, chance)
        return pixels

    return paint


def _finger(  # noqa: PLR0917
    pixels: Pixels, tip: Floats, root: Floats, thick: float, tone: Floats, chance: np.random.Generator
) -> Pixels:
    """A capsule that is darker towards its edges, with two joints."""
    height, width = pixels.shape[:2]
    (left, top), (right, bottom) = np.minimum(tip, root) - thick, np.maximum(tip, root) + thick
    rows = slice(*np.clip((top, bottom), 0, height).astype(int))
    columns = slice(*np.clip((left, right), 0, width).astype(int))
    y, x = np.mgrid[rows, columns]
    if not x.size:
        return pixels
    way = root - tip
    t = ((x - tip[0]) * way[0] + (y - tip[1]) * way[1]) / (way @ way)
    near = np.clip(t, 0, 1)
    far = np.hypot(x - tip[0] - near * way[0], y - tip[1] - near * way[1]) / (thick / 2)
    round_ = 0.62 + 0.38 * np.sqrt(np.clip(1 - far**2, 0, 1))
    joints = 1 - 0.12 * sum(np.exp(-(((t - at) / 0.012) ** 2)) for at in (0.16, 0.32))
    grain = cv2.GaussianBlur(chance.normal(0, 1, x.shape), (0, 0), 1.0)
    colour = tone * (round_ * joints * (1 + 0.03 * grain))[..., None]
    painted = pixels.copy()
    painted[rows, columns] = _lay(pixels[rows, columns], colour, (far < 1).astype(float), 0.6)
    return painted


def palm(where: tuple[int, ...]) -> Painter:
    """The ball of a hand or its back, without fingers, upright at the side of the face."""

    def paint(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
        unit, cover = _eyes_px(points), np.zeros(pixels.shape[:2])
        x, y = _centre(points, where) + chance.uniform(-0.05, 0.05, 2) * unit
        half = int(chance.uniform(0.36, 0.46) * unit), int(chance.uniform(0.6, 0.7) * unit)
        cv2.ellipse(cover, (int(x), int(y)), half, chance.uniform(-25, 25), 0, 360, 1.0, -1)
        tone = _skin(pixels, points) * chance.uniform(0.75, 1.1) * chance.uniform(0.96, 1.04, 3)
        inside = np.clip(
            cv2.distanceTransform((cover > 0).astype(np.uint8), cv2.DIST_L2, 5) / (0.2 * unit), 0, 1
        )
        colour = tone * (0.7 + 0.3 * np.sqrt(inside))[..., None] * _shade(pixels, points, chance, 0.1)
        return _lay(pixels, colour, cover, 0.6)

    return paint


def sunglasses(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
    unit, cover = _eyes_px(points), np.zeros(pixels.shape[:2])
    for eye in EYES:
        x, y = np.round(_centre(points, eye)).astype(int)
        cv2.ellipse(cover, (int(x), int(y)), (int(0.42 * unit), int(0.3 * unit)), 0, 0, 360, 1.0, -1)
    ends = [tuple(np.round(_centre(points, eye)).astype(int).tolist()) for eye in EYES]
    cv2.line(cover, ends[0], ends[1], 1.0, max(1, int(0.06 * unit)))
    colour = chance.uniform(8, 35) * _shade(pixels, points, chance, 0.4) * np.array((1.0, 1.0, 1.05))
    return _lay(pixels, colour, cover * chance.uniform(0.88, 1.0), 0.7)


def fringe(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
    """Strands from above the forehead down to the eyes."""
    unit = _eyes_px(points)
    down = points[152] - points[10]
    down /= np.linalg.norm(down)
    side = np.array((down[1], -down[0]))
    top, low = (
        points[10] - down * 0.2 * unit,
        float((_centre(points, BROWS[0]) - points[10]) @ down) + 0.2 * unit,
    )
    tones = (np.array((30, 24, 20)), np.array((70, 48, 32)), np.array((165, 130, 85)))
    tone = tones[chance.integers(3)] * _light(pixels, points)
    drawn, cover = np.zeros(pixels.shape), np.zeros(pixels.shape[:2])
    for _ in range(260):
        at = chance.uniform(-1.15, 1.15)
        begin = top + side * at * unit
        bend = begin + down * low * 0.6 + side * chance.normal(0, 0.05) * unit
        end = bend + down * low * chance.uniform(0.5, 0.75) + side * chance.normal(0, 0.08) * unit
        line = [np.round(np.array((begin, bend, end))).astype(np.int32)]
        thick = max(1, int(unit * chance.uniform(0.02, 0.05)))
        cv2.polylines(cover, line, False, 1.0, thick)
        cv2.polylines(drawn, line, False, (tone * chance.uniform(0.6, 1.4)).tolist(), thick)
    return _lay(pixels, drawn, cover, 0.5)


def cup(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
    unit, (x, y) = _eyes_px(points), _centre(points, MOUTH)
    tones = ((225, 225, 220), (40, 70, 150), (190, 60, 40), (60, 60, 60), (220, 180, 60))
    half, top, bottom = 0.62 * unit, y - 0.45 * unit, y + 1.1 * unit
    outline = np.array(
        ((x - half, top), (x + half, top), (x + half * 0.85, bottom), (x - half * 0.85, bottom))
    )
    across = (np.arange(pixels.shape[1]) - x) / half
    curve = (0.45 + 0.55 * np.sqrt(np.clip(1 - across**2, 0, 1)))[None, :, None]
    colour = np.array(tones[chance.integers(len(tones))]) * _light(pixels, points) * curve
    return _lay(pixels, colour * _shade(pixels, points, chance, 0.1), _filled(pixels, outline), 0.7)


def telephone(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
    unit, middle = _eyes_px(points), _centre(points, (*MOUTH, *NOSE))
    angle = chance.uniform(-0.5, 0.5)
    turn = np.array(((np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))))
    corners = np.array(((-0.6, -0.8), (0.6, -0.8), (0.6, 1.6), (-0.6, 1.6))) * unit
    colour = chance.choice([15, 40, 150]) * _shade(pixels, points, chance, 0.3) * np.ones(3)
    return _lay(pixels, colour, _filled(pixels, corners @ turn.T + middle), 0.6)


def over_an_eye(tone: tuple[int, int, int], size: float = 1.0) -> Painter:
    """A patch or a dressing over one eye: of ``size`` 1 from below the brow to the cheek."""

    def paint(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
        unit, cover = size * _eyes_px(points), np.zeros(pixels.shape[:2])
        half = chance.uniform(0.36, 0.46), chance.uniform(0.28, 0.42)
        middle = _px(_centre(points, EYES[chance.integers(2)]))
        cv2.ellipse(cover, middle, (int(half[0] * unit), int(half[1] * unit)), 0, 0, 360, 1.0, -1)
        colour = np.array(tone) * _light(pixels, points) * _shade(pixels, points, chance, 0.1)
        return _lay(pixels, colour, cover, 0.6)

    return paint


def cup_below_the_lip(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
    unit, (x, y) = _eyes_px(points), points[17] + chance.uniform(-0.12, 0.12, 2) * _eyes_px(points)
    tones = ((235, 235, 230), (40, 70, 150), (190, 60, 40), (60, 60, 60), (220, 180, 60))
    half = chance.uniform(0.45, 0.7) * unit
    outline = np.array(((x - half, y), (x + half, y), (x + half, y + 1.8 * unit), (x - half, y + 1.8 * unit)))
    curve = 0.6 + 0.4 * np.sqrt(np.clip(1 - ((np.arange(pixels.shape[1]) - x) / half) ** 2, 0, 1))
    colour = np.array(tones[chance.integers(len(tones))]) * _light(pixels, points) * curve[None, :, None]
    return _lay(pixels, colour * _shade(pixels, points, chance, 0.1), _filled(pixels, outline), 0.7)


def scarf(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
    """Up to the lower lip, as wide as the shoulders."""
    unit = _eyes_px(points)
    x, y = points[17] + np.array((0, chance.uniform(-0.1, 0.15))) * unit
    tones = ((225, 225, 220), (120, 40, 60), (40, 60, 110), (150, 150, 150), (30, 30, 34), (190, 150, 90))
    edge = ((x - 1.8 * unit, y - 0.15 * unit), (x, y + 0.12 * unit), (x + 1.8 * unit, y - 0.15 * unit))
    low = pixels.shape[0]
    outline = np.array((*edge, (x + 1.8 * unit, low), (x - 1.8 * unit, low)))
    grain = cv2.GaussianBlur(chance.normal(0, 1, pixels.shape[:2]), (0, 0), 1.0)[..., None]
    colour = np.array(tones[chance.integers(len(tones))]) * _light(pixels, points) * (1 + 0.12 * grain)
    return _lay(pixels, colour, _filled(pixels, outline), 0.7)


COVERS: dict[str, Painter] = {
    "hand over the mouth": hand(MOUTH, 1.2),
    "hand over mouth and nose": hand((13, 4), 1.9),
    "hand over the left eye": hand(EYES[1], 1.1, 3),
    "hand over the right eye": hand(EYES[0], 1.1, 3),
    "hand over a brow": hand(BROWS[0], 0.8, 2),
    "hand over half the face": hand((280, 291, 386), 2.4),
    "finger over the mouth": hand(MOUTH, 0.9, 1),
    "hand on the left cheek": hand((425, 291), 1.5),
    "hand on the right cheek": hand((205, 61), 1.5),
    "hand at the left jaw": hand((425, 352), 1.5),
    "hand at the right jaw": hand((205, 123), 1.5),
    "hand at the left of the chin": hand((430, 436), 1.2),
    "hand at the right of the chin": hand((210, 216), 1.2),
    "hand on the chin": hand((17, 152), 1.2),
    "hand below the lower lip": hand((200,), 0.9, 3),
    "hand under the chin": hand((152,), 0.9),
    "palm on the left cheek": palm((425, 352, 411)),
    "palm on the right cheek": palm((205, 123, 187)),
    "mask, blue": mask((130, 175, 205)),
    "mask, white": mask((225, 228, 230)),
    "mask, black": mask((32, 32, 36)),
    "sunglasses": sunglasses,
    "hair over the brows": fringe,
    "cup": cup,
    "telephone": telephone,
    "black patch over an eye": over_an_eye((25, 25, 25)),
    "brown patch over an eye": over_an_eye((110, 70, 50)),
    "dressing over an eye": over_an_eye((230, 226, 222)),
    "small dressing over an eye": over_an_eye((230, 226, 222), 0.6),
    "cup below the lip": cup_below_the_lip,
    "scarf up to the lip": scarf,
}


def beard(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
    """A full beard around the lips, of dark, brown, red or grey hair."""
    tone = np.array(((28, 24, 22), (70, 50, 38), (120, 75, 45), (150, 148, 145))[chance.integers(4)])
    cover = _filled(pixels, points[list(BEARD)]) * (1 - _filled(pixels, points[list(LIPS)]))
    grain = cv2.GaussianBlur(chance.normal(0, 1, pixels.shape[:2]), (0, 0), 0.8)[..., None]
    colour = tone * _light(pixels, points) * (1 + 0.4 * grain)
    return _lay(pixels, colour, cover * chance.uniform(0.5, 0.92), 2.0)


def lipstick(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
    tone = np.array(
        ((190, 20, 40), (120, 20, 50), (225, 150, 135), (90, 40, 50), (40, 15, 20))[chance.integers(5)]
    )
    cover = _filled(pixels, points[list(LIPS)]) * chance.uniform(0.5, 0.8)
    return _lay(pixels, tone * _light(pixels, points) * (pixels[..., 1:2] / 128 + 0.3), cover, 1.0)


def glasses(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
    unit, cover = _eyes_px(points), np.zeros(pixels.shape[:2])
    thick = max(1, int(chance.uniform(0.02, 0.08) * unit))
    for eye in EYES:
        x, y = np.round(_centre(points, eye)).astype(int)
        cv2.ellipse(cover, (int(x), int(y)), (int(0.4 * unit), int(0.28 * unit)), 0, 0, 360, 1.0, thick)
    return _lay(pixels, np.full(3, chance.uniform(10, 120)), cover, 0.6)


def spectacles(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
    """Rims, a bridge and sides to the ears, thick or thin, dark or light; a quarter of them without lower rims."""
    unit, cover = _eyes_px(points), np.zeros(pixels.shape[:2])
    thick = max(1, round(chance.uniform(0.025, 0.11) * unit))
    half = np.round((chance.uniform(0.36, 0.44) * unit, chance.uniform(0.24, 0.33) * unit)).astype(int)
    begin = 180 if chance.random() < 0.25 else 0
    middles = [_centre(points, eye) + np.array((0, 0.04 * unit)) for eye in EYES]
    across = (middles[1] - middles[0]) / unit
    angle = float(np.degrees(np.arctan2(across[1], across[0])))
    for middle, ear, side in zip(middles, EARS, (-1, 1), strict=True):
        cv2.ellipse(cover, _px(middle), (int(half[0]), int(half[1])), angle, begin, 360, 1.0, thick)
        end = middle + side * across * half[0] - np.array((0, 0.08 * unit))
        cv2.line(cover, _px(end), _px(points[ear]), 1.0, thick)
    inner = [middles[0] + across * half[0], middles[1] - across * half[0]]
    left, right = (_px(end - np.array((0, 0.06 * unit))) for end in inner)
    cv2.line(cover, left, right, 1.0, thick)
    return _lay(pixels, np.full(3, chance.uniform(10, 140)), cover, 0.6)


def reflecting(share: float) -> Painter:
    """The same spectacles with a window or a screen in both, as wide as the opening of an eye or so, of which ``share``
    is added to what lies behind."""

    def paint(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
        pixels = spectacles(pixels, points, chance)
        unit, cover = _eyes_px(points), np.zeros(pixels.shape[:2])
        size, off = chance.uniform(0.26, 0.44, 2) * unit, chance.uniform(-0.08, 0.08, 2) * unit
        lean = chance.uniform(-0.15, 0.15) * size[0]
        corners = np.array(((-1, -1), (1, -1), (1, 1), (-1, 1))) * size / 2
        corners[:, 0] += lean * np.sign(corners[:, 1])
        for eye in EYES:
            cover += _filled(pixels, corners + _centre(points, eye) + off)
        return _lay(pixels, np.array((235.0, 245.0, 255.0)), cover * share, 0.02 * unit)

    return paint


def _whole(worn: NDArray[np.floating]) -> Pixels:
    return np.asarray(np.clip(worn, 0, 255), np.uint8)


def _px(point: Floats) -> tuple[int, int]:
    x, y = np.round(point).astype(int)
    return int(x), int(y)


def lit_from_a_side(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
    """A coloured lamp on one side, a dim one on the other."""
    across = np.tanh((np.arange(pixels.shape[1]) - points[4, 0]) / _eyes_px(points))[None, :, None]
    tint = np.array(((0.25, 0.1, -0.2), (-0.2, 0.0, 0.25), (0.35, 0.35, 0.35))[chance.integers(3)])
    return _whole(pixels * np.exp(across * tint * chance.choice([-1, 1])))


def lit_from_above(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
    """Eye sockets, the lip's and the chin's underside lie in shadow."""
    unit, cover = _eyes_px(points), np.zeros(pixels.shape[:2])
    for where, half in ((EYES[0], 0.3), (EYES[1], 0.3), ((18,), 0.3), ((2,), 0.2)):
        x, y = np.round(_centre(points, where)).astype(int)
        cv2.ellipse(cover, (int(x), int(y)), (int(half * unit), int(half * 0.6 * unit)), 0, 0, 360, 1.0, -1)
    return _lay(pixels, pixels * chance.uniform(0.4, 0.6), cover, 0.1 * unit)


def in_shadow(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
    """One half of the face, about, in a shadow with a hard or a soft edge, in which an eighth to a half of the light
    is left."""
    unit, across = _eyes_px(points), points[263] - points[33]
    along = np.array(across) / np.linalg.norm(across)
    y, x = np.mgrid[: pixels.shape[0], : pixels.shape[1]]
    beyond = ((x - points[4, 0]) * along[0] + (y - points[4, 1]) * along[1]) / unit - chance.uniform(
        -0.2, 0.45
    )
    shade = (1 - np.tanh(beyond / chance.choice((0.02, 0.1, 0.4)))) / 2
    left = 1 - shade * (1 - chance.choice((1 / 8, 1 / 4, 1 / 2)))
    return _whole(pixels * left[..., None] ** (1 / CAMERA_GAMMA) + chance.normal(0, 1, pixels.shape))


def barred(lattice: bool) -> Painter:
    """The shadow of bars before a window or of blinds, or of a lattice, in which .3 to .7 of the light is left."""

    def paint(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
        unit = _eyes_px(points)
        apart, angle = unit * chance.choice((0.35, 0.6, 1.0, 1.5, 2.2)), chance.uniform(-np.pi / 2, np.pi / 2)
        wide, first, soft = (
            apart * chance.uniform(0.3, 0.6),
            chance.uniform(0, apart),
            chance.choice((0, 0.03, 0.08)),
        )
        y, x = np.mgrid[: pixels.shape[0], : pixels.shape[1]]
        along, across = y * np.cos(angle) + x * np.sin(angle), x * np.cos(angle) - y * np.sin(angle)
        bars = [((way + first) % apart < wide).astype(np.float64) for way in (along, across)]
        shade = np.maximum(*bars) if lattice else bars[0]
        shade = cv2.GaussianBlur(shade, (0, 0), max(0.4, soft * unit))
        left = 1 - chance.choice((0.3, 0.5, 0.7)) * shade
        return _whole(pixels * left[..., None] ** (1 / CAMERA_GAMMA))

    return paint


def floating(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
    """Small round pictures in one bright tone, as programs for calls let them float up before everything."""
    unit, laid = _eyes_px(points), pixels.copy()
    tone = ((230, 60, 60), (60, 60, 230), (250, 210, 60), (245, 245, 245))[chance.integers(4)]
    radius = max(1, round(unit * chance.choice((0.1, 0.15, 0.22, 0.35))))
    for place in points[4] + unit * chance.uniform(-2, 2, (int(chance.choice((6, 12, 18))), 2)):
        cv2.circle(laid, _px(place), radius, tone, -1, cv2.LINE_AA)
    return laid


def grey(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
    return np.repeat(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)


def dim(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
    return _whole(pixels * chance.uniform(0.15, 0.35) + chance.normal(0, 4, pixels.shape))


def soft(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
    return np.asarray(
        cv2.GaussianBlur(pixels, (0, 0), chance.uniform(0.02, 0.04) * _eyes_px(points)), np.uint8
    )


def small(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
    """Half as large, with noise, as from a cheap camera."""
    worn = cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return _whole(worn + chance.normal(0, 6, worn.shape))


def warm(pixels: Pixels, points: Floats, chance: np.random.Generator) -> Pixels:
    """Lamp light or a screen's: the whole picture has a cast."""
    gains = np.array(((1.15, 0.95, 0.6), (0.8, 0.95, 1.3))[chance.integers(2)])
    return _whole(pixels * gains)


def hardened(power: float) -> Painter:
    """As by another camera or exposure: what is dark becomes darker, what is light stays so."""
    return lambda pixels, points, chance: np.asarray(255 * (pixels / 255) ** power, np.uint8)


def contrasted(gain: float) -> Painter:
    """Darker below the middle, brighter above it."""
    return lambda pixels, points, chance: _whole(128 + gain * (pixels - 128.0))


CLEAR: dict[str, Painter] = {
    "as it is": lambda pixels, points, chance: pixels,
    "beard": beard,
    "lipstick": lipstick,
    "glasses": glasses,
    "lit from a side": lit_from_a_side,
    "lit from above": lit_from_above,
    "half in shadow": in_shadow,
    "grey": grey,
    "dim and noisy": dim,
    "soft": soft,
    "small and noisy": small,
    "warm or cold light": warm,
}
