"""Both sides of a face: how alike they move, unit by unit, and what moves on one side without being asked.

Relative to the person's own neutral, so that a face that is uneven at rest is not blamed for it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, lru_cache

from mirrorcam.action_units import BY_CODE
from mirrorcam.expression import Expression
from mirrorcam.target import Target, unsided

ENOUGH_MOVEMENT = 0.3
"""Of left and right together; below it symmetry is noise."""
ASKED = 0.1
"""Shown by the target at this intensity or more: asked."""
ENOUGH_UNASKED = 0.2
"""More on one side than on the other."""
CLEAR = ("AU1", "AU2", "AU4", "AU9", "AU12", "AU20", "AU43")
"""Units whose sides differ by less than .2 in each of 35 natural smiles, and which are known from synkinesis (brow,
nose, corners of the mouth, lids); AU10 differs by up to .7 there."""


@dataclass(frozen=True, slots=True)
class Unasked:
    """A movement of one side that goes along with what was asked: an eye that closes with the smile."""

    code: str
    """With its side: "AU43L"."""
    excess: float
    """How much more than on the other side."""


@cache
def _apart(code: str) -> bool:
    """Whether its sides are measured apart."""
    return code in BY_CODE and BY_CODE[code].sided


def symmetry_of(expression: Expression, code: str) -> float | None:
    """How alike both sides of a unit move: 1 − |L − R| / (|L| + |R|). None when it moves too little, or when its
    sides are not measured apart."""
    if not _apart(code):
        return None
    left, right = expression.left(code), expression.right(code)
    moved = abs(left) + abs(right)
    return None if moved < ENOUGH_MOVEMENT else 1 - abs(left - right) / moved


def symmetries(expression: Expression, target: Target) -> dict[str, float]:
    """For each unit that the target expects of both sides and that moves enough."""
    found = {code: symmetry_of(expression, code) for code in target.expect}
    return {code: value for code, value in found.items() if value is not None}


def symmetry(expression: Expression, target: Target) -> float | None:
    """The mean of ``symmetries``, weighted by what is expected. None when no unit moves enough. Natural smiles:
    median .94 (docs/measurement.md)."""
    found = symmetries(expression, target)
    if not found:
        return None
    levels = {code: target.expect[code][0] for code in found}
    return sum(levels[code] * value for code, value in found.items()) / sum(levels.values())


@dataclass(frozen=True, slots=True)
class Uneven:
    """How differently both sides do what is asked, 0..1, and what one side does more of: "AU12L"."""

    share: float
    code: str


def uneven(expression: Expression, target: Target) -> Uneven:
    """Over the units that the target expects of both sides, weighted as in its match. Unlike ``1 − symmetry`` it
    fades out, without a step, where a unit hardly moves."""
    codes = _both_sided(target)
    if not codes:
        return Uneven(0.0, "")
    differences = {code: _difference(expression, code) for code in codes}
    costs = {code: differences[code] * math.prod(target.expect[code]) for code in codes}
    most = max(costs, key=lambda code: abs(costs[code]))
    share = sum(map(abs, costs.values())) / sum(math.prod(target.expect[code]) for code in codes)
    return Uneven(share, f"{most}{'L' if costs[most] >= 0 else 'R'}")


@lru_cache(maxsize=256)
def _both_sided(target: Target) -> tuple[str, ...]:
    return tuple(code for code in target.expect if _apart(code))


def _difference(expression: Expression, code: str) -> float:
    """−1..1: more on the left above 0."""
    left, right = expression.left(code), expression.right(code)
    return (left - right) / max(abs(left) + abs(right), ENOUGH_MOVEMENT)


def unasked(expression: Expression, target: Target) -> Unasked | None:
    """The strongest movement of one side that the target neither expects nor shows (synkinesis); None below .2.

    A quiet figure to follow over time, no diagnosis: a habit, or light from one side, can look the same.
    """
    found = [_excess(expression, code) for code in _not_asked(target)]
    strongest = max(found, key=lambda one: one.excess, default=None)
    return strongest if strongest and strongest.excess >= ENOUGH_UNASKED else None


@lru_cache(maxsize=256)
def _not_asked(target: Target) -> tuple[str, ...]:
    expected = {unsided(code) for code in target.expect}
    return tuple(code for code in CLEAR if code not in expected and target.show[code] < ASKED)


def _excess(expression: Expression, code: str) -> Unasked:
    """What one side does beyond the other, of movement towards the unit only."""
    left, right = max(expression.left(code), 0.0), max(expression.right(code), 0.0)
    return Unasked(f"{code}L", left - right) if left >= right else Unasked(f"{code}R", right - left)
