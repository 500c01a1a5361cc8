"""The whole chain without a window (read, track, gate, measure, score, record) against the bare FaceLandmarker on
the same film, in turns.

    python -m benchmarks.chain [FILM …]

Without a film one is drawn: the built-in performer at practice. Prints milliseconds a frame of both and their ratio
(to stay at or below 1.15), round by round, as medians over the rounds.
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from statistics import median

import numpy as np
from benchmarks.alone import plainly

from mirrorcam.app.opening import performing
from mirrorcam.app.practice import Practice
from mirrorcam.app.seeing import Eyes
from mirrorcam.exercise import find_exercise
from mirrorcam.expression import Expression
from mirrorcam.face import Frame
from mirrorcam.imaging.opencv import cv2
from mirrorcam.recorder import Recorder
from mirrorcam.session import Session
from mirrorcam.sources import Draw, open_source
from mirrorcam.target import library
from mirrorcam.trackers.model import ensure_model

LIMIT = 1.15
ROUNDS = 5


def bare(film: Path) -> tuple[int, float]:
    """Frames, and seconds that MediaPipe's own API took for them with the film's decoding."""
    from mediapipe import Image, ImageFormat
    from mediapipe.tasks.python import BaseOptions, vision

    options = vision.FaceLandmarkerOptions(
        base_options=BaseOptions(model_asset_buffer=ensure_model().read_bytes()),
        running_mode=vision.RunningMode.VIDEO,
        num_faces=1,
        output_face_blendshapes=True,
        output_facial_transformation_matrixes=True,
    )
    with vision.FaceLandmarker.create_from_options(options) as landmarker, open_source(str(film)) as source:
        begun_s, frames = time.perf_counter(), 0
        for frame in source:
            assert isinstance(frame, Frame)
            image = Image(image_format=ImageFormat.SRGB, data=np.ascontiguousarray(frame.pixels))
            landmarker.detect_for_video(image, round(frame.time_s * 1000))
            frames += 1
        return frames, time.perf_counter() - begun_s


def chain(film: Path, folder: Path) -> tuple[int, float]:
    """Frames and seconds of a practice run with that film, kept in a file."""
    targets = library()
    session = Session(find_exercise("first-steps", targets), targets, attended=False)
    path = folder / f"{time.perf_counter_ns()}.mirrorcam"
    source, eyes = open_source(str(film)), Eyes.open()
    recorder = Recorder(path, session, datetime.now().astimezone())
    with Practice(source, eyes, session, recorder) as practice:
        begun_s = time.perf_counter()
        for _ in practice:
            pass
        return practice.frames, time.perf_counter() - begun_s


def drawn_film(folder: Path, seconds: float = 12.0) -> Path:
    """The performer smiling and resting, as a film."""
    path = folder / "performer.mkv"
    draw: Draw = performing("robin")
    out = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 30, (640, 480))
    with open_source("synthetic", draw) as source:
        for frame in source:
            assert isinstance(frame, Frame)
            source.prompt(Expression.of({"AU12": 0.8, "AU6": 0.6}) if frame.time_s % 4 > 2 else None)
            out.write(frame.pixels[..., ::-1])
            if frame.time_s > seconds:
                break
    out.release()
    return path


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("films", nargs="*", type=Path)
    arguments.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        films = chosen.films or [drawn_film(folder)]
        print(f"{platform.platform()}, Python {platform.python_version()}, {chosen.rounds} rounds in turns")
        worst = max(compare(film, folder, chosen.rounds) for film in films)
    print(f"worst ratio {worst:.3f}, limit {LIMIT}: {'kept' if worst <= LIMIT else 'NOT kept'}")
    return 0 if worst <= LIMIT else 1


def compare(film: Path, folder: Path, rounds: int) -> float:
    bare(film), chain(film, folder)  # to warm up
    pairs = [(bare(film), chain(film, folder)) for _ in range(rounds)]
    ours = [seconds / frames * 1000 for _, (frames, seconds) in pairs]
    theirs = [seconds / frames * 1000 for (frames, seconds), _ in pairs]
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    print(
        f"{film.name}: {pairs[0][1][0]} frames, chain {median(ours):.2f} ms, bare {median(theirs):.2f} ms a frame, "
        f"ratio {median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f})"
    )
    return median(ratios)


if __name__ == "__main__":
    with plainly():
        sys.exit(main())
