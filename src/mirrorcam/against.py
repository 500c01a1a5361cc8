"""A sample beside the neutral, in plain numbers: how far away, how turned, how soft and how unlike it is by then.

validity.py and identity.py say what follows from it. Of a recording the same is told without an object for each sample
(rescoring/faces.py).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mirrorcam.calibration import EYES_CLOSED, Neutral, distance_changed, neutral_off
from mirrorcam.face import BLINKS, Face, HeadPose, Sample
from mirrorcam.gate import DIM
from mirrorcam.hysteresis import Limits
from mirrorcam.patches import POSITION, UNUSABLE
from mirrorcam.proportions import proportions, unlike

SOFTENED = Limits(0.58, 0.64)
"""Sharpness, of the neutral's. Clear smiles have .8 to 1.3 of it, those half as large .65 to .9, a living film whose
head moves .6 to 1.4 of its median. Blurred by SD 1.4 px (faces 230 px wide) it is .5 to .75, by 2 px .4 to .6: then a
smile's score is 6 points off, and rest scores up to 20 (benchmarks/measurement/worn.py)."""
CLEARER = 1 / SOFTENED.enter
"""A picture so much sharper than the neutral's was tells that the neutral was a blurred one."""
LIDS = 1.0
"""What a blink of 1 (eyeBlink, beyond the neutral's) takes of the sharpness, and is given back: lids that go down hide
what is sharpest in a face. Of twelve of the cast lids halfway down leave .37 to 1 of it, and with this .6 and more but
of one (.56); of a living man's closed eyes .72 is the least. A blurred picture of open eyes reads as a blink of less
than .1 more (14 people). Price: hard pressed, JPEG of quality 15, 3 smiles of 35 are scored instead of 2."""
GLASSES, NO_GLASSES = 0.12, 0.08
"""Of three bars, across the nose and at both temples, two are at least so strong with glasses, and at most so strong
without. 35 people, neutral and smiling (benchmarks/gates.py): of 70 with painted glasses 55 are told to have some, 2
to have none (frames as light as the skin); without, with beards, in poor light and small as well, none is told to have
some, 6 in 7 to have none."""
ALIKE_DEG = HeadPose(10.0, 8.0, 10.0)
"""From how the head was held for the neutral, within which proportions are compared: so far they were tried, and
further round they are the tracker's guess. On skin, too, the light falls otherwise then."""


class Against(NamedTuple):
    """A sample beside the neutral."""

    time_s: float
    picture: tuple[int, int]
    """Width and height."""
    distance_changed: bool
    off: bool
    """Its distance is quite another one."""
    different: bool | None
    """Glasses were put on or taken off, or the neutral was a blurred one; None: not to be told just now."""
    turned_deg: tuple[float, float] | None
    """How far the head is from where it was, yaw and pitch; None: no face."""
    sharpness: float | None
    """Of the neutral's, with what lids that went down took given back (``LIDS``); None: not known, or the eyes, which
    are what is sharpest in a face, are closed."""
    glasses: bool = False
    """They were put on or taken off."""
    unlike: float | None = None
    """How much its proportions are another's; None: not known, or the head is turned too far."""
    askew: bool = False
    """The head is turned too far for that."""
    dim: bool = False
    """There is little light."""
    proportions: NDArray[np.float64] | None = None
    """None: no face."""
    face_px: float = 0.0


class Looked(NamedTuple):
    """What of a sample has a say in it."""

    time_s: float
    picture: tuple[int, int]
    """Width and height."""
    face_px: float
    sharpness: float
    light: float
    face: LookedFace | None


class LookedFace(NamedTuple):
    pose: HeadPose
    glasses: bool | None
    """None: not to be told."""
    blink: float
    """Of the eye that is closed further, as the tracker tells it, 0..1."""
    proportions: NDArray[np.float64]


def against(neutral: Neutral, sample: Sample) -> Against:
    face = None if sample.face is None else _look(sample.face, sample)
    picture = sample.width, sample.height
    looked = Looked(sample.time_s, picture, sample.face_px, sample.sharpness, sample.light, face)
    return compare(neutral, wears_glasses(neutral.patches), looked)


def compare(neutral: Neutral, glasses: bool | None, looked: Looked) -> Against:
    """A sample beside the neutral, for which ``glasses`` were worn or not (None: not to be told)."""
    size, face = looked.face_px / max(looked.picture[0], 1), looked.face
    turned, share, worn, other, askew = None, None, False, None, False
    different: bool | None = False
    if face is not None:
        before = neutral.pose
        turned = abs(face.pose.yaw_deg - before.yaw_deg), abs(face.pose.pitch_deg - before.pitch_deg)
        closed = face.blink >= EYES_CLOSED
        share = None if closed else _share(neutral, looked.sharpness)
        worn = glasses is not None and face.glasses is not None and glasses != face.glasses
        untold = closed or (glasses is not None and face.glasses is None)
        different = worn or (share is not None and share > CLEARER) or (None if untold else False)
        askew = len(neutral.proportions) > 0 and not _held_alike(neutral.pose, face.pose)
        other = None if askew else _unlike(neutral, face)
        share = share and share + LIDS * max(face.blink - neutral.blink, 0.0)
    changed, off, dim = distance_changed(neutral, size), neutral_off(neutral, size), looked.light < DIM
    lengths = None if face is None else face.proportions
    return Against(
        looked.time_s, looked.picture, changed, off, different, turned, share, worn, other, askew, dim, lengths,
        looked.face_px,
    )  # fmt: skip


def _unlike(neutral: Neutral, face: LookedFace) -> float | None:
    return unlike(face.proportions, neutral.proportions) if len(neutral.proportions) else None


def _held_alike(one: HeadPose, other: HeadPose) -> bool:
    return (
        abs(one.yaw_deg - other.yaw_deg) <= ALIKE_DEG.yaw_deg
        and abs(one.pitch_deg - other.pitch_deg) <= ALIKE_DEG.pitch_deg
        and abs(one.roll_deg - other.roll_deg) <= ALIKE_DEG.roll_deg
    )


def _look(face: Face, sample: Sample) -> LookedFace:
    lengths = proportions(face.landmarks, sample.width, sample.height)
    return LookedFace(face.pose, wears_glasses(face.patches), float(face.blendshapes[BLINKS].max()), lengths)


def _share(neutral: Neutral, sharpness: float) -> float | None:
    """Of the neutral's sharpness; None: not known."""
    return None if min(neutral.sharpness, sharpness) <= 0 else sharpness / neutral.sharpness


def wears_glasses(patches: NDArray[np.floating]) -> bool | None:
    """None: not to be told. ``patches`` as in ``Face``."""
    return _glasses(*patches[_BARS].tolist())


def who_wears_glasses(patches: NDArray[np.floating]) -> list[bool | None]:
    """As ``wears_glasses``, of many faces, (faces, len(PATCHES))."""
    return [_glasses(*bars) for bars in patches[:, _BARS].tolist()]


def _glasses(bridge: float, left: float, right: float) -> bool | None:
    if min(bridge, left, right) <= UNUSABLE / 2:
        return None
    second = sorted((bridge, left, right))[1]
    if second >= GLASSES:
        return True
    return False if second <= NO_GLASSES and bridge <= GLASSES else None


_BARS = np.array([POSITION[name] for name in ("bar_bridge", "bar_temple_left", "bar_temple_right")])
