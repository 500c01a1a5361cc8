"""About: what mirrorcam is and is not, what it keeps and where, how far its measure goes, and what it is made of."""

from __future__ import annotations

from collections.abc import Mapping

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece
from mirrorcam.app.screens import Action, Go, Own, Settings
from mirrorcam.app.screens.page import STEP, Page, Placed
from mirrorcam.app.screens.programmes import TOLD, Told, told_pieces
from mirrorcam.phrases import phrase

COLUMNS = 860.0


class AboutScreen(Page):
    """``told``: headings with texts; ``parts``: what it is made of: name and version → licence."""

    widest = 1080.0

    def __init__(self, settings: Settings, told: Told, parts: Mapping[str, str]) -> None:
        super().__init__(settings)
        self.told = told
        self.parts = parts

    def keys(self) -> Mapping[str, Action]:
        return {
            **super().keys(),
            "k": Go.KEY,
            "down": Own("scroll", str(STEP)),
            "up": Own("scroll", str(-STEP)),
        }

    def hints(self) -> list[c.Hint]:
        return [c.Hint("↑ ↓", phrase("hint.read_on")), c.Hint("K", phrase("keys.open"), "key", Go.KEY)]

    def body(self, box: Box) -> Placed:
        pieces, y = self.head(box, phrase("about.title"), phrase("about.words"))
        told, y = told_pieces(self, box._replace(y=y), self.told, 2 if box.w >= COLUMNS else 1)
        parts, y = self._parts(box._replace(y=y + 20))
        return [*pieces, *told, *parts], y + 24

    def _parts(self, box: Box) -> Placed:
        columns = 2 if box.w >= COLUMNS else 1
        wide = (box.w - 56 - 36 * (columns - 1)) / columns
        line = TOLD.size * TOLD.leading + 2
        rows = -(-len(self.parts) // columns)
        card = box._replace(h=24 + 28 + rows * line + 22)
        pieces: list[Piece] = [
            w.card(card, self.theme.card, self.theme),
            w.label((box.x + 28, box.y + 34), phrase("about.parts"), self.theme),
        ]
        for i, (name, licence) in enumerate(self.parts.items()):
            column, row = divmod(i, rows)
            place = Box(box.x + 28 + column * (wide + 36), box.y + 54 + row * line, wide, line)
            pieces += [
                w.text(place, name, TOLD, self.theme.ink, most=1),
                w.text(place, licence, TOLD, self.theme.soft, align=1, most=1),
            ]
        return pieces, card.bottom
