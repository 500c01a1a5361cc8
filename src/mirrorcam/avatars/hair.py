"""Hair: a mass behind the face, as wide as the head is, and a front whose lower edge is the hairline.

The mass is drawn first and the face over it, so that no turn of the head can open a gap between them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import skia

from mirrorcam.avatars.curves import curve, tapered
from mirrorcam.avatars.drawn import CM, Drawn
from mirrorcam.avatars.form import SKULL, SKULL_CENTRE, ellipsoid
from mirrorcam.avatars.ink import Ink
from mirrorcam.avatars.person import Person
from mirrorcam.avatars.plan import Plan
from mirrorcam.avatars.turning import Points, outline

Edge = list[tuple[float, float, float]]

AXIS_Z = -2.2
"""The upright axis about which the face is nearly round, centimetres."""
EDGE = np.radians(86)
SHADE_CM = np.array([0.0, 0.3 * CM])
"""How far the hair's shadow reaches down on the skin."""


@dataclass(frozen=True)
class Style:
    """``volume_cm`` of hair over the skull; ``falls``: points of the left side that the mass reaches down to;
    ``line``: the hairline from the person's right to the left (empty: no front)."""

    volume_cm: tuple[float, float, float]
    lowest: float
    falls: Edge
    line: Edge
    strands: tuple[Edge, ...] = ()


BOB = Style(
    (1.2, 1.15, 1.2), -0.3,
    [(8.35, 2.0, -3.0), (8.6, -1.5, -3.2), (8.4, -4.5, -3.2), (7.6, -6.6, -3.0), (6.2, -7.3, -3.4),
     (6.2, -7.4, -8.0), (0.0, -7.5, -10.5), (8.4, -3.0, -6.5)],
    [(-5.8, -6.5, -2.6), (-5.95, -5.2, -1.9), (-6.15, -3.4, -1.1), (-6.3, -1.2, -0.6), (-6.42, 1.4, 0.2),
     (-6.3, 4.2, 1.2), (-5.5, 6.4, 2.8), (-4.0, 7.9, 4.2), (-2.2, 8.8, 4.8), (-0.9, 9.35, 4.8), (0.9, 9.0, 4.9),
     (2.8, 8.2, 4.7), (4.6, 6.9, 3.7), (5.85, 5.1, 2.0), (6.4, 3.0, 0.6), (6.4, 0.6, 0.0), (6.28, -1.8, -0.8),
     (6.15, -3.6, -1.2), (5.95, -5.2, -1.9), (5.8, -6.5, -2.6)],
    (
        [(-1.0, 12.9, 2.0), (-3.8, 11.5, 2.9), (-6.1, 8.8, 1.8), (-7.5, 4.6, -0.8), (-7.9, -0.5, -1.8)],
        [(-0.8, 12.9, 2.0), (2.6, 12.0, 3.0), (5.2, 9.8, 2.2), (7.2, 5.6, -0.6), (8.0, 0.4, -1.8)],
        [(-1.0, 11.6, 3.9), (-3.4, 10.4, 4.0), (-5.5, 7.9, 2.6), (-6.95, 4.0, 0.2)],
        [(-0.9, 11.7, 3.9), (2.2, 11.0, 4.2), (4.9, 8.9, 3.2), (6.8, 5.2, 0.9)],
        [(-1.0, 10.5, 4.5), (-2.9, 9.5, 4.5), (-4.8, 7.8, 3.4), (-6.5, 4.8, 1.2)],
        [(-0.9, 10.5, 4.5), (1.9, 10.0, 4.6), (4.4, 8.2, 3.8), (6.3, 5.0, 1.7)],
        [(-7.1, 2.0, -0.6), (-7.4, -1.5, -1.5), (-7.5, -4.5, -2.0), (-7.2, -6.4, -2.4)],
        [(7.1, 2.0, -0.6), (7.4, -1.5, -1.5), (7.5, -4.5, -2.0), (7.2, -6.4, -2.4)],
    ),
)  # fmt: skip
STYLES: dict[str, Style] = {"bob": BOB}


def lay(plan: Plan, person: Person) -> None:
    style = STYLES[person.hair.kind]
    mass = ellipsoid(SKULL_CENTRE, SKULL + np.array(style.volume_cm), style.lowest)
    plan.middle("hair.mass", mass)
    plan.curve("hair.falls", style.falls)
    plan.middle("hair.line", style.line)
    for i, strand in enumerate(style.strands):
        plan.middle(f"hair.strand.{i}", _onto_mass(np.array(strand), style))


def _onto_mass(strand: Points, style: Style) -> Points:
    """The strand laid on the hair's surface, a little below it."""
    radii = (SKULL + np.array(style.volume_cm)) * 0.975
    off = np.where(strand[:, 1:2] > SKULL_CENTRE[1], (strand - SKULL_CENTRE) / radii, 0)
    length = np.sqrt((off * off).sum(axis=1, keepdims=True))
    return np.where(length > 0, SKULL_CENTRE + off / np.maximum(length, 1e-9) * radii, strand)


def settle(points: Points, places: dict[str, slice], turn: Points) -> None:
    """Slides the far side of the hairline round to where the head's edge is seen, in place."""
    facing = np.arctan2(turn[2, 0], turn[2, 2])
    for name, place in places.items():
        if name.startswith("hair.line"):
            _slide(points[place], facing, AXIS_Z)
        elif name.startswith("hair.strand"):
            _slide(points[place], facing, SKULL_CENTRE[2])


def _slide(line: Points, facing: float, axis_z: float) -> None:
    off = line[:, [0, 2]] - (0, axis_z)
    angle = np.arctan2(off[:, 0], off[:, 1])
    seen = np.clip(angle, facing - EDGE, facing + EDGE)
    far = np.hypot(off[:, 0], off[:, 1])
    line[:, 0], line[:, 2] = far * np.sin(seen), axis_z + far * np.cos(seen)


def mass_outline(drawn: Drawn) -> Points:
    return outline(np.concatenate([drawn["hair.mass"], drawn["hair.falls.left"], drawn["hair.falls.right"]]))


def draw_mass(canvas: skia.Canvas, mass: skia.Path, ink: Ink, person: Person) -> None:
    ink.fill(canvas, mass, person.hair.colour)


def draw_front(canvas: skia.Canvas, drawn: Drawn, mass: Points, ink: Ink, person: Person) -> None:
    line, hair = drawn["hair.line"], person.hair
    ink.fill(canvas, curve(line, line[::-1] + SHADE_CM), person.skin.line, 0.3)
    ink.fill(canvas, curve(line, _over(mass, line[-1], line[0])), hair.colour)
    for i in range(len(STYLES[hair.kind].strands)):
        strand = tapered(drawn[f"hair.strand.{i}"], 0.3 * CM, swell=0.4)
        ink.fill(canvas, strand, hair.dark if i % 4 > 1 else hair.light, 0.45)


def _over(mass: Points, start: Points, end: Points) -> Points:
    """The part of the outline that leads over the top, from near ``start`` to near ``end``."""
    around = mass[::-1]
    first, last = (int(((around - point) ** 2).sum(axis=1).argmin()) for point in (start, end))
    return np.roll(around, -first, axis=0)[: (last - first) % len(around) + 1]
