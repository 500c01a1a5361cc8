"""`mirrorcam export`: a session as tables that other programs read. Columns: docs/export-format.md.

``csv`` writes one row a frame and one row a trial; ``bids`` a folder after the Brain Imaging Data Structure's motion
extension (https://bids-specification.readthedocs.io, "Motion", 1.9).
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mirrorcam.action_units import measure
from mirrorcam.calibration import Neutral, relative
from mirrorcam.errors import BadInput
from mirrorcam.expression import CODES, Expression
from mirrorcam.face import BLENDSHAPES, Sample
from mirrorcam.recording import Recording, session_moments
from mirrorcam.session import Moment

Cell = str | float | int | None
SIDES = ("L", "R")
UNIT_COLUMNS = tuple(f"{code}{side}" for code in CODES for side in SIDES)
HEAD_COLUMNS = ("yaw_deg", "pitch_deg", "roll_deg")
FRAME_COLUMNS = (
    "time_s", "step", "kind", "phase", "not_scored", *HEAD_COLUMNS, *BLENDSHAPES, *UNIT_COLUMNS, "score",
)  # fmt: skip
TRIAL_COLUMNS = (
    "step", "kind", "target", "trial", "intensity", "complete", "scored", "score", "onset_s", "rise_s", "held_s",
    "steadiness", "symmetry", "unasked", "unasked_excess", "coverage",
)  # fmt: skip
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a text that begins so for a formula (OWASP, "CSV Injection")."""


@dataclass(frozen=True, slots=True)
class Row:
    """One frame: what was seen and what was asked. ``units`` is relative to the neutral, and None while nothing can
    be scored."""

    sample: Sample
    moment: Moment
    units: Expression | None


def rows(recording: Recording) -> Iterator[Row]:
    """Every frame, computed anew."""
    for session, sample, moment in session_moments(recording):
        seen = session.newest or sample  # of two people, the one on the left
        yield Row(seen, moment, _units(seen, session.neutral))


def _units(sample: Sample, neutral: Neutral | None) -> Expression | None:
    if sample.face is None or neutral is None or not sample.scored:
        return None
    return relative(measure(sample.face, sample.width, sample.height), neutral)


# ------------------------------------------------------------ csv


def export_csv(recording: Recording, folder: Path) -> list[Path]:
    """``NAME_frames.csv`` and ``NAME_trials.csv`` in ``folder``; of a session that was handed over without the
    points of the face, only trials. Raises BadInput when they cannot be written."""
    stem = recording.about.path.stem
    frames, trials = folder / f"{stem}_frames.csv", folder / f"{stem}_trials.csv"
    if not recording.about.recomputable:
        _write_csv(trials, TRIAL_COLUMNS, _trials(recording))
        return [trials]
    _write_csv(frames, FRAME_COLUMNS, (_frame(row) for row in rows(recording)))
    _write_csv(trials, TRIAL_COLUMNS, _trials(recording))
    return [frames, trials]


def _frame(row: Row) -> list[Cell]:
    face, moment = row.sample.face, row.moment
    reason = row.sample.reason
    pose: list[Cell] = [face.pose.yaw_deg, face.pose.pitch_deg, face.pose.roll_deg] if face else [None] * 3
    shapes: list[Cell] = [float(v) for v in face.blendshapes] if face else [None] * len(BLENDSHAPES)
    return [
        row.sample.time_s,
        moment.step,
        moment.kind,
        str(moment.scene.phase),
        reason.value if reason else "",
        *pose,
        *shapes,
        *_unit_cells(row.units),
        moment.scene.score,
    ]


def _unit_cells(units: Expression | None) -> list[Cell]:
    if units is None:
        return [None] * len(UNIT_COLUMNS)
    return [round(float(v), 4) for v in units.values.ravel()]


def _trials(recording: Recording) -> Iterator[list[Cell]]:
    for step, (result, trials) in enumerate(zip(recording.steps, recording.trials, strict=True)):
        for number, trial in enumerate(trials):
            about = {"step": step, "trial": number, "kind": result["kind"], "target": result.get("target")}
            yield [(about | trial).get(name) for name in TRIAL_COLUMNS]


def _write_csv(path: Path, columns: Sequence[str], lines: Iterable[Sequence[Cell]]) -> None:
    with _new_file(path) as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([harmless(cell) for cell in line] for line in lines)


def harmless(cell: Cell) -> Cell:
    """No text becomes a formula; numbers stay as they are, to a ten-thousandth."""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(RISKY) else cell
    return round(cell, 6) if isinstance(cell, float) else cell


# ------------------------------------------------------------ bids

TRACKING = "mirrorcam"
HEAD_COMPONENTS = {"yaw_deg": "y", "pitch_deg": "x", "roll_deg": "z"}


def export_bids(recording: Recording, folder: Path, subject: str = "01") -> list[Path]:
    """A data set with one subject and one run, in ``folder``. Raises BadInput when it cannot be written."""
    recording.check_recomputable("it has no motion to be written")
    task = re.sub(r"[^A-Za-z0-9]", "", recording.about.exercise.title()) or "practice"
    seen = list(rows(recording))
    motion = folder / f"sub-{subject}" / "motion"
    stem = f"sub-{subject}_task-{task}"
    tracked = f"{stem}_tracksys-{TRACKING}"
    files = {
        folder / "dataset_description.json": _dataset(recording),
        folder / "README": _readme(recording),
        folder / "participants.tsv": _tsv([["participant_id"], [f"sub-{subject}"]]),
        motion / f"{tracked}_motion.json": _json(_motion_about(recording, seen, task)),
        motion / f"{tracked}_motion.tsv": _tsv(_motion_line(row) for row in seen),
        motion / f"{tracked}_channels.tsv": _tsv(_channels()),
        motion / f"{stem}_events.tsv": _tsv(_events(seen)),
        motion / f"{stem}_events.json": _json(EVENT_WORDS),
    }
    for path, text in files.items():
        with _new_file(path) as file:
            file.write(text)
    return list(files)


EVENT_WORDS = {
    "onset": {"Description": "Seconds since the first frame."},
    "duration": {"Description": "Seconds."},
    "trial_type": {"Description": "The phase of the step: demonstrate, make, hold, let go, rest, say, …"},
    "step": {"Description": "Position of the step in the exercise, from 0; -1: the neutral before it."},
    "kind": {"Description": "Kind of the step: imitate, recognise, …"},
    "target": {"Description": "What the step is called for a person."},
}


def _dataset(recording: Recording) -> str:
    return _json(
        {
            "Name": f"mirrorcam: {recording.about.title}",
            "BIDSVersion": "1.9.0",
            "DatasetType": "raw",
            "GeneratedBy": [{"Name": "mirrorcam", "Version": recording.about.program or "unknown"}],
        }
    )


def _readme(recording: Recording) -> str:
    return (
        "Facial movement, measured by mirrorcam from one camera with MediaPipe: action units relative to the\n"
        "person's own neutral, ARKit blendshapes and head pose. No pictures. Landmarks of a face are health data.\n"
        f"\nSession of {recording.about.created}, formula version {recording.about.formula}.\n"
    )


def _motion_about(recording: Recording, seen: Sequence[Row], task: str) -> dict[str, Any]:
    length_s = seen[-1].sample.time_s - seen[0].sample.time_s if len(seen) > 1 else 0.0
    rate = (len(seen) - 1) / length_s if length_s > 0 else 0.0
    return {
        "TaskName": task,
        "TaskDescription": recording.about.title,
        "TrackingSystemName": TRACKING,
        "SamplingFrequency": round(rate, 3) or 30,
        "SamplingFrequencyEffective": round(rate, 3) or 30,
        "MotionChannelCount": 1 + len(HEAD_COLUMNS) + len(BLENDSHAPES) + len(UNIT_COLUMNS),
        "ORNTChannelCount": len(HEAD_COLUMNS),
        "MISCChannelCount": len(BLENDSHAPES) + len(UNIT_COLUMNS),
        "LATENCYChannelCount": 1,
        "RecordingDuration": round(length_s, 3),
        "RecordingType": "continuous",
        "DeviceSerialNumber": "n/a",
        "Manufacturer": "mirrorcam",
        "ManufacturersModelName": "MediaPipe Face Landmarker",
        "SoftwareVersions": recording.about.program or "unknown",
        "MissingValues": "n/a",
    }


def _motion_line(row: Row) -> list[Cell]:
    """No header: the columns are named in the channels' file."""
    face = row.sample.face
    pose: list[Cell] = [face.pose.yaw_deg, face.pose.pitch_deg, face.pose.roll_deg] if face else [None] * 3
    shapes: list[Cell] = [float(v) for v in face.blendshapes] if face else [None] * len(BLENDSHAPES)
    return [row.sample.time_s, *pose, *shapes, *_unit_cells(row.units)]


def _channels() -> Iterator[list[Cell]]:
    yield ["name", "component", "type", "tracked_point", "units", "placement", "reference_frame"]
    yield ["time_s", "n/a", "LATENCY", "n/a", "s", "n/a", "n/a"]
    for name in HEAD_COLUMNS:
        yield [name, HEAD_COMPONENTS[name], "ORNT", "head", "deg", "face", "global"]
    for name in (*BLENDSHAPES, *UNIT_COLUMNS):
        yield [name, "n/a", "MISC", "face", "n/a", "face", "n/a"]


def _events(seen: Sequence[Row]) -> Iterator[list[Cell]]:
    """One line for each phase."""
    yield ["onset", "duration", "trial_type", "step", "kind", "target"]
    begin = 0
    for i in range(1, len(seen) + 1):
        if i == len(seen) or _what(seen[i]) != _what(seen[begin]):
            first, last = seen[begin].sample.time_s, seen[min(i, len(seen) - 1)].sample.time_s
            moment = seen[begin].moment
            phase, kind = str(moment.scene.phase), moment.kind
            yield [first, last - first, phase, moment.step, kind, moment.title or "n/a"]
            begin = i


def _what(row: Row) -> tuple[int, str, str]:
    return row.moment.step, row.moment.kind, str(row.moment.scene.phase)


def _tsv(lines: Iterable[Sequence[Cell]]) -> str:
    return "".join("\t".join(_tsv_cell(cell) for cell in line) + "\n" for line in lines)


def _tsv_cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "n/a"
    if isinstance(cell, float):
        return f"{cell:.6g}"
    return " ".join(str(harmless(cell)).split())


def _json(table: dict[str, Any]) -> str:
    return json.dumps(table, indent=2, ensure_ascii=False) + "\n"


def _new_file(path: Path) -> Any:
    """Only its owner may read it; nothing is ever overwritten."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("x", encoding="utf-8", newline="")
        path.chmod(0o600)
    except FileExistsError:
        raise BadInput(f"{path}: there is a file of this name already; choose another folder") from None
    except OSError as error:
        raise BadInput(f"{path}: cannot be written ({error.strerror})") from None
    return file
