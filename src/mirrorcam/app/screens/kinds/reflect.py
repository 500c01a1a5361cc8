"""`reflect`: a question, feeling words, and a line to write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import skia

from mirrorcam.acts import Answer, Command
from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.painting.spacing import down, keys_y, laid, margin, middle
from mirrorcam.app.screens import Action, Key, Own, Settings
from mirrorcam.app.screens.practice import PracticeScreen
from mirrorcam.app.screens.scrolling import GUTTER, Scroll
from mirrorcam.app.screens.writing import Writing, field, field_height
from mirrorcam.avatars import Avatar
from mirrorcam.phrases import phrase
from mirrorcam.session import Moment
from mirrorcam.steps.reflect import DONE, LINE, LONGEST_LINE

LINE_FIELD = "line"
CHIP_HIGH, CHIP_GAP = 50.0, 12.0
BLINK_S, BLINK_SHARE = 1.1, 0.6
WIDE = 860.0
MOST_KEYS = 9
LEAVING = (("Enter", "keep"), ("Esc", "leave"))
"""Keys that lead out of the line, and what they are called."""
ASKED = Style(31, "Bold", 1.18, -0.016)


class Column(NamedTuple):
    """Pieces one below the other, and how high they are together."""

    pieces: list[Piece]
    tall: float


def shifted(piece: Piece, y: float) -> Piece:
    """The same, so much lower."""

    def paint(canvas: skia.Canvas) -> None:
        canvas.save()
        canvas.translate(0, y)
        piece.paint(canvas)
        canvas.restore()

    return replace(piece, box=piece.box._replace(y=piece.box.y + y), paint=paint) if y else piece


class ReflectScreen(PracticeScreen):
    """While the line has the focus, keys write into it; for who uses one key, until it is left: the focus walks."""

    line_field = LINE_FIELD

    def __init__(self, settings: Settings, avatar: Avatar, free: bool = False) -> None:
        super().__init__(settings, avatar, free)
        self._line = Writing(longest=LONGEST_LINE)
        self.scroll = Scroll()
        self._open = False
        """Somebody went to the line, and has not left it by a key."""
        self._step = -1
        self._now_s = 0.0

    @property
    def writing(self) -> bool:
        paused = self.moment is not None and self.moment.paused
        return (self.focus == LINE_FIELD or (self._open and self.settings.one_key)) and not paused

    @property
    def repeats(self) -> bool:  # type: ignore[override]
        return self.writing

    def write(self, text: str) -> None:
        self._line.write(text)

    def tick(self, now_s: float) -> None:
        """A new step has a new line."""
        self._now_s = now_s
        if self.moment is not None and self.moment.step != self._step:
            self._step, self._line, self.focus = self.moment.step, Writing(longest=LONGEST_LINE), ""
            self._open = False

    def key(self, key: Key) -> Action | None:
        if not self.writing:
            return super().key(key)
        if self._line.key(key.name):
            return None
        if key.name in ("enter", "escape"):
            self._open = False
            self.focus = "" if key.name == "escape" else "done"
            return self._written()
        if key.name == "tab":
            self._open = False
            super().key(key)
            return self._written()
        return None

    def keys(self) -> Mapping[str, Action]:
        return {**super().keys(), **self.scroll.keys(), "enter": Own("done"), "w": Own("write")}

    def walks_to(self, piece: Piece) -> bool:
        """One key cannot write."""
        return super().walks_to(piece) and piece.name not in (LINE_FIELD, "write")

    def take(self, own: Own) -> Action | None:
        if self.scroll.take(own):
            return None
        if own.what == "write":
            self.focus, self._open = LINE_FIELD, True
            return None
        if own.what == "done":
            return Answer(DONE + self._line.text)
        return super().take(own)

    def _written(self) -> Action:
        return Answer(LINE + self._line.text)

    # ------------------------------------------------------------ picture

    def layout(self, size: Size, moment: Moment) -> list[Piece]:
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            *self.top(size, moment),
            *self._asked(size, moment),
            *self._foot(size, moment),
        ]

    def _asked(self, size: Size, moment: Moment) -> list[Piece]:
        """The question, the words, the line and the two ways on; where they have no room, all but those scroll."""
        both = middle(size)
        left = self._column(both, both.w, moment)
        buttons = down(size, 48, 58)
        view = both._replace(h=both.h - buttons - down(size, 8, 30))
        if left.tall > view.h:
            left = self._column(both, both.w - GUTTER, moment)
        over = max(0.0, (view.h - left.tall) / 2 - 16)
        below = both._replace(y=both.y + over + min(left.tall, view.h) + down(size, 8, 30), h=buttons)
        column = [shifted(piece, over) for piece in left.pieces]
        return [*self.scroll.show(self, view, left.tall, column), *self._buttons(below)]

    def _column(self, both: Box, room: float, moment: Moment) -> Column:
        """From the top of ``both`` on."""
        wide = min(WIDE, room)
        left = both.x + (room - wide) / 2
        asked = w.text_height(moment.scene.words, ASKED, wide)
        helped = w.text_height(phrase("reflect.help"), w.LEAD, wide)
        chips = self._chips(Box(left, 0, wide, 0), moment)
        chips_top = both.y + asked + helped + 28
        pieces = [
            w.text(Box(left, both.y, wide, asked), moment.scene.words, ASKED, self.theme.ink, align=0.5),
            w.text(
                Box(left, both.y + asked + 4, wide, helped),
                phrase("reflect.help"),
                w.LEAD,
                self.theme.soft,
                align=0.5,
            ),
            *(self._chip(box, i, words, moment, chips_top) for box, i, words in chips),
        ]
        end = chips_top + max((box.bottom for box, _, _ in chips), default=0.0)
        if moment.scene.writing:
            place = Box(left + 4, end + 24, wide - 8, self._field_high(wide - 8))
            pieces.append(self._field(place))
            end = place.bottom + 4
        return Column(pieces, end - both.y)

    def _chips(self, room: Box, moment: Moment) -> list[tuple[Box, int, str]]:
        """Where each word goes, from y = 0 on: rows of them, each in the middle."""
        choices = moment.scene.choices
        widths = [c.chip_width(choice.words, number(i)) + 10 for i, choice in enumerate(choices, 1)]
        boxes = laid(widths, CHIP_HIGH, CHIP_GAP, room)
        return [(box, i, choice.words) for i, (box, choice) in enumerate(zip(boxes, choices, strict=True), 1)]

    def _chip(self, box: Box, i: int, words: str, moment: Moment, top: float) -> Piece:
        choice = moment.scene.choices[i - 1]
        chosen = choice.name in moment.scene.chosen
        tap = self.tap(f"choice {i}", Answer(choice.name))
        return c.chip(box._replace(y=box.y + top), words, chosen, self.theme, tap, key=number(i))

    def _field_high(self, wide: float) -> float:
        return field_height(self._line.text, wide, least=2)

    def _field(self, box: Box) -> Piece:
        caret = self.writing and (not self.settings.lively or self._now_s % BLINK_S < BLINK_S * BLINK_SHARE)
        tap = self.tap(LINE_FIELD, Own("write"))
        return field(box, self._line, phrase("reflect.line"), self.theme, tap, caret=caret)

    def _buttons(self, box: Box) -> list[Piece]:
        """Skipping is as easy as answering, and looks it."""
        skip, done = phrase("reflect.skip"), phrase("reflect.done")
        wide = min(max(c.button_width(skip, "→"), c.button_width(done, "Enter"), 200), box.w / 2 - 8)
        left = box.middle[0] - wide - 8
        one, other = Box(left, box.y, wide, box.h), Box(left + wide + 16, box.y, wide, box.h)
        key = "" if self.writing else "→"
        return [
            c.button(one, skip, self.theme, self.tap("skip", Command.SKIP), key=key, filled=False),
            c.button(
                other,
                done,
                self.theme,
                self.tap("done", Own("done")),
                key="" if self.writing else "Enter",
                filled=False,
            ),
        ]

    def _foot(self, size: Size, moment: Moment) -> list[Piece]:
        """While something is written, both keys lead out of the line."""
        if self.writing:
            leave = [c.Hint(key, phrase(f"reflect.{name}"), name, self._written()) for key, name in LEAVING]
            return c.key_row((margin(size), keys_y(size)), leave, self.theme, self.touch)
        pause = c.Hint("Space", phrase("hint.pause"), "pause", Command.PAUSE)
        write = [c.Hint("W", phrase("reflect.write"), "write", Own("write"))] if moment.scene.writing else []
        return self.key_rows(size, [pause, *write])


def number(i: int) -> str:
    """Its key; words from the tenth on are reached by Tab and by mouse."""
    return str(i) if i <= MOST_KEYS else ""
