"""A tracker that is shown a lifted or sunken head level, in films, and whose answer is turned back.

MediaPipe reads a head whose chin is up or down otherwise than a level one: lids narrow, a jaw seems to drop, in
everyone a little otherwise (turning.py). Much of that is how its network sees, and goes when it is shown the face
level. Yaw is left alone: what the far side hides cannot be drawn, and a tracker that is shown its own guess of it runs
away with it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mirrorcam.app.seeing.upright import beyond
from mirrorcam.arrays import Floats
from mirrorcam.face import Drawn, Face, Frame, HeadPose, placed
from mirrorcam.facing import head_after, in_pixels, turn_from, turned_flat, within_a_square
from mirrorcam.landmarks import SKIN
from mirrorcam.trackers import Tracked, Tracker
from mirrorcam.turning import LEVEL_FROM_DEG

if TYPE_CHECKING:
    from mirrorcam.imaging.redrawing import Net

FURTHEST_DEG = 25.0
"""A head that is pitched further is not scored anyway, and is looked at as it is."""


@dataclass(frozen=True)
class _Before:
    """The face in the frame before: ``skin`` (SKIN, 3) px, where it lay in that frame."""

    pose: HeadPose
    skin: Floats


class Level(Tracker):
    """For frames in order of time. The head is taken to be pitched as it was in the frame before."""

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker
        self._before: _Before | None = None
        self._net: Net | None = None

    def track(self, frame: Frame) -> Tracked:
        """As ``Tracker.track``."""
        before = self._before
        lifted_deg = 0.0 if before is None else beyond(before.pose.pitch_deg, LEVEL_FROM_DEG)
        tracked = self._levelled(frame, before, lifted_deg) if before and lifted_deg else None
        return tracked or self._as_it_is(frame)

    def _as_it_is(self, frame: Frame) -> Tracked:
        height, width = frame.pixels.shape[:2]
        tracked = self._tracker.track(frame)
        if tracked.face:
            self._remember(tracked.face, in_pixels(tracked.face, width, height)[:SKIN])
        else:
            self._before = self._net = None
        return tracked

    def _levelled(self, frame: Frame, before: _Before, lifted_deg: float) -> Tracked | None:
        """What is seen with the pitch taken back, as if it had been seen in the frame; None when no face is."""
        from mirrorcam.imaging.redrawing import Net, fetched_from, redrawn_within

        pose = before.pose
        turn = turn_from(pose, replace(pose, pitch_deg=pose.pitch_deg - lifted_deg))
        at, to, square = within_a_square(before.skin, turn)
        self._net = self._net or Net(to, square)
        ways = self._net.ways(at, to)
        tracked = self._tracker.track(replace(frame, pixels=redrawn_within(frame.pixels, ways, square)))
        level = tracked.face
        if level is None:
            return None
        height, width = frame.pixels.shape[:2]
        points = in_pixels(level, width, height)
        turned = turned_flat(points, turn.T)
        there = placed(level, turned / (width, height, width), head_after(level.head, turn.T))
        face = replace(there, drawn=Drawn.LEVEL)
        skin = turned[:SKIN]
        skin[:, :2] = fetched_from(points[:SKIN, :2], ways, square)
        self._remember(face, skin)
        return replace(tracked, faces=(face,))

    def _remember(self, face: Face, skin: Floats) -> None:
        self._before = _Before(face.pose, skin) if abs(face.pose.pitch_deg) <= FURTHEST_DEG else None

    def close(self) -> None:
        self._tracker.close()
