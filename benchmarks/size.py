"""How large recordings are, and what of them takes it: ``python -m benchmarks.size FILM …``.

Each film, with a face or without, goes through a practice that is kept with all points of the face. Printed: megabytes
a minute; bytes a frame, of the whole file and of its columns alone; which share of the file each column takes (the
rest is SQLite's pages and what there is once); and how long a second of samples takes to be read back (median, on the
processor).
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.alone import paths, plainly

from mirrorcam.app.practice import Practice
from mirrorcam.app.seeing import Eyes
from mirrorcam.exercise import find_exercise
from mirrorcam.recorder import Recorder
from mirrorcam.recording import Recording, read_recording
from mirrorcam.session import Session
from mirrorcam.session_file import opened
from mirrorcam.sources import open_source
from mirrorcam.target import library

COLUMNS = {
    "samples": ("landmarks", "blendshapes", "head", "patches", "time_us", "facts"),
    "timeline": ("target", "worn", "seen", "told", "time_us", "facts"),
}


def kept(film: Path, path: Path) -> int:
    """How many frames a practice with that film had; it is kept at ``path``."""
    targets = library()
    session = Session(find_exercise("first-steps", targets), targets, attended=False)
    recorder = Recorder(path, session, datetime.now(UTC))
    with Practice(open_source(str(film)), Eyes.open(), session, recorder) as practice:
        for _ in practice:
            pass
        return practice.frames


def columns(path: Path) -> Iterator[tuple[str, int]]:
    """Bytes of each."""
    with opened(path) as file:
        for table, names in COLUMNS.items():
            for name in names:
                (size,) = file.execute(f"SELECT sum(length(CAST({name} AS BLOB))) FROM {table}").fetchone()
                yield f"{table}.{name}", size or 0


def reading_ms(recording: Recording, seconds: int) -> float:
    took = []
    for second in range(seconds):
        begun = time.process_time()
        recording.second(float(second))
        took.append(1000 * (time.process_time() - begun))
    return median(took)


def told(film: Path, path: Path) -> str:
    frames, size, recording = kept(film, path), path.stat().st_size, read_recording(path)
    samples = list(recording.samples())
    seconds, faces = samples[-1].time_s, sum(sample.face is not None for sample in samples)
    taken = dict(columns(path))
    shares = ", ".join(f"{name} {100 * took / size:.1f} %" for name, took in taken.items())
    return (
        f"{film.name}, {samples[0].width} × {samples[0].height}: {frames} frames, {faces} with a face, "
        f"{seconds:.1f} s; {60 * size / seconds / 1e6:.1f} MB a minute, {size / frames:.0f} bytes a frame, "
        f"{sum(taken.values()) / frames:.0f} of them in columns; {shares}; a second is read in "
        f"{reading_ms(recording, int(seconds)):.1f} ms"
    )


def main(films: list[Path]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number, film in enumerate(films):
            print(told(film, Path(folder) / f"{number}.mirrorcam"), flush=True)


if __name__ == "__main__":
    with plainly():
        main(paths("films of faces"))
