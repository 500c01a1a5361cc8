"""A tracker that is shown dark faces brighter, and grey pictures in the tones of skin.

MediaPipe's networks learned from pictures in colour and in good light. In a dim one they read expressions into faces at
rest, and in a grey one they follow lips and chin less well (benchmarks/measurement/worn.py, grey.py). Whatever else is
read from a picture is read from it as it is.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

from mirrorcam.face import Face, Frame
from mirrorcam.trackers import Tracked, Tracker

LIT = 0.35
"""Green of the skin, 0..1, up to which a darker face is brought. Of 35 people well lit it is .27 to .75. With a
fiftieth of that light the highest of six at rest is 2 at most instead of 24, and smiles are off by 2.9 points instead
of 5.2 (root mean square, benchmarks/measurement/worn.py)."""
MOST = 10.0
"""Times as bright at most: then little but noise is left."""
LEAST = 1.02
"""Fewer times are not worth it."""
EVERY_S = 0.1
"""In a film it is looked at most so often how dark the face is and whether there is colour."""


class _Light(NamedTuple):
    gain: float = 1.0
    """How many times as bright the faces should be."""
    grey: bool = False


class WellLit(Tracker):
    """``still``: photographs, each looked at for itself and a second time if its face is dark. In films the face is
    taken to be where it was in the frame before."""

    def __init__(self, tracker: Tracker, *, still: bool = False) -> None:
        self._tracker = tracker
        self._still = still
        self._before: tuple[Face, ...] = ()
        self._light, self._looked_s = _Light(), -math.inf

    def track(self, frame: Frame) -> Tracked:
        """As ``Tracker.track``."""
        return self._track_still(frame) if self._still else self._track_film(frame)

    def _track_still(self, frame: Frame) -> Tracked:
        plain = self._tracker.track(_shown(frame, _light(frame, ())))
        light = _light(frame, plain.faces)
        if light.gain < LEAST:
            return plain
        again = self._tracker.track(_shown(frame, light))
        return again if again.faces else plain

    def _track_film(self, frame: Frame) -> Tracked:
        if not 0 <= frame.time_s - self._looked_s < EVERY_S:
            self._light, self._looked_s = _light(frame, self._before), frame.time_s
        tracked = self._tracker.track(_shown(frame, self._light))
        if bool(tracked.faces) != bool(self._before):
            self._looked_s = -math.inf  # whoever comes or goes changes what is needed at once
        self._before = tracked.faces
        return tracked

    def close(self) -> None:
        self._tracker.close()


def _light(frame: Frame, faces: tuple[Face, ...]) -> _Light:
    """``faces``: about where they are."""
    from mirrorcam.imaging.light import is_grey, skin_light

    grey = is_grey(frame.pixels)
    if not faces:
        return _Light(grey=grey)
    light = sum(skin_light(frame.pixels, face.landmarks) for face in faces) / len(faces)
    return _Light(min(max(LIT / max(light, 1e-6), 1.0), MOST), grey)


def _shown(frame: Frame, light: _Light) -> Frame:
    """What the tracker gets to see."""
    from mirrorcam.imaging.light import brightened, in_skin_tones

    pixels = frame.pixels
    if light.gain >= LEAST:
        pixels = brightened(pixels, light.gain)
    if light.grey:
        pixels = in_skin_tones(pixels)
    return frame if pixels is frame.pixels else replace(frame, pixels=pixels)
