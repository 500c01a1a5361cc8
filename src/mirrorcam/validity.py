"""Does the neutral that was taken still serve? Not at quite another distance or turn, nor before another camera, nor
with other glasses, nor in a picture that is much less sharp than its own was, nor for somebody else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mirrorcam.calibration import EYES_CLOSED, Neutral, distance_changed, neutral_off
from mirrorcam.closeup import Skin, shaded
from mirrorcam.covering import Signs
from mirrorcam.face import BLENDSHAPES, Face, HeadPose, Reason, Sample
from mirrorcam.gate import DIM, OWN_HAIR, SHINE, Lasting, Limits
from mirrorcam.identity import ALIKE_DEG, LASTS_S, OTHER, RETURNED, Identity
from mirrorcam.patches import POSITION, UNUSABLE
from mirrorcam.proportions import proportions, unlike

YAW_DEG = Limits(13.0, 11.0)
PITCH_DEG = Limits(12.0, 10.0)
"""From how the head was held for the neutral. 35 smiles drawn again turned (benchmarks/measurement/turned.py), as they
are seen in films, what is taken out found on other people: at 10° of yaw the score changes by 4.8 and 4.8 points (root
mean square), at 15° by 6.4 and 5.0, at 20° by 7.6 and 8.9; at 8° of pitch by 4.2 and 2.6, at 12° by 5.1 and 3.9, at 15°
by 6.5 and 4.8. Somewhere here it passes the 5 that were aimed at."""
SOFTENED = Limits(0.58, 0.64)
"""Sharpness, of the neutral's. Clear smiles have .8 to 1.3 of it, those half as large .65 to .9, a living film whose
head moves .6 to 1.4 of its median. Blurred by SD 1.4 px (faces 230 px wide) it is .5 to .75, by 2 px .4 to .6: then a
smile's score is 6 points off, and rest scores up to 20 (benchmarks/measurement/worn.py)."""
LIDS = 1.0
"""What a blink of 1 (eyeBlink, beyond the neutral's) takes of the sharpness, and is given back: lids that go down hide
what is sharpest in a face. Of twelve of the cast lids halfway down leave .37 to 1 of it, and with this .6 and more but
of one (.56); of a living man's closed eyes .72 is the least. A blurred picture of open eyes reads as a blink of less
than .1 more (14 people). Price: hard pressed, JPEG of quality 15, 3 smiles of 35 are scored instead of 2."""
SOFTENED_S = 0.2
"""How long; a single blurred look passes."""
CLEARER = 1 / SOFTENED.enter
"""A picture so much sharper than the neutral's was tells that the neutral was a blurred one."""
GLASSES, NO_GLASSES = 0.12, 0.08
"""Of three bars, across the nose and at both temples, two are at least so strong with glasses, and at most so strong
without. 35 people, neutral and smiling (benchmarks/gates.py): of 70 with painted glasses 55 are told to have some, 2
to have none (frames as light as the skin); without, with beards, in poor light and small as well, none is told to have
some, 6 in 7 to have none."""

COVERED_BESIDE = {
    "mouth": Limits(0.30, 0.35),
    "eye": Limits(0.40, 0.45),
    "mask": Limits(0.9, 0.85),
    "glasses": Limits(0.5, 0.45),
    "hair": Limits(1.1, 1.05),
}
"""``beside`` of photographs, whose neutral is a photograph, too (benchmarks/measurement/covering.py)."""

OTHER_SKIN, PERHAPS_OTHER_SKIN = Limits(0.55, 0.6), Limits(0.6, 0.65)
"""Share of the neutral's skin that is found again in a photograph, below which it is of another person; and below
which it is when the proportions are beyond ``RETURNED``, too. 35 people (benchmarks/gates.py): of themselves smiling
.74 and more, in poor light .62, with a beard grown .61, with glasses put on .38, in soft pictures .34. Of 2,380
photographs of others 341 are scored (benchmarks/measurement/strangers.py)."""
UNEVEN_SKIN = Limits(0.45, 0.4)
"""Of one lower half of the face against the other, beyond which a hand lies on it. Of clear photographs, neutral and
smiling, .15 at most, half in shadow .37 (benchmarks/gates.py). Of 70 painted hands on a cheek 66 are refused for one
reason or another (benchmarks/measurement/covering.py)."""
HIDDEN_BROWS = Limits(0.32, 0.37)
"""Of the skin of the brows and the forehead in that of the lower halves, below which hair or a hand lies over them: the
signs of hair see it by its light, and what has the light of skin they miss, which then looked like brows that are drawn
together. The same clear photographs: .94 and more, worn .57, with rims .25."""

HIDDEN_EYE = Limits(0.35, 0.4)
"""Of the skin round one eye, where its light has changed (closeup.py), below which a patch or a dressing lies over it:
that light is asked for, as smooth skin and frowns can be as hard to find. Of 70 patches and dressings 68 are refused
beside a photograph at rest, 4 of them as blurred, of 70 that cover little more than the opening of the eye 52. Of 70
clear photographs none is told as covered for whatever reason, of 210 in another light, blurred, noisy, grey or small 1,
of 70 with rims painted on 5, of 210 drawn with six expressions 3 (benchmarks/measurement/covering.py)."""
HIDDEN_CHIN = Limits(0.2, 0.25)
"""The same of the chin, below which a cup or a scarf is before it. Of 70 cups 63 are told, of scarves up to the lip 53
of 70: what has the light of the chin is missed."""


@dataclass
class Validity:
    """Feed it every sample that can be scored."""

    yaw_deg: Limits = YAW_DEG
    pitch_deg: Limits = PITCH_DEG
    _changed_s: float = 0.0
    _off_s: float = 0.0
    _different_s: float = 0.0
    _identity: Identity = field(default_factory=Identity)
    _picture: tuple[int, int] | None = None
    _turned: dict[str, bool] = field(default_factory=dict)
    _soft_now: bool = False
    _dim: bool = False
    _soft: Lasting = field(default_factory=lambda: Lasting(SOFTENED_S))

    @property
    def offer(self) -> bool:
        """A new neutral would be better."""
        return max(self._changed_s, self._off_s, self._different_s) >= LASTS_S or self._identity.offer

    @property
    def reason(self) -> Reason | None:
        """Why nothing can be scored by it just now."""
        if self._off_s >= LASTS_S:
            return Reason.NEUTRAL_OFF
        if self._different_s >= LASTS_S or self._identity.another:
            return Reason.LOOKS_DIFFERENT
        if any(self._turned.values()) or self._identity.askew:
            return Reason.TURNED_AWAY
        return _why_soft(self._dim) if self._soft.so else None

    @property
    def lasted_s(self) -> float:
        """For how long what ``reason`` says of the face or its distance has been so; 0 of anything else."""
        if self.reason is Reason.NEUTRAL_OFF:
            return self._off_s
        if self.reason is not Reason.LOOKS_DIFFERENT:
            return 0.0
        return max(self._different_s, self._identity.lasted_s)

    def begin(self, sample: Sample) -> None:
        """A neutral was taken, up to this sample."""
        self.begin_in((sample.width, sample.height))

    def begin_in(self, picture: tuple[int, int]) -> None:
        """As ``begin``: width and height are all that it needs of the sample."""
        self._picture, self._off_s, self._changed_s = picture, 0.0, 0.0
        self._different_s, self._soft_now, self._soft = 0.0, False, Lasting(SOFTENED_S)
        self._identity = Identity.here()

    def see(self, since_s: float, neutral: Neutral, sample: Sample) -> None:
        self.count(since_s, against(neutral, sample))

    def count(self, since_s: float, now: Against) -> None:
        """As ``see``, where it is known how the sample stands against the neutral."""
        other = self._picture not in (None, now.picture)
        self._changed_s = self._changed_s + since_s if now.distance_changed else 0.0
        self._off_s = self._off_s + since_s if other or now.off else 0.0
        self._different_s = self._different_s + since_s if now.different else 0.0
        if now.turned_deg is not None:
            yaw_deg, pitch_deg = now.turned_deg
            self._turned["yaw"] = self.yaw_deg.bad(yaw_deg, self._turned.get("yaw", False))
            self._turned["pitch"] = self.pitch_deg.bad(pitch_deg, self._turned.get("pitch", False))
        if now.sharpness is not None:
            self._soft_now = SOFTENED.bad(now.sharpness, self._soft_now)
        self._dim = now.dim
        self._soft.see(now.time_s, self._soft_now)
        self._identity.count(since_s, now)


class Against(NamedTuple):
    """A sample beside the neutral."""

    time_s: float
    picture: tuple[int, int]
    """Width and height."""
    distance_changed: bool
    off: bool
    """Its distance is quite another one."""
    different: bool
    """Glasses were put on or taken off, or the neutral was a blurred one."""
    turned_deg: tuple[float, float] | None
    """How far the head is from where it was, yaw and pitch; None: no face."""
    sharpness: float | None
    """In the neutral's, with what lower lids took given back; None: not known, or the eyes are closed, which are the
    sharpest of a face."""
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
    turned, share, worn, different, other, askew = None, None, False, False, None, False
    if face is not None:
        before = neutral.pose
        turned = abs(face.pose.yaw_deg - before.yaw_deg), abs(face.pose.pitch_deg - before.pitch_deg)
        share = None if face.blink >= EYES_CLOSED else _share(neutral, looked.sharpness)
        worn = glasses is not None and face.glasses is not None and glasses != face.glasses
        different = worn or (share is not None and share > CLEARER)
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
    return LookedFace(face.pose, wears_glasses(face.patches), float(face.blendshapes[_BLINKS].max()), lengths)


def why_not(
    neutral: Neutral, sample: Sample, skin: Skin | None = None, *, known: bool = False
) -> Reason | None:
    """Why a photograph cannot be scored by that neutral; nothing has to last, as in a session. ``skin``: what was found
    again of the neutral's, where both are photographs. ``known``: it is certain that both are of one person. Where
    there is little light, on one half of the face too, that is what makes skin look different and the picture soft."""
    now = against(neutral, sample)
    found = _why_not(neutral, sample, skin, now, known)
    dark = now.dim or (sample.closeup is not None and shaded(sample.closeup))
    return Reason.TOO_DARK if found and dark and not covered_beside(neutral, sample) else found


def _why_not(neutral: Neutral, sample: Sample, skin: Skin | None, now: Against, known: bool) -> Reason | None:
    if now.sharpness is not None and SOFTENED.bad(now.sharpness, False):
        return Reason.BLURRED
    if covered_beside(neutral, sample) or (skin is not None and _covered(skin)):
        return Reason.COVERED
    another = not known and now.unlike is not None and _another(now.unlike, skin)
    if now.glasses or another:
        return Reason.LOOKS_DIFFERENT
    return Reason.TOO_BRIGHT if skin is not None and SHINE.bad(skin.shine, False) else None


def _covered(skin: Skin) -> bool:
    shares = (
        (UNEVEN_SKIN, skin.uneven),
        (HIDDEN_BROWS, skin.brows),
        (HIDDEN_EYE, skin.eye),
        (HIDDEN_CHIN, skin.chin),
    )
    return any(limits.bad(share, False) for limits, share in shares)


def _another(unlike: float, skin: Skin | None) -> bool:
    """Whether the photograph is of another person: by the skin, or where none can be compared by the proportions."""
    if skin is None:
        return OTHER.bad(unlike, False)
    limits = PERHAPS_OTHER_SKIN if RETURNED.bad(unlike, False) else OTHER_SKIN
    return limits.bad(skin.share, False)


def _why_soft(dim: bool) -> Reason:
    """In dim light a camera's picture loses its detail, and more light is what helps."""
    return Reason.TOO_DARK if dim else Reason.BLURRED


def covered_beside(neutral: Neutral, sample: Sample) -> bool:
    """Whether something lies over the face of a photograph that does not in the neutral's, photographs too."""
    if not sample.signs or not neutral.signs:
        return False
    signs = beside(Signs(*neutral.signs), Signs(*sample.signs))
    return any(limits.bad(signs[name], False) for name, limits in COVERED_BESIDE.items())


def beside(before: Signs, now: Signs) -> dict[str, float]:
    """The signs of a photograph beside those of the neutral's: how much is left of them, or how much there is more."""
    return {
        "mouth": now.mouth / max(before.mouth, 1e-6),
        "eye": now.eye / max(before.eye, 1e-6),
        "mask": now.mask - before.mask,
        "glasses": now.glasses - before.glasses,
        "hair": now.hair - max(0.0, before.hair - OWN_HAIR),
    }


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
_BLINKS = np.array([BLENDSHAPES.index(name) for name in ("eyeBlinkLeft", "eyeBlinkRight")])
