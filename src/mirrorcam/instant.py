"""What a session showed at one instant: of one sample, all that there is to see of it afterwards."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mirrorcam.expression import Expression
from mirrorcam.face import STRAIGHT, HeadPose, Reason
from mirrorcam.session import Moment
from mirrorcam.steps import Seen, kinds
from mirrorcam.waiting import of_all

NO_STEP = ("neutral", "done")
"""Kinds of moment that belong to no step."""


@dataclass(frozen=True, slots=True)
class Side:
    """One person at one instant. ``worn``: what their avatar wore, with ``head``. ``seen``: what was scored; None where
    nothing could be, with the ``reason`` if the step looks at the face. ``waiting``: why timers stood still."""

    worn: Expression
    head: HeadPose = STRAIGHT
    seen: Expression | None = None
    reason: Reason | None = None
    waiting: Reason | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What was going on, until something else was."""

    step: int
    """Position of the step, from 0; −1: the neutral before the first one."""
    kind: str
    title: str
    phase: str
    words: str
    """The sentence below the avatars, in the language of that day."""
    person: str = ""
    """Whom of the cast the target avatar was; "": whoever is drawn anyway."""


@dataclass(frozen=True, slots=True)
class Instant:
    """All that there is to show of one sample."""

    time_s: float
    told: Told
    you: Side
    """Of two people, the one on the left."""
    target: Expression | None = None
    score: float | None = None
    together: float | None = None
    paused: bool = False
    beside: Side | None = None
    """Of two people, the one on the right."""

    @property
    def why_not(self) -> Reason | None:
        """Why nothing could be scored; where two are looked at, of either."""
        sides = [self.you, *([self.beside] if self.beside and looks_at_two(self.told.kind) else [])]
        return of_all([side.waiting or side.reason for side in sides])


def looks_at_two(kind: str) -> bool:
    """Where two people are there: whether both have to be seen, as for their neutrals."""
    step = kinds().get(kind)
    return kind in NO_STEP if step is None else step.for_two


def instant(moment: Moment, seen: Seen | None) -> Instant:
    """What is kept of a moment. ``seen``: what the step was told with it, if it was told something."""
    scene = moment.scene
    told = Told(moment.step, moment.kind, moment.title, str(scene.phase), scene.words, scene.person)
    told_of = None if moment.kind in NO_STEP else _as_asked(moment.kind, seen)
    you = _side(moment.expression, moment.head, moment.waiting, told_of)
    beside = None
    if moment.two is not None:
        left, right = moment.two
        you = _side(left.expression, left.head, left.waiting, told_of)
        beside = _side(right.expression, right.head, right.waiting, told_of.other if told_of else None)
    return Instant(
        moment.time_s, told, you, scene.target, scene.score_now, scene.together, moment.paused, beside
    )


def _as_asked(kind: str, seen: Seen | None) -> Seen | None:
    """Where a step does not look at the face, there is no reason why it could not."""
    if seen is None or kinds()[kind].needs_face:
        return seen
    return replace(seen, reason=None, other=_as_asked(kind, seen.other))


def _side(worn: Expression, head: HeadPose, waiting: Reason | None, seen: Seen | None) -> Side:
    if seen is None:
        return Side(worn, head, waiting=waiting)
    return Side(worn, head, seen.expression, seen.reason, waiting)
