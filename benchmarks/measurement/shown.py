"""What one person shows again and again, always the same: rest, half of the own smile, and the six, drawn weakly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from benchmarks.measurement.anatomy import posed
from benchmarks.measurement.morphs import morph_pictures
from benchmarks.measurement.photographs import Sitter
from benchmarks.measurement.poses import Poser
from benchmarks.measurement.turning import turned
from benchmarks.measurement.warped import weaker

from mirrorcam.app.measuring import SIX
from mirrorcam.app.seeing import Eyes
from mirrorcam.arrays import Pixels
from mirrorcam.face import Face, Frame, HeadPose
from mirrorcam.sources.images import read_picture

HEIGHT = 480
HALF = 5
"""The step of a morph, of ten, that is half a smile."""
WEAK = 0.6
"""Of the poses: at their full strength most would score 100 however they are seen, which tells nothing."""
SMILE, REST = "half of the own smile", "rest"


def targets_of(what: str) -> Sequence[str]:
    """The names of those that it is scored as: at rest all six, of which the highest counts."""
    return SIX if what == REST else ("happiness",) if what == SMILE else (what,)


class Shown:
    """By one person."""

    def __init__(self, eyes: Eyes, sitter: Sitter, poser: Poser) -> None:
        rest, smile = (_small(read_picture(path)) for path in (sitter.neutral, sitter.smile))
        between = morph_pictures(rest, smile, eyes)
        assert between is not None, f"{sitter.person}: no face was seen"
        self._rest, self._half, self._gains = rest, between[HALF], poser.gains
        self._units = {name: weaker(poser.pose(name), WEAK) for name in SIX}
        self._face, self._half_face = face_in(eyes, rest), face_in(eyes, self._half)

    def held(self, head: HeadPose) -> Iterator[tuple[str, Pixels]]:
        """What it is and its picture, with the head held so; rest first."""
        yield REST, turned(self._rest, self._face, head)
        yield SMILE, turned(self._half, self._half_face, head)
        for name, units in self._units.items():
            yield name, posed(self._rest, self._face, units, head, self._gains)


def _small(pixels: Pixels) -> Pixels:
    share = min(1.0, HEIGHT / pixels.shape[0])
    return np.asarray(cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA), np.uint8)


def face_in(eyes: Eyes, pixels: Pixels) -> Face:
    face = eyes.see(Frame(0.0, 0, pixels)).face
    assert face is not None, "no face was seen"
    return face
