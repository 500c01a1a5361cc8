"""What a person wears on the face: glasses."""

from __future__ import annotations

import numpy as np
import skia

from mirrorcam.avatars.curves import loop, tapered
from mirrorcam.avatars.page import CM, Page
from mirrorcam.avatars.person import Person
from mirrorcam.avatars.plan import SIDES, Plan
from mirrorcam.avatars.turning import Points

SHAPES = {"round": (2.1, 1.95, 2.2), "square": (2.3, 1.6, 3.6)}
"""Half width, half height, and how square (2: an ellipse)."""
CENTRE = (3.3, 2.45)
RIM_CM = 0.17
BRIDGE = [(0.0, 3.15, 6.1), (0.5, 3.09, 5.85), (1.1, 2.85, 5.3)]
ARM = [(5.2, 2.95, 3.9), (6.2, 2.95, 2.0), (7.2, 2.9, -1.6)]


def lay(plan: Plan, person: Person) -> None:
    if person.glasses:
        for name, size in (("outer", 1.0), ("inner", 1 - RIM_CM / 1.9)):
            plan.curve(f"worn.{name}", _rim(person.glasses.kind, size))
        plan.across("worn.bridge", BRIDGE)
        plan.curve("worn.arm", ARM)


def _rim(kind: str, size: float) -> Points:
    wide, high, square = SHAPES[kind]
    angles = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    x = np.sign(np.cos(angles)) * np.abs(np.cos(angles)) ** (2 / square) * wide * size
    y = np.sign(np.sin(angles)) * np.abs(np.sin(angles)) ** (2 / square) * high * size
    return np.stack([CENTRE[0] + x, CENTRE[1] + y, 5.2 - 0.09 * (CENTRE[0] + x) ** 1.6], axis=1)


def draw(page: Page) -> None:
    glasses = page.person.glasses
    if not glasses:
        return
    page.fill(tapered(page["worn.bridge"], 0.2 * CM, (1, 1)), glasses.colour)
    for side in SIDES:
        if page.yaw * (1 if side == "left" else -1) < 0.3:
            page.fill(tapered(page[f"worn.arm.{side}"], 0.2 * CM, (1, 0.6)), glasses.colour)
        inner = loop(page[f"worn.inner.{side}"])
        page.fill(inner, "#FFFFFF", 0.07)
        rim = loop(page[f"worn.outer.{side}"])
        rim.addPath(inner)
        rim.setFillType(skia.PathFillType.kEvenOdd)
        page.fill(rim, glasses.colour)
