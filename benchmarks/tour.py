"""A film of two minutes through the program: its own window, its own performer, its own tracker; no camera.

    python -m benchmarks.tour [--out tour.mkv] [--stills FOLDER] [--fps 30]        (or: make tour)

Nothing is staged but the pointer and the captions: every picture is what the window shows, and every click goes
through the window's own events. It does not run in real time, and draws no chance, so it is the same film every time.
Needs the face model, no screen, and a few minutes.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

os.environ["SDL_VIDEODRIVER"] = "dummy"

import numpy as np
import pygame
import skia
from numpy.typing import NDArray

from mirrorcam import phrases
from mirrorcam.acts import Command
from mirrorcam.app import opening
from mirrorcam.app.desk import ProgramDesk
from mirrorcam.app.feed import Stepped
from mirrorcam.app.opening import Wish
from mirrorcam.app.painting import lettering
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.painting.theme import STANDARD
from mirrorcam.app.practice import Practice
from mirrorcam.app.screens import Action, Begin, Go, Open, Screen
from mirrorcam.app.screens.progress import ProgressScreen
from mirrorcam.app.screens.review import ReviewScreen
from mirrorcam.app.screens.summary import SummaryScreen
from mirrorcam.app.seeing import eyes_for
from mirrorcam.app.window import Window
from mirrorcam.exercise import find_exercise
from mirrorcam.expression import Expression
from mirrorcam.face import Frame
from mirrorcam.recorder import Recorder
from mirrorcam.session import Moment, Session
from mirrorcam.sources.film_writer import write_film
from mirrorcam.sources.synthetic import Performer
from mirrorcam.stores import Store, open_store
from mirrorcam.target import library

WIDTH, HEIGHT = 1280, 800
BAND = 64
"""Below the window's picture, for the captions."""
CAPTION = Style(25, "SemiBold", 1.2, -0.01)
FADE_S, GLIDE_S = 0.35, 0.7
"""How long one picture takes to become the next, and the pointer to its next place."""
LONGEST_S = 180.0
"""Of what is passed over in a session, in its own time."""
WORN = "amara"
"""Who mirrors; it is somebody else who performs."""
SESSIONS_BEFORE = (0.45, 0.6, 0.5, 0.7, 0.65, 0.8, 0.75)
"""How far the performer went in sessions that were kept before the film begins, one every second day."""
ARROW = ((0, 0), (0, 21), (5, 16.5), (8.5, 24.5), (12, 23), (8.5, 15.3), (15, 15))

Picture = NDArray[np.uint8]
Frames = Iterator[Picture]


class Tour:
    """The program and somebody who shows it. Its methods yield the film's pictures."""

    def __init__(self, folder: Path, fps: float = 30.0, stills: Path | None = None) -> None:
        self.fps, self.now_s = fps, 0.0
        wish = Wish(find_exercise("first-steps", library()), source=opening.PERFORMER)
        self.store = open_store("disk", folder)
        self.desk = ProgramDesk(self.store, wish, Stepped)
        self.desk.save(replace(self.desk.settings, person=WORN))
        self.window = Window(self.desk, density=1.0, clock=lambda: self.now_s)
        pygame.display.set_mode((WIDTH, HEIGHT - BAND))
        self._stills = stills
        self._caption = ""
        self._pointer = (WIDTH * 0.62, HEIGHT * 0.6)
        self._pointing = False
        self._shown: Picture | None = None
        self._fading = 0
        self.taken = 0
        """How many pictures the film has so far."""

    @property
    def screen(self) -> Screen:
        return self.window.guide.screen

    @property
    def moment(self) -> Moment | None:
        return getattr(self.screen, "moment", None)

    # ------------------------------------------------------------ what is filmed

    def say(self, caption: str) -> None:
        self._caption = caption

    def watch(self, seconds: float) -> Frames:
        for _ in range(round(seconds * self.fps)):
            yield self._picture([])

    def watch_until(self, reached: Callable[[Moment], bool], longest_s: float) -> Frames:
        """At most so long."""
        for _ in range(round(longest_s * self.fps)):
            if isinstance(self.screen, SummaryScreen) or (self.moment and reached(self.moment)):
                return
            yield self._picture([])

    def click(self, name: str) -> Frames:
        """The pointer glides to it, rests, and clicks."""
        place = self._place(name)
        begun, self._pointing = self._pointer, True
        steps = max(1, round(GLIDE_S * self.fps))
        for step in range(1, steps + 1):
            share = step / steps
            eased = share * share * (3 - 2 * share)
            x, y = (a + (b - a) * eased for a, b in zip(begun, place, strict=True))
            yield self._point(x, y)
        yield from (self._picture([]) for _ in range(round(0.25 * self.fps)))
        at = (round(self._pointer[0]), round(self._pointer[1]))
        self.window.step([pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=at)])
        self._fade()

    def go(self, action: Action) -> None:
        """Straight there, with a soft cut."""
        self._pointing = False
        self.window.guide.do(action)
        self._fade()

    def begin(self, exercise: str) -> None:
        self.go(Go.HOME)
        self.go(Begin(exercise, keep=True))

    def set(self, **choices: Any) -> None:
        self.go(replace(self.desk.settings, **choices))

    def pass_until(self, reached: Callable[[Moment], bool]) -> None:
        """On in the session without filming, over cards that wait, until there is something to see."""
        begun_s, self._pointing = self.now_s, False
        while self.now_s - begun_s < LONGEST_S and not isinstance(self.screen, SummaryScreen):
            self._advance()
            if self.moment is not None and reached(self.moment):
                break
            if self.moment is not None and self.moment.kind == "say":
                self.window.guide.do(Command.NEXT)
        self._fade()

    def wait_for(self, screen: type[Screen]) -> None:
        """What is opened in a thread."""
        for _ in range(3000):
            if isinstance(self.screen, screen):
                return
            time.sleep(0.01)
            self.window.guide.tick(self.now_s)
        raise RuntimeError(f"{screen.__name__} does not come; it is {type(self.screen).__name__}")

    def skip_to(self, phase: str) -> None:
        """On from phase to phase of a step, with its own key for that."""
        for _ in range(4):
            if self.moment is None or self.moment.scene.phase == phase:
                break
            before = self.moment.scene.phase
            self.window.guide.do(Command.NEXT)
            self.pass_until(lambda moment, before=before: moment.scene.phase != before)  # type: ignore[misc]

    def still(self, name: str) -> None:
        if self._stills is not None:
            self.window.step([])
            picture = skia.Image.fromarray(
                np.ascontiguousarray(self.window.easel.pixels), colorType=skia.kRGBA_8888_ColorType
            )
            picture.save(str(self._stills / f"{name}.png"), skia.kPNG)

    # ------------------------------------------------------------ how it is filmed

    def _place(self, name: str) -> tuple[float, float]:
        self.window.step([])
        piece = next(piece for piece in reversed(self.screen._shown) if piece.name == name)
        x, y = piece.box.middle
        return x * self.window.easel.scale, y * self.window.easel.scale

    def _point(self, x: float, y: float) -> Picture:
        self._pointer = (x, y)
        return self._picture(
            [pygame.event.Event(pygame.MOUSEMOTION, pos=(round(x), round(y)), rel=(1, 1), buttons=(0, 0, 0))]
        )

    def _fade(self) -> None:
        self._fading = max(1, round(FADE_S * self.fps))

    def _advance(self) -> None:
        """A film's frame of time: as much of the session as fits into it."""
        self.now_s += 1 / self.fps
        feed: Any = self.window.guide.feed
        if feed is not None:
            begun_s = feed.practice.time_s if feed.practice else 0.0
            feed.advance()
            while not feed.ended and feed.practice.time_s - begun_s < 1 / self.fps - 1e-3:
                feed.advance()
        self.window.guide.tick(self.now_s)

    def _picture(self, events: list[pygame.event.Event]) -> Picture:
        self._advance()
        self.window.step(events)
        fresh = self._framed()
        if self._fading and self._shown is not None:
            share = 1 / self._fading
            fresh = (self._shown * (1 - share) + fresh * share).round().astype(np.uint8)
            self._fading -= 1
        self._shown = fresh
        self.taken += 1
        return fresh

    def _framed(self) -> Picture:
        """The window's picture, the pointer, and the caption below."""
        canvas_of = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
        canvas_of[: HEIGHT - BAND] = self.window.easel.pixels
        with skia.Surface(canvas_of) as canvas:
            band = skia.Paint(Color=0xFF000000 | STANDARD.ink)
            canvas.drawRect(skia.Rect.MakeXYWH(0, HEIGHT - BAND, WIDTH, BAND), band)
            words = lettering.line(self._caption, CAPTION)
            baseline = HEIGHT - BAND / 2 + lettering.cap_height(CAPTION) / 2
            words.draw(
                canvas, (WIDTH - words.width) / 2, baseline, skia.Paint(Color=0xFFF4F1EA, AntiAlias=True)
            )
            if self._pointing:
                _draw_arrow(canvas, *self._pointer)
        return canvas_of[..., :3].copy()


def _draw_arrow(canvas: skia.Canvas, x: float, y: float) -> None:
    path = skia.Path()
    path.addPoly([skia.Point(x + dx, y + dy) for dx, dy in ARROW], True)
    canvas.drawPath(path, skia.Paint(Color=0xFF182024, AntiAlias=True))
    edge = skia.Paint(Color=0xFFFFFFFF, AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=1.6)
    canvas.drawPath(path, edge)


# ---------------------------------------------------------------- the film


def film(tour: Tour) -> Frames:
    for part in (
        arriving,
        imitating,
        recognising,
        following,
        settling,
        for_two,
        more_kinds,
        looking_back,
        suiting,
    ):
        yield from part(tour)


def arriving(tour: Tour) -> Frames:
    tour.say("mirrorcam: a webcam mirror that answers back")
    yield from tour.watch(3.0)
    tour.still("home")
    yield from tour.click("exercises")
    tour.say("Seven programmes, each from easy to harder")
    yield from tour.watch(2.2)
    tour.still("programmes")
    yield from tour.click("first-steps")
    yield from tour.watch(1.8)
    yield from tour.click("first-steps")
    tour.say("Each exercise says whom it is for, and what nobody knows yet")
    yield from tour.watch(3.2)
    tour.still("exercise")
    yield from tour.click("begin")
    tour.say("Nothing is kept unless you want it: numbers, never pictures")
    yield from tour.watch(2.6)
    yield from tour.click("keep")


def imitating(tour: Tour) -> Frames:
    tour.say("First your face at rest: you are compared with yourself alone")
    tour.pass_until(lambda moment: moment.kind == "neutral" and (moment.scene.progress or 0) > 0.02)
    yield from tour.watch_until(lambda moment: moment.kind != "neutral", 3.0)
    tour.pass_until(lambda moment: moment.kind == "imitate")
    tour.say("Imitate: somebody shows you a face, then you try")
    yield from tour.watch(8.0)
    tour.still("imitate")
    tour.pass_until(lambda moment: moment.title == "Surprise" and moment.scene.phase == "make")
    tour.say("One hint at a time, and a clock that waits for you")
    yield from tour.watch(4.5)
    tour.pass_until(lambda moment: False)
    tour.say("Afterwards: sentences about what moved, then numbers")
    yield from tour.watch(5.0)
    tour.still("summary")


def recognising(tour: Tour) -> Frames:
    tour.begin("recognising-first")
    tour.say("Recognise: what might this face feel?")
    tour.pass_until(lambda moment: moment.scene.phase == "look")
    yield from tour.watch(2.2)
    tour.still("recognise")
    yield from tour.click("choice 1")
    tour.say("Then the clue, in words")
    yield from tour.watch(3.0)
    yield from tour.click("next")
    tour.say("and an invitation to make it yourself, and feel it")
    yield from tour.watch(4.0)


def following(tour: Tour) -> Frames:
    tour.begin("move-together")
    tour.say("Follow: move together, as in a dance")
    tour.pass_until(lambda moment: moment.scene.phase == "follow")
    yield from tour.watch(9.0)
    tour.still("follow")


def settling(tour: Tour) -> Frames:
    tour.begin("settle-together")
    tour.pass_until(lambda moment: moment.scene.phase == "attune")
    tour.skip_to("entrain")
    tour.say("Settle: a face that is with you, and a slow breath")
    yield from tour.watch(9.0)
    tour.still("settle")


def for_two(tour: Tour) -> Frames:
    tour.begin("mirror-for-two")
    tour.say("Together: one leads, the other is the mirror")
    tour.pass_until(lambda moment: moment.scene.phase == "turn")
    yield from tour.watch(9.0)
    tour.still("together")


def more_kinds(tour: Tour) -> Frames:
    tour.begin("you-lead")
    tour.say("Lead: the face follows you")
    tour.pass_until(lambda moment: moment.scene.phase == "lead")
    yield from tour.watch(4.0)
    tour.begin("eye-contact")
    tour.say("Eye contact, in doses that you choose")
    tour.pass_until(lambda moment: moment.scene.phase == "ask")
    yield from tour.watch(1.2)
    yield from tour.click("choice 2")
    yield from tour.watch_until(lambda moment: moment.scene.phase != "ask", 1.0)
    yield from tour.watch(3.5)
    tour.still("gaze")
    tour.begin("reflect")
    tour.say("Reflect: words for what is there, if any fit")
    tour.pass_until(lambda moment: moment.kind == "mirror")
    tour.go(Command.NEXT)
    tour.pass_until(lambda moment: moment.kind == "reflect")
    yield from tour.watch(1.0)
    yield from tour.click("choice 2")
    yield from tour.watch(1.0)
    tour.go(Command.STOP)


def looking_back(tour: Tour) -> Frames:
    tour.go(Go.HOME)
    tour.say("Progress: a calm line for each thing, by your own measure")
    yield from tour.watch(0.5)
    yield from tour.click("progress")
    tour.wait_for(ProgressScreen)
    yield from tour.watch(3.5)
    tour.still("progress")
    tour.go(Go.SESSIONS)
    tour.say("Every session that you keep can be watched again, or deleted")
    yield from tour.watch(2.0)
    tour.go(Open(first_steps(tour.store)))
    tour.wait_for(ReviewScreen)
    yield from tour.watch(4.5)
    tour.still("review")


def suiting(tour: Tour) -> Frames:
    tour.go(Go.SETTINGS)
    tour.say("Dark, high contrast or low stimulus")
    yield from tour.watch(1.2)
    for theme in ("dark", "high-contrast", "low-stimulus", "standard"):
        yield from tour.click(theme)
        yield from tour.watch(1.0)
    tour.say("Everything up to twice as large")
    yield from tour.click("text 1.5")
    yield from tour.watch(1.8)
    tour.still("settings-150")
    tour.set(text=1.0)
    tour.say("English and German, and any language by adding a file")
    tour.set(language="de")
    yield from tour.watch(2.2)
    tour.set(language="en")
    tour.go(Go.HOME)
    tour.say("Everything stays on this computer.")
    yield from tour.watch(3.0)


def first_steps(store: Store) -> str:
    """The newest session of that exercise."""
    return next(kept.name for kept in store.sessions() if kept.about and kept.about.exercise == "first-steps")


class Seldom(Performer):
    """The performer before a camera of ten pictures a second, who goes only so far: for what is not filmed."""

    def __init__(self, share: float, seed: int) -> None:
        super().__init__(opening.performing("robin"), seed=seed)
        self._share = share

    def prompt(self, asked: Expression | None, leads: str | None = None) -> None:
        super().prompt(None if asked is None else Expression(asked.values * self._share))

    def __iter__(self) -> Iterator[Frame]:
        return islice(super().__iter__(), 0, None, 3)


def earlier(store: Store) -> None:
    """Sessions of the days before, done for the purpose and as truly as any other."""
    exercise, days = find_exercise("first-steps", library()), len(SESSIONS_BEFORE)
    for number, share in enumerate(SESSIONS_BEFORE):
        now = datetime.now().astimezone() - timedelta(days=2 * (days - number))
        session = Session(exercise, library(), attended=False)
        source, eyes = Seldom(share, number), eyes_for(opening.PERFORMER)
        path = store.new_session(exercise.name, now)
        assert path is not None
        recorder = Recorder(path, session, now, source=source.name)
        with Practice(source, eyes, session, recorder) as practice:
            deque(practice, maxlen=0)


def seeded() -> random.Random:
    return random.Random(1)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("tour.mkv"), help="the film (default: tour.mkv)")
    parser.add_argument("--stills", type=Path, help="a folder for single pictures of what is shown")
    parser.add_argument("--fps", type=float, default=30.0, help="pictures a second (default: 30)")
    arguments = parser.parse_args()
    if arguments.stills:
        arguments.stills.mkdir(parents=True, exist_ok=True)
    os.environ[phrases.ASKED] = phrases.ENGLISH
    same_orders = patch.object(opening, "SystemRandom", seeded)
    with same_orders, tempfile.TemporaryDirectory() as folder:
        tour = Tour(Path(folder), arguments.fps, arguments.stills)
        with tour.window:
            earlier(tour.store)
            write_film(arguments.out, film(tour), arguments.fps)
    print(f"{arguments.out}: {tour.taken / arguments.fps:.0f} s, {arguments.out.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
