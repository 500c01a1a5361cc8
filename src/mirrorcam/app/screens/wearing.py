"""What avatars wear from picture to picture: following a face, demonstrating, or only being there."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import STRAIGHT, HeadPose
from mirrorcam.life import Eased, Life, Liveliness, lead, smooth

EASE_S = 0.012
"""Time constant of the easing between samples, which come 30 times a second where 60 pictures are shown: the
delay that it adds to a steady movement. The tremble has been taken out before, in ``mirroring.Steadied``."""
LOOK_STEP, LOOK_STEP_DEG = 1 / 400, 0.1
"""Expressions and angles closer than this look the same, and are not drawn again."""
SHOWING = 0.15
"""An avatar that shows something as strong as this holds still, so that it can be studied."""
SEED = 7
"""Of the life in an avatar with nobody before it."""


@dataclass(frozen=True, slots=True)
class Wear:
    """What an avatar wears at an instant."""

    expression: Expression = NEUTRAL
    head: HeadPose = STRAIGHT

    def towards(self, other: Wear, share: float) -> Wear:
        """This one at ``share`` 0, the other at 1."""
        mine, theirs = self.head, other.head
        return Wear(
            self.expression.blended(other.expression, share),
            HeadPose(
                mine.yaw_deg + (theirs.yaw_deg - mine.yaw_deg) * share,
                mine.pitch_deg + (theirs.pitch_deg - mine.pitch_deg) * share,
                mine.roll_deg + (theirs.roll_deg - mine.roll_deg) * share,
            ),
        )

    def looks(self) -> bytes:
        """Equal for what cannot be told apart."""
        angles = np.array([self.head.yaw_deg, self.head.pitch_deg, self.head.roll_deg]) / LOOK_STEP_DEG
        units = np.clip(self.expression.values, 0, 1).ravel() / LOOK_STEP
        looks: bytes = np.rint(np.concatenate([units, angles])).astype(np.int16).tobytes()
        return looks


class Following:
    """An avatar that follows its samples smoothly, however few they are."""

    def __init__(self) -> None:
        self.wear: Wear | None = None
        self._time_s = 0.0

    def follow(self, goal: Wear, now_s: float) -> Wear:
        elapsed_s = max(0.0, now_s - self._time_s)
        self._time_s = now_s
        share = 1.0 if self.wear is None else 1 - math.exp(-elapsed_s / EASE_S)
        self.wear = goal if self.wear is None else self.wear.towards(goal, share)
        return self.wear


class Presence:
    """An avatar with nobody before it. It moves softly to what it is to show, and it lives: ``always``, or only
    while it has nothing to show."""

    def __init__(self, always: bool = False, seed: int = SEED) -> None:
        self._always = always
        self._lead_s = lead(seed)
        self._eased = Eased()
        self._life = Life(seed)

    def see(self, show: Expression, now_s: float, lively: bool) -> Wear:
        """What it wears at ``now_s`` of a clock that only goes forward."""
        self._eased.lead_s = self._lead_s if lively else 0.0
        worn = self._eased.see(now_s, show)
        share = float(lively) * (1.0 if self._always else 1 - smooth(float(worn.values.max()) / SHOWING))
        if share <= 0:
            return Wear(worn)
        life = self._life.at(now_s)
        less = Wear().towards(Wear(life.expression, life.head), share)
        return Wear(*Liveliness(less.expression, less.head).over(worn))
