"""Screens: what is to be seen and done, as pieces of a picture and as actions. No window, no clock.

A screen gets plain data, answers ``picture(size)`` with pieces for the easel, and turns a ``Key`` or a click
into an action. Whatever it cannot do itself it hands back to the window.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import skia
from numpy.typing import NDArray

from mirrorcam.acts import Act, Command
from mirrorcam.app.painting.controls import Tap, Touch
from mirrorcam.app.painting.easel import Box, Easel, Piece, Point, Size, paint_all
from mirrorcam.app.painting.theme import STANDARD, THEMES, Theme, after
from mirrorcam.app.screens import film_mark
from mirrorcam.app.screens.actions import (
    Aside,
    Begin,
    Choose,
    Compare,
    Copy,
    Delete,
    DropExpression,
    Forget,
    Go,
    Introduce,
    Jot,
    KeepExpression,
    MakeKey,
    Open,
    Own,
    Rename,
    Show,
    Unfilm,
    Unjot,
)
from mirrorcam.avatars import Avatar
from mirrorcam.phrases import catalogue


@dataclass(frozen=True, slots=True)
class Key:
    """A key that was pressed: "space", "enter", "escape", "tab", "left", "page up", "a", "+", …"""

    name: str
    shift: bool = False


TEXTS = (1.0, 1.25, 1.5, 1.75, 2.0)
"""How large everything can be shown, as a browser's zoom."""
PACES_S = (0.8, 1.2, 1.6, 2.2, 3.0, 4.0)
"""How long the highlight of the one key may stay on each thing."""


def nearest(value: float, steps: Sequence[float]) -> float:
    """The one of them that is nearest; the first for what is no number."""
    return min(steps, key=lambda step: abs(step - value))


def stepped(value: float, steps: Sequence[float], by: int) -> float:
    """The one so many places after the nearest, as far as they go."""
    return steps[max(0, min(len(steps) - 1, steps.index(nearest(value, steps)) + by))]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person chose, kept from one time to the next."""

    theme: str = "standard"
    camera_shown: bool = True
    """The small camera picture during practice."""
    as_mirror: bool = True
    """True: as in a mirror; False: as others see the person."""
    keep: bool | None = None
    """Whether sessions are kept; None: not asked yet."""
    person: str = ""
    """Whose face the avatar has; "": not chosen, so whoever the colours go with."""
    live_score: bool | None = None
    """Whether a number runs along during practice; None: not chosen, so as the colours have it."""
    language: str = ""
    """What everything is said in: "de"; "": what the computer speaks, as far as there is a catalogue."""
    camera: str = ""
    """Which camera looks: "camera:NAME"; "": the first one that there is."""
    plan: str = ""
    """The plan that is followed, by its file's name; "": none."""
    text: float = 1.0
    """How large everything is: 1 to 2."""
    motion: bool = True
    """Whether faces blink, look about and breathe by themselves, where the colours leave that in."""
    aloud: bool = False
    """Whether what stands on the screen in a session is read aloud."""
    tones: bool = False
    """Whether soft tones tell what begins."""
    captions: bool = False
    """Whether the words for the tones stand on the screen without the tones, too."""
    one_key: bool = False
    """A highlight walks from one thing to the next, and one key takes what it is on."""
    pace_s: float = 1.6
    """How long the highlight stays on each: 0.8 to 4 s."""

    @property
    def zoom(self) -> float:
        """How large everything is, whatever a file said."""
        return nearest(self.text, TEXTS)

    @property
    def walk_s(self) -> float:
        """How long the highlight stays on each thing, whatever a file said."""
        return nearest(self.pace_s, PACES_S)

    @property
    def lively(self) -> bool:
        """Whether faces move by themselves."""
        return self.look.lively and self.motion

    @property
    def captioned(self) -> bool:
        """Whether a tone's words are shown: always with the tone, since nothing is to be heard only."""
        return self.tones or self.captions

    @property
    def look(self) -> Theme:
        return THEMES.get(self.theme, STANDARD)

    @property
    def face(self) -> str:
        """The name of the person who is drawn."""
        return self.person or self.look.person

    @property
    def number_shown(self) -> bool:
        """Whether a number runs along during practice."""
        return self.look.live_score if self.live_score is None else self.live_score


Action = (
    Act
    | Settings
    | Begin
    | Open
    | Delete
    | Jot
    | Unjot
    | Unfilm
    | KeepExpression
    | DropExpression
    | Compare
    | Rename
    | Copy
    | MakeKey
    | Go
    | Show
    | Choose
    | Introduce
    | Forget
    | Aside
    | Own
)


class Screen(ABC):
    """What every screen can do. Subclasses give their pieces and their keys."""

    repeats = False
    """Whether keys that are held down repeat."""
    line_field = ""
    """The name of the line that is written on, if there is one."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.focus = ""
        self.hovered = ""
        self._shown: list[Piece] = []
        self.film = ""
        """What is told of the film that is made of the session, as in film_mark.py; "": there is none."""

    @property
    def theme(self) -> Theme:
        return self.settings.look

    @property
    def writing(self) -> bool:
        """Keys with signs on them write: they come as ``write``, and do nothing else. The highlight of the one key may
        be anywhere meanwhile."""
        return False

    def write(self, text: str) -> None:  # noqa: B027
        """What was typed, as it stands on the keys: also "ß", "あ", or a whole word from an input method."""

    @abstractmethod
    def pieces(self, size: Size) -> list[Piece]:
        """The whole picture, from back to front, in layout units."""

    def keys(self) -> Mapping[str, Action]:
        """What keys do here; "shift+left" for a key with Shift."""
        return {}

    def take(self, own: Own) -> Action | None:
        """Does what only concerns this screen; may answer with an action for the window."""
        return None

    def dress(self, avatar: Avatar) -> None:  # noqa: B027
        """Shows this avatar from now on, if it shows one at all."""

    def tick(self, now_s: float) -> None:  # noqa: B027
        """Called before every picture with the window's clock, for what moves by itself."""

    def drag(self, at: Point) -> None:  # noqa: B027
        """The pointer moves with its button down."""

    def picture(self, size: Size) -> list[Piece]:
        """The pieces to show now; remembers where they can be clicked."""
        self._shown = [*_in_reach(self.pieces(size)), *self._film_mark(size)]
        highlighted = self._focused() if self.settings.one_key else None
        return [*self._shown, highlight(highlighted.box, self.theme)] if highlighted else self._shown

    def film_place(self, size: Size) -> Point:
        """The right middle of the mark that tells of a film."""
        return size[0] - 60, 26

    def _film_mark(self, size: Size) -> list[Piece]:
        if not self.film:
            return []
        return [film_mark.mark(self.film_place(size), self.film, self.theme, self.tap("film", Aside.FILM))]

    def walk(self) -> None:
        """The highlight of the one key goes on to the next thing."""
        names = [piece.name for piece in self._taps() if self.walks_to(piece)]
        if names:
            at = names.index(self.focus) + 1 if self.focus in names else 0
            self.focus = names[at % len(names)]

    @property
    def highlighted(self) -> bool:
        """Whether the highlight is on something that is there."""
        return self._focused() is not None

    def walks_to(self, piece: Piece) -> bool:
        """Whether the highlight stops at it."""
        return bool(piece.name)

    def take_highlighted(self) -> Action | None:
        """What the one key does: what it would do if the highlighted thing were clicked."""
        focused = self._focused()
        return self.act(focused.action) if focused else None

    def draw(self, canvas: skia.Canvas, size: Size) -> None:
        paint_all(canvas, self.picture(size))

    def touch(self, name: str) -> Touch:
        return Touch(hovered=self.hovered == name, focused=self.focus == name)

    def tap(self, name: str, action: Action) -> Tap:
        return Tap(name, action, self.touch(name))

    def key(self, key: Key) -> Action | None:
        if self.writing and (len(key.name) == 1 or key.name == "space"):
            return None
        focused = self._focused()
        if key.name == "enter" and focused is not None:
            return self.act(focused.action)
        if key.name == "tab":
            self._move_focus(-1 if key.shift else 1)
            return None
        keys = {"t": self._next_theme(), **self.keys()}
        action = keys.get(f"shift+{key.name}" if key.shift else key.name, keys.get(key.name))
        if action is None and key.name in ARROWS:
            self._move_focus(ARROWS[key.name])
        return self.act(action)

    def click(self, at: Point) -> Action | None:
        there = self._at(at)
        self.focus = ""
        return self.act(there.action) if there else None

    def point(self, at: Point | None) -> bool:
        """The pointer is at ``at`` (None: it has left). True when it is over something to click."""
        there = self._at(at) if at is not None else None
        self.hovered = there.name if there else ""
        return there is not None

    def act(self, action: Action | None) -> Action | None:
        return self.take(action) if isinstance(action, Own) else action

    def _next_theme(self) -> Settings:
        return changed(self.settings, theme=after(self.settings.theme))

    def _taps(self) -> list[Piece]:
        return [piece for piece in self._shown if piece.name]

    def _at(self, at: Point) -> Piece | None:
        return next((piece for piece in reversed(self._taps()) if piece.box.holds(at)), None)

    def _focused(self) -> Piece | None:
        return next((piece for piece in self._taps() if piece.name == self.focus), None)

    def _move_focus(self, by: int) -> None:
        names = [piece.name for piece in self._taps()]
        if not names:
            return
        start = names.index(self.focus) if self.focus in names else (-1 if by > 0 else 0)
        self.focus = names[(start + by) % len(names)]


class FaceScreen(Screen):
    """A screen that shows the chosen avatar."""

    def __init__(self, settings: Settings, avatar: Avatar) -> None:
        super().__init__(settings)
        self.avatar = avatar

    def dress(self, avatar: Avatar) -> None:
        self.avatar = avatar


def _in_reach(pieces: list[Piece]) -> list[Piece]:
    """What lies under a veil cannot be clicked, nor reached."""
    veils = [i for i, piece in enumerate(pieces) if piece.looks[0] == VEIL]  # type: ignore[index]
    under = veils[-1] if veils else 0
    return [replace(piece, name="", action=None) if i < under else piece for i, piece in enumerate(pieces)]


def highlight(box: Box, theme: Theme) -> Piece:
    """Where the one key would take hold: wide and in two colours, so that it is seen on anything."""

    def paint(canvas: skia.Canvas) -> None:
        for colour, width in ((theme.card, 9.0), (theme.ink, 5.0), (theme.warm, 3.0)):
            brush = skia.Paint(Color=0xFF000000 | colour, AntiAlias=True, Style=skia.Paint.kStroke_Style)
            brush.setStrokeWidth(width)
            canvas.drawRRect(skia.RRect.MakeRectXY(box.grown(-4).rect(), 14, 14), brush)

    return Piece(box.grown(4), ("highlight", theme.name), paint)


VEIL = "veil"
"""What a piece's looks begin with, behind which the screen steps back."""
ARROWS = {"down": 1, "right": 1, "up": -1, "left": -1}


def changed(settings: Settings, **choices: Any) -> Settings:
    """The same settings but for these."""
    return replace(settings, **choices)


SMALLEST_PX = (640.0, 400.0)
"""Layout units that every screen has room for, at least; a smaller window shows everything smaller."""


def layout_scale(width_px: float, height_px: float, density: float = 1.0, text: float = 1.0) -> float:
    """Real pixels in one layout unit. At 1280×800 it is the density; larger windows get larger type and more
    room, half each. ``text``: everything is so much larger, and the screen has less room, as with a browser's zoom,
    as far as ``SMALLEST_PX`` allows."""
    width, height = width_px / density, height_px / density
    natural = text * math.sqrt(min(width / 1280, height / 800))
    return density * min(natural, width / SMALLEST_PX[0], height / SMALLEST_PX[1])


def render(
    screen: Screen, width: int, height: int, scale: float = 1.0, theme: str | None = None
) -> NDArray[np.uint8]:
    """A screen as a picture without a window: (height·scale, width·scale, 4) uint8 RGBA."""
    if theme is not None:
        screen.settings = changed(screen.settings, theme=theme)
    width_px, height_px = round(width * scale), round(height * scale)
    easel = Easel(width_px, height_px, layout_scale(width_px, height_px, scale, screen.settings.zoom))
    easel.show(screen.picture(easel.size), catalogue().right_to_left)
    return easel.pixels


__all__ = [
    "Action",
    "Aside",
    "Begin",
    "Box",
    "Choose",
    "Command",
    "Compare",
    "Copy",
    "Delete",
    "DropExpression",
    "FaceScreen",
    "Forget",
    "Go",
    "Introduce",
    "Jot",
    "KeepExpression",
    "Key",
    "MakeKey",
    "Open",
    "Own",
    "Rename",
    "Screen",
    "Settings",
    "Show",
    "Unfilm",
    "Unjot",
    "render",
]
