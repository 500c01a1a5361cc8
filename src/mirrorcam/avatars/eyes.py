"""Eyes: two lids, white, iris, pupil and a catchlight; lashes, crease. The lids close onto one line."""

from __future__ import annotations

import numpy as np
import skia

from mirrorcam.avatars.curves import curve, tapered
from mirrorcam.avatars.drawn import CM, Drawn
from mirrorcam.avatars.ink import Ink, mixed
from mirrorcam.avatars.person import Person
from mirrorcam.avatars.plan import SIDES, Plan
from mirrorcam.avatars.turning import Points

UPPER = [(1.62, 2.60, 3.60), (1.84, 2.86, 3.72), (2.26, 3.17, 3.86), (2.80, 3.40, 3.98), (3.33, 3.46, 3.96),
         (3.84, 3.34, 3.80), (4.20, 3.12, 3.52), (4.52, 2.86, 3.08)]  # fmt: skip
LOWER = [(1.62, 2.60, 3.60), (1.95, 2.56, 3.66), (2.36, 2.50, 3.80), (2.84, 2.42, 3.86), (3.32, 2.41, 3.82),
         (3.78, 2.47, 3.66), (4.18, 2.62, 3.40), (4.52, 2.86, 3.08)]  # fmt: skip
CREASE = [(1.78, 3.00, 3.7), (2.2, 3.42, 3.9), (2.8, 3.70, 4.1), (3.4, 3.77, 4.1), (4.0, 3.64, 3.9), (4.45, 3.34, 3.5),
          (4.72, 3.04, 3.1)]  # fmt: skip
SHUT = 0.93
"""Where the lids meet: this share of the way from the upper to the lower lid."""


def lay(plan: Plan) -> None:
    plan.curve("eye.upper", UPPER)
    plan.curve("eye.lower", LOWER)
    plan.curve("eye.crease", CREASE)
    plan.spot("eye.iris", (3.07, 2.98, 3.95), (0.62, 0, 0), (0, 0.62, 0))
    plan.spot("eye.socket", (2.9, 3.75, 4.1), (1.9, 0.1, -0.6), (0, 0.75, 0.2))


def settle(points: Points, places: dict[str, slice], drives_shut: Points) -> None:
    """Closes the lids by ``drives_shut`` (left, right) and never lets them cross, in place."""
    for side, shut in zip(SIDES, drives_shut.tolist(), strict=True):
        upper, lower = points[places[f"eye.upper.{side}"]], points[places[f"eye.lower.{side}"]]
        upper[0] = lower[0] = (upper[0] + lower[0]) / 2
        upper[-1] = lower[-1] = (upper[-1] + lower[-1]) / 2
        line = upper + (lower - upper) * SHUT
        upper += (line - upper) * shut
        lower += (line - lower) * shut
        upper[:, 1] = np.maximum(upper[:, 1], lower[:, 1])
        points[places[f"eye.crease.{side}"]][:, 1] -= 0.16 * shut
        crease = points[places[f"eye.crease.{side}"]]
        crease[:, 1] = np.maximum(
            crease[:, 1], np.interp(crease[:, 0] * _sign(side), upper[:, 0] * _sign(side), upper[:, 1]) + 0.03
        )


def _sign(side: str) -> int:
    return 1 if side == "left" else -1


def draw(canvas: skia.Canvas, drawn: Drawn, ink: Ink, person: Person) -> None:
    for side in SIDES:
        _draw_eye(canvas, drawn, ink, person, side)


def _draw_eye(canvas: skia.Canvas, drawn: Drawn, ink: Ink, person: Person, side: str) -> None:
    upper, lower, crease = (drawn[f"eye.{part}.{side}"] for part in ("upper", "lower", "crease"))
    skin = person.skin
    ink.fill(canvas, curve(crease, upper[::-1]), mixed(skin.tone, skin.shadow, 0.55), 0.5)
    opening = float((lower[:, 1] - upper[:, 1]).max())
    if opening > 0.03 * CM:
        _draw_ball(canvas, drawn, ink, person, side, upper, lower)
    ink.fill(canvas, tapered(crease, 0.09 * CM, swell=0.4), skin.line, 0.75)
    ink.fill(
        canvas,
        tapered(lower, 0.07 * CM, (0.3, 0.9), swell=0.75),
        mixed(skin.line, person.eyes.lash, 0.5),
        0.8,
    )
    lashes = np.concatenate([upper, upper[-1:] + (upper[-1:] - upper[-2:-1]) * 0.35])
    ink.fill(
        canvas,
        tapered(lashes, (0.2 + 0.1 * person.eyes.lashes) * CM, (0.25, 0.1), swell=0.6),
        person.eyes.lash,
    )


def _draw_ball(canvas: skia.Canvas, drawn: Drawn, ink: Ink, person: Person, side: str, upper: Points,
               lower: Points) -> None:  # fmt: skip
    eye = curve(upper, lower[::-1])
    iris = drawn[f"eye.iris.{side}"]
    ink.fill(canvas, eye, person.eyes.white)
    canvas.save()
    canvas.clipPath(eye, True)
    ink.disc(canvas, iris, mixed(person.eyes.iris, "#000000", 0.55))
    ink.disc(canvas, iris, person.eyes.iris, 0.86)
    ink.spot(canvas, iris + (0, 0.3 * CM), mixed(person.eyes.iris, "#FFFFFF", 0.45), 0.55)
    ink.disc(canvas, iris, "#14100F", 0.42)
    ink.fill(canvas, curve(upper, upper[::-1] + (0, 0.24 * CM)), "#2A1B1A", 0.30)
    corner = np.stack([upper[0], upper[0] + (0.34 * CM, 0), upper[0] + (0, 0.3 * CM)])
    ink.spot(canvas, corner, "#C98478", 0.7)
    glint = iris[0] + (-0.2 * CM, -0.21 * CM)
    ink.disc(canvas, np.stack([glint, glint + (0.13 * CM, 0), glint + (0, 0.13 * CM)]), "#FFFFFF")
    canvas.restore()
