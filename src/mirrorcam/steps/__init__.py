"""Kinds of step, one file each: its model (what an exercise file may say) and its pure ``advance``.

A step sees the person only as ``Seen``, and answers with a ``Scene``. It has no clock: ``time_s`` grows only
while the session is neither paused nor waiting, so every timer waits by itself.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Protocol

from pydantic import Field

from mirrorcam.expression import Expression
from mirrorcam.face import Reason
from mirrorcam.mirroring import Mirroring
from mirrorcam.tables import Table

if TYPE_CHECKING:
    from mirrorcam.target import Target

Title = Annotated[str, Field(max_length=60)]
Words = Annotated[str, Field(max_length=600)]


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
    since_s: float = 0.0
    """Seconds since the sample before, also while timers wait: what coverage is counted with."""


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


NOT_REACHED = "not reached"
"""The reason of a step that a session did not come to."""


@dataclass(frozen=True, slots=True)
class StepResult:
    """What a step measured. `practice --json` prints these fields in this order.

    ``score`` 0..100 as shown, ``symmetry`` and ``coverage`` 0..1; None: not measured. ``reason`` says why it
    is not scored or, where it is, why it ended early (None: it was done to its end).
    """

    kind: str
    target: str | None = None
    intensity: str | None = None
    scored: bool = False
    reason: str | None = "nothing is measured here"
    score: float | None = None
    onset_s: float | None = None
    held_s: float | None = None
    steadiness: float | None = None
    symmetry: float | None = None
    coverage: float | None = None


class Run(Protocol):
    """One go at a step. Deterministic: the same calls in the same order give the same answers."""

    @property
    def finished(self) -> bool: ...

    def advance(self, time_s: float, seen: Seen) -> Scene:
        """What to show at ``time_s``, which grows from 0 while the step's timers run."""

    def go_on(self) -> None:
        """The person has read the card, or has had enough of this."""

    def change(self, letters: int) -> None:
        """Harder by so many intensity letters (negative: easier), where there is an intensity."""

    def begin_again(self) -> None:
        """What was being measured is interrupted (a new neutral): begin that part again."""

    def result(self, early: str | None = None) -> StepResult:
        """So far. ``early`` says why it ended before its end: "skipped", "stopped"."""

    def trials(self) -> list[dict[str, Any]]:
        """What is kept of every single trial, as plain data."""


class Step(Table, ABC):
    """What every kind of step may say in an exercise file."""

    needs_face: ClassVar[bool] = False
    """Whether its timers wait while nothing can be scored."""

    kind: str
    title: Title = ""

    def heading(self, targets: Mapping[str, Target]) -> str:
        """The title, or one that fits."""
        return self.title

    def names(self) -> tuple[str, ...]:
        """The expressions that the step asks for."""
        return ()

    def mirroring(self, targets: Mapping[str, Target]) -> Mirroring | None:
        """How the person's avatar answers their face during this step; None: as in a mirror."""
        return None

    @abstractmethod
    def run(self, targets: Mapping[str, Target], attended: bool) -> Run:
        """``attended``: somebody is there to turn cards over; otherwise they turn by themselves."""


class Unmeasured:
    """The part of a ``Run`` that steps without a measurement share."""

    kind: ClassVar[str]

    def __init__(self) -> None:
        self.finished = False

    def go_on(self) -> None:
        self.finished = True

    def change(self, letters: int) -> None:
        """There is no intensity here."""

    def begin_again(self) -> None:
        """Nothing is measured here."""

    def result(self, early: str | None = None) -> StepResult:
        return StepResult(self.kind)

    def trials(self) -> list[dict[str, Any]]:
        return []
