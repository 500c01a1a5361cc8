"""A photograph of a face that looks straight, drawn again with its head turned by a known angle.

The tracked landmarks, with the tracker's own depth, are a mesh that carries the photograph. Around it a coarse head
(hair, ears, neck) turns along, and the edges of the picture stay. The mesh is turned about the middle of the head,
seen through a pinhole at 60 cm, and what comes to lie behind something else is hidden. The skin keeps the light of the
photograph, the depth is the tracker's guess, and what the photograph did not show is stretched: so it is a stand-in
for turned heads, and a mild one for the far side.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from mirrorcam.face import Face, HeadPose

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float64]

SKIN = 468
"""Landmarks of the skin; those of the irises lie in between."""
OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
    150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
EDGES = (234, 454)
DISTANCE = 3.9
"""Of the camera, in face widths: 60 cm for a face of 15.3 cm (between those landmarks of the canonical face)."""
RINGS = ((1.18, 0.22), (1.42, 0.5))
"""Of the coarse head: how far outside the oval of the face, and how far behind it, in face widths."""
BORDER = 12
"""Points along each edge of the picture, which stay; as far away as the middle of the head."""


def turned(pixels: Pixels, face: Face, head: HeadPose) -> Pixels:
    """The picture with its head turned by ``head`` from where it looks. Raises ValueError when the face lies too near
    to the picture's edge."""
    height, width = pixels.shape[:2]
    at = mesh(face, width, height)
    to = seen(at, head)
    return redrawn(pixels, at, to)


def redrawn(pixels: Pixels, at: Floats, to: Floats) -> Pixels:
    """The picture with the points ``at`` of its mesh moved to ``to``; (points, 3), as ``mesh`` gives them."""
    height, width = pixels.shape[:2]
    map_x, map_y = maps(at, to, triangles(at[:, :2]), width, height)
    return np.asarray(cv2.remap(pixels, map_x, map_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE))


def mesh(face: Face, width: int, height: int) -> Floats:
    """(points, 3) in pixels, z larger is further: skin, head, and the edges of the picture."""
    skin = face.landmarks[:SKIN] * np.array((width, height, width), np.float64)
    oval = skin[list(OVAL)]
    wide = float(np.linalg.norm(skin[EDGES[0]] - skin[EDGES[1]]))
    middle = oval.mean(axis=0)
    rings = [middle + (oval - middle) * (out, out, 1.0) + (0, 0, back * wide) for out, back in RINGS]
    inside = [ring[_within(ring, width, height)] for ring in rings]
    along_x, along_y = (np.linspace(0, size - 1, BORDER) for size in (width, height))
    edge = [(x, y) for x in along_x for y in (0, height - 1)] + [
        (x, y) for x in (0, width - 1) for y in along_y[1:-1]
    ]
    still = np.column_stack((np.array(edge), np.full(len(edge), oval[:, 2].mean() + wide)))
    return np.vstack((skin, *inside, still))


def _within(points: Floats, width: int, height: int) -> NDArray[np.bool_]:
    result: NDArray[np.bool_] = ((points[:, :2] > 1) & (points[:, :2] < (width - 2, height - 2))).all(axis=1)
    return result


def seen(at: Floats, head: HeadPose) -> Floats:
    """Where the points are after the turn; those of the edges, which come last, stay."""
    turning = len(at) - (4 * BORDER - 4)
    points = at[:turning]
    oval = points[list(OVAL)]
    wide = float(np.linalg.norm(points[EDGES[0]] - points[EDGES[1]]))
    pivot, away = points[list(EDGES)].mean(axis=0), DISTANCE * wide
    pivot[2] += 0.1 * wide
    front = oval[:, 2].min()
    depth = away + points[:, 2] - front
    camera = oval[:, :2].mean(axis=0)
    solid = np.column_stack(((points[:, :2] - camera) * depth[:, None] / away, depth))
    middle = np.array((*((pivot[:2] - camera) * (away + pivot[2] - front) / away), away + pivot[2] - front))
    moved = (solid - middle) @ _rotation(head).T + middle
    flat = moved[:, :2] * away / moved[:, 2:] + camera
    return np.vstack((np.column_stack((flat, moved[:, 2] - away + front)), at[turning:]))


def _rotation(head: HeadPose) -> Floats:
    """As ``Face.pose`` reads it, for x to the right, y down and z away."""
    yaw, pitch, roll = np.radians((head.yaw_deg, -head.pitch_deg, -head.roll_deg))
    about_y = np.array(((np.cos(yaw), 0, np.sin(yaw)), (0, 1, 0), (-np.sin(yaw), 0, np.cos(yaw))))
    about_x = np.array(((1, 0, 0), (0, np.cos(pitch), -np.sin(pitch)), (0, np.sin(pitch), np.cos(pitch))))
    about_z = np.array(((np.cos(roll), -np.sin(roll), 0), (np.sin(roll), np.cos(roll), 0), (0, 0, 1)))
    flip = np.diag((1.0, -1.0, -1.0))
    return np.asarray(flip @ about_y @ about_x @ about_z @ flip)


def triangles(points: Floats) -> NDArray[np.intp]:
    """(triangles, 3): Delaunay in the plane of the picture."""
    low, high = points.min(axis=0) - 2, points.max(axis=0) + 2
    plane = cv2.Subdiv2D((int(low[0]), int(low[1]), int(high[0] - low[0]) + 2, int(high[1] - low[1]) + 2))
    places: dict[tuple[float, float], int] = {}
    for number, (x, y) in enumerate(points.astype(np.float32)):
        places.setdefault((float(x), float(y)), number)
    for place in places:
        plane.insert(place)
    corners = plane.getTriangleList().reshape(-1, 3, 2)
    found = [[places.get((float(x), float(y)), -1) for x, y in corner] for corner in corners]
    return np.array([row for row in found if min(row) >= 0], np.intp)


def maps(
    at: Floats, to: Floats, triangles: NDArray[np.intp], width: int, height: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """For each pixel of the new picture where it comes from in the old one: the nearest triangle wins."""
    map_y, map_x = (grid.astype(np.float32) for grid in np.mgrid[:height, :width])
    depth = np.full((height, width), np.inf)
    for corners in triangles:
        _paint(at[corners], to[corners], map_x, map_y, depth)
    return map_x, map_y


def _paint(
    at: Floats, to: Floats, map_x: NDArray[np.float32], map_y: NDArray[np.float32], depth: Floats
) -> None:
    height, width = depth.shape
    x0, y0 = np.maximum(np.floor(to[:, :2].min(axis=0)).astype(int), 0)
    x1, y1 = np.minimum(np.ceil(to[:, :2].max(axis=0)).astype(int) + 1, (width, height))
    (ax, ay), (bx, by), (cx, cy) = to[:, :2]
    area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    if x0 >= x1 or y0 >= y1 or abs(area) < 1e-6:
        return
    y, x = np.mgrid[y0:y1, x0:x1]
    b = ((x - ax) * (cy - ay) - (y - ay) * (cx - ax)) / area
    c = ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / area
    shares = np.stack((1 - b - c, b, c), axis=-1)
    part = (slice(y0, y1), slice(x0, x1))
    near = shares @ to[:, 2]
    seen = (shares >= -1e-3).all(axis=-1) & (near < depth[part])
    from_ = shares @ at[:, :2]
    depth[part][seen], map_x[part][seen], map_y[part][seen] = (
        near[seen],
        from_[..., 0][seen],
        from_[..., 1][seen],
    )
