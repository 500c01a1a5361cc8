"""`recognise`: a face and the words to choose from, or a word and the faces; then the clue, and the mirror."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mirrorcam.acts import Answer, Command
from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import lettering
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.painting.spacing import down, middle
from mirrorcam.app.screens import Action
from mirrorcam.app.screens.beside import READING_SHARE, BesideScreen, somebody
from mirrorcam.app.screens.practice import next_keys
from mirrorcam.app.screens.scrolling import GUTTER
from mirrorcam.app.screens.stage import SENTENCES, avatar_piece
from mirrorcam.app.screens.wearing import Wear
from mirrorcam.phrases import phrase
from mirrorcam.recognition import NOT_SURE
from mirrorcam.session import Moment
from mirrorcam.steps import Choice
from mirrorcam.steps.recognise import AGAIN, CLUE, LOOK, MIRROR_IT, READY, TOLD

OPTION_HIGH, OPTION_GAP = 58.0, 14.0
ROOMY = 430.0
"""A column as high as this has room for large lines."""
TILE_GAP = 20.0
ASKED = tuple(Style(size, "Regular", 1.35, -0.008) for size in (19, 17, 15.5))
LEAST_PITCH = 32.0
"""From one answer to the next, however long the question over them is."""
IN_A_ROW = 4
"""So many faces fit side by side; more make two rows."""


class RecogniseScreen(BesideScreen):
    def label(self, moment: Moment) -> str:
        return phrase("recognise.mirror_label")

    def keys(self) -> Mapping[str, Action]:
        """Words and faces by number, "I am not sure" by 0."""
        scene = self.moment.scene if self.moment else None
        if scene is None or scene.phase not in (READY, LOOK):
            return super().keys()
        answers: dict[str, Action] = {key: Answer(choice.name) for key, choice in keyed(scene.choices)}
        return {**super().keys(), "r": Answer(AGAIN), **answers}

    def hints(self) -> list[c.Hint]:
        return [
            *next_keys(),
            c.Hint("−", phrase("hint.easier"), "easier", Command.EASIER),
            c.Hint("+", phrase("hint.harder"), "harder", Command.HARDER),
        ]

    def layout(self, size: Size, moment: Moment) -> list[Piece]:
        if moment.scene.phase == MIRROR_IT:
            return super().layout(size, moment)
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            *self.top(size, moment),
            *self._middle(size, moment),
            *self.key_rows(size, self._hints_for(moment)),
        ]

    def top(self, size: Size, moment: Moment) -> list[Piece]:
        """The number of the face, in place of the step's."""
        return self.header(size, moment.title, moment.scene.progress_words, (moment.steps, moment.step))

    def below(self, size: Size, moment: Moment, top: float) -> list[Piece]:
        """Without the number, which stands above."""
        return super().below(size, replace(moment, scene=replace(moment.scene, progress_words="")), top)

    def _hints_for(self, moment: Moment) -> list[c.Hint]:
        looking = moment.scene.phase == LOOK and moment.scene.target is not None
        again = [c.Hint("R", phrase("recognise.show_again"), "again", Answer(AGAIN))] if looking else []
        return [*self.hints(), *again]

    def _middle(self, size: Size, moment: Moment) -> list[Piece]:
        scene = moment.scene
        if scene.phase in (CLUE, TOLD):
            return self._told(size, moment)
        if scene.choices and all(choice.shown for choice in scene.choices if choice.name != NOT_SURE):
            return self._faces(size, moment)
        face, column = self.sides(size)
        there = scene.target is not None and (scene.phase == LOOK or not _appears_at_once(moment))
        pieces = [*self.face_card(face, there), *self._options(column, moment)]
        if scene.hint is not None:
            pieces.append(
                w.pill((face.middle[0], face.bottom - 42), scene.hint.words, self.theme, face.w - 60)
            )
        return pieces

    # ------------------------------------------------------------ a face, and words

    def _options(self, column: Box, moment: Moment) -> list[Piece]:
        scene = moment.scene
        rows = len(scene.choices)
        asked, high = self._question(column, scene.words, column.h - 6 - LEAST_PITCH * max(1, rows))
        upper = high + 12
        pitch = min(OPTION_HIGH + OPTION_GAP, (column.h - upper + 6) / max(1, rows))
        high = min(OPTION_HIGH, pitch - 6)
        pieces = asked
        for i, (key, choice) in enumerate(keyed(scene.choices)):
            box = Box(column.x, column.y + upper + i * pitch, column.w, high)
            pieces.append(self._option(box, key, choice, ready=scene.phase == READY))
        return pieces

    def _question(self, column: Box, words: str, most: float) -> tuple[list[Piece], float]:
        """Over the answers, as large as it fits, and how high it is; what is higher than ``most`` scrolls."""
        room = column.w - 4
        style = next((s for s in ASKED if w.text_height(words, s, room) <= most), ASKED[-1])
        fits = w.text_height(words, style, room) <= most
        tall = w.text_height(words, style, room - (0 if fits else GUTTER))
        high = max(min(tall, most), 58.0 if column.h > 400 else 0.0)
        view = Box(column.x + 2, column.y + 2, room, high)
        read = view if fits else view._replace(w=room - GUTTER, h=tall)
        said = w.text(read, words, style, self.theme.soft, valign=0.5)
        return self.scroll.show(self, view, read.h, [said]), high

    def _option(self, box: Box, key: str, choice: Choice, *, ready: bool = False) -> Piece:
        tap = c.NO_TAP if ready else self.tap(f"choice {key}", Answer(choice.name))
        quiet = ready or choice.name == NOT_SURE
        return c.option(box, choice.words, self.theme, tap, key=key, quiet=quiet)

    # ------------------------------------------------------------ a word, and faces

    def _faces(self, size: Size, moment: Moment) -> list[Piece]:
        scene = moment.scene
        faces = [(key, choice) for key, choice in keyed(scene.choices) if choice.shown is not None]
        (key, unsure) = keyed(scene.choices)[-1]
        both, high = middle(size), down(size, 40, OPTION_HIGH)
        wide = min(both.w, 420.0)
        below = Box((size[0] - wide) / 2, both.bottom - high, wide, high)
        tall = w.text_height(scene.words, SENTENCES[-1], both.w) - 2
        asked = both._replace(y=both.y - down(size, 2, 6), h=max(tall, down(size, 34, 66)))
        room = both._replace(y=asked.bottom + down(size, 6, 12))
        room = room._replace(h=below.y - room.y - down(size, 10, 22))
        boxes = tiles(room, len(faces))
        return [
            self.sentence(asked, scene.words),
            *(w.card_shadow(box, self.theme) for box in boxes),
            *(
                piece
                for box, (k, one) in zip(boxes, faces, strict=True)
                for piece in self._tile(box, k, one, moment)
            ),
            self._option(below, key, unsure),
        ]

    def _tile(self, box: Box, key: str, choice: Choice, moment: Moment) -> list[Piece]:
        """A face as a button, with its number in the corner."""
        avatar = somebody(moment.scene.person) or self.avatar
        wear = Wear(choice.shown) if choice.shown else Wear()
        tap = self.tap(f"choice {key}", Answer(choice.name))
        return [
            w.card_face(box, self.theme.target, self.theme),
            avatar_piece(w.inside(box, self.theme), avatar, wear, self.settings.as_mirror),
            c.key_hint((box.x + min(18, box.w * 0.07), box.y + min(31, box.h * 0.13)), key, "", self.theme),
            c.tap_area(box, tap, self.theme),
        ]

    # ------------------------------------------------------------ what was meant

    def _told(self, size: Size, moment: Moment) -> list[Piece]:
        face, column = self.sides(size, READING_SHARE)
        scene = moment.scene
        seen = [choice for choice in scene.choices if choice.name in scene.chosen]
        meant = scene.choices[:1]
        above: list[Piece] = []
        if meant:
            above, column = self._meant(column, meant[0], seen)
        go_on = phrase("practice.go_on")
        return [
            *self.face_card(face),
            *above,
            *self.words_card(column, scene.words, go_on, Command.NEXT, valign=0.0 if meant else 0.5),
        ]

    def _meant(self, column: Box, meant: Choice, seen: Sequence[Choice]) -> tuple[list[Piece], Box]:
        """What was meant, and what was chosen if that was something else; and the room that is left."""
        other = [choice for choice in seen if choice.name != meant.name]
        roomy = column.h > ROOMY
        upper, high, gap = (36.0, OPTION_HIGH, OPTION_GAP) if roomy else (24.0, 38.0, 6.0)
        first = Box(column.x, column.y + upper, column.w, high)
        label = (column.x + 2, column.y + (14 if roomy else 10))
        pieces = [
            w.label(label, phrase("recognise.meant"), self.theme, column.w),
            c.option(first, meant.words, self.theme, c.NO_TAP, chosen=True),
        ]
        below = upper + high + gap
        if other:
            place = first._replace(y=column.y + below)
            pieces.append(c.option(place, other[0].words, self.theme, c.NO_TAP, quiet=True))
            note = phrase("recognise.you_saw")
            wide = lettering.width(note, w.SMALL)
            at = Box(place.right - wide - 22, place.y, wide + 2, place.h)
            pieces.append(w.text(at, note, w.SMALL, self.theme.soft, valign=0.5, most=1))
            below += high + gap
        spare = 10.0 if roomy else 2.0
        rest = Box(column.x, column.y + below + spare, column.w, column.h - below - spare)
        return pieces, rest


def keyed(choices: Sequence[Choice]) -> list[tuple[str, Choice]]:
    """Each with its key: from 1 on, and 0 for not being sure."""
    return [("0" if one.name == NOT_SURE else str(i), one) for i, one in enumerate(choices, 1)]


def tiles(room: Box, count: int) -> list[Box]:
    """Boxes for so many faces, about square, in one row or two in the middle of the room."""
    rows = 1 if count <= IN_A_ROW else 2
    across = math.ceil(count / rows)
    high = (room.h - TILE_GAP * (rows - 1)) / rows
    wide = min((room.w - TILE_GAP * (across - 1)) / across, high * 1.05)
    high = min(high, wide * 1.12)
    top = room.middle[1] - (high * rows + TILE_GAP * (rows - 1)) / 2
    boxes = []
    for i in range(count):
        row, place = divmod(i, across)
        here = min(across, count - row * across)
        left = room.middle[0] - (here * wide + (here - 1) * TILE_GAP) / 2
        boxes.append(Box(left + place * (wide + TILE_GAP), top + row * (high + TILE_GAP), wide, high))
    return boxes


def _appears_at_once(moment: Moment) -> bool:
    """Before it is to be looked at, a face that does not move is not there yet."""
    target = moment.scene.target
    return moment.scene.phase == READY and target is not None and bool(target.values.any())
