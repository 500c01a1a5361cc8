"""A person's own neutral: what it is made of, how it is kept and subtracted; ``relative(measures, neutral)``.

Faces at rest differ more than many expressions do, so every score is relative to the person's own neutral.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirrorcam.action_units import ACTION_UNITS, FEATURES
from mirrorcam.arrays import Floats
from mirrorcam.closeup import Closeup
from mirrorcam.expression import LEFT, RIGHT, Expression
from mirrorcam.face import BLENDSHAPES, STRAIGHT, HeadPose, Sample
from mirrorcam.measures import Measures, intensities, intensities_of, measured, median_of
from mirrorcam.patches import PATCHES, UNUSABLE, usable
from mirrorcam.proportions import LENGTHS, proportions

DEAD_ZONE = 0.06
"""Taken off every action unit, either way: the noise of a still face (docs/measurement.md, the reference)."""
DISTANCE_CHANGE = 0.2
"""A change of the face's size after which a neutral should be taken again: perspective changes the face. This and
``NEUTRAL_SIZES`` are as if nearness.py took nothing of that out, so they are on the safe side."""
NEUTRAL_SIZES = (0.67, 1.67)
"""Sizes, of the neutral's, beyond which it no longer serves. 35 people, as if from 60 cm for the neutral: from 45 cm
(1.33) the highest of six at rest is 4 in the mean and a smile 3 points off, from 150 cm (.4) 5 and 5
(benchmarks/measurement/nearer.py)."""
REST_SMILES = 0.47
"""``mouthSmile…`` of the side that smiles less, from which on a face that is given as one at rest seems to smile. Of 35
people at rest none is told, of their smiles 27 (benchmarks/measurement/unusual.py). How far lips are open, teeth or
brows tell no such thing: some people's are so at rest as others' are in a smile."""

EYES_CLOSED = 0.5
"""Of eyeBlink: eyes that are closed further tell nothing of open ones."""

_SMILES = [BLENDSHAPES.index(name) for name in ("mouthSmileLeft", "mouthSmileRight")]
_NAMES = tuple(feature.name for feature in FEATURES)
_EYE_BLINK = _NAMES.index("eyeBlink")


@dataclass(frozen=True)
class Neutral(Measures):
    """A face at rest, with all that is in ``Measures``; ``pose`` and ``samples`` tell how it was taken, ``sharpness``
    (0: not known) in what picture, ``proportions`` (empty: not known) of whose face; ``signs`` as in ``Sample``, only
    where it was taken from photographs, and ``closeups`` of the first of these, one a look
    (app/seeing/beside_neutral.py). Neither is kept."""

    pose: HeadPose = STRAIGHT
    samples: int = 0
    sharpness: float = 0.0
    proportions: Floats = field(default_factory=lambda: np.empty(0))
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
    features: Floats,
    patches: NDArray[np.floating],
    camera: Floats,
    neutral: Neutral,
    dead_zone: float = DEAD_ZONE,
) -> Floats:
    """(faces, len(CODES), 2): as ``relative``, of many faces. The others as for ``intensities_of``."""
    return shown_of(intensities_of(features, patches, camera, neutral), dead_zone)


def shown_of(values: Floats, dead_zone: float) -> Floats:
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


def eyes_closed(measures: Measures) -> bool:
    """Whether one of them is, or both."""
    return bool(measures.features[_EYE_BLINK].max() >= EYES_CLOSED)


def neutral_from(samples: Sequence[Sample]) -> Neutral:
    """The median of several looks at a face at rest, without those in which the eyes were closed (unless they
    always were). Raises ValueError when no sample has a face."""
    seen = [s for s in samples if s.face is not None]
    return neutral_of_measured(seen, [measured(s) for s in seen])


def neutral_of_measured(samples: Sequence[Sample], measures: Sequence[Measures]) -> Neutral:
    """As ``neutral_from``, where the samples all have a face, and it is measured already."""
    if not measures:
        raise ValueError("a neutral needs at least one good look at the face")
    open_eyed = [m for m in measures if not eyes_closed(m)] or measures
    poses = [(p.yaw_deg, p.pitch_deg, p.roll_deg) for p in (s.face.pose for s in samples if s.face)]
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


def _lengths(samples: Sequence[Sample]) -> Floats:
    seen = [proportions(s.face.landmarks, s.width, s.height) for s in samples if s.face is not None]
    result: Floats = np.median(seen, axis=0)
    return result


def _signs(samples: Sequence[Sample]) -> tuple[float, ...]:
    seen = [s.signs for s in samples if s.signs]
    return tuple(map(float, np.median(seen, axis=0))) if len(seen) == len(samples) else ()
