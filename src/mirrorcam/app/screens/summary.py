"""The summary: sentences about what moved, numbers for who wants them, a friendly face, and where to go from here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import lettering
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.painting.spacing import laid, laid_high
from mirrorcam.app.screens import Action, Begin, Go, Own, Settings
from mirrorcam.app.screens.badge import WELCOME
from mirrorcam.app.screens.page import Page, Placed
from mirrorcam.app.screens.stage import avatar_piece
from mirrorcam.app.screens.wearing import Presence
from mirrorcam.avatars import Avatar
from mirrorcam.phrases import phrase
from mirrorcam.review import Row, Summary

REFLECT = "reflect"
"""The exercise that asks what somebody noticed."""
INSIDE, BETWEEN, ROW = 30.0, 18.0, 50.0
TOLD = Style(19, "Regular", 1.45, -0.006)
NOTE = Style(15, "Regular", 1.3, -0.003)
HEADLINES = (w.HERO, Style(29, "Bold", 1.18, -0.016), w.TITLE)
DOT = 3.5
BUTTON_HIGH = 52.0
FACE, LARGE_FACE = 136.0, 240.0
WIDE = 700.0
"""From this width on, the face is beside the words."""


class SummaryScreen(Page):
    """``length``: how long it took, in words; ``kept``: whether it can be watched again; ``exercise``: what it was,
    so that it can be done once more; ``unkept``: sentences about what could not be kept; ``ended``: why it ended in the
    middle, where nobody ended it."""

    widest = 940.0
    matched = "summary.matched"
    """The phrase above the numbers."""

    def __init__(
        self,
        settings: Settings,
        avatar: Avatar,
        summary: Summary,
        length: str = "",
        kept: bool = False,
        *,
        exercise: str = "",
        unkept: Sequence[str] = (),
        ended: str = "",
    ) -> None:
        super().__init__(settings)
        self.avatar = avatar
        self.summary = summary
        self.length = length
        self.kept = kept
        self.exercise = exercise
        self.unkept = tuple(unkept)
        self.words = " ".join(filter(None, (ended, summary.words)))
        self.numbers = settings.number_shown
        self.worn = WELCOME
        self._presence = Presence(always=True)

    @property
    def called(self) -> str:
        """What stands above it all."""
        return phrase("summary.done")

    def dress(self, avatar: Avatar) -> None:
        self.avatar = avatar

    def tick(self, now_s: float) -> None:
        self.worn = self._presence.see(WELCOME.expression, now_s, self.settings.lively)

    def keys(self) -> Mapping[str, Action]:
        ways = {hint.key.lower(): hint.action for hint in self._ways()}
        again: dict[str, Action] = {"r": Go.AGAIN} if self.kept else {}
        return {**super().keys(), **ways, **again, "enter": Go.HOME, "escape": Go.HOME}

    def take(self, own: Own) -> Action | None:
        if own.what == "numbers":
            self.numbers = not self.numbers
            return None
        return super().take(own)

    def _ways(self) -> list[c.Hint]:
        """Where to go from here, besides home."""
        ways = []
        if self.exercise:
            ways.append(c.Hint("A", phrase("summary.once_more"), "once more", Begin(self.exercise)))
        ways.append(c.Hint("P", phrase("summary.progress"), "progress", Go.PROGRESS))
        ways.append(c.Hint("W", phrase("summary.reflect"), "reflect", Begin(REFLECT)))
        if any(row.score is not None for row in self.summary.rows):
            words = phrase("summary.no_numbers" if self.numbers else "summary.numbers")
            ways.append(c.Hint("N", words, "numbers", Own("numbers")))
        return ways

    # ------------------------------------------------------------ picture

    def hints(self) -> list[c.Hint]:
        return [c.Hint("R", phrase("hint.watch_again"), "again", Go.AGAIN)] if self.kept else []

    def ways_out(self) -> list[c.Hint]:
        return [c.Hint("Enter", phrase("hint.finish"), "finish", Go.HOME)]

    def body(self, box: Box) -> Placed:
        plain = not self.summary.rows and not self.summary.told
        pieces, y = self._thanks(box) if plain else self._said(box)
        for label, sentences in (("going_on.unkept", self.unkept), ("summary.moved", self.summary.told)):
            if sentences:
                more, y = self._sentences(box._replace(y=y), phrase(label), sentences)
                pieces += more
        if self.summary.rows and self.numbers:
            more, y = self._table(box._replace(y=y))
            pieces += more
        more, y = self._onwards(box._replace(y=y))
        return [*pieces, *more], y

    def _line(self, box: Box) -> Placed:
        """What this is, and how long it took."""
        y = 24.0 if box.h > 500 else 12.0
        line = Box(box.x, y, box.w, 28)
        return [
            w.text(line, self.called, w.HEADING, self.theme.ink, valign=0.5),
            w.text(line, self.length, w.BODY, self.theme.soft, align=1, valign=0.5),
        ], line.bottom + (26 if box.h > 500 else 10)

    def _said(self, box: Box) -> Placed:
        """The headline and a sentence, with the face at their side where there is room."""
        pieces, y = self._line(box)
        side = FACE if box.w >= WIDE else 0.0
        room = box.w - (side + 36 if side else 0)
        headline, words = self.summary.headline, self.words
        style = next((s for s in HEADLINES if lettering.width(headline, s) <= room), HEADLINES[-1])
        high, below = w.text_height(headline, style, room), w.text_height(words, w.LEAD, room)
        tall = max(high + 6 + below, side)
        head = Box(box.x, y + (tall - high - 6 - below) / 2, room, high)
        lead = Box(box.x, head.bottom + 6, room, below)
        pieces += [
            w.text(head, headline, style, self.theme.ink),
            w.text(lead, words, w.LEAD, self.theme.soft),
            *(self._face(Box(box.right - side, y, side, side)) if side else []),
        ]
        return pieces, y + tall + 22

    def _thanks(self, box: Box) -> Placed:
        """Where there is nothing to tell: a face and a word."""
        pieces, y = self._line(box)
        side = min(LARGE_FACE, box.h * 0.36)
        words = self.words
        disc = Box(box.middle[0] - side / 2, max(y, box.h * 0.14), side, side)
        high = w.text_height(self.summary.headline, w.HERO, box.w)
        head = Box(box.x, disc.bottom + 22, box.w, high)
        lead = Box(box.x, head.bottom + 6, box.w, w.text_height(words, w.LEAD, box.w))
        return [
            *pieces,
            *self._face(disc),
            w.text(head, self.summary.headline, w.HERO, self.theme.ink, align=0.5),
            w.text(lead, words, w.LEAD, self.theme.soft, align=0.5),
        ], lead.bottom + 34

    def _face(self, disc: Box) -> list[Piece]:
        inner = w.inside(disc, self.theme)
        flip = self.settings.as_mirror
        return [
            w.card_face(disc, self.theme.halo, self.theme, disc.w / 2),
            avatar_piece(inner, self.avatar, self.worn, flip, corner=inner.w / 2, square=inner),
        ]

    def _sentences(self, box: Box, title: str, sentences: Sequence[str]) -> Placed:
        """On a card: what moved, a sentence or two for each step; or what could not be kept."""
        room = Box(box.x + INSIDE + 18, box.y + 58, box.w - 2 * INSIDE - 18, 0)
        pieces: list[Piece] = []
        y = room.y
        for told in sentences:
            high = w.text_height(told, TOLD, room.w)
            pieces += [
                dot((room.x - 14, y + TOLD.size * TOLD.leading / 2), DOT, self.theme.accent),
                w.text(Box(room.x, y, room.w, high), told, TOLD, self.theme.ink),
            ]
            y += high + 10
        card = Box(box.x, box.y, box.w, y + INSIDE - 12 - box.y)
        label = w.label((box.x + INSIDE, box.y + 34), title, self.theme, room.w)
        return [w.card(card, self.theme.card, self.theme), label, *pieces], card.bottom + BETWEEN

    def _table(self, box: Box) -> Placed:
        rows = self.summary.rows
        names = max(lettering.width(row.title, w.BODY) for row in rows)
        names = min(names + 6, (box.w - 2 * INSIDE) * 0.34)
        pieces: list[Piece] = []
        y = box.y + 56
        for row in rows:
            line = Box(box.x + INSIDE, y, box.w - 2 * INSIDE, 0)
            more, y = self._row(line, row, names)
            pieces += more
        card = Box(box.x, box.y, box.w, y + INSIDE * 0.5 - box.y)
        label = w.label((box.x + INSIDE, box.y + 34), phrase(self.matched), self.theme, box.w - 2 * INSIDE)
        return [w.card(card, self.theme.card, self.theme), label, *pieces], card.bottom + BETWEEN

    def _row(self, line: Box, row: Row, names: float) -> Placed:
        """A title, a bar with its number, and what there is to note; the note below where the row is narrow."""
        beside = line.w >= 640
        noted = line.w * 0.33 if beside else line.w - names - 20
        high = max(ROW, w.text_height(row.title, w.BODY, names) + 8)
        pieces = [w.text(Box(line.x, line.y, names, high), row.title, w.BODY, self.theme.ink, valign=0.5)]
        x = line.x + names + 20
        if row.score is None:
            room = line.right - x
            tall = max(high, w.text_height(row.noted, w.SMALL, room) + 8)
            words = Box(x, line.y, room, tall)
            return [*pieces, w.text(words, row.noted, w.SMALL, self.theme.soft, valign=0.5)], line.y + tall
        end = line.right - (noted + 20 if beside else 0)
        bar = Box(x, line.y + high / 2 - 7, end - x - 54, 14)
        number = Box(end - 44, line.y, 44, high)
        pieces += [
            w.bar(bar, row.score / 100, self.theme),
            w.text(number, str(round(row.score)), w.BODY_STRONG, self.theme.ink, align=1, valign=0.5),
        ]
        if not row.noted:
            return pieces, line.y + high
        tall = w.text_height(row.noted, NOTE, noted)
        if beside:
            high = max(high, tall + 8)
            note = Box(end + 20, line.y, noted, high)
            return [*pieces, w.text(note, row.noted, NOTE, self.theme.soft, valign=0.5)], line.y + high
        note = Box(x, line.y + high - 8, noted, tall)
        return [*pieces, w.text(note, row.noted, NOTE, self.theme.soft)], note.bottom + 8

    def _onwards(self, box: Box) -> Placed:
        """What can be done next, and a word on the way."""
        ways = self._ways()
        widths = [min(box.w, c.button_width(way.words, way.key)) for way in ways]
        room = Box(box.x, box.y + 6, box.w, BUTTON_HIGH)
        align = 0.0 if self.summary.rows or self.summary.told else 0.5
        pieces = self._buttons(ways, laid(widths, BUTTON_HIGH, 14, room, align))
        y = room.y + laid_high(widths, BUTTON_HIGH, 14, box.w) + 22
        words = phrase("summary.footer")
        line = Box(box.x, y, box.w, w.text_height(words, w.SMALL, box.w))
        return [*pieces, w.text(line, words, w.SMALL, self.theme.soft, align=align)], line.bottom + 16

    def _buttons(self, ways: Sequence[c.Hint], boxes: Iterable[Box]) -> list[Piece]:
        return [
            c.button(box, way.words, self.theme, self.tap(way.name, way.action), key=way.key, filled=False)
            for way, box in zip(ways, boxes, strict=True)
        ]


def dot(at: tuple[float, float], radius: float, colour: int) -> Piece:
    box = Box(at[0] - radius, at[1] - radius, 2 * radius, 2 * radius)
    return Piece(box.grown(1), ("dot", colour), lambda canvas: canvas.drawCircle(*at, radius, w.ink(colour)))
