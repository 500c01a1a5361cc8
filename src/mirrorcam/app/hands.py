"""Whether a hand lies at the side of a face, in films: the skin that was there is not found again.

A cheek shows little that would tell skin from the skin of a hand, so a small grey picture of both is kept from when the
face was seen well: in memory only, and as long as the face is there. The limits are in picture.py.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mirrorcam.face import Face, Frame
from mirrorcam.picture import COVERED_CHEEK

if TYPE_CHECKING:
    from mirrorcam.sources.cheeks import Cheeks

EVERY_S = 0.2
"""It is looked for at most this often; in between the last answer holds."""
BOTH_DEG, ONE_DEG = 6.0, 20.0
"""Of yaw from how the head was held then: up to which both sides are looked for, and up to which the nearer cheek is.
The farther one becomes narrow, and in a laugh its skin was not found in 6 of 958 looks at a living film where both
were looked for up to 10°; so in none. Further than a head is turned in a session nothing is asked."""
STRAIGHT_DEG = 12.0
"""Of yaw: of a head that is turned further the cheeks are not kept."""
FRONT_DEG = 8.0
"""Of yaw, then and now, up to which the outer cheek is looked for, too: further round it is narrow, or hair."""
JAW_COUNTS, CHEEK_COUNTS = 3.25, 4.0
"""A smile hides much of the skin at the jaw, poor light and blur much at the outer cheek, so their shares count so many
times: with .25 for all, 700 pictures without a hand (as for ``COVERED_CHEEK``) are all above it."""
OTHER_TONE = 0.115
"""How much the outer cheek's light has to differ (logarithm) before its skin is missed: smooth skin is hard to find
again. Where next to none was found in faces without a hand it was .11 at most, under painted palms .13 and more in 9 of
10."""
AWAY_S = 1.5
"""After so long somebody else may have come."""
PATIENCE_S = 15.0
"""A cheek that was not found again for so long looks otherwise now, for whatever reason (the hand lay there in the
beginning, say): then it is kept anew, so that nobody waits forever."""


@dataclass(frozen=True, eq=False)
class _Held:
    """Cheeks, and how the head was held."""

    cheeks: Cheeks
    yaw_deg: float


class Hands:
    """Of one face. Ask ``see`` of every frame in order of time, and say ``seen_well`` when it could be scored."""

    def __init__(self) -> None:
        self._before: _Held | None = None
        self._now: _Held | None = None
        self._looked_s = self._face_s = -math.inf
        self._share: float | None = None
        self._gone_since_s: float | None = None

    def see(self, frame: Frame, face: Face | None) -> float | None:
        """Which share of the skin of the poorer side is found again, 0..1, less where next to none is at the jaw or on
        the outer cheek; None where there is nothing to compare."""
        self._now = None
        if face is None:
            return None
        if not 0 <= frame.time_s - self._face_s <= AWAY_S:
            self._forget()
        self._face_s = frame.time_s
        if not 0 <= frame.time_s - self._looked_s < EVERY_S:
            self._look(frame, face)
        return self._share

    def seen_well(self) -> None:
        """The frame that was seen last can be scored: its cheeks are kept, if none are."""
        if self._before is None and self._now is not None and abs(self._now.yaw_deg) <= STRAIGHT_DEG:
            self._before = self._now

    def _look(self, frame: Frame, face: Face) -> None:
        from mirrorcam.sources.cheeks import cheeks_of

        self._now, self._looked_s = (
            _Held(cheeks_of(frame.pixels, face.landmarks), face.pose.yaw_deg),
            frame.time_s,
        )
        self._share = _found_again(self._before, self._now)
        if self._share is None or self._share >= COVERED_CHEEK.leave:
            self._gone_since_s = None
        elif self._gone_since_s is None:
            self._gone_since_s = frame.time_s
        elif frame.time_s - self._gone_since_s >= PATIENCE_S:
            self._forget()

    def _forget(self) -> None:
        self._before = self._share = self._gone_since_s = None


def _found_again(before: _Held | None, now: _Held) -> float | None:
    from mirrorcam.sources.cheeks import found_again

    turned_deg = now.yaw_deg - before.yaw_deg if before else math.inf
    if before is None or abs(turned_deg) > ONE_DEG:
        return None
    right, left = found_again(before.cheeks, now.cheeks)
    if abs(turned_deg) > BOTH_DEG:
        return (right if turned_deg > 0 else left).half
    least = min(min(side.half, JAW_COUNTS * side.jaw) for side in (right, left))
    if max(abs(before.yaw_deg), abs(now.yaw_deg)) > FRONT_DEG:
        return least
    palms = [CHEEK_COUNTS * side.cheek for side in (right, left) if side.tone > OTHER_TONE]
    return min([least, *palms])
