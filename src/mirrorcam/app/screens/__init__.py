"""Screens: what is to be seen and done, as pieces of a picture and as actions. No window, no clock.

A screen gets plain data, answers ``picture(size)`` with pieces for the easel, and turns a ``Key`` or a click
into an action. Whatever it cannot do itself it hands back to the window.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
import skia
from numpy.typing import NDArray

from mirrorcam.app.controls import Tap, Touch
from mirrorcam.app.easel import Box, Easel, Piece, Point, Size, paint_all
from mirrorcam.app.theme import STANDARD, THEMES, Theme, after
from mirrorcam.avatars import Avatar
from mirrorcam.phrases import catalogue
from mirrorcam.session import Act, Command


@dataclass(frozen=True, slots=True)
class Key:
    """A key that was pressed: "space", "enter", "escape", "tab", "left", "page up", "a", "+", …"""

    name: str
    shift: bool = False


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


@dataclass(frozen=True, slots=True)
class Begin:
    """Begin an exercise. ``keep`` None: as the settings say, and ask if they say nothing."""

    exercise: str
    keep: bool | None = None
    remember: bool = False
    """``keep`` is the person's answer from now on, not only for this time."""


@dataclass(frozen=True, slots=True)
class Open:
    """Look at a session kept earlier."""

    session: str


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete a session kept earlier, for good."""

    session: str


class Go(StrEnum):
    """To another place of the program."""

    HOME = "home"
    EXERCISES = "exercises"
    SESSIONS = "sessions"
    SETTINGS = "settings"
    PEOPLE = "people"
    AGAIN = "again"  # the recording of the session that has just ended
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Own:
    """Something that the screen does by itself."""

    what: str
    of: str = ""


Action = Act | Settings | Begin | Open | Delete | Go | Own


class Screen(ABC):
    """What every screen can do. Subclasses give their pieces and their keys."""

    repeats = False
    """Whether keys that are held down repeat."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.focus = ""
        self.hovered = ""
        self._shown: list[Piece] = []

    @property
    def theme(self) -> Theme:
        return self.settings.look

    @property
    def writing(self) -> bool:
        """Keys with signs on them write: they come as ``write``, and do nothing else."""
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
        self._shown = self.pieces(size)
        return self._shown

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


ARROWS = {"down": 1, "right": 1, "up": -1, "left": -1}


def changed(settings: Settings, **choices: Any) -> Settings:
    """The same settings but for these."""
    return replace(settings, **choices)


SMALLEST_PX = (1040.0, 690.0)
"""Layout units that every screen has room for, at least; a smaller window shows everything smaller."""


def layout_scale(width_px: float, height_px: float, density: float = 1.0) -> float:
    """Real pixels in one layout unit. At 1280×800 it is the density; larger windows get larger type and more
    room, half each."""
    width, height = width_px / density, height_px / density
    natural = math.sqrt(min(width / 1280, height / 800))
    return density * min(natural, width / SMALLEST_PX[0], height / SMALLEST_PX[1])


def render(
    screen: Screen, width: int, height: int, scale: float = 1.0, theme: str | None = None
) -> NDArray[np.uint8]:
    """A screen as a picture without a window: (height·scale, width·scale, 4) uint8 RGBA."""
    if theme is not None:
        screen.settings = changed(screen.settings, theme=theme)
    width_px, height_px = round(width * scale), round(height * scale)
    easel = Easel(width_px, height_px, layout_scale(width_px, height_px, scale))
    easel.show(screen.picture(easel.size), catalogue().right_to_left)
    return easel.pixels


__all__ = [
    "Action",
    "Begin",
    "Box",
    "Command",
    "Delete",
    "FaceScreen",
    "Go",
    "Key",
    "Open",
    "Own",
    "Screen",
    "Settings",
    "render",
]
