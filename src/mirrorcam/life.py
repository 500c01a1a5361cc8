"""What makes a drawn face alive: blinks, glances, breath, and movements that begin and end softly.

Everything follows from the time and a seed: the same moment looks the same again. ``still=True`` (little
stimulus) leaves only what an exercise asks for, without blinks, glances, breath or unevenness.
"""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass, field
from functools import lru_cache
from random import Random

import numpy as np

from mirrorcam.arrays import Floats
from mirrorcam.expression import LEFT, NEUTRAL, POSITION, RIGHT, Expression
from mirrorcam.face import STRAIGHT, HeadPose

BLINK_SLOT_S, BLINK_SHIFT_S = 4.0, 0.5
"""A blink in every slot, up to so much off its middle: 3 to 5 s apart, about the 15 a minute of a person at rest."""
POSTPONED_S = 1.0
"""A blink that would fall into a movement waits for its end, by this at most: so blinks stay 2 to 6 s apart."""
LEAST_GAP_S = 2.0
"""After a blink that had to wait, the next one is left out if it would come sooner than this."""
OPENING_S = 0.1
"""A blink that an expression interrupts has opened again after this."""
BLINK_S = (0.16, 0.24)
CLOSING, CLOSED = 0.34, 0.12
"""Shares of a blink: lids fall about twice as fast as they rise (Evinger, Manning & Sibony, 1991)."""

GLANCE_SLOT_S, GLANCE_SHIFT_S = 1.4, 0.4
SACCADE_S = 0.05
"""A small saccade takes 30 to 60 ms."""
GLANCE = (0.11, 0.07)
"""The widest glance sideways and up or down, as intensities of AU61 to 64."""
STEADY_SHARE = 0.5
"""How often a glance just comes back to whoever looks."""

BREATH_S = (3.8, 4.8)
BREATH_IN = 0.42
"""Share of the breath that goes in; people breathe 12 to 20 times a minute at rest, a little longer out than in."""
BREATH_DEG = 0.7
SWAY_DEG, SWAY_S = (0.6, 0.2, 0.4), (11.3, 17.9, 8.7)
"""Yaw, pitch, roll: how far the head drifts, and in what time there and back."""

LEAD_S = (0.01, 0.035)
"""How much one side of the face is ahead of the other when it moves."""
EASE_S = 0.05
"""Time constant of ``Eased``: a jump is halfway after .08 s."""


def smooth(share: float) -> float:
    """0 → 1 along a minimum-jerk course, 10s³ − 15s⁴ + 6s⁵ (Flash & Hogan, 1985); its steepest slope is 1.875."""
    s = min(1.0, max(0.0, share))
    return s * s * s * (10 - 15 * s + 6 * s * s)


@dataclass(frozen=True, slots=True)
class Pace:
    """How an expression comes and goes: .2 to .9 s of onset and .6 to 1.2 s of offset look natural
    (docs/measurement.md). ``lead_s`` > 0: the person's left side goes first."""

    onset_s: float = 0.6
    offset_s: float = 0.9
    lead_s: float = 0.0


NATURAL = Pace()


def transition(start: Expression, goal: Expression, since_s: float, pace: Pace = NATURAL) -> Expression:
    """From ``start`` (at ``since_s`` ≤ 0) to ``goal``, which is reached ``pace.onset_s`` later, by the slower
    side ``|lead_s|`` after that."""
    late = max(0.0, -pace.lead_s), max(0.0, pace.lead_s)
    shares = [smooth((since_s - late[side]) / pace.onset_s) for side in (LEFT, RIGHT)]
    return Expression(start.values + (goal.values - start.values) * shares)


def course(show: Expression, time_s: float, pace: Pace = NATURAL, hold_s: float = 1.5) -> Expression:
    """Rest → ``show``, from 0 on → rest, after ``hold_s`` at the full."""
    until_s = pace.onset_s + hold_s
    if time_s < until_s:
        return transition(NEUTRAL, show, time_s, pace)
    return transition(show, NEUTRAL, time_s - until_s, Pace(pace.offset_s, lead_s=pace.lead_s))


def lead(seed: int) -> float:
    """Seconds by which a person's left side goes ahead of the right (negative: follows it)."""
    which, amount, *_ = _chances(seed, "lead", 0)
    return math.copysign(_between(LEAD_S, amount), which - 0.5)


@dataclass(frozen=True, slots=True)
class Span:
    """A time in which the face is busy: from ``begin_s`` up to ``end_s``."""

    begin_s: float
    end_s: float


NEVER = Span(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Liveliness:
    """What life adds to a face: intensities, and degrees of head pose."""

    expression: Expression = NEUTRAL
    head: HeadPose = STRAIGHT

    def over(self, expression: Expression, head: HeadPose = STRAIGHT) -> tuple[Expression, HeadPose]:
        """``expression`` and ``head`` with this life in them. Eyes that are shut already do not blink."""
        values = expression.values + self.expression.values
        own = np.clip(expression.values[_CLOSED], 0, 1)
        values[_CLOSED] = 1 - (1 - own) * (1 - self.expression.values[_CLOSED])
        turned = HeadPose(
            head.yaw_deg + self.head.yaw_deg,
            head.pitch_deg + self.head.pitch_deg,
            head.roll_deg + self.head.roll_deg,
        )
        return Expression(values), turned


STILL = Liveliness()


@dataclass(frozen=True, slots=True)
class Life:
    """One person's blinks, glances and breath. ``at`` is a pure function of time."""

    seed: int = 0
    still: bool = False

    def at(self, time_s: float, busy: Span = NEVER) -> Liveliness:
        """A blink that would begin in the ``busy`` span begins at its end, or ``POSTPONED_S`` later if that is
        sooner."""
        if self.still:
            return STILL
        life = _life(blink(time_s, self.seed, busy), *glance(time_s, self.seed))
        return Liveliness(life, breath(time_s, self.seed))


def blink(time_s: float, seed: int = 0, busy: Span = NEVER) -> float:
    """How far the lids are shut, 0..1."""
    start_s, length_s = blink_at(math.floor(time_s / BLINK_SLOT_S), seed, busy)
    return _shut((time_s - start_s) / length_s)


def blink_at(slot: int, seed: int = 0, busy: Span = NEVER) -> tuple[float, float]:
    """When the blink of a slot begins, and how long it takes."""
    when, length, *_ = _chances(seed, "blink", slot)
    start_s = BLINK_SLOT_S * (slot + 0.5) + BLINK_SHIFT_S * (2 * when - 1)
    if busy.begin_s <= start_s < busy.end_s:
        start_s = min(busy.end_s, start_s + POSTPONED_S)
    return start_s, _between(BLINK_S, length)


def glance(time_s: float, seed: int = 0) -> tuple[float, float]:
    """Where the eyes look: to the person's left and up, as intensities."""
    slot = math.floor(time_s / GLANCE_SLOT_S)
    moved = smooth((time_s - _glance_start_s(slot, seed)) / SACCADE_S)
    before, after = _looked_at(slot - 1, seed), _looked_at(slot, seed)
    across, up = (a + (b - a) * moved for a, b in zip(before, after, strict=True))
    return across, up


def breath(time_s: float, seed: int = 0) -> HeadPose:
    """The head lifts a little with every breath, and is never quite still."""
    first, second, third, length = _chances(seed, "breath", 0)
    share = (time_s / _between(BREATH_S, length) + first) % 1.0
    full = smooth(share / BREATH_IN) - smooth((share - BREATH_IN) / (1 - BREATH_IN))
    yaw, pitch, roll = (
        degrees * math.sin(2 * math.pi * (time_s / period_s + phase))
        for degrees, period_s, phase in zip(SWAY_DEG, SWAY_S, (first, second, third), strict=True)
    )
    return HeadPose(yaw, pitch + BREATH_DEG * (full - 0.5), roll)


@dataclass(slots=True)
class Eased:
    """Follows any goals without a jump: a critically damped movement, worked out exactly for any gap in time.

    Between goals in 0..1 nothing changes faster than 1 / (e · ``EASE_S``) a second, and nothing overshoots 0..1.
    ``lead_s``: how much the left side is ahead.
    """

    lead_s: float = 0.0
    _time_s: float | None = None
    _worn: Floats = field(default_factory=lambda: NEUTRAL.values)
    _speed: Floats = field(default_factory=lambda: np.zeros_like(NEUTRAL.values))

    def see(self, time_s: float, goal: Expression) -> Expression:
        """What is worn at ``time_s``, when ``goal`` has been asked for since the call before. The first goal is
        worn at once."""
        if self._time_s is None:
            self._worn = goal.values
        else:
            self._move(max(0.0, time_s - self._time_s), goal.values)
        self._time_s = time_s
        return Expression(self._worn)

    def _move(self, since_s: float, goal: Floats) -> None:
        rate = 1 / (EASE_S + np.array([max(0.0, -self.lead_s), max(0.0, self.lead_s)]) / 2)
        gone = np.exp(-rate * since_s)
        off = self._worn - goal
        push = self._speed + rate * off
        self._worn = goal + (off + push * since_s) * gone
        self._speed = (self._speed - rate * push * since_s) * gone


@dataclass(slots=True)
class Lids:
    """Blinks from picture to picture. While the face is ``busy`` none begins, and one that is under way opens at
    once; what had to wait comes as soon as the face is free, as people blink from one thing to the next."""

    seed: int = 0
    _slot: int | None = None
    _due: bool = False
    _start_s: float = -math.inf
    _cut_s: float = math.inf

    def see(self, time_s: float, busy: bool = False) -> float:
        """How far they are shut, 0..1, at ``time_s`` of any clock that only goes forward."""
        self._await(time_s)
        if busy:
            self._cut_s = min(self._cut_s, time_s)
        elif self._due:
            self._start_s, self._cut_s, self._due = time_s, math.inf, False
        return self._shut(time_s)

    def _await(self, time_s: float) -> None:
        slot = math.floor(time_s / BLINK_SLOT_S)
        passed = slot if time_s >= blink_at(slot, self.seed)[0] else slot - 1
        if self._slot is not None and passed > self._slot:
            self._due = self._due or time_s >= self._start_s + LEAST_GAP_S
        self._slot = passed

    def _shut(self, time_s: float) -> float:
        if time_s - self._start_s >= BLINK_S[1]:
            return 0.0
        _, length_s = blink_at(math.floor(self._start_s / BLINK_SLOT_S), self.seed)
        return _shut((time_s - self._start_s) / length_s) * (1 - smooth((time_s - self._cut_s) / OPENING_S))


@dataclass(slots=True)
class Gaze:
    """Glances from picture to picture. While the face is ``busy`` the eyes stay where they look."""

    seed: int = 0
    _held: tuple[float, float] = (0.0, 0.0)
    _free_s: float = -math.inf

    def see(self, time_s: float, busy: bool = False) -> tuple[float, float]:
        """Where they look at ``time_s`` of any clock that only goes forward: to the person's left and up, as
        intensities."""
        if not busy:
            self._free_s = min(self._free_s, time_s)
        elif self._free_s < math.inf:
            self._held, self._free_s = self._looked(time_s), math.inf
        return self._held if busy else self._looked(time_s)

    def _looked(self, time_s: float) -> tuple[float, float]:
        moved = smooth((time_s - self._free_s) / SACCADE_S)
        across, up = (a + (b - a) * moved for a, b in zip(self._held, glance(time_s, self.seed), strict=True))
        return across, up


class Living:
    """The life of an avatar with nobody before it, from picture to picture, which leaves alone what it shows."""

    def __init__(self, seed: int = 0) -> None:
        self._seed = seed
        self._lids, self._gaze = Lids(seed), Gaze(seed)

    def see(self, time_s: float, busy: bool = False, share: float = 1.0) -> Liveliness:
        """``busy``: something comes that is to be read, so no blink and no glance begins. ``share`` 0..1: how much
        of glances and breath there is."""
        across, up = self._gaze.see(time_s, busy)
        life = _life(self._lids.see(time_s, busy), across * share, up * share)
        breathing = breath(time_s, self._seed)
        return Liveliness(life, HeadPose(*(angle * share for angle in astuple(breathing))))


_CLOSED = POSITION["AU43"]
_ACROSS, _UPRIGHT = (POSITION["AU61"], POSITION["AU62"]), (POSITION["AU63"], POSITION["AU64"])


def _life(shut: float, across: float, up: float) -> Expression:
    values = np.zeros_like(NEUTRAL.values)
    values[_CLOSED] = shut
    for codes, amount in ((_ACROSS, across), (_UPRIGHT, up)):
        values[codes[0 if amount > 0 else 1]] = abs(amount)
    return Expression(values)


def _shut(share: float) -> float:
    """How far the lids are shut when this share of a blink is over."""
    return smooth(share / CLOSING) - smooth((share - CLOSING - CLOSED) / (1 - CLOSING - CLOSED))


def _glance_start_s(slot: int, seed: int) -> float:
    when = _chances(seed, "glance", slot)[0]
    return GLANCE_SLOT_S * (slot + 0.5) + GLANCE_SHIFT_S * (2 * when - 1)


def _looked_at(slot: int, seed: int) -> tuple[float, float]:
    _, steady, across, up = _chances(seed, "glance", slot)
    if steady < STEADY_SHARE:
        return 0.0, 0.0
    return GLANCE[0] * (2 * across - 1), GLANCE[1] * (2 * up - 1)


def _between(bounds: tuple[float, float], chance: float) -> float:
    return bounds[0] + (bounds[1] - bounds[0]) * chance


@lru_cache(maxsize=256)
def _chances(seed: int, what: str, number: int) -> tuple[float, float, float, float]:
    """Four numbers in 0..1 that are always the same for the same arguments, on every computer."""
    draw = Random(f"{seed} {what} {number}")
    return draw.random(), draw.random(), draw.random(), draw.random()
