"""A page that scrolls where it does not fit: its content from top to bottom, and a row of keys that stays."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence

import skia

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.screens import ARROWS, Action, Go, Key, Own, Screen, Settings
from mirrorcam.phrases import phrase

FOOT = 68.0
"""The lower edge of the window, for the keys."""
STEP, PAD, FADE = 90.0, 24.0, 26.0
NARROW = 900.0
AWAY = Box(0, 0, 0, 0)
"""Where what is scrolled out of sight lies: it can be reached with the keys all the same."""
Placed = tuple[list[Piece], float]
"""Pieces, and where they end."""


class Page(Screen):
    """Subclasses give the ``body``. Arrows walk from one thing to the nearest in their direction, and what is reached
    comes into sight; Page ↑, Page ↓ and the wheel scroll, and so do two round buttons."""

    repeats = True
    widest = 860.0

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.scrolled = 0.0
        self._high = self._view_high = 0.0
        self._places: dict[str, Box] = {}

    @abstractmethod
    def body(self, box: Box) -> Placed:
        """What is on the page, and where it ends. ``box`` is the column: all of it lies between its sides, from its
        top on; its height is what can be seen at once."""

    def hints(self) -> list[c.Hint]:
        """Of the keys, on the left."""
        return [c.Hint("↑ ↓", phrase("hint.choose")), c.Hint("Enter", phrase("hint.open"))]

    def ways_out(self) -> list[c.Hint]:
        """On the right."""
        return [c.Hint("Esc", phrase("hint.back"), "back", Go.BACK)]

    def over(self, size: Size) -> list[Piece]:
        """What lies over everything, as a question does; what is below it cannot be clicked then."""
        return []

    # ------------------------------------------------------------ keys

    def keys(self) -> Mapping[str, Action]:
        return {**self.scrolling(), "escape": Go.BACK}

    def scrolling(self) -> dict[str, Action]:
        page = max(STEP, self._view_high - STEP)
        far = {"wheel up": -STEP, "wheel down": STEP, "page up": -page, "page down": page}
        return {key: Own("scroll", str(by)) for key, by in far.items()}

    def take(self, own: Own) -> Action | None:
        if own.what == "scroll":
            self._scroll_to(self.scrolled + float(own.of))
        return None

    def key(self, key: Key) -> Action | None:
        if key.name in ARROWS and key.name not in self.keys():
            self._walk(key.name)
            return None
        return super().key(key)

    def _move_focus(self, by: int) -> None:
        super()._move_focus(by)
        self._reveal(self.focus)

    def walk(self) -> None:
        super().walk()
        self._reveal(self.focus)

    def _walk(self, way: str) -> None:
        """To what is nearest that way; where there is nothing, the page scrolls."""
        if self.over_shown():
            super()._move_focus(ARROWS[way])
            return
        here = self._places.get(self.focus)
        there = (
            next_that_way(here, self._places, way)
            if here
            else next((name for name, box in self._places.items() if self._in_sight(box)), "")
        )
        if there:
            self.focus = there
            self._reveal(there)
        elif way in ("up", "down"):
            self._scroll_to(self.scrolled + STEP * ARROWS[way])

    def over_shown(self) -> bool:
        return bool(self.over((1280.0, 800.0)))

    def _in_sight(self, box: Box) -> bool:
        return box.bottom > self.scrolled and box.y < self.scrolled + self._view_high

    def _reveal(self, name: str) -> None:
        box = self._places.get(name)
        if box is None:
            return
        top = 0.0 if box.y < self._view_high * 0.5 else box.y - PAD
        lowest = box.bottom + PAD - self._view_high
        self._scroll_to(max(min(self.scrolled, top), lowest))

    def _scroll_to(self, y: float) -> None:
        self.scrolled = max(0.0, min(y, self._high - self._view_high))

    # ------------------------------------------------------------ picture

    def pieces(self, size: Size) -> list[Piece]:
        view = Box(0, 0, size[0], size[1] - FOOT)
        placed, self._high = self.body(self._column(size, view.h))
        self._view_high = view.h
        self._places = {piece.name: piece.box for piece in placed if piece.name}
        self._scroll_to(self.scrolled)
        page = [
            w.ground(Box(0, 0, *size), self.theme.ground),
            *seen_through(view, placed, self.scrolled),
            *self._more(view),
            *self._keys(size),
        ]
        above = self.over(size)
        return [*still(page), *above] if above else page

    def _column(self, size: Size, high: float) -> Box:
        """In the middle; in a narrow window beside the round buttons."""
        if size[0] < NARROW:
            return Box(28, 0, size[0] - 28 - 46, high)
        wide = min(self.widest, size[0] - 128)
        return Box((size[0] - wide) / 2, 0, wide, high)

    def _keys(self, size: Size) -> list[Piece]:
        y = size[1] - 34
        out = self.ways_out()
        room = size[0] - 108 - c.row_width(out)
        hints = self.hints()
        while hints and c.row_width(hints) > room:
            hints = hints[:-1]  # its key works all the same
        return [
            *c.key_row((40, y), hints, self.theme, self.touch),
            *c.key_row((size[0] - 40, y), out, self.theme, self.touch, align=1),
        ]

    def _more(self, view: Box) -> list[Piece]:
        """That there is more above or below, and a way there for who has but a pointer."""
        if self._high <= view.h + 1:
            return []
        up, down = self.scrolled > 1, self.scrolled < self._high - view.h - 1
        page = max(STEP, view.h - STEP)
        x = view.right - 34
        pieces = [fade(view, self.theme.ground, low=True)] if down else []
        pieces += [fade(view, self.theme.ground, low=False)] if up else []
        if up:
            tap = self.tap("scroll up", Own("scroll", str(-page)))
            pieces.append(c.round_button(Box(x - 18, 12, 36, 36), "↑", self.theme, tap))
        if down:
            tap = self.tap("scroll down", Own("scroll", str(page)))
            pieces.append(c.round_button(Box(x - 18, view.bottom - 42, 36, 36), "↓", self.theme, tap))
        return pieces

    # ------------------------------------------------------------ parts

    def head(self, box: Box, title: str, lead: str = "") -> Placed:
        """The page's title and a sentence."""
        y = 40.0 if box.h > 500 else 22.0
        high = w.text_height(title, w.HERO, box.w, 2)
        pieces = [w.text(Box(box.x, y, box.w, high), title, w.HERO, self.theme.ink, most=2)]
        y += high + 4
        if lead:
            high = w.text_height(lead, w.LEAD, box.w, 3)
            pieces.append(w.text(Box(box.x, y, box.w, high), lead, w.LEAD, self.theme.soft, most=3))
            y += high
        return pieces, y + 24


def seen_through(view: Box, pieces: Sequence[Piece], scrolled: float) -> list[Piece]:
    """The pieces of a page, as far as they can be seen in ``view`` when it is scrolled down so far."""
    return [seen for piece in pieces if (seen := _through(view, piece, scrolled)) is not None]


def _through(view: Box, piece: Piece, scrolled: float) -> Piece | None:
    box = piece.box._replace(y=piece.box.y - scrolled)
    part = common(box, view)
    if part is None:
        return (
            Piece(AWAY, ("away",), lambda _: None, name=piece.name, action=piece.action)
            if piece.name
            else None
        )
    if not scrolled and part == box:
        return piece
    solid = piece.solid and common(piece.solid._replace(y=piece.solid.y - scrolled), view)

    def paint(canvas: skia.Canvas) -> None:
        canvas.save()
        canvas.clipRect(view.rect())
        canvas.translate(0, -scrolled)
        piece.paint(canvas)
        canvas.restore()

    looks = piece.looks if isinstance(piece.looks, tuple) else (piece.looks,)
    return Piece(part, (*looks, round(box.y, 2)), paint, solid, piece.name, piece.action)


def common(one: Box, other: Box) -> Box | None:
    """What both cover."""
    left, top = max(one.x, other.x), max(one.y, other.y)
    wide, tall = min(one.right, other.right) - left, min(one.bottom, other.bottom) - top
    return Box(left, top, wide, tall) if wide > 0 and tall > 0 else None


def still(pieces: Sequence[Piece]) -> list[Piece]:
    """The same to look at, with nothing to click."""
    return [Piece(piece.box, piece.looks, piece.paint, piece.solid) for piece in pieces]


def next_that_way(here: Box, places: Mapping[str, Box], way: str) -> str:
    """The name of the nearest place that way; "" where there is none."""
    far = {name: _away(here, box, way) for name, box in places.items()}
    there = {name: distance for name, distance in far.items() if distance is not None}
    return min(there, key=lambda name: there[name]) if there else ""


def _away(here: Box, there: Box, way: str) -> float | None:
    """How far ``there`` lies that way; what lies aside is farther. None: it does not lie that way."""
    (x, y), (there_x, there_y) = here.middle, there.middle
    along, across = (there_y - y, there_x - x) if way in ("up", "down") else (there_x - x, there_y - y)
    along *= ARROWS[way]
    half = min(here.h, there.h) / 2 if way in ("up", "down") else min(here.w, there.w) / 2
    beside = _beside(here, there, way in ("up", "down"))
    if along < half or (beside and way in ("left", "right")):
        return None
    return along + 3 * beside + 0.2 * abs(across)


def _beside(here: Box, there: Box, upright: bool) -> float:
    """The gap between both, across the way."""
    if upright:
        return max(0.0, there.x - here.right, here.x - there.right)
    return max(0.0, there.y - here.bottom, here.y - there.bottom)


def fade(view: Box, ground: int, *, low: bool) -> Piece:
    """What goes on beyond the edge fades into the ground."""
    box = Box(view.x, view.bottom - FADE if low else view.y, view.w, FADE)
    ends = [skia.Point(0, box.y), skia.Point(0, box.bottom)]
    colours = [w.opaque(ground, 0.0), w.opaque(ground)]
    shader = skia.GradientShader.MakeLinear(ends, colours if low else colours[::-1])
    return Piece(
        box, ("fade", ground, low), lambda canvas: canvas.drawRect(box.rect(), skia.Paint(Shader=shader))
    )
