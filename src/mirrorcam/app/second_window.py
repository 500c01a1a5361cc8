"""The second window, for whoever guides: its own small picture, painted a few times a second.

pygame keeps one window for ``pygame.display``; others come from ``pygame._sdl2.video``, which is called experimental,
so whatever goes wrong in there closes the second window, and only that. It is painted in software: a renderer on the
graphics card would wait for that screen's own pace, and the first window with it.
"""

from __future__ import annotations

from typing import Any

import pygame

from mirrorcam.app.painting.easel import Box, Easel, Point
from mirrorcam.app.screens import SMALLEST_PX, Screen
from mirrorcam.phrases import catalogue, phrase

try:
    from pygame._sdl2 import video
except ImportError:  # a pygame that was built without it
    video = None  # type: ignore[assignment]

PICTURES_A_SECOND = 10
BUSY_S, LATEST_S = 0.009, 0.25
"""Both windows' pictures together should take no longer than a sixtieth of a second, so when the first one's took more
than so much, the second one's is put off, up to this long after the last."""
SIZE, SMALLEST = (760, 560), (400, 520)
TALL = 720
"""As tall as this the narrowest one has room for faces that can be read, and for notes."""
FRAME, BARS = 16.0, 64.0
"""What a desktop needs beside a window and over and under it, in pixels: the frame (8 on either side on Windows), and
the window's title with a bar of the desktop's own."""
CENTRED = 0x2FFF0000
"""Added to a screen's number it stands for a place in that screen's middle (SDL_WINDOWPOS_CENTERED_DISPLAY)."""


class SecondWindow:
    """``place``: where it was the last time, or has room; without one, in the middle of the screen with the number
    ``on``."""

    def __init__(self, density: float, on: int, place: Box | None, icon: pygame.Surface) -> None:
        """Raises pygame.error where a second window cannot be opened."""
        size = (
            tuple(round(side * density) for side in SIZE) if place is None else (int(place.w), int(place.h))
        )
        at = middle_of(on) if place is None else (int(place.x), int(place.y))
        if video is None:
            raise pygame.error("this pygame has only one window")
        self._density = density
        self._window: Any = video.Window(phrase("guided.title"), size, at, resizable=True)
        self._window.set_icon(icon)
        self._renderer: Any = video.Renderer(self._window, accelerated=0)
        self._texture: Any = None
        self._drawn_s = -1.0
        self.minimised = False
        self._fit()
        if place is not None:  # only a window that is there is placed by its picture, and not by its frame
            self._window.position = at

    @property
    def id(self) -> int:
        return int(self._window.id)

    @property
    def place(self) -> Box:
        return place_of(self._window)

    def centre(self, screen: int) -> None:
        self._window.position = middle_of(screen)

    def come_forward(self) -> None:
        """From behind another window, or from where minimised windows are."""
        if self.minimised:
            self._window.restore()
        self._window.focus()

    def close(self) -> None:
        """In the order in which SDL wants it."""
        self._texture = self._renderer = None
        self._window.destroy()

    def layout(self, pos: tuple[int, int]) -> Point:
        return self._easel.at(pos)

    def anew(self) -> None:
        """What was painted has been lost."""
        self._fit()

    def show(self, screen: Screen, now_s: float, busy_s: float = 0.0) -> None:
        """Paints, if it is time to. ``busy_s``: what the first window has already spent on this picture; where that is
        much, the second one waits a little. Raises pygame.error."""
        since_s = now_s - self._drawn_s
        least_s = LATEST_S if busy_s > BUSY_S else 1 / PICTURES_A_SECOND
        if 0 <= since_s < least_s:
            return
        self._drawn_s = now_s
        if tuple(self._window.size) != self._picture.get_size():
            self._fit()
        painted = self._easel.show(screen.picture(self._easel.size), catalogue().right_to_left)
        if painted:
            self._texture.update(self._picture)
            self._texture.draw()
            self._renderer.present()

    def _fit(self) -> None:
        width, height = (max(1, side) for side in self._window.size)
        scale = self._density * min(
            1.0,
            *(side / self._density / least for side, least in zip((width, height), SMALLEST, strict=True)),
        )
        self._easel = Easel(width, height, scale)
        pixels: Any = self._easel.pixels
        self._picture = pygame.image.frombuffer(pixels, (width, height), "RGBX")
        self._texture = video.Texture(self._renderer, (width, height), streaming=True)
        self._drawn_s = -1.0


def middle_of(screen: int) -> tuple[int, int]:
    """A window's place in the middle of the screen with this number."""
    return CENTRED | screen, CENTRED | screen


def place_of(window: Any) -> Box:
    """Where a window is on the desktop, in pixels."""
    return Box(*window.position, *window.size)


def first_window() -> Any:
    """That of ``pygame.display``, which alone tells where it is; None where there is no such thing. To be held on to as
    long as it is open: pygame gives what was once asked for with every event of it, also when it is no more."""
    return None if video is None else video.Window.from_display_module()


def screens() -> list[Box]:
    """Every screen's place and size on the desktop, in pixels. pygame tells only the sizes, so a window that is never
    shown is put in the middle of each."""
    found = []
    for number, (width, height) in enumerate(pygame.display.get_desktop_sizes()):
        probe: Any = video.Window("", (2, 2), middle_of(number), hidden=True)
        x, y = probe.position
        probe.destroy()
        found.append(Box(x - (width - 2) // 2, y - (height - 2) // 2, width, height))
    return found


def side_by_side(first: Box, screen: Box, density: float) -> tuple[Box, Box] | None:
    """Where both windows have their places on one screen, so that neither covers the other: the first as it is where
    there is room beside it, else at the left edge, and no wider than leaves room. None: the screen is too small."""
    least = SMALLEST[0] * density + FRAME
    left, right = first.x - screen.x, screen.right - first.right
    if max(left, right) < least:
        first = first._replace(x=screen.x, w=min(first.w, screen.w - least))
        left, right = 0.0, screen.right - first.right
    if first.w < SMALLEST_PX[0] * density:
        return None
    wide = min(max(left, right) - FRAME, SIZE[0] * density)
    x = first.right + FRAME if right >= left else first.x - FRAME - wide
    tall = max(first.h, TALL * density)
    return first, Box(x, first.y, wide, min(tall, screen.bottom - BARS - first.y))


def lost(window: Box, there: list[Box]) -> bool:
    """So little of it lies on any screen that it could not be taken hold of."""
    return not any(_shared(window, screen) > 0.15 for screen in there)


def _shared(window: Box, screen: Box) -> float:
    """How much of the window's upper edge, where it is taken hold of, lies on a screen: 0..1."""
    if not screen.y - 40 <= window.y < screen.bottom - 20:
        return 0.0
    across = min(window.right, screen.right) - max(window.x, screen.x)
    return max(0.0, across) / max(1.0, window.w)
