"""What passes over a face and must not move a score: blinks, speech and a quick turn of the head.

All are told from samples at uneven times, without sound and without the neutral.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np

from mirrorcam.action_units import FEATURES
from mirrorcam.arrays import Floats
from mirrorcam.expression import LEFT, POSITION, RIGHT, Expression
from mirrorcam.face import HeadPose, Reason
from mirrorcam.measures import Measures

# Eyes and brows: what a blink moves, or makes unreadable.
UPPER_FACE = np.array(
    [
        POSITION[code]
        for code in ("AU1", "AU2", "AU4", "AU5", "AU6", "AU7", "AU43", "AU61", "AU62", "AU63", "AU64")
    ]
)
AU43 = POSITION["AU43"]
BLINK_BEGINS, BLINK_ENDS = 0.35, 0.25
BLINK_S = 0.4
"""A blink takes no longer; a longer closure is meant."""


Shown = TypeVar("Shown")


@dataclass
class BlinkHold(Generic[Shown]):
    """Holds the upper face as it was before a blink, for at most ``BLINK_S``.

    For what is scored. What is drawn should blink.
    """

    _before: Shown | None = None
    _since_s: float | None = None

    def see(self, time_s: float, closed: float, shown: Shown) -> Shown:
        """Of what is shown, now or before a blink, the upper face counts. ``closed``: how far the eye that is closed
        further is."""
        if self._since_s is None and closed >= BLINK_BEGINS:
            self._since_s = time_s
        elif self._since_s is not None and closed < BLINK_ENDS:
            self._since_s = None
        blinks = self._since_s is not None and time_s - self._since_s <= BLINK_S
        if self._before is None or not blinks:
            self._before = shown
        return self._before


def closed(expression: Expression) -> float:
    """How far the eye that is closed further is."""
    return float(expression.values[AU43].max())


def with_upper_face(expression: Expression, before: Expression) -> Expression:
    if before is expression:
        return expression
    values = expression.values.copy()
    values[UPPER_FACE] = before.values[UPPER_FACE]
    return Expression(values)


SWING = 0.10
"""Of the full scale of parted lips: what a movement up or down must at least have to count."""
SMOOTHING_S = 0.04
"""Time constant of an exponential mean that takes the camera's noise out, and leaves half of what syllables do."""
QUICK_S = 0.34
"""How long one such movement may take: lips that go to and fro slower than 1.5 times a second do not speak. Syllables
open and close them 2 to 7 times a second (Chandrasekaran et al., 2009, doi 10.1371/journal.pcbi.1000436)."""
TURNS, WITHIN_S = 4, 1.5
"""So many quick movements, one after the other, within that time are speech; one expression has one or two. Of four
sentences that two actors spoke (1.2 to 1.9 s) all are told, 1.0 to 1.5 s after the lips opened (benchmarks/spoken.py);
with five one of them was not."""
LONGEST_BACK_S = WITHIN_S + 2 * QUICK_S
"""Speech began no longer than this before it is told."""
QUIET_S = 1.0
"""After so long without one, it is over."""
FORGET_S = 0.5
"""After a gap of this length nobody knows what the mouth did."""


@dataclass
class Talking:
    """Whether the lips go up and down as they do in speech: feed it every look at the face."""

    so: bool = False
    back_s: float = 0.0
    """How long before the last look the speech began that was told with it for the first time; 0 with all others."""
    _turns: deque[tuple[float, float]] = field(default_factory=deque)
    """When each quick movement began and ended."""
    _time_s: float = -math.inf
    _rising: bool = True
    _furthest: float = 0.0
    _smooth: float = 0.0
    _turned_s: float = -math.inf

    def see(self, time_s: float, opening: float) -> bool:
        """``opening``: how far the lips are parted (``openings``)."""
        if abs(time_s - self._time_s) > FORGET_S:
            self.so, self._turned_s, self._furthest, self._smooth = False, -math.inf, opening, opening
            self._time_s = time_s
            self._turns.clear()
        self._smooth += (opening - self._smooth) * -math.expm1(-max(time_s - self._time_s, 0.0) / SMOOTHING_S)
        self._time_s = time_s
        self._follow(time_s, self._smooth)
        while self._turns and time_s - self._turns[0][1] > WITHIN_S:
            self._turns.popleft()
        last_s = self._turns[-1][1] if self._turns else -math.inf
        before = self.so
        self.so = len(self._turns) >= TURNS or (before and time_s - last_s <= QUIET_S)
        self.back_s = time_s - self._began_s() if self.so and not before else 0.0
        return self.so

    def _began_s(self) -> float:
        """The lips have opened before they turned for the first time."""
        return self._turns[0][0] - QUICK_S

    def _follow(self, time_s: float, opening: float) -> None:
        """To the furthest point of each swing; beyond it by ``SWING`` the mouth has turned."""
        back = self._furthest - opening if self._rising else opening - self._furthest
        if back <= 0:
            self._furthest = opening
        elif back >= SWING:
            if time_s - self._turned_s <= QUICK_S:
                self._turns.append((self._turned_s, time_s))
            self._rising, self._furthest, self._turned_s = not self._rising, opening, time_s


QUICK_DEG_S = 60.0
"""A head that turns faster is followed late, and its picture is blurred."""
OVER_S = 0.1
"""Angles are compared with those so long before, and a turn is over once it was slow for so long."""
HELD_S = 0.5
"""How long an expression is held over a quick turn; after that nothing is known of it."""


@dataclass
class QuickHead:
    """Whether the head turns quickly: feed it every look at the face."""

    _poses: deque[tuple[float, HeadPose]] = field(default_factory=deque)
    _quick_s: float = -math.inf

    def see(self, time_s: float, pose: HeadPose) -> bool:
        if self._poses and time_s - self._poses[-1][0] > FORGET_S:
            self._poses.clear()
        while len(self._poses) > 1 and time_s - self._poses[1][0] >= OVER_S:
            self._poses.popleft()
        if self._poses and _turn_deg(pose, self._poses[0][1]) > QUICK_DEG_S * (time_s - self._poses[0][0]):
            self._quick_s = time_s
        self._poses.append((time_s, pose))
        return time_s - self._quick_s <= OVER_S


def _turn_deg(now: HeadPose, before: HeadPose) -> float:
    return math.hypot(
        now.yaw_deg - before.yaw_deg, now.pitch_deg - before.pitch_deg, now.roll_deg - before.roll_deg
    )


@dataclass
class Passing(Generic[Shown]):
    """Speech and quick turns, for what is scored: what the face shows, or why there is nothing just now. Speech is
    known only after some movements; ``back_s`` says how long before the last look it began, once, so that what was
    shown since can be taken back."""

    _talking: Talking = field(default_factory=Talking)
    _head: QuickHead = field(default_factory=QuickHead)
    _calm: Shown | None = None
    _calm_s: float = -math.inf

    @property
    def back_s(self) -> float:
        return self._talking.back_s

    def see(self, time_s: float, opening: float, pose: HeadPose, shown: Shown) -> Shown | Reason:
        """``opening``: how far the lips are parted (``openings``)."""
        talking, quick = self._talking.see(time_s, opening), self._head.see(time_s, pose)
        if talking:
            return Reason.TALKING
        if not quick:
            self._calm, self._calm_s = shown, time_s
            return shown
        held = self._calm if time_s - self._calm_s <= HELD_S else None
        return Reason.MOVING if held is None else held


def opening_of(measures: Measures) -> float:
    return float(openings(measures.features[None])[0])


def openings(features: Floats) -> Floats:
    """How far the lips of many faces are parted, in full scales; ``features`` (faces, len(FEATURES), 2)."""
    result: Floats = (features[:, _LIPS, LEFT] + features[:, _LIPS, RIGHT]) / 2 / _LIPS_SCALE
    return result


_LIPS = next(row for row, feature in enumerate(FEATURES) if feature.name == "lips_apart")
_LIPS_SCALE = FEATURES[_LIPS].full_scale
