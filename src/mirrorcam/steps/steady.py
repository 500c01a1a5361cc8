"""`steady`: the avatar shows strong feelings; you look on and stay soft. For those who catch too much.

It says what is coming before anything is shown, begins small, and can be eased at any moment. How much caught on
(``catching.py``) is told afterwards only.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from statistics import fmean
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from mirrorcam.adapting import LETTERS, Adapting, Letter
from mirrorcam.catching import AFTER_S, BEFORE_S, Before, Caught
from mirrorcam.clues import named
from mirrorcam.expression import INTENSITIES, NEUTRAL, Expression
from mirrorcam.life import Pace, course
from mirrorcam.ordering import Order, arranged
from mirrorcam.phrases import listed, phrase, translated
from mirrorcam.steps import TOO_LITTLE, Hindrances, Name, Run, Scene, Seen, Step, StepResult, Words
from mirrorcam.synchrony import Synchrony
from mirrorcam.target import Target

Gap = Annotated[float, Field(ge=1, le=30)]

COMING, WATCH, REST, TOLD = "coming", "watch", "rest", "told"
"""The phases."""
HARDLY, LITTLE, SOME = 0.15, 0.3, 0.6
"""Below these shares of what was shown, it is called so. Our own words for our own measure; the first is above what the
built-in performer comes to, who keeps still."""
SMALL = "AB"
"""Intensities that are small enough to be called so."""
PASS_S = 6.0
"""Where nobody can press a key, a card stays for this long, whatever the language."""


class Steady(Step):
    """Look on, and stay soft."""

    example: ClassVar[str] = 'targets = ["sadness"]'
    needs_face: ClassVar[bool] = True
    by_chance: ClassVar[bool] = True

    kind: Literal["steady"]
    targets: Annotated[list[Name], Field(min_length=1, max_length=10)]
    """Names of the expressions that are shown, one after the other."""
    shows: Annotated[int, Field(ge=1, le=40)] = 6
    """How many times something is shown."""
    weakest: Letter = "A"
    strongest: Letter = "C"
    """It begins as weak as the one and grows to the other, step by step."""
    hold_s: Annotated[float, Field(ge=0.5, le=20)] = 2
    """How long each stays, between its onset and its offset."""
    gap_from_s: Gap = 2
    gap_to_s: Gap = 5
    """Between two, a rest of varying length, by the seed."""
    order: Order = "shuffled"
    people: Annotated[list[Name], Field(max_length=20, default_factory=list)]
    """Whose faces show it, one after the other; without it, whoever is drawn anyway."""
    words: Words = ""
    """The sentence meanwhile; without it, the usual one."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.weakest > self.strongest:
            raise ValueError(f'weakest = "{self.weakest}" is stronger than strongest = "{self.strongest}"')
        if self.gap_from_s > self.gap_to_s:
            raise ValueError("gap_from_s must not be more than gap_to_s")
        return self

    def heading(self, targets: Mapping[str, Target]) -> str:
        return translated(self.title) or phrase("steady.title")

    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.targets))

    def in_words(self, result: StepResult, targets: Mapping[str, Target]) -> str:
        caught = result.measured.get("caught")
        if caught is None:
            return ""
        most = targets.get(result.measured["most_with"])
        clear = most is not None and len(self.names()) > 1 and result.measured["most"] >= LITTLE
        more = [phrase("steady.most", name=named(most))] if clear and most else []
        return " ".join([phrase(f"steady.{amount(caught)}"), *more])

    def run(self, targets: Mapping[str, Target], attended: bool) -> SteadyRun:
        return SteadyRun(self, targets, attended, self._seed)


class SteadyRun(Run):
    kind: ClassVar[str] = "steady"

    def __init__(self, step: Steady, targets: Mapping[str, Target], attended: bool, seed: str) -> None:
        self._step, self._targets, self._attended, self._seed = step, targets, attended, seed
        self._adapting = Adapting()
        turns = [step.targets[i % len(step.targets)] for i in range(step.shows)]
        self._turns = arranged(turns, step.order, seed, lambda name: name)
        self._phase, self._begin_s, self._time_s, self._clock_s = COMING, 0.0, 0.0, 0.0
        self._hurry = False
        self._before = Before()
        self._caught: Caught | None = None
        self._letter: Letter = step.weakest
        self._kept: list[dict[str, Any]] = []
        self._hindrances = Hindrances()
        self._together = Synchrony()
        self._strength: float | None = None
        """How much the face moved along, 0..1; None: not enough was seen."""

    def adapt(self, adapting: Adapting) -> None:
        self._adapting = adapting

    def advance(self, time_s: float, seen: Seen) -> Scene:
        self._time_s = time_s
        self._clock_s += seen.since_s
        self._move_on()
        shown = self._shown()
        self._look(seen, shown)
        return self._scene(shown)

    def go_on(self) -> None:
        self._hurry = self._phase in (COMING, TOLD)

    def change(self, letters: int) -> None:
        """What is being shown goes, softly, and comes again after a rest, weaker or stronger."""
        self._adapting.change(letters, self._step.strongest)
        if self._phase == WATCH and self._adapting.letter(self._planned()) != self._letter:
            self._caught = None
            self._enter(REST)

    def begin_again(self) -> None:
        """A gap, in which nothing is known: what was seen beside the neutral before is not compared on."""
        self._clock_s += BEFORE_S
        if self._phase == WATCH:
            self._caught = None
            self._enter(REST)

    def result(self, early: str | None = None) -> StepResult:
        shares = [one for one in self._kept if one["caught"] is not None]
        early = None if self.finished else early
        if not shares:
            return StepResult(self._step.kind, reason=self._hindrances.longest or early or TOO_LITTLE)
        most = max(shares, key=lambda one: one["caught"])
        caught = fmean(one["caught"] for one in shares)
        measured = {"caught": caught, "most": most["caught"], "most_with": most["target"]}
        measured |= {"shown": len(self._kept), "seen": len(shares), "together": self._strength}
        coverage = len(shares) / len(self._kept)
        return StepResult(
            self._step.kind,
            intensity=self._kept[-1]["intensity"],
            scored=True,
            reason=early,
            score=100 * (1 - caught),
            coverage=coverage,
            measured=measured,
        )

    def trials(self) -> list[dict[str, Any]]:
        return list(self._kept)

    # ------------------------------------------------------------ from one to the next

    def _move_on(self) -> None:
        gone_s = self._time_s - self._begin_s
        if self._phase == COMING and self._read():
            self._enter(REST)
        elif self._phase == REST and gone_s >= self._gap_s():
            self._begin()
        elif self._phase == WATCH and gone_s >= self._length_s():
            self._end()
        elif self._phase == TOLD and self._read():
            self.finished = True

    def _enter(self, phase: str) -> None:
        self._phase, self._begin_s, self._hurry = phase, self._time_s, False

    def _read(self) -> bool:
        """The person says when they are ready; where nobody can, it goes on by itself."""
        return self._hurry or (not self._attended and self._time_s - self._begin_s >= PASS_S)

    def _begin(self) -> None:
        if len(self._kept) >= len(self._turns):
            self._enter(TOLD)
            return
        self._letter = self._adapting.letter(self._planned())
        self._caught = Caught(self._target.show, INTENSITIES[self._letter], self._before.level())
        self._enter(WATCH)

    def _end(self) -> None:
        caught = self._caught.share() if self._caught else None
        self._kept.append({"target": self._target.name, "intensity": self._letter, "caught": caught})
        self._caught, self._before = None, Before()
        self._enter(REST)

    @property
    def _target(self) -> Target:
        return self._targets[self._turns[min(len(self._kept), len(self._turns) - 1)]]

    def _planned(self) -> Letter:
        """The ladder, from the weakest to the strongest, as the file has it."""
        low, high = LETTERS.index(self._step.weakest), LETTERS.index(self._step.strongest)
        share = len(self._kept) / max(1, len(self._turns) - 1)
        letter: Letter = LETTERS[low + round((high - low) * min(1.0, share))]  # type: ignore[assignment]
        return letter

    def _gap_s(self) -> float:
        """Drawn anew for each; the last rest is only to come down."""
        chance = Random(f"{self._seed} {len(self._kept)} gap")
        return chance.uniform(self._step.gap_from_s, self._step.gap_to_s)

    def _length_s(self) -> float:
        return self._target.onset_s + self._step.hold_s + self._target.offset_s + AFTER_S

    # ------------------------------------------------------------ what is seen

    def _shown(self) -> Expression:
        if self._phase != WATCH:
            return NEUTRAL
        show = self._target.show.scaled(INTENSITIES[self._letter])
        pace = Pace(self._target.onset_s, self._target.offset_s)
        return course(show, self._time_s - self._begin_s, pace, self._step.hold_s)

    def _look(self, seen: Seen, shown: Expression) -> None:
        if self._phase in (WATCH, REST):
            found = self._together.see(self._clock_s, shown, seen.expression)
            self._strength = found.strength if found else None
        if seen.back_s:
            (self._caught or self._before).take_back(self._clock_s - seen.back_s)
        if self._caught is not None:
            self._caught.see(self._clock_s, seen.expression)
            self._hindrances.see(seen)
        elif self._phase == REST:
            self._before.see(self._clock_s, seen.expression)

    def _scene(self, shown: Expression) -> Scene:
        words = {
            COMING: self._coming_words,
            WATCH: self._watch_words,
            REST: lambda: phrase("steady.done" if self._all_shown() else "steady.rest"),
            TOLD: self._told_words,
        }[self._phase]()
        people, number = self._step.people, len(self._kept)
        going = self._phase in (WATCH, REST)
        return Scene(
            self._phase,
            words,
            shown,
            NEUTRAL,
            progress=number / len(self._turns) if going else None,
            progress_words=self._count() if going else "",
            person=people[min(number, len(self._turns) - 1) % len(people)] if people else "",
        )

    def _all_shown(self) -> bool:
        return len(self._kept) >= len(self._turns)

    def _count(self) -> str:
        number = min(len(self._kept) + 1, len(self._turns))
        return phrase("steady.count", number=number, of=len(self._turns))

    def _coming_words(self) -> str:
        names = listed([named(self._targets[name]) for name in self._step.names()])
        return phrase("steady.coming_small" if self._step.weakest in SMALL else "steady.coming", names=names)

    def _watch_words(self) -> str:
        return translated(self._step.words) or phrase("steady.watch")

    def _told_words(self) -> str:
        return self._step.in_words(self.result(), self._targets) or phrase("steady.unseen")


def amount(caught: float) -> str:
    """Which word tells it."""
    bounds = ((HARDLY, "hardly"), (LITTLE, "little"), (SOME, "some"))
    return next((word for bound, word in bounds if caught < bound), "much")
