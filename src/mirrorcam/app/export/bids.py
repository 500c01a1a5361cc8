"""``--to bids``: a folder after the Brain Imaging Data Structure's motion extension. Columns: docs/export-format.md.

https://bids-specification.readthedocs.io, "Motion", 1.10.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from mirrorcam.app.export.rows import (
    DECIMALS,
    FACE_COLUMNS,
    HEAD_COLUMNS,
    Cell,
    Replayed,
    Row,
    face_cells,
    harmless,
)
from mirrorcam.app.export.staging import new_file, whole
from mirrorcam.errors import BadInput
from mirrorcam.recording import Noted, Recording

BIDS_VERSION = "1.10.0"
TRACKING = "mirrorcam"
HEAD_COMPONENTS = {"yaw_deg": "y", "pitch_deg": "x", "roll_deg": "z"}
SEATS = ("left", "right")
NONE_OF = ("ACCEL", "ANGACCEL", "GYRO", "JNTANG", "MAGN", "POS", "VEL")
"""Kinds of channel that one camera does not give."""
GAP_S = 0.5
"""Two samples further apart than this: the recording has a gap."""
PAUSED, NOTE = "paused", "note"
Json = Mapping[str, Any]


def export_bids(recording: Recording, folder: Path, authors: Sequence[str] = ()) -> Path:
    """``NAME_bids`` in ``folder``: a data set with one run, and one subject for each person. All of it or nothing.
    Raises BadInput when it cannot be written, or when there is nothing to write."""
    recording.check_recomputable("it has no motion to be written")
    name = f"{recording.about.path.stem}_bids"
    with whole(folder, [name]) as stage:
        rows = list(Replayed(recording))
        if not rows:
            raise BadInput(
                f"{recording.about.path}: nothing was seen in this session, so there is nothing to export."
            )
        (stage / name).mkdir(mode=0o700)
        for path, text in _files(recording, rows, authors):
            with new_file(stage / name / path) as file:
                file.writelines(text)
    return folder / name


def _files(
    recording: Recording, rows: Sequence[Row], authors: Sequence[str]
) -> Iterator[tuple[str, Iterable[str]]]:
    """Path within the data set, and content."""
    task = re.sub(r"[^A-Za-z0-9]", "", recording.about.exercise.title()) or "practice"
    people = range(len(rows[0].people))
    yield "dataset_description.json", _json(_dataset(recording, authors))
    yield "README", [_readme(recording)]
    yield "participants.tsv", _tsv(_participants(len(people)))
    yield "participants.json", _json(PARTICIPANT_WORDS)
    for number in people:
        stem = f"{_subject(number)}_task-{task}"
        tracked = f"{_subject(number)}/motion/{stem}_tracksys-{TRACKING}"
        events = f"{_subject(number)}/motion/{stem}_events"
        yield f"{tracked}_motion.json", _json(_motion_about(recording, rows, task))
        yield f"{tracked}_motion.tsv", _tsv(_motion_line(row, number) for row in rows)
        yield f"{tracked}_channels.tsv", _tsv(_channels())
        yield f"{tracked}_channels.json", _json(CHANNEL_WORDS)
        yield f"{events}.tsv", _tsv(_events(rows, recording.notes))
        yield f"{events}.json", _json({**EVENT_WORDS, "StimulusPresentation": _software(recording)})


def _subject(number: int) -> str:
    return f"sub-{number + 1:02}"


EVENT_WORDS: Json = {
    "onset": {"Description": "Since the first sample.", "Units": "s"},
    "duration": {"Description": "Until something else began; 0 for an instant.", "Units": "s"},
    "trial_type": {
        "LongName": "Phase",
        "Description": "The phase of the step: demonstrate, make, hold, let go, rest, say, …; paused; or note: "
        "something that was noted, during the session or afterwards.",
    },
    "step": {"Description": "Position of the step in the exercise, from 0; -1: the neutral before it."},
    "kind": {"Description": "Kind of the step: imitate, recognise, …"},
    "target": {"Description": "What the step is called for a person."},
    "leads": {
        "Description": "Of two people, who was to lead: left or right, as they themselves would say it."
    },
    "note": {"Description": "What was noted. n/a: a mark without words, or no note."},
    "tags": {"Description": "The note's tags, each after a #."},
}
PARTICIPANT_WORDS: Json = {
    "seat": {
        "Description": "Where the person sat, as they themselves would say it.",
        "Levels": {"left": "on the left", "right": "on the right"},
    }
}
CHANNEL_WORDS: Json = {
    "reference_frame": {
        "Description": "Which axes the angles belong to.",
        "Levels": {
            "global": {
                "RotationOrder": "YXZ",
                "RotationRule": "right-hand",
                "SpatialAxes": "RSP",
                "Description": "A person who looks straight into the camera: x to their right, y up, z to their back. "
                "So yaw_deg > 0: turned to their left; pitch_deg > 0: chin up; roll_deg > 0: tilted to their left.",
            }
        },
    }
}


def _participants(people: int) -> list[list[Cell]]:
    rows: list[list[Cell]] = [["participant_id", "seat"]]
    for number in range(people):
        rows.append([_subject(number), SEATS[number] if people > 1 else None])
    return rows


def _dataset(recording: Recording, authors: Sequence[str]) -> Json:
    """Who the authors are, only they know."""
    named = {"Authors": list(authors)} if authors else {}
    return {
        "Name": f"mirrorcam: {recording.about.title}",
        "BIDSVersion": BIDS_VERSION,
        "DatasetType": "raw",
        **named,
        "GeneratedBy": [{"Name": "mirrorcam", "Version": recording.about.program or "unknown"}],
    }


def _software(recording: Recording) -> Json:
    return {"SoftwareName": "mirrorcam", "SoftwareVersion": recording.about.program or "unknown"}


def _readme(recording: Recording) -> str:
    about = recording.about
    cut = "" if about.finished else "It was cut off before its end, and holds what was kept until then.\n"
    return (
        f"# {about.title}\n\n"
        "Facial movement, measured by mirrorcam from one camera with MediaPipe: action units relative to the\n"
        "person's own neutral, ARKit blendshapes and head pose. No pictures. Numbers about a face are health data.\n"
        f"\nSession of {about.created}, formula version {about.formula}.\n{cut}"
    )


def _motion_about(recording: Recording, rows: Sequence[Row], task: str) -> Json:
    times = [row.moment.time_s for row in rows]
    gaps = [after - before for before, after in pairwise(times) if after > before]
    length_s = times[-1] - times[0]
    usual = 1 / median(gaps) if gaps else 0.0
    return {
        "TaskName": task,
        "TaskDescription": recording.about.title,
        "TrackingSystemName": TRACKING,
        "SamplingFrequency": round(usual, 3),
        "SamplingFrequencyEffective": round((len(times) - 1) / length_s, 3) if length_s > 0 else 0.0,
        "MotionChannelCount": 1 + len(FACE_COLUMNS),
        "ORNTChannelCount": len(HEAD_COLUMNS),
        "MISCChannelCount": len(FACE_COLUMNS) - len(HEAD_COLUMNS),
        "LATENCYChannelCount": 1,
        **{f"{kind}ChannelCount": 0 for kind in NONE_OF},
        "TrackedPointsCount": 1,
        "RecordingDuration": round(length_s, 3),
        "RecordingType": "discontinuous" if max(gaps, default=0.0) > GAP_S else "continuous",
        "DeviceSerialNumber": "n/a",
        "Manufacturer": "mirrorcam",
        "ManufacturersModelName": "MediaPipe Face Landmarker",
        "SoftwareVersions": recording.about.program or "unknown",
        "MissingValues": "n/a",
    }


def _motion_line(row: Row, number: int) -> list[Cell]:
    """No header: the columns are named in the channels' file."""
    return [row.moment.time_s, *face_cells(row.people[number])]


def _channels() -> Iterator[list[Cell]]:
    yield ["name", "component", "type", "tracked_point", "units", "placement", "reference_frame"]
    yield ["time_s", None, "LATENCY", None, "s", None, None]
    for name in FACE_COLUMNS:
        component = HEAD_COMPONENTS.get(name)
        if component:
            yield [name, component, "ORNT", "head", "deg", "face", "global"]
        else:
            yield [name, None, "MISC", "face", None, "face", None]


# ------------------------------------------------------------ events


def _events(rows: Sequence[Row], notes: Sequence[Noted]) -> Iterator[list[Cell]]:
    """One line for each phase, and one for each note, in order of time."""
    yield list(EVENT_WORDS)
    lines = [*_phases(rows), *(_note_line(note, rows) for note in notes)]
    yield from sorted(lines, key=lambda line: (line[0], line[2] == NOTE))


def _phases(rows: Sequence[Row]) -> Iterator[list[Cell]]:
    begin = 0
    for i in range(1, len(rows) + 1):
        if i == len(rows) or _what(rows[i]) != _what(rows[begin]):
            first, last = rows[begin].moment.time_s, rows[min(i, len(rows) - 1)].moment.time_s
            yield [first, last - first, *_what(rows[begin]), None, None]
            begin = i


def _what(row: Row) -> tuple[Cell, ...]:
    moment = row.moment
    phase = PAUSED if moment.paused else str(moment.scene.phase)
    return phase, moment.step, moment.kind, moment.title, moment.scene.leads


def _note_line(note: Noted, rows: Sequence[Row]) -> list[Cell]:
    """In the step that there was then."""
    at = max(0, bisect_right(rows, note.begin_s, key=lambda row: row.moment.time_s) - 1)
    _, *where = _what(rows[at])
    tags = " ".join(f"#{tag}" for tag in note.tags)
    return [note.begin_s, note.end_s - note.begin_s, NOTE, *where, note.text, tags]


# ------------------------------------------------------------ text


def _tsv(lines: Iterable[Sequence[Cell]]) -> Iterator[str]:
    return ("\t".join(map(tsv_cell, line)) + "\n" for line in lines)


def tsv_cell(cell: Cell) -> str:
    """Missing values are n/a; a number has no exponent, and no digits that say nothing."""
    cell = harmless(" ".join(cell.split()) if isinstance(cell, str) else cell)
    if isinstance(cell, float):
        return f"{cell:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "n/a" if cell in (None, "") else str(cell)


def _json(table: Json) -> list[str]:
    return [json.dumps(table, indent=2, ensure_ascii=False) + "\n"]
