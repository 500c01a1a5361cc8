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


@dataclass(frozen=True)
class Style:
    """``volume_cm`` of hair over the skull; ``falls``: points of the left side that the mass reaches down to;
    ``line``: the hairline from the person's right to the left (empty: no front)."""

    volume_cm: tuple[float, float, float]
    lowest: float
    falls: Edge
    line: Edge
    strands: tuple[Edge, ...] = ()


BOB_LINE: Edge = [
    (-7.9, -9.0, -3.0), (-7.2, -6.2, -1.4), (-6.85, -3.4, -1.2), (-6.75, -0.5, -0.9), (-6.6, 2.4, -0.2), (-6.2, 4.8, 1.2),
    (-5.2, 6.7, 3.0), (-3.6, 7.9, 4.3), (-1.6, 8.7, 4.9), (0.6, 9.0, 4.9), (2.6, 8.5, 4.6), (4.5, 7.3, 3.6),
    (5.9, 5.5, 1.8), (6.6, 3.4, 0.3), (6.8, 0.5, -0.8), (6.85, -3.0, -1.2), (7.2, -6.2, -1.4), (7.9, -9.0, -3.0),
]  # fmt: skip
BOB = Style(
    (1.15, 1.0, 1.2), -0.3,
    [(8.3, 2.0, -3.0), (8.6, -2.0, -3.2), (8.5, -5.0, -3.2), (7.7, -7.0, -3.0), (6.4, -7.6, -3.4), (6.2, -7.4, -8.0),
     (0.0, -7.5, -10.5), (8.4, -3.0, -6.5)],
    BOB_LINE,
    ((
        (-1.2, 12.6, 2.2), (-4.0, 11.0, 3.0), (-6.2, 8.2, 1.6), (-7.5, 4.0, -1.0), (-8.0, -1.0, -1.8)),
     ((-0.6, 12.8, 2.0), (2.6, 11.7, 3.0), (5.2, 9.4, 2.2), (7.2, 5.2, -0.6), (8.0, 0.0, -1.8)),
     ((-1.4, 10.8, 4.4), (-3.6, 9.6, 4.2), (-5.6, 7.2, 2.6), (-6.9, 3.6, 0.0)),
     ((-0.8, 10.9, 4.4), (2.2, 10.2, 4.4), (4.8, 8.2, 3.4), (6.6, 5.0, 1.0))),
)  # fmt: skip
STYLES: dict[str, Style] = {"bob": BOB}


def lay(plan: Plan, person: Person) -> None:
    style = STYLES[person.hair.kind]
    mass = ellipsoid(SKULL_CENTRE, SKULL + np.array(style.volume_cm), style.lowest)
    plan.middle("hair.mass", mass)
    plan.curve("hair.falls", style.falls)
    plan.middle("hair.line", style.line)
    for i, strand in enumerate(style.strands):
        plan.middle(f"hair.strand.{i}", strand)
    plan.middle_spot("hair.shine", (-2.6, 11.2, 3.4), (4.2, 0.6, -1.0), (-0.5, 1.5, -0.8))


def settle(points: Points, places: dict[str, slice], turn: Points) -> None:
    """Slides the far side of the hairline round to where the head's edge is seen, in place."""
    line = points[places["hair.line"]]
    facing = np.arctan2(turn[2, 0], turn[2, 2])
    off = line[:, [0, 2]] - (0, AXIS_Z)
    angle = np.arctan2(off[:, 0], off[:, 1])
    seen = np.clip(angle, facing - EDGE, facing + EDGE)
    far = np.hypot(off[:, 0], off[:, 1])
    line[:, 0], line[:, 2] = far * np.sin(seen), AXIS_Z + far * np.cos(seen)


def mass_outline(drawn: Drawn) -> Points:
    return outline(np.concatenate([drawn["hair.mass"], drawn["hair.falls.left"], drawn["hair.falls.right"]]))


def draw_mass(canvas: skia.Canvas, mass: skia.Path, ink: Ink, person: Person) -> None:
    ink.fill(canvas, mass, person.hair.colour)


def draw_front(canvas: skia.Canvas, drawn: Drawn, mass: skia.Path, ink: Ink, person: Person) -> None:
    line = drawn["hair.line"]
    above = np.array([(line[-1][0] + 0.5, line[-1][1]), (line[-1][0] + 0.5, -0.5), (line[0][0] - 0.5, -0.5),
                      (line[0][0] - 0.5, line[0][1])])  # fmt: skip
    path = curve(line, close=False)
    for x, y in above.tolist():
        path.lineTo(x, y)
    path.close()
    hair = person.hair
    canvas.save()
    canvas.clipPath(mass, True)
    ink.fill(canvas, curve(line + (0, 0.0), line[::-1] + (0, 0.35 * CM)), person.skin.dark, 0.18)
    ink.fill(canvas, path, hair.colour)
    canvas.clipPath(path, True)
    ink.spot(canvas, drawn["hair.shine"], hair.light, 0.55)
    for i in range(len(STYLES[hair.kind].strands)):
        ink.fill(
            canvas, tapered(drawn[f"hair.strand.{i}"], 0.28 * CM), hair.dark if i % 2 else hair.light, 0.5
        )
    canvas.restore()
