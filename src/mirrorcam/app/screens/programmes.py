"""Programmes: all of them as cards, and the page of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import lettering
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece
from mirrorcam.app.screens import Action, Go, Settings, Show
from mirrorcam.app.screens.home import Entry
from mirrorcam.app.screens.page import Page, Placed
from mirrorcam.app.screens.shelf import entry_rows
from mirrorcam.app.screens.stage import avatar_piece
from mirrorcam.app.screens.wearing import Wear
from mirrorcam.avatars import Avatar
from mirrorcam.phrases import phrase

GAP = 12.0
BESIDE = 780.0
"""From this width on, cards stand two side by side."""
FACE, MOST_LINES = 124.0, 5
Told = tuple[tuple[str, str], ...]
"""What there is to know, as pairs of a heading and a text."""


@dataclass(frozen=True)
class Card:
    """A programme among others. ``face`` wears something that is practised in it."""

    name: str
    title: str
    words: str
    note: str
    """ "6 exercises · 2 done"."""
    face: Avatar
    worn: Wear


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    title: str
    words: str
    exercises: tuple[Entry, ...]
    """In their order; those that were done have a note."""
    following: str
    """The name of the one that comes next."""
    told: Told


class ProgrammesScreen(Page):
    widest = 1180.0

    def __init__(self, settings: Settings, cards: tuple[Card, ...], exercises: int) -> None:
        super().__init__(settings)
        self.cards = cards
        self.exercises = exercises
        self.focus = cards[0].name if cards else "all"

    def keys(self) -> Mapping[str, Action]:
        return {**super().keys(), "a": Go.EXERCISES, "p": Go.PLANS}

    def hints(self) -> list[c.Hint]:
        plan = c.Hint("P", phrase("hint.plan"), "plan key", Go.PLANS)
        return [*super().hints(), c.Hint("A", phrase("hint.all"), "all key", Go.EXERCISES), plan]

    def body(self, box: Box) -> Placed:
        pieces, y = self.head(box, phrase("programmes.title"), phrase("programmes.words"))
        columns = 2 if box.w >= BESIDE else 1
        wide = (box.w + GAP) / columns - GAP
        lines = max(
            (len(lettering.lines(one.words, w.SMALL, text_room(wide))) for one in self.cards), default=2
        )
        high = 72.0 + min(MOST_LINES, max(3, lines)) * w.SMALL.size * w.SMALL.leading
        boxes = [
            Box(box.x + (i % columns) * (wide + GAP), y + (i // columns) * (high + GAP), wide, high)
            for i in range(len(self.cards) + 1)
        ]
        pieces += [w.card_shadow(place, self.theme) for place in boxes]
        for place, card in zip(boxes, self.cards, strict=False):
            pieces += self._card(place, card)
        return [*pieces, *self._all(boxes[-1])], boxes[-1].bottom + 8

    def _card(self, box: Box, card: Card) -> list[Piece]:
        face = Box(box.right - FACE - 14, box.bottom - FACE * 0.98, FACE, FACE)
        inner = Box(box.x + 28, box.y, text_room(box.w), box.h)
        return [
            w.card_face(box, self.theme.card, self.theme),
            avatar_piece(w.inside(box, self.theme), card.face, card.worn, False, square=face),
            *self._said(inner, card.title, card.words, card.note),
            c.tap_area(box, self.tap(card.name, Show(Go.PROGRAMME, card.name)), self.theme),
        ]

    def _all(self, box: Box) -> list[Piece]:
        title, words = phrase("programmes.all"), phrase("programmes.all_words")
        note = phrase("programmes.count", count=self.exercises)
        return [
            w.card_face(box, self.theme.invite, self.theme),
            *self._said(Box(box.x + 28, box.y, box.w - 56, box.h), title, words, note),
            c.tap_area(box, self.tap("all", Go.EXERCISES), self.theme),
        ]

    def _said(self, box: Box, title: str, words: str, note: str) -> list[Piece]:
        body = w.text_height(words, w.SMALL, box.w, MOST_LINES)
        y = box.middle[1] - (30 + body + 28) / 2
        end = y + 32 + body + 4
        return [
            w.text(Box(box.x, y, box.w, 28), title, HEADING, self.theme.ink, valign=0.5, most=1),
            w.text(Box(box.x, y + 32, box.w, body), words, w.SMALL, self.theme.soft, most=MOST_LINES),
            w.text(Box(box.x, end, box.w, 22), note, NOTE, self.theme.accent_ink, valign=0.5, most=1),
        ]


def text_room(wide: float) -> float:
    """How wide the words on a card of this width are, beside its face."""
    return wide - 28 - 14 - FACE * 0.9


HEADING = lettering.Style(20, "SemiBold", 1.3, -0.01)
NOTE = lettering.Style(14.5, "SemiBold", 1.3, 0.0)


class ProgrammeScreen(Page):
    widest = 1080.0

    def __init__(self, settings: Settings, page: ProgrammePage) -> None:
        super().__init__(settings)
        self.page = page
        self.focus = page.following

    def body(self, box: Box) -> Placed:
        pieces, y = self.head(box, self.page.title, self.page.words)
        entries: list[tuple[Entry, Action]] = [
            (entry, Show(Go.EXERCISE, entry.name)) for entry in self.page.exercises
        ]
        if box.w < 900:
            rows, y = entry_rows(self, box._replace(y=y), entries)
            told, y = told_pieces(self, box._replace(y=y + 28), self.page.told)
            return [*pieces, *rows, *told], y + 20
        aside = 360.0
        rows, end = entry_rows(self, box._replace(y=y, w=box.w - aside - 36), entries)
        told, low = told_pieces(self, Box(box.right - aside, y, aside, box.h), self.page.told)
        return [*pieces, *rows, *told], max(end, low) + 20


def told_pieces(page: Page, box: Box, told: Told, columns: int = 1) -> Placed:
    """Headings and texts on a quiet card."""
    wide = (box.w - 56 - 36 * (columns - 1)) / columns
    parts = [(head, text) for head, text in told if text]
    if not parts:
        return [], box.y
    pieces: list[Piece] = []
    y = box.y + 24
    for first in range(0, len(parts), columns):
        low = y
        for i, (head, text) in enumerate(parts[first : first + columns]):
            x = box.x + 28 + i * (wide + 36)
            high = w.text_height(text, TOLD, wide)
            pieces += [
                w.label((x, y + 10), head, page.theme, wide),
                w.text(Box(x, y + 24, wide, high), text, TOLD, page.theme.soft),
            ]
            low = max(low, y + 24 + high)
        y = low + 16
    card = Box(box.x, box.y, box.w, y + 8 - box.y)
    return [w.card(card, page.theme.card, page.theme), *pieces], card.bottom


TOLD = lettering.Style(16, "Regular", 1.45, -0.003)
