"""`mirrorcam replay --rescore`: what was kept of a session beside what it comes to now, told and as JSON.

rescoring/ computes it; the session's file is only read.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mirrorcam.app.headless import speak
from mirrorcam.app.kept.profiles import own_store
from mirrorcam.app.measuring.at_rest import neutral_of
from mirrorcam.app.seeing import Viewer, existing
from mirrorcam.calibration import DEAD_ZONE, Neutral
from mirrorcam.errors import BadInput
from mirrorcam.phrases import number, percent, phrase, translated
from mirrorcam.recording import Recording, read_recording
from mirrorcam.rescoring import Change, StepAgain, rescore
from mirrorcam.rescoring.limits import GATES, read_gates
from mirrorcam.review import why
from mirrorcam.session_file import SUFFIX
from mirrorcam.target import read_target

FIGURES = ("score", "held_s", "coverage")
"""What is shown of a step and of a trial: 0..100, seconds, 0..1."""
OF_A_STEP = (*FIGURES, "reason", "onset_s", "steadiness", "symmetry")
TRIALS_OWN = ("onset_s", "rise_s", "offset_s", "steadiness", "symmetry")


@dataclass(frozen=True, slots=True)
class Rescored:
    """A step of `imitate`, as it was kept and as it is now. ``tries``: (as it was kept, as it is now)."""

    step: int
    target: str
    title: str
    then: Mapping[str, Any]
    now: StepAgain
    tries: tuple[tuple[Mapping[str, Any], Mapping[str, Any]], ...]


def rescore_session(arguments: argparse.Namespace, path: Path) -> int:
    """The command. Raises BadInput."""
    speak(own_store())
    recording = read_recording(path)
    recording.check_recomputable("it cannot be scored anew")
    change = change_of(arguments)
    rows = list(rescored(recording, change))
    if arguments.json:
        print(json.dumps(_as_json(recording, change, rows)))
    else:
        _print(recording, change, rows)
    return 0


def rescored(recording: Recording, change: Change) -> Iterator[Rescored]:
    """Each step that is scored. Raises BadInput."""
    session = recording.begin()
    for i, now in rescore(recording, change).items():
        step = session.exercise.steps[i]
        kept = recording.trials[i] if recording.trials else []
        fresh = [
            {"intensity": one.intensity, "complete": one.complete, **_figures(one.result)}
            for one in now.tries
        ]
        olds = kept if len(kept) == len(fresh) else [{}] * len(fresh)
        then = recording.steps[i] if recording.steps else {}
        (target,) = step.names()
        tries = tuple(zip(olds, fresh, strict=True))
        yield Rescored(i, target, step.heading(session.targets), then, now, tries)


def _figures(result: object) -> dict[str, Any]:
    return {name: getattr(result, name) for name in (*FIGURES, *TRIALS_OWN)}


def change_of(arguments: argparse.Namespace) -> Change:
    """What the command line asks for. Raises BadInput."""
    asked: dict[str, Any] = {}
    if arguments.formula is not None:
        asked["formula"] = arguments.formula
    if arguments.threshold is not None:
        asked["threshold"] = _within("--threshold", arguments.threshold, 1, 100)
    if arguments.dead_zone is not None:
        asked["dead_zone"] = _within("--dead-zone", arguments.dead_zone, 0, 0.5)
    return Change(
        neutral=_neutral(arguments.neutral or ()),
        targets=[read_target(one) for one in arguments.target or ()],
        gates=read_gates(arguments.gate or ()),
        **asked,
    )


def _within(option: str, value: float, least: float, most: float) -> float:
    if not least <= value <= most:
        raise BadInput(f"{option} {value:g}: give a number from {least:g} to {most:g}.")
    return value


def _neutral(given: Sequence[Path]) -> Neutral | None:
    """From pictures or films, or from one other session."""
    if not given:
        return None
    sessions = [one for one in given if one.suffix == SUFFIX or not (one.suffix or one.exists())]
    if not sessions:
        with Viewer() as viewer:
            return neutral_of(existing(given), viewer)
    if len(given) > 1:
        raise BadInput("--neutral: give one session, or pictures and films.")
    path = sessions[0] if sessions[0].is_file() else own_store().find(str(sessions[0]))
    return _last_neutral(read_recording(path))


def _last_neutral(recording: Recording) -> Neutral:
    if recording.begin().exercise.for_two:
        raise BadInput(
            f"--neutral {recording.about.path}: two people practised there; give a session of one."
        )
    last = recording.taken[-1][1] if recording.taken else recording.given or recording.kept
    if last is None:
        raise BadInput(
            f"--neutral {recording.about.path}: no face at rest was taken there. Give another session."
        )
    return last


# ------------------------------------------------------------ telling


def _as_json(recording: Recording, change: Change, rows: Sequence[Rescored]) -> dict[str, Any]:
    return {
        "session": str(recording.about.path),
        "formula": {"then": recording.about.formula, "now": str(change.formula)},
        "changed": {
            "neutral": change.neutral is not None,
            "targets": [one.name for one in change.targets],
            "threshold": change.threshold,
            "dead_zone": None if change.dead_zone == DEAD_ZONE else change.dead_zone,
            "gates": dict(change.gates),
        },
        "steps": [_step_as_json(row) for row in rows],
    }


def _step_as_json(row: Rescored) -> dict[str, Any]:
    return {
        "step": row.step,
        "target": row.target,
        "title": row.title,
        **_both(row.then, _figures_of_step(row.now), OF_A_STEP),
        "trials": [
            {
                "intensity": now["intensity"],
                "complete": now["complete"],
                **_both(then, now, (*FIGURES, *TRIALS_OWN)),
            }
            for then, now in row.tries
        ],
    }


def _figures_of_step(now: StepAgain) -> dict[str, Any]:
    return {name: getattr(now, name) for name in OF_A_STEP}


def _both(then: Mapping[str, Any], now: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """The score as "then" and "now"; everything else under its own name."""
    pairs = {name: {"then": then.get(name), "now": now[name]} for name in names}
    return {**pairs.pop("score"), **pairs}


def _print(recording: Recording, change: Change, rows: Sequence[Rescored]) -> None:
    print(phrase("rescore.head", then=recording.about.formula, now=change.formula))
    for sentence in _changes(change):
        print(f"  {sentence}")
    print()
    for line in _table([_headings(), *map(_cells, rows)]) if rows else [phrase("rescore.no_steps")]:
        print(f"  {line}")
    print(f"\n{phrase('rescore.kept')}")


def _changes(change: Change) -> Iterator[str]:
    if change.neutral is not None:
        yield phrase("rescore.with_neutral")
    for target in change.targets:
        yield phrase("rescore.with_target", title=translated(target.title))
    if change.threshold is not None:
        yield phrase("rescore.with_threshold", score=number(change.threshold, None))
    if change.dead_zone != DEAD_ZONE:
        yield phrase(
            "rescore.with_dead_zone", now=number(change.dead_zone, None), usual=number(DEAD_ZONE, None)
        )
    for name, limit in change.gates.items():
        gate, usual = GATES[name], number(GATES[name].limits.enter, None)
        now = number(limit, None)
        unit = f" {gate.unit}" if gate.unit.isalpha() else gate.unit
        yield phrase(f"rescore.gate_{name}", now=f"{now}{unit}", usual=f"{usual}{unit}")


def _headings() -> tuple[str, ...]:
    return "", *(phrase(f"rescore.{name}") for name in FIGURES), ""


def _cells(row: Rescored) -> tuple[str, ...]:
    told = {"score": _score, "held_s": _seconds, "coverage": _percent}
    cells = [f"{_kept(row, name, say)} → {say(getattr(row.now, name))}" for name, say in told.items()]
    return row.title, *cells, phrase("rescore.why", why=why(row.now.reason)) if row.now.reason else ""


def _kept(row: Rescored, name: str, say: Callable[[float | None], str]) -> str:
    """Nothing where the session was cut off before it was summed up."""
    return say(row.then.get(name)) if row.then else phrase("rescore.nothing")


def _score(value: float | None) -> str:
    return phrase("rescore.none") if value is None else number(value)


def _seconds(value: float | None) -> str:
    return phrase("rescore.nothing") if value is None else phrase("rescore.seconds", seconds=number(value, 1))


def _percent(value: float | None) -> str:
    return phrase("rescore.nothing") if value is None else phrase("rescore.percent", share=percent(value))


def _table(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns side by side, their arrows below each other."""
    columns = [_aligned(column) for column in zip(*lines, strict=True)]
    for cells in zip(*columns, strict=True):
        yield "   ".join(cells).rstrip()


def _aligned(column: Sequence[str]) -> list[str]:
    before = max(len(cell.partition(" → ")[0]) for cell in column[1:] or column)
    arrows = [
        f"{then:>{before}}{arrow}{now}" if arrow else cell
        for cell in column
        for then, arrow, now in (cell.partition(" → "),)
    ]
    width = max(map(len, arrows))
    return [cell.ljust(width) for cell in arrows]
