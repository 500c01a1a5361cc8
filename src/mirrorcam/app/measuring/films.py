"""Rows of a film, scored as in a session: held over blinks and quick turns, not in speech, from its first word, and not
by a neutral that does not serve, such as somebody else's."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from mirrorcam.app.measuring.telling import Held, Row, raw_scores
from mirrorcam.calibration import Neutral, relative
from mirrorcam.expression import Expression
from mirrorcam.face import Reason, Sample
from mirrorcam.measures import measured
from mirrorcam.passing import BlinkHold, Passing
from mirrorcam.taking_back import LATE_S, TakingBack
from mirrorcam.target import Target
from mirrorcam.validity import Validity


def rows_of_film(
    samples: Iterable[Sample], file: str, targets: Mapping[str, Target], neutral: Neutral | None, *, own: bool
) -> Iterator[Row]:
    """``samples`` in order of time, one a frame; ``own``: the neutral was found in this film. What a face shows stays
    with each that is its own, whether it is scored or not. Each comes ``LATE_S`` late, as speech, a cover, and that it
    is somebody else, are known only after they began."""
    onlooker = _Onlooker(file, targets, neutral, own)
    waiting: deque[Row] = deque()
    try:
        for frame, sample in enumerate(samples):
            now_s = sample.time_s
            row, back_s = onlooker.see(frame, sample)
            waiting.append(row)
            if back_s and row.reason:
                waiting = deque(onlooker.taken_back(one, now_s - back_s, row.reason) for one in waiting)
            while waiting and waiting[0].sample.time_s < now_s - LATE_S:
                yield waiting.popleft()
    except Exception:  # a film that breaks off: what was seen of it is not lost
        yield from waiting
        raise
    yield from waiting


class _Onlooker:
    """What participant.py does live."""

    def __init__(self, file: str, targets: Mapping[str, Target], neutral: Neutral | None, own: bool) -> None:
        self._file, self._targets, self._neutral, self._own = file, targets, neutral, own
        self._blinks, self._passing = BlinkHold(), Passing[Expression]()
        self._validity, self._taking_back = Validity(), TakingBack()
        self._begun = False
        self._time_s = 0.0

    def see(self, frame: int, sample: Sample) -> tuple[Row, float]:
        """The row with its scores, or with why it has none; and how long that has been so, where it is known only
        now."""
        since_s, self._time_s = sample.time_s - self._time_s, sample.time_s
        nothing = Row(sample, self._file, frame, sample.reason, None, dict.fromkeys(self._targets))
        if self._neutral is None:
            return replace(nothing, reason=sample.reason or Reason.NO_NEUTRAL), 0.0
        row = self._scored(nothing, self._neutral, since_s) if sample.scored else nothing
        back_s = self._taking_back.see(row.reason, self._passing.back_s, self._validity.lasted_s)
        return row, max(back_s, since_s + 1e-6) if back_s else 0.0  # a slow film: the picture before at least

    def _scored(self, nothing: Row, neutral: Neutral, since_s: float) -> Row:
        reason = self._why_not(neutral, nothing.sample, since_s)
        return replace(nothing, reason=reason) if reason else self._passed(nothing, neutral)

    def taken_back(self, row: Row, from_s: float, reason: Reason) -> Row:
        if row.reason is not None or row.sample.time_s < from_s:
            return row
        shown = row.expression if reason is Reason.TALKING else None
        return replace(row, reason=reason, expression=shown, scores=dict.fromkeys(self._targets), held=None)

    def _why_not(self, neutral: Neutral, sample: Sample, since_s: float) -> Reason | None:
        """Whether the neutral serves."""
        if self._own and not self._begun:
            self._validity.begin(sample)
            self._begun = True
        self._validity.see(max(since_s, 0.0), neutral, sample)
        return self._validity.reason

    def _passed(self, nothing: Row, neutral: Neutral) -> Row:
        sample = nothing.sample
        assert sample.face is not None, "what can be scored has a face"
        seen = measured(sample)
        shown = relative(seen, neutral)
        kept = self._blinks.see(sample.time_s, shown)
        said = self._passing.see(sample.time_s, seen, sample.face.pose, kept)
        row = replace(nothing, expression=shown, tracked=shown)
        if isinstance(said, Reason):
            return replace(row, reason=said)
        held = Held.TURN if said is not kept else Held.BLINK if kept is not shown else None
        return replace(row, scores=raw_scores(said, self._targets), held=held)
