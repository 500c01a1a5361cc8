"""Trackers find faces in a frame. ``mediapipe`` is the real one, ``scripted`` answers from a list.

``open_tracker`` imports only the one that it opens.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, Self

from mirrorcam.errors import BadInput
from mirrorcam.face import Face, Frame


class TrackerError(BadInput):
    """A tracker cannot be opened or used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """``faces``: the one that is followed first, empty when there is none. ``people``: how many people are in
    the picture, as far as the tracker knows; faces far behind those that are followed do not count."""

    faces: tuple[Face, ...]
    people: int

    @property
    def face(self) -> Face | None:
        """The one that is followed."""
        return self.faces[0] if self.faces else None


class Tracker(Protocol):
    """Whoever says that they are one need not write how ``with`` closes it."""

    def track(self, frame: Frame) -> Tracked:
        """Frames must come in order of time.

        Raises ValueError for a frame that is no picture, TrackerError once the tracker is closed.
        """
        ...

    def close(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


TRACKERS: dict[str, str] = {"mediapipe": "the real one: 478 landmarks, 52 blendshapes, head pose"}
"""Name → what it is. Each is a module here with ``open_tracker(model, still, most)``. (``scripted`` needs its
list of faces and is made directly.)"""


def open_tracker(
    name: str = "mediapipe", model: Path | None = None, *, still: bool = False, most: int = 1
) -> Tracker:
    """Opens the tracker called ``name`` with the model file ``model``.

    ``still=True``: every frame is looked at for itself (photographs); otherwise the landmarks of a single face are
    smoothed in time. ``most``: how many faces are tracked at once, in no certain order.
    Raises TrackerError when there is no such tracker or when it cannot be opened.
    """
    if name not in TRACKERS:
        raise TrackerError(f"tracker: no tracker called {name!r}. Choose one of: {', '.join(TRACKERS)}")
    opener: Callable[[Path | None, bool, int], Tracker] = import_module(f"{__name__}.{name}").open_tracker
    return opener(model, still, most)
