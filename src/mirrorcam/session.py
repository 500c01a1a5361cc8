"""The session: a pure machine. ``advance(time_s, sample) -> Moment``, the same live and replayed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import STRAIGHT, HeadPose, Reason
from mirrorcam.steps import Scene


class Command(StrEnum):
    """What the person may do at any moment; kept as events in the recording."""

    PAUSE = "pause"
    RESUME = "resume"
    SKIP = "skip"  # to the next step
    EASIER = "easier"
    HARDER = "harder"
    REPEAT = "repeat"  # this step from its start
    NEUTRAL = "neutral"  # take the neutral again
    NEXT = "next"  # "I have read it", for a card
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Moment:
    """Everything that there is to show after one sample."""

    time_s: float
    scene: Scene
    step: int
    """Position of the step, from 0; −1 while the neutral is taken before the first step."""
    steps: int
    kind: str
    """The kind of the step: "imitate", "say", … or "neutral" or "done"."""
    title: str
    """Of the step, for the top left corner: "Surprise"."""
    expression: Expression = NEUTRAL
    """What the person's avatar wears: relative to their neutral, or to an average one before it is known. Eased
    to rest when the face is lost."""
    head: HeadPose = STRAIGHT
    waiting: Reason | None = None
    """Why timers wait (None: they run, or this step needs no face)."""
    paused: bool = False
    offer_neutral: bool = False
    """The distance has changed by a fifth or more since the neutral was taken: offer to take it again."""
    done: bool = False
