"""The practice screen, fed by a camera of 30 frames a second, with the real tracker and a recording beside it.

    python -m benchmarks.practice_screen [FILM] [--seconds 20] [--size 1280x800] [--scale 1]

Needs a screen (Xvfb will do). The camera is our own: it gives the film's pictures (without one: the drawn
performer's, at 1280×720) at the moments when a camera would, through the program's camera source, so that every
picture that comes too late for the tracker is counted as missed.

Prints pictures a second in the window and their ratio to the 50 that are asked for, frames that the camera gave
and that were missed, and milliseconds from a frame's arrival until a picture that has it in it was on the screen.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import sys
import tempfile
import time
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pygame
from benchmarks.alone import plainly
from numpy.typing import NDArray

from mirrorcam.acts import Command
from mirrorcam.app.desk import ProgramDesk
from mirrorcam.app.feed import Feed
from mirrorcam.app.practice import Practice
from mirrorcam.app.screens import Begin
from mirrorcam.app.screens.practice import PracticeScreen
from mirrorcam.app.seeing import Eyes
from mirrorcam.app.window import Window
from mirrorcam.avatars import open_avatar
from mirrorcam.avatars.picture import picture
from mirrorcam.exercise import find_exercise
from mirrorcam.expression import Expression
from mirrorcam.face import Frame, HeadPose
from mirrorcam.recorder import Recorder
from mirrorcam.session import Session
from mirrorcam.sources import open_source
from mirrorcam.sources.camera import Camera
from mirrorcam.stores import open_store
from mirrorcam.target import library

FRAMES_A_SECOND = 30
NEUTRAL_S = 4.0
LEAST = 50.0
SMILE = Expression.of({"AU6": 0.7, "AU12": 0.9, "AU25": 0.4})

Pictures = list[NDArray[np.uint8]]


class Projector:
    """A camera that shows given pictures (BGR), resting ones first, then the others to and fro."""

    def __init__(self, resting: Pictures, moving: Pictures) -> None:
        self._resting, self._moving = resting, moving
        self.given: list[float] = []
        """When each picture came, on the clock of ``time.perf_counter``."""
        self._began_s = time.perf_counter()

    def grab(self) -> bool:
        due_s = self._began_s + len(self.given) / FRAMES_A_SECOND
        time.sleep(max(0.0, due_s - time.perf_counter()))
        self.given.append(time.perf_counter())
        return True

    def retrieve(self) -> tuple[bool, NDArray[np.uint8]]:
        index = len(self.given) - 1 - round(NEUTRAL_S * FRAMES_A_SECOND)
        if index < 0:
            return True, self._resting[index % len(self._resting)].copy()
        there_and_back = index % (2 * len(self._moving))
        return True, self._moving[min(there_and_back, 2 * len(self._moving) - 1 - there_and_back)].copy()

    def release(self) -> None:
        pass


def drawn() -> tuple[Pictures, Pictures]:
    """The built-in performer at rest, and on the way to a smile while the head turns a little."""
    avatar = open_avatar("robin")

    def shot(smile: float, turn: float) -> NDArray[np.uint8]:
        head = HeadPose(6 * math.sin(turn), 2 * math.sin(2 * turn))
        return picture(avatar, SMILE.scaled(smile), head, 1280, 720)[..., ::-1].copy()

    resting = [shot(0.0, 0.02 * math.sin(i)) for i in range(6)]
    return resting, [shot(0.5 - 0.5 * math.cos(i / 45 * math.pi), i / 15) for i in range(46)]


def filmed(film: Path) -> tuple[Pictures, Pictures]:
    with open_source(str(film)) as source:
        frames = (frame for frame in islice(source, 150) if isinstance(frame, Frame))
        pictures = [frame.pixels[..., ::-1].copy() for frame in frames]
    return pictures[:10], pictures


class BenchmarkDesk(ProgramDesk):
    """As in the program, but for the camera."""

    def __init__(self, projector: Projector, folder: Path) -> None:
        super().__init__(open_store("memory"))
        self._projector, self._folder = projector, folder
        self.camera: Camera | None = None

    def begin(self, exercise: str, keep: bool, film: bool = False) -> Feed:
        feed = Feed(lambda _: self._open(exercise))
        feed.start()
        return feed

    def _open(self, exercise: str) -> Practice:
        targets = library()
        session = Session(find_exercise(exercise, targets), targets)
        eyes = Eyes.open()
        recorder = Recorder(self._folder / "a.mirrorcam", session, datetime.now().astimezone())
        self.camera = Camera(lambda: self._projector, "the projector")
        return Practice(self.camera, eyes, session, recorder)


class Watch:
    """What is seen of the window while the practice screen is there."""

    def __init__(self, window: Window, desk: BenchmarkDesk, projector: Projector) -> None:
        self.window, self.desk, self.projector = window, desk, projector
        self.shown_s: list[float] = []
        self.drawing_s: list[float] = []
        self.busy_s: list[float] = []
        self.delays_s: list[float] = []
        self.missed_before = self.given_before = 0
        self._frame = -1

    @property
    def missed(self) -> int:
        return self.desk.camera.missed if self.desk.camera else 0

    def step(self) -> None:
        begun_s, idle_s = time.perf_counter(), time.thread_time()
        self.window.step(pygame.event.get())
        busy_s = time.thread_time() - idle_s
        screen = self.window.guide.screen
        if isinstance(screen, PracticeScreen) and screen.moment is not None:
            if screen.moment.kind == "say":
                self.window.guide.do(Command.NEXT)
            elif screen.frame is not None:
                self.busy_s.append(busy_s)
                self._note(begun_s, screen.frame.index, screen.frame.time_s)

    def _note(self, begun_s: float, index: int, time_s: float) -> None:
        now_s = time.perf_counter()
        if not self.shown_s:
            self.missed_before, self.given_before = self.missed, len(self.projector.given)
        self.shown_s.append(now_s)
        self.drawing_s.append(now_s - begun_s)
        if index != self._frame:
            self._frame = index
            self.delays_s.append(now_s - (self.projector.given[0] + time_s))


def main() -> int:
    given = arguments()
    size = tuple(int(side) for side in given.size.split("x"))
    resting, moving = filmed(given.film) if given.film else drawn()
    projector = Projector(resting, moving)
    with tempfile.TemporaryDirectory() as folder:
        desk = BenchmarkDesk(projector, Path(folder))
        with Window(desk, Begin("first-steps", keep=False), given.scale) as window:
            pygame.display.set_mode([round(side * given.scale) for side in size], pygame.RESIZABLE)
            watch = Watch(window, desk, projector)
            while not watch.shown_s or watch.shown_s[-1] - watch.shown_s[0] < given.seconds:
                watch.step()
                window.wait()
            conditions(given, moving[0].shape, pygame.display.get_driver())
            return report(watch)


def arguments() -> Any:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("film", nargs="?", type=Path)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--scale", type=float, default=1.0)
    return parser.parse_args()


def conditions(given: Any, shape: tuple[int, ...], driver: str) -> None:
    print(
        f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores, video driver {driver}; "
        f"window {given.size} at scale {given.scale:g}, camera {shape[1]}×{shape[0]} at {FRAMES_A_SECOND} a second"
    )


def report(watch: Watch) -> int:
    missed, frames = watch.missed - watch.missed_before, len(watch.projector.given) - watch.given_before
    length_s = watch.shown_s[-1] - watch.shown_s[0]
    rate = (len(watch.shown_s) - 1) / length_s
    gaps = np.diff(watch.shown_s) * 1000
    drawing, delays = np.array(watch.drawing_s) * 1000, np.array(watch.delays_s) * 1000
    print(f"window: {rate:.1f} pictures a second, {rate / LEAST:.2f} times the {LEAST:g} asked for", end="; ")
    print(f"longest gap {gaps.max():.0f} ms, 99 in 100 below {np.percentile(gaps, 99):.0f} ms")
    print(
        f"a turn of the window: median {np.median(drawing):.1f} ms, 95th {np.percentile(drawing, 95):.1f} ms; "
        f"at work for {np.median(watch.busy_s) * 1000:.1f} ms of it ({os.getloadavg()[0]:.1f} programs wanted a core)"
    )
    print(f"camera: {frames} frames given, {missed} missed")
    median, late = np.median(delays), np.percentile(delays, 95)
    print(f"from a frame's arrival to its avatar on the screen: median {median:.1f} ms, 95th {late:.1f} ms")
    kept = rate >= LEAST and missed == 0
    print("kept" if kept else "NOT kept")
    return 0 if kept else 1


if __name__ == "__main__":
    with plainly():
        sys.exit(main())
