"""Mouth: an upper and a lower lip as two shapes, sealed or apart; teeth, tongue and the dark between."""

from __future__ import annotations

import numpy as np
import skia

from mirrorcam.avatars.curves import curve, loop, tapered
from mirrorcam.avatars.drawn import CM, Drawn
from mirrorcam.avatars.ink import Ink, mixed
from mirrorcam.avatars.person import Person
from mirrorcam.avatars.plan import Plan
from mirrorcam.avatars.turning import Points

UPPER_OUTER = [(0.0, -3.16, 5.96), (0.36, -3.04, 5.95), (0.74, -3.00, 5.88), (1.10, -3.14, 5.72), (1.47, -3.32, 5.5),
               (1.97, -3.60, 5.0), (2.52, -3.90, 4.1)]  # fmt: skip
SEAM = [(0.0, -3.95, 5.5), (0.36, -3.93, 5.45), (0.74, -3.89, 5.36), (1.10, -3.89, 5.2), (1.47, -3.90, 5.0),
        (1.97, -3.90, 4.7), (2.52, -3.90, 4.1)]  # fmt: skip
LOWER_OUTER = [(0.0, -4.96, 5.5), (0.36, -4.96, 5.48), (0.74, -4.91, 5.45), (1.10, -4.80, 5.35), (1.47, -4.63, 5.1),
               (1.97, -4.33, 4.8), (2.52, -3.90, 4.1)]  # fmt: skip
LEAST_CM = 0.05
"""A lip is at least this thick in its middle."""
_THIN = np.sin(np.linspace(0, np.pi, 13)) ** 0.6 * LEAST_CM


def lay(plan: Plan, fullness: float) -> None:
    seam = np.array(SEAM)
    plan.across("mouth.upper.outer", seam + (np.array(UPPER_OUTER) - seam) * (1, fullness, 1))
    plan.across("mouth.upper.inner", SEAM)
    plan.across("mouth.lower.inner", SEAM)
    plan.across("mouth.lower.outer", seam + (np.array(LOWER_OUTER) - seam) * (1, fullness, 1))
    plan.across("teeth.upper", [(0.0, -4.22, 4.9), (0.5, -4.22, 4.85), (1.0, -4.17, 4.6), (1.5, -4.05, 4.2),
                                (2.1, -3.85, 3.6), (2.8, -3.5, 3.0), (3.4, -3.2, 2.4)])  # fmt: skip
    plan.across("teeth.lower", [(0.0, -4.78, 4.7), (0.5, -4.78, 4.65), (1.0, -4.72, 4.4), (1.5, -4.6, 4.0),
                                (2.0, -4.4, 3.4)])  # fmt: skip
    plan.middle_spot("tongue", (0, -5.25, 4.6), (1.6, 0, -0.4), (0, 0.85, 0))
    plan.middle_spot("mouth.lower.gloss", (-0.25, -4.42, 5.6), (1.05, 0, -0.2), (0, 0.3, 0))
    plan.middle_spot("mouth.upper.gloss", (-0.2, -3.28, 5.9), (1.1, 0, -0.2), (0, 0.22, 0))


def settle(points: Points, places: dict[str, slice]) -> None:
    """Joins the four lip lines at the corners and keeps their order from top to bottom, in place."""
    outer_up, inner_up, inner_low, outer_low = lines = [
        points[places[f"mouth.{name}"]]
        for name in ("upper.outer", "upper.inner", "lower.inner", "lower.outer")
    ]
    for end in (0, -1):
        corner = sum(line[end] for line in lines) / 4
        for line in lines:
            line[end] = corner
    crossed = inner_low[:, 1] > inner_up[:, 1]
    seam = (inner_up + inner_low) / 2
    inner_up[crossed] = inner_low[crossed] = seam[crossed]
    outer_up[:, 1] = np.maximum(outer_up[:, 1], inner_up[:, 1] + _THIN)
    outer_low[:, 1] = np.minimum(outer_low[:, 1], inner_low[:, 1] - _THIN)


def draw(canvas: skia.Canvas, drawn: Drawn, ink: Ink, person: Person) -> None:
    lips = person.lips
    outer_up, inner_up, inner_low, outer_low = (
        drawn[f"mouth.{name}"] for name in ("upper.outer", "upper.inner", "lower.inner", "lower.outer")
    )
    gap = float((inner_low[:, 1] - inner_up[:, 1]).max())
    if gap > 0.02 * CM:
        _draw_inside(canvas, drawn, ink, person, inner_up, inner_low)
    ink.fill(canvas, curve(outer_up, inner_up[::-1]), lips.upper)
    ink.fill(canvas, curve(inner_low, outer_low[::-1]), lips.lower)
    ink.spot(canvas, drawn["mouth.lower.gloss"], mixed(lips.lower, "#FFFFFF", 0.5), 0.4)
    seal = max(0.0, 1 - gap / (0.5 * CM))
    ink.fill(
        canvas,
        tapered((inner_up + inner_low) / 2, 0.12 * CM, (0.5, 0.5)),
        mixed(lips.upper, "#200808", 0.6),
        seal,
    )
    ink.fill(canvas, tapered(outer_low, 0.07 * CM), mixed(lips.lower, "#401010", 0.5), 0.35)
    for end in (0, -1):
        corner = inner_up[end]
        spot = np.stack([corner, corner + (0.28 * CM, 0), corner + (0, 0.2 * CM)])
        ink.spot(canvas, spot, person.skin.dark, 0.6)
    _draw_tongue_out(canvas, drawn, ink, person)


def _draw_inside(
    canvas: skia.Canvas, drawn: Drawn, ink: Ink, person: Person, top: Points, bottom: Points
) -> None:
    inside = curve(top, bottom[::-1])
    ink.fill(canvas, inside, person.lips.inside)
    canvas.save()
    canvas.clipPath(inside, True)
    ink.spot(canvas, drawn["tongue"], person.lips.tongue, 0.95, 0.6)
    lower = drawn["teeth.lower"]
    ink.fill(canvas, curve(lower, lower[::-1] + (0, 1.0 * CM)), mixed(person.lips.teeth, "#A08070", 0.25))
    upper = drawn["teeth.upper"]
    ink.fill(canvas, curve(upper, upper[::-1] - (0, 2.0 * CM)), person.lips.teeth)
    ink.fill(canvas, curve(top, top[::-1] + (0, 0.18 * CM)), "#2A0A0C", 0.28)
    for end, out in ((0, 1), (-1, -1)):
        corner = top[end]
        spot = np.stack([corner, corner + (0.9 * out * CM, 0), corner + (0, 0.9 * CM)])
        ink.spot(canvas, spot, person.lips.inside, 0.8)
    canvas.restore()


def _draw_tongue_out(canvas: skia.Canvas, drawn: Drawn, ink: Ink, person: Person) -> None:
    out = drawn.both("AU19")
    if out < 0.03:
        return
    inner = drawn["mouth.lower.inner"]
    middle, half = inner[len(inner) // 2], 0.95 * CM * (0.7 + 0.3 * out)
    tip = middle + (0, (0.25 + 1.35 * out) * CM)
    shape = np.array([
        middle + (-half, -0.1 * CM), middle + (-half, 0.4 * (tip - middle)[1]), tip + (-half * 0.6, -0.18 * CM), tip,
        tip + (half * 0.6, -0.18 * CM), middle + (half, 0.4 * (tip - middle)[1]), middle + (half, -0.1 * CM),
    ])  # fmt: skip
    ink.fill(canvas, loop(shape), person.lips.tongue)
    groove = np.linspace(middle, tip - (0, 0.45 * CM), 4)
    ink.fill(canvas, tapered(groove, 0.12 * CM), mixed(person.lips.tongue, "#401010", 0.4), 0.6)
