"""Consent: what is kept, in plain words, before the first recording."""

from __future__ import annotations

from collections.abc import Mapping

from mirrorcam.app import controls as c
from mirrorcam.app import widgets as w
from mirrorcam.app.easel import Box, Piece, Size
from mirrorcam.app.screens import Action, Begin, Go, Screen, Settings
from mirrorcam.phrases import knows, phrase

POINTS = ("numbers", "here", "delete")
"""The phrases that say what is kept."""


class ConsentScreen(Screen):
    """Asked once; the answer is remembered and can be changed in the settings. ``for_two``: both are asked, each time
    anew, and what they say is for this time."""

    def __init__(self, settings: Settings, exercise: str, folder: str, *, for_two: bool = False) -> None:
        super().__init__(settings)
        self.exercise = exercise
        self.folder = folder
        self.for_two = for_two

    def keys(self) -> Mapping[str, Action]:
        keep, free = (Begin(self.exercise, answer, not self.for_two) for answer in (True, False))
        return {"enter": keep, "k": keep, "p": free, "escape": Go.HOME}

    def pieces(self, size: Size) -> list[Piece]:
        wide = min(860.0, size[0] - 128)
        left, top = (size[0] - wide) / 2, max(36.0, size[1] / 2 - 330)
        body, placed = self._points(Box(left + 40, top + 162, wide - 80, 0))
        card = Box(left, top + 126, wide, body + 72)
        y = card.bottom + 28
        yes, no = self._said("keep"), phrase("consent.free")
        keep = Box(left, y, c.button_width(yes, "Enter"), 58)
        free = Box(keep.right + 16, y, c.button_width(no, "P"), 58)
        title, lead = self._said("title"), self._said("lead")
        back = [c.Hint("Esc", phrase("hint.back"), "back", Go.HOME)]
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            w.text(Box(left, top, wide, 50), title, w.HERO, self.theme.ink, valign=0.5),
            w.text(Box(left, top + 54, wide, 30), lead, w.LEAD, self.theme.soft, valign=0.5, most=2),
            w.card(card, self.theme.card, self.theme),
            *placed,
            c.button(keep, yes, self.theme, self.tap("keep", self.keys()["k"]), key="Enter"),
            c.button(
                free,
                no,
                self.theme,
                self.tap("without", self.keys()["p"]),
                key="P",
                filled=False,
            ),
            *c.key_row((size[0] - 40, size[1] - 36), back, self.theme, self.touch, align=1),
        ]

    def _said(self, name: str, **parts: str) -> str:
        """To two it is said otherwise, where there is another way to say it."""
        of_two = f"consent.two.{name}"
        return phrase(of_two if self.for_two and knows(of_two) else f"consent.{name}", **parts)

    def _points(self, box: Box) -> tuple[float, list[Piece]]:
        """The points below each other, and how high they are together."""
        y, pieces = box.y, []
        for point in POINTS:
            words = self._said(point, **({"folder": self.folder} if point == "here" else {}))
            height = w.text_height(words, w.BODY, box.w - 44)
            pieces += [
                w.text(Box(box.x, y, 24, 25.5), "✓", w.BODY_STRONG, self.theme.accent_ink),
                w.text(Box(box.x + 44, y, box.w - 44, height), words, w.BODY, self.theme.ink),
            ]
            y += height + 16
        return y - 16 - box.y, pieces
