"""`say`: words to read, as large as fits."""

from __future__ import annotations

from mirrorcam.app import controls as c
from mirrorcam.app import widgets as w
from mirrorcam.app.easel import Box, Piece, Size
from mirrorcam.app.lettering import Style
from mirrorcam.app.screens.practice import PracticeScreen, next_keys
from mirrorcam.phrases import phrase
from mirrorcam.session import Command, Moment

READING = tuple(Style(size, "Regular", 1.42, -0.012) for size in (28, 24, 20.5, 17, 14))


class SayScreen(PracticeScreen):
    def layout(self, size: Size, moment: Moment) -> list[Piece]:
        wide = min(820.0, size[0] - 200)
        left, room = (size[0] - wide) / 2 + 64, wide - 128
        for style in READING:
            body, tall = paragraphs(left, room, moment.scene.words, style)
            height = tall + 210
            if height <= size[1] - 140:
                break
        box = Box((size[0] - wide) / 2, max(70.0, (size[1] - height) / 2 - 8), wide, height)
        go_on = phrase("practice.go_on")
        button = Box(box.x + 64, box.bottom - 96, c.button_width(go_on, "Enter"), 58)
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            *self.top(size, moment),
            w.card(box, self.theme.card, self.theme),
            *(
                w.text(Box(at.x, box.y + 64 + at.y, at.w, at.h), words, style, self.theme.ink)
                for at, words in body
            ),
            c.button(button, go_on, self.theme, self.tap("next", Command.NEXT), key="Enter"),
            *self.key_rows(size, next_keys()),
        ]


def paragraphs(x: float, room: float, words: str, style: Style) -> tuple[list[tuple[Box, str]], float]:
    """Where each paragraph goes, from y = 0 on, and how high they are together."""
    y, placed = 0.0, []
    for part in filter(None, (part.strip() for part in words.split("\n"))):
        height = w.text_height(part, style, room)
        placed.append((Box(x, y, room, height), part))
        y += height + style.size * 0.6
    return placed, y - style.size * 0.6 if placed else 0.0
