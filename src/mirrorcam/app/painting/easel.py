"""The easel paints pieces, and again only those that have changed.

A screen's picture is a list of ``Piece``: where it lies, what its look depends on, how to paint it. The easel
remembers the looks, and repaints the boxes in which something differs. All in layout units; only the easel
knows the real pixels, so that text is crisp at any density.

Screens are laid out from left to right. For a language that is read from right to left the easel turns the whole
picture about its middle; what must not be turned (text, faces, camera pictures) is painted ``upright``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import skia
from numpy.typing import NDArray

Point = tuple[float, float]
Size = tuple[float, float]


class Box(NamedTuple):
    """A rectangle in layout units: left, top, width, height."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def middle(self) -> Point:
        return self.x + self.w / 2, self.y + self.h / 2

    def holds(self, at: Point) -> bool:
        return self.x <= at[0] < self.right and self.y <= at[1] < self.bottom

    def grown(self, by: float) -> Box:
        return Box(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    def covers(self, other: Box) -> bool:
        return (
            self.x <= other.x
            and self.y <= other.y
            and self.right >= other.right
            and self.bottom >= other.bottom
        )

    def meets(self, other: Box) -> bool:
        return (
            self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
        )

    def rect(self) -> skia.Rect:
        return skia.Rect.MakeXYWH(*self)


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a screen's picture, painted over those before it."""

    box: Box
    """All that it paints lies in here."""
    looks: Hashable
    """Everything that its picture depends on, the box apart."""
    paint: Callable[[skia.Canvas], None]
    solid: Box | None = None
    """Where nothing behind it shows through."""
    name: str = ""
    """Of what can be clicked, and so reached with Tab; the same in every picture of the screen."""
    action: Any = None
    """What a click on it does."""


@contextmanager
def upright(canvas: skia.Canvas, middle: float) -> Iterator[None]:
    """What is painted in here keeps its left and right, in its own place, in a picture that is turned as well;
    ``middle``: x of what it is turned back about."""
    turned = canvas.getTotalMatrix().getScaleX() < 0
    if not turned:
        yield
        return
    canvas.save()
    canvas.translate(2 * middle, 0)
    canvas.scale(-1, 1)
    yield
    canvas.restore()


def paint_all(canvas: skia.Canvas, pieces: Sequence[Piece]) -> None:
    for piece in pieces:
        piece.paint(canvas)


class Easel:
    """Pixels, and a canvas over them that paints in layout units.

    ``pixels`` is (height, width, 4) uint8 RGBA and stays the same array.
    """

    def __init__(self, width_px: int, height_px: int, scale: float) -> None:
        self.scale = scale
        self.pixels: NDArray[np.uint8] = np.zeros((height_px, width_px, 4), np.uint8)
        self._surface = skia.Surface(self.pixels, colorType=skia.kRGBA_8888_ColorType)
        self._last: list[Piece] | None = None
        self.turned = False
        """The picture is turned about its middle, for a language that is read from right to left."""

    @property
    def size(self) -> Size:
        """In layout units."""
        return self.pixels.shape[1] / self.scale, self.pixels.shape[0] / self.scale

    def at(self, px: tuple[float, float]) -> Point:
        """Where in the layout a pixel lies."""
        x = px[0] / self.scale
        return self.size[0] - x if self.turned else x, px[1] / self.scale

    def show(self, pieces: list[Piece], turned: bool = False) -> list[tuple[int, int, int, int]]:
        """Paints what differs from the last time; returns the boxes that were painted: x, y, width, height in
        pixels. After an exception in a piece the next call paints everything."""
        last, self._last = self._last if turned == self.turned else None, None
        self.turned = turned
        everything = [Box(0, 0, *self.size)]
        changed = everything if last is None else joined(differences(last, pieces))
        painted = [self._repaint(self._in_pixels(box), pieces) for box in changed]
        self._last = pieces
        return [box for box in painted if box[2] > 0 and box[3] > 0]

    def _in_pixels(self, box: Box) -> tuple[int, int, int, int]:
        box = self._turned(box)
        left, top = max(0, math.floor(box.x * self.scale)), max(0, math.floor(box.y * self.scale))
        right = min(self.pixels.shape[1], math.ceil(box.right * self.scale))
        bottom = min(self.pixels.shape[0], math.ceil(box.bottom * self.scale))
        return left, top, right - left, bottom - top

    def _turned(self, box: Box) -> Box:
        return box._replace(x=self.size[0] - box.right) if self.turned else box

    def _repaint(self, px: tuple[int, int, int, int], pieces: list[Piece]) -> tuple[int, int, int, int]:
        box = self._turned(Box(*(edge / self.scale for edge in px)))
        with self._surface as canvas:
            canvas.save()
            canvas.clipRect(skia.Rect.MakeXYWH(*px))
            canvas.scale(self.scale, self.scale)
            if self.turned:
                canvas.translate(self.size[0], 0)
                canvas.scale(-1, 1)
            paint_all(canvas, seen_in(box, pieces))
            canvas.restore()
        return px


def seen_in(box: Box, pieces: Sequence[Piece]) -> list[Piece]:
    """Those that show in ``box``, from the last one on that covers all of it."""
    there = [piece for piece in pieces if piece.box.meets(box)]
    hiding = [i for i, piece in enumerate(there) if piece.solid and piece.solid.covers(box)]
    return there[hiding[-1] :] if hiding else there


def differences(before: Sequence[Piece], after: Sequence[Piece]) -> list[Box]:
    """The boxes in which the picture may differ."""
    if len(before) == len(after):
        pairs = [(a, b) for a, b in zip(before, after, strict=True) if (a.box, a.looks) != (b.box, b.looks)]
        return [piece.box for pair in pairs for piece in pair]
    old = {(piece.box, piece.looks) for piece in before}
    new = {(piece.box, piece.looks) for piece in after}
    return [box for box, _ in old ^ new]


def joined(boxes: Sequence[Box]) -> list[Box]:
    """The same area in boxes that do not overlap."""
    apart: list[Box] = []
    for box in boxes:
        whole = box
        while touching := [other for other in apart if other.meets(whole)]:
            apart = [other for other in apart if other not in touching]
            whole = around([whole, *touching])
        apart.append(whole)
    return apart


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box with all of them in it."""
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    return Box(left, top, max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top)
