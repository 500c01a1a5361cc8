"""What can only be told moment by moment: which step was on, what could be seen, how two faces went together.

It comes from what was kept while the session ran (timeline.py), or from the session computed anew; both are told here
in the same way.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mirrorcam.blocks import REASONS
from mirrorcam.face import Reason
from mirrorcam.instant import NO_STEP, Instant
from mirrorcam.steps import Step
from mirrorcam.timeline import Timeline
from mirrorcam.waiting import awake

SEEN, FREE, PAUSED = "seen", "free", "paused"
"""How a stretch of time was: all could be seen; nothing had to be; the person paused. Any other word is the reason
why nothing could be scored."""
SHORTEST_S = 0.2
"""Shorter stretches are not told: one bad picture is none."""
TRACE_STEP_S = 0.25
REST, DONE = NO_STEP


@dataclass(frozen=True, slots=True)
class Stretch:
    """From when to when something was the case, in seconds of the session."""

    begin_s: float
    end_s: float
    what: str

    @property
    def length_s(self) -> float:
        return self.end_s - self.begin_s


@dataclass
class Stretches:
    """Puts equal moments together to stretches."""

    found: list[Stretch] = field(default_factory=list)

    def see(self, time_s: float, what: str) -> None:
        if self.found:
            last = self.found[-1]
            self.found[-1] = Stretch(last.begin_s, time_s, last.what)
            if last.what == what:
                return
        self.found.append(Stretch(time_s, time_s, what))

    def told(self) -> Iterator[Stretch]:
        """Those that are long enough; what is too short belongs to the one before."""
        kept: list[Stretch] = []
        for one in self.found:
            if kept and (one.length_s < SHORTEST_S or one.what == kept[-1].what):
                kept[-1] = Stretch(kept[-1].begin_s, one.end_s, kept[-1].what)
            elif one.length_s >= SHORTEST_S:
                kept.append(one)
        yield from kept


class Watched:
    """Told every moment, in order."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = steps
        self.coverage, self.course = Stretches(), Stretches()
        self.traces: dict[int, list[tuple[float, float]]] = {}
        """How two faces went together in each step: seconds since it began → 0..1."""
        self.begun_s: dict[int, float] = {}
        """When each step that was reached began."""
        self._last_s = 0.0

    def see(self, one: Instant) -> None:
        state = self._state(one.told.step, one.told.kind, one.why_not, one.paused)
        self._see(one.time_s, one.told.step, state, one.together)

    def see_all(self, kept: Timeline) -> None:
        """Raises IndexError for a reason or a step that there is not."""
        facts = (kept.facts["step"].tolist(), kept.reasons.tolist(), kept.facts["paused"].tolist())
        times_s, together = kept.times_s.tolist(), kept.together.tolist()
        for i, (step, reason, paused) in enumerate(zip(*facts, strict=True)):
            why = REASONS[reason - 1] if reason else None
            moved = None if math.isnan(together[i]) else together[i]
            self._see(times_s[i], step, self._state(step, kept.told_at(i).kind, why, bool(paused)), moved)

    def _state(self, step: int, kind: str, why: Reason | None, paused: bool) -> str:
        if paused:
            return PAUSED
        needs = kind != DONE and (kind == REST or self._steps[step].needs_face)
        return FREE if not needs else SEEN if why is None else why.value

    def _sleep(self, time_s: float) -> None:
        """What the computer slept through did not have to be seen."""
        since_s = time_s - self._last_s
        if (awake_s := awake(since_s)) < since_s:
            self.coverage.see(self._last_s + awake_s, FREE)
        self._last_s = time_s

    def _see(self, time_s: float, step: int, state: str, together: float | None) -> None:
        self._sleep(time_s)
        self.course.see(time_s, str(step + 1))
        self.coverage.see(time_s, state)
        begun_s = self.begun_s.setdefault(step, time_s)
        if together is not None:
            trace = self.traces.setdefault(step, [])
            if not trace or time_s - begun_s - trace[-1][0] >= TRACE_STEP_S:
                trace.append((time_s - begun_s, together))
