"""`gaze`: a face that looks at you, softly; a ring for the time that you chose."""

from __future__ import annotations

from mirrorcam.app import controls as c
from mirrorcam.app import widgets as w
from mirrorcam.app.easel import Box, Piece, Size
from mirrorcam.app.lettering import Style
from mirrorcam.app.screens.practice import PracticeScreen, next_keys
from mirrorcam.app.screens.stage import avatar_piece
from mirrorcam.phrases import phrase
from mirrorcam.session import Command, Moment

RING = 6.0
CLOSER = 1.06
"""The face is this much larger than its disc, so that the eyes are near and the shoulders end at its edge."""


class GazeScreen(PracticeScreen):
    def layout(self, size: Size, moment: Moment) -> list[Piece]:
        room = min(size[0] - 200, size[1] - 262)
        middle = (size[0] / 2, 72 + room / 2)
        disc = Box(middle[0] - room / 2, middle[1] - room / 2, room, room).grown(-RING - 6)
        side = disc.w * CLOSER
        face = Box(middle[0] - side / 2, disc.bottom - side * 0.97, side, side)
        return [
            w.ground(Box(0, 0, *size), self.theme.calm_ground),
            *self.top(size, moment),
            w.ring(middle, room / 2, filled(moment), self.theme, fill=self.theme.halo, thickness=RING),
            avatar_piece(
                disc, self.avatar, self.target, self.settings.as_mirror, corner=disc.w / 2, square=face
            ),
            self.sentence(Box(40, middle[1] + room / 2 + 12, size[0] - 80, 44), moment.scene.words),
            *self._under(size, moment, middle[1] + room / 2 + 62),
            *self.key_rows(size, self._hints(moment)),
        ]

    def _under(self, size: Size, moment: Moment, top: float) -> list[Piece]:
        """What can be chosen, or how many times there are."""
        if moment.scene.choices:
            return self.choice_row((size[0] / 2, top + 26), moment)
        line = Box(40, top, size[0] - 80, 26)
        words = moment.scene.progress_words
        return [w.text(line, words, Style(16.5), self.theme.soft, align=0.5, valign=0.5, most=1)]

    def _hints(self, moment: Moment) -> list[c.Hint]:
        go_on = c.Hint("Enter", phrase("hint.go_on"), "next", Command.NEXT)
        if moment.scene.choices:
            return [*next_keys(), go_on]
        shorter = c.Hint("−", phrase("gaze.shorter"), "easier", Command.EASIER)
        longer = c.Hint("+", phrase("gaze.longer"), "harder", Command.HARDER)
        return [*next_keys(), go_on, shorter, longer]


def filled(moment: Moment) -> float:
    """Of the ring: it fills while they look, and runs empty again while they rest."""
    share = moment.scene.progress or 0.0
    return 1.0 - share if moment.scene.phase == "away" else share
