"""The summary: what came of the practice, words before numbers, and a friendly face."""

from __future__ import annotations

from collections.abc import Mapping

from mirrorcam.app import controls as c
from mirrorcam.app import lettering
from mirrorcam.app import widgets as w
from mirrorcam.app.easel import Box, Piece, Size
from mirrorcam.app.lettering import Style
from mirrorcam.app.screens import Action, FaceScreen, Go, Settings
from mirrorcam.app.screens.home import WELCOME
from mirrorcam.app.screens.stage import avatar_piece
from mirrorcam.app.screens.wearing import Presence
from mirrorcam.avatars import Avatar
from mirrorcam.phrases import phrase
from mirrorcam.review import Row, Summary

TALLEST, LEAST = 62.0, 340.0
"""Of a row, and of the cards: with few rows they stay as high as that."""

TOLD_WIDE = 800.0
TELLING = tuple(Style(size, "Regular", 1.5, -0.006) for size in (20, 18, 16, 14))
NOTE = Style(15, "Regular", 1.3, -0.003)


class SummaryScreen(FaceScreen):
    """``length``: how long it took, in words; ``kept``: whether it can be watched again."""

    def __init__(
        self, settings: Settings, avatar: Avatar, summary: Summary, length: str = "", kept: bool = False
    ) -> None:
        super().__init__(settings, avatar)
        self.summary = summary
        self.length = length
        self.kept = kept
        self.worn = WELCOME
        self._presence = Presence(always=True)

    def tick(self, now_s: float) -> None:
        self.worn = self._presence.see(WELCOME.expression, now_s, self.theme.lively)

    def keys(self) -> Mapping[str, Action]:
        again = {"r": Go.AGAIN} if self.kept else {}
        return {**again, "enter": Go.HOME, "escape": Go.HOME}

    def pieces(self, size: Size) -> list[Piece]:
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            *self._header(size),
            *(self._results(size) if self.summary.rows else self._thanks(size)),
            *self._footer(size),
        ]

    def _results(self, size: Size) -> list[Piece]:
        rows = len(self.summary.rows)
        wide, room = size[0] - 128, size[1] - 196 - 92
        pitch = min(TALLEST, (room - 92) / rows)
        tall = min(room, max(92 + pitch * rows, LEAST))
        side = min(tall * 0.94, wide * 0.31)
        table = Box(64, 196, wide - side - 20, tall)
        face = Box(table.right + 20, 196, side, tall)
        return [
            *self._words(Box(64, 88, wide, 50), 0.0),
            *(w.card_shadow(box, self.theme) for box in (table, face)),
            *self._table(table, pitch),
            *self._face(face),
        ]

    def _thanks(self, size: Size) -> list[Piece]:
        """Where no expression was scored: a face, a word, and what the steps have to tell."""
        side = min(300.0, size[1] * 0.4) * (0.7 if self.summary.told else 1.0)
        disc = Box(
            (size[0] - side) / 2, size[1] * (0.4 if self.summary.told else 0.5) - side * 0.8, side, side
        )
        inner = w.inside(disc, self.theme)
        return [
            w.card_face(disc, self.theme.halo, self.theme, side / 2),
            avatar_piece(
                inner, self.avatar, self.worn, self.settings.as_mirror, corner=inner.w / 2, square=inner
            ),
            *self._words(Box(64, disc.bottom + 28, size[0] - 128, 50), 0.5),
            *self._told(
                Box(size[0] / 2 - TOLD_WIDE / 2, disc.bottom + 86, TOLD_WIDE, size[1] - disc.bottom - 156)
            ),
        ]

    def _told(self, room: Box) -> list[Piece]:
        """As large as it fits."""
        told = "\n".join(self.summary.told)
        style = next((s for s in TELLING if w.text_height(told, s, room.w) <= room.h), TELLING[-1])
        return [w.text(room, told, style, self.theme.ink, align=0.5)] if told else []

    def _header(self, size: Size) -> list[Piece]:
        left, right = Box(40, 24, 400, 28), Box(size[0] - 340, 24, 300, 28)
        return [
            w.text(left, phrase("summary.done"), w.HEADING, self.theme.ink, valign=0.5),
            w.text(right, self.length, w.BODY, self.theme.soft, align=1, valign=0.5),
        ]

    def _words(self, box: Box, align: float) -> list[Piece]:
        headline, words = self.summary.headline, self.summary.words
        style = w.HERO if lettering.width(headline, w.HERO) < box.w else w.TITLE
        below = Box(box.x, box.y + 52, box.w, 30)
        said = [w.text(box, headline, style, self.theme.ink, align=align, valign=0.5, most=2)]
        if self.summary.rows or not self.summary.told:
            said.append(w.text(below, words, w.LEAD, self.theme.soft, align=align, valign=0.5, most=1))
        return said

    def _table(self, card: Box, pitch: float) -> list[Piece]:
        names = max(lettering.width(row.title, w.BODY) for row in self.summary.rows)
        names = min(names, card.w * 0.3)
        pieces = [
            w.card_face(card, self.theme.card, self.theme),
            w.label((card.x + 32, card.y + 38), phrase("summary.matched"), self.theme),
        ]
        for i, row in enumerate(self.summary.rows):
            line = Box(card.x + 32, card.y + 72 + i * pitch, card.w - 64, pitch)
            pieces += self._row(line, row, names)
        return pieces

    def _face(self, box: Box) -> list[Piece]:
        return [
            w.card_face(box, self.theme.you, self.theme),
            avatar_piece(w.inside(box, self.theme), self.avatar, self.worn, self.settings.as_mirror),
        ]

    def _row(self, box: Box, row: Row, names: float) -> list[Piece]:
        title = Box(box.x, box.y, names + 4, box.h)
        note = Box(box.right - box.w * 0.36, box.y, box.w * 0.36, box.h)
        pieces = [w.text(title, row.title, w.BODY, self.theme.ink, valign=0.5, most=1)]
        if row.score is None:
            words = Box(title.right + 20, box.y, box.right - title.right - 20, box.h)
            return [*pieces, w.text(words, row.note, w.SMALL, self.theme.soft, valign=0.5, most=1)]
        number = Box(note.x - 64, box.y, 44, box.h)
        bar = Box(title.right + 20, box.middle[1] - 7, number.x - title.right - 34, 14)
        return [
            *pieces,
            w.bar(bar, row.score / 100, self.theme),
            w.text(number, str(round(row.score)), w.BODY_STRONG, self.theme.ink, align=1, valign=0.5),
            w.text(
                note,
                row.note,
                NOTE,
                self.theme.soft,
                valign=0.5,
                most=max(1, int(box.h / (NOTE.size * NOTE.leading))),
            ),
        ]

    def _footer(self, size: Size) -> list[Piece]:
        y = size[1] - 36
        again = [c.Hint("R", phrase("hint.watch_again"), "again", Go.AGAIN)] if self.kept else []
        words = phrase("summary.footer")
        return [
            w.text(Box(40, y - 14, size[0] * 0.55, 28), words, w.SMALL, self.theme.soft, valign=0.5, most=1),
            *c.key_row(
                (size[0] - 40, y),
                [*again, c.Hint("Enter", phrase("hint.finish"), "finish", Go.HOME)],
                self.theme,
                self.touch,
                align=1,
            ),
        ]
