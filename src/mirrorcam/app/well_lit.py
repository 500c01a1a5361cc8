"""A tracker that is shown dark faces brighter, and grey pictures in the tones of skin.

MediaPipe's networks learned from pictures in colour and in good light. In a dim one they read expressions into faces at
rest, and in a grey one they follow lips and chin less well (benchmarks/measurement/worn.py, grey.py). Whatever else is
read from a picture is read from it as it is.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mirrorcam.face import Face, Frame
from mirrorcam.trackers import Tracked, Tracker

LIT = 0.35
"""Green of the skin, 0..1, up to which a darker face is brought. Of 35 people well lit it is .27 to .75. With a
fiftieth of that light, rest and smiles: the highest of six at rest is 4 at most instead of 26, smiles are off by 2.8
points instead of 5.6 (root mean square, four looks)."""
MOST = 10.0
"""Times as bright at most: then little but noise is left."""
LEAST = 1.02
"""Fewer times are not worth it."""


class WellLit(Tracker):
    """``still``: photographs, each looked at for itself and a second time if its face is dark. In films the face is
    taken to be where it was in the frame before."""

    def __init__(self, tracker: Tracker, *, still: bool = False) -> None:
        self._tracker = tracker
        self._still = still
        self._before: tuple[Face, ...] = ()

    def track(self, frame: Frame) -> Tracked:
        """As ``Tracker.track``."""
        if not self._still:
            tracked = self._tracker.track(_shown(frame, self._before))
            self._before = tracked.faces
            return tracked
        plain = self._tracker.track(_shown(frame, ()))
        if _gain(frame, plain.faces) < LEAST:
            return plain
        again = self._tracker.track(_shown(frame, plain.faces))
        return again if again.faces else plain

    def close(self) -> None:
        self._tracker.close()


def _shown(frame: Frame, faces: tuple[Face, ...]) -> Frame:
    """What the tracker gets to see; ``faces``: about where they are."""
    from mirrorcam.sources.light import brightened, in_skin_tones, is_grey

    pixels, gain = frame.pixels, _gain(frame, faces)
    if gain >= LEAST:
        pixels = brightened(pixels, gain)
    if is_grey(frame.pixels):
        pixels = in_skin_tones(pixels)
    return frame if pixels is frame.pixels else replace(frame, pixels=pixels)


def _gain(frame: Frame, faces: tuple[Face, ...]) -> float:
    """How many times as bright the faces should be."""
    from mirrorcam.sources.light import skin_light

    if not faces:
        return 1.0
    light = float(np.mean([skin_light(frame.pixels, face.landmarks) for face in faces]))
    return min(max(LIT / max(light, 1e-6), 1.0), MOST)
