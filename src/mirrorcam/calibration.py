"""A person's own neutral: how it is taken, kept and subtracted; ``relative(measures, neutral)``.

Faces at rest differ more than many expressions do, so every score is relative to the person's own neutral.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mirrorcam.action_units import ACTION_UNITS, FEATURES
from mirrorcam.closeup import Closeup
from mirrorcam.expression import LEFT, RIGHT, Expression
from mirrorcam.face import BLENDSHAPES, STRAIGHT, HeadPose, Reason, Sample
from mirrorcam.measures import Measures, intensities, intensities_of, measured, median_of
from mirrorcam.patches import PATCHES, UNUSABLE, usable
from mirrorcam.phrases import phrase
from mirrorcam.proportions import LENGTHS, proportions

DEAD_ZONE = 0.06
"""Taken off every action unit, either way: the noise of a still face (docs/measurement.md, the reference)."""
DISTANCE_CHANGE = 0.2
"""A change of the face's size after which a neutral should be taken again: perspective changes the face. This and
``NEUTRAL_SIZES`` were chosen before nearness.py took most of that out, so they are on the safe side."""
NEUTRAL_SIZES = (0.67, 1.67)
"""Sizes, of the neutral's, beyond which it no longer serves. 35 people, as if from 60 cm for the neutral: from 45 cm
(1.33) the highest of six at rest is 4 in the mean and a smile 3 points off, from 150 cm (.4) 5 and 5
(benchmarks/measurement/nearer.py)."""
REST_SMILES = 0.47
"""``mouthSmile…`` of the side that smiles less, from which on a face that is given as one at rest seems to smile. Of 35
people at rest none is told, of their smiles 27 (benchmarks/measurement/unusual.py). How far lips are open, teeth or
brows tell no such thing: some people's are so at rest as others' are in a smile."""

_SMILES = [BLENDSHAPES.index(name) for name in ("mouthSmileLeft", "mouthSmileRight")]
_SCALES = np.array([feature.full_scale for feature in FEATURES])
_NAMES = tuple(feature.name for feature in FEATURES)


@dataclass(frozen=True)
class Neutral(Measures):
    """A face at rest, with all that is in ``Measures``; ``pose`` and ``samples`` tell how it was taken, ``sharpness``
    (0: not known) in what picture, ``proportions`` (empty: not known) of whose face; ``signs`` as in ``Sample``, only
    where it was taken from photographs, and ``closeups`` of the first of these, one a look
    (app/seeing/beside_neutral.py). Neither is kept."""

    pose: HeadPose = STRAIGHT
    samples: int = 0
    sharpness: float = 0.0
    proportions: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    signs: tuple[float, ...] = ()
    closeups: tuple[Closeup, ...] = field(default=(), repr=False)

    @property
    def blink(self) -> float:
        """Of the eye that is closed further, as the tracker tells it."""
        return float(self.features[_EYE_BLINK].max())

    def to_dict(self) -> dict[str, Any]:
        """For a file: features and what could be seen of the patches by name, so that a file outlives a change of
        their order."""
        return {
            "features": {
                name: [float(v) for v in sides] for name, sides in zip(_NAMES, self.features, strict=True)
            },
            "patches": {
                number.name: float(v) for number, v in zip(PATCHES, self.patches, strict=True) if usable(v)
            },
            "face_size": self.face_size,
            **({} if math.isnan(self.nearness) else {"nearness": self.nearness}),
            "pose": [self.pose.yaw_deg, self.pose.pitch_deg, self.pose.roll_deg],
            "samples": self.samples,
            "sharpness": self.sharpness,
            "proportions": [float(v) for v in self.proportions],
        }

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Neutral:
        """What ``to_dict`` gave, to the bit. Raises ValueError when it is not one, or lacks a feature. One from
        before the patches has none, and one from before the sharpness, the proportions or the nearness does not know
        them."""
        try:
            features = np.array([content["features"][name] for name in _NAMES], np.float64)
            known = content.get("patches", {})
            patches = np.array([known.get(number.name, UNUSABLE) for number in PATCHES], np.float64)
            pose = HeadPose(*map(float, content["pose"]))
            samples, sharpness = int(content["samples"]), float(content.get("sharpness", 0.0))
            lengths = np.array(content.get("proportions", ()), np.float64)
            camera = float(content["face_size"]), float(content.get("nearness", math.nan))
            neutral = cls(features, patches, *camera, pose, samples, sharpness, lengths)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ValueError(
                f"not a neutral of this version of mirrorcam ({error}); take a new one"
            ) from None
        if (
            features.shape != (len(FEATURES), 2)
            or lengths.shape not in {(0,), (LENGTHS,)}
            or not np.isfinite([*features.flat, *patches, sharpness, *lengths]).all()
        ):
            raise ValueError("not a neutral of this version of mirrorcam; take a new one")
        return neutral


# Medians over both sides of 35 neutral faces of the Face Research Lab London Set, measured by this program
# (DeBruine & Jones 2017, doi 10.6084/m9.figshare.5047666.v5, CC BY 4.0).
_AVERAGE = {
    "inner_brow_y": 0.3145, "browInnerUp": 0.016, "outer_brow_y": 0.2538, "browOuterUp": 0.0346,
    "mid_brow_low": -0.3700, "brow_gap": -0.4408, "browDown": 0.0622, "eye_opening": 0.3205,
    "cheek_high": -0.3638, "lid_cheek": -0.2754, "lower_lid_high": -0.0454, "eyeSquint": 0.2529,
    "nose_root": -0.5616, "nose_wing_y": -0.4901, "upper_lip_shape": 0.019, "upper_lip_high": -0.9036,
    "corner_up_out": -0.4933,
    "mouthSmile": 0.0055, "mouth_arc": 0.0007, "mouthFrown": 0.0004, "chin_y": -1.4967,
    "mouthShrugLower": 0.0895, "mouthPucker": 0.0187, "corner_in": -0.3993, "corner_out_down": 1.4958,
    "lower_lip_thin": -0.1641, "mouthPress": 0.0543, "mouthRollLower": 0.0042, "lips_apart": 0.0064,
    "jaw_down": 1.8062, "eyeBlink": 0.095, "eye_closing": -0.3205, "eyes_left": 0.08,
    "eyes_right": 0.08, "eyeLookUp": 0.0679, "eyeLookDown": 0.1301,
}  # fmt: skip
AVERAGE = Neutral(np.array([[_AVERAGE[name]] * 2 for name in _NAMES]))
"""An average neutral, for the mirror before a person's own is known. Never for a score."""


def relative(measures: Measures, neutral: Neutral) -> Expression:
    """What the face shows beyond ``neutral``."""
    return Expression(shown_of(intensities(measures, neutral), DEAD_ZONE))


def relatives(
    features: NDArray[np.float64],
    patches: NDArray[np.floating],
    camera: NDArray[np.float64],
    neutral: Neutral,
    dead_zone: float = DEAD_ZONE,
) -> NDArray[np.float64]:
    """(faces, len(CODES), 2): as ``relative``, of many faces. The others as for ``intensities_of``."""
    return shown_of(intensities_of(features, patches, camera, neutral), dead_zone)


def shown_of(values: NDArray[np.float64], dead_zone: float) -> NDArray[np.float64]:
    """(…, len(CODES), 2): what is left of intensities beyond the dead zone in the mean of both sides, and the sides so
    unlike, for their sum, as they were before it, times ``ActionUnit.apart``: a zone takes more of a weaker side.
    Neither side moves against the other for that."""
    far = np.abs(values)
    left_over = np.maximum(far - dead_zone, 0.0)
    mean = np.copysign(left_over, values) @ _HALVES
    told = _APART * (values @ _LEFT_LESS_RIGHT) / np.maximum(far @ _BOTH, _LEAST)
    half = np.minimum(np.maximum(told, -1.0), 1.0) * (left_over @ _HALVES)
    result = np.empty_like(values)
    result[..., LEFT], result[..., RIGHT] = mean + half, mean - half
    return result


_BOTH, _HALVES, _LEFT_LESS_RIGHT = np.ones(2), np.full(2, 0.5), np.array((1.0, -1.0))
_APART = np.array([unit.apart for unit in ACTION_UNITS])
_LEAST = 1e-9
"""Below which nothing moves at all."""


def distance_changed(neutral: Neutral, face_size: float) -> bool:
    """Whether ``face_size`` (face_px / width) is a fifth or more away from the neutral's."""
    if neutral.face_size <= 0 or face_size <= 0:
        return False
    return abs(face_size / neutral.face_size - 1) >= DISTANCE_CHANGE


def neutral_off(neutral: Neutral, face_size: float) -> bool:
    """Whether the face is so much nearer or further than for the neutral that nothing should be scored by it."""
    if neutral.face_size <= 0 or face_size <= 0:
        return False
    smallest, largest = NEUTRAL_SIZES
    return not smallest < face_size / neutral.face_size < largest


def face_size(sample: Sample) -> float:
    """How large the face is in the picture, as a share of its width: a stand-in for the distance."""
    return sample.face_px / max(sample.width, 1)


def seems_to_smile(samples: Iterable[Sample]) -> bool:
    """Whether the face in them does in their mean, on both sides: a face that is uneven at rest is not taken for one
    that smiles."""
    sides = [sample.face.blendshapes[_SMILES] for sample in samples if sample.face is not None]
    return bool(sides) and bool(np.mean(sides, axis=0).min() >= REST_SMILES)


def neutral_from(samples: Sequence[Sample]) -> Neutral:
    """The median of several looks at a face at rest, without those in which the eyes were closed (unless they
    always were). Raises ValueError when no sample has a face."""
    seen = [s for s in samples if s.face is not None]
    return _median(seen, [measured(s) for s in seen])


def _median(samples: Sequence[Sample], measures: Sequence[Measures]) -> Neutral:
    if not measures:
        raise ValueError("a neutral needs at least one good look at the face")
    open_eyed = [m for m in measures if m.features[_EYE_BLINK].max() < EYES_CLOSED] or measures
    poses = [(p.yaw_deg, p.pitch_deg, p.roll_deg) for p in map(_pose, samples)]
    rest = median_of(open_eyed)
    return Neutral(
        rest.features,
        rest.patches,
        float(np.median([face_size(s) for s in samples])),
        rest.nearness,
        HeadPose(*map(float, np.median(poses, axis=0))),
        len(open_eyed),
        float(np.median([s.sharpness for s in samples])),
        _lengths(samples),
        _signs(samples),
    )


def _lengths(samples: Sequence[Sample]) -> NDArray[np.float64]:
    seen = [proportions(s.face.landmarks, s.width, s.height) for s in samples if s.face is not None]
    result: NDArray[np.float64] = np.median(seen, axis=0)
    return result


def _signs(samples: Sequence[Sample]) -> tuple[float, ...]:
    seen = [s.signs for s in samples if s.signs]
    return tuple(map(float, np.median(seen, axis=0))) if len(seen) == len(samples) else ()


def _pose(sample: Sample) -> HeadPose:
    return sample.face.pose if sample.face else STRAIGHT


class Refusal(StrEnum):
    """Why a look at the face cannot count towards its neutral. ``words`` is said to the person."""

    MOUTH_MOVING = "mouth moving"
    MOVING = "moving"
    EYES_CLOSED = "eyes closed"
    HEAD_TURNED = "head turned"

    @property
    def words(self) -> str:
        return phrase(f"neutral.{self.value.replace(' ', '_')}")


SETTLE_S = 2.0
"""Steady time that a neutral needs, and the fewest looks in it."""
MIN_LOOKS = 8
STRAIGHT_DEG = (10.0, 17.0, 15.0)
"""Yaw, pitch and roll within which a head counts as straight. A camera below or above the face, as in most laptops,
gives 10° of pitch and more to a head that looks at the screen; a rolled head is shown to the tracker upright."""
STRAIGHT_BESIDE_DEG = (18.0, *STRAIGHT_DEG[1:])
"""For who sits beside the middle, as each of two does: a quarter of the picture's width off it, faces that look
straight ahead come out 6 to 7° further turned (two photographs, MediaPipe's head pose)."""
EYES_CLOSED = 0.5
"""Of eyeBlink; a blink is passed over, for up to ``BLINK_S``."""
BLINK_S = 0.4
DIM_S = 0.5
"""A picture that is too bright or too dark is passed over for so long, as a blink is. Light that flickers in rolling
bands of 15 % makes it so for .4 s at a time, but features tremble no more for it: corners of the mouth, SD from look
to look, by .016 of their full scale; without it by .015."""
MOUTH_MOVED, CORNERS_MOVED, FACE_MOVED, POSE_MOVED_DEG = 0.2, 0.25, 0.4, 4.0
"""How far a look may be from the median of them all, in full scales of the features: lips and jaw, corners of the
mouth, brows and cheeks. A still mouth under camera noise stays below .1. With the first look in place of the median it
was luck which that was: a man's corners, which went by .32 to and fro while he rested, agreed with some first looks and
not with others, and brows that rose and fell by .65 agreed with one half way (benchmarks/resting.py)."""
LASTING, LASTING_DEG = 0.4, 3.0
"""How far the medians of the earlier half of the looks and of the later may be apart, as a share of that, and in
degrees. What goes to and fro is noise, or life; what lasts drifts. So corners may drift by .1 of their full scale a
second, lips by .08, brows by .16 (with the first look .1, .1 and .23), and a head may turn by 3° (2°)."""
REFUSAL_SHOWN_S = 1.0
"""How long a refusal is repeated, so that it can be read."""
LONGEST_STEP_S = 0.25
"""What one sample may add at most: after a gap nobody knows what the face did."""

_EYE_BLINK = _NAMES.index("eyeBlink")
_MAY_MOVE = {
    "lips_apart": MOUTH_MOVED, "jaw_down": MOUTH_MOVED, "corner_up_out": CORNERS_MOVED,
    "inner_brow_y": FACE_MOVED, "mid_brow_low": FACE_MOVED, "brow_gap": FACE_MOVED, "cheek_high": FACE_MOVED,
}  # fmt: skip
_WATCHED = np.array([_NAMES.index(name) for name in _MAY_MOVE])
_MAY_BE_OFF = np.array(list(_MAY_MOVE.values())) * _SCALES[_WATCHED]
_MOUTH = slice(0, 3)
_MAY_LAST = np.array([LASTING] * len(_MAY_MOVE) + [LASTING_DEG / POSE_MOVED_DEG] * 3)
_DIM = (Reason.TOO_BRIGHT, Reason.TOO_DARK)


@dataclass(frozen=True, slots=True)
class Settled:
    """How far the taking of a neutral has come."""

    progress: float
    """0..1."""
    refusal: Refusal | Reason | None = None
    """Why it began again, or waits."""
    neutral: Neutral | None = None
    """There once ``progress`` is 1."""
    from_s: float | None = None
    """Since when the face has been at rest; None: it is not."""

    @property
    def words(self) -> str:
        return self.refusal.words if self.refusal else ""


@dataclass
class Settling:
    """Takes a neutral from about two steady seconds: feed it every sample. Time is the samples' own. ``straight_deg``:
    yaw, pitch and roll within which the head counts as straight. Where the face moves, what was seen is kept as far
    back as it agrees with itself and with what is seen now: every look with their median, and the earlier half of them
    with the later one."""

    straight_deg: tuple[float, ...] = STRAIGHT_DEG

    _looks: deque[_Look] = field(default_factory=deque)
    _time_s: float | None = None
    _closed_s: float = 0.0
    _dim_s: float = 0.0
    _refusal: Refusal | Reason | None = None
    _refused_s: float = 0.0
    _neutral: Neutral | None = None

    def see(self, sample: Sample, measures: Measures | None) -> Settled:
        """``measures`` of the sample's face; None where it cannot be scored."""
        if self._neutral is None:
            self._take(sample, measures, self._step(sample.time_s))
        progress = min(self._steady_s / SETTLE_S, len(self._looks) / MIN_LOOKS, 1.0)
        shown = self._refusal if sample.time_s - self._refused_s < REFUSAL_SHOWN_S else None
        from_s = self._looks[0].sample.time_s if self._looks else None
        return Settled(progress, None if self._neutral else shown, self._neutral, from_s)

    def _step(self, time_s: float) -> float:
        step_s = 0.0 if self._time_s is None else min(max(time_s - self._time_s, 0.0), LONGEST_STEP_S)
        self._time_s = time_s
        return step_s

    def _take(self, sample: Sample, measures: Measures | None, step_s: float) -> None:
        if self._blinking(measures, step_s):
            return
        if self._flickering(sample, measures, step_s):
            self._say(sample, sample.reason)
            return
        if measures is None or (refusal := self._refuse(sample)):
            self._looks.clear()
            self._say(sample, refusal if measures else sample.reason)
            return
        self._looks.append(_Look(sample, measures, step_s, _place(sample, measures)))
        while moved := _moved(self._looks):
            self._leave_behind(sample, moved)
        if self._enough and (drifted := _drifted(self._looks)):
            self._leave_behind(sample, drifted)
        if self._enough:
            self._neutral = _median(
                [one.sample for one in self._looks], [one.measures for one in self._looks]
            )

    @property
    def _enough(self) -> bool:
        return self._steady_s >= SETTLE_S - 1e-9 and len(self._looks) >= MIN_LOOKS

    @property
    def _steady_s(self) -> float:
        """Between the first and the last of its looks; of gaps no more than is seen."""
        return sum(one.step_s for one in islice(self._looks, 1, None))

    def _leave_behind(self, sample: Sample, refusal: Refusal) -> None:
        """The oldest look."""
        self._looks.popleft()
        self._say(sample, refusal)

    def _blinking(self, measures: Measures | None, step_s: float) -> bool:
        closed = measures is not None and measures.features[_EYE_BLINK].max() >= EYES_CLOSED
        self._closed_s = self._closed_s + step_s if closed else 0.0
        return closed and self._closed_s <= BLINK_S

    def _flickering(self, sample: Sample, measures: Measures | None, step_s: float) -> bool:
        dim = measures is None and sample.reason in _DIM
        self._dim_s = self._dim_s + step_s if dim else 0.0
        return dim and self._dim_s <= DIM_S

    def _say(self, sample: Sample, refusal: Refusal | Reason | None) -> None:
        self._refusal, self._refused_s = refusal, sample.time_s

    def _refuse(self, sample: Sample) -> Refusal | None:
        pose = _pose(sample)
        if self._closed_s > BLINK_S:
            return Refusal.EYES_CLOSED
        turns = (pose.yaw_deg, pose.pitch_deg, pose.roll_deg)
        if any(abs(turn) > most for turn, most in zip(turns, self.straight_deg, strict=True)):
            return Refusal.HEAD_TURNED
        return None


class _Look(NamedTuple):
    sample: Sample
    measures: Measures
    step_s: float
    """Since the one before."""
    place: NDArray[np.float64]
    """What is watched of face and head; 1: as far as it may be from the median of all looks."""


def _place(sample: Sample, measures: Measures) -> NDArray[np.float64]:
    pose = _pose(sample)
    turns = np.array([pose.yaw_deg, pose.pitch_deg, pose.roll_deg]) / POSE_MOVED_DEG
    return np.concatenate([measures.features[_WATCHED].mean(axis=1) / _MAY_BE_OFF, turns])


def _moved(looks: Iterable[_Look]) -> Refusal | None:
    """Whether any is too far from their median."""
    places = np.array([one.place for one in looks])
    return _named(np.abs(places - np.median(places, axis=0)).max(axis=0) > 1.0)


def _drifted(looks: Iterable[_Look]) -> Refusal | None:
    """Whether the later half of them is too far from the earlier one."""
    places = np.array([one.place for one in looks])
    half = len(places) // 2
    earlier, later = np.median(places[:half], axis=0), np.median(places[-half:], axis=0)
    return _named(np.abs(later - earlier) > _MAY_LAST)


def _named(beyond: NDArray[np.bool_]) -> Refusal | None:
    if beyond[_MOUTH].any():
        return Refusal.MOUTH_MOVING
    return Refusal.MOVING if beyond.any() else None
