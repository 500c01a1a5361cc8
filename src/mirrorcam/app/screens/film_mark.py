"""The mark of a film on every screen of its session: a red dot, which nothing else in the program has, and a word."""

from __future__ import annotations

import skia

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import lettering
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Point
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.painting.theme import Theme
from mirrorcam.phrases import phrase

ON, PAUSED, ENDED = "on", "paused", "ended"
"""Pictures are being kept; the session rests, and so does its film; it is over, and can still be deleted."""
KEY = "V"
WORDS = Style(15, "SemiBold", 1.2, 0.0)
DOT, GAP, HIGH = 6.5, 9.0, 30.0
"""Radius of the dot, and distances, in layout units."""


def said(state: str) -> str:
    return phrase({ON: "film.mark", PAUSED: "film.paused", ENDED: "film.delete"}[state])


def does(state: str) -> str:
    """What its key does."""
    return phrase("film.delete" if state == ENDED else "film.stop")


def mark_width(state: str) -> float:
    return 2 * DOT + lettering.width(said(state), WORDS) + c.key_width(KEY) + 2 * GAP


def mark(at: Point, state: str, theme: Theme, tap: c.Tap) -> Piece:
    """``at``: its right middle. Full while pictures are kept, else a ring."""
    wide = mark_width(state)
    box = Box(at[0] - wide, at[1] - HIGH / 2, wide, HIGH)
    touch, words = tap.touch, said(state)

    def paint(canvas: skia.Canvas) -> None:
        x, y = box.x + DOT, box.middle[1]
        if state == ON:
            canvas.drawCircle(x, y, DOT, w.ink(theme.film))
        else:
            canvas.drawCircle(x, y, DOT - 1, w.stroke(theme.film if state == PAUSED else theme.label, 2))
        line = lettering.line(words, WORDS)
        line.draw(canvas, x + DOT + GAP, y + lettering.cap_height(WORDS) / 2, w.ink(theme.ink))
        c.key_cap((box.right - c.key_width(KEY), y), KEY, theme).paint(canvas)
        if touch.focused or touch.hovered:
            edge = skia.RRect.MakeRectXY(box.grown(5).rect(), 10, 10)
            colour = theme.focus if touch.focused else theme.line
            canvas.drawRRect(edge, w.stroke(colour, 2.5 if touch.focused else 1))

    looks = ("film", state, words, theme.name, touch)
    return Piece(box.grown(7), looks, paint, name=tap.name, action=tap.action)
