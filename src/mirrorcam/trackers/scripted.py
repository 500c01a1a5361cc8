"""A tracker that answers from a list, whatever the picture shows: for trials, demonstrations and tests."""

from __future__ import annotations

from collections.abc import Iterable

from mirrorcam.face import Face, Frame
from mirrorcam.trackers import Tracked, Tracker, TrackerError

NOTHING = Tracked((), 0)


class ScriptedTracker(Tracker):
    """Gives one answer a frame, in order: a ``Face``, a ``Tracked``, or None (nobody); then None for ever."""

    def __init__(self, answers: Iterable[Face | Tracked | None]) -> None:
        self._answers = iter(answers)
        self._closed = False

    def track(self, frame: Frame) -> Tracked:
        if self._closed:
            raise TrackerError("The tracker is closed.")
        answer = next(self._answers, None)
        if answer is None:
            return NOTHING
        return answer if isinstance(answer, Tracked) else Tracked((answer,), 1)

    def close(self) -> None:
        self._closed = True
