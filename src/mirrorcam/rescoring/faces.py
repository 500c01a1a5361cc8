"""What the steps of a session were told of the face, for all its samples at once; participant.py does it live.

With another neutral, dead zone or limits it is what they would have been told. When a neutral was taken, and when
practice was paused, stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mirrorcam.against import Against, Appearance, compare, wears_glasses, who_wears_glasses
from mirrorcam.arrays import Flags, Floats, Numbers
from mirrorcam.blocks import REASONS
from mirrorcam.calibration import DEAD_ZONE, Neutral, relatives
from mirrorcam.expression import CODES
from mirrorcam.face import Reason
from mirrorcam.onlooker import Onlooker, Showing
from mirrorcam.passing import AU43, UPPER_FACE, openings
from mirrorcam.recording import Recording
from mirrorcam.rescoring.columns import AT_ONCE, Columns
from mirrorcam.rescoring.course import Stretch, course_of
from mirrorcam.rescoring.limits import limits_of, reasons
from mirrorcam.validity import Validity
from mirrorcam.waiting import awake


@dataclass(frozen=True)
class SeenAgain:
    """Of each sample, (samples,): ``since_s`` the one before, whether a step was ``practised`` with it, and which
    sample's face was ``told`` (a quick turn keeps an earlier one; −1: none) with which sample's ``upper`` face (a blink
    keeps an earlier one). ``values`` (faces, len(CODES), 2) are those of the faces, of which ``face`` says whose."""

    since_s: Floats
    practised: Flags
    told: Numbers
    upper: Numbers
    face: Numbers
    values: Floats
    back_s: Floats
    """As in ``Seen``: so long before the sample began what is told with it."""
    reasons: Sequence[Reason | None]
    """Why no face was told; None where one was."""
    repeated: tuple[int, ...] = ()
    interrupted: tuple[int, ...] = ()
    """Both as in ``Course``."""

    def expressions(self, samples: Numbers) -> Floats:
        """(samples, len(CODES), 2); NaN where nothing could be scored."""
        told = self.told[samples]
        values = self.values[self.face[told]]
        values[:, UPPER_FACE] = self.values[self.face[self.upper[samples]]][:, UPPER_FACE]
        values[told < 0] = np.nan
        return values


def see_again(
    recording: Recording,
    columns: Columns,
    *,
    neutral: Neutral | None = None,
    dead_zone: float = DEAD_ZONE,
    gates: Mapping[str, float] | None = None,
) -> SeenAgain:
    """``neutral``: in the place of those that the session had; ``gates``: see limits.py. Raises RecordingError."""
    gates = gates or {}
    course = course_of(recording, len(columns), neutral)
    stretches = course.stretches
    since_s = np.maximum(np.diff(columns.times_s, prepend=columns.times_s[:1]), 0.0)
    if recording.rules >= 2:
        since_s = np.array([awake(one_s) for one_s in since_s.tolist()])
    since_s[[one.first for one in stretches if one.resumed]] = 0.0
    onlooker = _onlooker(gates, recording.rules)
    watched = _Watched(columns, since_s, reasons(columns, gates), dead_zone, onlooker)
    practised = np.zeros(len(columns), bool)
    for stretch in stretches:
        watched.see(stretch)
        practised[stretch.first : stretch.end] = stretch.practised
    return SeenAgain(
        since_s, practised, watched.told, watched.upper, columns.face, watched.values, watched.back_s,
        watched.reasons, course.repeated, course.interrupted,
    )  # fmt: skip


def _onlooker(gates: Mapping[str, float], rules: int) -> Onlooker[int]:
    yaw, pitch = (limits_of(name, gates) for name in ("neutral_yaw", "neutral_pitch"))
    return Onlooker(rules, Validity(yaw_deg=yaw, pitch_deg=pitch))


class _Watched:
    """The face of all samples on plain numbers: which sample's face was told, instead of the face."""

    def __init__(
        self,
        columns: Columns,
        since_s: Floats,
        why_not: NDArray[np.uint8],
        dead_zone: float,
        onlooker: Onlooker[int],
    ) -> None:
        self._columns, self._dead_zone = columns, dead_zone
        self._since_s, self._why_not = since_s.tolist(), why_not.tolist()
        self._times_s, self._face = columns.times_s.tolist(), columns.face.tolist()
        self._openings = openings(columns.features).tolist()
        self._blinks_of = columns.blinks.tolist()
        self._glasses: list[bool | None] | None = None
        self._onlooker = onlooker
        self.values = np.zeros((len(columns.features), len(CODES), 2))
        self.told = np.full(len(columns), -1)
        self.upper = np.full(len(columns), -1)
        self.back_s = np.zeros(len(columns))
        self.reasons: list[Reason | None] = [None] * len(columns)

    def see(self, stretch: Stretch) -> None:
        if stretch.anew:
            self._onlooker.go_on()
        if stretch.fresh:
            self._onlooker.begin(self._picture(stretch.first - 1))
        if stretch.neutral is None:
            samples = range(stretch.first, stretch.end)
            self.reasons[stretch.first : stretch.end] = [self._reason(i, Reason.NO_NEUTRAL) for i in samples]
            return
        if stretch.practised:
            self._compare(stretch, stretch.neutral)
        self._go_through(stretch, self._against(stretch, stretch.neutral))

    def _picture(self, sample: int) -> tuple[int, int]:
        fact = self._columns.facts[sample]
        return int(fact["width"]), int(fact["height"])

    def _compare(self, stretch: Stretch, neutral: Neutral) -> None:
        """The stretch's faces beside the neutral."""
        has = self._columns.face[stretch.first : stretch.end]
        found = has[has >= 0]
        for first in range(int(found[0]), int(found[-1]) + 1, AT_ONCE) if len(found) else ():
            some = slice(first, min(first + AT_ONCE, int(found[-1]) + 1))
            seen = self._columns.features[some], self._columns.patches[some], self._columns.camera[some]
            self.values[some] = relatives(*seen, neutral, self._dead_zone)

    def _eyes(self, stretch: Stretch) -> tuple[int, list[float]]:
        """The stretch's first face, and from it on how far the eye that is closed further is."""
        has = self._columns.face[stretch.first : stretch.end]
        found = has[has >= 0]
        if not len(found):
            return 0, []
        return int(found[0]), self.values[found[0] : found[-1] + 1, AU43].max(axis=1).tolist()

    def _go_through(self, stretch: Stretch, beside: Iterator[Against]) -> None:
        offset, closed = self._eyes(stretch)
        for i in range(stretch.first, stretch.end):
            if scored := not self._why_not[i] and self._face[i] >= 0:
                self._onlooker.count(self._since_s[i], next(beside))
            if stretch.practised:
                self._tell(i, self._look(i, closed[self._face[i] - offset]) if scored else self._reason(i))

    def _look(self, i: int, closed: float) -> Showing[int]:
        face = self._face[i]
        return Showing(self._times_s[i], self._columns.poses[face], self._openings[face], closed, i)

    def _reason(self, i: int, otherwise: Reason = Reason.NOBODY) -> Reason:
        return REASONS[self._why_not[i] - 1] if self._why_not[i] else otherwise

    def _tell(self, i: int, look: Showing[int] | Reason) -> None:
        told = self._onlooker.tell(look)
        self.back_s[i] = self._onlooker.back_s
        if isinstance(told, Reason):
            self.reasons[i] = told
        else:
            self.told[i], self.upper[i] = told.face, told.upper

    def _against(self, stretch: Stretch, neutral: Neutral) -> Iterator[Against]:
        """Of every sample of the stretch that may be scored."""
        if self._glasses is None:
            self._glasses = who_wears_glasses(self._columns.patches)
        worn, poses = wears_glasses(neutral.patches), self._columns.poses
        names = ("width", "height", "face_px", "sharpness", "light")
        figures = zip(
            *(self._columns.facts[name][stretch.first : stretch.end].tolist() for name in names), strict=True
        )
        for i, (width, height, face_px, sharpness, light) in enumerate(figures, stretch.first):
            face = self._face[i]
            if self._why_not[i] or face < 0:
                continue
            seen = Appearance(
                time_s=self._times_s[i],
                picture=(width, height),
                face_px=face_px,
                sharpness=sharpness,
                light=light,
                pose=poses[face],
                glasses=self._glasses[face],
                blink=self._blinks_of[face],
                proportions=self._columns.lengths[face],
            )
            yield compare(neutral, worn, seen)
