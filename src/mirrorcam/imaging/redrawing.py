"""A picture drawn again on a mesh whose points have moved: triangle by triangle, or quickly by a coarse net."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirrorcam.arrays import Floats, Pixels, Singles
from mirrorcam.facing import Square
from mirrorcam.imaging.opencv import cv2

SUBPIXEL_BITS = 4
MOST_PLACES = 900
"""Along the longer side of a picture; what lies between them in a larger one goes along with both."""
KNOTS = 32
"""Of a net, a side: for a square of two face widths one every sixteenth of a face."""
_IN_SQUARE = np.stack(np.meshgrid(*2 * ((np.arange(KNOTS, dtype=np.float32) + 0.5) / KNOTS,)), axis=2)
"""(KNOTS, KNOTS, 2): x and y of the knots in a square of 1."""
FINE = 8
"""Between which points a knot lies is looked for in a picture so many times as fine as the net."""
FINEST = 218
"""Pixels a side in which a square is drawn again at most; a larger one is enlarged from that. On the face it is as fine
as 256 pixels for twice its width, about what the landmark network looks at; drawn finer, smiles of 35 people, pitched
by 8° to 15°, were read no better. A fourth coarser, a still film's score trembles more (SD 1.3 for 1.0)."""
THIN_PX = 0.5
"""Twice the area (px²) below which a triangle only goes along with its first corner: it has no inside to be drawn."""


def redrawn(pixels: Pixels, at: Floats, to: Floats, corners: NDArray[np.intp]) -> Pixels:
    """As large as ``pixels``, its points ``at`` moved to ``to``; both (points, 3): x and y in pixels, z larger is
    further. ``corners`` (triangles, 3) as ``triangles`` gives them. What lies nearer hides what is further; what lies
    in no triangle stays as it is."""
    height, width = pixels.shape[:2]
    every = -(-max(height, width) // MOST_PLACES)
    places = [
        (np.arange(-(-size // every), dtype=np.float32) + 0.5) * every - 0.5 for size in (width, height)
    ]
    owner = _owners((to[:, :2] + 0.5) / every - 0.5, to[:, 2], corners, len(places[0]), len(places[1]))
    found = _places(owner, _ways(to[corners, :2], at[corners, :2]), places[0], places[1])
    map_x, map_y = (_full(one, every) for one in found)
    map_x, map_y = map_x[:height, :width], map_y[:height, :width]
    return np.asarray(
        cv2.remap(pixels, map_x, map_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def _places(
    owner: NDArray[np.int32],
    ways: Singles,
    across: Singles,
    down: Singles,
) -> list[Singles]:
    """x and y in the old picture, (height, width) each, of the places ``across`` × ``down`` in the new one."""
    x, y = across, down[:, None]
    return [
        np.take(way[:, 0], owner) * x + np.take(way[:, 1], owner) * y + np.take(way[:, 2], owner)
        for way in ways
    ]


class Shape:
    """The shape of one mesh in a picture of ``width`` × ``height`` px, in which others may be drawn."""

    def __init__(self, points: Floats, width: int, height: int) -> None:
        """``points`` (points, 3): x and y in pixels, z larger is further."""
        self._points, self._corners = points[:, :2], triangles(points)
        self._owner = _owners(self._points, points[:, 2], self._corners, width, height)
        self._across, self._down = (np.arange(size, dtype=np.float32) for size in (width, height))

    def places(self, points: Floats) -> tuple[Singles, Singles]:
        """From where in the other picture each pixel comes, x and y, (height, width) each; ``points`` (points, 2 or
        more) are those of the other picture. Where the mesh is not, a pixel stays in its place."""
        ways = _ways(self._points[self._corners], points[self._corners, :2])
        x, y = _places(self._owner, ways, self._across, self._down)
        return x, y


def _full(places: Singles, every: int) -> Singles:
    if every == 1:
        return places
    size = places.shape[1] * every, places.shape[0] * every
    return np.asarray(cv2.resize(places, size, interpolation=cv2.INTER_LINEAR), np.float32)


def _owners(
    to: Floats, depth: Floats, corners: NDArray[np.intp], width: int, height: int
) -> NDArray[np.int32]:
    """(height, width): the number of the nearest triangle over each place, that of the last and one for none."""
    owner = np.full((height, width), len(corners), np.int32)
    fixed = np.rint(to * (1 << SUBPIXEL_BITS)).astype(np.int32)
    for number in np.argsort(-depth[corners].mean(axis=1)).tolist():
        cv2.fillConvexPoly(owner, fixed[corners[number]], number, shift=SUBPIXEL_BITS)
    return owner


def _ways(new: Floats, old: Floats) -> Singles:
    """(2, triangles + 1, 3): x and y in the old picture are this · (x, y, 1) in the new one; the last goes nowhere.
    ``new`` and ``old`` are (triangles, 3, 2)."""
    sides, was = (part[:, 1:] - part[:, :1] for part in (new, old))
    thin = np.abs(np.linalg.det(sides)) < THIN_PX
    sides[thin], was[thin] = np.eye(2), np.eye(2)
    linear = np.linalg.solve(sides, was).transpose(0, 2, 1)
    shift = old[:, 0] - (linear @ new[:, 0, :, None])[..., 0]
    ways = np.concatenate((linear, shift[..., None]), axis=2)
    return np.concatenate((ways, np.eye(2, 3)[None])).transpose(1, 0, 2).astype(np.float32)


def triangles(points: Floats) -> NDArray[np.intp]:
    """(triangles, 3): Delaunay over points (n, 2) or more columns, in the plane of the picture."""
    low, high = points[:, :2].min(axis=0) - 2, points[:, :2].max(axis=0) + 2
    plane = cv2.Subdiv2D((int(low[0]), int(low[1]), int(high[0] - low[0]) + 2, int(high[1] - low[1]) + 2))
    places: dict[tuple[float, float], int] = {}
    for number, (x, y) in enumerate(points[:, :2].astype(np.float32)):
        places.setdefault((float(x), float(y)), number)
    for place in places:
        plane.insert(place)
    corners = np.asarray(plane.getTriangleList()).reshape(-1, 3, 2)
    found = [[places.get((float(x), float(y)), -1) for x, y in corner] for corner in corners]
    return np.array([row for row in found if min(row) >= 0], np.intp)


class Net:
    """A net of knots over a square, each of which goes along with the three points of a mesh that it lies between. For
    a face that is drawn again in every frame of a film: which points those are is found once."""

    def __init__(self, points: Floats, square: Square) -> None:
        """``points`` (points, 3) in pixels, z larger is further; the last of them lie along the edges of ``square``."""
        places = _in_square(points[:, :2], square)
        corners = triangles(points)
        fine = (places + 0.5) * FINE - 0.5, points[:, 2], corners, KNOTS * FINE, KNOTS * FINE
        owner = _owners(*fine)[FINE // 2 :: FINE, FINE // 2 :: FINE].ravel()
        between = corners[np.minimum(owner, len(corners) - 1)]
        self._corners = between.T.copy()
        self._shares = _shares(places, between).T.astype(np.float32)

    def ways(self, at: Floats, to: Floats) -> Singles:
        """(KNOTS, KNOTS, 2) px: from where in the new picture to where in the old, as the points of a mesh like the
        first one go back from ``to`` to ``at``, both (points, 2 or more)."""
        back = (at[:, :2] - to[:, :2]).T.astype(np.float32)
        knots = (back.take(self._corners, axis=1) * self._shares).sum(axis=1)
        return np.asarray(knots.T.reshape(KNOTS, KNOTS, 2), np.float32)


def _in_square(places: Floats, square: Square) -> Floats:
    """In knots, the first of which is at 0."""
    low = np.array((square.x, square.y)) - square.half
    return np.asarray((places - low) * (KNOTS / (2 * square.half)) - 0.5)


def _shares(places: Floats, corners: NDArray[np.intp]) -> Floats:
    """(knots, 3): of the three points, that make the knot's place; never below 0."""
    rows, columns = np.divmod(np.arange(KNOTS * KNOTS), KNOTS)
    first, second, third = (places[corners[:, number]] for number in range(3))
    sides = np.stack((second - first, third - first), axis=2)
    sides[np.abs(np.linalg.det(sides)) < 1e-9] = np.eye(2)
    along = np.linalg.solve(sides, (np.column_stack((columns, rows)) - first)[..., None])[..., 0]
    shares = np.clip(np.column_stack((1 - along.sum(axis=1), along)), 0, 1)
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def redrawn_within(pixels: Pixels, ways: Singles, square: Square) -> Pixels:
    """The picture with what lies in the square drawn again, fetched from where ``ways`` (of a ``Net``) lead; no finer
    than ``FINEST`` a side. A rim of half a knot, where next to nothing moves, stays as it is."""
    height, width = pixels.shape[:2]
    side, rim = round(2 * square.half), round(square.half / KNOTS) + 1
    left, top = round(square.x - square.half), round(square.y - square.half)
    columns, rows = (
        slice(max(first + rim, 0), min(first + side - rim, size))
        for first, size in ((left, width), (top, height))
    )
    result = pixels.copy()
    if columns.start < columns.stop and rows.start < rows.stop:
        low = np.array((left - 0.5, top - 0.5), np.float32)
        # from the copy, which has just been written and is still in the processor's cache
        again = _drawn(result, np.asarray(ways + _IN_SQUARE * np.float32(side) + low, np.float32), side)
        result[rows, columns] = again[
            rows.start - top : rows.stop - top, columns.start - left : columns.stop - left
        ]
    return result


def _drawn(pixels: Pixels, knots: Singles, side: int) -> Pixels:
    """(side, side, 3), fetched from where in the picture the knots lie; nothing certain outside the outermost."""
    fine = min(side, FINEST)
    both: Any = None  # x and y come together, which OpenCV's types do not know
    places = cv2.convertMaps(cv2.resize(knots, (fine, fine)), both, cv2.CV_16SC2)
    new = cv2.remap(pixels, *places, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    del places  # the next large array may lie where they lay, and is written faster there
    return np.asarray(cv2.resize(new, (side, side)) if fine < side else new, np.uint8)


def _fetched(picture: NDArray[Any], places: Singles) -> NDArray[Any]:
    """``places`` (rows, columns, 2): x and y in the picture."""
    both: Any = None  # x and y come together, which OpenCV's types do not know
    return np.asarray(cv2.remap(picture, places, both, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def fetched_from(places: Floats, ways: Singles, square: Square) -> Floats:
    """(places, 2) px: where in the old picture what is seen at ``places`` in the new one was."""
    knots = _in_square(places, square).astype(np.float32)
    return np.asarray(places + _fetched(ways, knots[None])[0], np.float64)
