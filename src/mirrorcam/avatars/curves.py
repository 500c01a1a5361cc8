"""Smooth curves through points (Catmull–Rom, as cubic Béziers), as skia paths.

Points are (n, 2), or (k, n, 2) for k closed curves of a kind in one path, which is made and filled in less time than k
paths are.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import cache, lru_cache
from typing import TypeVar

import numpy as np
import skia

from mirrorcam.avatars.turning import Points

Kind = TypeVar("Kind", bound=Hashable)

SHORT = 32
"""Of edges with up to so many points the weights are kept; longer ones come in any length."""


def curve(*edges: Points) -> skia.Path:
    """A closed path along smooth edges, each beginning where the one before ended; corners stay sharp."""
    counts = tuple(edge.shape[-2] for edge in edges)
    if max(counts) > SHORT:
        return _path(np.concatenate([_through(edge) for edge in edges]), counts)
    return _path(_all_weights(counts) @ np.concatenate(edges, axis=-2), counts)


def loop(points: Points) -> skia.Path:
    """A closed path, smooth everywhere."""
    count = points.shape[-2]
    return _path(_around(count) @ points, (count + 1,))


def tapered(
    points: Points, width: float | Points, ends: tuple[float, float] = (0.0, 0.0), swell: float = 0.5
) -> skia.Path:
    """A brush stroke along ``points``: ``width`` at its fullest, which lies at ``swell`` of the way, and
    ``ends`` (shares of the width) at its two ends. ``width`` (n, 1) for one that varies by itself, too."""
    half = _normals(points) * (profile(points.shape[-2], ends, swell) * width)
    return curve(points + half, (points - half)[..., ::-1, :])


def strokes(lines: Points, halves: Points, kinds: Sequence[Kind]) -> dict[Kind, skia.Path]:
    """Many brush strokes at once: ``lines`` (k, n, 2), half widths (k, n). Those of a kind are one path."""
    half = _normals(lines) * halves[..., None]
    there, back = lines + half, (lines - half)[:, ::-1]
    count = lines.shape[1]
    edges = np.concatenate([_weights(count) @ there, _weights(count) @ back], axis=1)
    rows: dict[Kind, list[int]] = {}
    for row, kind in enumerate(kinds):
        rows.setdefault(kind, []).append(row)
    return {kind: _path(edges[own], (count, count)) for kind, own in rows.items()}


def resampled(points: Points, count: int) -> Points:
    """(count, …): a smooth curve close to the points (a cubic), at even places."""
    even = np.polynomial.polynomial.polyfit(np.linspace(0, 1, len(points)), points, min(3, len(points) - 1))
    return np.asarray(np.polynomial.polynomial.polyval(np.linspace(0, 1, count), even).T)


@cache
def profile(count: int, ends: tuple[float, float] = (0.0, 0.0), swell: float = 0.5) -> Points:
    """Half widths (count, 1) of a brush stroke of width 1."""
    along = np.linspace(0, 1, count)
    full = np.sin(np.pi * np.interp(along, (0, swell, 1), (0, 0.5, 1)))
    return np.asarray(np.maximum(full, np.interp(along, (0, 1), ends))[:, None] / 2)


def _path(points: Points, counts: tuple[int, ...]) -> skia.Path:
    """Smooth edges through ``counts`` points each, from where each begins and the control points that follow."""
    before, after = _frame(counts, len(points) if points.ndim == 3 else 1)
    path = skia.Path()
    path.readFromMemory(before + np.asarray(points, np.float32).tobytes() + after)
    return path


@lru_cache(maxsize=256)
def _frame(counts: tuple[int, ...], copies: int) -> tuple[bytes, bytes]:
    """What skia writes before and after the points of so many such curves. Read back with other points in between, a
    path is made in a tenth of the time that a call for each cubic takes."""
    points = np.arange(2.0 * copies * sum(3 * count - 2 for count in counts), dtype=np.float32)
    path, rows = skia.Path(), iter(points.reshape(-1, 2).tolist())
    for _ in range(copies):
        go = path.moveTo
        for count in counts:
            go(*next(rows))
            for _ in range(count - 1):
                path.cubicTo(*next(rows), *next(rows), *next(rows))
            go = path.lineTo
        path.close()
    before, after = bytes(path.serialize()).split(points.tobytes())
    return before, after


def _through(edge: Points) -> Points:
    """(n, 2) → (3·n − 2, 2): the first point, and the control points of the curve through all of them."""
    return _weights(len(edge)) @ edge if len(edge) <= SHORT else _spline(edge)


@cache
def _weights(count: int) -> Points:
    return _spline(np.eye(count))


@lru_cache(maxsize=256)
def _all_weights(counts: tuple[int, ...]) -> Points:
    """As ``_weights``, of edges one after the other."""
    weights = np.zeros((sum(3 * count - 2 for count in counts), sum(counts)))
    row = column = 0
    for count in counts:
        weights[row : row + 3 * count - 2, column : column + count] = _weights(count)
        row, column = row + 3 * count - 2, column + count
    return weights


def _spline(points: Points) -> Points:
    slope = np.empty_like(points)
    slope[1:-1] = (points[2:] - points[:-2]) / 6
    slope[0], slope[-1] = (points[1] - points[0]) / 4, (points[-1] - points[-2]) / 4
    return _controls(points, slope)


@cache
def _around(count: int) -> Points:
    own = np.eye(count)
    slope = (np.roll(own, 1, axis=1) - np.roll(own, -1, axis=1)) / 6
    return _controls(np.vstack([own, own[:1]]), np.vstack([slope, slope[:1]]))


def _controls(own: Points, slope: Points) -> Points:
    parts = np.stack([own[:-1] + slope[:-1], own[1:] - slope[1:], own[1:]], axis=1)
    return np.asarray(np.concatenate([own[:1], parts.reshape(-1, own.shape[1])]))


@cache
def _slopes(count: int) -> Points:
    return np.asarray(np.gradient(np.eye(count), axis=0))


def _normals(points: Points) -> Points:
    """To the right of the way, as (x, y); reckoned as complex numbers, which takes fewest steps."""
    run = (_slopes(points.shape[-2]) @ points).view(np.complex128)
    return np.asarray((run * (-1j / (np.abs(run) + 1e-9))).view(np.float64))
