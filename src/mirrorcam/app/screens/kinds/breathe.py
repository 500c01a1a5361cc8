"""`breathe`: a breath to follow, with you inside."""

from __future__ import annotations

import skia

from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.painting.theme import Theme
from mirrorcam.app.screens.practice import PracticeScreen, next_keys
from mirrorcam.app.screens.stage import avatar_piece
from mirrorcam.phrases import phrase
from mirrorcam.session import Moment


class BreatheScreen(PracticeScreen):
    def layout(self, size: Size, moment: Moment) -> list[Piece]:
        disc = self.disc(size, moment)
        room = disc.w
        face = Box(disc.middle[0] - room * 0.46, disc.bottom - room * 0.92, room * 0.92, room * 0.92)
        words = moment.waiting.words if moment.waiting else ""
        line = moment.scene.progress_words or phrase("practice.no_score")
        return [
            w.ground(Box(0, 0, *size), self.theme.calm_ground),
            *self.top(size, moment),
            breath_piece(disc.middle, room / 2, moment.scene.breath or 0.0, self.theme),
            avatar_piece(disc, self.avatar, self.you, self.settings.as_mirror, corner=room / 2, square=face),
            *self.under_disc(size, disc, moment, line, words),
            *self.key_rows(size, next_keys()),
        ]


def breath_piece(middle: tuple[float, float], radius: float, breath: float, theme: Theme) -> Piece:
    """Two discs: the outer one is a full breath, the inner one is the breath now."""
    inner = round(radius * (0.62 + 0.36 * min(1.0, max(0.0, breath))) * 2) / 2

    def paint(canvas: skia.Canvas) -> None:
        canvas.drawCircle(*middle, radius, w.ink(theme.halo))
        canvas.drawCircle(*middle, inner, w.ink(theme.pacer))

    box = Box(middle[0] - radius, middle[1] - radius, 2 * radius, 2 * radius)
    return Piece(box.grown(1), ("breath", inner, theme.name), paint)
