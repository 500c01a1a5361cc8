"""The form of the face as soft light and shade: every patch is an ellipse that moves with the face."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from mirrorcam.avatars.muscles import DRIVES
from mirrorcam.avatars.page import ROW, Page
from mirrorcam.avatars.person import Person
from mirrorcam.avatars.plan import Plan
from mirrorcam.avatars.turning import Points

Tone = Literal["light", "shadow", "blush", "line", "dark"]
Vector = tuple[float, float, float]


@dataclass(frozen=True)
class Patch:
    """``alpha`` at rest, and what each drive adds to it. On both sides unless ``middle``; light falls from the
    person's right (the left of the picture), so ``left`` adds to the alpha on the person's left."""

    name: str
    tone: Tone
    centre: Vector
    along: Vector
    across: Vector
    alpha: float
    by: dict[str, float] = field(default_factory=dict)
    left: float = 0.0
    middle: bool = False


PATCHES: tuple[Patch, ...] = (
    Patch("spot.forehead", "light", (-1.0, 6.6, 5.2), (4.6, 0, -1.2), (0, 2.6, -0.8), 0.6, middle=True),
    Patch("spot.temple", "shadow", (6.9, 4.0, 0.0), (1.6, 0, -2.0), (0.2, 4.2, 0), 0.45, left=0.15),
    Patch("spot.side", "shadow", (6.7, -2.4, 0.0), (2.3, 0, -2.2), (-0.9, 5.0, 0), 0.5, left=0.2),
    Patch("spot.jaw.under", "shadow", (0, -8.5, 4.2), (4.6, 0, -2.0), (0, 1.5, 0.2), 0.6, middle=True),
    Patch("spot.jaw.side", "shadow", (4.6, -6.9, 2.0), (2.7, 1.6, -1.5), (-0.8, 1.5, 0), 0.35, left=0.15),
    Patch("spot.socket", "shadow", (2.5, 3.55, 4.2), (2.0, 0.15, -0.7), (0, 1.05, 0.2), 0.34,
          {"AU4": 0.25, "AU9": 0.15}),
    Patch("spot.socket.inner", "shadow", (1.25, 2.95, 4.6), (0.75, 0, -0.4), (0, 1.3, 0.1), 0.42, {"AU4": 0.2}),
    Patch("spot.bag", "shadow", (2.9, 1.85, 3.8), (1.7, 0, -0.6), (0.05, 0.62, 0), 0.2, {"AU6": 0.2, "AU7": 0.15}),
    Patch("spot.cheek", "light", (4.0, 0.55, 3.9), (1.9, -0.2, -1.2), (0.3, 1.35, 0.2), 0.5, {"AU6": 0.3, "AU12": 0.2},
          left=-0.14),
    Patch("spot.cheek.blush", "blush", (4.2, -0.75, 3.9), (2.2, 0.2, -1.4), (0, 1.75, 0), 0.34,
          {"AU12": 0.1, "AU6": 0.06}),
    Patch("spot.cheek.under", "shadow", (4.4, -2.6, 3.9), (1.7, 0.7, -1.2), (-0.35, 1.0, 0), 0.1,
          {"AU12": 0.22, "AU6": 0.1, "AU34": -0.1}),
    Patch("spot.puff", "light", (4.4, -3.2, 4.2), (1.6, 0, -0.8), (0, 1.7, 0), 0.0, {"AU34": 0.6}),
    Patch("spot.fold", "shadow", (2.75, -1.7, 4.6), (0.55, 0.25, 0), (0.6, -1.75, -0.3), 0.16,
          {"AU12": 0.3, "AU10": 0.35, "AU9": 0.35}),
    Patch("spot.philtrum", "shadow", (0, -2.4, 6.0), (0.32, 0, 0), (0, 0.7, 0.1), 0.3, middle=True),
    Patch("spot.corner", "shadow", (2.75, -4.1, 4.0), (0.6, 0, -0.3), (0, 0.62, 0), 0.3,
          {"AU12": 0.2, "AU14": 0.4, "AU15": 0.2}),
    Patch("spot.underlip", "shadow", (0, -5.45, 5.2), (1.75, 0, -0.5), (0, 0.52, 0), 0.5, {"AU17": 0.15, "AU24": 0.15},
          middle=True),
    Patch("spot.chin", "light", (-0.2, -6.85, 5.2), (1.55, 0, -0.6), (0, 1.05, -0.2), 0.5, middle=True),
    Patch("spot.root", "shadow", (0.0, 3.55, 5.4), (0.75, 0, 0), (0, 0.8, 0), 0.0,
          {"AU4": 0.2, "AU9": 0.35}, middle=True),
    Patch("spot.brow.frown", "shadow", (1.1, 4.1, 5.2), (0.9, -0.1, 0), (0, 0.75, 0), 0.0, {"AU4": 0.4, "AU9": 0.3}),
    Patch("spot.chin.1", "shadow", (0.4, -6.75, 5.2), (0.5, 0, 0), (0.1, 0.36, 0), 0.0, {"AU17": 0.42}),
    Patch("spot.chin.2", "shadow", (1.05, -7.05, 5.0), (0.42, 0.1, 0), (0, 0.36, 0), 0.0, {"AU17": 0.38}),
)  # fmt: skip


def lay(plan: Plan, person: Person) -> None:
    for patch in PATCHES:
        (plan.middle_spot if patch.middle else plan.spot)(patch.name, patch.centre, patch.along, patch.across)


class Shading:
    """All patches of one person; how strong each is comes from one product."""

    def __init__(self, person: Person) -> None:
        spots = [(patch, side) for patch in PATCHES for side in ((None,) if patch.middle else (0, 1))]
        self._rest = np.array([patch.alpha + (patch.left if side == 0 else 0.0) for patch, side in spots])
        self._by = np.stack([_gains(patch, side) for patch, side in spots])
        self._colours = [getattr(person.skin, patch.tone) for patch, _ in spots]

    def shade(self, page: Page) -> None:
        alphas = self._rest + self._by @ page.drives.reshape(-1)
        first, last = (_place(page, PATCHES[i], end) for i, end in ((0, "left"), (-1, "right")))
        spots = page.flat[first.start : last.stop].reshape(-1, 3, 2)
        page.ink.spots(page.canvas, spots, self._colours, alphas.tolist())


def _gains(patch: Patch, side: int | None) -> Points:
    """What each drive, left and right, adds to the alpha of one spot."""
    gains = np.zeros((len(DRIVES), 2))
    for code, gain in patch.by.items():
        if side is None:
            gains[ROW[code]] = gain / 2
        else:
            gains[ROW[code], side] = gain
    return gains.reshape(-1)


def _place(page: Page, patch: Patch, side: str) -> slice:
    return page.places[patch.name if patch.middle else f"{patch.name}.{side}"]
