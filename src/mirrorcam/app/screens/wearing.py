"""What avatars wear from picture to picture: following a face, demonstrating, or only being there."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import STRAIGHT, HeadPose
from mirrorcam.life import Eased, Living, lead, smooth

EASE_S = 0.008
"""Time constant of the easing between samples, which come 30 times a second where 60 pictures are shown: the
delay that it adds to a steady movement. The tremble has been taken out before, in ``mirroring.Steadied``."""
LOOK_STEP, LOOK_STEP_DEG = 1 / 400, 0.1
"""Expressions and angles closer than this look the same, and are not drawn again."""
SHOWING = 0.15
"""An avatar that shows something as strong as this holds its head and its eyes still, so that it can be studied."""
LEGIBLE_S, WIDE_LEGIBLE_S = 0.4, 4.0
"""From the beginning of what is shown, in which it does not blink or glance; nor while it still comes. The longer time
is for wide eyes, which a blink would hide."""
COMING = 0.005
"""An expression comes while an action unit is as far below its goal as this."""
WIDE = 0.25
"""Eyes are wide whose upper lids are raised (AU5) as far as this."""
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
    """An avatar with nobody before it. It moves softly to what it is to show, and it lives: ``always``, or as long
    as it has something to show by blinks alone, which wait until that has come and can be read."""

    def __init__(self, always: bool = False, seed: int = SEED) -> None:
        self._always = always
        self._lead_s = lead(seed)
        self._eased = Eased()
        self._living = Living(seed)
        self._coming = False
        self._came_s = -math.inf

    def see(self, show: Expression, now_s: float, lively: bool) -> Wear:
        """What it wears at ``now_s`` of a clock that only goes forward."""
        self._eased.lead_s = self._lead_s if lively else 0.0
        worn = self._eased.see(now_s, show)
        busy = self._busy(show, worn, now_s)
        if not lively:
            return Wear(worn)
        share = 1.0 if self._always else 1 - smooth(float(worn.values.max()) / SHOWING)
        return Wear(*self._living.see(now_s, busy, share).over(worn))

    def _busy(self, show: Expression, worn: Expression, now_s: float) -> bool:
        """Something comes that is to be read; on its way back to rest a face may blink, as people do."""
        coming = float((show.values - worn.values).max()) > COMING
        if coming and not self._coming:
            self._came_s = now_s
        self._coming = coming
        return coming or now_s < self._came_s + (WIDE_LEGIBLE_S if show["AU5"] > WIDE else LEGIBLE_S)
