"""Somebody at the real window, without a camera: a made-up person who smiles as they are asked to, and a hand that uses
what is on the screen, by keys alone or by mouse alone. No time goes by: every turn of the window is three pictures
of the camera."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

os.environ["SDL_VIDEODRIVER"] = "dummy"

import numpy as np
import pygame
import pytest

from mirrorcam.app import opening
from mirrorcam.app.desk import ProgramDesk
from mirrorcam.app.feed import Stepped
from mirrorcam.app.opening import Wish
from mirrorcam.app.screens import Action, Screen
from mirrorcam.app.seeing import Eyes, EyesForTwo
from mirrorcam.app.window import Window
from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import Frame
from mirrorcam.session import Moment
from mirrorcam.sources import Opened
from mirrorcam.stores import open_store
from mirrorcam.trackers import Tracked
from mirrorcam.trackers.scripted import ScriptedTracker
from performing import smiling
from plain_face import HEIGHT, WIDTH

FRAME_S, TURN_S = 0.1, 0.3
TILES = np.random.default_rng(1).integers(60, 200, (HEIGHT // 6, WIDTH // 6 + 1, 1), np.uint8)
PICTURE = np.kron(TILES, np.ones((6, 6, 3), np.uint8))[:, :WIDTH]
"""Bright, and with enough detail to pass for a sharp picture."""
DENSITY = 0.5
"""Half the pixels each way: the same layout, drawn more quickly."""


class Somebody(Opened):
    """A source of pictures in which ``eyes`` see a face that smiles as far as is asked for, a moment later."""

    name = "somebody of the script"

    def __init__(self, seconds: float = 600.0) -> None:
        super().__init__()
        self._frames = round(seconds / FRAME_S)
        self._asked: Expression = NEUTRAL

    def prompt(self, asked: Expression | None, leads: str | None = None) -> None:
        self._asked = asked or NEUTRAL

    def __iter__(self) -> Iterator[Frame]:
        for number in range(self._frames):
            yield Frame(number * FRAME_S + 1e-7, number, PICTURE)

    def eyes(self, for_two: bool) -> Eyes:
        if for_two:
            return EyesForTwo(ScriptedTracker(self._seen((0.75, 0.5), (0.25, 0.5))))
        return Eyes(ScriptedTracker(self._seen((0.5, 0.5))))

    def _seen(self, *places: tuple[float, float]) -> Iterator[Tracked]:
        """A face at each of these places in the picture."""
        share = 0.0
        while True:
            share += 0.4 * (self._asked["AU12"] - share)
            yield Tracked(tuple(smiling(round(share, 2), at=at) for at in places), len(places))


def instead_of_a_camera(monkeypatch: pytest.MonkeyPatch, seconds: float = 600.0) -> None:
    """Every session that is opened from now on sees the person of the script, for so long."""

    def opened(*_: object, for_two: bool = False, **__: object) -> tuple[Somebody, Eyes]:
        somebody = Somebody(seconds)
        return somebody, somebody.eyes(for_two)

    monkeypatch.setattr(opening, "open_source_or_performer", opened)
    monkeypatch.setattr(opening, "ensure_model", lambda: None)


class AtTheWindow:
    """The program, from its store to its pixels, with a hand that uses it."""

    def __init__(
        self, folder: Path, hand: Hand, first: Action | None = None, wish: Wish | None = None
    ) -> None:
        self.desk = ProgramDesk(open_store("disk", folder), wish, Stepped)
        self.desk.save(replace(self.desk.settings, person="line"))  # who is drawn the quickest
        self.hand = hand
        self._now_s = 0.0
        self.window = Window(self.desk, first, DENSITY, lambda: self._now_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.window.close()

    @property
    def screen(self) -> Screen:
        return self.window.guide.screen

    @property
    def moment(self) -> Moment | None:
        return getattr(self.screen, "moment", None)

    @property
    def there(self) -> set[str]:
        """What can be used on the screen."""
        return {piece.name for piece in self.screen._shown if piece.name}

    def turn(self) -> None:
        """Three pictures of the camera, and one of the window."""
        for _ in range(round(TURN_S / FRAME_S)):
            feed: Any = self.window.guide.feed
            if feed is not None:
                feed.advance()
        self._now_s += TURN_S
        assert self.window.step([])

    def use(self, name: str) -> None:
        assert name in self.there, f"{name} is not among {sorted(self.there)}"
        for event in self.hand.reach(self, name):
            self.window.step([event])
        self.turn()

    def press(self, key: int, sign: str = "") -> None:
        self.window.step([pressed(key, sign)])


class Hand:
    """How somebody uses a thing on the screen."""

    def reach(self, at: AtTheWindow, name: str) -> Iterator[pygame.event.Event]:
        raise NotImplementedError


class ByKeys(Hand):
    """By the key that stands on it where there is one, else by Tab until it is reached."""

    def reach(self, at: AtTheWindow, name: str) -> Iterator[pygame.event.Event]:
        at.screen.focus = ""
        if name in KEYS:
            yield pressed(*KEYS[name])
            return
        for _ in range(len(at.there) + 1):
            yield pressed(pygame.K_TAB, "\t")
            if at.screen.focus == name:
                yield pressed(pygame.K_RETURN, "\r")
                return
        raise AssertionError(f"Tab does not lead to {name}")


class ByMouse(Hand):
    """With a click into its middle."""

    def reach(self, at: AtTheWindow, name: str) -> Iterator[pygame.event.Event]:
        piece = next(piece for piece in reversed(at.screen._shown) if piece.name == name)
        scale = at.window.easel.scale
        pos = tuple(round(along * scale) for along in piece.box.middle)
        yield pygame.event.Event(pygame.MOUSEMOTION, pos=pos, rel=(1, 1), buttons=(0, 0, 0))
        yield pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=pos)


def pressed(key: int, sign: str = "") -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN, key=key, unicode=sign, mod=0)


KEYS = {
    "next": (pygame.K_RETURN, "\r"), "skip": (pygame.K_RIGHT, ""), "pause": (pygame.K_SPACE, " "),
    "go on": (pygame.K_SPACE, " "), "stop": (pygame.K_ESCAPE, ""), "easier": (pygame.K_MINUS, "-"),
    "harder": (pygame.K_PLUS, "+"), "camera": (pygame.K_h, "h"), "turn": (pygame.K_m, "m"),
    "choice 0": (pygame.K_0, "0"), "choice 1": (pygame.K_1, "1"), "choice 2": (pygame.K_2, "2"),
}  # fmt: skip
"""What is used by a key of its own."""
