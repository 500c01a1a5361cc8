"""Beards: stubble is a shade of the skin, a beard a shape that follows jaw and lips."""

from __future__ import annotations

import numpy as np
import skia

from mirrorcam.avatars.curves import curve, loop
from mirrorcam.avatars.form import face_points
from mirrorcam.avatars.hair import arc
from mirrorcam.avatars.mouth import lip_lines
from mirrorcam.avatars.page import CM, Page
from mirrorcam.avatars.person import Person
from mirrorcam.avatars.plan import Plan
from mirrorcam.avatars.turning import Points, outline

TOP = [(0.0, -2.35, 6.1), (1.0, -2.2, 5.8), (2.0, -2.4, 5.2), (2.85, -3.1, 4.7), (3.5, -3.9, 4.3), (4.5, -4.2, 3.6),
       (5.6, -3.3, 2.2), (6.3, -1.6, 0.6), (6.6, 0.2, -0.8), (6.8, 1.4, -1.7)]  # fmt: skip
GROWN = {"stubble": 1.0, "short": 1.04, "full": 1.13}
"""How much larger than the jaw it is at the chin."""


def lay(plan: Plan, person: Person) -> None:
    if person.beard:
        jaw = face_points()
        jaw = jaw[jaw[:, 1] < 1]
        low = np.clip(-jaw[:, 1:2] / 6, 0, 1)
        middle = np.array([0.0, -2.0, 0.0])
        grown = 1 + (GROWN[person.beard.kind] - 1) * low
        plan.middle("beard.mass", middle + (jaw - middle) * grown)
        plan.across("beard.top", TOP)


def _path(page: Page) -> skia.Path:
    top = page["beard.top"]
    return curve(top, arc(outline(page["beard.mass"]), top[-1], top[0]))


def shade(page: Page) -> None:
    """Into the skin: all of a stubble, the soft edge of a beard."""
    if page.person.beard:
        page.fill(_path(page), page.person.beard.colour, 0.34)


def draw(page: Page) -> None:
    beard = page.person.beard
    if beard and beard.kind != "stubble":
        page.fill(_path(page), beard.colour, 0.97)
        page.fill(loop(_lip_border(page)), page.person.skin.tone, 0.75)


def _lip_border(page: Page) -> Points:
    """The narrow strip of skin that a trimmed beard leaves round the lips."""
    top, *_, bottom = lip_lines(page)
    edge = np.concatenate([top[::2], bottom[::-1][2:-1:2]])
    out = edge - edge.mean(axis=0)
    return np.asarray(edge + out / np.hypot(out[:, :1], out[:, 1:]) * 0.26 * CM)
