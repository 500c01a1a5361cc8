"""Does a film stand still: does one picture come again and again, where before pictures changed?

Some cameras and video calls freeze for seconds, and a face in a picture that stands would be scored as if it held what
it shows. Films of few pictures a second and slide shows repeat theirs, too; they do so all the time.
"""

from __future__ import annotations

from collections import deque
from statistics import median

import numpy as np
from numpy.typing import NDArray

from mirrorcam.sources.opencv import Pixels

STANDS_S = 0.5
"""A picture that has stood for so long, and …"""
LONGER = 5.0
"""… so many times as long as pictures of this film usually do, stands still."""
CHANGES = 12
"""By so many changes before it is known how long they usually do; until then nothing stands."""
SAMPLES = 120
"""Points a side, at most, at which pictures are compared."""
SAME = 1 / 42
"""Of the brightest point (green): a picture in which no point differs by more from when it came is the same. Packed
with H.264, a film that had stood for 2.4 s differed by 3 of 255 from picture to picture, by 5 in all. 54 films of
people, of 5 to 60 pictures a second, were never so much the same for longer than .4 s or two of their pictures."""
EMPTY = 16
"""From the darkest point to the brightest: less is no picture of anything, such as of a covered lens, which stands for
as long as it likes."""


class Standing:
    """For the pictures of one film, in order of time."""

    def __init__(self) -> None:
        self._first: NDArray[np.int16] | None = None
        self._since_s = 0.0
        self._usual_s: deque[float] = deque(maxlen=CHANGES)

    def see(self, time_s: float, pixels: Pixels) -> bool:
        """Whether it stands still now; some 0.05 ms."""
        rows, columns = (slice(None, None, max(1, size // SAMPLES)) for size in pixels.shape[:2])
        seen = pixels[rows, columns, 1].astype(np.int16)
        if self._first is None or _differ(self._first, seen):
            if self._first is not None:
                self._changed(time_s)
            self._first, self._since_s = seen, time_s
            return False
        stood_s = time_s - self._since_s
        longer = stood_s >= max(STANDS_S, LONGER * self._known_s())
        return longer and int(np.ptp(seen)) >= EMPTY

    def _changed(self, time_s: float) -> None:
        """What stood still before is not how long pictures usually do."""
        stood_s = time_s - self._since_s
        if stood_s < max(STANDS_S, LONGER * self._known_s()) or len(self._usual_s) < CHANGES:
            self._usual_s.append(stood_s)

    def _known_s(self) -> float:
        return median(self._usual_s) if len(self._usual_s) == CHANGES else np.inf


def _differ(one: NDArray[np.int16], other: NDArray[np.int16]) -> bool:
    if one.shape != other.shape:
        return True
    return bool(np.abs(one - other).max() > SAME * one.max())
