"""What counts of the time between two samples, and what a session waits for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from mirrorcam.face import Reason, microseconds

ASLEEP_S = 5.0
"""A gap between two samples as long as this is no slow computer but one that slept: no timer runs on over it, and
nobody was asked anything meanwhile."""
LONGEST_GAP_S = 0.5
"""Timers of a step that needs a face run on by at most this between two samples: nobody saw the rest. In coverage a gap
counts in full, up to ``ASLEEP_S``: the screen stood still and went on asking, and what the face did then is not known.
"""
KEPT_WAITING_S = 2.0
"""Whoever leaves a step that waited for so long, and most of the time, did not choose to: what it waited for is told
instead. As long as a face at rest takes; who leaves sooner has not seen yet whether it works."""


def awake(since_s: float) -> float:
    """What counts of the time between two samples, wherever time is measured or told; none of times that go back."""
    return max(0.0, since_s) if since_s < ASLEEP_S else LONGEST_GAP_S


def of_all(reasons: Sequence[Reason | None]) -> Reason | None:
    """What stands in the way of looking at everybody; of two, one who is missing comes before everything else."""
    missing = [reason is Reason.NOBODY for reason in reasons]
    if any(missing) and not all(missing):
        return Reason.ONE_PERSON
    return next((reason for reason in reasons if reason is not None), None)


@dataclass
class Waiting:
    """What the step, or the first neutral, waits for."""

    reason: Reason | None = None
    """Why timers wait; None: they run."""
    reasons: Sequence[Reason | None] = ()
    """Of each person."""
    _waited_us: Counter[Reason | None] = field(default_factory=Counter)
    """For how long it waited for what; None: it went on."""

    def see(self, reasons: Sequence[Reason | None]) -> None:
        self.reasons = reasons
        self.reason = of_all(reasons)

    def count(self, since_s: float) -> None:
        self._waited_us[self.reason] += microseconds(min(since_s, LONGEST_GAP_S))

    @property
    def long(self) -> Reason | None:
        """What it waited for most of the time, if that was long enough to be no mere chance."""
        longest = max(self._waited_us, key=self._waited_us.__getitem__, default=None)
        return longest if self._waited_us[longest] >= microseconds(KEPT_WAITING_S) else None
