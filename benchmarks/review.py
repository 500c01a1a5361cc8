"""How long an hour's session takes to be opened for review, and a jump in it.

    PYTHONPATH=src:tests python -m benchmarks.review [MINUTES]        (default: 60)

The hour is a scripted person's, as in rescore.py, written as practice writes it, 30 samples a second. Prints the
seconds of opening (beside reading all of the file's bytes once), and the tenth, middle and ninetieth percentile of 200
jumps, each until the screen has been painted (1280×800).
"""

from __future__ import annotations

import random
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.alone import plainly, whole_minutes

from mirrorcam.app.painting.easel import Easel
from mirrorcam.app.reviewing import Review, open_review
from mirrorcam.app.screens import Settings, layout_scale
from mirrorcam.app.screens.review import ReviewScreen
from mirrorcam.avatars import open_avatar
from mirrorcam.face import microseconds
from mirrorcam.recorder import Recorder
from mirrorcam.session import Session
from performing import FRAME_S, LIBRARY, exercise, obliging, practise

STEPS = "".join(
    f'\n[[steps]]\nkind = "imitate"\ntarget = "{target}"\nrepetitions = 3\n'
    for target in ("happiness", "surprise") * 3
)
PART_S = 300.0
JUMPS = 200


def long_session(path: Path, minutes: int) -> None:
    session = Session(exercise(STEPS), LIBRARY, attended=False)
    seen = [
        (sample, moment, session.seen) for sample, moment in practise(session, obliging(), until_s=PART_S)
    ]
    part_s = seen[-1][0].time_s + FRAME_S
    fresh = Session(session.exercise, LIBRARY, attended=False)
    with Recorder(path, fresh, datetime(2026, 11, 28, tzinfo=UTC)) as recorder:
        for part in range(round(minutes * 60 / part_s) + 1):
            for sample, moment, told in seen:
                time_s = microseconds(sample.time_s + part * part_s) / 1e6
                if time_s > minutes * 60:
                    return
                recorder.add(replace(sample, time_s=time_s))
                fresh.seen = told
                recorder.showed(replace(moment, time_s=time_s))


def opening(path: Path) -> Review:
    begin = time.perf_counter()
    review = open_review(path)
    took_s = time.perf_counter() - begin
    begin = time.perf_counter()
    size = len(path.read_bytes())
    reading_s = time.perf_counter() - begin
    print(f"{review.timeline.length_s / 60:.0f} minutes, {len(review.timeline)} samples, {size / 1e6:.0f} MB")
    print(
        f"opening {took_s:.2f} s, {took_s / reading_s:.0f} times reading its bytes ({reading_s * 1e3:.0f} ms)"
    )
    return review


def jumping(review: Review) -> None:
    size = (1280, 800)
    screen = ReviewScreen(Settings(), open_avatar("robin"), review)
    screen.player.playing = False
    easel = Easel(*size, layout_scale(*size))
    easel.show(screen.picture(easel.size))
    chance, took = random.Random(3), []
    for _ in range(JUMPS):
        begin = time.perf_counter()
        screen._seek(chance.uniform(0, review.timeline.length_s))
        easel.show(screen.picture(easel.size))
        took.append((time.perf_counter() - begin) * 1e3)
    tenth, middle, ninetieth = (sorted(took)[round(JUMPS * share)] for share in (0.1, 0.5, 0.9))
    print(f"a jump {tenth:.1f}, {middle:.1f}, {ninetieth:.1f} ms; the longest {max(took):.1f} ms")


def main(minutes: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hour.mirrorcam"
        long_session(path, minutes)
        jumping(opening(path))


if __name__ == "__main__":
    with plainly():
        main(whole_minutes(60))
