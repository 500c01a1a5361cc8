"""MediaPipe's numbering of the face: which points are rigid, which is whose mirror image; and the head frame.

The head frame is the canonical face's own: x to the person's left, y up, z towards the viewer. Lengths are in
eye distances of an average face of the same size, so that neither camera nor distance matters.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirrorcam.arrays import Floats, Singles

# Rigid points: weight in the fit and place (cm) on MediaPipe's canonical face model (Apache-2.0; mesh
# geometry_pipeline_metadata_landmarks.binarypb in face_landmarker.task). Choice and weights are mirrorcam's
# own, by the drift of a still face under a moving camera; docs/measurement.md.
RIGID: dict[int, tuple[float, tuple[float, float, float]]] = {
    6: (2.0, (0.0, 2.473255, 5.788627)),
    168: (2.0, (0.0, 3.271027, 5.236015)),
    197: (2.0, (0.0, 1.728369, 6.31675)),
    195: (1.0, (0.0, 1.059413, 6.774605)),
    5: (1.0, (0.0, 0.365669, 7.24287)),
    4: (1.0, (0.0, -0.46317, 7.58658)),
    33: (3.0, (-4.445859, 2.663991, 3.173422)),
    133: (3.0, (-1.856432, 2.585245, 3.757904)),
    263: (3.0, (4.445859, 2.663991, 3.173422)),
    362: (3.0, (1.856432, 2.585245, 3.757904)),
    10: (0.5, (0.0, 8.261778, 4.481535)),
    109: (0.5, (-1.891399, 8.236377, 4.274997)),
    338: (0.5, (1.891399, 8.236377, 4.274997)),
    67: (0.5, (-3.523964, 8.005976, 3.729163)),
    297: (0.5, (3.523964, 8.005976, 3.729163)),
    54: (0.5, (-6.279331, 6.615427, 1.42585)),
    284: (0.5, (6.279331, 6.615427, 1.42585)),
    127: (1.0, (-7.743095, 2.364999, -2.005167)),
    356: (1.0, (7.743095, 2.364999, -2.005167)),
    234: (0.7, (-7.664182, 0.673132, -2.435867)),
    454: (0.7, (7.664182, 0.673132, -2.435867)),
    21: (0.5, (-7.08796, 5.434801, 0.09962)),
    251: (0.5, (7.08796, 5.434801, 0.09962)),
    162: (0.5, (-7.555811, 4.106811, -0.991917)),
    389: (0.5, (7.555811, 4.106811, -0.991917)),
}

RIGHT_EYE = (33, 133, 159, 145)
LEFT_EYE = (263, 362, 386, 374)
SKIN = 468
"""Landmarks of the skin; the irises, which come after them, lie in between."""
EDGES = (234, 454)
"""Of the outer face edges, the person's right and left."""
OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
    150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
"""Along the outline of the face, from the top of the forehead and round by the person's left."""

# Points of the person's right half, each with its mirror image on the left (from the same mesh; the irises
# are points 468 to 477). Points that are not here lie on the midline.
_PAIRS = """
3-248 7-249 20-250 21-251 22-252 23-253 24-254 25-255 26-256 27-257 28-258 29-259 30-260 31-261 32-262
33-263 34-264 35-265 36-266 37-267 38-268 39-269 40-270 41-271 42-272 43-273 44-274 45-275 46-276 47-277
48-278 49-279 50-280 51-281 52-282 53-283 54-284 55-285 56-286 57-287 58-288 59-289 60-290 61-291 62-292
63-293 64-294 65-295 66-296 67-297 68-298 69-299 70-300 71-301 72-302 73-303 74-304 75-305 76-306 77-307
78-308 79-309 80-310 81-311 82-312 83-313 84-314 85-315 86-316 87-317 88-318 89-319 90-320 91-321 92-322
93-323 95-324 96-325 97-326 98-327 99-328 100-329 101-330 102-331 103-332 104-333 105-334 106-335 107-336
108-337 109-338 110-339 111-340 112-341 113-342 114-343 115-344 116-345 117-346 118-347 119-348 120-349
121-350 122-351 123-352 124-353 125-354 126-355 127-356 128-357 129-358 130-359 131-360 132-361 133-362
134-363 135-364 136-365 137-366 138-367 139-368 140-369 141-370 142-371 143-372 144-373 145-374 146-375
147-376 148-377 149-378 150-379 153-380 154-381 155-382 156-383 157-384 158-385 159-386 160-387 161-388
162-389 163-390 165-391 166-392 167-393 169-394 170-395 171-396 172-397 173-398 174-399 176-400 177-401
178-402 179-403 180-404 181-405 182-406 183-407 184-408 185-409 186-410 187-411 188-412 189-413 190-414
191-415 192-416 193-417 194-418 196-419 198-420 201-421 202-422 203-423 204-424 205-425 206-426 207-427
208-428 209-429 210-430 211-431 212-432 213-433 214-434 215-435 216-436 217-437 218-438 219-439 220-440
221-441 222-442 223-443 224-444 225-445 226-446 227-447 228-448 229-449 230-450 231-451 232-452 233-453
234-454 235-455 236-456 237-457 238-458 239-459 240-460 241-461 242-462 243-463 244-464 245-465 246-466
247-467 468-473 469-476 470-475 471-474 472-477
"""
_SIDES = [pair.partition("-") for pair in _PAIRS.split()]
MIRRORED: dict[int, int] = {
    **{int(right): int(left) for right, _, left in _SIDES},
    **{int(left): int(right) for right, _, left in _SIDES},
}


def mirrored(point: int) -> int:
    """The same point on the other side of the face; a point on the midline is its own mirror image."""
    return MIRRORED.get(point, point)


RIGID_POINTS = np.array(list(RIGID))
_WEIGHTS = np.array([weight for weight, _ in RIGID.values()])
_WEIGHTS /= _WEIGHTS.sum()
_CANONICAL = np.array([at for _, at in RIGID.values()])
_WEIGHTED_CANONICAL = (_CANONICAL - _WEIGHTS @ _CANONICAL) * _WEIGHTS[:, None]

SIZE = 0.806
"""Of the rigid points (their root mean square distance from the middle), in eye distances: the median of 35 neutral
faces. All rigid points together give a steadier unit than the eyes alone: over shifted, smaller and rolled copies of
70 photographs the nose and mouth features spread by a fifth to a quarter less."""

SOLID = 0.1
"""Determinant from which the rotation is found step by step; of a face like the canonical one it is 1."""
STEPS = 9
"""What is so solid is a rotation to the last bits by then: a side of .04 becomes 12.5, 6.3, 3.2, 1.8, 1.2, 1.01 …"""


def faces_to_head(rigid: Singles, points: Singles, sizes: NDArray[np.integer]) -> Floats:
    """Points of many faces, (faces, n, 3), each in its own head frame; the origin is the middle of the rigid points.

    A weighted similarity (Procrustes) fit of the rigid points to the canonical face, after Kabsch (1976) and
    Umeyama (1991). ``rigid`` (faces, len(RIGID_POINTS), 3) and ``points`` as they stand in ``Face.landmarks``;
    ``sizes`` (faces, 2): width and height of each picture. Every product is taken face by face, so that a face comes
    out the same to the bit, however many are measured with it.
    """
    one = len(rigid) == 1 and rigid.dtype == np.float32
    origins, turns = _fit_of_one(rigid.tobytes(), *sizes[0].tolist()) if one else _fit(rigid, sizes)
    # In one order in memory, as products of others may round otherwise.
    placed = np.ascontiguousarray(points) * _scales(sizes)
    result: Floats = (placed - origins) @ turns
    return result


def _scales(sizes: NDArray[np.integer]) -> Floats:
    """(faces, 1, 3): from a picture's shares to its pixels, y up and z towards the viewer."""
    scales: Floats = (sizes @ _IN_PIXELS)[:, None]
    return scales


_IN_PIXELS = np.array(((1.0, 0.0, -1.0), (0.0, -1.0, 0.0)))


@lru_cache(maxsize=4)
def _fit_of_one(rigid: bytes, width: int, height: int) -> tuple[Floats, Floats]:
    """Of each frame's face several things are asked in the head frame (measures.py, proportions.py)."""
    points = np.frombuffer(rigid, np.float32).reshape(1, -1, 3)
    return _fit(points, np.array([[width, height]]))


def _fit(rigid: Singles, sizes: NDArray[np.integer]) -> tuple[Floats, Floats]:
    """(faces, 1, 3) and (faces, 3, 3): what is taken off each point, and what it is then multiplied by."""
    seen = np.ascontiguousarray(rigid) * _scales(sizes)
    origins = (_WEIGHTS @ seen)[:, None]
    around = seen - origins
    units = np.maximum(np.sqrt(_WEIGHTS @ (around**2).sum(axis=2)[..., None]) / SIZE, 1e-9)[..., None]
    moments = around.transpose(0, 2, 1) @ _WEIGHTED_CANONICAL
    return origins, nearest_turns(moments / (units * _SHAPE)) / units


def nearest_turns(moments: Floats) -> Floats:
    """(faces, 3, 3): the rotation that is nearest to each of ``moments`` (faces, 3, 3), which are about as large as
    rotations. Numbers of one face are quicker by themselves than as arrays of one, and come out the same to the bit."""
    if len(moments) == 1:
        rows = moments[0].tolist()
        return np.array([_nearest(rows)]) if determinant(rows) > SOLID else _nearest_by_svd(moments)
    every = moments.transpose(1, 2, 0)
    solid = determinant(every) > SOLID
    turns = np.empty_like(moments)
    turns[solid] = np.array(_nearest(every[..., solid])).transpose(2, 0, 1)
    turns[~solid] = _nearest_by_svd(moments[~solid])
    return turns


def _nearest(rows: Any) -> Any:
    """Three rows of three numbers, or of three arrays, become those of the nearest rotation: the mean of a matrix and
    its transposed inverse is nearer to it than the matrix is (Newton's iteration; Higham 1986)."""
    (a, b, c), (d, e, f), (g, h, i) = rows
    for _ in range(STEPS):
        of_a, of_b, of_c = e * i - f * h, f * g - d * i, d * h - e * g
        of_d, of_e, of_f = c * h - b * i, a * i - c * g, b * g - a * h
        of_g, of_h, of_i = b * f - c * e, c * d - a * f, a * e - b * d
        share = 0.5 / (a * of_a + b * of_b + c * of_c)
        a, b, c = 0.5 * a + share * of_a, 0.5 * b + share * of_b, 0.5 * c + share * of_c
        d, e, f = 0.5 * d + share * of_d, 0.5 * e + share * of_e, 0.5 * f + share * of_f
        g, h, i = 0.5 * g + share * of_g, 0.5 * h + share * of_h, 0.5 * i + share * of_i
    return (a, b, c), (d, e, f), (g, h, i)


def _nearest_by_svd(moments: Floats) -> Floats:
    """The same of any, of flat and mirrored faces, too (Kabsch 1976)."""
    u, _, v = np.linalg.svd(moments)
    u[np.linalg.det(u @ v) < 0, :, 2] *= -1
    return np.asarray(u @ v)


def determinant(rows: Any) -> Any:
    """Of three rows of three numbers, or of three arrays."""
    (a, b, c), (d, e, f), (g, h, i) = rows
    return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)


def _shape() -> float:
    """What the moments of the canonical face, over its unit, have to be divided by to be as large as a rotation."""
    around = _CANONICAL - _WEIGHTS @ _CANONICAL
    unit = np.sqrt(_WEIGHTS @ (around**2).sum(axis=1)) / SIZE
    return float(np.cbrt(np.linalg.det(around.T @ _WEIGHTED_CANONICAL / unit)))


_SHAPE = _shape()
