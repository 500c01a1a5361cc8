"""Nose: two planes and a ridge of light, wings, nostrils, the shade below the tip."""

from __future__ import annotations

import skia

from mirrorcam.avatars.curves import loop, tapered
from mirrorcam.avatars.drawn import CM, Drawn
from mirrorcam.avatars.ink import Ink
from mirrorcam.avatars.person import Person
from mirrorcam.avatars.plan import SIDES, Plan

WING = [(1.52, -0.28, 5.6), (1.86, -0.55, 5.2), (2.0, -0.98, 4.9), (1.82, -1.38, 4.95), (1.45, -1.52, 5.3)]
NOSTRIL = [(0.46, -1.38, 6.35), (0.78, -1.22, 6.3), (1.2, -1.25, 5.9), (1.38, -1.46, 5.5), (1.05, -1.56, 5.7),
           (0.7, -1.55, 6.0)]  # fmt: skip
BASE = [(0.0, -1.72, 6.0), (0.32, -1.66, 6.15), (0.55, -1.50, 6.3)]
RIDGE = [
    (0.0, 3.4, 5.4),
    (0.0, 2.4, 5.9),
    (0.0, 1.3, 6.8),
    (0.0, 0.3, 7.5),
    (0.15, -0.5, 7.7),
    (0.2, -1.1, 7.3),
]


def lay(plan: Plan) -> None:
    plan.curve("nose.wing", WING)
    plan.curve("nose.nostril", NOSTRIL)
    plan.across("nose.base", BASE)
    plan.curve("nose.ridge", RIDGE)
    plan.middle_spot("nose.tip", (0, -0.55, 7.5), (0.95, 0, -0.4), (0, 0.85, 0))
    plan.middle_spot("nose.bridge", (0, 1.6, 6.4), (0.42, 0, 0), (0, 2.3, -1.3))
    plan.middle_spot("nose.under", (0, -1.75, 5.9), (2.1, 0, -0.9), (0, 0.75, 0))
    plan.spot("nose.side", (1.25, 1.0, 5.2), (0.75, 0.0, -0.5), (0.35, -2.3, 0.2))
    plan.spot("nose.ala", (1.75, -0.85, 5.3), (0.62, 0, -0.3), (0, 0.72, 0))


def draw(canvas: skia.Canvas, drawn: Drawn, ink: Ink, person: Person) -> None:
    skin = person.skin
    yaw = max(-1.0, min(1.0, drawn.head.yaw_deg / 22))
    ink.spot(canvas, drawn["nose.under"], skin.shadow, 0.6)
    for side, away in (("left", 0.30 + 0.3 * yaw), ("right", 0.12 - 0.3 * yaw)):
        ink.spot(canvas, drawn[f"nose.side.{side}"], skin.shadow, 0.35 + 0.6 * away)
        ink.spot(canvas, drawn[f"nose.ala.{side}"], skin.shadow, 0.42)
        if away > 0.3:
            ink.fill(
                canvas,
                tapered(drawn[f"nose.ridge.{side}"], 0.12 * CM, swell=0.7),
                skin.line,
                (away - 0.3) * 1.6,
            )
    ink.spot(canvas, drawn["nose.bridge"], skin.light, 0.75)
    ink.spot(canvas, drawn["nose.tip"], skin.light, 0.85)
    for side in SIDES:
        ink.fill(canvas, loop(drawn[f"nose.nostril.{side}"]), skin.dark, 0.85)
        ink.fill(
            canvas, tapered(drawn[f"nose.wing.{side}"], 0.13 * CM, (0.1, 0.5), swell=0.65), skin.line, 0.9
        )
    ink.fill(canvas, tapered(drawn["nose.base"], 0.12 * CM, (0.4, 0.4)), skin.line, 0.8)
