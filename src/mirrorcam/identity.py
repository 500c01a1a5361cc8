"""Is it the person whose neutral it is? Asked more closely of whoever comes, or comes back, and of a face after a cut.

By the proportions of the face that expressions hardly move (proportions.py), over time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from mirrorcam.against import Against, Appearance
from mirrorcam.gate import LOST_S
from mirrorcam.hysteresis import Limits
from mirrorcam.proportions import unlike

LASTS_S = 1.0
"""How long something has to be different before a new neutral is offered, or nothing is scored by the old one."""
OTHER = Limits(2.4, 2.2)
"""How unlike the neutral's proportions are, in what one face differs from itself, beyond which it is somebody else. 35
people (benchmarks/measurement/strangers.py): of themselves, at rest and smiling, no look of 70 is beyond it, in another
light, blurred, noisy, grey or small 1 of 100, with beards and glasses painted on 2 of 100, drawn again with six strong
expressions 1 of 100, of other people 7 of 10."""
OTHER_S = 2.0
KNOWN_OTHER_S = 20.0
"""The same for a face that has been known and never away since: nobody takes its place unseen, unless a film is cut
there, but strong expressions change proportions, too (a woman in tears in a film is 3.3 unlike herself), and are held
for up to 10 s in exercises."""
CUT, CUT_SMALLER, CUT_SIZE, CUT_S = 2.0, 1.0, 0.03, 0.1
"""A film was cut where the proportions are so unlike those of the sample before, if that was no longer ago than the
last; or less unlike, if the width of the face changed by so much, too (logarithm). Whoever is there then came just now.
Of cuts between portraits that show faces in one place and of one size, the hardest there are, 20 of 23 are told
(benchmarks/measurement/strangers.py); of 7,173 scored samples of eight films, each of one person, 14 are
(benchmarks/gates.py). Who is taken to be new is known again once they were like the neutral for a second."""
PERHAPS_OTHER = Limits(1.8, 1.6)
"""Beyond this a new neutral is offered, after the same time: 88 looks of 100 at other people, 1 of 70 at the own face,
at rest and smiling (benchmarks/measurement/strangers.py)."""
RETURNED = Limits(1.4, 1.2)
"""Beyond this nothing is scored of a face that comes, where the neutral is from another day or of pictures, or that
comes back after ``AWAY_S``, until it was known; nor of the latter while its head is held so that this cannot be told
(the former may have another camera). After ``LASTS_S`` of it a new neutral is offered."""
AWAY_S, AGAIN_S = 1.5, 0.3
"""For how long it was away, and has to be like the neutral to be known again. Of 1,190 pairs of people, of whom one
sits down, at rest and smiling, where the other was, 5 looks of 100 are scored in the first two seconds, of the same
people all but one of 1,750 (benchmarks/measurement/strangers.py). Living people who come back in the middle of talking
and laughing wait longer: in eight films, left for 2 s at twelve places each, another 0 to 12 looks of 100 are refused
in the five seconds after, in one 28 (benchmarks/gates.py)."""


@dataclass
class Identity:
    """Feed it every sample that can be scored, beside the neutral. As long as nothing else is said, that is from
    elsewhere, and who comes is not known."""

    known: bool = False
    """This is the face of the neutral, and was never away since that was certain."""
    _other_s: float = 0.0
    _perhaps_s: float = 0.0
    _unlike_s: float = 0.0
    _like_s: float = 0.0
    _came_s: float | None = 0.0
    """For how long a face is there that came, or came back, and is not known yet; None: there is none such."""
    _returned: bool = False
    """It came back, to where it was seen before."""
    _again_s: float = 0.0
    """For how long it has been like the neutral."""
    _doubted: bool = False
    """It is less like the neutral than ``RETURNED`` lets it be."""
    _askew_s: float | None = None
    """For how long its head is held so that this cannot be told; None: it is not."""
    _before: Appearance | None = None
    """The last one."""

    @classmethod
    def here(cls) -> Self:
        """The neutral was taken just now, of the face that is here."""
        return cls(known=True, _came_s=None)

    @property
    def another(self) -> bool:
        """It is somebody else, or may be, and has just come."""
        doubtful = self._came_s is not None and self._doubted
        return doubtful or self._other_s >= self._other_after_s

    @property
    def askew(self) -> bool:
        """Whoever came back has yet to look towards the camera, as they did for the neutral."""
        return self._came_s is not None and self._returned and self._askew_s is not None

    @property
    def offer(self) -> bool:
        """A new neutral would be better."""
        if self._perhaps_s >= self._other_after_s:
            return True
        return self._came_s is not None and (self._unlike_s >= LASTS_S or (self._askew_s or 0.0) >= OTHER_S)

    @property
    def lasted_s(self) -> float:
        """For how long it has been, or may have been, somebody else."""
        return max(self._other_s, self._came_s or 0.0)

    @property
    def _other_after_s(self) -> float:
        return KNOWN_OTHER_S if self.known else OTHER_S

    def count(self, since_s: float, now: Against) -> None:
        """Whether it is somebody else. A face that comes back, or after a cut, is asked more closely, until it has been
        alike for ``LASTS_S``."""
        before, self._before = self._before or now.seen, now.seen
        away_s = now.seen.time_s - before.time_s
        if away_s >= LOST_S or (away_s <= CUT_S and cut_between(before, now.seen)):
            self.known, self._like_s = False, 0.0
            self._other_s = self._perhaps_s = since_s = 0.0
        if away_s >= AWAY_S:
            self._came_s, self._unlike_s, self._again_s, self._returned = 0.0, 0.0, 0.0, True
        elif self._came_s is not None:
            self._came_s += since_s
        self._askew_s = (self._askew_s or 0.0) + since_s if now.askew else None
        if now.unlike is None:
            return
        self._doubted = now.unlike > RETURNED.enter
        self._again_s = 0.0 if self._doubted else self._again_s + since_s
        if self._again_s >= AGAIN_S:
            self._came_s = None
        self._other_s = _lasting(self._other_s, since_s, OTHER, now.unlike)
        self._perhaps_s = _lasting(self._perhaps_s, since_s, PERHAPS_OTHER, now.unlike)
        self._unlike_s = _lasting(self._unlike_s, since_s, RETURNED, now.unlike)
        self._like_s = 0.0 if self._unlike_s else self._like_s + since_s
        if self._like_s >= LASTS_S:
            self.known = True


def cut_between(before: Appearance, now: Appearance) -> bool:
    """Whether it is another face than just before, which nobody can put in its place so soon."""
    return cut_from(before.proportions, now.proportions, before.face_px, now.face_px)


def cut_from(before: NDArray[np.float64], now: NDArray[np.float64], before_px: float, now_px: float) -> bool:
    """As ``cut_between``, from the proportions and the widths of both."""
    change = unlike(before, now)
    resized = abs(math.log(max(now_px, 1.0) / max(before_px, 1.0)))
    return change > CUT or (change > CUT_SMALLER and resized > CUT_SIZE)


def _lasting(so_far_s: float, since_s: float, limits: Limits, value: float) -> float:
    """For how long it has been bad."""
    return so_far_s + since_s if limits.bad(value, so_far_s > 0) else 0.0
