"""What a session would have come to by another formula, neutral, target, threshold or limit.

What was asked, and when, stays as it was: the person followed the session that there was. Only the looks between its go
signals and its let-goes are scored anew, all at once. With nothing changed it comes to what a replay comes to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial

import numpy as np

from mirrorcam.arrays import Floats
from mirrorcam.calibration import DEAD_ZONE, Neutral
from mirrorcam.errors import BadInput
from mirrorcam.expression import Expression
from mirrorcam.range_of_movement import scaled
from mirrorcam.recording import Recording
from mirrorcam.rescoring.columns import read_columns
from mirrorcam.rescoring.faces import SeenAgain, see_again
from mirrorcam.rescoring.formulas import Formula, formula, on_scale
from mirrorcam.rescoring.trials import RunAgain, TrialWindow, kept_schedule, replayed, runs
from mirrorcam.score import FORMULA_VERSION
from mirrorcam.session import Session
from mirrorcam.sides import symmetry, unasked
from mirrorcam.steps import TOO_LITTLE
from mirrorcam.steps.imitate import RISE_S, Imitate
from mirrorcam.target import Target
from mirrorcam.trial import Look, Means, TrialResult, means_of, measure_scores


@dataclass(frozen=True)
class Change:
    """What is to be different; by default, nothing but that today's formula counts.

    ``neutral``: instead of those that the session had. ``targets``: instead of its own, by their names. ``threshold``:
    the score, 0..100, from which a hold counts, instead of each step's own. ``gates``: see rescoring/limits.py.
    """

    formula: int = FORMULA_VERSION
    neutral: Neutral | None = None
    targets: Sequence[Target] = ()
    threshold: float | None = None
    dead_zone: float = DEAD_ZONE
    gates: Mapping[str, float] = field(default_factory=dict)

    @property
    def of_the_face(self) -> bool:
        """Whether it changes what the steps were told."""
        return self.neutral is not None or bool(self.gates) or self.dead_zone != DEAD_ZONE


@dataclass(frozen=True, slots=True)
class TrialAgain:
    """One trial anew."""

    intensity: str
    complete: bool
    result: TrialResult


@dataclass(frozen=True, slots=True)
class StepAgain(Means):
    """A step of `imitate` anew: as ``StepResult`` has it. None: not scored, or not known."""

    coverage: float | None = None
    reason: str | None = None
    """Why it is not scored, as ``StepResult`` has it."""
    tries: tuple[TrialAgain, ...] = ()


def rescore(recording: Recording, change: Change) -> dict[int, StepAgain]:
    """By the position of the step, each that is scored. Raises BadInput for what does not fit the session."""
    counts = formula(change.formula)
    session = recording.begin()
    targets = {**session.targets, **_changed(change.targets, session)}
    found = {i: StepAgain() for i, step in enumerate(session.exercise.steps) if isinstance(step, Imitate)}
    seen, gone = _seen_and_runs(recording, session, change)
    scorer = _Scorer(session, targets, seen, counts, change.threshold)
    for run in gone:
        found[run.step] = _joined(found[run.step], scorer.step(run))
    return found


def _changed(targets: Sequence[Target], session: Session) -> dict[str, Target]:
    changed = {one.name: scaled(one, session.own) if session.own else one for one in targets}
    for name in changed:
        if name not in session.targets:
            raise BadInput(f'--target: this session does not ask for "{name}".')
    return changed


def _seen_and_runs(
    recording: Recording, session: Session, change: Change
) -> tuple[SeenAgain, list[RunAgain]]:
    if session.exercise.for_two:
        if change.of_the_face:
            raise BadInput(
                "a session of two people can be rescored by another formula, target or threshold only."
            )
        schedule, seen = replayed(recording)
        return seen, list(runs(schedule, seen, session))
    columns = read_columns(recording)
    seen = see_again(
        recording, columns, neutral=change.neutral, dead_zone=change.dead_zone, gates=change.gates
    )
    kept = kept_schedule(recording, columns)
    return seen, list(runs(kept or replayed(recording, seen)[0], seen, session))


def _joined(earlier: StepAgain, later: StepAgain) -> StepAgain:
    """As a session keeps a repeated step: what was scored earlier is not lost to what was not."""
    kept = earlier if earlier.score is not None and later.score is None else later
    return replace(kept, tries=(*earlier.tries, *later.tries))


@dataclass(frozen=True)
class _Scorer:
    session: Session
    targets: Mapping[str, Target]
    seen: SeenAgain
    formula: Formula
    threshold: float | None

    def step(self, run: RunAgain) -> StepAgain:
        """As a run of `imitate` counts: the trials at the intensity of the last one."""
        step = self.session.exercise.steps[run.step]
        assert isinstance(step, Imitate)
        threshold = step.threshold if self.threshold is None else self.threshold
        target = step.asked(self.targets[step.target])
        asked = {letter: target.at(letter) for letter in {window.letter for window in run.windows}}
        tries = tuple(
            TrialAgain(window.letter, window.complete, self._measure(window, asked[window.letter], threshold))
            for window in run.windows
        )
        counted = [one for one in tries if one.complete] or tries[-1:]
        results = [one.result for one in counted if one.intensity == counted[-1].intensity]
        scored = [result for result in results if result.scored]
        coverage = run.seen_s / run.asked_s if run.asked_s > 0 else None
        reason = None if scored or not run.asked_s else run.hindered or TOO_LITTLE
        return StepAgain(**asdict(means_of(scored)), coverage=coverage, reason=reason, tries=tries)

    def _measure(self, window: TrialWindow, target: Target, threshold: float) -> TrialResult:
        values = self.seen.expressions(window.samples)
        values[~window.there] = np.nan
        scores = np.full(len(values), np.nan)
        scores[window.there] = on_scale(self.formula(values[window.there], target), target)
        hold = None if window.hold_s is None else (window.hold_s + RISE_S, window.until_s)
        return measure_scores(
            window.times_s,
            scores,
            partial(_between, window.times_s, values, target),
            window.go_s,
            window.until_s,
            threshold=threshold,
            hold=hold,
        )


def _between(times_s: Floats, values: Floats, target: Target, from_s: float, to_s: float) -> list[Look]:
    """The looks of a trial from one time to another, with both sides of the face compared."""
    within = np.flatnonzero((times_s >= from_s) & (times_s <= to_s))
    return [_look(float(times_s[i]), values[i], target) for i in within]


def _look(time_s: float, values: Floats, target: Target) -> Look:
    if np.isnan(values[0, 0]):
        return Look(time_s, None)
    shown = Expression(values)
    return Look(time_s, None, symmetry(shown, target), unasked(shown, target))
