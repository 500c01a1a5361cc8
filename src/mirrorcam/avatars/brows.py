"""Brows: one tapered shape each, full at the nose and fine at the temple."""

from __future__ import annotations

import numpy as np
import skia

from mirrorcam.avatars.curves import loop
from mirrorcam.avatars.drawn import Drawn
from mirrorcam.avatars.ink import Ink
from mirrorcam.avatars.person import Person
from mirrorcam.avatars.plan import SIDES, Plan

LOWER = [
    (1.30, 4.28, 5.1),
    (2.05, 4.42, 5.05),
    (2.90, 4.63, 4.95),
    (3.85, 4.78, 4.65),
    (4.75, 4.62, 4.1),
    (5.75, 4.06, 3.0),
]
UPPER = [
    (1.36, 4.88, 5.35),
    (2.05, 5.03, 5.2),
    (2.95, 5.20, 5.05),
    (3.95, 5.28, 4.7),
    (4.85, 4.98, 4.1),
    (5.75, 4.10, 3.0),
]


def lay(plan: Plan, thickness: float) -> None:
    lower = np.array(LOWER)
    plan.curve("brow.lower", LOWER)
    plan.curve("brow.upper", lower + (np.array(UPPER) - lower) * thickness)


def draw(canvas: skia.Canvas, drawn: Drawn, ink: Ink, person: Person) -> None:
    for side in SIDES:
        lower, upper = drawn[f"brow.lower.{side}"], drawn[f"brow.upper.{side}"]
        end = (upper[:1] + lower[:1]) / 2 - (upper[1:2] - upper[:1]) * 0.14
        path = loop(np.concatenate([lower, upper[::-1], end]))
        ink.fill(canvas, path, person.brows.colour, 0.94)
