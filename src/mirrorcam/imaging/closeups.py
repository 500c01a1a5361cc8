"""Closeups are made from photographs, and the skin of one is found again in another."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from mirrorcam.arrays import Flags, Floats, Pixels
from mirrorcam.closeup import EYES_PX, LOWER_HALVES, MARGIN, Closeup
from mirrorcam.imaging.opencv import cv2
from mirrorcam.imaging.redrawing import Shape
from mirrorcam.imaging.skin import Search, Sought, evened, fetched, looked_for, tones_at

WINDOW_PX = 15
"""A side of the skin that is looked for about each landmark: .19 eye distances. 11 and 21 px do as well, 31 less."""
ABOUT_PX = 11
"""A side of the square of which the light is the mean, as large a part of the face as in snapshots.py."""
SLOW_PX = 8.0
"""SD, in a closeup, beyond which light that changes slowly is shade or a lamp, and is taken off."""
EVEN_PX = 2 * SLOW_PX
"""SD, about a place, over which its contrast is evened: over less, noise would be made more of."""
LIT = 0.5
"""Usual light of the lower half of a face, 0..1, that every closeup is brought to: the logarithm has an offset, which
takes contrast from what is dark, from brows most. With a tenth of the light of the one at rest weak poses are off by
2.9 points (benchmarks/measurement/six.py)."""
FURTHEST = 0.15
"""Eye distances: the furthest that the tracker was seen to stray."""
BACK = 0.03
"""Eye distances: how nearly the skin has to come back."""
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


def strayed(rest: Closeup, now: Closeup) -> tuple[Floats, Flags]:
    """How far each landmark of ``now`` is from the skin that it lies on in ``rest``: (SKIN, 2), what has to be added,
    in eye distances, x and y; and for which of them that skin was found again, (SKIN,).

    ``now`` is drawn in the shape of ``rest``, by its own landmarks, so that what is left to be found is small.
    """
    shape, sought = _at_rest(rest)
    x, y = shape.places(now.points)
    after = _skin(fetched(now.light, x, y), rest.points)
    there, found = looked_for(sought, after, sought.points)
    places = np.column_stack([fetched(line, *there.T[:, None])[0] for line in (x, y)])
    away = (places - now.points[:, :2]) / EYES_PX
    return np.asarray(away, np.float64), found


def tones_of(seen: Closeup) -> Floats:
    """(SKIN,): logarithm of the light about each landmark."""
    return np.asarray(tones_at(seen.light, seen.points[:, :2].astype(np.float32), ABOUT_PX), np.float64)


@lru_cache(maxsize=16)
def _at_rest(rest: Closeup) -> tuple[Shape, Sought]:
    """What is found once for each closeup at rest."""
    height, width = rest.light.shape
    sought = Sought(_skin(rest.light, rest.points), rest.points[:, :2].astype(np.float32), SEARCH)
    return Shape(rest.points, width, height), sought


def _skin(light: Pixels, points: Floats) -> Pixels:
    """What it shows, however light or blurred the picture is. ``points``: its landmarks."""
    height, width = light.shape
    x, y = np.clip(np.rint(points[_LOWER_HALVES, :2]), 0, (width - 1, height - 1)).astype(np.intp).T
    usual = max(float(np.median(light[y, x])), 1.0) / 255
    return evened(light, LIT / usual, SLOW_PX, EVEN_PX)


_LOWER_HALVES = np.concatenate(LOWER_HALVES)
SEARCH = Search(WINDOW_PX, FURTHEST * EYES_PX, BACK * EYES_PX)
