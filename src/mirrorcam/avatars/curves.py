"""Smooth curves through points (Catmull–Rom, as cubic Béziers), as skia paths."""

from __future__ import annotations

from functools import cache

import numpy as np
import skia

from mirrorcam.avatars.turning import Points


def curve(*edges: Points) -> skia.Path:
    """A closed path along smooth edges, each beginning where the one before ended; corners stay sharp."""
    path = skia.Path()
    go = path.moveTo
    for edge in edges:
        go(*edge[0].tolist())
        _follow(path, _through(len(edge)) @ edge)
        go = path.lineTo
    path.close()
    return path


def loop(points: Points) -> skia.Path:
    """A closed path, smooth everywhere."""
    path = skia.Path()
    path.moveTo(*points[0].tolist())
    _follow(path, _around(len(points)) @ points)
    path.close()
    return path


def tapered(
    points: Points, width: float, ends: tuple[float, float] = (0.0, 0.0), swell: float = 0.5
) -> skia.Path:
    """A brush stroke along ``points``: ``width`` at its fullest, which lies at ``swell`` of the way, and
    ``ends`` (shares of the width) at its two ends."""
    half = _normals(points) * (profile(len(points), ends, swell) * width)
    return curve(points + half, (points - half)[::-1])


def strokes(lines: Points, halves: Points) -> list[skia.Path]:
    """Many brush strokes at once: ``lines`` (k, n, 2), half widths (k, n)."""
    half = _normals(lines) * halves[..., None]
    there, back = lines + half, (lines - half)[:, ::-1]
    through = _through(lines.shape[1])
    paths = []
    for start, out, home in zip(there[:, 0].tolist(), through @ there, through @ back, strict=True):
        path = skia.Path()
        path.moveTo(*start)
        _follow(path, out)
        _follow(path, home)
        path.close()
        paths.append(path)
    return paths


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


def _follow(path: skia.Path, controls: Points) -> None:
    cubic = path.cubicTo
    for row in controls.reshape(-1, 6).tolist():
        cubic(*row)


@cache
def _through(count: int) -> Points:
    """(3·(count − 1), count): points → the control points of the curve through them."""
    slope = np.zeros((count, count))
    for i in range(1, count - 1):
        slope[i, i - 1], slope[i, i + 1] = -1 / 6, 1 / 6
    slope[0, :2], slope[-1, -2:] = (-0.25, 0.25), (-0.25, 0.25)
    return _controls(np.eye(count), slope)


@cache
def _around(count: int) -> Points:
    own = np.eye(count)
    slope = (np.roll(own, 1, axis=1) - np.roll(own, -1, axis=1)) / 6
    return _controls(np.vstack([own, own[:1]]), np.vstack([slope, slope[:1]]))


def _controls(own: Points, slope: Points) -> Points:
    parts = np.stack([own[:-1] + slope[:-1], own[1:] - slope[1:], own[1:]], axis=1)
    return np.asarray(parts.reshape(-1, own.shape[1]))


@cache
def _slopes(count: int) -> Points:
    return np.asarray(np.gradient(np.eye(count), axis=0))


def _normals(points: Points) -> Points:
    run = _slopes(points.shape[-2]) @ points
    length = np.sqrt((run * run).sum(axis=-1, keepdims=True)) + 1e-9
    return np.asarray((run / length)[..., ::-1] * (1.0, -1.0))
