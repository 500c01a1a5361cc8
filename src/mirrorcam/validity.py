"""Does the neutral that was taken still serve? Not at quite another distance or turn, nor before another camera, nor
with other glasses, nor in a picture that is much less sharp than its own was, nor for somebody else.

Of a session or a film, where it has to last; why_not.py says it of a photograph.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mirrorcam.against import SOFTENED, Against
from mirrorcam.face import Reason
from mirrorcam.hysteresis import Lasting, Limits
from mirrorcam.identity import LASTS_S, Identity

YAW_DEG = Limits(13.0, 11.0)
PITCH_DEG = Limits(12.0, 10.0)
"""From how the head was held for the neutral. 35 smiles drawn again turned (benchmarks/measurement/turned.py), as they
are seen in films, what is taken out found on other people: at 10° of yaw the score changes by 4.8 and 4.8 points (root
mean square), at 15° by 6.4 and 5.0, at 20° by 7.6 and 8.9; at 8° of pitch by 4.2 and 2.6, at 12° by 5.1 and 3.9, at 15°
by 6.5 and 4.8. Somewhere here it passes the 5 that were aimed at."""
SOFTENED_S = 0.2
"""How long a picture has to be ``SOFTENED`` (against.py); a single blurred look passes."""
UNTOLD_S = 0.3
"""For so long what looked different still does where that cannot be told: in a blink, or while the sign of glasses lies
between its limits for a look at the skin or two, which are .1 s apart. Whoever is seen to wear none again is free at
once."""


@dataclass
class Validity:
    """Feed it every sample that can be scored."""

    yaw_deg: Limits = YAW_DEG
    pitch_deg: Limits = PITCH_DEG
    untold_s: float = UNTOLD_S
    _changed_s: float = 0.0
    _off_s: float = 0.0
    _different_s: float = 0.0
    _untold_s: float = 0.0
    _identity: Identity = field(default_factory=Identity)
    _picture: tuple[int, int] | None = None
    _yaw: bool = False
    """Turned too far round; ``_pitch``: up or down."""
    _pitch: bool = False
    _soft_now: bool = False
    _dim: bool = False
    _soft: Lasting = field(default_factory=lambda: Lasting(SOFTENED_S))

    @property
    def offer(self) -> bool:
        """A new neutral would be better."""
        return max(self._changed_s, self._off_s, self._different_s) >= LASTS_S or self._identity.offer

    @property
    def reason(self) -> Reason | None:
        """Why nothing can be scored by it just now."""
        if self._off_s >= LASTS_S:
            return Reason.NEUTRAL_OFF
        if self._different_s >= LASTS_S or self._identity.another:
            return Reason.LOOKS_DIFFERENT
        if self._yaw or self._pitch or self._identity.askew:
            return Reason.TURNED_AWAY
        return _why_soft(self._dim) if self._soft.so else None

    @property
    def lasted_s(self) -> float:
        """For how long what ``reason`` says of the face or its distance has been so; 0 of anything else."""
        if self.reason is Reason.NEUTRAL_OFF:
            return self._off_s
        if self.reason is not Reason.LOOKS_DIFFERENT:
            return 0.0
        return max(self._different_s, self._identity.lasted_s)

    def begin(self, picture: tuple[int, int]) -> None:
        """A neutral was taken; width and height of its picture."""
        self._picture, self._off_s, self._changed_s = picture, 0.0, 0.0
        self._different_s, self._soft_now, self._soft = 0.0, False, Lasting(SOFTENED_S)
        self._identity = Identity.here()

    def see(self, since_s: float, now: Against) -> None:
        """How a sample stands against the neutral, so long after the one before."""
        other = self._picture not in (None, now.seen.picture)
        self._changed_s = self._changed_s + since_s if now.distance_changed else 0.0
        self._off_s = self._off_s + since_s if other or now.off else 0.0
        self._untold_s = self._untold_s + since_s if now.different is None else 0.0
        if now.different:
            self._different_s += since_s
        elif now.different is False or self._untold_s >= self.untold_s:
            self._different_s = 0.0
        self._yaw = self.yaw_deg.bad(now.turned.yaw_deg, self._yaw)
        self._pitch = self.pitch_deg.bad(now.turned.pitch_deg, self._pitch)
        if now.sharpness is not None:
            self._soft_now = SOFTENED.bad(now.sharpness, self._soft_now)
        self._dim = now.dim
        self._soft.see(now.seen.time_s, self._soft_now)
        self._identity.count(since_s, now)


def _why_soft(dim: bool) -> Reason:
    """In dim light a camera's picture loses its detail, and more light is what helps."""
    return Reason.TOO_DARK if dim else Reason.BLURRED
