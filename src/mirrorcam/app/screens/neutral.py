"""The guided neutral: a face at rest for about two seconds."""

from __future__ import annotations

from mirrorcam.acts import Command
from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.painting.spacing import down, foot, margin, top
from mirrorcam.app.screens.pair import side_by_side
from mirrorcam.app.screens.stage import Stage, avatar_piece, sentence_piece
from mirrorcam.app.screens.two import picture_of_both, two_cards
from mirrorcam.phrases import phrase
from mirrorcam.session import Moment

RADIUS = 34.0
"""Of the ring on the card of one of two."""


class NeutralScreen(Stage):
    """You, in a ring that fills while your face is at rest."""

    def pieces(self, size: Size) -> list[Piece]:
        if self.moment is None:
            return [w.ground(Box(0, 0, *size), self.theme.calm_ground)]
        if self.moment.two is not None:
            return self._for_two(size, self.moment)
        upper = top(size) + down(size, 52, 68)
        line = size[1] - foot(size) - down(size, 30, 48)
        room = min(line - upper - down(size, 6, 18), size[0] - 300)
        middle = (size[0] / 2, upper + room / 2)
        face = Box(middle[0] - room / 2 + 14, middle[1] - room / 2 + 14, room - 28, room - 28)
        return [
            w.ground(Box(0, 0, *size), self.theme.calm_ground),
            *self.header(size, phrase("neutral.title"), ""),
            *self._words(size, self.moment, line),
            w.ring(middle, room / 2, self.moment.scene.progress or 0.0, self.theme, fill=self.theme.halo),
            avatar_piece(
                face, self.avatar, self.you, self.settings.as_mirror, corner=face.w / 2, square=face
            ),
            *self.thumbnail((size[0] - margin(size), line - 10)),
            *self.notices(size),
            *self.key_rows(size, self._key_hints()),
            *self.pause(size),
        ]

    def _key_hints(self) -> list[c.Hint]:
        return [
            c.Hint("Space", phrase("hint.pause"), "pause", Command.PAUSE),
            c.Hint("→", phrase("hint.skip"), "skip", Command.SKIP),
            *self.own_hints(),
        ]

    def _for_two(self, size: Size, moment: Moment) -> list[Piece]:
        """Both faces at rest, each with a ring that fills."""
        boxes = side_by_side(size)
        radius = min(RADIUS, boxes[0].w * 0.09)
        rings = [
            w.ring(
                (box.right - 18 - radius, box.y + 18 + radius),
                radius,
                person.progress,
                self.theme,
                fill=self.theme.card,
            )
            for box, person in zip(boxes, moment.two or (), strict=True)
        ]
        camera = picture_of_both(self, size, boxes[0]) if moment.scene.camera else []
        return [
            w.ground(Box(0, 0, *size), self.theme.calm_ground),
            *self.header(size, phrase("together.rest_title"), ""),
            *two_cards(self, size, moment, boxes),
            *rings,
            *camera,
            *self._words_below(size, moment, boxes[0].bottom),
            *self.notices(size),
            *self.key_rows(size, self._key_hints()),
            *self.pause(size),
        ]

    def _words_below(self, size: Size, moment: Moment, upper: float) -> list[Piece]:
        words = moment.waiting.words if moment.waiting else moment.scene.words
        side = margin(size)
        sentence = Box(side, upper + down(size, 3, 14), size[0] - 2 * side, down(size, 48, 56))
        line = Box(side, sentence.bottom + down(size, 0, 6), sentence.w, 28)
        return [
            sentence_piece(sentence, words, self.theme.ink),
            w.text(line, phrase("together.compared"), w.BODY, self.theme.soft, align=0.5, valign=0.5, most=1),
        ]

    def _words(self, size: Size, moment: Moment, y: float) -> list[Piece]:
        side = margin(size)
        sentence = Box(side, top(size), size[0] - 2 * side, down(size, 48, 56))
        compared = phrase("neutral.compared")
        line = Box(side, y, size[0] - 2 * side, 28)
        words = moment.waiting.words if moment.waiting else moment.scene.words
        return [
            sentence_piece(sentence, words, self.theme.ink),
            w.text(
                line, moment.scene.progress_words or compared, w.BODY, self.theme.soft, align=0.5, valign=0.5
            ),
        ]
