"""The home page: what fits today, the mirror, all exercises, and what was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import lettering
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.screens import Action, Begin, Go, Settings, Show
from mirrorcam.app.screens.badge import WELCOME, Person, badge
from mirrorcam.app.screens.page import Page, Placed
from mirrorcam.app.screens.stage import avatar_piece, notice_piece
from mirrorcam.app.screens.wearing import Presence
from mirrorcam.avatars import Avatar
from mirrorcam.phrases import phrase

BESIDE = 820.0
"""From this width on, what is offered and what else there is stand side by side."""
NAME = Style(22, "SemiBold", 1.2, -0.018)
DONE = Style(15.5, "SemiBold", 1.4, -0.003)
GAP = 16.0


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to choose from a list."""

    name: str
    """What the commands call it."""
    title: str
    words: str
    """One line about it."""
    note: str = ""
    """A quiet word at its side: "done twice"."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The exercise that fits now, and why it does."""

    exercise: str
    title: str
    words: str
    label: str
    """ "Today, from your plan · 3 min"."""
    done: str = ""
    """ "2 of 3 this week"."""


@dataclass(frozen=True, slots=True)
class Home:
    """What there is to do. Numbers of exercises and of kept sessions."""

    offer: Offer | None
    exercises: int
    sessions: int
    status: str
    """Camera or performer, in one line: "Camera: Integrated Camera"."""
    notice: str = ""
    """One friendly sentence, if something should be known."""
    person: Person | None = None
    """Who is there, if there are several people or one with a name."""
    plan: bool = False
    """Whether a plan is followed."""


class HomeScreen(Page):
    repeats = False
    widest = 1400.0

    def __init__(self, settings: Settings, avatar: Avatar, home: Home) -> None:
        super().__init__(settings)
        self.avatar = avatar
        self.home = home
        self.worn = WELCOME
        self._presence = Presence(always=True)

    def dress(self, avatar: Avatar) -> None:
        self.avatar = avatar

    def tick(self, now_s: float) -> None:
        self.worn = self._presence.see(WELCOME.expression, now_s, self.settings.lively)

    def keys(self) -> Mapping[str, Action]:
        offer = self.home.offer
        first: dict[str, Action] = (
            {"enter": Begin(offer.exercise), "b": Show(Go.EXERCISE, offer.exercise)} if offer else {}
        )
        return {
            **self.scrolling(),
            **first,
            "m": Begin("mirror"),
            "e": Go.PROGRAMMES,
            "p": Go.PLANS,
            "l": Go.SESSIONS,
            "g": Go.PROGRESS,
            "w": Go.WHO,
            "f": Go.PEOPLE,
            "c": Go.CAMERA,
            "s": Go.SETTINGS,
            "i": Go.ABOUT,
        }

    def hints(self) -> list[c.Hint]:
        return [
            c.Hint("↑ ↓", phrase("hint.choose")),
            *([c.Hint("B", phrase("hint.more"), "more key", self.keys()["b"])] if self.home.offer else []),
            *([c.Hint("P", phrase("hint.plan"), "plan key", Go.PLANS)] if self.home.plan else []),
            c.Hint("C", phrase("hint.camera"), "camera key", Go.CAMERA),
            c.Hint("F", phrase("hint.face"), "face key", Go.PEOPLE),
            c.Hint("I", phrase("hint.about"), "about key", Go.ABOUT),
        ]

    def ways_out(self) -> list[c.Hint]:
        return []

    def _keys(self, size: Size) -> list[Piece]:
        hints = super()._keys(size)
        taken = max(hint.box.right for hint in hints) + 20
        place = Box(taken, size[1] - 48, max(0.0, size[0] - 40 - taken), 28)
        said = w.text(place, self.home.status, w.SMALL, self.theme.soft, align=1, valign=0.5, most=1)
        return [*hints, said] if place.w > 160 else hints

    # ------------------------------------------------------------ layout

    def body(self, box: Box) -> Placed:
        top, y = self._top(box)
        greeting, y = self._greeting(box, y)
        if box.w >= BESIDE:
            cards, y = self._beside(box, y)
        else:
            cards, y = self._stacked(box, y)
        return [*top, *greeting, *cards], y + 20

    def _beside(self, box: Box, y: float) -> Placed:
        column = (box.w - 28) / 2
        tall = min(max(330.0, box.h - y - 28), 560.0)
        left = Box(box.x, y, column, tall)
        pitch = (tall - 2 * GAP) / 3
        rows = [Box(left.right + 28, y + i * (pitch + GAP), column, pitch) for i in range(3)]
        return self._cards(left, rows), left.bottom

    def _stacked(self, box: Box, y: float) -> Placed:
        left = Box(box.x, y, box.w, 268)
        rows = [Box(box.x, left.bottom + GAP + i * (104 + GAP), box.w, 104) for i in range(3)]
        return self._cards(left, rows), rows[-1].bottom

    def _cards(self, left: Box, rows: list[Box]) -> list[Piece]:
        mirror, choose, last = rows
        half = (last.w - GAP) / 2
        back, progress = last._replace(w=half), last._replace(x=last.x + half + GAP, w=half)
        shadows = [w.card_shadow(box, self.theme) for box in (left, mirror, choose, back, progress)]
        kept = "" if self.home.sessions else phrase("home.nothing_kept")
        return [
            *shadows,
            *self._offer(left),
            *self._mirror(mirror),
            *self._choose(choose),
            *self._half(back, "look_back", "L", Go.SESSIONS, kept),
            *self._half(progress, "progress", "G", Go.PROGRESS),
        ]

    # ------------------------------------------------------------ the top

    def _top(self, box: Box) -> Placed:
        notice = self.home.notice
        y = 41.0 if box.h > 500 else 34.0
        settings = phrase("home.settings")
        x = box.right
        pieces = [
            w.text(Box(box.x, y - 14, 200, 28), "mirrorcam", NAME, self.theme.ink, valign=0.5),
            c.link((x, y), settings, self.theme, self.tap("settings", Go.SETTINGS), align=1),
        ]
        x -= lettering.width(settings, w.SMALL) + 28
        who, x = self._who(x, y)
        room = Box(box.x + 180, y - 14, x - box.x - 180, 28)
        if notice:
            return [*pieces, *who, notice_piece((box.middle[0], y + 48), notice, self.theme, box.w)], y + 72
        private = phrase("home.private")
        if lettering.width(private, w.SMALL) <= room.w:
            pieces.append(w.text(room, private, w.SMALL, self.theme.soft, align=1, valign=0.5, most=1))
        return [*pieces, *who], y + 20

    def _who(self, right: float, y: float) -> tuple[list[Piece], float]:
        """Who is there; with only one person without a name, a quiet way to say so."""
        person, tap = self.home.person, self.tap("who", Go.WHO)
        if person is None:
            words = phrase("home.who")
            return [c.link((right, y), words, self.theme, tap, align=1)], right - lettering.width(
                words, w.SMALL
            ) - 24
        title = lettering.shortened(person.title or phrase("who.unnamed"), w.SMALL, 150)
        wide = lettering.width(title, w.SMALL) + 58
        area = Box(right - wide, y - 22, wide, 44)
        return [
            *badge((area.x + 22, y), 19, person, self.theme),
            w.text(Box(area.x + 50, y - 14, wide, 28), title, w.SMALL, self.theme.ink, valign=0.5, most=1),
            c.tap_area(area, tap, self.theme, 22),
        ], area.x - 24

    def _greeting(self, box: Box, y: float) -> Placed:
        person = self.home.person
        named = person is not None and person.title
        greeting = (
            phrase("home.greeting_name", name=person.title) if person and named else phrase("home.greeting")
        )
        lead = phrase("home.lead")
        y += 22 if box.h > 640 else 8
        high = w.text_height(greeting, w.HERO, box.w, 2)
        low = w.text_height(lead, w.LEAD, box.w, 2)
        return [
            w.text(Box(box.x, y, box.w, high), greeting, w.HERO, self.theme.ink, most=2),
            w.text(Box(box.x, y + high + 6, box.w, low), lead, w.LEAD, self.theme.soft, most=2),
        ], y + high + low + (30 if box.h > 640 else 20)

    # ------------------------------------------------------------ cards

    def _offer(self, box: Box) -> list[Piece]:
        """The large card: what fits now. Its words keep clear of the avatar's hair."""
        offer = self.home.offer
        if offer is None:
            return [w.card_face(box, self.theme.invite, self.theme)]
        begin = phrase("home.begin")
        button = Box(box.x + 34, box.bottom - 86, c.button_width(begin, "Enter"), 58)
        text = Box(box.x + 34, box.y + 30, box.w - 68, button.y - 14 - box.y - 30)
        side = min(box.h * 0.92, box.w * 0.66)
        above = (box.bottom - 8 - text.y - self._offered(text, offer)[1]) / 0.89
        if above > side:
            side = min(above, box.w * 0.78)
        face = Box(box.right - side * 0.89, box.bottom - side * 0.96, side, side)
        if above < side:
            text = text._replace(w=face.x + side * 0.13 - 10 - text.x)
        return [
            w.card_face(box, self.theme.invite, self.theme),
            avatar_piece(
                w.inside(box, self.theme), self.avatar, self.worn, self.settings.as_mirror, square=face
            ),
            *self._offered(text, offer)[0],
            c.tap_area(box, self.tap("offer", Show(Go.EXERCISE, offer.exercise)), self.theme),
            c.button(button, begin, self.theme, self.tap("begin", Begin(offer.exercise)), key="Enter"),
        ]

    def _offered(self, box: Box, offer: Offer) -> Placed:
        """As many lines of each as there is room for, the title first; and how high they are together."""
        label = w.text_height(offer.label.upper(), w.LABEL, box.w, 2)
        style = w.TITLE if len(lettering.lines(offer.title, w.TITLE, box.w)) <= 3 else w.HEADING
        title = Box(box.x, box.y + label + 6, box.w, w.text_height(offer.title, style, box.w, 4))
        done = 26.0 if offer.done else 0.0
        room = box.bottom - title.bottom - 6 - done
        step = w.BODY.size * w.BODY.leading
        lines = min(len(lettering.lines(offer.words, w.BODY, box.w)), int(room / step))
        words = Box(box.x, title.bottom + 6, box.w, lines * step)
        pieces = [
            w.text(Box(box.x, box.y, box.w, label), offer.label.upper(), w.LABEL, self.theme.label, most=2),
            w.text(title, offer.title, style, self.theme.ink, most=4),
        ]
        if lines > 0:
            pieces.append(w.text(words, offer.words, w.BODY, self.theme.soft, most=lines))
        if done:
            line = Box(box.x, words.bottom + 8, box.w, done)
            pieces.append(w.text(line, offer.done, DONE, self.theme.accent_ink, most=1))
        return pieces, words.bottom + (8 + done if done else 0) - box.y

    def _mirror(self, box: Box) -> list[Piece]:
        side = min(box.h - 14, 150)
        face = Box(box.right - 30 - side, box.bottom - side, side, side)
        inner = Box(box.x + 32, box.y, face.x + 10 - box.x - 32, box.h)
        return [
            w.card_face(box, self.theme.card, self.theme),
            *self._said(inner, "mirror", "M"),
            avatar_piece(
                w.inside(box, self.theme), self.avatar, self.worn, self.settings.as_mirror, square=face
            ),
            c.tap_area(box, self.tap("mirror", Begin("mirror")), self.theme),
        ]

    def _choose(self, box: Box) -> list[Piece]:
        inner = Box(box.x + 32, box.y, box.w - 32 - 110, box.h)
        number = Box(box.right - 110, box.middle[1] - 20, 78, 40)
        words = str(self.home.exercises)
        return [
            w.card_face(box, self.theme.card, self.theme),
            *self._said(inner, "exercises", "E"),
            w.text(number, words, w.TITLE, self.theme.accent_ink, align=1, valign=0.5, most=1),
            c.tap_area(box, self.tap("exercises", Go.PROGRAMMES), self.theme),
        ]

    def _half(self, box: Box, what: str, key: str, go: Go, words: str = "") -> list[Piece]:
        inner = Box(box.x + 24, box.y, box.w - 44, box.h)
        return [
            w.card_face(box, self.theme.card, self.theme),
            *self._said(inner, what, key, words, small=True),
            c.tap_area(box, self.tap(what, go), self.theme),
        ]

    def _said(self, box: Box, what: str, key: str, words: str = "", *, small: bool = False) -> list[Piece]:
        """A card's title with its key, and what it means, in the card's middle."""
        style, told = (w.HEADING, w.SMALL) if small else (w.TITLE, w.BODY)
        words = words or phrase(f"home.{what}_words")
        cap = c.key_width(key)
        title = lettering.shortened(phrase(f"home.{what}"), style, box.w - cap - 12)
        step = told.size * told.leading
        most = max(1, min(3, int((box.h - 62) / step)))
        body = w.text_height(words, told, box.w, most)
        y = box.middle[1] - (36 + body) / 2
        after = box.x + lettering.width(title, style) + 12
        return [
            w.text(Box(box.x, y, box.w, 30), title, style, self.theme.ink, valign=0.5, most=1),
            c.key_cap((after, y + 15), key, self.theme),
            w.text(Box(box.x, y + 36, box.w, body), words, told, self.theme.soft, most=most),
        ]


__all__ = ["WELCOME", "Entry", "Home", "HomeScreen", "Offer"]
