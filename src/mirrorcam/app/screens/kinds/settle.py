"""`settle`: a face that is with you, and a breath around it."""

from __future__ import annotations

from mirrorcam.acts import Command
from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.screens.kinds.breathe import breath_piece
from mirrorcam.app.screens.practice import PracticeScreen, next_keys
from mirrorcam.app.screens.stage import avatar_piece
from mirrorcam.phrases import phrase
from mirrorcam.session import Moment


class SettleScreen(PracticeScreen):
    def layout(self, size: Size, moment: Moment) -> list[Piece]:
        disc = self.disc(size, moment)
        room = disc.w
        face = Box(disc.middle[0] - room * 0.46, disc.bottom - room * 0.92, room * 0.92, room * 0.92)
        go_on = c.Hint("Enter", phrase("hint.go_on"), "next", Command.NEXT)
        return [
            w.ground(Box(0, 0, *size), self.theme.calm_ground),
            *self.top(size, moment),
            breath_piece(disc.middle, room / 2, moment.scene.breath or 0.0, self.theme),
            avatar_piece(
                disc, self.avatar, self.target, self.settings.as_mirror, corner=room / 2, square=face
            ),
            *self.under_disc(size, disc, moment, moment.scene.progress_words),
            *self.key_rows(size, [*next_keys(), go_on]),
        ]
