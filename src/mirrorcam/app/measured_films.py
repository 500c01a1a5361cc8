"""Rows of a film, scored as in a session: held over blinks and quick turns, and not in speech, from its first word."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from mirrorcam.app.measured import Row, scores_of
from mirrorcam.calibration import BlinkHold
from mirrorcam.face import Reason
from mirrorcam.measures import measure
from mirrorcam.passing import LONGEST_BACK_S, Passing
from mirrorcam.target import Target


def scored_as_practised(rows: Iterable[Row], targets: Mapping[str, Target]) -> Iterator[Row]:
    """``rows`` in order of time, without scores. What a face shows stays with each, whether it is scored or not. Each
    comes ``LONGEST_BACK_S`` late, as speech is known only after it began."""
    blinks, passing = BlinkHold(), Passing[dict[str, float]]()
    waiting: deque[Row] = deque()
    try:
        for row in rows:
            now_s = row.sample.time_s
            waiting.append(_scored(row, blinks, passing, targets))
            if waiting[-1].reason is Reason.TALKING and passing.back_s:
                waiting = deque(_taken_back(one, now_s - passing.back_s, targets) for one in waiting)
            while waiting and waiting[0].sample.time_s < now_s - LONGEST_BACK_S:
                yield waiting.popleft()
    except Exception:  # a film that breaks off: what was seen of it is not lost
        yield from waiting
        raise
    yield from waiting


def _scored(
    row: Row, blinks: BlinkHold, passing: Passing[dict[str, float]], targets: Mapping[str, Target]
) -> Row:
    if row.expression is None or row.sample.face is None:
        return replace(row, scores=dict.fromkeys(targets))
    sample, face = row.sample, row.sample.face
    scores = scores_of(blinks.see(sample.time_s, row.expression), targets)
    seen = measure(face, sample.width, sample.height)
    said = passing.see(sample.time_s, seen, face.pose, scores)
    if isinstance(said, Reason):
        return replace(row, reason=said, scores=dict.fromkeys(targets))
    return replace(row, scores=said)


def _taken_back(row: Row, from_s: float, targets: Mapping[str, Target]) -> Row:
    if row.reason is not None or row.sample.time_s < from_s:
        return row
    return replace(row, reason=Reason.TALKING, scores=dict.fromkeys(targets))
