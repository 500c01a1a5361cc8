"""What the steps of a session were told of the face, for all its samples at once; participant.py does it live.

With another neutral, dead zone or limits it is what they would have been told. When a neutral was taken, and when
practice was paused, stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from mirrorcam.acts import Answer, Command, Note
from mirrorcam.against import (
    Against,
    Looked,
    LookedFace,
    compare,
    wears_glasses,
    who_wears_glasses,
)
from mirrorcam.blocks import REASONS
from mirrorcam.calibration import DEAD_ZONE, Neutral, relatives
from mirrorcam.expression import CODES
from mirrorcam.face import Reason
from mirrorcam.measures import measured
from mirrorcam.passing import AU43, UPPER_FACE, BlinkHold, Passing, openings
from mirrorcam.recording import Recording
from mirrorcam.rescoring.columns import AT_ONCE, Columns
from mirrorcam.rescoring.limits import limits_of, reasons
from mirrorcam.resting import Settling
from mirrorcam.session import Session
from mirrorcam.taking_back import TakingBack
from mirrorcam.validity import Validity

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]


@dataclass(frozen=True)
class SeenAgain:
    """Of each sample, (samples,): ``since_s`` the one before, whether a step was ``practised`` with it, and which
    sample's face was ``told`` (a quick turn keeps an earlier one; −1: none) with which sample's ``upper`` face (a blink
    keeps an earlier one). ``values`` (faces, len(CODES), 2) are those of the faces, of which ``face`` says whose."""

    since_s: Floats
    practised: NDArray[np.bool_]
    told: Numbers
    upper: Numbers
    face: Numbers
    values: Floats
    back_s: Floats
    """As in ``Seen``: so long before the sample began what is told with it."""
    repeated: tuple[int, ...] = ()
    """Samples before which the person had the step begin anew."""
    interrupted: tuple[int, ...] = ()
    """Samples before which something else may have begun a trial anew: a new neutral, another intensity."""

    def expressions(self, samples: Numbers) -> Floats:
        """(samples, len(CODES), 2); NaN where nothing could be scored."""
        told = self.told[samples]
        values = self.values[self.face[told]]
        values[:, UPPER_FACE] = self.values[self.face[self.upper[told]]][:, UPPER_FACE]
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
    course = _Course(recording, len(columns), neutral)
    stretches = list(course.stretches())
    since_s = np.maximum(np.diff(columns.times_s, prepend=columns.times_s[:1]), 0.0)
    since_s[[one.first for one in stretches if one.resumed]] = 0.0
    why_not, so_far = reasons(columns, gates), not recording.takes_back
    onlooker = _Onlooker(columns, since_s, why_not, dead_zone, gates, so_far=so_far)
    for stretch in stretches:
        onlooker.see(stretch)
    practised = np.zeros(len(columns), bool)
    for one in stretches:
        practised[one.first : one.end] = one.practised
    return SeenAgain(
        since_s, practised, onlooker.told, onlooker.upper, columns.face, onlooker.values, onlooker.back_s,
        tuple(course.repeated), tuple(course.interrupted),
    )  # fmt: skip


# ------------------------------------------------------------ when which neutral held


@dataclass(frozen=True, slots=True)
class Stretch:
    """Samples from ``first`` until ``end`` in which nothing of this changed."""

    first: int
    end: int
    neutral: Neutral | None
    practised: bool
    resumed: bool
    """It begins after a pause."""
    anew: bool
    """It begins after a neutral was asked for."""
    fresh: bool
    """It begins with a neutral that was taken just before."""


@dataclass
class _Course:
    """What session.py does with the person's commands, as far as it matters here."""

    recording: Recording
    samples: int
    given: Neutral | None
    """Instead of every other."""
    repeated: list[int] = field(default_factory=list)
    interrupted: list[int] = field(default_factory=list)

    def stretches(self) -> Iterator[Stretch]:
        session = self.recording.begin()
        self._settling = session.exercise.needs_neutral and session.given is None
        self._now = Stretch(0, 0, self.given or session.given, not self._settling, False, False, False)
        self._paused, self._over, self._settles = False, False, [0]
        for mark, what in self._marks():
            at = min(mark, self.samples)
            if at > self._now.first:
                yield replace(self._now, end=at)
                self._now = replace(self._now, first=at, resumed=False, anew=False, fresh=False)
            if isinstance(what, Neutral):
                self._take(at, what)
            else:
                self._obey(at, what, session)
            self._now = replace(self._now, practised=not (self._settling or self._paused or self._over))
        if self.samples > self._now.first:
            yield replace(self._now, end=self.samples)

    def _marks(self) -> list[tuple[int, Neutral | Command | Answer]]:
        """In order; a neutral was taken before what was asked for at the next sample."""
        taken: list[tuple[int, Neutral | Command | Answer]] = list(self.recording.taken)
        asked: list[tuple[int, Neutral | Command | Answer]] = [
            (event.at, event.command)
            for event in self.recording.events
            if not isinstance(event.command, Note)
        ]
        return sorted([*taken, *asked], key=lambda mark: mark[0])

    def _take(self, at: int, kept: Neutral) -> None:
        neutral = self.given or self._found(at) or kept
        self._now = replace(self._now, neutral=neutral, fresh=self.given is None, anew=True)
        self._settling = False
        self.interrupted.append(at)

    def _found(self, until: int) -> Neutral | None:
        """As the session found it, by today's measure."""
        settling = Settling()
        for first, end in zip(self._settles[::2], [*self._settles[1::2], until], strict=False):
            for sample in self.recording.samples(first, min(end, until)):
                good = sample.scored and sample.face is not None
                if (found := settling.see(sample, measured(sample) if good else None).neutral) is not None:
                    return found
        return None

    def _obey(self, at: int, command: Command | Answer, session: Session) -> None:
        if self._over:
            return
        if command is Command.PAUSE:
            self._settles += [at] if not self._paused else []
            self._paused = True
            return
        if self._paused:
            self._paused, self._settles = False, [*self._settles, at]
            self._now = replace(self._now, resumed=True)
        if command is Command.STOP:
            self._over = True
        elif command is Command.NEUTRAL or (command is Command.REPEAT and self._settling):
            self._settling, self._settles = True, [at]
        elif command is Command.SKIP and self._settling:
            neutral = self._now.neutral or session.kept
            self._now = replace(self._now, neutral=neutral, anew=True)
            self._settling = False
            self.interrupted.append(at)
        elif command is Command.REPEAT:
            self.repeated.append(at)
        elif command in (Command.EASIER, Command.HARDER):
            self.interrupted.append(at)


# ------------------------------------------------------------ what was seen in it


class _Onlooker:
    """Blinks, speech, quick turns and whether the neutral still serves, sample by sample as in participant.py, but on
    plain numbers: which sample's face was told, instead of the face."""

    def __init__(
        self,
        columns: Columns,
        since_s: Floats,
        why_not: NDArray[np.uint8],
        dead_zone: float,
        gates: Mapping[str, float],
        *,
        so_far: bool,
    ) -> None:
        self._taking_back = TakingBack(so_far=so_far)
        self._columns, self._dead_zone = columns, dead_zone
        self._since_s, self._why_not = since_s.tolist(), why_not.tolist()
        self._times_s, self._face = columns.times_s.tolist(), columns.face.tolist()
        self._openings = openings(columns.features).tolist()
        self._blinks_of = columns.blinks.tolist()
        self._glasses: list[bool | None] | None = None
        self._blinks, self._before = BlinkHold(), -1
        self._passing: Passing[int] = Passing()
        yaw, pitch = (limits_of(name, gates) for name in ("neutral_yaw", "neutral_pitch"))
        self._validity = Validity(yaw_deg=yaw, pitch_deg=pitch)
        self.values = np.zeros((len(columns.features), len(CODES), 2))
        self.told = np.full(len(columns), -1)
        self.upper = np.full(len(columns), -1)
        self.back_s = np.zeros(len(columns))

    def see(self, stretch: Stretch) -> None:
        if stretch.anew:
            self._blinks, self._before = BlinkHold(), -1
        if stretch.fresh:
            self._validity.begin_in(self._picture(stretch.first - 1))
        if stretch.neutral is None:
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
            face, why_not = self._face[i], self._why_not[i]
            reason = REASONS[why_not - 1] if why_not else None
            if scored := reason is None and face >= 0:
                self._validity.count(self._since_s[i], next(beside))
            if not stretch.practised:
                continue
            if scored:
                reason = self._validity.reason or self._passed(i, closed[face - offset])
            self.back_s[i] = self._taking_back.see(reason, self._passing.back_s, self._validity.lasted_s)

    def _passed(self, i: int, closed: float) -> Reason | None:
        """Why a sample that may be scored is not; of another, what is told with it is kept."""
        face, time_s = self._face[i], self._times_s[i]
        if not self._blinks.holds(time_s, closed):
            self._before = i
        self.upper[i] = self._before
        said = self._passing.passes(time_s, self._openings[face], self._columns.poses[face], i)
        if isinstance(said, Reason):
            return said
        self.told[i] = said
        return None

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
            lengths = self._columns.lengths[face]
            seen = LookedFace(poses[face], self._glasses[face], self._blinks_of[face], lengths)
            looked = Looked(self._times_s[i], (width, height), face_px, sharpness, light, seen)
            yield compare(neutral, worn, looked)
