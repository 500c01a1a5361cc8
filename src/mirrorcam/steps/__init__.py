"""Kinds of step, one file each: its model (what an exercise file may say) and its pure ``advance``.

A file's name is the kind's, and the one ``Step`` in it is found by itself. A step sees the person only as
``Seen``, and answers with a ``Scene``. It has no clock: ``time_s`` grows only while the session is neither paused
nor waiting, so every timer waits by itself.
"""

from __future__ import annotations

import pkgutil
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, PrivateAttr

from mirrorcam.adapting import Adapting
from mirrorcam.expression import Expression
from mirrorcam.face import HeadPose, Reason, microseconds
from mirrorcam.mirroring import Mirroring
from mirrorcam.phrases import translated
from mirrorcam.score import Hint as Hint
from mirrorcam.tables import Table
from mirrorcam.target import Target

Title = Annotated[str, Field(max_length=60)]
Words = Annotated[str, Field(max_length=600)]
Name = Annotated[str, Field(min_length=1, max_length=60)]
"""Of an exercise, an expression or a person: a file's, without its ending."""
Side = Literal["left", "right"]
"""Where one of two people sits, as they themselves would say it."""


class Phase(StrEnum):
    """What is happening now, in one word. A kind of step may have others of its own: a scene's phase is any word."""

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
class Choice:
    """Something to choose from; the person answers with its ``name``."""

    name: str
    words: str
    """As it stands on its button."""
    shown: Expression | None = None
    """What a face on the button wears; None: words only."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a step is told of a sample."""

    expression: Expression | None
    """Relative to the person's neutral; None when nothing can be scored, with the reason."""
    reason: Reason | None
    since_s: float = 0.0
    """Seconds since the sample before, also while timers wait: what coverage is counted with."""
    head: HeadPose | None = None
    """None: no face was found."""
    back_s: float = 0.0
    """With the first sample of something that is told only after it has begun (speech, a hand before the face): so long
    before it that was, and what was shown since is not to be counted (taking_back.py)."""
    other: Seen | None = None
    """Of two before the camera, who sits on the right; this one then sits on the left."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a step wants to be shown at this moment. Plain data; the window and the summary draw it."""

    phase: str
    """One of ``Phase``, or a word of the step's own."""
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
    """The live score, 0..100, as it is shown: so calm that it holds still while the face does. None when nothing is
    scored."""
    score_now: float | None = None
    """The same with less delay, as it begins and ends a hold: for whatever is kept."""
    hint: Hint | None = None
    breath: float | None = None
    """0 (empty) … 1 (full) for the pacer; None: no pacer."""
    together: float | None = None
    """0..1: how two faces go together just now, to be shown softly and without a number; None: not shown."""
    choices: tuple[Choice, ...] = ()
    """What can be answered right now, each by a button and a number key."""
    chosen: tuple[str, ...] = ()
    """The names of those that have been chosen."""
    writing: bool = False
    """A line of the person's own words may be answered, too."""
    person: str = ""
    """Who of the cast the target avatar is; "": whoever is drawn anyway."""
    leads: Side | None = None
    """Of two people: who is asked just now, while the other mirrors them."""
    camera: bool = True
    """Whether the small camera picture may be shown."""


@dataclass(slots=True)
class Hindrances:
    """What kept a step from being scored, and for how long."""

    _us: Counter[Reason] = field(default_factory=Counter)

    def see(self, seen: Seen) -> None:
        if seen.reason is not None:
            self._us[seen.reason] += microseconds(seen.since_s)

    @property
    def longest(self) -> str | None:
        """What did so for most of that time; None: nothing did."""
        found = max(self._us, key=self._us.__getitem__, default=None)
        return None if found is None else found.value


NOT_REACHED = "not reached"
"""The reason of a step that a session did not come to."""
NOT_MEASURED = "nothing is measured here"
"""That of a step in which nothing ever is."""
TOO_LITTLE = "there was not enough to see"
"""That of a step in which something was asked, nothing stood in the way, and yet too little came of it."""


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
    reason: str | None = NOT_MEASURED
    score: float | None = None
    onset_s: float | None = None
    held_s: float | None = None
    steadiness: float | None = None
    symmetry: float | None = None
    coverage: float | None = None
    measured: Mapping[str, Any] = field(default_factory=dict)
    """What only this kind of step measures, as plain data: {"synchrony": 0.71, "lag_s": 0.42}."""


class Run(ABC):
    """One go at a step. Deterministic: the same calls in the same order give the same answers."""

    kind: ClassVar[str]
    finished: bool = False

    @abstractmethod
    def advance(self, time_s: float, seen: Seen) -> Scene:
        """What to show at ``time_s``, which grows from 0 while the step's timers run."""

    def go_on(self) -> None:
        """The person has read the card, or has had enough of this."""
        self.finished = True

    def answer(self, text: str) -> None:  # noqa: B027
        """The name of what was chosen, or the line that was written."""

    def change(self, letters: int) -> None:  # noqa: B027
        """Harder by so many intensity letters (negative: easier), where there is an intensity."""

    def adapt(self, adapting: Adapting) -> None:  # noqa: B027
        """Before the first ``advance``: how much easier or harder it is, and whether it finds that by itself."""

    def begin_again(self) -> None:  # noqa: B027
        """What was being measured is interrupted (a new neutral): begin that part again."""

    def result(self, early: str | None = None) -> StepResult:
        """So far. ``early`` says why it ended before its end: "skipped", "ended early"."""
        return StepResult(self.kind)

    def trials(self) -> list[dict[str, Any]]:
        """What is kept of every single trial, as plain data."""
        return []


class Step(Table, ABC):
    """What every kind of step may say in an exercise file."""

    example: ClassVar[str] = ""
    """What a file has to say of it at the least, besides its kind."""
    for_two: ClassVar[bool] = False
    """Whether two people do it, side by side before one camera."""
    needs_face: ClassVar[bool] = False
    """Whether it looks at the person's face, so that their face at rest has to be known."""
    waits: ClassVar[bool] = True
    """Whether its timers wait, if it needs a face, while nothing can be scored."""

    keeps: ClassVar[bool] = False
    """Whether what comes of it is worth keeping although nothing is measured on the face."""
    by_chance: ClassVar[bool] = False
    """Whether something in it is drawn by the exercise's seed."""

    kind: str
    title: Title = ""

    _seed: str = PrivateAttr("1")

    def sown(self, seed: str) -> Self:
        """The same step, with what it draws by chance drawn from this."""
        step = self.model_copy()
        step._seed = seed
        return step

    def heading(self, targets: Mapping[str, Target]) -> str:
        """The title, or one that fits."""
        return translated(self.title)

    def names(self) -> tuple[str, ...]:
        """The expressions that the step asks for."""
        return ()

    def mirroring(self, targets: Mapping[str, Target]) -> Mirroring | None:
        """How the person's avatar answers their face during this step; None: as in a mirror."""
        return None

    def in_words(self, result: StepResult, targets: Mapping[str, Target]) -> str:
        """What the summary says of it, in a sentence or two, words before numbers; "": nothing."""
        return ""

    def followed(self, result: StepResult) -> float | None:
        """The one number, 0..100, that is followed from session to session; None: none."""
        return result.score

    @abstractmethod
    def run(self, targets: Mapping[str, Target], attended: bool) -> Run:
        """``attended``: somebody is there to turn cards over; otherwise they turn by themselves."""


@cache
def kinds() -> dict[str, type[Step]]:
    """Every kind of step there is: its name → its model."""
    found: dict[str, type[Step]] = {}
    for module in pkgutil.iter_modules(__path__):
        inside = vars(import_module(f"{__name__}.{module.name}")).values()
        found[module.name] = next(one for one in inside if _is_step_of(module.name, one))
    return found


def _is_step_of(name: str, one: object) -> bool:
    return isinstance(one, type) and issubclass(one, Step) and one.__module__ == f"{__name__}.{name}"
