"""The skin: all soft light and shade of a face, painted small and stretched over it.

Soft patches hold no detail, so they are painted into a small picture of the unit square, and the face is filled
with it. That costs a tenth of painting them at full size; edges stay as sharp as the canvas.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import skia

from mirrorcam.avatars.ink import rgb

SIDE = 128
"""Pixels along the unit square."""
FORMAT = skia.kBGRA_8888_ColorType
"""Skia stretches a picture of this format over a canvas of the same one ten times faster than over any other."""


class SkinLayer:
    def __init__(self, tone: str) -> None:
        info = skia.ImageInfo.Make(SIDE, SIDE, FORMAT, skia.kOpaque_AlphaType)
        self._surface = skia.Surface.MakeRaster(info)
        self._ground = skia.Color4f(*rgb(tone), 1.0).toColor()
        self._stretch = skia.Matrix.Scale(1 / SIDE, 1 / SIDE)

    @contextmanager
    def painting(self) -> Iterator[skia.Canvas]:
        """A canvas of the unit square, covered with the skin's tone."""
        canvas = self._surface.getCanvas()
        canvas.clear(self._ground)
        canvas.save()
        canvas.scale(SIDE, SIDE)
        yield canvas
        canvas.restore()

    def fill(self, canvas: skia.Canvas, *paths: skia.Path) -> None:
        """Fills paths with what was painted."""
        image = self._surface.makeImageSnapshot()
        sampling = skia.SamplingOptions(skia.FilterMode.kLinear)
        shader = image.makeShader(skia.TileMode.kClamp, skia.TileMode.kClamp, sampling, self._stretch)
        paint = skia.Paint(Shader=shader, AntiAlias=True)
        for path in paths:
            canvas.drawPath(path, paint)
