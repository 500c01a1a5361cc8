"""How closely an expression meets a target: the formula, the hint, symmetry, and the smoothed live value.

The formula (version 1), mirrorcam's own, found on posed photographs of 36 people; docs/measurement.md::

    match  = Σ W·t·r / Σ W·t   r = clip(a/t, 0, 1) − .2·clip(a/t − 1.8, 0, 1)   over what the target expects
    contra = Σ w·clip(a − .08, 0, 1)                                           over what contradicts it
    value  = 100 · clip(match, 0, 1) · exp(−contra)

a: measured intensity, t: expected intensity, W, w: weights. It says how near the named action units are,
relative to the person's own neutral; it is no emotion, and no calibrated FACS intensity.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mirrorcam.action_units import BY_CODE
from mirrorcam.expression import CODES, LEFT, POSITION, RIGHT, Expression
from mirrorcam.steps import Hint
from mirrorcam.target import Target, unsided

FORMULA_VERSION = 1
"""Kept with every score; grows whenever the same face would get another one."""

CONTRADICTION_DEAD_ZONE = 0.08
OVERDONE, OVERDONE_SHARE = 1.8, 0.2
WORTH_A_HINT = 4.0
"""Points of the raw score that an action unit has to be worth to be mentioned."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Score:
    """``value`` is the raw 0..100 of the formula, ``shown`` the same on the target's own scale: 100 is what
    one in five people who make it exceed. ``match`` 0..1; ``contradiction`` 0 or more; ``furthest``: the
    action unit that would change most, None when nothing is far off."""

    value: float
    shown: float
    match: float
    contradiction: float
    furthest: Hint | None


def score(expression: Expression, target: Target) -> Score:
    """How closely ``expression`` (relative to the person's neutral) meets ``target``."""
    plan = _plan(target)
    values = _flat(expression)
    reached = values[plan.expected] / plan.levels
    over = np.minimum(np.maximum(reached - OVERDONE, 0.0), 1.0) * OVERDONE_SHARE
    parts = (np.minimum(np.maximum(reached, 0.0), 1.0) - over) * plan.shares
    against = values[plan.contradicting] - CONTRADICTION_DEAD_ZONE
    against = np.minimum(np.maximum(against, 0.0), 1.0) * plan.rates
    match = min(max(float(parts.sum()), 0.0), 1.0)
    contradiction = float(against.sum())
    value = 100 * match * math.exp(-contradiction)
    return Score(
        value=value,
        shown=min(100.0, 100 * value / target.typical),
        match=match,
        contradiction=contradiction,
        furthest=_furthest(target, plan, reached, parts, against),
    )


def _furthest(target: Target, plan: _Plan, reached: Floats, parts: Floats, against: Floats) -> Hint | None:
    """The action unit that the score would gain most from, if it were as asked."""
    kept = math.exp(-float(against.sum()))
    missing = (plan.shares - parts) * kept
    freed = max(float(parts.sum()), 0.0) * kept * np.expm1(against)
    gains = np.concatenate((missing, freed)) * 100
    best = int(gains.argmax())
    if gains[best] < WORTH_A_HINT:
        return None
    more = best < len(missing) and bool(reached[best] < 1)
    code = plan.codes[best]
    return Hint(code, more, target.ask(code, more))


@dataclass(frozen=True)
class _Plan:
    """A target as arrays: places in ``_flat``, expected levels, shares of the match, contradiction rates."""

    codes: tuple[str, ...]
    expected: NDArray[np.intp]
    levels: Floats
    shares: Floats
    contradicting: NDArray[np.intp]
    rates: Floats


@lru_cache(maxsize=256)
def _plan(target: Target) -> _Plan:
    levels = np.array([level for level, _ in target.expect.values()])
    weights = np.array([weight for _, weight in target.expect.values()])
    return _Plan(
        codes=(*target.expect, *target.contradict),
        expected=np.array([_place(code) for code in target.expect], np.intp),
        levels=levels,
        shares=weights * levels / (weights * levels).sum(),
        contradicting=np.array([_place(code) for code in target.contradict], np.intp),
        rates=np.array(list(target.contradict.values()), np.float64),
    )


def _flat(expression: Expression) -> Floats:
    """The means of both sides of all units, then the left sides, then the right."""
    left, right = expression.values[:, LEFT], expression.values[:, RIGHT]
    return np.concatenate(((left + right) / 2, left, right))


def _place(code: str) -> int:
    side = {"L": 1, "R": 2}.get(code[-1], 0)
    return POSITION[unsided(code)] + side * len(CODES)


ENOUGH_MOVEMENT = 0.3
"""Of left and right together; below it symmetry is noise."""


def symmetry(expression: Expression, target: Target) -> float | None:
    """How alike both sides move, 0..1, over the units that the target expects, weighted by how strongly.

    1 − |L − R| / (|L| + |R|), where that sum is at least .3; None when no unit moves so much. Natural smiles:
    median .94 (docs/measurement.md)."""
    found = [(level, _symmetry(expression, code)) for code, (level, _) in target.expect.items()]
    known = [(level, value) for level, value in found if value is not None]
    if not known:
        return None
    return sum(level * value for level, value in known) / sum(level for level, _ in known)


def _symmetry(expression: Expression, code: str) -> float | None:
    if code not in BY_CODE or not BY_CODE[code].sided:
        return None
    left, right = expression.left(code), expression.right(code)
    moved = abs(left) + abs(right)
    return None if moved < ENOUGH_MOVEMENT else 1 - abs(left - right) / moved


SMOOTHING_S = 0.15
"""Time constant of the live value: about ten frames at 30 a second have a say in it."""
FORGET_S = 1.0
"""After a gap of this length the live value begins anew."""


@dataclass
class Smoothed:
    """A live value that does not tremble, the same at any frame rate: an exponential mean over time."""

    _time_s: float = -math.inf
    _value: float | None = None

    def see(self, time_s: float, value: float | None) -> float | None:
        """``value`` None: not scored just now; the last value stays for ``FORGET_S``."""
        since_s = time_s - self._time_s
        if value is None:
            return self._value if since_s <= FORGET_S else None
        if self._value is None or since_s > FORGET_S:
            self._value = value
        else:
            self._value += (value - self._value) * -math.expm1(-max(since_s, 0.0) / SMOOTHING_S)
        self._time_s = time_s
        return self._value


HINT_STAYS_S = 2.0
"""A hint is not replaced sooner: people read it, then move."""


@dataclass
class SteadyHint:
    """One hint at a time, long enough to read."""

    _hint: Hint | None = None
    _since_s: float = -math.inf

    def see(self, time_s: float, hint: Hint | None) -> Hint | None:
        if hint != self._hint and time_s - self._since_s >= HINT_STAYS_S:
            self._hint, self._since_s = hint, time_s
        return self._hint
