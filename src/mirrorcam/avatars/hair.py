"""Hair: a mass behind the face, as wide as the head is, and a front whose lower edge is the hairline.

The mass is painted first and the face over it, so that no turn of the head can open a gap between them.
"""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np
import skia
from numpy.typing import NDArray

from mirrorcam.avatars.curves import curve, loop, profile, resampled, strokes, tapered
from mirrorcam.avatars.form import SKULL, SKULL_CENTRE, ellipsoid
from mirrorcam.avatars.hair_styles import STYLES, Edge, Style
from mirrorcam.avatars.ink import mixed
from mirrorcam.avatars.page import CM, Page, shifted
from mirrorcam.avatars.person import Person
from mirrorcam.avatars.plan import Plan
from mirrorcam.avatars.turning import OUTWARDS, Points, outline, project

FACE_AXIS_Z = -2.2
"""The upright axis about which the face is nearly round, centimetres."""
BROW_Y = 2.5
"""The hair's shadow falls on the skin above this height."""
AXES_Z = {
    "hair.line": FACE_AXIS_Z, "hair.line.brow": FACE_AXIS_Z, "scarf.opening": FACE_AXIS_Z, "beard.top": FACE_AXIS_Z,
    "hair.strands": float(SKULL_CENTRE[2]),
}  # fmt: skip
"""What slides round the head, and the axis that it slides about."""
STRAND_POINTS = 5
EDGE_CM, OUTWARD = ((-6.5, -1.5), (5.6, 7.35)), 0.25
"""What would be hidden by more than this angle (radians) is moved out to the head's edge: height → how far."""
SEEN = np.radians(86)
"""What lies further round than this is behind the head's edge."""
CREST, CREST_SEEN, CREST_FADE = 0.5, 0.15, 0.09
"""A strand that faces up as much as this (1: straight up) passes out of sight over the top of the head, where it
faces the viewer by no more than the second, and fades over the third before that."""
DRAPE = [(-7.2, -10.0, 0), (-4.6, -9.0, 0), (0, -9.4, 0), (4.6, -9.0, 0), (7.2, -10.0, 0)]
UNDER = [(-4.6, -10.5, 0), (-4.2, -8.2, 0), (0, -6.0, 0), (4.2, -8.2, 0), (4.6, -10.5, 0)]
"""What a headscarf shows of itself under a chin that is up, instead of the neck."""
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
    if style.strands:
        strands = [_onto_mass(np.array(strand), style) for strand in style.strands]
        plan.middle("hair.strands", np.concatenate([resampled(strand, STRAND_POINTS) for strand in strands]))


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
    rows, axis_z = _sliding(
        *((places[name].start, places[name].stop, z) for name, z in AXES_Z.items() if name in places)
    )
    x, y, z = points[rows].T
    angle, far = np.arctan2(x, z - axis_z), np.hypot(x, z - axis_z)
    seen = np.minimum(np.maximum(angle, facing - SEEN), facing + SEEN)
    hidden = np.minimum(np.abs(angle - seen) / OUTWARD, 1)
    far += np.maximum(np.interp(y, *EDGE_CM) - far, 0) * hidden
    points[rows, 0], points[rows, 2] = far * np.sin(seen), axis_z + far * np.cos(seen)


@lru_cache(maxsize=64)
def _sliding(*parts: tuple[int, int, float]) -> tuple[NDArray[np.intp], Points]:
    """The rows from each part's first to before its last, and their axes."""
    rows = [np.arange(first, last) for first, last, _ in parts]
    axes = [np.full(len(own), z) for own, (*_, z) in zip(rows, parts, strict=True)]
    none = np.zeros(0)
    return np.concatenate([none.astype(np.intp), *rows]), np.concatenate([none, *axes])


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
        under, top, end = (project(np.array(points, float)) for points in (UNDER, DRAPE, DRAPE_END))
        page.fill(curve(under), mixed(scarf.colour, scarf.dark, 0.7))
        page.fill(curve(top, end), mixed(scarf.colour, scarf.dark, 0.4))
        for share in (0.3, 0.6):
            fold = top + (end[::-1][1:-1] - top) * share
            page.fill(tapered(fold, 0.25 * CM), scarf.dark, 0.4)


def draw_front(page: Page, mass: Points) -> None:
    style, hair = style_of(page.person), page.person.hair
    if style.line:
        over_brow = inside(page["hair.line.brow"], mass)
        page.fill(curve(over_brow, shifted(over_brow[::-1], 0, 0.3)), page.person.skin.line, 0.3)
        line = inside(page["hair.line"], mass)
        page.fill(curve(line, arc(mass[::-1], line[-1], line[0])), hair.colour)
    if style.opening:
        opening = page["scarf.opening"]
        front = loop(mass)
        front.addPath(loop(opening))
        front.setFillType(skia.PathFillType.kEvenOdd)
        page.fill(front, hair.colour)
        page.fill(tapered(np.concatenate([opening, opening[:1]]), 0.16 * CM, (1, 1)), hair.dark, 0.5)
    if style.strands:
        _draw_strands(page, style)


def inside(line: Points, mass: Points) -> Points:
    """The part of a hairline, from its middle to either end, that lies within the outline of the hair: on the far
    side of a turned head it leaves it, and would hang into the face."""
    off = (line @ OUTWARDS.T - (mass * OUTWARDS).sum(axis=1)).max(axis=1)
    middle = len(line) // 2
    right, left = (
        _until_out(line[half], off[half]) for half in (slice(middle, None, -1), slice(middle, None))
    )
    return np.concatenate([right[:0:-1], left])


def _until_out(line: Points, off: Points) -> Points:
    """As far as ``off`` (its distance outside) is not above 0, with the point at which it gets there."""
    out = int(np.argmax(off > 0))
    if off[out] <= 0 or out == 0:
        return line
    share = off[out - 1] / (off[out - 1] - off[out])
    return np.concatenate([line[:out], line[out - 1 : out] + (line[out] - line[out - 1]) * share])


def _draw_strands(page: Page, style: Style) -> None:
    """Each fades out on its way round to the far side of the head, or over its top."""
    strands = page["hair.strands"].reshape(-1, STRAND_POINTS, 2)
    halves = np.broadcast_to(profile(STRAND_POINTS, swell=0.4)[:, 0] * 0.3 * CM, strands.shape[:2])
    alphas = 0.45 * _seen(style, page)
    hair = page.person.hair
    for i, path in strokes(strands, halves, range(len(strands))).items():
        page.fill(path, hair.dark if i % 4 > 1 else hair.light, float(alphas[i]))


def _seen(style: Style, page: Page) -> Points:
    """How much of each strand is to be seen, 0..1."""
    angles, tops = _angles(style)
    round_by = (SEEN - np.abs(angles + page.yaw)) / OUTWARD
    over_by = (tops @ page.turn[2] - CREST_SEEN) / CREST_FADE
    seen = np.where(tops[:, 1] > CREST, np.minimum(round_by, over_by), round_by)
    return np.asarray(np.clip(seen, 0, 1))


@cache
def _angles(style: Style) -> tuple[Points, Points]:
    """Where the middle of each strand lies round the head, radians, and the normals of the head at their tops."""
    middles = np.array([np.mean(strand, axis=0) for strand in style.strands])
    tops = np.array([max(strand, key=lambda point: point[1]) for strand in style.strands])
    normals = (tops - SKULL_CENTRE) / (SKULL + np.array(style.volume_cm)) ** 2
    angles = np.arctan2(middles[:, 0], middles[:, 2] - SKULL_CENTRE[2])
    return angles, normals / np.sqrt((normals**2).sum(axis=1, keepdims=True))


def arc(edge: Points, start: Points, end: Points) -> Points:
    """The part of a closed outline that leads, in its own order, from near ``start`` to near ``end``."""
    first, last = (int(((edge - point) ** 2).sum(axis=1).argmin()) for point in (start, end))
    return np.concatenate([edge[first:], edge[:first]])[: (last - first) % len(edge) + 1]
