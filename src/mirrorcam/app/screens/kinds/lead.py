"""`lead`: one large face that follows yours."""

from __future__ import annotations

from mirrorcam.acts import Command
from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.screens.pair import corner
from mirrorcam.app.screens.practice import INSET, PracticeScreen, next_keys, thumbnail_width
from mirrorcam.phrases import phrase
from mirrorcam.session import Moment


class LeadScreen(PracticeScreen):
    @property
    def as_they_are(self) -> bool:
        """It follows a moment later."""
        return False

    def layout(self, size: Size, moment: Moment) -> list[Piece]:
        box = self.large_card(size, moment)
        go_on = c.Hint("Enter", phrase("hint.go_on"), "next", Command.NEXT)
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            *self.top(size, moment),
            w.card(box, self.theme.target, self.theme),
            self.you_on(box),
            w.label(corner(box, size), phrase("lead.label"), self.theme),
            *self.waiting(box, moment),
            *self.thumbnail((box.right - INSET, box.bottom - INSET), thumbnail_width(box)),
            *self.below(size, moment, box.bottom),
            *self.key_rows(size, [*next_keys(), go_on, *self.own_hints()]),
        ]
