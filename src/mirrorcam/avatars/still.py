"""What stands still below a moving face: painted once for a canvas, and kept as its pixels."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import skia

from mirrorcam.avatars.page import Page
from mirrorcam.avatars.skin import FORMAT

BOX = skia.Rect.MakeLTRB(-0.5, 0.4, 1.5, 1.5)
"""All of it lies in here, in the unit square and around its lower half."""


class Still:
    """Keeps one picture, of the place where it was drawn last."""

    def __init__(self, *parts: Callable[[Page], None]) -> None:
        self._parts = parts
        self._place: tuple[list[float], skia.ISize] | None = None
        self._picture: skia.Image | None = None
        self._corner = (0, 0)

    def draw(self, page: Page) -> None:
        canvas = page.canvas
        if canvas.imageInfo().colorType() == skia.kUnknown_ColorType:  # it takes shapes, not pixels
            self._paint(page)
            return
        matrix, size = canvas.getTotalMatrix(), canvas.getBaseLayerSize()
        place = (matrix.get9(), size)
        if place != self._place:
            self._place = place
            self._keep(page, matrix, size)
        if self._picture is not None:
            canvas.save()
            canvas.resetMatrix()
            canvas.drawImage(self._picture, *self._corner)
            canvas.restore()

    def _paint(self, page: Page) -> None:
        for part in self._parts:
            part(page)

    def _keep(self, page: Page, matrix: skia.Matrix, size: skia.ISize) -> None:
        self._picture = None
        box = matrix.mapRect(BOX).roundOut()
        if not box.intersect(skia.IRect.MakeSize(size)):
            return
        pixels = np.zeros((box.height(), box.width(), 4), np.uint8)
        info = skia.ImageInfo.Make(box.width(), box.height(), FORMAT, skia.kPremul_AlphaType)
        surface = skia.Surface.MakeRasterDirect(info, pixels, box.width() * 4)
        canvas = surface.getCanvas()
        canvas.translate(-box.left(), -box.top())
        canvas.concat(matrix)
        self._paint(page.on(canvas))
        shown = pixels[..., 3] > 0
        rows, columns = (np.flatnonzero(shown.any(axis=axis)) for axis in (1, 0))
        if len(rows):
            top, left, bottom, right = (int(edge) for edge in (rows[0], columns[0], rows[-1], columns[-1]))
            self._picture = surface.makeImageSnapshot(skia.IRect.MakeLTRB(left, top, right + 1, bottom + 1))
            self._corner = (box.left() + left, box.top() + top)
