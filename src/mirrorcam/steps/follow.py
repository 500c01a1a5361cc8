"""`follow`: the avatar moves through expressions, and you move with it, as in a dance.

What is measured is how much both faces go together and how far behind the person is (``synchrony.py``). It is
shown as a calm "together" while it lasts, without a number; words, and then numbers, come afterwards.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from mirrorcam.adapting import Adapting, Letter
from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import Reason
from mirrorcam.life import Pace, transition
from mirrorcam.phrases import number, phrase, translated
from mirrorcam.steps import TOO_LITTLE, Hindrances, Name, Run, Scene, Seen, Step, StepResult, Words
from mirrorcam.synchrony import Synchrony, Together
from mirrorcam.tables import Table
from mirrorcam.target import Target
from mirrorcam.trial import LEAST_COVERAGE, LONGEST_STEP_S

READY_S = 4.0
"""At rest, to read the invitation, before the first movement."""
END_S = 2.0
"""At rest after the last one: the person comes to rest as well, a little later."""
LAST_HOLD_S = 2.0
"""How long a key that nothing follows is held."""
LIVE_MEMORY_S = 8.0
"""What "together" shows goes by the last two windows of synchrony or so."""
GLIDE_S = 1.2
"""Time constant with which "together" changes, so that it never jumps."""
CHANGE_S = 0.8
"""How long an easier or harder movement takes to become so."""
MOST, OFTEN = 0.6, 0.3
"""Strengths of synchrony, 0..1, told as "most of the time" and "again and again". Who dances another order or moves at
random comes to .00, who moves half as far to .8 and more (benchmarks/follow.py)."""
AT_ONCE_S, LATE_S = 0.35, 0.9
"""Lags told as "almost at the same moment" and "a good moment later"; in between lies what is usual."""


class Key(Table):
    """A moment in the dance."""

    at_s: Annotated[float, Field(ge=0, le=600)]
    """When the movement begins, in seconds from the first that could be."""
    target: Name | None = None
    """Name of an expression; without it, back to rest."""
    intensity: Letter | None = None
    """How strongly; without it, as the step says."""


class Follow(Step):
    """Move with the avatar: a list of expressions, or keyframes."""

    example: ClassVar[str] = 'targets = ["soft-smile", "brow-raise"]'
    needs_face: ClassVar[bool] = True

    kind: Literal["follow"]
    targets: Annotated[list[Name], Field(max_length=40, default_factory=list)]
    """Expressions, one after the other, each coming and going as its own file says."""
    keys: Annotated[list[Key], Field(max_length=200, default_factory=list)]
    """In the place of `targets`: what begins when."""
    intensity: Letter = "C"
    words: Words = ""
    """The sentence that invites; without it, the usual one."""
    rounds: Annotated[int, Field(ge=1, le=20)] = 1
    """How often it goes through the targets."""
    hold_s: Annotated[float, Field(ge=0.2, le=30)] = 1.8
    """How long each is shown."""
    gap_s: Annotated[float, Field(ge=0, le=30)] = 1.4
    """How long the face rests before the next."""
    vary: Annotated[float, Field(ge=0, le=0.9)] = 0.5
    """By up to this share of themselves holds and gaps are longer or shorter, so that nothing can be counted out."""
    order: Literal["fixed", "shuffled"] = "fixed"
    """"shuffled": each round in an order of its own."""
    seed: Annotated[int, Field(ge=0, le=999_999)] = 1
    """Of what varies: the same seed makes the same dance."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if bool(self.targets) == bool(self.keys):
            raise ValueError("give either targets, a list of expressions, or keys, each with its at_s")
        if any(b.at_s <= a.at_s for a, b in pairwise(self.keys)):
            raise ValueError("the keys go in order of time: each at_s is more than the one before")
        return self

    def heading(self, targets: Mapping[str, Target]) -> str:
        return translated(self.title) or phrase("follow.title")

    def names(self) -> tuple[str, ...]:
        return (*self.targets, *(key.target for key in self.keys if key.target is not None))

    def in_words(self, result: StepResult, targets: Mapping[str, Target]) -> str:
        return in_words(result)

    def followed(self, result: StepResult) -> float | None:
        strength = result.measured.get("synchrony")
        return None if strength is None else 100.0 * strength

    def run(self, targets: Mapping[str, Target], attended: bool) -> FollowRun:
        return FollowRun(self, targets)


# ------------------------------------------------------------ the dance


@dataclass(frozen=True, slots=True)
class Move:
    """From ``begin_s`` on, to ``goal``, which is there ``onset_s`` later."""

    begin_s: float
    goal: Expression
    onset_s: float


class Trajectory:
    """What the avatar wears at a time: one movement after the other, each from where the last one was."""

    def __init__(self, moves: Sequence[Move], end_s: float) -> None:
        """``moves`` in order of time."""
        self.end_s = end_s
        self._moves = list(moves)
        self._begin_s = [move.begin_s for move in moves]
        self._starts = [NEUTRAL]
        for move, after in pairwise(moves):
            self._starts.append(self._within(move, self._starts[-1], after.begin_s))

    def at(self, time_s: float) -> Expression:
        number = bisect_right(self._begin_s, time_s) - 1
        return NEUTRAL if number < 0 else self._within(self._moves[number], self._starts[number], time_s)

    def _within(self, move: Move, start: Expression, time_s: float) -> Expression:
        return transition(start, move.goal, time_s - move.begin_s, Pace(move.onset_s))


def trajectory(step: Follow, targets: Mapping[str, Target], adapting: Adapting | None = None) -> Trajectory:
    """The dance of a step, easier or harder than the file has it. Times do not depend on the strength."""
    adapting = adapting or Adapting()
    moves = list(_keyed(step, targets, adapting) if step.keys else _listed(step, targets, adapting))
    last = moves[-1]
    return Trajectory(moves, last.begin_s + last.onset_s + END_S)


def _listed(step: Follow, targets: Mapping[str, Target], adapting: Adapting) -> Iterator[Move]:
    chance, at_s = Random(f"follow {step.seed}"), READY_S
    for _ in range(step.rounds):
        names = list(step.targets)
        if step.order == "shuffled":
            chance.shuffle(names)
        for name in names:
            target = targets[name].at(adapting.letter(step.intensity))
            yield Move(at_s, target.show, target.onset_s)
            at_s += target.onset_s + step.hold_s * _varied(chance, step.vary)
            yield Move(at_s, NEUTRAL, target.offset_s)
            at_s += target.offset_s + step.gap_s * _varied(chance, step.vary)


def _varied(chance: Random, share: float) -> float:
    return 1.0 + share * chance.uniform(-1.0, 1.0)


def _keyed(step: Follow, targets: Mapping[str, Target], adapting: Adapting) -> Iterator[Move]:
    """After a last key that shows something it is let go."""
    offset_s = Pace().offset_s
    for key in step.keys:
        at_s = READY_S + key.at_s
        if key.target is None:
            yield Move(at_s, NEUTRAL, offset_s)
        else:
            target = targets[key.target].at(adapting.letter(key.intensity or step.intensity))
            offset_s = target.offset_s
            yield Move(at_s, target.show, target.onset_s)
    if step.keys[-1].target is not None:
        onset_s = targets[step.keys[-1].target].onset_s
        yield Move(READY_S + step.keys[-1].at_s + onset_s + LAST_HOLD_S, NEUTRAL, offset_s)


def _letters(step: Follow) -> set[Letter]:
    """All that the file asks for. The strongest is the result's."""
    keyed: set[Letter] = {key.intensity or step.intensity for key in step.keys if key.target is not None}
    return keyed or {step.intensity}


# ------------------------------------------------------------ going through it


class FollowRun(Run):
    kind: ClassVar[str] = "follow"

    def __init__(self, step: Follow, targets: Mapping[str, Target]) -> None:
        self._step, self._targets = step, targets
        self._adapting = Adapting()
        self._dances = [(-math.inf, trajectory(step, targets))]
        """Since when which dance: the one that is gone through, after those whose strength still fades from it."""
        self._time_s = self._clock_s = self._ahead_s = 0.0
        self._asked_s = self._seen_s = 0.0
        self._hindrances = Hindrances()
        self._lately = Synchrony(memory_s=LIVE_MEMORY_S)
        self._overall = Synchrony(memory_s=math.inf)
        self._found: Together | None = None
        self._shown: float | None = None

    def adapt(self, adapting: Adapting) -> None:
        self._adapting = adapting
        self._dances = [(-math.inf, trajectory(self._step, self._targets, adapting))]

    def advance(self, time_s: float, seen: Seen) -> Scene:
        self._time_s = time_s + self._ahead_s
        self._clock_s += seen.since_s
        shown = self._leading()
        self._measure(shown, seen)
        end_s = self._dances[-1][1].end_s
        self.finished = self.finished or self._time_s >= end_s
        ready = self._time_s < READY_S
        return Scene(
            "ready" if ready else "follow",
            translated(self._step.words) or phrase("follow.ready" if ready else "follow.words"),
            shown,
            shown,
            progress=min(1.0, max(0.0, (self._time_s - READY_S) / (end_s - READY_S))),
            progress_words="" if ready else self._together_words(),
            together=self._shown,
        )

    def go_on(self) -> None:
        """On with the dance, or, once it has begun, enough of it."""
        if self._time_s < READY_S:
            self._ahead_s += READY_S - self._time_s
        else:
            self.finished = True

    def change(self, letters: int) -> None:
        self._adapting.change(letters, *_letters(self._step))
        self._dances.append((self._time_s, trajectory(self._step, self._targets, self._adapting)))

    def begin_again(self) -> None:
        """A gap, in which nothing is known: what was compared with the neutral before is not compared on."""
        self._clock_s += 1.0

    def result(self, early: str | None = None) -> StepResult:
        coverage = self._seen_s / self._asked_s if self._asked_s > 0 else None
        found = self._found if (coverage or 0.0) >= LEAST_COVERAGE else None
        early = None if self.finished else early
        reason = early if found is not None else self._hindrances.longest or early or TOO_LITTLE
        return StepResult(
            self.kind,
            intensity=max(map(self._adapting.letter, _letters(self._step))),
            scored=found is not None,
            reason=reason,
            coverage=coverage,
            measured={} if found is None else _measured(found),
        )

    def _leading(self) -> Expression:
        while len(self._dances) > 1 and self._time_s - self._dances[1][0] >= CHANGE_S:
            del self._dances[0]
        (_, first), *after = self._dances
        shown = first.at(self._time_s)
        for changed_s, dance in after:
            shown = transition(shown, dance.at(self._time_s), self._time_s - changed_s, Pace(CHANGE_S))
        return shown

    def _measure(self, shown: Expression, seen: Seen) -> None:
        if self._time_s < READY_S:
            return
        self._asked_s += seen.since_s
        self._hindrances.see(seen)
        if seen.expression is not None:
            self._seen_s += min(seen.since_s, LONGEST_STEP_S)
        self._found = self._overall.see(self._clock_s, shown, seen.expression)
        lately = self._lately.see(self._clock_s, shown, seen.expression)
        if lately is not None:
            self._glide(lately.strength, seen.since_s)

    def _glide(self, strength: float, since_s: float) -> None:
        before = 0.0 if self._shown is None else self._shown
        self._shown = before + (strength - before) * (1.0 - math.exp(-since_s / GLIDE_S))

    def _together_words(self) -> str:
        if self._shown is None and self._hindrances.longest == Reason.NO_NEUTRAL:
            return phrase("neutral.not_known")
        if self._shown is None or self._shown < OFTEN:
            return phrase("follow.finding")
        return phrase("follow.together" if self._shown >= MOST else "follow.nearly")


def _measured(found: Together) -> dict[str, Any]:
    """``correlation`` and ``floor`` are what the strength comes from (synchrony.py)."""
    return {
        "synchrony": found.strength,
        "lag_s": found.lag_s,
        "correlation": found.correlation,
        "floor": found.floor,
    }


def in_words(result: StepResult) -> str:
    """Words first, then how much and how far behind."""
    strength, lag_s = result.measured.get("synchrony"), result.measured.get("lag_s")
    if strength is None:
        return phrase("follow.unknown")
    how = "most" if strength >= MOST else "often" if strength >= OFTEN else "seldom"
    said = [phrase(f"follow.told.{how}")]
    if lag_s is not None and strength >= OFTEN:
        when = "at_once" if lag_s < AT_ONCE_S else "late" if lag_s > LATE_S else "usual"
        said.append(phrase(f"follow.told.{when}"))
        said.append(phrase("follow.told.numbers", percent=round(100 * strength), lag=lag_in_words(lag_s)))
    return " ".join(said)


def lag_in_words(lag_s: float) -> str:
    """How far behind, or ahead where that is below 0: "0.4 s later"."""
    tenths = round(10 * lag_s)
    if not tenths:
        return phrase("follow.told.together")
    return phrase(f"follow.told.{'earlier' if tenths < 0 else 'later'}", seconds=number(abs(tenths) / 10, 1))
