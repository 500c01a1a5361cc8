"""How much of an expression a person needs to see to recognise it, found by going up and down.

One up, two down: after two right answers in a row the next face shows less, after any other answer it shows more.
That settles where 71 % of the answers are right (√.5), whatever the person's limit is (Levitt, 1971, "Transformed
up-down methods in psychoacoustics"). Steps are 20 points until the first turn and 10 from then on (our choice: few
trials tire less). The estimate is the mean of the turns, the first left out where there are three or more.
"""

from __future__ import annotations

from statistics import fmean

LEAST, MOST = 10, 100
"""Percent of the expression."""
FIRST_STEP, STEP = 20, 10
DOWN_AFTER = 2
ENOUGH_TURNS = 2
"""With fewer, nothing is said."""


class Staircase:
    """For one expression. ``percent`` is how much the next face shows."""

    def __init__(self, percent: int) -> None:
        self.percent = percent
        self._right = 0
        self._way = 0
        self._turns: list[int] = []
        self._lowest_known = False

    def see(self, right: bool) -> None:
        """The answer to the face that showed ``percent``."""
        self._right = self._right + 1 if right else 0
        if not right:
            self._go(1)
        elif self._right == DOWN_AFTER:
            self._right = 0
            self._lowest_known = self._lowest_known or self.percent == LEAST
            self._go(-1)

    def needed(self) -> int | None:
        """Percent, to the nearest 5; None: not enough turns to tell."""
        if self._lowest_known and not self._turns:
            return LEAST
        if len(self._turns) < ENOUGH_TURNS:
            return None
        turns = self._turns[1:] if len(self._turns) > ENOUGH_TURNS else self._turns
        return round(fmean(turns) / 5) * 5

    def _go(self, way: int) -> None:
        """A turn is where the way changes; at either end it can only stay."""
        if self._way and way != self._way:
            self._turns.append(self.percent)
        self._way = way
        step = STEP if self._turns else FIRST_STEP
        self.percent = min(max(self.percent + way * step, LEAST), MOST)
