"""A tracker that is shown a rolled head upright, and whose answer is rolled back.

MediaPipe turns the face upright itself, but cuts it out by a box that lies along the picture: of a rolled head more
background comes along, the face is smaller, and its landmarks are others. Of 12 people rolled by 20°, rest scored up to
18 and smiles were off by 4.5 points (root mean square); shown upright 2 and 1.3 (benchmarks/measurement/worn.py).
"""

from __future__ import annotations

from dataclasses import replace
from math import copysign, cos, radians, sin

import numpy as np
from numpy.typing import NDArray

from mirrorcam.face import Face, Frame, face_width, placed
from mirrorcam.trackers import Tracked, Tracker

LEFT_ALONE_DEG = 2.0
"""Of a film's frames only what the head is rolled beyond this is turned back: a straight head's need not be turned, and
one that passes the limit makes no jump. With 5° a film of a rolled head and the same film mirrored differed more than
with 2°; with none left alone no less than with that. A photograph is turned back whole, from so much on."""
HALF = 1.1
"""In films, half the side of the square about the face that is turned, in face widths: the landmark network looks no
further, and turning all of a large picture takes longer than measuring."""

Point = NDArray[np.floating]


class Upright(Tracker):
    """``still``: photographs, each looked at for itself and a second time if its head is rolled. In films the head is
    taken to be rolled as it was in the frame before."""

    def __init__(self, tracker: Tracker, *, still: bool = False) -> None:
        self._tracker = tracker
        self._still = still
        self._before: Face | None = None

    def track(self, frame: Frame) -> Tracked:
        """As ``Tracker.track``."""
        if self._still:
            return self._track_still(frame)
        roll_deg = 0.0 if self._before is None else beyond(self._before.pose.roll_deg, LEFT_ALONE_DEG)
        tracked = self._turned(frame, self._before, roll_deg) if self._before and roll_deg else None
        tracked = tracked or self._tracker.track(frame)
        self._before = tracked.face
        return tracked

    def _track_still(self, frame: Frame) -> Tracked:
        plain = self._tracker.track(frame)
        face = plain.face
        if face is None or abs(face.pose.roll_deg) < LEFT_ALONE_DEG:
            return plain
        again = self._turned(frame, face, face.pose.roll_deg)
        return replace(again, people=plain.people) if again.faces else plain

    def _turned(self, frame: Frame, face: Face, roll_deg: float) -> Tracked:
        """What is seen in the frame turned about ``face``, as if it had been seen in the frame."""
        from mirrorcam.imaging.opencv import turned, turned_within

        size = frame.pixels.shape[1], frame.pixels.shape[0]
        middle = face.landmarks[:, :2].mean(axis=0) * size
        pixels = (
            turned(frame.pixels, middle, roll_deg)
            if self._still
            else turned_within(frame.pixels, middle, roll_deg, HALF * face_width(face, *size))
        )
        tracked = self._tracker.track(replace(frame, pixels=pixels))
        return replace(
            tracked, faces=tuple(_turned_back(one, middle, roll_deg, size) for one in tracked.faces)
        )

    def close(self) -> None:
        self._tracker.close()


def beyond(angle_deg: float, left_alone_deg: float) -> float:
    """What of an angle is further from 0 than ``left_alone_deg``, with its sign."""
    return copysign(max(abs(angle_deg) - left_alone_deg, 0.0), angle_deg)


def _turned_back(face: Face, middle: Point, roll_deg: float, size: tuple[int, int]) -> Face:
    """From a picture of ``size`` that was turned by ``roll_deg`` against the clock, about ``middle`` (px)."""
    c, s = cos(radians(roll_deg)), sin(radians(roll_deg))
    landmarks = np.array(face.landmarks, np.float64)
    places = landmarks[:, :2] * size - middle
    landmarks[:, :2] = (places @ ((c, s), (-s, c)) + middle) / size
    head = np.array(face.head, np.float64)
    head[:3, :3] = np.array(((c, s, 0), (-s, c, 0), (0, 0, 1))) @ head[:3, :3]
    return placed(face, landmarks, head)
