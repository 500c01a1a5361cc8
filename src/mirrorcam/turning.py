"""What turning the head alone does to each feature, so that it can be taken out.

A landmark network sees a turned face a little differently, most of all a lifted or sunken chin: the jaw seems to drop,
the lids to narrow. What the mean person's features do then is taken out; what is left differs from person to person and
grows with the angle, so a head that is turned far is not scored (gate.py, validity.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from mirrorcam.arrays import Floats
from mirrorcam.face import HeadPose

Drift = tuple[float, float, float, float, float]

# Per feature of action_units.py, in its own unit: what 20° of yaw to the feature's own side (y), 20° of chin up (p),
# y², p² and y·p add. Least squares over 70 photographs of 35 people, neutral and smiling, drawn again at 14 turns up
# to 20° (benchmarks/measurement/turned.py prints this table). What changes less than .03 full scales is left out.
DRIFTS: dict[str, Drift] = {
    "inner_brow_y": (-0.008, -0.017, -0.004, -0.008, -0.006),
    "browInnerUp": (0.0, 0.095, 0.001, 0.0, 0.0),
    "outer_brow_y": (-0.007, -0.007, 0.008, 0.008, -0.003),
    "browOuterUp": (0.023, 0.076, 0.092, 0.039, -0.003),
    "mid_brow_low": (0.013, 0.017, -0.001, 0.001, 0.008),
    "brow_gap": (0.0, 0.007, 0.003, -0.001, 0.0),
    "browDown": (-0.003, -0.073, -0.052, -0.001, 0.009),
    "eye_opening": (-0.003, -0.013, -0.001, 0.005, 0.0),
    "cheek_high": (0.009, -0.014, -0.002, -0.010, 0.003),
    "lid_cheek": (0.006, -0.004, 0.002, -0.006, 0.003),
    "lower_lid_high": (-0.001, -0.010, -0.004, -0.004, -0.001),
    "eyeSquint": (0.027, -0.172, -0.068, -0.017, -0.022),
    "nose_root": (-0.004, 0.0, 0.004, -0.017, -0.003),
    "nose_wing_y": (0.004, -0.002, 0.001, -0.017, 0.0),
    "upper_lip_shape": (0.007, -0.002, 0.002, 0.004, -0.001),
    "upper_lip_high": (0.001, -0.008, -0.01, -0.012, -0.001),
    "corner_up_out": (0.021, -0.001, -0.009, -0.014, -0.013),
    "mouthSmile": (-0.015, -0.080, -0.026, -0.009, 0.011),
    "mouth_arc": (-0.013, 0.009, 0.0, 0.008, 0.0),
    "chin_y": (0.0, -0.044, 0.008, -0.008, 0.0),
    "mouthShrugLower": (0.0, 0.086, -0.074, 0.036, 0.0),
    "mouthPucker": (0.0, 0.022, -0.047, -0.056, 0.0),
    "corner_in": (-0.016, -0.021, 0.004, -0.003, 0.018),
    "corner_out_down": (0.003, 0.043, 0.004, 0.026, -0.019),
    "lower_lip_thin": (0.0, -0.008, 0.003, 0.003, 0.0),
    "mouthPress": (-0.034, 0.006, 0.005, -0.002, -0.008),
    "lips_apart": (0.0, 0.013, 0.006, 0.008, 0.0),
    "jaw_down": (0.0, 0.064, -0.020, 0.023, 0.0),
    "eyeBlink": (0.002, -0.005, -0.031, -0.007, 0.017),
    "eye_closing": (0.003, 0.013, 0.001, -0.005, 0.0),
    "eyes_left": (-0.010, 0.010, 0.008, -0.027, 0.013),
    "eyes_right": (-0.005, -0.005, 0.049, 0.012, 0.0),
    "eyeLookUp": (0.004, -0.080, -0.004, 0.042, -0.008),
    "eyeLookDown": (-0.002, 0.114, -0.002, 0.045, 0.005),
}
LEFT_OVER: dict[str, Drift] = {
    "inner_brow_y": (-0.001, 0.002, 0.01, 0.008, -0.005),
    "browInnerUp": (0.0, -0.002, 0.014, 0.027, 0.0),
    "outer_brow_y": (0.0, 0.004, 0.011, 0.004, -0.001),
    "browOuterUp": (-0.001, 0.014, 0.072, 0.005, -0.001),
    "mid_brow_low": (0.001, -0.004, -0.011, -0.005, 0.007),
    "brow_gap": (0.0, -0.002, -0.006, -0.008, 0.0),
    "browDown": (-0.001, -0.025, -0.056, -0.04, 0.003),
    "eye_opening": (0.0, -0.001, 0.001, -0.009, 0.001),
    "cheek_high": (-0.001, 0.002, -0.009, -0.004, -0.001),
    "lid_cheek": (-0.001, 0.002, -0.007, -0.003, -0.002),
    "lower_lid_high": (0.0, 0.0, -0.001, 0.0, 0.001),
    "eyeSquint": (0.003, -0.004, -0.011, 0.012, -0.008),
    "nose_root": (0.0, 0.009, -0.018, -0.01, -0.003),
    "nose_wing_y": (0.0, 0.005, -0.007, -0.005, 0.007),
    "upper_lip_shape": (0.001, -0.001, 0.001, 0.001, -0.001),
    "upper_lip_high": (-0.001, 0.001, -0.028, -0.011, 0.002),
    "corner_up_out": (-0.006, 0.001, -0.015, -0.012, 0.003),
    "mouthSmile": (-0.006, 0.004, -0.033, -0.052, 0.006),
    "mouth_arc": (0.001, 0.001, -0.005, 0.004, 0.001),
    "chin_y": (0.0, 0.005, -0.034, -0.003, 0.0),
    "mouthShrugLower": (0.0, -0.002, -0.034, -0.033, 0.0),
    "corner_in": (0.008, -0.002, -0.005, -0.001, -0.005),
    "corner_out_down": (-0.008, 0.002, 0.03, 0.019, 0.006),
    "lower_lip_thin": (0.0, 0.002, -0.007, 0.0, 0.0),
    "mouthPress": (-0.006, -0.001, -0.009, -0.017, 0.005),
    "jaw_down": (0.0, -0.01, 0.032, -0.006, 0.0),
    "eye_closing": (0.0, 0.001, -0.001, 0.009, -0.001),
}
"""The same of photographs that were drawn again from the front (app/seeing/straight.py) and put right beside the one at
rest (app/seeing/beside_neutral.py), at 12 of these turns: far less, and that from what was hidden and is stretched."""
LEVELLED: dict[str, Drift] = {
    "inner_brow_y": (0.0, 0.008, 0.0, 0.005, -0.001),
    "browInnerUp": (0.0, 0.009, 0.0, 0.03, 0.0),
    "outer_brow_y": (0.0, 0.007, 0.0, 0.003, -0.002),
    "browOuterUp": (0.0, 0.03, 0.0, 0.034, -0.019),
    "mid_brow_low": (0.0, -0.009, 0.0, -0.004, 0.002),
    "brow_gap": (0.0, -0.005, 0.0, -0.008, 0.0),
    "browDown": (0.0, -0.039, 0.0, -0.023, 0.002),
    "cheek_high": (0.0, 0.0, 0.0, 0.002, 0.001),
    "lid_cheek": (0.0, -0.002, 0.0, 0.003, 0.0),
    "lower_lid_high": (0.0, 0.002, 0.0, -0.001, 0.001),
    "eyeSquint": (0.0, 0.009, 0.0, -0.021, 0.007),
    "nose_root": (0.0, 0.005, 0.0, 0.001, -0.001),
    "nose_wing_y": (0.0, -0.001, 0.0, 0.002, 0.001),
    "upper_lip_shape": (0.0, 0.002, 0.0, 0.001, 0.001),
    "upper_lip_high": (0.0, 0.008, 0.0, 0.002, 0.0),
    "corner_up_out": (0.0, -0.007, 0.0, 0.003, 0.0),
    "mouthSmile": (0.0, -0.034, 0.0, -0.02, 0.001),
    "mouth_arc": (0.0, 0.016, 0.0, -0.001, 0.003),
    "chin_y": (0.0, 0.012, 0.0, 0.014, 0.0),
    "mouthShrugLower": (0.0, 0.016, 0.0, -0.018, 0.0),
    "mouthPucker": (0.0, 0.024, 0.0, -0.011, 0.0),
    "corner_in": (0.0, 0.002, 0.0, -0.001, -0.004),
    "corner_out_down": (0.0, 0.007, 0.0, -0.002, 0.007),
    "lower_lip_thin": (0.0, 0.004, 0.0, 0.002, 0.0),
    "mouthPress": (0.0, -0.015, 0.0, -0.005, -0.004),
    "lips_apart": (0.0, -0.006, 0.0, 0.008, 0.0),
    "jaw_down": (0.0, -0.019, 0.0, -0.023, 0.0),
    "eyeLookDown": (0.0, -0.021, 0.0, 0.003, -0.001),
}
"""What is left in films of what the head was pitched beyond ``LEVEL_FROM_DEG`` and was taken back
(app/seeing/level.py)."""
LEVEL_FROM_DEG = 3.0
"""Of pitch: in a film's frame only what goes beyond it is taken back, so that a head that passes it makes no jump."""
UNIT_DEG = 20.0
MOST_YAW_DEG, MOST_PITCH_DEG = 25.0, 20.0
"""Further than was measured nothing more is taken out."""


def drifts(names: Sequence[str], table: Mapping[str, Drift] = DRIFTS) -> Floats:
    """(features, 5): the rows of ``names``; zeros for what is not known to drift."""
    return np.array([table.get(name, (0.0,) * 5) for name in names])


def turn_terms(pose: HeadPose) -> Floats:
    """(5, 2): what the columns of ``drifts`` are multiplied by, for the person's left and right side."""
    result: Floats = turns_terms(np.array([[pose.yaw_deg, pose.pitch_deg]]))[0]
    return result


def turns_terms(turns_deg: Floats) -> Floats:
    """(poses, 5, 2): as ``turn_terms``, of many poses, (poses, 2): yaw and pitch."""
    yaw, pitch = (np.minimum(np.maximum(turns_deg, -_MOST_DEG), _MOST_DEG) / UNIT_DEG).T
    terms = np.empty((len(turns_deg), 5, 2))
    both = np.array((yaw, pitch, yaw * yaw, pitch * pitch, yaw * pitch)).T
    np.multiply(both[..., None], _SIDES, out=terms)
    return terms


_MOST_DEG = np.array((MOST_YAW_DEG, MOST_PITCH_DEG))
_SIDES = np.array(((1.0, -1.0), (1.0, 1.0), (1.0, 1.0), (1.0, 1.0), (1.0, -1.0)))
"""Of each term on the left and on the right: a turn to the left is one to the own side, or away from it."""
