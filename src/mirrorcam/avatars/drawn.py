"""``Drawn``: one face at one moment, moved, turned and projected, for the features to paint."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mirrorcam.avatars.muscles import DRIVES
from mirrorcam.avatars.turning import PICTURE_CM, Points
from mirrorcam.face import HeadPose

CM = 1 / PICTURE_CM
"""One centimetre in the unit square."""

ROW = {code: i for i, code in enumerate(DRIVES)}
COLUMN = {"left": 0, "right": 1}


@dataclass(frozen=True)
class Drawn:
    flat: Points
    places: dict[str, slice]
    drives: Points
    turn: Points
    head: HeadPose

    def __getitem__(self, name: str) -> Points:
        return self.flat[self.places[name]]

    def drive(self, code: str, side: str) -> float:
        return float(self.drives[ROW[code], COLUMN[side]])

    def both(self, code: str) -> float:
        return float(self.drives[ROW[code]].mean())

    def shown(self, gains: dict[str, float], side: str) -> float:
        """Σ gain · drive on that side ("" for both)."""
        return sum(g * (self.drive(c, side) if side else self.both(c)) for c, g in gains.items())


def centred(points: Points) -> Points:
    return np.asarray(points.mean(axis=0))
