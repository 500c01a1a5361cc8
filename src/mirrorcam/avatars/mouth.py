"""Mouth: an upper and a lower lip as two shapes, sealed or apart; teeth, tongue and the dark between."""

from __future__ import annotations

import numpy as np
import skia

from mirrorcam.avatars.curves import curve, loop, tapered
from mirrorcam.avatars.ink import mixed
from mirrorcam.avatars.page import CM, Page, ellipse, shifted
from mirrorcam.avatars.person import Person
from mirrorcam.avatars.plan import Plan
from mirrorcam.avatars.turning import Points

UPPER_OUTER = [(0.0, -3.16, 5.96), (0.36, -3.04, 5.95), (0.74, -3.00, 5.88), (1.10, -3.14, 5.72), (1.47, -3.32, 5.5),
               (1.97, -3.55, 5.0), (2.54, -3.79, 4.1)]  # fmt: skip
SEAM = [(0.0, -3.95, 5.5), (0.36, -3.93, 5.45), (0.74, -3.89, 5.36), (1.10, -3.89, 5.2), (1.47, -3.90, 5.0),
        (1.97, -3.86, 4.7), (2.54, -3.79, 4.1)]  # fmt: skip
LOWER_OUTER = [(0.0, -4.96, 5.5), (0.36, -4.96, 5.48), (0.74, -4.91, 5.45), (1.10, -4.80, 5.35), (1.47, -4.63, 5.1),
               (1.97, -4.28, 4.8), (2.54, -3.79, 4.1)]  # fmt: skip
LIP_LINES = ("upper.outer", "upper.inner", "lower.inner", "lower.outer")
SEALED_CM = 0.02
SEAM_CM = 0.12
"""How wide the seam of closed lips is; it is gone where they are as far apart."""
DRAWN_IN = 0.95
"""This share of the lips' colour is gone when they are drawn in over the teeth."""
PARTED = 0.4
"""Of its width, a drawn seam loses so much where it parts into two edges."""
PARTING_CM = (0.22, 0.5)
"""Lips drawn without shading begin to part at a gap of this, and show all of it from so much on."""
LIP_SHADE_CM = 0.18
"""How far down the upper lip shades the teeth, once there is room."""
NARROW_CM = 0.3
"""Lips that are less than this apart, as a mean along the mouth, shade teeth and tongue, by up to the share below: else
a narrow gap would show two white points."""
NARROW_SHADE = 0.8
LEAST_CM = 0.05
"""A lip is at least this thick in its middle."""
_THIN = np.sin(np.linspace(0, np.pi, 13)) ** 0.6 * LEAST_CM


TEETH_UP = [(0.0, -4.22, 4.9), (0.5, -4.22, 4.85), (1.0, -4.17, 4.6), (1.5, -4.05, 4.2), (2.1, -3.85, 3.6),
            (2.8, -3.5, 3.0), (3.4, -3.2, 2.4)]  # fmt: skip
TEETH_LOW = [(0.0, -4.78, 4.7), (0.5, -4.78, 4.65), (1.0, -4.74, 4.4), (1.5, -4.72, 4.0), (2.0, -4.95, 3.4)]


def lay(plan: Plan, person: Person) -> None:
    seam = np.array(SEAM)
    full = (1, person.lips.fullness, 1)
    plan.across("mouth.upper.outer", seam + (np.array(UPPER_OUTER) - seam) * full)
    plan.across("mouth.upper.inner", SEAM)
    plan.across("mouth.lower.inner", SEAM)
    plan.across("mouth.lower.outer", seam + (np.array(LOWER_OUTER) - seam) * full)
    plan.across("teeth.upper", TEETH_UP)
    plan.across("teeth.lower", TEETH_LOW)
    plan.middle_spot("tongue", (0, -4.95, 4.6), (1.75, 0, -0.4), (0, 0.85, 0))
    plan.middle_spot("mouth.lower.gloss", (-0.25, -4.42, 5.6), (1.05, 0, -0.2), (0, 0.3, 0))


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


def draw(page: Page) -> None:
    lips = page.person.lips
    top, upper, lower, bottom = lip_lines(page)
    if apart_cm(upper, lower) > SEALED_CM:
        draw_inside(page, upper, lower)
    shown = 1 - DRAWN_IN * page.both("AU28")
    page.fill(curve(top, upper[::-1]), lips.upper, shown)
    page.fill(curve(lower, bottom[::-1]), lips.lower, shown)
    page.spot(page["mouth.lower.gloss"], mixed(lips.lower, "#FFFFFF", 0.5), 0.4 * shown)
    seam = tapered((upper + lower) / 2, SEAM_CM * CM * _sealed(upper, lower), (0.5, 0.5))
    page.fill(seam, page.person.skin.line, 1 - shown)
    page.fill(seam, mixed(lips.upper, "#200808", 0.6), shown)
    page.fill(tapered(bottom, 0.07 * CM), mixed(lips.lower, "#401010", 0.5), 0.35 * shown)
    for end in (0, -1):
        page.spot(ellipse(upper[end], 0.26, 0.18), page.person.skin.dark, 0.42)
    draw_tongue_out(page, lower, page.both("AU19"))


def draw_plain(page: Page, line: str, width_cm: float) -> None:
    """Without shading: both lips and what is between. The seam in ``line`` parts with them, into two finer edges."""
    lips = page.person.lips
    top, upper, lower, bottom = lip_lines(page)
    upper, lower = closed(upper, lower)
    if apart_cm(upper, lower) > SEALED_CM:
        draw_inside(page, upper, lower)
    shown = 1 - DRAWN_IN * page.both("AU28")
    page.fill(curve(top, upper[::-1]), lips.upper, shown)
    page.fill(curve(lower, bottom[::-1]), lips.lower, shown)
    width = width_cm * CM * (1 - PARTED * (1 - _sealed(upper, lower)))
    for edge in (upper, lower):
        page.fill(tapered(edge, width, (0.6, 0.6)), line)
    draw_tongue_out(page, lower, page.both("AU19"))


def closed(upper: Points, lower: Points) -> tuple[Points, Points]:
    """Lips in plain lines are closed up to a small gap, which would be a white sliver between two edges and is read as
    an open mouth, and then part smoothly."""
    middle = (upper + lower) / 2
    parted = np.clip(((lower - upper)[:, 1:] / CM - PARTING_CM[0]) / (PARTING_CM[1] - PARTING_CM[0]), 0, 1)
    return middle + (upper - middle) * parted, middle + (lower - middle) * parted


def _sealed(upper: Points, lower: Points) -> Points:
    """(n, 1): 1 where the lips touch, 0 where they are a seam's width apart."""
    return np.asarray(np.clip(1 - (lower - upper)[:, 1:] / (SEAM_CM * CM), 0, 1))


def apart_cm(upper: Points, lower: Points) -> float:
    return float((lower[:, 1] - upper[:, 1]).max()) / CM


def lip_lines(page: Page) -> tuple[Points, Points, Points, Points]:
    """From top to bottom, each from the person's right to the left."""
    return tuple(page[f"mouth.{name}"] for name in LIP_LINES)  # type: ignore[return-value]


def draw_inside(page: Page, top: Points, bottom: Points) -> None:
    lips = page.person.lips
    inside = curve(top, bottom[::-1])
    page.fill(inside, lips.inside)
    with page.inside(inside):
        page.spot(page["tongue"], lips.tongue, 0.95, 0.6)
        lower, upper = page["teeth.lower"], page["teeth.upper"]
        page.fill(curve(lower, shifted(lower[::-1], 0, 1.0)), mixed(lips.teeth, "#A08070", 0.25))
        page.fill(curve(upper, shifted(upper[::-1], 0, -2.0)), lips.teeth)
        page.stroke(_between_teeth(upper), mixed(lips.teeth, "#A58573", 0.32), 0.04)
        page.fill(
            curve(top, shifted(top[::-1], 0, min(LIP_SHADE_CM, apart_cm(top, bottom) / 3))), "#2A0A0C", 0.28
        )
        page.fill(inside, mixed(lips.inside, lips.lower, 0.4), NARROW_SHADE * _narrow(top, bottom))
        for end in (0, -1):
            page.spot(ellipse(top[end], 0.9, 0.9), lips.inside, 0.8)


def _narrow(top: Points, bottom: Points) -> float:
    """0..1: 1 where the lips touch all along."""
    return max(0.0, 1 - float((bottom - top)[:, 1].mean()) / (NARROW_CM * CM))


def _between_teeth(edge: Points) -> skia.Path:
    path = skia.Path()
    for (x, y), (_, top) in zip(edge.tolist(), shifted(edge, 0, -1.1).tolist(), strict=True):
        path.moveTo(x, y)
        path.lineTo(x, top)
    return path


def draw_tongue_out(page: Page, lip: Points, out: float) -> None:
    if out < 0.03:
        return
    half, tip = 0.66 + 0.34 * out, 0.3 + 2.0 * out
    half_shape = [(0, tip), (half * 0.62, tip - 0.2), (half, tip * 0.5), (half, -0.1)]
    shape = np.array(half_shape[::-1] + [(-x, y) for x, y in half_shape[1:]]) * CM
    middle, tongue = lip[len(lip) // 2], page.person.lips.tongue
    page.stroke(loop(middle + shape), mixed(tongue, "#401010", 0.35), 0.12)
    page.fill(loop(middle + shape), tongue)
    groove = np.linspace(middle, shifted(middle, 0, tip - 0.6), 4)
    page.fill(tapered(groove, 0.12 * CM), mixed(tongue, "#401010", 0.4), 0.6)
