"""What is told of a face whose neutral is known, look by look: whether that neutral serves, what blinks, speech and
quick turns leave, and what was told too late and is taken back.

One rule for practice (participant.py), for films (app/measuring/films.py) and for sessions that are computed anew
(rescoring/faces.py). It goes only by what a recording keeps, so that all three come to the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from mirrorcam.against import Against
from mirrorcam.expression import Expression
from mirrorcam.face import HeadPose, Reason
from mirrorcam.measures import Measures
from mirrorcam.passing import BlinkHold, Passing, closed, opening_of, with_upper_face
from mirrorcam.taking_back import TakingBack
from mirrorcam.validity import Validity

Shown = TypeVar("Shown")

RULES = 3
"""The newest of the rules for what is seen; a session that was kept goes by those of its day. From 1 on not only speech
is taken back, from its beginning on; from 2 on a gap in which the computer slept counts as little in what is measured
as in timers (session.py); from 3 on what looks different does so also in looks that do not tell (validity.py)."""
PASSING = (Reason.TALKING, Reason.MOVING)
"""Reasons with which it is known all the same what the face shows."""


@dataclass(frozen=True, slots=True)
class Showing(Generic[Shown]):
    """A look that may be scored. ``opening``: how far the lips are parted (passing.py); ``closed``: how far the eye is
    that is closed further; ``shown``: what the face shows, an ``Expression`` or whatever stands for one."""

    time_s: float
    head: HeadPose
    opening: float
    closed: float
    shown: Shown


@dataclass(frozen=True, slots=True)
class Scorable(Generic[Shown]):
    """What of a look is scored: ``face`` is from before a quick turn, if the head turns; ``upper``, of which the upper
    face counts, from before a blink, if the eyes blink."""

    face: Shown
    upper: Shown


def showing(time_s: float, head: HeadPose, measures: Measures, expression: Expression) -> Showing[Expression]:
    return Showing(time_s, head, opening_of(measures), closed(expression), expression)


def expression_of(told: Scorable[Expression]) -> Expression:
    return with_upper_face(told.face, told.upper)


class Onlooker(Generic[Shown]):
    """Of one face. ``count`` every sample that may be scored, and then ask what to ``tell`` of those that are
    practised with."""

    def __init__(self, rules: int = RULES, validity: Validity | None = None) -> None:
        """``rules``: up to which it goes by them."""
        self._validity = validity or Validity()
        if rules < 3:
            self._validity.untold_s = 0.0
        self._taking_back = TakingBack(so_far=rules < 1)
        self._blinks: BlinkHold[Shown] = BlinkHold()
        self._passing: Passing[Scorable[Shown]] = Passing()
        self.back_s = 0.0
        """For how long what was told last has been so, where it is known only now."""

    @property
    def offer_neutral(self) -> bool:
        """Another neutral would be better."""
        return self._validity.offer

    def begin(self, picture: tuple[int, int]) -> None:
        """A neutral was taken; width and height of its picture."""
        self._validity.begin(picture)

    def go_on(self) -> None:
        """The taking of a neutral is over, whatever came of it: faces from before are beside another one."""
        self._blinks = BlinkHold()

    def count(self, since_s: float, now: Against) -> None:
        """How a sample stands against the neutral, so long after the one before."""
        self._validity.see(since_s, now)

    def tell(self, look: Showing[Shown] | Reason) -> Scorable[Shown] | Reason:
        """``look``: what the face shows, or why that cannot be scored."""
        told = look if isinstance(look, Reason) else self._passed(look)
        reason = told if isinstance(told, Reason) else None
        self.back_s = self._taking_back.see(reason, self._passing.back_s, self._validity.lasted_s)
        return told

    def _passed(self, look: Showing[Shown]) -> Scorable[Shown] | Reason:
        if reason := self._validity.reason:
            return reason
        upper = self._blinks.see(look.time_s, look.closed, look.shown)
        return self._passing.see(look.time_s, look.opening, look.head, Scorable(look.shown, upper))
