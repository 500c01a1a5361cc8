"""What a report tells of a session, as plain data: computed anew from the recording, nothing drawn yet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from mirrorcam.blocks import REASONS
from mirrorcam.expression import Expression
from mirrorcam.face import Sample
from mirrorcam.history import Practised, practised
from mirrorcam.phrases import translated
from mirrorcam.recording import Noted, Recording, RecordingError, session_moments
from mirrorcam.review import Summary, summarise_exercise
from mirrorcam.session import Moment, Session
from mirrorcam.steps import NOT_REACHED, StepResult
from mirrorcam.target import Target, unsided
from mirrorcam.timeline import Timeline

Sides = tuple[float, float]
"""The person's left and right."""
SEEN, FREE, PAUSED = "seen", "free", "paused"
"""How a stretch of time was: all could be seen; nothing had to be; the person paused. Any other word is the reason
why nothing could be scored."""
SHORTEST_S = 0.2
"""Shorter stretches are not told: one bad picture is none."""
TRACE_STEP_S = 0.25


@dataclass(frozen=True, slots=True)
class Attempt:
    """A trial of `imitate`. ``score`` 0..100 as shown; None: not scored."""

    letter: str
    complete: bool
    score: float | None
    symmetry: float | None
    unasked: str | None
    """What one side did without being asked: "AU43L"."""
    at_best: Mapping[str, Sides]
    """Every action unit in the best half-second; empty without one."""


@dataclass(frozen=True, slots=True)
class Done:
    """A step of the exercise, and what came of it."""

    number: int
    """From 1."""
    title: str
    result: StepResult
    reached: bool = True
    attempts: tuple[Attempt, ...] = ()
    answers: tuple[Mapping[str, Any], ...] = ()
    """The trials of `recognise`, as the recording format has them."""
    trace: tuple[tuple[float, float], ...] = ()
    """How two faces went together: seconds since the step began → 0..1."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From when to when something was the case, in seconds of the session."""

    begin_s: float
    end_s: float
    what: str

    @property
    def length_s(self) -> float:
        return self.end_s - self.begin_s


@dataclass(frozen=True, slots=True)
class Story:
    title: str
    when: datetime
    duration_s: float
    finished: bool
    person: str
    """Whose avatar it was."""
    program: str
    formula: str
    """The version that the session was scored with when it was practised."""
    exercise: str
    exercise_text: str
    summary: Summary
    steps: tuple[Done, ...]
    targets: Mapping[str, Target]
    coverage: tuple[Stretch, ...]
    course: tuple[Stretch, ...]
    """Which step was on: its number, from 1; "0" is the neutral before."""
    notes: tuple[Noted, ...]
    practised: tuple[Practised, ...]

    @property
    def fingerprint(self) -> str:
        """Of the exercise's text: the same text, the same fingerprint."""
        return hashlib.sha256(self.exercise_text.encode()).hexdigest()[:12]


def read_story(recording: Recording) -> Story:
    """All of a session: computed anew, or as it was kept where the points of the face were not handed over. Raises
    RecordingError for a damaged file."""
    about, watched, session = recording.about, Watched(), recording.begin()
    if about.recomputable:
        for now, sample, moment in session_moments(recording):
            session = now
            watched.see(sample, moment, session)
        results, trials = session.results(), session.trials()
    else:
        watched.look_along(Timeline.read(about.path), session, about.path)
        results, trials = list(recording.steps), list(recording.trials)
    return _story(recording, session, watched, [StepResult(**result) for result in results], trials)


def _story(
    recording: Recording,
    session: Session,
    watched: Watched,
    results: Sequence[StepResult],
    trials: Sequence[Sequence[Mapping[str, Any]]],
) -> Story:
    about, steps = recording.about, session.exercise.steps
    when = _when(about.created)
    values = [step.followed(result) for step, result in zip(steps, results, strict=True)]
    return Story(
        title=translated(session.exercise.title),
        when=when,
        duration_s=about.duration_s,
        finished=about.finished,
        person=about.person,
        program=about.program,
        formula=about.formula,
        exercise=about.exercise,
        exercise_text=recording.exercise_text,
        summary=summarise_exercise(results, steps, session.targets, trials),
        steps=tuple(_done(session, results, trials, watched)),
        targets=session.targets,
        coverage=tuple(watched.coverage.told()),
        course=tuple(watched.course.told()),
        notes=recording.notes,
        practised=practised(when, results, values),
    )


def asked(target: Target, letter: str) -> dict[str, Sides]:
    """What is expected of each side at this intensity, by unit: 0 where nothing is."""
    found: dict[str, Sides] = {}
    for code, (level, _) in target.at(letter).expect.items():
        left, right = found.get(unsided(code), (0.0, 0.0))
        found[unsided(code)] = (
            left if code.endswith("R") else level,
            right if code.endswith("L") else level,
        )
    return found


def expression(at_best: Mapping[str, Sides]) -> Expression:
    return Expression.of(
        {f"{code}{side}": sides[i] for code, sides in at_best.items() for i, side in enumerate("LR")}
    )


@dataclass
class Stretches:
    """Puts equal moments together to stretches."""

    found: list[Stretch] = field(default_factory=list)

    def see(self, time_s: float, what: str) -> None:
        if self.found:
            last = self.found[-1]
            self.found[-1] = Stretch(last.begin_s, time_s, last.what)
            if last.what == what:
                return
        self.found.append(Stretch(time_s, time_s, what))

    def told(self) -> Iterator[Stretch]:
        """Those that are long enough; what is too short belongs to the one before."""
        kept: list[Stretch] = []
        for one in self.found:
            if kept and (one.length_s < SHORTEST_S or one.what == kept[-1].what):
                kept[-1] = Stretch(kept[-1].begin_s, one.end_s, kept[-1].what)
            elif one.length_s >= SHORTEST_S:
                kept.append(one)
        yield from kept


class Watched:
    """What can only be told moment by moment."""

    def __init__(self) -> None:
        self.coverage, self.course = Stretches(), Stretches()
        self.traces: dict[int, list[tuple[float, float]]] = {}
        self.begun_s: dict[int, float] = {}
        """When each step that was reached began."""

    def see(self, sample: Sample, moment: Moment, session: Session) -> None:
        needs = moment.step < 0 or session.exercise.steps[moment.step].needs_face
        self._see(sample.time_s, moment.step, _state(sample, moment, needs), moment.scene.together)

    def look_along(self, timeline: Timeline, session: Session, path: Path) -> None:
        """The same from what was kept while it ran."""
        steps = session.exercise.steps
        for i, time_s in enumerate(map(float, timeline.times_s)):
            fact, told = timeline.facts[i], timeline.told_at(i)
            if not -1 <= told.step < len(steps):
                raise RecordingError(f"{path}: is damaged (there is no step {told.step})")
            together = None if np.isnan(fact["together"]) else float(fact["together"])
            if fact["paused"]:
                state = PAUSED
            elif told.kind == "done" or not (told.step < 0 or steps[told.step].needs_face):
                state = FREE
            else:
                number = int(fact["reason"] or fact["waiting"])
                state = SEEN if number == 0 else str(REASONS[min(number, len(REASONS)) - 1])
            self._see(time_s, told.step, state, together)

    def _see(self, time_s: float, step: int, state: str, together: float | None) -> None:
        self.course.see(time_s, str(step + 1))
        self.coverage.see(time_s, state)
        begun_s = self.begun_s.setdefault(step, time_s)
        if together is not None:
            trace = self.traces.setdefault(step, [])
            if not trace or time_s - begun_s - trace[-1][0] >= TRACE_STEP_S:
                trace.append((time_s - begun_s, together))


def _state(sample: Sample, moment: Moment, needs: bool) -> str:
    if moment.paused:
        return PAUSED
    if not needs or moment.done:
        return FREE
    reason = sample.reason or moment.waiting
    return SEEN if reason is None else reason.value


def _done(
    session: Session,
    results: Sequence[StepResult],
    trials: Sequence[Sequence[Mapping[str, Any]]],
    watched: Watched,
) -> Iterator[Done]:
    for i, (step, result) in enumerate(zip(session.exercise.steps, results, strict=True)):
        yield Done(
            number=i + 1,
            title=step.heading(session.targets),
            result=result,
            reached=i in watched.begun_s if watched.begun_s else result.reason != NOT_REACHED,
            attempts=tuple(map(_attempt, trials[i])) if step.kind == "imitate" else (),
            answers=tuple(trials[i]) if step.kind == "recognise" else (),
            trace=tuple(watched.traces.get(i, ())),
        )


def _attempt(trial: Mapping[str, Any]) -> Attempt:
    return Attempt(
        letter=trial["intensity"],
        complete=trial["complete"],
        score=trial["score"],
        symmetry=trial["symmetry"],
        unasked=trial["unasked"],
        at_best={code: (left, right) for code, (left, right) in trial["at_best"].items()},
    )


def _when(created: str) -> datetime:
    """As it was on the clock of the room. A time that cannot be read is the beginning of all."""
    try:
        when = datetime.fromisoformat(created)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
    return when if when.tzinfo else when.replace(tzinfo=UTC)
