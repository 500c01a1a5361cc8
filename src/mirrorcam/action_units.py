"""The action units: one row each, with what it is called, what shows it and on what scale (measures.py reads them).

A row's signals read like docs/measurement.md: ``y(55, 107, 65) - y(133)`` is how high the inner brow stands
above the inner corner of the eye. The person's right side is given; the left mirrors it. Its lines are what the
skin shows (patches.py). Many people show none, so a line that is there counts for a unit; one that is not says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mirrorcam.expression import LEFT, RIGHT
from mirrorcam.signals import (
    EYE_CORNERS,
    EYE_OPENING,
    Feature,
    Line,
    gap,
    number_of,
    on,
    out,
    shape,
    y,
)  # fmt: skip


@dataclass(frozen=True)
class ActionUnit:
    """``more`` and ``less`` ask for it in plain words, as in a hint: lower case, no full stop.

    Its value g is the mean of its features, each (value − own neutral) / full scale, less the shares ``leaks``
    of other units, which move the same skin. With p, the same of its lines (those that can be seen now and in the
    neutral, each 0..1.2) less ``line_leaks``, it is g + share · clip(p / .25, 0, 1) · max(p − g, 0).
    """

    code: str
    name: str
    more: str
    less: str
    features: tuple[Feature, ...] = ()
    leaks: Mapping[str, float] = field(default_factory=dict)
    weight: float = 1.0
    """How much it says about a target that names it, unless the target says otherwise."""
    lines: tuple[Line, ...] = ()
    line_leaks: Mapping[str, float] = field(default_factory=dict)
    share: float = 0.5
    """Of what its lines show beyond its features."""
    together: bool = False
    """Whether lines count only as far as both sides show them: for what no face does on one side."""
    through: str = ""
    """Another unit without which there is no such movement: lines count from ``THROUGH`` of it on, and fully from
    twice as much."""
    apart: float = 1.0
    """How many times further both sides are apart than its features and lines tell; 0 where these tell nothing of it.
    The tracker evens faces out: of photographs that were drawn with less on one side it tells a part of the difference
    (benchmarks/measurement/one_sided.py)."""

    @property
    def measured(self) -> bool:
        """False: the avatar can draw it, but no signal for it is known."""
        return bool(self.features or self.lines)

    @property
    def sided(self) -> bool:
        """Whether left and right are measured apart."""
        features = any(on(f.signal, LEFT) != on(f.signal, RIGHT) for f in self.features)
        lines = any(number_of(line, LEFT) != number_of(line, RIGHT) for line in self.lines)
        return self.apart > 0 and (features or lines)


LIPS = ("upper_lip_red", "lower_lip_red")
THROUGH = 0.1
"""A tongue parts the lips: of the cast .24 to .43 with the tongue out. Warm light and a hand redden a chin below shut
lips, too (a film of a man with a hand at his chin: up to .9 of a tongue)."""

# Full scales and leaks: the reference of docs/measurement.md (posed photographs of 36 people), unless noted.
# Weights: the reference's target_weights.
ACTION_UNITS: tuple[ActionUnit, ...] = (
    ActionUnit(
        "AU1", "inner brow raiser", "raise your inner brows a little", "let your inner brows rest",
        (
            Feature("inner_brow_y", y(55, 107, 65) - y(133), 0.085),
            Feature("browInnerUp", shape("browInnerUp"), 0.6),
        ),
        lines=(Line("forehead", 0.035),),
        apart=2.0,
    ),
    ActionUnit(
        "AU2", "outer brow raiser", "raise your outer brows a little", "let your outer brows rest",
        (
            Feature("outer_brow_y", y(70, 63, 46, 53) - y(33), 0.058),
            Feature("browOuterUp", shape("browOuterUp"), 0.5),
        ),
        weight=0.7,
        lines=(Line("forehead_side", 0.034),),
        apart=1.4,
    ),
    ActionUnit(
        "AU4", "brow lowerer", "draw your brows down and together", "let your brows smooth out",
        (
            Feature("mid_brow_low", EYE_CORNERS - y(105, 52, 66), 0.080),
            Feature("brow_gap", -gap((55, 285), (107, 336)), 0.045),
            Feature("browDown", shape("browDown"), 0.45),
        ),
        lines=(Line("glabella", 0.044),),
        apart=1.6,
    ),
    ActionUnit(
        "AU5", "upper lid raiser", "open your eyes a little wider", "let your upper lids soften",
        (Feature("eye_opening", EYE_OPENING, 0.10),),
        apart=2.7,
    ),
    ActionUnit(
        "AU6", "cheek raiser", "lift your cheeks towards your eyes", "let your cheeks sink",
        (
            Feature("cheek_high", y(50, 101, 118, 117) - EYE_CORNERS, 0.069),
            Feature("lid_cheek", y(118, 101, 119) - y(145, 153, 144), 0.039),
        ),
        {"AU43": 0.06},
        lines=(Line("under_eye", 0.04), Line("crows_feet", 0.018, weight=0.5)),
        apart=1.2,
    ),
    ActionUnit(
        "AU7", "lid tightener", "tighten your lower lids a little", "let your lower lids soften",
        (
            Feature("lower_lid_high", y(145, 153, 144) - EYE_CORNERS, 0.025),
            Feature("eyeSquint", shape("eyeSquint"), 0.35),
        ),
        # Closing draws the lower lid up a little, and a network takes it for a squint.
        {"AU43": 0.80},
        weight=0.8,
    ),
    ActionUnit(
        "AU9", "nose wrinkler", "wrinkle your nose a little", "let your nose smooth out",
        (
            # Half of what the brow alone moves is taken out: a lowered brow (4) is no wrinkled nose.
            Feature("nose_root", y(1, 4, 5) - y(55, 285, 8, 9) + (y(55, 107, 65) - y(133)) / 2, 0.070),
            Feature("nose_wing_y", y(49, 131, 209, 198), 0.040),
        ),
        # Within people, in four films and 35 smiles (benchmarks/measurement/leaks.py): a raised brow lifts the
        # forehead of the head frame, so that the nose seems lower; an open mouth draws its wings.
        {"AU12": 0.43, "AU25": 0.12, "AU26": -0.23, "AU1": -0.14, "AU2": -0.14},
        lines=(Line("nose_root", 0.034), Line("nose_side", 0.025)),
        apart=0.0,
    ),
    ActionUnit(
        "AU10", "upper lip raiser", "lift your upper lip a little", "let your upper lip rest",
        (
            Feature("upper_lip_shape", y(39, 40) - (y(61) + y(0, 37, 267)) / 2, 0.019),
            Feature("upper_lip_high", y(0, 37, 267) - EYE_CORNERS, 0.060),
        ),
        # Corners that go up or down bend the lip (15, before its own leaks), a smile and a parted mouth lift it, a
        # dropped jaw draws it down: within 35 smiles and four films (benchmarks/measurement/leaks.py).
        {"AU15": 0.30, "AU12": 0.35, "AU25": 0.80, "AU26": -0.50},
        apart=2.0,
    ),
    ActionUnit(
        "AU12", "lip corner puller", "draw the corners of your lips up", "let the corners of your lips rest",
        (
            Feature("corner_up_out", (out(61) + y(61)) / 2**0.5, 0.23),
            Feature("mouthSmile", shape("mouthSmile"), 0.9),
        ),
        weight=1.3,
        apart=2.0,
    ),
    ActionUnit(
        "AU14", "dimpler", "tuck in the corners of your lips", "let the corners of your lips rest",
        lines=(Line("lip_corner", 0.028, least=0.005),),
        # A broad smile folds the skin there, too.
        line_leaks={"AU12": 0.6, "AU25": 0.5},
        share=1.0,
    ),
    ActionUnit(
        "AU15", "lip corner depressor", "draw the corners of your lips down",
        "let the corners of your lips come up",
        (
            Feature("mouth_arc", (y(0, 37, 267) + y(17, 84, 314)) / 2 - y(61), 0.04),
            Feature("mouthFrown", shape("mouthFrown"), 0.25),
        ),
        {"AU12": -0.42, "AU25": -0.38},
        weight=0.8,
        lines=(Line("below_corner", 0.025),),
        line_leaks={"AU12": 0.4},
        apart=1.2,
    ),
    ActionUnit(
        "AU17", "chin raiser", "push your chin and lower lip up a little", "let your chin rest",
        (
            Feature("chin_y", y(18, 200, 199), 0.06),
            Feature("mouthShrugLower", shape("mouthShrugLower"), 0.5),
        ),
        # Between the reference's .17, −.70, −.25 and what films and smiles show: .1 to .5, −.4 to −.7, −1.1 to −2.1.
        {"AU12": 0.25, "AU25": -0.60, "AU26": -0.80},
        weight=0.5,
    ),
    ActionUnit(
        "AU18", "lip pucker", "draw your lips together, as for a kiss", "let your lips rest",
        (
            Feature("mouthPucker", shape("mouthPucker"), 0.6),
            Feature("corner_in", -out(61), 0.12),
        ),
        apart=3.0,
    ),
    ActionUnit(
        "AU19", "tongue show", "show the tip of your tongue", "let your tongue rest",
        lines=(Line("tongue_red", 0.15, least=0.03),),
        share=1.0,
        through="AU25",
    ),
    ActionUnit(
        "AU20", "lip stretcher", "stretch the corners of your lips sideways", "let your lips relax",
        (Feature("corner_out_down", out(61) - y(61), 0.12),),
        {"AU25": 0.11, "AU26": 0.81},
        weight=0.7,
        apart=1.4,
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
        lines=tuple(Line(name, -0.6, least=0.2, of_rest=True) for name in LIPS),
        line_leaks={"AU12": 0.6, "AU25": 1.0},
        apart=0.0,
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
    ActionUnit(
        "AU28", "lip suck", "draw your lips in over your teeth", "let your lips rest",
        lines=tuple(Line(name, -1.0, least=0.7, of_rest=True) for name in LIPS),
        line_leaks={"AU12": 0.3, "AU25": 0.8},
        share=1.0,
        together=True,
    ),
    ActionUnit("AU34", "cheek puff", "puff out your cheeks a little", "let your cheeks rest"),
    ActionUnit("AU38", "nostril dilator", "widen your nostrils a little", "let your nostrils rest"),
    ActionUnit(
        "AU43", "eye closure", "let your eyes close gently", "let your eyes open",
        (
            Feature("eyeBlink", shape("eyeBlink"), 0.6),
            Feature("eye_closing", -EYE_OPENING, 0.22),
        ),
        apart=1.3,
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
        {"AU43": 0.50},
    ),
)  # fmt: skip

BY_CODE = {unit.code: unit for unit in ACTION_UNITS}
FEATURES: tuple[Feature, ...] = tuple(feature for unit in ACTION_UNITS for feature in unit.features)
