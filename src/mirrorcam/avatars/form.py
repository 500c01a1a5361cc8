"""The solid form of the head (face, skull, ears) and what stays still below it (neck, shoulders, clothes)."""

from __future__ import annotations

import numpy as np
import skia

from mirrorcam.avatars.curves import curve, loop, tapered
from mirrorcam.avatars.ink import Ink, mixed
from mirrorcam.avatars.page import CM, Page, shifted
from mirrorcam.avatars.person import Person
from mirrorcam.avatars.plan import SIDES, Plan
from mirrorcam.avatars.skin import SkinLayer
from mirrorcam.avatars.turning import Points, outline, project

# Cross-sections of the face in front of the ears: y, half width, z at the side, z at the front. The profile is
# MediaPipe's canonical face and the mean of neutral photographs brought into its frame, rounded.
RINGS = np.array([
    (10.6, 4.6, -3.2, 2.6), (9.6, 5.5, -2.8, 3.8), (8.2, 6.25, -2.3, 4.8), (6.4, 6.75, -2.1, 5.3),
    (4.6, 7.0, -2.1, 5.4), (2.4, 7.06, -2.2, 4.9), (0.6, 7.0, -2.4, 4.9), (-1.0, 6.86, -2.4, 5.0),
    (-2.5, 6.62, -2.2, 5.1), (-4.0, 6.2, -1.5, 5.2), (-5.3, 5.6, -0.5, 5.1), (-6.3, 4.86, 0.7, 4.9),
    (-7.1, 3.95, 1.65, 4.8), (-7.75, 3.05, 2.5, 4.7), (-8.2, 2.1, 3.2, 4.6), (-8.5, 1.05, 3.7, 4.4),
    (-8.56, 0.0, 4.0, 4.2),
])  # fmt: skip
SKULL_CENTRE = np.array([0.0, 4.4, -3.6])
SKULL = np.array([7.15, 8.0, 9.0])
EAR = [(7.0, 3.0, -2.2), (7.55, 3.65, -3.0), (8.15, 3.3, -3.7), (8.3, 2.2, -3.9), (8.05, 1.0, -3.6),
       (7.75, 0.1, -3.1), (7.4, -0.75, -2.7), (7.0, -0.9, -2.4), (6.7, 0.0, -2.2)]  # fmt: skip
EAR_FOLD = [(7.25, 0.9, -2.3), (7.7, 1.7, -3.0), (7.95, 2.5, -3.4), (7.65, 3.1, -3.0), (7.3, 2.7, -2.5)]
NECK = [(3.2, -4.2, 0), (4.0, -5.6, 0), (4.05, -8.5, 0), (4.5, -10.1, 0), (6.2, -11.2, 0), (5.0, -14.0, 0)]
SHOULDER = [
    (5.5, -10.5, 0),
    (8.3, -11.4, 0),
    (11.0, -12.4, 0),
    (13.3, -13.9, 0),
    (14.7, -16.0, 0),
    (15.4, -18.5, 0),
]
COLLAR = [(-5.5, -10.5, 0), (-3.4, -12.1, 0), (0.0, -12.9, 0), (3.4, -12.1, 0), (5.5, -10.5, 0)]
CHIN_TO_EYES_CM = 11.5
MIRRORED = np.array([-1.0, 1.0, 1.0])


def lay(plan: Plan, person: Person) -> None:
    plan.middle("form.face", face_points())
    if person.hair.kind == "bald":
        plan.middle("form.skull", ellipsoid(SKULL_CENTRE, SKULL))
    plan.curve("ear.edge", EAR)
    plan.curve("ear.fold", EAR_FOLD)
    plan.spot("ear.hollow", (7.6, 1.5, -3.0), (0.5, 0, -0.3), (0.1, 1.3, 0))


def face_points() -> Points:
    """Points all over the form of the face, from ear to ear."""
    angles = np.linspace(-np.pi / 2, np.pi / 2, 13)
    return np.array([on_ring(y, angle) for y in RINGS[:, 0] for angle in angles])


def on_ring(y: float, angle: float) -> Points:
    """The point of the face at height ``y``, ``angle`` radians round from its front towards the person's left."""
    half, side, front = (np.interp(-y, -RINGS[:, 0], column) for column in RINGS[:, 1:].T)
    return np.array([half * np.sin(angle), y, side + (front - side) * np.cos(angle) ** 0.85])


def ellipsoid(centre: Points, radii: Points, lowest: float = -0.55) -> Points:
    """Points on an ellipsoid, down to ``lowest`` (−1 its bottom)."""
    heights = np.linspace(lowest, 1, 11)
    around = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    across = np.sqrt(1 - heights**2)
    unit = [(r * np.sin(a), h, r * np.cos(a)) for h, r in zip(heights, across, strict=True) for a in around]
    return np.asarray(centre + np.array(unit) * radii)


def face_outline(page: Page) -> skia.Path:
    """Of a bald head: with the skull."""
    parts = [page[name] for name in ("form.face", "form.skull") if name in page.places]
    return loop(outline(np.concatenate(parts)))


def draw_ears(page: Page) -> None:
    skin = page.person.skin
    page.fill(loop(page.pair("ear.edge")), mixed(skin.tone, skin.shadow, 0.4))
    for side in SIDES:
        page.spot(page[f"ear.hollow.{side}"], mixed(skin.shadow, skin.line, 0.3), 0.7)
    page.fill(tapered(page.pair("ear.fold"), 0.13 * CM), skin.line, 0.45)


class Body:
    """Neck, shoulders and clothes. They do not turn, so their paths are made once."""

    def __init__(self, person: Person, ink: Ink) -> None:
        up = (0.0, (1 - person.face.lower) * CHIN_TO_EYES_CM, 0.0)
        neck, edge, front = (np.array(points) + up for points in (NECK, SHOULDER, COLLAR))
        neck[:4, 0] *= person.face.neck
        for wide in (neck[4:], edge, front):
            wide[:, 0] *= person.face.shoulders
        collar = project(front)
        self._neck = curve(project(neck * MIRRORED), project(neck)[::-1])
        self._clothes = curve(project(edge * MIRRORED)[::-1], collar, project(edge))
        self._collar = tapered(shifted(collar, 0, -0.02), 0.5 * CM, (0.6, 0.6))
        self._skin = _shaded_neck(person, ink, up)

    def draw(self, page: Page) -> None:
        self._skin.fill(page.canvas, self._neck)
        page.fill(self._clothes, page.person.clothes.colour)
        page.fill(self._collar, page.person.clothes.collar)

    def draw_flat(self, page: Page) -> None:
        """Without shading."""
        skin, clothes = page.person.skin, page.person.clothes
        page.fill(self._neck, skin.tone)
        page.stroke(self._neck, skin.line, 0.1)
        page.fill(self._clothes, clothes.colour)
        page.stroke(self._clothes, skin.line, 0.1)
        page.fill(self._collar, clothes.collar)


NECK_SHADE = (
    ((0, -8.2), (5.6, -8.2), (0, -11.0), 0.95),
    ((1.9, -10.4), (2.9, -10.4), (1.2, -13.0), 0.3),
    ((-1.9, -10.4), (-2.9, -10.4), (-1.2, -13.0), 0.25),
)


def _shaded_neck(person: Person, ink: Ink, up: tuple[float, float, float]) -> SkinLayer:
    skin = person.skin
    layer = SkinLayer(mixed(skin.tone, skin.shadow, 0.35))
    with layer.painting() as canvas:
        for *spot, alpha in NECK_SHADE:
            points = project(np.array([(*point, 0.0) for point in spot]) + up)
            ink.spot(canvas, points, mixed(skin.shadow, skin.line, 0.3), alpha, 0.2)
    return layer
