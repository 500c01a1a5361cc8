"""Lists to choose from: all exercises, and the sessions kept earlier."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import lettering
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.controls import Tap
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.screens import Action, Delete, Go, Key, Open, Own, Rename, Settings, Show
from mirrorcam.app.screens.home import Entry
from mirrorcam.app.screens.page import Page, Placed
from mirrorcam.app.screens.question import Way, question
from mirrorcam.app.screens.stage import veil
from mirrorcam.app.screens.writing import Writing, field, field_height
from mirrorcam.phrases import phrase

GAP = 12.0
ROW_CORNER = 18.0
FIELD, LONGEST_NAME = "name", 100


class Shelf(Page):
    """A page with a list. Arrows walk through it, Enter opens, Esc goes back."""

    section = ""
    """Of the phrases: its title, its words, and what it says when there is nothing."""

    def __init__(self, settings: Settings, entries: tuple[Entry, ...]) -> None:
        super().__init__(settings)
        self.entries = entries
        self.focus = entries[0].name if entries else ""

    @abstractmethod
    def opens(self, entry: Entry) -> Action:
        """What choosing an entry does."""

    def body(self, box: Box) -> Placed:
        pieces, y = self.head(box, self._says("title"), self._says("words"))
        if not self.entries:
            nothing, y = self._nothing(box._replace(y=y))
            return [*pieces, *nothing], y
        rows, y = entry_rows(self, box._replace(y=y), [(entry, self.opens(entry)) for entry in self.entries])
        return [*pieces, *rows], y + 20

    def _says(self, what: str) -> str:
        return phrase(f"{self.section}.{what}")

    def _nothing(self, box: Box) -> Placed:
        words = self._says("nothing")
        card = box._replace(h=w.text_height(words, w.BODY, box.w - 64) + 56)
        return [
            w.card(card, self.theme.card, self.theme, ROW_CORNER),
            w.text(card.grown(-28), words, w.BODY, self.theme.soft, align=0.5, valign=0.5),
        ], card.bottom + 20


def entry_rows(page: Page, box: Box, entries: list[tuple[Entry, Action]]) -> Placed:
    """Cards below each other, one for each entry with what choosing it does."""
    cards, y = [], box.y
    for entry, _ in entries:
        cards.append(Box(box.x, y, box.w, row_height(entry, box.w)))
        y = cards[-1].bottom + GAP
    pieces = [w.card_shadow(card, page.theme, ROW_CORNER) for card in cards]
    for card, (entry, action) in zip(cards, entries, strict=True):
        pieces += entry_row(page, card, entry, action)
    return pieces, y - GAP


def row_height(entry: Entry, wide: float) -> float:
    inner = wide - 60
    title = w.text_height(entry.title, w.HEADING, inner, 2)
    return title + w.text_height(entry.words, w.SMALL, inner, 2) + 34


def entry_row(page: Page, card: Box, entry: Entry, action: Action) -> list[Piece]:
    """The title, one line or two about it, and a quiet note at the end of the first."""
    theme, inner = page.theme, card.w - 60
    note = lettering.width(entry.note, w.SMALL) + 18 if entry.note else 0.0
    title = w.text_height(entry.title, w.HEADING, inner, 2)
    y = card.y + 16
    pieces = [
        w.card_face(card, theme.card, theme, ROW_CORNER),
        w.text(Box(card.x + 30, y, inner - note, title), entry.title, w.HEADING, theme.ink, most=2),
        w.text(Box(card.x + 30, y + title + 2, inner, 44), entry.words, w.SMALL, theme.soft, most=2),
    ]
    if entry.note:
        place = Box(card.right - 30 - note, y, note, 24)
        pieces.append(w.text(place, entry.note, w.SMALL, theme.accent_ink, align=1, valign=0.5, most=1))
    return [*pieces, c.tap_area(card, page.tap(entry.name, action), theme, ROW_CORNER)]


class ExercisesScreen(Shelf):
    section = "exercises"

    def opens(self, entry: Entry) -> Action:
        return Show(Go.EXERCISE, entry.name)


class SessionsScreen(Shelf):
    section = "sessions"
    line_field = FIELD
    doomed: Entry | None = None
    """The session about which the question has been asked whether to delete it."""
    named: Entry | None = None
    """The session that is being given another name, which is written in ``line``."""
    line = Writing()

    def opens(self, entry: Entry) -> Action:
        return Open(entry.name)

    def hints(self) -> list[c.Hint]:
        if not self.entries:
            return []
        rename = c.Hint("R", phrase("keeping.rename_key"), "rename", Own("name"))
        return [*super().hints(), rename, c.Hint("Del", phrase("hint.delete"), "delete", Own("ask"))]

    @property
    def writing(self) -> bool:
        return self.named is not None and (self.settings.one_key or self.focus == FIELD)

    def write(self, text: str) -> None:
        self.line.write(text)

    def keys(self) -> Mapping[str, Action]:
        if self.named is not None:
            return {"escape": Own("unnamed")}
        if self.doomed is not None:
            return {"escape": Own("spare"), "enter": Own("spare"), "delete": Own("delete")}
        return {**super().keys(), "delete": Own("ask"), "backspace": Own("ask"), "r": Own("name")}

    def key(self, key: Key) -> Action | None:
        if self.writing and self.line.key(key.name):
            return None
        if self.writing and key.name == "enter" and self.focus == FIELD:
            return self._renamed()
        if self.doomed is not None and key.name in ("page up", "page down", "wheel up", "wheel down"):
            return None
        return super().key(key)

    def click(self, at: tuple[float, float]) -> Action | None:
        chosen = self.focus
        action = super().click(at)
        self.focus = self.focus or (FIELD if self.named else chosen)
        return action

    def take(self, own: Own) -> Action | None:
        if own.what == "name":
            self.named = next((entry for entry in self.entries if entry.name == self.focus), None)
            if self.named is not None:
                self.line = Writing(self.named.name, len(self.named.name), LONGEST_NAME)
                self.focus = FIELD
        if own.what == "unnamed" and self.named is not None:
            self.focus, self.named = self.named.name, None
        if own.what == "renamed":
            return self._renamed()
        if own.what == "ask":
            self.doomed = next((entry for entry in self.entries if entry.name == self.focus), None)
            self.focus = "keep it" if self.doomed else self.focus
        if own.what in ("spare", "delete") and self.doomed is not None:
            doomed, self.doomed = self.doomed, None
            self.focus = doomed.name
            return Delete(doomed.name) if own.what == "delete" else None
        return super().take(own)

    def _renamed(self) -> Action | None:
        """Without a name it stays as it is being asked for."""
        named, text = self.named, self.line.text.strip()
        if named is None or not text:
            return None
        self.focus, self.named = named.name, None
        return Rename(named.name, text)

    def over(self, size: Size) -> list[Piece]:
        if self.named is not None:
            return self._naming(size)
        if self.doomed is None:
            return []
        words = phrase("sessions.gone", title=self.doomed.title, words=self.doomed.words)
        keep = Way(phrase("sessions.keep_it"), "Esc", self.tap("keep it", Own("spare")))
        lose = Way(phrase("sessions.delete_it"), "Del", self.tap("delete it", Own("delete")))
        return question(size, (phrase("sessions.delete"), words), keep, lose, self.theme)

    def _naming(self, size: Size) -> list[Piece]:
        """A card with a line to write on."""
        theme = self.theme
        wide = min(640.0, size[0] - 48)
        inner = wide - 72
        words, keep, leave = phrase("keeping.name_words"), phrase("keeping.keep_name"), phrase("hint.back")
        told, line = w.text_height(words, w.BODY, inner, 3), field_height(self.line.text, inner, most=2)
        high = 36 + 32 + 8 + told + 18 + line + 24 + 58 + 36
        box = Box((size[0] - wide) / 2, max(8.0, (size[1] - high) / 2), wide, high)
        left = box.x + 36
        at = box.y + 36
        written = Box(left, at + 40 + told + 18, inner, line)
        first = Box(left, written.bottom + 24, c.button_width(keep, "Enter"), 58)
        second = Box(first.right + 16, first.y, c.button_width(leave, "Esc"), 58)
        shown = Tap(FIELD, Own("write"), self.touch(FIELD))
        return [
            veil(Box(0, 0, *size), theme),
            w.card(box, theme.card, theme),
            w.text(Box(left, at, inner, 32), phrase("keeping.name_title"), w.TITLE, theme.ink, most=1),
            w.text(Box(left, at + 40, inner, told), words, w.BODY, theme.soft, most=3),
            field(written, self.line, phrase("keeping.name"), theme, shown, caret=self.writing),
            c.button(first, keep, theme, self.tap("keep name", Own("renamed")), key="Enter"),
            c.button(second, leave, theme, self.tap("leave", Own("unnamed")), key="Esc", filled=False),
        ]
