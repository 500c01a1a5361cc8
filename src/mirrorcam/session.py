"""The session: a pure machine. ``advance(time_s, sample) -> Moment``, the same live and replayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from statistics import fmean
from typing import Any

from mirrorcam.acts import Act, Answer, Command, Note
from mirrorcam.adapting import Adapting
from mirrorcam.calibration import Neutral
from mirrorcam.exercise import Exercise
from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import STRAIGHT, HeadPose, Reason, Sample, microseconds
from mirrorcam.onlooker import RULES
from mirrorcam.outcomes import Outcomes
from mirrorcam.participant import Glance, Participant
from mirrorcam.phrases import phrase, translated
from mirrorcam.range_of_movement import Range, range_from, scaled, usual
from mirrorcam.resting import Settled
from mirrorcam.steps import NOT_REACHED, Phase, Run, Scene, Seen, Step, StepResult
from mirrorcam.steps.imitate import Imitate
from mirrorcam.target import Target
from mirrorcam.two_faces import Seats
from mirrorcam.waiting import LONGEST_GAP_S, Waiting, awake

SKIPPED, ENDED_EARLY = "skipped", "ended early"


@dataclass(frozen=True, slots=True)
class Person:
    """One of two before the camera, as there is to show after one sample."""

    expression: Expression = NEUTRAL
    """What their avatar wears, as in ``Moment``."""
    head: HeadPose = STRAIGHT
    waiting: Reason | None = None
    """Why this one cannot be scored just now."""
    progress: float = 0.0
    """0..1: how far the taking of their neutral has come."""


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
    """What the person's avatar wears: relative to their neutral, or to how they were at first before it is known.
    Eased to rest when the face is lost."""
    head: HeadPose = STRAIGHT
    waiting: Reason | None = None
    """Why timers wait (None: they run, or this step needs no face)."""
    paused: bool = False
    two: tuple[Person, Person] | None = None
    """Who sits on the left (as ``expression`` and ``head`` say), and who on the right, where two are there."""
    offer_neutral: bool = False
    """The neutral does not fit as well as one could that is taken now (validity.py): offer to take it again."""
    done: bool = False


class Session:
    """One run of an exercise, before a camera or from a recording.

    ``targets`` has every expression that the exercise asks for. ``neutral``: the person's face at rest, if
    it is known for now; otherwise it is taken first, if any step needs it. ``kept``: one from earlier, for a
    person who skips that. ``attended``: somebody can turn the cards over; otherwise they turn by themselves.
    ``own``: how far this face goes, if it is known; used where the exercise asks for the person's own scale.
    ``rules``: which it goes by (onlooker.py).

    State changes only in ``advance`` and ``command``: the same calls in the same order give the same results,
    to the bit.
    """

    def __init__(
        self,
        exercise: Exercise,
        targets: Mapping[str, Target],
        neutral: Neutral | None = None,
        kept: Neutral | None = None,
        attended: bool = True,
        *,
        own: Range | None = None,
        rules: int = RULES,
    ) -> None:
        self.exercise = exercise
        self.own = own if exercise.scale == "own" else None
        self.targets = _asked(exercise, targets, self.own)
        self.given, self.kept = neutral, kept
        self.attended, self.rules = attended, rules
        self.taken: list[tuple[int, Neutral]] = []
        """The neutrals that were found in this session, with the number of samples before."""
        self.taken_beside: list[tuple[int, Neutral]] = []
        """As ``taken``, those of the second of two."""
        self.samples = 0
        self.glances: Sequence[Glance] = ()
        """One for each person, of the newest sample; of two, that of the one on the left first."""
        self.seen: Seen | None = None
        """What a step was told with the newest sample; None where none was told anything."""
        self.done = False
        self._people = _participants(neutral, kept, two=exercise.for_two, rules=rules)
        self._seats = Seats()
        self._time_s: float | None = None
        self._step, self._step_us = -1, 0
        self._run: Run | None = None
        self._waiting = Waiting()
        self._adapting: dict[str, Adapting] = {}
        self._outcomes = Outcomes()
        self._paused = False
        self._scene = Scene(Phase.NEUTRAL, self._invitation)
        self._settling = exercise.needs_neutral and (neutral is None or exercise.for_two)
        if not self._settling:
            self._begin(0)

    @property
    def neutral(self) -> Neutral | None:
        """What everything is relative to now; None as long as it is not known. Of two, that of the one on the left."""
        return self._people[0].neutral

    @property
    def neutral_beside(self) -> Neutral | None:
        """As ``neutral``, that of the second of two: of the one on the right."""
        return self._people[1].neutral if len(self._people) > 1 else None

    def advance(self, time_s: float, sample: Sample) -> Moment:
        """The next sample, in order of time. Returns all that there is to show after it."""
        since_s = 0.0 if self._time_s is None else max(0.0, time_s - self._time_s)
        since_s = awake(since_s) if self.rules >= 2 else since_s
        self._time_s, self.seen = time_s, None
        self.glances = self._glances(sample)
        for person, glance in zip(self._people, self.glances, strict=True):
            person.wear(since_s, glance, settling=self._settling)
        if not (self._paused or self.done):
            self._go(since_s, self.glances)
        self.samples += 1
        return self._moment(time_s)

    def command(self, time_s: float, command: Act) -> None:
        """What the person asks for; it shows in the next moment. What does not fit just now has no effect."""
        if self.done or isinstance(command, Note):
            return
        if command is Command.PAUSE:
            self._paused = True
            return
        if self._paused:
            self._paused, self._time_s = False, None
        if command is Command.STOP:
            self._end(ENDED_EARLY)
        elif self._settling:
            self._obey_settling(command)
        elif self._run is not None:
            self._obey(command, self._run)

    def results(self) -> list[dict[str, Any]]:
        """One entry for each step of the exercise, as `practice --json` prints it; the reason says which were
        not reached."""
        results = self._outcomes_with(ENDED_EARLY).results
        steps = enumerate(self.exercise.steps)
        return [asdict(results[i] if i in results else self._unreached(step)) for i, step in steps]

    def trials(self) -> list[list[dict[str, Any]]]:
        """For each step of the exercise, what is kept of its single trials."""
        trials = self._outcomes_with(ENDED_EARLY).trials
        return [trials.get(step, []) for step in range(len(self.exercise.steps))]

    def measured_range(self) -> Range:
        """How far this face went, in the steps that measure it; without what was not measured well enough."""
        return range_from(trial["range"] for step in self.trials() for trial in step if "range" in trial)

    def usual_range(self) -> dict[str, float]:
        """Of each unit, what is usual in the step that measures most of it, done or not."""
        asked = [
            step.target
            for step in self.exercise.steps
            if isinstance(step, Imitate) and step.measures == "range"
        ]
        return usual(self.targets[name].at("E") for name in asked)

    def _unreached(self, step: Step) -> StepResult:
        """Where no step began, it is for want of a neutral, unless somebody left in the middle of it."""
        run = step.run(self.targets, self.attended)
        why = None if self._step >= 0 else self._waiting.long or (None if self.done else Reason.NO_NEUTRAL)
        return run.result(why or NOT_REACHED)

    def _outcomes_with(self, early: str | None) -> Outcomes:
        """And of the step that runs, as if it ended now."""
        if self._run is None:
            return self._outcomes
        return self._outcomes.and_of(self._step, self._result(self._run, early), self._run.trials())

    def _result(self, run: Run, early: str | None) -> StepResult:
        """What it came to; who left it may have been kept waiting, or have gone without a face at rest."""
        result = run.result(early)
        if early is None or result.reason != early or result.scored:
            return result
        step = self.exercise.steps[self._step]
        those = self._people if step.for_two else self._people[:1]
        unknown = step.needs_face and any(person.neutral is None for person in those)
        return replace(result, reason=self._waiting.long or (Reason.NO_NEUTRAL if unknown else early))

    def _glances(self, sample: Sample) -> list[Glance]:
        if len(self._people) == 1:
            return [Glance.at(sample)]
        nobody = Sample(sample.time_s, None, Reason.NOBODY, sample.width, sample.height)
        seated = self._seats.see(sample) if sample.other else sample
        return [Glance.at(seated), Glance.at(seated.other or nobody)]

    def _go(self, since_s: float, glances: Sequence[Glance]) -> None:
        if self._settling:
            self._settle(since_s, glances)
        elif self._run is not None:
            self._practise(since_s, glances)
        self._waiting.count(since_s)

    def _settle(self, since_s: float, glances: Sequence[Glance]) -> None:
        """Of two, both at once; where they have changed places, they begin again as they sit now."""
        if self._seats.changed:
            self._seats.take()
            self._settle_anew()
            return
        settled = [person.settle(glance) for person, glance in zip(self._people, glances, strict=True)]
        self._waiting.see([glance.sample.reason for glance in glances])
        progress = fmean(one.progress for one in settled)
        self._scene = Scene(Phase.NEUTRAL, self._settling_words(settled), asked=NEUTRAL, progress=progress)
        if all(one.neutral is not None for one in settled):
            self._take(settled, glances)

    def _take(self, settled: Sequence[Settled], glances: Sequence[Glance]) -> None:
        for person, one, glance in zip(self._people, settled, glances, strict=True):
            assert one.neutral is not None
            taken = self.taken if person is self._people[0] else self.taken_beside
            taken.append((self.samples + 1, one.neutral))
            person.take(one.neutral, glance.sample)
        self._leave_settling(changed=True)

    def _settle_anew(self) -> None:
        self._settling = True
        for person in self._people:
            person.settle_anew()

    @property
    def _invitation(self) -> str:
        return phrase("neutral.invitation" if len(self._people) == 1 else "together.rest")

    def _settling_words(self, settled: Sequence[Settled]) -> str:
        """Of two, whose face it is about."""
        if len(settled) == 1:
            return settled[0].words or self._invitation
        said = ((side, one.words) for side, one in zip(("left", "right"), settled, strict=True) if one.words)
        return next((phrase(f"together.on.{side}", words=words) for side, words in said), self._invitation)

    def _leave_settling(self, *, changed: bool) -> None:
        """On with the step that was left for it, or with the first one. ``changed``: by another neutral."""
        self._settling = False
        for person in self._people:
            person.go_on()
        if self._run is None:
            self._begin(0)
        elif changed:
            self._run.begin_again()

    def _practise(self, since_s: float, glances: Sequence[Glance]) -> None:
        if self._run is None or self._run.finished:
            self._close(None)
            if self._step + 1 == len(self.exercise.steps):
                return self._end(None)
            self._begin(self._step + 1)
        self.seen = self._see(since_s, glances)
        self._scene = self._advance_step(since_s, self.seen)
        if self._run is not None and self._run.finished and self._step + 1 == len(self.exercise.steps):
            self._end(None)
        return None

    def _advance_step(self, since_s: float, seen: Seen) -> Scene:
        """Without a neutral, by the person's choice, nothing is scored but the timers run all the same."""
        assert self._run is not None
        step = self.exercise.steps[self._step]
        if not (step.needs_face and step.waits):
            self._waiting.see(())
            self._step_us += microseconds(awake(since_s))
        else:
            those = [seen, *([seen.other] if seen.other and step.for_two else [])]
            self._waiting.see([None if one.reason is Reason.NO_NEUTRAL else one.reason for one in those])
            self._step_us += microseconds(min(since_s, LONGEST_GAP_S)) if self._waiting.reason is None else 0
        return self._run.advance(self._step_us / 1e6, seen)

    def _see(self, since_s: float, glances: Sequence[Glance]) -> Seen:
        seen = [person.see(since_s, glance) for person, glance in zip(self._people, glances, strict=True)]
        if self._seats.changed:
            seen = [replace(one, expression=None, reason=Reason.CHANGED_PLACES) for one in seen]
        return seen[0] if len(seen) == 1 else replace(seen[0], other=seen[1])

    def _obey_settling(self, command: Command | Answer) -> None:
        if command is Command.SKIP:
            first = self._people[0]
            before, first.neutral = first.neutral, first.neutral or first.kept
            self._leave_settling(changed=first.neutral is not before)
        elif command in (Command.NEUTRAL, Command.REPEAT):
            self._settle_anew()

    def _obey(self, command: Command | Answer, run: Run) -> None:
        if isinstance(command, Answer):
            run.answer(command.text)
        elif command is Command.SKIP:
            self._leave_step()
        elif command is Command.REPEAT:
            self._close(SKIPPED)
            self._begin(self._step)
        elif command is Command.NEUTRAL:
            self._settle_anew()
        elif command is Command.NEXT:
            run.go_on()
        elif command in (Command.EASIER, Command.HARDER):
            run.change(1 if command is Command.HARDER else -1)

    def _leave_step(self) -> None:
        self._close(SKIPPED)
        if self._step + 1 < len(self.exercise.steps):
            self._begin(self._step + 1)
        else:
            self._end(None)

    def _begin(self, step: int) -> None:
        self._step, self._step_us = step, 0
        self._run = self.exercise.steps[step].run(self.targets, self.attended)
        self._run.adapt(self._adapting_for(self.exercise.steps[step].kind))
        for person in self._people:
            person.wearing.mirroring = self.exercise.steps[step].mirroring(self.targets)
        self._waiting = Waiting()

    def _adapting_for(self, kind: str) -> Adapting:
        """An exercise that adapts carries on from one step of a kind to the next; otherwise each begins as written."""
        exercise = self.exercise
        if not exercise.adapt:
            return Adapting(False, exercise.easiest, exercise.hardest)
        fresh = Adapting(True, exercise.easiest, exercise.hardest)
        return self._adapting.setdefault(kind, fresh)

    def _close(self, early: str | None) -> None:
        """Keeps what the step came to."""
        self._outcomes, self._run = self._outcomes_with(early), None

    def _end(self, early: str | None) -> None:
        self._close(early)
        self._waiting.see(())
        self._settling, self.done = False, True
        self._scene = Scene(Phase.DONE, phrase("practice.thanks"))

    def _moment(self, time_s: float) -> Moment:
        kind, title = self._where()
        return Moment(
            time_s=time_s,
            scene=self._scene,
            step=-1 if kind == "neutral" and self._run is None else self._step,
            steps=len(self.exercise.steps),
            kind=kind,
            title=title,
            expression=self._people[0].wearing.expression,
            head=self._people[0].wearing.head,
            waiting=self._waiting.reason,
            paused=self._paused,
            two=self._two(),
            offer_neutral=self._offer_neutral,
            done=self.done,
        )

    @property
    def _offer_neutral(self) -> bool:
        if self._settling or self.done:
            return False
        return self._seats.changed or any(person.offer_neutral for person in self._people)

    def _two(self) -> tuple[Person, Person] | None:
        if len(self._people) == 1:
            return None
        reasons = self._waiting.reasons if len(self._waiting.reasons) == len(self._people) else (None, None)
        left, right = (
            Person(person.wearing.expression, person.wearing.head, reason, person.settled.progress)
            for person, reason in zip(self._people, reasons, strict=True)
        )
        return left, right

    def _where(self) -> tuple[str, str]:
        """Kind and title of what is going on."""
        if self.done:
            return "done", translated(self.exercise.title)
        if self._settling:
            return "neutral", phrase("neutral.title")
        step = self.exercise.steps[self._step]
        return step.kind, step.heading(self.targets)


def _asked(exercise: Exercise, targets: Mapping[str, Target], own: Range | None) -> dict[str, Target]:
    """The targets that the exercise asks for, on the person's own scale if there is one."""
    asked = {name: targets[name] for name in exercise.targets}
    return {name: scaled(target, own) for name, target in asked.items()} if own else asked


def _participants(
    neutral: Neutral | None, kept: Neutral | None, *, two: bool, rules: int
) -> list[Participant]:
    first = Participant(neutral, kept, beside=two, rules=rules)
    return [first, Participant(beside=True, rules=rules)] if two else [first]
