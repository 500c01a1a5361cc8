"""Hair: a mass behind the face, as wide as the head is, and a front whose lower edge is the hairline.

The mass is painted first and the face over it, so that no turn of the head can open a gap between them.
"""

from __future__ import annotations

import numpy as np
import skia

from mirrorcam.avatars.curves import curve, loop, tapered
from mirrorcam.avatars.form import SKULL, SKULL_CENTRE, ellipsoid
from mirrorcam.avatars.hair_styles import STYLES, Edge, Style
from mirrorcam.avatars.ink import mixed
from mirrorcam.avatars.page import CM, Page, shifted
from mirrorcam.avatars.person import Person
from mirrorcam.avatars.plan import Plan
from mirrorcam.avatars.turning import Points, outline, project

FACE_AXIS_Z = -2.2
"""The upright axis about which the face is nearly round, centimetres."""
BROW_Y = 2.5
"""The hair's shadow falls on the skin above this height."""
SEEN = np.radians(86)
"""What lies further round than this is behind the head's edge."""
DRAPE = [(-7.2, -10.0, 0), (-4.6, -9.0, 0), (0, -9.4, 0), (4.6, -9.0, 0), (7.2, -10.0, 0)]
DRAPE_END = [(7.2, -10.0, 0), (8.0, -12.0, 0), (5.0, -13.8, 0), (0, -15.0, 0), (-5.0, -13.8, 0), (-8.0, -12.0, 0),
             (-7.2, -10.0, 0)]  # fmt: skip


def style_of(person: Person) -> Style:
    return STYLES[person.hair.kind]


def lay(plan: Plan, person: Person) -> None:
    style = style_of(person)
    plan.middle("hair.mass", ellipsoid(SKULL_CENTRE, SKULL + np.array(style.volume_cm), style.lowest))
    if style.falls:
        plan.curve("hair.falls", style.falls)
    if style.line:
        line = _waved(style.line, style.waves_cm)
        plan.middle("hair.line", line)
        plan.middle("hair.line.brow", line[line[:, 1] > BROW_Y])
    if style.opening:
        plan.middle("scarf.opening", style.opening)
    if style.knot:
        plan.middle("hair.knot", ellipsoid(np.array(style.knot[0]), np.array(style.knot[1]), -1))
    for i, strand in enumerate(style.strands):
        plan.middle(f"hair.strand.{i}", _onto_mass(np.array(strand), style))


def _waved(line: Edge, waves_cm: float) -> Points:
    points = np.array(line)
    if not waves_cm:
        return points
    along = np.linspace(0, len(points) - 1, 61)
    fine = np.stack([np.interp(along, np.arange(len(points)), axis) for axis in points.T], axis=1)
    fine[:, :2] -= (waves_cm * np.abs(np.sin(np.arange(61) * np.pi / 5)))[:, None] * fine[:, :2] / 8
    return fine


def _onto_mass(strand: Points, style: Style) -> Points:
    """Where it is above the ears, the strand is laid on the hair's surface, a little below it."""
    radii = (SKULL + np.array(style.volume_cm)) * 0.975
    off = (strand - SKULL_CENTRE) / radii
    length = np.sqrt((off * off).sum(axis=1, keepdims=True))
    on_surface = SKULL_CENTRE + off / np.maximum(length, 1e-9) * radii
    return np.where(strand[:, 1:2] > SKULL_CENTRE[1], on_surface, strand)


def settle(points: Points, places: dict[str, slice], turn: Points) -> None:
    """Slides what is on the far side of the head round to where the head's edge is seen, in place."""
    facing = float(np.arctan2(turn[2, 0], turn[2, 2]))
    for name, place in places.items():
        if name.startswith(("hair.line", "scarf", "beard.top")):
            _slide(points[place], facing, FACE_AXIS_Z)
        elif name.startswith("hair.strand"):
            _slide(points[place], facing, float(SKULL_CENTRE[2]))


def _slide(line: Points, facing: float, axis_z: float) -> None:
    off = line[:, [0, 2]] - (0, axis_z)
    seen = np.clip(np.arctan2(off[:, 0], off[:, 1]), facing - SEEN, facing + SEEN)
    far = np.hypot(off[:, 0], off[:, 1])
    line[:, 0], line[:, 2] = far * np.sin(seen), axis_z + far * np.cos(seen)


def mass_outline(page: Page) -> Points:
    names = [name for name in ("hair.mass", "hair.falls.left", "hair.falls.right") if name in page.places]
    edge = outline(np.concatenate([page[name] for name in names]))
    waves_cm = style_of(page.person).waves_cm
    if not waves_cm:
        return edge
    out = edge - edge.mean(axis=0)
    ripple = waves_cm * np.abs(np.sin(np.arange(len(edge)) * np.pi / 6))[:, None] * CM
    return np.asarray(edge + out / np.hypot(out[:, :1], out[:, 1:]) * ripple)


def draw_mass(page: Page, mass: Points) -> None:
    hair = page.person.hair
    if "hair.knot" in page.places:
        page.fill(loop(outline(page["hair.knot"])), mixed(hair.colour, hair.dark, 0.5))
    if hair.kind != "bald":
        page.fill(loop(mass), mixed(hair.colour, hair.dark, 0.35))


def draw_drape(page: Page) -> None:
    """The part of a headscarf that lies on the shoulders; it does not turn."""
    if style_of(page.person).opening:
        scarf = page.person.hair
        top, end = project(np.array(DRAPE, float)), project(np.array(DRAPE_END, float))
        page.fill(curve(top, end), mixed(scarf.colour, scarf.dark, 0.4))
        for share in (0.3, 0.6):
            fold = top + (end[::-1][1:-1] - top) * share
            page.fill(tapered(fold, 0.25 * CM), scarf.dark, 0.4)


def draw_front(page: Page, mass: Points) -> None:
    style, hair = style_of(page.person), page.person.hair
    if style.line:
        line = page["hair.line"]
        over_brow = page["hair.line.brow"]
        page.fill(curve(over_brow, shifted(over_brow[::-1], 0, 0.3)), page.person.skin.line, 0.3)
        page.fill(curve(line, arc(mass[::-1], line[-1], line[0])), hair.colour)
    if style.opening:
        opening = page["scarf.opening"]
        front = loop(mass)
        front.addPath(loop(opening))
        front.setFillType(skia.PathFillType.kEvenOdd)
        page.fill(front, hair.colour)
        page.fill(tapered(np.concatenate([opening, opening[:1]]), 0.16 * CM, (1, 1)), hair.dark, 0.5)
    for i in range(len(style.strands)):
        strand = tapered(page[f"hair.strand.{i}"], 0.3 * CM, swell=0.4)
        page.fill(strand, hair.dark if i % 4 > 1 else hair.light, 0.45)


def arc(edge: Points, start: Points, end: Points) -> Points:
    """The part of a closed outline that leads, in its own order, from near ``start`` to near ``end``."""
    first, last = (int(((edge - point) ** 2).sum(axis=1).argmin()) for point in (start, end))
    return np.roll(edge, -first, axis=0)[: (last - first) % len(edge) + 1]
