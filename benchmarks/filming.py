"""What a film costs a session: ``python -m benchmarks.filming [FOLDER]``.

FOLDER: photographs of faces, to which a slow movement and a camera's noise are added; without it the drawn performer
is filmed. Milliseconds are the tenth percentile (other programs only add to them) with the median behind it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

os.environ.setdefault("MIRRORCAM_LANGUAGE", "en")

import numpy as np
from benchmarks.alone import plainly

from mirrorcam.app.filmed import Filmed
from mirrorcam.app.opening import performing
from mirrorcam.app.practice import Practice
from mirrorcam.app.seeing import Eyes
from mirrorcam.exercise import parse_exercise
from mirrorcam.expression import NEUTRAL
from mirrorcam.face import STRAIGHT, Frame
from mirrorcam.film import film_path
from mirrorcam.imaging.opencv import Pixels, cv2
from mirrorcam.recorder import Recorder
from mirrorcam.session import Session
from mirrorcam.sources import Opened
from mirrorcam.sources.film_reader import Film
from mirrorcam.sources.filming import Filming
from mirrorcam.sources.images import read_picture
from mirrorcam.target import library

SIZES = ((640, 480), (1280, 720))
SECONDS, FPS, NOISE = 5, 30, 2.5
HOUR = 3600 * FPS
STEP = 'title = "Joy"\n[[steps]]\nkind = "imitate"\ntarget = "happiness"\nmake_s = 60\n'


def faces() -> list[Pixels]:
    if len(sys.argv) > 1:
        return [read_picture(path) for path in sorted(Path(sys.argv[1]).iterdir())[:2]]
    return [performing("robin", (1408, 792))(NEUTRAL, STRAIGHT)]


def pictures(face: Pixels, width: int, height: int, count: int) -> list[Pixels]:
    """The face moving slowly about, as a camera with some noise sees it."""
    random = np.random.default_rng(6)
    scale = max(width * 1.1 / face.shape[1], height * 1.1 / face.shape[0])
    large = cv2.resize(face, (int(face.shape[1] * scale) + 1, int(face.shape[0] * scale) + 1))
    noise = [random.normal(0, NOISE, (height, width, 3)) for _ in range(8)]
    seen = []
    for i in range(count):
        left, top = int(width * 0.05 * (1 + np.sin(i / 20))), int(height * 0.05 * (1 + np.sin(i / 31)))
        part = large[top : top + height, left : left + width]
        seen.append(np.clip(part + noise[i % 8], 0, 255).astype(np.uint8))
    return seen


class Shown(Opened):
    """As fast as they are asked for."""

    name = "pictures"

    def __init__(self, shown: list[Pixels]) -> None:
        super().__init__()
        self._shown = shown

    def __iter__(self) -> Iterator[Frame]:
        for i, pixels in enumerate(self._shown):
            yield Frame(i / FPS, i, pixels)


def spread(seconds: list[float]) -> str:
    low, middle = np.percentile(np.array(seconds) * 1e3, (10, 50))
    return f"{low:.2f} ms ({middle:.2f})"


def timed(calls: list[Callable[[], object]]) -> list[float]:
    found = []
    for call in calls:
        begin_s = time.perf_counter()
        call()
        found.append(time.perf_counter() - begin_s)
    return found


def cost(folder: Path, shown: list[Pixels], label: str) -> None:
    path = folder / f"{label}.mkv"
    film = Filming(path)
    frames = [Frame(i / FPS, i, pixels) for i, pixels in enumerate(shown)]
    spent = timed([lambda frame=frame: film.add(frame) for frame in frames])  # type: ignore[misc]
    film.close()
    size = path.stat().st_size
    print(
        f"{label}: {spread(spent)} a picture, {size / len(frames) / 1e3:.1f} kB, "
        f"{size / len(frames) * 1.8e-3:.0f} MB a minute at 30"
    )


def chain(folder: Path, shown: list[Pixels], label: str) -> None:
    """A whole practice, with a film and without, a picture at a time in turn."""
    exercise = parse_exercise(STEP, "joy.toml", library())
    runs = []
    for name in ("without", "with"):
        session = Session(exercise, library())
        path = folder / f"{label} {name}.mirrorcam"
        film = Filmed(Filming(film_path(path))) if name == "with" else None
        practice = Practice(Shown(shown), Eyes.open(), session, Recorder(path, session, datetime.now()), film)
        runs.append((practice, iter(practice)))
    spent: list[list[float]] = [[], []]
    for number in range(len(shown)):
        order = (0, 1) if number % 2 else (1, 0)
        for which in order:
            spent[which] += timed([lambda which=which: next(runs[which][1])])  # type: ignore[misc]
    for practice, _ in runs:
        practice.close()
    without, filmed = (spread(times[10:]) for times in spent)
    late = [sum(time_s > 1 / FPS for time_s in times[10:]) for times in spent]
    print(
        f"{label}: the whole chain {without} a frame without, {filmed} with a film; over 33 ms: {late} frames"
    )


def looking_back(folder: Path, shown: list[Pixels]) -> None:
    """An hour of it."""
    session_path = folder / "hour.mirrorcam"
    session = Session(parse_exercise(STEP, "joy.toml", library()), library())
    recorder, film = Recorder(session_path, session, datetime.now()), Filming(film_path(session_path))
    recorder.film_begins()
    for i in range(HOUR):
        film.add(Frame(i / FPS, i, shown[i % len(shown)]))
    film.close()
    recorder.finish()
    size = film_path(session_path).stat().st_size
    opened = timed([lambda: Film(session_path).close() for _ in range(5)])
    with Film(session_path) as kept:
        places = np.random.default_rng(6).uniform(0, HOUR / FPS, 400)
        jumps = timed([lambda at=at: kept.at(float(at)) for at in places])  # type: ignore[misc]
    worst = np.percentile(np.array(jumps) * 1e3, 99)
    print(
        f"an hour: {size / 1e9:.2f} GB; opened in {spread(opened)}; "
        f"a jump {spread(jumps)}, 99 of 100 under {worst:.1f} ms"
    )


def quality(shown: list[Pixels]) -> None:
    with tempfile.TemporaryDirectory() as name:
        session = Session(parse_exercise(STEP, "joy.toml", library()), library())
        path = Path(name) / "one.mirrorcam"
        recorder, film = Recorder(path, session, datetime.now()), Filming(film_path(path))
        recorder.film_begins()
        film.add(Frame(0.0, 0, shown[0]))
        film.close()
        recorder.finish()
        with Film(path) as kept:
            back = kept.at(0.0)
    assert back is not None
    print(f"  against the camera's picture: {cv2.PSNR(back, shown[0]):.1f} dB")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        small: list[Pixels] = []
        for number, face in enumerate(faces()):
            for width, height in SIZES:
                shown = pictures(face, width, height, SECONDS * FPS)
                label = f"face {number}, {width} × {height}"
                cost(Path(name), shown, label)
                if (width, height) == SIZES[0]:
                    quality(shown)
                    small = shown
                if number == 0:
                    chain(Path(name), shown, label)
        looking_back(Path(name), small[:60])


if __name__ == "__main__":
    with plainly():
        main()
