"""`gaze`: a face that looks at you, softly; a ring for the time that you chose."""

from __future__ import annotations

from mirrorcam.acts import Command
from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.painting.spacing import down
from mirrorcam.app.screens.practice import SENTENCE_HIGH, PracticeScreen, next_keys
from mirrorcam.app.screens.stage import avatar_piece
from mirrorcam.phrases import phrase
from mirrorcam.session import Moment

RING = 6.0
CLOSER = 1.06
"""The face is this much larger than its disc, so that the eyes are near and the shoulders end at its edge."""


class GazeScreen(PracticeScreen):
    def layout(self, size: Size, moment: Moment) -> list[Piece]:
        choices = self.choices_high(size, moment) - 20 if moment.scene.choices else 0.0
        round_room = self.disc(size, moment, choices)
        disc = round_room.grown(-RING - 6)
        side = disc.w * CLOSER
        face = Box(disc.middle[0] - side / 2, disc.bottom - side * 0.97, side, side)
        choices_at = round_room.bottom + self.beyond(size, moment, SENTENCE_HIGH) + SENTENCE_HIGH
        line = "" if moment.scene.choices else moment.scene.progress_words
        return [
            w.ground(Box(0, 0, *size), self.theme.calm_ground),
            *self.top(size, moment),
            w.ring(
                disc.middle,
                round_room.w / 2,
                filled(moment),
                self.theme,
                fill=self.theme.halo,
                thickness=RING,
            ),
            avatar_piece(
                disc, self.avatar, self.target, self.settings.as_mirror, corner=disc.w / 2, square=face
            ),
            *self.under_disc(size, round_room, moment, line),
            *self.choice_rows(size, choices_at + down(size, 4, 12), moment),
            *self.key_rows(size, self._hints_for(moment)),
        ]

    def _hints_for(self, moment: Moment) -> list[c.Hint]:
        if moment.scene.choices:
            words = phrase("gaze.go_on_with", seconds=moment.scene.progress_words)
            return [c.Hint("Enter", words, "next", Command.NEXT), *next_keys()]
        go_on = c.Hint("Enter", phrase("hint.go_on"), "next", Command.NEXT)
        shorter = c.Hint("−", phrase("gaze.shorter"), "easier", Command.EASIER)
        longer = c.Hint("+", phrase("gaze.longer"), "harder", Command.HARDER)
        return [*next_keys(), go_on, shorter, longer]


def filled(moment: Moment) -> float:
    """Of the ring: it fills while they look, and runs empty again while they rest."""
    share = moment.scene.progress or 0.0
    return 1.0 - share if moment.scene.phase == "away" else share
