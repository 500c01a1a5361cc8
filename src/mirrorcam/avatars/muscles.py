"""What each action unit does to the drawing: pulls on named points, in centimetres at full intensity.

Amounts begin from the facial proportions and the full-scale movements in docs/measurement.md and were then set
by eye and by the closed loop (benchmarks/avatar_closed_loop.py). All are given for the person's left side.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mirrorcam.avatars.turning import Points
from mirrorcam.expression import CODES

TOGETHER: dict[str, tuple[str, str]] = {
    "1+2": ("AU1", "AU2"),
    "1+4": ("AU1", "AU4"),
    "4+5": ("AU4", "AU5"),
    "6+12": ("AU6", "AU12"),
    "12+25": ("AU12", "AU25"),
    "18+25": ("AU18", "AU25"),
    "20+25": ("AU20", "AU25"),
    "25+26": ("AU25", "AU26"),
}
"""Movements that are more than the sum of two action units: driven by the lesser of them, which is nothing unless both
act, and grows in step with an expression."""

DRIVES: tuple[str, ...] = (*CODES, *TOGETHER)
_ONE, _OTHER = ([CODES.index(codes[i]) for codes in TOGETHER.values()] for i in (0, 1))


@dataclass(frozen=True)
class Pull:
    """Points whose names begin with one of ``on`` go ``by`` (x, y, z), most at ``at`` (x, y), fading with a
    Gaussian of ``reach`` (x, y); without ``at`` all go alike. ``sideways``: x is not mirrored for the right side.
    ``even``: a flatter bell with steeper sides. ``whole``: one side moves both, by half each."""

    on: tuple[str, ...]
    by: tuple[float, float, float]
    at: tuple[float, float] | None = None
    reach: tuple[float, float] = (1.0, 1.0)
    sideways: bool = False
    even: bool = False
    whole: bool = False

    def weight(self, points: Points) -> Points:
        if self.at is None:
            return np.ones(len(points))
        far = (((points[:, :2] - self.at) / self.reach) ** 2).sum(axis=1)
        return np.asarray(np.exp(-(far**2 if self.even else far)))


BROW = ("brow",)
LINES = ("line.forehead",)
ROOT = ("line.glabella", "spot.root", "line.root")
UPPER_LID, LOWER_LID, EYE = ("eye.upper",), ("eye.lower",), ("eye.upper", "eye.lower")
CREASE = ("eye.crease", "spot.socket")
BAG = ("line.bag", "spot.bag", "spot.cheek", "line.cheek")
CHEEK = ("spot.cheek", "line.fold", "spot.fold", "line.cheek")
NOSE = ("nose", "spot.nose")
LIPS = ("mouth",)
UPPER_LIP, LOWER_LIP = ("mouth.upper",), ("mouth.lower",)
SEAM = ("mouth.upper.inner", "mouth.lower.inner")
UPPER_EDGE, LOWER_EDGE = (
    ("mouth.upper.outer", "spot.philtrum"),
    ("mouth.lower.outer", "spot.underlip", "line.underlip"),
)
AROUND = ("mouth", "line.corner", "spot.corner", "beard.top")
CORNER = ("mouth", "line.corner", "spot.corner")
MOUSTACHE = ("beard.top",)
CHIN = ("spot.chin", "line.chin", "spot.underlip", "line.underlip")
FORM = ("form.face", "beard", "scarf")

PULLS: dict[str, tuple[Pull, ...]] = {
    "AU1": (
        Pull(BROW, (0.0, 0.66, 0.0), (1.2, 4.6), (1.75, 3.0)),
        Pull(LINES, (0.0, 0.35, 0.0), (1.0, 6.0), (2.0, 3.0)),
        Pull(ROOT, (0.0, 0.25, 0.0)),
        Pull(CREASE, (0.0, 0.12, 0.0), (2.0, 3.6), (1.2, 2.0)),
    ),
    "AU2": (
        Pull(BROW, (0.0, 0.56, -0.2), (5.2, 4.7), (2.3, 3.0)),
        Pull(LINES, (0.0, 0.3, 0.0), (4.0, 6.0), (2.5, 3.0)),
        Pull(CREASE, (0.0, 0.16, 0.0), (4.0, 3.6), (1.5, 2.0)),
    ),
    "1+2": (
        Pull(BROW, (0.0, 0.32, 0.0), (3.2, 4.8), (1.5, 3.0)),
    ),
    "AU4": (
        Pull(BROW, (-0.62, -0.2, 0.1), (1.4, 4.6), (2.6, 3.0)),
        Pull(BROW, (-0.12, -0.58, 0.0)),
        Pull(CREASE, (0.0, -0.22, 0.0)),
        Pull(UPPER_LID, (0.0, -0.1, 0.0), (2.6, 3.4), (1.4, 1.0)),
        Pull(ROOT, (-0.1, -0.2, 0.0)),
    ),
    "1+4": (
        Pull(BROW, (-0.18, 0.9, 0.0), (1.0, 4.4), (1.5, 3.0)),
        Pull(BROW, (-0.14, -0.34, 0.0), (3.4, 4.8), (1.6, 3.0)),
        Pull(BROW, (0.0, -0.28, 0.0), (4.6, 4.7), (1.9, 3.0)),
        Pull(UPPER_LID, (0.0, -0.16, 0.0), (3.9, 3.3), (1.1, 1.0)),
        Pull(LOWER_LID, (0.0, 0.08, 0.0), (3.1, 2.4), (1.3, 1.0)),
    ),
    "4+5": (
        Pull(BROW, (0.02, -0.26, 0.0)),
        Pull(LINES, (0.0, -0.08, 0.0)),
    ),
    "AU5": (
        Pull(UPPER_LID, (0.0, 0.56, 0.0), (3.1, 3.4), (1.25, 1.5)),
        Pull(CREASE, (0.0, 0.22, 0.0), (3.1, 3.6), (1.5, 1.5)),
        Pull(LOWER_LID, (0.0, -0.04, 0.0), (3.1, 2.4), (1.2, 1.0)),
    ),
    "AU6": (
        Pull(LOWER_LID, (0.0, 0.05, 0.0), (3.6, 2.4), (1.2, 1.0)),
        Pull(EYE, (0.0, -0.1, 0.0)),
        Pull(BAG, (-0.05, 0.37, 0.1)),
        Pull(CHEEK, (0.05, 0.2, 0.2), (3.6, 0.0), (2.5, 2.5)),
        Pull(AROUND, (0.04, 0.3, 0.0)),
        Pull(NOSE, (0.05, 0.22, 0.0), (1.8, -1.0), (2.0, 2.0)),
        Pull(FORM, (0.22, 0.0, 0.25), (5.6, -0.5), (2.0, 2.2)),
        Pull(BROW, (0.0, -0.1, 0.0), (4.6, 4.4), (2.5, 2.0)),
    ),
    "AU7": (
        Pull(LOWER_LID, (0.0, 0.35, 0.0), (3.0, 2.4), (1.35, 1.0)),
        Pull(UPPER_LID, (0.0, -0.16, 0.0), (3.1, 3.4), (1.3, 1.0)),
        Pull(("line.bag",), (0.0, 0.16, 0.0)),
    ),
    "AU9": (
        Pull(NOSE, (0.1, 0.42, 0.0), (1.8, -0.9), (1.2, 1.3)),
        Pull(NOSE, (0.0, 0.18, 0.0)),
        Pull(BROW, (-0.12, -0.34, 0.1), (1.4, 4.4), (1.8, 2.0)),
        Pull(UPPER_LIP, (0.0, 0.24, 0.0), (1.2, -3.2), (1.3, 1.5)),
        Pull(MOUSTACHE, (0.0, 0.3, 0.0), (1.0, -2.3), (1.6, 1.2)),
        Pull(LOWER_LIP, (0.0, 0.18, 0.0), (1.0, -4.2), (1.5, 1.5)),
        Pull(CHEEK, (0.05, 0.3, 0.1), (2.0, -0.4), (1.8, 1.8)),
        Pull(LOWER_LID, (0.0, 0.12, 0.0), (2.6, 2.4), (1.2, 1.0)),
        Pull(ROOT, (-0.05, -0.15, 0.0)),
    ),
    "AU10": (
        Pull(UPPER_EDGE, (0.0, 0.4, 0.05), (0.0, -3.2), (2.2, 2.0), even=True),
        Pull(UPPER_EDGE, (0.0, 0.5, 0.0), (1.62, -3.2), (0.9, 2.0)),
        Pull(("mouth.upper.inner",), (0.0, 0.27, 0.0), (0.0, -3.9), (2.0, 2.0), even=True),
        Pull(("mouth.upper.inner",), (0.0, 0.27, 0.0), (1.52, -3.9), (0.9, 2.0)),
        Pull(("mouth.lower.inner",), (0.0, 0.22, 0.0), (0.0, -3.9), (2.0, 2.0), even=True),
        Pull(("mouth.lower.inner",), (0.0, 0.2, 0.0), (1.42, -3.9), (0.95, 2.0)),
        Pull(CORNER, (0.0, 0.08, 0.0), (2.54, -3.8), (0.7, 1.0)),
        Pull(LOWER_EDGE, (0.0, 0.08, 0.0), (0.7, -4.9), (1.4, 2.0)),
        Pull(("eye", "spot.socket"), (0.0, 0.16, 0.0), whole=True),
        Pull(MOUSTACHE, (0.0, 0.45, 0.0), (0.6, -2.3), (1.7, 1.2)),
        Pull(CHEEK, (0.12, -0.1, 0.0), (2.6, -2.2), (1.2, 1.3)),
        Pull(NOSE, (0.05, 0.06, 0.0), (1.8, -1.0), (1.0, 1.0)),
        Pull(("spot.philtrum",), (0.0, 0.2, 0.0)),
    ),
    "AU12": (
        Pull(AROUND, (0.85, 0.74, -0.55), (2.6, -3.95), (1.7, 1.8)),
        Pull(UPPER_EDGE, (0.0, 0.24, -0.2), (0.0, -3.2), (1.6, 2.0)),
        Pull(SEAM, (0.0, 0.18, -0.2), (0.0, -3.9), (1.6, 2.0)),
        Pull(LOWER_EDGE, (0.0, 0.17, -0.2), (0.0, -4.9), (1.6, 1.0)),
        Pull(CHEEK, (0.34, 0.3, 0.1), (3.0, -2.4), (1.8, 2.4)),
        Pull(("spot.cheek", "line.cheek"), (0.1, 0.25, 0.2)),
        Pull(NOSE, (0.16, 0.14, 0.0), (1.9, -1.0), (0.8, 1.0)),
        Pull(FORM, (0.22, 0.0, 0.0), (6.0, -2.4), (2.0, 2.2)),
        Pull(LOWER_LID, (0.0, 0.05, 0.0), (3.2, 2.4), (1.2, 1.0)),
    ),
    "6+12": (
        Pull(("spot.cheek", "line.cheek"), (0.0, 0.12, 0.1)),
        Pull(LOWER_LID, (0.0, 0.12, 0.0), (3.2, 2.4), (1.3, 1.0)),
        Pull(UPPER_LID, (0.0, -0.08, 0.0), (3.6, 3.4), (1.3, 1.0)),
    ),
    "12+25": (
        Pull(("mouth.upper.inner",), (0.0, 0.16, 0.0), (0.6, -3.9), (1.6, 1.5)),
        Pull(UPPER_LIP, (0.0, 0.14, 0.0), (0.4, -3.6), (1.6, 1.5)),
    ),
    "AU14": (
        Pull(AROUND, (0.34, 0.16, -0.3), (2.5, -3.95), (0.9, 1.0)),
        Pull(LIPS, (0.1, 0.0, 0.0), (1.5, -3.95), (1.2, 1.5)),
        Pull(LOWER_EDGE, (0.0, 0.1, 0.0), (1.8, -4.5), (0.9, 1.0)),
    ),
    "AU15": (
        Pull(AROUND, (-0.02, -0.62, -0.1), (2.6, -3.95), (1.2, 1.8)),
        Pull(UPPER_EDGE, (0.0, -0.18, 0.0), (0.7, -3.2), (2.0, 1.0)),
        Pull(("line.fold",), (0.05, -0.2, 0.0), (3.2, -3.2), (1.2, 1.4)),
    ),
    "AU17": (
        Pull(LIPS, (0.0, 0.28, 0.1)),
        Pull(LOWER_LIP, (0.0, 0.24, 0.15), (0.0, -4.6), (2.2, 2.0)),
        Pull(CORNER, (0.0, 0.06, 0.0), (2.54, -3.8), (0.8, 1.2)),
        Pull(CHIN, (0.0, 0.92, 0.1)),
        Pull(LOWER_EDGE, (0.0, 0.18, 0.0), (0.0, -4.9), (1.3, 1.5)),
        Pull(FORM, (0.0, 0.7, 0.0), (0.0, -8.5), (3.0, 1.8)),
    ),
    "AU18": (
        Pull(AROUND, (-0.96, 0.02, 0.9), (2.5, -3.95), (1.5, 2.0)),
        Pull(LIPS, (-0.28, -0.1, 0.0), (2.6, -3.85), (0.5, 1.0)),
        Pull(UPPER_EDGE, (0.0, 0.14, 0.5), (0.0, -3.2), (1.5, 1.0)),
        Pull(LOWER_EDGE, (0.0, -0.16, 0.5), (0.0, -4.9), (1.5, 1.0)),
        Pull(CHEEK, (-0.25, -0.1, 0.0), (3.0, -3.0), (1.5, 2.0)),
    ),
    "AU20": (
        Pull(AROUND, (0.77, -0.22, -0.4), (2.5, -3.95), (1.6, 1.6)),
        Pull(UPPER_EDGE, (0.0, -0.1, 0.0), (0.0, -3.2), (1.8, 1.0)),
        Pull(LOWER_EDGE, (0.0, 0.1, 0.0), (0.0, -4.9), (1.8, 1.0)),
        Pull(("line.fold",), (0.3, -0.05, 0.0), (3.2, -3.2), (1.2, 1.6)),
    ),
    "20+25": (
        Pull(LOWER_LIP, (0.0, 0.28, 0.0), (0.0, -4.2), (1.95, 2.5), even=True),
        Pull(("line.underlip", "spot.underlip"), (0.0, 0.12, 0.0)),
    ),
    "AU23": (
        Pull(AROUND, (-0.24, 0.0, 0.0), (2.5, -3.95), (1.2, 1.6)),
        Pull(UPPER_EDGE, (0.0, -0.2, 0.0), (0.7, -3.1), (1.8, 1.0)),
        Pull(LOWER_EDGE, (0.0, 0.26, 0.0), (0.5, -4.9), (1.8, 1.0)),
    ),
    "AU24": (
        Pull(UPPER_EDGE, (0.0, -0.48, -0.1), (0.7, -3.1), (1.8, 1.0)),
        Pull(LOWER_EDGE, (0.0, 0.58, -0.1), (0.5, -4.9), (1.8, 1.0)),
        Pull(CHIN, (0.0, 0.12, 0.0)),
    ),
    "AU25": (
        Pull(("mouth.upper",), (0.0, 0.14, 0.0), (0.0, -3.8), (1.5, 2.0)),
        Pull(("mouth.lower",), (0.0, -0.6, 0.0), (0.0, -4.2), (1.95, 2.5), even=True),
        Pull(("line.underlip", "spot.underlip"), (0.0, -0.3, 0.0)),
    ),
    "AU26": (
        Pull(("mouth.lower",), (0.0, -0.62, -0.3), (0.0, -4.2), (2.15, 2.9), even=True),
        Pull(UPPER_LIP, (0.0, -0.16, 0.0), (0.0, -3.5), (2.0, 2.5), even=True),
        Pull(AROUND, (-0.12, -0.42, 0.0), (2.5, -3.9), (0.8, 1.2)),
        Pull(("teeth.lower", "tongue"), (0.0, -1.0, -0.3)),
        Pull(CHIN, (0.0, -1.25, -0.4)),
        Pull(NOSE, (0.0, -0.24, 0.0), (0.0, -1.0), (3.0, 2.2)),
        Pull(FORM, (0.0, -1.55, -0.45), (0.0, -8.6), (5.6, 3.4)),
        Pull(("line.fold",), (-0.1, -0.3, 0.0), (3.3, -3.5), (1.0, 1.6)),
    ),
    "25+26": (
        Pull(("mouth.lower",), (0.0, -0.46, 0.0), (0.0, -4.2), (2.15, 2.9), even=True),
        Pull(UPPER_LIP, (0.0, 0.16, 0.0), (0.0, -3.5), (2.0, 2.5), even=True),
    ),
    "AU28": (
        Pull(UPPER_EDGE, (0.0, -0.62, -0.4), (0.5, -3.1), (2.2, 1.5)),
        Pull(LOWER_EDGE, (0.0, 0.78, -0.4), (0.4, -4.9), (2.2, 1.5)),
        Pull(CHIN, (0.0, 0.15, 0.0)),
    ),
    "AU34": (
        Pull(FORM, (0.85, 0.0, 0.6), (5.9, -3.4), (2.4, 2.6)),
        Pull(("spot.puff", "spot.cheek"), (0.3, -0.2, 0.6)),
        Pull(AROUND, (-0.2, 0.0, 0.2), (2.5, -3.95), (1.2, 1.5)),
        Pull(("line.fold",), (-0.1, 0.05, 0.0)),
    ),
    "AU38": (
        Pull(NOSE, (0.3, 0.05, 0.0), (1.9, -1.0), (0.9, 0.9)),
        Pull(("nose.nostril",), (0.1, 0.04, 0.0)),
    ),
    "AU61": (Pull(("eye.iris",), (0.72, 0.0, -0.1), sideways=True),),
    "AU62": (Pull(("eye.iris",), (-0.72, 0.0, -0.1), sideways=True),),
    "AU63": (
        Pull(("eye.iris",), (0.0, 0.48, -0.1)),
        Pull(LOWER_LID, (0.0, -0.12, 0.0), (3.1, 2.4), (1.3, 1.5)),
        Pull(UPPER_LID, (0.0, 0.27, 0.0), (3.1, 3.4), (1.3, 1.5)),
        Pull(CREASE, (0.0, 0.1, 0.0)),
    ),
    "AU64": (
        Pull(("eye.iris",), (0.0, -0.76, -0.1)),
        Pull(UPPER_LID, (0.0, -0.47, 0.0), (3.1, 3.4), (1.3, 1.5)),
        Pull(LOWER_LID, (0.0, -0.2, 0.0), (3.1, 2.4), (1.3, 1.5)),
        Pull(BROW, (0.0, -0.12, 0.0), (4.8, 4.6), (2.2, 3.0)),
    ),
}  # fmt: skip


def drives(values: Points) -> Points:
    """(len(CODES), 2) intensities → (len(DRIVES), 2): clipped to 0..1 (nan is 0), what is driven together appended."""
    clipped = np.minimum(np.fmax(values, 0.0), 1.0)
    return np.concatenate([clipped, np.minimum(clipped[_ONE], clipped[_OTHER])])
