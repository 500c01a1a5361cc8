"""What a muscle does to a photographed face at rest: how far each action unit moves its landmarks.

Each row of ``PULLS`` says which landmarks a unit draws, how far (outward and up, in eye distances, at intensity 1) and
how far around it carries the skin along. They are mirrorcam's own reading of the Facial Action Coding System's
descriptions, drawn by eye on photographs, not fitted to anything. The skin makes no wrinkles, the teeth are painted,
so what is made is a stand-in for a posed face, and an easy one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import cv2
import numpy as np

from mirrorcam.arrays import Flags, Floats, Pixels, Singles
from mirrorcam.face import STRAIGHT, Face, HeadPose
from mirrorcam.facing import mesh, seen, turn_from
from mirrorcam.imaging.redrawing import redrawn, triangles
from mirrorcam.landmarks import LEFT_EYE, RIGHT_EYE, SKIN, mirrored

UPPER_INNER = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
LOWER_INNER = (95, 88, 178, 87, 14, 317, 402, 318, 324)
UPPER_RED = (*UPPER_INNER, 185, 40, 39, 37, 0, 267, 269, 270, 409, 184, 74, 73, 72, 11, 302, 303, 304, 408, 183, 42, 41,
             38, 12, 268, 271, 272, 407)  # fmt: skip
LOWER_RED = (*LOWER_INNER, 146, 91, 181, 84, 17, 314, 405, 321, 375, 77, 90, 180, 85, 16, 315, 404, 320, 307, 96, 89,
             179, 86, 15, 316, 403, 319, 325)  # fmt: skip
UPPER_LID, LOWER_LID = (246, 161, 160, 159, 158, 157, 173), (7, 163, 144, 145, 153, 154, 155)
ABOVE, BELOW, EVERYWHERE = "above the mouth", "below the mouth", ""


@dataclass(frozen=True)
class Pull:
    """``points`` of the right half; the left mirrors them."""

    points: tuple[int, ...]
    outward: float
    up: float
    reach: float = 0.12
    """How far the skin goes along (SD), in eye distances."""
    where: str = EVERYWHERE
    jaw: bool = False
    """Turned about the jaw's joint in the place of ``points``: ``up`` is the chin's."""


INNER_BROW, OUTER_BROW, MID_BROW = (55, 107, 65, 66), (70, 63, 46, 53), (105, 52)
CORNER, CHEEK, WING = (61, 78, 76, 62), (50, 101, 118, 117), (49, 131, 209, 198, 129, 64, 48)
UPPER_LIP, LOWER_LIP = (0, 37, 39, 40, 13, 82, 81), (17, 84, 181, 14, 87, 178)
FOLD = (36, 203, 206, 205)
PULLS: Mapping[str, tuple[Pull, ...]] = {
    "AU1": (Pull(INNER_BROW, 0.0, 0.11, 0.13),),
    "AU2": (Pull(OUTER_BROW, 0.0, 0.09, 0.13), Pull(MID_BROW, 0.0, 0.04, 0.1)),
    "AU4": (Pull(INNER_BROW, -0.03, -0.08, 0.12), Pull(MID_BROW, -0.01, -0.06, 0.1)),
    "AU5": (Pull(UPPER_LID, 0.0, 0.045, 0.02), Pull(LOWER_LID, 0.0, -0.006, 0.02)),
    "AU6": (Pull(CHEEK, 0.0, 0.055, 0.12, ABOVE), Pull(LOWER_LID, 0.0, 0.018, 0.03)),
    "AU7": (Pull(LOWER_LID, 0.0, 0.022, 0.03), Pull(UPPER_LID, 0.0, -0.018, 0.02)),
    "AU9": (
        Pull(WING, 0.005, 0.055, 0.08), Pull((1, 4), 0.0, 0.012, 0.05), Pull(INNER_BROW, -0.01, -0.055, 0.1),
        Pull((101, 100, 142, 36), 0.0, 0.035, 0.1, ABOVE), Pull(UPPER_LIP, 0.0, 0.025, 0.06, ABOVE),
        Pull(LOWER_LID, 0.0, 0.01, 0.03),
    ),
    "AU10": (
        Pull((0, 37, 39, 40, 13, 82, 81), 0.0, 0.05, 0.06, ABOVE), Pull((39, 40, 80, 81), 0.0, 0.018, 0.04, ABOVE),
        Pull(FOLD, 0.0, 0.035, 0.1, ABOVE), Pull(WING, 0.0, 0.018, 0.06),
    ),
    "AU12": (Pull(CORNER, 0.11, 0.09, 0.13), Pull(CHEEK, 0.02, 0.035, 0.15, ABOVE)),
    "AU15": (Pull(CORNER, 0.01, -0.065, 0.09), Pull((57, 43, 202), 0.0, -0.03, 0.1)),
    "AU16": (Pull(LOWER_LIP, 0.0, -0.06, 0.08, BELOW),),
    "AU17": (
        Pull((199, 200, 18, 175, 201), 0.0, 0.05, 0.13, BELOW), Pull(LOWER_LIP, 0.0, 0.035, 0.08, BELOW),
        Pull(UPPER_LIP, 0.0, 0.018, 0.06, ABOVE), Pull(CORNER, 0.0, -0.02, 0.06),
    ),
    "AU18": (Pull(CORNER, -0.12, 0.0, 0.13), Pull(UPPER_LIP, 0.0, 0.01, 0.06, ABOVE)),
    "AU20": (Pull(CORNER, 0.1, -0.03, 0.13),),
    "AU24": (
        Pull((0, 37, 39, 40), 0.0, -0.025, 0.04, ABOVE), Pull((17, 84, 181), 0.0, 0.035, 0.04, BELOW),
        Pull(CORNER, -0.015, 0.0, 0.06),
    ),
    "AU25": (Pull(LOWER_LIP, 0.0, -0.07, 0.07, BELOW), Pull((13, 82, 81), 0.0, 0.012, 0.03, ABOVE)),
    "AU26": (Pull((), 0.0, -0.26, jaw=True), Pull(CORNER, -0.02, 0.0, 0.1)),
    "AU27": (Pull((), 0.0, -0.22, jaw=True), Pull(CORNER, -0.05, 0.0, 0.12), Pull(UPPER_LIP, 0.0, 0.015, 0.06, ABOVE)),
    "AU43": (Pull(UPPER_LID, 0.0, -0.11, 0.02), Pull(LOWER_LID, 0.0, 0.006, 0.02)),
}  # fmt: skip
INSIDE, TEETH = (52, 26, 24), (214, 206, 192)
"""Colours of the open mouth in a picture of usual light."""


Units = Mapping[str, tuple[float, float]]
"""Code → how strongly (left, right), 0..1."""


Gains = Mapping[tuple[str, int], float]
"""(Code, which of its pulls) → how strongly that muscle pulls in this person; 1 where nothing is said."""


def posed(
    pixels: Pixels, face: Face, units: Units, head: HeadPose = STRAIGHT, gains: Gains = MappingProxyType({})
) -> Pixels:
    """The picture of a face at rest with units shown and its head turned by ``head``."""
    height, width = pixels.shape[:2]
    at = mesh(face, width, height)
    skin = at[:SKIN]
    to = seen(np.vstack((skin + moves(skin, units, gains), at[SKIN:])), turn_from(STRAIGHT, head))
    return _with_mouth(redrawn(pixels, at, to, triangles(at)), skin, to[:SKIN], units)


def moves(skin: Floats, units: Units, gains: Gains = MappingProxyType({})) -> Floats:
    """(468, 3) px: what the units do to the landmarks (468, 3) of a face that looks straight."""
    unit = float(
        np.linalg.norm(skin[list(LEFT_EYE)].mean(axis=0)[:2] - skin[list(RIGHT_EYE)].mean(axis=0)[:2])
    )
    middle = float(skin[[168, 6, 2, 152], 0].mean())
    left = skin[:, 0] > middle
    places = {ABOVE: ~_below(skin), BELOW: _below(skin), EVERYWHERE: np.ones(len(skin), bool)}
    total = np.zeros_like(skin)
    for code, strengths in units.items():
        for number, pull in enumerate(PULLS[code]):
            strength = gains.get((code, number), 1.0) * _of_sides(skin[:, 0] - middle, strengths, unit)
            share = (_jaw(skin) if pull.jaw else _around(skin, pull, unit)) * places[pull.where] * strength
            total[:, 0] += share * pull.outward * unit * np.where(left, 1, -1) * np.minimum(
                np.abs(skin[:, 0] - middle) / (0.1 * unit), 1.0
            )  # fmt: skip
            total[:, 1] -= share * pull.up * unit
    return total


def _of_sides(x: Floats, strengths: tuple[float, float], unit: float) -> Floats:
    """From right to left without a step."""
    left = np.clip(0.5 + x / (0.3 * unit), 0, 1)
    return strengths[0] * left + strengths[1] * (1 - left)


def _around(skin: Floats, pull: Pull, unit: float) -> Floats:
    anchors = skin[[*pull.points, *map(mirrored, pull.points)], :2]
    away = np.linalg.norm(skin[:, None, :2] - anchors[None], axis=2).min(axis=1)
    result: Floats = np.exp(-0.5 * (away / (pull.reach * unit)) ** 2)
    return result


def _below(skin: Floats) -> Flags:
    """What goes with the lower lip."""
    line = np.interp(skin[:, 0], *skin[[61, 13, 291], :2].T)
    below: Flags = skin[:, 1] > line
    below[list(UPPER_RED)], below[list(LOWER_RED)] = False, True
    return below


def _jaw(skin: Floats) -> Floats:
    """1 at the chin and the middle of the lower lip, a third at the corners, 0 from the nose up."""
    nose, chin, corner = skin[2, 1], skin[152, 1], skin[[61, 291], 1].mean()
    share = np.interp(
        skin[:, 1], (nose, corner, corner + 0.25 * (chin - corner), chin), (0.0, 0.33, 0.8, 1.0)
    )
    half = np.abs(skin[[61, 291], 0] - skin[13, 0]).mean()
    inward = np.clip(1 - np.abs(skin[:, 0] - skin[13, 0]) / half, 0, 1)
    lower, upper = list(LOWER_RED), list(UPPER_RED)
    share[lower] = 0.35 + 0.55 * np.sqrt(inward[lower])
    share[upper] = 0.33 * (1 - np.sqrt(inward[upper]))
    result: Floats = share
    return result


def _with_mouth(picture: Pixels, skin: Floats, moved: Floats, units: Units) -> Pixels:
    """The inside of the mouth painted where the lips have parted."""
    rim = [*UPPER_INNER, *reversed(LOWER_INNER)]
    opened = moved[14, 1] - moved[13, 1] - (skin[14, 1] - skin[13, 1])
    if opened < 1.0:
        return picture
    light = float(np.median(picture[_box(moved)])) / 150.0
    cover = np.zeros(picture.shape[:2], np.float32)
    cv2.fillPoly(cover, [np.rint(moved[rim, :2] * 8).astype(np.int32)], 1.0, cv2.LINE_AA, 3)
    inside = np.empty(picture.shape, np.float32)
    inside[:] = np.clip(np.array(INSIDE) * light, 0, 255)
    for row, toward in ((UPPER_INNER, 1.0), (LOWER_INNER, -1.0)):
        high = min(opened * 0.45, _tooth(skin, units, toward))
        _paint_teeth(inside, moved[list(row), :2], toward * high, light)
    share = cv2.GaussianBlur(cover, (0, 0), 0.8)[..., None]
    return np.asarray(picture * (1 - share) + inside * share, np.uint8)


def _tooth(skin: Floats, units: Mapping[str, tuple[float, float]], toward: float) -> float:
    """How much of the upper (``toward`` 1) or lower teeth shows, in px."""
    showing = ("AU10", "AU12", "AU25", "AU9") if toward > 0 else ("AU16", "AU20")
    wide = float(np.linalg.norm(skin[61, :2] - skin[291, :2]))
    return wide * min(0.16, 0.12 * sum(float(np.mean(units.get(code, (0, 0)))) for code in showing))


def _paint_teeth(inside: Singles, edge: Floats, high: float, light: float) -> None:
    """Below ``edge`` (points, 2), or above it where ``high`` is less than 0; px."""
    band = np.vstack((edge, (edge + np.array((0.0, high)))[::-1]))
    cv2.fillPoly(
        inside, [np.rint(band * 8).astype(np.int32)], [min(255.0, c * light) for c in TEETH], cv2.LINE_AA, 3
    )


def _box(moved: Floats) -> tuple[slice, slice]:
    """The cheek."""
    x, y = np.rint(moved[50, :2]).astype(int)
    return slice(max(y - 8, 0), y + 8), slice(max(x - 8, 0), x + 8)
