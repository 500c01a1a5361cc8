"""Whether something came before a face, in films: a hand, hair, dark glasses. Skin that was there is not to be found.

What is reflected in glasses leaves much of the skin to be found, and shines. A shadow with edges leaves it, too, and
makes the light on it patchy.

The skin of a hand looks like that of a cheek, so a small grey picture of the face is kept from when it was seen well,
in memory only, and as long as the face is there. The limits are in gate.py.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mirrorcam.against import wears_glasses
from mirrorcam.arrays import Floats
from mirrorcam.face import Face, Frame, face_width
from mirrorcam.gate import COVER_EVERY_S, COVERED_SKIN, SHADOW, SHINE, FoundAgain
from mirrorcam.identity import CUT_S, cut_from
from mirrorcam.proportions import proportions

if TYPE_CHECKING:
    from mirrorcam.imaging.snapshots import Found, Part, Snapshot

BOTH_DEG, ONE_DEG = 6.0, 20.0
"""Of yaw from how the head was held then: up to which all is looked for, and up to which the nearer lower half is. The
farther one becomes narrow, and in a laugh its skin was not found in 6 of 958 looks at a living film where both were
looked for up to 10°; so in 1. Further than a head is turned in a session nothing is asked."""
PITCH_DEG = 12.0
"""Of pitch from then, up to which anything is looked for; in a session nothing is scored that far from the neutral. One
living man who shouted, his head thrust down by 7° to 12°, was told of a cover for .4 s."""
STRAIGHT_DEG = 12.0
"""Of yaw: of a head that is turned further no picture is kept."""
FRONT_DEG = 8.0
"""Of yaw, then and now, up to which the outer cheek is looked for, too: further round it is narrow, or hair."""
JAW_COUNTS, CHEEK_COUNTS, BROW_COUNTS, EYE_COUNTS = 3.25, 4.0, 2.0, 1.5
"""A smile hides much of the skin at the jaw, poor light and blur much at the outer cheek, rims and strong brows much
about the eyes, so their shares count so many times, and one limit does for all."""
UNEVEN_CHEEK_COUNTS = 2.5
"""The same of the outer cheek, where the other is found: poor light and blur take both alike."""
CHIN_COUNTS = 1.25
"""The same of the chin, where half of all that share more is found of both lower halves, and the light differs more
than theirs by ``CHIN_TONE``: smiles and jaws that drop change its skin, shade its light, a laugh all of it. Under a
living man's hand .17 and less is found, and the light differs by .14 and more. Of 770 clear photographs and 280 drawn
poses (jaws that drop, chins that are pushed up, lips that press, spread or droop) none is told, nor is any of 655 looks
at living films without a hand; of 210 painted hands 130, the others being about as light as the chin."""
CHIN_TONE = 0.08
OTHER_TONE = 0.115
"""How much the light of the outer cheek, of the chin, over the brow or round the eye has to differ (logarithm) before
its skin is missed: smooth skin is hard to find again, and a frown moves it. Where next to none was found on cheeks
without a hand, it was .11 at most, under painted palms .13 and more in 9 of 10, under hands over an eye .12."""
UNEVEN = 0.5
"""Or how much more has to be found of the same part of the other side, of all that share."""
AWAY_S = 1.5
"""After so long somebody else may have come."""
PATIENCE_S = 15.0
"""Skin that was not found again for so long looks otherwise now, for whatever reason (a hand lay there in the
beginning, say), as do eyes that shine so long, and a head that could not be asked about for so long is held otherwise
now: then the face is kept anew, so that nobody waits forever or goes unwatched."""
CAME_S = 0.5
"""So long after no face was seen, or it was another than just before (``identity.cut_from``), it is asked
whether somebody else has come; and if so, so long their face is kept anew from when it is first seen well, as whoever
leaves may still be before it, and the tracker needs a few pictures to settle."""
HELD_ALIKE_DEG = 7.0
"""Of yaw and pitch from how the head that was kept was held, up to which that is asked, and of pitch, up to which the
light is: further up or down a head throws other shadows by itself."""
NEXT_TO_NOTHING = 0.6
"""Of each part of the face but the whole halves: where no more is found of any, and it may be somebody else, it is. Of
the part of which most is found, it is .16 to .89 in 90 faces beside another's, median .47, in 8 of 10 less than this;
under painted covers .64 and more, but for some hands over half the face and over the left jaw."""


@dataclass(frozen=True, eq=False)
class _Held:
    """A face, how the head was held, and whether glasses were worn (None: not to be told)."""

    face: Snapshot
    yaw_deg: float
    pitch_deg: float
    glasses: bool | None


class Covers:
    """Of one face. Ask ``see`` of every frame in order of time, and say ``seen_well`` when it could be scored."""

    def __init__(self) -> None:
        self._before: _Held | None = None
        self._now: _Held | None = None
        self._looked_s = self._face_s = -math.inf
        self._found: FoundAgain | None = None
        self._gone_since_s: float | None = None
        self._known_by: tuple[Floats, float] | None = None
        self._came_s = self._other_s = -math.inf
        """Since when a face is there, and since when that is known to be another than was kept, and seen well."""

    def see(self, frame: Frame, face: Face | None) -> FoundAgain | None:
        """Where of its skin less than ``COVERED_SKIN`` is found again, something lies over it; where it has more than
        ``SHINE``, glasses mirror something; where the light is more patchy than ``SHADOW``, a shadow falls on it. None
        where there is nothing to compare."""
        self._now = None
        if face is None:
            self._known_by = None
            return None
        if abs(frame.time_s - self._face_s) > AWAY_S:
            self._forget()
        if self._comes(frame, face) and self._gone_since_s is None:  # what was missing before is a cover
            self._came_s = frame.time_s
        self._face_s = frame.time_s
        if not 0 <= frame.time_s - self._looked_s < COVER_EVERY_S:
            self._look(frame, face)
        return self._found

    def seen_well(self) -> None:
        """The frame that was seen last can be scored: its face is kept, if none is, or only of who has just come."""
        if self._now is None or abs(self._now.yaw_deg) > STRAIGHT_DEG:
            return
        if self._before is None and self._other_s > -math.inf:
            self._other_s = self._looked_s  # until now nobody could be seen well, as in the dark
        if self._before is None or 0 <= self._looked_s - self._other_s <= CAME_S:
            self._before = self._now

    def _comes(self, frame: Frame, face: Face) -> bool:
        """Whether it may be another face than that of the frame before. A hand that comes may look so, too."""
        height, width = frame.pixels.shape[:2]
        lengths, px = proportions(face.landmarks, width, height), face_width(face, width, height)
        before, self._known_by = self._known_by, (lengths, px)
        if before is None:
            return True
        soon_s = CUT_S + 0.005  # times of ten pictures a second differ by as little
        soon = frame.time_s - self._face_s < soon_s
        return soon and cut_from(before[0], lengths, before[1], px)

    def _look(self, frame: Frame, face: Face) -> None:
        from mirrorcam.imaging.snapshots import snapshot_of

        snapshot, glasses = snapshot_of(frame.pixels, face.landmarks), wears_glasses(face.patches)
        now = _Held(snapshot, face.pose.yaw_deg, face.pose.pitch_deg, glasses)
        self._now, self._looked_s = now, frame.time_s
        came = 0 <= frame.time_s - self._came_s <= CAME_S
        if self._before is not None and came and _another(self._before, now):
            self._forget()
            self._other_s = frame.time_s
        self._found = None if self._before is None else _found_again(self._before, now)
        if self._before is None or _as_before(self._found):
            self._gone_since_s = None
        elif self._gone_since_s is None:
            self._gone_since_s = frame.time_s
        elif frame.time_s - self._gone_since_s >= PATIENCE_S:
            self._forget()

    def _forget(self) -> None:
        self._before = self._found = self._gone_since_s = None


def _as_before(found: FoundAgain | None) -> bool:
    if found is None or found.skin < COVERED_SKIN.leave:
        return False
    return found.shine <= SHINE.leave and found.shadow <= SHADOW.leave


def _found_again(before: _Held, now: _Held) -> FoundAgain | None:
    """As ``Covers.see``."""
    from mirrorcam.imaging import snapshots

    turned_deg = now.yaw_deg - before.yaw_deg
    if abs(turned_deg) > ONE_DEG or abs(now.pitch_deg - before.pitch_deg) > PITCH_DEG:
        return None
    right, left = snapshots.found_again(before.face, now.face)
    if abs(turned_deg) > BOTH_DEG:
        return FoundAgain((right if turned_deg > 0 else left).half.share, 0.0)
    front = max(abs(before.yaw_deg), abs(now.yaw_deg)) <= FRONT_DEG
    skin = min(_least(right, left, front), _least(left, right, front), of_chin(right, left))
    level = abs(now.pitch_deg - before.pitch_deg) <= HELD_ALIKE_DEG
    other_glasses = {before.glasses, now.glasses} == {True, False}  # validity.py tells of these
    shadow = snapshots.shadow(before.face, now.face) if level and not other_glasses else 0.0
    return FoundAgain(skin, min(right.shine, left.shine), shadow)


def _another(before: _Held, now: _Held) -> bool:
    """Whether it is somebody else's face, if it may be one. Not asked of a head that is held otherwise: little is found
    of anybody's then (a living man who came back after .1 s was taken for somebody else, 11° and 8° from before)."""
    from mirrorcam.imaging import snapshots

    if max(abs(now.yaw_deg - before.yaw_deg), abs(now.pitch_deg - before.pitch_deg)) > HELD_ALIKE_DEG:
        return False
    sides = snapshots.found_again(before.face, now.face)
    parts = (part for side in sides for part in (side.jaw, side.cheek, side.brow, side.eye))
    return max(part.share for part in parts) < NEXT_TO_NOTHING


def of_chin(right: Found, left: Found) -> float:
    """Infinite where the chin tells nothing."""
    chin, halves = right.chin, (right.half, left.half)
    beside = chin.tone - max(half.tone for half in halves) > CHIN_TONE
    if beside and chin.tone > OTHER_TONE and all(_uneven(chin, half) for half in halves):
        return CHIN_COUNTS * chin.share
    return math.inf


def _least(side: Found, other: Found, front: bool) -> float:
    shares = [side.half.share, JAW_COUNTS * side.jaw.share]
    for counts, here, there in ((BROW_COUNTS, side.brow, other.brow), (EYE_COUNTS, side.eye, other.eye)):
        shares += [counts * here.share] if here.tone > OTHER_TONE or _uneven(here, there) else []
    if front and side.cheek.tone > OTHER_TONE:
        shares.append(CHEEK_COUNTS * side.cheek.share)
    if front and _uneven(side.cheek, other.cheek):
        shares.append(UNEVEN_CHEEK_COUNTS * side.cheek.share)
    return min(shares)


def _uneven(here: Part, there: Part) -> bool:
    return there.share - here.share >= UNEVEN
