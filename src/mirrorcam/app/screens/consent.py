"""Consent: what is kept, in plain words, before the first recording."""

from __future__ import annotations

from collections.abc import Mapping

from mirrorcam.app import controls as c
from mirrorcam.app import widgets as w
from mirrorcam.app.easel import Box, Piece
from mirrorcam.app.screens import Action, Begin, Go, Settings
from mirrorcam.app.screens.page import Page, Placed
from mirrorcam.phrases import knows, phrase

POINTS = ("numbers", "here", "delete")
"""The phrases that say what is kept."""


class ConsentScreen(Page):
    """Asked once; the answer is remembered and can be changed in the settings. ``for_two``: both are asked, each time
    anew, and what they say is for this time."""

    def __init__(self, settings: Settings, exercise: str, folder: str, *, for_two: bool = False) -> None:
        super().__init__(settings)
        self.exercise = exercise
        self.folder = folder
        self.for_two = for_two

    def keys(self) -> Mapping[str, Action]:
        keep, free = (Begin(self.exercise, answer, not self.for_two) for answer in (True, False))
        return {**self.scrolling(), "enter": keep, "k": keep, "p": free, "escape": Go.HOME}

    def hints(self) -> list[c.Hint]:
        return []

    def ways_out(self) -> list[c.Hint]:
        return [c.Hint("Esc", phrase("hint.back"), "back", Go.HOME)]

    def body(self, box: Box) -> Placed:
        """Where not all of it has room, both answers stay in sight and what they are about comes below."""
        head, y = self.head(box, self._said("title"), self._said("lead"))
        card, end = self._card(box._replace(y=y))
        buttons, end = self._buttons(box._replace(y=end + 28))
        if end > box.bottom:
            buttons, end = self._buttons(box._replace(y=y))
            card, end = self._card(box._replace(y=end + 28))
        return [*head, *card, *buttons], end + 24

    def _card(self, box: Box) -> Placed:
        inset = 40.0 if box.w > 700 else 24.0
        high, points = self._points(Box(box.x + inset, box.y + 36, box.w - 2 * inset, 0))
        card = Box(box.x, box.y, box.w, high + 72)
        return [w.card(card, self.theme.card, self.theme), *points], card.bottom

    def _buttons(self, box: Box) -> Placed:
        yes, no = self._said("keep"), phrase("consent.free")
        keep = Box(box.x, box.y, c.button_width(yes, "Enter"), 58)
        free = Box(keep.right + 16, box.y, c.button_width(no, "P"), 58)
        if free.right > box.right:
            free = free._replace(x=box.x, y=keep.bottom + 12)
        without = self.tap("without", self.keys()["p"])
        return [
            c.button(keep, yes, self.theme, self.tap("keep", self.keys()["k"]), key="Enter"),
            c.button(free, no, self.theme, without, key="P", filled=False),
        ], free.bottom

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
