"""A face to look at, and beside it words to read or answers to choose from."""

from __future__ import annotations

from functools import cache
from typing import Any

from mirrorcam.app import controls as c
from mirrorcam.app import widgets as w
from mirrorcam.app.easel import Box, Piece, Size
from mirrorcam.app.lettering import Style
from mirrorcam.app.screens.pair import PairScreen
from mirrorcam.app.screens.stage import avatar_piece
from mirrorcam.app.screens.wearing import Wear
from mirrorcam.avatars import Avatar, open_avatar
from mirrorcam.errors import BadInput
from mirrorcam.session import Moment

TOP, FOOT, GAP = 76.0, 84.0, 32.0
FACE_SHARE = 0.58
"""Of the width that both have together."""
READING = tuple(Style(size, "Regular", 1.42, -0.01) for size in (24, 21, 19, 17, 15))
BUTTON_HIGH = 58.0


class BesideScreen(PairScreen):
    """The face may be that of somebody of the cast."""

    def label(self, moment: Moment) -> str:
        return ""

    def avatar_on(self, card: Box, wear: Wear) -> Piece:
        """Whoever the step asks for, where it is not the person's own avatar."""
        person = self.moment.scene.person if self.moment and wear is self.target else ""
        avatar = somebody(person) or self.avatar
        return avatar_piece(w.inside(card, self.theme), avatar, wear, self.settings.as_mirror)

    def sides(self, size: Size) -> tuple[Box, Box]:
        """Where the face goes, and what is beside it."""
        room, high = size[0] - 80 - GAP, size[1] - TOP - FOOT
        face = Box(40, TOP, room * FACE_SHARE, high)
        return face, Box(face.right + GAP, TOP, room - face.w, high)

    def face_card(self, box: Box, there: bool = True) -> list[Piece]:
        """``there``: somebody is in it."""
        shown = [self.avatar_on(box, self.target)] if there else []
        return [w.card(box, self.theme.target, self.theme), *shown]

    def words_card(
        self, column: Box, words: str, button: str, action: Any, *, valign: float = 0.5
    ) -> list[Piece]:
        """Words as large as they fit, with the button that goes on. ``valign``: 0 at the column's top, .5 in its
        middle."""
        inset = 32.0
        room, most = column.w - 2 * inset, column.h - 2 * inset - BUTTON_HIGH - 28
        style = next((s for s in READING if w.text_height(words, s, room) <= most), READING[-1])
        tall = w.text_height(words, style, room)
        card = Box(column.x, column.y, column.w, tall + 2 * inset + BUTTON_HIGH + 28)
        card = card._replace(y=column.y + (column.h - card.h) * valign)
        wide = min(room, c.button_width(button, "Enter"))
        place = Box(card.x + inset, card.bottom - inset - BUTTON_HIGH, wide, BUTTON_HIGH)
        return [
            w.card(card, self.theme.card, self.theme),
            w.text(Box(card.x + inset, card.y + inset, room, tall), words, style, self.theme.ink),
            c.button(place, button, self.theme, self.tap("next", action), key="Enter"),
        ]


@cache
def _opened(name: str) -> Avatar | None:
    """None: there is nobody of this name, or not any more."""
    try:
        return open_avatar(name)
    except BadInput:
        return None


def somebody(name: str) -> Avatar | None:
    """The person of the cast with this name; None for "", and for one who cannot be drawn."""
    return _opened(name) if name else None
