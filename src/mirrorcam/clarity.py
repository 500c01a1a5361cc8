"""What the picture of a face is like: how light, how sharp, how noisy, how much of it is burnt out. ``figures(…)``."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mirrorcam.arrays import Pixels, Singles
from mirrorcam.face import Face
from mirrorcam.jpeg_blocks import clear_share
from mirrorcam.medians import median

DETAIL = (33, 263, 105, 334, 17)
"""Outer eye corners, tops of the brows, below the lower lip: the box in which the face is read."""
GRID = 40
"""Points a side, at most, at which brightness and detail are sampled."""
DETAIL_SCALE = 1 / 64
"""Of the face's width: how far apart two points of a fine detail are. The landmark network sees a face about
170 px wide, so finer detail than this says little."""
UPRIGHT_SHARE = 1 / 1.5
"""A sharp face has 1.5 times as much detail up-and-down (lids, lips, brows) as across (1.3 to 2.0)."""
BURNT = 250
"""Green, 0..255, from which a point is burnt out."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a face's picture is like, in the box from the brows to below the lips."""

    light: float
    """Median brightness, 0..1."""
    sharpness: float
    """Detail ``DETAIL_SCALE`` of the face's width across, relative to the spread of brightness: .4 to .9 in a
    sharp picture (benchmarks/gates.py), about the same for any size, light and noise; less where a JPEG's squares
    stand in its place."""
    noise: float
    """What differs from one pixel to the next without being detail, relative to the spread of brightness."""
    burnt: float = 0.0
    """How much of it is as bright as the camera can tell, 0..1: there nothing of the face is left."""


def figures(face: Face, pixels: Pixels, face_px: float) -> Figures:
    """Looks at some 10,000 pixels, whatever the size of the picture. Green stands for brightness.

    Detail is what the second difference of brightness at a point has in common with that at the next pixel:
    what noise adds there is not. It is taken across and up-and-down, and the lesser counts, because a face
    that moves is blurred in one direction only.
    """
    step = max(1, round(face_px * DETAIL_SCALE))
    rows, columns = _grid(face.landmarks[DETAIL, :2], pixels.shape, step + 1)
    green = pixels[..., 1]
    centre = green[rows, columns].ravel()
    if centre.size == 0:
        return Figures(0.0, 0.0, 0.0)
    spread = max(_spread(centre), 1.0)
    across, across_noise = _detail(green, rows, columns, step)
    upright, upright_noise = _detail(green.T, columns, rows, step)
    fine = min(across, upright * UPRIGHT_SHARE) * face_px * DETAIL_SCALE / step
    fine *= clear_share(green, rows, columns)
    noise = max(across_noise, upright_noise) / spread
    burnt = float(np.count_nonzero(centre >= BURNT)) / centre.size
    return Figures(float(median(centre)) / 255, fine / spread, noise, burnt)


def picture_light(pixels: Pixels) -> float:
    """Median brightness of the whole picture, 0..1, from about ``GRID`` × ``GRID`` points."""
    rows, columns = (slice(None, None, max(1, size // GRID)) for size in pixels.shape[:2])
    return float(median(pixels[rows, columns, 1].ravel())) / 255


def _grid(points: Singles, shape: tuple[int, ...], margin: int) -> tuple[slice, slice]:
    """Rows and columns that cover the points' box, ``margin`` inside the picture; may be empty."""
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return _line(top, bottom, shape[0], margin), _line(left, right, shape[1], margin)


def _line(low: float, high: float, size: int, margin: int) -> slice:
    first, last = max(margin, int(low * size)), min(size - margin, int(high * size) + 1)
    return slice(first, max(first, last), max(1, -(-(last - first) // GRID)))


def _detail(picture: Pixels, rows: slice, columns: slice, step: int) -> tuple[float, float]:
    """Root mean square of the detail along the rows, and of the noise of one pixel."""
    here, beside = (_curvature(picture, lines, columns, step) for lines in (rows, _shift(rows, 1)))
    common, whole = (float(here @ other) / here.size for other in (beside, here))
    return max(common, 0.0) ** 0.5, (max(whole - common, 0.0) / 6) ** 0.5


def _curvature(picture: Pixels, rows: slice, columns: slice, step: int) -> Singles:
    """(points,)."""
    before, here, after = (picture[rows, _shift(columns, by)].astype(np.float32) for by in (-step, 0, step))
    return (2 * here - before - after).ravel()


def _spread(light: Pixels) -> float:
    """The standard deviation."""
    around = light - np.float32(light.mean())
    return math.sqrt(around @ around / around.size)


def _shift(line: slice, by: int) -> slice:
    return slice(line.start + by, line.stop + by, line.step)
