"""Rows of a film, scored as in a session: held over blinks and quick turns, not in speech, from its first word, and not
by a neutral that does not serve, such as somebody else's."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from mirrorcam.app.measured import Held, Row, scores_of
from mirrorcam.calibration import BlinkHold, Neutral
from mirrorcam.face import Reason
from mirrorcam.measures import measure
from mirrorcam.passing import LONGEST_BACK_S, Passing
from mirrorcam.target import Target
from mirrorcam.validity import OTHER_S, Validity, against

LATE_S = max(LONGEST_BACK_S, OTHER_S)
"""So long after it was seen a row is certain."""


def scored_as_practised(
    rows: Iterable[Row], targets: Mapping[str, Target], neutral: Neutral | None, *, own: bool
) -> Iterator[Row]:
    """``rows`` in order of time, without scores, of what the face shows beside ``neutral``; ``own``: it was found in
    this film. What a face shows stays with each that is its own, whether it is scored or not. Each comes ``LATE_S``
    late, as speech, and that it is somebody else, is known only after it began."""
    onlooker = _Onlooker(targets, neutral, own)
    waiting: deque[Row] = deque()
    try:
        for row in rows:
            now_s = row.sample.time_s
            scored, back_s = onlooker.see(row)
            waiting.append(scored)
            if back_s and scored.reason:
                waiting = deque(onlooker.taken_back(one, now_s - back_s, scored.reason) for one in waiting)
            while waiting and waiting[0].sample.time_s < now_s - LATE_S:
                yield waiting.popleft()
    except Exception:  # a film that breaks off: what was seen of it is not lost
        yield from waiting
        raise
    yield from waiting


class _Onlooker:
    """What participant.py does live."""

    def __init__(self, targets: Mapping[str, Target], neutral: Neutral | None, own: bool) -> None:
        self._targets, self._neutral, self._own = targets, neutral, own
        self._blinks, self._passing = BlinkHold(), Passing[dict[str, float]]()
        self._validity = Validity()
        self._begun = False
        self._time_s = 0.0
        self._reason: Reason | None = None

    def see(self, row: Row) -> tuple[Row, float]:
        """The row with its scores, or with why it has none; and how long that has been so, where it is known only
        now."""
        since_s, self._time_s = row.sample.time_s - self._time_s, row.sample.time_s
        if row.expression is None or row.sample.face is None:
            return self._refused(row, row.reason), 0.0
        before, self._reason = self._reason, self._why_not(row, since_s)
        if self._reason is None:
            return self._passed(row)
        back_s = self._validity.lasted_s if self._reason != before else 0.0
        return replace(self._refused(row, self._reason), expression=None), back_s

    def taken_back(self, row: Row, from_s: float, reason: Reason) -> Row:
        if row.reason is not None or row.sample.time_s < from_s:
            return row
        shown = row.expression if reason is Reason.TALKING else None
        return replace(self._refused(row, reason), expression=shown)

    def _refused(self, row: Row, reason: Reason | None) -> Row:
        return replace(row, reason=reason, scores=dict.fromkeys(self._targets), held=None)

    def _why_not(self, row: Row, since_s: float) -> Reason | None:
        """Whether the neutral serves. How far from the camera the face was is known only of its own film's."""
        assert self._neutral is not None, "without a neutral no expression"
        now = against(self._neutral, row.sample)
        if not self._own:
            now = now._replace(distance_changed=False, off=False)
        elif not self._begun:
            self._validity.begin(row.sample)
            self._begun = True
        self._validity.count(max(since_s, 0.0), now)
        return self._validity.reason

    def _passed(self, row: Row) -> tuple[Row, float]:
        sample, shown = row.sample, row.expression
        assert shown is not None and sample.face is not None
        kept = self._blinks.see(sample.time_s, shown)
        scores = scores_of(kept, self._targets)
        seen = measure(sample.face, sample.width, sample.height)
        said = self._passing.see(sample.time_s, seen, sample.face.pose, scores)
        if isinstance(said, Reason):
            return self._refused(row, said), self._passing.back_s if said is Reason.TALKING else 0.0
        held = Held.TURN if said is not scores else Held.BLINK if kept is not shown else None
        return replace(row, scores=said, held=held), 0.0
