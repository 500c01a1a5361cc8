"""Filming a session while it runs, where the person said yes: one JPEG a frame into one file, which only they can read.

Nothing here is opened without that yes. Pictures go nowhere else: no preview, no temporary file.
"""

from __future__ import annotations

import os
import shutil
import threading
from array import array
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np

from mirrorcam.face import Frame, microseconds
from mirrorcam.film import remove
from mirrorcam.imaging.opencv import Pixels, cv2
from mirrorcam.matroska import cues, duration, head, picture, seek
from mirrorcam.sources import SourceError

TALLEST = 480
"""Larger pictures are made so tall: a face can be looked at, and an hour takes 1.7 to 2.5 GB."""
QUALITY = 60
"""Of JPEG: 35.9 to 37.8 dB on photographs of faces with a camera's noise (benchmarks/filming.py)."""
LEAVE_FREE = 256 * 1024 * 1024
"""Bytes of the disk that a film leaves to the session itself: 80 minutes of it."""
LOOK_EVERY = 30
"""Pictures between two looks at how much room the disk has."""


def free_on(path: Path) -> int:
    return shutil.disk_usage(path.parent).free


class Filming:
    """The film that is being made. ``add`` belongs to one thread; ``discard`` and ``close`` may come from another.

    Raises SourceError where there is a file of that name, or none can be made.
    """

    def __init__(self, path: Path, free: Callable[[Path], int] = free_on) -> None:
        self.path = path
        self._free = free
        self._turn = threading.Lock()
        self._size: tuple[int, int] | None = None
        self._end = self._duration_at = self._seek_at = 0
        self._times, self._places = array("q"), array("q")
        """Of all pictures, for the index."""
        self._last_us = -1
        self.pictures = 0
        try:
            flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0)
            self._file: int | None = os.open(path, flags, 0o600)
        except FileExistsError:
            raise SourceError(f"{path}: there is a file of this name already; choose another") from None
        except OSError as error:
            raise SourceError(f"{path}: cannot be made ({error.strerror})") from None

    @property
    def running(self) -> bool:
        return self._file is not None

    def add(self, frame: Frame) -> bool:
        """Whether the picture is in the film: not after the end, and not when its time is no later than the last.
        Raises SourceError once, when no more can be written; what is in the film is whole and stays."""
        time_us = microseconds(frame.time_s)
        if self._file is None or time_us <= self._last_us:
            return False
        jpeg = self._jpeg(frame.pixels)
        with self._turn:
            if self._file is None:
                return False
            try:
                self._make_room()
                place = self._end
                self._write(picture(time_us, jpeg))
                self._times.append(time_us)
                self._places.append(place)
            except OSError as error:
                self._cut()
                raise SourceError(f"{self.path}: {error.strerror or error}") from None
        self._last_us = time_us
        self.pictures += 1
        return True

    def close(self) -> None:
        """The film is done; an empty one is none."""
        with self._turn:
            self._cut()
        if self.pictures == 0:
            remove(self.path)

    def discard(self) -> None:
        """The yes is taken back: what was filmed is deleted at once. Raises RecordingError if it cannot be."""
        with self._turn:
            self._cut()
        remove(self.path)

    def _jpeg(self, pixels: Pixels) -> bytes:
        height, width = pixels.shape[:2]
        if self._size is None:
            scale = min(1.0, TALLEST / height)
            self._size = round(width * scale), round(height * scale)
        fitted = fitting(pixels, *self._size)
        bgr = cv2.cvtColor(fitted, cv2.COLOR_RGB2BGR)
        there, coded = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
        if not there:
            raise SourceError(f"{self.path}: this OpenCV cannot write JPEG")
        return bytes(coded)

    def _make_room(self) -> None:
        if self.pictures % LOOK_EVERY == 0 and self._free(self.path) < LEAVE_FREE:
            raise OSError("the disk is nearly full")
        if self._end == 0 and self._size is not None:
            begins, self._seek_at, self._duration_at = head(*self._size)
            self._write(begins)

    def _write(self, data: bytes) -> None:
        assert self._file is not None
        os.lseek(self._file, self._end, os.SEEK_SET)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._file, rest) :]
        self._end += len(data)

    def _index(self, file: int) -> None:
        """What is found at the beginning comes last, so that it is true whenever it is there."""
        parts = (
            (self._end, cues(self._times, self._places)),
            (self._duration_at, duration(self._times[-1])),
            (self._seek_at, seek(self._end)),
        )
        for at, data in parts:
            os.lseek(file, at, os.SEEK_SET)
            if os.write(file, data) != len(data):
                raise OSError("no more can be written")

    def _cut(self) -> None:
        """Closes the file behind its last whole picture."""
        file, self._file = self._file, None
        if file is None:
            return
        try:
            os.ftruncate(file, self._end)
            if self._times:
                self._index(file)
        except OSError:
            with suppress(OSError):
                os.ftruncate(file, self._end)  # a film without an index is one all the same
        finally:
            os.close(file)


def fitting(pixels: Pixels, width: int, height: int) -> Pixels:
    """The picture in this size, as large as it fits, with nothing of it cut off; black beside it."""
    high, wide = pixels.shape[:2]
    if (wide, high) == (width, height):
        return pixels
    scale = min(width / wide, height / high)
    size = max(1, min(width, round(wide * scale))), max(1, min(height, round(high * scale)))
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), np.uint8)
    if size == (width, height):
        return small
    ground = np.zeros((height, width, 3), np.uint8)
    left, top = (width - size[0]) // 2, (height - size[1]) // 2
    ground[top : top + size[1], left : left + size[0]] = small
    return ground
