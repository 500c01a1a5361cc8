"""Expressions as they are scored: a blink holds the upper face."""

from __future__ import annotations

from mirrorcam.expression import Expression
from mirrorcam.passing import BlinkHold, closed, with_upper_face


def unblinking(blinks: BlinkHold[Expression], time_s: float, own: Expression) -> Expression:
    return with_upper_face(own, blinks.see(time_s, closed(own), own))
