"""`settle`: a face that is with you, and a breath around it."""

from __future__ import annotations

from mirrorcam.app import controls as c
from mirrorcam.app import widgets as w
from mirrorcam.app.easel import Box, Piece, Size
from mirrorcam.app.lettering import Style
from mirrorcam.app.screens.kinds.breathe import breath_piece
from mirrorcam.app.screens.practice import PracticeScreen, next_keys
from mirrorcam.app.screens.stage import avatar_piece
from mirrorcam.phrases import phrase
from mirrorcam.session import Command, Moment


class SettleScreen(PracticeScreen):
    def layout(self, size: Size, moment: Moment) -> list[Piece]:
        room = min(size[0] - 200, size[1] - 226)
        middle = (size[0] / 2, 74 + room / 2)
        disc = Box(middle[0] - room / 2, middle[1] - room / 2, room, room)
        face = Box(middle[0] - room * 0.46, disc.bottom - room * 0.92, room * 0.92, room * 0.92)
        go_on = c.Hint("Enter", phrase("hint.go_on"), "next", Command.NEXT)
        return [
            w.ground(Box(0, 0, *size), self.theme.calm_ground),
            *self.top(size, moment),
            breath_piece(middle, room / 2, moment.scene.breath or 0.0, self.theme),
            avatar_piece(
                disc, self.avatar, self.target, self.settings.as_mirror, corner=room / 2, square=face
            ),
            self.sentence(Box(40, disc.bottom + 10, size[0] - 80, 44), moment.scene.words),
            self._left(Box(40, disc.bottom + 54, size[0] - 80, 26), moment),
            *self.key_rows(size, [*next_keys(), go_on]),
        ]

    def _left(self, box: Box, moment: Moment) -> Piece:
        """What it does now, and how long it still takes."""
        words = moment.scene.progress_words
        return w.text(box, words, Style(16.5), self.theme.soft, align=0.5, valign=0.5, most=1)
