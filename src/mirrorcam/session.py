"""The session: a pure machine. ``advance(time_s, sample) -> Moment``, the same live and replayed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass
from enum import StrEnum
from typing import Any

from mirrorcam.action_units import Measures, measure
from mirrorcam.adapting import Adapting
from mirrorcam.calibration import (
    AVERAGE,
    BlinkHold,
    Neutral,
    Settled,
    Settling,
    relative,
)
from mirrorcam.exercise import Exercise
from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import STRAIGHT, HeadPose, Reason, Sample, microseconds
from mirrorcam.mirroring import Mirroring, Steadied
from mirrorcam.passing import Passing
from mirrorcam.phrases import phrase, translated
from mirrorcam.range_of_movement import Range, range_from, scaled
from mirrorcam.steps import NOT_REACHED, Phase, Run, Scene, Seen, Step, StepResult
from mirrorcam.target import Target
from mirrorcam.validity import Validity

LONGEST_GAP_S = 0.5
"""Timers of a step that needs a face run on by at most this between two samples: nobody saw the rest."""
LOST_S, FOUND_S = 0.4, 0.12
"""Time constants with which the avatar eases to rest when the face is lost, and back to it."""
SKIPPED, ENDED_EARLY = "skipped", "ended early"


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


ANSWERED, NOTED = "answer ", "note "


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person answers to the step: the name of a choice, or a line of their own."""

    text: str

    @property
    def value(self) -> str:
        """As it stands in a recording, beside the commands."""
        return ANSWERED + self.text


@dataclass(frozen=True, slots=True)
class Note:
    """What the guide, or the person, wants to find again in the recording; without a text it is a mark. It changes
    nothing in the session."""

    text: str = ""

    @property
    def value(self) -> str:
        return NOTED + self.text


Act = Command | Answer | Note
"""What somebody does in a session; ``value`` is how it stands in a recording."""


def read_act(value: str) -> Act:
    """Raises ValueError for what is none."""
    for word, kind in ((ANSWERED, Answer), (NOTED, Note)):
        if value.startswith(word):
            return kind(value.removeprefix(word))
    return Command(value)


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
    """What the person's avatar wears: relative to their neutral, or to an average one before it is known.
    Eased to rest when the face is lost."""
    head: HeadPose = STRAIGHT
    waiting: Reason | None = None
    """Why timers wait (None: they run, or this step needs no face)."""
    paused: bool = False
    offer_neutral: bool = False
    """The distance has changed by a fifth or more since the neutral was taken: offer to take it again."""
    done: bool = False


class Session:
    """One run of an exercise, before a camera or from a recording.

    ``targets`` has every expression that the exercise asks for. ``neutral``: the person's face at rest, if
    it is known for now; otherwise it is taken first, if any step needs it. ``kept``: one from earlier, for a
    person who skips that. ``attended``: somebody can turn the cards over; otherwise they turn by themselves.
    ``own``: how far this face goes, if it is known; used where the exercise asks for the person's own scale.

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
    ) -> None:
        self.exercise = exercise
        self.own = own if exercise.scale == "own" else None
        asked = {name: targets[name] for name in exercise.targets}
        self.targets = {name: scaled(asked[name], self.own) if self.own else asked[name] for name in asked}
        self.given = neutral
        self.kept = kept
        self.attended = attended
        self.neutral = neutral
        """What everything is relative to now; None as long as it is not known."""
        self.taken: list[tuple[int, Neutral]] = []
        """The neutrals that were found in this session, with the number of samples before."""
        self.samples = 0
        self.done = False
        self._time_s: float | None = None
        self._step = -1
        self._step_us = 0
        self._run: Run | None = None
        self._results: dict[int, StepResult] = {}
        self._trials: dict[int, list[dict[str, Any]]] = {}
        self._adapting: dict[str, Adapting] = {}
        self._settling: Settling | None = None
        self._paused = False
        self._scene = Scene(Phase.NEUTRAL, phrase("neutral.invitation"))
        self._waiting: Reason | None = None
        self._wearing = Wearing()
        self._blinks = BlinkHold()
        self._passing = Passing()
        self._validity = Validity()
        self._glancing = Settling()
        self._in_passing: Neutral | None = None
        if exercise.needs_neutral and neutral is None:
            self._settling = Settling()
        else:
            self._begin(0)

    def advance(self, time_s: float, sample: Sample) -> Moment:
        """The next sample, in order of time. Returns all that there is to show after it."""
        since_s = 0.0 if self._time_s is None else max(0.0, time_s - self._time_s)
        self._time_s = time_s
        measures = None if sample.face is None else measure(sample.face, sample.width, sample.height)
        self._wear(since_s, sample, measures)
        if not (self._paused or self.done):
            self._go(since_s, sample, measures if sample.scored else None)
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
        elif self._settling is not None:
            self._obey_settling(command)
        elif self._run is not None:
            self._obey(command, self._run)

    def results(self) -> list[dict[str, Any]]:
        """One entry for each step of the exercise, as `practice --json` prints it; the reason says which were
        not reached."""
        results = dict(self._results)
        if self._run is not None:
            results = _with(results, self._step, self._run.result(ENDED_EARLY))
        steps = enumerate(self.exercise.steps)
        return [asdict(results[i] if i in results else self._unreached(step)) for i, step in steps]

    def trials(self) -> list[list[dict[str, Any]]]:
        """For each step of the exercise, what is kept of its single trials."""
        trials = dict(self._trials)
        if self._run is not None:
            trials[self._step] = [*trials.get(self._step, ()), *self._run.trials()]
        return [trials.get(step, []) for step in range(len(self.exercise.steps))]

    def measured_range(self) -> Range:
        """How far this face went, in the steps that measure it; without what was not measured well enough."""
        return range_from(trial["range"] for step in self.trials() for trial in step if "range" in trial)

    def _unreached(self, step: Step) -> StepResult:
        reason = NOT_REACHED if self._settling is None or self.neutral else Reason.NO_NEUTRAL
        return step.run(self.targets, self.attended).result(reason)

    def _wear(self, since_s: float, sample: Sample, measures: Measures | None) -> None:
        shown = None if measures is None else relative(measures, self._worn_against(sample, measures))
        self._wearing.see(since_s, shown, sample.face.pose if sample.face else STRAIGHT)
        if self.neutral is not None and sample.scored:
            self._validity.see(since_s, self.neutral, sample)

    def _worn_against(self, sample: Sample, measures: Measures) -> Neutral:
        """What the avatar takes for rest. Where no neutral is asked for, one is found in passing, for this only."""
        if self.neutral is None and self._settling is None and self._in_passing is None:
            self._in_passing = self._glancing.see(sample, measures if sample.scored else None).neutral
        return self.neutral or self._in_passing or self.kept or AVERAGE

    def _go(self, since_s: float, sample: Sample, measures: Measures | None) -> None:
        if self._settling is not None:
            self._settle(self._settling.see(sample, measures), sample)
        elif self._run is not None:
            self._practise(since_s, sample, measures)

    def _settle(self, settled: Settled, sample: Sample) -> None:
        self._waiting = sample.reason
        words = settled.words or phrase("neutral.invitation")
        self._scene = Scene(Phase.NEUTRAL, words, asked=NEUTRAL, progress=settled.progress)
        if settled.neutral is not None:
            self.taken.append((self.samples + 1, settled.neutral))
            self._validity.begin(sample)
            self._leave_settling(settled.neutral)

    def _leave_settling(self, neutral: Neutral | None) -> None:
        """On with the step that was left for it, or with the first one."""
        changed = neutral is not self.neutral
        self.neutral, self._settling = neutral, None
        self._blinks = BlinkHold()
        if self._run is None:
            self._begin(0)
        elif changed:
            self._run.begin_again()

    def _practise(self, since_s: float, sample: Sample, measures: Measures | None) -> None:
        if self._run is None or self._run.finished:
            self._close(None)
            if self._step + 1 == len(self.exercise.steps):
                return self._end(None)
            self._begin(self._step + 1)
        seen = self._see(since_s, sample, measures)
        self._scene = self._advance_step(since_s, seen)
        if self._run is not None and self._run.finished and self._step + 1 == len(self.exercise.steps):
            self._end(None)
        return None

    def _advance_step(self, since_s: float, seen: Seen) -> Scene:
        """Without a neutral, by the person's choice, nothing is scored but the timers run all the same."""
        assert self._run is not None
        step = self.exercise.steps[self._step]
        if not (step.needs_face and step.waits):
            self._waiting = None
            self._step_us += microseconds(since_s)
        else:
            self._waiting = None if seen.reason is Reason.NO_NEUTRAL else seen.reason
            self._step_us += microseconds(min(since_s, LONGEST_GAP_S)) if self._waiting is None else 0
        return self._run.advance(self._step_us / 1e6, seen)

    def _see(self, since_s: float, sample: Sample, measures: Measures | None) -> Seen:
        head = sample.face.pose if sample.face else None
        if measures is None:
            return Seen(None, sample.reason, since_s, head)
        if self.neutral is None:
            return Seen(None, Reason.NO_NEUTRAL, since_s, head)
        if self.taken and (reason := self._validity.reason):
            return Seen(None, reason, since_s, head)
        held = self._blinks.see(sample.time_s, relative(measures, self.neutral))
        passed = self._passing.see(sample.time_s, measures, head or STRAIGHT, held)
        if isinstance(passed, Reason):
            return Seen(None, passed, since_s, head)
        return Seen(passed, None, since_s, head)

    def _obey_settling(self, command: Command | Answer) -> None:
        if command is Command.SKIP:
            self._leave_settling(self.neutral or self.kept)
        elif command in (Command.NEUTRAL, Command.REPEAT):
            self._settling = Settling()

    def _obey(self, command: Command | Answer, run: Run) -> None:
        if isinstance(command, Answer):
            run.answer(command.text)
        elif command is Command.SKIP:
            self._leave_step()
        elif command is Command.REPEAT:
            self._close(SKIPPED)
            self._begin(self._step)
        elif command is Command.NEUTRAL:
            self._settling = Settling()
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
        self._wearing.mirroring = self.exercise.steps[step].mirroring(self.targets)
        self._waiting = None

    def _adapting_for(self, kind: str) -> Adapting:
        """An exercise that adapts carries on from one step of a kind to the next; otherwise each begins as written."""
        exercise = self.exercise
        if not exercise.adapt:
            return Adapting(False, exercise.easiest, exercise.hardest)
        fresh = Adapting(True, exercise.easiest, exercise.hardest)
        return self._adapting.setdefault(kind, fresh)

    def _close(self, early: str | None) -> None:
        """Keeps what the step came to. After a repetition that measured nothing, the first time counts."""
        if self._run is not None:
            self._results = _with(self._results, self._step, self._run.result(early))
            self._trials.setdefault(self._step, []).extend(self._run.trials())
            self._run = None

    def _end(self, early: str | None) -> None:
        self._close(early)
        self._settling, self._waiting, self.done = None, None, True
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
            expression=self._wearing.expression,
            head=self._wearing.head,
            waiting=self._waiting,
            paused=self._paused,
            offer_neutral=self._validity.offer and self._settling is None and not self.done,
            done=self.done,
        )

    def _where(self) -> tuple[str, str]:
        """Kind and title of what is going on."""
        if self.done:
            return "done", translated(self.exercise.title)
        if self._settling is not None:
            return "neutral", phrase("neutral.title")
        step = self.exercise.steps[self._step]
        return step.kind, step.heading(self.targets)


def _with(results: Mapping[int, StepResult], step: int, result: StepResult) -> dict[int, StepResult]:
    """``results`` with one more; what was scored earlier is not lost to a result that was not."""
    earlier = results.get(step)
    keep = earlier is not None and earlier.scored and not result.scored
    return dict(results) if keep else {**results, step: result}


class Wearing:
    """What the person's avatar wears: the face as it is seen, without its tremble, eased to rest while it is
    lost, and mirrored in the way that the step asks for."""

    def __init__(self) -> None:
        self.expression = NEUTRAL
        self.head = STRAIGHT
        self.mirroring: Mirroring | None = None
        self._time_s = 0.0
        self._steadied = Steadied()
        self._seen, self._pose = NEUTRAL, STRAIGHT
        self._presence = 0.0

    def see(self, since_s: float, expression: Expression | None, pose: HeadPose) -> None:
        if expression is not None:
            self._seen, self._pose = self._steadied.see(since_s, expression, pose)
        goal, constant_s = (0.0, LOST_S) if expression is None else (1.0, FOUND_S)
        self._presence += (goal - self._presence) * (1 - math.exp(-since_s / constant_s))
        if abs(goal - self._presence) < 0.005:
            self._presence = goal
        self.expression, self.head = self._seen, self._pose
        if self._presence < 1:
            self.expression = self._seen.scaled(self._presence)
            self.head = HeadPose(*(angle * self._presence for angle in astuple(self._pose)))
        self._time_s += since_s
        if self.mirroring is not None:
            self.expression, self.head = self.mirroring.see(self._time_s, self.expression, self.head)
