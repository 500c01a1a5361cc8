"""`say`: words to read, as large as fits."""

from __future__ import annotations

from collections.abc import Mapping

from mirrorcam.acts import Command
from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.painting.spacing import down, middle
from mirrorcam.app.screens import Action, Own, Settings
from mirrorcam.app.screens.practice import PracticeScreen, next_keys
from mirrorcam.app.screens.scrolling import GUTTER, Scroll
from mirrorcam.avatars import Avatar
from mirrorcam.phrases import phrase
from mirrorcam.session import Moment

READING = tuple(Style(size, "Regular", 1.42, -0.012) for size in (28, 24, 20.5, 18))
BUTTON_HIGH = 56.0


class SayScreen(PracticeScreen):
    def __init__(self, settings: Settings, avatar: Avatar, free: bool = False) -> None:
        super().__init__(settings, avatar, free)
        self.scroll = Scroll()

    def keys(self) -> Mapping[str, Action]:
        return {**super().keys(), **self.scroll.keys()}

    def take(self, own: Own) -> Action | None:
        return None if self.scroll.take(own) else super().take(own)

    def layout(self, size: Size, moment: Moment) -> list[Piece]:
        both, pad = middle(size), down(size, 24, 64)
        wide = min(820.0, both.w)
        left, room = (size[0] - wide) / 2 + pad, wide - 2 * pad
        under = pad * 0.75 + BUTTON_HIGH + pad * 0.6
        most = both.h - pad - under
        style = next(
            (s for s in READING if paragraphs(left, room, moment.scene.words, s)[1] <= most), READING[-1]
        )
        fits = paragraphs(left, room, moment.scene.words, style)[1] <= most
        body, tall = paragraphs(left, room - (0 if fits else GUTTER), moment.scene.words, style)
        height = min(tall, most) + pad + under
        box = Box((size[0] - wide) / 2, both.y + max(0.0, (both.h - height) / 2 - 8), wide, height)
        go_on = phrase("practice.go_on")
        button = Box(left, box.bottom - pad * 0.6 - BUTTON_HIGH, c.button_width(go_on, "Enter"), BUTTON_HIGH)
        view = Box(left, box.y + pad, room, min(tall, most))
        said = [w.text(at._replace(y=view.y + at.y), words, style, self.theme.ink) for at, words in body]
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            *self.top(size, moment),
            w.card(box, self.theme.card, self.theme),
            *self.scroll.show(self, view, tall, said),
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
