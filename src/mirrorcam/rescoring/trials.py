"""When each trial of a session was asked for, held and let go, as the person followed it.

From what the session showed (timeline.py). A recording without it, or one of two people, is computed anew instead,
which takes as long as a replay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from mirrorcam.adapting import Letter
from mirrorcam.arrays import Flags, Floats, Numbers
from mirrorcam.expression import CODES, INTENSITIES, Expression
from mirrorcam.instant import NO_STEP
from mirrorcam.recording import Recording, session_moments
from mirrorcam.rescoring.columns import Columns
from mirrorcam.rescoring.course import course_of
from mirrorcam.rescoring.faces import SeenAgain
from mirrorcam.session import Session
from mirrorcam.steps import Hindrances, Phase, Seen
from mirrorcam.timeline import Timeline
from mirrorcam.trial import LONGEST_STEP_S

IMITATE = "imitate"
PHASES = (Phase.MAKE, Phase.HOLD, Phase.LET_GO)
OTHER, MAKE, HOLD, LET_GO = range(4)
"""Phases as numbers."""


@dataclass(frozen=True)
class Schedule:
    """Of each sample, (samples,): the ``step`` (−1: none that is imitated) and the ``phase`` after it. ``asked``: what
    the target avatar wore with a sample."""

    step: Numbers
    phase: Numbers
    asked: Callable[[int], Expression | None]


def kept_schedule(recording: Recording, columns: Columns) -> Schedule | None:
    """As it was shown; None where that was not kept for every sample."""
    timeline = Timeline.read(recording.about.path)
    if len(timeline) != len(columns) or not np.array_equal(timeline.times_s, columns.times_s):
        return None
    ends = [*timeline.begins, len(timeline)][1:]
    step, phase = np.full(len(timeline), -1), np.zeros(len(timeline), np.intp)
    for told, first, end in zip(timeline.told, timeline.begins, ends, strict=True):
        step[first:end], phase[first:end] = _numbers(told.step, told.kind, told.phase)
    return Schedule(step, phase, lambda sample: timeline.at(sample).target)


def replayed(recording: Recording, faces: SeenAgain | None = None) -> tuple[Schedule, SeenAgain]:
    """Both the schedule and, unless it is known already, what was seen in it, computed as a replay does."""
    numbers: list[tuple[int, int]] = []
    shown: dict[int, Expression | None] = {}
    told: list[Seen | None] = []
    for i, (session, _, moment) in enumerate(session_moments(recording)):
        numbers.append(_numbers(moment.step, moment.kind, moment.scene.phase))
        if numbers[-1][1] == MAKE:
            shown[i] = moment.scene.target
        told.append(session.seen)
    step, phase = np.array(numbers, np.intp).reshape(-1, 2).T
    return Schedule(step, phase, shown.get), faces or _as_told(recording, told)


def _as_told(recording: Recording, told: Sequence[Seen | None]) -> SeenAgain:
    """``told``: what a step was with each sample; None where none was told anything."""
    samples = np.arange(len(told))
    faces = [one.expression if one else None for one in told]
    there = np.where([face is not None for face in faces], samples, -1)
    nothing = np.zeros((len(CODES), 2))
    values = np.array([nothing if face is None else face.values for face in faces])
    course = course_of(recording, len(told), None)
    return SeenAgain(
        since_s=np.array([one.since_s if one else 0.0 for one in told]),
        practised=np.array([one is not None for one in told], bool),
        told=there,
        upper=there,
        face=samples,
        values=values.reshape(-1, len(CODES), 2),
        back_s=np.array([one.back_s if one else 0.0 for one in told]),
        reasons=[one.reason if one else None for one in told],
        repeated=course.repeated,
        interrupted=course.interrupted,
    )


def _numbers(step: int, kind: str, phase: str) -> tuple[int, int]:
    if kind != IMITATE or kind in NO_STEP:
        return -1, OTHER
    return step, PHASES.index(Phase(phase)) + 1 if phase in PHASES else OTHER


# ------------------------------------------------------------ runs and their trials


@dataclass(frozen=True, slots=True)
class TrialWindow:
    """One trial of a run: when it was asked for, held from, and let go, on the run's clock, and its samples, those
    too in which it was let go (after ``until_s``). ``hold_s`` None: it was not held; ``complete`` False: it did not
    come to its end."""

    letter: Letter
    go_s: float
    hold_s: float | None
    until_s: float
    complete: bool
    samples: Numbers
    times_s: Floats
    there: Flags
    """Of which samples something could be scored."""


@dataclass(frozen=True, slots=True)
class RunAgain:
    """One go at a step; something was asked for ``asked_s`` of it, and ``seen_s`` of these could be scored."""

    step: int
    windows: tuple[TrialWindow, ...]
    """Those that count: complete ones, and one that was under way at the end."""
    seen_s: float
    asked_s: float
    hindered: str | None
    """What kept the rest from it for most of the time; None: nothing did."""


def runs(schedule: Schedule, seen: SeenAgain, session: Session) -> Iterator[RunAgain]:
    """Every go at a step of `imitate`, in order."""
    practised = np.flatnonzero(seen.practised & (schedule.step >= 0))
    begins = np.searchsorted(sorted(seen.repeated), practised, side="right")
    steps = schedule.step[practised]
    breaks = np.flatnonzero((np.diff(steps) != 0) | (np.diff(begins) != 0)) + 1
    for samples in np.split(practised, breaks):
        if len(samples):
            yield _run(schedule, seen, samples, session)


def _run(schedule: Schedule, seen: SeenAgain, samples: Numbers, session: Session) -> RunAgain:
    step = int(schedule.step[samples[0]])
    since_s, phase = seen.since_s[samples], schedule.phase[samples]
    clock_s = np.cumsum(since_s)
    trying = np.isin(phase, (MAKE, HOLD))
    asking = np.concatenate(([False], trying[:-1]))
    asking[_interrupted(samples, phase, seen.interrupted)] = False
    there = _there(seen, samples, clock_s)
    of_run = _RunSamples(samples, phase, clock_s, there, _letters(schedule, session, step))
    return RunAgain(
        step,
        tuple(of_run.windows()),
        _sum(np.minimum(since_s, LONGEST_STEP_S)[asking & there]),
        _sum(since_s[asking]),
        _hindered(seen, samples[asking]),
    )


def _hindered(seen: SeenAgain, samples: Numbers) -> str | None:
    hindrances = Hindrances()
    for i in samples[seen.told[samples] < 0].tolist():
        hindrances.see(Seen(None, seen.reasons[i], float(seen.since_s[i])))
    return hindrances.longest


def _there(seen: SeenAgain, samples: Numbers, clock_s: Floats) -> Flags:
    """Of which samples of a run something could be scored, and was not taken back later."""
    there: Flags = seen.told[samples] >= 0
    for at in np.flatnonzero(seen.back_s[samples]).tolist():
        there[:at] &= clock_s[:at] < clock_s[at] - seen.back_s[samples[at]]
    return there


def _sum(values: Floats) -> float:
    """One after the other, as a run adds them up."""
    return float(np.cumsum(values)[-1]) if len(values) else 0.0


def _interrupted(samples: Numbers, phase: Numbers, marks: Sequence[int]) -> Numbers:
    """The first samples after a trial was given up for a new one, before they were seen."""
    after = np.searchsorted(samples, sorted(marks))
    within = after[after < len(samples)]
    first: Numbers = within[phase[within] == OTHER]
    return first


@dataclass(frozen=True)
class _RunSamples:
    """A run, sample by sample, and which intensity was asked for with one of the recording's samples."""

    samples: Numbers
    phase: Numbers
    clock_s: Floats
    there: Flags
    letter_of: Callable[[int], Letter]

    def windows(self) -> Iterator[TrialWindow]:
        """Without those of trials that were given up."""
        trying = np.isin(self.phase, (MAKE, HOLD))
        edges = np.flatnonzero(np.diff(np.concatenate(([False], trying, [False])).astype(np.int8)))
        for begin, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            under_way = end == len(self.samples)
            complete = bool(not under_way and self.phase[end] == LET_GO)
            last = end if complete else end - 1
            if self.phase[begin] == MAKE and last > begin and (complete or under_way):
                yield self._window(begin, end, last, complete=complete)

    def _window(self, begin: int, end: int, last: int, *, complete: bool) -> TrialWindow:
        """Of ``begin`` until before ``end`` somebody tried; ``last`` ends it."""
        making = np.flatnonzero(self.phase[begin:end] == MAKE)
        holding = begin + int(making[-1]) + 1  # the last one, as a hold that speech began is taken back
        looks = slice(begin + 1, (self._let_go_until(last) if complete else last) + 1)
        return TrialWindow(
            letter=self.letter_of(int(self.samples[begin])),
            go_s=float(self.clock_s[begin]),
            hold_s=float(self.clock_s[holding]) if holding < end else None,
            until_s=float(self.clock_s[last]),
            complete=complete,
            samples=self.samples[looks],
            times_s=self.clock_s[looks],
            there=self.there[looks],
        )

    def _let_go_until(self, begin: int) -> int:
        """The last sample of letting go, which begins after the one at ``begin``: the one that ends it is one of it."""
        over = np.flatnonzero(self.phase[begin:] != LET_GO)
        return begin + int(over[0]) if len(over) else len(self.phase) - 1


def _letters(schedule: Schedule, session: Session, step: int) -> Callable[[int], Letter]:
    """Which intensity was asked, from what the avatar wore: as it is shown today, or by its mere share, as it was in
    older recordings."""
    target = session.targets[session.exercise.steps[step].names()[0]]
    letters: Sequence[Letter] = ("A", "B", "C", "D", "E")
    worn = [(one, target.at(one).show.values) for one in letters]
    worn += [(one, target.show.values * INTENSITIES[one]) for one in letters]

    def letter_of(sample: int) -> Letter:
        asked = schedule.asked(sample)
        values = np.zeros_like(target.show.values) if asked is None else asked.values
        return min(worn, key=lambda one: float(abs(one[1] - values).sum()))[0]

    return letter_of
