"""What a report tells of a session, as plain data, nothing drawn yet.

It is read from what was kept while the session ran where that is whole and of this formula; its numbers are then those
of a replay (tests hold the two equal). Else everything is computed anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from mirrorcam.app.ending import until_told
from mirrorcam.app.looking_back import session_of
from mirrorcam.app.report.fitting import DOES_NOT_FIT, check
from mirrorcam.app.report.watching import Stretch, Watched
from mirrorcam.errors import BadInput
from mirrorcam.expression import Expression
from mirrorcam.history import Practised
from mirrorcam.instant import instant
from mirrorcam.phrases import translated
from mirrorcam.recording import Came, Noted, Recording, session_moments
from mirrorcam.review import Summary, counted, summarise_exercise
from mirrorcam.score import FORMULA_VERSION
from mirrorcam.session import Session
from mirrorcam.session_file import RecordingError
from mirrorcam.steps import NOT_REACHED, Step, StepResult
from mirrorcam.target import Target, unsided
from mirrorcam.timeline import Timeline

Tell = Callable[[float], None]
"""Hears what share of a session has been computed, 0..1."""
Sides = tuple[float, float]
"""The person's left and right."""


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
    counted: bool = True
    """Whether the step's number is the mean of it and others."""


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
    own: bool = False
    """It asked on the person's own scale, by the range that was known of them."""
    anew: bool = True
    """Computed from what was seen; False: as it was kept while the session ran."""

    @property
    def fingerprint(self) -> str:
        """Of the exercise's text: the same text, the same fingerprint."""
        return hashlib.sha256(self.exercise_text.encode()).hexdigest()[:12]


def nobody(_: float) -> None:
    """Hears nothing."""


def read_story(recording: Recording, anew: bool = False, tell: Tell = nobody) -> Story:
    """All of a session. ``anew``: computed from what was seen, whatever was kept; ``tell`` hears how far that has come.
    Raises RecordingError for a damaged file."""
    if not recording.about.recomputable:
        return _handed_over(recording)
    kept = None if anew else _kept(recording)
    return kept if kept is not None else _computed(recording, tell)


def _handed_over(recording: Recording) -> Story:
    """As it was kept: of what somebody handed over without the points of the face there is nothing else."""
    session = recording.begin()
    steps, watched = session.exercise.steps, Watched(session.exercise.steps)
    try:
        watched.see_all(Timeline.read(recording.about.path))
        check(recording.steps, recording.trials, steps, session.targets)
        return _story(recording, session, recording.steps, recording.trials, watched, anew=False)
    except DOES_NOT_FIT as error:
        raise RecordingError(f"{recording.about.path}: is damaged ({error})") from None


def _computed(recording: Recording, tell: Tell) -> Story:
    session = recording.begin()
    watched = Watched(session.exercise.steps)
    for now, _, moment in until_told(session_moments(recording)):
        session = now
        watched.see(instant(moment, session.seen))
        tell(session.samples / recording.about.frames)
    return _story(recording, session, session.results(), session.trials(), watched, anew=True)


def _kept(recording: Recording) -> Story | None:
    """None where not all of it was kept, it has another formula, or it does not fit together."""
    about, session = recording.about, recording.begin()
    steps = session.exercise.steps
    if not about.finished or about.formula != str(FORMULA_VERSION) or len(recording.steps) != len(steps):
        return None
    timeline, watched = Timeline.read(about.path), Watched(steps)
    if len(timeline) != about.frames:
        return None
    try:
        watched.see_all(timeline)
        check(recording.steps, recording.trials, steps, session.targets)
        return _story(recording, session, recording.steps, recording.trials, watched, anew=False)
    except DOES_NOT_FIT:
        return None


def _story(
    recording: Recording,
    session: Session,
    came: Sequence[Mapping[str, Any]],
    trials: Sequence[Sequence[Mapping[str, Any]]],
    watched: Watched,
    *,
    anew: bool,
) -> Story:
    about, steps, targets = recording.about, session.exercise.steps, session.targets
    results = [StepResult(**result) for result in came]
    return Story(
        title=translated(session.exercise.title),
        when=_when(about.created),
        duration_s=about.duration_s,
        finished=about.finished,
        person=about.person,
        program=about.program,
        formula=about.formula,
        exercise=about.exercise,
        exercise_text=recording.exercise_text,
        summary=summarise_exercise(results, steps, targets, trials),
        steps=tuple(_done(steps, targets, results, trials, None if about.scores_only else watched)),
        targets=targets,
        coverage=tuple(watched.coverage.told()),
        course=tuple(watched.course.told()),
        notes=recording.notes,
        practised=_as_followed(recording),
        own=session.own is not None,
        anew=anew,
    )


def _as_followed(recording: Recording) -> tuple[Practised, ...]:
    """What the way so far shows of it, in the window and here: as it was scored then."""
    about, text = recording.about, recording.exercise_text
    with suppress(BadInput):
        return session_of(
            Came(about, text, recording.expressions, recording.steps, recording.trials, recording.own)
        ).practised
    return ()


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


def _done(
    steps: Sequence[Step],
    targets: Mapping[str, Target],
    results: Sequence[StepResult],
    trials: Sequence[Sequence[Mapping[str, Any]]],
    watched: Watched | None,
) -> Iterator[Done]:
    """``watched``: None where there are scores alone; which step was reached is then known by its result."""
    for i, (step, result) in enumerate(zip(steps, results, strict=True)):
        yield Done(
            number=i + 1,
            title=step.heading(targets),
            result=result,
            reached=i in watched.begun_s if watched else result.reason != NOT_REACHED,
            attempts=tuple(_attempts(result, trials[i])) if step.kind == "imitate" else (),
            answers=tuple(trials[i]) if step.kind == "recognise" else (),
            trace=tuple(watched.traces.get(i, ())) if watched else (),
        )


def _attempts(result: StepResult, trials: Sequence[Mapping[str, Any]]) -> Iterator[Attempt]:
    those = {id(trial) for trial in counted(result, trials)}
    for trial in trials:
        yield _attempt(trial, id(trial) in those)


def _attempt(trial: Mapping[str, Any], counted: bool) -> Attempt:
    return Attempt(
        letter=trial["intensity"],
        complete=trial["complete"],
        score=trial["score"],
        symmetry=trial["symmetry"],
        unasked=trial["unasked"],
        at_best={code: (left, right) for code, (left, right) in trial["at_best"].items()},
        counted=counted,
    )


def _when(created: str) -> datetime:
    """As it was on the clock of the room. A time that cannot be read is the beginning of all."""
    try:
        when = datetime.fromisoformat(created)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
    return when if when.tzinfo else when.replace(tzinfo=UTC)
