"""`mirrorcam replay --rescore`: what a session would have come to with another neutral or another target file.

What was asked, and when, stays as it was: the person followed the session that there was. Only the looks between its
go signals and its let-goes are scored anew, as `imitate` scores them. With nothing else given, all that is new is the
formula, and the session is simply computed anew.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import fmean

from mirrorcam.app.headless import speak
from mirrorcam.app.measure import neutral_of
from mirrorcam.app.profiles import own_store
from mirrorcam.app.seeing import Viewer, existing
from mirrorcam.calibration import Neutral
from mirrorcam.errors import BadInput
from mirrorcam.expression import INTENSITIES, Expression
from mirrorcam.face import Sample
from mirrorcam.participant import Glance, Participant
from mirrorcam.phrases import number, phrase
from mirrorcam.range_of_movement import scaled
from mirrorcam.recording import Recording, read_recording, replay, session_moments
from mirrorcam.score import FORMULA_VERSION, score
from mirrorcam.session import Moment, Session
from mirrorcam.sides import symmetry, unasked
from mirrorcam.steps import Phase
from mirrorcam.steps.imitate import RISE_S, Imitate
from mirrorcam.target import Target, read_target
from mirrorcam.trial import Look, TrialResult, measure_trial


@dataclass(frozen=True, slots=True)
class Rescored:
    """A step of `imitate`: its score as it was kept and as it is now, 0..100; None: not scored."""

    step: int
    target: str
    title: str
    then: float | None
    now: float | None


def rescore_session(arguments: argparse.Namespace, path: Path) -> int:
    """The command. Raises BadInput; the session's file is only read."""
    speak(own_store())
    recording = read_recording(path)
    recording.check_recomputable("it cannot be scored anew")
    targets = [read_target(one) for one in arguments.target or ()]
    rows = rescore(recording, _neutral(arguments.neutral or ()), targets)
    if arguments.json:
        formula = {"then": recording.about.formula, "now": str(FORMULA_VERSION)}
        print(json.dumps({"session": str(path), "formula": formula, "steps": [asdict(row) for row in rows]}))
    else:
        _print(recording, rows)
    return 0


def rescore(recording: Recording, neutral: Neutral | None, targets: Iterable[Target]) -> list[Rescored]:
    """``neutral``: instead of those that the session had; ``targets``: instead of its own, by their names. Raises
    BadInput for a target that the session did not ask for."""
    session = recording.begin()
    changed = {one.name: scaled(one, session.own) if session.own else one for one in targets}
    for name in changed:
        if name not in session.targets:
            raise BadInput(f'--target: this session does not ask for "{name}".')
    if neutral is None and not changed:
        session = replay(recording)
        now = [result["score"] for result in session.results()]
    else:
        now = _anew(recording, neutral, {**session.targets, **changed})
    return list(_rows(recording, session, now))


def _rows(recording: Recording, session: Session, now: Sequence[float | None]) -> Iterator[Rescored]:
    then = [result["score"] for result in recording.steps] or [None] * len(now)
    for i, step in enumerate(session.exercise.steps):
        if isinstance(step, Imitate):
            yield Rescored(i, step.target, step.heading(session.targets), then[i], now[i])


def _neutral(files: Sequence[Path]) -> Neutral | None:
    if not files:
        return None
    with Viewer() as viewer:
        return neutral_of(existing(files), viewer)


# ------------------------------------------------------------ scoring anew


@dataclass
class Window:
    """One trial as it was: when it was asked for, held and let go, and what was seen in between."""

    step: int
    letter: str
    go_s: float
    hold_s: float | None = None
    until_s: float | None = None
    looks: list[tuple[float, Expression | None]] = field(default_factory=list)

    def measure(self, target: Target, threshold: float) -> TrialResult:
        until_s = self.looks[-1][0] if self.until_s is None and self.looks else (self.until_s or self.go_s)
        hold = None if self.hold_s is None else (self.hold_s + RISE_S, until_s)
        looks = [_look(time_s, shown, target) for time_s, shown in self.looks]
        return measure_trial(looks, self.go_s, until_s, threshold, hold)


def _look(time_s: float, shown: Expression | None, target: Target) -> Look:
    if shown is None:
        return Look(time_s, None)
    return Look(time_s, score(shown, target), symmetry(shown, target), unasked(shown, target))


def _anew(recording: Recording, neutral: Neutral | None, targets: Mapping[str, Target]) -> list[float | None]:
    windows = Windows(neutral)
    for session, sample, moment in session_moments(recording):
        windows.see(session, sample, moment)
    steps = recording.begin().exercise.steps
    return [
        _score(step, windows.of(i), targets) if isinstance(step, Imitate) else None
        for i, step in enumerate(steps)
    ]


def _score(step: Imitate, windows: Sequence[Window], targets: Mapping[str, Target]) -> float | None:
    """As a run of `imitate` counts: the trials at the intensity of the last one."""
    target = step.asked(targets[step.target])
    counted = [one for one in windows if one.letter == windows[-1].letter]
    results = [one.measure(target.at(one.letter), step.threshold) for one in counted]
    scores = [result.score for result in results if result.score is not None]
    return fmean(scores) if scores else None


class Windows:
    """Finds the trials again in what the session showed."""

    def __init__(self, neutral: Neutral | None) -> None:
        self._person = None if neutral is None else Participant(neutral)
        self._open: Window | None = None
        self._found: list[Window] = []
        self._clock_s = 0.0
        self._time_s: float | None = None

    def of(self, step: int) -> list[Window]:
        """The complete ones; one that was broken off only where there is no other."""
        found = [one for one in [*self._found, *([self._open] if self._open else [])] if one.step == step]
        return [one for one in found if one.until_s is not None] or found[-1:]

    def see(self, session: Session, sample: Sample, moment: Moment) -> None:
        if moment.paused:
            self._time_s = None
            return
        since_s = 0.0 if self._time_s is None else max(0.0, sample.time_s - self._time_s)
        self._time_s, self._clock_s = sample.time_s, self._clock_s + since_s
        if moment.kind != "imitate":
            self._close()
            return
        shown = self._shown(session, sample, since_s)
        self._follow(session, moment, shown)

    def _shown(self, session: Session, sample: Sample, since_s: float) -> Expression | None:
        """What the step was told; against another neutral, what it would have been."""
        if self._person is not None:
            return self._person.see(since_s, Glance.at(sample)).expression
        return None if session.seen is None else session.seen.expression

    def _follow(self, session: Session, moment: Moment, shown: Expression | None) -> None:
        phase, now = moment.scene.phase, self._open
        if now is not None and (
            now.step != moment.step or phase not in (Phase.MAKE, Phase.HOLD, Phase.LET_GO)
        ):
            self._close()
            now = None
        if now is None:
            if phase == Phase.MAKE:
                self._open = Window(moment.step, _letter(session, moment), self._clock_s)
            return
        now.looks.append((self._clock_s, shown))
        if phase == Phase.HOLD and now.hold_s is None:
            now.hold_s = self._clock_s
        if phase == Phase.LET_GO:
            now.until_s = self._clock_s
            self._close()

    def _close(self) -> None:
        if self._open is not None:
            self._found.append(self._open)
            self._open = None


def _letter(session: Session, moment: Moment) -> str:
    """The intensity, from what the avatar shows."""
    step = session.exercise.steps[moment.step]
    assert isinstance(step, Imitate) and moment.scene.asked is not None
    shown, asked = session.targets[step.target].show, moment.scene.asked.values
    return min(INTENSITIES, key=lambda one: float(abs(shown.scaled(INTENSITIES[one]).values - asked).sum()))


# ------------------------------------------------------------ telling


def _print(recording: Recording, rows: Sequence[Rescored]) -> None:
    print(phrase("rescore.head", then=recording.about.formula, now=FORMULA_VERSION))
    width = max((len(row.title) for row in rows), default=0)
    for row in rows:
        print(f"  {row.title:<{width}}  {_said(row.then):>12} → {_said(row.now)}")
    print(phrase("rescore.kept"))


def _said(value: float | None) -> str:
    return phrase("rescore.none") if value is None else number(value)
