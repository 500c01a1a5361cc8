"""A camera: by number or by name, never waited for without a limit."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mirrorcam.face import Frame
from mirrorcam.imaging.opencv import cv2
from mirrorcam.phrases import phrase
from mirrorcam.sources import Draw, Opened, SourceError
from mirrorcam.sources.camera_worker import CameraWorker, Capture, Clock, Grab, OpenCapture, Wait

OPEN_S = 5.0
"""A camera that has shown nothing by then is not there, or kept by another program."""
STALE_S = 0.5
"""When nothing new has come for so long, the last picture is given again, marked stale, …"""
STALE_EVERY_S = 0.1
"""… this often, so that whoever is looking notices."""
HUNG_S = 8.0
"""A worker that has not stirred for so long hangs in the driver: a new one is started, and waited for twice
as long, and so on."""
LEAST_STEP_S = 1e-4

BACKENDS = {"linux": cv2.CAP_V4L2, "win32": cv2.CAP_MSMF, "darwin": cv2.CAP_AVFOUNDATION}
WISHES = (
    (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG")),
    (cv2.CAP_PROP_FRAME_WIDTH, 1280),
    (cv2.CAP_PROP_FRAME_HEIGHT, 720),
    (cv2.CAP_PROP_FPS, 30),
)
"""What a camera is asked for (each takes what it can): a face two metres away still has 80 px then."""


@dataclass(frozen=True, slots=True)
class CameraInfo:
    index: int
    name: str


def cameras() -> list[CameraInfo]:
    """The cameras of this computer, by number; empty when there is none or they cannot be listed."""
    from cv2_enumerate_cameras import enumerate_cameras

    backend = BACKENDS.get(sys.platform)
    try:
        found = enumerate_cameras(backend) if backend is not None else []
    except (OSError, RuntimeError, NotImplementedError, ImportError):
        return []
    return sorted((CameraInfo(c.index, c.name or f"camera {c.index}") for c in found), key=lambda c: c.index)


def open_named(name: str, draw: Draw | None) -> Camera:
    """Opens "camera", "camera:2" or "camera:part of its name".

    Raises SourceError when there is no such camera, or when it shows nothing within ``OPEN_S``.
    """
    info = choose(name, cameras())
    return Camera(lambda: open_capture(info.index), f"camera {info.index} ({info.name})")


def choose(name: str, found: Sequence[CameraInfo]) -> CameraInfo:
    """The camera that ``name`` means among those found. Raises SourceError, naming those that are there."""
    wanted = name.partition(":")[2].strip()
    if not found:
        raise SourceError(phrase("camera.none", name=name))
    fitting = [c for c in found if wanted in ("", str(c.index))]
    fitting = fitting or [c for c in found if wanted.lower() in c.name.lower() and not wanted.isdigit()]
    if not fitting:
        there = ", ".join(f"camera:{c.index} ({c.name})" for c in found)
        raise SourceError(phrase("camera.other", name=name, there=there))
    return fitting[0]


def open_capture(index: int) -> Capture | None:
    capture = cv2.VideoCapture(index, BACKENDS.get(sys.platform, cv2.CAP_ANY))
    if not capture.isOpened():
        capture.release()
        return None
    for wish, value in WISHES:
        capture.set(wish, value)
    return capture


class Camera(Opened):
    """Pictures as they come. When the camera falls silent its last one comes again, stale; it is opened again
    when it is back. ``clock`` tells seconds that only grow.

    Raises SourceError when it shows nothing within ``OPEN_S``.
    """

    live = True

    def __init__(
        self,
        open_capture: OpenCapture,
        name: str,
        clock: Clock = time.perf_counter,
        wait: Wait = threading.Event.wait,
    ) -> None:
        super().__init__()
        self.name = name
        self._open, self._clock, self._wait = open_capture, clock, wait
        self._worker = CameraWorker(open_capture, clock, wait)
        self._began_s = self._heard_s = clock()
        self._last: Grab | None = None
        self._patience_s = HUNG_S
        self._next = self._first_picture()

    @property
    def missed(self) -> int:
        """Pictures of the camera that nobody took before a newer one came."""
        return self._worker.missed

    def _first_picture(self) -> Grab:
        self._wait(self._worker.news, OPEN_S)
        grab = self._worker.take()
        if grab is None:
            refused = self._worker.refused
            self.close()
            key = "camera.refused" if refused else "camera.silent"
            raise SourceError(phrase(key, name=self.name, seconds=f"{OPEN_S:.0f}"))
        self._began_s = self._heard_s = grab.time_s
        return grab

    def __iter__(self) -> Iterator[Frame]:
        grab: Grab | None = self._next
        index, last_s = 0, -1.0
        while not self.closed:
            if grab is not None:
                self._last, self._heard_s = grab, grab.time_s
            if (frame := self._frame(grab, index, last_s)) is not None:
                index, last_s = index + 1, frame.time_s
                yield frame
            grab = self._await_news()

    def _await_news(self) -> Grab | None:
        if self.closed:
            return None
        self._wait(self._worker.news, STALE_EVERY_S)
        grab = self._worker.take()
        if grab is None and self._clock() - self._worker.stirred_s > self._patience_s:
            self._replace_worker()
        return grab

    def _frame(self, grab: Grab | None, index: int, last_s: float) -> Frame | None:
        """The frame of a new picture, the last one once more when there has been none for long, or None."""
        shown = grab or self._last
        silent_s = self._clock() - self._heard_s
        if shown is None or (grab is None and silent_s < STALE_S):
            return None
        taken_s = grab.time_s if grab else self._clock()
        time_s = max(taken_s - self._began_s, last_s + LEAST_STEP_S)
        return Frame(max(time_s, 0.0), index, shown.pixels, stale=grab is None or grab.same)

    def _replace_worker(self) -> None:
        self._worker.end()
        self._worker = CameraWorker(self._open, self._clock, self._wait)
        self._patience_s *= 2

    def close(self) -> None:
        """Returns within ``STALE_EVERY_S`` even when the camera hangs."""
        if not self.closed:
            super().close()
            self._worker.end()
            self._worker.join(STALE_EVERY_S)
