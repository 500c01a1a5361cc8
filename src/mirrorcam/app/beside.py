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
from mirrorcam.app.second_window import SecondWindow, first_window, lost, middle_of, place_of, screens

LOOK_AROUND_S = 1.0
"""Screens that were unplugged are noticed so soon."""


class Beside:
    """``read``: the key of a KEYDOWN event."""

    def __init__(self, guide: Guide, density: float, read: Callable[[Any], Key | None]) -> None:
        self._guide, self._density, self._read = guide, density, read
        self._first = first_window()
        self._second: SecondWindow | None = None
        self._place: Box | None = None
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
        """The key that opens the second window, in the first one, while the keys of whoever guides are away from there:
        on one screen the second may lie behind the first."""
        if event.type != pygame.KEYDOWN or not self.open or self._guide.guiding.guided.strip:
            return False
        key = self._read(event)
        return key is not None and key.name == KEYS["window"].lower()

    def come_forward(self) -> None:
        assert self._second is not None
        self._second.come_forward()

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

    def _offer(self) -> None:
        """Where there is a second screen, whoever guides has their window there from the first session on."""
        guided = self._guide.guiding.guided
        if guided.wanted and guided.running and not self._offered:
            self._offered = True
            if len(self._sizes) > 1:
                self._guide.guiding.open_window(True)

    def _open_or_close(self) -> None:
        wanted = self._guide.guiding.guided.window
        if wanted and self._second is None:
            self._second = SecondWindow(self._density, self._another(), self._place)
        elif not wanted and self._second is not None:
            self._leave()

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
        """A window whose screen is gone comes to one that is there."""
        if 0 <= now_s - self._looked_s < LOOK_AROUND_S:
            return
        self._looked_s = now_s
        before, self._sizes = self._sizes, pygame.display.get_desktop_sizes()
        if before == self._sizes:
            return
        there, self._place = screens(), None
        if self._first is not None and lost(place_of(self._first), there):
            self._first.position = middle_of(0)
        if self._second is not None and lost(self._second.place, there):
            self._second.centre(0)
