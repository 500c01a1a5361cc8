"""Between a person's face and the avatar that wears it: a steady hand, and ways to mirror.

``Steadied`` takes the tracker's tremble out of what is drawn (never out of what is scored). A ``Mode`` says how
the avatar answers: warmer, later, stronger, weaker, with one side on both, or on the way to another expression.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from mirrorcam.arrays import Floats
from mirrorcam.errors import BadInput
from mirrorcam.expression import CODES, LEFT, NEUTRAL, POSITION, RIGHT, Expression
from mirrorcam.face import STRAIGHT, HeadPose
from mirrorcam.tables import did_you_mean

# ------------------------------------------------------------ a steady hand

BAND = 0.09
"""Of an action unit: what is drawn is never further from what is seen. Two to three standard deviations of a
frame's noise (.02 to .03)."""
ANGLE_UNIT_DEG = 6.0
"""Degrees of head that count like one whole action unit."""
CALM_S, QUICK_S = 0.25, 0.004
"""Time constants for what is still and for what moves."""
SPEED_S = 0.13
"""Time constant, twice over, with which speed is watched: a critically damped g-h filter (Brookner, 1998). It hears
far less noise than a smoothed difference of neighbours, so that slow movements stand out."""
SHORTEST_S = 0.001
"""Samples that are nearer to each other say nothing about speed."""
SLOW, FAST = 0.15, 0.4
"""A second: the speeds up to which a face counts as still, and from which on it moves. The noise alone comes to
.03 to .08 (standard deviation)."""


@dataclass(slots=True)
class Steadied:
    """A filter that is slow for what is still and out of the way for what moves, for each action unit, side and
    head angle by itself. In the manner of the 1 € filter (Casiez, Roussel & Vogel, 2012), with a band on top:
    a jump passes at once but for ``BAND``.
    """

    _drawn: Floats | None = None
    _awaited: Floats = field(default_factory=lambda: np.zeros(0))
    _speed: Floats = field(default_factory=lambda: np.zeros(0))

    def see(self, since_s: float, expression: Expression, head: HeadPose) -> tuple[Expression, HeadPose]:
        """What to draw, ``since_s`` after the sample before; the gaps may be uneven."""
        seen = np.concatenate([expression.values.ravel(), _angles(head)])
        if self._drawn is None:
            self._drawn, self._awaited, self._speed = seen, seen, np.zeros_like(seen)
        elif since_s > 0:
            self._drawn = self._followed(max(since_s, SHORTEST_S), seen, self._drawn)
        values, angles = self._drawn[:-3].reshape(-1, 2), self._drawn[-3:] * ANGLE_UNIT_DEG
        return Expression(values), HeadPose(*angles.tolist())

    def _followed(self, since_s: float, seen: Floats, drawn: Floats) -> Floats:
        self._watch(since_s, seen)
        moving = np.clip((np.abs(self._speed) - SLOW) / (FAST - SLOW), 0, 1)
        constant_s = CALM_S * (QUICK_S / CALM_S) ** moving
        drawn = drawn + (seen - drawn) * (1 - np.exp(-since_s / constant_s))
        return np.clip(drawn, seen - BAND, seen + BAND)

    def _watch(self, since_s: float, seen: Floats) -> None:
        """How fast it moves: from how far it is off where it was awaited."""
        kept = math.exp(-since_s / SPEED_S)
        awaited = self._awaited + self._speed * since_s
        off = seen - awaited
        self._awaited = awaited + (1 - kept * kept) * off
        self._speed = self._speed + (1 - kept) ** 2 / since_s * off


def _angles(head: HeadPose) -> Floats:
    return np.array([head.yaw_deg, head.pitch_deg, head.roll_deg]) / ANGLE_UNIT_DEG


# ------------------------------------------------------------ ways to mirror

GENTLE_SMILE: Mapping[str, float] = {"AU6": 0.35, "AU12": 0.5}
HARSH = ("AU4", "AU9", "AU10", "AU15", "AU17", "AU20", "AU23", "AU24")
"""What gives way as a face is softened: the action units of anger, disgust, fear and sadness in the list of
EMFACS, but for those that are also interest, speech or surprise."""
OWN = tuple(POSITION[code] for code in ("AU43", "AU61", "AU62", "AU63", "AU64"))
"""Lids and gaze stay the person's own, or a blink would never close and eyes would look elsewhere."""

_HARSH = [POSITION[code] for code in HARSH]
_SMILE = [POSITION[code] for code in GENTLE_SMILE]
_SMILE_AT = np.array(list(GENTLE_SMILE.values()))[:, None]
_SCALED = [i for i in range(len(CODES)) if i not in OWN]


def warm(expression: Expression, amount: float) -> Expression:
    """Softened towards a gentle smile: harsh action units weaker by the share ``amount`` (0..1), and cheeks and lip
    corners on the way up to the smile by as much. A smile that is wider already stays."""
    values = expression.values.copy()
    values[_HARSH] *= 1 - amount
    values[_SMILE] += amount * np.maximum(0.0, _SMILE_AT - values[_SMILE])
    return Expression(values)


def gain(expression: Expression, factor: float) -> Expression:
    """Every movement ``factor`` times as strong, at most 1; blinks and gaze as they are."""
    values = expression.values.copy()
    values[_SCALED] = np.clip(values[_SCALED] * factor, 0, 1)
    return Expression(values)


def one_side_to_both(expression: Expression, side: int) -> Expression:
    """The face of one side, ``LEFT`` or ``RIGHT`` of the person, shown on both."""
    return Expression(np.repeat(expression.values[:, side : side + 1], 2, axis=1))


def blend(own: Expression, target: Expression, share: float) -> Expression:
    """The person's own face at ``share`` 0, the target at 1; blinks and gaze stay their own."""
    values = own.blended(target, share).values
    values[list(OWN)] = own.values[list(OWN)]
    return Expression(values)


@dataclass(slots=True)
class Delayed:
    """A face as it was ``delay_s`` ago."""

    delay_s: float
    _kept: deque[tuple[float, Expression, HeadPose]] = field(default_factory=deque)

    def see(
        self, time_s: float, expression: Expression, head: HeadPose = STRAIGHT
    ) -> tuple[Expression, HeadPose]:
        """What to show at ``time_s``: the newest that is old enough, or the oldest there is."""
        self._kept.append((time_s, expression, head))
        while len(self._kept) > 1 and self._kept[1][0] <= time_s - self.delay_s:
            self._kept.popleft()
        return self._kept[0][1:]


# ------------------------------------------------------------ by name


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to mirror. ``change`` is a pure function of an expression and the amount, which lies in ``bounds``."""

    title: str
    usual: float
    bounds: tuple[float, float]
    change: Callable[[Expression, float], Expression]


MODES: dict[str, Kind] = {
    "warm": Kind("Softened towards a gentle smile", 0.4, (0, 1), warm),
    "exaggerated": Kind("Every movement larger", 1.6, (1, 3), gain),
    "subtle": Kind("Every movement smaller", 0.5, (0, 1), gain),
    "left-on-both": Kind("Your left side on both sides", 1, (0, 1), lambda e, a: _sided(e, LEFT, a)),
    "right-on-both": Kind("Your right side on both sides", 1, (0, 1), lambda e, a: _sided(e, RIGHT, a)),
    "delayed": Kind("A moment later, in seconds", 0.6, (0, 5), lambda e, _: e),
    "blend": Kind("Between your face and another expression", 0.5, (0, 1), lambda e, a: blend(e, NEUTRAL, a)),
}
"""Name → what it does. ``delayed`` needs time and ``blend`` a target: those are in ``Mirroring``."""


@dataclass(frozen=True, slots=True)
class Mode:
    """A way to mirror as it is asked for. ``target`` is the name of an expression, for ``blend``."""

    name: str
    amount: float
    target: str = ""


class Mirroring:
    """What becomes of a face before the avatar wears it. ``target``: the expression to blend with."""

    def __init__(self, mode: Mode, target: Expression = NEUTRAL) -> None:
        self._mode = mode
        self._target = target
        self._delayed = Delayed(mode.amount if mode.name == "delayed" else 0.0)

    def see(self, time_s: float, expression: Expression, head: HeadPose) -> tuple[Expression, HeadPose]:
        if self._mode.name == "delayed":
            return self._delayed.see(time_s, expression, head)
        if self._mode.name == "blend":
            return blend(expression, self._target, self._mode.amount), head
        return MODES[self._mode.name].change(expression, self._mode.amount), head


def parse_mode(text: str) -> Mode:
    """ "warm", "warm:0.3", "delayed:0.8", "blend:happiness" or "blend:happiness:0.3". Raises BadInput."""
    name, *rest = text.split(":")
    if name not in MODES:
        raise BadInput(f'no way to mirror called "{name}".{did_you_mean(name, MODES) or _choose()}')
    target = rest.pop(0) if name == "blend" and rest else ""
    if name == "blend" and not target:
        raise BadInput(f'{text}: say with which expression, as in "blend:happiness:0.3".')
    if len(rest) > 1:
        raise BadInput(f'{text}: give one number after the name, as in "{name}:{MODES[name].usual:g}".')
    amount = _amount(name, rest[0]) if rest else MODES[name].usual
    return Mode(name, amount, target)


def _amount(name: str, text: str) -> float:
    lowest, highest = MODES[name].bounds
    try:
        amount = float(text)
    except ValueError:
        amount = math.nan
    if not lowest <= amount <= highest:
        raise BadInput(f'{name}: the amount is a number from {lowest:g} to {highest:g}, not "{text}".')
    return amount


def _choose() -> str:
    return f" Choose one of {', '.join(MODES)}."


def _sided(expression: Expression, side: int, share: float) -> Expression:
    return expression.blended(one_side_to_both(expression, side), share)
