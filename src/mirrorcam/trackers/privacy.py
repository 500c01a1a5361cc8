"""Can the installed MediaPipe report to anyone? Releases from 0.10.35 on send usage to their maker."""

from __future__ import annotations

import mmap
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

EXPECTED_VERSION = "0.10.31"
REPORTER = b"TasksStatsProtoLogger"
"""In the shared library of every release that reports, and of none that does not; on all three systems."""
LIBRARIES = ("libmediapipe.so", "libmediapipe.dylib", "libmediapipe.dll")


def mediapipe_version() -> str | None:
    """The installed version, None when there is none."""
    try:
        return version("mediapipe")
    except PackageNotFoundError:
        return None


def mediapipe_library() -> Path | None:
    """The shared library that would be loaded; nothing is imported for it."""
    spec = find_spec("mediapipe")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "tasks" / "c"
    return next((folder / name for name in LIBRARIES if (folder / name).is_file()), None)


def could_report(library: Path | None = None) -> bool:
    """Whether ``library`` (default: the installed one) has the part in it that reports; False without any.

    5 ms for the 28 MB of 0.10.31 once the disk has given them.
    """
    library = library or mediapipe_library()
    if library is None or library.stat().st_size == 0:
        return False
    with library.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(REPORTER) >= 0
