"""Your key: the line to give to others, large, and what to do with it and with its other half."""

from __future__ import annotations

from collections.abc import Mapping

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import lettering
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.screens import Action, Copy, MakeKey, Settings
from mirrorcam.app.screens.page import Page, Placed
from mirrorcam.app.screens.programmes import told_pieces
from mirrorcam.phrases import phrase

LINE = Style(36, "SemiBold", 1.4, 0.02)
COLUMNS = 760.0


class KeyScreen(Page):
    """``public``: the line, or "" before there is one; ``file``: where its other half is kept."""

    widest = 980.0

    def __init__(self, settings: Settings, public: str, file: str) -> None:
        super().__init__(settings)
        self.public = public
        self.file = file
        self.copied: bool | None = None
        """Whether the line could be copied; None: nobody asked."""
        self.focus = "copy" if public else "make"

    def keys(self) -> Mapping[str, Action]:
        return {**super().keys(), "c" if self.public else "m": self._action()}

    def hints(self) -> list[c.Hint]:
        return []

    def _action(self) -> Action:
        return Copy(self.public) if self.public else MakeKey()

    def body(self, box: Box) -> Placed:
        pieces, y = self.head(box, phrase("keys.title"), phrase("keys.words"))
        card, y = self._line(box._replace(y=y))
        keep = (phrase("keys.keep"), phrase("keys.keep_words", file=self.file))
        then = (phrase("keys.then"), phrase("keys.then_words"))
        told = (keep, then) if self.public else (then,)  # before it is made, there is no such file
        more, y = told_pieces(self, box._replace(y=y + 18), told, 2 if box.w >= COLUMNS else 1)
        return [*pieces, *card, *more], y + 24

    def _line(self, box: Box) -> Placed:
        """The key on a card, with the one thing to do."""
        theme, left, room = self.theme, box.x + 32, box.w - 64
        said = phrase("keys.give_words") if self.public else phrase("keys.none")
        style = _fitting(self.public, room)
        rows = _rows(self.public, style, room)
        step = style.size * style.leading
        y = box.y + 62
        pieces = [w.label((left, box.y + 38), phrase("keys.give"), theme, room)] if self.public else []
        for i, row in enumerate(rows):
            line = Box(left, y + i * step, room, step)
            pieces.append(w.text(line, row, style, theme.accent_ink, valign=0.5, most=1))
        y += len(rows) * step + (14 if rows else -34)
        high = w.text_height(said, w.BODY, room)
        pieces.append(w.text(Box(left, y, room, high), said, w.BODY, theme.soft))
        words, key = (phrase("keys.copy"), "C") if self.public else (phrase("keys.make"), "M")
        button = Box(left, y + high + 20, c.button_width(words, key), 58)
        pieces.append(
            c.button(
                button, words, theme, self.tap("copy" if self.public else "make", self._action()), key=key
            )
        )
        end = button.bottom
        if self.copied is not None:
            told = phrase("keys.copied") if self.copied else phrase("keys.not_copied")
            beside = Box(button.right + 20, button.y, box.right - 32 - button.right - 20, button.h)
            if lettering.width(told, w.BODY_STRONG) > beside.w:
                beside = Box(left, button.bottom + 12, room, w.text_height(told, w.BODY_STRONG, room))
                end = beside.bottom
            mark = f"✓ {told}" if self.copied else told
            pieces.append(w.text(beside, mark, w.BODY_STRONG, theme.accent_ink, valign=0.5))
        card = box._replace(h=end + 30 - box.y)
        return [w.card(card, theme.card, theme), *pieces], card.bottom


def _fitting(public: str, room: float) -> Style:
    """Large; a little smaller where that makes two rows of three."""
    sizes = (36, 33, 30, 27, 24, 21, 19)
    styles = [Style(size, LINE.weight, LINE.leading, LINE.spacing) for size in sizes]
    return next((one for one in styles if len(_rows(public, one, room)) <= 2), styles[-1])


def _rows(public: str, style: Style, room: float) -> list[str]:
    """As few as it takes, all about as long."""
    if not public:
        return []
    for count in range(1, len(public)):
        long = -(-len(public) // count)
        rows = [public[at : at + long] for at in range(0, len(public), long)]
        if all(lettering.width(row, style) <= room for row in rows):
            return rows
    return [public]
