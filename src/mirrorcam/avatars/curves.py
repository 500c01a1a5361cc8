"""Smooth curves through points (Catmull–Rom, as cubic Béziers), as skia paths."""

from __future__ import annotations

import numpy as np
import skia

from mirrorcam.avatars.turning import Points


def curve(*edges: Points, close: bool = True) -> skia.Path:
    """A path along smooth edges, each beginning where the one before ended; corners between them stay sharp."""
    path = skia.Path()
    for i, edge in enumerate(edges):
        _add(path, edge, start=i == 0)
    if close:
        path.close()
    return path


def loop(points: Points) -> skia.Path:
    """A closed path, smooth everywhere."""
    path = skia.Path()
    _add(path, np.concatenate([points, points[:1]]), start=True, around=True)
    path.close()
    return path


def _add(path: skia.Path, points: Points, start: bool, around: bool = False) -> None:
    slope = np.empty_like(points)
    slope[1:-1] = (points[2:] - points[:-2]) / 6
    if around:
        slope[0] = slope[-1] = (points[1] - points[-2]) / 6
    else:
        slope[0], slope[-1] = (points[1] - points[0]) / 4, (points[-1] - points[-2]) / 4
    if start:
        path.moveTo(*points[0].tolist())
    else:
        path.lineTo(*points[0].tolist())
    for row in np.hstack([points[:-1] + slope[:-1], points[1:] - slope[1:], points[1:]]).tolist():
        path.cubicTo(*row)


def tapered(
    points: Points, width: float, ends: tuple[float, float] = (0.0, 0.0), swell: float = 0.5
) -> skia.Path:
    """A brush stroke along ``points``: ``width`` at its fullest, which lies at ``swell`` of the way, and
    ``ends`` (shares of the width) at its two ends."""
    along = np.linspace(0, 1, len(points))
    warped = np.interp(along, (0, swell, 1), (0, 0.5, 1))
    full = np.sin(np.pi * warped)
    floor = np.interp(along, (0, 1), ends)
    half = (width / 2 * np.maximum(full, floor))[:, None]
    normal = _normals(points)
    return curve(points + normal * half, (points - normal * half)[::-1])


def _normals(points: Points) -> Points:
    run = np.gradient(points, axis=0)
    length = np.maximum(np.hypot(run[:, 0], run[:, 1]), 1e-9)
    return np.stack([run[:, 1] / length, -run[:, 0] / length], axis=1)
