"""What would make the camera's picture better, in plain words: light, distance, head and sharpness. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from mirrorcam.face import Reason, Sample
from mirrorcam.gate import BLUR, DIM, FAR_PX, PITCH_DEG, ROLL_DEG, YAW_DEG
from mirrorcam.phrases import phrase

BETTER = 1.5
"""Advice comes a little before the limit at which nothing is scored any more: sharpness up to so many times it. For
light that is ``DIM``."""
ROOMY_PX = 120.0
"""A face narrower than this is measured, but not at its best."""
NEAR_SHARE = 0.62
"""Of the picture's width: a face as wide as this leaves it with the next movement."""
TURNED_SHARE = 0.7
"""Of the angles from which nothing is scored."""
READ_S = 0.8
"""How long something must be so before it is said, so that it can be read."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing that is looked at: how it is, or what to do."""

    about: str
    good: bool
    words: str


def advice(sample: Sample) -> tuple[Advice, ...]:
    """In the order in which to mend them. Without a face there is only that to say, and the light."""
    light = _advice("light", _light(sample))
    if sample.reason is Reason.FROZEN:
        return (_advice("picture", "frozen"),)
    if sample.reason is Reason.TWO_PEOPLE:
        return (_advice("face", "two"), light)
    if sample.face is None:
        return (_advice("face", "nobody"), light)
    return (
        _advice("face", "covered" if sample.reason is Reason.COVERED else ""),
        light,
        _advice("distance", _distance(sample)),
        _advice("pose", _pose(sample)),
        _advice("sharp", _sharp(sample)),
    )


def _advice(about: str, fault: str) -> Advice:
    return Advice(about, not fault, phrase(f"check.{about}.{fault or 'good'}"))


def _light(sample: Sample) -> str:
    if sample.reason is Reason.TOO_BRIGHT:
        return "bright"
    return "" if sample.light >= DIM else "dark"


def _sharp(sample: Sample) -> str:
    """In dim light it is the light that makes it soft."""
    if sample.sharpness >= BLUR.leave * BETTER:
        return ""
    return "dim" if sample.light < DIM else "blurred"


def _distance(sample: Sample) -> str:
    if sample.reason is Reason.TOO_NEAR or sample.face_px > NEAR_SHARE * sample.width:
        return "near"
    far = max(FAR_PX.leave, min(ROOMY_PX, sample.width / 5))
    return "far" if sample.face_px < far else ""


def _pose(sample: Sample) -> str:
    assert sample.face is not None
    pose = sample.face.pose
    parts = {
        "turned": abs(pose.yaw_deg) / YAW_DEG.enter,
        "pitched": abs(pose.pitch_deg) / PITCH_DEG.enter,
        "rolled": abs(pose.roll_deg) / ROLL_DEG.enter,
    }
    most = max(parts, key=lambda name: parts[name])
    return most if parts[most] > TURNED_SHARE else ""


class Steadied:
    """Advice that does not flicker: a change is told once it has lasted."""

    def __init__(self) -> None:
        self._told: tuple[Advice, ...] = ()
        self._next: tuple[Advice, ...] = ()
        self._since_s = 0.0

    def see(self, sample: Sample, now_s: float) -> tuple[Advice, ...]:
        found = advice(sample)
        if found != self._next:
            self._next, self._since_s = found, now_s
        if not self._told or now_s - self._since_s >= READ_S:
            self._told = found
        return self._told
