"""The guided neutral: a face at rest for about two seconds."""

from __future__ import annotations

from mirrorcam.app import controls as c
from mirrorcam.app import widgets as w
from mirrorcam.app.easel import Box, Piece, Size
from mirrorcam.app.screens.stage import Stage, avatar_piece
from mirrorcam.phrases import phrase
from mirrorcam.session import Command, Moment


class NeutralScreen(Stage):
    """You, in a ring that fills while your face is at rest."""

    def pieces(self, size: Size) -> list[Piece]:
        if self.moment is None:
            return [w.ground(Box(0, 0, *size), self.theme.calm_ground)]
        room = min(size[1] - 300, size[0] - 300)
        middle = (size[0] / 2, 150 + room / 2)
        face = Box(middle[0] - room / 2 + 14, middle[1] - room / 2 + 14, room - 28, room - 28)
        hints = [
            c.Hint("Space", phrase("hint.pause"), "pause", Command.PAUSE),
            c.Hint("→", phrase("hint.skip"), "skip", Command.SKIP),
            *self.own_hints(),
        ]
        return [
            w.ground(Box(0, 0, *size), self.theme.calm_ground),
            *self.header(size, phrase("neutral.title"), ""),
            *self._words(size, self.moment),
            w.ring(middle, room / 2, self.moment.scene.progress or 0.0, self.theme, fill=self.theme.halo),
            avatar_piece(
                face, self.avatar, self.you, self.settings.as_mirror, corner=face.w / 2, square=face
            ),
            *self.thumbnail((size[0] - 40, size[1] - 84)),
            *self.notices(size),
            *self.key_rows(size, hints),
            *self.pause(size),
        ]

    def _words(self, size: Size, moment: Moment) -> list[Piece]:
        sentence = Box(60, 76, size[0] - 120, 56)
        below = phrase("neutral.compared")
        line = Box(60, size[1] - 132, size[0] - 120, 28)
        words = moment.waiting.words if moment.waiting else moment.scene.words
        return [
            w.text(sentence, words, w.SENTENCE, self.theme.ink, align=0.5, valign=0.5, most=2),
            w.text(
                line, moment.scene.progress_words or below, w.BODY, self.theme.soft, align=0.5, valign=0.5
            ),
        ]
