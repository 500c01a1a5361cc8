"""Finding faces anywhere in a picture with MediaPipe's FaceDetector: who else is there, and who is far away.

The landmarker follows one face, or two, and says nothing of others; nor does it see a face that is less than about a
tenth of the picture's width.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from mirrorcam.arrays import Pixels
from mirrorcam.face import Face

PEOPLE_EVERY_S = 0.4
"""How often a film or a camera is searched for others: 1.6 ms each time."""
PERSON_WIDTH = 0.5
"""A second face counts when it is at least this wide, relative to the one that is followed, both as the detector sees
them: a poster or a passer-by in the background does not stop practice. Its squares about small faces are generous: of
three faces in front of portraits these count from .38 to .48 of their true width on."""
FAR_SIDE = 0.75
"""Far faces are looked for in squares with this share of the picture's shorter side."""
TILE_PX = 1000
"""Side of the squares in which a large photograph is searched for a face that is small in it: in a larger one only
a larger face is found."""
CERTAIN = 0.8
"""So certain the detector has to be of such a face. Of 8 people in large pictures all are found who are 160 px wide or
more, and 4 who are 110; in 8 such pictures of nobody, with noise and bits of faces, none is
(benchmarks/measurement/unusual.py)."""
UPSIDE_DOWN = 0.05
"""By how much more certain the detector is of a face in the picture turned by half, when it is upside down. MediaPipe
draws an upright face over most that are. Of 210 photographs of 35 people, as they are, in other lights, blurred, noisy,
grey and small, nobody is seen in any that is turned by half, and somebody in each that is not; so it is in 420 pictures
of films made of them (benchmarks/measurement/unusual.py), and in the first 100 pictures of eight of living people
(benchmarks/gates.py)."""
SURE = 3
"""So many answers more for one way than for the other are enough to be sure which way up a film is."""
UNSURE_EVERY_S = 0.4
"""How often a film is asked which way up it is, until it is sure, and as long as it is upside down."""
SURE_EVERY_S = 120.0
"""How often afterwards. A look takes 10 ms at 640 × 480 and 25 to 36 ms at 1920 × 1080, mostly to turn the picture: at
30 frames a second .01 to .02 ms a frame with the asking."""

Rect = tuple[int, int, int]
"""A face as the detector sees it: left, top and side of a square, in pixels."""


def mediapipe_image(pixels: Pixels) -> Any:
    """(h, w, 3) uint8 RGB in one block of memory."""
    from mediapipe import Image, ImageFormat

    return Image(image_format=ImageFormat.SRGB, data=pixels)


class Finder:
    """Counts people. ``detector`` is a FaceDetector for single pictures."""

    def __init__(self, detector: Any) -> None:
        self.detector = detector
        self._asked_s = -PEOPLE_EVERY_S
        self._followed = 0
        self._others = 0
        self._far: list[Rect] = []
        self._certainty = 0.0
        """Of the most certain face that was found last, 0..1; 0: there was none."""

    def others(self, time_s: float, pixels: Pixels, faces: Sequence[Face]) -> int:
        """People beside ``faces``; without any, 1 if there is somebody too far away to be followed. Searched for
        every ``PEOPLE_EVERY_S``; in between the last answer holds."""
        if self._followed != len(faces):
            self._followed, self._others, self._far = len(faces), 0, []
        if time_s - self._asked_s >= PEOPLE_EVERY_S:
            self._asked_s = time_s
            self._others = self.beside(faces, pixels) if faces else self._far_twice(pixels)
        return self._others

    def beside(self, faces: Sequence[Face], pixels: Pixels) -> int:
        """How many are beside every one of the faces."""
        rects = self.find(pixels)
        for face in faces:
            rects = beside(face, rects, pixels.shape[1], pixels.shape[0])
        return len(rects)

    def find(self, pixels: Pixels) -> list[Rect]:
        """The faces in the picture, the most certain first."""
        found = self.detector.detect(mediapipe_image(pixels)).detections
        self._certainty = max((float(one.categories[0].score) for one in found), default=0.0)
        boxes = [one.bounding_box for one in found]
        return [(box.origin_x, box.origin_y, box.width) for box in boxes]

    def upside_down(self, pixels: Pixels) -> bool:
        """Whether the face in the picture is, where ``find`` was asked of it just now; False where that found none."""
        as_it_is = self._certainty
        if not as_it_is:
            return False
        self.find(np.ascontiguousarray(pixels[::-1, ::-1]))
        return self._certainty - as_it_is > UPSIDE_DOWN

    def find_far(self, pixels: Pixels) -> list[Rect]:
        """In three squares side by side in the upper part: faces about half as wide as ``find`` finds."""
        height, width = pixels.shape[:2]
        side = max(1, round(min(height, width) * FAR_SIDE))
        found = []
        for left in (0, (width - side) // 2, width - side):
            square = np.ascontiguousarray(pixels[:side, left : left + side])
            found += [(x + left, y, w) for x, y, w in self.find(square)]
        return found

    def is_somewhere(self, pixels: Pixels) -> bool:
        """Whether there is certainly a face, however small it is in a large photograph; seen in a square of it, and
        again with that about it."""
        height, width = pixels.shape[:2]
        places = [(x, y) for y in _tiles(height) for x in _tiles(width)]
        for x, y in places:
            found = self._certainly(pixels[y : y + TILE_PX, x : x + TILE_PX])
            if found is None:
                continue
            left, top, side = x + found[0], y + found[1], found[2]
            above, before = max(0, top - side), max(0, left - side)
            if self._certainly(pixels[above : top + 2 * side, before : left + 2 * side]) is not None:
                return True
        return False

    def _certainly(self, pixels: Pixels) -> Rect | None:
        found = self.find(np.ascontiguousarray(pixels))
        return found[0] if found and self._certainty >= CERTAIN else None

    def _far_twice(self, pixels: Pixels) -> int:
        """A far face must be seen twice: about one picture of nobody in fifty has something like one."""
        before, self._far = self._far, self.find_far(pixels)
        return int(any(same_place(a, b) for a in before for b in self._far))


class WayUp:
    """Whether a film is upside down, by the most of its answers: no single one that is wrong decides. The first
    counts until there are others, so that of a film that is upside down not even the first frame is read."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._asked_s = -math.inf
        self._leaning = 0
        """Answers that say upside down, less those that say upright; at most SURE either way."""

    def upside_down(self, time_s: float, pixels: Pixels) -> bool:
        """``pixels``: with a face in it. A look at which the detector finds none is no answer."""
        every_s = SURE_EVERY_S if self._leaning == -SURE else UNSURE_EVERY_S
        if time_s - self._asked_s >= every_s:
            self._asked_s = time_s
            if self._finder.find(pixels):
                answer = 1 if self._finder.upside_down(pixels) else -1
                self._leaning = max(-SURE, min(SURE, self._leaning + answer))
        return self._leaning > 0


def _tiles(length: int) -> list[int]:
    """Where squares begin that overlap by a quarter or more."""
    last = max(0, length - TILE_PX)
    return [*range(0, last, TILE_PX * 3 // 4), last]


def same_place(a: Rect, b: Rect) -> bool:
    less, more = sorted((a[2], b[2]))
    return max(abs(a[0] - b[0]), abs(a[1] - b[1])) < less and more < 2 * less


def beside(face: Face, rects: list[Rect], width: int, height: int) -> list[Rect]:
    """Those of ``rects`` that are people beside ``face``: their middle lies outside it, and they are not much smaller
    than it is to the detector, whose squares are wider than a face's landmarks; where it did not find it, than these.
    The picture is ``width`` × ``height`` pixels."""
    places = face.landmarks[:, :2] * (width, height)
    (left, top), (right, bottom) = places.min(axis=0), places.max(axis=0)
    own_side, others = right - left, list[Rect]()
    for x, y, side in rects:
        if left <= x + side / 2 <= right and top <= y + side / 2 <= bottom:
            own_side = max(own_side, side)
        else:
            others.append((x, y, side))
    return [one for one in others if one[2] >= PERSON_WIDTH * own_side]
