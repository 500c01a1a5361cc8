"""``Page``: one face at one moment, moved, turned and projected, and the canvas that the features paint it on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
import skia

from mirrorcam.avatars.ink import Ink
from mirrorcam.avatars.muscles import DRIVES
from mirrorcam.avatars.person import Person
from mirrorcam.avatars.turning import PICTURE_CM, Points

CM = 1 / PICTURE_CM
"""One centimetre in the unit square."""

ROW = {code: i for i, code in enumerate(DRIVES)}
COLUMN = {"left": 0, "right": 1}


@dataclass(frozen=True)
class Page:
    """``flat`` (n, 2): every point of the plan in the unit square; ``places``: their names."""

    canvas: skia.Canvas
    ink: Ink
    person: Person
    flat: Points
    places: dict[str, slice]
    drives: Points
    turn: Points

    def __getitem__(self, name: str) -> Points:
        return self.flat[self.places[name]]

    def pair(self, name: str) -> Points:
        """(2, n, 2): the part of that name on the left and on the right."""
        left, right = self.places[f"{name}.left"], self.places[f"{name}.right"]
        return self.flat[left.start : right.stop].reshape(2, -1, 2)

    def drive(self, code: str, side: str) -> float:
        return float(self.drives[ROW[code], COLUMN[side]])

    def both(self, code: str) -> float:
        left, right = self.drives[ROW[code]].tolist()
        return float(left + right) / 2

    def shown(self, gains: dict[str, float], side: str = "") -> float:
        """Σ gain · drive on that side ("": the mean of both)."""
        return sum(
            gain * (self.drive(code, side) if side else self.both(code)) for code, gain in gains.items()
        )

    @property
    def yaw(self) -> float:
        """How far the head is turned to the person's left, radians."""
        return float(np.arctan2(-self.turn[2, 0], self.turn[2, 2]))

    def on(self, canvas: skia.Canvas) -> Page:
        return replace(self, canvas=canvas)

    def fill(self, path: skia.Path, colour: str, alpha: float = 1.0) -> None:
        self.ink.fill(self.canvas, path, colour, alpha)

    def spot(self, spot: Points, colour: str, alpha: float, hard: float = 0.0) -> None:
        self.ink.spot(self.canvas, spot, colour, alpha, hard)

    def disc(self, spot: Points, colour: str, size: float = 1.0) -> None:
        self.ink.disc(self.canvas, spot, colour, size)

    def stroke(self, path: skia.Path, colour: str, width_cm: float) -> None:
        self.canvas.drawPath(path, self.ink.pen(colour, width_cm * CM))

    def dot(self, centre: list[float], colour: str, width_cm: float) -> None:
        self.canvas.drawCircle(*centre, width_cm * CM / 2, self.ink.flat(colour))

    @contextmanager
    def inside(self, path: skia.Path) -> Iterator[None]:
        """What is painted shows only inside the path."""
        self.canvas.save()
        self.canvas.clipPath(path, True)
        yield
        self.canvas.restore()


def shifted(points: Points, right_cm: float, down_cm: float) -> Points:
    """Moved in the picture, whichever way the head is turned."""
    return np.asarray(points + np.array((right_cm * CM, down_cm * CM)))


def ellipse(centre: Points, wide_cm: float, high_cm: float) -> Points:
    """A spot that lies in the picture: (3, 2), its centre and the ends of two radii."""
    return np.asarray(centre + np.array(((0.0, 0.0), (wide_cm * CM, 0.0), (0.0, high_cm * CM))))
