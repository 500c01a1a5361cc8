"""Lists to choose from: the exercises, and the sessions kept earlier."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping

import skia

from mirrorcam.app import controls as c
from mirrorcam.app import widgets as w
from mirrorcam.app.easel import Box, Piece, Size
from mirrorcam.app.screens import Action, Begin, Delete, Go, Key, Open, Own, Screen, Settings
from mirrorcam.app.screens.home import Entry
from mirrorcam.app.screens.stage import veil
from mirrorcam.phrases import phrase

ROW = 84.0
GAP = 12.0
TOP = 152.0


class Shelf(Screen):
    """A page with a list. Arrows walk through it, Enter opens, Esc goes back."""

    repeats = True
    section = ""
    """Of the phrases: its title, its words, and what it says when there is nothing."""

    def __init__(self, settings: Settings, entries: tuple[Entry, ...]) -> None:
        super().__init__(settings)
        self.entries = entries
        self.first = 0
        """The entry at the top of the page."""
        self._rows = 1
        self.focus = entries[0].name if entries else ""

    @abstractmethod
    def opens(self, entry: Entry) -> Action:
        """What choosing an entry does."""

    def hints(self) -> list[c.Hint]:
        return [c.Hint("↑ ↓", phrase("hint.choose")), c.Hint("Enter", phrase("hint.open"))]

    def keys(self) -> Mapping[str, Action]:
        moves = {"up": -1, "down": 1, "page up": -self._rows, "page down": self._rows}
        steps = {key: Own("walk", str(by)) for key, by in moves.items()}
        scrolls = {"wheel up": Own("scroll", "-1"), "wheel down": Own("scroll", "1")}
        return {**steps, **scrolls, "escape": Go.HOME}

    def take(self, own: Own) -> Action | None:
        if own.what == "walk":
            self._walk(int(own.of))
        if own.what == "scroll":
            self.first = max(0, min(self.first + int(own.of), len(self.entries) - self._rows))
        return None

    def _walk(self, by: int) -> None:
        names = [entry.name for entry in self.entries]
        if not names:
            return
        here = names.index(self.focus) if self.focus in names else -by
        here = max(0, min(len(names) - 1, here + by))
        self.focus = names[here]
        self.first = max(here - self._rows + 1, min(self.first, here))

    def pieces(self, size: Size) -> list[Piece]:
        wide = min(860.0, size[0] - 128)
        left = (size[0] - wide) / 2
        self._rows = max(1, int((size[1] - TOP - 92 + GAP) / (ROW + GAP)))
        shown = self.entries[self.first : self.first + self._rows]
        boxes = [Box(left, TOP + i * (ROW + GAP), wide, ROW) for i in range(len(shown))]
        rows = [w.card_shadow(box, self.theme, 18) for box in boxes]
        for box, entry in zip(boxes, shown, strict=True):
            rows += self._row(box, entry)
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            w.text(Box(left, 44, wide, 48), self._says("title"), w.HERO, self.theme.ink, valign=0.5, most=1),
            w.text(Box(left, 94, wide, 28), self._says("words"), w.LEAD, self.theme.soft, valign=0.5, most=1),
            *rows,
            *([] if self.entries else self._nothing(Box(left, TOP, wide, 120))),
            *self._more(Box(left + wide + 16, TOP, 6, len(shown) * (ROW + GAP) - GAP)),
            *c.key_row((40, size[1] - 36), self.hints(), self.theme, self.touch),
            *c.key_row(
                (size[0] - 40, size[1] - 36),
                [c.Hint("Esc", phrase("hint.back"), "back", Go.HOME)],
                self.theme,
                self.touch,
                align=1,
            ),
        ]

    def _says(self, what: str) -> str:
        return phrase(f"{self.section}.{what}")

    def _row(self, box: Box, entry: Entry) -> list[Piece]:
        inner = box.w - 60
        return [
            w.card_face(box, self.theme.card, self.theme, 18),
            w.text(Box(box.x + 30, box.y + 14, inner, 28), entry.title, w.HEADING, self.theme.ink, most=1),
            w.text(Box(box.x + 30, box.y + 42, inner, 28), entry.words, w.SMALL, self.theme.soft, most=1),
            c.tap_area(box, self.tap(entry.name, self.opens(entry)), self.theme, 18),
        ]

    def _nothing(self, box: Box) -> list[Piece]:
        return [
            w.card(box, self.theme.card, self.theme, 18),
            w.text(box.grown(-24), self._says("nothing"), w.BODY, self.theme.soft, align=0.5, valign=0.5),
        ]

    def _more(self, box: Box) -> list[Piece]:
        """Where in the list this page is, when it does not all fit."""
        if len(self.entries) <= self._rows:
            return []
        part = box.h / len(self.entries)
        thumb = Box(box.x, box.y + self.first * part, box.w, part * self._rows)

        def paint(canvas: skia.Canvas) -> None:
            for place, colour in ((box, self.theme.track), (thumb, self.theme.accent)):
                canvas.drawRRect(skia.RRect.MakeRectXY(place.rect(), 3, 3), w.ink(colour))

        return [Piece(box.grown(1), ("more", thumb, self.theme.name), paint)]


class ExercisesScreen(Shelf):
    section = "exercises"

    def opens(self, entry: Entry) -> Action:
        return Begin(entry.name)


class SessionsScreen(Shelf):
    section = "sessions"
    doomed: Entry | None = None
    """The session about which the question has been asked whether to delete it."""

    def opens(self, entry: Entry) -> Action:
        return Open(entry.name)

    def hints(self) -> list[c.Hint]:
        return (
            [*super().hints(), c.Hint("Del", phrase("hint.delete"), "delete", Own("ask"))]
            if self.entries
            else []
        )

    def keys(self) -> Mapping[str, Action]:
        if self.doomed is not None:
            return {"escape": Own("spare"), "enter": Own("spare"), "delete": Own("delete")}
        return {**super().keys(), "delete": Own("ask"), "backspace": Own("ask")}

    def key(self, key: Key) -> Action | None:
        if self.doomed is not None and key.name in ("up", "down", "page up", "page down"):
            return None
        return super().key(key)

    def click(self, at: tuple[float, float]) -> Action | None:
        chosen = self.focus
        action = super().click(at)
        self.focus = self.focus or chosen
        return action

    def take(self, own: Own) -> Action | None:
        if own.what == "ask":
            self.doomed = next((entry for entry in self.entries if entry.name == self.focus), None)
            self.focus = "keep it" if self.doomed else self.focus
        if own.what in ("spare", "delete") and self.doomed is not None:
            doomed, self.doomed = self.doomed, None
            self.focus = doomed.name
            return Delete(doomed.name) if own.what == "delete" else None
        return super().take(own)

    def pieces(self, size: Size) -> list[Piece]:
        pieces = super().pieces(size)
        if self.doomed is None:
            return pieces
        still = [Piece(piece.box, piece.looks, piece.paint, piece.solid) for piece in pieces]
        return still + self._question(size, self.doomed)

    def _question(self, size: Size, doomed: Entry) -> list[Piece]:
        box = Box(size[0] / 2 - 290, size[1] / 2 - 130, 580, 260)
        keep, delete = Box(box.x + 40, box.y + 162, 236, 58), Box(box.x + 304, box.y + 162, 236, 58)
        words = phrase("sessions.gone", title=doomed.title, words=doomed.words)
        line = Box(box.x + 40, box.y + 78, box.w - 80, 60)
        return [
            veil(Box(0, 0, *size), self.theme),
            w.card(box, self.theme.card, self.theme),
            w.text(
                Box(box.x + 40, box.y + 30, box.w - 80, 36),
                phrase("sessions.delete"),
                w.TITLE,
                self.theme.ink,
                align=0.5,
                valign=0.5,
            ),
            w.text(line, words, w.BODY, self.theme.soft, align=0.5, valign=0.5, most=2),
            c.button(
                keep, phrase("sessions.keep_it"), self.theme, self.tap("keep it", Own("spare")), key="Esc"
            ),
            c.button(
                delete,
                phrase("sessions.delete_it"),
                self.theme,
                self.tap("delete it", Own("delete")),
                key="Del",
                filled=False,
            ),
        ]
