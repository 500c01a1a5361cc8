"""The action units: one row each, with what it is called, what shows it and on what scale; ``measure(face)``.

A row's signals read like docs/measurement.md: ``y(55, 107, 65) - y(133)`` is how high the inner brow stands
above the inner corner of the eye. The person's right side is given; the left mirrors it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mirrorcam.expression import CODES, LEFT, POSITION, RIGHT
from mirrorcam.face import BLENDSHAPES, Face
from mirrorcam.landmarks import mirrored, to_head

Term = tuple[str | int, ...]
"""What a signal sums up: ``("y", point)``, ``("gap", point, point)``, ``("shape", left, right name)``."""


@dataclass(frozen=True)
class Signal:
    """A weighted sum of terms, as seen on the person's right side. Lengths are in eye distances."""

    terms: Mapping[Term, float]

    def __add__(self, other: Signal) -> Signal:
        both = [*self.terms, *other.terms]
        return Signal({term: self.terms.get(term, 0.0) + other.terms.get(term, 0.0) for term in both})

    def __mul__(self, factor: float) -> Signal:
        return Signal({term: weight * factor for term, weight in self.terms.items()})

    def __neg__(self) -> Signal:
        return self * -1.0

    def __sub__(self, other: Signal) -> Signal:
        return self + -other

    def __truediv__(self, divisor: float) -> Signal:
        return self * (1.0 / divisor)


def y(*points: int) -> Signal:
    """Mean height of the points."""
    return Signal({("y", point): 1.0 / len(points) for point in points})


def out(*points: int) -> Signal:
    """Mean distance of the points from the middle of the face, sideways."""
    return Signal({("out", point): 1.0 / len(points) for point in points})


def gap(*pairs: tuple[int, int]) -> Signal:
    """Mean distance between the two points of each pair."""
    return Signal({("gap", *pair): 1.0 / len(pairs) for pair in pairs})


def shape(name: str, left: str = "") -> Signal:
    """A blendshape, 0..1. ``name``: of the right side, the stem of a pair, or one for both sides."""
    right = name if name in BLENDSHAPES else f"{name}Right"
    return Signal({("shape", left or right.replace("Right", "Left"), right): 1.0})


EYE_OPENING = Signal({("opening",): 1.0})
"""Distance between the lids over the eye's width."""
EYE_HEIGHT = y(33, 133, 159, 145)


@dataclass(frozen=True)
class Feature:
    """``signal`` grows with its action unit; ``full_scale`` is the change from neutral that counts as 1."""

    name: str
    signal: Signal
    full_scale: float


@dataclass(frozen=True)
class ActionUnit:
    """``more`` and ``less`` ask for it in plain words, as in a hint: lower case, no full stop.

    Its value is the mean of its features, each (value − own neutral) / full scale, less the shares ``leaks``
    of other units, which move the same skin.
    """

    code: str
    name: str
    more: str
    less: str
    features: tuple[Feature, ...] = ()
    leaks: Mapping[str, float] = field(default_factory=dict)
    weight: float = 1.0
    """How much it says about a target that names it, unless the target says otherwise."""

    @property
    def measured(self) -> bool:
        """False: the avatar can draw it, but no signal for it is known."""
        return bool(self.features)

    @property
    def sided(self) -> bool:
        """Whether left and right are measured apart."""
        return any(_on(f.signal, LEFT) != _on(f.signal, RIGHT) for f in self.features)


# Full scales and leaks: the reference of docs/measurement.md (posed photographs of 36 people), unless noted.
# Weights: the reference's target_weights.
ACTION_UNITS: tuple[ActionUnit, ...] = (
    ActionUnit(
        "AU1", "inner brow raiser", "raise your inner brows a little", "let your inner brows rest",
        (
            Feature("inner_brow_y", y(55, 107, 65) - y(133), 0.085),
            Feature("browInnerUp", shape("browInnerUp"), 0.6),
        ),
    ),
    ActionUnit(
        "AU2", "outer brow raiser", "raise your outer brows a little", "let your outer brows rest",
        (
            Feature("outer_brow_y", y(70, 63, 46, 53) - y(33), 0.058),
            Feature("browOuterUp", shape("browOuterUp"), 0.5),
        ),
        weight=0.7,
    ),
    ActionUnit(
        "AU4", "brow lowerer", "draw your brows down and together", "let your brows smooth out",
        (
            Feature("mid_brow_down", EYE_HEIGHT - y(105, 52, 66), 0.085),
            Feature("brow_gap", -gap((55, 285), (107, 336)), 0.045),
            Feature("browDown", shape("browDown"), 0.45),
        ),
    ),
    ActionUnit(
        "AU5", "upper lid raiser", "open your eyes a little wider", "let your upper lids soften",
        (Feature("eye_opening", EYE_OPENING, 0.10),),
    ),
    ActionUnit(
        "AU6", "cheek raiser", "lift your cheeks towards your eyes", "let your cheeks sink",
        (
            Feature("cheek_y", y(50, 101, 118, 117) - EYE_HEIGHT, 0.063),
            Feature("lid_cheek", y(118, 101, 119) - y(145, 153, 144), 0.039),
        ),
    ),
    ActionUnit(
        "AU7", "lid tightener", "tighten your lower lids a little", "let your lower lids soften",
        (
            Feature("lower_lid_y", y(145, 153, 144) - EYE_HEIGHT, 0.025),
            Feature("eyeSquint", shape("eyeSquint"), 0.35),
        ),
        weight=0.8,
    ),
    ActionUnit(
        "AU9", "nose wrinkler", "wrinkle your nose a little", "let your nose smooth out",
        (
            # Half of what the brow alone moves is taken out: a lowered brow (4) is no wrinkled nose.
            Feature("nose_root", y(1, 4, 5) - y(55, 285, 8, 9) + (y(55, 107, 65) - y(133)) / 2, 0.070),
            Feature("nose_wing_y", y(49, 131, 209, 198), 0.040),
        ),
        {"AU12": 0.55, "AU26": -0.52},
    ),
    ActionUnit(
        "AU10", "upper lip raiser", "lift your upper lip a little", "let your upper lip rest",
        (Feature("upper_lip_shape", y(39, 40) - (y(61) + y(0, 37, 267)) / 2, 0.019),),
        # Corners that go up or down bend the lip (15, before its own leaks): .58 within 35 smiles, about .5 to 1 by
        # the shape of an arc; it stands for the reference's share of AU12.
        {"AU15": 0.60, "AU25": 1.2},
    ),
    ActionUnit(
        "AU12", "lip corner puller", "draw the corners of your lips up", "let the corners of your lips rest",
        (
            Feature("corner_up_out", (out(61) + y(61)) / 2**0.5, 0.23),
            Feature("mouthSmile", shape("mouthSmile"), 0.9),
        ),
        weight=1.3,
    ),
    ActionUnit("AU14", "dimpler", "tuck in the corners of your lips", "let the corners of your lips rest"),
    ActionUnit(
        "AU15", "lip corner depressor", "draw the corners of your lips down",
        "let the corners of your lips come up",
        (
            Feature("mouth_arc", (y(0, 37, 267) + y(17, 84, 314)) / 2 - y(61), 0.04),
            Feature("mouthFrown", shape("mouthFrown"), 0.25),
        ),
        {"AU12": -0.42, "AU25": -0.38},
        weight=0.8,
    ),
    ActionUnit(
        "AU17", "chin raiser", "push your chin and lower lip up a little", "let your chin rest",
        (
            Feature("chin_y", y(18, 200, 199), 0.06),
            Feature("mouthShrugLower", shape("mouthShrugLower"), 0.5),
        ),
        {"AU12": 0.17, "AU25": -0.70, "AU26": -0.25},
        weight=0.5,
    ),
    ActionUnit(
        "AU18", "lip pucker", "draw your lips together, as for a kiss", "let your lips rest",
        (
            Feature("mouthPucker", shape("mouthPucker"), 0.6),
            Feature("corner_in", -out(61), 0.12),
        ),
    ),
    ActionUnit("AU19", "tongue show", "show the tip of your tongue", "let your tongue rest"),
    ActionUnit(
        "AU20", "lip stretcher", "stretch the corners of your lips sideways", "let your lips relax",
        (Feature("corner_out_down", out(61) - y(61), 0.12),),
        {"AU25": 0.11, "AU26": 0.81},
        weight=0.7,
    ),
    ActionUnit("AU23", "lip tightener", "tighten your lips a little", "let your lips soften"),
    ActionUnit(
        "AU24", "lip pressor", "press your lips together gently", "let your lips soften",
        (
            Feature("lower_lip_thin", -gap((17, 14), (84, 87), (314, 317)), 0.05),
            Feature("mouthPress", shape("mouthPress"), 0.4),
            Feature("mouthRollLower", shape("mouthRollLower"), 0.25),
        ),
        {"AU12": 0.29, "AU25": -0.13},
        weight=0.5,
    ),
    ActionUnit(
        "AU25", "lips part", "let your lips part", "let your lips close",
        (Feature("lips_apart", gap((13, 14)), 0.25),),
        weight=0.8,
    ),
    ActionUnit(
        "AU26", "jaw drop", "let your jaw drop", "let your jaw close",
        (Feature("jaw_down", -y(152, 148, 377), 0.22),),
    ),
    ActionUnit("AU28", "lip suck", "draw your lips in over your teeth", "let your lips rest"),
    ActionUnit("AU34", "cheek puff", "puff out your cheeks a little", "let your cheeks rest"),
    ActionUnit("AU38", "nostril dilator", "widen your nostrils a little", "let your nostrils rest"),
    ActionUnit(
        "AU43", "eye closure", "let your eyes close gently", "let your eyes open",
        (
            Feature("eyeBlink", shape("eyeBlink"), 0.6),
            Feature("eye_closing", -EYE_OPENING, 0.22),
        ),
    ),
    ActionUnit(
        "AU61", "eyes to the left", "look a little to your left", "look straight ahead",
        (Feature("eyes_left", shape("eyeLookInRight", left="eyeLookOutLeft"), 0.8),),
    ),
    ActionUnit(
        "AU62", "eyes to the right", "look a little to your right", "look straight ahead",
        (Feature("eyes_right", shape("eyeLookOutRight", left="eyeLookInLeft"), 0.8),),
    ),
    ActionUnit(
        "AU63", "eyes up", "look up a little", "look straight ahead",
        (Feature("eyeLookUp", shape("eyeLookUp"), 0.6),),
    ),
    ActionUnit(
        "AU64", "eyes down", "look down a little", "look straight ahead",
        (Feature("eyeLookDown", shape("eyeLookDown"), 0.6),),
    ),
)  # fmt: skip

BY_CODE = {unit.code: unit for unit in ACTION_UNITS}
FEATURES: tuple[Feature, ...] = tuple(feature for unit in ACTION_UNITS for feature in unit.features)


@dataclass(frozen=True, slots=True)
class Measures:
    """What a face shows, not yet relative to anyone's neutral.

    ``features`` is (len(FEATURES), 2) float64, column 0 the person's left, 1 the right: eye distances for
    lengths, 0..1 for blendshapes.
    """

    features: NDArray[np.float64]


def measure(face: Face, width: int, height: int) -> Measures:
    """The features of a face in a picture of ``width`` × ``height`` px."""
    head = to_head(face.landmarks, width, height, _POINTS)
    gaps = head[_GAPS[0]] - head[_GAPS[1]]
    lengths = np.sqrt(np.einsum("ij,ij->i", gaps, gaps))
    opening = lengths[_LIDS].mean(axis=1) / np.maximum(lengths[_EYE_WIDTHS], 1e-6)
    terms = np.concatenate((head.ravel(), lengths, opening, face.blendshapes))
    return Measures((_SUMS @ terms).reshape(-1, 2))


def intensities(measures: Measures, neutral: NDArray[np.float64]) -> NDArray[np.float64]:
    """(len(CODES), 2): action units relative to the features ``neutral``, before the dead zone."""
    result: NDArray[np.float64] = _UNITS @ (measures.features - neutral)
    return result


# The rows above as index arrays and two matrices, so that a frame costs a few products.
_LID_PAIRS = ((159, 145), (158, 153), (160, 144))


def _sided(term: Term, side: int) -> Term:
    """A term of the right side as it is on ``side``."""
    kind, *what = term
    if kind == "shape":
        return (kind, what[side])
    if kind == "opening":
        return (kind, side)
    return (kind, *sorted(mirrored(int(p)) if side == LEFT else int(p) for p in what))


def _on(signal: Signal, side: int) -> dict[Term, float]:
    return {_sided(term, side): weight for term, weight in signal.terms.items()}


def _eye_pairs(side: int) -> list[tuple[int, int]]:
    pairs = (*_LID_PAIRS, (33, 133))
    return [(mirrored(a), mirrored(b)) if side == LEFT else (a, b) for a, b in pairs]


_TERMS = [_sided(term, side) for f in FEATURES for term in f.signal.terms for side in (LEFT, RIGHT)]
_GAP_PAIRS: list[tuple[int, int]] = list(
    dict.fromkeys(
        [*_eye_pairs(LEFT), *_eye_pairs(RIGHT), *((int(t[1]), int(t[2])) for t in _TERMS if t[0] == "gap")]
    )
)
_POINT_LIST: list[int] = sorted(
    {int(t[1]) for t in _TERMS if t[0] in ("y", "out")} | {point for pair in _GAP_PAIRS for point in pair}
)
_AT = {point: i for i, point in enumerate(_POINT_LIST)}
_POINTS = np.array(_POINT_LIST)
_GAPS = np.array([[_AT[a] for a, _ in _GAP_PAIRS], [_AT[b] for _, b in _GAP_PAIRS]])
_LIDS = np.array([[0, 1, 2], [4, 5, 6]])
_EYE_WIDTHS = np.array([3, 7])
_FIRST_GAP = 3 * len(_POINT_LIST)
_FIRST_OPENING = _FIRST_GAP + len(_GAP_PAIRS)
_FIRST_SHAPE = _FIRST_OPENING + 2


def _column(term: Term) -> int:
    """Where a sided term stands among the terms."""
    kind, first = term[:2]
    if kind == "shape":
        return _FIRST_SHAPE + BLENDSHAPES.index(str(first))
    if kind == "opening":
        return _FIRST_OPENING + int(first)
    if kind == "gap":
        return _FIRST_GAP + _GAP_PAIRS.index((int(first), int(term[2])))
    return 3 * _AT[int(first)] + (1 if kind == "y" else 0)


def _sums() -> NDArray[np.float64]:
    """(2 · features, terms): every feature, left then right."""
    sums = np.zeros((2 * len(FEATURES), _FIRST_SHAPE + len(BLENDSHAPES)))
    for row, feature in enumerate(FEATURES):
        for side in (LEFT, RIGHT):
            for term, weight in feature.signal.terms.items():
                outward = -1.0 if term[0] == "out" and side == RIGHT else 1.0
                sums[2 * row + side, _column(_sided(term, side))] += weight * outward
    return sums


def _units() -> NDArray[np.float64]:
    """(units, features): means over full scales, with the leaks taken out."""
    means = np.zeros((len(CODES), len(FEATURES)))
    leaks = np.zeros((len(CODES), len(CODES)))
    first = 0
    for unit in ACTION_UNITS:
        for i, feature in enumerate(unit.features):
            means[POSITION[unit.code], first + i] = 1 / feature.full_scale / len(unit.features)
        first += len(unit.features)
        for source, share in unit.leaks.items():
            leaks[POSITION[unit.code], POSITION[source]] = share
    result: NDArray[np.float64] = means - leaks @ means
    return result


_SUMS = _sums()
_UNITS = _units()
