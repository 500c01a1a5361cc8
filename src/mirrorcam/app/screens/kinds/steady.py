"""`steady`: a face that feels something, and nobody beside it: you only look on."""

from __future__ import annotations

from mirrorcam.acts import Command
from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.screens.beside import READING_SHARE, BesideScreen
from mirrorcam.app.screens.practice import next_keys
from mirrorcam.phrases import phrase
from mirrorcam.session import Moment
from mirrorcam.steps.steady import COMING, TOLD


class SteadyScreen(BesideScreen):
    def hints(self) -> list[c.Hint]:
        return [
            *next_keys(),
            c.Hint("−", phrase("hint.easier"), "easier", Command.EASIER),
            c.Hint("+", phrase("hint.harder"), "harder", Command.HARDER),
        ]

    def layout(self, size: Size, moment: Moment) -> list[Piece]:
        reading = moment.scene.phase in (COMING, TOLD)
        middle = self._reading(size, moment) if reading else self._watching(size, moment)
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            *self.top(size, moment),
            *middle,
            *self.key_rows(size, self.hints()),
        ]

    def _reading(self, size: Size, moment: Moment) -> list[Piece]:
        face, column = self.sides(size, READING_SHARE)
        button = phrase("steady.begin" if moment.scene.phase == COMING else "practice.go_on")
        return [*self.face_card(face), *self.words_card(column, moment.scene.words, button, Command.NEXT)]

    def _watching(self, size: Size, moment: Moment) -> list[Piece]:
        """The person does not see themselves, nor in the camera picture: what caught on is told afterwards."""
        box = self.large_card(size, moment)
        return [
            *self.face_card(box),
            *self.waiting(box, moment),
            *self.below(size, moment, box.bottom),
        ]
