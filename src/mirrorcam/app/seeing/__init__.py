"""From what a source yields to samples: a tracker with all that is put before it, the skin, the covers and the gate.

``Eyes`` does it frame by frame; ``Viewer`` looks at files, and at each photograph eight times.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Self

import numpy as np

from mirrorcam.app.ending import until_told
from mirrorcam.app.seeing.beside_neutral import with_closeup
from mirrorcam.app.seeing.covers import Covers
from mirrorcam.app.seeing.level import Level
from mirrorcam.app.seeing.straight import as_held, straightened
from mirrorcam.app.seeing.upright import Upright
from mirrorcam.app.seeing.well_lit import WellLit
from mirrorcam.errors import BadInput
from mirrorcam.face import Face, Frame, Reason, Sample
from mirrorcam.gate import Gate
from mirrorcam.patches import patches, unread
from mirrorcam.sources import kind_of, open_source
from mirrorcam.trackers import Tracked, Tracker, open_tracker
from mirrorcam.trackers.model import ensure_model
from mirrorcam.two_faces import Apart

SKIN_EVERY_S = 0.1
"""The skin is read at most this often; in between the last numbers hold."""


class Eyes:
    """Turns what a source yields into samples. A recording needs no tracker, so none is opened for it."""

    def __init__(self, tracker: Tracker | None, *, still: bool = False, timed: bool = True) -> None:
        self._tracker = tracker
        self._one = OneFace(still=still, timed=timed)

    @classmethod
    def open(cls, *, still: bool = False, timed: bool = True) -> Self:
        """With the real tracker; fetches its model if it is not here yet. ``still`` and ``timed`` as in ``Gate``."""
        return cls(cls._tracker_for(still), still=still, timed=timed)

    @staticmethod
    def _tracker_for(still: bool) -> Tracker:
        tracker = WellLit(open_tracker(model=ensure_model(), still=still), still=still)
        return Upright(tracker if still else Level(tracker), still=still)

    def see(self, item: Frame | Sample) -> Sample:
        if isinstance(item, Sample):
            return item
        assert self._tracker is not None, "only recordings can be seen without a tracker"
        return self._sample(item, self._tracker.track(item))

    def _sample(self, frame: Frame, tracked: Tracked) -> Sample:
        return self._one.see(frame, tracked.face, tracked.people)

    def close(self) -> None:
        if self._tracker is not None:
            self._tracker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class EyesForTwo(Eyes):
    """For two before one camera: every sample has the other's in it. A rolled head is not turned upright for the
    tracker, as that would turn the other's."""

    def __init__(self, tracker: Tracker | None, *, still: bool = False, timed: bool = True) -> None:
        super().__init__(tracker, still=still, timed=timed)
        self._both = [OneFace(still=still, timed=timed, too_many=Reason.THREE_PEOPLE) for _ in range(2)]
        self._apart = Apart()

    @staticmethod
    def _tracker_for(still: bool) -> Tracker:
        return WellLit(open_tracker(model=ensure_model(), still=still, most=2), still=still)

    def _sample(self, frame: Frame, tracked: Tracked) -> Sample:
        height, width = frame.pixels.shape[:2]
        two = self._apart.see(tracked.faces, width, height)
        elsewhere = tracked.people - sum(face is not None for face in two)
        one, other = (
            each.see(frame, face, elsewhere if face is None else 1 + elsewhere * (None not in two))
            for each, face in zip(self._both, two, strict=True)
        )
        return replace(one, other=other)


class OneFace:
    """Of one face, from frame to frame: its skin, what comes before it, and whether it can be scored. As ``Gate``."""

    def __init__(
        self, *, still: bool = False, timed: bool = True, too_many: Reason = Reason.TWO_PEOPLE
    ) -> None:
        self._gate = Gate(still=still, timed=timed, too_many=too_many)
        self._still, self._covers = still, Covers()
        self._skin, self._skin_s = unread(), -math.inf

    def see(self, frame: Frame, face: Face | None, people: int) -> Sample:
        """``people``: how many there are beside those who should be, and this one if it is there."""
        seen = None if face is None else self._with_skin(frame, face)
        if self._still:
            return with_closeup(frame, self._gate.see(frame, seen, people))
        sample = self._gate.see(frame, seen, people, self._covers.see(frame, seen))
        if sample.scored:
            self._covers.seen_well()
        return sample

    def _with_skin(self, frame: Frame, face: Face) -> Face:
        """Lines of the skin come and go slowly, and reading them is the dearest thing beside the tracker."""
        if self._still or not 0 <= frame.time_s - self._skin_s < SKIN_EVERY_S:
            self._skin, self._skin_s = patches(frame.pixels, face.landmarks), frame.time_s
        return face.with_skin(self._skin)


def eyes_for(source: str, *, timed: bool = True, for_two: bool = False) -> Eyes:
    """Those that fit what the source is called."""
    kind = kind_of(source)
    eyes = EyesForTwo if for_two else Eyes
    return eyes(None) if kind == "recording" else eyes.open(still=kind == "images", timed=timed)


# Edges added left, right, above and below, in the picture's size.
MARGINS = (
    (0.02, 0.05, 0.04, 0.01),
    (0.05, 0.02, 0.01, 0.04),
    (0.08, 0.08, 0.08, 0.08),
    (0.01, 0.10, 0.06, 0.03),
    (0.10, 0.03, 0.02, 0.09),
    (0.13, 0.13, 0.13, 0.13),
    (0.06, 0.00, 0.10, 0.05),
)


class Viewer:
    """Looks at files, one after the other; the tracker for photographs is opened once for all of them."""

    def __init__(self) -> None:
        self._still: Eyes | None = None

    def looks(self, path: Path) -> Iterator[list[Sample]]:
        """For each frame of a film its one sample; a photograph is looked at as ``looks_at`` does."""
        kind = kind_of(str(path))
        with open_source(str(path)) as source, ExitStack() as opened:
            eyes = (
                self._for_photographs()
                if kind == "images"
                else opened.enter_context(eyes_for(str(path), timed=False))
            )
            for item in until_told(source):
                if kind == "images" and isinstance(item, Frame):
                    yield looks_at(eyes, item)
                else:
                    yield [eyes.see(item)]

    def _for_photographs(self) -> Eyes:
        self._still = self._still or Eyes.open(still=True)
        return self._still

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._still is not None:
            self._still.close()


def looks_at(eyes: Eyes, photograph: Frame, many: int = 1 + len(MARGINS)) -> list[Sample]:
    """Eight, or as ``many`` as are wanted: as it is, then with other edges. A turned head is looked at from the front
    (straight.py), and said to be held as it is. One look with a reason, where the photograph cannot be scored.

    A mere shift of a picture moves a landmark network's answer; over eight looks at the same photograph the
    mean of an action unit varies less than half as much (.43 of it on 29 photographs, benchmarks/looks.py).
    """
    plain = eyes.see(photograph)
    if not plain.scored:
        return [plain]
    if (front := straightened(photograph, plain, eyes.see)) is not None:
        seen = map(eyes.see, islice(chain((front,), with_other_edges(front)), many))
        if looks := [as_held(sample, plain) for sample in seen if sample.scored]:
            return looks
    return [plain, *map(eyes.see, islice(with_other_edges(photograph), many - 1))]


def with_other_edges(frame: Frame) -> Iterator[Frame]:
    height, width = frame.pixels.shape[:2]
    for left, right, top, bottom in MARGINS:
        edges = ((int(top * height), int(bottom * height)), (int(left * width), int(right * width)), (0, 0))
        yield replace(frame, pixels=np.pad(frame.pixels, edges, mode="edge"))


def existing(paths: Sequence[Path]) -> Sequence[Path]:
    """The same paths. Raises BadInput that names every one that is not there, before any work is done."""
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise BadInput(
            "\n".join(f"{name}: there is no such file. Give a film or a picture." for name in missing)
        )
    return paths
