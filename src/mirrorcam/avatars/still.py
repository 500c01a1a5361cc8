"""What stands still below a moving face: painted once for a canvas, and kept as its pixels."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import skia

from mirrorcam.avatars.page import Page
from mirrorcam.avatars.skin import FORMAT

Place = tuple[float, ...]
"""A canvas' matrix and its width and height."""
Picture = tuple[skia.Image, int, int]
"""And where its left upper corner lies on the canvas, in pixels."""
BOX = skia.Rect.MakeLTRB(-0.5, 0.4, 1.5, 1.5)
"""All of it lies in here, in the unit square and around its lower half."""


PLACES = 4
"""So many are kept: the same avatar may show what is asked for and mirror a face beside it, in one window or two."""


class Still:
    """Keeps a picture for each of the places where it was drawn last."""

    def __init__(self, *parts: Callable[[Page], None]) -> None:
        self._parts = parts
        self._kept: dict[Place, Picture | None] = {}

    def draw(self, page: Page) -> None:
        canvas = page.canvas
        if canvas.imageInfo().colorType() == skia.kUnknown_ColorType:  # it takes shapes, not pixels
            self._paint(page)
            return
        matrix, size = canvas.getTotalMatrix(), canvas.getBaseLayerSize()
        place = (*matrix.get9(), size.width(), size.height())
        if place not in self._kept:
            if len(self._kept) == PLACES:
                del self._kept[next(iter(self._kept))]
            self._kept[place] = self._picture(page, matrix, size)
        if (picture := self._kept[place]) is not None:
            image, left, top = picture
            canvas.save()
            canvas.resetMatrix()
            canvas.drawImage(image, left, top)
            canvas.restore()

    def _paint(self, page: Page) -> None:
        for part in self._parts:
            part(page)

    def _picture(self, page: Page, matrix: skia.Matrix, size: skia.ISize) -> Picture | None:
        """None where nothing of it can be seen."""
        box = matrix.mapRect(BOX).roundOut()
        if not box.intersect(skia.IRect.MakeSize(size)):
            return None
        pixels = np.zeros((box.height(), box.width(), 4), np.uint8)
        info = skia.ImageInfo.Make(box.width(), box.height(), FORMAT, skia.kPremul_AlphaType)
        surface = skia.Surface.MakeRasterDirect(info, pixels, box.width() * 4)
        canvas = surface.getCanvas()
        canvas.translate(-box.left(), -box.top())
        canvas.concat(matrix)
        self._paint(page.on(canvas))
        shown = pixels[..., 3] > 0
        rows, columns = (np.flatnonzero(shown.any(axis=axis)) for axis in (1, 0))
        if not len(rows):
            return None
        top, left, bottom, right = (int(edge) for edge in (rows[0], columns[0], rows[-1], columns[-1]))
        image = surface.makeImageSnapshot(skia.IRect.MakeLTRB(left, top, right + 1, bottom + 1))
        return image, box.left() + left, box.top() + top
