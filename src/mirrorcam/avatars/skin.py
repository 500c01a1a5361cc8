"""The skin: all soft light and shade of a face, painted small and stretched over it.

Soft patches hold no detail, so they are painted into a small picture of the unit square. It is stretched smoothly to
half the canvas' resolution, and the face is filled with that, each of its pixels twice as wide and high: to stretch
smoothly costs ten times as much a pixel as to fill. Edges stay as sharp as the canvas.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil

import skia

from mirrorcam.avatars.ink import rgb

SIDE = 128
"""Pixels along the unit square."""
FORMAT = skia.kBGRA_8888_ColorType
"""Skia stretches a picture of this format over a canvas of the same one ten times faster than over any other."""


class SkinLayer:
    def __init__(self, tone: str) -> None:
        self._small = _surface(SIDE)
        self._wide = _surface(SIDE)
        self._ground = skia.Color4f(*rgb(tone), 1.0).toColor()

    @contextmanager
    def painting(self) -> Iterator[skia.Canvas]:
        """A canvas of the unit square, covered with the skin's tone."""
        canvas = self._small.getCanvas()
        canvas.clear(self._ground)
        canvas.save()
        canvas.scale(SIDE, SIDE)
        yield canvas
        canvas.restore()

    def fill(self, canvas: skia.Canvas, path: skia.Path) -> None:
        """Fills a path with what was painted."""
        side = max(SIDE, ceil(canvas.getTotalMatrix().getMaxScale() / 2))
        if side != self._wide.width():
            self._wide = _surface(side)
        self._stretch(path.getBounds())
        canvas.drawPath(path, _paint(self._wide, 1 / side, skia.FilterMode.kNearest))

    def _stretch(self, box: skia.Rect) -> None:
        """From the small picture to the wide one, in and around a box of the unit square."""
        side = self._wide.width()
        left, top, right, bottom = (side * edge for edge in box)
        around = skia.Rect.MakeLTRB(left - 2, top - 2, right + 2, bottom + 2)
        self._wide.getCanvas().drawRect(around, _paint(self._small, side / SIDE, skia.FilterMode.kLinear))


def _surface(side: int) -> skia.Surface:
    return skia.Surface.MakeRaster(skia.ImageInfo.Make(side, side, FORMAT, skia.kOpaque_AlphaType))


def _paint(surface: skia.Surface, scale: float, filtered: skia.FilterMode) -> skia.Paint:
    shader = surface.makeImageSnapshot().makeShader(
        skia.TileMode.kClamp,
        skia.TileMode.kClamp,
        skia.SamplingOptions(filtered),
        skia.Matrix.Scale(scale, scale),
    )
    return skia.Paint(Shader=shader, AntiAlias=True)
