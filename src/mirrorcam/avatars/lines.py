"""Lines of the skin that come with a movement: forehead, glabella, crow's feet, folds, dimples, chin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import prod
from types import MappingProxyType

import numpy as np

from mirrorcam.avatars.curves import profile, resampled, strokes, tapered
from mirrorcam.avatars.ink import LEAST
from mirrorcam.avatars.muscles import DRIVES
from mirrorcam.avatars.page import CM, ROW, Page
from mirrorcam.avatars.person import Person
from mirrorcam.avatars.plan import Plan, Rows
from mirrorcam.avatars.turning import Points


@dataclass(frozen=True)
class Line:
    """``points`` of the left side; ``by``: how dark each drive makes it; ``rest``: how dark it is at rest, and
    ``age`` what an old face adds."""

    name: str
    points: Rows
    width_cm: float
    by: dict[str, float]
    rest: float = 0.0
    age: float = 0.0
    swell: float = 0.5
    limit: float = field(default=0.85)


def _forehead(y: float, width: float) -> Rows:
    return [
        (0.05, y, 5.2),
        (width * 0.35, y + 0.1, 5.0),
        (width * 0.7, y + 0.14, 4.5),
        (width, y - 0.05, 3.9),
    ]


BROW_UP = {"AU1": 0.55, "AU2": 0.5, "1+4": 0.1}
FOLD = {"AU12": 0.55, "AU10": 0.5, "AU9": 0.45, "AU6": 0.2, "AU14": 0.15, "AU20": 0.2, "AU15": 0.1}
LINES: tuple[Line, ...] = (
    Line("line.forehead.1", _forehead(5.75, 3.9), 0.13, BROW_UP, age=0.35),
    Line("line.forehead.2", _forehead(6.45, 3.6), 0.13, BROW_UP, age=0.4),
    Line("line.forehead.3", _forehead(7.1, 3.0), 0.12, BROW_UP, age=0.25),
    Line("line.glabella.1", [(0.5, 3.5, 5.3), (0.62, 4.1, 5.4), (0.6, 4.7, 5.4), (0.45, 5.3, 5.4)], 0.15,
         {"AU4": 0.75, "AU9": 0.35, "4+5": -0.08}, age=0.25),
    Line("line.glabella.2", [(1.05, 3.8, 5.1), (1.02, 4.2, 5.2), (0.9, 4.55, 5.3)], 0.1, {"AU4": 0.4, "4+5": -0.05}),
    Line("line.root.1", [(0.08, 2.75, 5.7), (0.45, 2.7, 5.5), (0.85, 2.45, 5.1)], 0.12, {"AU9": 0.75}),
    Line("line.root.2", [(0.08, 2.2, 6.0), (0.45, 2.12, 5.8), (0.9, 1.8, 5.2)], 0.12, {"AU9": 0.8}),
    Line("line.root.3", [(0.5, 1.62, 6.0), (0.85, 1.4, 5.6), (1.2, 0.95, 5.1)], 0.12, {"AU9": 0.75}),
    Line("line.root.4", [(0.75, 0.95, 6.0), (1.1, 0.7, 5.6), (1.4, 0.3, 5.2)], 0.1, {"AU9": 0.55}),
    Line("line.bag.1", [(1.85, 2.22, 3.7), (2.5, 2.0, 3.8), (3.2, 1.93, 3.8), (3.9, 2.1, 3.6), (4.3, 2.35, 3.3)], 0.09,
         {"AU6": 0.45, "AU7": 0.5, "AU9": 0.35}, rest=0.13, age=0.3),
    Line("line.bag.2", [(2.0, 1.75, 3.8), (2.7, 1.45, 3.9), (3.5, 1.42, 3.8), (4.3, 1.72, 3.4)], 0.1,
         {"AU6": 0.4, "AU9": 0.2}, age=0.35),
    Line("line.crow.1", [(4.82, 3.1, 2.9), (5.25, 3.32, 2.5), (5.65, 3.45, 2.1)], 0.1, {"AU6": 0.7}, age=0.2),
    Line("line.crow.2", [(4.86, 2.78, 2.9), (5.35, 2.78, 2.4), (5.8, 2.74, 1.9)], 0.1, {"AU6": 0.75}, age=0.25),
    Line("line.crow.3", [(4.78, 2.46, 2.9), (5.2, 2.26, 2.5), (5.6, 2.02, 2.1)], 0.1, {"AU6": 0.65}, age=0.2),
    Line("line.fold.1",
         [(2.12, -0.55, 4.9), (2.55, -1.2, 4.8), (2.95, -2.0, 4.6), (3.2, -2.75, 4.4), (3.28, -3.35, 4.1)], 0.19,
         FOLD, rest=0.09, age=0.45, swell=0.35),
    Line("line.corner.dimple", [(3.46, -3.2, 3.8), (3.63, -3.72, 3.7), (3.52, -4.28, 3.7)], 0.15,
         {"AU14": 0.7, "AU12": 0.25}),
    Line("line.corner.down", [(2.72, -4.12, 4.1), (2.95, -4.5, 4.1), (3.05, -4.95, 4.0), (3.0, -5.4, 3.9)], 0.12,
         {"AU15": 0.5, "AU17": 0.1}, age=0.2, swell=0.35),
    Line("line.cheek.puff", [(4.0, -2.4, 4.2), (4.35, -3.2, 4.0), (4.1, -4.2, 3.8)], 0.12, {"AU34": 0.4}),
)  # fmt: skip
CHIN = Line("line.chin.fold", [(0.0, -5.68, 5.0), (0.6, -5.66, 5.0), (1.25, -5.5, 4.7)], 0.16,
            {"AU17": 0.6, "AU24": 0.25, "AU23": 0.15}, rest=0.18)  # fmt: skip
POINTS = 5
"""Every line is brought to this many points, so that all are stroked at once."""


def lay(plan: Plan, person: Person) -> None:
    for line in LINES:
        plan.curve(line.name, resampled(np.asarray(line.points, float), POINTS))
    plan.across(CHIN.name, CHIN.points)


class Lines:
    """All lines of one person; how dark each is comes from one product. ``softer``: beginning of a name → the share
    of it that movements bring."""

    def __init__(self, person: Person, softer: Mapping[str, float] = MappingProxyType({})) -> None:
        grown = min(1.0, 0.25 + 5 * person.face.age)
        self._rest = np.repeat([line.rest * grown + line.age * person.face.age for line in LINES], 2)
        self._limit = np.repeat([line.limit for line in LINES], 2)
        self._by = np.zeros((len(LINES) * 2, len(DRIVES) * 2))
        for i, line in enumerate(LINES):
            shown = grown if line.name.startswith("line.crow") else 1.0
            shown *= prod(share for name, share in softer.items() if line.name.startswith(name))
            for code, gain in line.by.items():
                for side in (0, 1):
                    self._by[2 * i + side, 2 * ROW[code] + side] = gain * shown
        self._halves = np.repeat(
            [profile(POINTS, swell=line.swell)[:, 0] * line.width_cm for line in LINES], 2, axis=0
        )

    def darkness(self, drives: Points) -> Points:
        """(lines × 2,) 0..1: the left and the right one of each in turn."""
        return np.asarray(np.minimum(self._rest + self._by @ drives.reshape(-1), self._limit))

    def draw(self, page: Page) -> None:
        colour = page.person.skin.line
        dark = self.darkness(page.drives)
        shown = dark > LEAST
        first, last = page.places[f"{LINES[0].name}.left"], page.places[f"{LINES[-1].name}.right"]
        lines = page.flat[first.start : last.stop].reshape(-1, POINTS, 2)[shown]
        dark = dark[shown]
        halves = self._halves[shown] * ((0.7 + 0.5 * dark) * CM)[:, None]
        for alpha, path in strokes(lines, halves, dark.tolist()).items():
            page.fill(path, colour, alpha)
        page.fill(tapered(page[CHIN.name], CHIN.width_cm * CM), colour, CHIN.rest + page.shown(CHIN.by))
