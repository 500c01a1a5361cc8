"""How long an hour of a recording takes to be rescored, beside plain reading of its samples and a replay.

    PYTHONPATH=src:tests python -m benchmarks.rescore [MINUTES]        (default: 60)

A scripted person practises for the hour, 30 samples a second, under steps that ask for a smile all the time, and the
session is kept as practice keeps it. Prints the seconds of each (the best of three, but for the replay) on the clock
and on the processor, samples a second of the latter, and how many times as long as reading the samples it took.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from benchmarks.alone import plainly, whole_minutes

from mirrorcam.calibration import neutral_from
from mirrorcam.recorder import Recorder
from mirrorcam.recording import Recording, read_recording, replay
from mirrorcam.rescoring import Change, rescore
from mirrorcam.session import Session
from performing import FRAME_S, LIBRARY, exercise, obliging, practise, smiling
from plain_face import sample

STEP = '\n[[steps]]\nkind = "imitate"\ntarget = "happiness"\nrepetitions = 20\n'
STEP_S = 120.0
"""At least so long: there are always enough of them."""


def long_recording(path: Path, minutes: int) -> Recording:
    """Stopped after so many minutes."""
    session = Session(exercise(STEP * (int(minutes * 60 / STEP_S) + 1)), LIBRARY, attended=False)
    with Recorder(path, session, datetime(2026, 11, 22, tzinfo=UTC)) as recorder:
        for seen, moment in practise(session, obliging(), until_s=minutes * 60):
            recorder.add(seen)
            recorder.showed(moment)
        recorder.finish()
    return read_recording(path)


def timed(name: str, work: Callable[[], object], frames: int, plain_s: float = 0.0, times: int = 3) -> float:
    took = [_seconds(work) for _ in range(times)]
    wall_s, busy_s = min(wall for wall, _ in took), min(busy for _, busy in took)
    share = f"  {busy_s / plain_s:5.2f} × reading" if plain_s else ""
    print(
        f"{name:<32} {wall_s:6.2f} s, {busy_s:6.2f} s busy {frames / busy_s:8.0f} samples/s{share}",
        flush=True,
    )
    return busy_s


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    """On the clock, and on the processor: on a computer that does other things, too, the clock tells of those."""
    clock, busy = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - busy


def main(minutes: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        recording = long_recording(Path(folder) / "hour.mirrorcam", minutes)
        frames = recording.about.frames
        print(f"{recording.about.duration_s / 60:.1f} minutes, {frames} samples")
        plain_s = timed("reading every sample", lambda: sum(1 for _ in recording.samples()), frames)
        smiled = neutral_from([sample(i * FRAME_S, smiling(0.2)) for i in range(30)])
        changes = {
            "rescored, nothing changed": Change(),
            "rescored by formula 1": Change(formula=1),
            "rescored, another target": Change(targets=[replace(LIBRARY["happiness"], typical=50.0)]),
            "rescored, another neutral": Change(neutral=smiled),
            "rescored, threshold and gates": Change(threshold=70, gates={"blurred": 0.3, "yaw": 15}),
        }
        for name, change in changes.items():
            timed(name, partial(rescore, recording, change), frames, plain_s)
        timed("a replay", lambda: replay(recording), frames, plain_s, times=1)


if __name__ == "__main__":
    with plainly():
        main(whole_minutes(60))
