"""What the camera and the tracker saw: ``Frame`` → ``Face`` → ``Sample``.

Left and right are the person's. Pictures and landmarks are never flipped: the person's left is on the
right-hand side of the picture, where x is larger.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mirrorcam.closeup import Closeup
from mirrorcam.landmarks import EDGES, determinant
from mirrorcam.patches import unread
from mirrorcam.phrases import phrase

LANDMARKS = 478
LANDMARK_STEP = 1 / 16384
"""Landmarks are kept as int16 multiples of this: at most 0.04 px off at 1280 px, and the range is −2 … 2."""
BLENDSHAPE_STEP = 1 / 65535

# The 52 names in MediaPipe's order (category_name of FaceLandmarker's blendshapes, model float16/1).
BLENDSHAPES: tuple[str, ...] = tuple(
    """_neutral browDownLeft browDownRight browInnerUp browOuterUpLeft browOuterUpRight cheekPuff
    cheekSquintLeft cheekSquintRight eyeBlinkLeft eyeBlinkRight eyeLookDownLeft eyeLookDownRight
    eyeLookInLeft eyeLookInRight eyeLookOutLeft eyeLookOutRight eyeLookUpLeft eyeLookUpRight eyeSquintLeft
    eyeSquintRight eyeWideLeft eyeWideRight jawForward jawLeft jawOpen jawRight mouthClose
    mouthDimpleLeft mouthDimpleRight mouthFrownLeft mouthFrownRight mouthFunnel mouthLeft
    mouthLowerDownLeft mouthLowerDownRight mouthPressLeft mouthPressRight mouthPucker mouthRight
    mouthRollLower mouthRollUpper mouthShrugLower mouthShrugUpper mouthSmileLeft mouthSmileRight
    mouthStretchLeft mouthStretchRight mouthUpperUpLeft mouthUpperUpRight noseSneerLeft
    noseSneerRight""".split()
)
BLINKS = np.array([BLENDSHAPES.index(name) for name in ("eyeBlinkLeft", "eyeBlinkRight")])
"""Where it stands how far the network takes each eye for closed."""


class Reason(StrEnum):
    """Why a sample cannot be scored. The value is the word kept in files; ``words`` is said to the person in a session,
    ``advice`` of a picture or film that is looked at without one: what is the matter, and what to do about it."""

    NOBODY = "nobody"
    TWO_PEOPLE = "two people"
    TOO_FAR = "too far"
    TOO_NEAR = "too near"
    TURNED_AWAY = "turned away"
    TOO_DARK = "too dark"
    BLURRED = "blurred"
    FROZEN = "frozen"
    NO_NEUTRAL = "no neutral"
    COVERED = "covered"
    TOO_SLOW = "too slow"
    NEUTRAL_OFF = "neutral off"
    TALKING = "talking"
    MOVING = "moving"
    ONE_PERSON = "one person"
    THREE_PEOPLE = "three people"
    CHANGED_PLACES = "changed places"
    LOOKS_DIFFERENT = "looks different"
    TOO_BRIGHT = "too bright"

    @property
    def words(self) -> str:
        return phrase(f"reason.{self._key}")

    @property
    def advice(self) -> str:
        return phrase(f"advice.{self._key}")

    @property
    def _key(self) -> str:
        return self.value.replace(" ", "_")


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture. ``pixels`` is (height, width, 3) uint8 RGB, never flipped; ``time_s`` when it was taken."""

    time_s: float
    index: int
    pixels: NDArray[np.uint8]
    file: str = ""
    """The file that it comes from, where it comes from one."""
    stale: bool = False
    """True when a live camera has sent nothing new for too long, and this is its last picture again."""


@dataclass(frozen=True)
class HeadPose:
    """Degrees. ``yaw_deg`` > 0: turned to the person's left; ``pitch_deg`` > 0: chin up; ``roll_deg`` > 0:
    tilted towards the person's left shoulder. All zero is straight into the camera."""

    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    roll_deg: float = 0.0


STRAIGHT = HeadPose()


class Drawn(IntEnum):
    """How a turned head was drawn again before the tracker looked at it. The numbers are kept in recordings."""

    NOT = 0
    LEVEL = 1
    """In a film: what it was lifted or sunken beyond a few degrees was taken back (app/seeing/level.py)."""
    FROM_FRONT = 2
    """In a photograph: from the front, and all but ``head`` is as it was seen there (app/seeing/straight.py)."""


@dataclass(frozen=True)
class Face:
    """A tracked face, already rounded to what a recording keeps, so that live and replay compute the same.

    ``landmarks`` (478, 3) float32: x and y in 0..1 of the picture's width and height (they may leave it), z in
    units of the picture's width, smaller is nearer. ``blendshapes`` (52,) float32 in 0..1, order of ``BLENDSHAPES``.
    ``head`` (4, 4) float32: canonical face → camera, centimetres, y up, z towards the viewer.
    ``patches`` (len(PATCHES),) float32: what the skin shows, see ``patches.py``; UNUSABLE where nobody has looked.
    ``drawn``: whether the tracker was shown another picture of it.
    """

    landmarks: NDArray[np.float32]
    blendshapes: NDArray[np.float32]
    head: NDArray[np.float32]
    patches: NDArray[np.float32] = field(default_factory=unread)
    drawn: Drawn = Drawn.NOT

    @cached_property
    def pose(self) -> HeadPose:
        """Head angles from the rotation part of ``head``, read as R = Ry(yaw)·Rx(−pitch)·Rz(−roll)."""
        return head_poses(self.head[None])[0]

    def with_skin(self, patches: NDArray[np.float32]) -> Face:
        """The same face, with what its skin shows. The head is the same, so its angles are not asked for again."""
        result = replace(self, patches=patches)
        vars(result)["pose"] = self.pose
        return result


def head_poses(heads: NDArray[np.float32]) -> list[HeadPose]:
    """Of many faces: ``heads`` (faces, 4, 4) as in ``Face``."""
    return [_pose(rows) for rows in heads[:, :3, :3].tolist()]


def _pose(r: list[list[float]]) -> HeadPose:
    (_, _, c), (d, e, f), (_, _, i) = r
    size = math.cbrt(max(determinant(r), 1e-9))
    return HeadPose(
        yaw_deg=math.degrees(math.atan2(c, i)),
        pitch_deg=math.degrees(math.asin(min(1.0, max(-1.0, f / size)))),
        roll_deg=-math.degrees(math.atan2(d, e)),
    )


def rotation(pose: HeadPose) -> NDArray[np.float64]:
    """(3, 3), as in ``Face.head``: Ry(yaw)·Rx(−pitch)·Rz(−roll); ``Face.pose`` reads it back."""
    y, p, r = (math.radians(angle) for angle in (pose.yaw_deg, pose.pitch_deg, pose.roll_deg))
    (cy, sy), (cp, sp), (cr, sr) = ((math.cos(angle), math.sin(angle)) for angle in (y, p, r))
    return np.array(
        (
            (cy * cr + sy * sp * sr, cy * sr - sy * sp * cr, sy * cp),
            (-cp * sr, cp * cr, sp),
            (cy * sp * sr - sy * cr, -sy * sr - cy * sp * cr, cy * cp),
        )
    )


def face_width(face: Face, width: int, height: int) -> float:
    """Pixels between the outer face edges. Depth counts, so turning the head does not make a face smaller."""
    right, left = (face.landmarks[edge].tolist() for edge in EDGES)
    x, y, z = (a - b for a, b in zip(left, right, strict=True))
    return math.hypot(x * width, y * height, z * width)


def round_face(
    landmarks: NDArray[np.floating], blendshapes: NDArray[np.floating], head: NDArray[np.floating]
) -> Face:
    """A ``Face`` from a tracker's raw numbers, rounded and clamped to what a recording can keep exactly."""
    shapes = np.minimum(np.maximum(np.rint(blendshapes.astype(np.float64) / BLENDSHAPE_STEP), 0), 65535)
    return Face(  # + 0.0 turns −0.0, which an integer cannot keep, into 0.0
        landmarks=_rounded(landmarks),
        blendshapes=(shapes * BLENDSHAPE_STEP + 0.0).astype(np.float32),
        head=np.ascontiguousarray(head, np.float32),
    )


def placed(face: Face, landmarks: NDArray[np.floating], head: NDArray[np.floating]) -> Face:
    """The same face elsewhere, rounded as ``round_face`` does."""
    return replace(face, landmarks=_rounded(landmarks), head=np.ascontiguousarray(head, np.float32))


def _rounded(landmarks: NDArray[np.floating]) -> NDArray[np.float32]:
    single = landmarks.astype(np.float32).astype(np.float64)
    steps = np.minimum(np.maximum(np.rint(single / LANDMARK_STEP), -32768), 32767)
    return (steps * LANDMARK_STEP + 0.0).astype(np.float32)


def microseconds(time_s: float) -> int:
    """What recordings keep times in."""
    return round(time_s * 1e6)


@dataclass(frozen=True, slots=True)
class Sample:
    """What was seen at one moment. ``face`` may be there although ``reason`` forbids to score it (too far, say):
    the avatar can still mirror it. ``reason is None`` means: good enough to score, and ``face`` is there.

    ``time_s`` is rounded to whole microseconds, as a recording keeps them.
    """

    time_s: float
    face: Face | None
    reason: Reason | None
    width: int
    height: int
    """Of the picture, in pixels."""
    face_px: float = 0.0
    """Its ``face_width``, in pixels; 0 without a face."""
    light: float = 0.0
    """Median brightness of the face (of the picture when there is none), 0..1."""
    sharpness: float = 0.0
    """Fine detail of the face relative to its contrast; larger is sharper."""
    index: int = 0
    file: str = ""
    other: Sample | None = None
    """The second person of two before the camera, with a face and a reason of their own; its ``other`` is None."""
    signs: tuple[float, ...] = field(default=(), compare=False)
    """Of a photograph, what of the face can be seen, in the order of ``covering.Signs``. Never in a recording."""
    closeup: Closeup | None = field(default=None, compare=False, repr=False)
    """Of a photograph that can be scored, the skin, to be looked for in others. Never in a file."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "time_s", microseconds(self.time_s) / 1e6)

    @property
    def scored(self) -> bool:
        return self.reason is None
