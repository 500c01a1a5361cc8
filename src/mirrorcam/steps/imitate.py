"""`imitate`: an expression is shown; make it, hold it, let it go, rest. The one step that is scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

import numpy as np
from pydantic import Field

from mirrorcam.adapting import Adapting, Ease, Letter, Outcome
from mirrorcam.expression import CODES, NEUTRAL, Expression
from mirrorcam.life import Pace, transition
from mirrorcam.phrases import number, phrase, translated
from mirrorcam.range_of_movement import movement
from mirrorcam.score import Calmed, Smoothed, SteadyHint, score
from mirrorcam.sides import symmetry, unasked
from mirrorcam.steps import (
    TOO_LITTLE,
    Hindrances,
    Hint,
    Name,
    Phase,
    Run,
    Scene,
    Seen,
    Step,
    StepResult,
    Words,
)
from mirrorcam.target import Share, Target, TooMuch
from mirrorcam.trial import (
    BEST_S,
    DIP_S,
    HOLD_SHARE,
    LONGEST_STEP_S,
    Look,
    TrialResult,
    means_of,
    measure_trial,
)

BEFORE_ONSET_S = 0.3
HINT_BELOW = 90.0
AS_ASKED = 95.0
"""From this score on there is nothing left to ask for, until it is below ``HINT_BELOW``: it is said that this is it."""
RISE_S = 0.5
"""The hold begins while the expression still grows; steadiness looks at what comes after this."""
TIRED_S = 2.0
"""After a dip of this length the hold ends: it is time to let go."""
AWAY_S = 3.0
"""After nothing could be scored for so long in the middle of a trial, it begins again."""
ENOUGH_SHARE = 0.5
"""Of the threshold: after the time to make it, this much is held for what it is; less is just let go."""


class Imitate(Step):
    """Make the expression that the avatar shows."""

    example: ClassVar[str] = 'target = "happiness"'
    needs_face: ClassVar[bool] = True

    kind: Literal["imitate"]
    target: Name
    """Name of an expression."""
    intensity: Letter = "C"
    """How strongly: A trace, B slight, C marked, D severe, E maximum."""
    repetitions: Annotated[int, Field(ge=1, le=20)] = 1
    words: Words = ""
    """The sentence that asks for it; without it, the expression's own."""
    demonstrate_s: Annotated[float, Field(ge=1, le=30)] = 2.5
    """The avatar shows it, nothing is asked yet."""
    make_s: Annotated[float, Field(ge=1, le=60)] = 6
    """The longest time to get there. Nothing bad happens when it is over."""
    hold_s: Annotated[float, Field(ge=0.5, le=30)] = 2
    """How long to hold it. Practice uses .5 to 10 s."""
    let_go_s: Annotated[float, Field(ge=0.5, le=30)] = 1.5
    rest_s: Annotated[float, Field(ge=0, le=60)] = 2
    """Practice uses rests of 2 to 4 s."""
    threshold: Annotated[float, Field(ge=1, le=100)] = 50
    """The live score, 0..100, that begins the hold; 100 is what one in five who make it well exceed."""
    too_much: TooMuch | None = None
    """How many times what is expected is too much, and takes away; without it, the expression's own."""
    symmetry: Share | None = None
    """How much of the score goes by both sides moving alike; without it, the expression's own."""
    measures: Literal["score", "range"] = "score"
    """"range": the best half-seconds are kept as how far this face can go; it goes as far as it likes, so nothing is
    hinted."""

    def heading(self, targets: Mapping[str, Target]) -> str:
        return translated(self.title or targets[self.target].title)

    def names(self) -> tuple[str, ...]:
        return (self.target,)

    def run(self, targets: Mapping[str, Target], attended: bool) -> ImitateRun:
        return ImitateRun(self, self.asked(targets[self.target]))

    def asked(self, target: Target) -> Target:
        """With what this step says otherwise."""
        too_much = target.too_much if self.too_much is None else self.too_much
        even = target.symmetry if self.symmetry is None else self.symmetry
        return replace(target, too_much=too_much, symmetry=even)


class Live(NamedTuple):
    """What is told of the face just now; all None where it cannot be scored."""

    now: float | None = None
    """The score, smoothed a little."""
    shown: float | None = None
    """The same, calmed."""
    hint: Hint | None = None


class Trial:
    """One attempt. ``time_s`` is the step's own time, which waits while nothing can be scored; ``clock_s``
    does not wait, and what is measured is measured on it."""

    def __init__(
        self, step: Imitate, target: Target, letter: str, begin_s: float, hint_after_s: float
    ) -> None:
        self.letter = letter
        self.phase = Phase.DEMONSTRATE
        self.finished = False
        self._step = step
        self._target = target.at(letter)
        self._begin_s = self._time_s = begin_s
        self._hurry = False
        self._hint_after_s = hint_after_s
        self._smoothed, self._calmed, self._hints = Smoothed(), Calmed(), SteadyHint()
        self._looks: list[Look] = []
        self.made: list[tuple[float, Expression]] = []
        """What the face did while something was asked, and when."""
        self._go_s: float | None = None
        self._asked_s = 0.0
        self._hold_s: float | None = None
        self._until_s: float | None = None
        self._taken_back = False
        self._reached: list[tuple[float, float]] = []
        """The live score while it was made, and when."""
        self._floor = 0.0
        self._held_s = 0.0
        self._dip_s = 0.0
        self._as_asked = False

    @property
    def asking(self) -> bool:
        """Something is asked of the face right now."""
        return self.phase in (Phase.MAKE, Phase.HOLD)

    @property
    def complete(self) -> bool:
        """It came to its end; what follows is only rest."""
        return self._until_s is not None

    def advance(self, time_s: float, clock_s: float, seen: Seen) -> Scene:
        since_s, self._time_s = time_s - self._time_s, time_s
        live = self._look(clock_s, seen)
        self._move_on(time_s - self._begin_s, since_s, clock_s, live.now)
        return self._scene(live)

    def go_on(self) -> None:
        """Enough watched, or enough rest."""
        self._hurry = self.phase in (Phase.DEMONSTRATE, Phase.REST)

    def take_back(self, from_s: float) -> None:
        """What was shown from then on, on the clock of ``advance``, is as if it had not been seen. A hold that began
        with it is none."""
        self._looks = [look if look.time_s < from_s else Look(look.time_s, None) for look in self._looks]
        self.made = [made for made in self.made if made[0] < from_s]
        self._reached = [reached for reached in self._reached if reached[0] < from_s]
        self._taken_back = True
        if self.phase is Phase.HOLD and self._hold_s is not None and self._hold_s >= from_s:
            self._hold_s, self._held_s, self._dip_s = None, 0.0, 0.0
            self._enter(Phase.MAKE)
            in_time_s = self._time_s - self._step.make_s / 2  # half of the time to make it is left at least
            self._begin_s = max(self._asked_s, in_time_s)

    @property
    def _scored(self) -> bool:
        found = self.result()
        return found is not None and found.scored

    @property
    def _best(self) -> float:
        return max((now for _, now in self._reached), default=0.0)

    def result(self) -> TrialResult | None:
        """None before anything was asked."""
        if self._go_s is None or not self._looks:
            return None
        until_s = self._looks[-1].time_s if self._until_s is None else self._until_s
        hold = None if self._hold_s is None else (self._hold_s + RISE_S, until_s)
        return measure_trial(self._looks, self._go_s, until_s, self._step.threshold, hold)

    def at_best(self, found: TrialResult) -> dict[str, list[float]]:
        """The median of every action unit over the best half-second: code → [left, right]; empty without one."""
        if found.best_s is None or self._go_s is None:
            return {}
        begin_s = self._go_s + found.best_s
        values = [made.values for time_s, made in self.made if begin_s <= time_s <= begin_s + BEST_S]
        if not values:
            return {}
        sides = np.median(values, axis=0).round(4)
        return {code: [float(left), float(right)] for code, (left, right) in zip(CODES, sides, strict=True)}

    def outcome(self) -> Outcome | None:
        """How it went, for what comes next; None where that could not be seen."""
        if not (self.complete and self.made) or (self._taken_back and not self._scored):
            return None
        if self._best < self._step.threshold:
            return Outcome.NOT_YET
        return Outcome.WELL if self._held_s >= self._step.hold_s else Outcome.PARTLY

    def _look(self, clock_s: float, seen: Seen) -> Live:
        if seen.expression is None:
            found, alike, extra = None, None, None
        else:
            found = score(seen.expression, self._target)
            alike, extra = symmetry(seen.expression, self._target), unasked(seen.expression, self._target)
        if self.asking:
            self._looks.append(Look(clock_s, found, alike, extra))
            self.made += [] if seen.expression is None else [(clock_s, seen.expression)]
        elif self.phase is Phase.LET_GO:
            self._looks.append(Look(clock_s, found))
        now = self._smoothed.see(clock_s, found.shown if found else None)
        if found is None or now is None:
            return Live()
        return Live(now, self._calmed.see(clock_s, now), found.furthest)

    def _move_on(self, phase_s: float, since_s: float, clock_s: float, now: float | None) -> None:
        step = self._step
        if self.phase is Phase.DEMONSTRATE and (self._hurry or phase_s >= step.demonstrate_s):
            self._go_s, self._asked_s = clock_s, self._time_s
            self._enter(Phase.MAKE)
        elif self.phase is Phase.MAKE:
            self._make(phase_s, clock_s, now)
        elif self.phase is Phase.HOLD:
            self._hold(phase_s, since_s, clock_s, now)
        elif self.phase is Phase.LET_GO and phase_s >= step.let_go_s:
            self._enter(Phase.REST)
        elif self.phase is Phase.REST and (self._hurry or phase_s >= step.rest_s):
            self.finished = True

    def _enter(self, phase: Phase) -> None:
        self.phase, self._begin_s, self._hurry = phase, self._time_s, False

    def _make(self, phase_s: float, clock_s: float, now: float | None) -> None:
        if now is not None:
            self._reached.append((clock_s, now))
        reached = now is not None and now >= self._step.threshold
        if reached or (phase_s >= self._step.make_s and self._best >= ENOUGH_SHARE * self._step.threshold):
            self._floor = HOLD_SHARE * min(self._best, self._step.threshold)
            self._hold_s = clock_s
            self._enter(Phase.HOLD)
        elif phase_s >= self._step.make_s:
            self._let_go(clock_s)

    def _hold(self, phase_s: float, since_s: float, clock_s: float, now: float | None) -> None:
        if now is not None and now >= self._floor:
            self._held_s += since_s + (self._dip_s if self._dip_s <= DIP_S else 0.0)
            self._dip_s = 0.0
        else:
            self._dip_s += since_s
        tired = self._dip_s >= TIRED_S or phase_s >= 2 * self._step.hold_s + TIRED_S
        if tired or self._held_s >= self._step.hold_s:
            self._let_go(clock_s)

    def _let_go(self, clock_s: float) -> None:
        self._until_s = clock_s
        self._enter(Phase.LET_GO)

    def _scene(self, live: Live) -> Scene:
        phase_s = self._time_s - self._begin_s
        if self.phase is Phase.DEMONSTRATE:
            return Scene(self.phase, phrase("imitate.watch"), self._coming(phase_s - BEFORE_ONSET_S))
        if self.phase is Phase.LET_GO:
            return Scene(self.phase, phrase("imitate.let_go"), self._going(phase_s), NEUTRAL)
        if self.phase is Phase.REST:
            return Scene(self.phase, phrase("imitate.rest"), NEUTRAL, NEUTRAL)
        return self._asking_scene(live)

    def _coming(self, since_s: float) -> Expression:
        """At its own pace, but there before anything is asked."""
        onset_s = min(self._target.onset_s, self._step.demonstrate_s - BEFORE_ONSET_S)
        return transition(NEUTRAL, self._target.show, since_s, Pace(onset_s))

    def _going(self, since_s: float) -> Expression:
        offset_s = min(self._target.offset_s, self._step.let_go_s)
        return transition(self._target.show, NEUTRAL, since_s, Pace(offset_s))

    def _asking_scene(self, live: Live) -> Scene:
        now = live.now
        holding = self.phase is Phase.HOLD
        early = self._time_s - self._asked_s < self._hint_after_s
        nothing = early or now is None or now >= HINT_BELOW or self._step.measures == "range"
        useful = None if nothing else live.hint
        steady = self._hints.see(self._time_s, useful)
        self._as_asked = now is not None and now >= (HINT_BELOW if self._as_asked else AS_ASKED)
        words = translated(self._step.words or self._target.words)
        if self._as_asked and self._step.measures == "score":
            words = phrase("imitate.that_is_it")
        return Scene(
            self.phase,
            words,
            self._target.show,
            self._target.show,
            progress=min(1.0, self._held_s / self._step.hold_s) if holding else None,
            progress_words=self._holding_words() if holding else "",
            score=live.shown,
            score_now=now,
            hint=None if self._as_asked else steady,
        )

    def _holding_words(self) -> str:
        words = phrase("imitate.hold" if self._best >= self._step.threshold else "imitate.hold_less")
        held = number(min(self._held_s, self._step.hold_s), 1)
        return phrase("imitate.held", words=words, held=held, asked=number(self._step.hold_s, None))


class ImitateRun(Run):
    """The repetitions of one step, and what they come to together."""

    kind: ClassVar[str] = "imitate"

    def __init__(self, step: Imitate, target: Target) -> None:
        self._step, self._target = step, target
        self._adapting = Adapting()
        self._time_s = self._clock_s = self._away_s = 0.0
        self._asked_s = 0.0
        self._seen: list[tuple[float, float]] = []
        """When something was asked and could be scored, and for how many seconds."""
        self._hindrances = Hindrances()
        self._ended: list[Trial] = []
        self._trial = self._next_trial()

    @property
    def finished(self) -> bool:  # type: ignore[override]
        return len(self._ended) >= self._step.repetitions

    def advance(self, time_s: float, seen: Seen) -> Scene:
        self._time_s = time_s
        self._clock_s += seen.since_s
        if seen.back_s:
            self._take_back(self._clock_s - seen.back_s)
        self._count(seen)
        scene = self._trial.advance(time_s, self._clock_s, seen)
        if self._trial.finished and not self.finished:
            self._ended.append(self._trial)
            self._adapting.see(self._trial.outcome(), self._step.intensity)
            self._trial = self._next_trial()
        return scene

    def adapt(self, adapting: Adapting) -> None:
        """A range of movement is always measured in the same way."""
        if self._step.measures == "score":
            self._adapting = adapting
            self._trial = self._next_trial()

    def go_on(self) -> None:
        self._trial.go_on()

    def change(self, letters: int) -> None:
        self._adapting.change(letters, self._step.intensity)
        if self._letter != self._trial.letter:
            self.begin_again()

    def begin_again(self) -> None:
        """The trial starts over, unless only rest was left of it."""
        if not self._trial.complete:
            self._trial = self._next_trial()

    def result(self, early: str | None = None) -> StepResult:
        """The mean over the trials made at the intensity of the last one. A trial that was broken off counts
        only where there is no complete one. Coverage is over all the time in which something was asked."""
        results = [found for trial in self._counted() if (found := trial.result()) is not None]
        scored = [result for result in results if result.scored]
        return StepResult(
            kind=self._step.kind,
            target=self._step.target,
            intensity=self._counted()[-1].letter if results else self._letter,
            measured=self._course(),
            scored=bool(scored),
            reason=self._reason(bool(scored), None if self.finished else early),
            coverage=self._seen_s() / self._asked_s if self._asked_s > 0 else None,
            **asdict(means_of(scored)),
        )

    def trials(self) -> list[dict[str, Any]]:
        kept = [(trial, trial.result()) for trial in self._all()]
        return [self._kept(trial, found) for trial, found in kept if found is not None]

    def _kept(self, trial: Trial, found: TrialResult) -> dict[str, Any]:
        kept = {"intensity": trial.letter, "complete": trial.complete, **asdict(found)}
        kept["at_best"] = trial.at_best(found)
        if self._step.measures == "range" and trial.complete:
            kept["range"] = movement(trial.made, self._target)
        return kept

    @property
    def _letter(self) -> Letter:
        return self._adapting.letter(self._step.intensity)

    def _course(self) -> dict[str, Any]:
        """Where it adapts by itself, the intensity of every trial."""
        letters = "".join(trial.letter for trial in self._all() if trial.complete)
        return {"intensities": letters} if self._adapting.by_itself and letters else {}

    def _next_trial(self) -> Trial:
        ease = self._adapting.ease()
        step = _eased(self._step, ease)
        return Trial(step, self._target, self._letter, self._time_s, ease.hint_after_s)

    def _count(self, seen: Seen) -> None:
        """What coverage needs; and after a long absence in the middle of a trial, a new start."""
        back = seen.reason is None and self._away_s >= AWAY_S
        self._away_s = 0.0 if seen.reason is None else self._away_s + seen.since_s
        if not self._trial.asking:
            return
        if back:
            self.begin_again()
        self._asked_s += seen.since_s
        self._hindrances.see(seen)
        if seen.expression is not None:
            self._seen.append((self._clock_s, min(seen.since_s, LONGEST_STEP_S)))

    def _take_back(self, from_s: float) -> None:
        self._seen = [seen for seen in self._seen if seen[0] < from_s]
        for trial in self._all():
            trial.take_back(from_s)

    def _seen_s(self) -> float:
        """One after the other, as rescoring adds them up; ``sum`` does otherwise from Python 3.12 on."""
        total = 0.0
        for _, seconds in self._seen:
            total += seconds
        return total

    def _all(self) -> list[Trial]:
        return self._ended if self.finished else [*self._ended, self._trial]

    def _counted(self) -> Sequence[Trial]:
        complete = [trial for trial in self._all() if trial.complete] or self._all()[-1:]
        return [trial for trial in complete if trial.letter == complete[-1].letter]

    def _reason(self, scored: bool, early: str | None) -> str | None:
        if scored or self._asked_s == 0:
            return early
        return self._hindrances.longest or early or TOO_LITTLE


def _eased(step: Imitate, ease: Ease) -> Imitate:
    if ease == Ease():
        return step
    hold_s, make_s = round(step.hold_s * ease.hold_share, 1), round(step.make_s * ease.time_share, 1)
    return step.model_copy(update={"hold_s": hold_s, "make_s": make_s})
