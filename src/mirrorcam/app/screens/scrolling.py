"""A part of a screen that scrolls, as the words on a card: by wheel, keys, buttons, and with Tab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting.easel import Box, Piece
from mirrorcam.app.screens import Action, Own, Screen
from mirrorcam.app.screens.page import seen_through

STEP, GUTTER = 64.0, 50.0
"""What a turn of the wheel moves by; what the buttons take at the right."""


class Scroll:
    """``y``: how far it has been moved, in layout units."""

    def __init__(self) -> None:
        self.y = 0.0
        self._most = 0.0
        self._high = 0.0
        self._words: object = None
        self._focus = ""

    def keys(self) -> Mapping[str, Action]:
        """What moves it; arrows only when there is something to move."""
        page = self._high * 0.8
        far = {"wheel down": STEP, "wheel up": -STEP, "page down": page, "page up": -page}
        if self._most:
            far |= {"down": STEP, "up": -STEP}
        return {key: Own("scroll", str(by)) for key, by in far.items()}

    def take(self, own: Own) -> bool:
        """Whether it was for this."""
        if own.what == "scroll":
            self.y = min(self._most, max(0.0, self.y + float(own.of)))
        return own.what == "scroll"

    def show(self, screen: Screen, view: Box, tall: float, pieces: Sequence[Piece]) -> list[Piece]:
        """``pieces`` lie as if ``view`` were as high as ``tall``. Something else to show begins at its top."""
        said = [piece.looks for piece in pieces]
        if said != self._words:
            self.y, self._words = 0.0, said
        self._most, self._high = max(0.0, tall - view.h), view.h
        self._follow(screen.focus, view, pieces)
        self.y = min(self._most, max(0.0, self.y))
        if not self._most:
            return list(pieces)
        return [*seen_through(view.grown(2), pieces, self.y), *self._buttons(screen, view)]

    def _follow(self, focus: str, view: Box, pieces: Sequence[Piece]) -> None:
        """What has the focus comes into sight, once, so that it can be scrolled away again."""
        if focus == self._focus:
            return
        self._focus = focus
        box = next((piece.box for piece in pieces if focus and piece.name == focus), None)
        if box is not None:
            self.y = min(box.y - view.y, max(box.bottom - view.bottom, self.y))

    def _buttons(self, screen: Screen, view: Box) -> list[Piece]:
        """One up, one down, each while there is something on its side."""
        page, x = self._high * 0.8, view.right - 20
        up, down = Own("scroll", str(-page)), Own("scroll", str(page))
        ways = (
            ("scroll up", "↑", up, view.y + 20, self.y > 0.5),
            ("scroll down", "↓", down, view.bottom - 20, self.y < self._most - 0.5),
        )
        return [
            c.round_button(Box(x - 18, y - 18, 36, 36), sign, screen.theme, screen.tap(name, act))
            for name, sign, act, y, there in ways
            if there
        ]
