"""How long an hour of a recording takes to be computed anew, and to be scored with another target.

    PYTHONPATH=src:tests python benchmarks/rescore.py [MINUTES]        (default: 60)

The hour is made of a scripted person's samples, a minute of them repeated, 30 a second, under an exercise that asks for
a smile all the time. Prints the seconds of each, and samples a second.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from mirrorcam.app.rescore import rescore
from mirrorcam.face import microseconds
from mirrorcam.recorder import Recorder
from mirrorcam.recording import Recording, read_recording, replay
from mirrorcam.session import Session
from performing import FRAME_S, LIBRARY, exercise, obliging, practise

STEP = '\n[[steps]]\nkind = "imitate"\ntarget = "happiness"\nrepetitions = 20\n'
MINUTE_S = 60.0


def long_recording(path: Path, minutes: int) -> Recording:
    """Written as practice writes it; cut off, as its end was never practised."""
    session = Session(exercise(STEP * (minutes // 2 + 1)), LIBRARY, attended=False)
    samples = [sample for sample, _ in practise(session, obliging(), until_s=MINUTE_S)]
    fresh = Session(session.exercise, LIBRARY, attended=False)
    with Recorder(path, fresh, datetime(2026, 11, 22, tzinfo=UTC)) as recorder:
        for minute in range(minutes):
            for sample in samples:
                time_s = microseconds(sample.time_s + minute * (MINUTE_S + FRAME_S)) / 1e6
                recorder.add(replace(sample, time_s=time_s))
    return read_recording(path)


def timed(name: str, work: Callable[[], object], frames: int) -> None:
    begin = time.perf_counter()
    work()
    took_s = time.perf_counter() - begin
    print(f"{name:<28} {took_s:7.1f} s {frames / took_s:8.0f} samples/s", flush=True)


def main() -> None:
    minutes = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as folder:
        recording = long_recording(Path(folder) / "hour.mirrorcam", minutes)
        frames = recording.about.frames
        print(f"{recording.about.duration_s / 60:.1f} minutes, {frames} samples")
        timed("reading", lambda: sum(1 for _ in recording.samples()), frames)
        timed("another formula (a replay)", lambda: replay(recording), frames)
        changed = replace(LIBRARY["happiness"], typical=50.0)
        timed("another target", lambda: rescore(recording, None, [changed]), frames)


if __name__ == "__main__":
    main()
