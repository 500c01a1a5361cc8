"""Looking back at the film of a session: the picture of any of its instants.

with Film(session) as film:
    pixels = film.at(12.5)   # (height, width, 3) uint8 RGB, never flipped; None: there is no picture of then
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO, Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from mirrorcam.errors import BadInput
from mirrorcam.film import film_path, has_film
from mirrorcam.imaging.opencv import Pixels, cv2, rgb
from mirrorcam.matroska import index, jpeg

STANDS_S = 0.5
"""A picture stands until the next one, at most so long: then nothing was filmed."""
LARGEST = 4096
"""Pixels of a side that are believed."""


class Film:
    """The film of a kept session, by the session's path. Where there is none (or no whole one), ``bool(film)`` is
    False and every ``at`` is None. It may be deleted while it is open: then ``at`` is None. Close it all the same
    before ``delete_film``: Windows deletes nothing that is open."""

    def __init__(self, session: Path) -> None:
        self._file: BinaryIO | None = None
        times = places = np.zeros(0, np.int64)
        self._shown: tuple[int, Pixels | None] = -1, None
        try:
            if has_film(session):
                self._file = film_path(session).open("rb", buffering=0)
                times, places = index(self._file)
        except (OSError, BadInput):
            self.close()
        self._places = places
        self.times_s: NDArray[np.float64] = times / 1e6
        """When each picture was taken, in the session's time; they grow."""

    def __bool__(self) -> bool:
        return len(self._places) > 0

    def at(self, time_s: float) -> Pixels | None:
        """The last picture until then, at the pace of a few milliseconds; the array is not to be written to."""
        number = int(np.searchsorted(self.times_s, time_s + 5e-7, side="right")) - 1
        if number < 0 or time_s - self.times_s[number] > STANDS_S:
            return None
        if self._shown[0] != number:
            self._shown = number, self._picture(int(self._places[number]))
        return self._shown[1]

    def close(self) -> None:
        """May be called more than once."""
        file, self._file = self._file, None
        self._shown = -1, None
        if file is not None:
            file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _picture(self, place: int) -> Pixels | None:
        if self._file is None:
            return None
        try:
            return decoded(jpeg(self._file, place))
        except OSError:
            return None


def decoded(content: bytes) -> Pixels | None:
    """None for what is no JPEG, or one that claims to be huge."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG",)) as picture:
            if max(picture.size) > LARGEST:
                return None
        found = cv2.imdecode(
            np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
        )
    except (OSError, UnidentifiedImageError, ValueError, Image.DecompressionBombError, cv2.error):
        return None
    return None if found is None else rgb(found)
