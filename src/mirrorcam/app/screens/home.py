"""The home page: begin, look into the mirror, choose an exercise, look back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mirrorcam.app import controls as c
from mirrorcam.app import lettering
from mirrorcam.app import widgets as w
from mirrorcam.app.easel import Box, Piece, Size
from mirrorcam.app.lettering import Style
from mirrorcam.app.screens import Action, Begin, FaceScreen, Go, Settings
from mirrorcam.app.screens.stage import avatar_piece, notice_piece
from mirrorcam.app.screens.wearing import Presence, Wear
from mirrorcam.avatars import Avatar
from mirrorcam.expression import Expression
from mirrorcam.phrases import phrase

WELCOME = Wear(Expression.of({"AU6": 0.35, "AU12": 0.5}))
"""What the avatar wears on the home page: a soft smile."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to choose from a list."""

    name: str
    """What the commands call it."""
    title: str
    words: str
    """One line about it."""


@dataclass(frozen=True, slots=True)
class Home:
    """What there is to do. The first exercise is the one that is offered."""

    exercises: tuple[Entry, ...]
    sessions: tuple[Entry, ...]
    """Newest first."""
    status: str
    """Camera or performer, in one line: "Camera: Integrated Camera"."""
    notice: str = ""
    """One friendly sentence, if something should be known."""


class HomeScreen(FaceScreen):
    def __init__(self, settings: Settings, avatar: Avatar, home: Home) -> None:
        super().__init__(settings, avatar)
        self.home = home
        self.worn = WELCOME
        self._presence = Presence(always=True)

    def tick(self, now_s: float) -> None:
        self.worn = self._presence.see(WELCOME.expression, now_s, self.theme.lively)

    def keys(self) -> Mapping[str, Action]:
        first = {"enter": Begin(self.home.exercises[0].name)} if self.home.exercises else {}
        return {
            **first,
            "m": Begin("mirror"),
            "e": Go.EXERCISES,
            "l": Go.SESSIONS,
            "f": Go.PEOPLE,
            "s": Go.SETTINGS,
        }

    def pieces(self, size: Size) -> list[Piece]:
        top = 212 if size[1] >= 760 else 184
        column = (size[0] - 156) / 2
        left = Box(64, top, column, size[1] - top - 148)
        tall = (left.h - 2 * 16) / 3
        choices = [Box(92 + column, top + i * (tall + 16), column, tall) for i in range(3)]
        notice = self.home.notice
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            *self._header(size),
            *self._greeting(size, top - 114),
            *(w.card_shadow(box, self.theme) for box in (left, *choices)),
            *self._offer(left),
            *self._choices(choices),
            *self._footer(size),
            *([notice_piece((size[0] / 2, 40), notice, self.theme, size[0] / 2)] if notice else []),
        ]

    def _header(self, size: Size) -> list[Piece]:
        name = Style(22, "SemiBold", 1.2, -0.018)
        settings = self.tap("settings", Go.SETTINGS)
        words = phrase("home.settings")
        width = lettering.width(words, w.SMALL)
        private = Box(size[0] / 2, 27, size[0] / 2 - 40 - width - 18, 28)
        return [
            w.text(Box(40, 27, 300, 28), "mirrorcam", name, self.theme.ink, valign=0.5),
            *self._unless_notice(private),
            c.link((size[0] - 40, 41), words, self.theme, settings, align=1),
        ]

    def _unless_notice(self, box: Box) -> list[Piece]:
        if self.home.notice:
            return []
        words = phrase("home.private")
        return [w.text(box, words, w.SMALL, self.theme.soft, align=1, valign=0.5, most=1)]

    def _greeting(self, size: Size, y: float) -> list[Piece]:
        greeting, lead = phrase("home.greeting"), phrase("home.lead")
        return [
            w.text(Box(64, y, size[0] - 128, 52), greeting, w.HERO, self.theme.ink, valign=0.5),
            w.text(Box(64, y + 52, size[0] - 128, 28), lead, w.LEAD, self.theme.soft, valign=0.5, most=1),
        ]

    def _offer(self, box: Box) -> list[Piece]:
        """The large card: the first exercise."""
        if not self.home.exercises:
            return []
        first = self.home.exercises[0]
        side = min(box.h * 1.06, box.w * 0.8)
        face = Box(box.right - side * 0.87, box.bottom - side * 0.95, side, side)
        title = Box(box.x + 34, box.y + 60, min(320.0, box.w - 68), 70)
        below = title.y + w.text_height(first.title, w.TITLE, title.w, 2) + 6
        words = phrase("home.begin")
        begin = Box(box.x + 34, box.bottom - 92, c.button_width(words, "Enter"), 58)
        room = max(150.0, face.x + side * 0.17 - title.x)
        lines = int((begin.y - 12 - below) / (w.BODY.size * w.BODY.leading))
        return [
            w.card_face(box, self.theme.invite, self.theme),
            avatar_piece(
                w.inside(box, self.theme), self.avatar, self.worn, self.settings.as_mirror, square=face
            ),
            w.label((box.x + 34, box.y + 43), phrase("home.first"), self.theme),
            w.text(title, first.title, w.TITLE, self.theme.ink, most=2),
            w.text(Box(title.x, below, room, 100), first.words, w.BODY, self.theme.soft, most=max(1, lines)),
            c.button(begin, words, self.theme, self.tap("begin", Begin(first.name)), key="Enter"),
        ]

    def _choices(self, cards: list[Box]) -> list[Piece]:
        side = min(cards[0].h - 18, 150)
        face = Box(cards[0].right - 24 - side, cards[0].bottom - side, side, side)
        count, kept = len(self.home.exercises), len(self.home.sessions)
        look_back = "home.look_back_words" if kept else "home.nothing_kept"
        return [
            *self._choice(cards[0], phrase("home.mirror"), phrase("home.mirror_words")),
            avatar_piece(
                w.inside(cards[0], self.theme), self.avatar, self.worn, self.settings.as_mirror, square=face
            ),
            c.tap_area(cards[0], self.tap("mirror", Begin("mirror")), self.theme),
            *self._choice(cards[1], phrase("home.exercises"), phrase("home.exercises_words")),
            *self._number(cards[1], count),
            c.tap_area(cards[1], self.tap("exercises", Go.EXERCISES), self.theme),
            *self._choice(cards[2], phrase("home.look_back"), phrase(look_back)),
            *self._number(cards[2], kept),
            c.tap_area(cards[2], self.tap("sessions", Go.SESSIONS), self.theme),
        ]

    def _choice(self, box: Box, title: str, words: str) -> list[Piece]:
        room = box.w - 190
        body = w.text_height(words, w.BODY, room, 2)
        y = box.middle[1] - (36 + body) / 2
        return [
            w.card_face(box, self.theme.card, self.theme),
            w.text(Box(box.x + 32, y, room, 32), title, w.TITLE, self.theme.ink, valign=0.5, most=1),
            w.text(Box(box.x + 32, y + 36, room, body), words, w.BODY, self.theme.soft, most=2),
        ]

    def _number(self, box: Box, number: int) -> list[Piece]:
        if not number:
            return []
        place = Box(box.right - 132, box.middle[1] - 20, 100, 40)
        return [w.text(place, str(number), w.TITLE, self.theme.accent_ink, align=1, valign=0.5)]

    def _footer(self, size: Size) -> list[Piece]:
        y = size[1] - 36
        hints = [
            c.Hint("↑ ↓", phrase("hint.choose")),
            c.Hint("Enter", phrase("hint.open")),
            c.Hint("M", phrase("hint.mirror"), "mirror key", Begin("mirror")),
            c.Hint("E", phrase("hint.exercises"), "exercises key", Go.EXERCISES),
            c.Hint("L", phrase("hint.look_back"), "look back key", Go.SESSIONS),
            c.Hint("F", phrase("hint.face"), "face key", Go.PEOPLE),
        ]
        taken = 40 + c.row_width(hints) + 28
        status = Box(taken, y - 14, size[0] - 40 - taken, 28)
        return [
            *c.key_row((40, y), hints, self.theme, self.touch),
            w.text(status, self.home.status, w.SMALL, self.theme.soft, align=1, valign=0.5, most=1),
        ]
