"""A face to look at, and beside it words to read or answers to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.painting.spacing import across, middle
from mirrorcam.app.screens import Action, Own, Settings
from mirrorcam.app.screens.pair import PairScreen
from mirrorcam.app.screens.scrolling import GUTTER, Scroll
from mirrorcam.app.screens.stage import avatar_piece
from mirrorcam.app.screens.wearing import Wear
from mirrorcam.avatars import Avatar, open_avatar
from mirrorcam.errors import BadInput
from mirrorcam.session import Moment

FACE_SHARE = (0.44, 0.58)
"""Of the width that both have together: in the smallest window, and usually."""
READING_SHARE = (0.3, 0.58)
"""The same where there is something to read."""
READING = tuple(Style(size, "Regular", 1.42, -0.01) for size in (24, 21, 19, 17))
BUTTON_HIGH = 56.0


class BesideScreen(PairScreen):
    """The face may be that of somebody of the cast."""

    def __init__(self, settings: Settings, avatar: Avatar, free: bool = False) -> None:
        super().__init__(settings, avatar, free)
        self.scroll = Scroll()

    def keys(self) -> Mapping[str, Action]:
        return {**super().keys(), **self.scroll.keys()}

    def take(self, own: Own) -> Action | None:
        return None if self.scroll.take(own) else super().take(own)

    def label(self, moment: Moment) -> str:
        return ""

    def avatar_on(self, card: Box, wear: Wear) -> Piece:
        """Whoever the step asks for, where it is not the person's own avatar."""
        person = self.moment.scene.person if self.moment and wear is self.target else ""
        avatar = somebody(person) or self.avatar
        return avatar_piece(w.inside(card, self.theme), avatar, wear, self.settings.as_mirror)

    def sides(self, size: Size, share: tuple[float, float] = FACE_SHARE) -> tuple[Box, Box]:
        """Where the face goes, and what is beside it; ``share`` as ``FACE_SHARE``."""
        both, gap = middle(size), across(size, 14, 32)
        face = both._replace(w=(both.w - gap) * across(size, *share))
        return face, both._replace(x=face.right + gap, w=both.w - gap - face.w)

    def face_card(self, box: Box, there: bool = True) -> list[Piece]:
        """``there``: somebody is in it."""
        shown = [self.avatar_on(box, self.target)] if there else []
        return [w.card(box, self.theme.target, self.theme), *shown]

    def words_card(
        self, column: Box, words: str, button: str, action: Any, *, valign: float = 0.5
    ) -> list[Piece]:
        """Words as large as they fit, with the button that goes on. ``valign``: 0 at the column's top, .5 in its
        middle."""
        inset = 32.0 if column.h > 380 else 16.0
        button_high = BUTTON_HIGH if column.h > 380 else 46.0
        under = inset + button_high + inset * 0.8
        room, most = column.w - 2 * inset, column.h - inset - under
        style = next((s for s in READING if w.text_height(words, s, room) <= most), READING[-1])
        tall = w.text_height(words, style, room)
        card = Box(column.x, column.y, column.w, min(column.h, tall + inset + under))
        card = card._replace(y=column.y + (column.h - card.h) * valign)
        wide = min(room, c.button_width(button, "Enter"))
        place = Box(card.x + inset, card.bottom - inset - button_high, wide, button_high)
        view = Box(card.x + inset, card.y + inset, room, card.h - inset - under)
        read = view._replace(w=view.w - (GUTTER if tall > view.h + 1 else 0))
        high = w.text_height(words, style, read.w)
        said = w.text(read._replace(h=high), words, style, self.theme.ink)
        return [
            w.card(card, self.theme.card, self.theme),
            *self.scroll.show(self, view, high - 1, [said]),
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
