"""`follow`: a dance for two faces, with a calm sign of how far they are together."""

from __future__ import annotations

import skia

from mirrorcam.acts import Command
from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Point, Size
from mirrorcam.app.painting.spacing import below
from mirrorcam.app.painting.theme import Theme
from mirrorcam.app.screens.pair import PairScreen
from mirrorcam.app.screens.practice import INSET
from mirrorcam.phrases import phrase
from mirrorcam.session import Moment

RADIUS = 17.0
APART, ONE = 1.25, 0.3
"""Half the way between the middles of both circles, in radii: apart, and together."""
ACROSS, DOWN = 118.0, 62.0


class FollowScreen(PairScreen):
    def label(self, moment: Moment) -> str:
        return phrase("follow.label")

    def hints(self) -> list[c.Hint]:
        return [
            *super().hints(),
            c.Hint("−", phrase("hint.easier"), "easier", Command.EASIER),
            c.Hint("+", phrase("hint.harder"), "harder", Command.HARDER),
            c.Hint("R", phrase("hint.again"), "repeat", Command.REPEAT),
        ]

    def layout(self, size: Size, moment: Moment) -> list[Piece]:
        """The sign lies where both cards meet, below the faces."""
        pieces = super().layout(size, moment)
        if moment.scene.together is None:
            return pieces
        bottom = size[1] - below(size) - self.beyond_sentence(size, moment)
        middle = (size[0] / 2, bottom - INSET - DOWN / 2)
        return [*pieces, together_piece(middle, moment.scene.together, self.theme)]


def together_piece(middle: Point, share: float, theme: Theme) -> Piece:
    """Two circles that drift into each other: 0 apart … 1 together."""
    share = round(min(1.0, max(0.0, share)) * 100) / 100
    box = Box(middle[0] - ACROSS / 2, middle[1] - DOWN / 2, ACROSS, DOWN)
    away = RADIUS * (APART + (ONE - APART) * share)
    left, right = (middle[0] - away, middle[1]), (middle[0] + away, middle[1])

    def paint(canvas: skia.Canvas) -> None:
        shape = skia.RRect.MakeRectXY(box.rect(), DOWN / 2, DOWN / 2)
        canvas.drawRRect(shape, w.ink(theme.card))
        canvas.drawRRect(shape, w.stroke(theme.line, theme.line_px))
        for at, colour in ((left, theme.accent), (right, theme.warm)):
            canvas.drawCircle(*at, RADIUS, w.ink(colour, 0.28 + 0.3 * share))
        for at, colour in ((left, theme.accent), (right, theme.warm)):
            canvas.drawCircle(*at, RADIUS, w.stroke(colour, 2.5))

    return Piece(box.grown(2), ("together", share, theme.name), paint)
