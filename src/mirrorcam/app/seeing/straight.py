"""A photograph whose head is turned, drawn again as it would be seen from the front.

MediaPipe reads a turned face otherwise than a straight one: lids narrow, lips thin, a jaw seems to drop, in everyone a
little otherwise. Much of that is how its network sees and not how the face moves, and a network that is shown the face
from the front does not do it (benchmarks/measurement/turned.py). It takes some 40 ms, so it is for photographs
only. In films a pitched head is drawn level, which is quicker (level.py), and what else the mean face does is taken out
(turning.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mirrorcam.arrays import Floats
from mirrorcam.face import Drawn, Frame, Sample
from mirrorcam.facing import mesh, seen, turn_to_front

LEFT_ALONE_DEG = 2.0
"""Of yaw and pitch: a head that is straighter than this is measured as it is."""


def straightened(photograph: Frame, sample: Sample, see: Callable[[Frame], Sample]) -> Frame | None:
    """The photograph with the head of ``sample`` turned to the front, rolled as it was; None when it is straight.

    The angle is that which was seen, and put right once by what is still seen of it then.
    """
    face = sample.face
    if face is None or max(abs(face.pose.yaw_deg), abs(face.pose.pitch_deg)) < LEFT_ALONE_DEG:
        return None
    at, turn = mesh(face, sample.width, sample.height), turn_to_front(face.pose)
    front = _drawn(photograph, at, turn)
    again = see(front).face
    return front if again is None else _drawn(photograph, at, turn_to_front(again.pose) @ turn)


def as_held(from_front: Sample, plain: Sample) -> Sample:
    """What was seen in the new photograph, of a head that is held as in the ``plain`` one; and how clear that one is,
    which drawing it again smooths over."""
    assert from_front.face is not None and plain.face is not None
    face = replace(from_front.face, head=plain.face.head, drawn=Drawn.FROM_FRONT)
    return replace(from_front, face=face, face_px=plain.face_px, light=plain.light, sharpness=plain.sharpness)


def _drawn(photograph: Frame, at: Floats, turn: Floats) -> Frame:
    from mirrorcam.imaging.redrawing import redrawn, triangles

    to = seen(at, turn)
    return replace(photograph, pixels=redrawn(photograph.pixels, at, to, triangles(to)))
