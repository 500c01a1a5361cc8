"""For how long what is told of a face had been so before it was told: what was shown since then is not scored, either.

Part of the one rule in onlooker.py.
"""

from __future__ import annotations

from mirrorcam.face import Reason
from mirrorcam.gate import COVER_EVERY_S, COVERED_S
from mirrorcam.identity import OTHER_S
from mirrorcam.passing import LONGEST_BACK_S

COVERED_BACK_S = COVERED_S + COVER_EVERY_S + 0.1
"""A cover is looked for so often and has to last so long (gate.py), and each may be a picture late: at 8 to 30 pictures
a second the last look that was clear is .5 to .63 s before a cover is told."""
LATE_S = max(LONGEST_BACK_S, OTHER_S)
"""So long after it was seen it is certain what is scored; nothing is taken back for longer."""
OF_THE_NEUTRAL = (Reason.NEUTRAL_OFF, Reason.LOOKS_DIFFERENT)


class TakingBack:
    """Tell it what was told with every look, in order. ``so_far``: as it was before covers and neutrals that do not
    serve were taken back, too; then only speech is."""

    def __init__(self, *, so_far: bool = False) -> None:
        self._so_far = so_far
        self._told: Reason | None = None

    def see(self, told: Reason | None, talking_s: float, neutral_s: float) -> float:
        """How long before this look it began, with the first that tells it; 0 with all others. ``talking_s``,
        ``neutral_s``: how long speech, and what is wrong with the neutral, has lasted by its own account."""
        before, self._told = self._told, told
        if told is Reason.TALKING:
            return talking_s
        if told is before or self._so_far:
            return 0.0
        if told is Reason.COVERED:
            return COVERED_BACK_S
        return min(neutral_s, LATE_S) if told in OF_THE_NEUTRAL else 0.0
