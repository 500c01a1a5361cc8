"""A sample beside the neutral, in plain numbers: how far away, how turned, how soft and how unlike it is by then.

validity.py and identity.py say what follows from it. Of a recording the same is told without an object for each sample
(rescoring/faces.py).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mirrorcam.calibration import EYES_CLOSED, Neutral, distance_changed, neutral_off
from mirrorcam.face import BLINKS, HeadPose, Sample
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


class Appearance(NamedTuple):
    """How the face of a sample looks: what of it has a say in how it compares."""

    time_s: float
    picture: tuple[int, int]
    """Width and height."""
    face_px: float
    sharpness: float
    light: float
    pose: HeadPose
    glasses: bool | None
    """None: not to be told."""
    blink: float
    """Of the eye that is closed further, as the tracker tells it, 0..1."""
    proportions: NDArray[np.float64]


class Against(NamedTuple):
    """A sample beside the neutral."""

    seen: Appearance
    distance_changed: bool
    off: bool
    """Its distance is quite another one."""
    turned: HeadPose
    """How far the head is from where it was, either way."""
    sharpness: float | None
    """Of the neutral's, with what lids that went down took given back (``LIDS``); None: not known, or the eyes, which
    are what is sharpest in a face, are closed."""
    glasses: bool
    """They were put on or taken off."""
    different: bool | None
    """That, or the neutral was a blurred one; None: not to be told just now."""
    askew: bool
    """The head is turned too far to compare proportions."""
    unlike: float | None
    """How much these are another's; None: not known, or askew."""
    dim: bool
    """There is little light."""


def against(neutral: Neutral, sample: Sample) -> Against:
    """``sample`` has a face."""
    face = sample.face
    assert face is not None
    seen = Appearance(
        time_s=sample.time_s,
        picture=(sample.width, sample.height),
        face_px=sample.face_px,
        sharpness=sample.sharpness,
        light=sample.light,
        pose=face.pose,
        glasses=wears_glasses(face.patches),
        blink=float(face.blendshapes[BLINKS].max()),
        proportions=proportions(face.landmarks, sample.width, sample.height),
    )
    return compare(neutral, wears_glasses(neutral.patches), seen)


def compare(neutral: Neutral, glasses: bool | None, seen: Appearance) -> Against:
    """A sample beside the neutral, for which ``glasses`` were worn or not (None: not to be told)."""
    size = seen.face_px / max(seen.picture[0], 1)
    closed = seen.blink >= EYES_CLOSED
    share = None if closed else _share(neutral, seen.sharpness)
    changed = glasses is not None and seen.glasses is not None and glasses != seen.glasses
    untold = closed or (glasses is not None and seen.glasses is None)
    known = len(neutral.proportions) > 0
    turned = _between(neutral.pose, seen.pose)
    askew = known and not _within(turned, ALIKE_DEG)
    return Against(
        seen=seen,
        distance_changed=distance_changed(neutral, size),
        off=neutral_off(neutral, size),
        turned=turned,
        sharpness=None if share is None else share + LIDS * max(seen.blink - neutral.blink, 0.0),
        glasses=changed,
        different=changed or (share is not None and share > CLEARER) or (None if untold else False),
        askew=askew,
        unlike=unlike(seen.proportions, neutral.proportions) if known and not askew else None,
        dim=seen.light < DIM,
    )


def _between(one: HeadPose, other: HeadPose) -> HeadPose:
    return HeadPose(
        abs(one.yaw_deg - other.yaw_deg),
        abs(one.pitch_deg - other.pitch_deg),
        abs(one.roll_deg - other.roll_deg),
    )


def _within(turned: HeadPose, most: HeadPose) -> bool:
    return (
        turned.yaw_deg <= most.yaw_deg
        and turned.pitch_deg <= most.pitch_deg
        and turned.roll_deg <= most.roll_deg
    )


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
