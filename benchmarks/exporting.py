"""What a film of a session's avatars costs: ``PYTHONPATH=src:tests python -m benchmarks.exporting [MINUTES]`` (1).

A scripted person practises for so long, and the session is exported as MKV and as MP4, as `mirrorcam export --to film`
does. Printed are the seconds of processor time and the megabytes of each.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from benchmarks.alone import plainly, whole_minutes
from benchmarks.rescore import long_recording

from mirrorcam.app.export.film import export_film


def main(minutes: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        recording = long_recording(Path(name) / "session.mirrorcam", minutes)
        for ending in ("mkv", "mp4"):
            begun = time.process_time()
            film, *_ = export_film(recording, Path(name) / ending / f"film.{ending}")
            took, size = time.process_time() - begun, film.stat().st_size
            print(f"{ending}: {took:.0f} s of processor time, {size / 1e6:.1f} MB", flush=True)


if __name__ == "__main__":
    with plainly():
        main(whole_minutes(1))
