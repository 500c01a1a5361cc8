"""Trackers find faces in a frame. ``mediapipe`` is the real one, ``scripted`` answers from a list."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol, Self

from mirrorcam.face import Face, Frame


class Tracker(Protocol):
    def track(self, frame: Frame) -> tuple[Face, ...]:
        """The faces in the frame, the one that is followed first. Frames must come in order of time."""

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...
