"""How a person's neutral is taken: about two steady seconds of a face at rest, and what keeps it from being so."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

import numpy as np

from mirrorcam.action_units import FEATURES
from mirrorcam.arrays import Flags, Floats
from mirrorcam.calibration import Neutral, eyes_closed, neutral_of_measured
from mirrorcam.face import STRAIGHT, HeadPose, Reason, Sample
from mirrorcam.measures import Measures
from mirrorcam.passing import BLINK_S
from mirrorcam.phrases import phrase

_NAMES = [feature.name for feature in FEATURES]
_SCALES = np.array([feature.full_scale for feature in FEATURES])


class Refusal(StrEnum):
    """Why a look at the face cannot count towards its neutral. ``words`` is said to the person."""

    MOUTH_MOVING = "mouth moving"
    MOVING = "moving"
    EYES_CLOSED = "eyes closed"
    HEAD_TURNED = "head turned"

    @property
    def words(self) -> str:
        return phrase(f"neutral.{self.value.replace(' ', '_')}")


SETTLE_S = 2.0
"""Steady time that a neutral needs, and the fewest looks in it."""
MIN_LOOKS = 8
STRAIGHT_DEG = (10.0, 17.0, 15.0)
"""Yaw, pitch and roll within which a head counts as straight. A camera below or above the face, as in most laptops,
gives 10° of pitch and more to a head that looks at the screen; a rolled head is shown to the tracker upright."""
STRAIGHT_BESIDE_DEG = (18.0, *STRAIGHT_DEG[1:])
"""For who sits beside the middle, as each of two does: a quarter of the picture's width off it, faces that look
straight ahead come out 6 to 7° further turned (two photographs, MediaPipe's head pose)."""
DIM_S = 0.5
"""A picture that is too bright or too dark is passed over for so long, as a blink is. Light that flickers in rolling
bands of 15 % makes it so for .4 s at a time, but features tremble no more for it: corners of the mouth, SD from look
to look, by .016 of their full scale; without it by .015."""
MOUTH_MOVED, CORNERS_MOVED, FACE_MOVED, POSE_MOVED_DEG = 0.2, 0.25, 0.4, 4.0
"""How far a look may be from the median of them all, in full scales of the features: lips and jaw, corners of the
mouth, brows and cheeks. A still mouth under camera noise stays below .1. The median, as it is
luck what a single look shows: a resting man's corners went by .32 to and fro (benchmarks/resting.py)."""
LASTING, LASTING_DEG = 0.4, 3.0
"""How far the medians of the earlier half of the looks and of the later may be apart, as a share of that, and in
degrees. What goes to and fro is noise, or life; what lasts drifts. So corners may drift by .1 of their full scale a
second, lips by .08, brows by .16, and a head may turn by 3°."""
REFUSAL_SHOWN_S = 1.0
"""How long a refusal is repeated, so that it can be read."""
LONGEST_STEP_S = 0.25
"""What one sample may add at most: after a gap nobody knows what the face did."""

_MAY_MOVE = {
    "lips_apart": MOUTH_MOVED, "jaw_down": MOUTH_MOVED, "corner_up_out": CORNERS_MOVED,
    "inner_brow_y": FACE_MOVED, "mid_brow_low": FACE_MOVED, "brow_gap": FACE_MOVED, "cheek_high": FACE_MOVED,
}  # fmt: skip
_WATCHED = np.array([_NAMES.index(name) for name in _MAY_MOVE])
_MAY_BE_OFF = np.array(list(_MAY_MOVE.values())) * _SCALES[_WATCHED]
_MOUTH = slice(0, 3)
_MAY_LAST = np.array([LASTING] * len(_MAY_MOVE) + [LASTING_DEG / POSE_MOVED_DEG] * 3)
_DIM = (Reason.TOO_BRIGHT, Reason.TOO_DARK)


@dataclass(frozen=True, slots=True)
class Settled:
    """How far the taking of a neutral has come."""

    progress: float
    """0..1."""
    refusal: Refusal | Reason | None = None
    """Why it began again, or waits."""
    neutral: Neutral | None = None
    """There once ``progress`` is 1."""
    from_s: float | None = None
    """Since when the face has been at rest; None: it is not."""

    @property
    def words(self) -> str:
        return self.refusal.words if self.refusal else ""


@dataclass
class Settling:
    """Takes a neutral from about two steady seconds: feed it every sample. Time is the samples' own. ``straight_deg``:
    yaw, pitch and roll within which the head counts as straight. Where the face moves, what was seen is kept as far
    back as it agrees with itself and with what is seen now: every look with their median, and the earlier half of them
    with the later one."""

    straight_deg: tuple[float, ...] = STRAIGHT_DEG

    _looks: deque[_Look] = field(default_factory=deque)
    _time_s: float | None = None
    _closed_s: float = 0.0
    _dim_s: float = 0.0
    _refusal: Refusal | Reason | None = None
    _refused_s: float = 0.0
    _neutral: Neutral | None = None

    def see(self, sample: Sample, measures: Measures | None) -> Settled:
        """``measures`` of the sample's face; None where it cannot be scored."""
        if self._neutral is None:
            self._take(sample, measures, self._step(sample.time_s))
        progress = min(self._steady_s / SETTLE_S, len(self._looks) / MIN_LOOKS, 1.0)
        shown = self._refusal if sample.time_s - self._refused_s < REFUSAL_SHOWN_S else None
        from_s = self._looks[0].sample.time_s if self._looks else None
        return Settled(progress, None if self._neutral else shown, self._neutral, from_s)

    def _step(self, time_s: float) -> float:
        step_s = 0.0 if self._time_s is None else min(max(time_s - self._time_s, 0.0), LONGEST_STEP_S)
        self._time_s = time_s
        return step_s

    def _take(self, sample: Sample, measures: Measures | None, step_s: float) -> None:
        if self._blinking(measures, step_s):
            return
        if self._flickering(sample, measures, step_s):
            self._say(sample, sample.reason)
            return
        if measures is None or (refusal := self._refuse(sample)):
            self._looks.clear()
            self._say(sample, refusal if measures else sample.reason)
            return
        self._looks.append(_Look(sample, measures, step_s, _place(sample, measures)))
        while moved := _moved(self._looks):
            self._leave_behind(sample, moved)
        if self._enough and (drifted := _drifted(self._looks)):
            self._leave_behind(sample, drifted)
        if self._enough:
            self._neutral = neutral_of_measured(
                [one.sample for one in self._looks], [one.measures for one in self._looks]
            )

    @property
    def _enough(self) -> bool:
        return self._steady_s >= SETTLE_S - 1e-9 and len(self._looks) >= MIN_LOOKS

    @property
    def _steady_s(self) -> float:
        """Between the first and the last of its looks; of gaps no more than is seen."""
        return sum(one.step_s for one in islice(self._looks, 1, None))

    def _leave_behind(self, sample: Sample, refusal: Refusal) -> None:
        """The oldest look."""
        self._looks.popleft()
        self._say(sample, refusal)

    def _blinking(self, measures: Measures | None, step_s: float) -> bool:
        closed = measures is not None and eyes_closed(measures)
        self._closed_s = self._closed_s + step_s if closed else 0.0
        return closed and self._closed_s <= BLINK_S

    def _flickering(self, sample: Sample, measures: Measures | None, step_s: float) -> bool:
        dim = measures is None and sample.reason in _DIM
        self._dim_s = self._dim_s + step_s if dim else 0.0
        return dim and self._dim_s <= DIM_S

    def _say(self, sample: Sample, refusal: Refusal | Reason | None) -> None:
        self._refusal, self._refused_s = refusal, sample.time_s

    def _refuse(self, sample: Sample) -> Refusal | None:
        pose = _pose(sample)
        if self._closed_s > BLINK_S:
            return Refusal.EYES_CLOSED
        turns = (pose.yaw_deg, pose.pitch_deg, pose.roll_deg)
        if any(abs(turn) > most for turn, most in zip(turns, self.straight_deg, strict=True)):
            return Refusal.HEAD_TURNED
        return None


class _Look(NamedTuple):
    sample: Sample
    measures: Measures
    step_s: float
    """Since the one before."""
    place: Floats
    """What is watched of face and head; 1: as far as it may be from the median of all looks."""


def _place(sample: Sample, measures: Measures) -> Floats:
    pose = _pose(sample)
    turns = np.array([pose.yaw_deg, pose.pitch_deg, pose.roll_deg]) / POSE_MOVED_DEG
    return np.concatenate([measures.features[_WATCHED].mean(axis=1) / _MAY_BE_OFF, turns])


def _moved(looks: Iterable[_Look]) -> Refusal | None:
    """Whether any is too far from their median."""
    places = np.array([one.place for one in looks])
    return _named(np.abs(places - np.median(places, axis=0)).max(axis=0) > 1.0)


def _drifted(looks: Iterable[_Look]) -> Refusal | None:
    """Whether the later half of them is too far from the earlier one."""
    places = np.array([one.place for one in looks])
    half = len(places) // 2
    earlier, later = np.median(places[:half], axis=0), np.median(places[-half:], axis=0)
    return _named(np.abs(later - earlier) > _MAY_LAST)


def _named(beyond: Flags) -> Refusal | None:
    if beyond[_MOUTH].any():
        return Refusal.MOUTH_MOVING
    return Refusal.MOVING if beyond.any() else None


def _pose(sample: Sample) -> HeadPose:
    return sample.face.pose if sample.face else STRAIGHT
