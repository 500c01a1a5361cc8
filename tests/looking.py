"""What is to be seen on a screen, read while it is painted: every line of text, where it stands, and on what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
import pytest
import skia

from mirrorcam.app.painting import lettering, theme
from mirrorcam.app.painting.easel import Box
from mirrorcam.app.screens import VEIL, Screen, layout_scale

SHY = 1.0
"""Layout units by which boxes of two texts may touch."""


@dataclass(frozen=True)
class Line:
    """A line as it was drawn: ``box`` from its capitals' top to its baseline, in pixels; ``seen`` is where it may be
    seen; ``contrast`` the least against what lay behind it."""

    words: str
    box: Box
    seen: Box
    contrast: float


class Looking:
    """Paints a screen and keeps what was written on it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.lines: list[Line] = []
        self.shortened: list[str] = []
        self._said: dict[int, tuple[str, lettering.Style]] = {}
        self._kept: list[lettering.Line] = []
        self._surface: skia.Surface | None = None
        self._pixels = np.zeros((1, 1, 4), np.uint8)
        self._patch(monkeypatch)

    def _patch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        line, shortened, lines = lettering.line, lettering.shortened, lettering.lines
        draw = lettering.Line.draw
        looking = self

        def set_line(words: str, style: lettering.Style) -> lettering.Line:
            made = line(words, style)
            looking._said[id(made)] = (words, style)
            looking._kept.append(made)
            return made

        def cut(words: str, style: lettering.Style, room: float) -> str:
            short = shortened(words, style, room)
            if short != words:
                looking.shortened.append(words)
            return short

        def drawn(made, canvas, x, baseline, paint, *, turning=False):  # type: ignore[no-untyped-def]
            looking._look(made, canvas, x, baseline, paint)
            draw(made, canvas, x, baseline, paint, turning=turning)

        monkeypatch.setattr(lettering, "line", set_line)
        monkeypatch.setattr(lettering, "shortened", cut)
        monkeypatch.setattr(lettering, "lines", cache(lines.__wrapped__))
        monkeypatch.setattr(lettering.Line, "draw", drawn)

    def at(self, screen: Screen, width: int, height: int) -> None:
        """Only what lies over the last veil counts."""
        scale = layout_scale(width, height, 1.0, screen.settings.zoom)
        self.lines, self.shortened = [], []
        self._pixels = np.zeros((height, width, 4), np.uint8)
        self._surface = skia.Surface(self._pixels, colorType=skia.kRGBA_8888_ColorType)
        self.scale, self.window = scale, Box(0, 0, width, height)
        self.pieces = screen.picture((width / scale, height / scale))
        with self._surface as canvas:
            canvas.scale(scale, scale)
            for piece in self.pieces:
                if piece.looks[0] == VEIL:  # type: ignore[index]
                    self.lines, self.shortened = [], []
                piece.paint(canvas)

    def _look(self, made, canvas, x, baseline, paint) -> None:  # type: ignore[no-untyped-def]
        words, style = self._said[id(made)]
        if not words.strip() or self._surface is None:
            return
        matrix, clip = canvas.getTotalMatrix(), canvas.getDeviceClipBounds()
        cap = lettering.cap_height(style)
        rect = matrix.mapRect(skia.Rect.MakeXYWH(x, baseline - cap, made.width, cap))
        box = Box(rect.left(), rect.top(), rect.width(), rect.height())
        seen = Box(clip.left(), clip.top(), clip.width(), clip.height())
        self.lines.append(Line(words, box, seen, self._contrast(box, seen, paint)))

    def _contrast(self, box: Box, seen: Box, paint: skia.Paint) -> float:
        """Of the paint, against the most common colour behind the line."""
        left, top = max(0, int(box.x), int(seen.x)), max(0, int(box.y), int(seen.y))
        right, bottom = int(min(box.right, seen.right)), int(min(box.bottom, seen.bottom))
        if right <= left or bottom <= top:
            return 21.0
        behind = self._pixels[top:bottom:2, left:right:2, :3].reshape(-1, 3)
        ground = np.median(behind, axis=0).astype(int)
        ink = int(paint.getColor()) & 0xFFFFFF
        return theme.contrast(ink, int(ground[0]) << 16 | int(ground[1]) << 8 | int(ground[2]))

    # ------------------------------------------------------------ what is wrong

    def faults(self) -> list[str]:
        """Texts that overlap, that leave the window or their place, sentences that were cut, and buttons cut off."""
        shown = [line for line in self.lines if self._visible(line)]
        shy = SHY * self.scale
        overlapping = [
            f'"{one.words}" lies over "{other.words}"'
            for one, other in combinations(shown, 2)
            if one.box.grown(-shy / 2).meets(other.box.grown(-shy / 2))
        ]
        outside = [
            f'"{line.words}" leaves the window'
            for line in shown
            if not self.window.grown(1).covers(line.box)
            or line.box.x < line.seen.x - 1.5
            or line.box.right > line.seen.right + 1.5
        ]
        cut = [f'"{words}" is shortened' for words in self.shortened if is_sentence(words)]
        return [*overlapping, *outside, *cut, *self._cut_off()]

    def _visible(self, line: Line) -> bool:
        """Lines that are scrolled away, or just at the edge of what scrolls, come into sight by scrolling."""
        return line.box.bottom <= line.seen.bottom + 1 and line.box.y >= line.seen.y - 1

    def _cut_off(self) -> list[str]:
        wide, tall = self.window.w / self.scale, self.window.h / self.scale
        inner = [
            piece for piece in self.pieces if piece.name and piece.box.w and piece.looks[0] != "scrolled"
        ]
        return [
            f"the button {piece.name} is cut off"
            for piece in inner
            if not Box(0, 0, wide, tall).grown(0.5).covers(piece.box.grown(-8))
        ]


def is_sentence(words: str) -> bool:
    """Titles, labels and names may be shortened; what asks for something may not."""
    if words.isupper():
        return False
    return words.rstrip("”\"'").endswith((".", "?", "!", "…")) or len(words.split()) > 5
