"""The window: pygame's events become keys and clicks, and what the easel has painted is shown.

``run`` must be called in the main thread. ``Desk`` in ``protocols.py`` says what it needs of the program.
"""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import Any, Self

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
os.environ.setdefault("SDL_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR", "0")
os.environ.setdefault("SDL_WINDOWS_DPI_AWARENESS", "permonitorv2")

import pygame
import skia

from mirrorcam.app.beside import Beside
from mirrorcam.app.ending import Held, told_to_end
from mirrorcam.app.guide import Guide
from mirrorcam.app.painting.easel import Easel, Point
from mirrorcam.app.protocols import Desk
from mirrorcam.app.screens import (
    SMALLEST_PX,
    TEXTS,
    Action,
    Key,
    Screen,
    Settings,
    changed,
    layout_scale,
    stepped,
)
from mirrorcam.app.screens.home import WELCOME
from mirrorcam.app.screens.notice import NoticeScreen
from mirrorcam.app.second_window import BARS
from mirrorcam.app.sound.sounds import Sounds
from mirrorcam.app.sound.tones import Tones
from mirrorcam.app.sound.voice import Voice
from mirrorcam.avatars import Avatar
from mirrorcam.phrases import catalogue, phrase

FRAMES_A_SECOND = 60
FIRST_SIZE = (1280, 800)
REPEAT_MS = (350, 50)
"""Keys that are held down repeat after, and every so many milliseconds, where a screen wants that."""

KEY_NAMES = {
    "return": "enter",
    "keypad enter": "enter",
    "pageup": "page up",
    "pagedown": "page down",
    "[4]": "left",
    "[6]": "right",
    "[8]": "up",
    "[2]": "down",
}

ONE_KEY = ("space", "enter")
"""Either of them is the one key, for who uses but one."""
ZOOM_KEYS = {"+": 1, "=": 1, "[+]": 1, "-": -1, "[-]": -1, "0": 0, "[0]": 0}


class NoScreenError(Exception):
    """There is nowhere to open a window."""


def run(desk: Desk, first: Action | None = None, density: float | None = None, guided: bool = False) -> None:
    """Opens the window and stays until it is closed. ``first``: what to begin with (the home page if None).
    ``guided``: whoever guides has keys of their own.

    Raises NoScreenError, and KeyboardInterrupt on Ctrl-C; in every case what was done has been kept.
    """
    with Window(desk, first, density, guided=guided) as window:
        while window.step(pygame.event.get()):
            if told_to_end():
                raise KeyboardInterrupt
            window.wait()


class Window:
    """One turn of the loop is ``step``. ``clock`` gives seconds."""

    def __init__(
        self,
        desk: Desk,
        first: Action | None = None,
        density: float | None = None,
        clock: Callable[[], float] = time.perf_counter,
        *,
        guided: bool = False,
    ) -> None:
        self.density = screen_density() if density is None else density
        self._clock = clock
        self._pace = pygame.time.Clock()
        shown = icon(desk.avatar())
        _open_display(self.density, shown)
        self.guide = Guide(desk, first, guided, Sounds(Voice(), Tones()))
        self.beside = Beside(self.guide, self.density, key_of, shown)
        self._fit()
        self._repeats = False
        self._hand = False
        self._complained = False
        self._opening_sign = ""
        self._types = False
        """The last key was not the one key: somebody with more keys is there, and may write."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Who asks for an end once more does not disturb it."""
        with Held():
            try:
                self.guide.close()
            finally:
                self.beside.close()
                pygame.display.quit()

    def step(self, events: Sequence[Any]) -> bool:
        """One turn: what has happened, then what is to be seen. False: the window is to be closed."""
        for event in events:
            if self.beside.has(event) and not self.beside.passes_on(event):
                self._spared(partial(self.beside.hear, event))
                continue
            if event.type == pygame.QUIT or _wants_to_quit(event) or self.beside.closes_first(event):
                return False
            hear = self.beside.answer if self.beside.calls(event) else self._hear
            self._spared(partial(hear, event))
        began_s = self._clock()
        self.guide.tick(began_s)
        self._show()
        self.beside.turn(began_s, self._clock() - began_s)
        return not self.guide.quit

    def wait(self) -> None:
        self._pace.tick(FRAMES_A_SECOND)

    # ------------------------------------------------------------ hearing

    def _hear(self, event: Any) -> None:
        screen = self.guide.view
        if event.type == pygame.KEYDOWN:
            key, zoom = key_of(event), zoom_of(event)
            if zoom is not None:
                self.guide.do(zoomed(self.guide.settings, zoom))
            elif (
                key is not None and key.name in ONE_KEY and self._one_key() and not self._writes(screen, key)
            ):
                self._take_highlighted(event.unicode)
            elif key is not None:
                self._press(screen, turned_key(key) if self.easel.turned else key, event.unicode)
        elif event.type == pygame.TEXTINPUT:
            self._write(screen, event.text)
        elif (
            event.type == pygame.MOUSEBUTTONDOWN
            and event.button == 1
            and self._one_key(self._layout(event.pos))
        ):
            self._take_highlighted("")
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            self.guide.do(screen.click(self._layout(event.pos)))
        elif event.type == pygame.MOUSEMOTION:
            self._move(screen, event)
        elif event.type == pygame.MOUSEWHEEL and event.y:
            self.guide.do(screen.key(Key("wheel up" if event.y > 0 else "wheel down")))
        elif event.type == pygame.WINDOWLEAVE:
            screen.point(None)
        elif event.type in (pygame.WINDOWEXPOSED, pygame.WINDOWRESTORED):
            self._fit()

    def _one_key(self, at: Point | None = None) -> bool:
        """The person has one key, and this is it: not what whoever guides writes, or clicks at ``at``."""
        return self.guide.settings.one_key and not self.guide.guiding.claims(self.guide.screen, at)

    def _writes(self, screen: Screen, key: Key) -> bool:
        """Whether the one key is a key like any other just now: a space of what somebody writes, or Enter while the
        highlight is still on the line."""
        writes = screen.writing and self._types
        return writes and (key.name == "space" or self.guide.screen.focus == self.guide.screen.line_field)

    def _take_highlighted(self, sign: str) -> None:
        """``sign``: what the key would have written."""
        self._types, self._opening_sign = False, sign
        self.guide.take_highlighted()

    def _press(self, screen: Screen, key: Key, sign: str) -> None:
        """A key that begins writing is not written: its sign comes as a text of its own, after it."""
        wrote = screen.writing
        self.guide.do(screen.key(key))
        self._opening_sign = sign if screen.writing and not wrote else ""
        if self._one_key():
            self._types = True
            self._rest_highlight(back=not wrote)

    def _write(self, screen: Screen, text: str) -> None:
        if screen.writing and text != self._opening_sign:
            screen.write(text)
            if self._one_key():
                self._types = True
                self._rest_highlight(back=True)
        self._opening_sign = ""

    def _rest_highlight(self, *, back: bool) -> None:
        if self.guide.screen.writing:
            self.guide.rest_highlight(back=back)

    def _move(self, screen: Screen, event: Any) -> None:
        at = self._layout(event.pos)
        if event.buttons[0]:
            screen.drag(at)
        over = screen.point(at)
        if over != self._hand:
            self._hand = over
            shape = pygame.SYSTEM_CURSOR_HAND if over else pygame.SYSTEM_CURSOR_ARROW
            with suppress(pygame.error):  # not every display has this cursor
                pygame.mouse.set_cursor(shape)

    def _layout(self, pos: tuple[int, int]) -> Point:
        return self.easel.at(pos)

    # ------------------------------------------------------------ showing

    def _fit(self) -> None:
        """A fresh easel of the window's size; everything is painted anew."""
        surface = pygame.display.get_surface()
        width, height = max(1, surface.get_width()), max(1, surface.get_height())
        self.easel = Easel(width, height, self._scale(width, height))
        pixels: Any = self.easel.pixels
        self._picture = pygame.image.frombuffer(pixels, (width, height), "RGBX")

    def _scale(self, width: int, height: int) -> float:
        """The strip of whoever guides comes on top of what a screen needs at least."""
        scale = layout_scale(width, height, self.density, self.guide.settings.zoom)
        return min(scale, height / (SMALLEST_PX[1] + self.guide.guiding.below(self.guide.screen)))

    def _show(self) -> None:
        surface = pygame.display.get_surface()
        size = surface.get_size()
        if size != self._picture.get_size() or self._scale(*size) != self.easel.scale:
            self._fit()
            surface = pygame.display.get_surface()
        boxes = self._paint()
        for box in boxes:
            surface.blit(self._picture, box[:2], box)
        if boxes:
            pygame.display.update(boxes)
        self._set_repeat(self.guide.view.repeats or self.beside.repeats)

    def _spared(self, attempt: Callable[[], None]) -> None:
        """A key or a click that a screen cannot take must not take the session with it: it does nothing."""
        try:
            attempt()
        except Exception:
            self._complain()

    def _complain(self) -> None:
        """Once, for whoever mends it."""
        if not self._complained:
            traceback.print_exc(file=sys.stderr)
        self._complained = True

    def _paint(self) -> list[tuple[int, int, int, int]]:
        """A screen that cannot be drawn must not take the session with it: a sentence stands in for it."""
        turned = catalogue().right_to_left
        try:
            return self.easel.show(self.guide.view.picture(self.easel.size), turned)
        except Exception:
            self._complain()
            title, words = phrase("practice.cannot_draw"), phrase("practice.cannot_draw_words")
            stand_in = NoticeScreen(self.guide.settings, title, words)
            return self.easel.show(stand_in.picture(self.easel.size), turned)

    def _set_repeat(self, repeats: bool) -> None:
        if repeats != self._repeats:
            self._repeats = repeats
            pygame.key.set_repeat(*(REPEAT_MS if repeats else ()))


def key_of(event: Any) -> Key | None:
    """The key of a KEYDOWN event; None for what is meant for the system (Ctrl, Alt, Command)."""
    if event.mod & (pygame.KMOD_CTRL | pygame.KMOD_ALT | pygame.KMOD_META):
        return None
    sign = event.unicode
    if sign.isprintable() and not sign.isspace() and sign:
        return Key(sign.lower(), bool(event.mod & pygame.KMOD_SHIFT))
    name = pygame.key.name(event.key)
    return Key(KEY_NAMES.get(name, name), bool(event.mod & pygame.KMOD_SHIFT))


def zoom_of(event: Any) -> int | None:
    """Ctrl or Command with + makes everything larger (1), with − smaller (−1), with 0 as it was (0)."""
    if not event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META):
        return None
    return ZOOM_KEYS.get(pygame.key.name(event.key))


def zoomed(settings: Settings, by: int) -> Settings:
    """The next size of text, or the first for 0."""
    return changed(settings, text=stepped(settings.text, TEXTS, by) if by else TEXTS[0])


def turned_key(key: Key) -> Key:
    """In a picture that is turned about its middle the arrows go the other way."""
    return replace(key, name={"left": "right", "right": "left"}.get(key.name, key.name))


def _wants_to_quit(event: Any) -> bool:
    leaving = event.type == pygame.KEYDOWN and event.key in (pygame.K_q, pygame.K_w)
    return leaving and bool(event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META))


def screen_density() -> float:
    """Real pixels for each that layouts are made in: MIRRORCAM_SCALE, what the desktop says, or 1."""
    for name in ("MIRRORCAM_SCALE", "GDK_SCALE", "QT_SCALE_FACTOR"):
        try:
            return min(4.0, max(0.5, float(os.environ[name])))
        except (KeyError, ValueError):
            continue
    if sys.platform == "win32":
        import ctypes

        return max(1.0, float(ctypes.windll.user32.GetDpiForSystem()) / 96)
    return 1.0


def _open_display(density: float, icon: pygame.Surface) -> None:
    try:
        pygame.display.init()
        wide, high = pygame.display.get_desktop_sizes()[0]
        room = (wide, high - round(BARS))
        size = [min(round(side * density), most) for side, most in zip(FIRST_SIZE, room, strict=True)]
        pygame.display.set_caption("mirrorcam")
        pygame.display.set_icon(icon)
        pygame.display.set_mode(size, pygame.RESIZABLE)
    except pygame.error as error:
        raise NoScreenError(f"no window can be opened here: {error}") from error


def icon(avatar: Avatar, side: int = 64) -> pygame.Surface:
    surface = skia.Surface(side, side)
    with surface as canvas:
        canvas.scale(side, side)
        avatar.draw(canvas, WELCOME.expression)
    picture = surface.makeImageSnapshot().toarray(colorType=skia.kRGBA_8888_ColorType)
    return pygame.image.frombuffer(picture.tobytes(), (side, side), "RGBA")
