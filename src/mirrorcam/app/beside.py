"""The second window's life beside the first: opened, heard, painted, closed, and both brought back from screens that
are gone. Whatever goes wrong here ends the second window only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pygame

from mirrorcam.app.guide import Guide
from mirrorcam.app.painting.easel import Box
from mirrorcam.app.screens import Key
from mirrorcam.app.screens.guiding import KEYS
from mirrorcam.app.second_window import (
    SecondWindow,
    first_window,
    lost,
    middle_of,
    place_of,
    screens,
    side_by_side,
)

FUNCTION_KEYS = frozenset(key.lower() for key in KEYS.values())
WINDOW, NOTE = KEYS["window"].lower(), KEYS["note"].lower()
LOOK_AROUND_S = 1.0
"""Screens that were unplugged are noticed so soon."""


class Beside:
    """``read``: the key of a KEYDOWN event. ``icon``: of the program."""

    def __init__(
        self, guide: Guide, density: float, read: Callable[[Any], Key | None], icon: pygame.Surface
    ) -> None:
        self._guide, self._density, self._read, self._icon = guide, density, read, icon
        self._first = first_window()
        self._second: SecondWindow | None = None
        self._place: Box | None = None
        """Where the second window was, when it was closed."""
        self._moved: tuple[Box, Box] | None = None
        """From where to where the first window was moved, so that both have room on one screen."""
        self._offered = False
        self._sizes = pygame.display.get_desktop_sizes()
        self._looked_s = 0.0

    @property
    def open(self) -> bool:
        return self._second is not None

    @property
    def repeats(self) -> bool:
        return self.open and self._guide.guiding.overview.repeats

    def has(self, event: Any) -> bool:
        """Whether it is about the second window."""
        window = getattr(event, "window", None)
        if window is None or self._second is None:
            return False
        return bool(window.id == self._second.id)

    def closes_first(self, event: Any) -> bool:
        """With two windows open, no QUIT comes when the first one is closed."""
        window = getattr(event, "window", None)
        if event.type != pygame.WINDOWCLOSE or window is None or self._first is None:
            return False
        return bool(window.id == self._first.id)

    def calls(self, event: Any) -> bool:
        """A key of whoever guides in the first window, from where they are away while the second one is open. Which of
        the two has the keyboard is nothing to think about."""
        if event.type != pygame.KEYDOWN or not self.open or self._guide.guiding.guided.strip:
            return False
        key = self._read(event)
        return key is not None and key.name in FUNCTION_KEYS

    def answer(self, event: Any) -> None:
        """The second window's own key brings it forward: it may lie behind the first. So does the one for a note, as
        what is written belongs there."""
        key = self._read(event)
        assert self._second is not None and key is not None
        if key.name in (WINDOW, NOTE):
            self._second.come_forward()
        if key.name != WINDOW:
            self._guide.do(self._guide.guiding.overview.key(key))

    def passes_on(self, event: Any) -> bool:
        """The person can pause whichever window has the keyboard."""
        if event.type != pygame.KEYDOWN or self._guide.guiding.overview.writing:
            return False
        key = self._read(event)
        return key is not None and key.name == "space"

    def hear(self, event: Any) -> None:
        screen, second = self._guide.guiding.overview, self._second
        assert second is not None
        if event.type == pygame.WINDOWCLOSE:
            self._leave()
        elif event.type == pygame.KEYDOWN and (key := self._read(event)) is not None:
            self._guide.do(screen.key(key))
        elif event.type == pygame.TEXTINPUT:
            screen.write(event.text)
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            self._guide.do(screen.click(second.layout(event.pos)))
        elif event.type == pygame.MOUSEMOTION:
            screen.point(second.layout(event.pos))
        elif event.type == pygame.WINDOWLEAVE:
            screen.point(None)
        elif event.type == pygame.WINDOWMINIMIZED:
            second.minimised = True
        elif event.type in (pygame.WINDOWEXPOSED, pygame.WINDOWRESTORED):
            second.minimised = False
            second.anew()

    def turn(self, now_s: float, busy_s: float = 0.0) -> None:
        """Once for every picture of the first window, which took ``busy_s``."""
        try:
            self._look_around(now_s)
            self._offer()
            self._open_or_close()
            if self._second is not None:
                self._second.show(self._guide.guiding.overview, now_s, busy_s)
        except pygame.error:
            self._leave()

    def close(self) -> None:
        second, self._second = self._second, None
        if second is not None:
            self._place = second.place
            second.close()
        self._give_room_back()

    def _offer(self) -> None:
        """As soon as there is a second screen, whoever guides has their window there; the keyboard stays with the
        person."""
        guided = self._guide.guiding.guided
        if guided.wanted and guided.running and not self._offered and len(self._sizes) > 1:
            self._offered = True
            if self.open:
                return
            self._guide.guiding.open_window(True)
            self._open_or_close()
            if self._first is not None:
                self._first.focus()

    def _open_or_close(self) -> None:
        wanted = self._guide.guiding.guided.window
        if wanted and self._second is None:
            place = self._place if len(self._sizes) > 1 else self._make_room()
            self._second = SecondWindow(self._density, self._another(), place, self._icon)
        elif not wanted and self._second is not None:
            self._leave()

    def _make_room(self) -> Box | None:
        """Where the second window covers nothing of what the person sees, on the only screen."""
        if self._first is None:
            return None
        here = place_of(self._first)
        places = side_by_side(here, screens()[0], self._density)
        if places is None:
            return None
        if places[0] != here:
            self._first.restore()
            self._move_first(places[0])
            self._moved = here, places[0]
        return places[1]

    def _give_room_back(self) -> None:
        """Unless somebody has given the first window another size meanwhile."""
        if self._moved is not None and place_of(self._first)[2:] == self._moved[1][2:]:
            self._move_first(self._moved[0])
        self._moved = None

    def _move_first(self, place: Box) -> None:
        x, y, wide, high = (round(side) for side in place)
        self._first.size, self._first.position = (wide, high), (x, y)

    def _another(self) -> int:
        """The number of a screen that the first window is not on, if there is one."""
        here = 0 if self._first is None else self._first.display_index
        return next((number for number in range(len(self._sizes)) if number != here), here)

    def _leave(self) -> None:
        """The session goes on, and what was being written is kept."""
        self._guide.do(self._guide.guiding.overview.unfinished())
        self.close()
        self._guide.guiding.open_window(False)

    def _look_around(self, now_s: float) -> None:
        """A window whose screen is gone comes to one that is there. Where one screen is left, it is the person's: the
        second window goes, and the keys are on the strip, until there is a second screen again."""
        if 0 <= now_s - self._looked_s < LOOK_AROUND_S:
            return
        self._looked_s = now_s
        before, self._sizes = self._sizes, pygame.display.get_desktop_sizes()
        if before == self._sizes:
            return
        there, self._place = screens(), None
        if self._first is not None and lost(place_of(self._first), there):
            self._first.position = middle_of(0)
        if self._second is None:
            return
        if len(there) == 1 < len(before):
            self._offered = False
            self._leave()
        elif lost(self._second.place, there):
            self._second.centre(self._another())
