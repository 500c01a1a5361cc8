"""``--to csv``: a row a sample, a row a trial, a row a step, a row a note. Columns: docs/export-format.md."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from mirrorcam.app.export.rows import (
    FACE_COLUMNS,
    Cell,
    Person,
    Replayed,
    Row,
    Step,
    face_cells,
    harmless,
    kept_steps,
    steps,
)
from mirrorcam.app.export.staging import new_file, whole
from mirrorcam.recording import Noted, Recording

SEEN_COLUMNS = ("not_scored", "face_px", "light")
ASKED_COLUMNS = ("time_s", "step", "kind", "phase", "paused")
FRAME_COLUMNS = (*ASKED_COLUMNS, *SEEN_COLUMNS, *FACE_COLUMNS, "score")
OTHER = "other_"
"""Columns of the second of two people begin so."""
BESIDE_COLUMNS = ("leads", "together", *(f"{OTHER}{name}" for name in (*SEEN_COLUMNS, *FACE_COLUMNS)))
"""Only in a session for two."""
TRIAL_COLUMNS = (
    "step", "kind", "title", "target", "trial", "intensity", "complete", "scored", "score", "onset_s", "rise_s",
    "held_s", "offset_s", "steadiness", "symmetry", "unasked", "unasked_excess", "coverage", "best_s", "percent",
    "answer", "choices", "caught", "range", "at_best",
)  # fmt: skip
STEP_COLUMNS = (
    "step", "kind", "title", "target", "intensity", "scored", "reason", "score", "onset_s", "held_s", "steadiness",
    "symmetry", "coverage", "measured",
)  # fmt: skip
NOTE_COLUMNS = ("begin_s", "end_s", "text", "tags")


def export_csv(recording: Recording, folder: Path) -> list[Path]:
    """``NAME_trials.csv``, ``NAME_steps.csv``, ``NAME_notes.csv`` and ``NAME_frames.csv`` in ``folder``: all or none.
    Of a session that was handed over without the points of the face there are no frames. Raises BadInput when they
    cannot be written."""
    stem, recomputable = recording.about.path.stem, recording.about.recomputable
    tables = ("trials", "steps", "notes", *(["frames"] if recomputable else []))
    names = [f"{stem}_{table}.csv" for table in tables]
    with whole(folder, names) as stage:
        trials, results, notes = (stage / name for name in names[:3])
        done = list(_computed(recording, stage / names[3]) if recomputable else kept_steps(recording))
        _write(trials, TRIAL_COLUMNS, _trials(done))
        _write(results, STEP_COLUMNS, map(_result, done))
        _write(notes, NOTE_COLUMNS, map(_note, recording.notes))
    return [folder / name for name in names]


def _computed(recording: Recording, frames: Path) -> Iterator[Step]:
    """Writes every frame, and answers with the steps when the last one has been seen."""
    replayed = Replayed(recording)
    two = replayed.session.exercise.for_two
    _write(frames, (*FRAME_COLUMNS, *(BESIDE_COLUMNS if two else ())), map(_frame, replayed))
    return steps(replayed.session)


def _frame(row: Row) -> list[Cell]:
    moment, first, others = row.moment, row.people[0], row.people[1:]
    scene = moment.scene
    asked: list[Cell] = [moment.time_s, moment.step, moment.kind, str(scene.phase), int(moment.paused)]
    beside: list[Cell] = [scene.leads, scene.together] if others else []
    for other in others:
        beside += [*_seen(other), *face_cells(other)]
    return [*asked, *_seen(first), *face_cells(first), scene.score_now, *beside]


def _seen(person: Person) -> list[Cell]:
    sample, reason = person.sample, person.reason
    width: Cell = sample.face_px if sample.face else None
    return [reason.value if reason else "", width, sample.light]


def _trials(done: Iterable[Step]) -> Iterator[list[Cell]]:
    for step in done:
        for number, trial in enumerate(step.trials):
            about = {"trial": number, "title": step.title, **_place(step)}
            yield [_plain((about | dict(trial)).get(name)) for name in TRIAL_COLUMNS]


def _place(step: Step) -> dict[str, Any]:
    return {"step": step.position, "kind": step.result["kind"], "target": step.result.get("target")}


def _result(step: Step) -> list[Cell]:
    told = {**step.result, **_place(step), "title": step.title}
    return [_plain(told.get(name)) for name in STEP_COLUMNS]


def _note(note: Noted) -> list[Cell]:
    return [note.begin_s, note.end_s, note.text, " ".join(f"#{tag}" for tag in note.tags)]


def _plain(value: Any) -> Cell:
    """Lists and tables as JSON, yes and no as 1 and 0, so that every program reads them alike."""
    if isinstance(value, bool):
        return int(value)
    if value is None or isinstance(value, str | int | float):
        return value
    return json.dumps(value, ensure_ascii=False) if value else None


def _write(path: Path, columns: Sequence[str], lines: Iterable[Sequence[Cell]]) -> None:
    with new_file(path) as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([harmless(cell) for cell in line] for line in lines)
