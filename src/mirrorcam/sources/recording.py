"""A session that was kept: its samples again, with the times that they had."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

from mirrorcam.face import Sample
from mirrorcam.sources import Draw, Opened


class Recorded(Opened):
    """Yields ``samples`` (any iterable of them; read as they are asked for)."""

    def __init__(self, name: str, samples: Iterable[Sample]) -> None:
        super().__init__()
        self.name = name
        self._samples = samples

    def __iter__(self) -> Iterator[Sample]:
        try:
            for sample in self._samples:
                if self.closed:
                    return
                yield sample
        finally:  # its file is let go of by the thread that reads it: another one must not
            if isinstance(self._samples, Generator):
                self._samples.close()


def open_named(name: str, draw: Draw | None) -> Recorded:
    """Raises the recording's own error when the file is none that can be read."""
    from mirrorcam.recording import read_recording

    return Recorded(Path(name).name, read_recording(Path(name)).samples())
