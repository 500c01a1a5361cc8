"""The cast: whose face the avatar has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import skia

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import lettering
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.painting.theme import Colour, Theme
from mirrorcam.app.screens import Action, Go, Own, Screen, Settings, changed
from mirrorcam.app.screens.home import WELCOME
from mirrorcam.app.screens.stage import avatar_piece
from mirrorcam.avatars import Avatar
from mirrorcam.phrases import phrase, translated

TOP, BOTTOM, GAP = 150.0, 82.0, 16.0
TIGHT_TOP, TIGHT_BOTTOM = 96.0, 64.0
"""In a low window."""
NAME_HIGH = 38.0
CORNER = 20.0
WIDEST = 1480.0
NAME = Style(16.5, "Regular", 1.2, -0.005)
SMALL_NAME = 13.5
NAME_CHOSEN = Style(16.5, "SemiBold", 1.2, -0.005)


class PeopleScreen(Screen):
    """A page of faces. ``back``: where Esc leads."""

    repeats = True

    def __init__(self, settings: Settings, cast: Sequence[Avatar], back: Go = Go.HOME) -> None:
        super().__init__(settings)
        self.cast = cast
        self.back = back
        self._columns = 1
        self.focus = settings.face if settings.face in self._names() else ""

    def _names(self) -> list[str]:
        return [avatar.name for avatar in self.cast]

    def _choice(self, name: str) -> Settings:
        return changed(self.settings, person=name)

    def keys(self) -> Mapping[str, Action]:
        moves = {"left": "-1", "right": "1", "up": "up", "down": "down"}
        choose = {"space": self._choice(self.focus)} if self.focus in self._names() else {}
        return {**{key: Own("walk", by) for key, by in moves.items()}, **choose, "escape": self.back}

    def take(self, own: Own) -> Action | None:
        by = {"up": -self._columns, "down": self._columns}.get(own.of) or int(own.of)
        names = self._names()
        here = names.index(self.focus) if self.focus in names else -by
        if names and 0 <= here + by < len(names):
            self.focus = names[here + by]
        return None

    def pieces(self, size: Size) -> list[Piece]:
        tight = size[1] < 560
        side = 40.0 if size[0] >= 800 else 24.0
        top, low = (TIGHT_TOP, TIGHT_BOTTOM) if tight else (TOP, BOTTOM)
        wide = min(WIDEST, size[0] - 2 * side)
        page = Box((size[0] - wide) / 2, top, wide, size[1] - top - low)
        self._columns = columns_for(len(self.cast), page)
        boxes = grid(len(self.cast), self._columns, page)
        title, lead = phrase("people.title"), phrase("people.words")
        y = size[1] - 36
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            w.text(
                Box(page.x, top - 110 if not tight else 12, wide, 44),
                title,
                w.HERO,
                self.theme.ink,
                valign=0.5,
                most=1,
            ),
            w.text(
                Box(page.x, top - 60 if not tight else 54, wide, 28),
                lead,
                w.LEAD,
                self.theme.soft,
                valign=0.5,
                most=1,
            ),
            *(w.card_shadow(box, self.theme, CORNER) for box in boxes),
            *(
                piece
                for box, avatar in zip(boxes, self.cast, strict=True)
                for piece in self._face(box, avatar)
            ),
            *c.key_row(
                (40, y),
                [c.Hint("← → ↑ ↓", phrase("hint.look")), c.Hint("Enter", phrase("hint.choose"))],
                self.theme,
                self.touch,
            ),
            *c.key_row(
                (size[0] - 40, y),
                [c.Hint("Esc", phrase("hint.back"), "back", self.back)],
                self.theme,
                self.touch,
                align=1,
            ),
        ]

    def _face(self, box: Box, avatar: Avatar) -> list[Piece]:
        chosen = avatar.name == self.settings.face
        tall = box.h - NAME_HIGH
        side = min(box.w * 1.15, tall * 0.97)
        square = Box(box.middle[0] - side / 2, box.y + tall - side, side, side)
        band = Box(box.x, box.y + tall, box.w, NAME_HIGH)
        fill = self.theme.accent if chosen else self.theme.card
        colour = self.theme.on_accent if chosen else self.theme.ink
        words = ("✓ " if chosen else "") + translated(avatar.title)
        inner = w.inside(box, self.theme)
        return [
            w.card_face(box, self.theme.invite if chosen else self.theme.you, self.theme, CORNER),
            avatar_piece(inner, avatar, WELCOME, self.settings.as_mirror, corner=CORNER, square=square),
            band_piece(inner, band.y, fill, self.theme),
            w.text(
                band.grown(-5),
                words,
                _style(words, band.w - 10, chosen),
                colour,
                align=0.5,
                valign=0.5,
                most=1,
            ),
            c.tap_area(box, self.tap(avatar.name, self._choice(avatar.name)), self.theme, CORNER),
        ]


def _style(words: str, room: float, chosen: bool) -> Style:
    """Smaller where the name has no room otherwise."""
    style = NAME_CHOSEN if chosen else NAME
    return style if lettering.width(words, style) <= room else replace(style, size=SMALL_NAME)


def band_piece(box: Box, top: float, fill: Colour, theme: Theme) -> Piece:
    """The lower end of a card, from ``top`` on, for a name."""

    def paint(canvas: skia.Canvas) -> None:
        canvas.save()
        canvas.clipRRect(skia.RRect.MakeRectXY(box.rect(), CORNER, CORNER), True)
        canvas.drawRect(skia.Rect.MakeLTRB(box.x, top, box.right, box.bottom), w.ink(fill))
        canvas.restore()

    return Piece(box, ("band", top, fill, theme.name), paint)


def columns_for(number: int, page: Box) -> int:
    """So many that the faces are as large as they can be."""

    def side(columns: int) -> float:
        box = grid(number, columns, page)[0]
        return min(box.w, box.h - NAME_HIGH)

    return max(range(1, max(number, 1) + 1), key=side) if number else 1


def grid(number: int, columns: int, page: Box) -> list[Box]:
    """``number`` boxes in rows, the last of which may be shorter."""
    rows = -(-number // columns)
    wide = (page.w + GAP) / columns - GAP
    tall = min((page.h + GAP) / max(1, rows) - GAP, wide + NAME_HIGH + 12)
    top = page.y + max(0.0, (page.h - rows * (tall + GAP) + GAP) / 3)
    return [
        Box(page.x + (i % columns) * (wide + GAP), top + (i // columns) * (tall + GAP), wide, tall)
        for i in range(number)
    ]
