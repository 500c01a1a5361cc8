"""A line to write in: what is typed, the cursor, and how it looks over a few rows."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import skia

from mirrorcam.app.painting import lettering
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.controls import Tap, focus_ring
from mirrorcam.app.painting.easel import Box, Piece
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.painting.theme import Theme

LONGEST = 400
WRITTEN = Style(19, "Regular", 1.4, -0.006)
INSIDE, CORNER = 20.0, 16.0
JOINER = "\u200d"
BESIDE_CARET = 4.0
"""What an empty field is for stands so far beside the cursor, which would else run through its first sign."""


@dataclass(slots=True)
class Writing:
    """A text being written. ``at``: the cursor stands before this sign."""

    text: str = ""
    at: int = 0
    longest: int = LONGEST

    def write(self, text: str) -> None:
        """Puts it in at the cursor; line breaks and other control signs become blanks."""
        plain = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text)
        fits = plain[: max(0, self.longest - len(self.text))]  # what was begun with may be longer
        self.text = self.text[: self.at] + fits + self.text[self.at :]
        self.at += len(fits)

    def key(self, name: str) -> bool:
        """Whether it was a key that edits."""
        if name in ("left", "right", "home", "end"):
            self.at = {
                "left": self._before(),
                "right": self._after(),
                "home": 0,
                "end": len(self.text),
            }[name]
        elif name == "backspace":
            self._cut(self._before(), self.at)
        elif name == "delete":
            self._cut(self.at, self._after())
        return name in ("left", "right", "home", "end", "backspace", "delete")

    def _cut(self, begin: int, end: int) -> None:
        self.text, self.at = self.text[:begin] + self.text[end:], begin

    def _before(self) -> int:
        """Where the sign left of the cursor begins, with all that is joined to it."""
        at = max(0, self.at - 1)
        while at > 0 and (_joined(self.text[at]) or self.text[at - 1] == JOINER):
            at -= 1
        return at

    def _after(self) -> int:
        at = min(len(self.text), self.at + 1)
        while at < len(self.text) and (_joined(self.text[at]) or self.text[at - 1] == JOINER):
            at += 1
        return at


def _joined(sign: str) -> bool:
    """Whether it belongs to the sign before it: an accent, a skin tone, a joiner."""
    return (
        sign == JOINER
        or bool(unicodedata.combining(sign))
        or unicodedata.category(sign) in ("Mn", "Me", "Sk")
    )


def rows(text: str, style: Style, room: float) -> list[tuple[int, int]]:
    """Where each row begins and ends in the text; a row breaks after a blank where it can."""
    broken, begin, blank = [], 0, 0
    for end in range(1, len(text) + 1):
        if text[end - 1] == " ":
            blank = end
        elif lettering.width(text[begin:end], style) > room and end - begin > 1:
            cut = blank if blank > begin else end - 1
            broken.append((begin, cut))
            begin = cut
    return [*broken, (begin, len(text))]


def field_height(text: str, room: float, least: int = 1, most: int = 3) -> float:
    """Of the field, with as many rows as the text takes."""
    count = min(max(len(rows(text, WRITTEN, room - 2 * INSIDE)), least), most)
    return count * WRITTEN.size * WRITTEN.leading + 2 * 16


def field(box: Box, writing: Writing, invitation: str, theme: Theme, tap: Tap, *, caret: bool) -> Piece:
    """The field: what was written, or what it is for. ``caret``: the cursor is to be seen now. When there are more
    rows than it has room for, those at the cursor are shown."""
    active = tap.touch.focused
    step = WRITTEN.size * WRITTEN.leading
    text, at = writing.text, writing.at
    broken = rows(text, WRITTEN, box.w - 2 * INSIDE)
    here = max(i for i, (begin, _) in enumerate(broken) if begin <= at)
    fits = max(1, int((box.h - 32) / step + 0.01))
    first = max(0, min(here - fits + 1, len(broken) - fits))

    def paint(canvas: skia.Canvas) -> None:
        shape = skia.RRect.MakeRectXY(box.rect(), CORNER, CORNER)
        canvas.drawRRect(shape, w.ink(theme.card))
        inner = skia.RRect.MakeRectXY(box.grown(-theme.line_px / 2).rect(), CORNER, CORNER)
        canvas.drawRRect(inner, w.stroke(theme.label if tap.touch.hovered else theme.line, theme.line_px))
        x, top = box.x + INSIDE, box.y + 16 + step / 2
        if not text:
            baseline = top + lettering.cap_height(WRITTEN) / 2
            aside = BESIDE_CARET if caret else 0.0
            shown = lettering.shortened(invitation, WRITTEN, box.w - 2 * INSIDE - aside)
            lettering.line(shown, WRITTEN).draw(canvas, x + aside, baseline, w.ink(theme.soft))
        for i, (begin, end) in enumerate(broken[first : first + fits]):
            baseline = top + i * step + lettering.cap_height(WRITTEN) / 2
            lettering.line(text[begin:end], WRITTEN).draw(canvas, x, baseline, w.ink(theme.ink))
        if caret:
            begin = broken[here][0]
            across = x + lettering.width(text[begin:at], WRITTEN)
            middle = top + (here - first) * step
            canvas.drawLine(across, middle - 13, across, middle + 13, w.stroke(theme.accent, 2))
        if active:
            focus_ring(canvas, box, CORNER, theme)

    looks = ("field", text, at, invitation, theme.name, tap.touch, caret)
    return Piece(box.grown(7), looks, paint, name=tap.name, action=tap.action)
