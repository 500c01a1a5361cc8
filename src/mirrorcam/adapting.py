"""Easier and harder, by key or by itself: a plain rule from the last trials.

Two well held in a row: one step harder. Two not reached in a row: one step easier. Whatever lies between begins the
count anew, and so does every change. Nothing is announced. The rule is our own choice: of the up-and-down rules
(Levitt, 1971) a symmetric one, which stays where half of what is asked works well.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from mirrorcam.expression import INTENSITIES

Letter = Literal["A", "B", "C", "D", "E"]
LETTERS = "".join(INTENSITIES)

IN_A_ROW = 2
MOST_STEPS = 2
"""Away from what the file asks, where no letters limit it."""
STEP = 1.25
"""How much longer a hold gets with a step harder, and the time to get there with a step easier."""
HINT_AFTER_S = {-1: 0.5, 0: 1.0, 1: 2.5}
"""Nobody is told what to change before they had time to begin; help comes sooner where it is easier."""


class Outcome(StrEnum):
    """How a trial went, for the rule. What could not be scored is no outcome."""

    WELL = "well"
    PARTLY = "partly"
    NOT_YET = "not yet"


@dataclass(frozen=True, slots=True)
class Ease:
    """What a level changes besides the intensity. Shares of what the file asks."""

    hold_share: float = 1.0
    time_share: float = 1.0
    hint_after_s: float = HINT_AFTER_S[0]


def ease(level: int) -> Ease:
    """Harder: hold longer, help later. Easier: hold shorter, more time, help sooner. Never less time."""
    level = min(max(level, -MOST_STEPS), MOST_STEPS)
    return Ease(STEP**level, STEP ** max(-level, 0), HINT_AFTER_S[(level > 0) - (level < 0)])


class Adapting:
    """How far it is from what the file asks, in steps: ``level`` > 0 is harder. The same calls give the same levels.

    ``by_itself``: it follows the rule; otherwise only the person changes it. ``easiest`` and ``hardest`` limit the
    intensity for both, but never forbid what the file asks for.
    """

    def __init__(self, by_itself: bool = False, easiest: Letter = "A", hardest: Letter = "E") -> None:
        self.by_itself = by_itself
        self.level = 0
        self._limits = LETTERS.index(easiest), LETTERS.index(hardest)
        self._outcome: Outcome | None = None
        self._count = 0

    def letter(self, asked: Letter) -> Letter:
        """The intensity now, where the file asks for this one."""
        lowest, highest = self._room(asked)
        letter: Letter = LETTERS[LETTERS.index(asked) + min(max(self.level, lowest), highest)]  # type: ignore[assignment]
        return letter

    def ease(self) -> Ease:
        """What else changes. By key, it is only the intensity."""
        return ease(self.level) if self.by_itself else Ease()

    def see(self, outcome: Outcome | None, *asked: Letter) -> None:
        """A trial is over. ``asked``: as for ``change``."""
        if not self.by_itself or outcome is None:
            return
        self._count = self._count + 1 if outcome is self._outcome else 1
        self._outcome = outcome
        if self._count >= IN_A_ROW and outcome is not Outcome.PARTLY:
            self.change(1 if outcome is Outcome.WELL else -1, *asked)

    def change(self, steps: int, *asked: Letter) -> None:
        """Harder by so many steps (negative: easier), as far as there is room for any of ``asked``, the file's
        intensities, where it has some."""
        rooms = [self._room(letter) for letter in asked] or [(-MOST_STEPS, MOST_STEPS)]
        lowest, highest = min(low for low, _ in rooms), max(high for _, high in rooms)
        self.level = min(max(min(max(self.level, lowest), highest) + steps, lowest), highest)
        self._outcome, self._count = None, 0

    def _room(self, asked: Letter) -> tuple[int, int]:
        """Steps down to the easiest and up to the hardest."""
        here = LETTERS.index(asked)
        return min(self._limits[0] - here, 0), max(self._limits[1] - here, 0)
