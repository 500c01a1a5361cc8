"""How closely an expression meets a target: the formula, the hint, and the smoothed live value.

The formula (version 6), mirrorcam's own; docs/measurement.md tells how it was found::

    shown    = Σ W·t·r / Σ W·t                                                      over what is expected
    r        = clip(a/t, 0, 1) + .15·clip(a/t − 1, 0, 1.5)        o = .2·clip(a/t − 2.5, 0, 1)
    match    = clip(shown, 0, 1) − Σ W·t·o / Σ W·t
    contra   = Σ w·clip(a − b − .08, 0, 1)                                          over what contradicts
    value    = 100 · match · exp(−contra)                                           of a target without rivals
    likeness = (shown − contra)/.22 + Σ s·clip(a, −1, 1)                             of a target, or of a rival
    contrast = .1 + .9·e^likeness / Σ e^likeness'                                    over the target and its rivals
    value    = 100 · that match which would have the same match · contrast, if no rival showed at all

A target that says from where on more is too much (m times t, for a small effort) has m in the place of 2.5 and
``o = .5·clip(a/t − m, 0, 2)``; one that goes by both sides moving alike (symmetry w) is taken times
``1 − w·Σ W·t·u / Σ W·t`` with ``u = |l − r| / max(|l| + |r|, .5·t, .06)``. Either of them is taken side by side: of
what is expected of both sides, ``o`` is the mean of the sides' own, and everything else but o, u and what contradicts
the target itself sees each side only as far as ``max(t, the other side)``. So more of one side never makes up for the
other. That is all that version 6 changed; where a target says neither, and for an even face, it is version 5.

a: measured intensity, t: expected intensity, b: intensity from which it contradicts, W, w: weights, s: how much a unit
tells the target from its rivals, or speaks for a rival where it is below 0; of a that is below the neutral, too: brows
that sink are no raised brows. The versions before are in rescoring/formulas.py. It says how near
the named action units are, relative to the person's own neutral, and that they are not nearer to a rival's. It is no
emotion, and no calibrated FACS intensity.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from mirrorcam.arrays import Floats
from mirrorcam.expression import CODES, LEFT, RIGHT, Expression
from mirrorcam.sides import most_uneven, two_sided, unevenness
from mirrorcam.target import Target

FORMULA_VERSION = 6
"""Kept with every score; grows whenever the same face would get another one."""

CONTRADICTION_DEAD_ZONE = 0.08
OVERDONE, MORE_SHARE, OVERDONE_SHARE = 2.5, 0.15, 0.2
"""In expected intensities: up to which more of a unit still counts a little, for what others lack, and beyond which
it takes away."""
TOO_MUCH_SHARE = 0.5
"""As ``OVERDONE_SHARE``, for a target that says itself from where on more is too much; it may take away all."""
LEAST_CONTRAST, TEMPERATURE = 0.1, 0.22
"""Of the contrast: what is left of a face that is a rival's through and through, and that of its softmax."""
MOST_TELLING = 1.0
"""Of a unit, either way: more of it tells no more."""
WORTH_A_HINT = 4.0
"""Points of the raw score that an action unit has to be worth to be mentioned."""
APART, AHEAD = 0.3, 1.2
"""In expected intensities: how far sides are apart for a hint to name one; and beyond which the stronger one is asked
for less, not the weaker one for more."""


@dataclass(frozen=True, slots=True)
class Hint:
    """One muscle to think about: the action unit that is furthest off."""

    code: str
    more: bool
    """True: more of it; False: less."""
    words: str
    """Plain, inviting, lower case, without a full stop: "brows a little higher"."""


@dataclass(frozen=True, slots=True)
class Score:
    """``value`` is the raw 0..100 of the formula, ``shown`` the same on the target's own scale: 100 is what one in
    five people who make it exceed. ``match`` 0..1; ``contradiction`` 0 or more; ``furthest``: the action unit that
    would change most, None when nothing is far off."""

    value: float
    shown: float
    match: float
    contradiction: float
    furthest: Hint | None


def score(expression: Expression, target: Target) -> Score:
    """How closely ``expression`` (relative to the person's neutral) meets ``target``."""
    plan = _plan(target)
    seen = _read(plan, expression.values[None])
    raw = _raw(plan, seen, target)
    value = float(_evened(raw, expression.values[None], target)[0])
    against, parts = seen.against[0, 0], (seen.parts[0, 0] - seen.over[0]) * plan.shares[0]
    hint, gain = _furthest(target, plan, seen.reached[0, 0], parts, against)
    if float(raw[0]) - value > max(gain, WORTH_A_HINT):
        code = most_uneven(expression, target)
        hint = Hint(code[:-1], False, target.ask(code[:-1], more=False))
    if plan.strict and hint is not None:
        hint = _of_a_side(hint, expression, target)
    return Score(
        value=value,
        shown=min(100.0, 100 * value / target.typical),
        match=float(seen.match[0]),
        contradiction=float(against.sum()),
        furthest=hint,
    )


def scores_of(values: Floats, target: Target) -> Floats:
    """(looks,): as ``score`` gives its ``value``, of many looks at once: of each the same, to the bit, as of it alone.
    ``values`` (looks, len(CODES), 2), as in ``Expression``."""
    plan = _plan(target)
    return _evened(_raw(plan, _read(plan, values), target), values, target)


def likeness(expression: Expression, target: Target) -> Floats:
    """(1 + rivals,): how much the face is like the target and like each of its rivals, as the contrast takes it."""
    plan = _plan(target)
    result: Floats = _likeness(plan, _read(plan, expression.values[None]))[0]
    return result


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is made of looks. (looks, 1 + rivals, places) each: ``reached``, in expected intensities; ``parts``, what is
    there of what is expected; ``against``, what contradicts. ``values`` (looks, 1, places), of which they are made;
    ``over`` (looks, places): too much of what the target itself expects; ``shown`` (looks, 1 + rivals), ``match``
    (looks,)."""

    values: Floats
    reached: Floats
    parts: Floats
    against: Floats
    over: Floats
    shown: Floats
    match: Floats


def _read(plan: _Plan, values: Floats) -> _Reading:
    """All sums are taken along the places, look by look: a product of matrices rounds otherwise for another number of
    looks."""
    whole = _flat(values)
    seen = _flat(_side_by_side(plan, values)) if plan.strict else whole
    reached = seen * plan.reach
    parts = np.minimum(np.maximum(reached, 0.0), 1.0)
    more = np.minimum(np.maximum(reached - 1.0, 0.0), plan.much - 1.0) * MORE_SHARE
    shown = ((parts + more) * plan.shares).sum(axis=2)
    against = _against(plan, seen)
    if plan.strict:
        against[:, 0] = _against(plan, whole)[:, 0]
    over = _over(plan, whole[:, 0])
    match = np.maximum(np.minimum(shown[:, 0], 1.0) - (over * plan.shares[0]).sum(axis=1), 0.0)
    return _Reading(seen, reached, parts, against, over, shown, match)


def _raw(plan: _Plan, seen: _Reading, target: Target) -> Floats:
    """(looks,), 0..100, before both sides are compared."""
    if not target.rivals:
        return 100 * (seen.match * exponentials(-seen.against[:, 0].sum(axis=1)))
    return 100 * _contrasted(seen.match, _likeness(plan, seen))


def _likeness(plan: _Plan, seen: _Reading) -> Floats:
    """(looks, 1 + rivals)."""
    told = (plan.tells * np.minimum(np.maximum(seen.values, -MOST_TELLING), MOST_TELLING)).sum(axis=2)
    result: Floats = (seen.shown - seen.against.sum(axis=2)) / TEMPERATURE + told
    return result


def _evened(raw: Floats, values: Floats, target: Target) -> Floats:
    return raw - raw * target.symmetry * unevenness(values, target) if target.symmetry else raw


def _against(plan: _Plan, values: Floats) -> Floats:
    result: Floats = np.minimum(np.maximum(values - plan.above, 0.0), 1.0) * plan.rates
    return result


def _side_by_side(plan: _Plan, values: Floats) -> Floats:
    """Without what one side does beyond both what is expected of it and the other side."""
    result: Floats = np.minimum(values, np.maximum(plan.levels[:, None], values[..., ::-1]))
    return result


def _over(plan: _Plan, whole: Floats) -> Floats:
    """(looks, places): what is too much of what the target itself expects; if it is strict, the mean of both sides'."""

    def beyond(reached: Floats) -> Floats:
        over = np.maximum(reached - plan.much[0], 0.0) * plan.over_share[0]
        return np.asarray(np.minimum(over, plan.over_most[0]))

    result = beyond(whole * plan.reach[0])
    if plan.strict:
        both = len(CODES)
        sides = whole[:, both:].reshape(len(whole), 2, both) * plan.reach[0, :both]
        result[:, :both] = beyond(sides).mean(axis=1)
    return result


def _contrasted(match: Floats, likeness: Floats) -> Floats:
    """``match`` (looks,) seen beside the rivals; ``likeness`` (looks, 1 + rivals) of the target and of each rival."""
    likely = exponentials(likeness - likeness.max(axis=1, keepdims=True))
    alike = match * _contrast(likely[:, 0] / likely.sum(axis=1))
    return np.asarray(np.interp(alike, _alone(likeness.shape[1] - 1), _GRID))


def _contrast(share: Any) -> Any:
    return LEAST_CONTRAST + (1 - LEAST_CONTRAST) * share


def exponentials(values: Floats) -> Floats:
    """One by one: numpy's own may differ in the last bit by where in an array a number stands."""
    return np.array(list(map(math.exp, values.ravel().tolist()))).reshape(values.shape)


@lru_cache
def _alone(rivals: int) -> Floats:
    """Over ``_GRID``: match times contrast of a face that shows no rival at all."""
    likely = np.exp(_GRID / TEMPERATURE)
    result: Floats = _GRID * _contrast(likely / (likely + rivals))
    return result


_GRID = np.linspace(0.0, 1.0, 501)


def _furthest(
    target: Target, plan: _Plan, reached: Floats, parts: Floats, against: Floats
) -> tuple[Hint | None, float]:
    """The action unit that the score would gain most from, if it were as asked, and how much."""
    kept = math.exp(-float(against.sum()))
    missing = (plan.shares[0] - parts) * kept
    freed = max(float(parts.sum()), 0.0) * kept * np.expm1(against)
    gains = np.maximum(missing, freed) * 100
    best = int(gains.argmax())
    if gains[best] < WORTH_A_HINT:
        return None, 0.0
    more = bool(missing[best] >= freed[best] and reached[best] < 1)
    code = _PLACES[best]
    return Hint(code, more, target.ask(code, more)), float(gains[best])


def _of_a_side(hint: Hint, expression: Expression, target: Target) -> Hint:
    """With the side that it is about, where both do what is asked so differently that one can be named: the weaker one
    may come along; the stronger one, once it is ahead of what is asked, may do less."""
    if hint.code not in target.expect or not two_sided(hint.code):
        return hint
    left, right = (
        side(hint.code) / target.expect[hint.code][0] for side in (expression.left, expression.right)
    )
    if abs(left - right) < APART:
        return hint
    more = max(left, right) <= AHEAD
    side = "left" if (left < right) == more else "right"
    words = f"let your {side} come along a little" if more else f"a little less on your {side}"
    return Hint(f"{hint.code}{side[0].upper()}", more, f"{words}, so that both sides go together")


@dataclass(frozen=True)
class _Plan:
    """A target and its rivals as arrays, (1 + rivals, places): one row each, one column for each of ``_PLACES``."""

    reach: Floats
    """1 / expected intensity."""
    shares: Floats
    """Of the match; they add up to 1."""
    rates: Floats
    above: Floats
    tells: Floats
    much: Floats
    """(1 + rivals, 1), as the two below: how many times what is expected is too much."""
    over_share: Floats
    over_most: Floats
    levels: Floats
    """(codes,): what the target itself expects of both sides of a unit; infinite where nothing."""
    strict: bool
    """It says what is too much, or goes by both sides moving alike: each side is looked at for itself."""


@lru_cache(maxsize=256)
def _plan(target: Target) -> _Plan:
    every = (target, *target.rivals)
    reach, shares, rates, above, tells = np.zeros((5, len(every), len(_PLACES)))
    telling = bool(target.tells)
    for row, one in enumerate(every):
        for code, (level, weight) in one.expect.items():
            reach[row, _PLACE[code]], shares[row, _PLACE[code]] = 1 / level, weight * level
        for code, (rate, from_level) in one.contradict.items():
            rates[row, _PLACE[code]] = rate
            above[row, _PLACE[code]] = from_level + CONTRADICTION_DEAD_ZONE
        for code, share in one.tells.items():
            tells[row, _PLACE[code]] = share * telling
    much, over_share, over_most = np.array([_too_much(one) for one in every]).T[..., None]
    full = shares.sum(axis=1, keepdims=True)
    levels = np.array([target.expect[code][0] if code in target.expect else np.inf for code in CODES])
    strict = target.too_much is not None or target.symmetry > 0
    return _Plan(
        reach, shares / full, rates, above, tells, much, over_share, over_most, levels, strict=strict
    )


def _too_much(target: Target) -> tuple[float, float, float]:
    """From where on more takes away, how fast, and how much at most."""
    if target.too_much is None:
        return OVERDONE, OVERDONE_SHARE, OVERDONE_SHARE
    return target.too_much, TOO_MUCH_SHARE, 1.0


_PLACES = (*CODES, *(f"{code}L" for code in CODES), *(f"{code}R" for code in CODES))
_PLACE = {code: i for i, code in enumerate(_PLACES)}


def _flat(values: Floats) -> Floats:
    """(looks, 1, places), in the order of ``_PLACES``: the means of both sides of all units, then the left sides, then
    the right."""
    left, right = values[..., LEFT], values[..., RIGHT]
    return np.concatenate(((left + right) / 2, left, right), axis=1)[:, None]


SMOOTHING_S = 0.15
"""Time constant of the live value: about ten frames at 30 a second have a say in it."""
CALM_S = 1.0
"""Time constant of what is shown of it, while it changes little."""
LITTLE, MUCH = 6.0, 14.0
"""Points that it has to be from what is shown to count as little and as much; between them the pace grows evenly.
Single scores of a held face go to and fro by 1.9 (SD; 6.3 at most) as its head sways a little; of what is shown 96 of
100 stay below 2 (benchmarks/measurement/held_six.py)."""
LIVELY_S = 0.5
"""Time constant with which that pace falls again, so that the last points of a large change do not creep."""
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


@dataclass
class Calmed:
    """A live value for the eye: small changes come slowly, so that it holds still while the face does, and large ones
    at once: of 20 points more half are there after .3 s, of 50 after .2 s (benchmarks/measurement/held_six.py)."""

    _time_s: float = -math.inf
    _value: float = 0.0
    _lively: float = 0.0
    """0..1: how far the pace is from calm to that of ``Smoothed``."""

    def see(self, time_s: float, value: float) -> float:
        """``value`` as ``Smoothed`` gives it."""
        since_s = max(time_s - self._time_s, 0.0)
        self._time_s = time_s
        if since_s > FORGET_S:
            self._value, self._lively = value, 0.0
            return value
        off = value - self._value
        much = min(max((abs(off) - LITTLE) / (MUCH - LITTLE), 0.0), 1.0)
        self._lively = max(much, self._lively * math.exp(-since_s / LIVELY_S))
        pace = (1 - self._lively) / CALM_S + self._lively / SMOOTHING_S
        self._value += off * -math.expm1(-since_s * pace)
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
