"""What a review and a comparison have alike: where the cards lie, and the row below the line of time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import lettering
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.controls import Tap, Touches
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.painting.spacing import across, down, margin, top
from mirrorcam.app.painting.theme import Theme
from mirrorcam.app.screens import Own
from mirrorcam.app.screens.review.player import SPEED_WORDS, SPEEDS, Player

PANEL_FROM, LEAST_PANEL = 820.0, 170.0
"""Layout units: in a narrower window, or on lower cards, there is no panel."""
CHIP_ROOM = 62.0


@dataclass(frozen=True, slots=True)
class Layout:
    """Two faces, the panel beside them where there is room, and the card with the line of time."""

    left: Box
    right: Box
    panel: Box | None
    below: Box

    @property
    def line(self) -> Box:
        """The line of time itself, in its card."""
        inset, box = self._inset, self.below
        above = inset * 1.3  # notes stand over it
        return Box(box.x + inset, box.y + above, box.w - 2 * inset, box.h - 72 - above)

    @property
    def under_line(self) -> Box:
        drop = 46 if self.below.h > 160 else 38
        return Box(self.line.x, self.below.bottom - drop, self.line.w, 28)

    @property
    def _inset(self) -> float:
        return 26.0 if self.below.h > 160 else 14.0

    def shadows(self, theme: Theme) -> list[Piece]:
        cards = (self.left, self.right, self.panel, self.below)
        return [w.card_shadow(box, theme) for box in cards if box is not None]


def laid_out(size: Size) -> Layout:
    """In a small window the panel folds away; the faces and the line of time stay."""
    edge, upper, gap = margin(size), top(size), across(size, 10, 16)
    low = down(size, 116, 212)
    tall = size[1] - upper - low - down(size, 8, 18) - down(size, 46, 64)
    shown = size[0] >= PANEL_FROM and tall >= LEAST_PANEL
    side = min(340.0, size[0] * 0.265) if shown else -gap
    wide = (size[0] - 2 * edge - side - 2 * gap) / 2
    left, right = Box(edge, upper, wide, tall), Box(edge + wide + gap, upper, wide, tall)
    panel = Box(right.right + gap, upper, side, tall) if shown else None
    return Layout(left, right, panel, Box(edge, right.bottom + down(size, 8, 18), size[0] - 2 * edge, low))


def header(size: Size, title: str, words: str, theme: Theme) -> list[Piece]:
    """``words`` only where there is room for them beside the title."""
    row = Box(margin(size), down(size, 7, 24), size[0] - 2 * margin(size), 28)
    pieces = [w.text(row, title, w.HEADING, theme.ink, valign=0.5, most=1)]
    if lettering.width(title, w.HEADING) + lettering.width(words, w.BODY) + 40 <= row.w:
        pieces.append(w.text(row, words, w.BODY, theme.soft, align=1, valign=0.5))
    return pieces


@dataclass(frozen=True, slots=True)
class Saying:
    """What stands below the line: the time, and some words beside it."""

    time: str
    words: str
    colour: int


def under_line(
    box: Box, saying: Saying, player: Player, theme: Theme, tap: Callable[[str, Own], Tap]
) -> list[Piece]:
    """With the speeds at its end."""
    x = box.right - len(SPEEDS) * CHIP_ROOM + 6
    begin = box.x + lettering.width(saying.time, w.BODY) + 24
    pieces = [w.text(box, saying.time, w.BODY, theme.soft, valign=0.5)]
    if saying.words and x - begin > 80:
        place = Box(begin, box.y, x - begin - 20, box.h)
        pieces.append(w.text(place, saying.words, w.SMALL, saying.colour, valign=0.5, most=1))
    for i, speed in enumerate(SPEEDS):
        place = Box(x + i * CHIP_ROOM, box.y - 2, 56, 32)
        does = tap(f"speed {speed}", Own("exact speed", str(speed)))
        pieces.append(c.chip(place, SPEED_WORDS[speed], speed == player.speed, theme, does))
    return pieces


def hints_row(
    size: Size, hints: list[c.Hint], close: list[c.Hint], theme: Theme, touches: Touches
) -> list[Piece]:
    """As many of the hints as have room; the keys of the others work all the same."""
    y, edge = size[1] - down(size, 21, 32), margin(size)
    room = size[0] - 2 * edge - 16 - c.row_width(close)
    while len(hints) > 1 and c.row_width(hints) > room:
        hints = hints[:-1]
    return [
        *c.key_row((edge, y), hints, theme, touches),
        *c.key_row((size[0] - edge, y), close, theme, touches, align=1),
    ]
