"""Every version that the score's formula has had, so that a session can be scored by any of them.

Each is pure: expressions and a target in, raw values 0..100 out, many looks at once. The newest is score.py's, which
practice goes by; whoever changes that leaves it here as it was. What a formula needs of a target it takes from the
target as it is now: the older ones do not know all that it says. What is measured of a face is always today's, and so
is what a target asks for on the own scale.

======= ====================================================================================================
1       the reference of docs/measurement.md: match · exp(−contra); no rivals, too much at 1.8 times
2       beside rivals: contrast of .4 + .6·e^(s/.15) / (6 + Σ e^(s'/.15)); from 2 on a target says from where
        a unit contradicts (as version 2 began; its last form was that of 3)
3       more than expected counts a little (.15, up to 2.5 times); a target's own "too much" and symmetry
4       what contradicts is weighed against the rivals; contrast of .1 + .9·e^(l/.22) / Σ e^(l'/.22)
5       what tells an expression from its rivals is added: e^(l/.22 + Σ s·clip(a, −1, 1)) in the place of e^(l/.22)
6       a target with a "too much" or a symmetry of its own looks at each side for itself; for all others it is 5
======= ====================================================================================================
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from mirrorcam.arrays import Floats
from mirrorcam.errors import BadInput
from mirrorcam.expression import CODES, LEFT, RIGHT
from mirrorcam.score import FORMULA_VERSION, exponentials, scores_of
from mirrorcam.sides import unevenness
from mirrorcam.target import Target

Formula = Callable[[Floats, Target], Floats]
"""(looks, len(CODES), 2) values of expressions, and a target → (looks,) raw values, 0..100."""

CONTRADICTION_DEAD_ZONE = 0.08
OVERDONE_SHARE = 0.2
FIRST_OVERDONE = 1.8
OVERDONE, MORE_SHARE = 2.5, 0.15
TOO_MUCH_SHARE = 0.5
ENOUGH_BEFORE = 0.3


def formula(version: int) -> Formula:
    """Raises BadInput, with those that there are, for one that there is not."""
    if version not in FORMULAS:
        known = ", ".join(map(str, FORMULAS))
        raise BadInput(f"--formula {version}: there is no such version of the score. There are {known}.")
    return FORMULAS[version]


def on_scale(values: Floats, target: Target) -> Floats:
    """As shown: 100 is what one in five people who make it exceed."""
    return np.minimum(100.0, 100 * values / target.typical)


def first(values: Floats, target: Target) -> Floats:
    plan, seen = _plan(target), _flat(values)
    match = _simple_match(seen, plan)[:, 0]
    contra = (np.clip(seen - CONTRADICTION_DEAD_ZONE, 0.0, 1.0) * plan.rates[:1]).sum(axis=2)[:, 0]
    return 100 * match * exponentials(-contra)


def second(values: Floats, target: Target) -> Floats:
    plan, seen = _plan(target), _flat(values)
    return 100 * _beside_rivals(_simple_match(seen, plan) * _kept(seen, plan))


def third(values: Floats, target: Target) -> Floats:
    plan, seen = _plan(target), _flat(values)
    shown, over = _shown(seen, plan)
    match = np.maximum(np.minimum(shown, 1.0) - over, 0.0)
    return _evened(100 * _beside_rivals(match * _kept(seen, plan)), values, target)


def fourth(values: Floats, target: Target) -> Floats:
    plan, seen = _plan(target), _flat(values)
    shown, over = _shown(seen, plan)
    match = np.maximum(np.minimum(shown[:, 0], 1.0) - over[:, 0], 0.0)
    return _evened(100 * _contrasted(match, shown, _contra(seen, plan)), values, target)


def fifth(values: Floats, target: Target) -> Floats:
    plan, seen = _plan(target), _flat(values)
    shown, over = _shown(seen, plan)
    match = np.maximum(np.minimum(shown[:, 0], 1.0) - over[:, 0], 0.0)
    told = (plan.tells * np.clip(seen, -1.0, 1.0)).sum(axis=2)
    return _evened(100 * _contrasted(match, shown, _contra(seen, plan), told), values, target)


FORMULAS: dict[int, Formula] = {
    1: first, 2: second, 3: third, 4: fourth, 5: fifth, FORMULA_VERSION: scores_of,
}  # fmt: skip


# ------------------------------------------------------------ their parts


def _simple_match(seen: Floats, plan: _Plan) -> Floats:
    """(looks, rows): versions 1 and 2."""
    reached = seen * plan.reach
    over = np.clip(reached - FIRST_OVERDONE, 0.0, 1.0) * OVERDONE_SHARE
    matched: Floats = ((np.clip(reached, 0.0, 1.0) - over) * plan.shares).sum(axis=2)
    return np.clip(matched, 0.0, 1.0)


def _shown(seen: Floats, plan: _Plan) -> tuple[Floats, Floats]:
    """(looks, rows) each: how much of it is there, and what is too much; from version 3 on."""
    reached = seen * plan.reach
    more = np.minimum(np.maximum(reached - 1.0, 0.0), plan.much - 1.0) * MORE_SHARE
    over = np.minimum(np.maximum(reached - plan.much, 0.0) * plan.over_share, plan.over_most)
    parts = np.minimum(np.maximum(reached, 0.0), 1.0)
    return ((parts + more) * plan.shares).sum(axis=2), (over * plan.shares).sum(axis=2)


def _contra(seen: Floats, plan: _Plan) -> Floats:
    against = np.minimum(np.maximum(seen - plan.above, 0.0), 1.0) * plan.rates
    result: Floats = against.sum(axis=2)
    return result


def _kept(seen: Floats, plan: _Plan) -> Floats:
    return np.exp(-_contra(seen, plan))


def _beside_rivals(nearness: Floats) -> Floats:
    """Versions 2 and 3. Without rivals it stays as it is."""
    rivals = nearness.shape[1] - 1
    if rivals == 0:
        return nearness[:, 0]
    likely = np.exp(nearness / 0.15)
    contrast = 0.4 + 0.6 * likely[:, 0] / (6.0 + likely.sum(axis=1))
    return np.asarray(np.interp(nearness[:, 0] * contrast, _alone_before(rivals), _GRID))


@lru_cache
def _alone_before(rivals: int) -> Floats:
    likely = np.exp(_GRID / 0.15)
    result: Floats = _GRID * (0.4 + 0.6 * likely / (6.0 + likely + rivals))
    return result


def _contrasted(match: Floats, shown: Floats, contra: Floats, told: Floats | float = 0.0) -> Floats:
    """Versions 4 and 5; ``told``: what the units tell between the rivals."""
    rivals = shown.shape[1] - 1
    if rivals == 0:
        return match * exponentials(-contra[:, 0])
    likeness = (shown - contra) / 0.22 + told
    likely = exponentials(likeness - likeness.max(axis=1, keepdims=True))
    alike = match * _contrast(likely[:, 0] / likely.sum(axis=1))
    return np.asarray(np.interp(alike, _alone(rivals), _GRID))


def _contrast(share: Any) -> Any:
    return 0.1 + (1 - 0.1) * share


@lru_cache
def _alone(rivals: int) -> Floats:
    likely = np.exp(_GRID / 0.22)
    result: Floats = _GRID * _contrast(likely / (likely + rivals))
    return result


_GRID = np.linspace(0.0, 1.0, 501)


def _evened(found: Floats, values: Floats, target: Target) -> Floats:
    """Less what a target that goes by both sides took for their difference, in versions 3 to 5."""
    if not target.symmetry:
        return found
    return found - found * target.symmetry * unevenness(values, target, lambda _: ENOUGH_BEFORE)


@dataclass(frozen=True)
class _Plan:
    """A target and its rivals as arrays, (1 + rivals, places), or (1 + rivals, 1)."""

    reach: Floats
    """1 / expected intensity."""
    shares: Floats
    """Of the match; they add up to 1."""
    rates: Floats
    above: Floats
    tells: Floats
    much: Floats
    over_share: Floats
    over_most: Floats


@lru_cache(maxsize=256)
def _plan(target: Target) -> _Plan:
    every = (target, *target.rivals)
    reach, shares, rates, above, tells = np.zeros((5, len(every), len(_PLACE)))
    for row, one in enumerate(every):
        for code, (level, weight) in one.expect.items():
            reach[row, _PLACE[code]], shares[row, _PLACE[code]] = 1 / level, weight * level
        for code, (rate, from_level) in one.contradict.items():
            rates[row, _PLACE[code]], above[row, _PLACE[code]] = rate, from_level + CONTRADICTION_DEAD_ZONE
        for code, share in one.tells.items():
            tells[row, _PLACE[code]] = share if target.tells else 0.0
    much, over_share, over_most = np.array([_too_much(one) for one in every]).T[..., None]
    full = shares.sum(axis=1, keepdims=True)
    return _Plan(reach, shares / full, rates, above, tells, much, over_share, over_most)


def _too_much(target: Target) -> tuple[float, float, float]:
    if target.too_much is None:
        return OVERDONE, OVERDONE_SHARE, OVERDONE_SHARE
    return target.too_much, TOO_MUCH_SHARE, 1.0


_PLACE = {code: i for i, code in enumerate((*CODES, *(f"{code}{side}" for side in "LR" for code in CODES)))}


def _flat(values: Floats) -> Floats:
    """(looks, 1, places): the means of both sides of all units, then the left sides, then the right."""
    left, right = values[..., LEFT], values[..., RIGHT]
    return np.concatenate(((left + right) / 2, left, right), axis=1)[:, None]
