"""The thread that reads a camera: it may hang in the driver, so nothing ever waits for it without a limit.

It hands the newest picture over through a one-place box, opens the camera again when it was pulled out, and
is left behind (it is a daemon) when it does not come back.
"""

from __future__ import annotations

import atexit
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from mirrorcam.imaging.opencv import Pixels, rgb, too_large

T = TypeVar("T")
Clock = Callable[[], float]
Wait = Callable[[threading.Event, float], bool]
"""Waits for an event, at most so many seconds; whether it is set."""


class Capture(Protocol):
    """An opened camera; ``cv2.VideoCapture`` is one. Any call may block for ever."""

    def grab(self) -> bool:
        """Waits for the next picture; False when there is none."""
        ...

    def retrieve(self) -> tuple[bool, NDArray[Any] | None]:
        """The picture that was grabbed, (h, w, 3) uint8 BGR."""
        ...

    def release(self) -> None: ...


OpenCapture = Callable[[], Capture | None]
"""Opens the camera; None when that does not work."""
NOTHING: tuple[bool, NDArray[Any] | None] = (False, None)
"""What ``retrieve`` gives without a picture."""

SILENT_S = 1.0
"""A camera that has given nothing for so long is closed and opened again."""
BACK_OFF_S = (0.5, 1.0, 2.0, 4.0)
"""Between tries to open it again; the last one for ever."""
BREATH_S = 0.02
"""After a failed read, so that a broken driver does not keep a core busy."""
SAME_S = 1.0
"""Sensors are noisy: a picture that is the same to the last bit for so long is no picture of now. (Some
drivers return the last picture as a success for ever.) Half of what a hold usually takes, so that a smile in a picture
that stands still is never a whole one."""
STUCK_S = 10.0
"""A camera whose picture has not changed for so long is closed and opened again."""
SAME_STRIDE = 16
LAST_WAIT_S = 2.0
"""At its end the program waits for its cameras this long: even in the dark they give a picture a second."""


@dataclass(frozen=True, slots=True)
class Grab:
    """A picture and when it was taken; ``same``: it has not changed for too long."""

    time_s: float
    pixels: Pixels
    same: bool


class CameraWorker:
    """Reads from when it is started until it is told to end."""

    def __init__(self, open_capture: OpenCapture, clock: Clock, wait: Wait) -> None:
        self._open, self._clock, self._wait = open_capture, clock, wait
        self._ending = threading.Event()
        self._box: Grab | None = None
        self._last: NDArray[np.uint8] | None = None
        self._changed_s = 0.0
        self.news = threading.Event()
        """Set when there is a new picture, or when opening has failed for the first time."""
        self.refused = False
        """The first try to open the camera failed."""
        self.stirred_s = clock()
        """When the driver last came back with anything, be it a refusal."""
        self.missed = 0
        """Pictures that were replaced by a newer one before anyone took them."""
        self._thread = threading.Thread(target=self._work, name="mirrorcam camera", daemon=True)
        _READING.add(self)
        self._thread.start()

    def take(self) -> Grab | None:
        """The newest picture, once; None when there is nothing new."""
        self.news.clear()
        grab, self._box = self._box, None
        return grab

    def end(self) -> None:
        """Returns at once; the worker closes the camera when it can."""
        self._ending.set()

    def join(self, wait_s: float) -> None:
        self._thread.join(wait_s)

    def _work(self) -> None:
        tries = 0
        while not self._ending.is_set():
            capture = _spared(self._open, None)
            self.stirred_s = self._clock()
            if capture is None:
                self._refuse()
                self._wait(self._ending, BACK_OFF_S[min(tries, len(BACK_OFF_S) - 1)])
                tries += 1
                continue
            tries = 0
            try:
                self._read(capture)
            finally:
                _spared(capture.release, None)

    def _refuse(self) -> None:
        if self._last is None:
            self.refused = True
            self.news.set()

    def _read(self, capture: Capture) -> None:
        """Until the camera has been silent, or has shown the same, for too long."""
        good_s = opened_s = self._clock()
        while not self._ending.is_set():
            there = _spared(capture.grab, False)
            time_s = self.stirred_s = self._clock()
            picture = self._decode(capture) if there else None
            if picture is not None:
                good_s = time_s
                self._hand_over(time_s, picture)
                if time_s - max(self._changed_s, opened_s) > STUCK_S:
                    return
            elif time_s - good_s > SILENT_S:
                return
            else:
                self._wait(self._ending, BREATH_S)

    @staticmethod
    def _decode(capture: Capture) -> Pixels | None:
        """None for half a picture, as when it is being pulled out, and for what nobody could look at."""
        there, picture = _spared(capture.retrieve, NOTHING)
        if not there or picture is None or picture.size == 0 or too_large(picture):
            return None
        return _spared(lambda: rgb(picture), None)

    def _hand_over(self, time_s: float, pixels: Pixels) -> None:
        few = pixels[::SAME_STRIDE, ::SAME_STRIDE].copy()
        if self._last is None or not np.array_equal(few, self._last):
            self._last, self._changed_s = few, time_s
        if self._ending.is_set():
            return
        self.missed += self._box is not None
        self._box = Grab(time_s, pixels, same=time_s - self._changed_s > SAME_S)
        self.news.set()


_READING: weakref.WeakSet[CameraWorker] = weakref.WeakSet()


def _end_all() -> None:
    """Python stops a thread that comes back from OpenCV while it ends itself, and OpenCV takes that for a fault: the
    whole program is aborted, and whoever started it is told of a crash."""
    until_s = time.monotonic() + LAST_WAIT_S
    workers = list(_READING)
    for worker in workers:
        worker.end()
    with suppress(KeyboardInterrupt):  # who does not want to wait
        for worker in workers:
            worker.join(max(0.0, until_s - time.monotonic()))


atexit.register(_end_all)


def _spared(call: Callable[[], T], otherwise: T) -> T:
    """What ``call`` gives; ``otherwise`` where it raises. Whatever a driver raises, its camera has shown nothing just
    now, and whoever reads it goes on: without them nobody would open it again."""
    try:
        return call()
    except Exception:
        return otherwise
