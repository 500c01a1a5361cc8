"""Ways to see oneself in the free mirror: a row to choose from, and what the avatar makes of a face then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting.controls import Tap, Touches
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.painting.spacing import laid, laid_high, margin
from mirrorcam.app.painting.theme import Theme
from mirrorcam.app.screens.wearing import Wear
from mirrorcam.life import smooth
from mirrorcam.mirroring import MODES, Mirroring, Mode
from mirrorcam.phrases import phrase

PLAIN = ""
"""The avatar does what the face does."""
CHOICES = (PLAIN, "warm", "exaggerated", "subtle", "delayed", "left-on-both", "right-on-both")
"""Keys 1, 2, 3, … in this order."""
BY_KEY = {str(i): mode for i, mode in enumerate(CHOICES, 1)}
CHANGE_S = 0.5
"""How long the avatar takes from one way to the next."""
GAP, HIGH = 8.0, 36.0


def title(mode: str) -> str:
    """What it is called on its chip."""
    return phrase(f"mode.{(mode or 'plain').replace('-', '_')}")


def words(mode: str) -> str:
    """What is to be seen, for below the avatar; "" for the plain mirror."""
    return phrase(f"mode.{mode.replace('-', '_')}_words") if mode else ""


class Answering:
    """What the avatar wears for a face, in the way that was chosen last."""

    def __init__(self) -> None:
        self.mode = PLAIN
        self._mirroring: Mirroring | None = None
        self._worn: Wear | None = None
        self._leaving: tuple[Wear, float] | None = None
        """What was worn when the way was changed, and when that was."""
        self._now_s = 0.0

    def choose(self, mode: str) -> None:
        if mode != self.mode:
            self.mode = mode
            self._mirroring = Mirroring(Mode(mode, MODES[mode].usual)) if mode != PLAIN else None
            self._leaving = None if self._worn is None else (self._worn, self._now_s)

    def see(self, you: Wear, now_s: float) -> Wear:
        answer = you
        if self._mirroring is not None:
            answer = Wear(*self._mirroring.see(now_s, you.expression, you.head))
        if self._leaving is not None:
            before, since_s = self._leaving
            answer = before.towards(answer, smooth((now_s - since_s) / CHANGE_S))
        self._worn, self._now_s = answer, now_s
        return answer


@dataclass(frozen=True, slots=True)
class ModeRows:
    """The chips, each with its key, in as many rows as they take; ``high`` is that of all rows together."""

    high: float
    at: Callable[[float], list[Piece]]
    """Gives the pieces, from a top on."""


def mode_row(size: Size, chosen: str, theme: Theme, touches: Touches, act: Callable[[str], Any]) -> ModeRows:
    """``act(mode)``: what a click does."""
    widths = [c.chip_width(title(mode), key) for key, mode in BY_KEY.items()]
    side = margin(size)
    room = size[0] - 2 * side

    def at(upper: float) -> list[Piece]:
        pieces = []
        boxes = laid(widths, HIGH, GAP, Box(side, upper, room, HIGH))
        for (key, mode), box in zip(BY_KEY.items(), boxes, strict=True):
            name = f"mode {key}"
            tap = Tap(name, act(mode), touches(name))
            pieces.append(c.chip(box, title(mode), mode == chosen, theme, tap, key=key))
        return pieces

    return ModeRows(laid_high(widths, HIGH, GAP, room), at)
