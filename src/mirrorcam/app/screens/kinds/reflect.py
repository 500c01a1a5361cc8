"""`reflect`: a question, feeling words, and a line to write."""

from __future__ import annotations

from collections.abc import Mapping

from mirrorcam.app import controls as c
from mirrorcam.app import widgets as w
from mirrorcam.app.easel import Box, Piece, Size
from mirrorcam.app.screens import Action, Key, Own, Settings
from mirrorcam.app.screens.practice import PracticeScreen
from mirrorcam.app.screens.writing import Writing, field, field_height
from mirrorcam.avatars import Avatar
from mirrorcam.phrases import phrase
from mirrorcam.session import Answer, Command, Moment
from mirrorcam.steps.reflect import DONE, LINE, LONGEST_LINE

LINE_FIELD = "line"
CHIP_HIGH, CHIP_GAP = 50.0, 12.0
BLINK_S, BLINK_SHARE = 1.1, 0.6
WIDE = 860.0
MOST_KEYS = 9
LEAVING = (("Enter", "keep"), ("Esc", "leave"))
"""Keys that lead out of the line, and what they are called."""


class ReflectScreen(PracticeScreen):
    """While the line has the focus, keys write into it."""

    def __init__(self, settings: Settings, avatar: Avatar, free: bool = False) -> None:
        super().__init__(settings, avatar, free)
        self._line = Writing(longest=LONGEST_LINE)
        self._step = -1
        self._now_s = 0.0

    @property
    def writing(self) -> bool:
        paused = self.moment is not None and self.moment.paused
        return self.focus == LINE_FIELD and not paused

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

    def key(self, key: Key) -> Action | None:
        if not self.writing:
            return super().key(key)
        if self._line.key(key.name):
            return None
        if key.name in ("enter", "escape"):
            self.focus = "" if key.name == "escape" else "done"
            return self._written()
        if key.name == "tab":
            super().key(key)
            return self._written()
        return None

    def keys(self) -> Mapping[str, Action]:
        return {**super().keys(), "enter": Own("done"), "w": Own("write")}

    def take(self, own: Own) -> Action | None:
        if own.what == "write":
            self.focus = LINE_FIELD
            return None
        if own.what == "done":
            return Answer(DONE + self._line.text)
        return super().take(own)

    def _written(self) -> Action:
        return Answer(LINE + self._line.text)

    # ------------------------------------------------------------ picture

    def layout(self, size: Size, moment: Moment) -> list[Piece]:
        wide = min(WIDE, size[0] - 160)
        left, line = (size[0] - wide) / 2, moment.scene.writing
        chips = self._chips(Box(left, 0, wide, 0), moment)
        rows = max((box.bottom for box, _, _ in chips), default=0.0)
        tall = 40 + 34 + 26 + rows + (28 + self._field_high(wide) if line else 0) + 30 + 58
        top = max(76.0, (size[1] - tall) / 2 - 16)
        chips_top = top + 100
        parts = [self._chip(box, i, words, moment, chips_top) for box, i, words in chips]
        below = chips_top + rows + 28
        if line:
            place = Box(left, below, wide, self._field_high(wide))
            parts.append(self._field(place))
            below = place.bottom + 30
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            *self.top(size, moment),
            w.text(
                Box(left, top, wide, 40),
                moment.scene.words,
                w.HERO,
                self.theme.ink,
                align=0.5,
                valign=0.5,
                most=1,
            ),
            w.text(
                Box(left, top + 46, wide, 28),
                phrase("reflect.help"),
                w.LEAD,
                self.theme.soft,
                align=0.5,
                valign=0.5,
            ),
            *parts,
            *self._buttons(Box(left, below, wide, 58)),
            *self._foot(size, moment),
        ]

    def _chips(self, room: Box, moment: Moment) -> list[tuple[Box, int, str]]:
        """Where each word goes, from y = 0 on: rows of them, each in the middle."""
        rows: list[list[tuple[float, int, str]]] = [[]]
        used = 0.0
        for i, choice in enumerate(moment.scene.choices, 1):
            wide = c.chip_width(choice.words, number(i)) + 10
            if rows[-1] and used + wide > room.w:
                rows.append([])
                used = 0.0
            rows[-1].append((wide, i, choice.words))
            used += wide + CHIP_GAP
        placed = []
        for y, row in enumerate(rows):
            x = room.middle[0] - (sum(wide for wide, _, _ in row) + CHIP_GAP * (len(row) - 1)) / 2
            for wide, i, words in row:
                placed.append((Box(x, y * (CHIP_HIGH + CHIP_GAP), wide, CHIP_HIGH), i, words))
                x += wide + CHIP_GAP
        return placed

    def _chip(self, box: Box, i: int, words: str, moment: Moment, top: float) -> Piece:
        choice = moment.scene.choices[i - 1]
        chosen = choice.name in moment.scene.chosen
        tap = self.tap(f"choice {i}", Answer(choice.name))
        return c.chip(box._replace(y=box.y + top), words, chosen, self.theme, tap, key=number(i))

    def _field_high(self, wide: float) -> float:
        return field_height(self._line.text, wide, least=2)

    def _field(self, box: Box) -> Piece:
        caret = self.writing and (not self.theme.lively or self._now_s % BLINK_S < BLINK_S * BLINK_SHARE)
        tap = self.tap(LINE_FIELD, Own("write"))
        return field(box, self._line, phrase("reflect.line"), self.theme, tap, caret=caret)

    def _buttons(self, box: Box) -> list[Piece]:
        """Skipping is as easy as answering, and looks it."""
        skip, done = phrase("reflect.skip"), phrase("reflect.done")
        wide = max(c.button_width(skip, "→"), c.button_width(done, "Enter"), 200)
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
            return c.key_row((40, size[1] - 36), leave, self.theme, self.touch)
        pause = c.Hint("Space", phrase("hint.pause"), "pause", Command.PAUSE)
        write = [c.Hint("W", phrase("reflect.write"), "write", Own("write"))] if moment.scene.writing else []
        return self.key_rows(size, [pause, *write])


def number(i: int) -> str:
    """Its key; words from the tenth on are reached by Tab and by mouse."""
    return str(i) if i <= MOST_KEYS else ""
