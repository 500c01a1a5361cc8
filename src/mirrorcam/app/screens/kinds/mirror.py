"""`mirror`: only you, and in the free mirror the choice of how it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mirrorcam.acts import Command
from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.painting.spacing import down
from mirrorcam.app.screens import Action, Own, Settings
from mirrorcam.app.screens.modes import BY_KEY, PLAIN, Answering, mode_row
from mirrorcam.app.screens.modes import words as mode_words
from mirrorcam.app.screens.pair import corner
from mirrorcam.app.screens.practice import INSET, PracticeScreen, next_keys, thumbnail_width
from mirrorcam.app.screens.wearing import Wear
from mirrorcam.avatars import Avatar
from mirrorcam.phrases import phrase
from mirrorcam.session import Moment

MODES_FREE = 20.0, 48.0
"""Ways to mirror have so much room below the sentence as it is: in the smallest window, and usually."""


class MirrorScreen(PracticeScreen):
    """In the free mirror, the way to mirror can be chosen."""

    def __init__(self, settings: Settings, avatar: Avatar, free: bool = False) -> None:
        super().__init__(settings, avatar, free)
        self._answering = Answering()

    def answer(self, you: Wear, now_s: float) -> Wear:
        return self._answering.see(you, now_s)

    @property
    def as_they_are(self) -> bool:
        return self._answering.mode == PLAIN

    def keys(self) -> Mapping[str, Action]:
        modes = {key: choosing(mode) for key, mode in BY_KEY.items()} if self.free else {}
        return {**super().keys(), **modes}

    def take(self, own: Own) -> Action | None:
        if own.what == "mode":
            self._answering.choose(own.of)
        return super().take(own)

    def layout(self, size: Size, moment: Moment) -> list[Piece]:
        modes = mode_row(size, self._answering.mode, self.theme, self.touch, choosing) if self.free else None
        worded = self._worded(moment)
        box = self.large_card(size, worded, max(0.0, modes.high - down(size, *MODES_FREE)) if modes else 0.0)
        go_on = c.Hint("Enter", phrase("hint.go_on"), "next", Command.NEXT)
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            *self.top(size, moment),
            w.card(box, self.theme.you, self.theme),
            self.you_on(box),
            w.label(corner(box, size), phrase("practice.you"), self.theme),
            *self.waiting(box, moment),
            *self.thumbnail((box.right - INSET, box.bottom - INSET), thumbnail_width(box)),
            *self.below(size, worded, box.bottom),
            *(modes.at(box.bottom + down(size, 54, 66)) if modes else []),
            *self.key_rows(size, [next_keys()[0], go_on, *self.own_hints()]),
        ]

    def _worded(self, moment: Moment) -> Moment:
        """With words for the way to mirror that was chosen."""
        words = mode_words(self._answering.mode)
        return replace(moment, scene=replace(moment.scene, words=words)) if words else moment


def choosing(mode: str) -> Own:
    return Own("mode", mode)
