"""Kinds of step, one file each: its model (what an exercise file may say) and its pure ``advance``.

A step sees the person only as ``Seen``, and answers with a ``Scene``. It has no clock: ``time_s`` grows only
while the session is neither paused nor waiting, so every timer waits by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mirrorcam.expression import Expression
from mirrorcam.face import Reason


class Phase(StrEnum):
    """What is happening now, in one word; the same words are used in recordings."""

    NEUTRAL = "neutral"
    SAY = "say"
    DEMONSTRATE = "demonstrate"
    MAKE = "make"
    HOLD = "hold"
    LET_GO = "let go"
    REST = "rest"
    MIRROR = "mirror"
    BREATHE = "breathe"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Hint:
    """One muscle to think about: the action unit that is furthest off."""

    code: str
    more: bool
    """True: more of it; False: less."""
    words: str
    """Plain, inviting, lower case, without a full stop: "brows a little higher"."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a step is told of a sample."""

    expression: Expression | None
    """Relative to the person's neutral; None when nothing can be scored, with the reason."""
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Scene:
    """What a step wants to be shown at this moment. Plain data; the window and the summary draw it."""

    phase: Phase
    words: str
    """The one sentence below the avatars."""
    target: Expression | None = None
    """What the target avatar wears; None: no target avatar."""
    asked: Expression | None = None
    """What the person is asked to do right now; what the built-in performer tries."""
    progress: float | None = None
    """0..1 for the bar below the sentence; None: no bar."""
    progress_words: str = ""
    score: float | None = None
    """The smoothed live score, 0..100 on the scale that is shown; None when nothing is scored."""
    hint: Hint | None = None
    breath: float | None = None
    """0 (empty) … 1 (full) for the pacer; None: no pacer."""
