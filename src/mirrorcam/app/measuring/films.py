"""Rows of a film, scored as in a session: held over blinks and quick turns, not in speech, from its first word, and not
by a neutral that does not serve, such as somebody else's."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from mirrorcam.against import against
from mirrorcam.app.measuring.row import Held, Row, raw_scores
from mirrorcam.calibration import Neutral, relative
from mirrorcam.expression import Expression
from mirrorcam.face import Reason, Sample
from mirrorcam.measures import measured
from mirrorcam.onlooker import PASSING, Onlooker, Scorable, Showing, expression_of, showing
from mirrorcam.taking_back import LATE_S
from mirrorcam.target import Target


def rows_of_film(
    samples: Iterable[Sample],
    file: str,
    targets: Mapping[str, Target],
    neutral: Neutral | None,
    *,
    found_in_it: bool,
) -> Iterator[Row]:
    """``samples`` in order of time, one a frame; ``found_in_it``: the neutral is of this film. Each row comes
    ``LATE_S`` late, as speech, a cover, and that it is somebody else, are known only after they began. What a face
    shows stays in it, whether it is scored or not."""
    watched = _Watched(file, targets, neutral, found_in_it)
    waiting: deque[Row] = deque()
    try:
        for frame, sample in enumerate(samples):
            now_s = sample.time_s
            row, back_s = watched.see(frame, sample)
            waiting.append(row)
            if back_s and row.reason:
                waiting = deque(watched.taken_back(one, now_s - back_s, row.reason) for one in waiting)
            while waiting and waiting[0].sample.time_s < now_s - LATE_S:
                yield waiting.popleft()
    except Exception:  # a film that breaks off: what was seen of it is not lost
        yield from waiting
        raise
    yield from waiting


class _Watched:
    """The film's face beside the neutral, frame by frame."""

    def __init__(
        self, file: str, targets: Mapping[str, Target], neutral: Neutral | None, found_in_it: bool
    ) -> None:
        self._file, self._targets, self._neutral = file, targets, neutral
        self._onlooker: Onlooker[Expression] = Onlooker()
        self._begins = found_in_it
        self._time_s = 0.0

    def see(self, frame: int, sample: Sample) -> tuple[Row, float]:
        """The row with its scores, or with why it has none; and how long that has been so, where it is known only
        now."""
        since_s, self._time_s = sample.time_s - self._time_s, sample.time_s
        nothing = Row(sample, self._file, frame, sample.reason, None, dict.fromkeys(self._targets))
        if self._neutral is None:
            return replace(nothing, reason=sample.reason or Reason.NO_NEUTRAL), 0.0
        row = self._told(nothing, self._look(sample, self._neutral, since_s))
        back_s = self._onlooker.back_s
        return row, max(back_s, since_s + 1e-6) if back_s else 0.0  # a slow film: the picture before at least

    def taken_back(self, row: Row, from_s: float, reason: Reason) -> Row:
        if row.reason is not None or row.sample.time_s < from_s:
            return row
        shown = row.expression if reason is Reason.TALKING else None
        return replace(row, reason=reason, expression=shown, scores=dict.fromkeys(self._targets), held=None)

    def _look(self, sample: Sample, neutral: Neutral, since_s: float) -> Showing[Expression] | Reason:
        if sample.face is None or sample.reason:
            return sample.reason or Reason.NOBODY
        if self._begins:
            self._onlooker.begin((sample.width, sample.height))
            self._begins = False
        self._onlooker.count(max(since_s, 0.0), against(neutral, sample))
        seen = measured(sample)
        return showing(sample.time_s, sample.face.pose, seen, relative(seen, neutral))

    def _told(self, nothing: Row, look: Showing[Expression] | Reason) -> Row:
        told = self._onlooker.tell(look)
        row = (
            nothing
            if isinstance(look, Reason)
            else replace(nothing, expression=look.shown, tracked=look.shown)
        )
        if isinstance(told, Reason):
            return replace(row if told in PASSING else nothing, reason=told)
        return replace(
            row, scores=raw_scores(expression_of(told), self._targets), held=_held(told, row.expression)
        )


def _held(told: Scorable[Expression], shown: Expression | None) -> Held | None:
    if told.face is not shown:
        return Held.TURN
    return Held.BLINK if told.upper is not shown else None
